"""Every picture by itself: whole, the same each time, with its table; a dozen actors are told apart."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest
from tests.report.written import answered
from typer.testing import CliRunner

import standoff as so
from standoff.app.cli.main import app
from standoff.face.picture import PICTURES, Asked, pictured
from standoff.report.document import Table, walk
from standoff.report.html.bars import barred
from standoff.report.html.fragment import asset, drawing, fragment
from standoff.report.html.ladders import laddered
from standoff.report.html.pressing import BETWEEN, LEFT, pressed
from standoff.report.picture import (
    PICTURED,
    Bar,
    Bars,
    Beside,
    Held,
    Join,
    Lists,
    Press,
    Tie,
    Wisher,
)

ROOT = Path(__file__).resolve().parents[2]
SYRIA = str(ROOT / "cases" / "syria")


def asked() -> Asked:
    _, answers = answered()
    return Asked(tuple(answer.reading for answer in answers))


@pytest.mark.parametrize("what", PICTURES)
class TestEach:
    def test_it_is_drawn_with_a_table_beside_it(self, what: str) -> None:
        blocks = list(walk(pictured(what, asked()).blocks))
        assert any(isinstance(block, PICTURED) for block in blocks)
        assert any(isinstance(block, Table) for block in blocks)

    def test_as_a_file_it_is_whole_and_names_nothing_outside(self, what: str) -> None:
        for block in walk(pictured(what, asked()).blocks):
            if isinstance(block, PICTURED):
                text = drawing(block)
                assert text == drawing(block)
                root = ET.fromstring(text)
                assert root.tag == "{http://www.w3.org/2000/svg}svg"
                assert not re.search(r"url\(|@import|href|<script|\bid=", text)

    def test_the_command_prints_its_table_writes_it_and_has_it_as_data(
        self, what: str, tmp_path: Path
    ) -> None:
        run = ["picture", SYRIA, what, "--reading", "001", "--reading", "003"]
        printed = CliRunner().invoke(app, run)
        assert printed.exit_code == 0
        assert "Jazeera" in printed.output
        data = CliRunner().invoke(app, [*run, "--json"])
        assert json.loads(data.output)["blocks"]
        file = tmp_path / "p.svg"
        assert CliRunner().invoke(app, [*run, "-o", str(file)]).exit_code == 0
        assert file.read_text("utf-8").startswith("<svg ")

    def test_a_notebook_shows_it(self, what: str) -> None:
        case = so.read(SYRIA)
        html = case.picture(what, "001", "003")._repr_html_()
        assert "<svg" in html and "<script" not in html
        assert ".standoff .pic" in html  # its style is its own


def test_a_picture_that_is_not_known_is_refused_with_the_nearest() -> None:
    found = CliRunner().invoke(app, ["picture", SYRIA, "pres"])
    assert found.exit_code == 2
    assert "did you mean press?" in found.output


def test_a_second_picture_gets_a_name_of_its_own(tmp_path: Path) -> None:
    run = ["picture", SYRIA, "press", "-r", "000", "-r", "003", "-o", str(tmp_path / "p.svg")]
    assert CliRunner().invoke(app, run).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p-2.svg", "p.svg"]


def dashes() -> dict[tuple[str, str], str]:
    """(colour, dash) -> what the style draws for the two classes."""
    found: dict[tuple[str, str], str] = {}
    for selectors, dash in re.findall(
        r"([^{}]+)\{ stroke-dasharray: ([^;]+); \}", asset("picture.css")
    ):
        for selector in selectors.split(","):
            match = re.fullmatch(r"(?:\.c(\d))?\.d(\d)", selector.strip())
            if match:
                for colour in [match[1]] if match[1] else map(str, range(8)):
                    found[colour, match[2]] = dash
    return found


def test_twenty_actors_share_no_colour_and_dash_as_they_are_drawn() -> None:
    held = tuple(Held(f"A{n}", n, "act") for n in range(20))
    ties = tuple(Tie(n, 0, "+", "wants it done", 1) for n in range(20))
    threads = pressed(Press("p", held, (Wisher("B", 20),), ties)).ties
    style = dashes()
    looks = [(t.colour, style.get((str(t.colour), str(t.dash)), "whole")) for t in threads]
    assert len(set(looks)) == 20
    # Nor do two of the first eight share a dash, so that paper without colours tells them apart.
    assert len({dash for _, dash in looks[:8]}) == 8


class TestPress:
    PRESS = Press(
        "p",
        (Held("A", 0, "go"), Held("A", 0, "stay"), Held("B", 1, "pay")),
        (Wisher("C", 2), Wisher("B", 1), Wisher("D", 3, silent=True)),
        (
            Tie(2, 0, "+", "wants it done", 1, "pay", ("one#s1",), ("case.yaml:3",)),
            Tie(0, 1, "=", "wants to pay if A goes", 2, "go -> pay"),
            Tie(1, 1, "-", "wants to pay if A goes", 2, "go -> pay"),
        ),
    )

    def test_each_arrow_runs_from_what_is_held_to_the_line_of_the_wish(self) -> None:
        drawn = pressed(self.PRESS)
        for tie in drawn.ties:
            x, y, *_, end, height = map(float, re.findall(r"[\d.]+", tie.line))
            assert x == LEFT + 10 and end < LEFT + 10 + BETWEEN
            assert any(b.x < x and b.y <= y <= b.y + b.height for b in drawn.boxes)
            assert any(b.x > end and b.y <= height <= b.y + b.height for b in drawn.boxes)

    def test_boxes_do_not_overlap_and_a_wish_about_two_things_is_said_once(self) -> None:
        boxes = pressed(self.PRESS).boxes
        for a, b in combinations(boxes, 2):
            assert a.x != b.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        said = [label.text for box in boxes for label in box.labels]
        assert said.count("↩ wants to pay if A goes") == 1
        assert "no wish is known" in [text.strip() for text in said]


def test_wishes_that_say_the_same_are_joined_at_their_own_heights() -> None:
    actor = Beside("A", 0, ("go", "stay"), ("stay", "not go"), (Join(1, 0), Join(0, 1, True)))
    drawn = laddered(Lists("l", "one", "two", (actor,)))
    assert [link.against for link in drawn.links] == [False, True]
    left, right = drawn.boxes
    assert {label.text: label.kind for label in left.labels} == {
        "A": "head",
        "1 go": "strong",
        "2 stay": "",
    }
    assert {label.text: label.kind for label in right.labels} == {
        "A": "head",
        "1 stay": "",
        "2 not go": "strong",
    }


def test_bars_say_counts_and_never_a_percentage() -> None:
    bars = Bars("b", ("so", "not so"), (Bar("one", (1, 2), 4), Bar("two", (0, 0), 390_625)))
    drawn = barred(bars)
    assert [row.words for row in drawn.rows] == ["1, 2 of 4", "0, 0 of 390,625"]
    (half, rest), none = drawn.rows[0].pieces, drawn.rows[1].pieces
    assert rest.width == pytest.approx(2 * half.width)
    assert none == ()
    assert "%" not in re.sub(r"<style>.*?</style>", "", drawing(bars))


def test_the_style_of_a_fragment_stays_inside_it() -> None:
    html = fragment(pictured("press", asked()))
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.S)
    bare = re.sub(r"@media[^{]*\{", "", re.sub(r"/\*.*?\*/", "", style, flags=re.S))
    selectors = [s.strip() for rule in re.findall(r"([^{}]+)\{", bare) for s in rule.split(",")]
    assert selectors
    assert [s for s in selectors if not s.startswith(".standoff")] == []
