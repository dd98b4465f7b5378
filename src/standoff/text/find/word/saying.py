"""Words of saying and thinking: what may follow each, and how far it is used so (WordNet and ours)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standoff.text.find.word.lexicon import irregular_pasts, rows


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying or thinking.

    act, said, thought  shares of its uses that are speech acts, saying at all, thinking or feeling
    frames, thoughts    what follows it when it says, and when it thinks: c that-clause, w whether,
                        t to-infinitive, o somebody to-infinitive, g gerund, n thing, p person, b PP
    """

    act: float
    said: float
    frames: frozenset[str]
    thought: float
    thoughts: frozenset[str]

    @property
    def says(self) -> bool:
        """Whether it is more saying than thinking."""
        return max(self.act, self.said) >= self.thought


# Verbs that WordNet keeps under other heads, with the frames of ours: act, said, frames.
_OWN: Mapping[str, tuple[float, float, str]] = MappingProxyType(
    {
        "offer": (0.6, 0.6, "nt"), "welcome": (0.6, 0.6, "n"), "oppose": (0.6, 0.6, "n"),
        "pledge": (0.6, 0.8, "cnt"), "vow": (1.0, 1.0, "cnt"), "decline": (0.6, 0.6, "t"),
        "threaten": (0.6, 0.6, "cot"), "propose": (0.6, 0.6, "cgnt"), "insist": (1.0, 1.0, "bc"),
        "ask": (0.6, 1.0, "bcnotw"), "order": (0.6, 0.8, "cno"), "call": (0.3, 0.9, "bnp"),
        "volunteer": (0.6, 0.6, "t"), "claim": (0.8, 0.8, "cnt"), "refuse": (0.7, 0.7, "nt"),
        "note": (0.4, 0.6, "cn"), "add": (0.2, 0.6, "c"), "point": (0.2, 0.5, "c"),
        "accept": (0.5, 0.5, "nc"),
        "maintain": (0.3, 0.5, "c"), "stress": (0.8, 0.9, "cn"), "reject": (0.7, 0.7, "cn"),
        "rule": (0.2, 0.5, "c"), "hold": (0.1, 0.3, "c"), "argue": (0.9, 0.9, "bc"),
        "reply": (1.0, 1.0, "bc"),
        "respond": (0.5, 0.6, "c"), "confirm": (0.6, 0.6, "cn"), "acknowledge": (0.6, 0.6, "cn"),
        "contend": (0.5, 0.6, "c"), "counter": (0.6, 0.6, "c"), "warn": (1.0, 1.0, "bcop"),
        "speak": (0.3, 1.0, "b"), "talk": (0.1, 0.9, "b"), "recall": (0.3, 0.5, "c"), "quip": (0.5, 1.0, "c"),
        "write": (0.3, 0.5, "c"), "put": (0.0, 0.2, ""), "agree": (0.9, 0.9, "bct"),
        "demand": (0.7, 0.8, "cnt"),
        "urge": (1.0, 1.0, "cno"), "advise": (0.8, 0.8, "cno"), "instruct": (0.5, 0.8, "co"),
        "command": (0.6, 0.9, "co"), "forbid": (0.6, 0.6, "no"), "reiterate": (1.0, 1.0, "cn"),
        "condemn": (0.9, 0.9, "n"), "hail": (0.6, 0.6, "n"), "criticise": (0.9, 0.9, "n"),
        "criticize": (0.9, 0.9, "n"), "emphasise": (0.9, 0.9, "cn"), "emphasize": (0.9, 0.9, "cn"),
        "apologise": (1.0, 1.0, "bc"), "apologize": (1.0, 1.0, "bc"), "cite": (0.3, 0.8, "n"),
        "dispute": (0.6, 0.6, "cn"), "question": (0.6, 0.8, "nw"), "regret": (0.3, 0.4, "cgn"),
        "communicate": (0.6, 0.9, "cn"), "affirm": (0.6, 0.6, "cn"), "convey": (0.6, 0.6, "cn"),
        "back": (0.5, 0.5, "n"), "signal": (0.5, 0.5, "cn"), "hint": (0.9, 0.9, "cb"),
        "renounce": (0.6, 0.6, "n"), "rule out": (0.6, 0.6, "cgn"), "turn down": (0.6, 0.6, "n"),
        "play down": (0.6, 0.6, "n"), "remind": (0.8, 0.8, "cop"), "lament": (0.8, 0.8, "cn"),
        "clarify": (0.5, 0.6, "cn"), "endorse": (0.6, 0.6, "n"), "support": (0.5, 0.5, "n"),
        "disagree": (0.7, 0.9, "b"), "concur": (0.7, 0.9, "b"), "dissent": (0.7, 0.7, "b"),
        "tweet": (1.0, 1.0, "cn"), "post": (0.2, 0.5, "c"), "blog": (0.2, 1.0, "cn"),
        "demur": (0.7, 0.7, "b"),
        "pressure": (0.5, 0.5, "o"), "lobby": (0.5, 0.6, "bo"), "summon": (0.5, 0.5, "op"),
    }
)  # fmt: skip
# Verbs that take what they report for true: who knows or finds something gives no view of his own.
_FACTIVE = frozenset(
    "know learn realize realise remember forget discover find hear understand recognize recognise notice "
    "decide determine ensure prove figure mean show see check verify guarantee imagine dream read teach "
    "guess pretend ascertain conceive perceive identify feature establish demonstrate illustrate mark "
    "sign list record count choose calculate compute judge elect".split()
)
# Wishes: what somebody wants to be, with no word of saying.
WISHES = frozenset(
    "want wish hope desire prefer seek like need aim intend aspire long yearn".split()
)
# Verbs that may stand beside a quotation though they are no verbs of saying.
BESIDE_QUOTES = frozenset(
    "continue go begin conclude add start finish open end interrupt interject quip joke".split()
)


