"""How far two readers of one text agree, by the annotation guide: one is taken as gold, the other as answer.

F1 is the same both ways. What one reader marks as nominal, or as open either way, is no miss of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.text.annotation import Span
from standoff.text.desk.gold import (
    STRICT,
    Frame,
    Gold,
    Told,
    exactly,
    loosely,
    overlap,
    pairing,
    pairs_of,
    span_of,
    spans_of,
    time_of,
    told_of,
)
from standoff.text.desk.score import GoldError, wilson


@dataclass(frozen=True)
class Agreement:
    """One measure of two readings: how much both have of what one and the other have.

    both  paired, or alike of the pairs; `one` and `two` then are the pairs themselves
    """

    measure: str
    both: int
    one: int
    two: int

    @property
    def value(self) -> float:
        """F1: twice what both have, over what the one and the other have together."""
        every = self.one + self.two
        return 2 * self.both / every if every else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, over the mean of the two counts."""
        return wilson(self.value, (self.one + self.two) / 2)


@dataclass(frozen=True)
class Reading:
    """What a reader says of one text, with the frame that both share."""

    gold: Gold
    frame: Frame

    def has(self, part: str) -> bool:
        missing = " ".join(str(x) for x in self.gold.get("not_annotated", ())).split()
        return part in self.gold and part not in missing


def agreement(one: Gold, two: Gold) -> list[Agreement]:
    """The measures of two annotations of the same text; a part that one of them lacks is left out.

    raises  GoldError  they were made on different texts
    """
    if one.get("sha256") != two.get("sha256"):
        raise GoldError(f"{one.get('doc')} and {two.get('doc')} were made on different texts")
    readings = Reading(one, Frame.within(one)), Reading(two, Frame.within(one))
    return [
        row
        for part, rows in _PARTS.items()
        if all(r.has(part) for r in readings)
        for row in rows(*readings)
    ]


