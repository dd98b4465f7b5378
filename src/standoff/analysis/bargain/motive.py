"""Why an actor acted: each motive tried in the model, and the evidence that may tell motives apart.

A motive is a list of wishes. It is tried *alone* (it replaces the actor's list: what the motive by itself
explains) and *leading* (it stands above the actor's list: what it explains beside everything else the
reading says of the actor). How an act is tried, and what may become of it: `trial`.

A motive whose move is decided by the bare act alone *restates* it: it wants the act because it wants the
act. These words are constructions of this project (`docs/how-to/why-did-they-act.md`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from standoff.analysis.asking import Around, Command
from standoff.analysis.bargain.apart import Apart, Rival, tell_apart
from standoff.analysis.bargain.evidence import Table, weigh
from standoff.analysis.bargain.trial import Outcome, Trial, known, trials, wanting, weakest
from standoff.case.entry import Assumption, Motive, Question, Reading
from standoff.citation import Period
from standoff.condition import Condition, as_literal, literal
from standoff.problem import ConditionError, NotComputed, UnknownName
from standoff.spoken import typed_condition


@dataclass(frozen=True, eq=False)
class Tested:
    """A motive, tried in every world of a reading: alone, and leading the actor's own list."""

    ALSO = MappingProxyType(
        {
            **{name: name for name in ("actor", "why", "denied", "attributed_to", "hedged")},
            **{name: name for name in ("outcome", "restates", "tied", "decides", "wants")},
            "named_in": "reading",
            "tested_in": "tested_in",
        }
    )
    HIDDEN = ("motive", "source", "reading")
    NAMED = MappingProxyType({"label": "id"})

    label: str
    motive: Motive
    source: Reading  # the reading that names it
    reading: Reading  # the reading it is tried in
    alone: tuple[Trial, ...]
    leading: tuple[Trial, ...]

    @property
    def actor(self) -> str:
        return self.motive.actor

    @property
    def why(self) -> Mapping[str, Any]:
        """The motive as the reading has it, with what it cites."""
        return {"text": self.motive.why, "citations": self.motive.citations, "computed": False}

    @property
    def denied(self) -> bool:
        """Whether the text denies it."""
        return self.motive.marks.denied

    @property
    def attributed_to(self) -> str | None:
        """Who is reported to name it, where that is not the author."""
        return self.motive.marks.attributed_to

    @property
    def hedged(self) -> str | None:
        """The words by which the text hedges it."""
        return self.motive.marks.hedged

    @property
    def named_in(self) -> str:
        """The reading that names it."""
        return self.source.id

    @property
    def tested_in(self) -> str:
        """The reading that it is tried in."""
        return self.reading.id

    @property
    def wants(self) -> tuple[Assumption, ...]:
        """The wishes it consists of, most important first."""
        return self.motive.wants

    @property
    def outcome(self) -> Outcome:
        """The weakest outcome of the motive by itself: it has to explain the act in every world."""
        return weakest(self.alone)

    @property
    def restates(self) -> bool:
        return any(trial.restates(self.motive.act) for trial in self.alone)

    @property
    def tied(self) -> bool:
        """Whether by the motive alone another move is as good, in some world."""
        return any(trial.tied for trial in self.alone)

    @property
    def does(self) -> bool:
        """Whether, leading the actor's list, it leaves the act an improvement, in every world."""
        return all(trial.taken is not None for trial in self.leading)

    @property
    def decides(self) -> bool:
        """Whether, leading the actor's list, it is the motive that decides, in every world."""
        own = {line.place for line in self.motive.wants}
        return self.does and all(
            {line.place for line in trial.lines} & own for trial in self.leading
        )

    @property
    def leading_lines(self) -> tuple[Assumption, ...]:
        """The lines that decide the act where the motive leads the actor's list."""
        return tuple(dict.fromkeys(line for trial in self.leading for line in trial.lines))


@dataclass(frozen=True, eq=False)
class Episode:
    """An act at one time: its motives tried, the readings' own lists tried, and the evidence.

    find_out  what to look for to tell the first two motives apart; None of one motive, or where not asked
    """

    ALSO = MappingProxyType({"outcomes": "written"})
    HIDDEN = ("written",)
    NAMED = MappingProxyType({"tested": "motives", "table": "evidence"})

    act: Condition
    at: Period | None
    tested: tuple[Tested, ...]
    written: Mapping[str, tuple[Trial, ...]]
    table: Table
    find_out: Apart | None = None

    @property
    def outcomes(self) -> Mapping[str, tuple[Outcome, ...]]:
        """Reading -> what becomes of the act under its own list of the actor's, in each world."""
        return {id: tuple(trial.outcome for trial in own) for id, own in self.written.items()}

    @property
    def overall(self) -> Mapping[str, Outcome]:
        """Reading -> the weakest of these."""
        return {id: weakest(own) for id, own in self.written.items()}

    @property
    def rivals(self) -> tuple[Tested, ...]:
        """The motives, those first that explain the act best.

        By the evidence; where nobody has rated that, those that the text does not deny before others, then
        the stronger outcome, then what does not restate the act, then as declared.
        """
        order = list(Outcome)
        if self.table.is_rated:
            ranked = self.table.ranked
            return tuple(sorted(self.tested, key=lambda one: ranked.index(one.label)))
        return tuple(
            sorted(
                self.tested, key=lambda one: (one.denied, -order.index(one.outcome), one.restates)
            )
        )

    def asking(self, readings: Sequence[Reading]) -> Episode:
        """The same with what to look for next; `readings` are those whose lists are taken."""
        if len(self.tested) < 2:
            return self
        first, second = (Rival(one.label, one.motive, one.reading) for one in self.rivals[:2])
        return replace(self, find_out=tell_apart(first, second, readings))


