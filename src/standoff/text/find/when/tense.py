"""Whether a clause tells what was or what is to come, by the verbs nearest to a place in it."""

from __future__ import annotations

import re

from standoff.text.find.word.lexicon import irregular_pasts

# Who says it opens a clause behind a comma: *The talks are due on Friday, an envoy said on Monday*.
_SAYS = (
    r",['’\"”]? (?=(?:[\w.'’-]+ ){1,5}(?:said|says|told|added|wrote|announced|warned|reported|insisted|"
    r"noted|"
    r"stressed|declared|claimed|tweeted|stated|explained|confirmed)\b)"
)
_ENDS = r"[;:]|, (?:and|but|while|which|who|although|though|so|yet)\b|\b(?:that|if|unless) "
_CLAUSE = re.compile(rf"{_ENDS}|{_SAYS}")
_END = re.compile(_ENDS)
# What a comma adds to who acts: *the envoy, who chairs the talks, said*.
_ADDED = re.compile(r", (?:who|which|whose)\b[^,;.]{2,90}(?=, [a-z])")
_WORD = re.compile(r"[A-Za-z']+")
_AHEAD = frozenset("will shall won't ll tomorrow upcoming forthcoming".split())
_WILL = frozenset("will shall won't ll".split())
_MODAL = frozenset("would could should may might must can if unless whether".split())
_DUE = re.compile(
    r"\b(?:(?:is|are|be|was|were) (?:to|due|set|expected|scheduled|slated|planned|about|going)|"
    r"due|scheduled|expires?|effective|takes? effect|(?:comes?|enters?) into (?:force|effect)|"
    r"runs? out|"
    r"(?:is|are) (?:also |now |not )?(?:arriving|coming|departing|flying|going|heading|holding|hosting|"
    r"leaving|"
    r"meeting|returning|starting|travell?ing|visiting|voting))\b"
)
# A deadline is ahead where the day is its own: *the deadline of Friday*, and not *asked for the deadline
# extension on Sunday*.
_DEADLINE = re.compile(
    r"deadline(?=(?: (?:of|for|is|was|has|had|set|falls|expire[sd]?|passe[sd]|lapse[sd]?|ends?|"
    r"ended|ran|runs|came|went)\b|,? *\Z))|\A\W*(?:[\w-]+ )?deadline"
)
_EXPIRED = re.compile(r" (?:expired|passed|lapsed|ended|ran out|came|went)\b")
_NO_INFINITIVE = frozenset("the a an his her its their this that these those each all both".split())
_NO_VERB = frozenset("indeed hundred red united need seed feed speed weed heed bed bleed breed reed "
                     "exceed proceed succeed sacred wicked naked".split())  # fmt: skip
# Past forms that are those of the present as well; they rarely are nouns.
_SAME = frozenset("hit put shut quit hurt beset".split())
_BE = frozenset(("was", "were"))
# A verb in the present tells of no day before or after: *said the talks begin on Friday*.
_PRESENT = frozenset(
    "is are has have begin begins start starts open opens end ends resume resumes arrive arrives leaves "
    "meet meets convene convenes expire expires returns remains votes visits goes comes takes holds plans "
    "hopes wants expects intends faces falls".split()
)
_LEAD_IN = re.compile(
    r"(?:\W|\b(?:on|in|at|late|early|by|since|until|from|and|but|then|the)\b)*\Z", re.I
)
_BESIDE = re.compile(r"(?:after|before|when|as|since|following|because|where|until|once)\b")
# A day right behind a common noun and *on* is rather the noun's: *the vote on Sunday was called off*.
_OF_NOUN = re.compile(r"\b(?:[a-z]{3,}|[A-Z][a-z]+s) (?:on|for|from|of)(?: the)? \Z")


