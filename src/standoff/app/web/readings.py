"""The readings beside each other: the matrix, two lists side by side, and what each text says.

What is said in two texts needs no model: it is read off the records of the desk, with who says it.
"""

from __future__ import annotations

import csv as _csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from standoff.app.web import desk, show, view
from standoff.app.web.state import Snapshot, State
from standoff.case.entry import Reading, Wants
from standoff.problem import StandoffError, UnknownName
from standoff.report.english import English, capital, label
from standoff.store.records import Loaded
from standoff.text.annotation import AUTHOR, Attribution, Mark, Pair, Record
from standoff.text.sentence import Sentence

_SECTIONS = {
    "facts": "What they take as fact",
    "wants": "What each actor wants",
    "now": "How things stand today",
    "ends": "Where each comes to rest",
}
_SIDES = {"yes": "yes", "no": "no", "either": "either", "silent": "silent", "absent": "not there"}
_NEGATIONS = ("negation", "denial")


def readings(state: State, asked: Mapping[str, str]) -> view.ReadingsView:
    """The matrix, two readings side by side, or what each text says of what is said twice."""
    tab = asked.get("tab", "")
    texts, said = _said(state)
    if state.root is None:
        return view.ReadingsView("said", (), texts=texts, said=said)
    snapshot = state.snapshot()
    tab = tab if tab in ("matrix", "side", "said") else "matrix"
    left, right = _sides(snapshot, asked)
    merged = {name: snapshot.merged(name)[0] for name in snapshot.readings}
    choices = tuple(
        view.Choice(n, label(m), m.title, n in (left, right)) for n, m in merged.items()
    )
    answers = {name: show.answer_line(state, snapshot, name) for name in snapshot.readings}
    rows = tuple(_matrix(state, snapshot))
    return view.ReadingsView(
        tab=tab,
        readings=choices,
        rows=tuple(row for row in rows if _shown(row, asked)),
        left=left,
        right=right,
        sides=tuple(_beside(snapshot, merged[left], merged[right])) if left != right else (),
        texts=texts,
        said=said,
        show=asked.get("show", ""),
        actors=_choices((row.actor for row in rows), asked.get("actor", "")),
        sections=_choices((row.section for row in rows), asked.get("section", ""), _SECTIONS),
        answers=answers,
    )


def _sides(snapshot: Snapshot, asked: Mapping[str, str]) -> tuple[str, str]:
    left = show.chosen(snapshot, asked.get("left") or asked.get("reading", ""))
    others = [name for name in snapshot.readings if name != left]
    right = asked.get("right") or (others[0] if others else left)
    return left, show.chosen(snapshot, right)


def _choices(
    values: Iterable[str], chosen: str, words: Mapping[str, str] | None = None
) -> tuple[view.Choice, ...]:
    known = dict.fromkeys(value for value in values if value)
    return tuple(view.Choice(v, (words or {}).get(v, v), chosen=v == chosen) for v in known)


def _shown(row: view.MatrixRow, asked: Mapping[str, str]) -> bool:
    if asked.get("show") == "contested" and not row.contested:
        return False
    if asked.get("show") == "changes" and not row.changes:
        return False
    return asked.get("actor", "") in ("", row.actor) and asked.get("section", "") in (
        "",
        row.section,
    )


# --- the matrix -----------------------------------------------------------------------------------


def _matrix(state: State, snapshot: Snapshot) -> Iterator[view.MatrixRow]:
    """A row for each thing the readings turn on, with a word from each that can run."""
    from standoff.analysis.vary.disagree import topics

    found: list[Any] = []
    for name in snapshot.readings:
        with suppress(StandoffError):
            found.append(state.answer(snapshot, name))
    if len(found) < 2:
        return
    key = ("topics", snapshot.key, tuple(one.reading.name for one in found))
    if key not in state.answers:
        state.answers[key] = topics(found)
    does = _does(state, snapshot)
    for topic in state.answers[key]:
        at = found[topic.at].reading
        english = English(at)
        head = english.clause(topic.condition)
        if topic.actor:
            head = f"{topic.actor}: {english.wish(topic.actor, topic.condition)}"
        told = does.get(topic.actor or "", ()) if topic.contested else ()
        yield view.MatrixRow(
            head=capital(head),
            section=topic.section,
            actor=topic.actor or "",
            contested=topic.contested,
            cells=tuple(
                _cell(snapshot, one.reading, word)
                for one, word in zip(found, topic.words, strict=True)
            ),
            does=tuple(words for words, _ in told),
            changes=any(changes for _, changes in told),
        )


def _cell(snapshot: Snapshot, reading: Reading, word: Any) -> view.MatrixCell:
    english = English(reading)
    line = next((each for each in word.lines if not isinstance(each, Wants)), None)
    own = snapshot.file_of(reading.id)
    words = _SIDES[word.value] + (f", {word.how}" if word.how else "")
    return view.MatrixCell(
        words, word.value, show.line_view(snapshot, english, line, own) if line else None
    )


