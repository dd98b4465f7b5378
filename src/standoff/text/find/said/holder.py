"""Who holds words by the noun phrase that they are said to be of: by a name, a pronoun, or what the text told
before of *the ministry*, *both sides*, *the laureate*."""

from __future__ import annotations

from collections.abc import Callable

from standoff.text.find.said.clause import subject
from standoff.text.find.said.noun import OWN_WORDS, is_time, owner_of
from standoff.text.find.who.office import fights, is_private, leads, narrows, opposed
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.lexicon import (
    has_role,
    may_be_text,
    names_person,
    names_text,
    offices,
    slug,
    state_codes,
)
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import nouns

ME = frozenset(("i", "we"))
TEXTS = 0.3  # share of a noun's uses as something said, from which on the noun may itself speak


def holders(scene: Scene, token: Token | None) -> tuple[list[str], str]:
    """Who a noun phrase stands for, and `?` where that is a guess.

    An actor by name; else the noun itself as an id; a pronoun that leads nowhere is nobody named.
    """
    if token is None:
        return ["unnamed"], "?"
    word = token.text.lower()
    if word in ME and scene.speaker:
        return [scene.speaker], ""
    if word in _EACH and (several := _several_before(scene, token)):
        return several, "?"
    actors = _person_before(scene, token) or scene.actors(token.i)
    if token.pos == "PRON" or word in ("his", "her", "their", "its", "whose"):
        if actors:
            return actors, "?"
        whom = antecedent(scene.parse, scene.parse.tokens[token.head], token)
        if token.tag in ("WDT", "WP") and whom.i != token.i:
            return holders(scene, spoken_for(scene, whom))
        thing = scene.thing_before(token)
        if thing is not None:
            return [slug(thing.text)], "?"
        return [slug(word) if word in ("both", "all") else "unnamed"], "?"
    mention = scene.at(token.i)
    if mention is not None:
        return actors or [mention.actor], ""
    if actors:
        return actors, ""
    guess = next((found for by in _BY_TEXT if (found := by(scene, token))), None)
    return (guess, "?") if guess else _nobody_named(scene.parse, token)


def antecedent(parse: Parse, token: Token, holder: Token) -> Token:
    """What *which* and *that* stand for, where a relative clause says something."""
    above = parse.tokens[token.head]
    cleft = token.dep == "ccomp" and holder.tag == "WDT" and above.lemma == "be"
    if holder.text.lower() in ("which", "that", "who") and (token.dep == "relcl" or cleft):
        # *it is Peru that claims so*: a parser may hang it on the verb
        return (parse.child(above.i, "attr") if above.lemma == "be" else None) or above
    if holder.i == above.i and above.dep == "attr" and token.dep == "acl":
        # *Peru is the only country claiming so*
        return parse.child(above.head, "nsubj") or holder
    return holder


def spoken_for(scene: Scene, holder: Token) -> Token:
    """Whose a text is that is said to say something: *a statement by the ministry said*."""
    parse = scene.parse
    head = parse.tokens[holder.head]
    issued = holder.dep == "dobj" and head.lemma in OWN_WORDS
    if not (_is_text(holder) or (issued and may_be_text(holder.lemma))) or scene.at(holder.i):
        return holder
    owner = owner_of(scene, holder, True)
    if owner is not None and not is_time(parse, owner):
        return owner
    return (subject(parse, head) if issued else None) or holder


def _is_text(noun: Token) -> bool:
    """Whether a noun is of words that may themselves say something: *statement*, *letter*."""
    told = nouns().get(noun.lemma, ("", 0.0, 0.0))[1] >= TEXTS or names_text(noun.lemma)
    word = noun.lemma.lower()
    return told and not (opposed(word) or is_private(word))


def _parties(scene: Scene, token: Token) -> list[str]:
    """Whom *both sides*, *each side*, *the rival armies* are: of *each* the several before it, else the
    two whom the text joins most."""
    each = _each_side(scene.parse, token)
    if each and len(several := _several_before(scene, token)) > 1:
        return several
    both = each or _both(scene.parse, token)
    return scene.memory.offices.parties() if both else []


