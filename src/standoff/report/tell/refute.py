"""What refutes a conclusion, told: the situation against it, and the moves that lead there."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.analysis.judge.fidelity import Judgement
from standoff.analysis.judge.refute import Ending, Refutation
from standoff.case.entry import Conclusion
from standoff.condition import as_literal, literal
from standoff.report.document import Block, Clause, Item, Items, Line, note
from standoff.report.english import English
from standoff.report.wording import capital, counted, plural

SHOWN = 6


def blocks(english: English, judged: Judgement) -> Iterator[Block]:
    """The situation, and the moves that lead there, below a conclusion that does not follow."""
    found = judged.refuted_by
    if found is None:
        return
    yield Line((note("What refutes that it follows:"),), role="term")
    yield Line((_situation(english, judged.conclusion, found),))
    yield from _way(english, found.ending, supposed=bool(judged.conclusion.given))
    if found.contrast is None:
        return
    other = _other_way(english, judged.conclusion)
    yield Line((note(f"{capital(other)}, {_end(english, found.contrast)}."),))
    yield from _way(english, found.contrast, supposed=True)
    yield Line((_weighed(english, judged.conclusion, found),))


def clause(english: English, judged: Judgement) -> Clause | None:
    """The same in one clause, for an answer sheet."""
    found = judged.refuted_by
    if found is None:
        return None
    lines = [line for step in found.ending.moves for line in step.lines]
    said = _situation(english, judged.conclusion, found).text.rstrip(".")
    if found.contrast is not None:
        weighed = _weighed(english, judged.conclusion, found).text.rstrip(".")
        other = _other_way(english, judged.conclusion)
        said = f"{said}; {other}, {_end(english, found.contrast)}. {weighed}"
        lines += found.lines
    count = len(found.ending.moves)
    lead = (
        f"{capital(counted(count))} {'move leads' if count == 1 else 'moves lead'} to"
        if count
        else ""
    )
    head = f"{lead} what refutes it" if lead else "What refutes it, with nobody moving"
    return english.computed(f"{head}: {said[0].lower()}{said[1:]}", lines)


def _situation(english: English, asked: Conclusion, found: Refutation) -> Clause:
    where = english.world(found.facts)
    head = f"Where {where}, " if where else ""
    given = english.together(asked.given)
    head += f"{'given' if head else 'Given'} that {given}, " if given else ""
    text = f"{head}{_end(english, found.ending)}"
    if found.holds:
        text = f"{head}where it ends {english.together(found.holds)}: {_end(english, found.ending)}"
    if found.of > 1:
        of = "pairs of ends" if found.contrast is not None else "ends"
        text += f"; so in {found.ends:,} of {found.of:,} {of}"
    return note(f"{capital(text)}.")


def _end(english: English, ending: Ending) -> str:
    where = english.situation(ending.taken)
    if ending.round == 1:
        return f"it comes to rest where {where}"
    return f"it goes round in {counted(ending.round)} situations, in one of which {where}"


def _way(english: English, ending: Ending, supposed: bool) -> Iterator[Block]:
    count = len(ending.moves)
    if not count:
        text = "then nothing more follows" if supposed else "it is so today"
        yield Line((note(f"Nobody gains by moving: {text}."),))
        return
    moves = tuple(Item(Line((english.moved(step),))) for step in ending.moves)
    text = "The move that leads" if count == 1 else f"The {counted(count)} moves that lead"
    yield Line((note(f"{text} there:"),), role="term")
    yield Items(moves, ordered=True, role="lines", shown=SHOWN, more="moves")


def _other_way(english: English, asked: Conclusion) -> str:
    """The world that a gain or loss is measured against: the act flipped, what else is given kept."""
    act = as_literal(asked.given[0])
    assert act is not None  # the grammar admits literals only
    kept = (literal(act[0], not act[1]), *asked.given[1:])
    return f"given that {english.together(kept)}"


def _weighed(english: English, asked: Conclusion, found: Refutation) -> Clause:
    """What the actor's list makes of the two situations."""
    assert asked.effect is not None
    actor = asked.effect[0]
    verb = "are" if plural(actor) else "is"
    told = {
        "gains": f"By its list {actor} {verb} better off with the act than without it",
        "loses": f"By its list {actor} {verb} worse off with the act than without it",
        "same": f"By its list {actor} {verb} no better and no worse off either way",
    }[found.outcome]
    return english.computed(f"{told}{english.because(found.lines)}.", found.lines)