def _does(state: State, snapshot: Snapshot) -> Mapping[str, Sequence[tuple[str, bool]]]:
    """Of each actor, what another reading's list would change, once that was computed."""
    told: dict[str, list[tuple[str, bool]]] = {}
    names = {name: label(snapshot.merged(name)[0]) for name in snapshot.readings}
    for row in state.answers.get(("contested", snapshot.key), ()):
        one, other = names.get(row["reading"], ""), names.get(row["other"], "")
        becomes = "the answer stays" if row["same"] else "the answer becomes another"
        words = f"{row['actor']}'s list taken from {other} instead, in {one} {becomes}"
        told.setdefault(row["actor"], []).append((words, not row["same"]))
    return told


# --- side by side ---------------------------------------------------------------------------------


def _beside(snapshot: Snapshot, left: Reading, right: Reading) -> Iterator[view.SideActor]:
    actors = dict.fromkeys(actor.name for one in (left, right) for actor in one.actors)
    for actor in actors:
        lists = [_list(snapshot, one, actor) for one in (left, right)]
        stances = [show.stance(one.wants.get(actor)) for one in (left, right)]
        partner = _partners(lists[0], lists[1])
        back = {to: at for at, to in partner.items()}
        rows = []
        for at in range(max(map(len, lists), default=0)):
            one, two = (each[at] if at < len(each) else None for each in lists)
            rows.append(view.SideRow(one, two, partner.get(at, -1) + 1, back.get(at, -1) + 1))
        shown = [s if not own else "" for s, own in zip(stances, lists, strict=True)]
        yield view.SideActor(actor, tuple(rows), shown[0], shown[1])


def _list(snapshot: Snapshot, reading: Reading, actor: str) -> tuple[view.LineView, ...]:
    wants = reading.wants.get(actor)
    if wants is None:
        return ()
    return show.wishes(snapshot, English(reading), wants, snapshot.file_of(reading.id))


def _partners(left: Sequence[view.LineView], right: Sequence[view.LineView]) -> dict[int, int]:
    """Which wish of one list stands where in the other: those that say the same, each once."""
    found: dict[int, int] = {}
    for at, one in enumerate(left):
        for to, two in enumerate(right):
            if to not in found.values() and _said_of(one) == _said_of(two):
                found[at] = to
                break
    return found


def _said_of(line: view.LineView) -> str:
    return line.raw.split("  ")[0].strip()


# --- what each text says --------------------------------------------------------------------------


def _said(state: State) -> tuple[tuple[view.Choice, ...], tuple[view.SaidRow, ...]]:
    """For each thing said in two texts, a column a text: says, denies, reports, silent."""
    if state.desk is None:
        return (), ()
    loaded: dict[str, Loaded] = {}
    for id in desk.ids(state):
        with suppress(StandoffError):
            loaded[id] = desk.text_of(state, id)
    names = {id: desk.source_row(state, id).name for id in loaded}
    texts = tuple(view.Choice(id, name) for id, name in names.items())
    who = desk.Who(state)
    rows = [_row(group, loaded, who) for group in _groups(loaded)]
    rows.sort(key=lambda row: (not row.contested, -sum(c.how != "silent" for c in row.cells)))
    return texts, tuple(rows)


class _Group:
    """Sentences of several texts about one thing, with the pairs that join them."""

    def __init__(self) -> None:
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.pairs: list[tuple[str, Pair]] = []

    def add(self, source: str, start: int, end: int) -> None:
        if (start, end) not in self.places.setdefault(source, []):
            self.places[source].append((start, end))


def _groups(loaded: Mapping[str, Loaded]) -> list[_Group]:
    """Pairs that share a sentence are about one thing; pairs that talk past each other are not."""
    pairs = [
        (id, pair)
        for id, one in loaded.items()
        for pair in one.annotation.of(Pair)
        if pair.state != "rejected" and pair.verdict != "talk-past" and pair.other in loaded
    ]
    pairs.sort(key=lambda each: -each[1].score)
    at: dict[tuple[str, int], _Group] = {}
    groups: list[_Group] = []
    for id, pair in pairs:
        ends = (id, pair.start), (pair.other, pair.other_span[0])
        known = [at[end] for end in ends if end in at]
        group = known[0] if known else _Group()
        if not known:
            groups.append(group)
        if len(known) == 2 and known[0] is not known[1]:
            _join(known[0], known[1], at)
            groups.remove(known[1])
        group.add(id, pair.start, pair.end)
        group.add(pair.other, *pair.other_span)
        group.pairs.append((id, pair))
        for end in ends:
            at[end] = group
    return groups


def _join(one: _Group, other: _Group, at: dict[tuple[str, int], _Group]) -> None:
    for source, places in other.places.items():
        for start, end in places:
            one.add(source, start, end)
            at[source, start] = one
    one.pairs += other.pairs


