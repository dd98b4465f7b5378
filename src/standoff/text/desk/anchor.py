"""Where a record stands after its text has changed: the same place, a new one, a proposal, or lost.

Tried in this order, as W3C selectors suggest: the old offsets, the quote if it is unique, the quote
with what stood around it, the quote where the records around it went, and last something like it, which
only a person may accept.
"""

from __future__ import annotations

import bisect
import dataclasses
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.text.annotation import Record

CONTEXT = 32
_LIKE_ENOUGH, _WINDOW = 0.75, 4_000


@dataclass(frozen=True)
class Anchored:
    """Where one record went. how: kept, moved, context, proposed or lost (then `record` is the old one)."""

    record: Record
    how: str
    old: tuple[int, int]


def reanchor(records: Sequence[Record], old: str, new: str) -> list[Anchored]:
    """Move records from an old text to a new one; none is moved silently to a place that may be wrong.

    A proposed place changes nothing but the span and says so in `note`; lost records keep their old
    quote and offsets, for the person to see.
    """
    whole = _Same.of(old, new)
    went = [whole.moved(record) or _one(record, old, new) for record in records]
    shifts = sorted(
        (each.old[0], each.record.start - each.old[0])
        for each in went
        if each.how in ("kept", "moved", "context")
    )
    return [
        _with_neighbours(record, each, shifts, old, new)
        for record, each in zip(records, went, strict=True)
    ]


def _with_neighbours(
    record: Record, went: Anchored, shifts: Sequence[tuple[int, int]], old: str, new: str
) -> Anchored:
    """A record without a certain place goes where its neighbours went, if they agree and it fits."""
    if went.how not in ("proposed", "lost"):
        return went
    at = bisect.bisect_left(shifts, (record.start, 0))
    near = {shift for _, shift in shifts[max(0, at - 1) : at + 1]}
    if len(near) != 1:
        return went
    start = record.start + near.pop()
    if start < 0 or new[start : start + len(record.quote)] != record.quote:
        return went
    return Anchored(_moved(record, start, old, new), "context", went.old)


@dataclass(frozen=True)
class _Same:
    """Two texts that differ only in white space, in quotation marks and in hyphens: every place of
    one has its place in the other."""

    new: str
    old_places: Sequence[int]
    new_places: Sequence[int]
    alike: bool

    @classmethod
    def of(cls, old: str, new: str) -> _Same:
        one, old_places = _plain(old)
        two, new_places = _plain(new)
        return cls(new, old_places, new_places, old != new and one == two)

    def moved(self, record: Record) -> Anchored | None:
        """The record at its place in the new text, with the quote that stands there."""
        if not self.alike:
            return None
        changes: dict[str, Any] = {}
        for name, (start, end) in _spans(record):
            changes[name] = self._place(start), self._place(end - 1) + 1
        start, end = changes.pop("")
        quote = self.new[start:end]
        moved = dataclasses.replace(record, start=start, end=end, quote=quote, **changes)
        same = (start, end, quote) == (record.start, record.end, record.quote)
        return Anchored(moved, "kept" if same else "context", (record.start, record.end))

    def _place(self, offset: int) -> int:
        at = max(0, bisect.bisect_right(self.old_places, offset) - 1)
        return self.new_places[at] if at < len(self.new_places) else len(self.new)


_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("‐‑‒–—−", "-"),
}  # fmt: skip


def _plain(text: str) -> tuple[str, list[int]]:
    """A text with each run of white space as one space and marks in their plain form, and the place
    in the text of each of its characters."""
    kept: list[str] = []
    places: list[int] = []
    space = False
    for at, character in enumerate(text):
        if character.isspace() or character in "\u200b\u00ad\ufeff":
            space = space or character.isspace()
            continue
        if space and kept:
            kept.append(" ")
            places.append(at - 1)
        space = False
        kept.append(_SIGNS.get(character, character))
        places.append(at)
    return "".join(kept), places


def _spans(record: Record) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the spans of a record in its own text by field; the record's own under an empty name."""
    yield "", (record.start, record.end)
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if field.name != "other_span" and _is_span(value):
            yield field.name, value


