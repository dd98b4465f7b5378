"""The check of a whole case: every reading, every variant, every citation, and what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standoff.case.check.citation import CITATION_CHECKS, Citing, assumptions
from standoff.case.check.reading import ModelCheck, check_case
from standoff.case.entry import Actor, Case, Grounding, Overlay, Reading, grounding
from standoff.case.format.source import Text, reserved
from standoff.case.reading import BASE, merge, merge_base, overlays, sources_of
from standoff.citation import Source
from standoff.condition import names
from standoff.problem import CaseError, Findings, Place, Problem, nearest, skeleton, unlike


def rated(citing: Citing, findings: Findings) -> None:
    """What is rated is a motive that some reading names."""
    named = [
        (reading, motive.id) for o, reading, _ in overlays(citing.case) for motive in o.motives
    ]
    known = {id for _, id in named} | {f"{reading}.{id}" for reading, id in named}
    for overlay, *_ in overlays(citing.case):
        for rating in (rating for item in overlay.evidence for rating in item.ratings):
            if rating.motive not in known:
                message = f"`{rating.motive}` is not a motive of this case"
                findings.problem(rating.place, message, nearest(rating.motive, known))


def look_alikes(citing: Citing, findings: Findings) -> None:
    """No two actors have names that a reader cannot tell apart."""
    seen: dict[str, Actor] = {}
    for overlay, *_ in overlays(citing.case):
        for actor in overlay.actors:
            other = seen.setdefault(skeleton(actor.name), actor)
            if other.name != actor.name:
                findings.warning(
                    actor.place,
                    f"`{actor.name}` looks like `{other.name}` of line {other.place.line} and is another "
                    f"actor: {unlike(actor.name, other.name)}",
                )


def portable(citing: Citing, findings: Findings) -> None:
    """The names of files are names on every system."""
    case = citing.case
    readings = {id: overlay.place for id, overlay in case.readings.items()}
    sources = {id: source.place for id, source in case.sources.items()}
    for kind, named in (("reading", readings), ("source", sources)):
        seen: dict[str, str] = {}
        for id, place in named.items():
            at = place or case.base.place
            other = seen.setdefault(id.casefold(), id)
            if other != id:
                findings.warning(
                    at, f"the {kind}s `{other}` and `{id}` are one file on Windows and macOS"
                )
            if reserved(id):
                findings.warning(at, f"Windows takes no file called `{id}`: rename the {kind}")


FOLDER_CHECKS: tuple[Callable[[Citing, Findings], None], ...] = (
    *CITATION_CHECKS,
    rated,
    look_alikes,
    portable,
)


@dataclass(frozen=True)
class Citations:
    """How many citations stand in a case, and how many of them were found in the texts."""

    total: int
    verified: int


@dataclass(frozen=True)
class Report:
    """What checking a case found, and the counts of what stands in it.

    grounding  lines stated, inferred and unsourced; and `implied`, the declared options that no `now` line
               of the case names. Each written line counts once, however many readings share it; denied lines
               count for nothing
    """

    ALSO = ("problems", "warnings", "assumptions")
    HIDDEN = ("findings",)

    findings: Findings
    grounding: Mapping[str, int]
    citations: Citations

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, by file, line and column."""
        return tuple(self.findings.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful, by file, line and column."""
        return tuple(self.findings.warnings)

    @property
    def assumptions(self) -> int:
        """Stated, inferred and unsourced lines together."""
        return sum(self.grounding[kind] for kind in Grounding)


def check_folder(
    case: Case,
    findings: Findings | None = None,
    texts: Mapping[str, Text] | None = None,
    model_checks: Iterable[ModelCheck] = (),
) -> Report:
    """Every check on every reading and variant; `findings` is what loading the case found already."""
    everything = Findings()
    if findings is not None:
        everything.extend(findings)
    readable = not everything.problems
    everything.extend(merge_base(case))
    named: dict[Place, set[str]] = {}
    scopes: list[tuple[Overlay, Mapping[str, Source]]] = []
    for overlay, id, variant in overlays(case):
        if id == BASE and case.readings:
            scopes.append((overlay, sources_of(case, (case.base,))))
            continue
        reading, faults = merge(case, id, variant)
        scopes.append((overlay, reading.sources))
        everything.extend(faults)
        whole = readable and not faults.problems
        everything.extend(check_case(reading, model_checks, whole))
        _name_options(reading, named)
    citing = Citing(case, texts, tuple(scopes))
    for check in FOLDER_CHECKS:
        check(citing, everything)
    return Report(
        _sorted(everything),
        _grounding(case, sum(not values for values in named.values())),
        Citations(len(citing.cited), sum(map(citing.verified, citing.cited))),
    )


def sound(case: Case, reading: str, variant: str | None = None) -> Reading:
    """The merged reading, which has no problem. Raises CaseError with all of them if it has."""
    merged, findings = merge(case, reading, variant)
    findings.extend(check_case(merged))
    if findings.problems:
        raise CaseError(findings)
    return merged


def _grounding(case: Case, implied: int) -> Mapping[str, int]:
    count: Counter[Grounding] = Counter()
    for overlay, *_ in overlays(case):
        count.update(line.grounding for line in assumptions(overlay))
        count.update(_valued(overlay))
    return MappingProxyType({**{str(kind): count[kind] for kind in Grounding}, "implied": implied})


def _name_options(reading: Reading, named: dict[Place, set[str]]) -> None:
    """Note which of the declared options (by their places) a line of `now` names."""
    today = {name for line in reading.now if line.condition for name in names(line.condition)}
    for option in reading.options:
        hit = {option.full} if option.name in today else set()
        named.setdefault(option.place, set()).update(hit)


def _valued(overlay: Overlay) -> Iterator[Grounding]:
    """Rankings and weights are assumptions too, one a line."""
    for wants in overlay.wants.values():
        yield from (Grounding.UNSOURCED for _ in wants.ranking)
        yield from map(grounding, wants.weights)


def _sorted(findings: Findings) -> Findings:
    """Each finding once (readings share the base), by file, line and column."""
    return Findings(
        sorted(set(findings.problems), key=_order), sorted(set(findings.warnings), key=_order)
    )


def _order(problem: Problem) -> tuple[Place, str]:
    return problem.place, problem.message
