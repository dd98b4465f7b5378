"""Offers and precedents told: who would deliver, who gains, what is lacking, what happened before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from standoff.analysis.bargain.offer import Bearing, Deal, Fate, Mend, Offered, Part, Stake
from standoff.case.entry import Dated, Reading
from standoff.citation import Citation
from standoff.report import data, words
from standoff.report.outline import (
    Clause,
    because,
    cells,
    clause,
    computed,
    line,
    listed,
    marks,
    said,
)

ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "it was accepted",
        "refused": "it was refused",
        "open": "it stands open",
        "unknown": "the text does not say what became of it",
    }
)
_STAKES: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "is better off with the exchange than without",
        Fate.SAME: "is neither better nor worse off with it",
        Fate.LOSES: "is worse off with it",
        Fate.MIXED: "is better off or worse off with it, as it comes about",
        Fate.SILENT: "has no wish by which to tell: the text is silent",
    }
)
_LAST: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "would keep its part once the others have delivered",
        Fate.SAME: "would have no reason to keep its part once the others have delivered",
        Fate.LOSES: "would default once the others have delivered",
        Fate.MIXED: "would keep or break its part, as it comes about",
        Fate.SILENT: "has no wish by which to tell whether it would keep its part: the text is silent",
    }
)
_FIRST: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "would also deliver first",
        Fate.SAME: "has no reason to deliver first",
        Fate.LOSES: "would lose by delivering first",
        Fate.MIXED: "may gain or lose by delivering first",
    }
)


# --- in words -----------------------------------------------------------------------------------


def offered(found: Offered) -> Clause:
    """The offer and its fate."""
    offer, reading = found.offer, found.reading
    gives = listed(reading, offer.gives, "would")
    takes = listed(reading, offer.takes, "would")
    text = f"{offer.actor} offers that {gives}, if {takes}; {ANSWERS[offer.answer]}"
    return Clause(text + marks(offer.marks), offer.citations)


def stake(reading: Reading, found: Stake) -> Clause:
    return computed(
        f"{found.actor} {_STAKES[found.fate]}{because(reading, found.lines)}", found.lines
    )


def part(reading: Reading, found: Part) -> Iterator[Clause]:
    """What an owner would do with its part, and the veto it holds."""
    if found.veto:
        what = listed(reading, found.literals, "would")
        text = f"{found.actor} holds a veto: that {what} is for it to decide, not for {found.party}"
        yield Clause(text, tuple(_decides(reading, found)))
    first = f"; it {_FIRST[found.first]}" if found.first in _FIRST else ""
    why = because(reading, found.lines)
    yield computed(f"{found.actor} {_LAST[found.last]}{why}{first}", found.lines)


def _decides(reading: Reading, found: Part) -> Iterator[Citation]:
    """Where it says that the option is the owner's."""
    own = {str(each).removeprefix("not ") for each in found.literals}
    for option in reading.options:
        if reading.short[option.full] in own:
            yield from option.citations


def gains(found: Deal) -> Clause:
    """Whether both sides would gain."""
    if found.both_gain:
        return computed("Everybody concerned would gain by it")
    others = [each.actor for each in found.stakes if each.fate is not Fate.GAINS]
    return computed(f"Not everybody concerned is shown to gain by it: not {', '.join(others)}")


def way(reading: Reading, found: Deal) -> Clause:
    """Whether single moves get there, and whether it comes about from today."""
    if found.path == ():
        return computed("It is so today")
    if found.path is None:
        return computed(
            "No single moves lead there of which each improves things for the one who makes it"
        )
    steps = " → ".join(words.step(found.world, each) for each in found.path)
    ends = {"all": "every end", "some": "some ends", "none": "no end"}[found.reached]
    lines = [item for each in found.path for item in each.lines]
    return computed(f"Single moves lead there: {steps}; from today it is reached in {ends}", lines)


def mend(actor: str, found: Mend) -> str:
    """What would make an actor keep its part."""
    match found.kind:
        case "wish":
            return f"{actor} wanted {found.condition} ({found.position} in its list)"
        case "off":
            return f"{actor} did not want {found.condition}"
        case _:
            return f"the reading's variant “{found.condition}” held"


def mends(found: Deal, offer: str = "It") -> Iterator[Clause]:
    """The fewest wishes that would make the offer hold, and other single edits for each part."""
    if not found.lacking:
        return
    count = len(found.lacking)
    yield computed(
        f"{offer} would hold with {count} wish{'es' if count > 1 else ''} more, no fewer:"
    )
    for each in found.lacking:
        told = [mend(each.actor, item) for item in each.mends]
        yield computed(
            "if " + "; or if ".join(told) if told else f"nothing tried moves {each.actor}"
        )


