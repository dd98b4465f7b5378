"""Published models: files of the form `standoff-model/1`.

Every fault is reported with its place, and nothing is guessed. What the file leaves to a rule follows
it: without listed moves a decision maker changes any of its own options at once, each in a direction
it allows, between the states there are; merged states are entered and left by what they merge.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from standoff.case.make.adopt import fresh, slug
from standoff.case.modelfile import AS_WRITTEN, ModelFile, Name, Variation, some, without
from standoff.condition import And, Condition, Not, Var, conjunction
from standoff.gmcr.conflict.graph import Graph, listing, merged
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Direction, Option, Space, pattern
from standoff.problem import CaseError, UnknownName
from standoff.store.model.jsonfile import JsonFile, Path_
from standoff.store.model.wishes import Wishes

SCHEMA = "standoff-model/1"
_DIRECTIONS = MappingProxyType({**{d.value: d for d in Direction}, "see moves": Direction.BOTH})
_SIGNS = MappingProxyType({"!": " not ", "&": " and ", "|": " or "})


def read_published(file: JsonFile, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of a `standoff-model/1` file. Raises CaseError with every fault found."""
    reader = _Reader(file, variation)
    for stage in (reader.read_makers, reader.read_options, reader.read_states, reader.read_space):
        stage()
        if file.found.problems:
            raise CaseError(file.found)
    model = Model(
        str(file.value.get("id", Path(file.file).stem)),
        reader.makers,
        reader.space,
        tuple(reader.preferences()),
        reader.today(),
    )
    if file.found.problems:
        raise CaseError(file.found)
    return ModelFile(
        model.name,
        str(file.value.get("title", "")),
        model,
        MappingProxyType(reader.labels),
        None if reader.states is None else MappingProxyType(reader.states),
        MappingProxyType(file.value),
        file.found,
    )


