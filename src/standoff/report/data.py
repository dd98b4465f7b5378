"""Answers as plain data: what `--json` prints (names as in `docs/reference/json.md`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standoff.analysis.judge.compare import Answer, Course, End, Judged
    from standoff.analysis.judge.explain import Deterrent, Explanation, Stand, Step
    from standoff.analysis.judge.premise import Premise
    from standoff.analysis.judge.verdict import Support
    from standoff.case.entry import Assumption
    from standoff.gmcr.concept.law import Solution
    from standoff.problem import Findings, Place, Problem

MAX_LISTED = 4096
"""More states than this are counted, not listed, and the result says so."""


def place(found: Place) -> dict[str, Any]:
    return {"file": found.file, "line": found.line, "column": found.column}


def problem(found: Problem) -> dict[str, Any]:
    return {**place(found.place), "message": found.message, "nearest": found.nearest}


def findings(found: Findings) -> dict[str, Any]:
    return {
        "problems": [problem(p) for p in found.problems],
        "warnings": [problem(p) for p in found.warnings],
    }


def line(found: Assumption) -> dict[str, Any]:
    """An assumption with its place, citations and grounding."""
    return {
        "section": str(found.section),
        "actor": found.actor,
        "condition": str(found.condition) if found.condition is not None else None,
        "citations": [str(c) for c in found.citations],
        "grounding": str(found.grounding),
        "attributed_to": found.marks.attributed_to,
        "hedged": found.marks.hedged,
        "file": found.place.file,
        "line": found.place.line,
    }


def facts(values: Mapping[str, bool]) -> dict[str, str]:
    return {name: "yes" if value else "no" for name, value in values.items()}


# --- solve --------------------------------------------------------------------------------------


def solution(found: Solution, world_facts: Mapping[str, bool]) -> dict[str, Any]:
    """One line of `standoff solve`: stable states by decision maker and concept, counts beyond a bound."""
    record: dict[str, Any] = {
        "model": found.model.name,
        "states": found.size,
        "engine": found.engine,
        "why": found.why,
        "concepts": {},
        "unsupported": list(found.model.unsupported),
    }
    if world_facts:
        record["facts"] = facts(world_facts)
    if found.size > MAX_LISTED:
        record["counted"] = f"more than {MAX_LISTED} states: counts instead of lists"
    if found.uncounted:
        record["uncounted"] = dict(found.uncounted)
    for concept, sets in found.stable.items():
        each = (_states(found, states) for states in sets)
        entry = {
            "per_dm": dict(zip(found.model.makers, each, strict=True)),
            "equilibria": _equilibria(found, concept),
        }
        record["concepts"][concept] = entry
    return record


def _equilibria(found: Solution, concept: str) -> Any:
    if concept in found.uncounted:
        return None
    if found.size > MAX_LISTED:
        return found.count(concept)
    return _states(found, found.equilibria(concept))


def _states(found: Solution, states: Any) -> Any:
    if found.size > MAX_LISTED:
        return found.game.count(states)
    return [list(found.model.space.taken(code)) for code in sorted(found.game.walk(states))]


# --- compare ------------------------------------------------------------------------------------


def end(found: End) -> dict[str, Any]:
    record: dict[str, Any] = {"states": [list(taken) for taken in found.taken]}
    if found.facts:
        record["facts"] = facts(found.facts)
    return record


def compare(answers: Sequence[Answer]) -> dict[str, Any]:
    return {"readings": [answer(found) for found in answers]}


def answer(found: Answer) -> dict[str, Any]:
    """One reading: where it comes to rest, what is stable, what becomes of its conclusions."""
    reading = found.reading
    return {
        "id": reading.id if reading.variant is None else f"{reading.id}:{reading.variant}",
        "title": reading.title,
        "at": str(reading.at) if reading.at else None,
        "rule": found.rule,
        "engine": found.solutions[0].engine,
        "exact": True,
        "states": found.states,
        "ends": [end(e) for e in found.ends],
        "equilibria": dict(found.equilibria),
        "conclusions": [judged(j) for j in found.judged],
        "grounding": dict(found.grounding),
        "unsupported": list(found.unsupported),
    }


def judged(found: Judged) -> dict[str, Any]:
    judgement, gap = found.judgement, found.missing
    conclusion = judgement.conclusion
    record = {
        "condition": str(conclusion.condition)
        if conclusion.condition is not None
        else " ".join(conclusion.effect or ()),
        "given": [str(c) for c in conclusion.given],
        "citations": [str(c) for c in conclusion.citations],
        "verdict": str(judgement.verdict),
        "supported": judgement.supported,
        "by": [support(s) for s in judgement.by],
        "rests_on": [[line(item) for item in lines] for lines in judgement.rests_on],
        "restates": judgement.restates,
        "opposed": judgement.opposed,
        "flips": list(judgement.flips),
        "missing": [premise(p) for p in gap.premises if not p.restates],
        "missing_restating": [premise(p) for p in gap.premises if p.restates],
        "tried": gap.tried,
    }
    if judgement.elsewhere is not None:
        holding, total = judgement.elsewhere
        record["elsewhere"] = {"holds_in": holding, "equilibria": total}
    return record


def support(found: Support) -> dict[str, Any]:
    lines = [[line(item) for item in lines] for lines in found.lines]
    return {"conjunct": found.conjunct, "by": str(found.by), "lines": lines}


def premise(found: Premise) -> dict[str, Any]:
    record: dict[str, Any] = {
        "kind": found.kind,
        "actor": found.actor,
        "position": found.position,
        "condition": found.condition,
        "file": found.place.file if found.place else None,
        "line": found.place.line if found.place else None,
    }
    if found.also is not None:
        record["also"] = {"actor": found.also[0], "condition": found.also[1]}
    return record


# --- evolve and explain -------------------------------------------------------------------------


def step(found: Step) -> dict[str, Any]:
    return {"actor": found.actor, "lines": [line(item) for item in found.lines]}


def evolution(found: Course, name: str) -> dict[str, Any]:
    """What is reached from today, by whose moves, and where it ends."""
    taken = found.world.model.space.taken
    return {
        "model": name,
        "rule": found.evolution.rule,
        "complete": found.evolution.complete,
        "facts": facts(found.world.open),
        "today": [list(taken(state)) for state in found.world.model.today],
        "states": [list(taken(state)) for state in found.evolution.states],
        "moves": [
            {"from": list(taken(s.state)), "to": list(taken(s.target)), **step(s)}
            for s in found.steps
        ],
        "ends": [end(e) for e in found.ends] if found.evolution.complete else None,
    }


def explanation(found: Explanation) -> dict[str, Any]:
    taken = found.world.model.space.taken
    return {
        "model": found.reading.full,
        "facts": facts(found.world.open),
        "state": list(taken(found.state)),
        "actors": [stand(found, s) for s in found.stands],
    }


def stand(found: Explanation, who: Stand) -> dict[str, Any]:
    """One actor: stays or would move, by which concept, against which answers, through which lines."""
    taken = found.world.model.space.taken
    return {
        "actor": who.actor,
        "stays": who.stays,
        "supported": who.supported,
        "stable": dict(who.stable),
        "better": [
            {
                "to": list(taken(t.step.target)),
                **step(t.step),
                "deterred_by": [deterrent(found, d) for d in t.deterrents],
            }
            for t in who.temptations
        ],
        "refused": [
            {"to": list(taken(r.step.target)), "worse": r.worse, **step(r.step)}
            for r in who.refused
        ],
    }


def deterrent(found: Explanation, answer: Deterrent) -> dict[str, Any]:
    taken = found.world.model.space.taken
    return {
        "concept": answer.concept,
        "answer": [{"to": list(taken(s.target)), **step(s)} for s in answer.moves],
        "lines": [line(item) for item in answer.lines],
    }
