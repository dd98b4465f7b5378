"""Who would give what for what: exchanges said in words, and promises tied to what another does.

Two frames carry an offer. A word of exchange: *in return for*, *on condition that*, *as long as*. A
promise with a condition that somebody else must meet: *will ... if*, *would ... but only under*,
*not ... until*. A harm tied to a condition is a threat and no offer. Recall first; a reader sorts.
"""

from __future__ import annotations

import dataclasses
import re
from calendar import day_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from standoff.text.annotation import Attribution, Mention, Offer, Span, by_sentence
from standoff.text.find import bargain
from standoff.text.find.when.calendar import FULL_MONTH
from standoff.text.find.word.lexicon import look, names_group, names_person, slug
from standoff.text.find.word.saying import lemma_of, verbs
from standoff.text.sentence import Sentence

_STOP = re.compile(r"[;.!?]|, (?:and|but|which|while|though|although|so|yet)\b")
# Parties told by their kind.
_KIND = re.compile(
    r"\bthe (?:[\w-]+ ){0,2}(?P<kind>powers|parties|countries|nations|governments|neighbou?rs|allies|"
    r"donors|"
    r"creditors|guarantors|mediators)\b",
    re.I,
)
_SUBJECT = 44  # characters of a condition in which its word and its subject stand
_UNREAL = re.compile(r"\b(?:would|could|might|should)(?:n't| not| never)? have \w+")
_UNABLE = re.compile(
    r"\b(?:unable|not (?:be )?able|not being able|inability|cannot|can't|could not|couldn't|powerless)"
    r"(?: to)?(?: \w+){0,4} \Z"
)


@dataclass(frozen=True)
class _Frame:
    """What carries an offer in a sentence: its words, and the spans of what is given and wanted."""

    cue: Span
    gives: Span | None
    wants: Span | None
    rule: str


def offers(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Offer]:
    """One proposal for each sentence that speaks of an exchange.

    The giver is the actor named in what is given, or last before it; the taker another one; the
    answer is looked for in the sentence and in the two after it.
    """
    view = look(text)
    low = view.lower()
    if len(low) != len(view):
        low = "".join(c.lower() if c.isascii() else c for c in view)
    found: list[Offer] = []
    named = list(by_sentence((m for m in mentions if m.via != "place"), parts))
    for at, (part, inside) in enumerate(named):
        frame = _frame(view, low, part, inside)
        if frame is None:
            continue
        giver, taker = _sides(view, part, inside, frame)
        if not giver:
            giver = next(
                (m.actor for p, ms in reversed(named[max(0, at - 2) : at]) for m in ms[:1]), ""
            )
        found.append(
            Offer(
                start=part.start,
                end=part.end,
                quote=text[part.start : part.end],
                giver=giver,
                taker=taker,
                gives=_tidy(view, frame.gives),
                wants=_tidy(view, frame.wants),
                answer=_answer(view, frame, [p for p, _ in named[at : at + 3]]),
                rule=frame.rule,
            )
        )
    return found


def voiced(found: Iterable[Offer], said: Sequence[Attribution]) -> list[Offer]:
    """The offers with the voice whose words hold them: the innermost; nobody's are the author's."""
    told = [a for a in said if a.status == "said"]
    voices: list[Offer] = []
    for one in found:
        place = one.wants or one.gives or (one.start, one.end)
        middle = (place[0] + place[1]) // 2
        holding = [a for a in told if a.content[0] <= middle < a.content[1] and a.start <= one.end]
        inner = min(holding, key=lambda a: a.content[1] - a.content[0], default=None)
        voice = inner.holder if inner else ""
        giver = one.giver or voice or _nameless(one.quote)
        if giver:
            voices.append(dataclasses.replace(one, giver=giver, voice=voice))
    return voices


def _nameless(words: str) -> str:
    """The first noun of persons or groups, for a giver whom nobody names: *the rebels*, *the powers*."""
    nouns = re.findall(r"[a-z]{3,}", words.lower())
    kind = _KIND.search(words)
    return slug(kind["kind"]) if kind else next((slug(w) for w in nouns if _of_people(w)), "")


def _of_people(word: str) -> bool:
    one = word.removesuffix("s")
    return any(names_person(w) or names_group(w) for w in (word, one))


