"""Who says what: speech, belief and hearsay, with the words that show it.

`by_parse` reads trees; `standoff.text.find.said.pattern` does with words alone. What nobody is said to say,
the author says; that is the default and is not recorded sentence by sentence.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from standoff.text.annotation import Attribution, Span, sentence_at
from standoff.text.find.said.attributed import (
    QUOTING,
    attributed,
    sentences_of,
    trimmed,
    with_depths,
)
from standoff.text.find.said.direct import speeches
from standoff.text.find.said.holder import holders
from standoff.text.find.said.noun import Told
from standoff.text.find.said.recall import remember
from standoff.text.find.said.speech import by_frames
from standoff.text.find.who.phrase import Memory, Scene
from standoff.text.find.word.lexicon import names_group, names_person, slug
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.quotation import Quotation
from standoff.text.find.word.saying import nouns

__all__ = ["ACCORDING", "attributed", "by_parse", "sentences_of", "trimmed", "with_depths"]

_FEW = 2  # speakers before a colon; more of them are an interview
_HEARSAY = frozenset("reportedly allegedly supposedly purportedly".split())
ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|opinion|words|eyes) of|by the account of)\s+", re.IGNORECASE
)
_WHO_IS = re.compile(r", (?:who|which|whose)\b[^,;.]*(?=,)")
_VIEW = re.compile(
    r"\b[Ii]n (?P<who>[^.,;:]{2,60}?)['’]s? (?:view|opinion|words|account|eyes|reading|telling|"
    r"version|narrative|estimation|judge?ment)\b|"
    r"\b[Aa]s (?P<seer>[^.,;:]{2,60}?) (?:sees?|saw|tells?|told|puts?|describe[sd]?|reads?) it(?=[,.;:])"
)
_COLON = re.compile(
    r"(?P<who>[A-Z][\w.'’-]*(?: (?:al|bin|de|van|von|of|the|[A-Z][\w.'’-]*)){0,5})"
    r"(?:,(?:(?!\. |\]\. )[^:\n]){1,60}| \([^:\n]{1,60}\))?(?P<cue>:) (?=\S)"
)
_NO_SPEAKER = frozenset(
    "note update updated photo photos image picture source sources published date by read analysis opinion "
    "related tags topics video watch example result conclusion question answer background summary title "
    "here today tomorrow yesterday first second third finally correction".split()
)
_BREAK = re.compile(r";|, (?:but|while|whereas|although|though)\b")


def by_parse(
    text: str, scenes: Sequence[Scene], quotes: Sequence[Quotation], memory: Memory
) -> tuple[list[Attribution], list[Attribution]]:
    """Attributions from parsed sentences: quotations, verbs and nouns of saying, `according to`,
    speakers before a colon, hearsay.

    Apart from them the views that a holder tells of in words of his own (*Peru said that it wants
    peace*): they are no statement beside his statement, but they show what he wants.
    """
    scenes = [scene.voiced() for scene in scenes]
    memory.know(text, [m for scene in scenes for m in scene.mentions])
    spoken = speeches(text, scenes, quotes, memory)
    memory.forget()
    cued: dict[int, dict[Span, Attribution]] = {}
    parts = tuple(s.parse.sentence for s in scenes)
    for a in spoken.found if parts else ():
        cued.setdefault(sentence_at(parts, a.cue[0]).number, {})[a.cue] = a
    direct = set(map(id, spoken.found))
    talk = _talk(text, scenes)
    found: list[Attribution] = [*spoken.found, *talk]
    own: list[Attribution] = []
    turns = talk if len(talk) > _FEW or any(a.holder == "unnamed" for a in talk) else []
    for bare in scenes:
        part = bare.parse.sentence
        whose = next((a.holder for a in turns if a.start <= part.end and part.start < a.end), "")
        scene = dataclasses.replace(bare, speaker=whose) if whose else bare
        here = list(cued.get(part.number, {}).values())
        taken = frozenset(spoken.verbs.get(part.number, ()))
        told = list(by_frames(scene, taken))
        framed = [a for one in told if not one.own for a in _records(text, scene, one)]
        own.extend(a for one in told if one.own for a in _records(text, scene, one))
        here += [*framed, *_according(text, scene)]
        here += list(_hearsay(text, scene))
        here += list(_quoting(text, scene, here))
        found.extend(a for a in here if id(a) not in direct)
        remember(scene, here, memory)
    return with_depths(_unclosed(found, quotes)), own


def _records(text: str, scene: Scene, told: Told) -> Iterator[Attribution]:
    names, sure = holders(scene, told.holder)
    content = _to_mark(scene, trimmed(text, told.content))
    if content[0] >= content[1]:
        return
    for name in names:
        yield attributed(
            text,
            holder=name,
            cue=told.cue,
            content=content,
            kind=told.kind,
            holder_span=scene.parse.span(told.holder.i) if told.holder is not None else None,
            rule=told.rule,
            status=told.status,
            sure=sure,
        )


def _to_mark(scene: Scene, content: Span) -> Span:
    """A content with the rest of the quotation it ends in: *that "it rains; it pours"*."""
    start, end = content
    for opens, closes in scene.quotes:
        if start <= opens < end < closes:
            end = min(closes, scene.parse.sentence.end)
    return start, end


def _clause_at(text: str, scene: Scene, at: int) -> Span:
    """The stretch of a sentence around a place that no break parts from it."""
    part = scene.parse.sentence
    start, end = part.start, part.end
    for stop in _BREAK.finditer(text, part.start, part.end):
        if scene.quoted(stop.start()):
            continue
        if stop.end() <= at:
            start = stop.end()
        elif stop.start() >= at:
            end = stop.start()
            break
    return start, end


def _according(text: str, scene: Scene) -> Iterator[Attribution]:
    """Yield "according to X" and "in X's view": the rest of the clause is what X says."""
    part = scene.parse.sentence
    for cue in ACCORDING.finditer(text, part.start, part.end):
        head = next(
            (t for t in scene.parse.tokens if t.start >= cue.end() and t.dep == "pobj"), None
        )
        if head is None:
            continue
        start, end = scene.parse.span(head.i)
        comma = text.find(",", start, end)
        end = comma if comma >= 0 else end
        added = _WHO_IS.match(text, end, part.end)
        end = added.end() if added else end
        clause = _clause_at(text, scene, cue.start())
        before, after = (clause[0], cue.start()), (end, clause[1])
        content = trimmed(text, max(before, after, key=lambda s: s[1] - s[0]))
        names, sure = holders(scene, head)
        for name in names:
            yield attributed(
                text,
                holder=name,
                cue=(cue.start(), cue.end() - 1),
                content=content,
                kind="according",
                holder_span=(start, end if added is None else added.start()),
                rule="according to",
                sure=sure,
            )
    for cue in _VIEW.finditer(text, part.start, part.end):
        who = cue.span(cue.lastgroup or 0)
        head = _head_of(scene.parse, who)
        if head is None or text[slice(*who)].lower() in _FIRST_OWN:
            continue
        before, after = (part.start, cue.start()), (cue.end(), part.end)
        content = trimmed(text, max(before, after, key=lambda s: s[1] - s[0]))
        names, sure = holders(scene, head)
        for name in names:
            yield attributed(
                text,
                holder=name,
                cue=cue.span(),
                content=content,
                kind="according",
                holder_span=who,
                rule="in somebody's view",
                sure=sure,
            )


_FIRST_OWN = frozenset("my our your i we you one".split())


def _head_of(parse: Parse, span: Span) -> Token | None:
    """The token that heads the words of a stretch."""
    inside = [t for t in parse.tokens if span[0] <= t.start < span[1]]
    held = {t.i for t in inside}
    return next((t for t in inside if t.head not in held or t.head == t.i), None)


def _quoting(text: str, scene: Scene, here: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield whom somebody quotes: *the Herald, citing the ministry, said that ...*"""
    parse = scene.parse
    for token in parse.tokens:
        whom = parse.child(token.i, "dobj") if token.lemma in ("quote", "cite") else None
        if whom is None or token.tag != "VBG":
            continue
        outside = (a for a in here if not a.content[0] <= token.start < a.content[1])
        of = next((a for a in outside if a.status == "said"), None)
        speaks = scene.at(whom.i) or names_person(whom.lemma) or names_group(whom.lemma)
        if of is None or not (speaks or whom.pos == "PROPN" or scene.actors(whom.i)):
            continue
        names, sure = holders(scene, whom)
        for name in names:
            relay = attributed(
                text,
                holder=name,
                cue=(token.start, token.end),
                content=of.content,
                kind=of.kind,
                holder_span=parse.span(whom.i),
                rule=QUOTING,
                sure=sure,
            )
            yield dataclasses.replace(relay, via=of.cue)


