"""Score a reading span by span against hand gold: mentions, statements, holders, offers, dates, marks.

What counts: a named mention is found if a proposal overlaps it; nominal mentions and what is open
either way count for nothing. Statements pair one to one with proposals (one a cue and content):
loosely if the cue is in the same sentence and the contents share a sentence, exactly if the cues
overlap and half of the shorter content is shared. Only strict acts (speech, order, request) are
asked for; any act excuses a proposal. Only what the gold holds is scored.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from standoff.text.annotation import Annotation, Attribution, Mark, Mention, Offer, Span, When
from standoff.text.find.word.lexicon import known_code, known_organ

Row: TypeAlias = tuple[str, int, int]
Gold: TypeAlias = Mapping[str, Any]

STRICT = frozenset((None, "speech", "order", "request"))
_IN_WORDS = frozenset(("said", "conditional", "explicit"))
_NO_STATE = frozenset(("coalition", "international organisation", "community/armed group", "media"))
_EXPLICIT = re.compile(r"\d{4}|[A-Z][a-z]{2,}\.? \d")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def published_of(gold: Gold) -> str:
    """The day of publication that the gold states, as ISO; empty if it states none."""
    stated = _DAY.match(str((gold.get("metadata") or {}).get("date") or ""))
    return stated[0] if stated else ""


def span_rows(gold: Gold, read: Annotation) -> Iterator[Row]:
    """Yield (measure, right, n) for every part that the gold marks with spans."""
    frame = Frame.of(gold, read)
    missing = " ".join(str(x) for x in gold.get("not_annotated", ()))
    for part, rows in _PARTS.items():
        if part in gold and part not in missing.split():
            yield from rows(gold, read, frame)


@dataclass(frozen=True)
class Frame:
    """The stretch that counts, and where its sentences begin."""

    body: Span
    starts: Sequence[int]

    @classmethod
    def of(cls, gold: Gold, read: Annotation) -> Frame:
        last = max((s.end for s in read.sentences), default=0)
        start, end = gold.get("body_span") or (0, last + 1)
        given = [s["start"] for s in gold.get("sentences", ()) if "start" in s]
        return cls((start, end), given or [s.start for s in read.sentences])

    @classmethod
    def within(cls, gold: Gold) -> Frame:
        """The frame that a gold gives itself."""
        given = [s["start"] for s in gold.get("sentences", ()) if "start" in s]
        start, end = gold.get("body_span") or (0, gold.get("chars", 0) + 1)
        return cls((start, end), given or [0])

    def holds(self, start: int) -> bool:
        return self.body[0] <= start < self.body[1]

    def sentences(self, span: Span) -> set[int]:
        """The indices of the sentences a span touches."""
        first = max(0, bisect.bisect_right(self.starts, span[0]) - 1)
        last = max(first, bisect.bisect_left(self.starts, span[1]) - 1)
        return set(range(first, last + 1))


def overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def span_of(values: Any) -> Span | None:
    """A span of the gold: `[start, end]`, or an entry with both; None where it gives none."""
    if isinstance(values, Mapping):
        values = (values.get("start"), values.get("end"))
    if not isinstance(values, (list, tuple)) or len(values) != 2:
        return None
    start, end = values
    return (start, end) if isinstance(start, int) and isinstance(end, int) and start < end else None


def spans_of(entries: Iterable[Any]) -> list[Span]:
    return [s for s in map(span_of, entries) if s is not None]


# --- mentions ------------------------------------------------------------------------------------


def _mentions(gold: Gold, read: Annotation, frame: Frame) -> Iterator[Row]:
    actors = gold["actors"]
    by_name = {a["name"]: a for a in actors}
    named = [(s, a) for a in actors for s in spans_of(a.get("mentions", ()))]
    if not named:
        return
    neutral = spans_of(gold.get("either_way", ()))
    for group in gold.get("nominal_mentions", ()):
        neutral.extend(spans_of(group.get("mentions", ())))
    ours = [
        ((m.start, m.end), m.actor)
        for m in read.standing(Mention)
        if m.via != "place" and frame.holds(m.start)
    ]
    true = [any(overlap(o, s) for s, _ in named) for o, _ in ours]
    open_ = [any(overlap(o, s) for s in neutral) for o, _ in ours]
    counted = sum(t or not n for t, n in zip(true, open_, strict=True))
    yield "mentions: precision", sum(true), counted
    hits = [[code for o, code in ours if overlap(o, s)] for s, _ in named]
    yield "mentions: recall", sum(map(bool, hits)), len(named)
    coded = [(code, _state(a, by_name)) for code, (_, a) in zip(hits, named, strict=True) if code]
    yield (
        "actor right, of the found",
        sum(c in h for h, c in coded if c),
        sum(1 for _, c in coded if c),
    )


def _state(actor: Gold, by_name: Mapping[str, Gold]) -> str | None:
    """The code of the state an actor is or belongs to; None where it is none."""
    if actor.get("iso3"):
        return str(actor["iso3"])
    name, seen = actor["name"], set()
    while name in by_name and by_name[name].get("parent") and name not in seen:
        seen.add(name)
        name = by_name[name]["parent"]
    if actor.get("kind") in _NO_STATE:
        return None
    code = known_code(str(name))
    return code if code and len(code) == 3 and code.isupper() else None


# --- statements ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A statement with its spans, and the indices of the sentences of its cue and of its content."""

    entry: Gold
    cue: Span | None
    content: Span | None
    cued: frozenset[int]
    cited: frozenset[int]

    @classmethod
    def of(cls, entry: Gold, cue: Span | None, content: Span | None, frame: Frame) -> Told:
        numbers = frozenset(c["sentence"] - 1 for c in entry.get("cites", ()) if "sentence" in c)
        cued = frozenset(frame.sentences(cue)) if cue else numbers
        cited = frozenset(frame.sentences(content)) if content else numbers | cued
        return cls(entry, cue, content, cued, cited)

    @property
    def author(self) -> bool:
        speaker = str(self.entry.get("speaker", ""))
        return speaker == "author" or speaker.startswith("uncertain")


