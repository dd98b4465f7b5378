"""Who says what, by the frames of verbs: what a verb of saying or thinking takes as its content.

A frame is a relation of the parse and a letter of the table of verbs: a that-clause, an infinitive,
somebody to do something, a gerund, a thing said, a preposition with what it is about. What a verb
does not take is not its content; whose a verb is not, is not its holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from standoff.text.annotation import Span
from standoff.text.find.said import content as takes
from standoff.text.find.said.clause import agent, cue_of, status_of, subject
from standoff.text.find.said.content import TAKES_FOR, TAKING
from standoff.text.find.said.holder import ME, TEXTS, antecedent, spoken_for
from standoff.text.find.said.noun import ABOUT, FIRST, Told, by_noun
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.lexicon import (
    may_be_group,
    may_be_text,
    names_group,
    names_person,
    names_text,
)
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import WISHES, Saying, nouns, verb

_PRONOUNS = frozenset(
    "he she they it who which that this these those him her them some many others both all each another "
    "several most".split()
)


def by_frames(scene: Scene, taken: frozenset[int] = frozenset()) -> Iterator[Told]:
    """Yield what verbs and nouns of saying in a sentence report.

    taken  indices of verbs that were already found to speak a quotation
    """
    told: list[Told] = []
    for token in scene.parse.tokens:
        if token.i in taken:
            continue
        if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
            told.extend(_verb(scene, token))
        elif token.pos == "NOUN":
            told.extend(by_noun(scene, token))
    for one in told:
        yield replace(one, own=any(_own_view(scene, one, other) for other in told))


_HIS = frozenset("he she they it his her their its".split())
_THEIRS = frozenset(("they", "their"))


def _own_view(scene: Scene, inner: Told, outer: Told) -> bool:
    """Whether a view is its holder's own within his own words: *Peru said that it wants peace*.

    It is if a pronoun holds it that fits whose the words are, and no other subject of the words,
    standing before the pronoun, fits it.
    """
    who, of = inner.holder, outer.holder
    if who is None or of is None or outer.status != "said" or outer.kind == "belief":
        return False
    saying = verb(inner.rule.partition(":")[0])
    feels = saying is not None and saying.thought >= 0.2 and saying.act < 0.45
    view = inner.kind == "belief" or inner.rule.startswith("noun: ") or feels
    if not view or not outer.content[0] <= inner.cue[0] < outer.content[1]:
        return False
    if who.text.lower() not in _HIS:
        whose = scene.actors(who.i) if who.pos in ("NOUN", "PROPN") else []
        return bool(whose) and whose == scene.actors(of.i)
    between = (
        t for t in scene.parse.tokens[: who.i]
        if t.dep in ("nsubj", "nsubjpass") and t.start >= outer.content[0] and t.i != of.i
    )  # fmt: skip
    return _fits(scene, who, of) and not any(_fits(scene, who, t) for t in between)


def _fits(scene: Scene, pronoun: Token, noun: Token) -> bool:
    """Whether a pronoun may stand for a noun phrase, by number."""
    word, as_word = pronoun.text.lower(), noun.text.lower()
    if noun.pos == "PRON":
        same = {"his": "he", "her": "she", "their": "they", "its": "it"}
        return same.get(word, word) == same.get(as_word, as_word)
    many = noun.tag in ("NNS", "NNPS") or len(scene.parse.conjoined(noun)) > 1
    if word in _THEIRS:
        return many or names_group(noun.lemma)
    return not many


# --- verbs -----------------------------------------------------------------------------------------


def _verb(scene: Scene, token: Token) -> Iterator[Told]:
    parse = scene.parse
    saying = takes.saying_of(parse, token)
    if token.dep in ("amod", "aux", "auxpass", "compound", "prep"):
        return
    if token.lemma in ("quote", "cite") and token.tag == "VBG":
        return  # whom somebody quotes is found with what he says
    if token.lemma == "be":
        yield from _adjective(scene, token)
        return
    if (
        token.text.lower() in _VIEWS
        and parse.child(token.i, "auxpass")
        and not parse.child(token.i, "agent")
    ):
        yield from _view(scene, token, token)
        return
    if saying is None and token.lemma in TAKES_FOR:
        saying = TAKING
    if saying is None:
        return
    taken = _taken(scene, token, saying)
    if taken is None:
        return
    content, frame, holder, passive = taken
    if holder is not None and not passive:
        holder = spoken_for(scene, antecedent(parse, token, holder))
    if not passive and holder is not None and not _may_speak(scene, holder, saying, frame):
        holder = _outer_subject(parse, token) or holder
    if not passive and holder is None and not _hangs_on(parse, token):
        return
    if holder is not None and not _may_speak(scene, holder, saying, frame):
        return
    if passive and holder is None and not _hearsay(saying, frame):
        return
    kind = "indirect" if saying.says and token.lemma not in WISHES else "belief"
    status = status_of(parse, token, saying)
    cue = takes.known_cue(parse, token) or cue_of(parse, token)
    yield Told(cue, content, kind, holder, status, f"{token.lemma}: {frame}")


def _outer_subject(parse: Parse, token: Token) -> Token | None:
    """Whose a verb is that a parser joins to what is found: *Weir found it just and called it swift*."""
    inner = parse.tokens[token.head]
    if token.dep != "conj" or inner.dep != "ccomp":
        return None
    return parse.child(inner.head, "nsubj")


def _taken(
    scene: Scene, token: Token, saying: Saying
) -> tuple[Span, str, Token | None, bool] | None:
    """What a verb takes as its content, by which frame, who holds it, and whether it is a passive."""
    parse = scene.parse
    if token.dep == "advcl" and takes.leads(parse, token):
        passive = takes.passive(parse, token, saying)
        return (*passive, agent(parse, token), True) if passive else None
    if takes.shortened(parse, token):
        inserted = takes.inserted(parse, token, max(saying.said, saying.act) >= 0.5)
        return (*inserted, agent(parse, token), True) if inserted else None
    if parse.child(token.i, "nsubjpass", "auxpass") is not None or takes.bare_passive(parse, token):
        passive = takes.passive(parse, token, saying)
        return (*passive, agent(parse, token), True) if passive else None
    pointed = takes.pointed(parse, token)
    if pointed is not None:
        return pointed[0], "thing", pointed[1], False
    turned = takes.turned(parse, token, saying)
    if turned is not None:
        return turned[0], "clause", turned[1], False
    active = takes.active(parse, token, saying)
    return (*active, subject(parse, token), False) if active else None


# Adjectives by which somebody is said to hold a view: *was clear about*, *is adamant that*.
_VIEWS = frozenset(
    "clear adamant insistent emphatic firm blunt frank outspoken vocal critical skeptical sceptical "
    "confident convinced certain sure hopeful optimistic pessimistic concerned worried afraid fearful "
    "alarmed angry furious disappointed grateful sorry supportive wary doubtful dismissive opposed "
    "pleased proud saddened".split()
)


def _adjective(scene: Scene, token: Token) -> Iterator[Told]:
    """A copula with an adjective of holding a view, and what the view is about."""
    word = next((t for t in scene.parse.all(token.i, "acomp") if t.lemma in _VIEWS), None)
    against = next((t for t in scene.parse.all(token.i, "prep") if t.lemma == "against"), None)
    if word is not None or against is not None:
        yield from _view(scene, token, word or token)


def _view(scene: Scene, token: Token, word: Token) -> Iterator[Told]:
    """What somebody is *sure* of, *convinced* that, or *against*: the clause, or what it is about."""
    parse = scene.parse
    holder = parse.child(token.i, "nsubj", "nsubjpass") or subject(parse, token)
    if holder is None or holder.text.lower() in (*FIRST, "it", "there"):
        return
    clause = parse.child(word.i, "ccomp") or parse.child(token.i, "ccomp")
    about = next((p for p in parse.all(word.i, "prep") if p.lemma in ABOUT), None)
    span = parse.span(clause.i) if clause else parse.span(about.i) if about else None
    if span is None or not _may_speak(scene, holder, TAKING, "clause"):
        return
    helper = parse.child(token.i, "auxpass")
    cue = (helper or token).start, word.end
    yield Told(cue, span, "belief", holder, status_of(parse, token), f"adjective: {word.lemma}")


_PARTIES = frozenset("both two three all each either other opposing rival warring".split())


def _counted(parse: Parse, noun: Token) -> bool:
    """Whether a noun is counted as parties are: *both sides*, *the two sides*, *the other side*."""
    beside = parse.all(noun.i, "det", "nummod", "amod", "predet", "advmod")
    return any(t.text.lower() in _PARTIES for t in beside)


def _owned(scene: Scene, noun: Token) -> bool:
    """Whether a noun that may be a group is an actor's own: *the mayor's office*, *Peru's side*."""
    owners = scene.parse.all(noun.i, "poss", "amod", "compound")
    return any(scene.at(owner.i) or owner.text.lower() in _HIS for owner in owners)


