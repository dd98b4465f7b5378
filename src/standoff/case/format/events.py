"""YAML's own events as a tree: for whatever is not written in plain lines, and for saying what is wrong.

What the format refuses of YAML is noted on the way, with its place and the way out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from standoff.case.format.node import BROKEN, ITEM, MAX_DEPTH, Mask, Node, Scalar, Sequence, Table
from standoff.case.format.plain import opened
from standoff.problem import Findings, Place


class Fault(Exception):
    """A line that stops YAML from being read: its place, the message, the line to set aside."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(place, message, place.line)


_CITATION = re.compile(r"[\w.-]+#s?\d[\d:-]*")


class Reader:
    """Builds the tree from ruamel's events; what the format refuses is noted on the way."""

    def __init__(self, lines: list[str], masks: Mask, file: str, found: Findings) -> None:
        self.lines = lines
        self.masks = masks
        self.file = file
        self.found = found
        self.flow = 0
        self.events = self._events()

    def read(self) -> Table | None:
        top: Node | None = None
        for event in self.events:
            kind = _kind(event)
            if kind == "DocumentStart":
                self._document(event, first=top is None)
                top = self._node(next(self.events), 0)
        if top is None or (isinstance(top, Scalar) and top.text in ("", BROKEN)):
            return None
        if not isinstance(top, Table):
            message = "the file must begin with a section, as in `case: a question`"
            self.found.problem(top.place, message)
            return None
        return top

    def _events(self) -> Iterator[Any]:
        text = "\n".join(self._masked(n, line) for n, line in enumerate(self.lines, start=1))
        try:
            yield from YAML(typ="safe", pure=True).parse(text)
        except MarkedYAMLError as error:
            raise self._fault(error) from None
        except Exception as error:  # found by fuzzing: odd text makes ruamel fail in other ways too
            raise Fault(Place(self.file, 1), f"this cannot be read as YAML: {error}") from None

    def _masked(self, number: int, line: str) -> str:
        if number not in self.masks:
            return line
        column, item = self.masks[number]
        return line[:column] + "x" * len(item) + line[column + len(item) :]

    def _place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _document(self, event: Any, first: bool) -> None:
        if not first:
            place = self._place(event.start_mark)
            raise Fault(place, "a second document: one file holds one; delete this `---`")

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place(event.start_mark)
        if depth > MAX_DEPTH:
            raise Fault(place, f"nested more than {MAX_DEPTH} deep: no section of a case is")
        sign = _sign(event)
        if sign:
            self.found.problem(place, sign)
        match _kind(event):
            case "SequenceStart":
                return Sequence(tuple(self._items(event, depth)), place)
            case "MappingStart":
                return Table(tuple(self._pairs(event, depth)), place)
            case "Scalar" if not sign:
                return self._scalar(event, place)
            case _:
                return Scalar(BROKEN, place)

    def _items(self, start: Any, depth: int) -> Iterator[Node]:
        self.flow += bool(start.flow_style)
        for event in self.events:
            if _kind(event) == "SequenceEnd":
                break
            yield self._node(event, depth + 1)
        self.flow -= bool(start.flow_style)

    def _pairs(self, start: Any, depth: int) -> Iterator[tuple[Scalar, Node]]:
        self.flow += bool(start.flow_style)
        seen: dict[str, Place] = {}
        for event in self.events:
            if _kind(event) == "MappingEnd":
                break
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if isinstance(key, Scalar) and self._key(key, seen):
                if isinstance(value, Scalar) and not value.text and not value.style:
                    value = Scalar("", key.place)  # YAML puts the nothing after a key further down
                yield key, value
            elif not isinstance(key, Scalar):
                self.found.problem(key.place, "a key must be a word, not a list or a map")
        self.flow -= bool(start.flow_style)

    def _key(self, key: Scalar, seen: dict[str, Place]) -> bool:
        """Whether the key may stand; what is wrong with it is reported."""
        if key.broken:
            return False
        if key.text == "<<":
            self.found.problem(key.place, "`<<` merges another map: write its entries out")
        elif key.text in seen:
            first = seen[key.text].line
            self.found.problem(
                key.place,
                f"`{key.text}` stands here and in line {first}: put both under one, or delete one",
            )
        else:
            seen[key.text] = key.place
            return True
        return False

    def _scalar(self, event: Any, place: Place) -> Scalar:
        style = event.style or ""
        masked = self.masks.get(place.line)
        if masked and masked[0] == place.column - 1:
            return Scalar(masked[1], place)
        trap = self._trap(event, style)
        if trap:
            self.found.problem(*trap)
            return Scalar(BROKEN, place)
        return Scalar(event.value, place, style)

    def _trap(self, event: Any, style: str) -> tuple[Place, str] | None:
        start, end = event.start_mark, event.end_mark
        if style == ">":
            return self._place(start), "`>` folds lines into one: write the text on one line"
        if style == "|":
            return None  # the records of a source are one; the others are refused by their section
        if end.line != start.line:
            place = Place(self.file, start.line + 2, self._indent(start.line + 2) + 1)
            return place, (
                "this continues the line above: write both on one line; "
                "or is a `- ` missing, or the line indented too far?"
            )
        if self.flow and any(map(_CITATION.fullmatch, re.split(r"[\s\[\]]+", event.value))):
            return self._place(start), _IN_BRACES
        rest = self.lines[end.line][end.column :]
        if not style and re.match(r"\s+#", rest):
            return self._cut_by_comment(event)
        return None

    def _indent(self, number: int) -> int:
        line = self.lines[number - 1]
        return len(line) - len(line.lstrip())

    def _cut_by_comment(self, event: Any) -> tuple[Place, str] | None:
        """` #` begins a comment, also where a citation or a quotation was meant to go on."""
        first = next(opened(event.value), None)
        if first is None:
            return None
        place = Place(self.file, event.end_mark.line + 1, event.end_mark.column + 2)
        if first["quote"]:
            return place, "a space and `#` begin a comment inside the quotation: leave the `#` out"
        return place, "a space and `#` begin a comment: write the citation as `003#s12`, no space"

    def _fault(self, error: Any) -> Fault:
        """What YAML could not read, in the words of someone who writes a case."""
        place = self._place(error.problem_mark or error.context_mark)
        place = min(place, Place(self.file, len(self.lines), len(self.lines[-1]) + 1))
        context = error.context or ""
        opened = self._place(error.context_mark) if error.context_mark else place
        if "flow" in context:
            return self._flow_fault(opened, place)
        if "quoted scalar" in context:
            return Fault(opened, "the quotation that opens here does not end on this line")
        line = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        item = ITEM.match(line)
        assert item is not None
        content = line[item.end() :]
        at_content = Place(self.file, place.line, item.end() + 1)
        for sign, message in _CANNOT_BEGIN:
            if content.startswith(sign) and place.column >= at_content.column:
                return Fault(at_content, message)
        if "mapping values" in (error.problem or ""):
            return Fault(place, _SECOND_COLON)
        if "could not find expected ':'" in (error.problem or ""):
            return Fault(opened, "a `:` and a value are missing after this")
        if "block" in context or "block" in (error.problem or ""):
            return Fault(
                place,
                "this line does not fit the ones above: indent it as they are; "
                "a section holds either `- ` lines or `key: ` lines",
            )
        return Fault(place, f"this cannot be read as YAML: {error.problem or context}")

    def _flow_fault(self, opened: Place, place: Place) -> Fault:
        opened = self._opening(opened)
        line = self.lines[opened.line - 1]
        item = ITEM.match(line)
        if item and item.end() == opened.column - 1 and line[item.end() :].startswith("["):
            return Fault(opened, _BEGINS_WITH_BRACKET)
        if _CITATION.search(line):
            column = place.column if place.line == opened.line else opened.column
            return Fault(Place(self.file, opened.line, column), _IN_BRACES)
        sign = line[opened.column - 1 : opened.column]
        return Fault(opened, f"the `{sign}` that opens here is not closed")

    def _opening(self, place: Place) -> Place:
        """The bracket or brace at the place, or else the last one before it."""
        for number in range(place.line, 0, -1):
            line = self.lines[number - 1]
            end = place.column if number == place.line else len(line)
            column = max(line.rfind("[", 0, end), line.rfind("{", 0, end))
            if column >= 0:
                return Place(self.file, number, column + 1)
        return place