def _hearsay(text: str, scene: Scene) -> Iterator[Attribution]:
    """Yield what nobody named is said to say: "reportedly" and its like."""
    parse = scene.parse
    part = parse.sentence
    for token in parse.tokens:
        if token.text.lower() not in _HEARSAY:
            continue
        where = next((p for p in parse.all(token.i, "prep") if p.lemma in ("in", "by")), None)
        inner = parse.child(where.i, "pobj") if where is not None else None
        actors = scene.actors(inner.i) if inner is not None else []
        content = _hearsay_clause(parse, token)
        for actor in actors or ["unnamed"]:
            yield attributed(
                text,
                holder=actor,
                cue=(token.start, token.end),
                content=trimmed(text, content or (part.start, part.end)),
                kind="indirect",
                holder_span=None,
                rule=f"hearsay: {token.text.lower()}",
                sure="" if actors else "?",
            )


def _hearsay_clause(parse: Parse, adverb: Token) -> Span | None:
    """The clause that an adverb of hearsay stands in, where it is within a larger one."""
    head = parse.tokens[adverb.head]
    if head.pos not in ("VERB", "AUX") or head.dep not in ("ccomp", "advcl", "relcl", "conj"):
        return None
    who = parse.child(head.i, "nsubj", "nsubjpass")
    return None if who is None else parse.span(head.i)


