"""How the sections of two layers meet: the rules of laying one over the other, one class a rule.

A rule takes the entries that a layer has in a section and lays them on what is below. Names are looked up
in the layers up to the one they are written in, so a line of the base means the same in every reading,
whatever a reading declares beside it. An entry with a fault is reported and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

from standoff.case.entry import (
    Actor,
    Assumption,
    AttitudeLine,
    Believer,
    Conclusion,
    Drop,
    Evidence,
    Fact,
    Motive,
    Offer,
    Option,
    Overlay,
    Question,
    Section,
    Wants,
    held_by,
)
from standoff.case.walk import names_in, renamed
from standoff.condition import Condition, Name, as_literal, names
from standoff.problem import Findings, Place, nearest

Accept: TypeAlias = "Callable[[Layers, Any], Any | None]"
"""Looks an entry's names up and checks it; None, and reported, where it has a fault."""


class Rule(Protocol):
    """How a section of a layer is laid on the same section below."""

    @property
    def words(self) -> str:
        """The rule in words."""

    def lay(self, layers: Layers, slot: str, overlay: Overlay) -> None:
        """Lay the layer's entries of the slot on what `layers` holds."""


@dataclass
class Layers:
    """What has been laid so far, by slot (a field of `Sections`, or the key of a further section).

    short  full name -> the shortest that is unique among all layers
    """

    short: Mapping[str, str]
    found: Findings = field(default_factory=Findings)
    slots: dict[str, Any] = field(default_factory=dict)
    denied: list[Assumption] = field(default_factory=list)

    @property
    def actors(self) -> Mapping[str, Actor]:
        return self.slots.get("actors", {})  # type: ignore[no-any-return]

    @property
    def options(self) -> Mapping[str, Option]:
        return self.slots.get("options", {})  # type: ignore[no-any-return]

    @property
    def facts(self) -> Mapping[str, Fact]:
        return self.slots.get("facts", {})  # type: ignore[no-any-return]

    def laid(self, slot: str) -> tuple[Any, ...]:
        """The entries of a slot, in the order they were first laid."""
        held = self.slots.get(slot, ())
        return tuple(held.values() if isinstance(held, Mapping) else held)

    # --- names

    def actor(self, name: str, place: Place) -> bool:
        """Whether it is an actor; reported if not."""
        if name not in self.actors:
            at = _at(place, name)
            message = f"`{name}` is not an actor of this case"
            self.found.problem(at, message, nearest(str(name), self.actors))
        return name in self.actors

    def full(self, name: str, place: Place, owner: str | None = None) -> Name | None:
        """The name of an option, or of a fact; None, and reported, if it is neither or several."""
        if name in self.options or name in self.facts:
            return self._name(name)
        having = [option for option in self.options.values() if option.id == name]
        own = [option for option in having if option.actor == owner]
        if len(having) == 1 or len(own) == 1:
            return self._name((own or having)[0].full)
        at = _at(place, name)
        if having:
            candidates = " or ".join(option.full for option in having)
            self.found.problem(at, f"`{name}` is an option of several actors: write {candidates}")
        else:
            known = {*self.options, *self.facts, *(o.id for o in self.options.values())}
            message = f"`{name}` is not an option or a fact of this case"
            self.found.problem(at, message, nearest(str(name), known))
        return None

    def _name(self, full: str) -> Name:
        return Name(full, getattr(full, "column", 0), self.short.get(full))

    def resolved(self, entry: Any, owner: str | None = None) -> Any | None:
        """The entry with full names; None, and each fault reported, if a name is not known."""
        known: dict[str, Name | None] = {}

        def full(name: str) -> str:
            if name not in known:
                known[name] = self.full(name, entry.place, owner)
            return known[name] or name

        found = renamed(entry, full)
        return None if None in known.values() else found

    def condition(
        self, condition: Condition, place: Place, owner: str | None = None
    ) -> Condition | None:
        """The condition with full names; None, and each fault reported, if a name is not known."""
        known = {name: self.full(name, place, owner) for name in dict.fromkeys(names(condition))}
        return None if None in known.values() else renamed(condition, lambda n: known[n] or n)

    def used(self, lines: Iterable[Assumption]) -> Iterator[Assumption]:
        """The lines an answer may rest on, with full names; the denied ones are put apart."""
        for line in lines:
            resolved = self.resolved(line)
            if resolved is not None and resolved.marks.denied:
                self.denied.append(resolved)
            elif resolved is not None:
                yield resolved


