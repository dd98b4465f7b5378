"""Motives told: which of them make the act rational, and what the evidence says where somebody rated it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from standoff.analysis.bargain.evidence import Column, Table
from standoff.analysis.bargain.motive import Episode, Outcome, Tested, Trial
from standoff.case.entry import Motive
from standoff.case.speak import spoken
from standoff.citation import Citation
from standoff.gmcr.concept.law import CONCEPTS
from standoff.report import data, words
from standoff.report.outline import (
    Clause,
    because,
    cells,
    change,
    clause,
    computed,
    line,
    marks,
    said,
)

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.RATIONAL: "makes the act rational: it is the best move, and it stays done",
        Outcome.UNDONE: "makes it the best move, but it is undone later",
        Outcome.SECOND: "makes the act better than nothing, but another move is better",
        Outcome.LATER: "does not make the act better by itself, but what follows from it is better",
        Outcome.FAILS: "fails: with it the act is no improvement, at once or by what follows",
    }
)
_STYLE = {Outcome.RATIONAL: "green", Outcome.FAILS: "red"}


# --- in words -----------------------------------------------------------------------------------


def named(found: Motive) -> Clause:
    """The motive as the text has it."""
    return Clause(found.why + marks(found.marks), found.citations)


def outcome(found: Tested) -> Clause:
    """What becomes of the act under the motive alone."""
    text = OUTCOMES[found.outcome]
    if any(trial.tied for trial in found.alone):
        text += "; another move is as good by this motive alone"
    if found.restates:
        text += "; but only because it wants the bare act, which it restates"
    return computed(text, found.motive.wants)


def leading(found: Tested) -> Clause:
    """Whether the motive still decides when everything else the reading says of the actor is kept."""
    if not all(trial.taken for trial in found.leading):
        return computed("above the rest of the actor's list it would keep the act from being done")
    if found.decides:
        return computed("above the rest of the actor's list it is what decides")
    steps = [trial.taken for trial in found.leading if trial.taken is not None]
    lines = [item for step in steps for item in step.lines]
    told = because(found.reading, dict.fromkeys(lines))
    return computed(
        f"above the rest of the actor's list it decides nothing: the act is done{told}", lines
    )


def steps(found: Trial) -> Iterator[Clause]:
    """The move, what stands after it, and what undoes it."""
    space = found.world.model.space
    for step in (found.taken,) if found.taken else ():
        told = change(found.reading, space, step.state, step.target)
        yield computed(f"the move: {told}{because(found.reading, step.lines)}", step.lines)
    if found.instead is not None:
        other = change(found.reading, space, found.instead.state, found.instead.target)
        yield computed(
            f"better: {other}{because(found.reading, found.instead.lines)}", found.instead.lines
        )
    if found.stand is not None:
        yield computed(_stays(found))
    for step in found.undone:
        told = change(found.reading, space, step.state, step.target)
        yield computed(f"later: {told}{because(found.reading, step.lines)}", step.lines)
    if found.taken is None:
        yield computed(_LATER[found.later])
    if found.supposed:
        also = f", and {', '.join(found.came_with)} with it" if found.came_with else ""
        yield computed(f"tried from today's situation with the act taken back{also}")


_LATER: Mapping[str, str] = MappingProxyType(
    {
        "gains": "what follows once it is done and kept is better by this list",
        "same": "what follows once it is done and kept is no better and no worse by this list",
        "loses": "what follows once it is done and kept is worse by this list",
        "mixed": "what follows once it is done and kept is better in some ends, worse in others",
    }
)


def _stays(found: Trial) -> str:
    assert found.stand is not None
    by = [CONCEPTS[concept].name for concept, stays in found.stand.stable.items() if stays]
    if not by:
        return "then it would move again, whatever the others could answer"
    text = f"then it stays, by {', '.join(by)}"
    moves = {
        move.actor: move
        for temptation in found.stand.temptations
        for deterrent in temptation.deterrents
        for move in deterrent.moves
    }
    return text + (f"; against the answers of {', '.join(moves)}" if moves else "")


# --- for the terminal ---------------------------------------------------------------------------


def table(found: Sequence[Episode]) -> RenderableType:
    """Each episode: its motives with their tests, then the evidence."""
    parts: list[RenderableType] = []
    for episode in found:
        parts += [*_episode(episode), Text()]
    closing = (
        "A motive that makes the act rational is possible, not shown to be the one; rival motives may. "
        "Evolution rule: best."
    )
    return Group(*parts, Text(closing, style="dim"))


def _episode(found: Episode) -> Iterator[RenderableType]:
    case = found.tested[0].reading
    when = f" ({found.at})" if found.at else ""
    yield line(0, f"Why would it be that {spoken(case, found.act, 'would')}?{when}", "bold")
    for each in found.tested:
        yield said(2, Clause(f"{each.label}: {named(each.motive).text}", each.motive.citations))
        yield line(4, _outcome(each), _STYLE.get(each.outcome, "yellow"))
        for trial in each.alone:
            if trial.world.open:
                yield line(6, words.in_world(trial.world.open), "italic")
            yield from (said(6, told) for told in steps(trial))
        yield said(6, leading(each))
    for reading, trials in found.written.items():
        done = OUTCOMES[min((t.outcome for t in trials), key=list(Outcome).index)]
        yield line(2, f"the whole list of reading {reading}: {done}", "dim")
    yield Text()
    yield evidence(found.table)
    yield from (line(2, text) for text in _weighed(found.table))


def _outcome(found: Tested) -> str:
    where = "" if found.reading is found.source else f" in reading {found.reading.id}"
    return outcome(found).text + where


def evidence(found: Table) -> RenderableType:
    """Motives in rows, evidence in columns."""
    title = "Evidence: how likely each item is under each motive (· not rated)"
    grid = Grid(title=title, title_justify="left")
    grid.add_column("motive", no_wrap=True)
    for number, _ in enumerate(found.columns, start=1):
        grid.add_column(f"({number})", justify="center")
    grid.add_column("together", justify="right", no_wrap=True)
    for motive in found.ranked:
        row = [_range(column, motive) for column in found.columns]
        grid.add_row(*cells(motive, *row, _chance(found, motive)))
    keys = [line(2, _key(number, c), "dim") for number, c in enumerate(found.columns, start=1)]
    return Group(grid, *keys)


def _range(column: Column, motive: str) -> str:
    if not column.rated:
        return "·"
    found = column.ranges[motive]
    return f"{found.low:.2g}–{found.high:.2g}"


def _chance(found: Table, motive: str) -> str:
    if not found.chances:
        return "not rated"
    chance = found.chances[motive]
    return f"{chance.middle:.2f} ({chance.low:.2f}–{chance.high:.2f})"


def _key(number: int, column: Column) -> str:
    items = "; ".join(f"{item.gloss} [{_cited(item.citations)}]" for item in column.items)
    once = f" (one origin, {column.origin}: counts once)" if len(column.items) > 1 else ""
    return f"({number}) {items}{once}{_use(column)}"


def _use(column: Column) -> str:
    if not column.rated:
        return ""
    told = f"; rated by {', '.join(column.raters)}"
    return told if column.separates else f"{told}: separates nothing"


def _cited(found: Sequence[Citation]) -> str:
    return " ".join(map(str, found)) or "no source"


def _weighed(found: Table) -> Iterator[str]:
    if not found.columns:
        yield "no evidence is written down for this act"
    elif not found.rated:
        yield "Nobody has rated this evidence: no motive is likelier than another by it."
    else:
        apart = ", ".join(column.origin for column in found.separating[:3])
        first, second = found.ranked[:2] if len(found.ranked) > 1 else (found.ranked[0], "")
        if second:
            yield f"{first} against {second}: told apart by {apart or 'nothing'}"
        for column in found.turning:
            yield f"without {column.origin} another motive would lead"


# --- as data ------------------------------------------------------------------------------------


def as_data(found: Sequence[Episode]) -> dict[str, Any]:
    """What `standoff why --json` prints."""
    return {"episodes": [_episode_data(each) for each in found]}


def _episode_data(found: Episode) -> dict[str, Any]:
    return {
        "act": str(found.act),
        "at": str(found.at) if found.at else None,
        "motives": [_tested(each) for each in found.tested],
        "written": {r: [str(t.outcome) for t in trials] for r, trials in found.written.items()},
        "evidence": _table(found.table),
    }


def _tested(found: Tested) -> dict[str, Any]:
    return {
        "id": found.label,
        "actor": found.motive.actor,
        "why": clause(named(found.motive)),
        "denied": found.motive.marks.denied,
        "reading": found.source.id,
        "tested_in": found.reading.id,
        "outcome": str(found.outcome),
        "restates": found.restates,
        "alone": [_trial(each) for each in found.alone],
        "leading": [_trial(each) for each in found.leading],
        "decides": found.decides,
        "wants": [data.line(each) for each in found.motive.wants],
    }


def _trial(found: Trial) -> dict[str, Any]:
    taken = found.world.model.space.taken
    return {
        "facts": data.facts(found.world.open),
        "outcome": str(found.outcome),
        "before": list(taken(found.before)),
        "came_with": list(found.came_with),
        "to": list(taken(found.taken.target)) if found.taken else None,
        "lines": [data.line(each) for each in found.taken.lines] if found.taken else [],
        "tied": found.tied,
        "instead": list(taken(found.instead.target)) if found.instead else None,
        "stable": dict(found.stand.stable) if found.stand else None,
        "undone": [data.step(each) for each in found.undone],
        "later": found.later,
    }


def _table(found: Table) -> dict[str, Any]:
    return {
        "rated": bool(found.rated),
        "motives": list(found.motives),
        "columns": [
            {
                "origin": column.origin,
                "items": [
                    {"id": i.id, "says": i.gloss, "citations": [str(c) for c in i.citations]}
                    for i in column.items
                ],
                "raters": list(column.raters),
                "ranges": {m: [r.low, r.high] for m, r in column.ranges.items()} or None,
                "separates": column.separates if column.rated else None,
            }
            for column in found.columns
        ],
        "chances": {m: [c.low, c.middle, c.high] for m, c in found.chances.items()} or None,
        "separating": [column.origin for column in found.separating],
        "turning": [column.origin for column in found.turning],
    }
