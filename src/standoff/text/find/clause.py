"""What a verb stands in: whose it is, what it is joined to, and whether its clause says that it was done."""

from __future__ import annotations

from standoff.text.annotation import Span
from standoff.text.find.parse import Parse, Token
from standoff.text.find.saying import Saying

_MODAL = frozenset("could would might may should must can shall will 'll ca wo ought".split())
_NOBODY = frozenset("nobody none neither nothing".split())
_LEADS = frozenset(
    "start begin continue appear seem go have manage come try use proceed move return keep rush hasten stop "
    "dare need fail".split()
)
_LEADS_NOT = frozenset("refuse decline fail avoid stop hesitate forget".split())
_IF = frozenset("if unless whether lest".split())


def subject(parse: Parse, token: Token) -> Token | None:
    """Who does the verb: its subject, or that of the verb it hangs on; never a neighbour."""
    own = parse.child(token.i, "nsubj", "csubj")
    if own is not None:
        return own
    if token.dep in ("xcomp", "conj", "advcl", "pcomp", "ccomp") and token.head != token.i:
        above = parse.tokens[token.head]
        if token.dep == "xcomp" and parse.child(above.i, "dobj") is not None:
            return (
                parse.child(above.i, "dobj")
                if above.lemma not in ("use", "take")
                else subject(parse, above)
            )
        if token.dep == "pcomp" and above.head != above.i:
            above = parse.tokens[above.head]
        if token.dep == "ccomp":
            return None
        passive = parse.child(above.i, "nsubjpass")
        if passive is not None:
            return passive if token.dep in ("conj", "advcl", "xcomp") else None
        return subject(parse, above) if above.pos in ("VERB", "AUX") else None
    if token.dep in ("acl", "relcl") and token.tag in ("VBG", "VB"):
        return parse.tokens[token.head]
    return None


def agent(parse: Parse, token: Token) -> Token | None:
    by = parse.child(token.i, "agent")
    if by is None:
        by = next((p for p in parse.all(token.i, "prep") if p.lemma == "by"), None)
    if by is None:  # a parser may hang it on the noun before
        below = [inner for p in parse.all(token.i, "prep") for inner in parse.all(p.i, "pobj")]
        near = (p for inner in below for p in parse.all(inner.i, "prep") if p.lemma == "by")
        by = next(near, None)
    return parse.child(by.i, "pobj") if by is not None else None


def is_infinitive(parse: Parse, clause: Token) -> bool:
    return any(t.tag == "TO" for t in parse.all(clause.i, "aux")) and clause.tag == "VB"


def status_of(parse: Parse, token: Token, saying: Saying | None = None) -> str:
    """said; negated where the text denies the saying; imagined where it only might be."""
    if parse.child(token.i, "neg") is not None or any(
        t.lemma == "never" for t in parse.all(token.i, "advmod", "neg")
    ):
        thinks = saying is not None and not saying.says
        return "said" if thinks else "negated"
    who = parse.child(token.i, "nsubj", "nsubjpass")
    if who is not None and (who.text.lower() in _NOBODY or _no_one(parse, who)):
        return "negated"
    helpers = {t.text.lower() for t in parse.all(token.i, "aux")}
    above = parse.tokens[token.head]
    if helpers & _MODAL:
        return "imagined"
    marks = {t.text.lower() for t in parse.all(token.i, "mark", "advmod")}
    if marks & _IF or (token.dep == "conj" and above.i != token.i and _if_above(parse, above)):
        return "imagined"
    if "to" in helpers and token.dep not in ("ROOT", "conj") and above.i != token.i:
        if above.lemma in _LEADS_NOT and token.dep == "xcomp":
            return "negated"
        if above.lemma not in _LEADS:
            return "imagined"
        return status_of(parse, above)
    if token.tag == "VBG" and token.dep == "pcomp" and above.lemma == "without":
        return "negated"
    question = parse.tokens and parse.tokens[-1].text == "?" and token.dep == "ROOT"
    return "imagined" if question else "said"


def _no_one(parse: Parse, who: Token) -> bool:
    return any(t.text.lower() in ("no", "neither") for t in parse.all(who.i, "det", "neg"))


def _if_above(parse: Parse, above: Token) -> bool:
    return bool({t.text.lower() for t in parse.all(above.i, "mark")} & _IF)


def cue_of(parse: Parse, token: Token) -> Span:
    """The verb with the helpers and adverbs that lie against it, and its particle."""
    first = last = token.i
    helping = {t.i for t in parse.all(token.i, "aux", "auxpass", "neg", "advmod")}
    while first - 1 in helping:
        first -= 1
    particle = next((t.i for t in parse.all(token.i, "prt") if t.i == last + 1), None)
    last = particle if particle is not None else last
    return parse.tokens[first].start, parse.tokens[last].end
