"""Offers told: who would deliver, who gains, what is lacking, how the parties kept bargains before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.bargain.deal import Bargains, Deal, Fate, Mend, Offered, Part, Stake, Table
from standoff.analysis.bargain.precedent import Past
from standoff.analysis.question import Sheet
from standoff.report import document
from standoff.report.document import Badge, Block, Clause, Document, Item, Items, Line, note
from standoff.report.english import ANSWERS, GLOSSARY, English, heading
from standoff.report.tell.compare import rank
from standoff.report.tell.sheet import Parts
from standoff.report.wording import agreed, counted, join, many

_STAKES: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "{is} better off with the exchange than without",
        Fate.SAME: "{is} neither better nor worse off with the exchange",
        Fate.LOSES: "{is} worse off with the exchange",
        Fate.MIXED: "{is} better off or worse off with the exchange, as it comes about",
        Fate.SILENT: "{has} no wish by which to tell: the text is silent",
    }
)
_LAST: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "would keep {its} part once the others have delivered",
        Fate.SAME: "would have no reason to keep {its} part once the others have delivered",
        Fate.LOSES: "would default once the others have delivered",
        Fate.MIXED: "would keep or break {its} part, as it comes about",
        Fate.SILENT: "{has} no wish by which to tell whether {it} would keep {its} part: "
        "the text is silent",
    }
)
_FIRST: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.GAINS: "; {it} would also deliver first",
        Fate.SAME: "; {it} {has} no reason to deliver first",
        Fate.LOSES: "; {it} would lose by delivering first",
        Fate.MIXED: "; {it} may gain or lose by delivering first",
        Fate.SILENT: "",
    }
)
_ENDS: Mapping[str, str] = MappingProxyType(
    {"all": "every end", "some": "some of the ends", "none": "no end"}
)
CAUTION = "Whether an offer would hold follows from the lists of this reading; it is no forecast."


def tell(bargains: Bargains) -> Document:
    """Every offer of every reading: its fate, who gains, who would deliver, what is lacking."""
    parts = tuple(table(entry) for entry in bargains.tables if entry.offers)
    return Document("Offers", (*parts, Line((note(CAUTION),), role="caution")), glossary=GLOSSARY)


def table(entry: Table) -> document.Part:
    """The offers of one reading."""
    offers = tuple(map(offer, entry.offers))
    title = note(heading(entry.reading))
    return document.Part(title, offers, role="section", note=entry.reading.title)


def offer(entry: Offered) -> document.Part:
    """One offer, in every world of silent facts."""
    english = English(entry.reading)
    blocks: list[Block] = []
    for deal in entry.deals:
        if len(entry.deals) == 1:
            blocks += _deal(english, deal)
        else:
            where = note(f"Where {english.world(deal.facts)}")
            blocks_of = tuple(_deal(english, deal))
            blocks.append(document.Part(where, blocks_of, role="column", badge=badge(deal)))
    blocks += [Line((before(english, past),)) for past in entry.past]
    only = badge(entry.deals[0]) if len(entry.deals) == 1 else None
    return document.Part(offered(entry), tuple(blocks), role="finding", badge=only)


def badge(deal: Deal) -> Badge:
    """Whether the offer would hold."""
    if deal.barring:
        return Badge("cannot be", "no")
    return Badge("would hold", "yes") if deal.holds else Badge("would not hold", "either")


def offered(entry: Offered) -> Clause:
    """The offer, and what became of it."""
    english = English(entry.reading)
    return english.told(entry.offer, f"{english.offer(entry.offer)}; {ANSWERS[entry.answer]}")


# --- one world ------------------------------------------------------------------------------------


def _deal(english: English, deal: Deal) -> Iterator[Block]:
    if deal.barring:
        rules = tuple(Item(Line((clause,))) for clause in english.lines(deal.barring))
        yield Line((note("The exchange cannot be:"),), role="term")
        yield Items(rules, role="lines")
        return
    clauses = [stake(english, entry) for entry in deal.stakes]
    clauses += [clause for entry in deal.parts for clause in part(english, entry)]
    clauses += [gains(deal), way(english, deal)]
    if deal.came_with:
        clauses.append(note(f"It comes with this besides: {english.together(deal.came_with)}."))
    clauses += [english.moved(step, "Once there, ") for step in deal.undone]
    yield from (Line((clause,)) for clause in clauses)
    if deal.lacking:
        head, *ways = mends(english, deal)
        yield Line((head,), role="term")
        yield Items(tuple(Item(Line((clause,))) for clause in ways), role="lines")


def stake(english: English, entry: Stake) -> Clause:
    """How an actor fares with the exchange."""
    fate = agreed(entry.actor, _STAKES[entry.fate])
    return english.computed(f"{entry.actor} {fate}{english.because(entry.lines)}.", entry.lines)


def part(english: English, entry: Part) -> Iterator[Clause]:
    """What an owner would do with its part, and the veto it holds."""
    who = entry.actor
    if entry.veto:
        what = english.together(entry.literals)
        text = f"Whether {what} is for {who} to decide, not for {entry.party}: that is a veto."
        yield english.cited(text, entry.owned)
    last, first = agreed(who, _LAST[entry.last]), agreed(who, _FIRST[entry.first])
    text = f"{who} {last}{english.because(entry.lines)}{first}."
    yield english.computed(text, entry.lines)


def gains(deal: Deal) -> Clause:
    """Whether both sides would gain."""
    if deal.both_gain:
        return note("Everybody concerned would gain by it.")
    return note(f"Not everybody concerned is shown to gain by it: not {join(deal.without_gain)}.")


def way(english: English, deal: Deal) -> Clause:
    """Whether single moves get there, and whether it comes about from today."""
    if deal.path == ():
        return note("It is so today.")
    if deal.path is None:
        return note(
            "No single moves lead there of which each improves things for the one who makes it."
        )
    moves = (
        f"{english.move(step.before, step.after)}{english.because(step.lines)}"
        for step in deal.path
    )
    lines = [line for step in deal.path for line in step.lines]
    text = f"Single moves lead there: {'; then '.join(moves)}. From today it is reached in "
    return english.computed(f"{text}{_ENDS[deal.reached]}.", lines)


# --- what would make it hold ----------------------------------------------------------------------


def mends(english: English, deal: Deal, offer: str = "It") -> Iterator[Clause]:
    """The fewest wishes that would make the offer hold, and other single edits for each part."""
    if not deal.lacking:
        return
    count = len(deal.lacking)
    if not deal.mended:
        yield note(f"{offer} would take {many(count, 'change')} to hold, and none tried is enough:")
    elif deal.wishes:
        yield note(f"{offer} would hold with {many(count, 'wish', 'wishes')} more, no fewer:")
    else:
        yield note(f"{offer} would hold with {many(count, 'change')}, no fewer:")
    for entry in deal.lacking:
        edits = "; or if ".join(mend(english, entry.actor, edit) for edit in entry.mends)
        yield note(f"if {edits}" if edits else f"nothing tried moves {entry.actor}")


def mend(english: English, actor: str, edit: Mend) -> str:
    """What would make an actor keep its part, to follow `if`."""
    if isinstance(edit.condition, str):
        return f"the reading's variant “{edit.condition}” held"
    if edit.kind == "off":
        return english.wants(actor, edit.condition, "did not want")
    anywhere = agreed(actor, " (anywhere in {its} list)") if edit.position == "anywhere" else ""
    wanted = english.wants(actor, edit.condition, "wanted")
    return f"{wanted}{anywhere or rank(english, actor, edit.position)}"


# --- before ---------------------------------------------------------------------------------------


def before(english: English, past: Past) -> Clause:
    """How often an actor kept its side in the precedents that the text gives."""
    kept = f"{past.actor} kept {agreed(past.actor, '{its}')} side in {past.kept} of "
    text = f"{kept}{many(past.of, 'precedent')} that the text gives."
    return english.cited(text, past.remarks)


# --- on an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """Whether the offers of a reading would hold, and what would make them."""
    offers: tuple[Offered, ...] = asked.answer
    english = English(asked.reading)
    deals = [deal for entry in offers for deal in entry.deals]
    detail: list[Clause] = []
    for entry in offers:
        lacking = (gap for deal in entry.deals for gap in deal.lacking)
        detail += [offered(entry), *(clause for gap in lacking for clause in part(english, gap))]
    detail += [before(english, past) for entry in offers for past in entry.past]
    changes = (
        clause
        for entry in offers
        for deal in entry.deals
        for clause in mends(english, deal, f"The offer of {entry.offer.actor}")
    )
    return Parts(
        tuple(_in_short(english, offers, deals)),
        detail,
        (way(english, deal) for deal in deals if not deal.barring),
        changes,
    )


def _in_short(
    english: English, offers: Sequence[Offered], deals: Sequence[Deal]
) -> Iterator[Clause]:
    hold = sum(entry.holds for entry in offers)
    number = counted(hold) if hold else "none"
    offered = f"Of {counted(len(offers))} offer{'' if len(offers) == 1 else 's'}"
    yield note(f"{offered}, {number} would hold by the lists of this reading")
    breaking = [gap for deal in deals for gap in deal.lacking]
    if breaking:
        actors = join(dict.fromkeys(gap.actor for gap in breaking))
        lines = [line for gap in breaking for line in gap.lines]
        yield english.computed(f"Not shown to keep the bargain: {actors}", lines)