def _tidy(view: str, span: Span | None) -> Span | None:
    """A span without spaces and stops at its ends; None if nothing is left."""
    if span is None:
        return None
    start, end = span
    while start < end and view[start] in " ,;:":
        start += 1
    while end > start and view[end - 1] in " ,;:.":
        end -= 1
    return (start, end) if start < end else None


def _frame(view: str, low: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """The frame that carries an offer in a sentence, the surest first; `low` is the text in small letters."""
    people = partial(_people, view, part, inside)  # asked for only where a word of exchange stands
    exchange = bargain.FOR.search(low, part.start, part.end)
    if exchange and people() and not _avenged(view, part, exchange):
        gives, wants = _around(view, part, exchange.span())
        return _Frame(exchange.span(), gives, wants, f"words of exchange: {exchange[0].lower()}")
    tied = bargain.PROVIDED.search(view, part.start, part.end)
    if (
        tied
        and people()
        and bargain.PROMISE.search(view, part.start, part.end)
        and not _harms(view, part, tied.span())
        and not _foretold(view, part, tied.span())
    ):
        gives, wants = _around(view, part, tied.span())
        return _Frame(tied.span(), gives, wants, f"tied to a condition: {tied[0].lower()}")
    bound = bargain.TIED.search(low, part.start, part.end)
    if bound and people() and not _harms(view, part, bound.span()):
        gives, wants = _around(view, part, bound.span())
        return _Frame(bound.span(), gives, wants, f"tied to a condition: {bound[0].lower()[:30]}")
    loose = bargain.EXCHANGE.search(low, part.start, part.end)
    answers = loose is not None and _ANSWERS.match(view, part.start) is not None
    part_of = _FOR_ITS_PART.match(view, part.start)
    if part_of and loose is None and people() and not _harms_in(view, (part.start, part.end)):
        return _Frame(part_of.span(), None, None, "words of exchange: for its part")
    if loose and (_avenged(view, part, loose) or (answers and _DONE_HARM.match(view, part.start))):
        loose = None  # *In return, Peru shelled the bridge*
    if loose and (answers or people()):
        return _Frame(loose.span(), None, None, f"words of exchange: {loose[0].lower()[:30]}")
    order = _DO_AND.search(view, part.start, part.end)
    if order and not bargain.HARM.search(view, order.end(), part.end):
        return _Frame(
            order.span(), (order.end(), part.end), order.span(), "told to do it, and promised: and"
        )
    condition = _condition(view, part, inside)
    if condition is not None:
        return condition
    before = view.find("before ", part.start, part.end) >= 0
    first = _FIRST.search(view, part.start, part.end) if before else None
    if first and people():
        gives = first.start("gives"), part.end
        return _Frame(
            first.span("tie"), gives, (part.start, first.start("tie")), "asked for first: before"
        )
    return _bargain(view, low, part, inside)


def _avenged(view: str, part: Sentence, cue: re.Match[str]) -> bool:
    """Whether what is done in return is a harm that was done: *attacked Chile in return for the raid*."""
    before = part.start, cue.start()
    return (
        _HARMED.search(view, *before) is not None and bargain.PROMISE.search(view, *before) is None
    )


_HARMED = re.compile(
    r"\b(?:attack|shell|bomb|raid|kill|retaliat|assault|ambush|strafe|expel|execut)(?:l?ed|d)\b|\bstruck\b"
)


# A sentence that goes on with what the one before offers: *In exchange, the blockade would end.*
_ANSWERS = re.compile(r"\W*(?:In (?:exchange|return)|For (?:its|their|his|her) part),")
_FOR_ITS_PART = re.compile(
    rf"\W*For (?:its|their|his|her) part, [^.;]{{2,60}}\b(?:will|would|agreed to) {bargain.CEDE}\b"
)
_DONE_HARM = re.compile(
    r"\W*In return, (?:[\w'’-]+ ){1,5}(?:shell|fir|bomb|expel|attack|strik|struck|clos|kill|"
    r"accus)(?:l?ed|e?d)?\b"
)
# One who is told to do something, and what we do then: *Open the pass and we will send grain*.
_DO_AND = re.compile(
    rf"[“\"‘'](?:please )?(?:{bargain.CEDE}|give|let|send|come|take|put|show|keep|stay|help)\b"
    rf"[^.;,?!”]{{0,60}},? and "
    r"(?:we|I|you|(?:my|our) \w+) ?(?:will|shall|would|'ll|’ll)\b",
    re.IGNORECASE,
)


def _people(view: str, part: Sentence, inside: Sequence[Mention]) -> bool:
    return bool(inside) or _agents(view, part)


def _agents(view: str, part: Sentence) -> bool:
    """Whether a sentence speaks of somebody, by pronoun or by a noun of persons or groups."""
    words = re.findall(r"[a-z]+", view[part.start : part.end].lower())
    return any(_of_people(w) or w in ("they", "he", "she", "sides", "we") for w in words)


def _condition(view: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """A promise with a condition: the clauses around *if*, *unless*, *until*, *once*, *when*."""
    if view[part.start : part.end].rstrip("”\"'’ ").endswith("?"):
        return None
    if not _people(view, part, inside):
        return None
    for word in bargain.IF.finditer(view, part.start, part.end):
        lower = word[0].lower()
        if lower == "if" and _is_question(view, part, word.start()):
            continue
        if (
            _A_TIME.match(view, word.end())
            if lower in _BY_TIME
            else _AS_NEEDED.match(view, word.end())
        ):
            continue  # *will not be counted until Saturday*, *will act if necessary*
        clause, main = _clauses(view, part, word)
        promise = bargain.PROMISE.search(view, *main)
        if promise is None or _no_offer(view, main, warned=_held_back(view, main, lower)):
            continue
        if lower in _UNTIL and not (_negated(view, main) or _truce_lasts(view, main)):
            continue
        if lower in _TIMES and not (
            _ONLY.search(view, part.start, word.start())
            or _held_out(view, promise, clause)
            or (_comes(view, promise) and _done_by_another(view, inside, clause, main))
        ):
            continue
        if not _answers_harm(view, clause, main, promise.end(), opens=lower in _OPENS):
            return _Frame(word.span(), main, clause, f"promise with a condition: {lower}")
    return None


def _done_by_another(view: str, inside: Sequence[Mention], clause: Span, main: Span) -> bool:
    """Whether a clause of time tells of what another party does: *when Peru frees the crew*."""
    givers = {m.actor for m in inside if main[0] <= m.start < main[1]}
    others = {m.actor for m in inside if clause[0] <= m.start < clause[1]} - givers
    does = _CEDES.search(view, *clause) or _MET.search(view, *clause)
    return does is not None and (bool(others) or _party(view, clause))


def _answers_harm(view: str, clause: Span, main: Span, promised: int, *, opens: bool) -> bool:
    """Whether what is promised answers a harm or one's own will, or withholds a good, and holds out nothing.

    promised  where the word of promise ends
    opens     whether the condition is one that, once met, lets something be done: *if*, not *unless*
    """
    head = clause[0], min(clause[1], clause[0] + _SUBJECT)
    negated = _negated(view, main)
    if _ALLOWS.search(view, *clause) or _OWN_WILL.search(view, *head):
        return True
    if negated:
        return opens and _withheld(view, promised, main[1])
    if _ATTACKS.search(view, *clause):
        return True
    # *will close the pass if Peru does not leave*: a harm, whatever its verb
    undone = opens and _NEGATED.search(view, *head) is not None
    return undone and bargain.HARM.search(view, *clause) is None


def _negated(view: str, span: Span) -> bool:
    return _NEGATED.search(view, *span) is not None


def _truce_lasts(view: str, main: Span) -> bool:
    """Whether a truce is to go on: *the truce will hold until the talks end*."""
    return _LASTS.search(view, *main) is not None and _TRUCE.search(view, *main) is not None


def _held_out(view: str, promise: re.Match[str], clause: Span) -> bool:
    """Whether who is willing waits for a harm to end or for captives: *ready to talk when the raids stop*."""
    return _WILLING.match(promise[0]) is not None and _ENDED.search(view, *clause) is not None


_WILLING = re.compile(
    r"(?:\w+ )?(?:ready|willing|prepared|open|agree|promis|offer|pledg|vow)", re.IGNORECASE
)
_ENDED = re.compile(
    r"\b(?:attacks?|shelling|bombing|raids?|fighting|siege|blockade|violence|occupation|sanctions|embargo|"
    r"killings?|strikes?|hostilities|provocations|drills|tests) (?:\w+ ){0,2}(?:stops?|ends?|ceases?|"
    r"(?:is|are) (?:lifted|over|ended|halted|dropped))\b|"
    r"\b(?:hostages?|captives?|prisoners?|crew|detainees?|men|soldiers|bodies) (?:is|are) "
    r"(?:free|freed|released|returned|back|home|handed over)\b"
)


def _party(view: str, span: Span) -> bool:
    """Whether a noun of persons or groups stands there, as *the rebels* and *the two armies* do."""
    return any(_of_people(m[1]) for m in _NOUN_PHRASE.finditer(view, *span))


_NOUN_PHRASE = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Hh]is|[Tt]heir|[Bb]oth|[Tt]wo) (?:[\w-]+ ){0,2}?([a-z]{3,})\b"
)
_LASTS = re.compile(r"\b(?:will|would|to) (?:continue|hold|last|remain|stay|go on)\b")
_TRUCE = re.compile(
    r"\b(?:truce|ceasefire|cease-fire|armistice|moratorium|suspension|freeze|halt|lull)\b"
)
_BY_TIME = frozenset("until till before after".split())
_A_TIME = re.compile(
    r" (?:at least |after |early |late |mid-?|next |the end of |the |this )?"
    rf"(?:{'|'.join(day_name)}|{FULL_MONTH}|tomorrow|today|tonight|now|then|dawn|dusk|midnight|noon|recently|"
    r"week|month|year|spring|summer|autumn|winter|weekend)\b"
)


