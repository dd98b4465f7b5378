"""The definitions, word by word and slowly: what the engine is compared with.

States are frozensets of options taken; nothing of the engine but the reading of conditions is used.
Sources: reference list in docs/explanation/choices.md (Fang, Hipel and Kilgour 1993; Rêgo and Vieira 2017).
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
        return list(self._states)

    @functools.cached_property
    def _states(self) -> tuple[State, ...]:
        names = [name for name, _, _ in self.options]
        every = (
            frozenset(taken)
            for size in range(len(names) + 1)
            for taken in itertools.combinations(names, size)
        )
        return tuple(s for s in every if not any(self.holds(c, s) for c in self.impossible))

    def moves(self, maker: int, state: State) -> list[State]:
        own = {name: way for name, who, way in self.options if who == maker}
        stays = {
            name for name, way in own.items() if way == ("forward" if name in state else "back")
        }
        free = own.keys() - stays
        return [target for target in self._states if target != state and state ^ target <= free]

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
        self.much: set = set()  # (i, s, x): for i state s is much better than x
        self.unknown: set = set()  # (i, {s, x}): how i compares them is not known
        self.leaves = self.deters = False  # for, and by, what is unknown
        self.degree: dict = {}  # (i, s, x): how certain i's preference of s to x is
        self.gamma: dict = {}  # i: from which relative certainty on i's preference counts
        self.attitude: dict = {}  # (i, j): +1, 0 or -1
        self.kept: dict = {}
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

    def outsiders(self, i: int) -> list[int]:
        return [j for j in self.makers if j != i]

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


# --- the concepts: whether s is stable for i, one function for each row of the table ---------------


def nash(t: Tables, i: int, s: State) -> bool:
    return not t.gains[i, s]


def gmr(t: Tables, i: int, s: State) -> bool:
    return all(
        any(t.value[i, s] >= t.value[i, s2] for s2 in t.replies(i, s1, improving=False))
        for s1 in t.gains[i, s]
    )


def smr(t: Tables, i: int, s: State) -> bool:
    return all(
        any(
            t.value[i, s] >= t.value[i, s2]
            and all(t.value[i, s] >= t.value[i, s3] for s3 in t.moves[i, s2])
            for s2 in t.replies(i, s1, improving=False)
        )
        for s1 in t.gains[i, s]
    )


def seq(t: Tables, i: int, s: State) -> bool:
    return all(
        any(t.value[i, s] >= t.value[i, s2] for s2 in t.replies(i, s1, improving=True))
        for s1 in t.gains[i, s]
    )


def sseq(t: Tables, i: int, s: State) -> bool:
    return all(
        any(
            t.value[i, s] >= t.value[i, s2]
            and all(t.value[i, s] >= t.value[i, s3] for s3 in t.moves[i, s2])
            for s2 in t.replies(i, s1, improving=True)
        )
        for s1 in t.gains[i, s]
    )


def sim(t: Tables, i: int, s: State) -> bool:
    return t.together(i, s, t.outsiders(i))


def seq_then_simultaneity(t: Tables, i: int, s: State) -> bool:
    leaving = [j for j in t.outsiders(i) if not seq(t, j, s)]
    return seq(t, i, s) or t.together(i, s, leaving)


# --- the same of coalitions: h is a set of decision makers, r what it can make of a state ----------


def led(steps: dict, h: frozenset, start: State) -> set[State]:
    """Where legal sequences lead: `steps[k, s]` are the moves of k from s, nobody moves twice in a row."""
    seen: set[tuple[State, object]] = set()
    waiting: list[tuple[State, object]] = [(start, None)]
    while waiting:
        state, last = waiting.pop()
        new = {(target, k) for k in h if k != last for target in steps[k, state]} - seen
        seen |= new
        waiting.extend(new)
    return {state for state, _ in seen}


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, of tables and what it is asked of them, found once for each: neither changes meanwhile."""

    @functools.wraps(function)
    def found(t: Tables, *asked: object) -> Any:
        key = (function, *asked)
        if key not in t.kept:
            t.kept[key] = function(t, *asked)
        return t.kept[key]

    return found


@once
def by_moves(t: Tables, h: frozenset, start: State) -> set[State]:
    return led(t.moves, h, start)


@once
def by_gains(t: Tables, h: frozenset, start: State) -> set[State]:
    return led(t.gains, h, start)


