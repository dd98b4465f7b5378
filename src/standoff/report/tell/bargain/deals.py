"""Deals told: who gives what, who gains, in which order it could be paid, and what keeps it from holding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.bargain.exchange import (
    Deals,
    Fair,
    Lack,
    Market,
    Party,
    Payment,
    Start,
    Trade,
)
from standoff.analysis.question import Sheet
from standoff.gmcr.concept.exchange import Fare
from standoff.report.document import Badge, Block, Clause, Document, Item, Items, Line, Part, note
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.tell.asked import refusal
from standoff.report.tell.sheet import Parts
from standoff.report.wording import agreed, capital, counted, join, many, plural

SHOWN = 4
"""Deals told in full at each situation; the others are counted."""
CAUTION = (
    "A deal is what the lists of this reading would allow; whether anybody would propose it, or be trusted, "
    "they do not say. An actor that the text is silent about is in no deal; with --for it may be in one that "
    "lacks its wish."
)
KINDS: Mapping[str, Badge] = MappingProxyType(
    {
        "strict": Badge("each is better off", "yes"),
        "weak": Badge("nobody is worse off", "yes"),
        "near": Badge("one is worse off", "either"),
        "silent": Badge("nobody knows what one of them wants", "either"),
    }
)
HOLDS, FAILS = Badge("would hold", "yes"), Badge("would not hold", "either")
_FARES: Mapping[Fare, str] = MappingProxyType(
    {Fare.BETTER: "better off", Fare.SAME: "neither better nor worse off", Fare.WORSE: "worse off"}
)
_LACKS: Mapping[str, str] = MappingProxyType(
    {
        "gain": "would have to be no worse off by it",
        "deliver": "would have to want to deliver once the others have",
        "keep": "would have to want to keep {its} part, and not to take it back",
        "wish": "would have to want this: the text is silent on what {it} {wants}",
        "let": "{is} no party, and {is} worse off by it: {it} would move out of it",
        "order": "no order of single moves leads to it: all would have to move at once",
    }
)


def tell(fair: Fair) -> Document:
    """Every reading: its deals at each situation, and what was tried."""
    parts = tuple(refusal(one) if isinstance(one, Cannot) else reading(one) for one in fair.deals)
    return Document("Deals", (*parts, Line((note(CAUTION),), role="caution")), glossary=GLOSSARY)


def reading(found: Deals) -> Part:
    """The deals of one reading."""
    english = English(found.reading)
    blocks = [block for market in found.markets for block in _market(english, found, market)]
    return Part(
        note(heading(found.reading)), tuple(blocks), role="section", note=found.reading.title
    )


def _market(english: English, found: Deals, market: Market) -> Iterator[Block]:
    where = english.world(market.facts)
    for start in market.starts:
        head = "From today" if start.today else "From where today leads"
        at = f"{head}{f', where {where}' if where else ''}: {english.situation(start.state)}"
        yield Part(note(at), tuple(_start(english, found, start)), role="column")
    yield Line((note(_tried(market)),), role="note")


def _tried(market: Market) -> str:
    tried = market.tried
    begun = "" if tried.situations == 1 else f" at {counted(tried.situations)} situations"
    pairs, packages = many(tried.pairs, "exchange"), many(tried.packages, "package")
    return (
        f"Tried{begun}: {pairs} of one option each, {packages} of three or four options by two or three "
        "parties."
    )


def _start(english: English, found: Deals, start: Start) -> Iterator[Block]:
    if not start.trades:
        what = f" that brings about that {english.clause(found.wanted)}" if found.wanted else ""
        yield Line((note(f"No deal leaves its parties better off{what}."),))
    for each in start.trades[:SHOWN]:
        yield trade(english, each)
    more = len(start.trades) - SHOWN
    if more > 0:
        yield Line((note(f"And {many(more, 'deal')} more, by `--json`."),), role="note")


def trade(english: English, one: Trade) -> Part:
    """One deal: who gives what; gains, orders, outsiders, and what it lacks."""
    blocks: list[Block] = [Line((note(f"In all: {KINDS[one.kind].word}{_beaten(one)}."),))]
    blocks += [_party(english, one, party) for party in one.parties]
    blocks.append(Line((note("In which order:"),), role="term"))
    orders = tuple(Item(Line((note(_order(one, steps)),))) for steps in one.orders)
    blocks.append(Items(orders, role="lines", shown=SHOWN, more="orders"))
    for outsider in one.outsiders:
        undoes = (
            f"; {{it}} would then move to where {english.situation(outsider.undoes)}"
            if outsider.undoes is not None
            else "; no move of {its} own would undo that"
        )
        text = f"{outsider.actor}, no party, {agreed(outsider.actor, '{is} worse off' + undoes)}"
        blocks.append(Line((english.computed(text, outsider.lines),)))
    if one.lacks:
        blocks.append(Line((note("What would have to change:"),), role="term"))
        items = tuple(Item(Line((lack(english, each),))) for each in one.lacks)
        blocks.append(Items(items, role="lines"))
    return Part(
        named(english, one), tuple(blocks), role="finding", badge=HOLDS if one.holds else FAILS
    )


def _beaten(one: Trade) -> str:
    return "" if one.undominated else "; another deal of the same parties is better"


def named(english: English, one: Trade) -> Clause:
    """The deal in a sentence: each party with what it gives."""
    return english.computed(
        capital("; ".join(english.together(party.gives) for party in one.parties))
    )


def _party(english: English, one: Trade, party: Party) -> Line:
    """How one party fares by the whole, whom its part pleases, and whether it gets as much alone."""
    name = party.actor
    served = join(party.pleases) or "no party whose wishes are known"
    if not party.known:
        said = [note(f"How {name} {'fare' if plural(name) else 'fares'} nobody knows")]
    else:
        said = [
            english.computed(f"{name} {agreed(name, '{is}')} {_FARES[party.gain]}", party.lines)
        ]
    if party.known and party.delivers is Fare.WORSE:
        costs = agreed(name, "{its} own part costs {it} something")
        said.append(note(f"{costs}, and serves {served}"))
    else:
        said.append(note(f"{agreed(name, '{its}')} part serves {served}"))
    others = [actor for actor in party.beneficiary if actor not in one.gain]
    if others:
        said.append(
            note(f"so it does {join(others)}, who {'is' if len(others) == 1 else 'are'} no party")
        )
    if party.alone:
        said.append(note(f"a move of {agreed(name, '{its} own')} alone is as good"))
    return Line(tuple(said))


def _order(one: Trade, steps: tuple[Payment, ...]) -> str:
    """Who pays first, and how each fares by its own payment."""
    known = {party.actor for party in one.parties if party.known}
    told = []
    for at, step in enumerate(steps):
        name = step.actor
        pays = "pay" if plural(name) else "pays"
        who = f"{name} {pays} {'first' if at == 0 else 'then'}"
        if step.fare is None:
            told.append(f"{who}, which cannot be")
            break
        fares = agreed(name, "{is}") + f" {_FARES[step.fare]} by that"
        told.append(f"{who} and {fares}" if name in known else who)
    return "; ".join(told)


def lack(english: English, one: Lack) -> Clause:
    """What keeps a deal from holding, with the lines that stand against it."""
    if one.actor is None:
        return note(capital(_LACKS[one.what]))
    return english.computed(f"{one.actor} {agreed(one.actor, _LACKS[one.what])}", one.lines)


# --- on an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """How many deals there are and which of them hold; what the best lack."""
    found: Deals = asked.answer
    english = English(found.reading)
    trades = list(found.trades)
    holding = [one for one in trades if one.holds]
    wanted = f" that bring about that {english.clause(found.wanted)}" if found.wanted else ""
    kinds = join(
        f"{counted(n)} where {KINDS[kind].word}"
        for kind in KINDS
        if (n := sum(one.kind == kind for one in trades))
    )
    number = f"{capital(counted(len(trades)))} deal{'' if len(trades) == 1 else 's'}"
    count = f"{number}{wanted}" if trades else f"No deal{wanted}"
    told = f"{count}{f': {kinds}' if kinds else ''}"
    held = f"{capital(counted(len(holding)))} would hold" if holding else "None would hold"
    answer = (note(told), *((note(held),) if trades else ()))
    detail = [named(english, one) for one in (holding or trades)[:SHOWN]]
    changes = [lack(english, each) for one in trades[:1] for each in one.lacks]
    tried = [note(_tried(market).rstrip(".")) for market in found.markets]
    return Parts(answer, detail, (), changes, tried)
