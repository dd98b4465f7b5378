"""What a reading assumes, its files, and who can press whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from standoff.app.web.show.line import entries, in_sentence, line_view, maker, stance, wishes
from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.case import ActorView, Block, CaseView, FileRow, FileView
from standoff.app.web.view.line import LineView
from standoff.app.web.view.word import Choice
from standoff.case.entry import Assumption, Reading, Section, Wants
from standoff.case.reading import sources_of
from standoff.case.syntax import SECTIONS
from standoff.condition import Implies, literals, names
from standoff.problem import UnknownName
from standoff.report.document import Cell, Document, Row, Table, note
from standoff.report.english import GLOSSARY, English, label, published
from standoff.report.tell.report import further

MOST_LISTED = 12
"""Options of a published model beyond which its situations are not listed."""

MOST_RANKED = 64
"""Situations of a published ranking that are listed."""

BLOCKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "facts": ("What is taken as a fact", "settings"),
        "now": ("How things stand today", "now"),
        "impossible": ("What cannot happen together", "impossible"),
        "no_way_back": ("What cannot be undone", "no_way_back"),
        "offers": ("Offers", "offers"),
        "author_concludes": ("What the author concludes", "conclusions"),
        "forecasts": ("Forecasts", "forecasts"),
        "precedents": ("Precedents", "precedents"),
        "motives": ("Motives", "motives"),
        "evidence": ("Evidence", "evidence"),
        "questions": ("Questions", "questions"),
    }
)


_AS_TEXT = ("motives", "evidence", "questions")
"""Sections of entries with keys of their own: a line is no form for them."""


def case(state: State, reading: str, variant: str = "") -> CaseView:
    """What a reading assumes."""
    snapshot = state.snapshot()
    merged, found = snapshot.merged(reading, variant)
    english = English(merged)
    own = snapshot.file_of(reading)
    source = merged.sources.get(reading)
    return CaseView(
        reading=reading,
        title=merged.title,
        at=str(merged.at or ""),
        source=" · ".join(filter(None, (label(merged), published(source) if source else ""))),
        actors=tuple(_actors(snapshot, merged, english, own)),
        blocks=tuple(_blocks(snapshot, merged, english, own)),
        **_counts(state, snapshot, reading, variant),
        files=files(snapshot),
        problems=snapshot.troubles(found.problems),
        press=press(merged) if merged.model is None else stable(merged) if _small(merged) else None,
        published=snapshot.case.model is not None,
        maker=maker(snapshot, reading, variant),
    )


def _counts(state: State, snapshot: Snapshot, reading: str, variant: str) -> dict[str, str]:
    """How many situations are possible and stable, once that is known."""
    late = state.answers.get(("late", *state.answer_key(snapshot, reading, variant)), {})
    record = late.get(2, {}).get("answer") if late else None
    if not record:
        return {}
    options = len(snapshot.merged(reading, variant)[0].options)
    told = {"possible": f"{record['states']:,} of {2**options:,} situations possible"}
    nash = record["equilibria"].get("NASH")
    if nash is not None:
        told["stable"] = f"in {nash:,} of them nobody gains by moving"
    return told


def _actors(snapshot: Snapshot, merged: Reading, english: English, own: str) -> Iterator[ActorView]:
    for at, actor in enumerate(merged.actors):
        options = (each for each in merged.options if each.actor == actor.name)
        wants = merged.wants.get(actor.name)
        ranked: tuple[LineView, ...] = ()
        if _small(merged) and actor.name in merged.model.makers:
            ranked = tuple(_ranking(english, merged.model, merged.model.maker(actor.name)))
        file = snapshot.name_of(wants.place.file if wants else actor.place.file)
        given = str(wants.stance) if wants else "ranking" if ranked else "missing"
        yield ActorView(
            name=actor.name,
            also=actor.also,
            options=tuple(
                line_view(snapshot, english, each, own, words=each.gloss or each.id)
                for each in options
            ),
            stance=given,
            stance_words="" if ranked else stance(wants),
            wishes=ranked or (_list(snapshot, english, wants, own) if wants else ()),
            inherited=file if wants is not None and file != own else "",
            file=file,
            line=(wants or actor).place.line,
            mark=at,
            within=actor.within or "",
        )


def _list(snapshot: Snapshot, english: English, wants: Wants, own: str) -> tuple[LineView, ...]:
    if wants.lines:
        return wishes(snapshot, english, wants, own)
    ranked = (
        (state, state.tier + 1, ", ".join(map(str, state.taken)) or "nothing is done")
        for state in wants.ranking
    )
    weighed = (
        (each, at, f"{each.name} counts {each.value:g}")
        for at, each in enumerate(wants.weights, start=1)
    )
    return tuple(
        line_view(snapshot, english, entry, own, rank=rank, words=words)
        for entry, rank, words in (*ranked, *weighed)
    )


def _blocks(snapshot: Snapshot, merged: Reading, english: English, own: str) -> Iterator[Block]:
    for section, (name, slot) in BLOCKS.items():
        entries = [*getattr(merged, slot)]
        if section in ("facts", "now", "impossible", "no_way_back"):
            key = Section(section)
            entries += [line for line in merged.denied if line.section is key]
        if section == "facts":
            entries = [*merged.facts, *entries]
        lines = tuple(line_view(snapshot, english, entry, own) for entry in entries)
        meaning = SECTIONS[section].meaning if section in SECTIONS else ""
        yield Block(section, name, meaning, lines, own, section not in _AS_TEXT)
    for heading, found in further(merged):
        lines = tuple(line_view(snapshot, english, entry, own) for entry in found)
        if lines:
            yield Block(heading, heading, "changed in the file, as text", lines, own, False)


def files(snapshot: Snapshot) -> tuple[FileRow, ...]:
    """The files of a case."""
    wrong = [snapshot.name_of(problem.place.file) for problem in snapshot.found.problems]
    return tuple(
        FileRow(name, f"/file/{name}", text.count("\n") + 1, wrong.count(name))
        for name, text in snapshot.files.items()
        if name.endswith(".yaml")
    )


def _small(reading: Reading) -> bool:
    """Whether it is a published model whose situations can be listed while a person waits."""
    return reading.model is not None and len(reading.options) <= MOST_LISTED


def stable(reading: Reading) -> Document:
    """Of a published model: which situations are stable, for whom and by which concept."""
    from standoff.analysis.solved import solved
    from standoff.case.build import build
    from standoff.gmcr.concept.law import solve
    from standoff.gmcr.concept.table import USUAL
    from standoff.report.tell.model.solve import tell

    (world,) = build(reading)
    return tell(solved(reading, world, solve(world.model, USUAL).settle()))


def _ranking(english: English, model: Any, maker: int) -> Iterator[LineView]:
    """Of a published model: one decision maker's situations, most preferred first."""
    space, prefers = model.space, model.preferences[maker]
    scored = sorted(
        ((prefers.score(space, int(code)), int(code)) for code in space.codes), reverse=True
    )
    rank, before = 0, None
    for score, code in scored[:MOST_RANKED]:
        tied = score == before
        rank, before = rank + (not tied), score
        taken = space.taken(code)
        yield LineView(
            words=english.situation(taken),
            raw=", ".join(map(str, taken)) or "nothing",
            file="model.json",
            line=0,
            column=0,
            rank=rank,
            tied=tied,
        )
    if len(scored) > MOST_RANKED:
        more = f"and {len(scored) - MOST_RANKED:,} more situations"
        yield LineView(more, "", "model.json", 0, 0, rank=rank + 1)