def _no_offer(view: str, main: Span, *, warned: bool = False) -> bool:
    """Whether a clause with a promise holds out no act: a harm, a judgement, a forecast; or a threat, unless
    one may warn of it all the same."""
    no = (_UNREAL, _JUDGED, _FORECAST, *(() if warned else (_WARNED,)))
    return _harms_in(view, main) or any(p.search(view, *main) is not None for p in no)


def _held_back(view: str, main: Span, word: str) -> bool:
    """Whether one may be warned of what is promised, since a good is held back: *warned it would not sign
    unless*, *would only disarm if*."""
    only = re.search(r"\bonly\b", view[slice(*main)]) is not None
    return (word == "unless" and _negated(view, main)) or (
        only and bool(_CEDES.search(view, *main))
    )


def _comes(view: str, promise: re.Match[str]) -> bool:
    """Whether a promise is one of what will be done, as *when* and *after* need it."""
    then = view[max(0, promise.start() - 40) : promise.start()].lstrip(' ,”"')
    return then.startswith("then ") or promise[0].lower() in (
        "will",
        "would",
        "shall",
        "may",
        "won't",
    )


_TIMES = frozenset(("when", "after"))
_CEDES = re.compile(rf"\b{bargain.CEDE}\b", re.IGNORECASE)
# Demands that are met are those of who promises.
_MET = re.compile(
    r"\bwere (?:its|his|her|their|our|the) (?:demands?|conditions?|terms) (?:to be )?(?:met|accepted)\b|"
    r"\b(?:demands?|conditions?|terms|requirements?) (?:(?:for|of|that|on) (?:[\w'’-]+ ){1,6}?)?"
    r"(?:is|are|was|were|be|been|has been|have been) "
    r"(?:\w+ly )?(?:met|accepted|fulfilled|satisfied|honou?red|granted)|"
    r"\bthe (?:government|army|regime|rebels?|militants?|authorities|militia|other (?:side|party)|"
    r"opposition|"
    r"parliament|guerrillas?|insurgents?|administration) (?:\w+ )?(?:meets?|met|accepts?|accepted|"
    r"agree[sd]?|compl\w+)\b"
)
_JUDGED = re.compile(
    r"\b(?:would|will|could|might|may|can)(?: not|n't| never| only| also)? (?:be (?:an?|the|very|so|too|"
    r"more|less|"
    r"good|great|bad|wrong|right|better|best|worse|hard|easy|easier|harder|difficult|dangerous|"
    r"disastrous|useful|useless|"
    r"(?:glad|happy|pleased|sorry|surprised|delighted)(?! to)|in \w+ (?:danger|trouble))|mean|seem|"
    r"matter|help|hurt|"
    r"be (?:charged|tried|jailed|sentenced|prosecuted|punished|executed|convicted)|"
    r"look(?! at| into)|sound|feel|make (?:it )?(?:no )?(?:sense|difference|things))\b"
)
_FORECAST = re.compile(
    r"\b(?:would|will|could|might|may|can)(?: not|n't| never| only| also| soon)? (?:win|lose|gain|grow|"
    r"rise|come|rest|fight|know|learn|become|"
    r"emerge|survive|prevail|find (?:it|that|themselves|itself)|see (?:that|how)|struggle|risk|end up|"
    r"turn (?:out|into)|"
    r"return to (?:his|her|its|their|top) (?:best|form)|have (?:something|nothing|a chance|more|less)|"
    r"lead to|have to|need|want|welcome|like|prefer|be (?:next|\w+er)\b|spread|worsen|improve|erupt|"
    r"break out|hold(?= if| until|,|$)|be (?:left|seen)|"
    r"(?<!relief would )(?<!aid would )(?<!relief will )(?<!aid will )follow)\b"
)
_WARNED = re.compile(
    r"\b(?:warn|threaten)\w*\b|\bwhether\b|\bremains? to be seen\b|\b(?:un|not (?:yet )?)clear\b|"
    r"\bdoubt\w*\b|"
    r"\bfew (?:\w+ )?(?:believe|expect|think)\b"
)
# *If time allows* is nobody's act.
_ALLOWS = re.compile(
    r"\b(?:time|weather|conditions?|situation|circumstances) (?:allows?|permits?)\b"
)
_OWN_WILL = re.compile(
    r"\b(?:it|he|she|they|we) (?:wants?|wanted|could|wish\w*|choo?se|chose|likes?|liked|has to|had to|"
    r"must)\b"
)
# *If Peru attacks*: who answers that holds out nothing.
_ATTACKS = re.compile(
    r"(?<!stop )(?<!end )(?<!halt )(?<!the )(?<!its )(?<!their )(?<!no )(?<!of )"
    r"\b(?:attack|shell|bomb|invad|provok)(?:e?s|e?d)\b|\b(?:strikes|struck|crosse[sd]|fires|fired) (?!off)"
)


