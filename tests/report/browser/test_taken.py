"""What a page gives away: its tables as CSV, all of it as JSON, read back by others."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from tests.report.taken import attacked
from tests.report.test_printers import TEXTS, shipped
from tests.report.written import BASE, ONE, SOURCES, TWO, answered, reported

from standoff.app.cli.common import json_text
from standoff.report.document import Shelf, Table, walk
from standoff.report.html.page import Report, read, to_data


def taken(page: Any, words: str) -> tuple[str, str]:
    """(name, text) of the file behind a button."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words).click()
    file = waiting.value
    return file.suggested_filename, Path(file.path()).read_text("utf-8-sig")


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def block(report: Report, kind: type) -> Any:
    return next(each for each in walk(report.document.blocks) if isinstance(each, kind))


@pytest.mark.parametrize(
    "made", [lambda: reported(*answered(), TEXTS), lambda: shipped("kinsara-2014-cuba")[1]]
)
def test_the_data_is_the_report(shown: Any, made: Any) -> None:
    report = made()
    seen = shown(report)
    name, text = taken(seen.page, "All of it, as JSON")
    assert name == "report.json"
    assert read(text) == report == read(json_text(to_data(report)))
    seen.quiet()


def test_the_table_and_the_lines_are_rows(shown: Any) -> None:
    report = reported(*answered(), TEXTS)
    page = shown(report).page
    name, text = taken(page, "Where the texts disagree, as CSV")
    matrix = next(b for b in walk(report.document.blocks) if isinstance(b, Table) and b.role)
    found = rows(text)
    assert name == "matrix.csv" and tuple(found[0]) == matrix.columns
    heads = [row.head for row in matrix.rows if not row.group]
    assert [row[0].removesuffix(" contested") for row in found[1 : len(heads) + 1]] == heads
    name, text = taken(page, "What is taken from each sentence, as CSV")
    uses = [
        use
        for b in walk(report.document.blocks)
        if isinstance(b, Shelf)
        for s in b.sentences
        for use in s.uses
    ]
    lines = rows(text)[1:]
    assert name == "lines.csv" and len(lines) == len(uses)
    assert all(
        use.what in line[2] and use.said.text in line[2]
        for use, line in zip(uses, lines, strict=True)
    )


def test_a_line_of_two_sentences_is_told_at_the_first_and_shown_at_each(shown: Any) -> None:
    one = ONE.replace("- press                            [one#s1]", "- press    [one#s1-2]")
    page = shown(reported(*answered(BASE, SOURCES, one=one, two=TWO), TEXTS)).page
    same = page.locator("#e-one-2 .uses > li", has=page.locator(".same"))
    assert same.locator(".same").get_attribute("href") == "#e-one-1"
    said = "Alpha wants to press Beta to go"
    assert said not in same.text_content()
    line = same.locator("code").text_content().rpartition(":")[2]
    link = page.locator(f"a[href='#e-one-2'][data-use='{line}']").first
    link.evaluate("node => node.click()")
    assert said in page.locator("#panel .uses").inner_text()
    _, text = taken(page, "What is taken from each sentence, as CSV")
    assert sum(said in row[2] for row in rows(text) if row[1] in ("s1", "s2")) == 2


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x"])
def test_a_spreadsheet_runs_nothing(shown: Any, formula: str) -> None:
    seen = shown(attacked(formula))
    for words in ("Where the texts disagree, as CSV", "What is taken from each sentence, as CSV"):
        _, text = taken(seen.page, words)
        cells = [cell for row in rows(text) for cell in row]
        assert cells and not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_without_script_the_page_says_how_to_get_at_its_data(shown: Any) -> None:
    page = shown(reported(*answered()), java_script_enabled=False).page
    assert not page.get_by_role("button", name="JSON").count()
    assert "standoff report --from" in page.locator(".take").inner_text()