def told_of(gold: Gold, frame: Frame) -> Iterator[Told]:
    """Yield the statements that a gold lists."""
    for entry in gold["statements"]:
        cue = span_of(entry.get("cue")) or span_of(entry.get("cue_span"))
        yield Told.of(entry, cue, span_of(entry.get("content_span")), frame)


def _statements(gold: Gold, read: Annotation, frame: Frame) -> Iterator[Row]:
    told = list(told_of(gold, frame))
    grouped: dict[tuple[Span, Span], list[str]] = {}
    for a in read.standing(Attribution):
        inside = frame.holds(a.cue[0]) or frame.holds(a.content[0])
        if a.status == "said" and inside:
            grouped.setdefault((a.cue, a.content), []).append(a.holder)
    said = list(grouped)
    ours = [Told.of({}, cue, content, frame) for cue, content in said]
    others = [t for t in told if not t.author]
    strict = [t for t in others if t.entry.get("act") in STRICT]
    if not others:
        return
    for name, same in (("loose", loosely), ("exact", exactly)):
        found = pairs_of(strict, ours, same)
        yield f"statements {name}: recall", len(found), len(strict)
        true = [any(same(t, o) for t in others) for o in ours]
        own = [any(same(t, o) for t in told if t.author) for o in ours]
        counted = sum(t or not w for t, w in zip(true, own, strict=True))
        yield f"statements {name}: precision", sum(true), counted
    every = pairs_of(others, ours, loosely)
    right = 0
    for i, j in every.items():
        beside = [said[k] for k, o in enumerate(ours) if k == j or exactly(others[i], o)]
        right += any(_holds(others[i].entry, grouped[o], gold.get("actors", ())) for o in beside)
    yield "holder right, of the found", right, len(every)


def loosely(one: Told, two: Told) -> bool:
    """Whether two statements have their cues in one sentence and share a sentence of their contents."""
    return bool(one.cued & two.cued) and bool(one.cited & two.cited)


def exactly(one: Told, two: Told) -> bool:
    """Whether the cues of two statements overlap and half of the shorter content is shared; what one of
    them does not mark is asked for loosely."""
    if one.cue is not None and two.cue is not None:
        cues = overlap(two.cue, (one.cue[0] - 1, one.cue[1] + 1))
    else:
        cues = loosely(one, two)
    if one.content is None or two.content is None:
        return cues
    a, b = one.content, two.content
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return cues and shared >= 0.5 * min(a[1] - a[0], b[1] - b[0])


def pairs_of(
    ones: Sequence[Told], twos: Sequence[Told], same: Callable[[Told, Told], bool]
) -> dict[int, int]:
    """The largest one-to-one pairing of two readings' statements; of several the likest first."""
    edges = [[j for j, two in enumerate(twos) if same(one, two)] for one in ones]
    for one, near in zip(ones, edges, strict=True):
        near.sort(key=lambda j: -_alike(one, twos[j]))
    return pairing(edges)


def _alike(one: Told, two: Told) -> float:
    """How much of what the contents of two statements cover together both cover."""
    if one.content is None or two.content is None:
        return float(one.content == two.content)
    (a, b), (c, d) = one.content, two.content
    return max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c))


