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
from standoff.text.find.said.noun import ABOUT, FIRST, OWN_WORDS, Told, by_noun, is_time, owner_of
from standoff.text.find.who.office import fights, is_private, leads, narrows, opposed
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.lexicon import (
    has_role,
    may_be_group,
    may_be_text,
    names_group,
    names_person,
    names_text,
    offices,
    slug,
    state_codes,
)
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import WISHES, Saying, nouns, verb

_PRONOUNS = frozenset(
    "he she they it who which that this these those him her them some many others both all each another "
    "several most".split()
)
_TEXTS = 0.3  # share of a noun's uses as something said, from which on the noun may itself speak


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
        holder = spoken_for(scene, _antecedent(parse, token, holder))
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


def _antecedent(parse: Parse, token: Token, holder: Token) -> Token:
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


_PARTIES = frozenset("both two three all each either other opposing rival warring".split())


def _counted(parse: Parse, noun: Token) -> bool:
    """Whether a noun is counted as parties are: *both sides*, *the two sides*, *the other side*."""
    beside = parse.all(noun.i, "det", "nummod", "amod", "predet", "advmod")
    return any(t.text.lower() in _PARTIES for t in beside)


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


def _owned(scene: Scene, noun: Token) -> bool:
    """Whether a noun that may be a group is an actor's own: *the mayor's office*, *Peru's side*."""
    owners = scene.parse.all(noun.i, "poss", "amod", "compound")
    return any(scene.at(owner.i) or owner.text.lower() in _HIS for owner in owners)


def _one_of(parse: Parse, word: Token) -> bool:
    """Whether *one* is one of several, and not anybody: *one of them said*, *one told her*."""
    above = parse.tokens[word.head]
    of = any(p.lemma == "of" for p in parse.all(word.i, "prep"))
    return of or above.tag == "VBD" or any(t.tag == "VBD" for t in parse.all(above.i, "aux"))


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
    told = nouns().get(noun.lemma, ("", 0.0, 0.0))[1] >= _TEXTS or names_text(noun.lemma)
    word = noun.lemma.lower()
    return told and not (opposed(word) or is_private(word))


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
    if word in _ME and scene.speaker:
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
    made = nouns().get(holder.lemma, ("", 0.0, 0.0))[1] >= _TEXTS
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
_ME = frozenset(("i", "we"))


def _named_behind(scene: Scene, noun: Token) -> bool:
    """Whether a person's name stands in apposition to a noun: *the head of the wing, Ann Weir*."""
    return any(scene.at(name.i) for name in scene.parse.all(noun.i, "appos"))


def holders(scene: Scene, token: Token | None) -> tuple[list[str], str]:
    """Who a noun phrase stands for, and `?` where that is a guess.

    An actor by name; else the noun itself as an id; a pronoun that leads nowhere is nobody named.
    """
    if token is None:
        return ["unnamed"], "?"
    word = token.text.lower()
    if word in _ME and scene.speaker:
        return [scene.speaker], ""
    if word in _EACH and (several := _several_before(scene, token)):
        return several, "?"
    if _each_side(scene.parse, token) and len(several := _several_before(scene, token)) > 1:
        return several, "?"
    actors = _person_before(scene, token) or scene.actors(token.i)
    if token.pos == "PRON" or word in ("his", "her", "their", "its", "whose"):
        if actors:
            return actors, "?"
        whom = _antecedent(scene.parse, scene.parse.tokens[token.head], token)
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
    own = _of_chamber(scene, token)
    if own:
        return own, "?"
    two = _both(scene.parse, token) or _each_side(scene.parse, token)
    guess = scene.memory.offices.parties() if two else scene.bearers(token)
    guess = guess or _group_before(scene, token) or _issuer_before(scene, token)
    guess = guess or _side_of_text(scene, token) or _person_again(scene, token)
    if guess:
        return guess, "?"
    return _nobody_named(scene.parse, token)


def _person_before(scene: Scene, token: Token) -> list[str]:
    """The person whom *he* or *she* stands for, by the subjects before it in its sentence."""
    if token.text.lower() not in ("he", "she") or scene.quoted(token.start):
        return []
    told = scene.parse.told_before(token)
    for before in reversed(scene.parse.tokens[: token.i]):
        if before.i in told:
            continue
        subject_ = before.dep in ("nsubj", "nsubjpass") and scene.is_person(before)
        if subject_ and not scene.quoted(before.start):
            return holders(scene, before)[0]
    return []


def _group_before(scene: Scene, token: Token) -> list[str]:
    """Whom *the group* goes on about: who spoke or acted last, where that is no person and no state."""
    article = scene.parse.child(token.i, "det")
    definite = article is not None and article.text.lower() in ("the", "this")
    owned = any(scene.parse.all(token.i, "prep", "poss"))
    if not definite or owned or not has_role(token.lemma, "group"):
        return []
    memory, number = scene.memory, scene.parse.sentence.number
    told = (memory.holder, memory.holder_sentence), (memory.subject, memory.subject_sentence)
    others = {"", memory.person, memory.speaker, *state_codes()}
    named = memory.offices.named  # *residents* are no group
    near = (who for who, at in told if who in named and who not in others and 0 < number - at <= _NEAR)
    return list(near)[:1]


def _side_of_text(scene: Scene, token: Token) -> list[str]:
    """Whom *the government* and *the rebels* stand for, by what the whole text is about."""
    article = scene.parse.child(token.i, "det")
    definite = article is not None and article.text.lower() == "the"
    own = [t for t in scene.parse.all(token.i, "poss") if t.text.lower() not in _LAND]
    if own or any(scene.parse.all(token.i, "nummod", "relcl")):
        return []
    beside = [t.lemma.lower() for t in scene.parse.all(token.i, "compound", "amod")]
    word = token.lemma.lower()
    alone = definite or (article is None and token.tag == "NNS")
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
    article = scene.parse.child(token.i, "det")
    definite = article is not None and article.text.lower() == "the" and token.tag == "NN"
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
    article = scene.parse.child(token.i, "det")
    definite = article is not None and article.text.lower() in ("the", "this")
    beside = any(scene.parse.all(token.i, "prep", "poss", "amod", "compound"))
    if not definite or token.lemma not in _ISSUED or beside:
        return []
    memory, number = scene.memory, scene.parse.sentence.number
    near = 0 <= number - memory.holder_sentence <= _NEAR
    return [memory.holder] if near and memory.holder else []


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
