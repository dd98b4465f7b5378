"""The definitions, word by word and slowly: what the engine is compared with.

States are frozensets of options taken; nothing of the engine but the reading of conditions is used.
Sources: reference list in docs/explanation/choices.md (Fang, Hipel and Kilgour 1993; Rêgo and Vieira 2017).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from standoff.statement import Condition, truth

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


class Tables:
    """A conflict's moves written out, so that the definitions below read as in the literature."""

    def __init__(self, conflict: Conflict) -> None:
        self.states = conflict.states()
        self.makers = range(len(conflict.wishes))
        self.value = {(i, s): conflict.value(i, s) for i in self.makers for s in self.states}
        self.moves = {(i, s): conflict.moves(i, s) for i in self.makers for s in self.states}
        self.gains = {
            (i, s): [t for t in self.moves[i, s] if self.value[i, t] > self.value[i, s]]
            for i in self.makers
            for s in self.states
        }

    def replies(self, maker: int, start: State, improving: bool) -> set[State]:
        """States that opponents reach from `start` by legal sequences: nobody twice in a row."""
        table = self.gains if improving else self.moves
        seen: set[tuple[State, int | None]] = set()
        waiting: list[tuple[State, int | None]] = [(start, None)]
        while waiting:
            state, last = waiting.pop()
            for j in self.makers:
                if j in (maker, last):
                    continue
                for target in table[j, state]:
                    if (target, j) not in seen:
                        seen.add((target, j))
                        waiting.append((target, j))
        return {state for state, _ in seen}

    def stable(self, concept: str, i: int, s: State) -> bool:
        v = self.value
        if concept == "NASH":
            return not self.gains[i, s]
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
