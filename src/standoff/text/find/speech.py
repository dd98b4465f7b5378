"""Who says what, by the frames of verbs: what a verb of saying or thinking takes as its content.

A frame is a relation of the parse and a letter of the table of verbs: a that-clause, an infinitive,
somebody to do something, a gerund, a thing said, a preposition with what it is about. What a verb
does not take is not its content; whose a verb is not, is not its holder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.text.annotation import Span
from standoff.text.find.clause import agent, cue_of, is_infinitive, status_of, subject
from standoff.text.find.lexicon import may_be_group, names_group, names_person, names_text, slug
from standoff.text.find.parse import Parse, Token
from standoff.text.find.phrase import Scene
from standoff.text.find.saying import WISHES, Saying, nouns, verb

_ABOUT = frozenset("of about for against on over to with into".split())
_PERSON_ABOUT = frozenset("of for about against over on with as to".split())
_FIRST = frozenset("i we you one let".split())
_PRONOUNS = frozenset(
    "he she they it who which that this these those him her them some many others both all".split()
)
_TEXTS = 0.3  # share of a noun's uses as something said, from which on the noun may itself speak


@dataclass(frozen=True)
class Told:
    """A verb or noun of saying with its content, before whose it is.

    holder  the token of the noun phrase whose words they are; None where nobody is named
    own     whether it is a view that its holder tells of in words of his own
    """

    cue: Span
    content: Span
    kind: str
    holder: Token | None
    status: str
    rule: str
    own: bool = False


# Verbs of taking somebody or something for something: *sees the wall as a threat*.
_TAKES_FOR = frozenset(
    "see view regard consider treat portray depict paint brand label perceive".split()
)
_TAKING = Saying(0.0, 0.0, frozenset(), 0.6, frozenset("a"))


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
            told.extend(_noun(scene, token))
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
    if not view or who.text.lower() not in _HIS:
        return False
    if not outer.content[0] <= inner.cue[0] < outer.content[1]:
        return False
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
    saying = verb(token.lemma)
    if token.dep in ("amod", "aux", "auxpass", "compound", "prep"):
        return
    if token.lemma in ("quote", "cite") and token.tag == "VBG":
        return  # whom somebody quotes is found with what he says
    if token.lemma == "be":
        yield from _adjective(scene, token)
        return
    if saying is None and token.lemma in _TAKES_FOR:
        saying = _TAKING
    if saying is None:
        return
    taken = _taken(scene, token, saying)
    if taken is None:
        return
    content, frame, holder, passive = taken
    if holder is not None and not passive:
        holder = _author(scene, _antecedent(parse, token, holder))
    if not passive and holder is None and not _hangs_on(parse, token):
        return
    if holder is not None and not _may_speak(scene, holder, saying, frame):
        return
    if passive and holder is None and not _hearsay(saying, frame):
        return
    kind = "indirect" if saying.says and token.lemma not in WISHES else "belief"
    status = status_of(parse, token, saying)
    yield Told(cue_of(parse, token), content, kind, holder, status, f"{token.lemma}: {frame}")


def _taken(
    scene: Scene, token: Token, saying: Saying
) -> tuple[Span, str, Token | None, bool] | None:
    """What a verb takes as its content, by which frame, who holds it, and whether it is a passive."""
    parse = scene.parse
    if token.dep == "advcl" and _leads(parse, token):
        passive = _passive(parse, token, saying)
        return (*passive, agent(parse, token), True) if passive else None
    if _shortened(parse, token):
        inserted = _inserted(parse, token, max(saying.said, saying.act) >= 0.5)
        return (*inserted, agent(parse, token), True) if inserted else None
    if parse.child(token.i, "nsubjpass", "auxpass") is not None or _bare_passive(parse, token):
        passive = _passive(parse, token, saying)
        return (*passive, agent(parse, token), True) if passive else None
    pointed = _pointed(parse, token)
    if pointed is not None:
        return pointed[0], "thing", pointed[1], False
    turned = _turned(parse, token, saying)
    if turned is not None:
        return turned[0], "clause", turned[1], False
    active = _active(parse, token, saying)
    return (*active, subject(parse, token), False) if active else None


def _pointed(parse: Parse, token: Token) -> tuple[Span, Token] | None:
    """What *..., a charge Peru denies* says and whose it is: a parser takes Peru for another charge."""
    who = parse.child(token.i, "nsubj")
    thing = parse.child(token.i, "dobj")
    if who is not None and (inner := parse.child(who.i, "appos")) is not None:
        who, thing = inner, who
    if who is None or thing is None or thing.i + 1 != who.i or who.i > token.i:
        return None
    if thing.lemma not in nouns() or parse.child(thing.i, "det") is None:
        return None
    return (parse.span(thing.i)[0], thing.end), who


# Adjectives by which somebody is said to hold a view: *was clear about*, *is adamant that*.
_VIEWS = frozenset(
    "clear adamant insistent emphatic firm blunt frank outspoken vocal critical skeptical sceptical "
    "confident convinced certain sure hopeful optimistic pessimistic concerned worried afraid fearful "
    "alarmed angry furious disappointed grateful sorry supportive wary doubtful dismissive opposed "
    "pleased proud saddened".split()
)


def _adjective(scene: Scene, token: Token) -> Iterator[Told]:
    """A copula with an adjective of holding a view, and what the view is about."""
    parse = scene.parse
    word = next((t for t in parse.all(token.i, "acomp") if t.lemma in _VIEWS), None)
    holder = parse.child(token.i, "nsubj") or subject(parse, token)
    if word is None or holder is None or holder.text.lower() in (*_FIRST, "it", "there"):
        return
    clause = parse.child(word.i, "ccomp") or parse.child(token.i, "ccomp")
    about = next((p for p in parse.all(word.i, "prep") if p.lemma in _ABOUT), None)
    span = parse.span(clause.i) if clause else parse.span(about.i) if about else None
    if span is None or not _may_speak(scene, holder, _TAKING, "clause"):
        return
    cue = parse.tokens[token.i].start, word.end
    yield Told(cue, span, "belief", holder, status_of(parse, token), f"adjective: {word.lemma}")


def _antecedent(parse: Parse, token: Token, holder: Token) -> Token:
    """What *which* and *that* stand for, where a relative clause says something."""
    if holder.text.lower() in ("which", "that") and token.dep == "relcl":
        return parse.tokens[token.head]
    return holder


_PARTIES = frozenset("both two three all each either other opposing rival warring".split())


def _counted(parse: Parse, noun: Token) -> bool:
    """Whether a noun is counted as parties are: *both sides*, *the two sides*, *the other side*."""
    beside = parse.all(noun.i, "det", "nummod", "amod", "predet", "advmod")
    return any(t.text.lower() in _PARTIES for t in beside)


def _turned(parse: Parse, token: Token, saying: Saying) -> tuple[Span, Token] | None:
    """What *the well is dry, claimed Peru* says and whose it is: a parser takes Peru for what is claimed."""
    who = parse.child(token.i, "dobj", "npadvmod", "oprd")
    before = parse.tokens[token.i - 1] if token.i else None
    if who is None or before is None or before.text not in (",", "”", '"') or saying.said < 0.5:
        return None
    if (
        parse.child(token.i, "nsubj") is not None
        or who.i < token.i
        or who.pos not in ("PROPN", "NOUN")
    ):
        return None
    clause = parse.child(token.i, "ccomp")
    if clause is None and token.dep == "conj" and parse.child(token.head, "cc") is None:
        clause = parse.tokens[token.head]
    if clause is None or clause.i > token.i:
        return None
    start = min(parse.tokens[i].start for i in parse.subtree(clause.i) if i < token.i)
    return (start, before.start), who


def _author(scene: Scene, holder: Token) -> Token:
    """Whose a text is that is said to say something: *a statement by the ministry said*."""
    parse = scene.parse
    if not _is_text(holder) or scene.at(holder.i):
        return holder
    owner = _owner(scene, holder, True)
    if owner is not None:
        return owner
    head = parse.tokens[holder.head]
    issued = holder.dep == "dobj" and head.lemma in _OWN_WORDS
    return (subject(parse, head) if issued else None) or holder


def _is_text(noun: Token) -> bool:
    """Whether a noun is of words that may themselves say something: *statement*, *letter*."""
    return nouns().get(noun.lemma, ("", 0.0, 0.0))[1] >= _TEXTS or names_text(noun.lemma)


def _bare_passive(parse: Parse, token: Token) -> bool:
    return token.tag == "VBN" and token.dep == "acl" and parse.child(token.i, "agent") is not None


def _leads(parse: Parse, token: Token) -> bool:
    """Whether a participle leads a sentence: *Asked whether it rains, Peru said*; Peru is whom it asks."""
    bare = parse.child(token.i, "nsubj", "nsubjpass", "aux", "auxpass", "mark", "advmod") is None
    first = token.i == 0 and token.tag == "VBD"  # so does a parser take it there
    return bare and token.i < token.head and (token.tag == "VBN" or first)


def _shortened(parse: Parse, token: Token) -> bool:
    """Whether a clause is a passive with nothing but its verb: *as agreed under the truce*."""
    return (
        token.tag == "VBN"
        and token.dep == "advcl"
        and parse.child(token.i, "nsubj", "nsubjpass", "aux", "auxpass") is None
        and parse.child(token.i, "mark", "advmod") is not None
    )


def _active(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """What an active verb takes as its content, and by which frame."""
    letters = saying.frames | saying.thoughts if saying.says else saying.thoughts | saying.frames
    strong = max(saying.said, saying.act) >= 0.5
    clause = _clause(parse, token)
    if clause is not None:
        infinitive = is_infinitive(parse, clause)
        if (
            infinitive
            and ("o" in letters or "t" in letters)
            and max(saying.said, saying.thought) >= 0.3
        ):
            return parse.span(clause.i), "somebody to do"
        if not infinitive and (letters & set("cw") or strong):
            return _with_further(parse, token, clause), "clause"
    asked = _asked_with(parse, token, saying)
    if asked is not None:
        return asked, "somebody to do"
    toward = parse.child(token.i, "xcomp")
    if toward is not None and toward.tag != "VBG" and toward.pos in ("VERB", "AUX"):
        person = parse.child(token.i, "dobj", "dative")
        if person is not None and "o" in letters:
            return (parse.span(person.i)[0], parse.span(toward.i)[1]), "somebody to do"
        wishes = "t" in letters or token.lemma in WISHES
        if person is None and wishes and (saying.act >= 0.3 or saying.thought >= 0.5):
            return parse.span(toward.i), "to do"
    if (
        toward is not None
        and toward.tag == "VBG"
        and (saying.act >= 0.5 or ("g" in letters and strong))
    ):
        return parse.span(toward.i), "doing"
    return _thing(parse, token, saying) or _inserted(parse, token, strong)


def _with_further(parse: Parse, token: Token, clause: Token) -> Span:
    """The span of a clause and of those with *that* which follow it: *said it rained, but that it ended*."""
    start, end = parse.span(clause.i)
    for further in parse.all(token.i, "conj"):
        that = any(t.lemma == "that" for t in parse.all(further.i, "mark"))
        if that and clause.i < further.i and parse.child(further.i, "nsubj", "nsubjpass"):
            end = max(end, parse.span(further.i)[1])
    return start, end


_ASKED = frozenset("with to on upon".split())


def _asked_with(parse: Parse, token: Token, saying: Saying) -> Span | None:
    """Whom a verb asks by a preposition, and to do what: *pleaded with Peru to wait*."""
    if max(saying.act, saying.said) < 0.5:
        return None
    goal = next((c for c in parse.all(token.i, "xcomp", "advcl") if is_infinitive(parse, c)), None)
    for prep in parse.all(token.i, "prep"):
        whom = parse.child(prep.i, "pobj")
        if prep.lemma not in _ASKED or whom is None:
            continue
        inner = goal or next(
            (c for c in parse.all(whom.i, "acl", "relcl") if is_infinitive(parse, c)), None
        )
        if inner is not None and prep.i == token.i + 1 and whom.i < inner.i:
            return parse.span(whom.i)[0], parse.span(inner.i)[1]
    return None


def _clause(parse: Parse, token: Token) -> Token | None:
    """The clause a verb takes; that of *what he says is that ...*; what it stands after with *as*."""
    clause = parse.child(token.i, "ccomp")
    if clause is None and token.dep == "csubj" and parse.tokens[token.head].lemma == "be":
        clause = parse.child(token.head, "ccomp", "advcl", "attr")
    if clause is None or clause.i == token.head:
        return None
    first, last = sorted((clause.i, token.i))
    signs = (";", ":") if clause.i < token.i else (";",)
    parted = any(t.text in signs for t in parse.tokens[first:last])
    return None if parted else clause


def _thing(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """A thing said or done to by saying it: *denied the report*, *accused Peru of a lie*."""
    wish = token.lemma in WISHES and saying.thought > 0.5
    if not (_acts(saying) or wish):
        named = parse.child(token.i, "oprd")
        as_what = next((p for p in parse.all(token.i, "prep") if p.lemma == "as"), None)
        thing = parse.child(token.i, "dobj")
        calls = token.lemma in _TAKES_FOR or saying.said >= 0.5
        if thing is not None and (as_what or named) and calls:
            return (
                parse.span(thing.i)[0],
                max(parse.span((as_what or named or thing).i)[1], parse.span(thing.i)[1]),
            ), "as"
        if saying.said < 0.5:
            return None
        return _about(parse, token, frozenset(("for", "on", "of", "against", "about")))
    thing = parse.child(token.i, "dobj", "oprd", "attr")
    if thing is None:
        return _about(parse, token, _ABOUT)
    if token.lemma in _OWN_WORDS and thing.lemma in nouns():
        return None  # the noun says it
    if thing.text.lower() in ("that", "which", "what", "whom") and token.dep in ("relcl", "ccomp"):
        thing = parse.tokens[token.head]
    about = next(
        (p for p in parse.all(token.i, "prep") if p.lemma in _PERSON_ABOUT and p.i > thing.i), None
    )
    person = "n" not in saying.frames or "p" in saying.frames
    if about is not None and person and parse.child(about.i, "pobj", "pcomp") is not None:
        return (parse.span(thing.i)[0], parse.span(about.i)[1]), "somebody of something"
    return parse.span(thing.i), "thing"


def _acts(saying: Saying) -> bool:
    """Whether a verb does something by saying it: often enough, or if it takes clauses and things."""
    return saying.act >= 0.45 or (saying.act >= 0.3 and {"c", "n"} <= saying.frames)


def _about(parse: Parse, token: Token, words: frozenset[str]) -> tuple[Span, str] | None:
    for prep in parse.all(token.i, "prep", "prt"):
        inner = parse.child(prep.i, "pobj", "pcomp")
        if prep.lemma in words and prep.i > token.i and inner is not None:
            if inner.pos == "PROPN" and prep.lemma in ("to", "with"):
                continue  # whom one speaks to
            if _is_time(parse, inner) or inner.lemma in _BY_MEANS:
                continue  # when or how one speaks
            return parse.span(prep.i), f"{token.lemma} {prep.lemma}"
    return None


# On what one speaks, and not of what.
_BY_MEANS = frozenset(
    "condition behalf sideline sidelines phone telephone television tv radio air record stage camera "
    "occasion ground grounds".split()
)


def _inserted(parse: Parse, token: Token, strong: bool) -> tuple[Span, str] | None:
    """The clause that *as Peru said*, *Peru said* stands in."""
    if not strong or token.dep not in ("advcl", "parataxis", "ccomp") or token.head == token.i:
        return None
    head = parse.tokens[token.head]
    by_as = any(t.lemma in ("as", "like") for t in parse.all(token.i, "mark", "advmod", "prep"))
    if (token.dep == "parataxis" or by_as) and head.pos in ("VERB", "AUX"):
        start, end = parse.span(head.i)
        own = parse.span(token.i)
        if own[0] == start and own[1] < end:
            start = own[1]
        elif own[1] == end and start < own[0]:
            end = own[0]
        return (start, end), "inserted"
    return None


def _passive(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """What is said in the passive: *was told to leave*, *is said to be dry*, *was rejected by Peru*."""
    who = parse.child(token.i, "nsubjpass", "nsubj")
    start = parse.span(who.i)[0] if who is not None else None
    clause = parse.child(token.i, "ccomp", "xcomp")
    expletive = who is not None and who.text.lower() in ("it", "there") and clause is not None
    if clause is not None and (saying.says or saying.thought >= 0.5):
        told = "o" in saying.frames and saying.said >= 0.5 and clause.dep == "xcomp"
        if told or expletive or start is None:
            return parse.span(clause.i), "told to"
        if not is_infinitive(parse, clause) and clause.dep == "ccomp":
            return parse.span(clause.i), "told that"
        return (start, parse.span(clause.i)[1]), "said to"
    as_what = next((p for p in parse.all(token.i, "prep") if p.lemma == "as"), None)
    if as_what is not None and start is not None and max(saying.said, saying.thought) >= 0.2:
        return (start, parse.span(as_what.i)[1]), "seen as"
    if who is not None and _acts(saying):
        about = next((p for p in parse.all(token.i, "prep") if p.lemma in _PERSON_ABOUT), None)
        end = (
            parse.span(about.i)[1]
            if about is not None and "p" in saying.frames
            else parse.span(who.i)[1]
        )
        return (parse.span(who.i)[0], end), "thing"
    if token.dep == "acl" and _acts(saying):
        return parse.span(token.head), "thing"
    return None


def _hearsay(saying: Saying, frame: str) -> bool:
    """Whether nobody need be named for a passive to be somebody's word."""
    if frame in ("said to", "told that", "told to"):
        return saying.said >= 0.5 or saying.thought >= 0.8
    return frame in ("seen as", "inserted") or (frame == "thing" and saying.act >= 0.8)


