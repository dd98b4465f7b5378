"""Edits of a reading's lines: one table of kinds, what each changes and where, and who says so.

An edit takes one line away, puts one in its place, adds one, or lets two neighbours change places; a
person can make it in the file by hand. Every written line takes part in one edit of a set at most, so a
set of edits has one meaning whatever its order. Wishes added at the same place stand in the order in
which the edits are listed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.analysis import voice
from standoff.analysis.voice import Says, equivalent
from standoff.case.entry import Assumption, Marks, Reading, Section, Stance, Wants
from standoff.case.format.line import print_line
from standoff.case.ranks import ranks_of, tiers
from standoff.condition import Condition, Var, as_literal, literal, names
from standoff.problem import Place
from standoff.record import plain

NO_MARKS = Marks()


@dataclass(frozen=True)
class Edit:
    """One change of one line.

    `old` is the line as written (None: a line is added), `new` the line as it would be (None: it
    goes). `rank`: the added wish comes before this rank of the actor's list as written, counted from 0.
    `other`: the line that changes places with `old`.
    """

    kind: str
    old: Assumption | None
    new: Assumption | None
    place: Place
    rank: int | None = None
    other: Assumption | None = None

    @property
    def line(self) -> Assumption:
        """The line it is about."""
        line = self.new if self.old is None else self.old
        assert line is not None
        return line

    @property
    def section(self) -> Section:
        return self.line.section

    @property
    def actor(self) -> str | None:
        """Whose list it changes."""
        return self.line.actor

    @cached_property
    def takes(self) -> frozenset[Assumption | tuple[str, str]]:
        """What no other edit of a set may take as well: the lines written, or the line added."""
        written = [line for line in (self.old, self.other) if line is not None]
        if not written:
            assert self.new is not None
            return frozenset({(f"{self.section} {self.actor}", str(self.new.condition))})
        if self.section is Section.FACTS:
            return frozenset({("fact", str(self.line.fact))})
        return frozenset(written)

    @property
    def text(self) -> str:
        """What it changes, in one clause, in the names of the reading."""
        return KINDS[self.kind].say(self)

    def plain(self) -> dict[str, Any]:
        """What it changes, where, and the line as written and as it would be."""
        return {
            "edit": self.text,
            "kind": self.kind,
            "file": self.place.file,
            "line": self.place.line,
            "was": plain(self.old),
            "becomes": None if self.new is None else print_line(self.new),
        }


@dataclass(frozen=True)
class Kind:
    """A kind of edit: how it is said, and every edit of the kind that a reading allows."""

    name: str
    words: str
    say: Callable[[Edit], str]
    every: Callable[
        [Reading, Sequence[Reading]], Iterator[Edit]
    ]  # of a reading, among all readings


# --- the kinds ----------------------------------------------------------------------------------


Every = Callable[[Reading, Sequence[Reading]], Iterator[Edit]]


def _off(kind: str, lines: Callable[[Reading], Iterable[Assumption]]) -> Every:
    return lambda reading, _: (Edit(kind, line, None, line.place) for line in lines(reading))


def _own(every: Callable[[Reading], Iterator[Edit]]) -> Every:
    return lambda reading, _: every(reading)


def _wishes(reading: Reading) -> Iterator[Assumption]:
    for wants in reading.wants.values():
        yield from wants.lines


def opposites(reading: Reading) -> Iterator[Edit]:
    """Each wish that is a bare literal, negated."""
    for line in _wishes(reading):
        if (known := _literal(line)) is not None:
            new = _as_made(replace(line, condition=literal(known[0], not known[1])))
            yield Edit("opposite", line, new, line.place)


def today(reading: Reading) -> Iterator[Edit]:
    """Each line of `now`, the other way round."""
    for line in reading.now:
        known = _literal(line)
        assert known is not None
        new = _as_made(replace(line, condition=literal(known[0], not known[1])))
        yield Edit("today", line, new, line.place)


def flips(reading: Reading) -> Iterator[Edit]:
    """Each fact that is set, set the other way."""
    for line in reading.settings:
        if (known := _literal(line)) is not None:
            new = _as_made(replace(line, condition=literal(known[0], not known[1])))
            yield Edit("fact", line, new, line.place)


def settings(reading: Reading) -> Iterator[Edit]:
    """Each fact on which the reading is silent, set to yes and to no."""
    known = {line.fact: line for line in reading.settings}
    for fact in reading.facts:
        old = known.get(fact.id)
        if old is not None and old.condition is not None:
            continue
        place = fact.place if old is None else old.place
        for value in (True, False):
            wanted = literal(fact.id, value)
            new = Assumption(Section.FACTS, wanted, (), NO_MARKS, place, fact=fact.id)
            yield Edit("settle", old, new, place)


def untold(reading: Reading) -> Iterator[Edit]:
    """Each option of which `now` says nothing, taken today."""
    written = {
        name for line in reading.now if line.condition is not None for name in names(line.condition)
    }
    for option in reading.options:
        name = option.name
        if name not in written:
            place = reading.now[-1].place if reading.now else option.place
            new = Assumption(Section.NOW, Var(name), (), NO_MARKS, place)
            yield Edit("untold", None, new, place)


def swaps(reading: Reading) -> Iterator[Edit]:
    """Two neighbours of a list change places (not those that share their rank with others)."""
    for wants in reading.wants.values():
        for upper, lower in itertools.pairwise(tiers(wants.lines)):
            if len(upper) == len(lower) == 1:
                yield Edit("swap", upper[0], lower[0], upper[0].place, other=lower[0])


def additions(reading: Reading) -> Iterator[Edit]:
    """A bare literal over one of its own options, at every rank of each actor's list.

    A literal over an option of others is the same before and after every move the actor can make, so
    it never changes what the actor does.
    """
    for actor in reading.actors:
        own = (option.name for option in reading.options if option.actor == actor.name)
        for name, value in itertools.product(own, (True, False)):
            yield from _added("wish", reading, actor.name, literal(name, value))


def borrowed(reading: Reading, readings: Sequence[Reading]) -> Iterator[Edit]:
    """Each wish that another reading has for an actor, at every rank of the actor's list here.

    Left out: what names an option or a fact that is not declared here, what says nothing about the
    actor's own options, what stands in the list already, and bare literals (see `additions`).
    """
    for actor in reading.actors:
        own = {option.full for option in reading.options if option.actor == actor.name}
        known = list(_wanted(reading, actor.name))
        for other in readings:
            for wish in _wanted(other, actor.name):
                if not set(names(wish)) & own or as_literal(wish):
                    continue
                if any(equivalent(wish, old) for old in known) or not declared(reading, wish):
                    continue
                known.append(wish)
                yield from _added("borrowed", reading, actor.name, reading.printed(wish))


def _added(kind: str, reading: Reading, actor: str, wish: Condition) -> Iterator[Edit]:
    wants = reading.wants.get(actor)
    if wants is not None and wants.stance in (Stance.RANKING, Stance.WEIGHTS):
        return
    place = (
        wants.place
        if wants is not None
        else next(a.place for a in reading.actors if a.name == actor)
    )
    new = Assumption(Section.WANTS, wish, (), NO_MARKS, place, actor)
    for rank in range(len(tiers(wants.lines)) + 1 if wants is not None else 1):
        yield Edit(kind, None, new, place, rank)


def _wanted(reading: Reading, actor: str) -> Iterator[Condition]:
    lines = reading.wants[actor].lines if actor in reading.wants else ()
    return (line.condition for line in lines if line.condition is not None)


def one_way(reading: Reading) -> Iterator[Edit]:
    """Each option, either way: once so, never otherwise (what is so today then stays so)."""
    written = {known for line in reading.no_way_back if (known := _literal(line)) is not None}
    for option in reading.options:
        for value in (True, False):
            name = option.name
            if (name, value) not in written:
                place = reading.no_way_back[-1].place if reading.no_way_back else option.place
                wanted = literal(name, value)
                new = Assumption(Section.NO_WAY_BACK, wanted, (), NO_MARKS, place)
                yield Edit("one-way", None, new, place)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                "off",
                "a wish dropped",
                lambda e: f"{e.actor} no longer wants {e.line.condition}",
                _off("off", _wishes),
            ),
            Kind(
                "opposite",
                "a bare wish negated",
                lambda e: f"{e.actor} wants {_new(e).condition} instead of {e.line.condition}",
                _own(opposites),
            ),
            Kind(
                "swap",
                "two neighbouring wishes changing places",
                lambda e: f"{e.actor} wants {_new(e).condition} more than {e.line.condition}",
                _own(swaps),
            ),
            Kind(
                "wish",
                "a bare wish added, about an option of one's own",
                lambda e: f"{e.actor} wants {e.line.condition}",
                _own(additions),
            ),
            Kind(
                "borrowed",
                "a wish added that another reading has for the actor",
                lambda e: f"{e.actor} wants {e.line.condition}",
                borrowed,
            ),
            Kind(
                "possible",
                "a line of `impossible` dropped",
                lambda e: f"{e.line.condition} is possible",
                _off("possible", lambda reading: reading.impossible),
            ),
            Kind(
                "way back",
                "a line of `no_way_back` dropped",
                lambda e: f"{e.line.condition} can be undone",
                _off("way back", lambda reading: reading.no_way_back),
            ),
            Kind(
                "one-way",
                "a line of `no_way_back` added",
                lambda e: _stays(_new(e)),
                _own(one_way),
            ),
            Kind(
                "fact",
                "a fact the other way round",
                lambda e: f"it is a fact that {_new(e).condition}",
                _own(flips),
            ),
            Kind(
                "settle",
                "a fact settled on which the text is silent",
                lambda e: f"it is a fact that {_new(e).condition}",
                _own(settings),
            ),
            Kind(
                "today",
                "a line of `now` the other way round",
                lambda e: f"today: {_new(e).condition}",
                _own(today),
            ),
            Kind(
                "untold",
                "an option taken today of which `now` says nothing",
                lambda e: f"today: {_new(e).condition}",
                _own(untold),
            ),
        )
    }
)
WRITTEN = ("off", "opposite", "possible", "way back", "fact", "today")
"""What robustness changes: the lines as written."""
IMPLIED = ("settle", "untold")
"""What no line says and robustness changes only when asked."""
CHANGING = (
    *("off", "opposite", "swap", "wish", "borrowed"),
    *("possible", "way back", "one-way", "fact", "settle"),
)
"""The edit space of the smallest change: everything but today's situation."""


