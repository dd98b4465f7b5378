"""What is kept of a sentence for the pronouns that follow: who spoke, who acted, who are several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.text.annotation import Attribution, Span
from standoff.text.find.said.holder import holders
from standoff.text.find.who.phrase import Memory, Scene, is_person
from standoff.text.find.word.lexicon import names_group, names_person
from standoff.text.find.word.parse import Token


def listen(scene: Scene, memory: Memory) -> None:
    """Keep who was the subject of a sentence, which person was, and who bears which office."""
    number = scene.parse.sentence.number
    subjects = [t for t in scene.parse.tokens if t.dep in ("nsubj", "nsubjpass")]
    acting = next((t for t in subjects if scene.at(t.i) or scene.owned(t)), None)
    if acting is not None:
        memory.subject, memory.subject_sentence = scene.actors(acting.i)[0], number
        mention = scene.at(acting.i)
        if mention is not None and is_person(mention):
            memory.person, memory.person_sentence = mention.actor, number
    owners = (
        o for t in subjects for o in (t, *scene.parse.all(t.i, "poss"))
    )  # *Weir's call came late*
    told = (t for t in (*owners, *_agents(scene)) if not scene.quoted(t.start))
    spoken_of = next((t for t in told if scene.is_person(t)), None)
    if spoken_of is not None:
        memory.speaker, memory.speaker_sentence = holders(scene, spoken_of)[0][0], number
    elif acting is not None and _leads(scene, acting) and (met := _only_person(scene)):
        memory.speaker, memory.speaker_sentence = met, number
    group = _spoken_of_together(scene, subjects)
    if group:
        memory.group, memory.group_sentence = group, number
    scene.hear()


def _leads(scene: Scene, token: Token) -> bool:
    """Whether a subject is that of the whole sentence."""
    return scene.parse.tokens[token.head].dep == "ROOT"


def _only_person(scene: Scene) -> str:
    """The one person whom a sentence names that tells what others do: *the police spoke with Ann Weir*."""
    people = {m.actor for m in scene.mentions if is_person(m) and not scene.quoted(m.start)}
    return next(iter(people)) if len(people) == 1 else ""


def remember(scene: Scene, found: Sequence[Attribution], memory: Memory) -> None:
    """Keep who spoke in a sentence as well."""
    number = scene.parse.sentence.number
    listen(scene, memory)
    named = [a for a in found if a.holder != "unnamed"]
    heads = _heads(scene, {a.holder_span for a in named if a.holder_span is not None})
    # of a passive the subject is what the text goes on about: *Peru was accused by the army. It denies it.*
    first = next((a for a in named if not _by(scene, heads.get(a.holder_span or (0, 0)))), None)
    if first is not None:
        memory.holder, memory.holder_sentence = first.holder, number
    group = _group(scene, named)
    if group:
        memory.group, memory.group_sentence = group, number
    for a in _outermost(named):
        head = heads.get(a.holder_span or (0, 0))
        pronoun = head is not None and head.text.lower() in ("he", "she")
        if head is not None and (pronoun or scene.is_person(head)):
            memory.speaker, memory.speaker_sentence = a.holder, number
            break


def _by(scene: Scene, head: Token | None) -> bool:
    """Whether a noun stands behind the *by* of a passive."""
    return head is not None and scene.parse.tokens[head.head].dep == "agent"


def _spoken_of_together(scene: Scene, subjects: Sequence[Token]) -> tuple[str, ...]:
    """Whom *they* may mean next: people in the plural, several subjects of one verb, a body that acts."""
    people = next((t for t in reversed(scene.parse.tokens) if _people(scene, t)), None)
    if people is not None:
        return tuple(holders(scene, people)[0])
    outside = [t for t in reversed(subjects) if not scene.quoted(t.start)]
    for token in outside:
        several = scene.actors(token.i) if any(scene.parse.all(token.i, "conj")) else []
        if len(several) > 1:
            return tuple(several)
    body = next((t for t in outside if names_group(t.lemma.lower())), None)
    return tuple(holders(scene, body)[0]) if body is not None else ()


def _agents(scene: Scene) -> Iterator[Token]:
    """Yield by whom passives are done: *was spelt out by the spokesman Ann Weir*."""
    for token in scene.parse.tokens:
        if token.dep == "pobj" and _by(scene, token):
            yield token


def _people(scene: Scene, token: Token) -> bool:
    """Whether a noun is of several persons: *representatives of the Front*."""
    many = token.pos == "NOUN" and token.tag == "NNS" and not scene.quoted(token.start)
    return (
        many and names_person(token.lemma) and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
    )


def _heads(scene: Scene, wanted: set[Span]) -> dict[Span, Token]:
    """The heads of the phrases that cover some stretches; of one stretch the highest."""
    found: dict[Span, Token] = {}
    for token in reversed(scene.parse.tokens):
        if any(start <= token.start < end for start, end in wanted):
            span = scene.parse.span(token.i)
            if span in wanted:
                found[span] = token
    return found


def _outermost(named: Sequence[Attribution]) -> list[Attribution]:
    return [a for a in named if not any(b.content[0] <= a.cue[0] < b.content[1] for b in named)]


def _group(scene: Scene, named: Sequence[Attribution]) -> tuple[str, ...]:
    """Whom *they* may mean next: the last holder in the plural, else the two or more who spoke."""
    plural = {
        scene.parse.span(t.i) for t in scene.parse.tokens
        if t.tag in ("NNS", "NNPS") or any(scene.parse.all(t.i, "conj"))
    }  # fmt: skip
    many = [a for a in named if a.holder_span in plural]
    if many:
        return tuple(dict.fromkeys(a.holder for a in many if a.holder_span == many[-1].holder_span))
    several = tuple(dict.fromkeys(a.holder for a in _outermost(named)))
    return several if len(several) > 1 else ()
