"""The checks: what is wrong or doubtful in a case, all of it found in one pass.

`CHECKS` looks at one reading at a time (and at each variant of it), `FOLDER_CHECKS` at the files as
written. Each check is one function and one row. Looking names up, and what overlays may do, is checked
where it happens: in `standoff.case.reading`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from standoff.case.entry import (
    WISHLESS,
    Assumption,
    Case,
    Grounding,
    Overlay,
    Reading,
    Stance,
)
from standoff.case.format.source import Text, fits
from standoff.case.reading import (
    BASE,
    layers,
    merge,
    merge_base,
    overlays,
    sources_of,
)
from standoff.citation import Citation, Source
from standoff.condition import Not, names
from standoff.problem import (
    CaseError,
    Findings,
    Infeasible,
    NotComputed,
    Place,
    Problem,
    TooLarge,
    nearest,
)

MAX_SILENT_FACTS = 6
CARRY_AFTER = timedelta(days=90)

ModelCheck = Callable[[Reading], object]  # raises Infeasible where no state is left


# --- one reading ----------------------------------------------------------------------------------


def missing_wishes(reading: Reading, found: Findings) -> None:
    """Every actor's wishes are given, or said not to be known."""
    if reading.model is not None:
        return
    for actor in reading.actors:
        if actor.name not in reading.wants:
            found.problem(
                actor.place,
                f"nobody says what {actor.name} wants{_in(reading)}: list it under `wants`, "
                f"or write `{actor.name}: silent` (or `indifferent`, where the source says so)",
            )


def unsupported(reading: Reading, found: Findings) -> None:
    """An actor without wishes never moves: what rests on that is not supported."""
    for wants in reading.wants.values():
        if wants.stance is Stance.UNDECIDED:
            message = (
                f"what {wants.actor} wants is not decided{_in(reading)}: until then it never moves"
            )
            found.warning(wants.place, message)
        elif wants.stance in WISHLESS:
            message = f"{wants.actor} is {wants.stance}{_in(reading)}: it never moves, unsupported"
            found.warning(wants.place, message)


def empty_wishes(reading: Reading, found: Findings) -> None:
    """Who has no wish at all is called silent or indifferent."""
    for wants in reading.wants.values():
        given = wants.lines or wants.ranking or wants.weights
        if not given and wants.stance not in WISHLESS:
            found.problem(wants.place, f"{wants.actor} has no wish left: write `silent` if so")


def circles(reading: Reading, found: Findings) -> None:
    """An actor is part of another one, and never of itself."""
    above = {actor.name: actor.within for actor in reading.actors}
    for actor in reading.actors:
        if actor.within is None:
            continue
        if actor.within not in above:
            near = nearest(actor.within, above)
            found.problem(actor.place, f"`{actor.within}` is not an actor of this case", near)
            continue
        seen: set[str] = set()
        name: str | None = actor.within
        while name in above and name not in seen:
            seen.add(name)
            name = above[name]
        if actor.name in seen:
            found.problem(actor.place, f"{actor.name} is within itself: take one `within` away")


def silent_facts(reading: Reading, found: Findings) -> None:
    """A fact that the reading is silent about doubles the worlds."""
    silent = []
    set_to = {line.fact: line for line in reading.settings}
    for fact in reading.facts:
        line = set_to.get(fact.id)
        if line is None:
            message = f"`{fact.id}` is not set{_in(reading)}: it counts as silent"
            found.warning(fact.place, message)
        if line is None or line.condition is None:
            silent.append(fact)
    if len(silent) > MAX_SILENT_FACTS:
        found.problem(
            silent[MAX_SILENT_FACTS].place,
            f"{len(silent)} facts are silent{_in(reading)}, and at most {MAX_SILENT_FACTS} can be: "
            "set some to yes or no",
        )


