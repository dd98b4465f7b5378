"""Who says what: speech, belief and hearsay, with the words that show it.

`by_parse` reads trees; `standoff.text.find.pattern` does with words alone. What nobody is said to say, the
author says; that is the default and is not recorded sentence by sentence.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from standoff.text.annotation import Attribution, Span, sentence_at
from standoff.text.find.lexicon import slug
from standoff.text.find.parse import Parse, Token
from standoff.text.find.phrase import Memory, Scene
from standoff.text.find.quotation import Quotation, touching
from standoff.text.sentence import Sentence

# Verbs that report, by what must follow for them to count.
_SAYS = frozenset(
    "say tell announce declare state claim argue note add warn stress assert maintain admit "
    "acknowledge confirm deny reveal explain report suggest predict estimate conclude complain "
    "emphasize emphasise reiterate repeat reply respond answer recall mention write comment "
    "remark observe contend allege assure inform insist indicate hint imply caution boast "
    "concede promise pledge vow swear propose recommend advise convince persuade clarify "
    "publish underline underscore highlight point cite quote proclaim affirm signal speculate "
    "testify".split()
)
_BELIEVES = frozenset(
    "believe think fear hope doubt suspect expect consider assume feel worry view regard see "
    "understand".split()
)
_WITH_TO = frozenset(
    "refuse insist promise pledge vow swear threaten offer ask urge claim propose call demand "
    "agree".split()
)
_WITH_OBJECT = frozenset(
    "announce deny doubt suggest offer promise claim condemn criticize criticise denounce "
    "welcome confirm demand express voice declare propose pronounce question praise accuse "
    "blame vow recognize recognise call describe admit stress reiterate repeat emphasize "
    "emphasise fear ask".split()
)
_NAMES = frozenset("call declare pronounce".split())  # say something only as "call it so"
_OBJECT_SAYS = frozenset(
    "doubt concern hope fear view opinion belief promise assurance warning".split()
)
_LIGHT = frozenset("cast express voice give put make issue raise".split())
_HEARSAY = frozenset("reportedly allegedly supposedly purportedly".split())
_HEARSAY_PASSIVE = frozenset(
    "say report believe think see view regard consider recognize recognise describe allege "
    "rumour rumor".split()
)
_NOUNS = frozenset(
    "assurance claim announcement promise warning accusation assertion argument allegation "
    "pledge insistence view belief remark comment statement report suggestion demand threat "
    "hope fear conviction".split()
)
_SPEAKERS = frozenset(
    "official officials report reports media source sources analyst analysts expert experts "
    "observer observers newspaper newspapers agency estimates estimate some many others critics "
    "people diplomat diplomats government spokesman spokeswoman spokesperson leader leaders "
    "leadership minister president author writer commentator commentators researcher "
    "researchers statement statements delegate delegation member members politician politicians "
    "opposition rebels commander commanders journalist journalists channel website studies poll "
    "polls".split()
)
_FIRST = frozenset("i we you one".split())
ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|opinion|words) of|in the eyes of)\s+", re.IGNORECASE
)
_SCARE, _NEAR = 12, 120  # characters: shorter quotations are a word held at arm's length


def by_parse(
    text: str, scenes: Sequence[Scene], quotes: Sequence[Quotation], memory: Memory
) -> list[Attribution]:
    """Attributions from parsed sentences: speech with its verb, nouns, `according to`, hearsay."""
    found: list[Attribution] = []
    for scene in scenes:
        here = [*_verbs(text, scene, quotes), *_according(text, scene), *_nouns(text, scene)]
        here = here or list(_hearsay(text, scene))
        found.extend(here)
        _remember(scene, here, memory)
    return with_depths(_unclosed(found, quotes))


def _verbs(text: str, scene: Scene, quotes: Sequence[Quotation]) -> Iterator[Attribution]:
    parse = scene.parse
    for verb in parse.tokens:
        if verb.pos not in ("VERB", "AUX") or verb.lemma not in _ALL_VERBS:
            continue
        kind, content = _content(parse, verb, quotes)
        if content is None or _supposed(parse, verb):
            continue
        subject = _subject(parse, verb)
        if subject is None:
            continue
        holders = _holders(scene, subject, verb, quotes)
        for holder in holders:
            yield attributed(
                text,
                holder=holder,
                cue=(verb.start, verb.end),
                content=content,
                kind=kind,
                holder_span=parse.span(subject.i),
                rule=f"{subject.text} + {verb.lemma}",
            )


_ALL_VERBS = _SAYS | _BELIEVES | _WITH_TO | _WITH_OBJECT | _LIGHT


def _content(parse: Parse, verb: Token, quotes: Sequence[Quotation]) -> tuple[str, Span | None]:
    """What a verb reports: a quotation beside it, a clause, what is to be done, or a thing said."""
    quotation = _quoted_with(parse, verb, quotes)
    if quotation is not None and verb.lemma in _SAYS | _WITH_TO:
        return "direct", (quotation.start, quotation.end)
    kind = "belief" if verb.lemma in _BELIEVES else "indirect"
    clause = parse.child(verb.i, "ccomp")
    if verb.dep == "csubj" and parse.tokens[verb.head].lemma == "be":  # what he says is that ...
        clause = parse.child(verb.head, "ccomp", "advcl", "attr")
    if clause is not None and verb.lemma in _SAYS | _BELIEVES | _WITH_TO:
        return kind, parse.span(clause.i)
    toward = parse.child(verb.i, "xcomp")
    if toward is not None and verb.lemma in _WITH_TO:
        return kind, parse.span(toward.i)
    if toward is not None and verb.lemma in ("convince", "persuade", "assure", "advise", "fear"):
        return kind, parse.span(toward.i)
    named = parse.child(verb.i, "oprd") is not None
    thing = parse.child(verb.i, "dobj", "oprd", "nsubjpass")
    if verb.lemma in _LIGHT:
        says = thing is not None and thing.lemma in _OBJECT_SAYS
        return (kind, parse.span(thing.i)) if says and thing else ("", None)
    if (
        thing is not None
        and (named or verb.lemma not in _NAMES)
        and verb.lemma in _WITH_OBJECT
        and thing.pos in ("NOUN", "PROPN", "ADJ", "PRON")
    ):
        return kind, parse.span(thing.i)
    on = parse.child(verb.i, "prep")
    if verb.lemma == "insist" and on is not None:
        return kind, parse.span(on.i)
    if verb.lemma in _SAYS and verb.dep in ("advcl", "parataxis") and verb.head != verb.i:
        return kind, parse.span(verb.head)
    return "", None


def _quoted_with(parse: Parse, verb: Token, quotes: Sequence[Quotation]) -> Quotation | None:
    """The quotation a verb outside of it speaks of: in its sentence, or running into it."""
    here = touching(quotes, parse.sentence.start, parse.sentence.end)
    if any(q.start < verb.start < q.end for q in here):
        return None
    for q in here:
        near = min(abs(verb.start - q.end), abs(q.start - verb.end)) < _NEAR
        if near and q.end - q.start > _SCARE and verb.lemma in _SAYS | {"ask", "call"}:
            return q
    return None


_LEADS_TO_SAYING = frozenset(
    "start begin continue appear seem go have manage come try use proceed refuse".split()
)


def _supposed(parse: Parse, verb: Token) -> bool:
    """Whether the saying itself is only imagined: "could not have said", "hard to argue"."""
    helpers = [t.text.lower() for t in parse.all(verb.i, "aux")]
    if "may" in helpers or "might" in helpers or ("could" in helpers and "have" in helpers):
        return True
    above = parse.tokens[verb.head]
    bare = "to" in helpers and verb.dep not in ("conj", "ROOT")
    return bare and above.i != verb.i and above.lemma not in _LEADS_TO_SAYING


def _subject(parse: Parse, verb: Token) -> Token | None:
    """Who does the verb: its subject, the agent of a passive, or that of the verb it hangs on."""
    agent = parse.child(verb.i, "agent")
    if agent is not None:
        inner = parse.child(agent.i, "pobj")
        return inner
    passive = parse.child(verb.i, "nsubjpass")
    if passive is not None:
        return None
    subject = parse.child(verb.i, "nsubj", "csubj")
    if subject is not None:
        return subject
    if verb.dep in ("xcomp", "conj", "pcomp", "advcl", "ccomp") and verb.head != verb.i:
        above = parse.tokens[verb.head]
        if (
            verb.dep == "xcomp"
            and parse.child(above.i, "dobj") is not None
            and above.lemma not in ("help", "use")
        ):
            return None
        if verb.dep == "pcomp":
            above = parse.tokens[above.head]
        quoted = above.lemma in ("quote", "report", "cite") or verb.dep == "conj"
        passive = parse.child(above.i, "nsubjpass") if quoted else None
        return passive or (_subject(parse, above) if above.pos in ("VERB", "AUX") else None)
    if verb.dep in ("acl", "relcl") and verb.dep == "acl" and verb.tag == "VBG":
        return parse.tokens[verb.head]
    return None


def _holders(scene: Scene, subject: Token, verb: Token, quotes: Sequence[Quotation]) -> list[str]:
    """The actors of a subject; its own words as a slug where they are such as can speak."""
    if subject.text.lower() in _FIRST:
        return []
    if subject.text.lower() == "it" and scene.parse.child(verb.i, "expl") is not None:
        return []
    actors = scene.actors(subject.i)
    if actors:
        mention = scene.at(subject.i)
        speaks = (
            mention is not None
            or subject.pos in ("PRON", "PROPN")
            or subject.text.lower() in _SPEAKERS
            or subject.lemma in _SPEAKERS
            or any(scene.at(c.i) for c in scene.parse.all(subject.i, "appos"))
            or subject.lemma.endswith(("er", "or", "man", "woman", "ist"))
        )
        return actors if speaks or subject.lemma in _COLLECTIVE else []
    if subject.text.lower() in _SPEAKERS or subject.lemma in _SPEAKERS:
        return [slug(subject.text)]
    return []


_COLLECTIVE = frozenset(
    "administration authority regime ministry army establishment side state parliament council "
    "party group force office embassy congress palace court company".split()
)


def _according(text: str, scene: Scene) -> Iterator[Attribution]:
    """Yield "according to X": the rest of the sentence is what X says."""
    part = scene.parse.sentence
    for cue in ACCORDING.finditer(text, part.start, part.end):
        head = next(
            (t for t in scene.parse.tokens if t.start >= cue.end() and t.dep == "pobj"), None
        )
        if head is None:
            continue
        start, end = scene.parse.span(head.i)
        actors = scene.actors(head.i) or [slug(text[start:end])]
        before, after = (part.start, cue.start()), (end, part.end)
        content = trimmed(text, max(before, after, key=lambda s: s[1] - s[0]))
        for actor in actors:
            yield attributed(
                text,
                holder=actor,
                cue=(cue.start(), cue.end() - 1),
                content=content,
                kind="according",
                holder_span=(start, end),
                rule="according to",
            )


def _nouns(text: str, scene: Scene) -> Iterator[Attribution]:
    """Yield nouns of saying with an owner and a clause: "X's assurances that ..."."""
    parse = scene.parse
    for noun in parse.tokens:
        if noun.lemma not in _NOUNS or noun.pos != "NOUN":
            continue
        clause = parse.child(noun.i, "acl", "ccomp", "relcl")
        that = clause is not None and any(
            t.lemma == "that" and t.dep == "mark" for t in parse.all(clause.i)
        )
        follows = parse.tokens[noun.i + 1] if noun.i + 1 < len(parse.tokens) else noun
        if (
            follows.text.lower() == "that" and not that
        ):  # a parser may lose the clause, not its "that"
            content = trimmed(text, (follows.start, parse.sentence.end))
        elif clause is not None and that:
            content = parse.span(clause.i)
        else:
            continue
        for actor in scene.actors(noun.i):
            yield attributed(
                text,
                holder=actor,
                cue=(noun.start, noun.end),
                content=content,
                kind="noun",
                holder_span=None,
                rule=f"somebody's {noun.lemma} that",
            )


def _hearsay(text: str, scene: Scene) -> Iterator[Attribution]:
    """Yield what nobody named is said to say: "reportedly", "is seen as"."""
    parse = scene.parse
    part = parse.sentence
    for token in parse.tokens:
        passive = (
            token.lemma in _HEARSAY_PASSIVE
            and token.pos == "VERB"
            and parse.child(token.i, "nsubjpass") is not None
            and parse.child(token.i, "agent") is None
            and (
                parse.child(token.i, "xcomp", "ccomp") is not None
                or any(p.lemma == "as" for p in parse.all(token.i, "prep"))
            )
        )
        if token.text.lower() in _HEARSAY or passive:
            where = next(
                (
                    p
                    for p in parse.all(token.i, "prep")
                    if p.lemma in ("in", "by") and parse.child(p.i, "pobj")
                ),
                None,
            )
            inner = parse.child(where.i, "pobj") if where is not None else None
            actors = scene.actors(inner.i) if inner is not None else []
            for actor in actors or ["unnamed"]:
                yield attributed(
                    text,
                    holder=actor,
                    cue=(token.start, token.end),
                    content=(part.start, part.end),
                    kind="indirect",
                    holder_span=None,
                    rule=f"hearsay: {token.text.lower()}",
                )


def _remember(scene: Scene, found: Sequence[Attribution], memory: Memory) -> None:
    """Keep who spoke and who acted last, for the pronouns that follow."""
    number = scene.parse.sentence.number
    if found and found[0].holder != "unnamed":
        memory.holder, memory.holder_sentence = found[0].holder, number
    for token in scene.parse.tokens:
        if token.dep in ("nsubj", "nsubjpass"):
            mention = scene.at(token.i)
            if mention is None:
                continue
            memory.subject, memory.subject_sentence = mention.actor, number
            if mention.via in ("leader", "person"):
                memory.person, memory.person_sentence = mention.actor, number
            break


def _unclosed(found: Sequence[Attribution], quotes: Sequence[Quotation]) -> Iterator[Attribution]:
    """Give what touches a quotation that never closes the kind `unclosed`, for a person to settle."""
    never = [q for q in quotes if not q.closed]
    for a in found:
        touched = any(q.start < a.end and a.start < q.end for q in never)
        yield dataclasses.replace(a, kind="unclosed") if touched else a


def with_depths(found: Iterable[Attribution]) -> list[Attribution]:
    """One more than the number of attributions whose content holds the cue; doubles dropped."""
    unique: dict[tuple[str, Span, Span], Attribution] = {}
    for a in found:
        unique.setdefault((a.holder, a.cue, a.content), a)
    every = list(unique.values())
    return [
        dataclasses.replace(
            a,
            depth=1
            + len(
                {
                    b.cue
                    for b in every
                    if b.cue != a.cue
                    and _inside(a.cue, b.content)
                    and not _inside(b.cue, a.content)
                }
            ),
        )
        for a in every
    ]


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def attributed(
    text: str,
    *,
    holder: str,
    cue: Span,
    content: Span,
    kind: str,
    holder_span: Span | None,
    rule: str,
) -> Attribution:
    start, end = content
    return Attribution(
        start=start,
        end=end,
        quote=text[start:end],
        holder=holder,
        cue=cue,
        content=content,
        kind=kind,
        holder_span=holder_span,
        rule=rule,
    )


def trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return start, end


def sentences_of(attribution: Attribution, parts: tuple[Sentence, ...]) -> set[int]:
    """The numbers of the sentences an attribution touches with its cue or content."""
    first = sentence_at(parts, min(attribution.cue[0], attribution.content[0])).number
    last = sentence_at(parts, max(attribution.cue[1], attribution.content[1]) - 1).number
    return set(range(first, last + 1))
