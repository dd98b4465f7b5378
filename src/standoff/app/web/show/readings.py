"""The readings beside each other: the matrix, two lists side by side, tables to take along."""

from __future__ import annotations

import csv as _csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from standoff.app.web.show.frame import answer_line, chosen
from standoff.app.web.show.line import line_view
from standoff.app.web.show.said import said_rows
from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.readings import MatrixCell, MatrixRow, ReadingsView
from standoff.app.web.view.word import Choice
from standoff.case.entry import Reading, Wants
from standoff.problem import StandoffError, UnknownName
from standoff.report.document import Document
from standoff.report.english import GLOSSARY, English, label
from standoff.report.wording import capital

SECTIONS = {
    "facts": "What they take as fact",
    "wants": "What each actor wants",
    "now": "How things stand today",
    "ends": "Where each comes to rest",
}

_SIDES = {"yes": "yes", "no": "no", "either": "either", "silent": "silent", "absent": "not there"}


def readings(state: State, asked: Mapping[str, str]) -> ReadingsView:
    """The matrix, two readings side by side, or what each text says of what is said twice."""
    tab = asked.get("tab", "")
    texts, said = said_rows(state)
    if state.root is None:
        return ReadingsView("said", (), texts=texts, said=said)
    snapshot = state.snapshot()
    tab = tab if tab in ("matrix", "side", "said") else "matrix"
    left, right = _sides(snapshot, asked)
    merged = {name: snapshot.merged(name)[0] for name in snapshot.readings}
    choices = tuple(Choice(n, label(m), m.title, n in (left, right)) for n, m in merged.items())
    answers = {name: answer_line(state, snapshot, name) for name in snapshot.readings}
    rows = tuple(_matrix(state, snapshot))
    return ReadingsView(
        tab=tab,
        readings=choices,
        rows=tuple(row for row in rows if _shown(row, asked)),
        left=left,
        right=right,
        side=_beside(snapshot, merged[left], merged[right]) if left != right else None,
        texts=texts,
        said=said,
        show=asked.get("show", ""),
        actors=_choices((row.actor for row in rows), asked.get("actor", "")),
        sections=_choices((row.section for row in rows), asked.get("section", ""), SECTIONS),
        answers=answers,
    )


def _sides(snapshot: Snapshot, asked: Mapping[str, str]) -> tuple[str, str]:
    left = chosen(snapshot, asked.get("left") or asked.get("reading", ""))
    others = [name for name in snapshot.readings if name != left]
    right = asked.get("right") or (others[0] if others else left)
    return left, chosen(snapshot, right)


def _choices(
    values: Iterable[str], chosen: str, words: Mapping[str, str] | None = None
) -> tuple[Choice, ...]:
    known = dict.fromkeys(value for value in values if value)
    return tuple(Choice(v, (words or {}).get(v, v), chosen=v == chosen) for v in known)


def _shown(row: MatrixRow, asked: Mapping[str, str]) -> bool:
    if asked.get("show") == "contested" and not row.contested:
        return False
    if asked.get("show") == "changes" and not row.changes:
        return False
    return asked.get("actor", "") in ("", row.actor) and asked.get("section", "") in (
        "",
        row.section,
    )


def _matrix(state: State, snapshot: Snapshot) -> Iterator[MatrixRow]:
    """A row for each thing the readings turn on, with a word from each that can run."""
    from standoff.analysis.contest.disagree import topics

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
        yield MatrixRow(
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


def _cell(snapshot: Snapshot, reading: Reading, word: Any) -> MatrixCell:
    english = English(reading)
    line = next((each for each in word.lines if not isinstance(each, Wants)), None)
    own = snapshot.file_of(reading.id)
    words = _SIDES[word.value] + (f", {word.how}" if word.how else "")
    return MatrixCell(words, word.value, line_view(snapshot, english, line, own) if line else None)


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


def _beside(snapshot: Snapshot, left: Reading, right: Reading) -> Document:
    """The lists of two readings, in the picture and the table of the report."""
    from standoff.analysis.contest.twolists import beside
    from standoff.report.tell.case import beside as told

    actors = dict.fromkeys(
        a.name for one in snapshot.readings for a in snapshot.merged(one)[0].actors
    )
    marks = {name: at for at, name in enumerate(actors)}
    found = beside(left, right)
    return Document(told.title(found), tuple(told.blocks(found, marks)), glossary=GLOSSARY)


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
                shown = line_view(snapshot, english, line)
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
        texts, said = said_rows(state)
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
