"""A promise with a condition that another must meet: *will ... if*, *not ... until*, *ready to ... when*."""

from __future__ import annotations

import re
from calendar import day_name

from standoff.text.annotation import Span
from standoff.text.find.bargain.condition import IF, MET
from standoff.text.find.bargain.piece import CEDE, any_of, few
from standoff.text.find.bargain.promise import (
    ATTACKS,
    HARM,
    LEFT_UNDONE,
    PROMISE,
    UNREAL,
    WARNED,
    foretells,
    harms,
)
from standoff.text.find.bargain.told import STOP, Frame, Told
from standoff.text.find.when.calendar import FULL_MONTH
from standoff.text.find.word.saying import lemma_of, verbs

# What a word that opens a condition asks of the clauses about it.
_TILL = frozenset("until till before unless".split())  # the promise is not to do something
_TIMES = frozenset("when after".split())  # another party does it
_OPENS = frozenset("if once should were when after".split())  # once met, something may be done
_DATED = frozenset("until till before after".split())  # no bare time follows
_COMES = frozenset("will would shall may won't".split())  # what will be done, and not what can be
_SUBJECT = 44  # characters of a condition in which its word and its subject stand


def conditional(told: Told) -> Frame | None:
    """A promise and its condition, in the clauses around the word that opens the condition."""
    view = told.view
    if not told.people or view[slice(*told.span)].rstrip("”\"'’ ").endswith("?"):
        return None
    for found in IF.finditer(view, *told.span):
        word = found[0].lower()
        if (word == "if" and _is_question(told, found.start())) or _by_itself(
            view, word, found.end()
        ):
            continue
        clause, main = _clauses(told, found)
        promise = PROMISE.search(view, *main)
        if promise is None or _no_offer(view, main, word):
            continue
        if word in _TILL and not (_negated(view, main) or _truce_lasts(view, main)):
            continue
        if word in _TIMES and not _waits(told, promise, clause, main):
            continue
        if not _somebody_meets(told, word, clause):
            continue
        if not _answers_harm(view, clause, main, promise.end(), opens=word in _OPENS):
            return Frame(
                found.span(),
                f"promise with a condition: {word}",
                gives=main,
                wants=clause,
                tied=True,
            )
    return None


# Which clauses.

_PROMISES = re.compile(
    r"(?<=[a-z] )(?<!whether )(?<!that )(?<!what )(?<!how )(?<!and )(?:he|she|it|they|we|I|you|there) "
    r"(?:will|would|shall|can|could)\b(?! have (?:\w+ )?[a-z]+ed\b)"
)
_CLAUSE_ENDS = re.compile(r"[;:.!?]|(?<=[,.!?])[”\"]|, ")


def _clauses(told: Told, word: re.Match[str]) -> tuple[Span, Span]:
    """The clause a condition opens, and the main clause before it or after its comma."""
    start, last = told.span
    stop = _CLAUSE_ENDS.search(told.view, word.end(), last)
    end = stop.start() if stop else last
    turn = _PROMISES.search(told.view, word.end(), end)
    if turn:  # no comma parts *if he comes out* from *he will be free*
        return (word.start(), turn.start()), (turn.start(), last)
    clause = word.start(), end
    lead = told.view[start : word.start()].strip(" ,“\"‘'")
    if len(lead.split()) > 3 and PROMISE.search(lead):
        return clause, (start, word.start())
    return clause, (stop.end() if stop else last, last)


# No condition, though its word is there.

_A_TIME = re.compile(
    r" (?:at least |after |early |late |mid-?|next |the end of |the |this )?"
    rf"(?:\d{{4}}|{'|'.join(day_name)}|{FULL_MONTH}|tomorrow|today|tonight|now|then|dawn|dusk|midnight|noon|recently|"
    r"week|month|year|spring|summer|autumn|winter|weekend)\b"
)
_AS_NEEDED = re.compile(
    r" (?:necessary|needed|required|possible|need be|so|not|any|only|it (?:is|was) (?:necessary|possible)|"
    r"(?:it|they|he|she|we|I|you) (?:can|could|wants?|wish\w*|must|ha[ds] to)\b)"
)