def press(reading: Reading) -> Document | None:
    """Who can press whom: a wish of one actor that names an option of another."""
    rows: list[Row] = []
    english = English(reading)
    for wants in reading.wants.values():
        for rank, line in enumerate(wants.lines, start=1):
            for name, kind in _pressed(reading, wants.actor, line):
                told = english.told(line)
                cells = (Cell((note(wants.actor),)), Cell((note(kind),)), Cell((told,)))
                rows.append(
                    Row(reading.owner[name], (*cells, Cell((note(str(rank)),), number=True)))
                )
    if not rows:
        return None
    columns = ("Who can press", "whom", "how", "the wish", "its rank")
    table = Table("Who can press whom", columns, tuple(rows))
    return Document("Who can press whom", (table,), glossary=GLOSSARY)


def _pressed(reading: Reading, actor: str, line: Assumption) -> Iterator[tuple[str, str]]:
    if line.condition is None:
        return
    if isinstance(line.condition, Implies):
        own = [n for n in names(line.condition.right) if reading.owner.get(n) == actor]
        if own:
            for name in dict.fromkeys(names(line.condition.left)):
                if reading.owner.get(name, actor) != actor:
                    yield name, f"would answer with {reading.option[own[0]].gloss or own[0]}"
            return
    for name, value in sorted(literals(line.condition)):
        if reading.owner.get(name, actor) != actor:
            yield name, "wants it" if value else "fears it"