class _Reader:
    """One file on its way to a model; each `read_` method adds a part and reports its faults."""

    def __init__(self, file: JsonFile, variation: Variation) -> None:
        self.file = file
        self.data: Mapping[str, Any] = file.value if isinstance(file.value, dict) else {}
        self.variation = variation
        self.makers: tuple[str, ...] = ()
        self.options: tuple[Option, ...] = ()
        self.impossible: tuple[Condition, ...] = ()
        self.labels: dict[str, str] = {}
        self.profiles: dict[str, int] = {}  # normal form: joined strategies -> code
        self.states: dict[int, Name] | None = None
        self.loose: dict[int, int] = {}
        self.codes: dict[str, int] = {}
        self.space = Space(())

    # --- decision makers and options

    def read_makers(self) -> None:
        schema = self.data.get("schema")
        if schema != SCHEMA:
            self.file.fault(("schema",), f"the schema is {schema!r}: {SCHEMA!r} is read here")
            return
        named = self._dicts(("decision_makers",), "decision makers")
        self.makers = tuple(str(maker.get("name", "")) for maker in named)
        for at, name in enumerate(self.makers):
            if not name or name in self.makers[:at]:
                self.file.fault(
                    ("decision_makers", at), f"a decision maker needs a name of its own: {name!r}"
                )
        if not self.makers:
            self.file.fault(("decision_makers",), "there are no decision makers")

    def read_options(self) -> None:
        form = self.data.get("form", "option")
        if form == "normal":
            self._read_strategies()
        elif form == "option":
            self._read_options()
        elif form == "graph":
            self._number_states()
        else:
            message = f"the form is {form!r}: `option`, `normal` and `graph` are read"
            self.file.fault(("form",), message)
        free = self.variation.reversible
        known = [option.name for option in self.options]
        for name in free:
            if name not in known and name != "all":
                raise UnknownName("option", name, known)
        self.options = tuple(
            replace(o, direction=Direction.BOTH) if o.name in free or "all" in free else o
            for o in self.options
        )

    def _read_options(self) -> None:
        makers = self._dicts(("decision_makers",), "decision makers")
        claims: dict[str, int] = {}
        for m, each in enumerate(makers):
            listed = each.get("options")
            if not isinstance(listed, list | None):
                self.file.fault(("decision_makers", m, "options"), "options are a list of ids")
                continue
            claims |= {str(option): m for option in listed or ()}
        found: dict[str, Option] = {}
        for at, data in enumerate(self._dicts(("options",), "options")):
            id = str(data.get("id", ""))
            if not id or id in found:
                self.file.fault(("options", at), f"an option needs an id of its own: {id!r}")
            direction = data.get("direction", "both")
            if not isinstance(direction, str) or direction not in _DIRECTIONS:
                message = f"the direction is {direction!r}: it can be {', '.join(_DIRECTIONS)}"
                self.file.fault(("options", at, "direction"), message)
                direction = "both"
            found[id] = Option(id, self._owner(at, data, claims), _DIRECTIONS[direction])
            self.labels[id] = str(data.get("name", id))
        self.options = tuple(found.values())
        for id, maker in claims.items():
            if id not in found:
                self.file.fault(("decision_makers", maker), f"no option is {id!r}", id, found)
        self.impossible = tuple(self._patterns(("infeasible",)))

    def _owner(self, at: int, data: Mapping[str, Any], claims: Mapping[str, int]) -> int | None:
        claimed = claims.get(str(data.get("id")))
        if "dm" not in data:
            return claimed
        owner = data["dm"]
        if owner is not None and owner not in self.makers:
            message = f"{owner!r} is not a decision maker"
            self.file.fault(("options", at, "dm"), message, str(owner), self.makers)
            return None
        named = None if owner is None else self.makers.index(owner)
        if claimed is not None and claimed != named:
            message = f"{self.makers[claimed]} has the option too: only one decision maker can"
            self.file.fault(("options", at, "dm"), message)
        return named

    def _patterns(self, path: Path_) -> Iterator[Condition]:
        data = self._at(path)
        if data is not None and not isinstance(data, list):
            self.file.fault(path, "this is a list of patterns over the options, as `Y-N`")
            return
        ids = [option.name for option in self.options]
        for at, text in enumerate(data or ()):
            if self._marks(text, (*path, at)):
                yield pattern(text, ids)

    def _marks(self, text: Any, path: Path_) -> bool:
        fits = isinstance(text, str) and len(text) == len(self.options) and not set(text) - {*"YN-"}
        if not fits:
            count = len(self.options)
            self.file.fault(path, f"{text!r} is not {count} of the marks Y, N and -, one an option")
        return fits

    def _number_states(self) -> None:
        """Graph form without options: states are numbered, by options that nobody owns."""
        listed = self._dicts(("feasible",), "states")
        width = max(1, (len(listed) - 1).bit_length())
        self.options = tuple(Option(f"bit{b}", None) for b in range(width))
        self.profiles = {str(data.get("state")): code for code, data in enumerate(listed)}
        if not isinstance(self.data.get("moves"), dict):
            self.file.fault(("moves",), "in graph form moves are listed")

    def _read_strategies(self) -> None:
        """Normal form: an option for each strategy, exactly one of a decision maker's taken."""
        groups: list[list[tuple[str, int]]] = []
        for m, maker in enumerate(self._dicts(("decision_makers",), "decision makers")):
            strategies = maker.get("strategies")
            if not isinstance(strategies, list) or not strategies:
                self.file.fault(("decision_makers", m), "in normal form each one has `strategies`")
                return
            group = []
            for strategy in map(str, strategies):
                id = fresh(slug(f"{self.makers[m]} {strategy}"), self.labels)
                group.append((strategy, len(self.labels)))
                self.labels[id] = f"{self.makers[m]}: {strategy}"
                self.options += (Option(id, m),)
            groups.append(group)
        ids = [option.name for option in self.options]
        for group in groups:
            own = [Var(ids[bit]) for _, bit in group]
            self.impossible += tuple(itertools.starmap(And, itertools.combinations(own, 2)))
            self.impossible += (conjunction(map(Not, own)),)
        for profile in itertools.product(*reversed(groups)):  # the first varies fastest
            name = "-".join(strategy for strategy, _ in reversed(profile))
            if name in self.profiles:
                self.file.fault(("decision_makers",), f"two states would be called {name!r}")
            self.profiles[name] = sum(1 << bit for _, bit in profile)

    # --- states

    def read_states(self) -> None:
        listed = self.data.get("feasible")
        if listed is None:
            if self.profiles:
                self._number({code: name for name, code in self.profiles.items()})
            return
        states: dict[int, Name] = {}
        for at, data in enumerate(self._dicts(("feasible",), "states")):
            name, code = data.get("state"), self._code(data, at)
            if not isinstance(name, int | str) or name in states.values():
                self.file.fault(("feasible", at), f"a state needs a name of its own: {name!r}")
            elif code is not None:
                if code in states:
                    message = f"states {states[code]} and {name} have a combination in common"
                    self.file.fault(("feasible", at), message)
                states[code] = name
        self._number(states)
        self._overlaps()

    def _number(self, states: dict[int, Name]) -> None:
        self.states = states
        self.codes = {str(name): code for code, name in states.items()}

    def _code(self, data: Mapping[str, Any], at: int) -> int | None:
        if self.profiles:
            name = str(data.get("state"))
            if name not in self.profiles:
                message = f"{name!r} is not the decision makers' strategies joined by `-`"
                self.file.fault(("feasible", at, "state"), message, name, self.profiles)
            return self.profiles.get(name)
        text = data.get("options")
        if not self._marks(text, ("feasible", at, "options")):
            return None
        code = sum(1 << b for b, mark in enumerate(str(text)) if mark == "Y")
        loose = sum(1 << b for b, mark in enumerate(str(text)) if mark == "-")
        if loose:
            self.loose[code] = loose
        return code

    def _overlaps(self) -> None:
        states = self.states or {}
        for merged_state, loose in self.loose.items():
            for code, name in states.items():
                open_bits = loose | self.loose.get(code, 0)
                if code != merged_state and not (code ^ merged_state) & ~open_bits:
                    both = f"states {states[merged_state]} and {name}"
                    self.file.fault(("feasible",), f"{both} have a combination in common")

    def state(self, name: Any, path: Path_) -> int | None:
        """The code of the state a file names; a problem and None if there is none."""
        code = self.codes.get(str(name))
        if code is None and self.states is None and str(name).isdigit():
            code = int(name) if self.space.feasible(int(name)) else None
        if code is None:
            self.file.fault(path, f"no state is called {name!r}", str(name), self.codes)
        return code

    # --- the space: which form, which moves

    def read_space(self) -> None:
        makers = range(len(self.makers))
        rules = self.space = Space(self.options, self.impossible)
        if self.states is not None and not self._follows(rules):
            graph = merged(self.options, [(s, self.loose.get(s, 0)) for s in self.states], makers)
            self.space = graph
        moves = self.data.get("moves")
        if isinstance(moves, dict):
            targets: dict[tuple[int, int], tuple[int, ...]] = {}
            for maker, s, t in sorted(self._arcs(moves, ("moves",))):
                targets[maker, s] = (*targets.get((maker, s), ()), t)
            graph = self.space if isinstance(self.space, Graph) else listing(self.space, makers)
            self.space = replace(graph, targets=targets)
        elif moves is not None and not self.profiles:
            self.file.fault(("moves",), "in option form, moves are listed or null")
        self.space = without(self.space, {*self._blocked(), *self._unseen()}, makers)

    def _follows(self, rules: Space) -> bool:
        """Whether the states listed are just those that no pattern rules out."""
        states = self.states or {}
        given = self.data.get("infeasible") is not None or bool(self.impossible)
        if self.loose or (not given and len(states) != 1 << len(self.options)):
            return False
        same = np.array_equal(rules.codes, np.array(sorted(states), dtype=np.uint64))
        if given and not same:
            out = [name for code, name in states.items() if not rules.feasible(code)]
            message = f"`infeasible` rules out {some(out)}" if out else "`infeasible` allows others"
            self.file.doubt(("feasible",), f"the list is followed, though {message}")
        return same

    def _arcs(self, data: Any, path: Path_) -> Iterator[tuple[int, int, int]]:
        """{decision maker: {state: [state...]}} or {decision maker: [[state, state]...]} as arcs."""
        for name, listed in data.items():
            if name not in self.makers:
                message = f"{name!r} is not a decision maker"
                self.file.fault((*path, name), message, name, self.makers)
                continue
            for pair in _pairs(listed):
                if pair is None:
                    self.file.fault((*path, name), "moves are {state: [states]} or [[from, to]]")
                    break
                ends = [self.state(end, (*path, name)) for end in pair]
                if None not in ends and ends[0] != ends[1]:
                    yield self.makers.index(name), ends[0] or 0, ends[1] or 0
                elif ends[0] == ends[1]:
                    self.file.fault((*path, name), f"a move from {pair[0]} to itself is none")

    def _blocked(self) -> Iterator[tuple[int, int, int]]:
        """The arcs to take out: those listed for decision makers, and the named list asked for."""
        data = self.data.get("blocked_moves") or {}
        if not isinstance(data, dict):
            self.file.fault(("blocked_moves",), "blocked moves are listed by decision maker")
            return
        lists = [key for key in data if key not in self.makers and isinstance(data[key], dict)]
        chosen = self.variation.blocked
        if chosen is not None and chosen not in lists:
            raise UnknownName("list of blocked moves", chosen, lists)
        always = {key: value for key, value in data.items() if key not in lists}
        yield from self._arcs(always, ("blocked_moves",))
        if chosen is not None:
            yield from self._arcs(data[chosen], ("blocked_moves", chosen))
        elif lists:
            message = (
                f"the moves blocked as {some(lists)} are left in: they are taken out on request"
            )
            self.file.doubt(("blocked_moves",), message)

    def _unseen(self) -> Iterator[tuple[int, int, int]]:
        """The arcs from and to states that their mover does not perceive, when that is asked for."""
        data = self.data.get("misperception") or {}
        if data and not self.variation.perceived:
            message = "what is misperceived is left out: every decision maker sees every state"
            self.file.doubt(("misperception",), message)
            return
        for name, entry in data.items():
            path = ("misperception", name, "states")
            if name not in self.makers:
                message = f"{name!r} is not a decision maker"
                self.file.fault(path[:2], message, name, self.makers)
                continue
            maker = self.makers.index(name)
            unseen = {self.state(state, path) for state in entry.get("states", ())}
            for code in self.space.codes.tolist():
                for target in self.space.moves(maker, code):
                    if code in unseen or target in unseen:
                        yield maker, code, target

    def today(self) -> tuple[int, ...]:
        """The status quo, if the file names one."""
        name = self.data.get("status_quo")
        code = None if name is None else self.state(name, ("status_quo",))
        return () if code is None else (code,)

    def preferences(self) -> Iterator[Preference]:
        """Each decision maker's preference, in order."""
        entries = self.data.get("preferences")
        if not isinstance(entries, dict):
            self.file.fault(("preferences",), "preferences are an object, by decision maker")
            return
        for name in entries:
            if name not in self.makers:
                message = f"{name!r} is not a decision maker"
                self.file.fault(("preferences", name), message, name, self.makers)
        wishes = Wishes(self.file, self.space, self.state, self._called)
        for name in self.makers:
            preference = wishes.preference(name, entries.get(name))
            if isinstance(preference, Statements):
                wishes.compare(name, entries.get(name) or {}, preference)
            yield preference

    def _called(self, code: int) -> Name:
        return code if self.states is None else self.states[code]

    # --- looking into the file

    def _at(self, path: Path_) -> Any:
        value: Any = self.data
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def _dicts(self, path: Path_, what: str) -> list[Mapping[str, Any]]:
        data = self._at(path)
        if isinstance(data, list) and all(isinstance(each, dict) for each in data):
            return data
        self.file.fault(path, f"{what} are a list of objects")
        return []


def _pairs(listed: Any) -> Iterator[Sequence[Any] | None]:
    """(from, to) of each move listed; None for what is no move."""
    if isinstance(listed, dict):
        for start, ends in listed.items():
            for end in ends if isinstance(ends, list) else [None]:
                yield None if end is None else (start, end)
    elif isinstance(listed, list):
        for pair in listed:
            yield pair if isinstance(pair, list) and len(pair) == 2 else None
    else:
        yield None
