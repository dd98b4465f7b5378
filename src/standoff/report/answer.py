"""The answer in words: where each reading comes to rest, what becomes of its author's conclusions.

Said as carefully as it was computed: what nothing moves is never the author being right, a gap never
the author being wrong, and what rests on no sentence is counted aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from standoff.analysis.judge import verdict
from standoff.analysis.judge.compare import Answer, Judged
from standoff.analysis.judge.fidelity import Judgement
from standoff.analysis.judge.premise import Premise
from standoff.analysis.judge.verdict import By, Verdict
from standoff.case.entry import Assumption, Reading
from standoff.case.reading import BASE
from standoff.citation import Source
from standoff.condition import Condition, Not, parse_condition
from standoff.problem import ConditionError
from standoff.report.evidence import Cite, Evidence, Said
from standoff.report.phrase import Phrases, when

# What makes a conjunct so, and how its lines are introduced.
_BY: Mapping[By, tuple[str, str]] = MappingProxyType(
    {
        By.MOVED: ("what the actors want brings it about", "The lines that decide the moves:"),
        By.HELD: ("whoever could undo it would lose by that", "The lines by which it would lose:"),
        By.BARRED: ("nobody can undo it", "What bars it:"),
        By.INERT: ("so from the start: nothing brings it about, nothing defends it", ""),
    }
)


@dataclass(frozen=True)
class Badge:
    """A verdict as a word; `kind` is what the colour follows."""

    word: str
    kind: str  # follows, idle, gap, against, open


@dataclass(frozen=True)
class Support:
    """What makes a part of a conclusion so; `lines` are sets of lines, `term` says what they do."""

    text: str
    by: str
    term: str
    lines: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True)
class Voice:
    """A reading that says a premise, or its opposite."""

    reading: str
    says: bool
    cites: tuple[Cite, ...]


@dataclass(frozen=True)
class Lacking:
    """A premise that would make a conclusion follow, and what the texts say of it."""

    text: str
    voices: tuple[Voice, ...]
    restates: bool
    variant: bool

    @property
    def said(self) -> str:
        """Whether some text says it, denies it, or nobody speaks of it."""
        if self.variant:
            return "set down beside the reading, not part of it"
        kinds = {voice.says for voice in self.voices}
        if not kinds:
            return "nobody says it"
        if len(kinds) == 2:
            return "the texts disagree on it"
        return "said by" if True in kinds else "denied by"


@dataclass(frozen=True)
class Finding:
    """An author's conclusion, judged."""

    said: Said
    badge: Badge
    by: tuple[Support, ...]
    rests_on: tuple[tuple[Said, ...], ...]
    restates: bool
    flips: tuple[str, ...]
    elsewhere: tuple[int, int] | None
    lacking: tuple[Lacking, ...]
    tried: int

    @property
    def real(self) -> tuple[Lacking, ...]:
        """The premises that are more than the conclusion itself as a wish."""
        return tuple(premise for premise in self.lacking if not premise.restates)

    @property
    def own(self) -> tuple[Lacking, ...]:
        """The conclusion itself as a wish."""
        return tuple(premise for premise in self.lacking if premise.restates)


@dataclass(frozen=True)
class Rest:
    """Where a reading comes to rest in some worlds: situations as deeds, those new since today marked."""

    worlds: str
    situations: tuple[tuple[tuple[str, bool], ...], ...]
    undone: tuple[str, ...]  # what was done today and is no longer
    as_today: bool
    complete: bool

    @property
    def cycle(self) -> bool:
        return len(self.situations) > 1


