"""Answers in plain sentences, the same on the terminal and on the page.

Plain words first; the field's terms are in the glossary and in `--json`. What an inert conclusion or a
gap is must be readable here: the one is never the author being right, the other never his being wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.compare import Answer, End, Judged
from standoff.analysis.explain import Deterrent, Refused, Stand, Step, Temptation
from standoff.analysis.fidelity import Judgement
from standoff.analysis.premise import Premise
from standoff.analysis.verdict import By, Support, Verdict
from standoff.case.build import World
from standoff.case.entry import Assumption, Case, Section
from standoff.citation import Source
from standoff.gmcr.stability import CONCEPTS

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


def situation(case: Case, taken: Sequence[str]) -> str:
    """A situation as what is being done in it, actor by actor."""
    glosses = doings(case, taken)
    return (
        "; ".join(f"{actor}: {', '.join(done)}" for actor, done in glosses.items())
        or "nothing is done"
    )


def doings(case: Case, taken: Sequence[str]) -> dict[str, list[str]]:
    """Actor -> glosses of the options it has taken, in declaration order."""
    found: dict[str, list[str]] = {}
    for option in case.options:
        if case.short[option.full] in taken:
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
    count = len([p for p in found.missing.premises if not p.restates])
    if not count:
        return f"no premise of the shapes tried closes it ({found.missing.tried:,} tried)"
    return f"{count} of {found.missing.tried:,} premises tried would make it follow"


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
    judged = [j.judgement for a in answers for j in a.judged]
    good = sum(j.verdict is Verdict.FOLLOWS and j.supported for j in judged)
    inert = sum(j.verdict is Verdict.FOLLOWS and not j.supported for j in judged)
    gaps = sum(j.verdict is Verdict.FAILS and not j.opposed for j in judged)
    opposed = sum(j.verdict is Verdict.FAILS and j.opposed for j in judged)
    rest = len(judged) - good - inert - gaps - opposed
    first = f"{resting} of {len(answers)} readings come to rest in one situation."
    parts = [f"{good} follow from what the reading assumes"]
    parts += [f"{inert} hold without anything that moves them"] if inert else []
    parts += [f"{gaps} lack a premise"] if gaps else []
    parts += [f"{opposed} go against the reading's own lines"] if opposed else []
    parts += [f"{rest} stay undetermined"] if rest else []
    return f"{first} Of {len(judged)} conclusions that the authors draw, {', '.join(parts)}."