_UNTIL = frozenset("until till before unless".split())
_OPENS = frozenset("if once should were when after".split())
_LEFT_UNDONE = bargain.any_of(
    bargain.HARM.pattern.removeprefix(r"\b(?:").removesuffix(r")\b"),
    r"oppose", r"object", r"block", r"veto", r"stand", r"resist", r"interfere", r"hinder", r"obstruct",
    r"prosecute", r"arrest", r"extradite", r"pursue", r"insist", r"hesitate", r"touch", r"target", r"use",
)  # fmt: skip


def _withheld(view: str, start: int, end: int) -> bool:
    """Whether what will not be done is a good: *will not pay if*; a harm left undone is held out."""
    stop = _STOP.search(view, start, end)
    last = stop.start() if stop else end
    first = _NEGATED.search(view, max(0, start - 12), last)
    return first is not None and _LEFT_UNDONE.search(view, start, last) is None


_ONLY = re.compile(
    r"\b(?:will|would|can|could|shall|may|should|must)(?: be)? only\b[^,;.]*\Z|\bonly \Z"
)
# What must come first: *demanded that the army leave before talks can resume*.
_FIRST = re.compile(
    r"\b(?:must|ha(?:s|d|ve) to|should|needs? to|needed to|demand\w*|insist\w*|requir\w*|want(?:s|ed)?)\b"
    r"[^.;]{3,120}?\b(?P<tie>before) (?P<gives>[^.;]{0,60}?\b(?:will|would|can|could|may|"
    rf"(?:it|they|he|she|we) (?:{bargain.CEDE}|joins?|attends?|negotiates?|talks?)|"
    r"(?:lift|releas|free|eas|withdraw|send|open|reopen|recogni[sz]|resum|return|sign)e?s)\b)"
)
_ASKS = frozenset("see check test know matter care doubt sure unsure clear unclear".split())
_LAST_WORD = re.compile(r"([A-Za-z]+) \Z")


