"""From accepted records to a first case, for a person to finish in an editor.

Only what a person accepted goes in, each line with the sentence it rests on. What an actor wants is
never guessed: its list says `silent` until somebody decides, and the sentences that may speak of it
stand beside it as comments. Words of a text stay out: a few words name an option, nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from standoff.case.format.line import ACTOR_NAME
from standoff.case.format.source import Text, add_records, make_record
from standoff.citation import Source
from standoff.condition import OPTION_ID, RESERVED
from standoff.text.annotation import (
    AUTHOR,
    Annotation,
    Attribution,
    Event,
    Mark,
    Mention,
    Name,
    Offer,
    Option,
    Record,
    Span,
    When,
)
from standoff.text.find.lexicon import short_names, slug

Read: TypeAlias = tuple[Source, str, Annotation]
_WORDS = (
    6  # of a text in an option's description: enough to know it again, too few to be a quotation
)
_UNWORDED = "to be worded"  # where nothing of a phrase can stand in the line
_SMALL = frozenset(
    "a an the to of its their his her in on for with from and or any some all that this".split()
)
_HEAD = """\
# Drafted from accepted records. Every line cites its sentence; say under each option, in your own words,
# what it means, then decide what is left: `standoff check .` lists what is missing.
"""


@dataclass(frozen=True)
class Draft:
    """The files of a case by their paths in its folder, and what a person has still to decide."""

    files: Mapping[str, str]
    to_decide: tuple[str, ...]


@dataclass(frozen=True)
class _Deed:
    """An option of the draft: id, its actor's code, a few words, and the sentences it rests on."""

    id: str
    actor: str
    words: str
    cites: list[str]
    mark: str = ""


@dataclass
class _Work:
    """What has been gathered so far; one draft, used once."""

    names: dict[str, str] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=dict)
    deeds: dict[str, _Deed] = field(default_factory=dict)
    cited: dict[str, set[int]] = field(default_factory=dict)
    to_decide: list[str] = field(default_factory=list)

    def cite(self, source: str, number: int) -> str:
        self.cited.setdefault(source, set()).add(number)
        return f"{source}#s{number}"


def draft(read: Sequence[Read], title: str = "") -> Draft:
    """A first case from what was accepted in one or more sources.

    read  per source: what is known about it, its text, its records
    Two or more sources give a base with what they share and a reading for each; one gives one file.
    The draft passes `check` but for warnings; `to_decide` says in words what it leaves open.
    """
    work = _Work()
    for _, _, annotation in read:
        _gather_actors(annotation, work)
    offers = {s.id: list(_offers(s.id, text, a, work)) for s, text, a in read}
    for source, text, annotation in read:
        _gather_options(source.id, text, annotation, work)
    own = {
        source.id: [
            *_wants(source.id, annotation, work),
            *_section("offers", offers[source.id]),
            *_section("forecasts", _forecasts(source.id, annotation, work)),
            *_section("precedents", _timeline(source.id, annotation, work)),
        ]
        for source, _, annotation in read
    }
    question = _flow(title) if _line(title) else "to be named"
    base = [f"{_HEAD}case: {question}", "", *_sources(read)]
    base += ["", *_actors(work), "", *_options(work), ""]
    files: dict[str, str] = {}
    if len(read) == 1:
        source = read[0][0]
        base += [*_at(source), "now: []   # to be decided: what is done today", "", *own[source.id]]
    else:
        base += ["now: []   # to be decided: what is done today, in all readings", ""]
        for source, _, _ in read:
            lines = [
                f"# What {source.id} says, at its own time.",
                *_at(source),
                "",
                *own[source.id],
            ]
            files[f"readings/{source.id}.yaml"] = _joined(lines)
    files = {"case.yaml": _joined(base), **files, **_records(read, work)}
    _say_what_is_open(work, title)
    return Draft(files, tuple(work.to_decide))


def _joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).rstrip()) + "\n"


def _kept(annotation: Annotation, kind: type[Record]) -> Iterator[Record]:
    return (r for r in annotation.of(kind) if r.state in ("accepted", "edited"))


# --- actors ---------------------------------------------------------------------------------------


def _gather_actors(annotation: Annotation, work: _Work) -> None:
    """Names for every actor that an accepted record speaks of, with the forms the texts use."""
    for record in _kept(annotation, Mention):
        if isinstance(record, Mention) and record.via != "place":
            _name_of(record.actor, work)
            forms = work.also[record.actor]
            form = _line(record.quote)
            if form and form not in forms and form != work.names[record.actor]:
                forms.append(form)
    for record in _kept(annotation, Name):
        if isinstance(record, Name):
            _name_of(record.slug, work)