@dataclass(frozen=True)
class Answered:
    """One reading's answer."""

    key: str
    id: str
    label: str
    title: str
    author: str
    published: str
    at: str
    rests: tuple[Rest, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    unknown: tuple[str, ...]  # actors of whose wishes nothing is known


def reading(answer: Answer, answers: Sequence[Answer], evidence: Evidence, key: str) -> Answered:
    """One reading with its conclusions judged; the others are asked about its missing premises."""
    reading = answer.reading
    source = reading.sources.get(reading.id)
    return Answered(
        key,
        reading.id,
        label(reading),
        reading.title,
        source.author if source else "",
        published(source),
        when(reading.at) if reading.at else "",
        tuple(_rests(answer)),
        tuple(_finding(judged, answer, answers, evidence) for judged in answer.judged),
        answer.grounding,
        answer.unsupported,
    )


def label(reading: Reading) -> str:
    """A reading's short name: its id and its outlet; of a case without readings, `the reading`."""
    source = reading.sources.get(reading.id)
    name = source.outlet or source.author if source else ""
    variant = f" ({reading.variant})" if reading.variant else ""
    id = "the reading" if reading.id == BASE else reading.id
    return f"{id} {name}".strip() + variant


def published(source: Source | None) -> str:
    """When a text came out, and whether that is inferred; empty where nobody knows."""
    if source is None or source.date is None:
        return ""
    return when(source.date) + (" (date inferred)" if source.date_is == "inferred" else "")


# --- where it comes to rest ---------------------------------------------------------------------


def _rests(answer: Answer) -> Iterable[Rest]:
    phrases = Phrases(answer.reading)
    known: dict[tuple[tuple[tuple[str, ...], ...], bool, tuple[str, ...]], list[str]] = {}
    for course in answer.courses:
        space = course.world.model.space
        today = frozenset(space.taken(course.world.model.today[0]))
        world = phrases.world(course.world.open)
        for end in course.ends:
            place = (end.taken, course.evolution.complete, tuple(sorted(today)))
            known.setdefault(place, []).append(world)
    for (taken, complete, today_), worlds in known.items():
        today = frozenset(today_)
        undone = [name for name in today_ if all(name not in situation for situation in taken)]
        yield Rest(
            "" if len(worlds) >= len(answer.courses) else "; or ".join(worlds),
            tuple(
                tuple((phrases.literal(name, True), name not in today) for name in situation)
                for situation in taken
            ),
            tuple(phrases.literal(name, False) for name in undone),
            all(frozenset(situation) == today for situation in taken),
            complete,
        )


# --- conclusions --------------------------------------------------------------------------------


def badge(found: Judgement) -> Badge:
    """The verdict in a few words."""
    match found.verdict:
        case Verdict.FOLLOWS if not found.supported:
            return Badge("so, but nothing moves it", "idle")
        case Verdict.FOLLOWS if found.restates:
            return Badge("follows, restating its lines", "follows")
        case Verdict.FOLLOWS:
            return Badge("follows", "follows")
        case Verdict.FAILS if found.opposed:
            return Badge("goes against its own lines", "against")
        case Verdict.FAILS:
            return Badge("a premise is missing", "gap")
        case _:
            return Badge("cannot be decided", "open")


def _finding(
    judged: Judged, answer: Answer, answers: Sequence[Answer], evidence: Evidence
) -> Finding:
    found, phrases = judged.judgement, Phrases(answer.reading)

    def said(lines: Iterable[Assumption]) -> tuple[Said, ...]:
        return tuple(evidence.said(line, phrases.line(line)) for line in lines)

    return Finding(
        evidence.said(found.conclusion, phrases.conclusion(found.conclusion)),
        badge(found),
        tuple(
            Support(phrases.text(s.conjunct), *_BY[s.by], tuple(map(said, _one_by_one(s))))
            for s in found.by
        ),
        tuple(map(said, found.rests_on)),
        found.restates,
        tuple(phrases.text(name) for name in found.flips),
        found.elsewhere,
        tuple(
            Lacking(
                phrases.premise(premise),
                tuple(_voices(premise, answer.reading, answers, evidence)),
                premise.restates,
                premise.kind == "variant",
            )
            for premise in judged.missing.premises
        ),
        judged.missing.tried,
    )


def _one_by_one(found: verdict.Support) -> Iterable[Iterable[Assumption]]:
    """The sets that bar, each whole; of lines that move or hold together, each by itself."""
    if found.by is By.BARRED:
        return found.lines
    return [(line,) for lines in found.lines for line in lines]


def _voices(
    premise: Premise, reading: Reading, answers: Iterable[Answer], evidence: Evidence
) -> Iterable[Voice]:
    """The readings in which a line says the premise, or its opposite."""
    try:
        condition = parse_condition(premise.condition)
    except ConditionError:  # a variant goes by its name
        return
    for other in answers:
        for line in _spoken(other.reading, premise):
            if line.condition is None:
                continue
            if line.condition == condition:
                says = premise.kind != "drop" and not line.marks.denied
                if premise.kind == "drop" and other.reading.id == reading.id:
                    continue  # the very line that would have to go
            elif opposite(line.condition, condition):
                says = line.marks.denied
            else:
                continue
            yield Voice(other.reading.id, says, evidence.cites(line))
            break


def _spoken(reading: Reading, premise: Premise) -> Iterable[Assumption]:
    """The lines of a reading in which the premise could stand."""
    denied = [line for line in reading.denied if line.actor == premise.actor]
    if premise.kind == "fact":
        return (*reading.settings, *denied)
    if premise.kind == "drop":
        return (*reading.impossible, *reading.no_way_back)
    wants = reading.wants.get(premise.actor or "")
    return (*(wants.lines if wants else ()), *denied)


def opposite(one: Condition, other: Condition) -> bool:
    """Whether one is the other's negation."""
    return one == Not(other) or other == Not(one)