def _by_itself(view: str, word: str, end: int) -> bool:
    """Whether nobody need meet it: *will not be counted until Saturday*, *will act if necessary*."""
    return (_A_TIME if word in _DATED else _AS_NEEDED).match(view, end) is not None


_ASKS = frozenset("see check test know matter care doubt sure unsure clear unclear".split())
_ASKED = 90  # characters before an *if* in which somebody is asked
_ASKED_WHOM = re.compile(
    r"\b(?:(?:ask|wonder|question)(?:s|ed|ing)? (?:[\w.'’-]+ ){1,10}|"
    r"(?:not|n't|never|without|refus\w+ to|declin\w+ to) (?:say|saying|tell|telling) )\Z",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"([A-Za-z]+) \Z")


def _is_question(told: Told, at: int) -> bool:
    """Whether *if* asks for one of two, after a verb that takes *whether*: *wondered if it would pay*; of
    *say* only where it is not said: *did not say if*."""
    before = told.view[max(told.part.start, at - _ASKED) : at]
    if _ASKED_WHOM.search(before):
        return True
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last[1].lower()
    taken = verbs().get(lemma_of(word))
    return word in _ASKS or (taken is not None and "w" in taken.frames | taken.thoughts)


# No offer, though it is a promise.

_NEGATED = re.compile(
    r"\b(?:not|never|[Nn]o|cannot|won't|can't|refus\w+|rul(?:e[sd]?|ing) out|reject\w*|declin\w+)\b"
)
_CEDES = re.compile(rf"\b{CEDE}\b", re.IGNORECASE)


def _negated(view: str, span: Span) -> bool:
    return _NEGATED.search(view, *span) is not None


def _no_offer(view: str, main: Span, word: str) -> bool:
    """Whether a clause with a promise holds out no act: a harm, a judgement, a forecast, what would have
    been, or what is warned of."""
    return (
        harms(view, main)
        or foretells(view, main)
        or UNREAL.search(view, *main) is not None
        or (WARNED.search(view, *main) is not None and not _held_back(view, main, word))
    )


def _held_back(view: str, main: Span, word: str) -> bool:
    """Whether one may be warned of what is promised, since a good is held back: *warned it would not sign
    unless*, *would only disarm if*."""
    only = re.search(r"\bonly\b", view[slice(*main)]) is not None
    return (word == "unless" and _negated(view, main)) or (
        only and bool(_CEDES.search(view, *main))
    )


_LASTS = re.compile(r"\b(?:will|would|to) (?:continue|hold|last|remain|stay|go on)\b")
_TRUCE = re.compile(r"\b(?:truce|cease-?fire|armistice|moratorium|suspension|freeze|halt|lull)\b")


def _truce_lasts(view: str, main: Span) -> bool:
    """Whether a truce is to go on: *the truce will hold until the talks end*."""
    return _LASTS.search(view, *main) is not None and _TRUCE.search(view, *main) is not None


# A time that another party makes come.

_ONLY = re.compile(
    r"\b(?:will|would|can|could|shall|may|should|must)(?: be)? only\b[^,;.]*\Z|\bonly \Z"
)
_WILLING = re.compile(
    r"\b(?:ready|willing|prepared|open|agree|promis|offer|pledg|vow)", re.IGNORECASE
)
_HARM = any_of(
    """attacks? shelling bombing raids? fighting siege blockade violence occupation sanctions embargo
    killings? strikes? hostilities provocations drills tests"""
)
_HELD = any_of("hostages? captives? prisoners? crew detainees? men soldiers bodies")
_ENDED = re.compile(
    rf"\b{_HARM} {few(2)}(?:stops?|ends?|ceases?|(?:is|are) (?:lifted|over|ended|halted|dropped))\b|"
    rf"\b{_HELD} (?:is|are) (?:free|freed|released|returned|back|home|handed over)\b"
)