def tense_around(view: str, sentence: tuple[int, int], place: tuple[int, int]) -> str:
    """`past`, `future`, `modal` (it may be, or is to be) or nothing: what the verbs of the clause around
    a place of a sentence say.

    The verb before the place is asked first, then the one after it.

    >>> tense_around("Peru will vote on May 3 if it can.", (0, 34), (18, 23))
    'future'
    """
    clause = _before(view, sentence, place[0])
    told = _told(clause)
    after = _ADDED.sub("", view[place[1] : min(sentence[1], place[1] + 200)])
    if told == "future" and not _AHEAD & set(clause.lower().split()):
        said = _CLAUSE.search(after)
        rest = after[: said.start()] if said else after
        rest = rest.lstrip(" ,")
        beside = _BESIDE.match(rest) is None
        if beside and _told(rest.partition(",")[0], nearest_first=True) == "past":
            return "modal"  # *the vote scheduled for Thursday was called off*: before that or after
    if told and told != "present":
        return told
    stop = _END.search(after)
    attached = _OF_NOUN.search(clause) is not None and not _LEAD_IN.match(clause)
    then = _told(after[: stop.start()] if stop else after, nearest_first=True, attached=attached)
    return then if not told or then == "future" else told


def tells_no_past(view: str, sentence: tuple[int, int], place: int) -> bool:
    """Whether the clause before a place has no verb of what was or would be, as *must leave by* has none."""
    words = [w.lower() for w in _WORD.findall(_before(view, sentence, place))]
    return not any(is_past(w) or w in ("was", "would", "could", "might") for w in words)


def _before(view: str, sentence: tuple[int, int], at: int) -> str:
    """The words of the clause of a place before it."""
    before = view[max(sentence[0], at - 160) : at]
    return before[max((m.end() for m in _CLAUSE.finditer(before)), default=0) :]


def _told(clause: str, *, nearest_first: bool = False, attached: bool = False) -> str:
    """What the nearest verb of a clause tells; its helpers stand within three words before it.

    attached  the place before it is a noun's, so that what was done with it tells nothing of when
    """
    if due := _DUE.search(clause) or _DEADLINE.search(clause):
        return _told_of_due(clause, due, nearest_first=nearest_first)
    words = _WORD.findall(clause)
    places = range(len(words)) if nearest_first else range(len(words) - 1, -1, -1)
    for at in places:
        word = words[at].lower()
        if words[at] in ("May", "March"):
            continue
        if word in _AHEAD:
            return "future"
        if word in _MODAL:
            return "modal"
        infinitive = at > 0 and words[at - 1].lower() == "to" and words[at].islower()
        if infinitive and word not in _NO_INFINITIVE:
            return "modal"
        after = words[at + 1].lower() if at + 1 < len(words) else ""
        if word in _BE or word == "had":
            planned = after == "to" or (word in _BE and after.endswith("ing"))
            if planned or (attached and is_past(after)):
                return "modal"
        past = is_past(word) and (words[at].islower() or len(word) > 4 or at == 0)
        if past or (word in _PRESENT and not nearest_first):
            helpers = {w.lower() for w in words[max(0, at - 3) : at] if w != "May"}
            if helpers & _WILL:
                return "future"
            if helpers & _MODAL or {"to", "be"} <= helpers:
                return "modal"  # *a book to be published in October*
            return "past" if past or "did" in helpers or "didn't" in helpers else "present"
    return ""


def _told_of_due(clause: str, due: re.Match[str], *, nearest_first: bool) -> str:
    """What a clause with a word of what is due tells: that it is to come, unless a verb tells otherwise."""
    nearer = _told(clause[: due.start()], nearest_first=True) if nearest_first else ""
    if nearer == "past":
        return nearer  # *on Sunday confirmed that it is holding a man*
    last = clause[due.end() :].rpartition(",")[2] if "," in clause[due.end() :] else ""
    over = due[0].endswith("deadline") and _EXPIRED.match(clause, due.end())
    if over or _told(last, nearest_first=nearest_first) == "past":
        return "past"  # *The pact, due on Friday, was rejected on Monday*
    return "future" if not re.search(r"\b(?:was|were|had)\b", clause) else "modal"


def is_past(word: str) -> bool:
    """Whether a word looks like a verb in the past: `-ed`, or in the table of irregular verbs."""
    if word in irregular_pasts() or word in _SAME or word == "was":
        return True
    return len(word) > 2 and word.endswith("ed") and word not in _NO_VERB
