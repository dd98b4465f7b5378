"""A role-play as Markdown files: a brief for each actor, an options sheet, rules, a moderator's sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from standoff.analysis.bargain.roleplay import Brief, Pack
from standoff.case.entry import Assumption, Offer, Reading, Stance
from standoff.case.speak import spoken
from standoff.citation import Citation
from standoff.report import words
from standoff.report.outline import assumption, listed
from standoff.report.outline import marks as marked

RULES = """\
# Rules of the session

For one moderator and a player (or a small group) for each role. An hour is enough for a first run.

1. **Before.** Each player gets the options sheet and his own brief, and nobody else's. The moderator
   has read each brief before handing it out (a sentence in our words may still say something of others)
   and keeps `moderator.md` closed. Fifteen minutes to read; no talk about wishes before play begins.
2. **Today.** Play begins in the situation that the options sheet calls today.
3. **A round.** For ten minutes anybody may talk with anybody, in private or aloud, and make offers. Then
   each player writes down which of his own options he takes up or drops, if any. All are read out at once.
4. **What is allowed.** Only one's own options; nothing that the options sheet says cannot be, and no way
   back from what it says is for good. The moderator refuses such a move, and the player writes another.
   Where two moves are possible only apart, the one written by the player who spoke last does not happen.
5. **The end.** After a round in which nobody moved, or after six rounds.
6. **Play the role, not the forecast.** Do what the actor in the brief would do, in the order of his wishes;
   promises may be broken, as in life. Where the brief is silent, decide, and write down that you did.
7. **After.** The moderator notes the last situation, who moved when, and which offers were made and kept.
   Only then open the briefs, and compare with what `standoff evolve` and `standoff offers` say.

What comes out is one play of one text's version of the conflict. Play it with several groups before
counting anything.
"""


def files(found: Pack) -> Mapping[str, str]:
    """Name -> text of every file of the pack."""
    reading = found.reading
    briefs = {f"brief-{each.actor.name}.md": _text(_brief(reading, each)) for each in found.briefs}
    return {
        "rules.md": RULES,
        "options.md": _text(_options(reading)),
        **briefs,
        "moderator.md": _text(_moderator(found)),
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Words of a case, so that no sign of Markdown or HTML in them does anything."""
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", text).replace("<", "&lt;")


def _cites(citations: Iterable[Citation]) -> str:
    told = ", ".join(map(str, citations))
    return f" ({told})" if told else " (no source)"


# --- what everybody knows -------------------------------------------------------------------------


def _options(reading: Reading) -> Iterator[str]:
    at = f", {reading.at}" if reading.at else ""
    yield f"# Options sheet: {_plain(reading.title)}"
    yield f"\nReading {reading.id}{at}. For everybody. Numbers in brackets are sentences of the texts."
    for actor in reading.actors:
        own = [option for option in reading.options if option.actor == actor.name]
        within = f" (part of {actor.within})" if actor.within else ""
        yield (
            f"\n## {actor.name}{within} could\n"
            if own
            else f"\n## {actor.name}{within}: nothing here"
        )
        for option in own:
            name = reading.short[option.full]
            yield f"- `{name}`: {_plain(option.gloss)}{_cites(option.citations)}"
    yield "\n## Today\n"
    for line in reading.now:
        yield _line(reading, line)
    yield "- Nothing else is being done."
    if reading.impossible or reading.no_way_back:
        yield "\n## What cannot be, and what cannot be undone\n"
    for line in (*reading.impossible, *reading.no_way_back):
        yield _line(reading, line)


def _line(reading: Reading, line: Assumption) -> str:
    told = assumption(reading, line)
    return f"- {_plain(told.text[:1].upper() + told.text[1:])}.{_cites(told.citations)}"


# --- what one of them knows -----------------------------------------------------------------------


