"""A report as Markdown, read back by another library: all of it, its sentences as notes, no stray mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import mistune
import pytest
from tests.report.taken import attacked, cited_sentences, unsaid, with_blocks
from tests.report.test_from import ATTACKS
from tests.report.test_printers import SHIPPED, TEXTS, shipped, words
from tests.report.written import answered, reported

from standoff.report.markdown import render

PLUGINS = ["table", "footnotes", "strikethrough", "task_lists", "url"]
HOSTILE = (
    *ATTACKS,
    "# a heading",
    "- [x] a task",
    "1. first",
    "12) twelfth",
    "| a | b |",
    "[text](https://example.org) ![image](x) <https://example.org>",
    "https://example.org and www.example.org and a@example.org",
    "**bold** _italic_ ~~struck~~ `code` ``` ~~~",
    "[^1]: a note\n\n    code",
    "> quoted\n---\n===",
    "a&lt;b &#42;c&#42;",
    "trailing \\",
    "+ plus\n\n* star",
)
PLAIN = {"text", "softbreak", "linebreak", "blank_line", "paragraph", "block_text", "footnote_ref"}
OURS = {"heading", "list", "list_item", "strong", "block_quote", "footnotes", "footnote_item"}
TABLES = {"table", "table_head", "table_body", "table_row", "table_cell"}


def html(text: str) -> str:
    made = mistune.create_markdown(plugins=PLUGINS)(text)
    assert isinstance(made, str)
    return made


def tokens(text: str) -> Iterator[dict[str, Any]]:
    """Every piece of a Markdown text, each before those inside it."""
    found: Any = mistune.create_markdown(renderer=None, plugins=PLUGINS)(text)
    waiting = list(found)
    while waiting:
        token = waiting.pop(0)
        yield token
        waiting = token.get("children", []) + waiting


def check(text: str) -> None:
    """Nothing but headings, lists, tables, quotes, strong words and notes, each note one that is there."""
    kinds = {token["type"] for token in tokens(text)}
    assert kinds <= PLAIN | OURS | TABLES
    referred = set(re.findall(r"(?<!\\)\[\^([^]]+)\](?!:)", text))
    noted = re.findall(r"^\[\^([^]]+)\]:", text, re.M)
    assert len(noted) == len(set(noted)) and referred == set(noted)


class TestShipped:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_all_of_a_report_is_said_in_its_order(self, name: str) -> None:
        report = shipped(name)[1]
        text = render(report)
        check(text)
        assert unsaid(report.document, words(html(text))) == ""
        assert text == render(report)

    @pytest.mark.parametrize("name", SHIPPED)
    def test_headings_go_down_one_at_a_time(self, name: str) -> None:
        text = render(shipped(name)[1])
        levels = [t["attrs"]["level"] for t in tokens(text) if t["type"] == "heading"]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    @pytest.mark.parametrize("name", SHIPPED)
    def test_every_cited_sentence_is_a_note(self, name: str) -> None:
        report = shipped(name)[1]
        text = render(report)
        notes = dict(re.findall(r"^\[\^([^]]+)\]: (.*)$", text, re.M))
        cited = list(cited_sentences(report.document))
        assert set(notes) == {f"{source}-s{number}" for source, number, _ in cited}
        for source, number, gloss in cited:
            assert " ".join(gloss.split()) in words(html(notes[f"{source}-s{number}"]))


class TestSmall:
    def test_a_sentence_at_hand_is_quoted_once_and_cited_where_it_decides(self) -> None:
        text = render(reported(*answered(), TEXTS))
        for sentence in TEXTS.values():
            assert text.count(f"“{sentence}”") == 1
        wish = "Beta wants to leave the valley if Alpha presses Beta to go"
        heard = r"\[\^one-s2\] \(inferred; as the general is reported to say\)"
        assert re.search(rf"^- {wish} .*{heard}$", text, re.M)

    def test_the_check_finds_words_left_out(self) -> None:
        document = reported(*answered()).document
        said = words(html(render(reported(*answered()))))
        assert unsaid(document, said) == ""
        for part in ("Beta leaves the valley", "hedged", "stated", "Where the texts disagree"):
            assert unsaid(document, said.replace(part, "")) != ""

    def test_sources_that_differ_in_capitals_only_have_notes_of_their_own(self) -> None:
        """Names of notes are the same whether their letters are small or not."""
        use = {"line": "x:1", "what": "a wish", "said": {"text": "x"}, "readings": ["a"]}
        shelves = [
            {
                "kind": "shelf",
                "source": source,
                "label": source,
                "sentences": [
                    {"number": 1, "text": f"of {source}", "verbatim": False, "uses": [use]}
                ],
            }
            for source in ("a", "A")
        ]
        said = {"kind": "line", "clauses": [{"text": "cited", "citations": ["A#s1"]}]}
        text = render(with_blocks(said, *shelves))
        (key,) = re.findall(r"cited\[\^([^]]+)\]", text)
        assert f"[^{key}]: A, sentence 1: of A" in text
        assert len({name.lower() for name in re.findall(r"^\[\^([^]]+)\]:", text, re.M)}) == 2


class TestHostile:
    @pytest.mark.parametrize("attack", HOSTILE, ids=range(len(HOSTILE)))
    def test_nothing_is_a_mark_wherever_it_stands(self, attack: str) -> None:
        text = render(attacked(attack))
        check(text)
        assert not set("\x00\x1b\u2028\u202e\u2066") & set(text)
        text.encode()

    @pytest.mark.parametrize("attack", HOSTILE[len(ATTACKS) :])
    def test_it_is_read_as_it_was_written(self, attack: str) -> None:
        text = render(
            with_blocks({"kind": "line", "clauses": [{"text": attack, "computed": True}]})
        )
        assert f"<p>{' '.join(attack.split())}</p>" in html(text).replace("&lt;", "<").replace(
            "&gt;", ">"
        ).replace("&amp;", "&")