def _by_plain(record: Record, old: str, new: str) -> int | None:
    """Where a quote stands that differs only in white space and marks; None if not at one place."""
    quote, _ = _plain(record.quote)
    text, places = _plain(new)
    first = text.find(quote) if quote else -1
    if first < 0 or text.find(quote, first + 1) >= 0:
        return None
    return places[first]


def _one(record: Record, old: str, new: str) -> Anchored:
    place = (record.start, record.end)
    quote = record.quote
    before = after = ""
    if old[record.start : record.end] == quote:
        before = old[max(0, record.start - CONTEXT) : record.start]
        after = old[record.end : record.end + CONTEXT]
    around = _around(new, quote, before, after)
    if new[record.start : record.end] == quote and (around in (None, record.start) or old == new):
        return Anchored(record, "kept", place)
    places = _places(new, quote)
    if len(places) == 1:
        return Anchored(_moved(record, places[0], old, new), "moved", place)
    if around is not None:
        return Anchored(_moved(record, around, old, new), "context", place)
    plain = _by_plain(record, old, new)
    if plain is not None:
        length = len(new[plain:]) and _length_at(new, plain, record.quote)
        return Anchored(_proposal(record, (plain, plain + length), new), "proposed", place)
    like = _like(record, new)
    if like is not None:
        return Anchored(_proposal(record, like, new), "proposed", place)
    return Anchored(record, "lost", place)


def _length_at(new: str, start: int, quote: str) -> int:
    """How long a stretch of the new text is that reads as a quote, white space and marks aside."""
    wanted, _ = _plain(quote)
    text, places = _plain(new[start : start + 2 * len(quote) + 64])
    return places[min(len(wanted), len(text)) - 1] + 1


def _places(text: str, quote: str, most: int = 1000) -> list[int]:
    found: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _around(new: str, quote: str, before: str, after: str) -> int | None:
    """The one place where the quote has most of its old surroundings; None if two do as well."""
    scored: list[tuple[int, int]] = []
    for at in _places(new, quote):
        left = _common(before[::-1], new[max(0, at - CONTEXT) : at][::-1])
        right = _common(after, new[at + len(quote) : at + len(quote) + CONTEXT])
        scored.append((left + right, at))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < min(8, len(before) + len(after)):
        return None
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    return scored[0][1]


def _common(one: str, two: str) -> int:
    count = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        count += 1
    return count


def _like(record: Record, new: str) -> tuple[int, int] | None:
    """The stretch near the old place that is most like the quote, if it is like enough."""
    length = record.end - record.start
    if length < 12:
        return None  # too short a quote is like too many things
    left = max(0, record.start - _WINDOW)
    right = min(len(new), record.end + _WINDOW)
    window = new[left:right]
    matcher = difflib.SequenceMatcher(None, window, record.quote, autojunk=False)
    block = matcher.find_longest_match()
    if block.size < 8:
        return None
    start = max(0, block.a - block.b)
    end = min(len(window), start + length)
    ratio = difflib.SequenceMatcher(None, window[start:end], record.quote, autojunk=False).ratio()
    return (left + start, left + end) if ratio >= _LIKE_ENOUGH else None


def _moved(record: Record, start: int, old: str, new: str) -> Record:
    """The record at its new place; spans inside and near it move with it, if their words do."""
    shift = start - record.start
    changes: dict[str, object] = {"start": start, "end": record.end + shift}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if field.name == "other_span" or not _is_span(value):
            continue
        moved = (value[0] + shift, value[1] + shift)
        if old[value[0] : value[1]] != new[moved[0] : moved[1]]:
            changes["note"] = f"{field.name} was lost when the text changed"
            moved = (start, record.end + shift)
        changes[field.name] = moved
    return dataclasses.replace(record, **changes)  # type: ignore[arg-type]


def _is_span(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(isinstance(v, int) for v in value)


def _proposal(record: Record, place: tuple[int, int], new: str) -> Record:
    """A proposal at a place that is only like the old one; an earlier decision is not carried over."""
    start, end = place
    note = f"the text changed here; it was {record.state}: {record.quote}"
    spans = {f.name: place for f in dataclasses.fields(record) if _is_span(getattr(record, f.name))}
    return dataclasses.replace(
        record, start=start, end=end, quote=new[start:end], state="proposed", note=note,
        **{k: v for k, v in spans.items() if k != "other_span"},  # type: ignore[arg-type]
    )  # fmt: skip
