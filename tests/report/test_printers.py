"""The same words on a terminal, a page and in a notebook; the page from its data, byte for byte."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console
from tests.report.written import answered, judged, rendered, reported, small

from standoff.analysis.judge.compare import Answer, Comparison
from standoff.app.cli.common import json_text
from standoff.case.entry import Case
from standoff.case.reading import merge, readings, sources_of
from standoff.report import terminal
from standoff.report.document import (
    NO_SOURCE,
    Block,
    Clause,
    Document,
    Items,
    Line,
    Part,
    Shelf,
    Table,
)
from standoff.report.english import English
from standoff.report.html.fragment import fragment
from standoff.report.html.fragment import links as html_links
from standoff.report.html.page import Report, read, render, to_data
from standoff.report.named import source_names
from standoff.report.tell import compare as telling_compare
from standoff.report.tell.case import show as telling_case
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases
from standoff.store.texts import find_texts, verbatim

SHIPPED = sorted(shipped_cases())
TEXTS = {  # of our own
    ("one", 1): "The north would like to see an empty valley.",
    ("one", 2): "Its neighbour, says the general, has had enough of it.",
    ("one", 3): "Before long, then, the valley will be empty.",
    ("two", 1): "Not one of them there is tired of it.",
    ("two", 2): "And not a coin was paid.",
    ("two", 3): "Still they are going to go.",
}


@cache
def answers_of(name: str) -> tuple[Case, tuple[Answer, ...]]:
    """A shipped case and the answers of its readings."""
    case, findings = load_folder(shipped_cases()[name])
    assert not findings.problems
    return case, tuple(judged(case, reading) for reading in readings(case))


@cache
def shipped(name: str) -> tuple[Case, Report]:
    """A shipped case and the report on it, without texts."""
    case, answers = answers_of(name)
    return case, reported(case, answers)


@cache
def page_of(name: str) -> str:
    """The page of the report on a shipped case; tests that make it again compare with this one."""
    return render(shipped(name)[1])


@cache
def worked_with(texts: Path) -> tuple[Mapping[tuple[str, int], str], Report]:
    """The sentences of the worked case as they stand in its texts, and the report with them."""
    case, answers = answers_of("syria")
    sentences = verbatim(case, find_texts(texts, sources_of(case).values()))
    assert sentences
    return sentences, reported(case, answers, sentences)


def words(html: str) -> str:
    """What stands in a piece of HTML for a reader, in one line."""
    body = re.sub(r"<(style|script|title)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


def on_terminal(document: Document) -> str:
    """What a terminal shows, in one line; so wide that no table is folded."""
    out = io.StringIO()
    Console(file=out, width=50_000, highlight=False, emoji=False).print(terminal.render(document))
    return " ".join(out.getvalue().split())


def read_in_order(blocks: tuple[Block, ...], whole: bool) -> Iterator[Clause | str]:
    """All that a printer says of blocks, in order: clauses whose marks are shown, and bare words.

    whole  with what a terminal only counts
    """
    for block in blocks:
        match block:
            case Line():
                yield from _line(block)
            case Items():
                for item in block.items if whole else block.first:
                    yield from _line(item.line)
                    yield from read_in_order(item.below, whole)
            case Part():
                yield block.title.text
                yield from read_in_order(block.blocks, whole)
            case Table():
                yield from block.columns
                for row in block.rows:
                    yield row.head
                    for cell in row.cells:
                        yield from cell.clauses
            case Shelf():
                yield from (sentence.text for sentence in block.sentences if sentence.text)


def _line(line: Line) -> Iterator[Clause | str]:
    yield line.lead
    yield from line.clauses
    yield line.badge.word if line.badge else ""


def missing(document: Document, said: str, whole: bool, links: bool) -> str:
    """The first words of a document that a printer does not say in their place; empty where it says all.

    links  sentences are named one by one (`s20`), not as they are cited (`[003#s20]`)
    """
    at = 0
    for told in read_in_order(document.blocks, whole):
        if isinstance(told, str):
            parts = [told]
        else:
            sources = (
                [link.label.rpartition(" ")[2] for link in html_links(told)]
                if links
                else [told.cites]
            )
            none = [NO_SOURCE] if told.cites == f"[{NO_SOURCE}]" else []
            stated = ["stated"] if told.grounding == "stated" else []
            marks = [*stated, *told.marks]
            parts = [told.text, *(none or sources), *marks] if links else [told.text, *marks]
            parts += [] if links else none or sources
        for part in parts:
            part = " ".join(part.split())
            place = said.find(part, at)
            if place < 0:
                return f"{part!r} is not said after {said[max(0, at - 80) : at]!r}"
            at = place + len(part)
    return ""


def check_printers(document: Document, page: str | None = None) -> None:
    """Of a document, and its page if it is made already."""
    assert missing(document, on_terminal(document), whole=False, links=False) == ""
    assert missing(document, words(fragment(document)), whole=True, links=True) == ""
    page = words(page or render(Report(document, "0")))
    assert missing(document, page, whole=True, links=True) == ""


class TestOneTelling:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_a_report_reads_the_same_on_terminal_page_and_notebook(self, name: str) -> None:
        check_printers(shipped(name)[1].document, page_of(name))

    @pytest.mark.parametrize("name", SHIPPED)
    def test_a_reading_and_its_answers_too(self, name: str) -> None:
        case, _ = shipped(name)
        for id in readings(case):
            reading, _ = merge(case, id)
            check_printers(telling_case.tell(reading))
            check_printers(telling_compare.tell(Comparison((judged(case, id),))))

    @pytest.mark.parametrize("name", SHIPPED)
    def test_each_line_of_a_case_is_the_same_sentence_everywhere(self, name: str) -> None:
        """Read aloud on the terminal, shown by a notebook, beside its sentence on the page."""
        case, _ = shipped(name)
        page = words(page_of(name))
        for id in readings(case):
            reading, _ = merge(case, id)
            english, document = English(reading, case.path), telling_case.tell(reading)
            terminal_, notebook = on_terminal(document), words(fragment(document))
            for line in reading.assumptions:
                if line.condition is None:
                    continue
                sentence = english.line(line)
                if line.citations:
                    assert sentence in page
                if line.actor is not None:  # a wish: under the name of who has it
                    sentence = english.wish(line.actor, line.condition)
                    assert sentence in page
                assert sentence[1:] in terminal_ and sentence[1:] in notebook

    def test_the_printers_are_compared(self) -> None:
        """The check itself: words changed, left out or said too late are found."""
        document = reported(*answered()).document
        said = words(fragment(document))
        assert missing(document, said, whole=True, links=True) == ""
        assert missing(document, said.replace("says the", ""), True, True) == ""
        for part in ("Beta leaves the valley", "no source", " s2", "hedged"):
            assert missing(document, said.replace(part, ""), whole=True, links=True) != ""


VALLEYS = """\
case: Will Q pay?
sources:
  x: {outlet: The First}
  y: {outlet: The Second}