def _name_of(actor: str, work: _Work) -> str:
    """The name a case calls an actor by: a state's short name, else its slug with capitals."""
    if actor not in work.names:
        name = short_names().get(actor) or "-".join(w.capitalize() for w in actor.split("-"))
        name = re.sub(r"[^\w-]+", "-", name).strip("-")
        if not ACTOR_NAME.fullmatch(name):
            name = f"Actor-{slug(name)}"
        work.names[actor] = name
        work.also[actor] = []
    return work.names[actor]


# --- options and offers -----------------------------------------------------------------------------


def _gather_options(source: str, text: str, annotation: Annotation, work: _Work) -> None:
    for record in _kept(annotation, Option):
        assert isinstance(record, Option)
        cite = work.cite(source, annotation.sentence_at(record.start).number)
        _deed(record.actor, record.phrase, cite, work, _attributed(record, annotation, work))


def _deed(actor: str, phrase: str, cite: str, work: _Work, mark: str = "") -> _Deed:
    """The option for a phrase: the one there is with the same telling words, or a new one."""
    words = (
        " ".join(re.sub(r"[^\w\s'’-]", " ", phrase).split()[:_WORDS]).removeprefix("to ")
        or _UNWORDED
    )
    telling = _telling(words)
    for known in work.deeds.values():
        if known.actor == actor and _telling(known.words) == telling:
            if cite not in known.cites:
                known.cites.append(cite)
            return known
    _name_of(actor, work)
    base = _option_id(telling)
    names = (base, *(f"{base}_{n}" for n in range(2, len(work.deeds) + 2)))
    id = next(n for n in names if n not in work.deeds)
    return work.deeds.setdefault(id, _Deed(id, actor, words, [cite], mark))


def _telling(words: str) -> tuple[str, ...]:
    """What is left of a phrase without its small words."""
    return tuple(w for w in slug(words).split("-") if w not in _SMALL)


def _option_id(telling: Sequence[str]) -> str:
    """Two telling words as an id: `lift_sanctions`."""
    id = re.sub(r"[^a-z0-9_]", "", "_".join(telling[:2])) or "deed"
    if not OPTION_ID.fullmatch(id) or id in RESERVED:
        id = f"do_{id}"
    return id