def _hangs_on(parse: Parse, token: Token) -> bool:
    return token.dep in ("advcl", "csubj") and token.tag == "VBG"


def _may_speak(scene: Scene, holder: Token, saying: Saying, frame: str) -> bool:
    """Whether a noun phrase may hold words: an actor, people, a text; anything for sure verbs of saying."""
    word = holder.text.lower()
    if word in _FIRST:
        return False
    if word == "it" and frame in ("clause", "said to") and holder.dep in ("nsubj", "expl"):
        return scene.parse.child(holder.head, "expl") is None
    if word == "there":
        return False
    if scene.at(holder.i, places=True) or word in _PRONOUNS or names_person(holder.lemma):
        return True
    if names_group(holder.lemma) or holder.pos == "PROPN":
        return True
    if may_be_group(holder.lemma) and _counted(scene.parse, holder):
        return True
    sure = max(saying.act, saying.said) >= 0.8 and frame == "clause"
    made = nouns().get(holder.lemma, ("", 0.0, 0.0))[1] >= _TEXTS
    # a treaty that bans says nothing, one that calls for talks does
    return sure or made or (saying.said >= 0.5 and names_text(holder.lemma))


# --- nouns -----------------------------------------------------------------------------------------

_OWN_WORDS = frozenset(
    "make issue give express voice repeat renew raise deliver release reiterate lodge cast level".split()
)
_NOUN_ABOUT = frozenset("of for against".split())


