"""What a published model's file says each decision maker prefers: rankings, statements, payoffs, weights.

A ranking or payoffs must have every state once. Statements are checked against the order that stands
beside them, where one does; the statements are followed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from standoff.case.modelfile import Name, some
from standoff.condition import Condition, Iff, Implies, names
from standoff.condition import parse_condition as parse
from standoff.gmcr.conflict.preference import (
    NO_WISHES,
    Preference,
    Ranking,
    Statements,
    Weights,
    exact,
)
from standoff.gmcr.conflict.space import Space
from standoff.problem import ConditionError, NotComputed
from standoff.store.model.jsonfile import JsonFile, Path_

_SIGNS = MappingProxyType({"!": " not ", "&": " and ", "|": " or "})


class Wishes:
    """Reads preferences over the states of a space.

    `state` gives the code of a state the file names, or reports that there is none; `called` gives the
    name of a state.
    """

    def __init__(
        self,
        file: JsonFile,
        space: Space,
        state: Callable[[Any, Path_], int | None],
        called: Callable[[int], Name],
    ) -> None:
        self.file = file
        self.space = space
        self.state = state
        self.called = called

    def preference(self, name: str, data: Any) -> Preference:
        """What the file says a decision maker prefers; `data` is its entry under `preferences`."""
        path: Path_ = ("preferences", name)
        if data is None:
            self.file.doubt(path, f"nothing is said of what {name} prefers: all states tie for it")
            return NO_WISHES
        form = data.get("form") if isinstance(data, dict) else None
        if form == "none":
            self.file.doubt(path, f"{name} has no preference in the file: all states tie for it")
            return NO_WISHES
        if form == "ranking":
            return self._ranking(data.get("best_first"), (*path, "best_first"))
        if form == "statements":
            return self._statements(data.get("priority_order"), (*path, "priority_order"))
        if form == "payoffs":
            return self._payoffs(data.get("by_state"), (*path, "by_state"))
        if form == "weights":
            return self._weights(data.get("weights"), (*path, "weights"))
        known = "ranking, statements, payoffs, weights and none"
        self.file.fault((*path, "form"), f"the form of a preference is {form!r}: {known} are read")
        return NO_WISHES

    def _ranking(self, data: Any, path: Path_) -> Preference:
        if not isinstance(data, list):
            self.file.fault(
                path, "a ranking is a list of states, best first; an inner list is a tie"
            )
            return NO_WISHES
        place: dict[int, int] = {}
        for at, tier in enumerate(data):
            for name in tier if isinstance(tier, list) else [tier]:
                code = self.state(name, (*path, at))
                if code is not None and code in place:
                    message = f"state {name} stands twice: it would be better than itself"
                    self.file.fault((*path, at), message)
                elif code is not None:
                    place[code] = at
        self._complete(place, path)
        tiers: list[list[int]] = [[] for _ in data]
        for code, at in place.items():
            tiers[at].append(code)
        return Ranking(tuple(tuple(tier) for tier in tiers if tier))

    def _complete(self, place: Mapping[int, Any], path: Path_) -> None:
        missing = [code for code in self.space.codes.tolist() if code not in place]
        if missing:
            called = some(map(self.called, missing))
            self.file.fault(path, f"these states have no place: {called}")

    def _payoffs(self, data: Any, path: Path_) -> Preference:
        if not isinstance(data, dict):
            self.file.fault(path, "payoffs are {state: number}")
            return NO_WISHES
        values = {}
        for name, value in data.items():
            code = self.state(name, (*path, name))
            if isinstance(value, bool) or not isinstance(value, int | float):
                self.file.fault((*path, name), f"{value!r} is not a number")
            elif code is not None:
                values[code] = exact(value)
        self._complete(values, path)
        return Ranking.by_value(values)

    def _weights(self, data: Any, path: Path_) -> Preference:
        if not isinstance(data, dict):
            self.file.fault(path, "weights are {option: number}")
            return NO_WISHES
        known = [option.name for option in self.space.options]
        for id, value in data.items():
            if id not in known:
                self.file.fault((*path, id), f"no option is {id!r}", id, known)
            if isinstance(value, bool) or not isinstance(value, int | float):
                self.file.fault((*path, id), f"{value!r} is not a number")
        if self.file.found.problems:
            return NO_WISHES
        return Weights(MappingProxyType({id: exact(value) for id, value in data.items()}))

    def _statements(self, data: Any, path: Path_) -> Preference:
        if not isinstance(data, list):
            self.file.fault(path, "statements are a list of conditions, most important first")
            return NO_WISHES
        tiers = []
        for at, tier in enumerate(data):
            texts = tier if isinstance(tier, list) else [tier]
            found = [self._statement(text, (*path, at)) for text in texts]
            tiers.append(tuple(condition for condition in found if condition is not None))
        return Statements(tuple(tiers))

    def _statement(self, text: Any, path: Path_) -> Condition | None:
        if not isinstance(text, str):
            self.file.fault(path, f"a statement is a text: {text!r}")
            return None
        try:
            condition = statement(text)
        except ConditionError as error:
            self.file.fault(path, f"{text!r} cannot be read: {error}")
            return None
        for name in names(condition):
            if name not in self.space.bit:
                self.file.fault(path, f"no option is {name!r}", name, self.space.bit)
                return None
        return condition

    def compare(self, name: str, data: Any, preference: Statements) -> None:
        """Warn where statements do not give the order that the file says they imply."""
        path = ("preferences", name)
        if self.file.found.problems:
            return
        stated = self._stated(data, path) if isinstance(data, dict) else None
        if self.file.found.problems:  # the order beside the statements is not the model: doubts
            self.file.found.warnings += self.file.found.problems
            self.file.found.problems.clear()
            stated = None
        try:
            ranks = preference.ranks(self.space)
        except NotComputed as error:
            self.file.fault(path, str(error))
            return
        if stated is not None and not np.array_equal(ranks, stated.ranks(self.space)):
            message = "the statements give another order than the one that stands beside them"
            self.file.doubt(path, f"{message}: the statements are followed")

    def _stated(self, data: Mapping[str, Any], path: Path_) -> Preference | None:
        if data.get("implied_ranking") is not None:
            return self._ranking(data["implied_ranking"], (*path, "implied_ranking"))
        if data.get("utilities_by_state") is not None:
            return self._payoffs(data["utilities_by_state"], (*path, "utilities_by_state"))
        return None


@cache
def statement(text: str) -> Condition:
    """A preference statement: `!` not, `&` and, `|` or; `P IF Q` and `P IFF Q` at its outermost.

    >>> str(statement("o1 & !o2 IF o3"))
    'o3 -> o1 and not o2'
    """
    for word, joined in (("iff", Iff), ("if", _given)):
        for found in re.finditer(rf"\b{word}\b", text, re.IGNORECASE):
            left, right = text[: found.start()], text[found.end() :]
            if left.count("(") == left.count(")"):
                return joined(statement(left), statement(right))
    return parse(re.sub(r"[!&|]", lambda sign: _SIGNS[sign[0]], text))


def _given(wish: Condition, premise: Condition) -> Condition:
    return Implies(premise, wish)
