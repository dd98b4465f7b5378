"""The record of one source: `sources/ID.yaml`, bibliographic facts and where its cited sentences stand.

    outlet: Al Jazeera
    date: 2018-08-28/2018-08-31
    sha256: 64 hex digits of the file's bytes
    sentences: |
      s2   38-112   0123456789abcdef  what the sentence says, in our own words: anything may stand here

One sentence is one line: number, first and last offset (code points, the last one excluded), hash of
the sentence, gloss to the end of the line. The block after `|` is plain text to YAML, so a gloss needs
no quotes whatever it holds. A text itself is never part of a case; `Text` is one found on this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from standoff.case.format.node import Node, Scalar, Table
from standoff.case.format.slice import newline_of
from standoff.case.format.yaml import compose
from standoff.citation import Citation, Period, SentenceRecord, Source, sentence_hash
from standoff.problem import Findings, Place, nearest
from standoff.text.sentence import Sentence

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)
FIELDS = (
    "title author outlet date date_is url language note private file sha256".split()
)  # as written in `sources:` and in the record
DATE_IS = ("stated", "inferred")
PRIVATE = ("yes", "no")
_RECORD = re.compile(r"s([1-9]\d*)\s+(\d+)-(\d+)\s+([0-9a-f]{16})(?:\s+(.*))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEADER = """\
# Where the cited sentences stand in the text, and what each says in our own words (its gloss).
# No sentence of the text belongs here: the text is somebody's property.
"""


@dataclass(frozen=True)
class Text:
    """A source's own text as found on this machine, its characters unchanged."""

    file: str
    sha256: str
    characters: str
    sentences: tuple[Sentence, ...]

    def quote(self, citation: Citation) -> str | None:
        """The cited words; None where the text has no such sentence or clause."""
        if citation.last > len(self.sentences):
            return None
        start = self.sentences[citation.first - 1].start
        end = self.sentences[citation.last - 1].end
        if citation.clause:
            if start + citation.clause[1] > end:
                return None
            start, end = start + citation.clause[0], start + citation.clause[1]
        return self.characters[start:end]


# --- reading ------------------------------------------------------------------------------------


def reserved(id: str) -> bool:
    """Whether Windows keeps the name for a device, so that no file can have it there.

    >>> reserved("con"), reserved("Nul.2"), reserved("congress")
    (True, True, False)
    """
    return _DEVICE.fullmatch(id) is not None


def source_from(
    id: str, table: Table, found: Findings, place: Place, more: Iterable[str] = ()
) -> Source:
    """The bibliographic facts in a map; keys in `more` are known but read elsewhere."""
    facts: dict[str, Any] = {}
    for key, value in table.pairs:
        if key.text in FIELDS:
            fact = _fact(key.text, value, found)
            if fact is not None:
                facts[key.text] = fact
        elif key.text not in more:
            message = f"`{key.text}` is not known about a source: {', '.join((*FIELDS, *more))}"
            found.problem(key.place, message, nearest(key.text, (*FIELDS, *more)))
    return Source(id=id, place=place, **facts)


def _fact(key: str, value: Node, found: Findings) -> Any:
    if not isinstance(value, Scalar) or value.style == "|":
        found.problem(value.place, f"`{key}` is one line of text")
        return None
    if value.broken or not value.text:
        return None
    if key == "date":
        try:
            return Period.parse(value.text)
        except ValueError as error:
            found.problem(value.place, str(error))
            return None
    if key == "date_is" and value.text not in DATE_IS:
        found.problem(value.place, f"`date_is` is one of {', '.join(DATE_IS)}")
        return None
    if key == "private":
        if value.text not in PRIVATE:  # until it is mended, nobody is handed the text
            found.problem(value.place, f"`private` is one of {', '.join(PRIVATE)}")
        return value.text != "no"
    if key == "sha256" and not _SHA256.fullmatch(value.text):
        found.problem(value.place, "sha256 is 64 hex digits in lower case")
        return None
    return value.text