def conditional(reading: Reading, found: Findings) -> None:
    """What is given are options, each once, and the conclusion says more than they do."""
    facts = {fact.id for fact in reading.facts}
    for entry in reading.conclusions:
        given = [name for each in entry.given for name in names(each)]
        for name, count in Counter(given).items():
            if name in facts:
                message = f"`{name}` is a fact: set it in a variant; `given` takes options"
                found.problem(entry.place, message)
            elif count > 1:
                found.problem(entry.place, f"`{name}` is given twice: delete one")
        if entry.condition is not None and given and set(names(entry.condition)) <= set(given):
            found.problem(
                entry.place,
                "what is given is the whole conclusion: an option that is set says nothing more; "
                "conclude something about another option",
            )
        if entry.effect is not None and not given:
            message = f"{entry.effect[0]} {entry.effect[1]} by what? Write `given` and an option"
            found.problem(entry.place, message)


def ranked_once(reading: Reading, found: Findings) -> None:
    """A ranking holds a state once, a list of weights an option once."""
    for wants in reading.wants.values():
        seen: dict[frozenset[str], int] = {}
        for state in wants.ranking:
            taken = frozenset(state.taken)
            if taken in seen:
                message = f"this state stands in line {seen[taken]} too: rank it once"
                found.problem(state.place, message)
            seen.setdefault(taken, state.place.line)
        weighed: dict[str, int] = {}
        for weight in wants.weights:
            if weight.name in weighed:
                first = weighed[weight.name]
                found.problem(weight.place, f"`{weight.name}` has a weight in line {first} already")
            weighed.setdefault(weight.name, weight.place.line)


def stuck(reading: Reading, found: Findings) -> None:
    """An option that is one-way in both directions is worth a look."""
    ways = {line.condition: line.place for line in reading.no_way_back}
    for condition, place in ways.items():
        if isinstance(condition, Not) and condition.body in ways:
            message = (
                f"`{condition.body}` can neither be taken nor left{_in(reading)}: it never moves"
            )
            found.warning(place, message)


def bargainers(reading: Reading, found: Findings) -> None:
    """Who kept or broke a bargain is an actor."""
    actors = [actor.name for actor in reading.actors]
    for remark in (remark for precedent in reading.precedents for remark in precedent.remarks):
        if remark.about in ("kept", "broke") and remark.text not in actors:
            message = f"`{remark.about}` names an actor; say the rest under `happened`"
            found.problem(remark.place, message, nearest(remark.text, actors))


def owned(reading: Reading, found: Findings) -> None:
    """A case is about somebody who could do something."""
    if not reading.options and not reading.model:
        place = Place(_main_file(reading), 1)
        found.problem(place, f"the case{_in(reading)} has no options: who could do what?")


def _main_file(reading: Reading) -> str:
    return reading.actors[0].place.file if reading.actors else reading.case


def _in(reading: Reading) -> str:
    """In which reading, where there are several. (Its variants would only say the same again.)"""
    return "" if reading.id == BASE else f" in {reading.id}"


Check = Callable[[Reading, Findings], None]

CHECKS: tuple[Check, ...] = (
    circles,
    unsupported,
    silent_facts,
    conditional,
    ranked_once,
    stuck,
    bargainers,
)
WHOLE_CHECKS: tuple[Check, ...] = (  # of what is missing: they need every line to have been read
    owned,
    missing_wishes,
    empty_wishes,
)


def check_case(
    reading: Reading, model_checks: Iterable[ModelCheck] = (), whole: bool = True
) -> Findings:
    """Everything wrong or doubtful in one merged reading.

    `whole` says that every line of it could be read. Then, if no problem was found, the model checks
    run; the Infeasible that one raises becomes a problem at the first line of `now` or `impossible`.
    """
    found = Findings()
    for check in (*CHECKS, *WHOLE_CHECKS) if whole else CHECKS:
        check(reading, found)
    if whole and not found.problems:
        for model_check in model_checks:
            try:
                model_check(_plain(reading))
            except Infeasible as error:
                lines = (*reading.now, *reading.impossible)
                place = lines[0].place if lines else Place(_main_file(reading), 1)
                found.problem(place, f"{error}{_in(reading)}")
            except (NotComputed, TooLarge):
                pass  # such a case is legal; the commands that compute say what they cannot
    return found


