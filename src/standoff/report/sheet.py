"""Answer sheets: a question answered in a few clauses, each with the sentences or the lines behind it.

Every sheet has the same parts in the same order: the answer in two sentences and in detail, how firm it
is, the path, what decides, what would change it, what it rests on, what is lacking. A sheet that cannot
be answered has the first and the last only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from standoff.analysis.bargain.motive import Episode, Outcome, Tested
from standoff.analysis.bargain.offer import Offered
from standoff.analysis.judge.compare import Answer, Course, grounding
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.question import Sheet
from standoff.analysis.vary.inverse import Change, Inverse
from standoff.analysis.vary.robust import NO, SUPPORTED, Robust
from standoff.analysis.vary.whatif import Difference, WhatIf
from standoff.case.entry import Assumption, Conclusion, Reading
from standoff.case.speak import spoken
from standoff.citation import Citation
from standoff.condition import conjunction, literal
from standoff.report import motives, offers, words
from standoff.report.outline import (
    Clause,
    assumption,
    change,
    clause,
    computed,
    line,
    listed,
    marks,
    said,
)

MAX_SHOWN = 6  # clauses of one part on the terminal; --json has all


@dataclass(frozen=True)
class Told:
    """A sheet in clauses, part by part."""

    answer: tuple[Clause, ...] = ()
    detail: tuple[Clause, ...] = ()
    firm: tuple[Clause, ...] = ()
    path: tuple[Clause, ...] = ()
    decides: tuple[Clause, ...] = ()
    changes: tuple[Clause, ...] = ()
    rests: tuple[Clause, ...] = ()
    lacks: tuple[Clause, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All of them."""
        return tuple(each for part in fields(self) for each in getattr(self, part.name))


_HEADS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "Answer",
        "detail": "In detail",
        "firm": "How firm",
        "path": "How it comes about",
        "decides": "What decides",
        "changes": "What would change it",
        "rests": "What it rests on",
        "lacks": "What is lacking",
    }
)
Part = Iterable[Clause]


def told(found: Sheet) -> Told:
    """The sheet in clauses."""
    if found.found is None:
        return Told(answer=(computed(found.cannot),), lacks=tuple(_lacks(found)))
    answer, detail, path, changes = _TOLD[found.question.computation](found)
    return Told(
        tuple(answer),
        tuple(dict.fromkeys(detail)),
        tuple(_firm(found)),
        tuple(dict.fromkeys(path)),
        tuple(_decides(found)),
        (*changes, *_turning(found)),
        tuple(_rests(found)),
        tuple(_lacks(found)),
    )


# --- the parts that every sheet has ---------------------------------------------------------------


def _firm(found: Sheet) -> Iterator[Clause]:
    count = len(found.deciding)
    if count:
        text = f"{count} of {found.lines} written lines, taken away alone, give another answer"
    else:
        text = f"none of {found.lines} written lines, taken away alone, gives another answer"
    yield computed(text)
    if isinstance(found.found, Answer) and found.question.conclusion is not None:
        for support in (s for each in found.found.judged for s in each.judgement.by):
            yield computed(words.support(support)[0], _lines(support.lines))


def _decides(found: Sheet) -> Iterator[Clause]:
    """The lines that decide alone, and what keeps the condition asked about from being so."""
    yield from (assumption(found.reading, each) for each in found.deciding)
    for support in found.contrary:
        yield computed(words.support(support)[0], _lines(support.lines))


def _lines(sets: Iterable[Iterable[Assumption]]) -> list[Assumption]:
    return list(dict.fromkeys(each for lines in sets for each in lines))


def _turning(found: Sheet) -> Iterator[Clause]:
    if found.deciding:
        yield computed("Taking away any one line of what decides")
    for name in found.turning:
        yield computed(f"The reading's variant “{name}”")


def _rests(found: Sheet) -> Iterator[Clause]:
    count = grounding(found.reading)
    yield computed(
        f"The reading has {found.lines} lines: {count['stated']} stated by a sentence, "
        f"{count['inferred']} inferred from one, {count['unsourced']} without a source; "
        f"{count['implied']} options are not done today because no line says so"
    )
    source = found.reading.sources.get(found.reading.id)
    if source is not None:
        yield computed(f"One source, which is one voice: {words.source(source)}")


def _lacks(found: Sheet) -> Iterator[Clause]:
    wants = found.reading.wants
    told_silent = [name for name in found.silent if wants[name].citations]
    for name in told_silent:
        yield Clause(
            f"The text gives {name} no wish{marks(wants[name].marks)}", wants[name].citations
        )
    rest = [name for name in found.silent if name not in told_silent]
    if rest:
        yield computed(
            f"The text is silent on what {', '.join(rest)} would want: they never move here"
        )
    for fact in found.reading.facts:
        if fact.id in found.open_facts:
            yield computed(f"The text is silent on this, both ways are tried: {fact.gloss}")
    for each in found.unsourced:
        yield assumption(found.reading, each)
    if isinstance(found.found, tuple):
        yield from _unrated(found.found)


