"""What to find out next, told: the thing, what settling it changes, why it is open, and who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from standoff.analysis.bargain.apart import Apart, Watched
from standoff.analysis.sure.beside import Count, Settled
from standoff.analysis.sure.findout import FindOut, Found
from standoff.analysis.sure.unsettled import (
    CONTESTED,
    INFERRED,
    UNDECIDED,
    UNKNOWN,
    UNSOURCED,
    Unsettled,
)
from standoff.analysis.voice import Says
from standoff.case.entry import Motive, Section
from standoff.condition import as_literal
from standoff.report.document import Block, Clause, Line, Part, note
from standoff.report.english import English
from standoff.report.tell.compare import voices
from standoff.report.tell.verdict import VERDICTS
from standoff.report.wording import capital, join, many

TITLE = "What to find out next"
WHY: Mapping[str, str] = MappingProxyType(
    {
        CONTESTED: "the texts contradict each other on it",
        UNKNOWN: "the text is silent on it",
        UNDECIDED: "it is not decided yet what the text says",
        UNSOURCED: "no sentence is cited for it",
        INFERRED: "it is a step from the sentence cited, and not what it says",
    }
)
"""Why something is not settled."""


def part(english: English, record: FindOut) -> Part:
    """What to find out next for a question."""
    return Part(note(TITLE), tuple(_blocks(english, record)))


def _blocks(english: English, record: FindOut) -> Iterator[Block]:
    found = record.found
    if found is None:
        yield Line((note(nothing(record)),))
        return
    yield Line((named(english, found.item), *_voices(found.item)))
    yield Line((note(f"{changes(found)}."),))
    yield Line((note(f"{capital(_ways(english, found))}."),))
    why = join(WHY[one] for one in found.item.why)
    yield Line((note(f"It is open: {why}."),))
    if found.restates:
        text = "It is the question itself, as a wish of whoever decides it."
        yield Line((note(text),), role="note")
    yield Line((note(_others(record)),), role="note")


def _voices(item: Unsettled) -> Iterator[Clause]:
    """Who else says it, and who its opposite."""
    said = item.says
    others = (
        tuple(voice for voice in spoken if voice.line is not item.entry)
        for spoken in (said.asserted, said.denied)
    )
    says = Says(*others)
    if says.asserted or says.denied:
        yield from voices(says)
    else:
        yield note(
            "no other text speaks of it" if item.entry is not None else "no text speaks of it"
        )


def clauses(english: English, record: FindOut) -> tuple[Clause, ...]:
    """The same in a few clauses, for an answer sheet."""
    found = record.found
    if found is None:
        return (note(nothing(record).rstrip(".")),)
    head = named(english, found.item)
    why = join(WHY[one] for one in found.item.why)
    return (
        replace(head, text=f"{head.text}: {why}"),
        *_voices(found.item),
        note(f"{changes(found)}; {_ways(english, found)}"),
        note(_others(record).rstrip(".")),
    )


def brief(english: English, record: FindOut) -> tuple[Clause, ...]:
    """The thing and how much it changes, where many readings stand together."""
    found = record.found
    if found is None:
        open_ = many(record.tried, "open wish or fact", "open wishes and facts")
        return (note(f"nothing: none of {open_} changes this answer, however it is settled"),)
    head = named(english, found.item)
    text = f"changes the answer in {found.changes:,} of {found.of:,} combinations"
    return (replace(head, text=f"{head.text[0].lower()}{head.text[1:]}"), note(text))


def named(english: English, item: Unsettled) -> Clause:
    """The thing, as what one would ask, with the sentences behind the line on it."""
    text = f"Whether {_whether(english, item)}"
    known = as_literal(item.condition)
    if item.section is Section.FACTS and known is not None:
        text = f"The answer to “{english.fact(known[0])}”"
    if item.entry is None:
        return note(text)
    return english.told(item.entry, text)


def _whether(english: English, item: Unsettled) -> str:
    if item.section is Section.WANTS:
        return english.wants(item.actor or "", item.condition)
    clause = english.clause(item.condition)
    return f"today {clause}" if item.section is Section.NOW else clause


def changes(found: Found) -> str:
    """In how many combinations it changes the answer."""
    text = f"Settling it changes the answer in {found.changes:,} of {found.of:,} combinations"
    beside = f"{_of(found.changed)} with one other line changed"
    if found.lists is None:
        return f"{text}: {beside}; whose list is taken has too many courses to be followed"
    return f"{text}: {_of(found.lists)} of whose list is taken, {beside}"


def _of(count: Count) -> str:
    return f"{count.changes:,} of {count.of:,}"


def _ways(english: English, found: Found) -> str:
    """What becomes of the question under each way of settling it, all else being as written."""
    told = (f"{_way(english, found.item, way)}, it {_verdict(way)}" for way in found.ways)
    return f"all else as written, {'; '.join(told)}"


def _way(english: English, item: Unsettled, way: Settled) -> str:
    if way.value is None:
        return f"if {item.actor} does not care" if item.silent else "without that wish"
    if item.section is not Section.WANTS:
        return f"if {_whether(english, replace(item, condition=way.value))}"
    return f"if {english.wants(item.actor or '', way.value)}"


def _verdict(way: Settled) -> str:
    return VERDICTS[way.verdict]


def _others(record: FindOut) -> str:
    if record.tried == 1:
        return "Nothing else is open."
    return f"Of {record.tried:,} open wishes and facts, none changes more."


def nothing(record: FindOut) -> str:
    """That settling nothing changes the answer, with the numbers tried."""
    if not record.tried:
        return "Nothing: every wish and fact is just what a sentence says, and none is contested."
    beside = many(record.lines, "change of a line", "changes of a line")
    over = (
        f"in any of {many(record.combinations, 'combination')} of lists or beside any of {beside}"
        if record.combinations is not None
        else f"beside any of {beside}; whose list is taken has too many courses to be followed"
    )
    return (
        f"Nothing: of {many(record.tried, 'open wish or fact', 'open wishes and facts')}, none changes the "
        f"answer {over}, however it is settled."
    )


# --- rival motives --------------------------------------------------------------------------------


def apart(english: English, record: Apart, motives: Iterable[Motive] = ()) -> Clause:
    """What to look for to tell two motives apart, with the sentences behind them."""
    return english.computed(_apart(english, record), motives)


def _apart(english: English, record: Apart) -> str:
    pair = f"{record.first} from {record.second}"
    if record.why:
        return f"What would tell {pair} cannot be said: {record.why}."
    if record.watch is None:
        return (
            f"Nothing that was looked at tells {pair}: none of {record.tried} things comes out one way by "
            f"the one and otherwise by the other, in any of {many(record.of, 'combination')} of the "
            "others' lists."
        )
    return (
        f"To tell {pair}, look whether {_watched(english, record.watch)}: {_split(record)} of the others' "
        f"lists. Of {record.tried} things looked at, none separates them in more."
    )


def _watched(english: English, watch: Watched) -> str:
    said = english.clause(watch.condition)
    return said if watch.given is None else f"{said} once {english.clause(watch.given)}"


def _split(record: Apart) -> str:
    parts = []
    pairs = (
        (record.only_first, record.first, record.second),
        (record.only_second, record.second, record.first),
    )
    for count, by, other in pairs:
        if count:
            parts.append(
                f"it is so by {by} and not by {other} in {count:,} of {many(record.of, 'combination')}"
            )
    return ", and ".join(parts)
