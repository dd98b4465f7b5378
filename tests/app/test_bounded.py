"""`compare`, `report` and `ask` within a time and a memory: what is finished is given, and marked."""

import json
import random
import re
from pathlib import Path

import pytest
from tests.gmcr.randoms import structured
from typer.testing import CliRunner, Result

import standoff as so
from standoff.analysis.judge import compare as judging
from standoff.analysis.judge.compare import Answer, answer_within
from standoff.app.cli.main import app
from standoff.case.make.adopt import case_text
from standoff.gmcr.budget import Budget, current, step
from standoff.problem import BudgetSpent

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """40 options, over which one reading wishes little and another so much that it takes minutes."""
    case = tmp_path / "mixed"
    (case / "readings").mkdir(parents=True)
    text = case_text(structured(random.Random(1), [5] * 8), {}, "mixed")
    base, wants, wishes = text.partition("wants:\n")
    (case / "case.yaml").write_text(base, "utf-8")
    silent = "".join(f"  Dm{k}: silent\n" for k in range(2, 8))
    small = f"wants:\n  Dm0: [o0]\n  Dm1: [not o5]\n{silent}author_concludes: [o0, o5]\n"
    (case / "readings" / "b_small.yaml").write_text(small, "utf-8")
    conclusions = "author_concludes: [o0, not o22]\n"
    (case / "readings" / "a_large.yaml").write_text(wants + wishes + conclusions, "utf-8")
    return case


def test_a_reading_too_large_does_not_hold_back_the_others(mixed: Path) -> None:
    alone = run("compare", mixed, "--reading", "b_small", "--json")
    assert alone.exit_code == 0, alone.output
    result = run("compare", mixed, "--seconds", 1, "--json")
    assert result.exit_code == 2
    assert re.search(
        r"a_large is not finished: the 1 s given are over at .+; finished: ", result.stderr
    )
    large, small = json.loads(result.stdout)["readings"]
    assert small == json.loads(alone.stdout)["readings"][0]
    assert large["unfinished"].endswith("finished: where it comes to rest, and the verdicts")
    assert (large["states"], large["equilibria"], bool(large["ends"])) == (None, {}, True)
    assert [one["verdict"] for one in large["conclusions"]] == ["does-not-follow"] * 2
    page = mixed / "report.html"
    assert run("report", mixed, "--seconds", 1, "-o", page).exit_code == 2
    shown = page.read_text("utf-8")
    assert "Not finished: the 1 s given are over at" in shown
    assert "a premise is missing" not in re.split("b_small", shown)[0], "not come to"


def test_no_time_at_all(mixed: Path) -> None:
    result = run("compare", mixed, "--seconds", 0)
    assert result.exit_code == 2
    assert result.stdout.count("finished: nothing") == 2
    record = json.loads(run("compare", mixed, "--seconds", 0, "--json").stdout)
    assert [one["id"] for one in record["unanswered"]] == ["a_large", "b_small"]
    assert record["readings"] == []
    assert run("report", mixed, "--seconds", 0, "-o", mixed / "r.html").exit_code == 2
    assert "finished: nothing" in (mixed / "r.html").read_text("utf-8")


def test_memory_is_held_to(mixed: Path) -> None:
    result = run("compare", mixed, "--memory", 0.008, "--json")
    assert result.exit_code == 2
    assert re.search(r"a_large is not finished: 0\.008 GB are full at ", result.stderr)
    assert "unfinished" not in json.loads(result.stdout)["readings"][1]


class Steps(Budget):
    """A budget of so many steps: the same at every run."""

    def tick(self) -> None:
        self.seconds -= 1
        if self.seconds < 0:
            raise BudgetSpent("the steps given are over")