def edits(
    reading: Reading, kinds: Iterable[str], readings: Sequence[Reading] = ()
) -> tuple[Edit, ...]:
    """Every edit of these kinds that the reading allows; `readings` are those to borrow wishes from."""
    return tuple(edit for kind in kinds for edit in KINDS[kind].every(reading, readings))


def _new(edit: Edit) -> Assumption:
    assert edit.new is not None
    return edit.new


def _stays(line: Assumption) -> str:
    known = _literal(line)
    assert known is not None
    return f"{known[0]} cannot be {'undone' if known[1] else 'done any more'}"


def _literal(line: Assumption) -> tuple[str, bool] | None:
    return None if line.condition is None else as_literal(line.condition)


def _as_made(line: Assumption) -> Assumption:
    """A line nobody wrote cites nothing."""
    return replace(line, citations=(), marks=NO_MARKS)


# --- making them --------------------------------------------------------------------------------


def together(chosen: Iterable[Edit]) -> bool:
    """Whether no two of the edits take the same line."""
    taken = [item for edit in chosen for item in edit.takes]
    return len(taken) == len(set(taken))


def edited(reading: Reading, chosen: Sequence[Edit]) -> Reading:
    """The reading with the edits made."""
    by_section: dict[Section, list[Edit]] = {}
    for edit in chosen:
        by_section.setdefault(edit.section, []).append(edit)
    changed: dict[str, Any] = {}
    for section, own in by_section.items():
        if section is Section.WANTS:
            changed["wants"] = _wants(reading, own)
        else:
            lines = _LINES[section]
            changed[lines] = _lines(getattr(reading, lines), own)
    return replace(reading, **changed) if changed else reading


