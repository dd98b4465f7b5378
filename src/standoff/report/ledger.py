"""The ledger told: forecasts with what became of them, and how well each voice did."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.analysis.bargain.evidence import Range
from standoff.analysis.bargain.ledger import TABLE, Decision, Forecast, Score, latest
from standoff.report import data
from standoff.report.outline import cells


def forecasts(known: Sequence[Forecast], decisions: Sequence[Decision]) -> RenderableType:
    """Every forecast: whose, what, how likely in whose words, by when, and what became of it."""
    decided = latest(decisions)
    shown = Table(title="Forecasts", title_justify="left")
    for head in ("id", "whose", "what, and by when", "likelihood", "decided"):
        shown.add_column(head, no_wrap=head == "id")
    for each in known:
        row = (each.id, each.voice, _says(each), likelihood(each), _decided(decided, each))
        shown.add_row(*cells(*row))
    return Group(shown, *_notes(known, decisions))


def _says(found: Forecast) -> str:
    cited = " ".join(map(str, found.entry.citations))
    return f"{found.says} [{cited or 'no source'}]"


def likelihood(found: Forecast) -> str:
    """The source's word with its range, or that the table does not have it."""
    hedge = found.entry.marks.hedged
    if found.chance is not None:
        return f"“{hedge}”: {_range(found.chance)}"
    return f"“{hedge}”: not in the table" if hedge else "none given"


def _decided(decided: Mapping[str, Decision], found: Forecast) -> str:
    decision = decided.get(found.id)
    if decision is None:
        return "open"
    by = f", judged by {decision.horizon}" if decision.horizon else ""
    return f"{decision.outcome}{by} ({decision.source})"


def _notes(known: Sequence[Forecast], decisions: Sequence[Decision]) -> list[RenderableType]:
    mapped = sum(each.chance is not None for each in known)
    head = decisions[-1].hash[:12] if decisions else "none"
    return [
        Text(
            f"{mapped} of {len(known)} give a likelihood in words of the table: {TABLE}.",
            style="dim",
        ),
        Text(f"{len(decisions)} decisions; head of the chain: {head}", style="dim"),
    ]


def _range(found: Range | None) -> str:
    if found is None:
        return "–"
    if found.low == found.high:
        return f"{found.low:.2f}"
    return f"{found.low:.2f}–{found.high:.2f}"


def scores(found: Sequence[Score]) -> RenderableType:
    """How each voice did."""
    shown = Table(title="Scores", title_justify="left")
    heads = (
        "whose",
        "forecasts",
        "decided",
        "came true",
        "with a likelihood",
        "Brier",
        "log",
        "base rate's Brier",
    )
    for head in heads:
        shown.add_column(head, justify="left" if head == "whose" else "right")
    for each in found:
        base = f"{_range(each.base)} against {_range(each.against)}" if each.base else "none given"
        counts = map(str, (each.forecasts, each.resolved, each.came_true, each.scored))
        shown.add_row(*cells(each.voice, *counts, _range(each.brier), _range(each.log), base))
    note = (
        "0 is perfect. A range of likelihood gives a range of scores. A forecast without a likelihood "
        "in the source's words is counted, not scored; so few say little about anybody."
    )
    return Group(shown, Text(note, style="dim"))


# --- as data ------------------------------------------------------------------------------------


def forecasts_data(known: Sequence[Forecast], decisions: Sequence[Decision]) -> dict[str, Any]:
    """What `standoff forecast list --json` prints."""
    decided = latest(decisions)
    return {
        "table": TABLE,
        "forecasts": [
            {
                "id": each.id,
                "reading": each.reading,
                "voice": each.voice,
                "says": each.says,
                "citations": [str(citation) for citation in each.entry.citations],
                "by": str(each.entry.by) if each.entry.by else None,
                "conditional": each.conditional,
                "hedged": each.entry.marks.hedged,
                "likelihood": _pair(each.chance),
                "place": data.place(each.entry.place),
                "decision": asdict(decided[each.id]) if each.id in decided else None,
            }
            for each in known
        ],
        "decisions": len(decisions),
        "head": decisions[-1].hash if decisions else None,
    }


def scores_data(found: Sequence[Score]) -> dict[str, Any]:
    """What `standoff forecast score --json` prints; null where no bound exists or nothing was scored."""
    ranges = ("brier", "log", "base", "against")
    return {
        "scores": [
            {**asdict(each), **{name: _pair(getattr(each, name)) for name in ranges}}
            for each in found
        ]
    }


def _pair(found: Range | None) -> list[float | None] | None:
    if found is None:
        return None
    return [None if math.isinf(end) else end for end in (found.low, found.high)]