def _unrated(found: Sequence[Episode | Offered]) -> Iterator[Clause]:
    tables = [each.table for each in found if isinstance(each, Episode)]
    if any(table.columns and not table.rated for table in tables):
        yield computed("Nobody has rated the evidence: it makes no motive likelier than another")


# --- compare ---------------------------------------------------------------------------------------

Parts = tuple[Part, Part, Part, Part]  # answer, detail, path, what would change it


def _compare(found: Sheet) -> Parts:
    answer, reading = found.found, found.reading
    assert isinstance(answer, Answer)
    judged = [each.judgement for each in answer.judged]
    clauses = [_judged(reading, each.conclusion, words.verdict(each)) for each in judged]
    changes = (
        computed(f"If {words.premise(premise)}")
        for each in answer.judged
        for premise in each.missing.premises
        if not premise.restates and premise.kind != "variant"  # told apart, with the others
    )
    path = _path(reading, answer.courses)
    if found.question.conclusion is not None:
        return (*clauses, _carried(answer)), (), path, changes
    follow = sum(each.verdict is Verdict.FOLLOWS for each in judged)
    count = f"Of {len(judged)} conclusions that the author draws, {follow} follow from his lines"
    return (*_rest(answer), computed(count)), clauses, path, changes


def _carried(answer: Answer) -> Clause:
    """What a conclusion rests on, or what the search for a missing premise brought."""
    (each,) = answer.judged
    if each.judgement.verdict is not Verdict.FOLLOWS:
        return computed(words.gap(each).capitalize())
    lines = _lines(each.judgement.rests_on)
    return computed(words.rests_on(each.judgement)[0].capitalize(), lines)


def _rest(answer: Answer) -> Iterator[Clause]:
    reading = answer.reading
    for end in answer.ends:
        where = words.in_world(end.facts)
        taken = end.taken[0]
        head = "It comes to rest" if not end.cycle else "It does not come to rest, and passes"
        text = f"{head}{' ' + where if where else ''} where {words.situation(reading, taken)}"
        yield Clause(text, _of(reading, taken), computed=True)


def _judged(reading: Reading, conclusion: Conclusion, verdict: str) -> Clause:
    if conclusion.effect is not None:
        actor, effect = conclusion.effect
        main = f"{actor} {effect if effect != 'same' else 'fares the same'}"
    else:
        assert conclusion.condition is not None
        main = spoken(reading, conclusion.condition, "will")
    given = listed(reading, conclusion.given, "does")
    text = f"Given that {given}, {main}" if given else main
    return Clause(
        f"{text[:1].upper()}{text[1:]}{marks(conclusion.marks)}: {verdict}",
        conclusion.citations,
        True,
    )


def _path(reading: Reading, courses: Iterable[Course]) -> Iterator[Clause]:
    """The moves from today, each with the lines that decide it."""
    for course in courses:
        where = words.in_world(course.world.open)
        if where:
            yield computed(f"{where}:")
        space = course.world.model.space
        if not course.steps:
            yield computed("Nobody gains by moving: everything stays as it is today")
        for step in course.steps:
            yield computed(change(reading, space, step.state, step.target), step.lines)


# --- whatif ----------------------------------------------------------------------------------------


def _what_if(found: Sheet) -> Parts:
    asked, reading = found.found, found.reading
    assert isinstance(asked, WhatIf)
    differences = [_difference(reading, each) for each in asked.differences]
    if len(differences) > 1:
        some = sum(not each.none for each in asked.differences)
        lead = computed(f"In {some} of {len(differences)} comparisons the act makes a difference")
    else:
        (lead,) = differences
    path: list[Clause] = []
    for world in asked.worlds:
        given = f"Given that {_set(reading, world.values, 'does')}:"
        path += [
            Clause(given, _of(reading, world.values), computed=True),
            *_path(reading, world.courses),
        ]
    itself = _by_itself(asked)
    return (lead, itself), differences if len(differences) > 1 else (), path, ()


def _by_itself(found: WhatIf) -> Clause:
    """Whether the acts come about where nothing is set."""
    ends = {"all": "in every end", "some": "in some ends", "none": "in no end"}
    acts = (
        f"{ends[share]} {spoken(found.reading, literal(name, True), 'would')}"
        for name, share in found.by_itself.items()
    )
    return Clause(f"Where nothing is set, {'; '.join(acts)}", _of(found.reading, found.acts), True)