def _plain(reading: Reading) -> Reading:
    """The case without `!!` and `?`, which make no situation possible or impossible."""
    wants = {
        name: replace(each, lines=tuple(replace(line, strength=None) for line in each.lines))
        for name, each in reading.wants.items()
    }
    return replace(reading, wants=wants)


def sound(folder: Case, reading: str, variant: str | None = None) -> Reading:
    """The merged reading, which has no problem. Raises CaseError with all of them if it has."""
    case, found = merge(folder, reading, variant)
    found.extend(check_case(case))
    if found.problems:
        raise CaseError(found)
    return case


# --- the folder -----------------------------------------------------------------------------------


class Cited(NamedTuple):
    """One citation as written on one line."""

    citation: Citation
    place: Place


@dataclass(frozen=True)
class _Desk:
    """What the checks of a folder look at. `texts` is None where no directory of texts was given."""

    folder: Case
    texts: Mapping[str, Text] | None
    scopes: tuple[tuple[Overlay, Mapping[str, Source]], ...]

    @property
    def cited(self) -> Iterator[tuple[Cited, Mapping[str, Source]]]:
        return ((each, sources) for overlay, sources in self.scopes for each in citations(overlay))


def citations(overlay: Overlay) -> Iterator[Cited]:
    """Every citation written in an overlay (not in its variants), in the order of the sections."""
    entries: tuple[Any, ...] = (
        *overlay.options,
        *_lines(overlay),
        *overlay.wants.values(),
        *(weight for wants in overlay.wants.values() for weight in wants.weights),
        *overlay.offers,
        *overlay.conclusions,
        *overlay.forecasts,
        *overlay.precedents,
        *(remark for precedent in overlay.precedents for remark in precedent.remarks),
        *overlay.motives,
        *(line for motive in overlay.motives for line in motive.wants),
        *overlay.evidence,
        *overlay.questions,
    )
    return (Cited(citation, each.place) for each in entries for citation in each.citations)


def assumptions(overlay: Overlay) -> Iterator[Assumption]:
    """The assumptions written in an overlay: its lines, without what it denies or is silent on."""
    lines = (line for line in _lines(overlay) if line.condition is not None)
    return (line for line in lines if not line.marks.denied)


def _lines(overlay: Overlay) -> tuple[Assumption, ...]:
    """The lines written under `facts`, `now`, `impossible`, `no_way_back` and `wants`."""
    wishes = (line for wants in overlay.wants.values() for line in wants.lines)
    return (
        *overlay.settings,
        *overlay.now,
        *overlay.impossible,
        *overlay.no_way_back,
        *wishes,
    )


def sources_known(desk: _Desk, found: Findings) -> None:
    """Every citation names a source of the case."""
    for (citation, place), sources in desk.cited:
        if citation.source not in sources:
            message = (
                f"`{citation.source}` is not a source of this case: declare it under `sources`"
            )
            found.problem(
                place,
                f"{message}, or add sources/{citation.source}.yaml",
                nearest(citation.source, sources),
            )


def records(desk: _Desk, found: Findings) -> None:
    """Every cited sentence has a record, and the record a gloss."""
    seen: set[Place] = set()
    for (citation, place), sources in desk.cited:
        source = sources.get(citation.source)
        if source is None:
            continue
        missing = [n for n in citation.sentences if n not in source.records]
        if missing:
            numbers = ", ".join(f"s{n}" for n in missing[:5]) + (", …" if missing[5:] else "")
            found.warning(
                place,
                f"{citation} has no record of {numbers}: "
                f"`standoff cite {desk.folder.path} --texts DIR` adds it",
            )
        for number in citation.sentences:
            record = source.records.get(number)
            if record is None or record.gloss or record.place is None or record.place in seen:
                continue
            seen.add(record.place)
            message = f"s{number} has no gloss: say in your own words what it says"
            found.warning(record.place, message)


def clauses(desk: _Desk, found: Findings) -> None:
    """A clause lies inside its sentence, as far as the record tells."""
    for (citation, place), sources in desk.cited:
        source = sources.get(citation.source)
        record = source.records.get(citation.first) if source else None
        if citation.clause and record and citation.clause[1] > record.end - record.start:
            length = record.end - record.start
            message = (
                f"{citation}: the clause ends beyond the sentence, which has {length} characters"
            )
            found.problem(place, message)