def pairing(edges: Sequence[Sequence[int]]) -> dict[int, int]:
    """The largest one-to-one pairing of a bipartite graph: left -> right (augmenting paths).

    >>> pairing([[0, 1], [0]])
    {1: 0, 0: 1}
    """
    taken: dict[int, int] = {}

    def augment(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or augment(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(edges)):
        augment(i, set())
    return {i: j for j, i in taken.items()}


_NO_WORDS = frozenset(
    "unnamed the some two via and from most those who with site of at an a in".split()
)


def _holds(entry: Gold, holders: Sequence[str], actors: Iterable[Gold]) -> bool:
    """Whether one of the holders is the speaker: an accepted id, a state's code, else a word of it."""
    if entry.get("holders"):
        return bool(set(entry["holders"]) & set(holders))
    speaker = str(entry.get("speaker", ""))
    words = re.findall(r"[\w’'.-]+", speaker)
    pieces = (p.strip() for p in re.split(r"[,;()]|\band\b", speaker))
    named = (a["name"] for a in actors if a["name"] in speaker)
    names = (*words, *pieces, *named, speaker)
    codes = {c for n in names if (c := known_code(n))} | set(map(known_organ, names)) - {""}
    codes |= {a["iso3"] for a in actors if a.get("iso3") and a["name"] in speaker}
    if codes & set(holders) or (speaker.startswith("unnamed") and "unnamed" in holders):
        return True
    telling = {w.lower() for w in re.findall(r"[\w’']+", speaker)} - _NO_WORDS
    return any(
        w == h or (len(w) > _LETTERS and (w in h or w.rstrip("s") in h))
        for h in holders for w in telling
    )  # fmt: skip


_LETTERS = 3  # of a word that may be a piece of an id; shorter ones, as *BBC*, are it or are not


# --- offers, dates, marks ------------------------------------------------------------------------


def _offers(gold: Gold, read: Annotation, frame: Frame) -> Iterator[Row]:
    ours = [(o.start, o.end) for o in read.standing(Offer) if frame.holds(o.start)]
    cited = {o.get("id", i): spans_of(o.get("cites", ())) for i, o in enumerate(gold["offers"])}
    words = {
        o.get("id", i) for i, o in enumerate(gold["offers"]) if o.get("class", "said") in _IN_WORDS
    }
    if not any(cited.values()):
        return
    hit = {id: any(overlap(o, s) for o in ours for s in spans) for id, spans in cited.items()}
    yield "offers in words: recall", sum(hit[id] for id in words), len(words)
    every = [s for spans in cited.values() for s in spans]
    yield (
        "offers shown that are true",
        sum(any(overlap(o, s) for s in every) for o in ours),
        len(ours),
    )


def _dates(gold: Gold, read: Annotation, frame: Frame) -> Iterator[Row]:
    wanted = [
        (span, written_out(d), time_of(d))
        for d in gold["dates"]
        if (span := span_of(d)) is not None
    ]
    ours = [((w.start, w.end), (w.earliest or None, w.latest or None)) for w in read.standing(When)]
    if not wanted:
        return
    yield "dates seen", sum(any(overlap(o, s) for o, _ in ours) for s, _, _ in wanted), len(wanted)
    for name, explicit in (("explicit", True), ("relative", False)):
        pool = [(s, v) for s, written, v in wanted if all(v) and written == explicit]
        right = sum(any(overlap(o, s) and given == v for o, given in ours) for s, v in pool)
        yield f"dates {name}: right", right, len(pool)
    closed = [(o, v) for o, v in ours if all(v) and frame.holds(o[0])]
    true = sum(any(overlap(o, s) and given == v for s, _, v in wanted) for o, given in closed)
    yield "closed dates that are right", true, len(closed)


def written_out(date: Gold) -> bool:
    """Whether a date of the gold has a year, or a day with its month; by its kind where it gives no words."""
    words = date.get("text", date.get("expr"))
    if words is None:
        return str(date.get("kind", "")).startswith("explicit")
    return bool(_EXPLICIT.search(words))


def time_of(entry: Gold) -> tuple[Any, Any]:
    return entry.get("from", entry.get("earliest")), entry.get("to", entry.get("latest"))


def _marks(gold: Gold, read: Annotation, frame: Frame) -> Iterator[Row]:
    wanted = spans_of(gold["marks"])
    ours = [(m.start, m.end) for m in read.standing(Mark)]
    yield "marks: recall", sum(any(overlap(o, s) for o in ours) for s in wanted), len(wanted)


_PARTS = {
    "actors": _mentions,
    "statements": _statements,
    "offers": _offers,
    "dates": _dates,
    "marks": _marks,
}
