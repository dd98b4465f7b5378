"""Answers in plain sentences, the same on the terminal and on the page.

Plain words first; the field's terms are in the glossary and in `--json`. What an inert conclusion or a
gap is must be readable here: the one is never the author being right, the other never his being wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from standoff.analysis.judge.verdict import By, Support, Verdict
from standoff.case.entry import Assumption, Reading, Section
from standoff.gmcr.concept.law import CONCEPTS

if TYPE_CHECKING:
    from standoff.analysis.judge.compare import Answer, End, Judged
    from standoff.analysis.judge.explain import Deterrent, Refused, Stand, Step, Temptation
    from standoff.analysis.judge.fidelity import Judgement
    from standoff.analysis.judge.premise import Premise
    from standoff.case.build import World
    from standoff.citation import Source

GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "actor": "decision maker",
        "today": "status quo",
        "situation": "state",
        "can move to": "unilateral move",
        "gains by moving": "unilateral improvement",
        "nobody gains by moving": "Nash equilibrium",
        "stays because others would answer": "stable under GMR, SMR or SEQ",
        "what each wants, first to last": "prioritised preference statements",
        "cannot happen together": "infeasible states",
        "one-way": "irreversible option",
        "reading": "one source's version of the model",
        "text is silent": "no preference given: all states tie",
        "comes to rest": "one-state terminal component of the evolution",
        "goes round": "terminal component of several states (a cycle)",
    }
)


def situation(reading: Reading, taken: Sequence[str]) -> str:
    """A situation as what is being done in it, actor by actor."""
    glosses = doings(reading, taken)
    return (
        "; ".join(f"{actor}: {', '.join(done)}" for actor, done in glosses.items())
        or "nothing is done"
    )


def doings(reading: Reading, taken: Sequence[str]) -> dict[str, list[str]]:
    """Actor -> glosses of the options it has taken, in declaration order."""
    found: dict[str, list[str]] = {}
    for option in reading.options:
        if reading.short[option.full] in taken:
            found.setdefault(option.actor, []).append(option.gloss)
    return found


def short(taken: Sequence[str]) -> str:
    """A situation by the ids of the options taken."""
    return ", ".join(taken) or "nothing"


def end(found: End) -> str:
    """Where it comes to rest, or what it goes round in."""
    if not found.cycle:
        return short(found.taken[0])
    return "goes round: " + " → ".join(f"({short(taken)})" for taken in found.taken)


def in_world(facts: Mapping[str, bool]) -> str:
    """`where removable is so` for a world of silent facts; empty where none is silent."""
    if not facts:
        return ""
    return "where " + " and ".join(f"{name} is {yes_no(value)}" for name, value in facts.items())


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def source(found: Source) -> str:
    """Author, outlet and date as far as known."""
    parts = [found.author, found.outlet, str(found.date) if found.date else ""]
    return ", ".join(filter(None, parts)) or found.title or found.id


def line(found: Assumption) -> str:
    """A line as a sentence."""
    condition = str(found.condition)
    match found.section:
        case Section.NOW:
            return f"today: {condition}"
        case Section.IMPOSSIBLE:
            return f"cannot be: {condition}"
        case Section.NO_WAY_BACK:
            return f"cannot be undone: {condition}"
        case Section.FACTS:
            return f"taken as fact: {condition}"
        case Section.WANTS:
            return f"{found.actor} wants: {condition}"


def cited(found: Assumption) -> str:
    """The line's citations, or that it has none."""
    return " ".join(map(str, found.citations)) or "no source"


def lines(found: Iterable[Assumption]) -> str:
    """Lines with their citations, joined."""
    return " + ".join(f"{line(item)} [{cited(item)}]" for item in found)


# --- conclusions --------------------------------------------------------------------------------

_BY = MappingProxyType(
    {
        By.MOVED: "brought about by what the actors want",
        By.HELD: "held: whoever could undo it would lose by it",
        By.BARRED: "barred: nobody can undo it",
        By.INERT: "nothing moves it: so from the start, and nothing defends it",
    }
)


def verdict(found: Judgement) -> str:
    """The verdict in words."""
    match found.verdict:
        case Verdict.FOLLOWS if found.supported:
            return "follows"
        case Verdict.FOLLOWS:
            return "follows, but nothing moves it"
        case Verdict.FAILS if found.opposed:
            return "does not follow: the reading's own lines stand against it"
        case Verdict.FAILS:
            return "does not follow: a gap, no line stands against it"
        case _:
            return "undetermined"


def support(found: Support) -> list[str]:
    """What makes a conjunct so; where it is barred, the smallest sets of lines that bar it."""
    head = f"{found.conjunct}: {_BY[found.by]}"
    if found.by is not By.BARRED:
        return [head]
    return [head, *(f"  barred by {lines(each)}" for each in found.lines)]


