"""What a verb of saying or thinking takes as its content, by its frames and where it stands."""

from __future__ import annotations

from standoff.text.annotation import Span
from standoff.text.find.said.clause import adds_to, agent, is_gerund, is_infinitive, subject
from standoff.text.find.said.noun import ABOUT, OWN_WORDS, VOICES, is_time
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import WISHES, Saying, made_known, nouns, verb

_PERSON_ABOUT = frozenset("of for about against over on with as to".split())
# Verbs of taking somebody or something for something: *sees the wall as a threat*.
TAKES_FOR = frozenset(
    "see view regard consider treat portray depict paint brand label perceive".split()
)
_LIKENS = frozenset(("liken", "equate"))
TAKING = Saying(0.0, 0.0, frozenset(), 0.6, frozenset("a"))


_KNOWN = frozenset("clear plain known understood felt public explicit".split())
# Verbs that say something only with their noun; most are WordNet's, in verb.communication.
_LIGHT = frozenset(
    (v, n)
    for verbs, noun in (
        ("call draw", "attention"), ("take", "issue exception"), ("find", "fault"), ("give", "notice thanks"),
        ("bear", "witness"), ("pay", "tribute"), ("cast", "doubt"), ("lay put place pin", "blame"),
    )
    for v in verbs.split()
    for n in noun.split()
)  # fmt: skip
_WITH_NOUN = Saying(0.8, 0.8, frozenset("bnp"), 0.0, frozenset())
_MAKES = frozenset("make let put leave".split())


def saying_of(parse: Parse, token: Token) -> Saying | None:
    """The verb of saying or thinking that a token is, with its particle: *rule out*; *made it clear*."""
    if known_cue(parse, token) is not None:
        return made_known()
    thing = parse.child(token.i, "dobj")
    if thing is not None and (token.lemma, thing.lemma) in _LIGHT:
        return _WITH_NOUN
    if token.lemma == "make" and thing is not None and _known_beside(parse, token):
        return _WITH_NOUN
    particle = parse.child(token.i, "prt")
    phrasal = verb(f"{token.lemma} {particle.lemma}") if particle is not None else None
    return phrasal or verb(token.lemma)


def _known_beside(parse: Parse, token: Token) -> bool:
    """Whether a verb makes a thing known: *made clear its commitment to peace*."""
    return any(
        t.lemma in ("clear", "plain", "known")
        for t in parse.all(token.i, "acomp", "oprd", "ccomp", "amod")
    )


def known_cue(parse: Parse, token: Token) -> Span | None:
    """The words of *made it clear that*, *let it be known that*, *put it to her that*, up to what is told."""
    it = parse.tokens[token.i + 1] if token.i + 1 < len(parse.tokens) else token
    if token.lemma == "make" and it.text.lower() in _KNOWN and _told_behind(parse, token, it):
        return token.start, it.end
    doubt = parse.child(token.i, "dobj") if token.lemma == "leave" else None
    if doubt is not None and doubt.lemma == "doubt" and any(parse.all(doubt.i, "acl", "ccomp")):
        return token.start, doubt.end  # *left no doubt that*
    if token.lemma not in _MAKES or it.text.lower() != "it":
        return None
    that = next((t for t in parse.tokens[it.i :] if t.lemma == "that" and t.dep == "mark"), None)
    if that is None:
        return None
    between = parse.tokens[it.i + 1 : that.i]
    known = next((t for t in between[:3] if t.text.lower() in _KNOWN), None)
    put = token.lemma == "put" and between and between[0].text.lower() == "to"
    last = known or (it if put else None)
    return (token.start, last.end) if last is not None else None


def pointed(parse: Parse, token: Token) -> tuple[Span, Token] | None:
    """What *..., a charge Peru denies* says and whose it is: a parser takes Peru for another charge."""
    who = parse.child(token.i, "nsubj")
    thing = parse.child(token.i, "dobj")
    if who is not None and (inner := parse.child(who.i, "appos")) is not None:
        who, thing = inner, who
    relative = _pointing(parse, token) if thing is None else None
    if relative is not None and who is not None and who.pos != "SCONJ":
        return relative, who
    if who is None or thing is None or thing.i + 1 != who.i or who.i > token.i:
        return None
    if thing.lemma not in nouns() or parse.child(thing.i, "det") is None:
        return None
    return (parse.span(thing.i)[0], thing.end), who