def _row(group: _Group, loaded: Mapping[str, Loaded], who: desk.Who) -> view.SaidRow:
    first, (start, end) = next((id, places[0]) for id, places in group.places.items())
    settled = [pair for _, pair in group.pairs if pair.state in ("accepted", "edited")]
    verdicts = {pair.verdict for pair in settled}
    cells = []
    for id, one in loaded.items():
        places = group.places.get(id, [])
        cells.append(_says(one, places, who, group) if places else view.SaidCell("silent"))
    hows = {cell.how for cell in cells}
    contested = "contradict" in verdicts or ("denies" in hows and bool(hows & {"says", "reports"}))
    return view.SaidRow(
        what=loaded[first].text[start:end],
        cells=tuple(cells),
        contested=contested,
        pairs=tuple((id, pair.id, pair.verdict) for id, pair in group.pairs),
    )


def _says(
    one: Loaded, places: Sequence[tuple[int, int]], who: desk.Who, group: _Group
) -> view.SaidCell:
    """What a text does with a thing, by the records on the sentence that says most of it."""
    annotation = one.annotation
    start, end = places[0]
    number = annotation.sentence_at(start)
    over = [
        r for r in annotation.records if r.start < end and r.end > start and r.state != "rejected"
    ]
    speech = [r for r in over if isinstance(r, Attribution) and r.holder != AUTHOR]
    negated = [r for r in over if isinstance(r, Mark) and r.kind in _NEGATIONS]
    denied_by = [
        r for r in speech if getattr(r, "status", "said") == "negated" or _denies(one.text, r)
    ]
    against = [p for id, p in group.pairs if _decided_against(p) and annotation.source in {id, p.other}]
    denied = negated if against else []
    how = "denies" if denied or denied_by else "reports" if speech else "says"
    through = ", ".join(dict.fromkeys(who(r.holder) for r in sorted(speech, key=lambda r: r.depth)))
    decided: list[Record] = [*speech, *denied]
    pairs = [p for id, p in group.pairs if id == annotation.source or p.other == annotation.source]
    settled = all(r.decided for r in decided) and all(p.decided for p in pairs)
    cites = tuple(_cite(annotation.source, annotation.sentence_at(s)) for s, _ in places)
    return view.SaidCell(how, through, one.text[number.start : number.end], cites, settled)


def _decided_against(pair: Pair) -> bool:
    """Whether a person decided that the two sentences contradict each other."""
    return pair.verdict == "contradict" and pair.state in ("accepted", "edited")


def _denies(text: str, record: Attribution) -> bool:
    """Whether the word that shows the speech is one of denying."""
    return text[slice(*record.cue)].lower().startswith(("den", "reject", "refut", "dismiss"))


def _cite(source: str, part: Sentence) -> str:
    return f"{source}#s{part.number}"


# --- to take along --------------------------------------------------------------------------------


def csv(state: State, what: str) -> str:
    """The matrix, or every line of every reading, as CSV. A cell that a spreadsheet would run is quoted."""
    snapshot = state.snapshot()
    out = io.StringIO()
    writer = _csv.writer(out, lineterminator="\r\n")
    if what == "matrix":
        runs = []
        for name in snapshot.readings:
            with suppress(StandoffError):
                runs.append(label(state.answer(snapshot, name).reading))
        writer.writerow(["section", "actor", "what", "contested", *map(_safe, runs)])
        for row in _matrix(state, snapshot):
            cells = [_safe(cell.words) for cell in row.cells]
            writer.writerow([row.section, _safe(row.actor), _safe(row.head), row.contested, *cells])
    elif what == "lines":
        writer.writerow(
            [
                "reading",
                "section",
                "actor",
                "line",
                "in words",
                "cites",
                "grounding",
                "file",
                "place",
            ]
        )
        for name in snapshot.readings:
            merged = snapshot.merged(name)[0]
            english = English(merged)
            for line in merged.assumptions:
                shown = show.line_view(snapshot, english, line)
                values = (
                    name,
                    str(line.section),
                    line.actor or "",
                    shown.raw.split("  ")[0],
                    shown.words,
                )
                more = (" ".join(shown.cites), shown.grounding, shown.file, str(shown.line))
                writer.writerow([_safe(each) for each in (*values, *more)])
    elif what == "said":
        texts, said = _said(state)
        writer.writerow(["what", "contested", *(_safe(text.name) for text in texts)])
        for each in said:
            through = (f"{c.how}{f' ({c.through})' if c.through else ''}" for c in each.cells)
            writer.writerow([_safe(each.what), each.contested, *map(_safe, through)])
    else:
        raise UnknownName("table", what, ("matrix", "lines", "said"))
    return out.getvalue()


def _safe(text: str) -> str:
    """A cell as no spreadsheet runs it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