def _is_question(view: str, part: Sentence, at: int) -> bool:
    """Whether *if* asks for one of two, after a verb that takes *whether*: *wondered if it would pay*; of
    *say* only where it is not said: *did not say if*."""
    before = view[max(part.start, at - _ASKED) : at]
    if _ASKED_WHOM.search(before) or _NOT_SAID.search(before):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    taken = verbs().get(lemma_of(word[1].lower()))
    return word[1].lower() in _ASKS or (taken is not None and "w" in taken.frames | taken.thoughts)


_ASKED = 90  # characters before an *if* in which somebody is asked
_ASKED_WHOM = re.compile(
    r"\b(?:ask|wonder|question)(?:s|ed|ing)? (?:[\w.'’-]+ ){1,10}\Z", re.IGNORECASE
)
_NOT_SAID = re.compile(
    r"\b(?:not|n't|never|without|refus\w+ to|declin\w+ to) (?:say|saying|tell|telling) \Z"
)
# *If necessary*, *as soon as possible*.
_AS_NEEDED = re.compile(
    r" (?:necessary|needed|required|possible|need be|so|not|any|only|it (?:is|was) (?:necessary|possible)|"
    r"(?:it|they|he|she|we|I|you) (?:can|could|wants?|wish\w*|must|ha[ds] to)\b)"
)