def before(found: Sequence[Bearing]) -> Iterator[Clause]:
    """How often each at this table kept or broke a bargain in the precedents the text gives."""
    for actor in dict.fromkeys(each.actor for each in found):
        own = [each for each in found if each.actor == actor]
        kept = sum(each.kept for each in own)
        cited = tuple(
            citation
            for each in own
            for remark in each.precedent.remarks
            if remark.about in ("kept", "broke") and remark.text == actor
            for citation in remark.citations
        )
        many = f"{len(own)} precedent{'s' if len(own) > 1 else ''}"
        yield Clause(f"{actor} kept its side in {kept} of {many} that the text gives", cited)


# --- for the terminal ---------------------------------------------------------------------------


def table(found: Sequence[Offered]) -> RenderableType:
    """Every offer: its fate, who gains, who would deliver, what is lacking."""
    parts: list[RenderableType] = []
    for each in found:
        parts += [said(0, offered(each)), *_deals(each), Text()]
    closing = (
        "Whether an offer would hold follows from the lists of this reading; it is no forecast."
    )
    return Group(*parts, Text(closing, style="dim"))


def _deals(found: Offered) -> Iterator[RenderableType]:
    reading = found.reading
    for deal in found.deals:
        if deal.world.open:
            yield line(2, words.in_world(deal.world.open), "italic")
        if deal.barred:
            yield line(2, f"the exchange cannot be: {deal.barred}", "red")
            continue
        good = "green" if deal.holds else "yellow"
        yield line(2, "would hold" if deal.holds else "would not hold", good)
        yield from (said(4, stake(reading, each)) for each in deal.stakes)
        yield from (said(4, told) for each in deal.parts for told in part(reading, each))
        yield said(4, way(reading, deal))
        for step in deal.undone:
            yield line(4, f"once there, {words.step(deal.world, step)}")
        yield from (said(4, told) for told in mends(deal))
    yield from (said(2, told) for told in before(found.precedents))


def precedents(reading: Reading) -> RenderableType:
    """What happened before, as the text has it: what was alike, what differed, who kept his side."""
    shown = Table(
        title=f"Precedents in reading {reading.id}", title_justify="left", show_lines=True
    )
    heads = ("what was", "alike", "differed", "happened", "kept", "broke")
    for head in heads:
        shown.add_column(head)
    for each in reading.precedents:
        remarks = {
            remark.about: f"{remark.text} {_cited(remark.citations)}" for remark in each.remarks
        }
        row = [_was(reading, each), *(remarks.get(head, "not said") for head in heads[1:])]
        shown.add_row(*cells(*row))
    return shown


def _was(reading: Reading, found: Dated) -> str:
    what = found.gloss or str(found.condition)
    when = f" ({found.by})" if found.by else ""
    return f"{what}{when} {_cited(found.citations)}"


def _cited(found: Iterable[Citation]) -> str:
    return f"[{' '.join(map(str, found))}]"


# --- as data ------------------------------------------------------------------------------------


def as_data(found: Sequence[Offered]) -> dict[str, Any]:
    """What `standoff offers --json` prints of one reading."""
    return {
        "offers": [
            {
                "offer": clause(offered(each)),
                "answer": each.offer.answer,
                "place": data.place(each.offer.place),
                "worlds": [_deal(each.reading, deal) for deal in each.deals],
                "precedents": [
                    {"actor": b.actor, "kept": b.kept, "precedent": b.precedent.gloss}
                    for b in each.precedents
                ],
            }
            for each in found
        ]
    }


def _deal(reading: Reading, found: Deal) -> dict[str, Any]:
    return {
        "facts": data.facts(found.world.open),
        "barred": found.barred or None,
        "holds": found.holds,
        "both_gain": found.both_gain,
        "stakes": [
            {"actor": s.actor, "fate": str(s.fate), "lines": [data.line(x) for x in s.lines]}
            for s in found.stakes
        ],
        "parts": [_part(each) for each in found.parts],
        "path": None if found.path is None else [data.step(each) for each in found.path],
        "reached": found.reached,
        "undone": [data.step(each) for each in found.undone],
        "came_with": list(found.came_with),
    }


def _part(found: Part) -> dict[str, Any]:
    return {
        "actor": found.actor,
        "party": found.party,
        "veto": found.veto,
        "delivers": [str(each) for each in found.literals],
        "last": str(found.last),
        "first": str(found.first),
        "kept": found.kept,
        "lines": [data.line(each) for each in found.lines],
        "mends": [
            {
                "kind": each.kind,
                "condition": each.condition,
                "position": each.position,
                "file": each.place.file if each.place else None,
                "line": each.place.line if each.place else None,
            }
            for each in found.mends
        ],
    }


def precedents_data(reading: Reading) -> list[dict[str, Any]]:
    """The precedents of a reading with their remarks."""
    return [
        {
            "was": each.gloss or str(each.condition),
            "when": str(each.by) if each.by else None,
            "citations": [str(c) for c in each.citations],
            **{
                r.about: {"text": r.text, "citations": [str(c) for c in r.citations]}
                for r in each.remarks
            },
        }
        for each in reading.precedents
    ]


__all__ = [
    "as_data",
    "before",
    "gains",
    "mends",
    "offered",
    "part",
    "precedents",
    "precedents_data",
    "stake",
    "table",
    "way",
]