_LINES: Mapping[Section, str] = MappingProxyType(
    {
        Section.FACTS: "settings",
        Section.NOW: "now",
        Section.IMPOSSIBLE: "impossible",
        Section.NO_WAY_BACK: "no_way_back",
    }
)
"""Where a reading has the lines of a section that edits change."""


def _lines(lines: tuple[Assumption, ...], chosen: Sequence[Edit]) -> tuple[Assumption, ...]:
    if not chosen:
        return lines
    changed = {edit.old: edit.new for edit in chosen if edit.old is not None}
    kept = (changed.get(line, line) for line in lines)
    added = (edit.new for edit in chosen if edit.old is None)
    return tuple(line for line in (*kept, *added) if line is not None)


def _wants(reading: Reading, chosen: Iterable[Edit]) -> Mapping[str, Wants]:
    wants = dict(reading.wants)
    for actor in dict.fromkeys(edit.actor for edit in chosen):
        assert actor is not None
        lines = rewritten(reading, actor, [edit for edit in chosen if edit.actor == actor])
        old = wants.get(actor)
        place = old.place if old is not None else lines[0].place
        wants[actor] = Wants(actor, Stance.STATEMENTS, place, lines)
    return wants


def rewritten(reading: Reading, actor: str, chosen: Iterable[Edit]) -> tuple[Assumption, ...]:
    """An actor's list with the edits made, most important first."""
    ranks = reranked(ranks_of(reading, actor), chosen)
    return tuple(_tied(line, at > 0) for rank in ranks for at, line in enumerate(rank))


