"""Who speaks a quotation: by the verb beside it, the sentence after it, the colon before it, or because
the speech goes on.

A speaker is looked for on the side that punctuation opens: after a closed quotation, before an open
one. What only quotes a word or two within a clause of somebody else is no speech of its own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.text.annotation import Attribution, Span
from standoff.text.find.said.attributed import attributed
from standoff.text.find.said.clause import agent, cue_of, status_of, subject
from standoff.text.find.said.holder import holders, spoken_for
from standoff.text.find.said.noun import owner_of
from standoff.text.find.said.recall import listen
from standoff.text.find.who.phrase import Memory, Scene
from standoff.text.find.word.lexicon import names_text
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.quotation import Quotation
from standoff.text.find.word.saying import BESIDE_QUOTES, nouns, verb

_CLOSED = re.compile(r"[,!?.…—–-][\"'”’»›]+\Z|[\"'”’»›]+\Z")
_SPEECH_END = re.compile(r"[,.!?…—–-]['\"”’»›“‘]*\Z")
_OPENER = re.compile(r"(?:\A|[,:;.!?—–-]|\b(?:that|and|but|saying|said|says|asked|added))\s*\Z")
_TAG_WORDS, _REACH = (
    14,
    2,
)  # words of a sentence that only names the speaker; sentences a speech goes on over
_ENOUGH = 4  # words: a sentence that is quoted whole is speech, though nobody is named


@dataclass(frozen=True)
class Speaker:
    """The cue that speaks a quotation and whose it is; `verb` is the index of its verb in its sentence."""

    cue: Span
    holder: list[str]
    sure: str
    span: Span | None
    sentence: int
    verb: int
    rule: str


@dataclass
class Speeches:
    """The attributions of quotations, and the verbs that they take: sentence number -> indices."""

    found: list[Attribution]
    verbs: dict[int, set[int]]


def speeches(
    text: str, scenes: Sequence[Scene], quotes: Sequence[Quotation], memory: Memory
) -> Speeches:
    """Attribute each quotation that is speech of its own, in the order of the text."""
    done = Speeches([], {})
    last: Speaker | None = None
    runs = list(_runs(quotes))
    at = 0
    taken_until = -1
    for place, run in enumerate(runs):
        if run[0].start < taken_until:
            continue
        while at < len(scenes) and scenes[at].parse.sentence.end <= run[0].start:
            listen(scenes[at], memory)
            at += 1
        here = [s for s in scenes[at : at + 60] if s.parse.sentence.start < run[-1].end]
        if not here:
            continue
        first, final = here[0], here[-1]
        content = (run[0].start, run[-1].end)
        speaker = (
            _after(text, final, run[-1])
            or _before(text, first, run[0])
            or _next_sentence(text, scenes, at + len(here), run[-1])
            or _colon(text, scenes, at, run[0])
        )
        if speaker is None:
            speaker = _goes_on(text, first, run, last)
            if speaker is None and not (run[-1].closed and _whole(text, first, run[0])):
                continue
            speaker = speaker or _nobody(first, memory, content)
        else:
            if not _says_more(scenes, speaker):
                done.verbs.setdefault(speaker.sentence, set()).add(speaker.verb)
            inside = final.parse.sentence
            following = (r for r in runs[place + 1 : place + 3] if r[0].start < inside.end)
            partner = next((r for r in following if r[0].start > speaker.cue[1]), None)
            if (
                partner is not None
                and speaker.cue[0] > run[0].start
                and _resumes(text, speaker, partner[0])
            ):
                content = (content[0], partner[-1].end)
                taken_until = partner[-1].end
        if not speaker.holder:
            last = None
            continue
        if speaker.holder != ["unnamed"]:
            memory.holder, memory.holder_sentence = speaker.holder[0], speaker.sentence
        closed = all(q.closed for q in run)
        inner = _as_saying(scenes, speaker)
        if (
            inner is not None
        ):  # *the agency quoted Weir as saying*: she says it, and the agency tells it
            done.found.extend(_records(text, speaker, content, closed=closed))
            done.verbs.setdefault(inner.sentence, set()).add(inner.verb)
            speaker = inner
            memory.holder, memory.speaker = inner.holder[0], inner.holder[0]
            memory.holder_sentence = memory.speaker_sentence = inner.sentence
        done.found.extend(_records(text, speaker, content, closed=closed))
        last = speaker
    return done


def _numbered(scenes: Sequence[Scene], number: int) -> Scene | None:
    """The scene of a sentence, by its number."""
    at = bisect.bisect_left(scenes, number, key=lambda s: s.parse.sentence.number)
    found = scenes[at] if at < len(scenes) else None
    return found if found is not None and found.parse.sentence.number == number else None


def _says_more(scenes: Sequence[Scene], speaker: Speaker) -> bool:
    """Whether a verb that opens a quotation by its colon has words of its own: *pledged to help: "..."*."""
    if not speaker.rule.startswith("before a colon"):
        return False
    scene = _numbered(scenes, speaker.sentence)
    return scene is not None and scene.parse.child(speaker.verb, "ccomp", "xcomp") is not None


def _as_saying(scenes: Sequence[Scene], speaker: Speaker) -> Speaker | None:
    """Whom a speaker only quotes: *quoted Weir as saying*, *Weir was quoted as saying*."""
    scene = _numbered(scenes, speaker.sentence)
    if scene is None or not 0 <= speaker.verb < len(scene.parse.tokens):
        return None
    parse, quoting = scene.parse, scene.parse.tokens[speaker.verb]
    whom = parse.child(quoting.i, "dobj", "nsubjpass")
    if quoting.lemma not in ("quote", "cite") or whom is None:
        return None
    saying = next((t for t in parse.tokens[quoting.i :] if t.tag == "VBG" and verb(t.lemma)), None)
    if saying is None or parse.tokens[saying.i - 1].text.lower() != "as":
        return None
    names, sure = holders(scene, whom)
    rule = f"quoted: {saying.lemma}"
    return Speaker(
        (saying.start, saying.end),
        names,
        sure,
        parse.span(whom.i),
        speaker.sentence,
        saying.i,
        rule,
    )


def _resumes(text: str, speaker: Speaker, quote: Quotation) -> bool:
    """Whether a quotation goes on after the words that interrupted it: `"...," Peru said, "..."`."""
    between = text[speaker.cue[1] : quote.start]
    return len(between) < 80 and re.search(r"[,;:—–-]\s*\Z", between) is not None


def _runs(quotes: Sequence[Quotation]) -> Iterator[list[Quotation]]:
    """Yield quotations, those of one speech over several paragraphs together."""
    run: list[Quotation] = []
    for quote in quotes:
        if run and not quote.continues:
            yield run
            run = []
        run.append(quote)
    if run:
        yield run


def _records(text: str, speaker: Speaker, content: Span, *, closed: bool) -> Iterator[Attribution]:
    for holder in speaker.holder:
        yield attributed(
            text,
            holder=holder,
            cue=speaker.cue,
            content=content,
            kind="direct" if closed else "unclosed",
            holder_span=speaker.span,
            rule=speaker.rule,
            sure=speaker.sure,
        )


def _says(parse: Parse, token: Token) -> bool:
    """Whether a verb may speak a quotation; a text may *read*."""
    saying = verb(token.lemma)
    if token.lemma == "read":
        what = parse.child(token.i, "nsubj")
        return what is not None and (names_text(what.lemma) or what.lemma in nouns())
    return token.pos in ("VERB", "AUX") and (
        (saying is not None and max(saying.act, saying.said) >= 0.15)
        or token.lemma in BESIDE_QUOTES
    )


def _speaker(scene: Scene, token: Token, rule: str, beside: Token | None = None) -> Speaker | None:
    parse = scene.parse
    own = agent(parse, token) or subject(parse, token)
    who = own if own is not None and not scene.quoted(own.start) else beside
    if who is not None and who.text.lower() in ("i", "we", "you"):
        return Speaker(cue_of(parse, token), [], "", None, parse.sentence.number, token.i, rule)
    if status_of(parse, token) == "negated":
        return None
    who = spoken_for(scene, who) if who is not None else None
    names, sure = holders(scene, who)
    span = parse.span(who.i) if who is not None else None
    if span is not None and span[0] <= token.start < span[1] and who is not None:
        span = who.start, who.end
    return Speaker(
        cue_of(parse, token),
        names,
        sure,
        span,
        parse.sentence.number,
        token.i,
        f"{rule}: {token.lemma}",
    )


def _outside(scene: Scene, start: int, end: int) -> list[Token]:
    return [
        t for t in scene.parse.tokens
        if start <= t.start and t.end <= end and not scene.quoted(t.start) and t.pos not in ("PUNCT", "SPACE")
    ]  # fmt: skip


def _spoke(parse: Parse, token: Token) -> bool:
    """Whether a verb is past, or has what stands before it for its clause."""
    clause = parse.child(token.i, "ccomp")
    return token.tag in ("VBD", "VBZ") or (clause is not None and clause.i < token.i)


# What a verb beside a quotation is not; though a parser takes *"...", added Peru* for a kind of Peru.
_NO_TAGS = frozenset(("aux", "auxpass", "relcl", "acl", "amod"))


def _after(text: str, scene: Scene, quote: Quotation) -> Speaker | None:
    """`"...," Peru said` and `"...," said Peru`: the words right after a quotation that is closed off."""
    part = scene.parse.sentence
    lead = text[max(part.start, quote.start - 24) : quote.start] if quote.start > part.start else ""
    closed_off = (
        _SPEECH_END.search(text[quote.start : quote.end]) or text[quote.end : quote.end + 1] == ","
    )
    if not closed_off or (
        lead.strip() and not re.search(r"[,:;.!?—–-]\s*\Z|\A\s*(?:And|But|So|Then|Yet)?\s*\Z", lead)
    ):
        return None
    tokens = _outside(scene, quote.end, part.end)
    for place, token in enumerate(tokens[:16]):
        if token.pos == "CCONJ" and place == 0:
            return None
        if place == 0 and _manner(text, scene, token, quote):
            return _speaker(scene, token, "after a quotation")
        turned = place == 0 and token.dep == "amod" and _spoke(scene.parse, token)
        if token.pos not in ("VERB", "AUX") or (token.dep in _NO_TAGS and not turned):
            continue
        if not _says(scene.parse, token) and place > 4:
            continue
        if _says(scene.parse, token) or _does_no_more(text, scene, token, quote):
            beside = next((t for t in tokens[:place] if t.pos in ("PROPN", "NOUN", "PRON")), None)
            follows = next(
                (t for t in tokens[place + 1 : place + 5] if t.pos in ("PROPN", "NOUN", "PRON")),
                None,
            )
            return _speaker(
                scene, token, "after a quotation", _head(scene.parse, beside or follows)
            )
    return None


def _manner(text: str, scene: Scene, token: Token, quote: Quotation) -> bool:
    """Whether a verb speaks since its subject stands behind it, a quotation before: *"...", tweets Weir*."""
    who = scene.parse.child(token.i, "nsubj")
    turned = who is not None and who.i > token.i and token.tag in ("VBD", "VBZ")
    stopped = re.search(r"[,!?][\"'”’»›]+\Z", text[quote.start : quote.end])
    comma = text[quote.end : quote.end + 1] == ","
    thing = scene.parse.child(token.i, "dobj", "attr", "acomp")
    return turned and thing is None and (stopped is not None or comma)


def _does_no_more(text: str, scene: Scene, token: Token, quote: Quotation) -> bool:
    """Whether a main verb has nothing but its subject and a quotation before it: *"...," Weir tweeted*."""
    own = scene.parse.child(token.i, "nsubj")
    stopped = re.search(r"[,!?][\"'”’»›]+\Z", text[quote.start : quote.end])
    thing = scene.parse.child(token.i, "dobj", "attr", "acomp", "xcomp", "prt", "auxpass", "neg")
    main = token.tag in ("VBD", "VBZ") and token.dep in ("ROOT", "ccomp", "conj")
    return main and own is not None and own.i < token.i and thing is None and stopped is not None


def _head(parse: Parse, token: Token | None) -> Token | None:
    """The head of the noun phrase a token stands in."""
    while (
        token is not None
        and token.dep in ("compound", "det", "amod", "poss", "nmod")
        and token.head != token.i
    ):
        token = parse.tokens[token.head]
    return token if token is not None and token.pos in ("PROPN", "NOUN", "PRON") else None


def _before(text: str, scene: Scene, quote: Quotation) -> Speaker | None:
    """`Peru said: "..."`: the nearest verb before a quotation, with nothing of a clause between them."""
    part = scene.parse.sentence
    lead = text[part.start : quote.start].rstrip()
    if not lead:
        return None
    tokens = _outside(scene, part.start, quote.start)
    mark = lead[-1] in ",:—–-"
    reply = _reply(scene, tokens) if lead[-1] == ":" else None
    if reply is not None:
        return reply
    for back, token in enumerate(reversed(tokens[-14:])):
        if lead[-1] == ":" and token.dep in ("relcl", "acl"):
            continue  # *justified the strike, which Peru approved: "..."*
        if token.dep == "mark" or token.text.lower() in ("that", "whether"):
            return None
        if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass"):
            continue
        led = any(t.tag == "TO" for t in scene.parse.all(token.i, "aux"))
        if not _says(scene.parse, token) or (led and token.lemma in BESIDE_QUOTES):
            return None  # one may *go home "in peace"*
        between = tokens[len(tokens) - back :]
        subjects = any(
            t.dep in ("nsubj", "nsubjpass")
            and t.head != token.i
            and not (lead[-1] == ":" and scene.parse.tokens[t.head].dep in ("relcl", "acl"))
            for t in between
        )
        named = any(t.dep in ("dobj", "oprd") and t.pos in ("NOUN", "PROPN") for t in between)
        opens = text[quote.start + 1 : quote.start + 2]
        stopped = _SPEECH_END.search(text[quote.start : quote.end]) and not opens.islower()
        whole = stopped or opens.isupper()  # else a fragment with the sentence's own stop
        full = whole or (back == 0 and len(text[quote.start : quote.end].split()) >= _ENOUGH)
        if subjects or (not mark and (named or back > 2 or not full)):
            return None
        who = next(
            (
                t
                for t in reversed(tokens[: len(tokens) - back - 1])
                if t.pos in ("PROPN", "NOUN", "PRON")
            ),
            None,
        )
        return _speaker(scene, token, "before a quotation", _head(scene.parse, who))
    return None


def _reply(scene: Scene, tokens: Sequence[Token]) -> Speaker | None:
    """`Peru's reply has survived: "..."`: the noun of saying that a colon opens, with whose it is."""
    subjects = (
        t for t in reversed(tokens) if t.dep in ("nsubj", "attr", "ROOT") and t.pos == "NOUN"
    )
    noun = next((t for t in subjects if nouns().get(t.lemma, ("", 0.0, 0.0))[1] >= _SPOKEN), None)
    whose = owner_of(scene, noun, True) if noun is not None else None
    if noun is None or whose is None or whose.text.lower() in ("my", "our", "your"):
        return None
    names, sure = holders(scene, whose)
    number, span = scene.parse.sentence.number, scene.parse.span(whose.i)
    rule = f"a noun before a colon: {noun.lemma}"
    return Speaker((noun.start, noun.end), names, sure, span, number, noun.i, rule)


_SPOKEN = 0.3


def _next_sentence(text: str, scenes: Sequence[Scene], at: int, quote: Quotation) -> Speaker | None:
    """`"Will it rain?" Peru asked.`: a short sentence after a quotation that only says who spoke it."""
    if at >= len(scenes) or at == 0:
        return None
    scene, before = scenes[at], scenes[at - 1]
    part = scene.parse.sentence
    if part.paragraph != before.parse.sentence.paragraph or text[quote.end : part.start].strip():
        return None
    if len(text[part.start : part.end].split()) > _TAG_WORDS or scene.quotes:
        return None
    for token in scene.parse.tokens:
        if token.dep == "ROOT" and _says(scene.parse, token):
            content = scene.parse.child(token.i, "ccomp", "xcomp")
            thing = scene.parse.child(token.i, "dobj")
            person = thing is not None and (
                scene.at(thing.i) is not None or thing.pos == "PRON" or thing.lemma == "reporter"
            )
            if content is None and (thing is None or person):
                return _speaker(scene, token, "after a quotation")
    return None


def _colon(text: str, scenes: Sequence[Scene], at: int, quote: Quotation) -> Speaker | None:
    """A sentence before a quotation that ends with a colon: its verb of saying, else its subject."""
    if at == 0 or at >= len(scenes) or scenes[at].parse.sentence.start != quote.start:
        return None
    scene = scenes[at - 1]
    part = scene.parse.sentence
    if not text[part.start : part.end].rstrip(" \"'”’»").endswith(":"):
        return None
    for token in reversed(scene.parse.tokens):
        if scene.quoted(token.start):
            continue
        if _says(scene.parse, token) and token.dep not in ("aux", "auxpass", "amod"):
            return _speaker(scene, token, "before a colon")
    return None


_STOP_INSIDE = re.compile(r"[.!?…][\"'”’»›]*\Z")


def _whole(text: str, scene: Scene, quote: Quotation) -> bool:
    """Whether a quotation is a sentence of its own; a heading in quotation marks has no stop."""
    part = scene.parse.sentence
    if part.paragraph == 1 and not _STOP_INSIDE.search(text[part.start : part.end]):
        return False
    alone = not text[part.start : quote.start].strip() and (
        quote.end >= part.end or not text[quote.end : part.end].strip(" .,;")
    )
    return alone and len(text[quote.start : quote.end].split()) >= _ENOUGH


def _goes_on(
    text: str, scene: Scene, run: Sequence[Quotation], last: Speaker | None
) -> Speaker | None:
    """The speaker of the quotation before, where this one is a sentence of its own close behind."""
    part = scene.parse.sentence
    if last is None or not last.holder or text[part.start : run[0].start].strip():
        return None
    if part.number - last.sentence > _REACH or not _whole(text, scene, run[0]):
        return None
    sure = last.sure
    return Speaker(last.cue, last.holder, sure, last.span, part.number, -1, "the speech goes on")


def _nobody(scene: Scene, memory: Memory, content: Span) -> Speaker:
    """The speaker of a sentence that is quoted whole, where nobody beside it is said to speak."""
    number = scene.parse.sentence.number
    who = memory.pronoun("he", number)
    place = content[0], content[0] + 1
    return Speaker(
        place, who or ["unnamed"], "?", None, number, -1, "a quotation with nobody beside it"
    )
