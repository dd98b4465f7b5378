"""Data that is no report is refused in one line; what is hostile in one that fits is shown as text."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from rich.console import Console
from tests.report.written import Seen, answered, reported

from standoff.record import NotARecord
from standoff.report import terminal
from standoff.report.html.fragment import MAX_LINKS, fragment
from standoff.report.html.letters import MAX_TEXT
from standoff.report.html.page import FORMAT, MAX_BYTES, from_data, read, render, to_data

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onclick='alert(1)' x='",
    "javascript:alert(1)",
    "</style></script><!--",
    "{{ 7 * 7 }} {% raw %}",
    "\u202eevil\u2066\x00\x1b[31m\u2028",
    "\ud800",
    "x" * (3 * MAX_TEXT),
)
# Where not any text may stand: an attack there is refused.
BOUND = frozenset(
    "kind tone role id source format version grounding earliest latest kinds sign".split()
)


@cache
def small_data() -> str:
    return json.dumps(to_data(reported(*answered())))


def data() -> Any:
    """A small report as data, anew."""
    return json.loads(small_data())


def refused(text: str) -> str:
    """Why a text is no report, which is one line that a terminal can show."""
    with pytest.raises(NotARecord) as error:
        read(text)
    message = str(error.value)
    assert "\n" not in message and len(message) < 400
    return message


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in it."""
    yield at
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from paths(part, (*at, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from paths(part, (*at, number))


def inside(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def with_(path: tuple[Any, ...], value: Any) -> Any:
    """The data with another value at the end of a path."""
    changed = data()
    inside(changed, path[:-1])[path[-1]] = value
    return changed


def kinds_of_place() -> list[tuple[Any, ...]]:
    """One path for each kind of place: the same keys, whatever the numbers, and the same kind of block."""
    whole = data()
    known: dict[Any, tuple[Any, ...]] = {}
    for path in list(paths(whole))[1:]:
        blocks = tuple(
            inside(whole, path[:at]).get("kind", "")
            for at in range(len(path))
            if isinstance(inside(whole, path[:at]), dict)
        )
        known.setdefault((blocks[-2:], [k for k in path if isinstance(k, str)][-1]), path)
    return list(known.values())


PLACES = kinds_of_place()


def around(path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """What is left of the data where each list of blocks on a path holds only the one that the path leads
    to; and the path in it."""
    left, place = data(), list(path)
    at = left
    for step, key in enumerate(path):
        if step and path[step - 1] == "blocks":
            at[:] = [at[key]]
            key = place[step] = 0
        at = at[key]
    return left, tuple(place)


class TestRefused:
    @pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path[-4:])))
    def test_what_has_another_type_anywhere(self, path: tuple[Any, ...]) -> None:
        """Each kind of place of a report, with a value of every type that it does not have."""
        whole, path = around(path)
        read(json.dumps(whole))
        old, holder = inside(whole, path), inside(whole, path[:-1])
        values: tuple[Any, ...] = (
            None,
            True,
            1,
            1.5,
            float("nan"),
            float("inf"),
            "x",
            [],
            {},
            [[]],
        )
        for value in values:
            if type(value) is type(old) or path[-1] in ("mark", "badge"):
                continue
            holder[path[-1]] = value
            refused(json.dumps(whole))

    @pytest.mark.parametrize(
        ("path", "value", "why"),
        [
            (("format",), "standoff-report/9", "the format is 'standoff-report/9'"),
            (("version",), "9" * 50, "the version is none"),
            (("document", "blocks", 0, "kind"), "applet", "'applet' is no kind of part"),
            (("document", "blocks", 0, "role"), "evil", "'evil' is not one of"),
            (("document", "blocks", 0, "id"), 'x" onload="y', "its id is none"),
            (("document", "unknown"), 1, "`unknown` is not known here"),
        ],
    )
    def test_what_does_not_fit(self, path: tuple[Any, ...], value: Any, why: str) -> None:
        assert why in refused(json.dumps(with_(path, value)))

    def test_what_is_missing(self) -> None:
        for key in ("document", "version"):
            changed = data()
            del changed[key]
            assert f"`{key}` is missing" in refused(json.dumps(changed))

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", "1", '"x"', "{}", "\ufeff{}", "NaN"])
    def test_what_is_no_report_at_all(self, text: str) -> None:
        refused(text)

    def test_what_is_nested_too_deep(self) -> None:
        for depth in (50, 1_000, 200_000):
            assert "too deep" in refused("[" * depth + "]" * depth) or depth == 50
        for depth in (21, 60, 150, 5_000):
            part = '{"kind": "part", "title": {"text": "x"}, "blocks": ['
            blocks = part * depth + "]}" * depth
            document = f'{{"title": "x", "blocks": [{blocks}]}}'
            text = f'{{"format": "{FORMAT}", "version": "0", "document": {document}}}'
            assert "too deep" in refused(text)

    def test_what_is_nested_as_deep_as_may_be_is_printed(self) -> None:
        inner: Any = {"kind": "line", "clauses": [{"text": "the innermost words"}]}
        for _ in range(9):
            items = {"kind": "items", "items": [{"line": {"clauses": []}, "below": [inner]}]}
            inner = {"kind": "part", "title": {"text": "x"}, "blocks": [items]}
        report = from_data(with_(("document", "blocks"), [inner]))
        assert "the innermost words" in render(report)
        printed(report)

    def test_what_is_too_large(self) -> None:
        assert "larger than 64 MB" in refused(" " * (MAX_BYTES + 1))

    def test_numbers_without_end(self) -> None:
        digits = "9" * 10_000
        refused(small_data().replace('"version": "0"', f'"version": {digits}'))

    @pytest.mark.parametrize(
        "span",
        [
            {"earliest": "2018-19-39", "latest": "2018-19-39"},
            {"earliest": "0000-01-01", "latest": "2018-01-01"},
            {"earliest": "2018-01-02", "latest": "2018-01-01"},
            {"earliest": "٢٠١٨-01-01", "latest": "2018-01-01"},
            {"row": 99},
            {"row": -1},
        ],
    )
    def test_days_that_are_none(self, span: dict[str, Any]) -> None:
        line = {"row": 0, "name": "x", "role": "speaks", "earliest": "2018-01-01"}
        whole = {**line, "latest": "2018-01-01", **span}
        time = {"kind": "timeline", "name": "x", "rows": ["a"], "spans": [whole]}
        refused(json.dumps(with_(("document", "blocks"), [time])))

    @pytest.mark.parametrize(
        "block",
        [
            {"kind": "moves", "name": "x", "nodes": [], "arrows": []},
            {
                "kind": "moves",
                "name": "x",
                "nodes": [{"head": "1"}],
                "arrows": [{"start": 0, "end": 1, "actor": "A", "mark": 0}],
            },
            {"kind": "table", "name": "x", "columns": [], "rows": []},
            {
                "kind": "table",
                "name": "x",
                "columns": ["a"],
                "rows": [{"head": "b", "cells": [{"clauses": []}]}],
            },
            {"kind": "shelf", "source": '"><b', "label": "x", "sentences": []},
            {"kind": "bars", "name": "x", "parts": [], "rows": []},
            {
                "kind": "bars",
                "name": "x",
                "parts": ["a"],
                "rows": [{"name": "b", "counts": [2], "of": 1}],
            },
            {
                "kind": "press",
                "name": "x",
                "held": [],
                "wishers": [],
                "ties": [{"held": 0, "wisher": 0, "sign": "+", "text": "y", "place": 1}],
            },
            {
                "kind": "lists",
                "name": "x",
                "left": "a",
                "right": "b",
                "actors": [
                    {
                        "actor": "A",
                        "mark": 0,
                        "left": [],
                        "right": [],
                        "joins": [{"left": 0, "right": 0}],
                    }
                ],
            },
        ],
    )
    def test_blocks_that_cannot_be_set(self, block: dict[str, Any]) -> None:
        refused(json.dumps(with_(("document", "blocks"), [block])))


def printed(report: Any) -> str:
    out = io.StringIO()
    Console(file=out, width=100).print(terminal.render(report.document))
    return out.getvalue()


def check_harmless(report: Any) -> None:
    """All three printers."""
    check_pages(report)
    check_terminal(report)


def check_terminal(report: Any) -> None:
    """Nothing that a terminal obeys."""
    assert not set("\x00\x1b\u2028\u202e\u2066") & set(printed(report))


def check_pages(report: Any) -> None:
    """Nothing but the page's own script, style and links inside it."""
    for html, scripts in ((render(report), 1), (fragment(report.document), 0)):
        html.encode()
        seen = Seen(html)
        tags = [tag for tag, _ in seen.elements]
        assert seen.scripts == scripts and tags.count("style") == 1
        assert tags.count("script") == 2 * scripts  # each with its data
        assert not {"img", "iframe", "object", "embed", "link", "base", "form"} & set(tags)
        assert all(link.startswith("#") for link in seen.all("href"))
        names = {name for _, attributes in seen.elements for name in attributes}
        assert not [name for name in names if name.startswith("on")]
        assert not {"src", "style", "srcdoc", "action", "formaction"} & names
        assert not set("\x00\x1b\u2028\u202e\u2066") & set(html)


class TestShownAsText:
    @pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
    def test_nothing_runs_wherever_it_stands(self, attack: str) -> None:
        """Every text of the report at once, where it may be any text."""
        changed = data()
        for path in paths(data()):
            if path and isinstance(inside(changed, path), str) and BOUND.isdisjoint(path):
                inside(changed, path[:-1])[path[-1]] = attack
        report = from_data(changed)
        assert report.document.title == attack
        check_harmless(report)

    @pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
    def test_nor_in_the_field_s_words(self, attack: str) -> None:
        """Tooltips: a word of ours may stand in another one's tip, or be a tag's."""
        for glossary in (
            {attack: "a", "a": attack},
            {"span": attack, "class": attack, "title": attack, "tip": attack},
            {"situation": 'a "tip" title', "tip": "b title", "title": 'x onclick=alert(1) "'},
            {"": attack, "today": "onmouseover=alert(1) tip title class span"},
        ):
            changed = data()
            changed["document"]["glossary"] = glossary
            changed["document"]["blocks"][0]["intro"] = f"{attack} span class title tip situation a"
            changed["document"]["blocks"][0]["kind"] = "part"
            report = from_data(changed)
            check_pages(report)
        check_terminal(report)  # it has no tips: what it prints is the same with each glossary

    def test_citations_without_end_are_cut(self) -> None:
        clause = {"text": "x", "citations": ["a#s1-999999999999", f"a#s{'9' * 6000}", "<b>", ""]}
        line = {"kind": "line", "clauses": [clause]}
        page = render(from_data(with_(("document", "blocks"), [line])))
        assert page.count("<a href=#e-") == MAX_LINKS

    def test_a_word_without_end_in_a_picture_is_cut(self) -> None:
        nodes = [{"head": "1", "new": ["y" * 1_000_000], "kept": ["z" * 1_000_000]}]
        moves = {"kind": "moves", "name": "x", "nodes": nodes, "arrows": []}
        assert len(render(from_data(with_(("document", "blocks"), [moves])))) < 200_000

    def test_numbers_of_any_size(self) -> None:
        huge = 10**400
        nodes = [{"head": "1"}]
        arrows = [{"start": 0, "end": 0, "actor": "A", "mark": huge}]
        blocks = [
            {"kind": "moves", "name": "x", "nodes": nodes, "arrows": arrows},
            {"kind": "part", "title": {"text": "p"}, "mark": -huge},
            {
                "kind": "bars",
                "name": "x",
                "parts": ["a"],
                "rows": [{"name": "b", "counts": [huge // 2], "of": huge}],
            },
            {
                "kind": "press",
                "name": "x",
                "held": [{"actor": "A", "mark": huge, "text": "act"}],
                "wishers": [{"actor": "B", "mark": -huge}],
                "ties": [{"held": 0, "wisher": 0, "sign": "+", "text": "y", "place": huge}],
            },
            {"kind": "items", "items": [{"line": {"clauses": []}}], "shown": huge},
            {"kind": "items", "items": [{"line": {"clauses": []}}] * 3, "shown": -2},
        ]
        check_harmless(from_data(with_(("document", "blocks"), blocks)))

    def test_the_data_is_left_as_it_was(self) -> None:
        before = data()
        given = copy.deepcopy(before)
        from_data(given)
        assert given == before
