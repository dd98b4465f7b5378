"""What is computed in a worker process, in steps, each sent as soon as it is there.

A worker is one process with one pipe. It takes a job, sends what the job yields, and is interrupted in the
middle of anything by a signal; what it has read and worked out before stays for the next job.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any, TypeAlias

from standoff.app.web.state import Kept, Snapshot
from standoff.problem import StandoffError
from standoff.report.document import Document

Message: TypeAlias = tuple[str, Any]
"""(`stage`, `progress` or `result`, what)"""
STOP = getattr(signal, "SIGUSR1", None)
"""The signal that ends a job and leaves its process alive; None where there is none."""
NEEDED = (
    "standoff.analysis.survey",
    "standoff.app.web.suppose",
    "standoff.report.tell.compare",
    "standoff.report.tell.model.moves",
)
"""What the answers need, loaded before the first job: one that is stopped meanwhile costs nothing then."""
MEMORY = 3_000_000_000
"""Bytes of data that a worker may hold."""


class Superseded(BaseException):
    """The job is not wanted any more."""


class _Interrupt:
    """Ends a job by a signal, but never in the middle of a message: half of one would spoil the pipe."""

    def __init__(self) -> None:
        self.working = False
        self.sending = False
        self.asked = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.sending:
            self.asked = True
        elif self.working:
            self.working = False
            raise Superseded

    def send(self, pipe: Any, message: Message) -> None:
        """Send a message whole, then end the job if that was asked for meanwhile."""
        self.sending = True
        try:
            pipe.send(message)
        finally:
            self.sending = False
        if self.asked:
            raise Superseded


_interrupt = _Interrupt()
_parsed: Any = Kept(400)


def main(pipe: Any, environment: Mapping[str, str]) -> None:
    """The life of a worker: jobs in, messages out, until the pipe is closed."""
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the app, which then closes the pipe
    if STOP is not None:
        signal.signal(STOP, _interrupt)
    _limit()
    for name in NEEDED:
        import_module(name)
    pipe.send(("ready", None))
    while True:
        try:
            kind, payload = pipe.recv()
            pipe.send(_done(pipe, kind, payload))
        except (EOFError, OSError):
            return


def _done(pipe: Any, kind: str, payload: Mapping[str, Any]) -> Message:
    """Do a job and send what it yields; gives how it ended."""
    _interrupt.asked = False
    try:
        _interrupt.working = True
        for message in JOBS[kind](payload):
            _interrupt.send(pipe, message)
        _interrupt.working = False
    except Superseded:
        return "stopped", None
    except StandoffError as error:
        return "failed", str(error)
    except MemoryError:
        return "failed", "this takes more memory than the app may use"
    except RecursionError:
        return "failed", "this is nested too deep"
    finally:
        _interrupt.working = False
    return "done", None


def _sent(document: Document) -> Document:
    """A document as it can be sent: its words of the field are a table that cannot."""
    return replace(document, glossary=dict(document.glossary))


def _limit() -> None:
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def _snapshot(payload: Mapping[str, Any]) -> Snapshot:
    return Snapshot(Path(payload["root"]), payload["files"], _parsed)


# --- the jobs -------------------------------------------------------------------------------------


def warm(payload: Mapping[str, Any]) -> Iterator[Message]:
    """Nothing: who asks for it wants the process to be there."""
    yield "result", None


def answer(payload: Mapping[str, Any]) -> Iterator[Message]:
    """Stages 2 and 3 of an answer: what it rests on, what is stable; the premises."""
    from standoff.analysis.judge.compare import Comparison, stages
    from standoff.app.web import suppose
    from standoff.record import plain
    from standoff.report.tell.compare import tell

    snapshot = _snapshot(payload)
    reading = snapshot.sound(payload["reading"], payload["variant"])
    reading = suppose.apply(reading, payload["changes"])
    around = snapshot.around(reading) if not payload["changes"] else {}
    for stage, found in enumerate(stages(reading, around, readings=snapshot.every), start=1):
        if stage > 1:
            told = _sent(tell(Comparison((found,))))
            data = {"stage": stage, "reading": reading.name, "answer": plain(found)}
            parts = {"premises": _premises(found), "moves": _sent(_moves(snapshot, found))}
            yield "stage", {**data, "document": told, "parts": parts}


def _moves(snapshot: Snapshot, found: Any) -> Document:
    """How a reading can move, as the report shows it."""
    from standoff.analysis.survey import survey
    from standoff.report.english import GLOSSARY
    from standoff.report.tell.model import moves

    marks = {actor.name: at for at, actor in enumerate(found.reading.actors)}
    part = moves.tell(survey(snapshot.case, (found,)), marks)
    return Document(part.title.text, part.blocks, glossary=GLOSSARY)


def _premises(found: Any) -> dict[str, str]:
    """Conclusion -> the first premise that would make it follow, in words."""
    from standoff.report.english import English
    from standoff.report.tell.compare import premise_clause

    english = English(found.reading)
    return {
        one.conclusion.text: premise_clause(english, one.missing[0]).text
        for one in found.judged
        if one.missing
    }


def sheet(payload: Mapping[str, Any]) -> Iterator[Message]:
    """A question on demand: what it is about as typed, in one reading."""
    from standoff.analysis.asking import Command
    from standoff.app.web import suppose
    from standoff.case.question import QUESTIONS
    from standoff.record import plain

    snapshot = _snapshot(payload)
    row = QUESTIONS[payload["computation"]]
    reading = suppose.apply(
        snapshot.sound(payload["reading"], payload["variant"]), payload["changes"]
    )
    every = tuple(reading if each.name == reading.name else each for each in snapshot.every)
    about: Any = payload["about"]
    if row.asks == "acts":
        about = [each.strip() for each in str(about).split(" ") if each.strip()]
    elif row.asks == "nothing" or not about:
        about = None
    given = {each.name: each.default for each in row.parameters if each.name != "save"}
    asked = Command(
        lambda: every,
        lambda: (reading,),
        snapshot.around,
        about=about,
        within=True,
        parameters={**given, **payload["options"]},
    )
    records = list(row.answers("command")(asked))
    tell = row.tells("tell")
    for record in records:
        yield "result", {"record": plain(record), "document": _sent(tell(record))}


def asked(payload: Mapping[str, Any]) -> Iterator[Message]:
    """The questions that the case itself asks, in one reading."""
    from standoff.analysis.asking import Around
    from standoff.analysis.question import sheet as answered
    from standoff.record import plain
    from standoff.report.tell.sheet import tell, told

    snapshot = _snapshot(payload)
    reading = snapshot.sound(payload["reading"], payload["variant"])
    around = Around(snapshot.every, snapshot.around(reading))
    for at, question in enumerate(reading.questions, start=1):
        yield "progress", {"done": at - 1, "of": len(reading.questions), "words": question.text}
        found = answered(reading, question, around)
        yield "result", {"record": plain(told(found)), "document": _sent(tell(found))}


def report(payload: Mapping[str, Any]) -> Iterator[Message]:
    """The report of a case as one page."""
    from standoff.analysis.asking import REPORTED, Around
    from standoff.analysis.judge.compare import answer as whole
    from standoff.analysis.question import sheet
    from standoff.analysis.survey import survey
    from standoff.report.html.page import Report, render
    from standoff.report.tell.report import tell
    from standoff.version import VERSION

    snapshot = _snapshot(payload)
    answers, sheets = [], []
    variants = {reading.name: snapshot.around(reading) for reading in snapshot.every}
    for at, reading in enumerate(snapshot.every):
        words = f"judging {reading.name}"
        yield "progress", {"done": at, "of": len(snapshot.every), "words": words}
        around = Around(snapshot.every, variants[reading.name], REPORTED)
        answers.append(whole(reading, variants[reading.name], readings=snapshot.every))
        sheets += [sheet(reading, each, around) for each in reading.questions]
    surveyed = survey(
        snapshot.case, answers, payload["sentences"], sheets=sheets, variants=variants
    )
    yield "result", render(Report(tell(surveyed), VERSION))


def contested(payload: Mapping[str, Any]) -> Iterator[Message]:
    """What each contested wish does: another reading's list of that actor taken instead of one's own.

    Yields, by (actor, reading, other reading), whether the verdicts or the end change.
    """
    from standoff.analysis.judge.compare import stages
    from standoff.case.check.reading import check_case
    from standoff.case.entry import Reading
    from standoff.case.walk import names_in
    from standoff.problem import Infeasible, NotComputed

    def outcome(reading: Reading) -> Any:
        found = next(stages(reading))
        ends = tuple(sorted(map(sorted, (end.taken for end in found.ends))))
        return ends, tuple(one.verdict for one in found.judged)

    snapshot = _snapshot(payload)
    own = {each.name: outcome(each) for each in snapshot.every}
    pairs = [(a, b) for a in snapshot.every for b in snapshot.every if a is not b]
    actors = payload["actors"]
    for at, (one, other) in enumerate(pairs):
        yield "progress", {"done": at, "of": len(pairs), "words": f"{one.id} with {other.id}"}
        for actor in actors:
            wants = other.wants.get(actor)
            if actor not in one.wants or wants is None or wants == one.wants[actor]:
                continue
            changed = replace(one, wants={**one.wants, actor: wants})
            declared = set(one.option) | {fact.id for fact in one.facts}
            if not set(map(str.__str__, names_in(wants))) <= declared:
                continue  # it names what this reading has not
            if check_case(changed).problems:
                continue
            try:
                same = outcome(changed) == own[one.name]
            except (Infeasible, NotComputed):
                continue
            yield "result", {"actor": actor, "reading": one.id, "other": other.id, "same": same}


def read(payload: Mapping[str, Any]) -> Iterator[Message]:
    """Read texts of a desk: propose records, and pairs across texts; what was decided stays."""
    import dataclasses

    from standoff.store import records, sources
    from standoff.text.annotation import Flag
    from standoff.text.backend import Settings, annotate
    from standoff.text.desk.pair import pairs
    from standoff.text.find.word.lexicon import lexicon

    desk = Path(payload["desk"])
    names = lexicon(payload["names"])
    for at, id in enumerate(payload["sources"]):
        yield "progress", {"done": at, "of": len(payload["sources"]), "words": f"reading {id}"}
        text = sources.imported(desk, id)
        settings = Settings(published=text.source.date, names=names, roles=text.roles)
        new = annotate(text.text, id, payload["backend"], settings)
        if id in payload["by_hand"]:  # the rules know English: of others only what is no article
            flags = tuple(record for record in new.records if isinstance(record, Flag))
            new = dataclasses.replace(new, records=flags)
        records.read_again(desk, new, text)
    every = [records.load(desk, id) for id in sources.ids(desk)]
    every = [one for one in every if one.annotation.backend]
    if len(every) > 1:
        yield "progress", {"done": 0, "of": 1, "words": "looking for what is said twice"}
        found = pairs([(one.text, one.annotation) for one in every])
        for one in every:
            id = one.annotation.source
            records.pair_again(desk, id, [pair for source, pair in found if source == id])
    yield "result", {"sources": list(payload["sources"])}


JOBS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[Message]]] = MappingProxyType(
    {
        "warm": warm,
        "answer": answer,
        "sheet": sheet,
        "asked": asked,
        "report": report,
        "contested": contested,
        "read": read,
    }
)
