"""The report on paper: the answer, the table, the pictures and the sentences; with `full` all of it."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from tests.report.test_printers import TEXTS, shipped
from tests.report.written import answered, reported

from standoff.report.document import Part, Shelf, walk
from standoff.report.html.page import Report

LEFT_OUT = ("asked", "believed", "change", "actors", "made")


def paper(page: Any) -> bytes:
    """What a printer is sent."""
    made: bytes = page.pdf(format="A4", print_background=True)
    return made


def printed(page: Any) -> list[str]:
    """What stands on each page of paper, in one line."""
    sheets = pypdf.PdfReader(io.BytesIO(paper(page))).pages
    return [" ".join(sheet.extract_text().split()) for sheet in sheets]


def heads(report: Report) -> dict[str, str]:
    return {part.id: part.title.text for part in report.document.parts}


def told(text: str) -> str:
    """Letters alone: on paper a line may end anywhere, and some letters are drawn as one."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def glosses(report: Report) -> list[str]:
    shelves = [block for block in walk(report.document.blocks) if isinstance(block, Shelf)]
    return [s.text for shelf in shelves for s in shelf.sentences if s.uses]


class TestSmall:
    @pytest.mark.parametrize("script", [True, False])
    def test_what_is_on_paper_with_and_without_script(self, shown: Any, script: bool) -> None:
        report = reported(*answered(), TEXTS)
        sheets = printed(shown(report, java_script_enabled=script).page)
        said = told(" ".join(sheets))
        assert len(sheets) <= 5
        for id, head in heads(report).items():
            assert (told(head) in said) is (id not in LEFT_OUT), id
        for sentence in TEXTS.values():
            assert told(sentence) in said
        for words in (
            "a premise is missing",
            "Beta leaves the valley",
            "contested",
            report.checksum,
        ):
            assert told(words) in said
        for words in ("as CSV", "Skip to", "This file holds its own data"):
            assert told(words) not in said

    @pytest.mark.parametrize("script", [True, False])
    def test_all_of_it_where_it_is_asked_for(self, shown: Any, script: bool) -> None:
        report = replace(reported(*answered(), TEXTS), full=True)
        said = told(" ".join(printed(shown(report, java_script_enabled=script).page)))
        for part in walk(report.document.blocks):
            if isinstance(part, Part) and part.role != "choice":
                assert told(part.title.text) in said
        assert told("not printed") not in said

    def test_what_somebody_unfolded_is_printed(self, shown: Any) -> None:
        page = shown(reported(*answered())).page
        assert told("not printed") in told(" ".join(printed(page)))
        page.evaluate("for (const each of document.querySelectorAll('.more')) each.open = true")
        assert told("not printed") not in told(" ".join(printed(page)))

    def test_what_was_folded_is_folded_again(self, shown: Any) -> None:
        page = shown(replace(reported(*answered()), full=True)).page
        open_before = page.locator("details[open]").count()
        assert paper(page)
        assert page.locator("details[open]").count() == open_before

    def test_paper_is_white_whatever_the_screen_is(self, shown: Any) -> None:
        page = shown(reported(*answered()), color_scheme="dark").page
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(media="print", color_scheme="dark")
        colours = page.evaluate(
            """() => ["backgroundColor", "color"].map(
                 name => getComputedStyle(document.body)[name])"""
        )
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"] and dark not in colours


@pytest.mark.thorough
class TestTheWorkedCase:
    def test_it_is_at_most_fifteen_pages(self, shown: Any) -> None:
        report = shipped("syria")[1]
        sheets = printed(shown(report).page)
        said = told(" ".join(sheets))
        assert len(sheets) <= 15
        for id, head in heads(report).items():
            assert (told(head) in said) is (id not in LEFT_OUT), id
        assert not [gloss for gloss in glosses(report) if told(gloss) not in said]
        assert not [at for at, sheet in enumerate(sheets, 1) if len(sheet) < 300]

    def test_no_heading_stands_alone_at_the_foot_of_a_page(self, shown: Any) -> None:
        report = shipped("syria")[1]
        titles = {
            told(part.title.text)
            for part in walk(report.document.blocks)
            if isinstance(part, Part) and part.role in ("section", "reading", "column", "pane")
        }
        for sheet in printed(shown(report).page):
            body = told(sheet.rsplit("/", 1)[0]).rstrip("0123456789")
            assert not [title for title in titles if body.endswith(title)]

    def test_with_full_all_of_it_is_printed(self, shown: Any) -> None:
        report = replace(shipped("syria")[1], full=True)
        sheets = printed(shown(report).page)
        said = told(" ".join(sheets))
        assert len(sheets) > 30
        parts = [part for part in walk(report.document.blocks) if isinstance(part, Part)]
        missing = {
            p.title.text for p in parts if p.role != "choice" and told(p.title.text) not in said
        }
        assert not missing