def texts_found(desk: _Desk, found: Findings) -> None:
    """The texts of the cited sources are at hand, and are the ones that were cited."""
    cited: dict[str, Place] = {}
    for each, _ in desk.cited:
        cited.setdefault(each.citation.source, each.place)
    sources = {id: source for _, known in desk.scopes for id, source in known.items()}
    if desk.texts is None:
        if cited:
            place = next(iter(cited.values()))
            found.warning(place, "no citation was verified: give the texts with `--texts DIR`")
        return
    for id, place in cited.items():
        source = sources.get(id)
        if source is None:
            continue
        text = desk.texts.get(id)
        if text is None:
            found.warning(
                source.place or place,
                f"the text of {id} is not among the texts: its citations are not verified",
            )
        elif source.sha256 and source.sha256 != text.sha256:
            found.problem(
                source.place or place,
                f"the text of {id} changed: {text.file} is not the file that was cited. Get that one "
                f"back; or, after looking at each citation, delete `sha256` and the sentences in "
                f"sources/{id}.yaml and run `standoff cite` again",
            )


def citations_fit(desk: _Desk, found: Findings) -> None:
    """The text has the cited sentences, and its records fit it."""
    seen: set[Place] = set()
    for (citation, place), sources in desk.cited:
        source, text = _same_text(desk, sources, citation)
        if source is None or text is None:
            continue
        if citation.last > len(text.sentences):
            last = len(text.sentences)
            found.problem(place, f"{citation}: the text of {citation.source} ends with s{last}")
        elif text.quote(citation) is None:
            found.problem(place, f"{citation}: the clause ends beyond the sentence")
        for number in citation.sentences:
            record = source.records.get(number)
            if record is None or record.place is None or record.place in seen:
                continue
            seen.add(record.place)
            if not fits(record, text):
                found.problem(
                    record.place,
                    f"s{number} does not fit the text: its offsets or its hash are not those of the "
                    "sentence; delete the line and run `standoff cite` again",
                )


def _same_text(
    desk: _Desk, sources: Mapping[str, Source], citation: Citation
) -> tuple[Source | None, Text | None]:
    """The cited source and its text, if it is at hand and is the one that was cited."""
    source = sources.get(citation.source)
    text = (desk.texts or {}).get(citation.source)
    if source is None or text is None or (source.sha256 and source.sha256 != text.sha256):
        return source, None
    return source, text


def carried_over(desk: _Desk, found: Findings) -> None:
    """A line that cites only sources long older than the reading's time says so."""
    for overlay, reading, variant in overlays(desk.folder):
        if reading == BASE and desk.folder.readings:
            continue
        at = next((o.at for o in reversed(layers(desk.folder, reading, variant)) if o.at), None)
        sources = next(known for each, known in desk.scopes if each is overlay)
        for line in assumptions(overlay) if at else ():
            dates = [sources[c.source].date for c in line.citations if c.source in sources]
            ends = [date.latest for date in dates if date is not None]
            if not ends or len(ends) < len(line.citations) or line.marks.carried_over:
                continue
            assert at is not None
            if at.earliest - max(ends) > CARRY_AFTER:
                found.problem(
                    line.place,
                    f"the cited text ends {max(ends)}, more than {CARRY_AFTER.days} days before "
                    f"{at}: if it still holds then, add `carried over`",
                )


def rated(desk: _Desk, found: Findings) -> None:
    """What is rated is a motive that some reading names."""
    named = [
        (reading, motive.id) for o, reading, _ in overlays(desk.folder) for motive in o.motives
    ]
    known = {id for _, id in named} | {f"{reading}.{id}" for reading, id in named}
    for overlay, *_ in overlays(desk.folder):
        for rating in (rating for item in overlay.evidence for rating in item.ratings):
            if rating.motive not in known:
                message = f"`{rating.motive}` is not a motive of this case"
                found.problem(rating.place, message, nearest(rating.motive, known))