def _one_of(parse: Parse, word: Token) -> bool:
    """Whether *one* is one of several, and not anybody: *one of them said*, *one told her*."""
    above = parse.tokens[word.head]
    of = any(p.lemma == "of" for p in parse.all(word.i, "prep"))
    return of or above.tag == "VBD" or any(t.tag == "VBD" for t in parse.all(above.i, "aux"))


def _hearsay(saying: Saying, frame: str) -> bool:
    """Whether nobody need be named for a passive to be somebody's word."""
    if frame in ("said to", "told that", "told to"):
        return saying.said >= 0.5 or saying.thought >= 0.8
    return frame in ("seen as", "inserted", "thing told") or (
        frame == "thing" and saying.act >= 0.8
    )


def _hangs_on(parse: Parse, token: Token) -> bool:
    return token.dep in ("advcl", "csubj") and token.tag == "VBG"


def _may_speak(scene: Scene, holder: Token, saying: Saying, frame: str) -> bool:
    """Whether a noun phrase may hold words: an actor, people, a text; anything for sure verbs of saying."""
    word = holder.text.lower()
    if word in ME and scene.speaker:
        return saying.says and saying.act >= 0.5
    if word in FIRST and not (word == "one" and _one_of(scene.parse, holder)):
        return False
    if word == "it" and frame in ("clause", "said to") and holder.dep in ("nsubj", "expl"):
        return scene.parse.child(holder.head, "expl") is None
    if word == "there":
        return False
    if word == "one" or (holder.pos == "NUM" and holder.tag == "CD"):
        return True
    if scene.at(holder.i, places=True) or word in _PRONOUNS or names_person(holder.lemma):
        return True
    if names_group(holder.lemma) or holder.pos == "PROPN" or _named_behind(scene, holder):
        return True
    if holder.lemma in _PARTS and _part_of_people(scene, holder):
        return True
    if may_be_group(holder.lemma) and max(saying.act, saying.said) >= _SURELY:
        return True
    if may_be_group(holder.lemma) and (_counted(scene.parse, holder) or _owned(scene, holder)):
        return True
    sure = max(saying.act, saying.said) >= 0.8 and frame == "clause"
    if may_be_group(holder.lemma) and holder.tag == "NNS" and saying.act >= 0.5:
        return True
    made = nouns().get(holder.lemma, ("", 0.0, 0.0))[1] >= TEXTS
    # a treaty that bans says nothing, one that calls for talks does
    text = names_text(holder.lemma) or (_owned(scene, holder) and may_be_text(holder.lemma))
    return sure or made or (saying.said >= 0.5 and text)


# Nouns of so many: who speaks are those they are of, *the majority of delegates*.
_PARTS = frozenset(
    "majority minority number handful dozen hundred thousand million score couple lot rest half most some "
    "part range series string plurality".split()
)


def _part_of_people(scene: Scene, noun: Token) -> bool:
    of = next((p for p in scene.parse.all(noun.i, "prep") if p.lemma == "of"), None)
    whom = scene.parse.child(of.i, "pobj") if of is not None else None
    return whom is not None and bool(
        scene.at(whom.i) or names_person(whom.lemma) or names_group(whom.lemma)
    )


_SURELY = 0.8


def _named_behind(scene: Scene, noun: Token) -> bool:
    """Whether a person's name stands in apposition to a noun: *the head of the wing, Ann Weir*."""
    return any(scene.at(name.i) for name in scene.parse.all(noun.i, "appos"))
