"""Whether a clause tells what was or what is to come, by the verbs nearest to a place in it."""

from __future__ import annotations

import re

from standoff.text.find.word.lexicon import irregular_pasts

_CLAUSE = re.compile(
    r"[;:]|, (?:and|but|while|which|who|although|though|so|yet)\b|\b(?:that|if|unless) "
)
_WORD = re.compile(r"[A-Za-z']+")
_AHEAD = frozenset("will shall won't ll tomorrow upcoming forthcoming".split())
_WILL = frozenset("will shall won't ll".split())
_MODAL = frozenset("would could should may might must can if unless whether".split())
_DUE = re.compile(
    r"\b(?:(?:is|are|be|was|were) (?:to|due|set|expected|scheduled|slated|planned|about|going)|"
    r"due|scheduled|expires?|deadline|effective)\b"
)
_NO_INFINITIVE = frozenset("the a an his her its their this that these those each all both".split())
_NO_VERB = frozenset(
    "need indeed speed seed feed exceed proceed succeed hundred red united".split()
)


def tense_around(view: str, sentence: tuple[int, int], place: tuple[int, int]) -> str:
    """`past`, `future`, `modal` (it may be, or is to be) or nothing: what the verbs of the clause around
    a place of a sentence say.

    The verb before the place is asked first, then the one after it.

    >>> tense_around("Peru will vote on May 3 if it can.", (0, 34), (18, 23))
    'future'
    """
    before = view[max(sentence[0], place[0] - 160) : place[0]]
    cut = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    told = _told(before[cut:])
    after = view[place[1] : min(sentence[1], place[1] + 120)]
    bare = told == "future" and not _AHEAD & set(before[cut:].lower().split())
    if bare and _told(after.partition(",")[0], nearest_first=True) == "past":
        return "modal"  # *the vote scheduled for Thursday was called off*: before that or after
    if told:
        return told
    stop = _CLAUSE.search(after)
    return _told(after[: stop.start()] if stop else after, nearest_first=True)


def _told(clause: str, *, nearest_first: bool = False) -> str:
    """What the nearest verb of a clause tells; its helpers stand within three words before it."""
    if _DUE.search(clause):
        return "future" if not re.search(r"\b(?:was|were|had)\b", clause) else "modal"
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
        if is_past(word):
            helpers = {w.lower() for w in words[max(0, at - 3) : at] if w != "May"}
            if helpers & _WILL:
                return "future"
            return "modal" if helpers & _MODAL else "past"
    return ""


def is_past(word: str) -> bool:
    """Whether a word looks like a verb in the past: `-ed`, or in the table of irregular verbs."""
    return word in irregular_pasts() or (
        len(word) > 4 and word.endswith("ed") and word not in _NO_VERB
    )
