"""A case for readers who may not see its sources: no quotation, no gloss of a sentence, no source's name.

Sources, and the readings that are called by them, become `Source A`, `Source B` in the order of the case;
whoever is reported to speak and is no actor becomes `Speaker A`. The case is changed before it is
answered (ids, files, what is known of a source), the report after it was told (names in the prose, words
quoted as a hedge), so that the answer is the one of the whole case.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from pathlib import PurePosixPath
from typing import Any

from standoff.case.entry import Actor, Case, Evidence, Marks
from standoff.citation import Citation, Source
from standoff.condition import And, Const, Iff, Implies, Not, Or, Var
from standoff.problem import Place
from standoff.report.document import Clause, Part, Shelf, Use
from standoff.report.html.page import Report
from standoff.report.wording import speak

NOTICE = "quotations, paraphrases of sentences and names of sources are left out"
LEFT_OUT = "…"
_TOKEN = "redacted-source-"
_CONDITIONS = (Var, Const, Not, And, Or, Implies, Iff)
_NO_PROSE = frozenset({"id", "link", "part", "source", "earliest", "latest", "version", "format"})
_SURNAME = re.compile(r"(?!others\b)[^\W\d_a-z][^\s,;]{2,}")


@dataclass(frozen=True, eq=False)
class Redaction:
    """A case without its sources, and what a report on it must not say.

    names     what stands for a name in prose, by the name
    speakers  what stands for somebody who is reported to speak
    hedges    words quoted from the texts
    """

    case: Case
    names: Mapping[str, str]
    speakers: Mapping[str, str]
    hedges: frozenset[str]

    def report(self, report: Report) -> Report:
        """The report on the case, with no name of a source and no quoted word left in its prose."""
        document = _told(report.document, cache(self._prose), self.speakers)  # much is said often
        kicker = f"{document.kicker} · {NOTICE}" if document.kicker else NOTICE
        return replace(report, document=replace(document, kicker=kicker))

    @cached_property
    def _patterns(self) -> Mapping[str, tuple[re.Pattern[str], str]]:
        """What finds a name as a word of its own, one of several words in any case of letters."""
        return {
            name: (
                re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if " " in name else 0),
                instead,
            )
            for name, instead in self.names.items()
        }

    def _prose(self, text: str) -> str:
        for name, (pattern, instead) in self._patterns.items():
            if pattern.flags & re.IGNORECASE or name in text:
                text = pattern.sub(instead.replace("\\", r"\\"), text)
        for name, instead in self.speakers.items():
            said = f"as {name} {speak(name)} reported to say"
            text = text.replace(said, f"as {instead} is reported to say")
        for hedge in self.hedges:
            text = text.replace(f"“{hedge}”", f"“{LEFT_OUT}”")
        return text


def redact(case: Case) -> Redaction:
    """The case with its sources called by letters."""
    met = list(_every(case))
    sources = [each for each in met if isinstance(each, Source)]
    cited = [each.source for each in met if isinstance(each, Citation)]
    ids = list(dict.fromkeys((*case.readings, *(source.id for source in sources), *cited)))
    letters = dict(zip(ids, _letters(len(ids)), strict=True))
    actors = [each for each in met if isinstance(each, Actor)]
    known = {name for actor in actors for name in (actor.name, *actor.also)}
    marks = [each for each in met if isinstance(each, Marks)]
    spoke = dict.fromkeys(each.attributed_to for each in marks if each.attributed_to)
    others = [name for name in spoke if name not in known]
    names = {
        name: instead
        for source in sources
        for name, instead in _names(source, f"Source {letters[source.id]}")
    }
    return Redaction(
        _case(case, letters),
        {
            **{name: names[name] for name in sorted(names, key=len, reverse=True)},
            **{f"{_TOKEN}{letter}": f"Source {letter}" for letter in letters.values()},
        },
        dict(zip(others, (f"Speaker {at}" for at in _letters(len(others))), strict=True)),
        frozenset(each.hedged for each in marks if each.hedged),
    )


def _letters(count: int) -> Iterator[str]:
    """So many names in their order: A, B, C; of more than 26 all have as many letters."""
    width = 1
    while 26**width < count:
        width += 1
    for at in range(count):
        yield "".join(chr(65 + at // 26**place % 26) for place in reversed(range(width)))


def _names(source: Source, instead: str) -> Iterator[tuple[str, str]]:
    """(what would tell which source it is, what is said instead)."""
    yield from ((name, instead) for name in (source.outlet, source.author) if name)
    if source.title:
        yield source.title, f"[the title of {instead}]"
    for text in (source.url, source.file, source.note, source.sha256):
        if text:
            yield text, LEFT_OUT
    for person in re.split(r"[,;]| and ", source.author):
        *_, last = person.split() or [""]
        if _SURNAME.fullmatch(last):
            yield from ((name, instead) for name in (person.strip(), last))


# --- the case -------------------------------------------------------------------------------------


def _every(value: Any) -> Iterator[Any]:
    """Every record in a case, each before those inside it."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for each in value:
            yield from _every(each)
    elif is_dataclass(value) and not isinstance(value, (*_CONDITIONS, Place)):
        yield value
        for part in fields(value):
            if part.name != "model":
                yield from _every(getattr(value, part.name))


