"""How sure an answer is: how many changes turn it, whose list decides, how often its ends are at rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.question import Sheet
from standoff.analysis.vary.lists import INERT, NO, SUPPORTED, LeftOut
from standoff.analysis.vary.robust import Robust, Share
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import (
    Block,
    Cell,
    Clause,
    Document,
    Item,
    Items,
    Line,
    Part,
    Row,
    Table,
    Tone,
    note,
)
from standoff.report.english import English, capital, join, many
from standoff.report.tell.asked import document, line, reading_part, refusal, term
from standoff.report.tell.edits import SHOWN, edit_sets, edits_clause
from standoff.report.tell.sheet import Parts, judged, path
from standoff.report.tell.verdict import IDLE, VERDICTS, bare

OUTCOMES: Mapping[str, tuple[str, Tone]] = MappingProxyType(
    {
        SUPPORTED: (VERDICTS[Verdict.FOLLOWS], "follows"),
        INERT: (IDLE, "idle"),
        NO: (VERDICTS[Verdict.FAILS], "no"),
    }
)
"""What becomes of a condition under a combination of lists, in words."""
SIZES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("single change", "single changes"),
        2: ("pair of changes", "pairs of changes"),
        3: ("triple of changes", "triples of changes"),
    }
)
NO_PROBABILITY = (
    "A share is a count of combinations of what the readings assume. It is no probability."
)


def tell(record: Robust | Cannot, root: str = "") -> Document:
    """One reading's answer."""
    title = "" if isinstance(record, Cannot) else f"How sure is this: {asked(record)}?"
    return document(record.reading, title, [reading(record, root)], NO_PROBABILITY)


def asked(record: Robust) -> str:
    """What was asked, as a sentence."""
    return capital(English(record.reading).conclusion(record.conclusion))


def reading(record: Robust | Cannot, root: str = "") -> Part:
    """One reading."""
    if isinstance(record, Cannot):
        return refusal(record)
    english = English(record.reading, root)
    verdict = Line((note(asked(record), tone="strong"),), badge=bare(record.verdict))
    parts = (
        Part(note("How many changes turn the answer"), tuple(_turning(english, record))),
        Part(
            note("Whose list decides"),
            tuple(_lists(record)),
            intro="One actor's list at a time, taken from another reading, the others as they are.",
        ),
        Part(note("All combinations of lists"), tuple(_combinations(english, record, root))),
    )
    return reading_part(record.reading, (verdict, *parts))


def _turning(english: English, record: Robust) -> Iterator[Block]:
    for size in record.turning.of:
        yield line(note(f"{_turn(record, size)}."))
    if record.smallest:
        yield term("The smallest that turn it:")
        yield edit_sets(english, record.smallest)


def _turn(record: Robust, size: int) -> str:
    """How many sets of so many changes turn the answer."""
    turning = record.turning
    flips, hinges = turning.flips[size], len(turning.hinges[size])
    turn = f"{flips:,} {'turns' if flips == 1 else 'turn'}" if flips else "none turns"
    text = f"Of {many(turning.of[size], *SIZES[size])}, {turn} the answer"
    if size > 1 and hinges != flips:
        inside = f"{hinges:,} of them without" if hinges else "each with"
        text += f", {inside} a smaller one inside"
    return text


def _lists(record: Robust) -> Iterator[Block]:
    """Actors in rows, readings in columns: the answer under each list."""
    names = sorted({name for by in record.lists.values() for name in by})
    rows = (
        Row(actor, tuple(_outcome(by.get(name)) for name in names))
        for actor, by in record.lists.items()
    )
    yield Table("lists", ("actor", *names), tuple(rows))


def _outcome(outcome: str | None) -> Cell:
    if outcome is None:
        return Cell((note("–"),), tone="absent")
    words, tone = OUTCOMES[outcome]
    return Cell((note(words),), tone=tone)


def _combinations(english: English, record: Robust, root: str) -> Iterator[Block]:
    decides = record.decides
    sampled, distinct = decides.drawn is not None, record.distinct
    columns = [
        "",
        f"of {decides.of:,} drawn" if sampled else f"of {many(decides.of, 'combination')}",
    ]
    columns += ["standard error of the share"] if sampled else []
    if distinct is not None:
        columns.append(f"of {sum(distinct.values()):,}, equal lists counted once")
    rows = []
    for outcome, count in decides.counts.items():
        cells = [number(f"{count:,}")]
        cells += [number(f"{decides.error(outcome):.3f}")] if sampled else []
        cells += [number(f"{distinct[outcome]:,}")] if distinct is not None else []
        rows.append(Row(OUTCOMES[outcome][0], tuple(cells)))
    yield Table("combinations", tuple(columns), tuple(rows), role="counts")
    yield line(note(f"{capital(decides.method)}; {many(decides.leaves, 'course')} worked out."))
    for share in record.shares:
        yield line(note(_share(english, share)))
    yield from left_out(record.left_out, root)


def number(text: str) -> Cell:
    """A number in a table."""
    return Cell((note(text),), number=True)


def _share(english: English, share: Share) -> str:
    where = f" (where {english.world(share.facts)})" if share.facts else ""
    return (
        f"It ends{where} where {english.situation(share.taken)}; that is at rest under "
        f"{CONCEPTS[share.concept].name} in {share.count:,} of {share.of:,} combinations, exactly."
    )


def left_out(lines: Sequence[LeftOut], root: str = "") -> Iterator[Block]:
    """What of other readings' lists could not be taken over, and why."""
    reasons: dict[str, list[LeftOut]] = {}
    for one in lines:
        reasons.setdefault(one.why, []).append(one)
    for why, alike in reasons.items():
        yield term(f"Left out of other readings' lists ({why}):")
        items = tuple(Item(line(_left_out(one, root))) for one in alike)
        yield Items(items, role="lines", shown=SHOWN, more="lines")


def _left_out(one: LeftOut, root: str) -> Clause:
    if one.line is None:
        return note(f"{one.id}: the whole list of {one.actor}")
    return English(one.reading, root).told(one.line)


# --- as an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """The answer to a question of the case: the verdict, and under how much of what it stays."""
    answer: Robust = asked.answer
    english, decides = English(answer.reading), answer.decides
    verdict = judged(english, answer.conclusion, VERDICTS[answer.verdict])
    combined = (
        "Over all combinations of whose list is taken from which text, it follows and is carried in "
        f"{decides.counts[SUPPORTED]:,} of {decides.of:,} ({decides.method})"
    )
    detail = [note(_turn(answer, size)) for size in answer.turning.of]
    detail += [note(text) for text in _decide(answer)]
    changes = (edits_clause(english, edits) for edits in answer.smallest)
    way = path(english, asked.courses)
    return Parts((verdict, note(combined)), detail, way, changes)


def _decide(answer: Robust) -> Iterator[str]:
    """Whose list, taken from which text, gives another answer by itself."""
    for actor, by_reading in answer.lists.items():
        others = [name for name, outcome in by_reading.items() if outcome != NO]
        if others and len(others) < len(by_reading):
            yield f"{actor}'s list decides: with that of {join(others)} it follows"
    if all(len(set(by_reading.values())) == 1 for by_reading in answer.lists.values()):
        yield "Nobody's list alone decides: taken from any text, the answer stays"
