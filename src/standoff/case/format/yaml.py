"""YAML without its traps: a file's text as a tree of plain text with places.

Every scalar is the text it is: `003` stays `003`, `no` stays `no`. What YAML offers beyond maps, lists
and plain one-line text is refused with its place and the way out, because each of it has been seen to
change silently what a line says. Reading goes on after a fault: the faulty line is set aside (its text
becomes `BROKEN`, which later steps pass over) and the rest is read.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from standoff.case.format import plain
from standoff.case.format.node import BROKEN, ITEM, Mask, Table
from standoff.later import later
from standoff.problem import Findings, Place

if TYPE_CHECKING:
    from standoff.case.format import events
else:
    events = later("standoff.case.format.events")  # few files need all of YAML

MAX_BYTES = 1_000_000
MAX_LINE = 2_000
_RETRIES = 25  # of reading on after a fault; fewer in a large file
_EFFORT = 3_000_000  # characters read again at most


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
    tree = None if found.problems else plain.read(lines, quoted_items(lines), file)
    if tree is not None:
        return tree, found
    noted = Findings()
    set_aside: set[int] = set()
    for _ in range(min(_RETRIES, 1 + _EFFORT // (len(text) + 1))):
        noted = Findings()  # what is not a fault is found again when the file is read again
        try:
            tree = events.Reader(lines, quoted_items(lines), file, noted).read()
            break
        except events.Fault as fault:
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
    head = ITEM.match(line)
    assert head is not None  # every part of the pattern is optional
    key = "" if head["key"] is None else head["key"].rstrip() + " "
    return head["head"] + key + BROKEN


_GLOSSED = re.compile(r"^(?P<indent>\s*)(?:forecasts|precedents):\s*(?:#.*)?$")
_QUOTEDITEM = re.compile(r'^(?P<head>\s*-\s+)(?P<item>"[^"]*"(?:[^#]|(?<!\s)#)*)')


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
            item = _QUOTEDITEM.match(line)
            if depth < indent or (depth == indent and not line.lstrip().startswith("- ")):
                indent = None
            elif item:
                masks[number] = (item.start("item"), item["item"].rstrip())
    return masks