def _at(place: Place, name: str) -> Place:
    return Place(place.file, place.line, place.column + getattr(name, "column", 0))


def entries_of(overlay: Overlay, slot: str) -> Any:
    """What a layer has in a slot."""
    if hasattr(overlay, slot):
        return getattr(overlay, slot)
    return overlay.more.get(slot, ())


# --- the rules ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """What the upper layer says stands in place of what is below."""

    words = "what is above stands in place of what is below"

    def lay(self, layers: Layers, slot: str, overlay: Overlay) -> None:
        above, below = entries_of(overlay, slot), layers.slots.get(slot)
        if isinstance(above, Mapping) and isinstance(below, Mapping):
            above = {**below, **above}
        layers.slots[slot] = above or below


@dataclass(frozen=True)
class Unite:
    """All layers together; a second declaration of the same id is a problem.

    what    what an entry is called in a message
    id      by what two entries are the same
    """

    what: str
    id: Callable[[Any], str] = lambda entry: entry.id
    accept: Accept = lambda layers, entry: layers.resolved(entry)
    words = "united; a second declaration is a problem"

    def lay(self, layers: Layers, slot: str, overlay: Overlay) -> None:
        known = layers.slots.setdefault(slot, {})
        for entry in entries_of(overlay, slot):
            accepted = self.accept(layers, entry)
            if accepted is None:
                continue
            id = self.id(accepted)
            if id in known:
                layers.found.problem(
                    entry.place,
                    f"{self.what} `{id}` is declared twice, first in {known[id].place}: "
                    "delete one or rename it",
                )
            else:
                known[id] = accepted


@dataclass(frozen=True)
class Replace:
    """An entry takes the place of the one below that is about the same."""

    lines: Callable[[Layers, Any], Iterable[tuple[str, Any]]]  # (about what, entry), as accepted
    words = "an entry replaces the one below that is about the same"

    def lay(self, layers: Layers, slot: str, overlay: Overlay) -> None:
        known = layers.slots.setdefault(slot, {})
        known.update(self.lines(layers, entries_of(overlay, slot)))


@dataclass(frozen=True)
class Add:
    """Below and above together; a line that the layer drops goes first.

    dropped  the section whose drops take lines of this one away
    """

    accept: Accept = lambda layers, entry: layers.resolved(entry)
    dropped: Section | None = None

    @property
    def words(self) -> str:
        """The rule in words."""
        return "added" + (
            "; a drop takes away the lines with its condition" if self.dropped else ""
        )

    def lay(self, layers: Layers, slot: str, overlay: Overlay) -> None:
        known = layers.slots.setdefault(slot, [])
        for drop in overlay.drops if self.dropped else ():
            if drop.section is self.dropped:
                _drop(layers, known, drop)
        for entry in entries_of(overlay, slot):
            accepted = self.accept(layers, entry)
            if accepted is not None:
                known.append(accepted)


def _drop(layers: Layers, lines: list[Assumption], drop: Drop) -> None:
    condition = layers.condition(drop.condition, drop.place)
    if condition is None:
        return
    kept = [line for line in lines if line.condition != condition]
    if len(kept) == len(lines):
        message = f"no line under `{drop.section}` says `{drop.condition}`: nothing to drop"
        layers.found.problem(drop.place, message, _like(condition, lines))
    lines[:] = kept


def _like(condition: Condition, lines: Iterable[Assumption]) -> str | None:
    """The line that was probably meant: over the same options, or spelt much alike."""
    conditions = [line.condition for line in lines if line.condition is not None]
    known = {str(each): set(names(each)) for each in conditions}
    over = set(names(condition))
    same = next((text for text, its in known.items() if its == over), None)
    return same or nearest(str(condition), known)


# --- what each kind of entry needs besides known names --------------------------------------------


def as_written(layers: Layers, entry: Any) -> Any:
    """An entry that names nothing that could be unknown."""
    return entry


def option(layers: Layers, entry: Option) -> Option:
    """An option belongs to an actor of the case."""
    if not entry.published:
        layers.actor(entry.actor, entry.place)
    return replace(entry, short=layers.short.get(entry.full, entry.full))


def fact(layers: Layers, entry: Fact) -> Fact:
    """A fact is not called as an option is."""
    for option in layers.options.values():
        if option.id == entry.id:
            message = f"`{entry.id}` is an option of {option.actor}: rename the fact"
            layers.found.problem(entry.place, message)
    return entry