def file(state: State, name: str) -> FileView:
    """A file as text. Raises UnknownName."""
    snapshot = state.snapshot()
    if name not in snapshot.files:
        raise UnknownName("file", name, snapshot.files)
    found = snapshot.found
    here = [p for p in found.problems if snapshot.name_of(p.place.file) == name]
    warned = [p for p in found.warnings if snapshot.name_of(p.place.file) == name]
    every = {p for id in snapshot.readings for p in snapshot.merged(id)[1].problems}
    here += sorted(p for p in every if snapshot.name_of(p.place.file) == name and p not in here)
    return FileView(
        name,
        snapshot.files[name],
        snapshot.hashes[name],
        snapshot.troubles(here),
        snapshot.troubles(warned, "warning"),
        _completions(snapshot),
        _hovers(state, snapshot, name),
        state.readonly,
    )


def _completions(snapshot: Snapshot) -> Mapping[str, tuple[Choice, ...]]:
    actors: dict[str, str] = {}
    options: dict[str, str] = {}
    facts: dict[str, str] = {}
    for name in snapshot.readings:
        merged = snapshot.merged(name)[0]
        actors |= {actor.name: ", ".join(actor.also) for actor in merged.actors}
        options |= {str(option.name): option.gloss for option in merged.options}
        facts |= {fact.id: fact.gloss for fact in merged.facts}
    cites = {
        f"{source.id}#s{number}": record.gloss
        for source in sources_of(snapshot.case).values()
        for number, record in source.records.items()
    }
    keys = {key: row.meaning for key, row in SECTIONS.items()}
    every = {"keys": keys, "actors": actors, "options": options, "facts": facts, "cites": cites}
    return {
        kind: tuple(Choice(value, gloss or value) for value, gloss in known.items())
        for kind, known in every.items()
    }


def _hovers(state: State, snapshot: Snapshot, name: str) -> Mapping[int, str]:
    """Each line in words, with the sentences it cites."""
    said = state.verbatim(snapshot)
    sources = sources_of(snapshot.case)
    hovers: dict[int, str] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        for entry in entries(merged):
            if snapshot.name_of(entry.place.file) != name or entry.place.line in hovers:
                continue
            told = [in_sentence(english, entry)]
            for citation in getattr(entry, "citations", ()):
                for number in citation.sentences:
                    record = (
                        sources[citation.source].records.get(number)
                        if citation.source in sources
                        else None
                    )
                    text = said.get((citation.source, number)) or (record.gloss if record else "")
                    if text:
                        told.append(f"{citation.source} s{number}: {text}")
            hovers[entry.place.line] = "\n".join(told)
    return hovers