def _set(reading: Reading, values: Mapping[str, bool], verb: str) -> str:
    return spoken(reading, conjunction(literal(*item) for item in values.items()), verb)


def _of(reading: Reading, names: Iterable[str]) -> tuple[Citation, ...]:
    """Where it says that these options are there to be taken, in the reading's own source if there."""
    chosen = set(names)
    cited = [c for o in reading.options if reading.short[o.full] in chosen for c in o.citations]
    return tuple([c for c in cited if c.source == reading.id] or cited)


def _difference(reading: Reading, found: Difference) -> Clause:
    """What one act makes of everything but itself."""
    here, there = found.here.values, found.there.values
    act = {name: value for name, value in here.items() if there.get(name) is not value}
    same = {name: value for name, value in here.items() if name not in act}
    given = f"Where {_set(reading, same, 'does')}, if" if same else "If"
    head = f"{given} {_set(reading, act, 'would')}, this is different"
    changed = [
        f"{spoken(reading, literal(each.option, each.here != 'none'), 'will')}"
        f"{' in some ends' if 'some' in (each.here, each.there) else ''}"
        for each in found.options
    ]
    for fate, word in (
        ("gains", "better off"),
        ("loses", "worse off"),
        ("mixed", "better or worse off"),
    ):
        if actors := [actor for actor, its in found.fates.items() if its == fate]:
            changed.append(f"{word}: {', '.join(actors)}")
    told = "; ".join(changed) or "nothing"
    options = _of(reading, [*here, *(each.option for each in found.options)])
    lines = tuple(c for each in found.wishes for c in each.line.citations)
    return Clause(f"{head}: {told}", (*options, *lines), computed=True)


# --- why -------------------------------------------------------------------------------------------


def _why(found: Sheet) -> Parts:
    assert isinstance(found.found, tuple)
    tested = [t for each in found.found if isinstance(each, Episode) for t in each.tested]
    answer = [
        _ranked(having, len(tested), head)
        for outcome, head in _RANKS.items()
        if (having := [each for each in tested if each.outcome is outcome])
    ]
    named = ((each.label, motives.named(each.motive)) for each in tested)
    detail = [Clause(f"{label}: {told.text}", told.citations) for label, told in named]
    return answer, detail, _moves(tested), ()


def _ranked(having: Sequence[Tested], of: int, head: str) -> Clause:
    labels = (f"{t.label}{' (restates the act)' if t.restates else ''}" for t in having)
    cited = tuple(citation for each in having for citation in each.motive.citations)
    return Clause(f"{len(having)} of {of} motives {head}: {', '.join(labels)}", cited, True)


def _moves(tested: Iterable[Tested]) -> Iterator[Clause]:
    for each in tested:
        if each.outcome is Outcome.RATIONAL:
            first, *_ = motives.steps(each.alone[0])
            yield Clause(f"{each.label}: {first.text}", first.citations, computed=True)


_RANKS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.RATIONAL: "make it the actor's best move, and it stays done",
        Outcome.UNDONE: "make it the best move, and it is undone later",
        Outcome.SECOND: "make it better than nothing, not best",
        Outcome.LATER: "make it pay only by what follows",
        Outcome.FAILS: "do not make it rational",
    }
)


# --- robust ----------------------------------------------------------------------------------------


def _robust(found: Sheet) -> Parts:
    asked = found.found
    assert isinstance(asked, Robust)
    turning, decides = asked.turning, asked.decides
    wanted = _judged(found.reading, asked.conclusion, str(turning.verdict).replace("-", " "))
    counts, total = decides.counts, sum(decides.counts.values())
    combined = (
        f"Over all combinations of whose list is taken from which text, it follows and is carried in "
        f"{counts[SUPPORTED]:,} of {total:,} ({decides.method})"
    )
    detail = [
        computed(f"{turning.flips[size]:,} of {turning.of[size]:,} sets of {size} changes turn it")
        for size in turning.of
    ]
    detail += [computed(text) for text in _lists(asked)]
    changes = (
        computed("; and ".join(edit.text for edit in chosen), [edit.line for edit in chosen])
        for chosen in turning.smallest
    )
    return (wanted, computed(combined)), detail, _path(found.reading, found.courses), changes


def _lists(found: Robust) -> Iterator[str]:
    """Whose list, taken from which text, gives another answer by itself."""
    for actor, by_reading in found.decides.alone.items():
        others = [r for r, outcome in by_reading.items() if outcome != NO]
        if others and len(others) < len(by_reading):
            yield f"{actor}'s list decides: with that of {', '.join(others)} it follows"
    if all(len(set(by_reading.values())) == 1 for by_reading in found.decides.alone.values()):
        yield "Nobody's list alone decides: taken from any text, the answer stays"


