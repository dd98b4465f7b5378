"""Extensive games of Gambit (`.efg`), read as the strategic games they come to (see `reduced`)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.store.model.gambit.game import MAX_PROFILES, Token, Tokens, as_model_file
from standoff.store.model.gambit.reduced import CHANCE, InformationSet, Node, Tree, reduced


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
            number = self.tokens.whole("the number of the information set")
            node = Node(CHANCE, number, len(self._chances(token, number)), 0)
        else:
            player = self.tokens.next
            index = self.tokens.whole("the number of the player", 1)
            if index > len(self.tree.players):
                self.tokens.fault(player, f"there is no player {index}")
            number = self.tokens.whole("the number of the information set")
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
            if known != actions:
                self.tokens.fault(start, "the information set has other actions elsewhere")
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