@once
def coalition_improvements(t: Tables, h: frozenset, s: State) -> set[State]:
    return {x for x in by_moves(t, h, s) if all(t.value[i, x] > t.value[i, s] for i in h)}


def someone_not_better(t: Tables, h: frozenset, s: State, y: State) -> bool:
    return any(t.value[i, s] >= t.value[i, y] for i in h)


@once
def joint_answers(t: Tables, h: frozenset, start: State) -> set[State]:
    """Where steps lead that are coalition improvements of some outsiders, the same not twice in a row."""
    outside = set(t.makers) - h
    groups = frozenset(
        frozenset(members)
        for size in range(1, len(outside) + 1)
        for members in itertools.combinations(outside, size)
    )
    steps = {(p, s): coalition_improvements(t, p, s) for p in groups for s in t.states}
    return led(steps, groups, start)


def cnash(t: Tables, h: frozenset, s: State) -> bool:
    return not coalition_improvements(t, h, s)


def cgmr(t: Tables, h: frozenset, s: State) -> bool:
    return all(
        any(someone_not_better(t, h, s, y) for y in by_moves(t, frozenset(t.makers) - h, x))
        for x in coalition_improvements(t, h, s)
    )


def csmr(t: Tables, h: frozenset, s: State) -> bool:
    return all(
        any(
            someone_not_better(t, h, s, y)
            and all(someone_not_better(t, h, s, z) for z in by_moves(t, h, y))
            for y in by_moves(t, frozenset(t.makers) - h, x)
        )
        for x in coalition_improvements(t, h, s)
    )


def cseq(t: Tables, h: frozenset, s: State) -> bool:
    return all(
        any(someone_not_better(t, h, s, y) for y in joint_answers(t, h, x))
        for x in coalition_improvements(t, h, s)
    )


def cseq_ind(t: Tables, h: frozenset, s: State) -> bool:
    return all(
        any(someone_not_better(t, h, s, y) for y in by_gains(t, frozenset(t.makers) - h, x))
        for x in coalition_improvements(t, h, s)
    )


def cnash_pareto(t: Tables, h: frozenset, s: State) -> bool:
    return not any(
        all(t.value[i, x] >= t.value[i, s] for i in h)
        and any(t.value[i, x] > t.value[i, s] for i in h)
        for x in by_moves(t, h, s)
    )


# --- strength of preference: a deterrent must be much worse than s ---------------------------------


def gmr_strong(t: Tables, i: int, s: State) -> bool:
    return all(
        any((i, s, s2) in t.much for s2 in t.replies(i, s1, improving=False))
        for s1 in t.gains[i, s]
    )


def smr_strong(t: Tables, i: int, s: State) -> bool:
    return all(
        any(
            (i, s, s2) in t.much and all((i, s, s3) in t.much for s3 in t.moves[i, s2])
            for s2 in t.replies(i, s1, improving=False)
        )
        for s1 in t.gains[i, s]
    )


def seq_strong(t: Tables, i: int, s: State) -> bool:
    return all(
        any((i, s, s2) in t.much for s2 in t.replies(i, s1, improving=True)) for s1 in t.gains[i, s]
    )


# --- unknown preferences: `leaves` and `deters` say what the extension makes of what is unknown -----


def not_known(t: Tables, i: int, x: State, s: State) -> bool:
    return (i, frozenset({s, x})) in t.unknown


def hoped(t: Tables, i: int, x: State, s: State, unknown: bool) -> bool:
    """Whether x is better than s for i, or, if `unknown` counts, may be."""
    if not_known(t, i, x, s):
        return unknown
    return t.value[i, x] > t.value[i, s]


def deterred(t: Tables, i: int, s: State, x: State) -> bool:
    if not_known(t, i, x, s):
        return t.deters
    return t.value[i, s] >= t.value[i, x]


def left_for(t: Tables, i: int, s: State) -> list[State]:
    return [x for x in t.moves[i, s] if hoped(t, i, x, s, t.leaves)]


def nash_unknown(t: Tables, i: int, s: State) -> bool:
    return not left_for(t, i, s)


def gmr_unknown(t: Tables, i: int, s: State) -> bool:
    others = frozenset(t.makers) - {i}
    return all(
        any(deterred(t, i, s, s2) for s2 in by_moves(t, others, s1)) for s1 in left_for(t, i, s)
    )


