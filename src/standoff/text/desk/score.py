"""How good a reading is: against a hand annotation of whole texts, or against single event records.

Every number comes with what it was counted over and a 95 % interval (Wilson), because the gold is
small. Whether rules were tuned on the gold is for the user to say; it is printed beside the numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.problem import StandoffError
from standoff.text.annotation import (
    Annotation,
    Attribution,
    Event,
    Mention,
    Offer,
    When,
)
from standoff.text.desk.gold import span_rows, written_out
from standoff.text.find.said.attribution import sentences_of
from standoff.text.find.word.lexicon import code_of, kind_of, known_code

_CODE_SLIPS: Mapping[str, str] = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}  # in the PLOVER records
_BODIES = ("international organisation", "coalition")


class GoldError(StandoffError):
    """A gold file that is none of the two kinds, or a text that is not the one it was made on."""


@dataclass(frozen=True)
class Score:
    """One number: `right` of `n`, with its 95 % interval."""

    measure: str
    right: int
    n: int

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.value, self.n)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval for a share of `n`."""
    if not n:
        return (0.0, 1.0)
    z, p = 1.96, share
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return (max(0.0, middle - half), min(1.0, middle + half))


def total(scores: Iterable[Score]) -> list[Score]:
    """Scores of several texts added up, measure by measure."""
    right: dict[str, int] = {}
    n: dict[str, int] = {}
    for score in scores:
        right[score.measure] = right.get(score.measure, 0) + score.right
        n[score.measure] = n.get(score.measure, 0) + score.n
    return [Score(m, right[m], n[m]) for m in right]


# --- whole texts -----------------------------------------------------------------------------------


def score_text(gold: Mapping[str, Any], read: Annotation) -> list[Score]:
    """Compare a reading with a hand annotation: sentences, actors, who said what, offers, dates.

    gold  `sha256` of the text; `sentences` with start and end; `actors` with kind, parent and
          `mentions` (start, sentence number); `statements` (speaker, cites) and `offers` (cites) by
          sentence number; `dates` with start, end, earliest, latest, granularity. Where it has
          spans as well, `standoff.text.desk.gold` scores them. A part that is missing is not scored.
    raises  GoldError  the text that was read is not the one the gold was made on
    """
    if gold.get("sha256") not in (None, read.sha256):
        raise GoldError(f"gold {gold.get('doc')} was made on another text than {read.source}")
    rows = [row for part in _PARTS for row in part(gold, read)]
    return [*rows, *(Score(*row) for row in span_rows(gold, read))]


def _sentences(gold: Mapping[str, Any], read: Annotation) -> Iterator[Score]:
    wanted = {(s["start"], s["end"]) for s in gold.get("sentences", ())}
    if wanted:
        yield from _precision_recall(
            "sentences", {(s.start, s.end) for s in read.sentences}, wanted
        )


def _actors(gold: Mapping[str, Any], read: Annotation) -> Iterator[Score]:
    """Actors per sentence: an actor counts once in a sentence, however often it is named there."""
    codes = _actor_codes(gold.get("actors", ()))
    wanted = {
        (m["sentence"], codes[a["name"]])
        for a in gold.get("actors", ())
        for m in a.get("mentions", ())
        if "sentence" in m
    }
    found = {
        (read.sentence_at(m.start).number, m.actor)
        for m in read.standing(Mention)
        if m.via != "place"
    }
    if wanted:
        yield from _precision_recall("actors per sentence", found, wanted)


