"""What stands around every screen, the answer in a line, and where one begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.frame import AnswerLine, Frame, HomeView, Recent, Tab
from standoff.app.web.view.line import AnswerChange
from standoff.app.web.view.word import Choice
from standoff.case.entry import Grounding, Reading
from standoff.extra import command, installed
from standoff.problem import CaseError, StandoffError, UnknownName
from standoff.report.english import English, label
from standoff.report.wording import capital
from standoff.store import settings, shipped
from standoff.version import VERSION

SCREENS = (
    ("texts", "1", "Texts"),
    ("case", "2", "Case"),
    ("answer", "3", "Answer"),
    ("readings", "4", "Readings"),
    ("check", "5", "Check"),
)

_SHOWN = 3


def chosen(snapshot: Snapshot, reading: str) -> str:
    """The reading asked for, or the first. Raises UnknownName."""
    if not reading:
        return snapshot.readings[0]
    if reading not in snapshot.readings:
        raise UnknownName("reading", reading, snapshot.readings)
    return reading


def frame(
    state: State, token: str, screen: str, reading: str = "", variant: str = "", *, waiting: int = 0
) -> Frame:
    """What stands around a screen."""
    if state.root is None:
        tabs = _tabs(screen, waiting, None) if state.desk is not None else ()
        return Frame("standoff", screen=screen, token=token, version=VERSION, tabs=tabs)
    snapshot = state.snapshot()
    reading = chosen(snapshot, reading)
    labels = ((name, snapshot.merged(name)[0]) for name in snapshot.readings)
    readings = tuple(
        Choice(name, label(merged), merged.title, name == reading) for name, merged in labels
    )
    variants = snapshot.variants(reading)
    return Frame(
        title=snapshot.case.base.title or snapshot.case.name,
        case=snapshot.case.name,
        place=str(state.root),
        screen=screen,
        readings=readings,
        reading=reading,
        variants=tuple(Choice(name, name, chosen=name == variant) for name in variants),
        variant=variant if variant in variants else "",
        tabs=_tabs(screen, waiting, snapshot),
        answer=answer_line(state, snapshot, reading, variant if variant in variants else ""),
        readonly=state.readonly,
        published=snapshot.case.model is not None,
        token=token,
        files=snapshot.hashes,
        undo=state.undos[-1].words if state.undos else "",
        version=VERSION,
    )


def _tabs(screen: str, waiting: int, snapshot: Snapshot | None) -> tuple[Tab, ...]:
    notes = {"texts": f"{waiting} waiting" if waiting else ""}
    if snapshot is not None:
        problems = {p for name in snapshot.readings for p in snapshot.merged(name)[1].problems}
        count = len(problems)
        notes["check"] = f"{count} {'problem' if count == 1 else 'problems'}" if count else ""
    return tuple(
        Tab(key, digit, name, f"/{key}", notes.get(key, ""), key == screen)
        for key, digit, name in SCREENS
    )


def answer_line(
    state: State,
    snapshot: Snapshot,
    reading: str,
    variant: str = "",
    changes: Sequence[Mapping[str, Any]] = (),
) -> AnswerLine:
    """The answer in a line, or why there is none."""
    merged = snapshot.merged(reading, variant)[0]
    try:
        found = state.answer(snapshot, reading, variant, changes)
    except CaseError as error:
        problems = error.findings.problems
        first = f": {problems[0].message}" if problems else ""
        count = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
        return _with_grounds(merged, cannot=f"{count} to mend first{first}")
    except StandoffError as error:
        return _with_grounds(merged, cannot=capital(state.told(error)))
    return line_of(found)


def line_of(found: Any) -> AnswerLine:
    """An answer in a line."""
    follow = sum(str(one.verdict) == "follows" for one in found.judged)
    return _with_grounds(
        found.reading, answer=in_words(found), follow=follow, conclusions=len(found.judged)
    )


def _with_grounds(reading: Reading, **said: Any) -> AnswerLine:
    count = dict.fromkeys(Grounding, 0)
    for line in reading.assumptions:
        count[line.grounding] += 1
    return AnswerLine(
        stated=count[Grounding.STATED],
        inferred=count[Grounding.INFERRED],
        unsourced=count[Grounding.UNSOURCED],
        **said,
    )


def in_words(found: Any) -> str:
    """Where a reading comes to rest, in a few words: what changes from today, or that nobody moves."""
    english = English(found.reading)
    if not all(course.complete for course in found.courses):
        return "too much can happen: it could not be followed to its end"
    ends = dict.fromkeys(end.taken for end in found.ends)
    if not ends:
        return "it is not said how things stand today"
    if len(ends) > 1:
        return f"it may come to rest in {len(ends)} ways"
    (taken,) = ends
    if len(taken) > 1:
        return f"it never comes to rest: it goes round in {len(taken)} situations"
    (today,) = dict.fromkeys(course.today[0] for course in found.courses[:1])
    if set(taken[0]) != set(today):
        return english.move(today, taken[0])
    told = english.situation(taken[0][:_SHOWN])
    more = len(taken[0]) - _SHOWN
    return f"nobody moves: {told}{f', and {more} more as today' if more > 0 else ''}"


def change(before: Any, after: Any) -> AnswerChange:
    """What becomes of an answer; either may be the words for why there is none."""
    lines = [
        AnswerLine(cannot=one) if isinstance(one, str) else line_of(one) for one in (before, after)
    ]
    if isinstance(before, str) or isinstance(after, str):
        return AnswerChange(lines[0], lines[1], same=before == after)
    told = (*_moved(before, after), *(f"“{c}”: {a} → {b}" for c, a, b in verdicts(before, after)))
    return AnswerChange(lines[0], lines[1], told, not told)


def _values(found: Any) -> Mapping[str, frozenset[bool]]:
    situations = [taken for end in found.ends for taken in end.taken]
    return {
        str.__str__(name): frozenset(name in taken for taken in situations)
        for name in found.reading.option
    }


def _moved(before: Any, after: Any) -> Iterator[str]:
    """Options that end otherwise, in words."""
    old, new = _values(before), _values(after)
    for name, values in new.items():
        other = old.get(name)
        if other == values or (other is None and values == {False}):
            continue
        english = English(after.reading)
        was = _ended(English(before.reading), name, other) if other is not None else "not there"
        yield f"{was} → {_ended(english, name, values)}"


def _ended(english: English, name: str, values: frozenset[bool]) -> str:
    if len(values) > 1:
        return f"perhaps {english.literal(name, True)}"
    return english.literal(name, True in values)


def verdicts(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """(conclusion, verdict before, verdict after) where they differ."""
    old = {one.conclusion.text: str(one.verdict) for one in before.judged}
    english = English(after.reading)
    for one in after.judged:
        was, now = old.get(one.conclusion.text, "not asked"), str(one.verdict)
        if was != now:
            yield english.conclusion(one.conclusion), was, now


def home(state: State) -> HomeView:
    """Where one begins."""
    examples = []
    for name in shipped.shipped_cases():
        title = "five texts on Syria, five readings" if name == "syria" else ""
        examples.append(Choice(name, name, title))
    examples.sort(key=lambda each: each.value != "syria")
    lately = tuple(
        Recent(
            at,
            Path(known.place).name,
            known.place,
            known.opened[:10],
            not Path(known.place).is_dir(),
        )
        for at, known in enumerate(settings.lately()[:12])
    )
    beside = str(Path.cwd())
    return HomeView(tuple(examples), lately, beside, missing_reader())


def missing_reader() -> str:
    """What is lacking to read texts in full; empty where nothing is."""
    return "" if installed("read") else f"without spaCy less is found in a text: {command('read')}"
