"""Who would give what for what: exchanges said in words, and promises tied to what another does.

Two frames carry an offer. A word of exchange: *in return for*, *on condition that*, *as long as*. A
promise with a condition that somebody else must meet: *will ... if*, *would ... but only under*,
*not ... until*. A harm tied to a condition is a threat and no offer. Recall first; a reader sorts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standoff.text.annotation import Attribution, Mention, Offer, Span, by_sentence
from standoff.text.find.word.lexicon import look, names_group, names_person, slug
from standoff.text.find.word.saying import lemma_of, verbs
from standoff.text.sentence import Sentence


def _any(*alternatives: str) -> re.Pattern[str]:
    """A pattern for any of some words, whole, in small letters or capitals."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_FOR = _any(
    r"in (?:exchange|return|turn),? for",
    r"as (?:the|a) price (?:of|for)",
    r"as a (?:reward|quid pro quo) for",
    r"(?:gives?|given|gave|grants?|granted|offers?|offered|pays?|paid|receives?|received|gets?)\b"
    r"[^.;:]{0,40}\b(?:amnesty|immunity|asylum|pardons?|passage|aid|money|cash|loans?|credits?|dollars|euros|"
    r"compensation|payments?|concessions?|privileges|access|relief)\b"
    r"[^.;:]{0,30}\bfor (?!being |having )[a-z]+ing",
)
_PROVIDED = _any(
    r"on (?:the )?(?:sole |one |single )?conditions?:? (?:that|of)(?! anonymity)",
    r"provid(?:ed|ing)(?: that)?(?= [a-z])(?! by\b| for\b| with\b| to\b)",
    # a name behind it is a subject if no *with* or *to* follows: not *provided Peru with water*
    r"provid(?:ed|ing)(?= (?-i:[A-Z]))(?![^,;.]{0,60}\b(?:with|to) )",
    r"provid(?:ed|ing)(?=, [^,;.]{2,40}, )",  # a word put in: *provided, by then, Peru has left*
    r"on the (?:understanding|basis|proviso|premise) that",
    r"in the event (?:that|of)",
    r"subject to",
    r"(?:but|though) not (?:while|before|until)",
    r"as long as",
    r"so long as",
    r"only (?:if|when|once|after|under|in case)",
    r"(?:conditional|contingent|conditioned) (?:up)?on",
    r"under the condition",
    r"if and when",
    r"only then",
)
# What parties do for each other, as nouns: *links the pullout to the release of the crew*.
_DEED = (
    r"(?:withdrawal|pull-?out|releases?|return|lifting|recognition|truce|ceasefire|cease-fire|aid|talks|"
    r"disarmament|ratification|reopening|support|deal|progress|reforms?|elections?|surrender|handover|end|"
    r"guarantees?|assurances?|apology|concessions?|negotiations)"
)
_EXCHANGE = _any(
    r"in (?:exchange|return)",
    r"(?:(?<=, )|(?<=would )|(?<=will ))in turn(?=,| )",
    r"quid pro quo",
    r"trade-?offs?",
    r"bargain(?:s|ed|ing)?(?! chip)",
    r"reciproca\w+",
    r"(?:swap(?:s|ped|ping)?|trad(?:e|es|ed|ing)|exchang(?:e|ed|es|ing)|gives? up)\b[^.;]{2,60}\bfor",
    r"conce(?:ssions?|ded?)\b[^.;]{0,60}\b(?:for|if|to)",
    r"compensat\w+",
    r"(?:agree|offer|propos|accept|negotiat)\w*\b[^.;]{0,40}\b(?:prisoner|hostage|captive|detainee|land|spy|body|"
    r"debt)s? (?:exchange|swap)s?",
    r"(?:link|tie|condition)(?:s|d|ed)?\b[^.;]{3,80}\b(?:to|on) "
    r"(?:\w+ ){0,4}(?:conditions?|demands?|concessions?)",
    rf"(?:link|tie|condition)(?:s|d|ed)?\b[^.;]{{0,40}}\b{_DEED}\b[^.;]{{0,30}}\b(?:to|on) "
    rf"(?:\w+ ){{0,3}}{_DEED}",
    rf"{_DEED}\b[^.;]{{0,30}}\b(?:depend|hinge|rest)(?:s|ed|ing)? on [^.;]{{0,30}}\b{_DEED}",
    rf"(?:a|the) (?:pre)?condition (?:for|of) (?:\w+ ){{0,3}}{_DEED}",
    rf"without (?:\w+ ){{0,2}}{_DEED}\b[^.;]{{0,60}}\b(?:not|no|never|won't)",
    rf"(?:not|never|won't)\b[^.;]{{0,60}}\bwithout (?:\w+ ){{0,2}}{_DEED}",
    r"offer\w*\b[^.;]{3,80}\bin (?:the )?hopes? (?:that|of)",
    r"(?:would|will) (?:be (?:allowed|permitted|free|able) to|get|receive|gain)\b[^.;]{3,80}\bbut "
    r"(?:\w+ ){0,2}(?:would have to|must|will have to|has to|have to)",
    r"(?:promis|offer|guarant)\w*\b[^.;]{3,60}\bto (?:anybody|anyone|those|all|any \w+|\w+s) who\b",
    r"price for",
)
_OFFERS = _any(
    r"offer(?:s|ed|ing)?",
    r"propos(?:e|es|ed|ing)",
    r"promis(?:e|es|ed|ing)",
    r"pledg(?:e|es|ed|ing)",
    r"volunteer(?:s|ed)?",
    r"undert(?:akes?|ook)",
    r"agree[sd]?",
    r"vow(?:s|ed)?",
)
_OFFER_NOUNS = _any(
    r"(?<!\bto )(?:offers?", r"proposals?", r"deals?", r"swaps?", r"compromises?", r"bargains?",
    r"incentives?", r"guarantees?", r"assurances?", r"package)",
)  # fmt: skip
_IF = _any(
    r"(?<!as )(?<!even )(?<!what )if",
    r"unless",
    r"until",
    r"till",
    r"once",
    r"as soon as",
    r"the (?:same |very )?(?:moment|day|minute)(?= (?!when\b|of\b)[a-z]+ \w)",
    r"before(?= (?:they|it|he|she|we|you)\b| (?-i:[A-Z])\w+ (?:does|has|is|are|had|[a-z]+(?:s|ed))\b"
    r"| (?:an?|the) (?:[a-z-]+ ){1,3}(?:is|are|was|were|has|have|had)\b)",
    r"(?:when|after)(?= )",
    r"should(?= [A-Z]| the\b| they\b| it\b| he\b)",
    r"were(?= (?:the \w+|they|it|he|she|you|[A-Z]\w+) (?:\w+ )?to [a-z])",
)
_PROMISE = _any(
    r"will",
    r"would",
    r"might",
    r"shall",
    r"can",
    r"could",
    r"(?:is|are|was|were|be) (?:ready|willing|prepared|happy|open|committed)",
    r"(?:ready|willing|prepared) to",
    r"agree[sd]? to",
    r"promise[sd]?",
    r"offer(?:s|ed)?",
    r"pledge[sd]?",
    r"allow(?:s|ed)?",
    r"(?:is|are|was|were|be) (?:possible|conceivable|acceptable|negotiable)",
    r"won't",
    r"cannot",
    r"can't",
)
_HARM = _any(
    r"attack", r"strike", r"retaliat\w*", r"punish\w*", r"destroy", r"bomb", r"invade", r"kill", r"crush",
    r"face (?:\w+ ){0,3}(?:consequences|sanctions|attack|war)", r"pay (?:a|the) (?:\w+ )?price",
    r"annihilate", r"fire (?:on|at)", r"shell", r"take (?:military )?action", r"go to war", r"be forced",
    r"respond (?:with|by|strongly|forcefully|harshly)", r"impose", r"suffer", r"be hit", r"regret",
    r"fall", r"fail", r"collapse", r"lose", r"die", r"resume (?:attacks|fire|fighting|strikes|bombing)",
)  # fmt: skip
_MADE = r"(?:offer|deal|exchange|quid pro quo|bargain|swap|concession|promis|agree|propos)\w*"
_NOT_MADE = _any(
    rf"(?:no|nobody|none|never|neither)\b[^.;]{{0,30}}\b{_MADE}",
    rf"den(?:y|ies|ied|ying)\b[^.;]{{0,60}}\b{_MADE}",
    rf"(?:did|has|had|have|was|were|is|are)(?:n't| not| never)\b[^.;]{{0,20}}\b{_MADE}",
    r"reject\w* (?:\w+ ){0,3}(?:reports?|claims?|suggestions?) (?:of|that)",
)
_REFUSED = _any(
    r"reject\w*", r"refus\w+", r"declin\w+", r"turn(?:s|ed)? down", r"rebuff\w*", r"dismiss\w*",
    r"rul(?:e[sd]?|ing) out", r"fail(?:s|ed)? to",
)  # fmt: skip
_ACCEPTED = _any(
    r"accept(?:s|ed)?", r"agreed", r"signed", r"welcomed", r"approved", r"complied", r"took up",
    r"hold(?:s|ing)? up",
)  # fmt: skip
_STOP = re.compile(r"[;.!?]|, (?:and|but|which|while|though|although|so|yet)\b")
_WHO = re.compile(r"\b(?:they|it|he|she|both|sides?|we)\b", re.I)
# Parties told by their kind.
_KIND = re.compile(
    r"\bthe (?:[\w-]+ ){0,2}(?P<kind>powers|parties|countries|nations|governments|neighbou?rs|allies|donors|"
    r"creditors|guarantors|mediators)\b",
    re.I,
)
_YOU = re.compile(r"\byou\b", re.I)
_WE = re.compile(r"\b(?:I|[Ww]e)\b")
_SUBJECT = 32  # characters of a condition in which its subject stands
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
    found: list[Offer] = []
    named = list(by_sentence((m for m in mentions if m.via != "place"), parts))
    for at, (part, inside) in enumerate(named):
        frame = _frame(view, part, inside)
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


