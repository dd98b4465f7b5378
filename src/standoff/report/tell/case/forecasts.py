"""The ledger told: forecasts with what became of them, and how well each voice did."""

from __future__ import annotations

from dataclasses import replace

from standoff.analysis.bargain.evidence import Range
from standoff.analysis.bargain.ledger import Book, Decision, Forecast, Score, Scores, Standing
from standoff.report.document import Cell, Document, Line, Row, Table, note
from standoff.report.english import GLOSSARY, English
from standoff.report.wording import many

NOTE = (
    "0 is perfect. A range of likelihood gives a range of scores. A forecast without a likelihood in the "
    "source's words is counted, not scored; so few say little about anybody."
)


def tell(book: Book) -> Document:
    """Every forecast: whose, what, how likely in whose words, by when, and what became of it."""
    table = Table(
        "forecasts",
        ("id", "whose", "what, and by when", "likelihood", "decided"),
        tuple(map(_row, book.forecasts)),
        title="Forecasts",
    )
    head = book.head[:12] if book.head else "none"
    notes = (
        f"{book.mapped} of {many(len(book.forecasts), 'forecast')} "
        f"{'gives' if book.mapped == 1 else 'give'} a likelihood in words of the table: {book.table}.",
        f"{many(book.decisions, 'decision')}; head of the chain: {head}",
    )
    lines = (Line((note(text),), role="note") for text in notes)
    return Document("Forecasts", (table, *lines), glossary=GLOSSARY)


def _row(standing: Standing) -> Row:
    forecast = standing.forecast
    english = English(forecast.reading)
    clause = english.told(forecast.entry, english.timed(forecast.entry, by=True))
    texts = (likelihood(forecast), _decided(standing.decision))
    cells = (
        Cell((note(forecast.voice),)),
        Cell((replace(clause, speaker="", hedge=""),)),  # these have columns of their own
        *(Cell((note(text),)) for text in texts),
    )
    return Row(forecast.id, cells)


def likelihood(forecast: Forecast) -> str:
    """The source's word with its range, or that the table does not have it."""
    if forecast.chance is not None:
        return f"“{forecast.hedged}”: {_range(forecast.chance)}"
    return f"“{forecast.hedged}”: not in the table" if forecast.hedged else "none given"


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return "open"
    by = f", judged by {decision.horizon}" if decision.horizon else ""
    return f"{decision.outcome}{by} ({decision.source})"


def _range(ends: Range | None) -> str:
    if ends is None:
        return "–"
    if ends.low == ends.high:
        return f"{ends.low:.2f}"
    return f"{ends.low:.2f}–{ends.high:.2f}"


# --- scores ---------------------------------------------------------------------------------------


def tell_scores(scores: Scores) -> Document:
    """How each voice did."""
    columns = ("forecasts", "decided", "came true", "with a likelihood", "Brier", "log")
    table = Table(
        "scores",
        ("whose", *columns, "base rate's Brier"),
        tuple(map(_score, scores.scores)),
        role="counts",
        title="Scores",
    )
    return Document("Scores", (table, Line((note(NOTE),), role="note")), glossary=GLOSSARY)


def _score(score: Score) -> Row:
    base = f"{_range(score.base)} against {_range(score.against)}" if score.base else "none given"
    counts = map(str, (score.forecasts, score.resolved, score.came_true, score.scored))
    texts = (*counts, _range(score.brier), _range(score.log), base)
    return Row(score.voice, tuple(Cell((note(text),), number=True) for text in texts))
