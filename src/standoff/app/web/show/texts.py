"""A text as it is, cut into its numbered sentences, with its records as nested stretches."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from standoff.app.web.desk import (
    FACTS,
    QUEUE,
    Who,
    alike,
    direction,
    folder,
    foreign,
    ids,
    text_of,
    waits,
)
from standoff.app.web.show.card import ACTORS, ADDABLE, KIND_NAMES, card, in_words
from standoff.app.web.show.frame import chosen as chosen_reading
from standoff.app.web.show.line import entries, in_sentence, maker, raw
from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.line import LineUse
from standoff.app.web.view.panel import EvidenceView
from standoff.app.web.view.texts import Segment, SentenceView, SourceForm, SourceRow, TextsView
from standoff.app.web.view.word import Choice
from standoff.case.reading import sources_of
from standoff.citation import Citation
from standoff.problem import StandoffError, UnknownName
from standoff.store import records, sources
from standoff.store.records import Loaded
from standoff.text.annotation import (
    AUTHOR,
    STATES,
    Attribution,
    Flag,
    Mark,
    Pair,
    Record,
    by_sentence,
)
from standoff.text.find import furniture
from standoff.text.sentence import Sentence, sentences


def form(state: State, id: str) -> SourceForm:
    """The first questions about a text, with what the text itself offers for an answer."""
    text = sources.imported(folder(state), id)
    source, parts = text.source, sentences(text.text)
    known = {key: str(getattr(source, key, "") or "") for key in FACTS}
    known["private"] = "yes" if source.private else ""
    flags = furniture.flags(text.text, parts, text.roles)
    offered: dict[str, str] = {}
    roles = []
    for flag in flags:
        number = next(p.number for p in parts if p.start == flag.start)
        if flag.role == "title" and not known["title"]:
            offered.setdefault("title", flag.quote)
        elif flag.role == "byline" and not known["author"]:
            offered.setdefault("author", re.sub(r"\A\s*by\s+", "", flag.quote, flags=re.IGNORECASE))
        if flag.role in furniture.SILENT:
            roles.append((number, flag.role))
    if not known["date"]:
        offered |= _dated(text.text, parts)
    if not known["language"]:
        foreign_ = foreign(text.text, "")
        if not foreign_:
            offered["language"] = "en"
    return SourceForm(id, known, offered, tuple(roles), tuple(alike(state)))


def _dated(text: str, parts: Sequence[Sentence]) -> dict[str, str]:
    """The first day named in the first sentences, only if the text names its year too."""
    from standoff.text.find.when.date import dates

    found = dates(text, list(parts[:6]), None, [])
    for when in found:
        if when.granularity == "day" and when.earliest and re.search(r"\d{4}", when.quote):
            return {"date": when.earliest}
    return {}


def source_row(state: State, id: str, chosen: bool = False) -> SourceRow:
    """A text in the list."""
    desk = folder(state)
    try:
        loaded = text_of(state, id)
        text = sources.imported(desk, id)
    except StandoffError as error:
        return SourceRow(id, id, 0, trouble=(state.told(error),), chosen=chosen)
    source = text.source
    return SourceRow(
        id=id,
        name=source.outlet or source.title or id,
        sentences=len(loaded.annotation.sentences),
        records=len(loaded.annotation.records),
        waiting=waits(loaded.annotation),
        read=bool(records.header(desk, id)),
        date=str(source.date or ""),
        author=source.author,
        direction=direction(text.text),
        language=source.language,
        rules=foreign(text.text, source.language),
        trouble=loaded.trouble,
        doubts=text.doubts,
        chosen=chosen,
    )


def shelf(state: State, chosen: str = "") -> tuple[SourceRow, ...]:
    """Every text in the list; two of one outlet are told apart by author, or day, or id."""
    rows = [source_row(state, id, id == chosen) for id in ids(state)]
    often = Counter(row.name for row in rows)
    return tuple(
        dataclasses.replace(row, name=f"{row.name} · {row.author or row.date or row.id}")
        if often[row.name] > 1
        else row
        for row in rows
    )


def texts(state: State, id: str, reading: str, asked: Mapping[str, str]) -> TextsView:
    """The texts; one of them open, with its sentences and the cards that the filter lets through."""
    known = ids(state)
    if id and id not in known:
        raise UnknownName("text", id, known)
    if not known:
        return TextsView(())
    id = id or next((each for each in known if source_row(state, each).waiting), known[0])
    rows = shelf(state, id)
    chosen = next(row for row in rows if row.id == id)
    try:
        loaded = text_of(state, id)
    except StandoffError:
        return TextsView(rows, chosen)
    who = Who(state)
    snapshot = state.snapshot() if state.root is not None else None
    every = loaded.annotation.records
    shown = [card(loaded, record, who) for record in every if _passes(record, asked)]
    order = {state_: at for at, state_ in enumerate(STATES)}
    shown.sort(key=lambda each: (order[each.state] > 0, each.start))
    first = next((each.id for each in shown if each.state == "proposed"), "")
    reading = id if snapshot is not None and id in snapshot.readings else reading
    made = None
    if snapshot is not None:
        made = maker(
            snapshot, chosen_reading(snapshot, reading if reading in snapshot.readings else "")
        )
    return TextsView(
        sources=rows,
        source=chosen,
        sentences=tuple(_sentences(loaded, snapshot, who)),
        cards=tuple(shown),
        current=asked.get("card") or first,
        kinds=_menu((record.KIND for record in every), KIND_NAMES, asked.get("kind", "")),
        states=tuple(Choice(s, s, chosen=s == asked.get("state")) for s in STATES),
        actors=tuple(
            Choice(code, who(code), chosen=code == asked.get("actor"))
            for code in sorted({code for record in every for code in _codes(record)})
        ),
        addable=tuple(Choice(kind, KIND_NAMES[kind]) for kind in ADDABLE),
        form=form(state, id),
        maker=made,
        sentence=int(asked.get("s", "0")) if asked.get("s", "0").isdigit() else 0,
        counts=dict(Counter(record.state for record in loaded.annotation.records)),
    )


def _menu(kinds: Iterable[str], words: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    count = Counter(kinds)
    return tuple(
        Choice(kind, f"{words.get(kind, kind)} ({count[kind]})", chosen=kind == chosen)
        for kind in sorted(count, key=lambda kind: (kind not in QUEUE, kind))
    )


def _passes(record: Record, asked: Mapping[str, str]) -> bool:
    kind, state, actor = (asked.get(key, "") for key in ("kind", "state", "actor"))
    if kind and kind not in {"all", record.KIND}:
        return False
    if not kind and record.KIND not in QUEUE and record.state == "proposed":
        return False  # marks, dates, mentions are decided only where somebody asks for them
    if state and record.state != state:
        return False
    return not actor or actor in _codes(record)


def _codes(record: Record) -> Iterator[str]:
    """The actors that a record names."""
    return (code for name in ACTORS if (code := getattr(record, name, "")))


def _sentences(loaded: Loaded, snapshot: Snapshot | None, who: Who) -> Iterator[SentenceView]:
    annotation = loaded.annotation
    id = annotation.source
    source = sources_of(snapshot.case).get(id) if snapshot is not None else None
    used = _used(snapshot, id) if snapshot is not None else {}
    flags = {r.start: r.role for r in annotation.standing(Flag)}
    spoken = [r for r in annotation.of(Attribution) if r.accepted]
    marks = [r for r in annotation.of(Mark) if r.accepted]
    hedges = [r for r in marks if r.kind in ("hedge", "likelihood")]
    inside = [r for r in annotation.records if not isinstance(r, Flag | Pair) and r.stands]
    queue = (r for r in annotation.records if r.KIND in QUEUE and not r.decided)
    reaching = _over(inside, annotation.sentences)
    waiting = by_sentence(queue, annotation.sentences)
    for (part, here), (_, proposed) in zip(reaching, waiting, strict=True):
        said = next((r for r in spoken if r.start < part.end and r.end > part.start), None)
        hedge = next((r for r in hedges if part.start <= r.start < part.end), None)
        record = source.records.get(part.number) if source is not None else None
        role = flags.get(part.start, "")
        yield SentenceView(
            number=part.number,
            cite=f"{id}#s{part.number}",
            start=part.start,
            end=part.end,
            parts=segments(
                loaded.text, part.start, part.end, here, lambda r: in_words(loaded.text, r, who)
            ),
            folded=role if role in furniture.SILENT else "",
            waiting=len(proposed),
            uses=tuple(used.get(part.number, ())),
            speaker=who(said.holder) if said is not None and said.holder != AUTHOR else "",
            hedge=hedge.quote if hedge is not None else "",
            gloss=record.gloss if record is not None else "",
            recorded=record is not None,
        )


def _over(
    records: Iterable[Record], parts: Iterable[Sentence]
) -> Iterator[tuple[Sentence, Sequence[Record]]]:
    """Each sentence with the records that reach into it, those around others before them."""
    ordered = sorted(records, key=lambda r: (r.start, -r.end, r.id))
    at = 0
    for part in parts:
        while at < len(ordered) and ordered[at].end <= part.start:
            at += 1
        stop = bisect_left(ordered, part.end, at, key=lambda r: r.start)
        yield part, [r for r in ordered[at:stop] if r.end > part.start]


def spoken(state: State, shown: EvidenceView) -> EvidenceView:
    """A sentence with who is reported to say it and how it is hedged, as far as a person accepted that."""
    if state.desk is None or shown.source not in ids(state):
        return shown
    try:
        loaded = text_of(state, shown.source)
    except StandoffError:
        return shown
    number = Citation.parse(shown.cite).first
    part = next((each for each in loaded.annotation.sentences if each.number == number), None)
    if part is None:
        return shown
    who = Who(state)
    over = [
        r
        for r in loaded.annotation.records
        if r.accepted and r.start < part.end and r.end > part.start
    ]
    said = [r.holder for r in over if isinstance(r, Attribution) and r.holder != AUTHOR]
    marks = tuple(f"{r.kind}: {r.quote}" for r in over if isinstance(r, Mark))
    return dataclasses.replace(shown, speaker=", ".join(map(who, dict.fromkeys(said))), marks=marks)


def _used(snapshot: Snapshot, source: str) -> Mapping[int, list[LineUse]]:
    """The lines that rest on each sentence of a source."""
    rows: dict[tuple[str, int, int], tuple[Any, Any, set[int], list[str]]] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        for entry in entries(merged):
            numbers = {
                n
                for c in getattr(entry, "citations", ())
                if c.source == source
                for n in c.sentences
            }
            if numbers:
                place = entry.place
                key = snapshot.name_of(place.file), place.line, place.column
                rows.setdefault(key, (merged, entry, numbers, []))[3].append(id)
    used: dict[int, list[LineUse]] = {}
    from standoff.report.english import English

    for (file, line, column), (merged, entry, numbers, readings) in rows.items():
        words = in_sentence(English(merged), entry)
        use = LineUse(words, raw(entry), file, line, column, tuple(dict.fromkeys(readings)))
        for number in numbers:
            used.setdefault(number, []).append(use)
    return used


def segments(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Record],
    title: Callable[[Record], str] = lambda _: "",
) -> tuple[Segment, ...]:
    """A stretch of a text as nested segments: words, and records with the segments inside them.

    Records may overlap: one that goes on behind the end of another is cut there, and its rest marked so.
    Together the words of all segments are the stretch, character for character.
    """
    waiting = [(max(r.start, start), min(r.end, end), r, r.start < start) for r in inside]
    waiting = [each for each in waiting if each[0] < each[1]]
    waiting.sort(key=lambda each: (each[0], -each[1]))
    parts: list[Segment] = []
    at = start
    while waiting:
        first, last, record, cut = waiting.pop(0)
        if first < at:  # its beginning stands in the segment before
            first = at
            cut = True
            if first >= last:
                continue
        if first > at:
            parts.append(Segment(at, first, text[at:first]))
        within = [each for each in waiting if each[0] < last]
        waiting = [each for each in waiting if each[0] >= last]
        over = [(last, stop, r, True) for _, stop, r, _ in within if stop > last]
        if over:
            waiting = sorted([*over, *waiting], key=lambda each: (each[0], -each[1]))
        parts.append(
            Segment(
                first,
                last,
                "",
                record.id,
                record.KIND,
                record.state,
                title(record),
                cut,
                _nested(text, first, last, within, title),
            )
        )
        at = last
    if at < end:
        parts.append(Segment(at, end, text[at:end]))
    return tuple(parts)


def _nested(
    text: str,
    start: int,
    end: int,
    within: Sequence[tuple[int, int, Record, bool]],
    title: Callable[[Record], str],
) -> tuple[Segment, ...]:
    if not within:
        return (Segment(start, end, text[start:end]),)
    return segments(text, start, end, [record for *_, record, _ in within], title)