def _noun(scene: Scene, token: Token) -> Iterator[Told]:
    """A noun of saying with whose it is and what it says: *Peru's promise to wait*."""
    parse = scene.parse
    entry = nouns().get(token.lemma)
    if entry is None or max(entry[1], entry[2]) < 0.3:
        return
    content = _noun_content(parse, token, act=entry[1] >= 0.3 or _voiced(parse, token))
    if content is None:
        return
    span, clause = content
    holder, cue = _owner(scene, token, clause), (token.start, token.end)
    dated = holder is not None and _is_time(parse, holder)
    holder = None if dated else holder
    head = parse.tokens[token.head]
    spoken = token.dep in ("dobj", "nsubjpass") and head.lemma in _OWN_WORDS
    if spoken and (holder is None or holder.pos == "PRON"):
        passive = token.dep == "nsubjpass"
        holder = agent(parse, head) if passive else subject(parse, head)
        cue = (min(head.start, token.start), max(head.end, token.end))
        if holder is not None and holder.text.lower() in _FIRST:
            return
    elif (
        holder is not None and holder.pos == "PRON" and not clause and not _infinitive(parse, token)
    ):
        return  # "for their support": whose words they are is somebody else's to say
    if holder is None and not dated:
        return
    no = any(t.text.lower() == "no" for t in parse.all(token.i, "det"))
    status = (
        "negated"
        if no
        else status_of(parse, head)
        if cue[0] != token.start or head.lemma in _OWN_WORDS
        else "said"
    )
    kind = "noun" if entry[1] >= entry[2] else "belief"
    yield Told(cue, span, kind, holder, status, f"noun: {token.lemma}")


