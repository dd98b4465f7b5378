"""Who says what, by nouns of saying with whose they are: *Peru's promise to wait*, *raised concerns*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standoff.text.annotation import Span
from standoff.text.find.said.clause import agent, is_infinitive, status_of, subject
from standoff.text.find.who.office import is_private
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.lexicon import names_group, names_person, names_text, state_codes
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import nouns, verb

FIRST = frozenset("i we you one let".split())
ABOUT = frozenset("of about for against on over to with into".split())


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


OWN_WORDS = frozenset(
    "make issue give express voice repeat renew raise deliver release reiterate lodge cast level send".split()
)
VOICES = frozenset("express voice convey extend pay".split())
_NOUN_ABOUT = frozenset("of for against".split())
# Verbs by which words become somebody's, as against those by which they come into a hand: *obtained*.
MADE = OWN_WORDS | frozenset(
    "write sign author draft publish post send address circulate table".split()
)


def by_noun(scene: Scene, token: Token) -> Iterator[Told]:
    """A noun of saying with whose it is and what it says: *Peru's promise to wait*."""
    parse = scene.parse
    entry = nouns().get(token.lemma)
    if entry is None or max(entry[1], entry[2]) < 0.3:
        if names_text(token.lemma):
            yield from _message(scene, token, "noun")
        return
    drawn = _drawn(scene, token) if entry[1] >= 0.3 else None
    if drawn is not None:
        who, what = drawn
        head = parse.tokens[token.head]
        yield Told(
            (token.start, token.end),
            what,
            "noun",
            who,
            status_of(parse, head),
            f"noun: {token.lemma}",
        )
        return
    content = _noun_content(parse, token, act=entry[1] >= 0.3 or _voiced(parse, token))
    if content is None:
        yield from _message(scene, token, "noun" if entry[1] >= entry[2] else "belief")
        return
    span, clause = content
    holder, cue = owner_of(scene, token, clause), (token.start, token.end)
    dated = holder is not None and is_time(parse, holder)
    holder = None if dated else holder
    head = parse.tokens[token.head]
    spoken = token.dep in ("dobj", "nsubjpass") and head.lemma in OWN_WORDS
    if spoken and (holder is None or holder.pos == "PRON"):
        passive = token.dep == "nsubjpass"
        holder = agent(parse, head) if passive else subject(parse, head)
        cue = (min(head.start, token.start), max(head.end, token.end))
        if holder is not None and holder.text.lower() in FIRST and not scene.speaker:
            return
    elif (
        holder is not None and holder.pos == "PRON" and not clause and not _infinitive(parse, token)
    ):
        return  # "for their support": whose words they are is somebody else's to say
    elif holder is None and clause and (held := _held(parse, token)) is not None:
        if held.text.lower() in FIRST and not scene.speaker:
            return
        holder = held
    rumoured = _rumoured(parse, token, entry[1]) and (clause or _there_are(parse, token))
    if holder is None and not dated and not rumoured:
        return
    no = any(t.text.lower() == "no" for t in parse.all(token.i, "det"))
    status = (
        "negated"
        if no
        else status_of(parse, head)
        if cue[0] != token.start or head.lemma in OWN_WORDS
        else "said"
    )
    kind = "noun" if entry[1] >= entry[2] else "belief"
    yield Told(cue, span, kind, holder, status, f"noun: {token.lemma}")


def _message(scene: Scene, token: Token, kind: str) -> Iterator[Told]:
    """*Peru's message is that the pact is dead*: what words are said to be, and whose."""
    parse = scene.parse
    be = parse.tokens[token.head]
    that = next(
        (c for c in parse.all(be.i, "ccomp")
         if any(m.lemma == "that" and m.dep == "mark" for m in parse.all(c.i))), None,
    )  # fmt: skip
    if token.dep != "nsubj" or be.lemma != "be" or that is None:
        return
    holder = owner_of(scene, token, True)
    if holder is None or is_time(parse, holder):
        return
    cue = token.start, be.end
    rule = f"noun: {token.lemma}"
    yield Told(cue, parse.span(that.i), kind, holder, status_of(parse, be), rule)


def _rumoured(parse: Parse, token: Token, act: float) -> bool:
    """Whether a bare plural tells what nobody named says: *reports that it rains*."""
    bare = parse.child(token.i, "det", "poss", "amod", "nummod", "compound") is None
    wanted = (
        token.dep == "pobj" and parse.tokens[token.head].lemma == "for"
    )  # *in exchange for guarantees*
    return not wanted and token.tag == "NNS" and bare and act >= _RUMOUR


_RUMOUR = 0.3


def _there_are(parse: Parse, token: Token) -> bool:
    """Whether a noun is only said to be there: *there were reports of fighting*."""
    return token.dep == "attr" and parse.child(token.head, "expl") is not None


def is_time(parse: Parse, token: Token) -> bool:
    """Whether an owner is no more than a time: *today's announcement*, *last week's offer*."""
    return any(
        e.label in ("DATE", "TIME") and e.start <= token.start < e.end for e in parse.entities
    )


def _voiced(parse: Parse, token: Token) -> bool:
    """Whether a verb gives voice to a noun: *raised concerns*, *expressed hope*."""
    return token.dep in ("dobj", "nsubjpass") and parse.tokens[token.head].lemma in OWN_WORDS


def _infinitive(parse: Parse, token: Token) -> bool:
    return any(is_infinitive(parse, clause) for clause in parse.all(token.i, "acl"))


