"""From accepted records to a first case, or to more of one, for a person to finish in an editor.

Only what a person accepted goes in, each line with the sentence it rests on. What an actor wants is
never guessed: its list says `undecided` until somebody decides, and what may speak of it stands beside
it as comments, without an order. What found no place is named in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from standoff.case.format.line import ACTOR_NAME
from standoff.case.format.source import Text, add_records, make_record
from standoff.case.make.extend import entries, extended
from standoff.citation import Source
from standoff.condition import OPTION_ID, RESERVED
from standoff.text.annotation import (
    AUTHOR,
    Annotation,
    Attribution,
    Cannot,
    Conclusion,
    Event,
    Line,
    Mark,
    Mention,
    Name,
    Offer,
    Option,
    Record,
    Span,
    When,
    Wish,
)
from standoff.text.find.word.lexicon import known_code, short_names, slug

Read: TypeAlias = tuple[Source, str, Annotation]
MOST = 9  # words of a text in a row: more would be a quotation, and a case holds none
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
    unplaced: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    old: frozenset[str] = frozenset()

    def leave(self, source: str, words: str) -> None:
        """Name in the file of a source what found no place."""
        self.unplaced.setdefault(source, []).append(words)

    def cite(self, source: str, number: int) -> str:
        self.cited.setdefault(source, set()).add(number)
        return f"{source}#s{number}"


def draft(read: Sequence[Read], title: str = "", case: Mapping[str, str] | None = None) -> Draft:
    """A case from what was accepted in one or more sources, or what they add to one.

    read  per source: what is known about it, its text, its records
    case  the files of the case there is, by their paths in its folder; nothing in them is changed
          but for what is added
    Two or more sources give a base with what they share and a reading for each; one gives one file.
    The draft passes `check` but for warnings; `to_decide` says in words what it leaves open.
    """
    work = _Work()
    if case:
        _know(case, work)
    for _, _, annotation in read:
        _gather_actors(annotation, work)
    offers = {s.id: list(_offers(s.id, text, a, work)) for s, text, a in read}
    for source, text, annotation in read:
        _gather_options(source.id, text, annotation, work)
    own = {
        source.id: [
            *_wants(source.id, text, annotation, work),
            *_section("offers", offers[source.id]),
            *_section("forecasts", _forecasts(source.id, annotation, work)),
            *_section("precedents", _timeline(source.id, annotation, work)),
            *_rest(source.id, annotation, work),
        ]
        for source, text, annotation in read
    }
    if case:
        files = _added(read, case, own, offers, work)
    else:
        question = _flow(title) if _line(title) else "to be named"
        base = [f"{_HEAD}case: {question}", "", *_sources(read)]
        base += ["", *_actors(work), "", *_options(work), ""]
        files = {}
        if len(read) == 1:
            source = read[0][0]
            now = "now: []   # to be decided: what is done today"
            base += [*_at(source), now, "", *own[source.id]]
        else:
            base += ["now: []   # to be decided: what is done today, in all readings", ""]
            for source, _, _ in read:
                files[f"readings/{source.id}.yaml"] = _reading(source, own[source.id])
        files = {"case.yaml": _joined(base), **files}
    files = {**files, **_records(read, work, case or {})}
    _say_what_is_open(work, title, new=not case)
    return Draft(files, tuple(work.to_decide))


def _reading(source: Source, own: Sequence[str]) -> str:
    return _joined([f"# What {source.id} says, at its own time.", *_at(source), "", *own])


# --- more of a case that is there -----------------------------------------------------------------


def _know(case: Mapping[str, str], work: _Work) -> None:
    """The actors and options of a case, so that what is drafted goes to them."""
    base = case.get("case.yaml", "")
    for name in entries(base, "actors"):
        work.known[known_code(name.replace("-", " ")) or slug(name)] = name
    short = {slug(name): name for name in entries(base, "actors")}
    work.known = {**work.known, **{c: n for c, n in short.items() if c not in work.known}}
    for key, words in entries(base, "options").items():
        actor, _, id = key.rpartition(".")
        code = next((c for c, n in work.known.items() if n == actor), slug(actor))
        work.deeds[id] = _Deed(id, code, words.partition("[")[0].strip(), [])
    work.old = frozenset(work.deeds)
    for code, name in work.known.items():
        if name not in work.names.values():
            work.names[code] = name
            work.also[code] = []


def _added(
    read: Sequence[Read],
    case: Mapping[str, str],
    own: Mapping[str, Sequence[str]],
    offers: Mapping[str, Sequence[str]],
    work: _Work,
) -> dict[str, str]:
    """The files of a case with what is new put at the end of their sections."""
    base = case.get("case.yaml", "")
    there = {"sources": entries(base, "sources"), "actors": entries(base, "actors")}
    new = {
        "sources": [
            line for (source, _, _), line in zip(read, list(_sources(read))[1:], strict=True)
            if source.id not in there["sources"]
        ],
        "actors": [line for line in list(_actors(work))[1:] if _key(line) not in there["actors"]],
        "options": [line for line in list(_options(work))[1:] if _deed_of(line) not in work.old],
    }  # fmt: skip
    for section, lines in new.items():
        longer = extended(base, section, lines)
        if longer is None:
            work.to_decide.append(f"case.yaml: put these under `{section}`: {'; '.join(lines)}")
        else:
            base = longer
    files = {"case.yaml": base}
    for source, _, _ in read:
        path = f"readings/{source.id}.yaml"
        if path not in case and source.id not in there["sources"]:
            files[path] = _reading(source, own[source.id])
            continue
        target = path if path in case else "case.yaml"
        text = files.get(target, case.get(target, ""))
        fresh = [line for line in offers[source.id] if _same_line(line) not in _same_line(text)]
        longer = extended(text, "offers", fresh)
        if longer is None:
            work.to_decide.append(f"{target}: put these under `offers`: {'; '.join(fresh)}")
            continue
        notes = [row for row in own[source.id] if row.startswith("#") and row not in longer]
        files[target] = longer.rstrip("\n") + "\n" + "".join(f"{row}\n" for row in notes)
    return files


def _key(line: str) -> str:
    return line.strip().partition(":")[0]


def _deed_of(line: str) -> str:
    return _key(line).rpartition(".")[2]


def _same_line(words: str) -> str:
    return " ".join(words.split())


def _joined(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).rstrip()) + "\n"


def _kept(annotation: Annotation, kind: type[Record]) -> Iterator[Record]:
    return (r for r in annotation.of(kind) if r.accepted)


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
    if actor not in work.names and slug(actor) in work.known:
        work.names[actor] = work.known[slug(actor)]
        work.also[actor] = []
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
        words = record.quote or record.phrase
        _deed(record.actor, words, cite, work, _attributed(record, annotation, work))


def _deed(actor: str, phrase: str, cite: str, work: _Work, mark: str = "") -> _Deed:
    """The option for a phrase, its words whole: the one there is with the same telling words, or a
    new one."""
    words = re.sub(r"[^\w\s'’,-]", " ", phrase).strip(" ,-").removeprefix("to ")
    words = _short(words) if re.search(r"[^\W_]", words) else _UNWORDED
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


def _short(words: str) -> str:
    """A span of a text in one line, whole unless it is so long that it would be a quotation."""
    return " ".join(_line(words).split()[:MOST])


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
            work.leave(source, f"offer {source}#s{number}: say who gives what for what")
            continue
        if record.answer == "denied":
            work.leave(source, f"offer {source}#s{number}: denied, so on no table")
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


def _wants(source: str, text: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield `undecided` for every actor, with what may speak of its wishes beside it, unordered."""
    yield "wants:   # to be decided, most important first; `silent` only where the source says nothing"
    for actor, name in dict.fromkeys(work.names.items()):
        sentences = {
            annotation.sentence_at(r.start).number
            for r in annotation.records
            if r.accepted and actor in _who(r)
        }
        places = ", ".join(f"{source}#s{n}" for n in sorted(sentences))
        yield f"  {name}: undecided" + (f"   # to be decided: see {places}" if places else "")
        for record in _kept(annotation, Wish):
            assert isinstance(record, Wish)
            if record.actor == actor:
                number = annotation.sentence_at(record.start).number
                yield f"  # wish? {record.direction}: {_short(record.quote)}  [{source}#s{number}]"
    yield ""


