"""The frames that carry an offer in a sentence, the surest first."""

from __future__ import annotations

import re
from textwrap import shorten

from standoff.text.annotation import Span
from standoff.text.find.bargain.condition import FIRST, PROVIDED, TIED
from standoff.text.find.bargain.conditional import conditional
from standoff.text.find.bargain.exchange import EXCHANGE, FOR
from standoff.text.find.bargain.piece import CEDE
from standoff.text.find.bargain.promise import (
    EMPTY,
    HARM,
    OFFER_NOUNS,
    OFFERS,
    PROMISE,
    UNREAL,
    foretells,
    harms,
)
from standoff.text.find.bargain.told import STOP, Frame, Told

_SHOWN = 40  # characters of the words that carry an offer, in the name of its rule


def frame(told: Told) -> Frame | None:
    """The first frame that carries an offer in a sentence."""
    return next((found for one in _FRAMES if (found := one(told)) is not None), None)


def _rule(kind: str, cue: re.Match[str]) -> str:
    return f"{kind}: {shorten(cue[0].lower(), _SHOWN, placeholder=' ...')}"


def _about(told: Told, cue: re.Match[str], kind: str) -> Frame:
    """A frame in which what is given stands before its words and what is wanted behind, in its clause."""
    first, last = told.span
    offered = OFFERS.search(told.view, first, cue.start())
    start = offered.end() + 1 if offered else first
    stop = STOP.search(told.view, cue.end(), last)
    end = stop.start() if stop else last
    return Frame(
        cue.span(),
        _rule(kind, cue),
        gives=(start, cue.start() - 1) if start < cue.start() - 1 else None,
        wants=(cue.end() + 1, end) if cue.end() + 1 < end else None,
    )


# An act for an act.


def _given_for(told: Told) -> Frame | None:
    """One thing for another: *water in return for a road*."""
    cue = told.find(FOR)
    if cue is None or not told.people or _avenged(told, cue):
        return None
    return _about(told, cue, "words of exchange")


def _exchanged(told: Told) -> Frame | None:
    """Two things, in no set order: *linked its aid to reforms*, *In exchange, the blockade would end*."""
    cue = told.find(EXCHANGE)
    if cue is None or _avenged(told, cue):
        return None
    answers = _ANSWERS.match(told.view, told.part.start) is not None
    if answers and _DONE_HARM.match(told.view, told.part.start):
        return None  # *In return, Peru shelled the bridge*
    return Frame(cue.span(), _rule("words of exchange", cue)) if answers or told.people else None


def _for_its_part(told: Told) -> Frame | None:
    """What the other side does for its part, once the first has been told."""
    cue = _FOR_ITS_PART.match(told.view, *told.span)
    if cue is None or not told.people or harms(told.view, told.span):
        return None
    return Frame(cue.span(), "words of exchange: for its part")


_PART = r"For (?:its|their|his|her) part,"
# A sentence that goes on with what the one before offers.
_ANSWERS = re.compile(rf"\W*(?:In (?:exchange|return),|{_PART})")
_FOR_ITS_PART = re.compile(rf"\W*{_PART} [^.;]{{2,60}}\b(?:will|would|agreed to) {CEDE}\b")
_DONE_HARM = re.compile(
    r"\W*In return, (?:[\w'’-]+ ){1,5}(?:shell|fir|bomb|expel|attack|strik|struck|clos|kill|"
    r"accus)(?:l?ed|e?d)?\b"
)
_HARMED = re.compile(
    r"\b(?:attack|shell|bomb|raid|kill|retaliat|assault|ambush|strafe|expel|execut)(?:l?ed|d)\b|\bstruck\b"
)


def _avenged(told: Told, cue: re.Match[str]) -> bool:
    """Whether what is done in return is a harm that was done: *attacked Chile in return for the raid*."""
    before = told.part.start, cue.start()
    return (
        _HARMED.search(told.view, *before) is not None
        and PROMISE.search(told.view, *before) is None
    )


