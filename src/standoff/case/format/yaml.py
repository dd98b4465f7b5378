"""YAML without its traps: a file's text as a tree of plain text with places.

Every scalar is the text it is: `003` stays `003`, `no` stays `no`. What YAML offers beyond maps, lists
and plain one-line text is refused with its place and the way out, because each of it has been seen to
change silently what a line says. Reading goes on after a fault: the faulty line is set aside (its text
becomes `BROKEN`, which later steps pass over) and the rest is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from standoff.problem import Findings, Place

MAX_BYTES = 1_000_000
MAX_LINE = 2_000
MAX_DEPTH = 12
BROKEN = "\ue000"  # private use: the text of a scalar that was reported and set aside
_RETRIES = 25  # of reading on after a fault; fewer in a large file
_EFFORT = 3_000_000  # characters read again at most

Node: TypeAlias = "Scalar | Sequence | Table"


@dataclass(frozen=True)
class Scalar:
    """One piece of text. `style` is empty for plain text, else the sign that opened it."""

    text: str
    place: Place
    style: str = ""

    @property
    def broken(self) -> bool:
        """Whether it was reported already."""
        return self.text == BROKEN


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Table:
    """A map; keys are unique, in the order written."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


# Replaces text that YAML could not scan by text that it can, before it is read: line number (from 1)
# -> (column from 0, the text there). See `quoted_items`.
Mask: TypeAlias = Mapping[int, tuple[int, str]]


def decode(data: bytes, file: str) -> tuple[str | None, Findings]:
    """The text of a file's bytes, without a byte order mark; None and one problem if it is no text.

    Letters with accents are composed (NFC): a name is the same however the keyboard wrote it.
    """
    found = Findings()
    if len(data) > MAX_BYTES:
        found.problem(Place(file, 1), too_large(len(data)))
        return None, found
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of_byte(data, error.start, file)
        found.problem(place, "this is not utf-8 text: save the file as plain text in utf-8")
        return None, found
    if "\0" in text:
        place = _place_of_byte(data, data.index(0), file)
        found.problem(place, "this is not a text file (it holds a NUL byte): save it as plain text")
        return None, found
    return unicodedata.normalize("NFC", text), found


def too_large(size: int) -> str:
    """What is said of a file of so many bytes, more than a case file may hold."""
    return (
        f"the file holds {size / 1e6:.1f} MB, and a case file at most {MAX_BYTES // 1_000_000} MB: "
        "is it really one? Split it, or move it out of the case folder"
    )


def _place_of_byte(data: bytes, offset: int, file: str) -> Place:
    before = data[:offset].decode("utf-8-sig", "replace")
    lines = before.replace("\r\n", "\n").split("\n")
    return Place(file, len(lines), len(lines[-1]) + 1)