def _frame(view: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """The frame that carries an offer in a sentence; the surest first."""
    exchange = _FOR.search(view, part.start, part.end)
    if exchange and _people(view, part, inside):
        gives, wants = _around(view, part, exchange.span())
        return _Frame(exchange.span(), gives, wants, f"words of exchange: {exchange[0].lower()}")
    tied = _PROVIDED.search(view, part.start, part.end)
    if (
        tied
        and _people(view, part, inside)
        and _PROMISE.search(view, part.start, part.end)
        and not _harms(view, part, tied.span())
    ):
        gives, wants = _around(view, part, tied.span())
        return _Frame(tied.span(), gives, wants, f"tied to a condition: {tied[0].lower()}")
    loose = _EXCHANGE.search(view, part.start, part.end)
    answers = loose is not None and _ANSWERS.match(view, part.start) is not None
    if loose and (answers or _people(view, part, inside)):
        return _Frame(loose.span(), None, None, f"words of exchange: {loose[0].lower()[:30]}")
    condition = _condition(view, part, inside)
    if condition is not None:
        return condition
    before = view.find("before ", part.start, part.end) >= 0
    first = _FIRST.search(view, part.start, part.end) if before else None
    if first and _people(view, part, inside):
        gives = first.start("gives"), part.end
        return _Frame(
            first.span("tie"), gives, (part.start, first.start("tie")), "asked for first: before"
        )
    return _bargain(view, part, inside)


# A sentence that goes on with what the one before offers: *In exchange, the blockade would end.*
_ANSWERS = re.compile(r"\W*(?:In (?:exchange|return)|For (?:its|their|his|her) part),")


def _people(view: str, part: Sentence, inside: Sequence[Mention]) -> bool:
    return bool(inside) or _agents(view, part)


def _agents(view: str, part: Sentence) -> bool:
    """Whether a sentence speaks of somebody, by pronoun or by a noun of persons or groups."""
    words = re.findall(r"[a-z]+", view[part.start : part.end].lower())
    return any(_of_people(w) or w in ("they", "he", "she", "sides", "we") for w in words)


def _condition(view: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """A promise with a condition that another must meet: the clauses around *if*, *unless*, *until*."""
    for word in _IF.finditer(view, part.start, part.end):
        lower = word[0].lower()
        if lower == "if" and _is_question(view, word.start()):
            continue
        if lower in ("when", "after") and not _ONLY.search(view, part.start, word.start()):
            continue
        clause, main = _clauses(view, part, word)
        promise = _PROMISE.search(view, *main)
        if promise is None or _harms_in(view, main) or _UNREAL.search(view, *main):
            continue
        mains = {m.actor for m in inside if main[0] <= m.start < main[1]}
        others = {m.actor for m in inside if clause[0] <= m.start < clause[1]}
        lead = main[0], promise.start()
        # of who promises, where that is told before the promise: *it would free Peruvians if Peru ...*
        first = {m.actor for m in inside if lead[0] <= m.start < lead[1]}
        told = first or _WHO.search(view, *lead) or _WE.search(view, *lead)
        givers = first if told else mains
        pronoun = _WHO.search(view, *lead) or _YOU.search(view, *lead)
        actor_gives = bool(mains or pronoun or _KIND.search(view, *lead))
        head = word.end(), min(clause[1], word.end() + _SUBJECT)
        asked = _YOU.search(view, *head)  # anybody, unless it is we who promise
        asked = _WE.search(view, *main) if asked else _WHO.search(view, *head)
        another = bool(others - givers) or (not others and asked is not None)
        another = another or (not others and _CEASES.search(view, *clause) is not None)
        another = another or (lower in _WAITS and not others and asked is None)
        passive = _PASSIVE.search(view, *clause) is not None and actor_gives
        once = lower == "once"
        late = lower in ("until", "till", "before")
        negated = _NEGATED.search(view, *main) is not None
        if negated and lower in _OPENS and _withheld(view, promise.end(), main[1]):
            continue
        if actor_gives and (another or passive) and (not late or negated or once):
            return _Frame(word.span(), main, clause, f"promise with a condition: {lower}")
    return None


_WAITS = frozenset(("when", "after", "as soon as", "the moment"))
_OPENS = frozenset("if once should were when after".split())
_LEFT_UNDONE = _any(
    _HARM.pattern.removeprefix(r"\b(?:").removesuffix(r")\b"),
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
# What parties do that are asked for it, told without them: *once the shelling stops*.
_CEASES = re.compile(
    r"\b(?:stop|end|cease|halt|lift|withdraw|pull(?:s|ed)? (?:back|out)|release|free|surrender|disarm)"
    r"(?:s|ed|p?ing|n)?\b"
)
# What must come first: *demanded that the army leave before talks can resume*.
_FIRST = re.compile(
    r"\b(?:must|ha(?:s|d|ve) to|should|needs? to|needed to|demand\w*|insist\w*|requir\w*|want(?:s|ed)?)\b"
    r"[^.;]{3,120}?\b(?P<tie>before) (?P<gives>[^.;]{0,60}?\b(?:will|would|can|could|may)\b)"
)
_ASKS = frozenset("know matter care doubt sure unsure clear unclear".split())
_LAST_WORD = re.compile(r"([A-Za-z]+) \Z")


def _is_question(view: str, at: int) -> bool:
    """Whether *if* asks for one of two, after a verb that takes *whether*: *wondered if it would pay*."""
    before = _LAST_WORD.search(view[max(0, at - 24) : at])
    if before is None:
        return False
    word = before[1].lower()
    taken = verbs().get(lemma_of(word))
    return word in _ASKS or (taken is not None and "w" in taken.frames | taken.thoughts)


_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been) \w+(?:ed|en|ut|ft)\b")
_NEGATED = re.compile(r"\b(?:not|never|no|cannot|won't|can't|refus\w+)\b")
_TURNS = re.compile(
    r"\b(?:if|while|whereas|under which|whereby|in which|would|unless|until|in turn|convinc\w+|"
    r"persuad\w+)\b"
)


_CLAUSE_ENDS = re.compile(r"[;:.!?]|(?<=[,.!?])[”\"]|, ")


def _clauses(view: str, part: Sentence, word: re.Match[str]) -> tuple[Span, Span]:
    """The clause a condition opens, and the main clause before it or after its comma."""
    stop = _CLAUSE_ENDS.search(view, word.end(), part.end)
    end = stop.start() if stop else part.end
    clause = word.start(), end
    before = part.start, word.start()
    after = (stop.end() if stop else part.end), part.end
    lead = view[before[0] : before[1]].strip(" ,“\"‘'")
    return clause, (before if len(lead.split()) > 3 and _PROMISE.search(lead) else after)


def _bargain(view: str, part: Sentence, inside: Sequence[Mention]) -> _Frame | None:
    """A word of offering between two actors, where a second clause says what the other does."""
    actors = {m.actor for m in inside}
    if len(actors) < 2:
        return None
    word = _OFFERS.search(view, part.start, part.end)
    noun = _OFFER_NOUNS.search(view, part.start, part.end)
    if word is None and noun is None:
        return None
    both = word is not None and noun is not None and word.span() != noun.span()
    turns = _TURNS.search(view, part.start, part.end)
    if not (turns or both):
        return None
    cue = word or noun
    assert cue is not None
    unreal = _UNREAL.search(view, part.start, part.end)
    if unreal or _UNABLE.search(view[part.start : cue.start()]):
        return None
    return _Frame(cue.span(), None, None, f"words of offering: {cue[0].lower()}")


def _harms(view: str, part: Sentence, cue: Span) -> bool:
    promised = _PROMISE.search(view, part.start, cue[0]) is not None
    return _harms_in(view, (part.start, cue[0])) or (
        not promised and _harms_in(view, (cue[1], part.end))
    )


def _harms_in(view: str, span: Span) -> bool:
    """Whether what is held out is a harm."""
    promise = _PROMISE.search(view, *span)
    harm = _HARM.search(view, promise.end(), span[1]) if promise else None
    if promise is None or harm is None:
        return False
    between = view[promise.end() : harm.start()]
    return len(between.split()) <= 6 and not re.search(
        r"\b(?:not|never|stop|end|halt|refrain)\b", between
    )


def _around(view: str, part: Sentence, cue: Span) -> tuple[Span | None, Span | None]:
    """The words before and after a word of exchange, as far as the clause goes."""
    offered = _OFFERS.search(view, part.start, cue[0])
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
        promise = _PROMISE.search(view, *frame.gives)
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
    if _NOT_MADE.search(view, first.start, first.end):
        return "denied"
    for number, where in enumerate(parts):
        if number and where.paragraph != first.paragraph and number > 1:
            break
        refused = _REFUSED.search(view, where.start, where.end)
        accepted = _ACCEPTED.search(view, where.start, where.end)
        if refused:
            return "refused"
        if accepted and not (number == 0 and accepted.start() < frame.cue[0]):
            return "accepted"
    return "unknown"