_NEGATED = re.compile(
    r"\b(?:not|never|[Nn]o|cannot|won't|can't|refus\w+|rul(?:e[sd]?|ing) out|reject\w*|declin\w+)\b"
)
_TURNS = re.compile(
    r"\b(?:if|while|whereas|under which|whereby|in which|would|unless|until|in turn|convinc\w+|"
    r"persuad\w+)\b"
)


_PROMISES = re.compile(
    r"(?<=[a-z] )(?<!whether )(?<!that )(?<!what )(?<!how )(?<!and )(?:he|she|it|they|we|I|you|there) "
    r"(?:will|would|shall|can|could)\b(?! have (?:\w+ )?[a-z]+ed\b)"
)
_CLAUSE_ENDS = re.compile(r"[;:.!?]|(?<=[,.!?])[”\"]|, ")


def _clauses(view: str, part: Sentence, word: re.Match[str]) -> tuple[Span, Span]:
    """The clause a condition opens, and the main clause before it or after its comma."""
    stop = _CLAUSE_ENDS.search(view, word.end(), part.end)
    end = stop.start() if stop else part.end
    turn = _PROMISES.search(view, word.end(), end)
    if turn:  # no comma parts *if he comes out* from *he will be free*
        return (word.start(), turn.start()), (turn.start(), part.end)
    clause = word.start(), end
    before = part.start, word.start()
    after = (stop.end() if stop else part.end), part.end
    lead = view[before[0] : before[1]].strip(" ,“\"‘'")
    return clause, (before if len(lead.split()) > 3 and bargain.PROMISE.search(lead) else after)


