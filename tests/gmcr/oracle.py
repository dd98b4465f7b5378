"""The definitions, word by word and slowly: what the engine is compared with.

States are frozensets of options taken; nothing of the engine but the reading of conditions is used.
Sources: reference list in docs/explanation/choices.md (Fang, Hipel and Kilgour 1993; Rêgo and Vieira 2017).
"""

from __future__ import annotations

import functools
import itertools
import operator
from dataclasses import dataclass

from standoff.condition import Condition, truth

State = frozenset[str]


@dataclass(frozen=True)
class Conflict:
    """Options with owner (index or None) and direction; impossible conditions; wishes by decision maker."""

    options: tuple[tuple[str, int | None, str], ...]
    impossible: tuple[Condition, ...]
    wishes: tuple[tuple[tuple[Condition, ...], ...], ...]  # decision maker -> tiers -> conditions

    def holds(self, condition: Condition, state: State) -> bool:
        return bool(truth(condition, lambda name: name in state))

    def states(self) -> list[State]:
        names = [name for name, _, _ in self.options]
        every = (
            frozenset(taken)
            for size in range(len(names) + 1)
            for taken in itertools.combinations(names, size)
        )
        return [s for s in every if not any(self.holds(c, s) for c in self.impossible)]

    def moves(self, maker: int, state: State) -> list[State]:
        owner = {name: who for name, who, _ in self.options}
        way = {name: direction for name, _, direction in self.options}
        found = []
        for target in self.states():
            changed = state ^ target
            if not changed or any(owner[name] != maker for name in changed):
                continue
            if any(way[name] == "forward" and name in state for name in changed):
                continue
            if any(way[name] == "back" and name not in state for name in changed):
                continue
            found.append(target)
        return found

    def value(self, maker: int, state: State) -> tuple[int, ...]:
        return tuple(sum(self.holds(c, state) for c in tier) for tier in self.wishes[maker])

    def improvements(self, maker: int, state: State) -> list[State]:
        here = self.value(maker, state)
        return [t for t in self.moves(maker, state) if self.value(maker, t) > here]


@dataclass(frozen=True)
class Listed:
    """States with listed moves, possibly intransitive, and a value of each state for each decision maker."""

    listed: tuple[State, ...]
    arcs: tuple[dict[State, list[State]], ...]
    values: tuple[dict[State, int], ...]

    def states(self) -> list[State]:
        return list(self.listed)

    @property
    def wishes(self) -> tuple[dict[State, int], ...]:
        return self.values

    def moves(self, maker: int, state: State) -> list[State]:
        return self.arcs[maker].get(state, [])

    def value(self, maker: int, state: State) -> int:
        return self.values[maker][state]


class Tables:
    """A conflict's moves written out, so that the definitions below read as in the literature.

    `answers` is how opponents may answer: by legal `sequences`, each at most `once`, or by a `single`
    move of one of them.
    """

    def __init__(self, conflict: Conflict | Listed, answers: str = "sequences") -> None:
        self.answers = answers
        self.states = conflict.states()
        self.makers = range(len(conflict.wishes))
        self.value: dict = {(i, s): conflict.value(i, s) for i in self.makers for s in self.states}
        self.moves = {(i, s): conflict.moves(i, s) for i in self.makers for s in self.states}
        self.gains = {
            (i, s): [t for t in self.moves[i, s] if self.value[i, t] > self.value[i, s]]
            for i in self.makers
            for s in self.states
        }
        self._replies: dict[tuple[int, State, bool], set[State]] = {}

    def replies(self, maker: int, start: State, improving: bool) -> set[State]:
        """States that opponents reach from `start`, by the rule in `answers`."""
        key = (maker, start, improving)
        if key not in self._replies:
            table = self.gains if improving else self.moves
            self._replies[key] = self._walk(maker, start, table)
        return self._replies[key]

    def _walk(self, maker: int, start: State, table: dict) -> set[State]:
        # A node is a state and the movers that may not move from it: for legal sequences the last one.
        seen: set[tuple[State, frozenset[int]]] = set()
        waiting = [(start, frozenset({maker}))]
        while waiting:
            state, barred = waiting.pop()
            for j in self.makers:
                if j in barred:
                    continue
                after = {
                    "sequences": {maker, j},
                    "once": barred | {j},
                    "single": set(self.makers),
                }[self.answers]
                for target in table[j, state]:
                    node = (target, frozenset(after))
                    if node not in seen:
                        seen.add(node)
                        waiting.append(node)
        return {state for state, _ in seen}

    def together(self, i: int, s: State, others: list[int]) -> bool:
        """Whether improvements of some of `others` from s, made at once with i's, deter each of i's."""
        choices = [[frozenset[str](), *(s ^ t for t in self.gains[j, s])] for j in others]
        return all(
            any(
                state in self.states and self.value[i, s] >= self.value[i, state]
                for changes in itertools.product(*choices)
                if any(changes)
                for state in [functools.reduce(operator.xor, changes, s1)]
            )
            for s1 in self.gains[i, s]
        )

    def stable(self, concept: str, i: int, s: State) -> bool:
        v = self.value
        others = [j for j in self.makers if j != i]
        if concept == "NASH":
            return not self.gains[i, s]
        if concept == "SIM":
            return self.together(i, s, others)
        if concept == "SEQ+SIMULTANEITY":
            leaving = [j for j in others if not self.stable("SEQ", j, s)]
            return self.stable("SEQ", i, s) or self.together(i, s, leaving)
        improving = concept in ("SEQ", "SSEQ")
        escape = concept in ("SMR", "SSEQ")
        return all(
            any(
                v[i, s] >= v[i, s2]
                and (not escape or all(v[i, s] >= v[i, s3] for s3 in self.moves[i, s2]))
                for s2 in self.replies(i, s1, improving)
            )
            for s1 in self.gains[i, s]
        )
