"""Base, reading and variant laid over each other: one `Reading`.

    actors, options, facts, sources   united; a second declaration is a problem
    now                               replaces the lines of the options it names
    impossible, no_way_back           added; a drop takes away the lines with its condition
    wants                             an actor's whole list replaces the one below
    offers, conclusions, forecasts    added
    own: true                         the reading stands alone

A name is looked up in the layers up to the one it is written in, so a line of the base means the same
in every reading, whatever a reading declares beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from standoff.case.entry import (
    Actor,
    Assumption,
    Case,
    Conclusion,
    Dated,
    Drop,
    Evidence,
    Fact,
    Marks,
    Motive,
    Offer,
    Option,
    Overlay,
    Question,
    RankedState,
    Reading,
    Section,
    Wants,
)
from standoff.case.format.source import combine
from standoff.citation import Period, Source
from standoff.condition import Condition, Var, as_literal, names, rename
from standoff.problem import Findings, Place, UnknownName, nearest

BASE = "base"

T = TypeVar("T")


def readings(case: Case) -> tuple[str, ...]:
    """The ids of the readings; `base` alone where the case has no others."""
    return tuple(case.readings) or (BASE,)


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
    """Every overlay of the folder once, with the reading and the variant it belongs to."""
    yield case.base, BASE, None
    for reading in readings(case):
        if reading != BASE:
            yield case.readings[reading], reading, None
        for variant in variants(case, reading):
            yield layers(case, reading, variant)[-1], reading, variant


def sources_of(
    case: Case, stack: Iterable[Overlay] | None = None, found: Findings | None = None
) -> Mapping[str, Source]:
    """The sources that some overlays declare (all of the folder's, unless told), with their records."""
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

    A line with a fault is left out; a case with problems must not be computed with. Raises UnknownName
    for a reading or a variant that the folder has not.
    """
    stack = layers(case, reading, variant)
    merger = _Merger(case)
    for overlay in stack:
        merger.lay(overlay)
    return merger.case(reading, variant, stack), merger.found


def merge_base(case: Case) -> Findings:
    """The faults of the base alone, which holds even where every reading stands for itself."""
    merger = _Merger(case)
    merger.lay(case.base)
    return merger.found


@dataclass
class _Merger:
    """The case as laid so far. Conditions hold full names until `case` shortens them."""

    folder: Case
    found: Findings = field(default_factory=Findings)
    title: str = ""
    at: Period | None = None
    sources: dict[str, Source] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    options: dict[str, Option] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    settings: dict[str, Assumption] = field(default_factory=dict)
    now: dict[str, Assumption] = field(default_factory=dict)
    impossible: list[Assumption] = field(default_factory=list)
    no_way_back: list[Assumption] = field(default_factory=list)
    wants: dict[str, Wants] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    conclusions: list[Conclusion] = field(default_factory=list)
    forecasts: list[Dated] = field(default_factory=list)
    precedents: list[Dated] = field(default_factory=list)
    motives: dict[str, Motive] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    denied: list[Assumption] = field(default_factory=list)
    expected: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.folder.model is not None:
            place = Place(f"{self.folder.path}/model.json", 1)
            for maker in self.folder.model.makers:
                self.actors[maker] = Actor(maker, (), None, place)
            for each in self.folder.model.space.options:
                owner = "" if each.owner is None else self.folder.model.makers[each.owner]
                words = self.folder.labels.get(each.name, "")
                option = Option(each.name, owner, words, (), Marks(), place)
                self.options[option.full] = option

    def lay(self, overlay: Overlay) -> None:
        """Lay an overlay on top."""
        self.title = overlay.title or self.title
        self.at = overlay.at or self.at
        self.expected |= overlay.expected
        self._declare(overlay)
        self._drop(overlay.drops)
        self._set(overlay.settings)
        self._today(overlay.now)
        self.impossible += self._used(overlay.impossible)
        self.no_way_back += self._used(overlay.no_way_back)
        for wants in overlay.wants.values():
            if self._actor(wants.actor, wants.place):
                self._replace(wants)
        self.offers += filter(None, map(self._offer, overlay.offers))
        self.conclusions += filter(None, map(self._conclusion, overlay.conclusions))
        self.forecasts += filter(None, map(self._dated, overlay.forecasts))
        self.precedents += filter(None, map(self._dated, overlay.precedents))
        for motive in filter(None, map(self._motive, overlay.motives)):
            self._once(self.motives, f"{motive.id} of {motive.act}", motive, "motive")
        for item in filter(None, map(self._evidence, overlay.evidence)):
            self._once(self.evidence, f"{item.id} of {item.act}", item, "item of evidence")
        for question in filter(None, map(self._question, overlay.questions)):
            self._once(self.questions, question.id, question, "question")

    # --- declarations

    def _declare(self, overlay: Overlay) -> None:
        for source in overlay.sources:
            self._once(self.sources, source.id, source, "source")
        for actor in overlay.actors:
            self._once(self.actors, actor.name, actor, "actor")
        for option in overlay.options:
            self._once(self.options, option.full, option, "option")
            self._actor(option.actor, option.place)
        for fact in overlay.facts:
            self._once(self.facts, fact.id, fact, "fact")
            for option in self.options.values():
                if option.id == fact.id:
                    self.found.problem(
                        fact.place, f"`{fact.id}` is an option of {option.actor}: rename the fact"
                    )

    def _once(self, known: dict[str, T], id: str, entry: T, what: str) -> None:
        place: Place = entry.place  # type: ignore[attr-defined]
        if id in known:
            first: Place = known[id].place  # type: ignore[attr-defined]
            self.found.problem(
                place,
                f"{what} `{id}` is declared twice, first in {first}: delete one or rename it",
            )
        else:
            known[id] = entry

    # --- names

    def _actor(self, name: str, place: Place) -> bool:
        """Whether it is an actor; reported if not."""
        if name not in self.actors:
            at = Place(place.file, place.line, place.column + getattr(name, "column", 0))
            self.found.problem(
                at, f"`{name}` is not an actor of this case", nearest(name, self.actors)
            )
        return name in self.actors

    def _full(self, name: str, place: Place, owner: str | None = None) -> str | None:
        """The full name of an option, or a fact's; None, and reported, if it is neither or several."""
        if name in self.options or name in self.facts:
            return str(name)
        having = [option for option in self.options.values() if option.id == name]
        own = [option for option in having if option.actor == owner]
        if len(having) == 1 or len(own) == 1:
            return (own or having)[0].full
        at = Place(place.file, place.line, place.column + getattr(name, "column", 0))
        if having:
            candidates = " or ".join(option.full for option in having)
            self.found.problem(at, f"`{name}` is an option of several actors: write {candidates}")
        else:
            known = {*self.options, *self.facts, *(o.id for o in self.options.values())}
            message = f"`{name}` is not an option or a fact of this case"
            self.found.problem(at, message, nearest(name, known))
        return None

    def _condition(
        self, condition: Condition, place: Place, owner: str | None = None
    ) -> Condition | None:
        """The condition with full names; None, and each fault reported, if a name is not known."""
        full = {name: self._full(name, place, owner) for name in dict.fromkeys(names(condition))}
        if None in full.values():
            return None
        return rename(condition, lambda name: Var(full[name] or name))

    def _line(self, line: Assumption) -> Assumption | None:
        if line.condition is None:
            return line
        condition = self._condition(line.condition, line.place)
        return None if condition is None else replace(line, condition=condition)

    def _used(self, lines: Iterable[Assumption]) -> Iterator[Assumption]:
        """The lines an answer may rest on; the denied ones are put apart."""
        for line in filter(None, map(self._line, lines)):
            if line.marks.denied:
                self.denied.append(line)
            else:
                yield line

    # --- sections

    def _drop(self, drops: Iterable[Drop]) -> None:
        for drop in drops:
            condition = self._condition(drop.condition, drop.place)
            if condition is None:
                continue
            lines = self.impossible if drop.section is Section.IMPOSSIBLE else self.no_way_back
            kept = [line for line in lines if line.condition != condition]
            if len(kept) == len(lines):
                message = f"no line under `{drop.section}` says `{drop.condition}`: nothing to drop"
                self.found.problem(drop.place, message, self._like(condition, lines))
            lines[:] = kept

    def _like(self, condition: Condition, lines: Iterable[Assumption]) -> str | None:
        """The line that was probably meant: over the same options, or spelt much alike."""
        short = _Shortener(self._short)
        known = {str(short.condition(line)): set(names(line)) for line in _conditions(lines)}
        over = set(names(condition))
        same = next((text for text, its in known.items() if its == over), None)
        return same or nearest(str(short.condition(condition)), known)

    def _set(self, settings: Iterable[Assumption]) -> None:
        for line in settings:
            assert line.fact is not None  # of every line under `facts`
            if line.fact not in self.facts:
                message = f"`{line.fact}` is not a fact of this case: declare it with a question"
                self.found.problem(line.place, message, nearest(line.fact, self.facts))
            elif line.marks.denied:
                self.denied.append(line)
            else:
                self.settings[str(line.fact)] = line

    def _today(self, lines: Iterable[Assumption]) -> None:
        here: dict[str, Assumption] = {}
        for line in self._used(lines):
            assert line.condition is not None
            known = as_literal(line.condition)
            assert known is not None  # the syntax lets nothing else pass
            name = known[0]
            if name in self.facts:
                message = f"`{name}` is a fact: set it under `facts`, as `{name}: yes`"
                self.found.problem(line.place, message)
            elif name in here:
                first = here[name].place
                id = self.options[name].id
                message = f"`{id}` stands under `now` here and in line {first.line}: keep one"
                self.found.problem(line.place, message)
            else:
                here[name] = line
        self.now |= here

    def _replace(self, wants: Wants) -> None:
        """An actor's whole list goes, with what it denied, and another comes."""
        self.denied = [line for line in self.denied if line.actor != wants.actor]
        self.wants[str(wants.actor)] = self._wishes(wants)

    def _wishes(self, wants: Wants) -> Wants:
        weights = []
        for weight in wants.weights:
            name = self._option(weight.name, weight.place)
            if name is not None:
                weights.append(replace(weight, name=name))
        ranking = []
        for state in wants.ranking:
            taken = [self._option(name, state.place) for name in state.taken]
            if None not in taken:
                ranking.append(replace(state, taken=tuple(filter(None, taken))))
        return replace(
            wants,
            actor=str(wants.actor),
            lines=tuple(_tied_again(wants.lines, self._used(wants.lines))),
            ranking=tuple(ranking),
            weights=tuple(weights),
        )

    def _option(self, name: str, place: Place) -> str | None:
        full = self._full(name, place)
        if full in self.facts:
            self.found.problem(place, f"`{name}` is a fact, which nobody takes: only options here")
            return None
        return full

    def _offer(self, offer: Offer) -> Offer | None:
        gives = [self._condition(each, offer.place, offer.actor) for each in offer.gives]
        takes = [self._condition(each, offer.place) for each in offer.takes]
        if not self._actor(offer.actor, offer.place) or None in gives or None in takes:
            return None
        self._offered(offer, gives, takes)
        return replace(
            offer,
            actor=str(offer.actor),
            gives=tuple(filter(None, gives)),
            takes=tuple(filter(None, takes)),
        )

    def _offered(
        self, offer: Offer, gives: Iterable[Condition | None], takes: Iterable[Condition | None]
    ) -> None:
        """Each side can only deliver what it decides."""
        side = {offer.actor, *self._part_of(offer.actor)}
        for conditions, ours in ((gives, True), (takes, False)):
            for name in (name for each in conditions if each is not None for name in names(each)):
                option = self.options.get(name)
                if option is None:
                    self.found.problem(offer.place, f"`{name}` is a fact: nobody can offer it")
                elif ours and option.actor not in side:
                    message = (
                        f"{offer.actor} cannot give `{option.id}`, which {option.actor} decides"
                    )
                    self.found.problem(offer.place, message)
                elif not ours and option.actor == offer.actor:
                    message = f"{offer.actor} asks for `{option.id}`, which it decides itself"
                    self.found.problem(offer.place, message)

    def _part_of(self, actor: str) -> Iterator[str]:
        return (each.name for each in self.actors.values() if each.within == actor)

    def _conclusion(self, entry: Conclusion) -> Conclusion | None:
        given = [self._condition(each, entry.place) for each in entry.given]
        condition = entry.condition
        if condition is not None:
            condition = self._condition(condition, entry.place)
        effect = entry.effect
        if effect is not None:
            effect = (str(effect[0]), effect[1]) if self._actor(effect[0], entry.place) else None
        if None in given or (condition is None and effect is None):
            return None
        return replace(entry, condition=condition, effect=effect, given=tuple(filter(None, given)))

    def _dated(self, entry: Dated) -> Dated | None:
        if entry.condition is None:
            return entry
        condition = self._condition(entry.condition, entry.place)
        return None if condition is None else replace(entry, condition=condition)

    # --- what is asked of the case

    def _act(self, act: Condition, place: Place) -> Condition | None:
        """The act with its full name; None, and reported, where it is no option's."""
        found = self._condition(act, place)
        literal = None if found is None else as_literal(found)
        if literal is not None and literal[0] in self.facts:
            self.found.problem(
                place, f"`{literal[0]}` is a fact, which nobody does: name an option"
            )
            return None
        return found

    def _motive(self, motive: Motive) -> Motive | None:
        act = self._act(motive.act, motive.place)
        known = None if act is None else as_literal(act)
        if act is None or known is None:
            return None
        actor = self.options[known[0]].actor
        lines = filter(None, map(self._line, motive.wants))
        wants = tuple(replace(line, actor=actor) for line in lines)
        return replace(motive, act=act, actor=actor, wants=tuple(_tied_again(motive.wants, wants)))

    def _evidence(self, item: Evidence) -> Evidence | None:
        act = self._act(item.act, item.place)
        return None if act is None else replace(item, act=act)

    def _question(self, question: Question) -> Question | None:
        conclusion = question.conclusion
        if conclusion is not None:
            conclusion = self._conclusion(conclusion)
        acts = {self._option(name, question.place): on for name, on in question.acts.items()}
        if None in acts or (conclusion is None and question.conclusion is not None):
            return None
        known = {name: values for name, values in acts.items() if name is not None}
        return replace(question, conclusion=conclusion, acts=known)

    # --- the case

    @property
    def _short(self) -> Mapping[str, str]:
        count: dict[str, int] = {}
        for option in self.options.values():
            count[option.id] = count.get(option.id, 0) + 1
        return {o.full: o.id if count[o.id] == 1 else o.full for o in self.options.values()}

    def case(self, reading: str, variant: str | None, stack: tuple[Overlay, ...]) -> Reading:
        """What has been laid, with the shortest unique names."""
        short = _Shortener(self._short)
        top = stack[-1] if variant is None else stack[-2]
        return Reading(
            case=self.folder.name,
            id=reading,
            variant=variant,
            title=self.title,
            at=self.at,
            sources=sources_of(self.folder, stack, self.found),
            actors=tuple(self.actors.values()),
            options=tuple(self.options.values()),
            facts=tuple(self.facts.values()),
            settings=tuple(replace(s, fact=str(s.fact)) for s in self.settings.values()),
            now=short.lines(self.now.values()),
            impossible=short.lines(self.impossible),
            no_way_back=short.lines(self.no_way_back),
            wants={name: short.wants(wants) for name, wants in self.wants.items()},
            offers=tuple(map(short.offer, self.offers)),
            conclusions=tuple(map(short.conclusion, self.conclusions)),
            forecasts=tuple(map(short.dated, self.forecasts)),
            precedents=tuple(map(short.dated, self.precedents)),
            motives=tuple(map(short.motive, self.motives.values())),
            evidence=tuple(map(short.evidence, self.evidence.values())),
            questions=tuple(map(short.question, self.questions.values())),
            denied=short.lines(self.denied),
            variants=tuple(top.variants),
            expected=self.expected,
            model=self.folder.model,
        )


def _conditions(lines: Iterable[Assumption]) -> Iterator[Condition]:
    return (line.condition for line in lines if line.condition is not None)


def _tied_again(written: Iterable[Assumption], used: Iterable[Assumption]) -> Iterator[Assumption]:
    """The used ones of the written wishes; those of one rank stay tied when one between them goes."""
    at = {line.place: line for line in used}
    first = True  # of its rank
    for line in written:
        first = first or not line.tied
        if line.place in at:
            yield replace(at[line.place], tied=not first)
            first = False


@dataclass(frozen=True)
class _Shortener:
    """Replaces full names by the shortest unique ones."""

    short: Mapping[str, str]

    def condition(self, condition: Condition) -> Condition:
        return rename(condition, lambda name: Var(self.short.get(name, name)))

    def optional(self, condition: Condition | None) -> Condition | None:
        return None if condition is None else self.condition(condition)

    def lines(self, lines: Iterable[Assumption]) -> tuple[Assumption, ...]:
        return tuple(replace(line, condition=self.optional(line.condition)) for line in lines)

    def wants(self, wants: Wants) -> Wants:
        name: Callable[[str], str] = lambda full: self.short.get(full, full)  # noqa: E731
        return replace(
            wants,
            lines=tuple(replace(line, actor=wants.actor) for line in self.lines(wants.lines)),
            ranking=tuple(self.state(state, name) for state in wants.ranking),
            weights=tuple(replace(weight, name=name(weight.name)) for weight in wants.weights),
        )

    def state(self, state: RankedState, name: Callable[[str], str]) -> RankedState:
        return replace(state, taken=tuple(map(name, state.taken)))

    def offer(self, offer: Offer) -> Offer:
        gives, takes = (tuple(map(self.condition, side)) for side in (offer.gives, offer.takes))
        return replace(offer, gives=gives, takes=takes)

    def conclusion(self, entry: Conclusion) -> Conclusion:
        given = tuple(map(self.condition, entry.given))
        return replace(entry, condition=self.optional(entry.condition), given=given)

    def dated(self, entry: Dated) -> Dated:
        return replace(entry, condition=self.optional(entry.condition))

    def motive(self, motive: Motive) -> Motive:
        return replace(motive, act=self.condition(motive.act), wants=self.lines(motive.wants))

    def evidence(self, item: Evidence) -> Evidence:
        return replace(item, act=self.condition(item.act))

    def question(self, question: Question) -> Question:
        conclusion = question.conclusion
        acts = {self.short.get(name, name): values for name, values in question.acts.items()}
        conclusion = None if conclusion is None else self.conclusion(conclusion)
        return replace(question, conclusion=conclusion, acts=acts)