def _bearers(scene: Scene, token: Token) -> list[str]:
    return [] if _both(scene.parse, token) else scene.bearers(token)


def _person_before(scene: Scene, token: Token) -> list[str]:
    """The person whom *he* or *she* stands for, by the subjects before it in its sentence."""
    if token.text.lower() not in ("he", "she") or scene.quoted(token.start):
        return []
    told = scene.parse.told_before(token)
    for before in reversed(scene.parse.tokens[: token.i]):
        if before.i in told:
            continue
        subject_ = before.dep in ("nsubj", "nsubjpass") and scene.is_person(before)
        one = len(scene.parse.conjoined(before)) == 1  # *he* is not two
        if subject_ and one and not scene.quoted(before.start):
            return holders(scene, before)[0]
    return []


def _article(scene: Scene, noun: Token) -> str:
    """The article or its like before a noun, in small letters; nothing where there is none."""
    article = scene.parse.child(noun.i, "det")
    return article.text.lower() if article is not None else ""


def _group_before(scene: Scene, token: Token) -> list[str]:
    """Whom *the group* goes on about: who spoke or acted last, where that is no person and no state."""
    definite = _article(scene, token) in ("the", "this")
    owned = any(scene.parse.all(token.i, "prep", "poss"))
    if not definite or owned or not has_role(token.lemma, "group"):
        return []
    memory, number = scene.memory, scene.parse.sentence.number
    told = (memory.holder, memory.holder_sentence), (memory.subject, memory.subject_sentence)
    others = {"", memory.person, memory.speaker, *state_codes()}
    named = memory.offices.named  # *residents* are no group
    near = (
        who for who, at in told if who in named and who not in others and 0 < number - at <= _NEAR
    )
    return list(near)[:1]


def _side_of_text(scene: Scene, token: Token) -> list[str]:
    """Whom *the government* and *the rebels* stand for, by what the whole text is about."""
    article = _article(scene, token)
    definite = article == "the"
    own = [t for t in scene.parse.all(token.i, "poss") if t.text.lower() not in _LAND]
    if own or any(scene.parse.all(token.i, "nummod", "relcl")):
        return []
    beside = [t.lemma.lower() for t in scene.parse.all(token.i, "compound", "amod")]
    word = token.lemma.lower()
    alone = definite or (not article and token.tag == "NNS")
    if alone and any(map(fights, (word, *beside))):
        return [scene.memory.rebels] if scene.memory.rebels else []
    land = any(scene.parse.all(token.i, "poss"))  # *the country's elected government*
    whole = definite and not any(scene.parse.all(token.i, "prep")) and all(map(narrows, beside))
    body = (whole or land) and has_role(word, "body")
    # *a foreign ministry spokesman*, *a government official*
    serves = leads(word) and any(has_role(w, "state") for w in beside)
    if serves and (whose := scene.memory.offices.of_body(beside)):
        return whose
    return [scene.memory.ground] if scene.memory.ground and (body or serves) else []


_LAND = frozenset("country nation state kingdom republic our my".split())


def _of_chamber(scene: Scene, token: Token) -> list[str]:
    """Who *the Government*, *the Prime Minister* and *my right hon. Friend* are in a state's own chamber."""
    state, parse = scene.memory.chamber, scene.parse
    if not state or not token.text[:1].isupper() or any(parse.all(token.i, "prep", "acl")):
        return []
    word = token.lemma.lower()
    beside = [t.text.lower() for t in parse.all(token.i, "compound", "amod")]
    office = offices().get(" ".join((*beside, word)), {}).get("person") == ()
    return [state] if office or word == "friend" or has_role(word, "body") else []