def _is_time(parse: Parse, token: Token) -> bool:
    """Whether an owner is no more than a time: *today's announcement*, *last week's offer*."""
    return any(
        e.label in ("DATE", "TIME") and e.start <= token.start < e.end for e in parse.entities
    )


def _voiced(parse: Parse, token: Token) -> bool:
    """Whether a verb gives voice to a noun: *raised concerns*, *expressed hope*."""
    return token.dep in ("dobj", "nsubjpass") and parse.tokens[token.head].lemma in _OWN_WORDS


def _infinitive(parse: Parse, token: Token) -> bool:
    return any(is_infinitive(parse, clause) for clause in parse.all(token.i, "acl"))


def _noun_content(parse: Parse, token: Token, *, act: bool) -> tuple[Span, bool] | None:
    """What a noun says, and whether that is a that-clause."""
    for clause in parse.all(token.i, "acl", "ccomp", "relcl"):
        that = any(t.lemma == "that" and t.dep == "mark" for t in parse.all(clause.i))
        if that and clause.dep != "relcl":
            return parse.span(clause.i), True
        if clause.dep == "acl" and is_infinitive(parse, clause):
            return parse.span(clause.i), False
        if clause.tag == "VBG" and verb(clause.lemma) is not None and act:
            return None  # "a statement saying that": the verb has the content
    follows = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else token
    if follows.text.lower() == "that" and follows.i != token.i:
        return (follows.start, parse.sentence.end), True
    if not act:
        return None
    about = _ABOUT if _voiced(parse, token) else _NOUN_ABOUT
    for prep in parse.all(token.i, "prep"):
        inner = parse.child(prep.i, "pobj", "pcomp")
        if prep.lemma in about and inner is not None:
            return parse.span(prep.i), False
    return None