def read_source(text: str, file: str, id: str) -> tuple[Source, Findings]:
    """The record in a file's text; what cannot be read of it is reported and left out."""
    table, found = compose(text, file)
    place = Place(file, 1)
    if table is None:
        return Source(id, place=place), found
    source = source_from(id, table, found, place, more=("source", "sentences"))
    for key, value in table.pairs:
        if key.text == "source" and not (isinstance(value, Scalar) and value.text == id):
            message = f"the file is named after the source: this one is {id}"
            found.problem(value.place, message)
        elif key.text == "sentences":
            source = replace(source, records=_records(value, text, found))
    return source, found


def _records(node: Node, text: str, found: Findings) -> Mapping[int, SentenceRecord]:
    if isinstance(node, Scalar) and (node.broken or not node.text.strip()):
        return {}
    if not isinstance(node, Scalar) or node.style != "|":
        found.problem(node.place, "write `sentences: |`, then one line for each sentence")
        return {}
    records: dict[int, SentenceRecord] = {}
    for place, line in _block(node, text):
        record = _record(line, place, found)
        if record is None:
            continue
        if record.number in records:
            first = records[record.number].place
            assert first is not None
            message = f"s{record.number} stands here and in line {first.line}: delete one"
            found.problem(place, message)
            continue
        records[record.number] = record
    return records


def _block(node: Scalar, text: str) -> Iterator[tuple[Place, str]]:
    """The lines of a `|` block with their places; blank lines and comments are passed over."""
    written = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(node.text.split("\n"), start=node.place.line + 1):
        bare = line.strip()
        if bare and not bare.startswith("#") and number <= len(written):
            raw = written[number - 1]
            yield Place(node.place.file, number, len(raw) - len(raw.lstrip()) + 1), bare


def _record(line: str, place: Place, found: Findings) -> SentenceRecord | None:
    parts = _RECORD.fullmatch(line)
    if parts is None:
        found.problem(
            place,
            "this is no sentence record: write `s12  1569-1758  0123456789abcdef  gloss` "
            "(number, offsets, 16 hex digits, our own words)",
        )
        return None
    number, start, end = (int(parts[i]) for i in (1, 2, 3))
    if start >= end:
        found.problem(place, f"s{number}: the sentence ends ({end}) before it begins ({start})")
        return None
    return SentenceRecord(number, start, end, parts[4], (parts[5] or "").strip(), place)


def combine(declared: Source, record: Source, found: Findings) -> Source:
    """One source from its entry under `sources:` and its record; a fact they differ on is a problem."""
    facts: dict[str, Any] = {}
    for name in FIELDS:
        here, there = getattr(declared, name), getattr(record, name)
        default = _DEFAULTS[name]
        if default not in (here, there) and here != there:
            assert record.place is not None
            message = f"`{name}` of source {declared.id} is {there} here, and {here} in `sources:`"
            found.problem(record.place, f"{message}: delete one of them")
        facts[name] = there if here == default else here
    return replace(declared, records=record.records, **facts)


_DEFAULTS = {each.name: each.default for each in fields(Source)}


# --- against the text ---------------------------------------------------------------------------


def fits(record: SentenceRecord, text: Text) -> bool:
    """Whether the record's sentence stands in the text just where and as the record says."""
    if record.number > len(text.sentences):
        return False
    sentence = text.sentences[record.number - 1]
    words = text.characters[sentence.start : sentence.end]
    same_place = (sentence.start, sentence.end) == (record.start, record.end)
    return same_place and sentence_hash(words) == record.hash


def make_record(number: int, text: Text) -> SentenceRecord:
    """The record of a sentence of the text, its gloss left for a person to write."""
    sentence = text.sentences[number - 1]
    words = text.characters[sentence.start : sentence.end]
    return SentenceRecord(number, sentence.start, sentence.end, sentence_hash(words))