actors:
  P: {}
  Q: {}
options:
  P.sue: sue
  Q.pay: pay
"""
FIRST = """\
wants:
  P: silent
  Q:
    - not pay           [x#s1]
author_concludes:
  - pay given sue       [x#s1]
"""
SECOND = """\
wants:
  P: silent
  Q:
    - not sue or pay    [y#s1]
    - not pay
author_concludes:
  - pay                 [y#s1]
"""
RECORD = "sentences: |\n  s1 0-30 0123456789abcdef  about the money\n"


VOICE = r"(?:(?:said|denied) by [\w-]+|nobody says it)"
CITED = r"(?: (?:(?:[\w-]+ )?s\d+|\[[^]]*\]|no source))*"


def spoken(said: str, premise: str) -> set[str]:
    """Who is named after a premise, at each place where it stands."""
    after = re.findall(rf"{re.escape(premise)}((?: ?; {VOICE}{CITED})+)", said)
    return {" ".join(re.findall(VOICE, voices)) for voices in after}


def check_speakers(case: Case, answers: Sequence[Answer], page: str) -> int:
    """How many premises are told, by the same speakers on the terminal and on the page."""
    page, count = words(page), 0
    for id, name in source_names(answers[0].reading.sources).items():  # the page has no ids
        page = page.replace(f" by {name}", f" by {id}").replace(f" {name} s", f" {id} s")
    for answer in answers:
        said = on_terminal(telling_compare.tell(Comparison((answer,))))
        english = English(answer.reading, case.path)
        for one in answer.judged:
            for premise in one.missing[:3]:  # more are only counted on a terminal
                if premise.says is None:
                    continue
                text = telling_compare.premise_clause(english, premise).text
                named = " ".join(
                    [f"said by {voice.reading}" for voice in premise.says.asserted]
                    + [f"denied by {voice.reading}" for voice in premise.says.denied]
                )
                expected = named or "nobody says it"
                assert expected in spoken(said, text) and expected in spoken(page, text)
                count += 1
    return count


class TestWhoSaysIt:
    """Terminal and page name the same speakers for every premise: they once did not."""

    def test_a_wish_in_other_words_is_said_all_the_same(self) -> None:
        """The first reading lacks `sue -> pay`; the second has it as `not sue or pay`."""
        case, answers = answered(VALLEYS, {"x": RECORD, "y": RECORD}, x=FIRST, y=SECOND)
        (judged_,) = answers[0].judged
        says = judged_.missing[0].says
        assert says is not None
        assert [voice.reading for voice in says.asserted] == ["y"]
        page = rendered(case, answers)
        assert check_speakers(case, answers, page) == 2
        premise = "Q wanted to pay if P sues (ranked above its wish not to pay)"
        assert spoken(words(page).replace("by The Second", "by y"), premise) == {"said by y"}

    @pytest.mark.parametrize("name", SHIPPED)
    def test_of_every_premise_of_the_shipped_cases(self, name: str) -> None:
        told = check_speakers(*answers_of(name), page_of(name))
        assert told or name != "syria"


class TestTheDataIsThePage:
    """`report --json`, then `report --from`: the page of `report -o`, byte for byte."""

    @pytest.mark.parametrize("name", SHIPPED)
    def test_of_every_shipped_case(self, name: str) -> None:
        _, report = shipped(name)
        assert render(read(json_text(to_data(report)))) == page_of(name)

    @pytest.mark.parametrize("texts", [None, TEXTS], ids=["without texts", "with texts"])
    def test_of_a_small_case(self, texts: Mapping[tuple[str, int], str] | None) -> None:
        report = reported(*answered(), texts)
        again = read(json_text(to_data(report)))
        assert again == report
        assert render(again) == render(report) == small(texts)

    def test_of_the_worked_case_with_its_texts(self, texts: Path) -> None:
        sentences, report = worked_with(texts)
        assert render(read(json_text(to_data(report)))) == render(report)
        without = json_text(to_data(shipped("syria")[1]))
        long = [s for s in sentences.values() if len(s.split()) >= 10]
        assert long and not [s for s in long if json.dumps(s)[1:-1] in without]

    def test_without_texts_it_holds_no_sentence_of_one(self) -> None:
        without = json_text(to_data(reported(*answered())))
        with_texts = json_text(to_data(reported(*answered(), TEXTS)))
        for sentence in TEXTS.values():
            assert sentence not in without and sentence in with_texts

    def test_it_is_ascii_in_plain_lines(self) -> None:
        """What a terminal obeys or a text hides is written by its number."""
        hostile = {("one", 1): "\u202e\x1b[31m\x7f\u2028 end"}
        text = json_text(to_data(reported(*answered(), hostile)))
        assert text.isascii() and not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)
