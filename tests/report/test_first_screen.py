"""The first screen of the report, and the answer sheets below it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report.test_printers import SHIPPED, shipped
from tests.report.written import Seen, answered
from typer.testing import CliRunner

from standoff.analysis.survey import survey
from standoff.app.cli.main import app
from standoff.report.document import Items, Line, Part, Table, clauses, walk
from standoff.report.html.page import Report, render
from standoff.report.picture import PICTURED
from standoff.report.tell.report import tell

ROOT = Path(__file__).resolve().parents[2]


def test_every_question_has_its_sheet(worked: tuple[str, str]) -> None:
    words = Seen(worked[0]).words
    for asked in (
        "Will Russia force Iran out of Syria?",
        "What would have to change for Iran to leave?",
        "Why does Moscow go on rejecting what is offered?",
        "Will the United States follow?",
    ):
        assert asked in words[words.index("each answered in its own") :]


def test_it_fits_one_file_and_names_no_path_of_the_machine(worked: tuple[str, str]) -> None:
    page, data = worked
    assert len(page.encode()) < 500_000
    assert str(ROOT) not in page
    assert str(ROOT) not in data


def test_the_data_makes_the_page(worked: tuple[str, str], tmp_path: Path) -> None:
    page, data = worked
    (tmp_path / "r.json").write_text(data, "utf-8")
    made = tmp_path / "again.html"
    run = ["report", "--from", str(tmp_path / "r.json"), "-o", str(made)]
    assert CliRunner().invoke(app, run).exit_code == 0
    assert made.read_text("utf-8") == page
    assert json.loads(data)["format"] == "standoff-report/1"


def test_the_first_thing_said_is_each_readings_answer_with_its_line() -> None:
    case, answers = answered()
    document = tell(survey(case, answers))
    first = document.parts[0].blocks[0]
    assert isinstance(first, Part)
    assert first.title.text == "Is it so that Beta leaves the valley?"
    (said,) = (block for block in first.blocks if isinstance(block, Items))
    assert [item.line.clauses[0].text for item in said.items] == [
        "The Gazette",
        "The Courier",
    ]
    assert any(clause.citations for clause in clauses(first.blocks))


def test_all_is_printed_where_it_is_asked_for() -> None:
    case, answers = answered()
    document = tell(survey(case, answers))
    assert "<body>" in render(Report(document, "0"))
    assert "<body class=full>" in render(Report(document, "0", full=True))


def test_a_card_says_its_column_and_no_name_ends_the_rule() -> None:
    case, answers = answered()
    page = render(Report(tell(survey(case, answers)), "0"))
    assert '.matrix td:nth-of-type(1)::before{content:"The Gazette"}' in page


@pytest.mark.parametrize("name", SHIPPED)
def test_every_picture_of_a_report_has_its_table_beside_it(name: str) -> None:
    """In the part in which the picture stands, or folded away in it."""
    for part in walk(shipped(name)[1].document.blocks):
        if isinstance(part, Part) and any(isinstance(block, PICTURED) for block in part.blocks):
            inner = list(walk(part.blocks))
            assert any(isinstance(block, Table) for block in inner), part.title.text


def test_where_one_author_draws_opposite_conclusions_a_line_says_under_which_conditions() -> None:
    said = [line for line in walk(shipped("syria")[1].document.blocks) if isinstance(line, Line)]
    (hint,) = [line.text for line in said if "are both concluded here" in line.text]
    assert "under different conditions: the one if" in hint and "; the other if" in hint