_POINTS = frozenset("something anything which".split())


def _pointing(parse: Parse, token: Token) -> Span | None:
    """The words before the comma that *..., something Peru denies* points back to."""
    head = parse.tokens[token.head]
    if token.dep != "relcl" or head.text.lower() not in _POINTS or head.i < 2:
        return None
    comma = parse.tokens[head.i - 1]
    return (parse.sentence.start, comma.start) if comma.text == "," else None


def turned(parse: Parse, token: Token, saying: Saying) -> tuple[Span, Token] | None:
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


def bare_passive(parse: Parse, token: Token) -> bool:
    return token.tag == "VBN" and token.dep == "acl" and parse.child(token.i, "agent") is not None


def leads(parse: Parse, token: Token) -> bool:
    """Whether a participle leads a sentence: *Asked whether it rains, Peru said*; Peru is whom it asks."""
    bare = parse.child(token.i, "nsubj", "nsubjpass", "aux", "auxpass", "mark", "advmod") is None
    first = token.i == 0 and token.tag == "VBD"  # so does a parser take it there
    return bare and token.i < token.head and (token.tag == "VBN" or first)


def shortened(parse: Parse, token: Token) -> bool:
    """Whether a clause is a passive with nothing but its verb: *as agreed under the truce*."""
    return (
        token.tag == "VBN"
        and token.dep == "advcl"
        and parse.child(token.i, "nsubj", "nsubjpass", "aux", "auxpass") is None
        and parse.child(token.i, "mark", "advmod") is not None
    )


def _made_known(parse: Parse, token: Token) -> Span | None:
    """What is made known: the clause behind *made it clear that*, *made clear*."""
    if known_cue(parse, token) is None:
        return None
    known = parse.tokens[token.i + 1]
    behind = _told_behind(parse, token, known) if known.text.lower() in _KNOWN else None
    if behind is not None:
        return parse.span(behind.i)
    that = next(t for t in parse.tokens[token.i :] if t.lemma == "that" and t.dep == "mark")
    return that.start, parse.span(that.head)[1]


def _told_behind(parse: Parse, token: Token, known: Token) -> Token | None:
    """The clause behind *made clear*, which need not have a *that*; one with it may hang on *clear*."""
    own = (c for c in parse.all(token.i, "ccomp") if c.i > known.i and c.pos in ("VERB", "AUX"))
    hung = (
        c for c in parse.all(known.i, "csubj", "ccomp", "advcl")
        if c.i > known.i and any(m.lemma == "that" for m in parse.all(c.i, "mark"))
    )  # fmt: skip
    return next(own, None) or next(hung, None)


def _in_a_text(parse: Parse, token: Token) -> Token | None:
    """The that-clause which a parser hangs on where it was said: *announced in a statement that it rains*."""
    if parse.child(token.i, "dobj") is not None:
        return None
    places = (parse.child(p.i, "pobj") for p in parse.all(token.i, "prep") if p.i > token.i)
    clauses = (c for place in places if place for c in parse.all(place.i, "acl", "relcl", "ccomp"))
    return next(
        (c for c in clauses if any(m.lemma == "that" for m in parse.all(c.i, "mark"))), None
    )


