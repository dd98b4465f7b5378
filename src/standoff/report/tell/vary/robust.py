"""How sure an answer is: how many changes turn it, whose list decides, how often its ends are at rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.question import Sheet
from standoff.analysis.sure.robust import Robust, Share, Turning
from standoff.analysis.vary.lists import INERT, NO, SUPPORTED, LeftOut
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
    number,
)
from standoff.report.english import English
from standoff.report.tell.asked import document, line, reading_part, refusal, term
from standoff.report.tell.sheet import Parts, judged, path
from standoff.report.tell.vary import findout
from standoff.report.tell.vary.edits import SHOWN, edit_sets
from standoff.report.tell.verdict import IDLE, VERDICTS, bare
from standoff.report.wording import capital, join, many

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
        findout.part(english, record.find_out),
    )
    return reading_part(record.reading, (verdict, *parts))


def _turning(english: English, record: Robust) -> Iterator[Block]:
    turning = record.turning
    for size, flips in turning.flips.items():
        hinges = len(turning.hinges[size])
        text = _flips(turning, size)
        if size > 1 and hinges != flips:
            inside = f"{hinges:,} of them without" if hinges else "each with"
            text += f", {inside} a smaller one inside"
        yield line(note(f"{text}."))
    if turning.smallest:
        yield term("The smallest that turn it:")
        yield edit_sets(english, turning.smallest)


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


# --- on a sheet -----------------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """How many changes turn the answer, and whose list decides."""
    answer: Robust = asked.answer
    english = English(answer.reading)
    turning, decides = answer.turning, answer.decides
    combined = (
        "Over all combinations of whose list is taken from which text, it follows and is carried in "
        f"{decides.counts[SUPPORTED]:,} of {sum(decides.counts.values()):,} ({decides.method})"
    )
    flips = (note(_flips(turning, size)) for size in turning.of)
    changes = (
        english.computed(
            capital("; and ".join(map(english.edit, chosen))), [edit.line for edit in chosen]
        )
        for chosen in turning.smallest
    )
    return Parts(
        (judged(english, answer.conclusion, VERDICTS[turning.verdict]), note(combined)),
        (*flips, *map(note, _alone(answer))),
        path(english, asked.courses),
        changes,
        next=findout.clauses(english, answer.find_out),
    )


def _flips(turning: Turning, size: int) -> str:
    count = turning.flips[size]
    turn = f"{count:,} {'turns' if count == 1 else 'turn'}" if count else "none turns"
    return f"Of {many(turning.of[size], *SIZES[size])}, {turn} the answer"


def _alone(answer: Robust) -> Iterator[str]:
    """Whose list, taken from which text, gives another answer by itself."""
    for actor, outcomes in answer.lists.items():
        others = [id for id, outcome in outcomes.items() if outcome != NO]
        if others and len(others) < len(outcomes):
            yield f"{actor}'s list decides: with that of {join(others)} it follows"
    if all(len(set(outcomes.values())) == 1 for outcomes in answer.lists.values()):
        yield "Nobody's list alone decides: taken from any text, the answer stays"