def line(layers: Layers, entry: Assumption) -> Assumption | None:
    """A line that an answer may rest on; a denied one is put apart."""
    return next(layers.used((entry,)), None)


def settings(layers: Layers, lines: Iterable[Assumption]) -> Iterator[tuple[str, Assumption]]:
    """Facts set: of facts that are declared."""
    for entry in lines:
        assert entry.fact is not None  # of every line under `facts`
        if entry.fact not in layers.facts:
            message = f"`{entry.fact}` is not a fact of this case: declare it with a question"
            layers.found.problem(entry.place, message, nearest(str(entry.fact), layers.facts))
        elif entry.marks.denied:
            layers.denied.append(entry)
        else:
            yield str(entry.fact), replace(entry, fact=str(entry.fact))


def today(layers: Layers, lines: Iterable[Assumption]) -> Iterator[tuple[str, Assumption]]:
    """Today's lines: each about one option, and each option once in a layer."""
    here: dict[str, Assumption] = {}
    for entry in layers.used(lines):
        known = None if entry.condition is None else as_literal(entry.condition)
        assert known is not None  # the syntax lets nothing else pass
        name = known[0]
        if name in layers.facts:
            message = f"`{name}` is a fact: set it under `facts`, as `{name}: yes`"
            layers.found.problem(entry.place, message)
        elif name in here:
            id = layers.options[name].id
            message = (
                f"`{id}` stands under `now` here and in line {here[name].place.line}: keep one"
            )
            layers.found.problem(entry.place, message)
        else:
            here[name] = entry
    yield from here.items()


def wishes(layers: Layers, wants: Mapping[str, Wants]) -> Iterator[tuple[str, Wants]]:
    """Whole lists of actors; what the list below denied goes with it."""
    for entry in wants.values():
        if layers.actor(entry.actor, entry.place):
            actor = str(entry.actor)
            layers.denied[:] = [denied for denied in layers.denied if denied.actor != actor]
            yield actor, _list(layers, entry)


def _list(layers: Layers, entry: Wants) -> Wants:
    """An actor's list with full names."""
    actor = str(entry.actor)
    lines = (replace(x, actor=actor) for x in layers.used(entry.lines))
    return replace(
        entry,
        actor=actor,
        lines=tuple(tied_again(entry.lines, lines)),
        ranking=tuple(filter(None, (_of_options(layers, s) for s in entry.ranking))),
        weights=tuple(filter(None, (_of_options(layers, w) for w in entry.weights))),
    )


def beliefs(
    layers: Layers, entries: Iterable[Assumption | Wants]
) -> Iterator[tuple[str, Assumption | Wants]]:
    """What actors believe, each piece by the rule of its own section; a rule of the world is added."""
    by: dict[Believer, list[Assumption | Wants]] = {}
    for entry in entries:
        assert entry.believer is not None  # of every line under `believes`
        by.setdefault(entry.believer, []).append(entry)
    for believer, held in by.items():
        if not layers.actor(believer.actor, believer.head):
            continue
        for about, entry in _believed(layers, believer, held):
            named = replace(believer, actor=str(believer.actor))
            yield f"{believer.actor} {about}", held_by(named, entry)


def _believed(
    layers: Layers, believer: Believer, held: Iterable[Assumption | Wants]
) -> Iterator[tuple[str, Assumption | Wants]]:
    lines: dict[Section, list[Assumption]] = {}
    lists: list[Wants] = []
    for entry in held:
        if isinstance(entry, Wants):
            lists.append(entry)
        else:
            lines.setdefault(entry.section, []).append(entry)
    for fact, line in settings(layers, lines.get(Section.FACTS, ())):
        yield f"facts {fact}", line
    for option, line in today(layers, lines.get(Section.NOW, ())):
        yield f"now {option}", line
    for line in layers.used(lines.get(Section.IMPOSSIBLE, ())):
        yield f"impossible {line.condition}", line
    for wants in lists:
        if wants.actor == believer.actor:
            message = (
                f"what {wants.actor} itself wants stands under `wants`: here is what others want"
            )
            layers.found.problem(wants.place, message)
        elif layers.actor(wants.actor, wants.place):
            yield f"wants {wants.actor}", _list(layers, wants)


def attitudes(layers: Layers, lines: Iterable[AttitudeLine]) -> Iterator[tuple[str, AttitudeLine]]:
    """Attitudes are of actors, toward actors; each pair once."""
    for entry in lines:
        known = [layers.actor(name, entry.place) for name in (entry.actor, entry.toward)]
        if all(known):
            pair = f"{entry.actor} toward {entry.toward}"
            yield pair, replace(entry, actor=str(entry.actor), toward=str(entry.toward))


