"""Extensive games by the definitions, slowly: random trees, and what each combination of plans pays.

Nothing of the reader is used. A full plan has an action at every information set of a player; two plans
are one reduced strategy where they agree wherever the player's own choices let it come.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction


class Game:
    """A random tree as nested lists, and the text of its file."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.players = self.rng.randint(1, 3)
        self.sets: dict[tuple[int, int], int] = {}  # (player, number) -> actions
        self.chances: dict[int, list[Fraction]] = {}
        self.outcomes: dict[int, list[Fraction]] = {}
        self.budget = 14
        self.root = self.node(0)
        self.said: set = set()
        players = " ".join(f'"P{i}"' for i in range(self.players))
        head = f'EFG 2 R "random {seed}" {{ {players} }}'
        self.text = "\n".join([head, '""', *self.lines(self.root)])

    def node(self, depth: int) -> list:
        """[kind, player, number, outcome, children]"""
        rng = self.rng
        self.budget -= 1
        if self.budget < 0 or depth > 3 or (depth and rng.random() < 0.25):
            return ["t", None, None, self.outcome(0.9), []]
        if rng.random() < 0.2:
            number = rng.randint(1, 3)
            parts = [rng.randint(0, 3) for _ in range(rng.choice((1, 2, 2, 3)))]
            parts[-1] += not any(parts)
            chances = [Fraction(part, sum(parts)) for part in parts]
            known = self.chances.setdefault(number, chances)
            children = [self.node(depth + 1) for _ in known]
            return ["c", None, number, self.outcome(0.2), children]
        key = (rng.randrange(self.players), rng.randint(1, 3))
        count = self.sets.setdefault(key, rng.choice((1, 2, 2, 3)))
        return ["p", *key, self.outcome(0.2), [self.node(depth + 1) for _ in range(count)]]

    def outcome(self, often: float) -> int:
        if self.rng.random() > often:
            return 0
        number = self.rng.randint(1, 6)
        if number not in self.outcomes:
            self.outcomes[number] = [
                Fraction(self.rng.randint(-6, 6), self.rng.choice((1, 1, 3, 8)))
                for _ in range(self.players)
            ]
        return number

    def lines(self, node: list) -> list[str]:
        kind, player, number, outcome, children = node
        words = [kind, '""']
        if kind == "c":
            words.append(str(number))
            if ("c", number) not in self.said:
                self.said.add(("c", number))
                chances = " ".join(
                    f'"{k}" {chance}' for k, chance in enumerate(self.chances[number])
                )
                words.append(f'"" {{ {chances} }}')
        elif kind == "p":
            words += [str(player + 1), str(number)]
            if (player, number) not in self.said:
                self.said.add((player, number))
                actions = " ".join(f'"{chr(97 + k)}"' for k in range(self.sets[player, number]))
                words.append(f'"" {{ {actions} }}')
        words.append(str(outcome))
        if outcome and ("o", outcome) not in self.said:
            self.said.add(("o", outcome))
            paid = ", ".join(map(str, self.outcomes[outcome]))
            words.append(f'"out {outcome}" {{ {paid} }}')
        below = [line for child in children for line in self.lines(child)]
        return [" ".join(words), *below]

    # --- what it comes to

    def plans(self, player: int) -> dict[frozenset, dict]:
        """Reduced plan -> a full plan of it."""
        numbers = self.met(self.root, player)
        found: dict[frozenset, dict] = {}
        for choice in itertools.product(*(range(self.sets[player, n]) for n in numbers)):
            full = dict(zip(numbers, choice, strict=True))
            reached: dict[int, int] = {}
            self.follow(self.root, player, full, reached)
            found.setdefault(frozenset(reached.items()), full)
        return found

    def met(self, node: list, player: int) -> list[int]:
        numbers = [node[2]] if node[0] == "p" and node[1] == player else []
        for child in node[4]:
            numbers += [n for n in self.met(child, player) if n not in numbers]
        return numbers

    def follow(self, node: list, player: int, full: dict, reached: dict) -> None:
        if node[0] == "p" and node[1] == player:
            reached[node[2]] = full[node[2]]
            self.follow(node[4][full[node[2]]], player, full, reached)
        else:
            for child in node[4]:
                self.follow(child, player, full, reached)

    def paid(self, node: list, plans: tuple[dict, ...]) -> list[Fraction]:
        kind, player, number, outcome, children = node
        total = list(self.outcomes[outcome]) if outcome else [Fraction(0)] * self.players
        if kind == "c":
            weighed = zip(self.chances[number], children, strict=True)
        elif kind == "p":
            weighed = zip([Fraction(1)], [children[plans[player][number]]], strict=True)
        else:
            return total
        for chance, child in weighed:
            total = [a + chance * b for a, b in zip(total, self.paid(child, plans), strict=True)]
        return total