def test_wherever_it_ends_what_is_given_is_a_part_of_the_whole() -> None:
    """At every stage: what is there is what the whole answer has, and where it says nothing it is marked."""
    reading = so.read(SYRIA)["000"]
    whole = answer_within(Budget(), reading.entry, reading._variants)
    assert isinstance(whole, Answer)
    assert not whole.unfinished
    seen = set()
    counted = Steps(10**9)
    answer_within(counted, reading.entry, reading._variants)
    total = round(10**9 - counted.seconds)
    for steps in (*range(0, total, total // 20), *range(total - 40, total, 8), total):
        part = answer_within(Steps(steps), reading.entry, reading._variants)
        if not isinstance(part, Answer):
            assert part.why.endswith("finished: nothing")
            seen.add(0)
            continue
        assert part.ends == whole.ends
        for one, other in zip(part.judged, whole.judged, strict=True):
            assert (one.verdict, one.by) == (other.verdict, other.by)
            assert not one.grounded or (one.rests_on, one.opposed) == (
                other.rests_on,
                other.opposed,
            )
        if part.solutions:
            assert (part.states, part.equilibria) == (whole.states, whole.equilibria)
        seen.add(1 + bool(part.solutions) + (not part.unfinished))
        told = so.face.shown.Answer(judging.Comparison((part,)), _tell())
        assert ("Not finished: the steps given are over at" in str(told)) == bool(part.unfinished)
        if part.unfinished and not part.solutions:
            assert "a premise is missing" not in str(told)
            assert "No line carries it alone" not in str(told)
    assert seen == {0, 1, 2, 3}


def _tell():
    from standoff.report.tell.compare import tell

    return tell


@pytest.mark.parametrize("question", ["why_2016", "force_out"])
def test_a_sheet_as_far_as_it_was_come_to(question: str) -> None:
    from standoff.analysis.question import sheet
    from standoff.report.tell.sheet import told

    case = so.read(SYRIA)
    reading, asked = next(
        (one, each) for one in case for each in one.entry.questions if each.id == question
    )
    whole = sheet(reading.entry, asked)
    kinds = set()
    for steps in (0, 20, 60, 120, 240, 500, 1000, 4000, 10**9):
        part = sheet(reading.entry, asked, budget=Steps(steps))
        kinds.add((part.answer is not None, bool(part.unfinished)))
        if part.answer is None:
            assert told(part).cannot == part.unfinished
            continue
        assert set(part.deciding) <= set(whole.deciding)
        assert told(part).answer == told(whole).answer
        if part.lines < whole.lines:
            assert part.unfinished
            assert f"Of {whole.lines} written lines" in told(part).firm[0].text
        if not part.unfinished:
            assert told(part) == told(whole)
    assert {(False, True), (True, False)} <= kinds


def test_ask_within_a_time() -> None:
    result = run("ask", SYRIA, "why_2016", "--seconds", 0)
    assert result.exit_code == 2
    assert "Not finished: the 0 s given are over" in result.stdout.replace("not", "Not", 1)
    assert result.stderr.startswith(
        "why_2016 is not finished: the 0 s given are over at the answer"
    )
    record = json.loads(run("ask", SYRIA, "why_2016", "--seconds", 0, "--json").stdout)
    assert record["questions"][0]["unfinished"] == record["questions"][0]["cannot"]
    whole = json.loads(run("ask", SYRIA, "why_2016", "--json").stdout)
    assert "unfinished" not in whole["questions"][0]


def test_the_library_takes_the_same() -> None:
    case = so.read(SYRIA)
    compared = case.compare(seconds=0)
    assert len(compared.record.unanswered) == len(case)
    assert "Not finished: the 0 s given are over" in str(compared)
    with pytest.raises(BudgetSpent, match="finished: nothing"):
        case["003"].compare(seconds=0)
    assert "Not finished" in case.report(seconds=0)
    (sheet,) = so.read(SYRIA).ask("why_2016", seconds=0)
    assert sheet.record.unfinished


def test_a_budget_is_held_only_inside() -> None:
    budget = Budget(1000)
    with budget.held():
        assert current() is budget
        step("this")
        assert budget.doing == "this"
    assert current() is not budget
    step("nothing is held")


def test_what_is_whole_is_not_marked() -> None:
    assert run("compare", SYRIA, "--json").exit_code == 0