def _sign(event: Any) -> str:
    """What is said of an anchor, an alias or a tag; empty where there is none."""
    if _kind(event) == "Alias":
        return f"`*{event.anchor}` repeats another place: write it out"
    if event.anchor is not None:
        return f"`&{event.anchor}` is a YAML anchor: delete it, write twice"
    if getattr(event, "tag", None) is not None:
        return _TAG
    return ""


def _kind(event: Any) -> str:
    return type(event).__name__.removesuffix("Event")


_IN_BRACES = (
    "a citation cannot stand inside `{}` or a list in `[]`: write one line for each entry, "
    "`key: value  [003#s12]` or `- condition  [003#s12]`"
)
_SECOND_COLON = (
    "a second `: ` on one line makes YAML see another key: "
    "leave the colon out, or the space after it"
)
_BEGINS_WITH_BRACKET = (
    "a line cannot begin with a square bracket: what it says comes first, then the citations"
)
_TAG = "`!` begins a YAML tag: delete it; for negation write `not`"
_BEGINS_WITH_QUOTE = "a line cannot begin with a quotation mark: delete it, or put a word before it"
_CANNOT_BEGIN: tuple[tuple[str | tuple[str, ...], str], ...] = (
    (('"', "'"), _BEGINS_WITH_QUOTE),
    ("[", _BEGINS_WITH_BRACKET),
    ("!", _TAG),
    (("&", "*"), "a line cannot begin with `&` or `*` (YAML's anchors): delete the sign"),
    (("|", ">"), "a line cannot begin with `|` or `>`: write the text on this line"),
    (("@", "`", "%"), "a line cannot begin with `@`, `%` or a backtick: delete the sign"),
)