# --- inverse and offers ----------------------------------------------------------------------------


def _inverse(found: Sheet) -> Parts:
    asked = found.found
    assert isinstance(asked, Inverse)
    wanted = _judged(found.reading, asked.conclusion, "").text.rstrip(": ")
    tried = f"{asked.tried:,} sets of up to {asked.bound} changes tried"
    many = f"{asked.size} change{'' if asked.size == 1 else 's'}"
    if asked.size == 0:
        clauses = [computed(f"{wanted}: it follows already, nothing has to change")]
    elif asked.size is None:
        clauses = [computed(f"{wanted}: none does, unless an owner simply wants it ({tried})")]
    else:
        clauses = [computed(f"{wanted}: it takes {many}, no fewer ({tried})")]
    if asked.restating:
        size, ways = len(asked.restating[0].edits), len(asked.restating)
        text = f"Where an owner simply wants it, it takes {size} changes, no fewer: {ways} ways"
        clauses.append(computed(text))
    changes = (_edits(each) for each in (*asked.changes, *asked.restating))
    return clauses, (), _path(found.reading, found.courses), changes


def _edits(found: Change) -> Clause:
    parts = (
        f"{edit.text}{f' ({where})' if where else ''}: {says.text}"
        for edit, where, says in zip(found.edits, found.positions, found.says, strict=True)
    )
    return computed("; and ".join(parts), [edit.line for edit in found.edits])


def _offers(found: Sheet) -> Parts:
    assert isinstance(found.found, tuple)
    having = [each for each in found.found if isinstance(each, Offered)]
    deals = [(each.reading, deal) for each in having for deal in each.deals]
    hold = sum(all(deal.holds for deal in each.deals) for each in having)
    answer = [computed(f"{hold} of {len(having)} offers would hold by the lists of this reading")]
    parts = [part for _, deal in deals for part in deal.parts]
    if breaking := list(dict.fromkeys(p.actor for p in parts if not p.kept)):
        lines = [each for part in parts for each in part.lines if not part.kept]
        answer.append(computed(f"Not shown to keep its part: {', '.join(breaking)}", lines))
    detail: list[Clause] = []
    for each in having:
        detail.append(offers.offered(each))
        lacking = (part for deal in each.deals for part in deal.lacking)
        detail += [told for part in lacking for told in offers.part(each.reading, part)]
    detail += [told for each in having for told in offers.before(each.precedents)]
    path = (offers.way(reading, deal) for reading, deal in deals)
    changes = (
        told
        for each in having
        for deal in each.deals
        for told in offers.mends(deal, f"The offer of {each.offer.actor}")
    )
    return answer, detail, path, changes


_TOLD: Mapping[str, Callable[[Sheet], Parts]] = MappingProxyType(
    {
        "compare": _compare,
        "whatif": _what_if,
        "why": _why,
        "robust": _robust,
        "inverse": _inverse,
        "offers": _offers,
    }
)


# --- for the terminal, and as data -----------------------------------------------------------------


IN_BRIEF = ("answer", "firm", "lacks")
"""The parts of a sheet that are shown where many questions stand together."""


def table(found: Sheet, parts_shown: Sequence[str] = tuple(_HEADS)) -> RenderableType:
    """The sheet: the question, then its parts."""
    reading, question = found.reading, found.question
    head = Text(question.text, style="bold")
    cited = " ".join(map(str, question.citations))
    head.append(f"  [{cited}]" if cited else "", style="dim")
    at = f", speaks of {reading.at}" if reading.at else ""
    parts: list[RenderableType] = [head]
    parts.append(line(0, f"reading {reading.id}{at}; answered by {question.computation}", "dim"))
    sheet = told(found)
    for field, title in _HEADS.items():
        clauses: tuple[Clause, ...] = getattr(sheet, field) if field in parts_shown else ()
        if clauses:
            parts.append(line(2, title, "italic"))
        shown = clauses if field in ("answer", "detail") else clauses[:MAX_SHOWN]
        parts += [said(4, each) for each in shown]
        if len(clauses) > len(shown):
            parts.append(line(4, f"… and {len(clauses) - len(shown)} more, see --json", "dim"))
    return Group(*parts)


def as_data(found: Sheet) -> dict[str, Any]:
    """What `standoff ask --json` prints of one question."""
    sheet = told(found)
    return {
        "id": found.question.id,
        "asks": found.question.text,
        "citations": [str(citation) for citation in found.question.citations],
        "reading": found.reading.id,
        "at": str(found.reading.at) if found.reading.at else None,
        "computation": found.question.computation,
        "cannot": found.cannot or None,
        **{field: [clause(each) for each in getattr(sheet, field)] for field in _HEADS},
    }