# --- writing ------------------------------------------------------------------------------------


def print_record(record: SentenceRecord) -> str:
    """The record's line, without indentation."""
    span = f"{record.start}-{record.end}"
    return f"{f's{record.number}':<5} {span:<12} {record.hash}  {record.gloss}".rstrip()


def source_text(facts: Mapping[str, str], sha256: str) -> str:
    """A new file of a source: what is known of it, and no sentence yet."""
    known = "".join(f"{key}: {_quoted(facts[key])}\n" for key in FIELDS[:-2] if facts.get(key))
    return f"{_HEADER}{known}sha256: {sha256}\nsentences: |\n"


def set_fact(text: str, key: str, value: str) -> str:
    """The text of a source's file with one fact stated; an empty value takes it out."""
    newline = newline_of(text)
    lines = text.splitlines(keepends=True)
    end = _sentences_line(lines)
    line = f"{key}: {_quoted(value)}{newline}"
    for at, old in enumerate(lines[:end]):
        if re.match(rf"{key}[ \t]*:", old):
            return "".join([*lines[:at], *([line] if value else []), *lines[at + 1 :]])
    if not value:
        return text
    at = next((i for i, old in enumerate(lines[:end]) if old.startswith("sha256:")), end)
    return "".join([*lines[:at], line, *lines[at:]])


def _quoted(value: str) -> str:
    """A value as YAML takes it whatever it holds."""
    plain = "".join(sign for sign in " ".join(value.split()) if sign.isprintable())
    if re.fullmatch(r"[\d/-]+|[a-z]{2,3}(-[A-Za-z0-9]+)*", plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', "'") + '"'


def set_gloss(text: str, number: int, gloss: str) -> str:
    """The text of a source's file with the gloss of one recorded sentence, on the line it stands on.

    raises  KeyError  the sentence has no record
    """
    lines = text.splitlines(keepends=True)
    row = re.compile(rf"(\s+s{number}\s+\d+-\d+\s+[0-9a-f]{{16}})([^\r\n]*)")
    for at in range(_sentences_line(lines) + 1, len(lines)):
        found = row.match(lines[at])
        if found:
            said = " ".join(gloss.split())
            end = lines[at][found.end() :]
            lines[at] = f"{found[1]}  {said}".rstrip() + end
            return "".join(lines)
    raise KeyError(number)


def add_records(text: str, id: str, sha256: str, new: Iterable[SentenceRecord]) -> str:
    """The text of a source's file with records added in order, and nothing else changed.

    `text` may be empty (there is no file yet). A record that the text has already is not touched; a
    missing sha256 is added above the sentences.
    """
    newline = newline_of(text)
    lines = re.findall(r".*?(?:\r\n|\r|\n)|.+", text) if text else [_HEADER]
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    source, _ = read_source(text, "", id)
    if not source.sha256:
        lines.insert(_sentences_line(lines), f"sha256: {sha256}{newline}")
    if _sentences_line(lines) == len(lines):
        lines.append(f"sentences: |{newline}")
    elif not source.records:
        at = _sentences_line(lines)
        lines[at] = re.sub(r"^sentences:[ \t]*\|?", "sentences: |", lines[at])
    for record in new:
        if record.number not in source.records:
            at, indent = _slot(lines, record.number)
            lines.insert(at, indent + print_record(record) + newline)
    return "".join(lines)


def _sentences_line(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if line.startswith("sentences:"):
            return number
    return len(lines)


def _slot(lines: list[str], number: int) -> tuple[int, str]:
    """Where in the block a record of this number goes, and how far it is indented."""
    at = _sentences_line(lines) + 1
    indent = "  "
    for position in range(at, len(lines)):
        line = lines[position]
        if line.strip() and not line.startswith((" ", "\t")):
            break
        found = re.match(r"(\s+)s(\d+)\s", line)
        if found:
            indent = found[1]
            if int(found[2]) < number:
                at = position + 1
    return at, indent
