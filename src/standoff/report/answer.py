"""The answer in words: where each reading comes to rest, what becomes of its author's conclusions.

Said as carefully as it was computed: what nothing moves is never the author being right, a gap never
the author being wrong, and what rests on no sentence is counted aloud.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from standoff.analysis.compare import Answer, Judged
from standoff.analysis.fidelity import Judgement
from standoff.analysis.premise import Premise
from standoff.analysis.verdict import By, Verdict
from standoff.case.entry import Assumption, Case
from standoff.citation import Source
from standoff.problem import ConditionError
from standoff.report.evidence import Cite, Evidence, Said
from standoff.report.phrase import Phrases, counted, join, when
from standoff.statement import Condition, Not, literal, names, parse_condition

_NAMED = 3  # choices named in the lead on which the ends agree, and on which they split

_BY: Mapping[By, str] = MappingProxyType(
    {
        By.MOVED: "what the actors want brings it about",
        By.HELD: "whoever could undo it would lose by that",
        By.BARRED: "nobody can undo it",
        By.INERT: "so from the start: nothing brings it about, nothing defends it",
    }
)


@dataclass(frozen=True)
class Badge:
    """A verdict as a word; `kind` is what the colour follows."""

    word: str
    kind: str  # follows, idle, gap, against, open


@dataclass(frozen=True)
class Support:
    """What makes a part of a conclusion so, and the lines that bar its undoing."""

    text: str
    by: str
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
class Reading:
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


def reading(answer: Answer, answers: Sequence[Answer], evidence: Evidence, key: str) -> Reading:
    """One reading with its conclusions judged; the others are asked about its missing premises."""
    case = answer.case
    source = case.sources.get(case.reading)
    return Reading(
        key,
        case.reading,
        label(case),
        case.title,
        source.author if source else "",
        published(source),
        when(case.at) if case.at else "",
        tuple(_rests(answer)),
        tuple(_finding(judged, answer, answers, evidence) for judged in answer.judged),
        answer.grounding,
        answer.unsupported,
    )


def label(case: Case) -> str:
    """A reading's short name: its id and its outlet."""
    source = case.sources.get(case.reading)
    name = source.outlet or source.author if source else ""
    variant = f" ({case.variant})" if case.variant else ""
    return f"{case.reading} {name}".strip() + variant


def published(source: Source | None) -> str:
    """When a text came out, and whether that is inferred; empty where nobody knows."""
    if source is None or source.date is None:
        return ""
    return when(source.date) + (" (date inferred)" if source.date_is == "inferred" else "")


# --- where it comes to rest ---------------------------------------------------------------------


def _rests(answer: Answer) -> Iterable[Rest]:
    phrases = Phrases(answer.case)
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
    found, phrases = judged.judgement, Phrases(answer.case)

    def said(lines: Iterable[Assumption]) -> tuple[Said, ...]:
        return tuple(evidence.said(line, phrases.line(line)) for line in lines)

    return Finding(
        evidence.said(found.conclusion, phrases.conclusion(found.conclusion)),
        badge(found),
        tuple(
            Support(phrases.text(s.conjunct), _BY[s.by], tuple(map(said, s.lines)))
            for s in found.by
        ),
        tuple(map(said, found.rests_on)),
        found.restates,
        tuple(phrases.text(name) for name in found.flips),
        found.elsewhere,
        tuple(
            Lacking(
                phrases.premise(premise),
                tuple(_voices(premise, answer.case, answers, evidence)),
                premise.restates,
                premise.kind == "variant",
            )
            for premise in judged.missing.premises
        ),
        judged.missing.tried,
    )


def _voices(
    premise: Premise, case: Case, answers: Iterable[Answer], evidence: Evidence
) -> Iterable[Voice]:
    """The readings in which a line says the premise, or its opposite."""
    try:
        condition = parse_condition(premise.condition)
    except ConditionError:  # a variant goes by its name
        return
    for other in answers:
        for line in _spoken(other.case, premise):
            if line.condition is None:
                continue
            if line.condition == condition:
                says = premise.kind != "drop" and not line.marks.denied
                if premise.kind == "drop" and other.case.reading == case.reading:
                    continue  # the very line that would have to go
            elif opposite(line.condition, condition):
                says = line.marks.denied
            else:
                continue
            yield Voice(other.case.reading, says, evidence.cites(line))
            break


def _spoken(case: Case, premise: Premise) -> Iterable[Assumption]:
    """The lines of a reading in which the premise could stand."""
    denied = [line for line in case.denied if line.actor == premise.actor]
    if premise.kind == "fact":
        return (*case.settings, *denied)
    if premise.kind == "drop":
        return (*case.impossible, *case.no_way_back)
    wants = case.wants.get(premise.actor or "")
    return (*(wants.lines if wants else ()), *denied)


def opposite(one: Condition, other: Condition) -> bool:
    """Whether one is the other's negation."""
    return one == Not(other) or other == Not(one)


# --- the lead -----------------------------------------------------------------------------------