def _noun_content(parse: Parse, token: Token, *, act: bool) -> tuple[Span, bool] | None:
    """What a noun says, and whether that is a that-clause."""
    for clause in parse.all(token.i, "acl", "ccomp", "relcl"):
        that = any(t.lemma == "that" and t.dep == "mark" for t in parse.all(clause.i))
        if that and (clause.dep != "relcl" or (act and _full(parse, clause))):
            return parse.span(clause.i), True
        if clause.dep == "acl" and is_infinitive(parse, clause):
            return parse.span(clause.i), False
        if clause.tag == "VBG" and verb(clause.lemma) is not None and act:
            return None  # "a statement saying that": the verb has the content
    end = parse.subtree(token.i)[-1] + 1
    if _given_by(parse, token) is not None and [t.text for t in parse.tokens[end : end + 2]] == [
        ",",
        "that",
    ]:
        opens = parse.tokens[end + 1]
        return (opens.start, parse.span(opens.head)[1]), True
    follows = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else token
    then = parse.tokens[follows.i + 1] if follows.i + 1 < len(parse.tokens) else follows
    relative = then.pos in ("VERB", "AUX") and then.i == follows.head  # *a report that accuses it*
    if follows.text.lower() == "that" and follows.i != token.i and not relative:
        return (follows.start, parse.sentence.end), True
    if not act:
        return None
    about = ABOUT | {"at"} if _voiced(parse, token) else _NOUN_ABOUT
    behind = (p for p in parse.all(token.head, "prep") if p.i > token.i and _voiced(parse, token))
    for prep in (*parse.all(token.i, "prep"), *behind):
        inner = parse.child(prep.i, "pobj", "pcomp")
        by = any(p.lemma == "by" for p in parse.all(token.i, "prep"))
        given = by and prep.lemma == "on" and token.text.islower()  # no title
        if (prep.lemma in about or given) and inner is not None and not is_time(parse, inner):
            return parse.span(prep.i), False
    return None


_DRAWS = frozenset("draw provoke prompt trigger win earn bring elicit spark invite".split())


def _drawn(scene: Scene, token: Token) -> tuple[Token, Span] | None:
    """Whose word something drew, and what drew it: *the raid drew a rebuke from Peru*."""
    parse = scene.parse
    head = parse.tokens[token.head]
    if token.dep != "dobj" or head.lemma not in _DRAWS:
        return None
    what = parse.child(head.i, "nsubj")
    sources = (p for i in (token.i, head.i) for p in parse.all(i, "prep") if p.lemma == "from")
    whom = next((who for p in sources if (who := parse.child(p.i, "pobj")) is not None), None)
    if what is None or whom is None or what.pos == "PRON":
        return None
    named = scene.at(whom.i) or names_person(whom.lemma) or names_group(whom.lemma)
    return (whom, parse.span(what.i)) if named else None


def _full(parse: Parse, clause: Token) -> bool:
    """Whether a clause behind *that* lacks nothing, as in *a warning that it would fall*."""
    modal = any(t.tag == "MD" for t in parse.all(clause.i, "aux"))
    return modal and parse.child(clause.i, "nsubj") is not None and verb(clause.lemma) is None


def _held(parse: Parse, token: Token) -> Token | None:
    """Who holds a view that a verb carries: *took the view that*, *was of the opinion that*."""
    head = parse.tokens[token.head]
    if token.dep == "dobj" and head.lemma in _HOLDS and token.lemma in _VIEWS:
        return subject(parse, head)
    be = parse.tokens[head.head]
    of = token.dep == "pobj" and head.lemma == "of" and be.lemma == "be" and token.lemma in _VIEWS
    return subject(parse, be) if of else None


_HOLDS = frozenset("take hold share adopt have".split())
_VIEWS = frozenset("view opinion belief hope fear conviction".split())


def _given_by(parse: Parse, token: Token) -> Token | None:
    """By whom words are made that a noun names: *the assurance given by Peru*, *a letter signed by Peru*."""
    made = (c for c in parse.all(token.i, "acl") if c.tag == "VBN" and c.lemma in MADE)
    return next((by for c in made if (by := agent(parse, c)) is not None), None)


def _beside(parse: Parse, prep: Token) -> Token | None:
    """The name behind a participle that a parser takes for a gerund: *by neighbouring Peru*."""
    doing = parse.child(prep.i, "pcomp")
    name = parse.child(doing.i, "dobj") if doing is not None and doing.tag == "VBG" else None
    return name if name is not None and doing is not None and name.i == doing.i + 1 else None


def owner_of(scene: Scene, token: Token, clause: bool) -> Token | None:
    """Whose words a noun of saying names: its owner, who it comes from, the demonym before it."""
    parse = scene.parse
    own = parse.child(token.i, "poss")
    if own is not None and not (clause and is_time(parse, own)):
        return None if own.text.lower() in ("my", "our", "your") else own
    given = _given_by(parse, token)
    if given is not None:
        return given
    for prep in parse.all(token.i, "prep"):
        inner = parse.child(prep.i, "pobj") or _beside(parse, prep)
        if inner is None:
            continue
        whose = prep.lemma in ("by", "from") or (clause and prep.lemma == "of")
        printed = scene.at(inner.i) if clause and prep.lemma == "in" else None
        if printed is not None and printed.actor not in state_codes():
            return inner  # *a report in the Herald*
        if whose and (scene.at(inner.i) or names_person(inner.lemma) or names_group(inner.lemma)):
            return inner
    beside = list(parse.all(token.i, "amod", "compound", "nmod"))
    for before in beside:
        if scene.at(before.i):  # of *a Peruvian newspaper report* it is the newspaper
            return next((b for b in beside if b.i > before.i and is_private(b.lemma)), before)
    return own  # nobody else than a time