def _of_options(layers: Layers, entry: Any) -> Any | None:
    """An entry that names options only."""
    resolved = layers.resolved(entry)
    fact = (
        None
        if resolved is None
        else next((n for n in names_in(resolved) if n in layers.facts), None)
    )
    if fact is not None:
        message = f"`{fact}` is a fact, which nobody takes: only options here"
        layers.found.problem(entry.place, message)
        return None
    return resolved


def tied_again(written: Iterable[Assumption], used: Iterable[Assumption]) -> Iterator[Assumption]:
    """The used ones of the written wishes; those of one rank stay tied when one between them goes."""
    at = {entry.place: entry for entry in used}
    first = True  # of its rank
    for entry in written:
        first = first or not entry.tied
        if entry.place in at:
            yield replace(at[entry.place], tied=not first)
            first = False


def offer(layers: Layers, entry: Offer) -> Offer | None:
    """Each side can only deliver what it decides."""
    place = entry.place
    gives = [layers.condition(each, place, entry.actor) for each in entry.gives]
    takes = [layers.condition(each, place) for each in entry.takes]
    if not layers.actor(entry.actor, place) or None in gives or None in takes:
        return None
    side = {entry.actor, *(a.name for a in layers.actors.values() if a.within == entry.actor)}
    for conditions, ours in ((gives, True), (takes, False)):
        for name in (name for each in conditions if each is not None for name in names(each)):
            option = layers.options.get(name)
            if option is None:
                layers.found.problem(place, f"`{name}` is a fact: nobody can offer it")
            elif ours and option.actor not in side:
                message = f"{entry.actor} cannot give `{option.id}`, which {option.actor} decides"
                layers.found.problem(place, message)
            elif not ours and option.actor == entry.actor:
                message = f"{entry.actor} asks for `{option.id}`, which it decides itself"
                layers.found.problem(place, message)
    return replace(
        entry,
        actor=str(entry.actor),
        gives=tuple(filter(None, gives)),
        takes=tuple(filter(None, takes)),
    )


def conclusion(layers: Layers, entry: Conclusion) -> Conclusion | None:
    """Who is said to gain or lose is an actor."""
    resolved: Conclusion | None = layers.resolved(entry)
    effect = entry.effect
    if effect is not None:
        effect = (str(effect[0]), effect[1]) if layers.actor(effect[0], entry.place) else None
    if resolved is None or (resolved.condition is None and effect is None):
        return None
    return replace(resolved, effect=effect)


def motive(layers: Layers, entry: Motive) -> Motive | None:
    """A motive is the owner's of the act."""
    act = _act(layers, entry.act, entry.place)
    known = None if act is None else as_literal(act)
    if act is None or known is None:
        return None
    actor = layers.options[known[0]].actor
    lines = filter(None, map(layers.resolved, entry.wants))
    wants = tuple(replace(each, actor=actor) for each in lines)
    return replace(entry, act=act, actor=actor, wants=tuple(tied_again(entry.wants, wants)))


def evidence(layers: Layers, entry: Evidence) -> Evidence | None:
    """Evidence is about an act."""
    act = _act(layers, entry.act, entry.place)
    return None if act is None else replace(entry, act=act)


def _act(layers: Layers, act: Condition, place: Place) -> Condition | None:
    """The act with its full name; None, and reported, where it is no option's."""
    resolved = layers.condition(act, place)
    known = None if resolved is None else as_literal(resolved)
    if known is not None and known[0] in layers.facts:
        message = f"`{known[0]}` is a fact, which nobody does: name an option"
        layers.found.problem(place, message)
        return None
    return resolved


def question(layers: Layers, entry: Question) -> Question | None:
    """What is asked about is there, and what is set are options."""
    asked = entry.conclusion
    if asked is not None:
        asked = conclusion(layers, asked)
    acts = {}
    for name, values in entry.acts.items():
        full = layers.full(name, entry.place)
        if full in layers.facts:
            message = f"`{name}` is a fact, which nobody takes: only options here"
            layers.found.problem(entry.place, message)
            full = None
        acts[full] = values
    if None in acts or (asked is None and entry.conclusion is not None):
        return None
    return replace(entry, conclusion=asked, acts={n: v for n, v in acts.items() if n is not None})