FOLDER_CHECKS: tuple[Callable[[_Desk, Findings], None], ...] = (
    sources_known,
    records,
    clauses,
    texts_found,
    citations_fit,
    carried_over,
    rated,
)


@dataclass(frozen=True)
class Report:
    """What checking a folder found, and the counts of what stands in it.

    Each written line counts once, however many readings share it; denied lines count for nothing.
    `implied` are the declared options that no `now` line of the folder names.
    """

    findings: Findings
    grounding: Mapping[Grounding, int]
    implied: int
    cited: int
    verified: int

    @property
    def assumptions(self) -> int:
        """Stated, inferred and unsourced lines together."""
        return sum(self.grounding.values())

    def as_json(self) -> dict[str, Any]:
        """The JSON of `standoff check`."""
        return {
            "problems": list(map(problem_json, self.findings.problems)),
            "warnings": list(map(problem_json, self.findings.warnings)),
            "assumptions": self.assumptions,
            "grounding": {
                **{kind.value: self.grounding.get(kind, 0) for kind in Grounding},
                "implied": self.implied,
            },
            "citations": {"total": self.cited, "verified": self.verified},
        }


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as data."""
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": problem.message,
        "nearest": problem.nearest,
    }


def check_folder(
    folder: Case,
    found: Findings | None = None,
    texts: Mapping[str, Text] | None = None,
    model_checks: Iterable[ModelCheck] = (),
) -> Report:
    """Every check on every reading and variant; `found` is what loading the folder found already."""
    everything = Findings()
    if found is not None:
        everything.extend(found)
    readable = not everything.problems
    everything.extend(merge_base(folder))
    named: dict[Place, set[str]] = {}
    scopes: list[tuple[Overlay, Mapping[str, Source]]] = []
    for overlay, reading, variant in overlays(folder):
        if reading == BASE and folder.readings:
            scopes.append((overlay, sources_of(folder, (folder.base,))))
            continue
        case, faults = merge(folder, reading, variant)
        scopes.append((overlay, case.sources))
        everything.extend(faults)
        whole = readable and not faults.problems
        everything.extend(check_case(case, model_checks, whole))
        _name_options(case, named)
    desk = _Desk(folder, texts, tuple(scopes))
    for check in FOLDER_CHECKS:
        check(desk, everything)
    written = [line for overlay, *_ in overlays(folder) for line in assumptions(overlay)]
    extra = [each for overlay, *_ in overlays(folder) for each in _valued(overlay)]
    grounding = Counter(line.grounding for line in written) + Counter(extra)
    cited = [*desk.cited]
    return Report(
        findings=_sorted(everything),
        grounding=grounding,
        implied=sum(not values for values in named.values()),
        cited=len(cited),
        verified=sum(_verified(desk, each.citation, sources) for each, sources in cited),
    )


def _name_options(reading: Reading, named: dict[Place, set[str]]) -> None:
    """Note which of the declared options (by their places) a line of `now` names."""
    today = {name for line in reading.now if line.condition for name in names(line.condition)}
    for option in reading.options:
        hit = {option.full} if reading.short[option.full] in today else set()
        named.setdefault(option.place, set()).update(hit)


def _valued(overlay: Overlay) -> Iterator[Grounding]:
    """Rankings and weights are assumptions too, one a line."""
    for wants in overlay.wants.values():
        yield from (Grounding.UNSOURCED for _ in wants.ranking)
        for weight in wants.weights:
            cited = Grounding.STATED if weight.marks.says else Grounding.INFERRED
            yield cited if weight.citations else Grounding.UNSOURCED


def _verified(desk: _Desk, citation: Citation, sources: Mapping[str, Source]) -> bool:
    source, text = _same_text(desk, sources, citation)
    if source is None or text is None or text.quote(citation) is None:
        return False
    records = [source.records.get(number) for number in citation.sentences]
    return all(record is not None and fits(record, text) for record in records)


def _sorted(found: Findings) -> Findings:
    """Each finding once (readings share the base), by file, line and column."""
    return Findings(
        sorted(set(found.problems), key=_order), sorted(set(found.warnings), key=_order)
    )


def _order(problem: Problem) -> tuple[Place, str]:
    return problem.place, problem.message