def pooled(rows: Iterable[Agreement]) -> list[Agreement]:
    """Measures of several texts added up."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        counts = sums.setdefault(row.measure, [0, 0, 0])
        for at, count in enumerate((row.both, row.one, row.two)):
            counts[at] += count
    return [Agreement(measure, *counts) for measure, counts in sums.items()]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two codings of the same things; None where chance alone agrees in full.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")])
    0.5
    """
    n = len(pairs)
    ones, twos = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ones[c] * twos[c] for c in ones) / (n * n) if n else 1.0
    return None if chance == 1 else (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def acts(one: Gold, two: Gold) -> list[tuple[str, str]]:
    """The acts that two readers give to the statements they mark alike, for `kappa`."""
    left, right = (Reading(g, Frame.within(one)) for g in (one, two))
    if not (left.has("statements") and right.has("statements")):
        return []
    return [(str(a.entry.get("act")), str(b.entry.get("act"))) for a, b in _alike(left, right)]


# --- mentions ------------------------------------------------------------------------------------


def _mentions(one: Reading, two: Reading) -> Iterator[Agreement]:
    ones, twos = _named(one.gold), _named(two.gold)
    pairs = _overlapping([s for s, _ in ones], [s for s, _ in twos])
    left = _lacking(ones, set(pairs), _open(two.gold))
    right = _lacking(twos, set(pairs.values()), _open(one.gold))
    yield Agreement("mentions", len(pairs), len(pairs) + left, len(pairs) + right)
    same = sum(_same_actor(ones[i][1], twos[j][1]) for i, j in pairs.items())
    yield Agreement("mentions: same actor", same, len(pairs), len(pairs))


def _named(gold: Gold) -> list[tuple[Span, Gold]]:
    return [(s, a) for a in gold["actors"] for s in spans_of(a.get("mentions", ()))]


def _open(gold: Gold) -> list[Span]:
    """What a reader has seen and takes for no named mention, or for one either way."""
    groups = gold.get("nominal_mentions", ())
    nominal = [s for group in groups for s in spans_of(group.get("mentions", ()))]
    return [*spans_of(gold.get("either_way", ())), *nominal]


def _lacking(mentions: Sequence[tuple[Span, Gold]], paired: set[int], open_: Sequence[Span]) -> int:
    """How many mentions the other reader lacks, and has not left open."""
    return sum(
        i not in paired and not any(overlap(span, s) for s in open_)
        for i, (span, _) in enumerate(mentions)
    )


def _same_actor(one: Gold, two: Gold) -> bool:
    codes = one.get("iso3"), two.get("iso3")
    if any(codes):
        return codes[0] == codes[1]
    return _plain(str(one["name"])) == _plain(str(two["name"]))


def _plain(name: str) -> str:
    return name.casefold().removeprefix("the ").strip()


# --- statements ----------------------------------------------------------------------------------


def _others(reading: Reading) -> list[Told]:
    return [t for t in told_of(reading.gold, reading.frame) if not t.author]


def _alike(one: Reading, two: Reading) -> list[tuple[Told, Told]]:
    ones, twos = _others(one), _others(two)
    return [(ones[i], twos[j]) for i, j in pairs_of(ones, twos, exactly).items()]


def _statements(one: Reading, two: Reading) -> Iterator[Agreement]:
    every = _others(one), _others(two)
    strict = tuple([t for t in told if t.entry.get("act") in STRICT] for told in every)
    for which, (left, right) in (("strict", strict), ("all", every)):
        for how, same in (("loose", loosely), ("exact", exactly)):
            both = len(pairs_of(left, right, same))
            yield Agreement(f"statements, {which}: {how}", both, len(left), len(right))
    alike = _alike(one, two)
    tests: Mapping[str, Callable[[Told, Told], bool]] = {
        "holder": _same_holder,
        "act": lambda a, b: a.entry.get("act") == b.entry.get("act"),
        "depth": lambda a, b: a.entry.get("depth", 1) == b.entry.get("depth", 1),
    }
    for what, test in tests.items():
        same_ = sum(test(a, b) for a, b in alike)
        yield Agreement(f"statements: same {what}", same_, len(alike), len(alike))


def _same_holder(one: Told, two: Told) -> bool:
    spans = span_of(one.entry.get("holder_span")), span_of(two.entry.get("holder_span"))
    touch = spans[0] is not None and spans[1] is not None and overlap(spans[0], spans[1])
    names = [_plain(str(t.entry.get("speaker", ""))) for t in (one, two)]
    nobody = spans == (None, None) and all(name.startswith("unnamed") for name in names)
    return touch or nobody or names[0] == names[1]


# --- offers, dates, marks ------------------------------------------------------------------------


def _offers(one: Reading, two: Reading) -> Iterator[Agreement]:
    ones, twos = list(one.gold["offers"]), list(two.gold["offers"])
    cited = [[_cited(o) for o in every] for every in (ones, twos)]
    pairs = pairing([[j for j, b in enumerate(cited[1]) if a & b] for a in cited[0]])
    yield Agreement("offers", len(pairs), len(ones), len(twos))
    same = sum(ones[i].get("class") == twos[j].get("class") for i, j in pairs.items())
    yield Agreement("offers: same class", same, len(pairs), len(pairs))


def _cited(offer: Gold) -> set[Any]:
    return {c["sentence"] for c in offer.get("cites", ()) if "sentence" in c}


def _dates(one: Reading, two: Reading) -> Iterator[Agreement]:
    ones, twos = ([d for d in r.gold["dates"] if span_of(d)] for r in (one, two))
    pairs = _overlapping(spans_of(ones), spans_of(twos))
    yield Agreement("dates", len(pairs), len(ones), len(twos))
    same = sum(time_of(ones[i]) == time_of(twos[j]) for i, j in pairs.items())
    yield Agreement("dates: same interval", same, len(pairs), len(pairs))


def _marks(one: Reading, two: Reading) -> Iterator[Agreement]:
    ones, twos = spans_of(one.gold["marks"]), spans_of(two.gold["marks"])
    yield Agreement("marks", len(_overlapping(ones, twos)), len(ones), len(twos))


def _overlapping(ones: Sequence[Span], twos: Sequence[Span]) -> dict[int, int]:
    return pairing([[j for j, b in enumerate(twos) if overlap(a, b)] for a in ones])


_PARTS: Mapping[str, Callable[[Reading, Reading], Iterator[Agreement]]] = {
    "actors": _mentions,
    "statements": _statements,
    "offers": _offers,
    "dates": _dates,
    "marks": _marks,
}
