"""Who bears an office: whom *the minister*, *the ministry*, *both sides* stand for, by what was said before.

A definite noun of a person or a group stands for the actor that the text tied to it last: by a title
(*Foreign Minister Ann Weir*), in apposition (*Ann Weir, an adviser*), by an owner (*Peru's ministry*).
Parties that are only counted are the two whom the text names most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from standoff.text.annotation import Mention
from standoff.text.find.who.office import narrows
from standoff.text.find.word.lexicon import names_group, names_person, state_codes
from standoff.text.find.word.parse import Parse, Token

_OWNERS = ("amod", "compound", "poss", "nmod")
_DEFINITE = frozenset("the this that".split())


@dataclass(frozen=True)
class _Held:
    """An office with the words that narrow it (*foreign*, *prime*) and who bears it."""

    words: frozenset[str]
    actors: tuple[str, ...]
    many: bool = False


@dataclass
class Offices:
    """Who bears which office, as far as the text was read."""

    held: dict[str, list[_Held]] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    joined: Counter[tuple[str, str]] = field(default_factory=Counter)

    def hear(
        self, parse: Parse, mentions: Sequence[Mention], actors: Callable[[int], list[str]]
    ) -> None:
        """Keep what a sentence says of who bears what.

        actors  the actors of the noun phrase that a token heads
        """
        self.named.update(m.actor for m in mentions if m.via != "place")
        for pair in _joined(parse, mentions):
            count = self.joined.pop(pair, 0)
            self.joined[pair] = count + 1  # the pair joined last stands last
        for token in parse.tokens:
            if token.pos not in ("NOUN", "PROPN") or not _is_office(token):
                continue
            bearers = _titled(parse, token, mentions) or actors(token.i)
            if bearers:
                many = token.tag in ("NNS", "NNPS")
                of = any(p.lemma == "of" for p in parse.all(token.i, "prep"))
                if many and not of and not any(parse.all(token.i, *_OWNERS)):
                    continue  # *ministers in Zenda* are not Zenda's
                one = _Held(_narrowing(parse, token), tuple(bearers), many)
                self.held.setdefault(_word(token), []).append(one)

    def bearer(self, parse: Parse, token: Token) -> list[str]:
        """Whom a definite noun of an office stands for: who was last said to bear it."""
        article = parse.child(token.i, "det")
        capital = article is None and token.pos == "PROPN"
        definite = article is not None and article.text.lower() in _DEFINITE
        if not _is_office(token):
            return []
        words = _narrowing(parse, token)
        fits = [h for h in self.held.get(_word(token), ()) if words <= h.words]
        if token.tag in ("NNS", "NNPS"):  # *insurgents* are whose all the text has named so far are
            bare = (article is None or definite) and _word(token) not in _ANYBODYS
            whose = {h.actors for h in fits if h.many}
            counted = any(parse.all(token.i, "nummod", "prep", "relcl"))
            return list(whose.pop()) if bare and not counted and len(whose) == 1 else []
        fits = [h for h in fits if not h.many]
        if not fits or not (definite or capital):
            return []
        # a text that writes *the President* means one by it: whom it named so first
        one = definite and token.text[:1].isupper() and token.start > parse.sentence.start
        return list(fits[0 if one else -1].actors)

    def of_body(self, words: Sequence[str]) -> list[str]:
        """Whose the body is that words before an office name: *a ministry spokesman* is of the ministry that
        was named last."""
        for place, word in enumerate(words):
            fits = [h for h in self.held.get(word, ()) if set(words[:place]) <= h.words]
            if fits:
                return list(fits[-1].actors)
        return []

    def parties(self) -> list[str]:
        """The two actors joined most often, those joined last before others; where none are, the two named
        most: states, where two of them are."""
        if self.joined:
            most = max(self.joined.values())
            return list(next(p for p in reversed(self.joined) if self.joined[p] == most))
        states = [a for a, _ in self.named.most_common() if a in state_codes()]
        every = states if len(states) > 1 else [a for a, _ in self.named.most_common()]
        return every[:2] if len(every) > 1 else []


def _joined(parse: Parse, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of actors that an *and* joins: *talks between Peru and Chile*; not a list of more."""
    for first in parse.tokens:
        if first.dep == "conj" or first.pos not in ("PROPN", "NOUN"):
            continue
        row = parse.conjoined(first)
        if len(row) != _PAIR:
            continue
        who = [
            next((m.actor for m in mentions if m.start <= t.start < m.end and m.via != "place"), "")
            for t in row
        ]
        if all(who) and who[0] != who[1]:
            yield min(who), max(who)


_PAIR = 2
# Who may be of any side, be it named last: *officials said*, *analysts*.
_ANYBODYS = frozenset(
    "official source leader minister diplomat witness analyst expert observer commander spokesman person man "
    "woman child resident soldier reporter journalist correspondent lawyer member".split()
)


# Titles that are written short.
_SHORT: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "gen lt col maj capt sgt adm sen rep gov prof pres amb".split(),
            "general lieutenant colonel major captain sergeant admiral senator representative governor "
            "professor president ambassador".split(),
            strict=True,
        )
    )
)


def _word(token: Token) -> str:
    """An office in small letters and in full."""
    word = token.lemma.lower()
    return _SHORT.get(word.removesuffix("."), word)


def _is_office(token: Token) -> bool:
    word = _word(token)
    return names_person(word) or names_group(word)


def _narrowing(parse: Parse, token: Token) -> frozenset[str]:
    """The small words beside an office that tell it from others, names left out."""
    beside = parse.all(token.i, "compound", "amod")
    titles = (t for t in parse.all(token.head, "compound", "amod") if t.i < token.i)
    near: Iterable[Token] = (*beside, *(titles if token.dep == "compound" else ()))
    common = (t.lemma.lower() for t in near if t.pos != "PROPN" or narrows(t.lemma.lower()))
    return frozenset(common)


def _titled(parse: Parse, token: Token, mentions: Sequence[Mention]) -> list[str]:
    """Whose title a noun is: before the name, in apposition to it, or with the name in apposition."""
    near = [parse.tokens[token.head]] if token.dep in ("compound", "appos", "nmod") else []
    near += [
        parse.tokens[n.head] for n in near if n.dep == "compound"
    ]  # *President General Ann Weir*
    near += parse.all(token.i, "appos")
    for name in near:
        if name.pos != "PROPN":
            continue
        mention = next((m for m in mentions if m.start <= name.start < m.end), None)
        if mention is not None and mention.via != "place":
            return [mention.actor]
    return []