def active(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """What an active verb takes as its content, and by which frame."""
    letters = saying.frames | saying.thoughts if saying.says else saying.thoughts | saying.frames
    strong = max(saying.said, saying.act) >= 0.5
    made = _made_known(parse, token)
    if made is not None:
        return made, "clause"
    clause = _clause(parse, token) or (
        _in_a_text(parse, token) if strong and "c" in letters else None
    )
    if clause is not None:
        infinitive = is_infinitive(parse, clause)
        if (
            infinitive
            and ("o" in letters or "t" in letters)
            and max(saying.said, saying.thought) >= 0.3
        ):
            return parse.span(clause.i), "somebody to do"
        if (
            token.lemma in _NAMES
            and clause.pos in ("NOUN", "ADJ", "PROPN")
            and parse.child(clause.i, "nsubj")
        ):
            return parse.span(clause.i), "as"  # *considers the pact a threat*
        told = clause.pos in ("VERB", "AUX")  # else *making the talks impossible*
        if not infinitive and ((letters & set("cw") and told) or strong):
            return _with_further(parse, token, clause), "clause"
    if told_in := inserted(parse, token, strong and token.lemma in _TELLS):
        return told_in  # *The bridge, Peru told the council, was closed*
    asked = _asked_with(parse, token, saying)
    if asked is not None:
        return asked, "somebody to do"
    toward = next((c for c in parse.all(token.i, "xcomp") if c.pos != "PART"), None)
    alone = parse.child(token.i, "dobj", "ccomp") is None and token.dep != "acl"
    if toward is None and ("o" in letters or ("t" in letters and alone)):
        # a parser may take it for a purpose
        after = (
            c for c in parse.all(token.i, "advcl") if c.i > token.i and is_infinitive(parse, c)
        )
        toward = next(after, None)
    gerund = toward is not None and is_gerund(parse, toward)
    if toward is not None and not gerund and toward.pos in ("VERB", "AUX"):
        person = parse.child(token.i, "dobj", "dative")
        if person is not None and "o" in letters:
            return (parse.span(person.i)[0], parse.span(toward.i)[1]), "somebody to do"
        wishes = "t" in letters or token.lemma in WISHES
        if person is None and wishes and (saying.act >= _TO_DO or saying.thought >= 0.5):
            return parse.span(toward.i), "to do"
    if toward is not None and gerund and (saying.act >= 0.5 or ("g" in letters and strong)):
        return parse.span(toward.i), "doing"
    return (
        _thing(parse, token, saying)
        or inserted(parse, token, strong)
        or (_stands_for_clause(parse, token) or _headline(parse, token) if strong else None)
        or _alone(parse, token, saying)
    )


_TELLS = frozenset("tell inform assure remind warn advise notify".split())


def _alone(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """An act of saying that needs no more words, and is its own content: *Peru apologised*."""
    act = saying.act >= _ACT and bool(saying.frames & set("bt"))
    others = list(
        parse.all(token.i, "dobj", "prep", "xcomp", "ccomp", "prt", "oprd", "dative", "acomp")
    )
    bare = all(c.tag == "TO" or c.dep == "acomp" or _when(parse, c) for c in others)
    who = subject(parse, token)
    if not (act and bare and who is not None and who.i < token.i) or token.dep not in _MAIN:
        return None
    said = (c for c in others if c.dep != "prep")  # *refused to* leaves out what
    last = max((parse.tokens[i].end for c in said for i in parse.subtree(c.i)), default=token.end)
    return (token.start, max(token.end, last)), "act"


def _when(parse: Parse, prep: Token) -> bool:
    """Whether a preposition says no more than when."""
    inner = parse.child(prep.i, "pobj") if prep.dep == "prep" else None
    return inner is not None and is_time(parse, inner)


_ACT = 0.7
_MAIN = frozenset("ROOT conj ccomp advcl".split())


_FOR_CLAUSE = frozenset("so otherwise likewise".split())


def _stands_for_clause(parse: Parse, token: Token) -> tuple[Span, str] | None:
    """The adverb right behind a verb that stands for a clause: *Peru says otherwise*."""
    word = next((t for t in parse.all(token.i, "advmod") if t.i == token.i + 1), None)
    last = word is not None and (
        word.i + 1 == len(parse.tokens) or parse.tokens[word.i + 1].pos in ("PUNCT", "CCONJ")
    )
    return (
        ((word.start, word.end), "clause") if last and word and word.lemma in _FOR_CLAUSE else None
    )


def _headline(parse: Parse, token: Token) -> tuple[Span, str] | None:
    """What stands before the comma where a sentence ends with who says it: *Well dry, minister says*;
    behind the verb only when, where and to whom."""
    who = next((t for t in reversed(list(parse.all(token.i, "nsubj"))) if t.i < token.i), None)
    if who is None or token.tag not in ("VBZ", "VBD", "VBP"):
        return None
    below = {
        t.i
        for d in parse.all(token.i, *_BESIDES)
        for t in map(parse.tokens.__getitem__, parse.subtree(d.i))
    }
    ends = all(t.pos == "PUNCT" or t.i in below for t in parse.tokens[token.i + 1 :])
    subject_ = parse.subtree(who.i)
    between = parse.tokens[subject_[-1] + 1 : token.i]
    close = subject_[-1] < token.i and all(t.pos in ("PUNCT", "AUX", "ADV") for t in between)
    comma = parse.tokens[subject_[0] - 1] if subject_[0] > 1 else None
    if not ends or not close or comma is None or comma.text != ",":
        return None
    if all(t.i in below or t.pos == "PUNCT" for t in parse.tokens[: comma.i]):
        return None  # *However, Peru said at the time*
    return (parse.sentence.start, comma.start), "headline"


# What may stand behind a verb of saying without being said: when, where, how, to whom.
_BESIDES = ("prep", "npadvmod", "advmod", "tmod", "dative", "punct")


_TO_DO = 0.15  # share of speech acts from which on a verb with *to* do something is one


def _with_further(parse: Parse, token: Token, clause: Token) -> Span:
    """The span of a clause and of those with *that* which follow it: *said it rained, but that it ended*."""
    start, end = parse.span(clause.i)
    for added in parse.all(clause.i, "advcl"):
        if adds_to(parse, added) and verb(added.lemma) is not None:
            end = min(end, parse.tokens[added.i - 1].start)
        first = parse.subtree(added.i)[0]
        which = parse.tokens[first]
        if which.tag == "WDT" and verb(added.lemma) is not None and parse.child(added.i, "nsubj"):
            end = min(end, parse.tokens[first - 1].start)  # *said it rained, which Peru denied*
    for further in parse.all(token.i, "conj"):
        that = any(t.lemma == "that" for t in parse.all(further.i, "mark"))
        if that and clause.i < further.i and parse.child(further.i, "nsubj", "nsubjpass"):
            end = max(end, parse.span(further.i)[1])
    return start, end


_ASKED = frozenset("with to on upon for".split())


def _for_to(parse: Parse, clause: Token) -> bool:
    """Whether a clause is one of *for* somebody *to* do something: *called for Peru to wait*."""
    by_for = any(t.lemma == "for" for t in parse.all(clause.i, "mark"))
    return by_for and is_infinitive(parse, clause)


def _asked_with(parse: Parse, token: Token, saying: Saying) -> Span | None:
    """Whom a verb asks by a preposition, and to do what: *pleaded with Peru to wait*."""
    if max(saying.act, saying.said) < 0.5:
        return None
    whole = next((c for c in parse.all(token.i, "advcl") if _for_to(parse, c)), None)
    if whole is not None and whole.i > token.i:
        return parse.span(whole.i)
    goal = next((c for c in parse.all(token.i, "xcomp", "advcl") if is_infinitive(parse, c)), None)
    for prep in parse.all(token.i, "prep"):
        whom = parse.child(prep.i, "pobj")
        if prep.lemma not in _ASKED or whom is None or is_time(parse, whom):
            continue
        inner = goal or next(
            (c for c in parse.all(whom.i, "acl", "relcl") if is_infinitive(parse, c)), None
        )
        if inner is not None and prep.i == token.i + 1 and whom.i < inner.i:
            return parse.span(whom.i)[0], parse.span(inner.i)[1]
    return None


def _clause(parse: Parse, token: Token) -> Token | None:
    """The clause a verb takes; that of *what he says is that ...*; what it stands after with *as*."""
    taken = list(parse.all(token.i, "ccomp"))
    if not taken and token.dep == "csubj" and parse.tokens[token.head].lemma == "be":
        taken = list(parse.all(token.head, "ccomp", "advcl", "attr"))[:1]
    near = [c for c in taken if c.i != token.head and not _parted(parse, token, c)]
    behind = [
        c for c in near if c.i > token.i
    ]  # of two, that before an *and so* is somebody else's
    return next(iter(behind or near), None)


def _parted(parse: Parse, token: Token, clause: Token) -> bool:
    """Whether a semicolon, or a colon after it, parts a clause from the verb a parser hangs it on."""
    first, last = sorted((clause.i, token.i))
    signs = (";", ":") if clause.i < token.i else (";",)
    quoted = False
    for t in parse.tokens[first:last]:
        quoted = quoted != (t.text in _MARKS)
        if t.text in signs and not quoted:
            return True
    return False


_MARKS = frozenset("\" “ ” `` ''".split())


_NAMES = TAKES_FOR | frozenset(
    "call term dub declare deem pronounce describe denounce hail".split()
)


def _named_as(parse: Parse, token: Token) -> Span | None:
    """What somebody is called with whom it is called: *called the order swift*, *calling it "an attack"*."""
    things = [t for t in parse.all(token.i, "dobj", "oprd") if t.i > token.i]
    if token.lemma not in _NAMES or not things:
        return None
    first, last = things[0], things[-1]
    called = parse.child(last.i, "appos")  # a parser may take *branded the raid a crime* so
    if called is not None and parse.tokens[parse.subtree(called.i)[0] - 1].text != ",":
        last = called
    how = (t for t in parse.all(last.i, "acl", "amod") if t.pos == "ADJ" and t.i > last.i)
    if first.i == last.i and next(how, None) is None:
        return None
    return parse.span(first.i)[0], parse.span(last.i)[1]


def _thing(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """A thing said or done to by saying it: *denied the report*, *accused Peru of a lie*."""
    called = _named_as(parse, token)
    if called is not None:
        return called, "as"
    wish = token.lemma in WISHES and saying.thought > 0.5
    if not (_acts(saying) or wish):
        named = parse.child(token.i, "oprd")
        likens = token.lemma in _LIKENS
        with_what = ("to", "with") if likens else ("as",)
        thing = parse.child(token.i, "dobj")
        beside = (
            *parse.all(token.i, "prep"),
            *(parse.all(thing.i, "prep") if thing and likens else ()),
        )
        as_what = next((p for p in beside if p.lemma in with_what), None)
        calls = likens or token.lemma in TAKES_FOR or saying.said >= 0.5
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
        of = _related(parse, token, saying)
        words = ABOUT | {"at"} if token.lemma in _AT else ABOUT
        return (parse.span(of.i), "thing") if of is not None else _about(parse, token, words)
    if thing.text.lower() == "what" and thing.i < token.i:
        told = _after_colon(parse, token)
        return (told, "clause") if told is not None else None
    if token.lemma in OWN_WORDS and thing.lemma in nouns():
        return None  # the noun says it
    if thing.text.lower() in ("that", "which", "what", "whom") and token.dep in ("relcl", "ccomp"):
        thing = parse.tokens[token.head]
        added = next(
            (t for t in parse.tokens[thing.i : token.i] if t.text.lower() == "which"), None
        )
        if added is not None and parse.tokens[added.i - 1].text == ",":
            # a clause only added points at the words before its comma, and is none of them
            return (parse.span(thing.i)[0], parse.tokens[added.i - 2].end), "thing"
    about = next(
        (p for p in parse.all(token.i, "prep") if p.lemma in _PERSON_ABOUT and p.i > thing.i), None
    )
    if about is not None and token.lemma in VOICES and parse.child(about.i, "pobj") is not None:
        return (parse.span(thing.i)[0], parse.span(about.i)[1]), "thing"
    person = "n" not in saying.frames or "p" in saying.frames
    if about is not None and person and parse.child(about.i, "pobj", "pcomp") is not None:
        return (parse.span(thing.i)[0], parse.span(about.i)[1]), "somebody of something"
    return parse.span(thing.i), "thing"


def _related(parse: Parse, token: Token, saying: Saying) -> Token | None:
    """The noun before a relative clause without a pronoun, as what it says: *a claim Peru dismissed*."""
    who = parse.child(token.i, "nsubj")
    if token.dep != "relcl" or "n" not in saying.frames or who is None or who.pos == "SCONJ":
        return None
    head = parse.tokens[token.head]
    bare = who.tag not in ("WDT", "WP") and not is_time(parse, head)
    return head if bare and head.i < who.i and head.lemma in nouns() else None


def _after_colon(parse: Parse, token: Token) -> Span | None:
    """The that-clause behind a colon that says what was said: *what Peru warned of: that it rains*."""
    for colon, that in zip(parse.tokens[token.i :], parse.tokens[token.i + 1 :], strict=False):
        if colon.text == ":" and that.text.lower() == "that":
            last = parse.tokens[-1]
            return that.start, last.start if last.pos == "PUNCT" else last.end
    return None


def _acts(saying: Saying) -> bool:
    """Whether a verb does something by saying it: often enough, or if it takes clauses and things."""
    return saying.act >= 0.45 or (saying.act >= 0.3 and {"c", "n"} <= saying.frames)


def _about(parse: Parse, token: Token, words: frozenset[str]) -> tuple[Span, str] | None:
    for prep in parse.all(token.i, "prep", "prt"):
        inner = parse.child(prep.i, "pobj", "pcomp")
        if prep.lemma == "to" and token.lemma in _ANSWERS:
            continue  # what is answered is not what is said
        if prep.lemma in words and prep.i > token.i and inner is not None:
            if inner.pos == "PROPN" and prep.lemma in ("to", "with"):
                continue  # whom one speaks to
            if is_time(parse, inner) or inner.lemma in _BY_MEANS:
                continue  # when or how one speaks
            return parse.span(prep.i), f"{token.lemma} {prep.lemma}"
    return None


_ANSWERS = frozenset("respond reply answer react".split())
# What these are about stands behind *at*, not where they are said.
_AT = frozenset("hint scoff sneer jeer rail bristle balk".split())
# On what one speaks, and not of what.
_BY_MEANS = frozenset(
    "condition behalf sideline sidelines phone telephone television tv radio air record stage camera "
    "occasion ground grounds".split()
)


def inserted(parse: Parse, token: Token, strong: bool) -> tuple[Span, str] | None:
    """The clause that *as Peru said*, *Peru said* stands in."""
    if not strong or token.dep not in ("advcl", "parataxis", "ccomp") or token.head == token.i:
        return None
    head = parse.tokens[token.head]
    linked = (t for t in parse.all(token.i, "mark", "advmod", "prep") if t.i < token.i)
    by_as = any(t.lemma in ("as", "like") for t in linked)
    clause = head.pos in ("VERB", "AUX") or parse.child(head.i, "aux", "auxpass") is not None
    if (token.dep == "parataxis" or by_as) and clause:
        start, end = parse.span(head.i)
        own = parse.span(token.i)
        if own[0] == start and own[1] < end:
            start = own[1]
        elif own[1] == end and start < own[0]:
            end = own[0]
        return _between_semicolons(parse, token, (start, end)), "inserted"
    return None


def _between_semicolons(parse: Parse, token: Token, span: Span) -> Span:
    """As much of a span as no semicolon parts from a token."""
    start, end = span
    for sign in parse.tokens:
        if sign.text == ";" and sign.i < token.i:
            start = max(start, sign.end)
        elif sign.text == ";" and sign.i > token.i:
            end = min(end, sign.start)
    return (start, end) if start < end else span


# In the passive without an agent these tell what is to come, and nobody's word.
_FATES = frozenset("doom fate destine expect schedule plan".split())


def passive(parse: Parse, token: Token, saying: Saying) -> tuple[Span, str] | None:
    """What is said in the passive: *was told to leave*, *is said to be dry*, *was rejected by Peru*."""
    if token.lemma in _FATES and agent(parse, token) is None:
        return None
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
    given = parse.child(token.i, "dobj")
    if who is not None and given is not None and given.i > token.i and saying.said >= 0.5:
        return parse.span(given.i), "thing told"
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