def _actor_codes(actors: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Gold name -> code: its own, that of the tables, or that of what it belongs to."""
    by_name = {a["name"]: a for a in actors}
    codes: dict[str, str] = {}
    for name, actor in by_name.items():
        parent, seen = actor.get("parent"), {name}
        while parent in by_name and by_name[parent].get("parent") and parent not in seen:
            seen.add(parent)
            parent = by_name[parent]["parent"]
        own = actor.get("code") or known_code(name)
        codes[name] = own or (code_of(parent) if parent else code_of(name))
    return codes


def _statements(gold: Mapping[str, Any], read: Annotation) -> Iterator[Score]:
    """Who said what, by sentence: a statement is found if something is attributed in its sentence."""
    statements = gold.get("statements", ())
    if not statements:
        return
    parts = read.sentences
    ours = [(a.holder, sentences_of(a, parts)) for a in read.standing(Attribution)]
    cited = {n for s in statements for n in _cited(s)}
    found = holders = 0
    for statement in statements:
        hits = [holder for holder, where in ours if where & _cited(statement)]
        found += bool(hits)
        holders += bool(hits) and _names_holder(statement["speaker"], hits)
    yield Score("attribution recall", found, len(statements))
    yield Score("attribution precision", sum(bool(w & cited) for _, w in ours), len(ours))
    yield Score("attribution holder, of the found", holders, found)


def _cited(entry: Mapping[str, Any]) -> set[int]:
    return {c["sentence"] for c in entry.get("cites", ()) if "sentence" in c}


def _names_holder(speaker: str, holders: Sequence[str]) -> bool:
    """Whether one of the holders is the speaker: by code of any name in it, or unnamed as given."""
    first = speaker.partition(" via ")[0]
    names = [n for n in re.split(r"\s+and\s+|[(),;]", first) if n.strip()]
    words = [w for n in names for w in n.split()]
    codes = {c for n in (*names, *words) if (c := known_code(n.strip()))}
    if codes & set(holders):
        return True
    return not codes and any(kind_of(h) != "state" for h in holders)


def _offers(gold: Mapping[str, Any], read: Annotation) -> Iterator[Score]:
    offers = gold.get("offers", ())
    ours = {read.sentence_at(o.start).number for o in read.standing(Offer)}
    cited = {n for o in offers for n in _cited(o)}
    if offers:
        yield Score("offers recall", sum(bool(ours & _cited(o)) for o in offers), len(offers))
        yield Score("offer sentences precision", len(ours & cited), len(ours))


def _dates(gold: Mapping[str, Any], read: Annotation) -> Iterator[Score]:
    """Dates the gold resolves to a day, month or year, and days given where the gold has none."""
    wanted = gold.get("dates", ())
    ours = list(read.standing(When))
    if not wanted:
        return
    wanted = [d for d in wanted if {"start", "end"} <= set(d)]
    explicit = [d for d in wanted if written_out(d)]
    right = sum(any(_overlap(w, d) and _same_time(w, d) for w in ours) for d in explicit)
    yield Score("explicit dates right", right, len(explicit))
    days = [w for w in ours if w.granularity == "day" and w.earliest]
    true = sum(any(_overlap(w, d) and _same_time(w, d) for d in wanted) for w in days)
    yield Score("days given that are right", true, len(days))
    resolved = [
        d for d in wanted if d.get("resolvable", _time(d) != (None, None)) and d not in explicit
    ]
    left = [(d, next((w for w in ours if _overlap(w, d)), None)) for d in resolved]
    good = sum(w is None or not (w.earliest or w.latest) or _same_time(w, d) for d, w in left)
    yield Score("other dates right or left open", good, len(resolved))


def _overlap(when: When, gold: Mapping[str, Any]) -> bool:
    return bool(when.start < gold["end"] and gold["start"] < when.end)


def _same_time(when: When, gold: Mapping[str, Any]) -> bool:
    return (when.earliest or None, when.latest or None) == _time(gold)


def _time(gold: Mapping[str, Any]) -> tuple[Any, Any]:
    return gold.get("earliest", gold.get("from")), gold.get("latest", gold.get("to"))


_PARTS: tuple[Callable[[Mapping[str, Any], Annotation], Iterator[Score]], ...] = (
    _sentences,
    _actors,
    _statements,
    _offers,
    _dates,
)


def _precision_recall(what: str, found: set[Any], wanted: set[Any]) -> Iterator[Score]:
    both = len(found & wanted)
    yield Score(f"{what}: precision", both, len(found))
    yield Score(f"{what}: recall", both, len(wanted))


# --- single event records --------------------------------------------------------------------------


def score_events(
    records: Sequence[Mapping[str, Any]], read: Sequence[Sequence[Event]]
) -> list[Score]:
    """Compare the first event of each reading with a PLOVER record: category, actors, all three.

    records  `event`, `source` and `target` (lists with `code`), as PLOVER's gold standard has them
    read     per record the events found in its text, likeliest first
    A record without target is a source's own or reciprocal: only its sources count. Abstaining means
    leaving an actor out: the last rows count those records alone where both were given.
    """
    n = len(records)
    category = source = target = dyad = every = 0
    with_target = both = both_right = 0
    for record, events in zip(records, read, strict=True):
        sources, targets = _gold_codes(record.get("source")), _gold_codes(record.get("target"))
        with_target += bool(targets)
        if not events:
            continue
        first = events[0]
        given = _as_gold(first.source), _as_gold(first.target)
        same = first.category == record["event"]
        who = not sources or bool(sources & given[0])
        whom = not targets or bool(targets & given[1])
        category += same
        source += who
        target += whom and bool(targets)
        dyad += who and whom
        every += same and who and whom
        if first.source and first.target:
            both += 1
            both_right += who and whom
    return [
        Score("event category", category, n),
        Score("event source", source, n),
        Score("event target, where there is one", target, with_target),
        Score("event both actors", dyad, n),
        Score("event all three", every, n),
        Score("event coverage, both actors given", both, n),
        Score("event both actors, of the covered", both_right, both),
    ]


def _gold_codes(actors: Any) -> set[str]:
    items = actors if isinstance(actors, list) else [actors]
    codes = [a["code"] for a in items if isinstance(a, dict) and a.get("code")]
    return {_CODE_SLIPS.get(c, c) for c in codes}


def _as_gold(actors: Iterable[str]) -> set[str]:
    """Our codes with the words the records use for bodies that are no states."""
    codes = set(actors)
    for actor in actors:
        kind = kind_of(actor)
        if kind in _BODIES or actor == "icrc":
            codes.add("IGO")
        elif kind == "non-governmental organisation":
            codes.add("NGO")
        elif actor == "al-qaeda":
            codes.add("IMG")
        elif actor == "hezbollah":
            codes.add("LBN")
    return codes