def _owner(scene: Scene, token: Token, clause: bool) -> Token | None:
    """Whose words a noun of saying names: its owner, who it comes from, the demonym before it."""
    parse = scene.parse
    own = parse.child(token.i, "poss")
    if own is not None:
        return None if own.text.lower() in ("my", "our", "your") else own
    for prep in parse.all(token.i, "prep"):
        inner = parse.child(prep.i, "pobj")
        if inner is None:
            continue
        whose = prep.lemma in ("by", "from") or (clause and prep.lemma == "of")
        if whose and (scene.at(inner.i) or names_person(inner.lemma) or names_group(inner.lemma)):
            return inner
    for before in parse.all(token.i, "amod", "compound", "nmod"):
        if scene.at(before.i):
            return before
    return None


def holders(scene: Scene, token: Token | None) -> tuple[list[str], str]:
    """Who a noun phrase stands for, and `?` where that is a guess.

    An actor by name; else the noun itself as an id; a pronoun that leads nowhere is nobody named.
    """
    if token is None:
        return ["unnamed"], "?"
    word = token.text.lower()
    actors = scene.actors(token.i)
    if token.pos == "PRON" or word in ("his", "her", "their", "its", "whose"):
        if actors:
            return actors, "?"
        thing = scene.thing_before(token)
        if thing is not None:
            return [slug(thing.text)], "?"
        if word in ("some", "many", "others", "all", "both", "those"):
            return [slug(word)], "?"
        return ["unnamed"], "?"
    mention = scene.at(token.i)
    if mention is not None:
        return actors or [mention.actor], ""
    return actors or [slug(token.text)], ""
