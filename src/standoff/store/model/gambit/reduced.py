"""The reduced strategic form of an extensive game.

A strategy is reduced: it says what a player does at the information sets that its own choices do not rule
out, `*` at the others. A player may have forgotten what it did: at an information set met again it does
the same. What chance decides is averaged, exactly; payoffs along a path add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.store.model.gambit.game import MAX_PROFILES, StrategicGame

CHANCE = -1
LONG = 32
"""Strategies over more information sets are numbered: a name would be as long."""

InformationSet: TypeAlias = tuple[int, int]
"""(player, number in the file)."""


@dataclass
class Node:
    """A node: whose it is (None where play ends), its information set, and what it pays."""

    player: int | None
    number: int
    actions: int
    outcome: int
    children: list[int] = field(default_factory=list)


@dataclass
class Tree:
    """A game tree, each node before its children; `sets` are the players' information sets as met."""

    title: str
    players: tuple[str, ...]
    nodes: list[Node]
    sets: dict[InformationSet, list[str]]
    chances: dict[int, list[Fraction]]
    outcomes: dict[int, list[Fraction]]


def reduced(tree: Tree) -> StrategicGame | None:
    """The reduced strategic form; None where it has more than `MAX_PROFILES` combinations."""
    plans: list[Plans] = []
    most = MAX_PROFILES
    for i in range(len(tree.players)):
        own = plans_of(tree, i, most)
        if own is None:
            return None
        plans.append(own)
        most //= own.count
    names = tuple(own.names or tuple(map(str, range(1, own.count + 1))) for own in plans)
    payoffs, scale = _expected(tree, plans)
    return StrategicGame(tree.title, tree.players, names, payoffs, scale)


# --- a player's strategies ----------------------------------------------------------------------


class Group:
    """Nodes of one information set that a player's own choices lead to, and what it meets after them."""

    def __init__(self, tree: Tree, number: int, nodes: list[int]) -> None:
        self.tree = tree
        self.number = number
        self.nodes = nodes
        self.actions = tree.nodes[nodes[0]].actions
        self._after: dict[int, tuple[Group, ...]] = {}

    def after(self, action: int) -> tuple[Group, ...]:
        """What the player meets next once it takes the action."""
        if action not in self._after:
            nodes = self.tree.nodes
            children = [nodes[at].children[action] for at in self.nodes]
            self._after[action] = _met(self.tree, nodes[self.nodes[0]].player or 0, children)
        return self._after[action]


def _met(tree: Tree, player: int, nodes: Sequence[int]) -> tuple[Group, ...]:
    """The player's information sets met first on the ways from some nodes, in the order of the file."""
    groups: dict[int, list[int]] = {}
    waiting = list(reversed(nodes))
    while waiting:
        at = waiting.pop()
        node = tree.nodes[at]
        if node.player == player:
            groups.setdefault(node.number, []).append(at)
        else:
            waiting.extend(reversed(node.children))
    return tuple(Group(tree, number, members) for number, members in groups.items())


Ranges: TypeAlias = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Sorted runs of positions: first of each, end of each."""


@dataclass(frozen=True, eq=False)
class Plans:
    """A player's reduced strategies, in order; `taking[n, a]`: those that take a at information set n."""

    count: int
    names: tuple[str, ...]  # none where they would be too long
    taking: dict[tuple[int, int], Ranges]


Ahead: TypeAlias = "tuple[Group, Ahead] | None"
"""What a player will meet: first, rest."""


def plans_of(tree: Tree, player: int, most: int) -> Plans | None:
    """Every reduced strategy of a player; None where there are more than `most`.

    Information sets are gone through depth first, with one plan that is changed on the way: the plans
    below a choice follow one another, so that a choice is a run of them.
    """
    numbers = [number for owner, number in tree.sets if owner == player]
    plan: dict[int, int] = {}
    say, joint = _marks(tree, player, numbers)
    marks = dict.fromkeys(numbers, "*")  # the plan as its name has it
    names: list[str] = []
    runs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    count = 0
    # A step makes a choice, or takes it back: (what lies ahead, the choice, where its run began).
    waiting: list[tuple[Ahead, tuple[int, int] | None, int | None]] = [
        (_chained(_met(tree, player, [0]), None), None, None)
    ]
    while waiting:
        ahead, choice, began = waiting.pop()
        if began is not None and choice is not None:
            del plan[choice[0]]
            marks[choice[0]] = "*"
            runs.setdefault(choice, []).append((began, count))
            continue
        if choice is not None:
            plan[choice[0]] = choice[1]
            marks[choice[0]] = say[choice[0]][choice[1]]
            waiting.append((None, choice, count))
        while ahead is not None and ahead[0].number in plan:  # met again: the same action
            group, rest = ahead
            ahead = _chained(group.after(plan[group.number]), rest)
        if ahead is None:
            count += 1
            if count > most:
                return None
            if len(numbers) <= LONG:
                names.append(joint.join(marks.values()) if numbers else "*")
            continue
        group, rest = ahead
        for action in reversed(range(group.actions)):
            onward = _chained(group.after(action), rest)
            waiting.append((onward, (group.number, action), None))
    taking = {}
    for choice, spans in runs.items():
        ends = np.array(sorted(spans), dtype=np.intp).reshape(-1, 2)
        taking[choice] = (ends[:, 0], ends[:, 1])
    return Plans(count, tuple(names), taking)