def _rest(source: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield as comments what may become a line, and what was accepted and found no place."""
    for record in (*_kept(annotation, Cannot), *_kept(annotation, Conclusion)):
        word = "cannot?" if isinstance(record, Cannot) else "concludes?"
        number = annotation.sentence_at(record.start).number
        yield f"# {word} {_short(record.quote)}  [{source}#s{number}]"
    for line in _kept(annotation, Line):
        assert isinstance(line, Line)
        whose = f" of {line.whose}" if line.whose else ""
        number = annotation.sentence_at(line.start).number
        work.to_decide.append(f"{source}#s{number}: an accepted line; put it into `{line.section}`")
        yield f"# {line.section}{whose}: {_line(line.line)}"
    left = work.unplaced.get(source, [])
    if left:
        yield "# Accepted, and without a place here:"
        yield from (f"#   {words}" for words in left)


def _who(record: Record) -> tuple[str, ...]:
    """The actors whose wishes a record may tell of."""
    match record:
        case Option() | Wish():
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


_PRECEDENT = re.compile(r"\bprecedent\b", re.IGNORECASE)


def _timeline(source: str, annotation: Annotation, work: _Work) -> Iterator[str]:
    """Yield the events that a person marked as precedents, in the order of their dates.

    An event is so marked by the word `precedent` in its note. Others are no precedents: they are
    named in the file, as is one without a date.
    """
    dates = [w for w in _kept(annotation, When) if isinstance(w, When)]
    lines: list[tuple[str, str]] = []
    for record in _kept(annotation, Event):
        assert isinstance(record, Event)
        number = annotation.sentence_at(record.start).number
        who = " and ".join(_name_of(a, work) for a in record.source) or "somebody"
        whom = " and ".join(_name_of(a, work) for a in record.target)
        gloss = f"{who}: {record.category.lower()}" + (f", toward {whom}" if whom else "")
        if not _PRECEDENT.search(record.note):
            work.leave(source, f"event {source}#s{number}: {gloss} ({record.status})")
            continue
        when = next((w for w in dates if annotation.sentence_at(w.start).number == number), None)
        if when is None or not when.earliest or not when.latest:
            work.to_decide.append(f"{source}#s{number}: an event without a date of its own")
            work.leave(source, f"precedent without a date {source}#s{number}: {gloss}")
            continue
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
        if source.private:
            given.append("private: yes")
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


def _records(read: Sequence[Read], work: _Work, case: Mapping[str, str]) -> Mapping[str, str]:
    """The stand-off record of each cited source; glosses are left for a person to write."""
    files: dict[str, str] = {}
    for source, characters, annotation in read:
        numbers = sorted(work.cited.get(source.id, ()))
        text = Text(source.file, source.sha256, characters, annotation.sentences)
        new = [make_record(number, text) for number in numbers]
        path = f"sources/{source.id}.yaml"
        files[path] = add_records(case.get(path, ""), source.id, source.sha256, new)
    return files


def _say_what_is_open(work: _Work, title: str, *, new: bool) -> None:
    if not title and new:
        work.to_decide.insert(0, "the question of the case (its title)")
    wishes = ", ".join(dict.fromkeys(work.names.values()))
    if wishes:
        work.to_decide.append(f"what each wants, most important first: {wishes}")
    work.to_decide.append("what is done today (now), what is impossible, what cannot be undone")
    glosses = sum(len(numbers) for numbers in work.cited.values())
    if glosses:
        work.to_decide.append(f"the glosses of {glosses} cited sentences, in your own words")