def _brief(reading: Reading, found: Brief) -> Iterator[str]:
    actor = found.actor
    also = f" (in the texts also {', '.join(map(_plain, actor.also))})" if actor.also else ""
    yield f"# Brief: {actor.name}"
    yield f"\nYou play **{actor.name}**{also}. For your eyes only; the options sheet is for all."
    yield "\n## What you can do\n"
    for option in found.options:
        name = reading.short[option.full]
        yield f"- `{name}`: {_plain(option.gloss)}{_cites(option.citations)}"
    if not found.options:
        yield "- Nothing but talk: no option is yours."
    yield "\n## What you want, most important first\n"
    yield from _wishes(reading, found)
    if found.facts:
        yield "\n## What you take as fact\n"
        yield from (_line(reading, line) for line in found.facts)
    if found.offers:
        yield "\n## What is on the table\n"
        yield from (_offer(reading, offer) for offer in found.offers)


def _wishes(reading: Reading, found: Brief) -> Iterator[str]:
    wants, actor = found.wants, found.actor.name
    if wants is None or wants.stance is Stance.SILENT:
        yield "- The text does not say what you want. Decide for yourself, and write down that you did."
    elif wants.stance is Stance.UNDECIDED:
        yield "- What you want is not decided yet. Decide for yourself, and write down that you did."
    elif wants.stance is Stance.INDIFFERENT:
        yield "- You do not care how it ends, the text says."
    elif wants.stance is Stance.RANKING:
        for state in wants.ranking:
            yield f"{state.tier + 1}. {_plain(words.situation(reading, state.taken))}"
    elif wants.stance is Stance.WEIGHTS:
        for weight in wants.weights:
            yield f"- `{weight.name}` counts {weight.value:g}{_cites(weight.citations)}"
    rank = 0
    for line in wants.lines if wants is not None else ():
        rank += not line.tied
        told = assumption(reading, line)
        text = told.text.removeprefix(f"{actor} wants ")
        yield f"{rank}. You want {_plain(text)}.{_cites(line.citations)}"
        yield from (f"   - {each}" for each in _glosses(reading, line.citations, found))


def _glosses(reading: Reading, citations: Iterable[Citation], found: Brief) -> Iterator[str]:
    """The sentences in our words, where they give nothing away."""
    for citation in citations:
        source = reading.sources.get(citation.source)
        for number in citation.sentences:
            record = source.records.get(number) if source else None
            if (citation.source, number) not in found.shown:
                yield f"{citation.source}#s{number}: kept back, for it tells of others too"
            elif record is not None and record.gloss:
                yield f"{citation.source}#s{number}: {_plain(record.gloss)}"


def _offer(reading: Reading, offer: Offer) -> str:
    gives, takes = listed(reading, offer.gives, "would"), listed(reading, offer.takes, "would")
    text = f"{offer.actor} has offered that {gives}, if {takes}"
    return (
        f"- {_plain(text)}: {offer.answer}{_plain(marked(offer.marks))}.{_cites(offer.citations)}"
    )


# --- what the moderator knows ---------------------------------------------------------------------


def _moderator(found: Pack) -> Iterator[str]:
    reading = found.reading
    yield "# Moderator's sheet: not for players before the end"
    yield "\n## Sources\n"
    for source in reading.sources.values():
        yield f"- {source.id}: {_plain(words.source(source))}"
    yield "\n## Who wants what\n"
    for wants in reading.wants.values():
        if not wants.lines:
            yield f"- {wants.actor}: {wants.stance}{_cites(wants.citations)}"
        for line in wants.lines:
            yield _line(reading, line)
    yield "\n## What the author concludes\n"
    for entry in reading.conclusions:
        given = f"given that {listed(reading, entry.given, 'does')}, " if entry.given else ""
        main = (
            " ".join(entry.effect)
            if entry.effect is not None
            else spoken(reading, entry.condition, "will")
            if entry.condition is not None
            else ""
        )
        yield f"- {_plain(given + main)}{_cites(entry.citations)}"
    yield "\n## Record\n\n| round | who moved | what | situation |\n| --- | --- | --- | --- |"
    yield from ("| | | | |" for _ in range(6))