_ENDINGS = (
    ("", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("d", ""),
    ("ing", ""), ("ing", "e"),
)  # fmt: skip


@functools.cache
def verbs() -> Mapping[str, Saying]:
    """All verbs of the table, with those of ours in its place."""
    found: dict[str, Saying] = {}
    for lemma, act, said, frames, thought, thoughts in rows("saying"):
        found[lemma] = Saying(
            float(act),
            float(said),
            frozenset(frames.strip("-")),
            float(thought),
            frozenset(thoughts.strip("-")),
        )
    for lemma, (own_act, own_said, own_frames) in _OWN.items():
        old = found.get(lemma)
        thought_, thoughts_ = (old.thought, old.thoughts) if old else (0.0, frozenset[str]())
        thought_ = min(thought_, max(own_act, own_said))  # our frames are those of saying
        found[lemma] = Saying(own_act, own_said, frozenset(own_frames), thought_, thoughts_)
    return MappingProxyType(found)


def made_known() -> Saying:
    """What *made it clear*, *let it be known* is: a saying that takes a that-clause."""
    return Saying(0.9, 0.9, frozenset("c"), 0.0, frozenset())


def verb(lemma: str) -> Saying | None:
    """A verb of saying or thinking; None for others, and for those that only know or find."""
    found = verbs().get(lemma)
    if found is None or lemma in _FACTIVE:
        return None
    return found


@functools.cache
def nouns() -> Mapping[str, tuple[str, float, float]]:
    """Nouns of saying and thinking -> their verb and the shares of their uses that are so."""
    found = {row[0]: (row[1], float(row[2]), float(row[3])) for row in rows("sayings")}
    own = {
        "threat": "threaten", "offer": "offer", "refusal": "refuse", "ultimatum": "demand",
        "apology": "apologize",
        "concern": "worry",
        "insistence": "insist", "condemnation": "condemn", "rejection": "reject",
        "promise": "promise", "demand": "demand", "vow": "vow", "request": "request", "order": "order",
        "appeal": "appeal", "plea": "plead", "decision": "decide", "opposition": "oppose", "doubt": "doubt",
        "readiness": "agree", "willingness": "agree", "support": "back", "pledge": "pledge",
        "undertaking": "undertake", "regret": "regret",
    }  # fmt: skip
    for noun, of in own.items():
        found[noun] = (of, 0.6, 0.0)
    return MappingProxyType(found)


def lemma_of(word: str) -> str:
    """The verb an inflected form belongs to, if the table holds it; empty otherwise.

    >>> lemma_of("said"), lemma_of("denies"), lemma_of("promised"), lemma_of("river")
    ('say', 'deny', 'promise', '')
    """
    word = word.lower()
    known = verbs()
    if word in irregular_pasts():
        base = irregular_pasts()[word]
        return base if base in known else ""
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            base = word[: len(word) - len(ending)] + instead
            if base in known:
                return base
            if (
                ending in ("ed", "ing")
                and len(base) > 3
                and base[-1] == base[-2]
                and base[:-1] in known
            ):
                return base[:-1]
    return ""