def _talk(text: str, scenes: Sequence[Scene]) -> list[Attribution]:
    """Speakers before a colon, as in an interview or a headline; in an interview each speaks on until
    the next."""
    starts: list[tuple[int, re.Match[str], Scene]] = []
    paragraph = 0
    for place, scene in enumerate(scenes):
        part = scene.parse.sentence
        if part.paragraph == paragraph:
            continue
        paragraph = part.paragraph
        line = text.find("\n", part.start)  # a name with a title may be cut in two: *MR. WEIR:*
        match = _COLON.match(text, part.start, line if line >= 0 else len(text))
        if match and (_QUESTION.fullmatch(match["who"]) or _speaks(match["who"])):
            starts.append((place, match, scene))
    interview = len(starts) > _FEW or (
        len(starts) > 1 and any(_QUESTION.fullmatch(m["who"]) for _, m, _ in starts)
    )
    if not interview:
        starts = [s for s in starts if not _QUESTION.fullmatch(s[1]["who"])]
    found: list[Attribution] = []
    for number, (place, match, scene) in enumerate(starts):
        who = match.span("who")
        near = (m for s in scenes[place : place + 2] for m in s.mentions)
        mention = next((m for m in near if m.start < who[1] and who[0] < m.end), None)
        known = mention is not None and mention.via != "place"
        heading = match["who"].isupper() or re.search(r"\d", match[0])  # a section, a dateline
        title = scene.parse.sentence.paragraph == 1 and _voice(match["who"])
        if not interview and (not known or heading) and not title:
            continue
        following = starts[number + 1][0] if interview and number + 1 < len(starts) else len(scenes)
        own = scene.parse.sentence.paragraph
        heard = scenes[place:following]
        if not interview:
            heard = [s for s in heard if s.parse.sentence.paragraph == own]
        last = heard[-1] if heard else scene
        content = trimmed(text, (match.end(), last.parse.sentence.end))
        if content[0] >= content[1]:
            continue
        found.append(
            attributed(
                text,
                holder=mention.actor if known and mention else _label(match["who"]),
                cue=match.span("cue"),
                content=content,
                kind="direct",
                holder_span=match.span("who"),
                rule="speaker before a colon",
            )
        )
    return found


# Labels of turns that name nobody: *QUESTION:*, *Q:*.
_QUESTION = re.compile(r"(?i:question|answer)|Q|A")


def _voice(who: str) -> bool:
    """Whether a word before the colon of a title says whose news it is: *Report:*, *Officials:*."""
    word = who.lower()
    people = names_person(word) or names_person(word.removesuffix("s"))
    return people or nouns().get(word, ("", 0.0, 0.0))[1] >= _TOLD


_TOLD = 0.5


def _speaks(who: str) -> bool:
    return who.split(maxsplit=1)[0].lower() not in _NO_SPEAKER


def _label(who: str) -> str:
    """The holder whose turn a label opens; nobody named where it only says that it is a question."""
    return "unnamed" if _QUESTION.fullmatch(who) else slug(who)


def _unclosed(found: Sequence[Attribution], quotes: Sequence[Quotation]) -> Iterator[Attribution]:
    """Give what touches a quotation that never closes the kind `unclosed`, for a person to settle."""
    never = [q for q in quotes if not q.closed]
    for a in found:
        touched = any(q.start < a.end and a.start < q.end for q in never)
        yield dataclasses.replace(a, kind="unclosed") if touched else a