def _person_again(scene: Scene, token: Token) -> list[str]:
    """Whom *the laureate*, *the self-made millionaire* stands for: the person who spoke or acted last, as
    who is new would not be *the*; who holds an office may be anybody."""
    definite = _article(scene, token) == "the" and token.tag == "NN"
    told = any(scene.parse.all(token.i, "prep", "relcl", "acl", "nummod"))
    word = token.lemma.lower()
    if not definite or told or not is_private(word) or not names_person(word):
        return []
    memory, number = scene.memory, scene.parse.sentence.number
    near = 0 < number - memory.speaker_sentence <= _NEAR
    return [memory.speaker] if near and memory.speaker not in ("", slug(token.text)) else []


# Words that somebody gave out, as the text told right before.
_ISSUED = frozenset(
    "statement communique communiqué message letter declaration motion lawsuit petition appeal complaint "
    "e-mail email note tweet".split()
)


def _issuer_before(scene: Scene, token: Token) -> list[str]:
    """Whose words *the statement* goes on with: who spoke in one of the two sentences before."""
    definite = _article(scene, token) in ("the", "this")
    beside = any(scene.parse.all(token.i, "prep", "poss", "amod", "compound"))
    if not definite or token.lemma not in _ISSUED or beside:
        return []
    memory, number = scene.memory, scene.parse.sentence.number
    near = 0 <= number - memory.holder_sentence <= _NEAR
    return [memory.holder] if near and memory.holder else []


_SIDES = frozenset(("party", "side"))
_FACING = frozenset("rival warring opposing feuding opposite".split())


def _both(parse: Parse, noun: Token) -> bool:
    """Whether a noun is of two who are known: *both sides*, *the two leaders*, *the parties*; not *two
    officials*."""
    if noun.tag not in ("NNS", "NNPS") or any(parse.all(noun.i, "acl", "relcl", "prep", "poss")):
        return False
    words = {t.text.lower() for t in parse.all(noun.i, "det", "nummod", "predet")}
    beside = {t.lemma.lower() for t in parse.all(noun.i, "amod", "compound")}
    sides = noun.lemma.lower() in _SIDES and not beside
    known = "the" in words and (sides or bool(beside & _FACING))
    return "both" in words or {"the", "two"} <= words or known


def _each_side(parse: Parse, noun: Token) -> bool:
    """Whether a noun is of one side after the other: *each side*, *neither party*."""
    counted = any(t.text.lower() in _EACH for t in parse.all(noun.i, "det", "preconj"))
    return counted and noun.lemma.lower() in _SIDES


_NEAR = 2
_EACH = frozenset("each both neither either".split())


def _several_before(scene: Scene, token: Token) -> list[str]:
    """The several of whom *each* is one: the subject in the plural before it, else those named last."""
    for before in reversed(scene.parse.tokens[: token.i]):
        many = before.tag in ("NNS", "NNPS") or any(scene.parse.all(before.i, "conj"))
        if before.dep in ("nsubj", "nsubjpass") and before.pos in ("NOUN", "PROPN") and many:
            return holders(scene, before)[0]
    number = scene.parse.sentence.number
    near = 0 <= number - scene.memory.group_sentence <= 2
    return list(scene.memory.group) if near else []


def _nobody_named(parse: Parse, token: Token) -> tuple[list[str], str]:
    """The noun of somebody without a name; of *one of the envoys* the envoys, of *one* nobody."""
    if token.text.lower() != "one":
        beside = parse.all(token.i, "compound", "amod")
        side = next((t.text for t in beside if opposed(t.lemma.lower())), "")
        return [slug(f"{side} {token.text}")], ""  # *the rebel delegate*
    of = next((p for p in parse.all(token.i, "prep") if p.lemma == "of"), None)
    whom = parse.child(of.i, "pobj") if of is not None else None
    named = whom is not None and whom.pos == "NOUN"
    return ([slug(whom.text)], "") if named and whom else (["unnamed"], "?")


# Whom a noun without a name may stand for by what the text told before, the surest way first.
_BY_TEXT: tuple[Callable[[Scene, Token], list[str]], ...] = (
    _of_chamber, _parties, _bearers, _group_before, _issuer_before, _side_of_text, _person_again,
)  # fmt: skip