def _chained(groups: Sequence[Group], rest: Ahead) -> Ahead:
    for group in reversed(groups):
        rest = (group, rest)
    return rest


def _marks(tree: Tree, player: int, numbers: Sequence[int]) -> tuple[dict[int, list[str]], str]:
    """(How each action is called in a plan's name, what joins them).

    By the number of the action at each information set; by its name where there is one set only.
    """
    sets = {number: tree.sets[player, number] for number in numbers}
    if len(numbers) == 1:
        return sets, ""
    wide = any(len(actions) > 9 for actions in sets.values())
    counted = {n: [str(at) for at in range(1, len(own) + 1)] for n, own in sets.items()}
    return counted, "." if wide else ""


# --- what a combination pays ----------------------------------------------------------------------

Chosen: TypeAlias = "slice | NDArray[np.intp]"
"""Some of a player's strategies: a run of them, or positions in order."""


def _expected(tree: Tree, plans: Sequence[Plans]) -> tuple[NDArray[Any], int]:
    """(payoffs in whole numbers, the scale): the average over chance of the sums along the paths."""
    chance = _chance(tree)
    paid: dict[int, list[Fraction]] = {}  # at each node that pays, as likely as it is
    scale, largest = 1, Fraction(0)
    for at, node in enumerate(tree.nodes):
        if node.outcome:
            paid[at] = [chance[at] * payoff for payoff in tree.outcomes[node.outcome]]
            scale = math.lcm(scale, *(payoff.denominator for payoff in paid[at]))
            largest += max(map(abs, paid[at]), default=Fraction(0))
    # An axis for each player who has a choice; there are at most 16 of them.
    choosing = [i for i, own in enumerate(plans) if own.count > 1]
    kind = np.int64 if largest * scale < 1 << 62 else object
    table = np.zeros((len(plans), *(plans[i].count for i in choosing)), dtype=kind)
    for chosen, nodes in _regions(tree, plans):
        total = [0] * len(plans)
        for at in nodes:
            for i, payoff in enumerate(paid[at]):
                total[i] += payoff.numerator * (scale // payoff.denominator)
        block = _block([chosen[i] for i in choosing])
        for i, here in enumerate(total):
            if here:
                table[(i, *block)] += here
    flat = [rows.ravel(order="F") for rows in table]  # the first player's strategy varies fastest
    profiles = math.prod(own.count for own in plans)
    return np.array(flat, dtype=kind).reshape(len(plans), profiles), scale


def _chance(tree: Tree) -> list[Fraction]:
    """How likely chance's part of the way to each node is."""
    chance = [Fraction(1)] * len(tree.nodes)
    for at, node in enumerate(tree.nodes):
        for action, child in enumerate(node.children):
            chance[child] = chance[at]
            if node.player == CHANCE:
                chance[child] *= tree.chances[node.number][action]
    return chance


def _regions(tree: Tree, plans: Sequence[Plans]) -> Iterator[tuple[tuple[Chosen, ...], list[int]]]:
    """(strategies that lead there, nodes there that pay), for the parts of the tree between choices."""
    everything: tuple[Chosen, ...] = tuple(slice(0, own.count) for own in plans)
    waiting: list[tuple[tuple[Chosen, ...], tuple[int, int, int] | None, list[int]]] = [
        (everything, None, [0])
    ]
    while waiting:
        chosen, choice, roots = waiting.pop()
        if choice is not None:
            player, number, action = choice
            own = _among(chosen[player], plans[player].taking.get((number, action)))
            if own is None:  # nobody who comes here does this: another action was taken before
                continue
            chosen = (*chosen[:player], own, *chosen[player + 1 :])
        paying, onward = [], dict[tuple[int, int, int], list[int]]()
        inside = list(roots)
        while inside:
            at = inside.pop()
            node = tree.nodes[at]
            if node.outcome:
                paying.append(at)
            if node.player is None or node.player == CHANCE:
                inside.extend(node.children)
                continue
            for action, child in enumerate(node.children):
                onward.setdefault((node.player, node.number, action), []).append(child)
        if paying:
            yield chosen, paying
        waiting.extend((chosen, key, children) for key, children in onward.items())


def _among(chosen: Chosen, taking: Ranges | None) -> Chosen | None:
    """Those of the chosen strategies that lie in the runs; None where there are none."""
    if taking is None:
        return None
    starts, ends = taking
    if isinstance(chosen, slice) and len(starts) == 1:
        low, high = max(chosen.start, int(starts[0])), min(chosen.stop, int(ends[0]))
        return slice(low, high) if low < high else None
    listed = np.arange(chosen.start, chosen.stop) if isinstance(chosen, slice) else chosen
    run = np.searchsorted(starts, listed, side="right") - 1
    kept = listed[(run >= 0) & (listed < ends[run])]
    if not len(kept):
        return None
    first, last = int(kept[0]), int(kept[-1])
    return slice(first, last + 1) if last - first + 1 == len(kept) else kept


def _block(chosen: Sequence[Chosen]) -> Any:
    """An index into a table of combinations."""
    if all(isinstance(own, slice) for own in chosen):
        return tuple(chosen)
    return np.ix_(*(np.arange(c.start, c.stop) if isinstance(c, slice) else c for c in chosen))
