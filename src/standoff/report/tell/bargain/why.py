"""Motives told: under which of them the act is rational, and what the evidence says where it is rated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.bargain.evidence import Column, Range, Table
from standoff.analysis.bargain.motive import Episode, Inquiry, Tested
from standoff.analysis.bargain.trial import Outcome, Trial
from standoff.analysis.question import Sheet
from standoff.case.reading import BASE
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import (
    Badge,
    Block,
    Cell,
    Clause,
    Document,
    Item,
    Items,
    Line,
    Part,
    Row,
    note,
)
from standoff.report.document import Table as Grid
from standoff.report.english import GLOSSARY, English
from standoff.report.tell.sheet import Parts
from standoff.report.tell.vary import findout
from standoff.report.wording import capital, counted, join, when

OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.RATIONAL: "the act is the best move, and it stays done",
        Outcome.UNDONE: "the act is the best move, but it is undone later",
        Outcome.SECOND: "the act is better than nothing, but another move is better",
        Outcome.LATER: "the act is no improvement by itself, but what follows from it is better",
        Outcome.FAILS: "the act is no improvement, neither at once nor by what follows",
    }
)
"""What becomes of an act under a list of wishes."""
BADGES: Mapping[Outcome, Badge] = MappingProxyType(
    {
        Outcome.RATIONAL: Badge("makes the act rational", "yes"),
        Outcome.UNDONE: Badge("explains it only until it is undone", "either"),
        Outcome.SECOND: Badge("another move is better", "either"),
        Outcome.LATER: Badge("explains it only by what follows", "either"),
        Outcome.FAILS: Badge("does not explain the act", "no"),
    }
)
_LATER: Mapping[str, str] = MappingProxyType(
    {
        "gains": "What follows once it is done and kept is better by this list.",
        "same": "What follows once it is done and kept is no better and no worse by this list.",
        "loses": "What follows once it is done and kept is worse by this list.",
        "mixed": "What follows once it is done and kept is better in some ends, worse in others.",
    }
)
CAUTION = (
    "A motive that makes the act rational is possible, not shown to be the one; rival motives may do so "
    "too. Evolution rule: best."
)


def tell(inquiry: Inquiry) -> Document:
    """Each time of the act: its motives with their tests, then the evidence."""
    parts = tuple(map(episode, inquiry.episodes))
    caution = Line((note(CAUTION),), role="caution")
    return Document(parts[0].title.text, (*parts, caution), glossary=GLOSSARY)


def episode(entry: Episode) -> Part:
    """An act at one time."""
    english = English(entry.tested[0].reading)
    return Part(
        note(f"Why would it be that {english.clause(entry.act)}?"),
        (
            *map(motive, entry.tested),
            *_written(entry),
            evidence(english, entry.table),
            *_find_out(entry),
        ),
        role="section",
        note=when(entry.at) if entry.at else "",
    )


def _written(entry: Episode) -> Iterator[Line]:
    for reading, outcome in entry.overall.items():
        of = "the reading" if reading == BASE else f"reading {reading}"
        yield Line((note(f"By the whole list of {of}, {OUTCOMES[outcome]}."),), role="note")


def _find_out(entry: Episode) -> Iterator[Part]:
    """What to look for to tell the first two motives apart."""
    for clause in next_(entry):
        yield Part(note(findout.TITLE), (Line((clause,)),))


def next_(entry: Episode) -> Iterator[Clause]:
    """The same as a clause; nothing of one motive."""
    apart = entry.find_out
    if apart is not None:
        two = [one.motive for one in entry.tested if one.label in (apart.first, apart.second)]
        yield findout.apart(English(apart.reading), apart, two)


# --- one motive -----------------------------------------------------------------------------------


def _label(name: str) -> str:
    """A motive's name as words: `joint_force` is a joint force."""
    return name.replace("_", " ")