@dataclass(frozen=True, eq=False)
class Inquiry:
    """Why an act was done: its motives, each time apart."""

    episodes: tuple[Episode, ...]


def why(
    cases: Sequence[Reading], act: str, value: bool = True, within: Reading | None = None
) -> tuple[Episode, ...]:
    """An act's motives by time, each tried in the reading that names it.

    cases   the readings to look through; those of overlapping times speak of one act
    within  the reading to try them all in: those of its time whose options it has
    raises  UnknownName  no reading has the option
            NotComputed  no motive for the act is written down
    """
    having = [reading for reading in cases if act in _options(reading)]
    if not having or (within is not None and act not in _options(within)):
        raise UnknownName("option", act, [name for reading in cases for name in _options(reading)])
    groups = [g for g in _by_time(having) if within is None or _same_time(within, g)]
    tried = (_episode(group, act, value, within) for group in groups)
    episodes = tuple(episode for episode in tried if episode.tested)
    if not episodes:
        raise NotComputed(
            f"cannot be answered: it lacks a motive for `{literal(act, value)}`; "
            "write some under `motives`"
        )
    return episodes


def _options(reading: Reading) -> dict[str, str]:
    """Every name of an option that can be typed -> the name the reading uses."""
    return dict(reading.typed)


def _by_time(cases: Iterable[Reading]) -> list[list[Reading]]:
    """The readings grouped by times that overlap; a reading without a time stands with its like."""
    groups: list[list[Reading]] = []
    for reading in sorted(cases, key=lambda c: (c.at is None, c.at and c.at.earliest, c.id)):
        last = groups[-1] if groups else []
        if last and _same_time(reading, last):
            last.append(reading)
        else:
            groups.append([reading])
    return groups


def _same_time(reading: Reading, others: Iterable[Reading]) -> bool:
    return any(_overlap(reading.at, other.at) for other in others)


def _overlap(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.earliest <= other.latest and other.earliest <= one.latest


def _episode(cases: Sequence[Reading], act: str, value: bool, within: Reading | None) -> Episode:
    done = {reading.id: literal(_options(reading)[act], value) for reading in cases}
    motives = [(c, motive) for c in cases for motive in c.motives if motive.act == done[c.id]]
    ids = [motive.id for _, motive in motives]
    labels = [f"{c.id}.{m.id}" if ids.count(m.id) > 1 else m.id for c, m in motives]
    tested = tuple(
        _tested(reading, motive, label, within)
        for label, (reading, motive) in zip(labels, motives, strict=True)
        if within is None or known(motive, within)
    )
    items = (item for reading in cases for item in reading.evidence if item.act == done[reading.id])
    at = next((reading.at for reading in cases if reading.at is not None), None)
    lists = cases if within is None else (within,)
    written = {c.id: trials(c, literal(_options(c)[act], value)) for c in lists}
    return Episode(done[cases[0].id], at, tested, written, weigh(labels, items))


def _tested(reading: Reading, motive: Motive, label: str, within: Reading | None) -> Tested:
    court = within or reading
    wants = court.wants.get(motive.actor)
    own = wants.lines if wants is not None else ()
    return Tested(
        label,
        motive,
        reading,
        court,
        trials(wanting(court, motive, ()), motive.act),
        trials(wanting(court, motive, tuple(line for line in own if line.condition)), motive.act),
    )


# --- as a question --------------------------------------------------------------------------------


def command(put: Command) -> Iterator[Inquiry]:
    """Why an act was done, in all readings, or tried in the one that was named; ConditionError for no act."""
    act = as_literal(typed_condition(put.about))
    if act is None:
        raise ConditionError("an act is one option, as Russia.pull, or `not` and one option")
    within = next(iter(put.asked)) if put.within else None
    with put.progress(f"trying the motives of {put.about}"):
        episodes = why(put.every, *act, within)
        yield Inquiry(tuple(episode.asking(put.every) for episode in episodes))


def asked(reading: Reading, question: Question, around: Around) -> tuple[Episode, ...]:
    """The times of the act for which the reading names a motive."""
    episodes = why(around.readings, *_act(question))
    return tuple(
        episode.asking(around.readings)
        for episode in episodes
        if any(tested.source.id == reading.id for tested in episode.tested)
    )


def mark(reading: Reading, question: Question) -> Hashable:
    """What becomes of the act under each motive of the reading."""
    name, value = _act(question)
    act = literal(_options(reading)[name], value)
    return tuple(
        (motive.id, weakest(trials(wanting(reading, motive, ()), motive.act)))
        for motive in reading.motives
        if motive.act == act
    )


def _act(question: Question) -> tuple[str, bool]:
    ((name, (value,)),) = question.acts.items()
    return name, value