def smr_unknown(t: Tables, i: int, s: State) -> bool:
    others = frozenset(t.makers) - {i}
    return all(
        any(
            deterred(t, i, s, s2) and all(deterred(t, i, s, s3) for s3 in t.moves[i, s2])
            for s2 in by_moves(t, others, s1)
        )
        for s1 in left_for(t, i, s)
    )


def seq_unknown(t: Tables, i: int, s: State) -> bool:
    others = frozenset(t.makers) - {i}
    steps = by_hope(t)
    return all(
        any(deterred(t, i, s, s2) for s2 in led(steps, others, s1)) for s1 in left_for(t, i, s)
    )


@once
def by_hope(t: Tables) -> dict[tuple[int, State], list[State]]:
    return {
        (j, x): [y for y in t.moves[j, x] if hoped(t, j, y, x, unknown=True)] for j, x in t.moves
    }


# --- fuzzy preference and attitudes: what is better is a relation, not a ranking --------------------


def by_relation(t: Tables, i: int, s: State, better, how: tuple[str, bool]) -> bool:
    """`better(t, j, x, y)`: whether j takes y for an improvement on x. What i does not take for one on s
    deters it from leaving s, and so does s itself. `how`: the answers (none, moves or improvements), and
    whether i must be unable to escape them."""
    answers, escapes = how

    def spares(y: State) -> bool:
        return y != s and better(t, i, s, y)

    others = frozenset(t.makers) - {i}
    steps = t.moves if answers == "moves" else improving(t, better)
    return all(
        answers != "none"
        and any(
            not spares(s2) and not (escapes and any(spares(s3) for s3 in t.moves[i, s2]))
            for s2 in led(steps, others, s1)
        )
        for s1 in t.moves[i, s]
        if better(t, i, s, s1)
    )


@once
def improving(t: Tables, better) -> dict[tuple[int, State], list[State]]:
    return {(j, x): [y for y in ends if better(t, j, x, y)] for (j, x), ends in t.moves.items()}


def degree_of(t: Tables, i: int, s: State, x: State) -> float:
    """r(s, x)."""
    if (i, s, x) in t.degree:
        return t.degree[i, s, x]
    if (i, x, s) in t.degree:
        return 1 - t.degree[i, x, s]
    return (1 + (t.value[i, s] > t.value[i, x]) - (t.value[i, s] < t.value[i, x])) / 2


def fuzzily_better(t: Tables, j: int, x: State, y: State) -> bool:
    return degree_of(t, j, y, x) - degree_of(t, j, x, y) >= t.gamma[j]


def fuzzily(t: Tables, i: int, s: State, answers: str, escapes: bool = False) -> bool:
    return by_relation(t, i, s, fuzzily_better, (answers, escapes))


def fnash(t: Tables, i: int, s: State) -> bool:
    return fuzzily(t, i, s, "none")


def fgmr(t: Tables, i: int, s: State) -> bool:
    return fuzzily(t, i, s, "moves")


def fsmr(t: Tables, i: int, s: State) -> bool:
    return fuzzily(t, i, s, "moves", escapes=True)


def fseq(t: Tables, i: int, s: State) -> bool:
    return fuzzily(t, i, s, "improvements")


def relationally_better(t: Tables, j: int, x: State, y: State) -> bool:
    signs = {k: t.attitude.get((j, k), int(j == k)) for k in t.makers}
    well = all(t.value[k, y] >= t.value[k, x] for k in t.makers if signs[k] == 1)
    return well and all(t.value[k, y] <= t.value[k, x] for k in t.makers if signs[k] == -1)


def relationally(t: Tables, i: int, s: State, answers: str, escapes: bool = False) -> bool:
    return by_relation(t, i, s, relationally_better, (answers, escapes))


def rnash(t: Tables, i: int, s: State) -> bool:
    return relationally(t, i, s, "none")


def rgmr(t: Tables, i: int, s: State) -> bool:
    return relationally(t, i, s, "moves")


def rsmr(t: Tables, i: int, s: State) -> bool:
    return relationally(t, i, s, "moves", escapes=True)


def rseq(t: Tables, i: int, s: State) -> bool:
    return relationally(t, i, s, "improvements")
