"""A role-play as Markdown files: a brief for each actor, an options sheet, rules, a moderator's sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from standoff.analysis.bargain.roleplay import Brief, Pack
from standoff.case.entry import Assumption, Offer, Option, Reading, Stance, Wants
from standoff.citation import Citation
from standoff.report.document import NO_SOURCE, Clause
from standoff.report.english import ANSWERS, English, about, heading
from standoff.report.wording import capital, when

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


def files(pack: Pack) -> Mapping[str, str]:
    """Name -> text of every file of the pack."""
    english = English(pack.reading)
    briefs = {
        f"brief-{brief.actor.name}.md": _text(_brief(english, brief)) for brief in pack.briefs
    }
    return {
        "rules.md": RULES,
        "options.md": _text(_options(english)),
        **briefs,
        "moderator.md": _text(_moderator(english)),
    }


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Words of a case, so that no sign of Markdown or HTML in them does anything."""
    return re.sub(r"([\\`*_\[\]#|])", r"\\\1", text).replace("<", "&lt;")


def _said(clause: Clause) -> str:
    """A clause with what weakens it and what it cites."""
    marks = f" ({'; '.join(clause.marks)})" if clause.marks else ""
    cited = ", ".join(clause.citations) or NO_SOURCE
    return f"{_plain(capital(clause.text) + marks)}. ({cited})"


# --- what everybody knows -------------------------------------------------------------------------


def _options(english: English) -> Iterator[str]:
    reading = english.reading
    at = f", {when(reading.at)}" if reading.at else ""
    yield f"# Options sheet: {_plain(reading.title)}"
    yield f"\n{heading(reading)}{at}. For everybody. Numbers in brackets are sentences of the texts."
    for actor in reading.actors:
        own = [option for option in reading.options if option.actor == actor.name]
        within = f" (part of {actor.within})" if actor.within else ""
        could = " could" if own else ": nothing here"
        yield f"\n## {actor.name}{within}{could}\n"
        yield from (_option(option) for option in own)
    yield "\n## Today\n"
    yield from _lines(english, reading.now)
    yield "- Nothing else is being done."
    if reading.impossible or reading.no_way_back:
        yield "\n## What cannot be, and what cannot be undone\n"
        yield from _lines(english, (*reading.impossible, *reading.no_way_back))


def _option(option: Option) -> str:
    cited = ", ".join(map(str, option.citations)) or NO_SOURCE
    return f"- `{option.name}`: {_plain(option.gloss)} ({cited})"


def _lines(english: English, lines: Iterable[Assumption]) -> Iterator[str]:
    return (f"- {_said(clause)}" for clause in english.lines(lines))


# --- what one of them knows -----------------------------------------------------------------------


def _brief(english: English, brief: Brief) -> Iterator[str]:
    actor = brief.actor
    also = f" (in the texts also {', '.join(map(_plain, actor.also))})" if actor.also else ""
    yield f"# Brief: {actor.name}"
    yield f"\nYou play **{actor.name}**{also}. For your eyes only; the options sheet is for all."
    yield "\n## What you can do\n"
    yield from (_option(option) for option in brief.options)
    if not brief.options:
        yield "- Nothing but talk: no option is yours."
    yield "\n## What you want, most important first\n"
    yield from _wishes(english, brief)
    if brief.facts:
        yield "\n## What you take as fact\n"
        yield from _lines(english, brief.facts)
    if brief.offers:
        yield "\n## What is on the table\n"
        yield from (f"- {_offer(english, offer)}" for offer in brief.offers)


def _wishes(english: English, brief: Brief) -> Iterator[str]:
    wants = brief.wants
    if wants is None or wants.stance in (Stance.SILENT, Stance.UNKNOWN):
        yield "- The text does not say what you want. Decide for yourself, and write down that you did."
        return
    if wants.stance is Stance.UNDECIDED:
        yield "- What you want is not decided yet. Decide for yourself, and write down that you did."
        return
    if wants.stance is Stance.INDIFFERENT:
        yield "- You do not care how it ends, the text says."
    yield from _ranked(english, wants)
    rank = 0
    for line in wants.lines:
        if line.condition is not None:
            rank += not line.tied
            wish = english.wish(wants.actor, line.condition, me="")
            yield f"{rank}. {_said(english.told(line, f'You want {wish}'))}"
            yield from (f"   - {gloss}" for gloss in _glosses(english.reading, line, brief))


def _ranked(english: English, wants: Wants) -> Iterator[str]:
    """Wishes given as a ranking of situations, or as weights."""
    for state in wants.ranking:
        yield f"{state.tier + 1}. {_plain(capital(english.situation(state.taken)))}."
    for weight in wants.weights:
        yield f"- {_said(english.told(weight))}"


def _glosses(reading: Reading, line: Assumption, brief: Brief) -> Iterator[str]:
    """The sentences in our words, where they give nothing away."""
    for citation in line.citations:
        for number, gloss in _sentences(reading, citation):
            if (citation.source, number) not in brief.shown:
                yield f"{citation.source}#s{number}: kept back, for it tells of others too"
            elif gloss:
                yield f"{citation.source}#s{number}: {_plain(gloss)}"


def _sentences(reading: Reading, citation: Citation) -> Iterator[tuple[int, str]]:
    source = reading.sources.get(citation.source)
    for number in citation.sentences:
        record = source.records.get(number) if source else None
        yield number, record.gloss if record else ""


def _offer(english: English, offer: Offer) -> str:
    return _said(english.told(offer, f"{english.offer(offer)}; {ANSWERS[offer.answer]}"))


# --- what the moderator knows ---------------------------------------------------------------------


def _moderator(english: English) -> Iterator[str]:
    reading = english.reading
    yield "# Moderator's sheet: not for players before the end"
    yield "\n## Sources\n"
    for source in reading.sources.values():
        yield f"- {source.id}: {_plain(about(source))}"
    yield "\n## Who wants what\n"
    for wants in reading.wants.values():
        if not wants.lines:
            yield f"- {_said(english.told(wants))}"
        yield from (f"   {line}" for line in _ranked(english, wants))
        yield from _lines(english, wants.lines)
    yield "\n## What the author concludes\n"
    yield from (f"- {_said(english.told(entry))}" for entry in reading.conclusions)
    yield "\n## Record\n\n| round | who moved | what | situation |\n| --- | --- | --- | --- |"
    yield from ("| | | | |" for _ in range(6))
