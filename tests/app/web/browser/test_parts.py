"""Each part as HTML, given awkward values: nothing of a text or a name becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any, cast

import pytest
from tests.app.web.browser import sample

from standoff.app.web import fragments, pages
from standoff.app.web.view.case import Block, CaseView

SCREENS = ("home", "texts", "case", "file", "answer", "readings", "check")
VOID = {"meta", "link", "input", "br", "img", "hr", "col"}


class _Seen(HTMLParser):
    """Elements with what they bear; every one is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


def _seen(html: str) -> _Seen:
    seen = _Seen()
    seen.feed(html)
    seen.close()
    assert not seen.open
    return seen


def _harmless(html: str) -> None:
    seen = _seen(html)
    assert "\u202e" not in "".join(seen.words)
    for tag, attributes in seen.elements:
        for name in ("title", "aria-label", "alt", "placeholder"):
            assert "\u202e" not in (attributes.get(name) or "")
        assert "style" not in attributes and not [
            name for name in attributes if name.startswith("on")
        ]
        if tag == "script":
            assert attributes == {"type": "module", "src": "/static/app.js"}
        assert not str(attributes.get("href", "")).lower().startswith("javascript:")


@pytest.mark.parametrize("name", sorted(fragments.PARTS))
def test_a_part_escapes_all_that_it_is_given(name: str) -> None:
    html = fragments.part(name, sample.FRAME, sample.VIEWS[name])
    _harmless(html)
    assert "<script" not in html


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_has_one_script_and_no_inline_one(name: str) -> None:
    html = pages.page(sample.FRAME, cast(Any, sample.VIEWS[name]))
    _harmless(html)
    assert html.count("<script") == 1


@pytest.mark.parametrize("value", [sample.SIDE, sample.SAID])
def test_the_other_tabs_of_readings(value: object) -> None:
    _harmless(fragments.part("readings", sample.FRAME, value))


def test_offsets_of_words_are_those_of_the_text() -> None:
    """What is shown of a sentence is as long as what stands in the text, sign for sign."""
    html = fragments.part("texts", sample.FRAME, sample.TEXTS)
    assert '<span data-at="0">&lt;Upland&gt;</span>' in html
    assert '<span data-at="8"> opens it.  </span>' in html
    assert '<span data-at="20">کتاب \N{REPLACEMENT CHARACTER}!</span>' in html


def test_a_diff_marks_what_comes_and_what_goes() -> None:
    html = fragments.part("line", sample.FRAME, sample.VIEWS["line"])
    assert "<ins>+b</ins>" in html and "<del>-&lt;script&gt;" in html


def test_what_is_sent_back_to_be_written_is_whole() -> None:
    """A line's raw text goes back to the server as the file has it: not cut, not cleaned."""
    from dataclasses import replace

    long = "x" * 5_000 + "\u202e\u200f\"'<"
    line = replace(sample.LINE, raw=long)
    case = sample.VIEWS["case"]
    assert isinstance(case, CaseView)
    html = fragments.part(
        "case", sample.FRAME, replace(case, blocks=(Block("now", "Today", "", (line,)),))
    )
    raws = [each["data-raw"] for tag, each in _seen(html).elements if "data-raw" in each]
    assert long in raws
