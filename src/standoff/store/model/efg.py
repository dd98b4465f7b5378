"""Extensive games of Gambit (`.efg`), read as the strategic games they come to.

A strategy is reduced: it says what a player does at the information sets that its own choices do not rule
out, `*` at the others. A player may have forgotten what it did: at an information set met again it does
the same. What chance decides is averaged, exactly; payoffs along a path add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.store.model.gambit import (
    MAX_PROFILES,
    StrategicGame,
    Token,
    Tokens,
    as_model_file,
    whole_numbers,
)

CHANCE = -1
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
    """A game tree, the root first; `sets` are the players' information sets in the order of the file."""

    title: str
    players: tuple[str, ...]
    nodes: list[Node]
    sets: dict[InformationSet, list[str]]
    chances: dict[int, list[Fraction]]
    outcomes: dict[int, list[Fraction]]


def read_efg(path: str | Path, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of an `.efg` file. Raises CaseError with the first fault, by line and column."""
    tokens = Tokens.read(Path(path))
    first = tokens.next
    tree = game_tree(tokens)
    game = reduced(tree)
    if game is None:
        tokens.fault(
            first,
            f"its players have more than {MAX_PROFILES:,} combinations of reduced strategies: "
            "leave out moves, or solve it where it was made",
        )
    return as_model_file(game, str(path), tokens.found)


# --- reading the tree ---------------------------------------------------------------------------


def game_tree(tokens: Tokens) -> Tree:
    """The tree that the words of a file give."""
    title, players = tokens.head("EFG", "2")
    if tokens.next.kind == "text":
        tokens.take()  # a comment
    reader = _Reader(tokens, Tree(title, players, [], {}, {}, {}))
    open_at: list[int] = []  # nodes whose children are still to come
    while not reader.tree.nodes or open_at:
        at = reader.node()
        if open_at:
            parent = reader.tree.nodes[open_at[-1]]
            parent.children.append(at)
            if len(parent.children) == parent.actions:
                open_at.pop()
        if reader.tree.nodes[at].actions:
            open_at.append(at)
    tokens.end()
    return reader.tree


class _Reader:
    """One file on its way to a tree: nodes stand in it each before its children."""

    def __init__(self, tokens: Tokens, tree: Tree) -> None:
        self.tokens = tokens
        self.tree = tree

    def node(self) -> int:
        """Read the next node; its position."""
        token = self.tokens.take()
        if token.kind != "word" or token.value not in ("c", "p", "t"):
            message = f"a node is missing, which begins with c, p or t: there is {token}"
            self.tokens.fault(token, message)
        if self.tokens.next.kind == "text":
            self.tokens.take()  # the node's name
        if token.value == "t":
            node = Node(None, 0, 0, 0)
        elif token.value == "c":
            number = self.tokens.whole("the number of the information set", 1)
            node = Node(CHANCE, number, len(self._chances(token, number)), 0)
        else:
            player = self.tokens.next
            index = self.tokens.whole("the number of the player", 1)
            if index > len(self.tree.players):
                self.tokens.fault(player, f"there is no player {index}")
            number = self.tokens.whole("the number of the information set", 1)
            node = Node(index - 1, number, len(self._actions(token, (index - 1, number))), 0)
        node.outcome = self._outcome()
        self.tree.nodes.append(node)
        return len(self.tree.nodes) - 1

    def _listed(self) -> bool:
        """Pass over an information set's name; whether a list of actions follows."""
        if self.tokens.next.kind == "text":
            self.tokens.take()
        return self.tokens.next.kind == "mark" and self.tokens.next.value == "{"

    def _actions(self, node: Token, key: InformationSet) -> list[str]:
        start = self.tokens.next
        if self._listed():
            actions = self.tokens.names("the actions")
            if not actions:
                self.tokens.fault(start, "an information set needs at least one action")
            known = self.tree.sets.setdefault(key, actions)
            if len(known) != len(actions):
                message = (
                    f"the information set has {len(known)} actions elsewhere, here {len(actions)}"
                )
                self.tokens.fault(start, message)
        elif key not in self.tree.sets:
            self.tokens.fault(node, "the first node of an information set must list its actions")
        return self.tree.sets[key]

    def _chances(self, node: Token, number: int) -> list[Fraction]:
        start = self.tokens.next
        if self._listed():
            chances = self._probabilities(start)
            known = self.tree.chances.setdefault(number, chances)
            if known != chances:
                self.tokens.fault(
                    start, "the chances of this move of chance stand otherwise elsewhere"
                )
        elif number not in self.tree.chances:
            self.tokens.fault(node, "the first node of a move of chance must list its chances")
        return self.tree.chances[number]

    def _probabilities(self, start: Token) -> list[Fraction]:
        self.tokens.expect("{", "before the chances")
        chances = []
        while not self.tokens.skip("}"):
            if self.tokens.skip(","):
                continue
            self.tokens.label("an action of chance, or a closing brace")
            at = self.tokens.next
            chances.append(self.tokens.number("its chance"))
            if chances[-1] < 0:
                self.tokens.fault(at, f"a chance cannot be {at}")
        if sum(chances) != 1:
            self.tokens.fault(start, f"the chances sum to {sum(chances)}, not to 1")
        return chances

    def _outcome(self) -> int:
        token = self.tokens.next
        number = self.tokens.whole("the number of the outcome")
        if self.tokens.next.kind == "text":
            self.tokens.take()
        if self.tokens.next.kind == "mark" and self.tokens.next.value == "{":
            payoffs = self.tokens.payoffs(len(self.tree.players))
            if number == 0:
                self.tokens.fault(token, "outcome 0 stands for none: it has no payoffs")
            if self.tree.outcomes.setdefault(number, payoffs) != payoffs:
                self.tokens.fault(token, f"outcome {number} has other payoffs elsewhere")
        elif number and number not in self.tree.outcomes:
            self.tokens.fault(
                token, f"outcome {number} must have its payoffs where it stands first"
            )
        return number


# --- the reduced strategic form -----------------------------------------------------------------


def reduced(tree: Tree) -> StrategicGame | None:
    """The reduced strategic form; None where it has more than `MAX_PROFILES` combinations."""
    plans: list[list[Mapping[int, int]]] = []
    profiles = 1
    for i in range(len(tree.players)):
        plans.append([])
        for plan in _Player(tree, i).plans():
            if profiles * (len(plans[-1]) + 1) > MAX_PROFILES:
                return None
            plans[-1].append(plan)
        profiles *= len(plans[-1])
    strategies = tuple(_plan_names(tree, i, own) for i, own in enumerate(plans))
    payoffs, scale = _expected(tree, plans)
    return StrategicGame(tree.title, tree.players, strategies, payoffs, scale)


Group: TypeAlias = tuple[int, tuple[int, ...]]
"""An information set's number, and those of its nodes that a player's own choices lead to."""


@dataclass(frozen=True)
class _Player:
    """A player's way through the tree: what it meets next, whatever the others and chance do."""

    tree: Tree
    player: int

    @cached_property
    def _after(self) -> dict[tuple[Group, int], tuple[Group, ...]]:
        return {}

    def meets(self, nodes: Sequence[int]) -> tuple[Group, ...]:
        """The own information sets met first on the ways from some nodes, in the order of the file."""
        groups: dict[int, list[int]] = {}
        waiting = list(reversed(nodes))
        while waiting:
            at = waiting.pop()
            node = self.tree.nodes[at]
            if node.player == self.player:
                groups.setdefault(node.number, []).append(at)
            else:
                waiting.extend(reversed(node.children))
        return tuple((number, tuple(found)) for number, found in groups.items())

    def after(self, group: Group, action: int) -> tuple[Group, ...]:
        """What it meets next once it takes the action."""
        if (group, action) not in self._after:
            children = [self.tree.nodes[at].children[action] for at in group[1]]
            self._after[group, action] = self.meets(children)
        return self._after[group, action]

    def plans(self) -> Iterator[Mapping[int, int]]:
        """Every reduced strategy: an action at each information set that it does not itself rule out."""
        waiting: list[tuple[tuple[Group, ...], dict[int, int]]] = [(self.meets([0]), {})]
        while waiting:
            ahead, plan = waiting.pop()
            while ahead and ahead[0][0] in plan:  # met again: the same action
                ahead = self.after(ahead[0], plan[ahead[0][0]]) + ahead[1:]
            if not ahead:
                yield plan
                continue
            group = ahead[0]
            for action in reversed(range(self.tree.nodes[group[1][0]].actions)):
                onward = self.after(group, action) + ahead[1:]
                waiting.append((onward, {**plan, group[0]: action}))


def _plan_names(tree: Tree, player: int, plans: Sequence[Mapping[int, int]]) -> tuple[str, ...]:
    """A digit for each information set in order, the number of its action or `*`; names where there is one."""
    numbers = [number for owner, number in tree.sets if owner == player]
    if len(numbers) == 1:
        actions = tree.sets[player, numbers[0]]
        return tuple(actions[plan[numbers[0]]] for plan in plans)
    wide = any(len(tree.sets[player, number]) > 9 for number in numbers)
    return tuple(
        ("." if wide else "").join(str(plan[n] + 1) if n in plan else "*" for n in numbers) or "*"
        for plan in plans
    )


def _expected(tree: Tree, plans: Sequence[Sequence[Mapping[int, int]]]) -> tuple[Any, int]:
    """(payoffs in whole numbers, the scale): the average over chance of the sums along the paths."""
    ways = _ways(tree)
    shape = tuple(map(len, plans))
    paid = [list(payoffs) for payoffs in zip(*ways.values(), strict=True)]
    numbers, scale = whole_numbers(paid)
    if len(numbers) and max(map(abs, numbers.ravel().tolist()), default=0) * len(ways) >= 1 << 62:
        numbers = numbers.astype(object)
    table = np.zeros((len(plans), *shape), dtype=numbers.dtype if len(numbers) else np.int64)
    consistent: dict[tuple[int, frozenset[tuple[int, int]]], Any] = {}
    for at, choices in enumerate(ways):
        blocks = []
        for i, own in enumerate(choices):
            if (i, own) not in consistent:
                fits = [k for k, p in enumerate(plans[i]) if all(p.get(n) == a for n, a in own)]
                consistent[i, own] = np.array(fits, dtype=np.intp)
            blocks.append(consistent[i, own])
        for i in range(len(plans)):
            if numbers[i, at]:
                table[i][np.ix_(*blocks)] += numbers[i, at]
    return table, scale


Ways: TypeAlias = dict[tuple[frozenset[tuple[int, int]], ...], list[Fraction]]
"""What each player chose on the way -> what is paid there, times its chance."""


def _ways(tree: Tree) -> Ways:
    """What is paid along every path, put together by what each player must have chosen."""
    nobody: frozenset[tuple[int, int]] = frozenset()
    ways: Ways = {}
    waiting = [(0, Fraction(1), (nobody,) * len(tree.players))]
    while waiting:
        at, chance, choices = waiting.pop()
        node = tree.nodes[at]
        if node.outcome and chance:
            total = ways.setdefault(choices, [Fraction(0)] * len(tree.players))
            for i, payoff in enumerate(tree.outcomes[node.outcome]):
                total[i] += chance * payoff
        for action, child in enumerate(node.children):
            if node.player == CHANCE:
                waiting.append((child, chance * tree.chances[node.number][action], choices))
            elif node.player is not None:
                own = choices[node.player] | {(node.number, action)}
                if len(dict(own)) == len(own):  # not one action now and another before
                    changed = (*choices[: node.player], own, *choices[node.player + 1 :])
                    waiting.append((child, chance, changed))
    return ways