def _tied(line: Assumption, tied: bool) -> Assumption:
    return line if line.tied is tied else replace(line, tied=tied)


def reranked(
    ranks: Sequence[tuple[Assumption, ...]], chosen: Iterable[Edit]
) -> list[tuple[Assumption, ...]]:
    """A list by ranks with the edits made."""
    changed: dict[Assumption, Assumption | None] = {}
    added: dict[int, list[Assumption]] = {}
    for edit in chosen:
        if edit.old is None:
            assert edit.rank is not None
            added.setdefault(edit.rank, []).append(_new(edit))
            continue
        changed[edit.old] = edit.new
        if edit.other is not None:
            changed[edit.other] = edit.old
    made: list[tuple[Assumption, ...]] = []
    for at in range(len(ranks) + 1):
        made += [(line,) for line in added.get(at, ())]
        if at < len(ranks):
            rank = ranks[at]
            if not changed.keys().isdisjoint(rank):
                kept = (changed.get(line, line) for line in rank)
                rank = tuple(line for line in kept if line is not None)
            if rank:
                made.append(rank)
    return made


# --- who says so --------------------------------------------------------------------------------


def says(edit: Edit, readings: Iterable[Reading]) -> Says:
    """Who among the readings asserts or denies what an edit brings, the edited line itself included."""
    if edit.kind == "swap":
        return Says()
    brought = voice.says(edit.new, readings) if edit.new is not None else Says()
    return brought + (voice.says(edit.old, readings, gone=True) if edit.old is not None else Says())


def declared(reading: Reading, condition: Condition) -> bool:
    """Whether the reading has every option and fact that a condition with full names speaks of."""
    return set(names(condition)) <= {*reading.option, *(fact.id for fact in reading.facts)}