def rests_on(found: Judgement) -> list[str]:
    """The smallest sets of lines it rests on, or that no one or two lines carry it."""
    if not found.rests_on and found.supported:
        return ["no line carries it alone, and no two: without any two it still follows"]
    return [f"rests on: {lines(each)}" for each in found.rests_on]


def premise(found: Premise) -> str:
    """A missing premise as the end of `it would follow if …`."""
    where = "" if found.position in (None, "anywhere") else f" ({found.position} of its list)"
    match found.kind:
        case "variant":
            return f"the reading's variant “{found.condition}” held"
        case "drop":
            return f"this were not ruled out: {found.condition}"
        case "fact":
            return f"it were a fact that {found.condition}"
        case "chain" if found.also is not None:
            other, wish = found.also
            return f"{found.actor} wanted {found.condition}{where}, and {other} wanted {wish}"
        case _:
            return f"{found.actor} wanted {found.condition}{where}"


def gap(found: Judged) -> str:
    """What the search for a missing premise brought."""
    if found.judgement.verdict is Verdict.FOLLOWS:
        return ""
    tried = f"{found.missing.tried:,} premises tried"
    count = sum(not p.restates for p in found.missing.premises)
    if count:
        return f"{count} of {tried} would make it follow"
    if found.missing.premises:
        return f"only a wish that restates it would make it follow ({tried})"
    return f"no premise of the shapes tried closes it ({tried})"


# --- one situation ------------------------------------------------------------------------------


def change(world: World, state: int, target: int) -> str:
    """What a move changes: options taken up, options dropped."""
    space = world.model.space
    before, after = space.taken(state), space.taken(target)
    parts = [f"take up {name}" for name in after if name not in before]
    parts += [f"drop {name}" for name in before if name not in after]
    return ", ".join(parts)


def stand(world: World, found: Stand) -> str:
    """Whether an actor stays, by which concept, in one sentence."""
    if not found.supported:
        return f"{found.actor} has no wishes in this reading: it stays, and that shows nothing"
    if found.stays:
        return f"{found.actor} stays: none of its moves is better for it"
    move = found.temptations[0].step
    staying = [CONCEPTS[c].name for c, stays in found.stable.items() if stays]
    head = f"{found.actor} would {change(world, move.state, move.target)}{_because(move)}"
    if not staying:
        return f"{head}; nothing the others could do would make it regret that"
    return f"{head}; it would stay if it looked ahead by {', '.join(staying)}"


def temptation(world: World, found: Temptation) -> list[str]:
    """A better move and, one sentence each, the answers that deter from it."""
    step = found.step
    head = f"better: {change(world, step.state, step.target)}{_because(step)}"
    return [head, *(deterrent(world, item) for item in found.deterrents)]


def deterrent(world: World, found: Deterrent) -> str:
    """How the others would answer, and why that does not pay."""
    moves = ", then ".join(
        f"{s.actor} could {change(world, s.state, s.target)}{_because(s) if 'SEQ' in found.concept else ''}"
        for s in found.moves
    )
    why = lines(found.lines) if found.lines else "it is no better off than before"
    return f"by {CONCEPTS[found.concept].name} it stays: {moves}; {why}"


def refused(world: World, found: Refused) -> str:
    """A move that is open and not better."""
    step = found.step
    how = "worse" if found.worse else "no better and no worse"
    return f"{how}: {change(world, step.state, step.target)}{_because(step)}"


def _because(step: Step) -> str:
    return f", because {lines(step.lines)}" if step.lines else ""


def step(world: World, found: Step) -> str:
    """A move of the evolution with the lines that decide it."""
    return f"{found.actor}: {change(world, found.state, found.target)}{_because(found)}"


# --- all readings -------------------------------------------------------------------------------


def summary(answers: Sequence[Answer]) -> str:
    """How many readings come to rest, how often the authors' conclusions follow, in two sentences."""
    resting = sum(
        all(not e.cycle for e in a.ends) and len(a.ends) == len(a.courses) for a in answers
    )
    if len(answers) == 1:
        first = "It comes to rest in one situation." if resting else "It has more than one end."
    else:
        first = f"{resting} of {len(answers)} readings come to rest in one situation each."
    judged = [j.judgement for a in answers for j in a.judged]
    counts = [
        ("carried by the reading's own lines", sum(j.supported for j in judged)),
        ("true with nothing that moves it", _count(judged, Verdict.FOLLOWS, supported=False)),
        ("lacking a premise", _count(judged, Verdict.FAILS, opposed=False)),
        ("against the reading's own lines", _count(judged, Verdict.FAILS, opposed=True)),
        ("undetermined", _count(judged, Verdict.UNDETERMINED)),
    ]
    told = ", ".join(f"{count} {what}" for what, count in counts if count)
    second = f" Conclusions drawn: {len(judged)}, of which {told}." if len(judged) > 1 else ""
    return first + second


def _count(judged: Sequence[Judgement], verdict: Verdict, **having: bool) -> int:
    return sum(
        j.verdict is verdict and all(getattr(j, name) == value for name, value in having.items())
        for j in judged
    )