def _bargain(view: str, low: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """A word of offering between two actors, where a second clause says what the other does."""
    actors = {m.actor for m in inside}
    if len(actors) < 2:
        return None
    word = bargain.OFFERS.search(low, part.start, part.end)
    noun = bargain.OFFER_NOUNS.search(low, part.start, part.end)
    if word is None and noun is None:
        return None
    both = word is not None and noun is not None and word.span() != noun.span()
    turns = _TURNS.search(view, part.start, part.end)
    plain = word is not None and word[0].lower().startswith("agree")
    if not (turns or (both and not plain)) or _FIGHTS.search(view, part.start, part.end):
        return None
    cue = word or noun
    assert cue is not None
    unreal = any(p.search(view, part.start, part.end) for p in (_UNREAL, _USEFUL))
    if unreal or _UNABLE.search(view[part.start : cue.start()]):
        return None
    return _Frame(cue.span(), None, None, f"words of offering: {cue[0].lower()}")


# *Agreed that talks would be useful*
_USEFUL = re.compile(
    r"\b(?:agree[sd]?|accept\w*|acknowledge[sd]?)\b[^.;]{0,40} that\b[^.;]{2,50}\b(?:would|will|could) be "
    r"(?:\w+ ){0,2}(?:useful|good|better|best|wise|helpful|important|necessary|needed|held|over|hard)\b"
)
# Promised is a harm: *vowed to fight until*.
_FIGHTS = re.compile(
    r"\b(?:vow|pledg|promis)\w* (?:\w+ ){0,3}to (?:\w+ )?(?:fight|destroy|crush|avenge|retaliate|attack|"
    r"punish|defeat|"
    r"resist|defend|hunt|continue)\b"
)


def _harms(view: str, part: Sentence, cue: Span) -> bool:
    promised = bargain.PROMISE.search(view, part.start, cue[0]) is not None
    return _harms_in(view, (part.start, cue[0])) or (
        not promised and _harms_in(view, (cue[1], part.end))
    )


def _foretold(view: str, part: Sentence, cue: Span) -> bool:
    """Whether the clause that a condition is tied to judges or foretells: *Peace will come only if ...*."""
    lead = view[part.start : cue[0]].strip(" ,“\"‘'")
    main = (part.start, cue[0]) if len(lead.split()) > 1 else (cue[1], part.end)
    return any(p.search(view, *main) is not None for p in (_JUDGED, _FORECAST))


def _harms_in(view: str, span: Span) -> bool:
    """Whether what is held out is a harm."""
    promise = bargain.PROMISE.search(view, *span)
    harm = bargain.HARM.search(view, promise.end(), span[1]) if promise else None
    if promise is None or harm is None:
        return False
    between = view[promise.end() : harm.start()]
    return len(between.split()) <= 6 and not re.search(
        r"\b(?:not|never|stop|end|halt|refrain)\b", between
    )


def _around(view: str, part: Sentence, cue: Span) -> tuple[Span | None, Span | None]:
    """The words before and after a word of exchange, as far as the clause goes."""
    offered = bargain.OFFERS.search(view, part.start, cue[0])
    start = offered.end() + 1 if offered else part.start
    stop = _STOP.search(view, cue[1], part.end)
    end = stop.start() if stop else part.end
    gives = (start, cue[0] - 1) if start < cue[0] - 1 else None
    return gives, (cue[1] + 1, end) if cue[1] + 1 < end else None


def _sides(view: str, part: Sentence, inside: Sequence[Mention], frame: _Frame) -> tuple[str, str]:
    """Who gives, and who would take: rather an actor that is not named within the things themselves."""
    if not inside:
        return "", ""
    things = [s for s in (frame.gives, frame.wants) if s]
    by_if = frame.rule.startswith("promise")
    if by_if and frame.gives:
        promise = bargain.PROMISE.search(view, *frame.gives)
        given = [m for m in inside if frame.gives[0] <= m.start < frame.gives[1]]
        before = [m for m in given if promise is None or m.end <= promise.start()]
        giver = before[-1].actor if before else given[0].actor if given else ""
        if not giver:
            return "", next((m.actor for m in inside), "")
    else:
        edge = frame.gives[0] if frame.gives else frame.cue[0]
        earlier = [m.actor for m in inside if m.end <= edge]
        giver = earlier[-1] if earlier else inside[0].actor
    others = [m for m in inside if m.actor != giver]
    outside = [m for m in others if not any(a <= m.start < b for a, b in things)]
    wanted = [m for m in others if frame.wants and frame.wants[0] <= m.start < frame.wants[1]]
    order = (*wanted, *outside, *others) if by_if else (*outside, *others)
    return giver, next((m.actor for m in order), "")


def _answer(view: str, frame: _Frame, parts: Sequence[Sentence]) -> str:
    """What became of an offer: denied where the text says that it was not made."""
    first = parts[0]
    if bargain.NOT_MADE.search(view, first.start, first.end):
        return "denied"
    for number, where in enumerate(parts):
        if number and where.paragraph != first.paragraph and number > 1:
            break
        refused = bargain.REFUSED.search(view, where.start, where.end)
        accepted = bargain.ACCEPTED.search(view, where.start, where.end)
        if refused:
            return "refused"
        if accepted and not (number == 0 and accepted.start() < frame.cue[0]):
            return "accepted"
    return "unknown"