def compose(text: str, file: str) -> tuple[Table | None, Findings]:
    """Read a file whose top is a map; None where nothing of it can be read.

    Never raises: whatever the text, each fault is a problem with its place and the way out.
    """
    found = Findings()
    lines = _clean(text, file, found)
    if found.problems and not any(line.strip() for line in lines):
        return None, found
    tree: Table | None = None
    noted = Findings()
    set_aside: set[int] = set()
    for _ in range(min(_RETRIES, 1 + _EFFORT // (len(text) + 1))):
        noted = Findings()  # what is not a fault is found again when the file is read again
        try:
            tree = _Reader(lines, quoted_items(lines), file, noted).read()
            break
        except _Fault as fault:
            place, message, number = fault.args
        if number not in set_aside:
            found.problem(place, message)
            lines[number - 1] = _set_aside(lines[number - 1])
            set_aside.add(number)
        elif lines[number - 1]:
            lines[number - 1] = ""
        else:
            break
    found.extend(noted)
    return tree, found


# --- before YAML --------------------------------------------------------------------------------

_ODD = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\uf900-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ODD_BLANK = re.compile("\\s*(?:- +)?(?:[\\w.-]+:|-)[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ITEM = re.compile(r"^(?P<head>\s*(?:-\s+)*)(?P<key>[^\s\"'\[{#][^:#]*:(?=\s|$)\s*)?")


def _clean(text: str, file: str, found: Findings) -> list[str]:
    """The lines of the text, with what no line may hold reported and made harmless."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        lines[number - 1], column, message = _harmless(line)
        if message:
            found.problem(Place(file, number, column), message)
    return lines


def _harmless(line: str) -> tuple[str, int, str]:
    """The line as YAML may see it; where something is wrong with it and what (empty: nothing)."""
    if len(line) > MAX_LINE:
        message = f"the line is longer than {MAX_LINE} characters: split it"
        return _set_aside(line[:MAX_LINE]), MAX_LINE + 1, message
    if line.startswith("%"):
        return "", 1, "YAML directives (`%`) have no meaning here: delete the line"
    blank = _ODD_BLANK.match(line)
    if blank:
        at = blank.end() - 1
        sign = f"U+{ord(line[at]):04X} ({unicodedata.name(line[at]).lower()})"
        message = f"the blank here is {sign}, which is none to YAML: type a space in its place"
        return f"{line[:at]} {line[at + 1 :]}", at + 1, message
    odd = _ODD.search(line)
    if odd is None:
        return line, 1, ""
    clean = _ODD.sub(" ", line)
    if odd[0] != "\t":
        message = f"the character U+{ord(odd[0]):04X} cannot stand in a case file: delete it"
        return clean, odd.start() + 1, message
    if line.lstrip().startswith("#"):
        return clean, 1, ""
    if not line[: odd.start()].strip():
        clean = ""  # how deep it was meant to stand is anybody's guess
    return clean, odd.start() + 1, "a tab: use spaces (how wide a tab is, nobody can tell)"


def _set_aside(line: str) -> str:
    """The line with its content replaced by `BROKEN`; what kind of item it is stays."""
    head = _ITEM.match(line)
    assert head is not None  # every part of the pattern is optional
    key = "" if head["key"] is None else head["key"].rstrip() + " "
    return head["head"] + key + BROKEN


_GLOSSED = re.compile(r"^(?P<indent>\s*)(?:forecasts|precedents):\s*(?:#.*)?$")
_QUOTED_ITEM = re.compile(r'^(?P<head>\s*-\s+)(?P<item>"[^"]*"(?:[^#]|(?<!\s)#)*)')


def quoted_items(lines: list[str]) -> Mask:
    """The items under `forecasts:` and `precedents:` that begin with a quoted gloss.

    `- "gloss" by 1995 [003#s28]` is the one line of the format that YAML cannot scan. It is hidden
    from YAML and put back afterwards.
    """
    masks: dict[int, tuple[int, str]] = {}
    indent: int | None = None
    for number, line in enumerate(lines, start=1):
        opens = _GLOSSED.match(line)
        if opens:
            indent = len(opens["indent"])
        elif indent is not None and line.strip() and not line.lstrip().startswith("#"):
            depth = len(line) - len(line.lstrip())
            item = _QUOTED_ITEM.match(line)
            if depth < indent or (depth == indent and not line.lstrip().startswith("- ")):
                indent = None
            elif item:
                masks[number] = (item.start("item"), item["item"].rstrip())
    return masks


# --- YAML ---------------------------------------------------------------------------------------


class _Fault(Exception):
    """A line that stops YAML from being read: its place, the message, the line to set aside."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(place, message, place.line)


_CITATION = re.compile(r"[\w.-]+#s?\d[\d:-]*")
_OPENED = re.compile(r'"[^"]*"|(?P<bracket>\[)(?:[^\]]*\])?|(?P<quote>")')


class _Reader:
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
            raise _Fault(Place(self.file, 1), f"this cannot be read as YAML: {error}") from None

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
            raise _Fault(place, "a second document: one file holds one; delete this `---`")

    def _node(self, event: Any, depth: int) -> Node:
        place = self._place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _Fault(place, f"nested more than {MAX_DEPTH} deep: no section of a case is")
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
        opened = [m for m in _OPENED.finditer(event.value) if m["quote"] or m[0] == "["]
        if not opened:
            return None
        place = Place(self.file, event.end_mark.line + 1, event.end_mark.column + 2)
        if opened[0]["quote"]:
            return place, "a space and `#` begin a comment inside the quotation: leave the `#` out"
        return place, "a space and `#` begin a comment: write the citation as `003#s12`, no space"

    def _fault(self, error: Any) -> _Fault:
        """What YAML could not read, in the words of someone who writes a case."""
        place = self._place(error.problem_mark or error.context_mark)
        place = min(place, Place(self.file, len(self.lines), len(self.lines[-1]) + 1))
        context = error.context or ""
        opened = self._place(error.context_mark) if error.context_mark else place
        if "flow" in context:
            return self._flow_fault(opened, place)
        if "quoted scalar" in context:
            return _Fault(opened, "the quotation that opens here does not end on this line")
        line = self.lines[place.line - 1] if place.line <= len(self.lines) else ""
        item = _ITEM.match(line)
        assert item is not None
        content = line[item.end() :]
        at_content = Place(self.file, place.line, item.end() + 1)
        for sign, message in _CANNOT_BEGIN:
            if content.startswith(sign) and place.column >= at_content.column:
                return _Fault(at_content, message)
        if "mapping values" in (error.problem or ""):
            return _Fault(place, _SECOND_COLON)
        if "could not find expected ':'" in (error.problem or ""):
            return _Fault(opened, "a `:` and a value are missing after this")
        if "block" in context or "block" in (error.problem or ""):
            return _Fault(
                place,
                "this line does not fit the ones above: indent it as they are; "
                "a section holds either `- ` lines or `key: ` lines",
            )
        return _Fault(place, f"this cannot be read as YAML: {error.problem or context}")

    def _flow_fault(self, opened: Place, place: Place) -> _Fault:
        opened = self._opening(opened)
        line = self.lines[opened.line - 1]
        item = _ITEM.match(line)
        if item and item.end() == opened.column - 1 and line[item.end() :].startswith("["):
            return _Fault(opened, _BEGINS_WITH_BRACKET)
        if _CITATION.search(line):
            column = place.column if place.line == opened.line else opened.column
            return _Fault(Place(self.file, opened.line, column), _IN_BRACES)
        sign = line[opened.column - 1 : opened.column]
        return _Fault(opened, f"the `{sign}` that opens here is not closed")

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