def motive(tested: Tested) -> Part:
    """A motive, what becomes of the act under it, and the moves."""
    elsewhere = "" if tested.reading is tested.source else f"tried in reading {tested.tested_in}"
    blocks: list[Block] = [Line((outcome(tested),))]
    for trial in tested.alone:
        if trial.facts:
            world = English(tested.reading).world(trial.facts)
            blocks.append(Line((note(f"Where {world}:"),), role="term"))
        blocks += [Line((clause,)) for clause in steps(trial)]
    blocks.append(Line((leading(tested),)))
    return Part(
        named(tested),
        tuple(blocks),
        role="finding",
        badge=BADGES[tested.outcome],
        note=elsewhere,
    )


def named(tested: Tested) -> Clause:
    """The motive as the text has it."""
    denied = " (the text denies it)" if tested.denied else ""
    text = f"{_label(tested.label)}: {tested.motive.why}{denied}"
    return English(tested.source).told(tested.motive, text)


def outcome(tested: Tested) -> Clause:
    """What becomes of the act under the motive alone."""
    text = f"By this motive alone {OUTCOMES[tested.outcome]}"
    if tested.tied:
        text += "; another move is as good by it"
    if tested.restates:
        text += "; but that is only because the motive is to want the bare act, which restates it"
    return English(tested.reading).computed(f"{text}.", tested.wants)


def leading(tested: Tested) -> Clause:
    """Whether the motive still decides when everything else the reading says of the actor is kept."""
    english = English(tested.reading)
    if not tested.does:
        return note(
            "Put above the rest of the actor's list, it would keep the act from being done."
        )
    if tested.decides:
        return note("Put above the rest of the actor's list, it is what decides.")
    lines = tested.leading_lines
    return english.computed(
        "Put above the rest of the actor's list, it decides nothing: the act is done"
        f"{english.because(lines)}.",
        lines,
    )


def steps(trial: Trial) -> Iterator[Clause]:
    """The move, what stands after it, and what undoes it."""
    english = English(trial.reading)
    if trial.on_the_way:
        yield note(f"Tried on the way, as an answer: from where {english.situation(trial.before)}.")
    if trial.taken is not None:
        yield english.moved(trial.taken, "The move: ")
    if trial.instead is not None:
        yield english.moved(trial.instead, "Better: ")
    if trial.stable is not None:
        yield note(_stays(trial))
    yield from dict.fromkeys(english.moved(step, "Later: ") for step in trial.undone)
    if trial.taken is None:
        yield note(_LATER[trial.later])
    if trial.supposed:
        also = f", and {english.together(trial.came_with)}" if trial.came_with else ""
        yield note(f"It is done today: tried from today's situation with the act taken back{also}.")


def _stays(trial: Trial) -> str:
    by = [CONCEPTS[concept].name for concept, stays in (trial.stable or {}).items() if stays]
    if not by:
        return "Then it would move again, whatever the others could answer."
    text = f"Then it stays, by {join(by)}"
    return (
        f"{text}; against the answers of {join(trial.answering)}."
        if trial.answering
        else f"{text}."
    )


# --- on an answer sheet ---------------------------------------------------------------------------

_RANKED: Mapping[Outcome, tuple[str, str]] = MappingProxyType(
    {
        Outcome.RATIONAL: (
            "makes it the actor's best move, and it stays done",
            "make it the actor's best move, and it stays done",
        ),
        Outcome.UNDONE: (
            "makes it the best move, and it is undone later",
            "make it the best move, and it is undone later",
        ),
        Outcome.SECOND: (
            "makes it better than nothing, not best",
            "make it better than nothing, not best",
        ),
        Outcome.LATER: ("makes it pay only by what follows", "make it pay only by what follows"),
        Outcome.FAILS: ("does not make it rational", "do not make it rational"),
    }
)


