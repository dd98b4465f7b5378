"""Base, reading and variant laid over each other: one `Reading`.

How each section of a layer meets the one below is the merge rule in its row of `SECTIONS`; `own: true` lets
a reading stand alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from standoff.case.entry import Actor, Case, Marks, Option, Overlay, Reading
from standoff.case.format.source import combine
from standoff.case.merge import Layers
from standoff.case.syntax import SECTIONS
from standoff.citation import Source
from standoff.problem import Findings, Place, UnknownName

BASE = "base"


def readings(case: Case) -> tuple[str, ...]:
    """The ids of the readings; `base` alone where the case has no others."""
    return tuple(case.readings) or (BASE,)


def named(name: str) -> tuple[str, str | None]:
    """The id and the variant of a reading that is asked for as `003`, or `003:VARIANT`."""
    id, _, variant = name.partition(":")
    return id, variant or None


def variants(case: Case, reading: str) -> tuple[str, ...]:
    """The names of a reading's variants."""
    return tuple(_top(case, reading).variants)


def layers(case: Case, reading: str, variant: str | None = None) -> tuple[Overlay, ...]:
    """What is laid over each other, lowest first. Raises UnknownName for a reading or variant."""
    top = _top(case, reading)
    stack = (top,) if reading == BASE or top.own else (case.base, top)
    if variant is None:
        return stack
    if variant not in top.variants:
        raise UnknownName("variant", variant, top.variants)
    return (*stack, top.variants[variant])


def overlays(case: Case) -> Iterator[tuple[Overlay, str, str | None]]:
    """Every overlay of the case once, with the reading and the variant it belongs to."""
    yield case.base, BASE, None
    for reading in readings(case):
        if reading != BASE:
            yield case.readings[reading], reading, None
        for variant in variants(case, reading):
            yield layers(case, reading, variant)[-1], reading, variant


def sources_of(
    case: Case, stack: Iterable[Overlay] | None = None, found: Findings | None = None
) -> Mapping[str, Source]:
    """The sources that some overlays declare (all of the case's, unless told), with their records."""
    if stack is None:
        stack = (overlay for overlay, *_ in overlays(case))
    sources = dict(case.sources)
    for declared in (source for overlay in stack for source in overlay.sources):
        record = case.sources.get(declared.id)
        joined = declared if record is None else combine(declared, record, found or Findings())
        sources[declared.id] = joined
    return sources


def _top(case: Case, reading: str) -> Overlay:
    if reading in case.readings:
        return case.readings[reading]
    if reading == BASE and not case.readings:
        return case.base
    raise UnknownName("reading", reading, readings(case))


def merge(case: Case, reading: str, variant: str | None = None) -> tuple[Reading, Findings]:
    """One reading of the case, with every fault of laying it over the base.

    A line with a fault is left out; a reading with problems must not be computed with. Raises UnknownName
    for a reading or a variant that the case has not.
    """
    stack = layers(case, reading, variant)
    laid = _laid(case, stack)
    top = stack[-1] if variant is None else stack[-2]
    merged = Reading(
        case.name,
        reading,
        variant,
        sources_of(case, stack, laid.found),
        tuple(laid.denied),
        tuple(top.variants),
        case.model,
        title=laid.slots["title"] or "",
        at=laid.slots["at"],
        expected=laid.slots["expected"] or {},
        wants=laid.slots["wants"],
        more={key: laid.laid(key) for key, row in SECTIONS.items() if row.further},
        **{slot: laid.laid(slot) for slot in _PLAIN},
    )
    return merged, laid.found


_PLAIN = (
    *("actors", "options", "facts", "settings", "now", "impossible", "no_way_back"),
    *("offers", "conclusions", "forecasts", "precedents", "motives", "evidence", "questions"),
)


def merge_base(case: Case) -> Findings:
    """The faults of the base alone, which holds even where every reading stands for itself."""
    return _laid(case, (case.base,)).found


def _laid(case: Case, stack: tuple[Overlay, ...]) -> Layers:
    published = _published(case)
    declared = [*published.options, *(o for overlay in stack for o in overlay.options)]
    count = Counter(option.id for option in declared)
    short = {o.full: o.id if count[o.id] == 1 else o.full for o in declared}
    laid = Layers(short)
    for overlay in (published, *stack):
        for row in SECTIONS.values():
            for slot, rule in row.merge.items():
                rule.lay(laid, slot, overlay)
    return laid


def _published(case: Case) -> Overlay:
    """The actors and options of a published model, as a layer below all others."""
    place = Place(f"{case.path}/model.json", 1)
    if case.model is None:
        return Overlay(place)
    makers = case.model.makers
    return Overlay(
        place,
        actors=tuple(Actor(maker, (), None, place) for maker in makers),
        options=tuple(
            Option(
                each.name,
                "" if each.owner is None else makers[each.owner],
                case.labels.get(each.name, ""),
                (),
                Marks(),
                place,
                published=True,
            )
            for each in case.model.space.options
        ),
    )
