"""A report as a .docx file, opened again: all of it, its sentences as endnotes, the same at every run."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document as opened
from docx.oxml.ns import qn
from tests.report.taken import attacked, cited_sentences, unsaid, with_blocks
from tests.report.test_from import ATTACKS
from tests.report.test_printers import SHIPPED, TEXTS, shipped
from tests.report.written import answered, reported

from standoff.report.html.page import Report
from standoff.report.word import render


def said(part: Any) -> str:
    """What stands in a part of the file, in one line."""
    paragraphs = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in part.iter(qn("w:p")))
    return " ".join(" ".join(paragraphs).split())


def body(made: bytes) -> Any:
    return opened(io.BytesIO(made)).element.body


def notes(made: bytes) -> dict[int, str]:
    """Number of each endnote -> what it says."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        root = ElementTree.fromstring(file.read("word/endnotes.xml"))
    found = {int(note.get(qn("w:id"), "")): said(note) for note in root}
    assert [found.pop(-1), found.pop(0)] == ["", ""]  # the two lines between text and notes
    return found


def check(made: bytes) -> None:
    """A file that opens, whose references and notes belong together, and that asks nothing of any network."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in file.namelist():
            content = file.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
            assert b'TargetMode="External"' not in content
    known, inside = notes(made), body(made)
    referred = [int(each.get(qn("w:id"))) for each in inside.iter(qn("w:endnoteReference"))]
    assert referred == sorted(known) == list(range(1, len(known) + 1))
    marks = {each.get(qn("w:name")) for each in inside.iter(qn("w:bookmarkStart"))}
    for field in inside.iter(qn("w:fldSimple")):
        name = field.get(qn("w:instr")).split()[1]
        assert name in marks and said_in(field) == name.removeprefix("note")


def said_in(element: Any) -> str:
    return "".join(t.text for t in element.iter(qn("w:t")))


@cache
def made_of(name: str) -> bytes:
    return render(shipped(name)[1])


class TestShipped:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_all_of_a_report_is_said_in_its_order(self, name: str) -> None:
        made = made_of(name)
        check(made)
        assert unsaid(shipped(name)[1].document, said(body(made))) == ""

    @pytest.mark.parametrize("name", SHIPPED)
    def test_every_cited_sentence_is_a_note(self, name: str) -> None:
        told = " ".join(notes(made_of(name)).values())
        for source, number, gloss in cited_sentences(shipped(name)[1].document):
            assert " ".join(gloss.split()) in told
            assert re.search(rf"{re.escape(source)}.*?, sentence {number}: ", told)

    def test_it_is_the_same_at_every_run(self) -> None:
        assert render(shipped("syria")[1]) == made_of("syria")

    @pytest.mark.parametrize("name", SHIPPED)
    def test_headings_go_down_one_at_a_time(self, name: str) -> None:
        file = opened(io.BytesIO(made_of(name)))
        names = {style.style_id: style.name or "" for style in file.styles}
        styles = [names.get(p._p.style or "", "") for p in file.paragraphs]
        assert styles[0] == "Title" and styles.count("Title") == 1
        levels = [int(style.split()[1]) for style in styles if style.startswith("Heading")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_table_repeats_its_head_on_the_next_page(self) -> None:
        tables = opened(io.BytesIO(made_of("syria"))).tables
        assert len(tables) > 5
        for table in tables:
            assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


class TestSmall:
    def test_a_note_is_referred_to_where_its_sentence_is_cited(self) -> None:
        made = render(reported(*answered(), TEXTS))
        told = notes(made)
        for sentence in TEXTS.values():
            assert [text for text in told.values() if f"“{sentence}”" in text]
        (number,) = (at for at, text in told.items() if f"“{TEXTS['one', 3]}”" in text)
        cited = [p for p in body(made).iter(qn("w:p")) if f"note{number}" in p.xml]
        assert any(said_in(p).startswith("Alpha does not pay for the way home") for p in cited)

    def test_it_says_who_made_it_and_no_time(self) -> None:
        told = opened(io.BytesIO(render(reported(*answered())))).core_properties
        assert (told.title, told.author) == ("Will Beta leave the valley?", "standoff 0")
        assert told.created and told.created.year == 1980

    def test_a_list_in_a_list_stands_further_in_and_counts_anew(self) -> None:
        def listed(*texts: str, below: Any = ()) -> dict[str, Any]:
            items = [{"line": {"clauses": [{"text": t, "computed": True}]}} for t in texts]
            items[0]["below"] = list(below)  # type: ignore[assignment]
            return {"kind": "items", "ordered": True, "items": items}

        made = render(with_blocks(listed("a", "b", below=[listed("c")]), listed("d")))
        lines = [p for p in opened(io.BytesIO(made)).paragraphs if "\t" in p.text]
        assert [p.text for p in lines] == ["1.\ta", "1.\tc", "2.\tb", "1.\td"]
        indents = [p.paragraph_format.left_indent or 0 for p in lines]
        assert indents[1] > indents[0] == indents[2] == indents[3]


class TestHostile:
    @pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
    def test_it_opens_whatever_stands_in_it(self, attack: str) -> None:
        made = render(attacked(attack))
        check(made)
        assert not set("\x00\x1b\u2028\u202e\u2066\ud800") & set(said(body(made)))

    def test_what_xml_cannot_hold_is_shown_as_such(self) -> None:
        text = "a\ufffeb\uffffc\x0bd\ud83d e"
        report = with_blocks({"kind": "line", "clauses": [{"text": text, "computed": True}]})
        made = render(report)
        check(made)
        assert "a\ufffdb\ufffdc" in said(body(made))


def test_full_and_not_are_the_same_file() -> None:
    """`full` is about paper only: a file to write on holds all of it anyway."""
    document = reported(*answered()).document
    assert render(Report(document, "0", full=True)) == render(Report(document, "0"))
