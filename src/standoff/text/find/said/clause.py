"""What a verb stands in: whose it is, what it is joined to, and whether its clause says that it was done."""

from __future__ import annotations

from standoff.text.annotation import Span
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import Saying

_MODAL = frozenset("could would might may should must can shall will 'll ca wo ought".split())
_NOBODY = frozenset("nobody none neither nothing".split())
_LEADS = frozenset(
    "start begin continue appear seem go have manage come try use proceed move return keep rush hasten stop "
    "dare need fail".split()
)
_LEADS_NOT = frozenset("refuse decline fail avoid stop hesitate forget".split())
# What these are followed by with a preposition is wanted, and not done: *insists on talking*.
_AIMS = frozenset("insist think dream consider hope count plan aim keen interested".split())
_IF = frozenset("if unless whether lest".split())
# Negative words that turn helper and subject round: *nor has Peru offered*, *at no time did Peru say*.
_TURNING = frozenset("nor neither never hardly scarcely seldom rarely".split())
_NOT_TURNING = frozenset("only just sooner until till".split())
# After these a that-clause with a bare verb says what ought to be.
_NEEDFUL = frozenset(
    "critical crucial essential imperative important vital necessary urgent desirable advisable "
    "preferable appropriate fitting paramount".split()
)
_ASKING = frozenset(
    "demand insist urge recommend propose request require ask suggest order advise".split()
)


def subject(parse: Parse, token: Token) -> Token | None:
    """Who does the verb: its subject, or that of the verb it hangs on; never a neighbour."""
    own = list(parse.all(token.i, "nsubj", "csubj"))
    if own:  # of two, as in "Mr. President, when it rained, he said", the one beside the verb
        return next((t for t in reversed(own) if t.i < token.i), own[0])
    if token.dep in ("xcomp", "conj", "advcl", "pcomp", "ccomp") and token.head != token.i:
        above = parse.tokens[token.head]
        if adds_to(parse, token):
            return subject(parse, parse.tokens[above.head])
        if token.dep == "pcomp" and above.lemma == "as" and above.dep == "prep":
            quoted = parse.child(above.head, "dobj", "nsubjpass")
            if quoted is not None:  # "quoted the envoy as saying": the envoy says it
                return quoted
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
    if is_main(parse, token):
        return parse.tokens[token.head]
    return None


def is_main(parse: Parse, token: Token) -> bool:
    """Whether a finite verb is that of its sentence, though a parser hangs it on its own subject as if it
    were a participle: *the envoy accused Peru of a lie*."""
    above = parse.tokens[token.head]
    finite = token.tag in ("VBD", "VBZ", "VBP") and token.dep == "acl"
    return finite and above.dep == "ROOT" and above.pos in ("NOUN", "PROPN") and above.i < token.i


def adds_to(parse: Parse, token: Token) -> bool:
    """Whether a participle goes on with a saying, though a parser hangs it on what is said.

    *Peru denied that it fired, saying that it was calm*: Peru says it, since *it* fired.
    """
    above = parse.tokens[token.head]
    if token.dep != "advcl" or token.tag != "VBG" or above.dep != "ccomp" or token.i < above.i:
        return False
    who = parse.child(above.i, "nsubj", "nsubjpass")
    return parse.tokens[token.i - 1].text == "," and who is not None and who.pos == "PRON"


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


def is_gerund(parse: Parse, token: Token) -> bool:
    """Whether a verb is a gerund, be it with *having*."""
    return token.tag == "VBG" or any(t.tag == "VBG" for t in parse.all(token.i, "aux"))


def status_of(parse: Parse, token: Token, saying: Saying | None = None) -> str:
    """said; negated where the text denies the saying; imagined where it only might be."""
    if _never(parse, token):
        able = any(t.text.lower() in _MODAL for t in parse.all(token.i, "aux"))
        thinks = saying is not None and not saying.says and not able
        return "said" if thinks else "negated"
    who = parse.child(token.i, "nsubj", "nsubjpass")
    if who is not None and (who.text.lower() in _NOBODY or _no_one(parse, who)):
        return "negated"
    if who is not None and _turned_by_no(parse, token, who):
        return "negated"
    if _neither(parse, token):
        return "negated"
    if _ought(parse, token, who) or _wished(parse, token):
        return "imagined"
    helpers = {t.text.lower() for t in parse.all(token.i, "aux")}
    above = parse.tokens[token.head]
    if helpers & _MODAL:
        return "imagined"
    marks = {t.text.lower() for t in parse.all(token.i, "mark", "advmod")}
    joined = token.dep == "conj" and above.i != token.i and not _begins_anew(parse, token)
    if marks & _IF or (joined and _if_above(parse, above)) or _imperative(parse, token):
        return "imagined"
    if token.dep == "conj" and who is None and not helpers and _joined_by_or(parse, token):
        return status_of(parse, above, saying)
    if "to" in helpers and token.dep not in ("ROOT", "conj") and above.i != token.i:
        if above.lemma in _LEADS_NOT and token.dep == "xcomp":
            return "negated"
        if above.lemma not in _LEADS:
            return "imagined"
        return status_of(parse, above)
    if is_gerund(parse, token) and (status := _of_gerund(parse, token, saying)):
        return status
    asks = token.lemma in ("ask", "wonder", "inquire")  # *Is it true, Peru asked, that it rains?*
    question = parse.tokens[-1].text == "?" and token.dep == "ROOT" and not asks
    return "imagined" if question else "said"


