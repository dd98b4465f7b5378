"""All that is wrong or lacking, and a sentence with what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from standoff.app.web.show.line import uses
from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.check import CheckGroup, CheckRow, CheckView, Fix
from standoff.app.web.view.panel import EvidenceView
from standoff.case.entry import Grounding
from standoff.case.reading import sources_of
from standoff.citation import Citation
from standoff.condition import names
from standoff.problem import StandoffError, UnknownName
from standoff.report.english import English, label


def evidence(state: State, cite: str) -> EvidenceView:
    """A sentence with its neighbours and what rests on it. Raises ConditionError, UnknownName."""
    citation = Citation.parse(cite)
    id, number = citation.source, citation.first
    snapshot = state.snapshot() if state.root is not None else None
    sources = sources_of(snapshot.case) if snapshot is not None else {}
    source = sources.get(id)
    said = state.verbatim(snapshot) if snapshot is not None else {}
    doubt, words = "", {}
    if (id, number) in said:
        words = {
            at: said.get((id, at), "")
            for at in (number - 1, *citation.sentences, citation.last + 1)
        }
    elif state.desk is not None:
        words, source = _of_desk(state.desk, id, citation, source)
    if source is None:
        raise UnknownName("source", id, sources)
    record = source.records.get(number)
    if not words:
        doubt = "the text is not at hand: this is our gloss of it"
    sentence = " ".join(filter(None, (words.get(at, "") for at in citation.sentences)))
    clause = sentence[slice(*citation.clause)] if citation.clause and sentence else ""
    return EvidenceView(
        cite=str(citation),
        source=id,
        name=source.outlet or source.title or id,
        date=str(source.date or ""),
        before=words.get(number - 1, ""),
        sentence=sentence or (record.gloss if record else ""),
        after=words.get(citation.last + 1, ""),
        verbatim=bool(sentence),
        gloss=record.gloss if record else "",
        uses=tuple(uses(snapshot, id, set(citation.sentences))) if snapshot else (),
        href=f"/texts/{id}?s={number}",
        doubt=doubt,
        clause=clause,
    )


def _of_desk(desk: Path, id: str, citation: Citation, source: Any) -> tuple[dict[int, str], Any]:
    from standoff.store.sources import ids, imported
    from standoff.text.sentence import sentences

    if id not in ids(desk):
        return {}, source
    text = imported(desk, id)
    parts = sentences(text.text)
    wanted = range(citation.first - 1, citation.last + 2)
    words = {p.number: text.text[p.start : p.end] for p in parts if p.number in wanted}
    return words, source or text.source


GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "problems": "Problems: no answer before they are mended",
        "rests": "Lines without a source that the answer rests on",
        "follows": "Conclusions that do not follow",
        "glosses": "Cited sentences without a gloss",
        "lists": "Actors whose wishes are not decided",
        "unused": "Accepted offers and options that no line uses",
        "unsourced": "Other lines without a source",
        "idle": "Options that no line speaks of",
        "pairs": "Things said twice, not decided",
        "warnings": "Warnings",
    }
)
"""Kinds of what is wrong or lacking, the weightiest first."""


def check(state: State, reading: str) -> CheckView:
    """All that is wrong or lacking, the weightiest first."""
    snapshot = state.snapshot()
    texts = state.source_texts(snapshot)
    report = snapshot.check(texts or None)
    findings = report.findings
    unsourced, rests = _unsourced(state, snapshot)
    glosses = list(_glosses(snapshot))
    lacking = {row.line for row in glosses}
    rows: Mapping[str, Iterable[CheckRow]] = {
        "problems": (_problem(snapshot, p) for p in findings.problems),
        "rests": rests,
        "follows": _gaps(state, snapshot),
        "glosses": glosses,
        "lists": _undecided(snapshot),
        "unused": _unused(state, snapshot),
        "unsourced": unsourced,
        "idle": _idle(snapshot),
        "pairs": _pairs(state),
        "warnings": (
            _problem(snapshot, p, "warning")
            for p in findings.warnings
            if not (p.place.line in lacking and "gloss" in p.message)
        ),
    }
    groups = (
        CheckGroup(kind, name, tuple(rows[kind]), kind == "problems")
        for kind, name in GROUPS.items()
    )
    kept = tuple(group for group in groups if group.rows)
    return CheckView(kept, len(findings.problems), len(findings.warnings))


def _problem(snapshot: Snapshot, problem: Any, kind: str = "problem") -> CheckRow:
    trouble = snapshot.trouble(problem)
    fix = None
    if trouble.nearest:
        body = {
            "op": "nearest",
            "file": trouble.file,
            "line": trouble.line,
            "column": trouble.column,
            "new": trouble.nearest,
        }
        fix = Fix(f"write {trouble.nearest}", "/api/edit", body)
    elif "no record of" in trouble.words:
        fix = Fix("add the record", "/api/edit", {"op": "cite"})
    return CheckRow(
        kind,
        problem.message + problem.hint,
        trouble.file,
        trouble.line,
        f"/file/{trouble.file}?line={trouble.line}",
        fix,
    )


def _row(snapshot: Snapshot, kind: str, words: str, entry: Any, reading: str = "") -> CheckRow:
    file = snapshot.name_of(entry.place.file)
    where = f"/case/{reading}" if reading else f"/file/{file}?line={entry.place.line}"
    return CheckRow(kind, words, file, entry.place.line, where)


def _unsourced(
    state: State, snapshot: Snapshot
) -> tuple[tuple[CheckRow, ...], tuple[CheckRow, ...]]:
    """Lines without a source: those that decide nothing, and those that an answer rests on."""
    others: dict[Any, CheckRow] = {}
    rests: dict[Any, CheckRow] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        deciding: set[Any] = set()
        with suppress(StandoffError):
            found = state.answer(snapshot, id)
            steps = (
                line for course in found.courses for step in course.steps for line in step.lines
            )
            held = (
                line
                for one in found.judged
                for by in one.by
                for lines in by.lines
                for line in lines
            )
            deciding = {line.place for line in (*steps, *held)}
        for line in merged.assumptions:
            if line.grounding is Grounding.UNSOURCED:
                kept = rests if line.place in deciding else others
                kept.setdefault(
                    line.place, _row(snapshot, "unsourced", english.line(line), line, id)
                )
    return tuple(r for p, r in others.items() if p not in rests), tuple(rests.values())


def _gaps(state: State, snapshot: Snapshot) -> Iterator[CheckRow]:
    for id in snapshot.readings:
        with suppress(StandoffError):
            found = state.answer(snapshot, id)
            english = English(found.reading)
            late = state.answers.get(("late", *state.answer_key(snapshot, id)), {})
            told = late[3]["parts"]["premises"] if 3 in late else {}
            for one in found.judged:
                if str(one.verdict) == "follows":
                    continue
                premise = told.get(one.conclusion.text, "")
                words = f"{label(found.reading)}: {english.conclusion(one.conclusion)}"
                words += f". It would follow if {premise}" if premise else ""
                yield _row(snapshot, "follows", words, one.conclusion, id)


def _glosses(snapshot: Snapshot) -> Iterator[CheckRow]:
    for source in sources_of(snapshot.case).values():
        for record in source.records.values():
            if not record.gloss and record.place is not None:
                file = snapshot.name_of(record.place.file)
                cite = f"{source.id}#s{record.number}"
                fix = Fix(
                    "write the gloss",
                    "/api/gloss",
                    {"source": source.id, "sentence": record.number},
                )
                yield CheckRow(
                    "gloss",
                    f"{cite} has no gloss",
                    file,
                    record.place.line,
                    f"/texts/{source.id}?s={record.number}",
                    fix,
                )


def _undecided(snapshot: Snapshot) -> Iterator[CheckRow]:
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        if merged.model is not None:
            continue
        for actor in merged.actors:
            wants = merged.wants.get(actor.name)
            if wants is None or str(wants.stance) == "undecided":
                words = f"{label(merged)}: what {actor.name} wants"
                body = {
                    "op": "stance",
                    "reading": id,
                    "actor": actor.name,
                    "stance": "silent",
                    "file": snapshot.file_of(id),
                }
                fix = Fix("the text is silent", "/api/edit", body)
                yield CheckRow(
                    "list",
                    words,
                    snapshot.file_of(id),
                    (wants or actor).place.line,
                    f"/case/{id}",
                    fix,
                )


def _idle(snapshot: Snapshot) -> Iterator[CheckRow]:
    said: set[str] = set()
    options: dict[str, Any] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        if merged.model is not None:
            return
        options |= {str.__str__(o.full): o for o in merged.options}
        for line in merged.assumptions:
            said |= {str.__str__(n) for n in names(line.condition)} if line.condition else set()
        for offer in merged.offers:
            said |= {str.__str__(n) for each in (*offer.gives, *offer.takes) for n in names(each)}
    for full, option in options.items():
        if full not in said:
            yield _row(
                snapshot, "idle", f"{option.actor} could {option.gloss or option.id}", option
            )


def _unused(state: State, snapshot: Snapshot) -> Iterator[CheckRow]:
    """Sentences of accepted offers and options that no line cites."""
    if state.desk is None:
        return
    from standoff.store import records
    from standoff.store.sources import ids
    from standoff.text.annotation import Offer, Option

    for id in ids(state.desk):
        with suppress(StandoffError):
            loaded = records.load(state.desk, id)
            for record in loaded.annotation.records:
                if isinstance(record, Offer | Option) and record.accepted:
                    number = loaded.annotation.sentence_at(record.start).number
                    if not list(uses(snapshot, id, {number})):
                        yield CheckRow(
                            "unused",
                            f"{id} s{number}: {record.quote}",
                            "",
                            0,
                            f"/texts/{id}?s={number}",
                        )


def _pairs(state: State) -> Iterator[CheckRow]:
    if state.desk is None:
        return
    from standoff.store import records
    from standoff.store.sources import ids
    from standoff.text.annotation import Pair

    for id in ids(state.desk):
        with suppress(StandoffError):
            loaded = records.load(state.desk, id)
            for pair in loaded.annotation.of(Pair):
                if pair.state == "proposed":
                    number = loaded.annotation.sentence_at(pair.start).number
                    yield CheckRow(
                        "pair",
                        f"{id} s{number} and {pair.other}: {pair.quote}",
                        "",
                        0,
                        "/readings?tab=said",
                    )