def _offers(source: str, text: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield the lines of accepted offers; one without both sides is said to be open."""
    for record in _kept(annotation, Offer):
        assert isinstance(record, Offer)
        number = annotation.sentence_at(record.start).number
        if not (record.giver and record.taker and record.gives and record.wants):
            work.to_decide.append(f"{source}#s{number}: an offer; say who gives what for what")
            continue
        cite = work.cite(source, number)
        gives = _deed(record.giver, _words(text, record.gives), cite, work)
        takes = _deed(record.taker, _words(text, record.wants), cite, work)
        mark = _attributed(record, annotation, work)
        answer = record.answer if record.answer in ("accepted", "refused", "open") else "unknown"
        giver, taker = work.names[record.giver], work.names[record.taker]
        yield f"  - {giver} gives {gives.id} for {taker}.{takes.id}  [{cite}]{mark}; {answer}"


def _words(text: str, span: Span) -> str:
    return text[span[0] : span[1]]


def _attributed(record: Record, annotation: Annotation, work: _Work) -> str:
    """The mark for what somebody else is reported to say, if that was accepted too."""
    for said in _kept(annotation, Attribution):
        assert isinstance(said, Attribution)
        inside = said.content[0] <= record.start and record.end <= said.content[1]
        same = said.start < record.end and record.start < said.end and record.KIND == "offer"
        if said.holder != AUTHOR and (inside or same):
            return f" attributed to {_name_of(said.holder, work)}"
    return ""


# --- what a reading says ------------------------------------------------------------------------------


def _wants(source: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield `silent` for every actor, with the sentences that may speak of its wishes beside it."""
    yield "wants:   # to be decided: `silent` only where the source says nothing"
    for actor, name in work.names.items():
        sentences = {
            annotation.sentence_at(r.start).number
            for r in annotation.records
            if r.state in ("accepted", "edited") and actor in _who(r)
        }
        places = ", ".join(f"{source}#s{n}" for n in sorted(sentences)[:8])
        yield f"  {name}: silent" + (f"   # to be decided: see {places}" if places else "")
    yield ""


def _who(record: Record) -> tuple[str, ...]:
    """The actors whose wishes a record may tell of."""
    match record:
        case Option():
            return (record.actor,)
        case Offer():
            return (record.giver, record.taker)
        case Attribution():
            return (record.holder,)
    return ()


def _forecasts(source: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    seen: set[int] = set()
    for record in _kept(annotation, Mark):
        assert isinstance(record, Mark)
        number = annotation.sentence_at(record.start).number
        if record.kind == "forecast" and number not in seen:
            seen.add(number)
            cite = work.cite(source, number)
            work.to_decide.append(f"{cite}: a forecast; say in your own words what will be")
            yield f'  - "to be worded: what {cite} expects" by open  [{cite}]'


def _timeline(source: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield accepted events in the order of their dates; those without a date are left to a person."""
    dates = [w for w in _kept(annotation, When) if isinstance(w, When)]
    lines: list[tuple[str, str]] = []
    for record in _kept(annotation, Event):
        assert isinstance(record, Event)
        number = annotation.sentence_at(record.start).number
        when = next((w for w in dates if annotation.sentence_at(w.start).number == number), None)
        if when is None or not when.earliest or not when.latest:
            work.to_decide.append(f"{source}#s{number}: an event without a date of its own")
            continue
        who = " and ".join(_name_of(a, work) for a in record.source) or "somebody"
        whom = " and ".join(_name_of(a, work) for a in record.target)
        gloss = f"{who}: {record.category.lower()}" + (f", toward {whom}" if whom else "")
        days = when.earliest if when.earliest == when.latest else f"{when.earliest}/{when.latest}"
        cite = work.cite(source, number)
        lines.append((when.earliest, f'  - "{gloss} ({record.status})" by {days}  [{cite}]'))
    for _, line in sorted(lines):
        yield line


def _section(name: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"{name}:", *found, ""] if found else []


# --- the parts of the base ------------------------------------------------------------------------------


def _sources(read: Sequence[Read]) -> Iterator[str]:
    yield "sources:"
    for source, _, _ in read:
        facts = {"title": source.title, "author": source.author, "outlet": source.outlet}
        given = [f"{k}: {_flow(v)}" for k, v in facts.items() if v]
        if source.date is not None:
            given.append(f"date: {source.date}")
        yield f'  "{source.id}": {{{", ".join(given)}}}'


def _flow(value: str) -> str:
    """A scalar between braces: quoted, so that nothing in it is read as YAML."""
    return '"' + _line(value).replace("\\", "\\\\").replace('"', "'") + '"'


def _line(value: str) -> str:
    """One line of plain characters."""
    return "".join(c for c in " ".join(value.split()) if c.isprintable())


def _actors(work: _Work) -> Iterator[str]:
    yield "actors:   # who can decide; `also` holds the names the texts use"
    if not work.names:
        work.to_decide.append("no mention was accepted: a case needs actors")
    for actor, name in work.names.items():
        also = ", ".join(_flow(form) for form in work.also[actor])
        yield f"  {name}: {{also: [{also}]}}" if also else f"  {name}: {{}}"


def _options(work: _Work) -> Iterator[str]:
    yield "options:   # who could do what; put it into your own words"
    if not work.deeds:
        work.to_decide.append("no option was accepted: a case needs what somebody could do")
    for deed in work.deeds.values():
        name = f"{work.names[deed.actor]}.{deed.id}:"
        yield f"  {name} {deed.words}  [{' '.join(deed.cites)}]{deed.mark}"


def _at(source: Source) -> list[str]:
    return [f"at: {source.date}"] if source.date is not None else []


def _records(read: Sequence[Read], work: _Work) -> Mapping[str, str]:
    """The stand-off record of each cited source; glosses are left for a person to write."""
    files: dict[str, str] = {}
    for source, characters, annotation in read:
        numbers = sorted(work.cited.get(source.id, ()))
        text = Text(source.file, source.sha256, characters, annotation.sentences)
        new = [make_record(number, text) for number in numbers]
        files[f"sources/{source.id}.yaml"] = add_records("", source.id, source.sha256, new)
    return files


def _say_what_is_open(work: _Work, title: str) -> None:
    if not title:
        work.to_decide.insert(0, "the question of the case (its title)")
    wishes = ", ".join(work.names.values())
    if wishes:
        work.to_decide.append(f"what each wants, most important first: {wishes}")
    work.to_decide.append("what is done today (now), what is impossible, what cannot be undone")
    glosses = sum(len(numbers) for numbers in work.cited.values())
    if glosses:
        work.to_decide.append(f"the glosses of {glosses} cited sentences, in your own words")