def _neither(parse: Parse, token: Token) -> bool:
    """Whether a verb is one of two that both are denied: *neither confirmed nor denied that*."""
    above = parse.tokens[token.head] if token.dep == "conj" else token
    nor = any(t.lemma == "nor" for t in parse.all(above.i, "cc"))
    return nor and any(
        t.lemma == "neither" for t in parse.all(above.i, "preconj", "cc", "det", "advmod")
    )


def _never(parse: Parse, token: Token) -> bool:
    """Whether a verb is denied, or still to come: *Peru has yet to say so*; not by *"Never," he said*."""
    last = len(parse.tokens) - 1
    for word in parse.all(token.i, "neg", "advmod"):
        quoted = word.i < last and parse.tokens[word.i + 1].pos == "PUNCT"
        if word.dep == "neg" or (word.lemma == "never" and not quoted):
            return not (word.lemma == "never" and quoted)
    to = next((t for t in parse.all(token.i, "aux") if t.tag == "TO"), None)
    return to is not None and to.i > 0 and parse.tokens[to.i - 1].text.lower() == "yet"


def _of_gerund(parse: Parse, token: Token, saying: Saying | None) -> str:
    """The status of a gerund by what it stands behind; empty where that says nothing."""
    above = parse.tokens[token.head]
    if token.dep == "pcomp":
        return _behind(parse, above, saying)
    if token.dep == "xcomp" and above.lemma == "deny":
        return "negated"
    leads = token.dep == "xcomp" and above.lemma in _LEADS | _LEADS_NOT
    return status_of(parse, above) if leads else ""  # *need to stop allowing it*


def _behind(parse: Parse, prep: Token, saying: Saying | None) -> str:
    """The status of a gerund behind a preposition: *without saying*, *insists on talking*, and what
    somebody is only accused of, *accused Peru of backing the rebels*."""
    above = parse.tokens[prep.head]
    if prep.lemma == "without":
        return "negated"
    alleged = above.lemma in ("accuse", "suspect") and prep.lemma == "of"
    deed = saying is not None and saying.said < _WORDS
    return "imagined" if above.lemma in _AIMS or (alleged and deed) else ""


_WORDS = 0.6


def _turned_by_no(parse: Parse, token: Token, who: Token) -> bool:
    """Whether a helper stands before its subject because a negative word stands before it."""
    helper = parse.child(token.i, "aux", "auxpass") or (token if token.pos == "AUX" else None)
    if helper is None or helper.i > who.i:
        return False
    words: set[str] = set()
    for before in reversed(parse.tokens[max(0, helper.i - 5) : helper.i]):
        if before.pos == "PUNCT":
            break
        words.add(before.text.lower())
    return not words & _NOT_TURNING and bool(words & _TURNING or words & {"no", "not"})


def _ought(parse: Parse, token: Token, who: Token | None) -> bool:
    """Whether a bare verb tells what ought to be: *it is vital that Peru keep its word*."""
    above = parse.tokens[token.head]
    if token.tag not in ("VB", "VBP") or token.dep not in ("ccomp", "advcl", "acl", "conj"):
        return False
    if token.dep == "conj":
        return above.i != token.i and _ought(parse, above, who)
    if not any(t.lemma == "that" for t in parse.all(token.i, "mark")):
        return False
    needful = any(t.lemma in _NEEDFUL for t in parse.all(above.i, "acomp")) or (
        above.lemma in _NEEDFUL
    )
    bare = token.tag == "VB" or (who is not None and who.tag in ("NN", "NNP"))
    return needful or (above.lemma in _ASKING and bare)


def _wished(parse: Parse, token: Token) -> bool:
    """Whether a clause tells what somebody wishes had been: *I wish Peru had said so*."""
    return token.dep == "ccomp" and parse.tokens[token.head].lemma == "wish"


def _begins_anew(parse: Parse, token: Token) -> bool:
    """Whether a comma and a subject of its own part a verb from the condition before: *whether it rains, and
    Peru denied it*."""
    who = parse.child(token.i, "nsubj", "nsubjpass")
    joint = parse.child(token.head, "cc")
    before = parse.tokens[joint.i - 1] if joint is not None and joint.i else None
    return who is not None and before is not None and before.text == ","


def _imperative(parse: Parse, token: Token) -> bool:
    """Whether a bare verb without subject or helper tells somebody to do something."""
    own = any(parse.all(token.i, "nsubj", "nsubjpass", "aux", "auxpass", "mark"))
    return token.tag == "VB" and not own and token.dep in ("ROOT", "ccomp") and _first(parse, token)


def _first(parse: Parse, token: Token) -> bool:
    before = parse.tokens[token.i - 1] if token.i else None
    return before is None or before.pos == "PUNCT"


def _joined_by_or(parse: Parse, token: Token) -> bool:
    """Whether a verb shares helpers and denial with the one before it: *did not say or promise*."""
    return any(t.text.lower() in ("or", "nor") for t in parse.all(token.head, "cc"))


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