def _waits(told: Told, promise: re.Match[str], clause: Span, main: Span) -> bool:
    """Whether a promise waits for a time that another brings about: *only when*, *ready to talk when the
    raids stop*, *will lift the siege when Peru frees the crew*."""
    view = told.view
    if _ONLY.search(view, told.part.start, clause[0]):
        return True
    if _WILLING.search(promise[0]) and _ENDED.search(view, *clause):
        return True
    does = _CEDES.search(view, *clause) or MET.search(view, *clause)
    another = told.actors(clause) - told.actors(main) or told.speaks_of_party(clause)
    return promise[0].lower() in _COMES and does is not None and bool(another)


_MEETS = re.compile(
    r"(?:that |also |only |not |[\w'’]+ly )*"
    r"(?:they|it|he|she|we|you|I|both|sides|anyone|anybody|nobody|everybody|all)\b",
    re.IGNORECASE,
)


_DONE = re.compile(
    r"\b(?:is|are|was|were|be|been) (?:\w+ly )?"
    r"(?!held|lost|needed|required|expected|used|interested)\w+(?:ed|en|ut|ft|elt|ept)\b"
)
_PERFECT = re.compile(r"\b(?:(?:has|have|had) \w+(?:ed|en)|do(?:es)?|did)\b")


def _somebody_meets(told: Told, word: str, clause: Span) -> bool:
    """Whether a condition is somebody's to meet: a party's own act, or a deed that is done; no vote goes well
    and no rains end by anybody's will. What is refused until then, or said by inversion, is."""
    if word in _TILL or word in _TURNED:
        return True
    view = told.view
    head = clause[0] + len(word), min(clause[1], clause[0] + _SUBJECT)
    party = bool(told.actors(head)) or told.speaks_of_party(head)
    if any(w.search(view, *clause) for w in (_CEDES, MET, _DONE)):
        return True
    if word == "once":  # a time, unless somebody has done something
        return party and _PERFECT.search(view, *clause) is not None
    return party or _MEETS.match(view, head[0] + 1) is not None


_TURNED = frozenset(("were", "should"))


# A harm answered, or a good withheld.

_ALLOWS = re.compile(
    r"\b(?:time|weather|conditions?|situation|circumstances) (?:allows?|permits?)\b"
)
_OWN_WILL = re.compile(
    r"\b(?:it|he|she|they|we) (?:wants?|wanted|could|wish\w*|choo?se|chose|likes?|liked|has to|had to|must)\b"
)


def _answers_harm(view: str, clause: Span, main: Span, promised: int, *, opens: bool) -> bool:
    """Whether what is promised answers a harm or one's own will, or withholds a good, and holds out nothing.

    promised  where the word of promise ends
    opens     whether the condition is one that, once met, lets something be done: *if*, not *unless*
    """
    head = clause[0], min(clause[1], clause[0] + _SUBJECT)
    if _ALLOWS.search(view, *clause) or _OWN_WILL.search(view, *head):
        return True
    if _negated(view, main):
        return opens and _withheld(view, promised, main[1])
    if ATTACKS.search(view, *clause):
        return True
    # *will close the pass if Peru does not leave*: a harm, whatever its verb
    return opens and _negated(view, head) and HARM.search(view, *clause) is None


def _withheld(view: str, start: int, end: int) -> bool:
    """Whether what will not be done is a good: *will not pay if*; a harm left undone is held out."""
    stop = STOP.search(view, start, end)
    last = stop.start() if stop else end
    first = _NEGATED.search(view, max(0, start - 12), last)
    return first is not None and not any(w.search(view, start, last) for w in (HARM, LEFT_UNDONE))