def _case(case: Case, letters: Mapping[str, str]) -> Case:
    ids = {id: f"{_TOKEN}{letter}" for id, letter in letters.items()}

    def file(name: str) -> str:
        path = PurePosixPath(name)
        return str(path.with_stem(ids[path.stem])) if path.stem in ids else name

    def changed(value: Any) -> Any:
        match value:
            case Place():
                return replace(value, file=file(value.file))
            case Citation():
                return replace(value, source=ids[value.source])
            case Source():
                records = {
                    number: replace(record, gloss="", place=changed(record.place))
                    for number, record in value.records.items()
                }
                return Source(
                    ids[value.id],
                    date=value.date,
                    date_is=value.date_is,
                    language=value.language,
                    records=records,
                    place=changed(value.place),
                )
            case Evidence():
                value = replace(value, origin=ids.get(value.origin, value.origin))
            case tuple():
                return tuple(map(changed, value))
            case Mapping():
                return {key: changed(part) for key, part in value.items()}
        if not is_dataclass(value) or isinstance(value, _CONDITIONS):
            return value
        parts = {part.name: getattr(value, part.name) for part in fields(value) if part.init}
        new = {name: changed(part) for name, part in parts.items() if name != "model"}
        return replace(value, **new)  # type: ignore[type-var]

    whole: Case = changed(case)
    return replace(
        whole,
        name="case",
        readings={ids[id]: overlay for id, overlay in whole.readings.items()},
        sources={ids[id]: source for id, source in whole.sources.items()},
    )


# --- the report -----------------------------------------------------------------------------------


@cache
def _prose_of(kind: Any) -> frozenset[str]:
    """The fields of a record that hold words: no ids, no days, no words of ours from a fixed list."""
    hints = typing.get_type_hints(kind)
    return frozenset(
        part.name
        for part in fields(kind)
        if part.name not in _NO_PROSE and hints[part.name] in (str, tuple[str, ...])
    )


def _told(value: Any, prose: Callable[[str], str], speakers: Mapping[str, str]) -> Any:
    """A piece of a document with its prose changed and its ids made letters."""
    if isinstance(value, tuple):
        return tuple(_told(each, prose, speakers) for each in value)
    if not is_dataclass(value):
        return value
    new: dict[str, Any] = {}
    kind: Any = type(value)
    words = _prose_of(kind)
    for part in fields(value):
        old = getattr(value, part.name)
        if part.name not in words:
            new[part.name] = _told(old, prose, speakers)
        elif isinstance(old, tuple):
            new[part.name] = tuple(map(prose, old))
        else:
            new[part.name] = prose(old)
    match value:
        case Clause():
            new["citations"] = tuple(map(_letter, value.citations))
            new["lines"] = tuple(map(_letter, value.lines))
            new["hedge"] = LEFT_OUT if value.hedge else ""
            new["speaker"] = speakers.get(value.speaker, new["speaker"])
        case Use():
            new |= {"line": _letter(value.line), "clause": "", "readings": value.readings}
            new["readings"] = tuple(map(_letter, value.readings))
        case Shelf():
            new["source"] = _letter(value.source)
        case Part():
            new["id"] = _letter(value.id)
    return replace(value, **new)  # type: ignore[type-var]


def _letter(text: str) -> str:
    return text.replace(_TOKEN, "")