def lead(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The answer in a few plain sentences: the ends, the split, the conclusions, what it rests on."""
    return tuple(
        filter(
            None,
            (f"{_ends(answers)} {_split(answers)}", _conclusions(answers), _ground(answers)),
        )
    )


def _ends(answers: Sequence[Answer]) -> str:
    def kind(answer: Answer) -> str:
        if not all(course.evolution.complete for course in answer.courses):
            return "could not be followed to the end"
        if any(end.cycle for end in answer.ends):
            return "never comes to rest but goes round"
        if len({end.states for end in answer.ends}) > 1:
            return "may come to rest in more than one situation"
        return "comes to rest in one situation"

    count = Counter(map(kind, answers))
    still = sum(_unmoved(answer) for answer in answers)
    if len(answers) == 1:
        text = f"The one reading {next(iter(count))}"
        return f"{text}, which is today's." if still else f"{text}."
    if len(count) == 1:
        text = f"Each of the {counted(len(answers))} readings {next(iter(count))}"
    else:
        parts = [f"{counted(n)} {what}" for what, n in count.items()]
        text = f"Of {counted(len(answers))} readings, {join(parts)}"
    if still:
        text += f"; in {counted(still)} of them nobody moves at all"
    return f"{text}."


def _unmoved(answer: Answer) -> bool:
    return all(not course.steps for course in answer.courses)


def _split(answers: Sequence[Answer]) -> str:
    """What is so at every end, and on what the ends split, of what at least two texts speak of."""
    if len(answers) < 2:
        return ""
    agreed: list[tuple[int, Condition]] = []
    split: list[tuple[int, str]] = []
    phrases = Phrases(answers[0].case)
    for name, ends in _ends_by_option(answers).items():
        yes, no = ends.count(True), ends.count(False)
        if name not in phrases.options or yes + no < 2:
            continue
        if yes and no:
            words = f"{phrases.literal(name, True)} (yes in {counted(yes)}, no in {counted(no)})"
            split.append((yes + no, words))
        else:
            agreed.append((yes + no, literal(name, yes > 0)))
    parts = []
    if agreed:
        most = [condition for _, condition in sorted(agreed, key=lambda item: -item[0])[:_NAMED]]
        parts.append(f"At the end, wherever a text speaks of it, {phrases.together(most)}.")
    if split:
        split.sort(key=lambda item: -item[0])
        named = " and on whether ".join(words for _, words in split[:_NAMED])
        more = len(split) - _NAMED
        tail = f", and on {counted(more)} more" if more > 0 else ""
        parts.append(f"They split on whether {named}{tail}.")
    return " ".join(parts)


def _ends_by_option(answers: Iterable[Answer]) -> Mapping[str, list[bool]]:
    """Option -> its value at the ends of each reading that speaks of it and ends one way only."""
    found: dict[str, list[bool]] = {}
    for answer in answers:
        for name in sorted(_spoken_of(answer)):
            values = {name in taken for end in answer.ends for taken in end.taken}
            if len(values) == 1:
                found.setdefault(name, []).extend(values)
    return found


def _spoken_of(answer: Answer) -> set[str]:
    """The options that a reading's own words about today, wishes or conclusions name."""
    case = answer.case
    conditions = [line.condition for line in case.now]
    conditions += [line.condition for wants in case.wants.values() for line in wants.lines]
    for conclusion in case.conclusions:
        conditions += [conclusion.condition, *conclusion.given]
    return {name for condition in conditions if condition is not None for name in names(condition)}


def _conclusions(answers: Sequence[Answer]) -> str:
    count = Counter(badge(j.judgement).kind for answer in answers for j in answer.judged)
    total = sum(count.values())
    if not total:
        return "No author's conclusion has been entered."
    head = (
        f"Of {counted(total)} {'conclusion' if total == 1 else 'conclusions'} that the authors draw, "
        f"{_one(count['follows'], 'follows', 'follow')} from what the reading assumes."
    )
    rest = {
        "gap": ("lacks", "lack", "a premise that the text does not state"),
        "against": ("stands", "stand", "against other lines of the same reading"),
        "open": ("cannot", "cannot", "be decided"),
        "idle": ("is", "are", "so from the start, with nothing that brings it about or defends it"),
    }
    parts = [f"{_one(count[k], *verbs)} {tail}" for k, (*verbs, tail) in rest.items() if count[k]]
    return f"{head} {_capital('; '.join(parts))}." if parts else head


def _ground(answers: Sequence[Answer]) -> str:
    lines = {line.place: line for answer in answers for line in answer.case.assumptions}
    count = Counter(str(line.grounding) for line in lines.values())
    unknown = sum(bool(answer.unsupported) for answer in answers)
    text = (
        f"All this rests on {counted(len(lines))} assumptions: "
        f"{_one(count['stated'], 'is', 'are')} just what a sentence says, "
        f"{_one(count['inferred'], 'is', 'are')} the analyst's step from a cited sentence, "
        f"{_one(count['unsourced'], 'has', 'have')} no source."
    )
    if unknown:
        text += (
            f" In {counted(unknown)} {'reading' if unknown == 1 else 'readings'} the text is silent on "
            "what some actors want: that they stay where they are shows nothing."
        )
    return text


def _one(count: int, singular: str, plural: str) -> str:
    """`none is`, `one is`, `two are`."""
    number = counted(count) if count else "none"
    return f"{number} {singular if count < 2 else plural}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