def sheet(asked: Sheet) -> Parts:
    """Which motives of an act make it rational."""
    episodes: tuple[Episode, ...] = asked.answer
    motives = [tested for entry in episodes for tested in entry.tested]
    alike = (
        (verbs, [tested for tested in motives if tested.outcome is outcome])
        for outcome, verbs in _RANKED.items()
    )
    answer = (_ranked(own, len(motives), *verbs) for verbs, own in alike if own)
    rational = (tested for tested in motives if tested.outcome is Outcome.RATIONAL)
    moves = (_move(tested) for tested in rational)
    look = tuple(clause for entry in episodes for clause in next_(entry))
    return Parts(tuple(answer), tuple(map(named, motives)), moves, next=look)


def _ranked(motives: Sequence[Tested], of: int, singular: str, plural: str) -> Clause:
    labels = (f"{_label(m.label)}{' (restates the act)' if m.restates else ''}" for m in motives)
    verb = singular if len(motives) == 1 else plural
    number = f"{capital(counted(len(motives)))} of {counted(of)} motive{'' if of == 1 else 's'}"
    text = f"{number} {verb}: {join(labels)}"
    return English(motives[0].source).computed(text, [tested.motive for tested in motives])


def _move(tested: Tested) -> Clause:
    trial = tested.alone[0]
    assert trial.taken is not None  # else it is not rational
    english = English(trial.reading)
    start = f" (where {english.situation(trial.before)})" if trial.on_the_way else ""
    return english.moved(trial.taken, f"{_label(tested.label)}{start}: ")


# --- the evidence ---------------------------------------------------------------------------------


def evidence(english: English, table: Table) -> Part:
    """Motives in rows, evidence in columns, and what the evidence says."""
    if not table.columns:
        return Part(note("Evidence"), (Line((note(_NOTHING),), role="note"),))
    numbers = range(1, len(table.columns) + 1)
    grid = Grid(
        "evidence",
        ("motive", *(f"({number})" for number in numbers), "together"),
        tuple(_row(table, motive) for motive in table.ranked),
        role="counts",
        title="Evidence: how likely each item is under each motive",
        caption=() if all(column.rated for column in table.columns) else ("·  not rated",),
    )
    keys = Items(tuple(_key(english, *pair) for pair in zip(numbers, table.columns, strict=True)))
    said = (Line((note(text),)) for text in _weighed(table))
    return Part(note(""), (grid, keys, *said))


_NOTHING = "No evidence is written down for this act."


def _row(table: Table, motive: str) -> Row:
    ranges = (column.ranges.get(motive) for column in table.columns)
    texts = ("·" if r is None else _range(r) for r in ranges)
    chance = table.chances.get(motive)
    together = (
        "not rated"
        if chance is None
        else f"{chance.middle:.2f} ({chance.low:.2f}–{chance.high:.2f})"
    )
    cells = (Cell((note(text),), number=True) for text in (*texts, together))
    return Row(motive, tuple(cells))


def _range(likelihood: Range) -> str:
    low, high = f"{likelihood.low:.2g}", f"{likelihood.high:.2g}"
    return low if low == high else f"{low}–{high}"


def _key(english: English, number: int, column: Column) -> Item:
    uses = []
    if len(column.items) > 1:
        uses.append(f"of one origin ({column.origin}): counts once")
    if column.rated:
        uses.append(f"rated by {join(column.raters)}")
    if column.separates is False:
        uses.append("tells no motive from another")
    items = tuple(map(english.told, column.items))
    return Item(Line((*items, *map(note, uses)), lead=f"({number})"))


def _weighed(table: Table) -> Iterator[str]:
    if not table.is_rated:
        yield "Nobody has rated this evidence: no motive is likelier than another by it."
        return
    if len(table.ranked) > 1:
        first, second, *_ = table.ranked
        apart = table.separating_origins[:3]
        by = f"are told apart by {join(apart)}" if apart else "are told apart by nothing"
        yield f"The two likeliest motives, {first} and {second}, {by}."
    for origin in table.turning_origins:
        yield f"Without {origin}, another motive would lead."