# An act tied to a condition.


def _provided(told: Told) -> Frame | None:
    """A promise and what it is tied to: *would sign, but only under a pact*."""
    cue = told.find(PROVIDED)
    if cue is None or not told.people or told.find(PROMISE) is None or _threatens(told, cue):
        return None
    lead = told.view[told.part.start : cue.start()].strip(" ,“\"‘'")
    main = (told.part.start, cue.start()) if len(lead.split()) > 1 else (cue.end(), told.part.end)
    if foretells(told.view, main):
        return None  # *Peace will come only if both sides want it*
    return _about(told, cue, "tied to a condition")


def _tied(told: Told) -> Frame | None:
    """Two acts tied without a promise: *conditional on a halt to the bombing*."""
    cue = told.find(TIED)
    if cue is None or not told.people or _threatens(told, cue):
        return None
    return _about(told, cue, "tied to a condition")


def _threatens(told: Told, cue: re.Match[str]) -> bool:
    """Whether what is tied to a condition is a harm: before its words, or behind where none is promised."""
    before: Span = told.part.start, cue.start()
    if PROMISE.search(told.view, *before):
        return harms(told.view, before)
    return harms(told.view, (cue.end(), told.part.end))


# An act asked for.


def _told_to(told: Told) -> Frame | None:
    """One is told to do something, and what we do then: *Open the pass and we will send grain*."""
    cue = _DO_AND.search(told.view, *told.span)
    if cue is None or HARM.search(told.view, cue.end(), told.part.end):
        return None
    rule = "told to do it, and promised: and"
    return Frame(cue.span(), rule, gives=(cue.end(), told.part.end), wants=cue.span())


_DO_AND = re.compile(
    rf"[“\"‘'](?:please )?(?:{CEDE}|give|let|send|come|take|put|show|keep|stay|help)\b"
    r"[^.;,?!”]{0,60},? and "
    r"(?:we|I|you|(?:my|our) \w+) ?(?:will|shall|would|'ll|’ll)\b",
    re.IGNORECASE,
)


def _asked_first(told: Told) -> Frame | None:
    """What must come before another does something: *wants guarantees before it disarms*."""
    if told.view.find("before ", *told.span) < 0:  # seldom there, and looked for faster
        return None
    cue = told.find(FIRST)
    if cue is None or not told.people:
        return None
    tie = cue.span("tie")
    return Frame(
        tie,
        "asked for first: before",
        gives=(cue.start("gives"), told.part.end),
        wants=(told.part.start, tie[0]),
    )


# Words of offering alone.


def _offered(told: Told) -> Frame | None:
    """A word of offering between two actors, where a second clause says what the other does."""
    if len({m.actor for m in told.inside}) < 2:
        return None
    word, noun = told.find(OFFERS), told.find(OFFER_NOUNS)
    cue = word or noun
    if cue is None:
        return None
    both = word is not None and noun is not None and word.span() != noun.span()
    if not _TURNS.search(told.view, *told.span) and (not both or cue[0].startswith("agree")):
        return None
    if (
        told.find(UNREAL)
        or told.find(EMPTY)
        or _UNABLE.search(told.view[told.part.start : cue.start()])
    ):
        return None
    return Frame(cue.span(), _rule("words of offering", cue))


_TURNS = re.compile(
    r"\b(?:if|while|whereas|under which|whereby|in which|would|unless|until|in turn|convinc\w+|"
    r"persuad\w+)\b"
)
_UNABLE = re.compile(
    r"\b(?:unable|not (?:be )?able|not being able|inability|cannot|can't|could not|couldn't|powerless)"
    r"(?: to)?(?: \w+){0,4} \Z"
)

_FRAMES = (
    _given_for,
    _provided,
    _tied,
    _exchanged,
    _for_its_part,
    _told_to,
    conditional,
    _asked_first,
    _offered,
)
