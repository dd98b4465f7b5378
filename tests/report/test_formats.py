"""What a report is written as is told by the ending of its file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.report.written import BASE, ONE, SOURCES, TWO, answered, reported

import standoff as so
from standoff.problem import MissingExtra, NotComputed
from standoff.report.formats import printer
from standoff.report.html.page import render

REPORT = reported(*answered())


@pytest.mark.parametrize("name", ["r.html", "r.HTM", "r", "of.the.year/r"])
def test_a_page_unless_something_else_is_said(name: str) -> None:
    assert printer(Path(name))(REPORT) == render(REPORT).encode()


@pytest.mark.parametrize(("name", "begins"), [("r.md", b"# Will Beta"), ("R.DOCX", b"PK\x03\x04")])
def test_the_ending_says_it_whatever_its_letters(name: str, begins: bytes) -> None:
    assert printer(Path(name))(REPORT).startswith(begins)


@pytest.mark.parametrize("name", ["r.pdf", "r.html.gz", "r.json", ".x.y"])
def test_another_ending_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(NotComputed, match=r"not written as `.*`: .*\.html, \.htm, \.md, \.docx"):
        printer(Path(name))


def test_without_its_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "standoff.report.word", raising=False)
    with pytest.raises(MissingExtra, match=r'pip install "standoff\[docx\]"'):
        printer(Path("r.docx"))
    assert printer(Path("r.md"))(REPORT)


def test_from_python_too(tmp_path: Path) -> None:
    folder = tmp_path / "valley"
    for name, text in {
        "case.yaml": BASE,
        "readings/one.yaml": ONE,
        "readings/two.yaml": TWO,
        "sources/one.yaml": SOURCES["one"],
        "sources/two.yaml": SOURCES["two"],
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    case = so.read(folder)
    page = case.report(tmp_path / "r.md")
    assert page.startswith("<!doctype html>") and "The Gazette" in page
    assert "The Gazette" in (tmp_path / "r.md").read_text("utf-8")
    page = case.report(tmp_path / "r.docx", redact=True)
    assert "The Gazette" not in page and "Source A" in page
    assert (tmp_path / "r.docx").read_bytes().startswith(b"PK")
    with pytest.raises(NotComputed):
        case.report(tmp_path / "r.odt")
    assert not (tmp_path / "r.odt").exists()
