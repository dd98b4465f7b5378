"""A conflict from its status quo as an extensive game of Gambit (`.efg`): turns in order, up to a horizon.

Decision makers take turns in the order of the model, everybody seeing what was done. In its turn one stays
or makes any of its moves; who has no move is passed over. After as many turns as the horizon says play
ends, and each is paid its rank of the situation then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from standoff.case.modelfile import ModelFile
from standoff.problem import NotComputed, TooLarge
from standoff.store.model.gambit.game import RANKS, WrittenGame, quoted, quoted_names, ranks_of

MAX_NODES = 1 << 16
"""A tree with more nodes is not written."""


def write_efg(file: ModelFile, horizon: int, start: int | None = None) -> WrittenGame:
    """The tree of `horizon` turns from `start`, a state's code, or from the status quo.

    Raises NotComputed where there is no one situation to start from, TooLarge beyond `MAX_NODES`.
    """
    model = file.model
    if horizon < 1:
        raise NotComputed(f"a horizon counts turns, at least 1: it cannot be {horizon}")
    if start is None:
        if len(model.today) != 1:
            known = "no status quo" if not model.today else f"{len(model.today)} of them"
            raise NotComputed(f"play begins in one situation, and the model has {known}: name one")
        (start,) = model.today
    tree = _Tree(file, horizon)
    lines = list(tree.lines(start))
    players = quoted_names(model.makers, "Player")
    comment = (
        f"{RANKS} Play begins at {file.name(start)}; {horizon} turns in the order of the players, each to "
        "stay or move; who has no move is passed over."
    )
    head = f"EFG 2 R {quoted(file.title or file.id)} {players}\n{quoted(comment)}\n\n"
    lost = ("what happens after the last turn", "that turns need not come in this order")
    return WrittenGame(head + "\n".join(lines) + "\n", lost)


@dataclass
class _Tree:
    """What has been written of a tree: how many decisions each has had, and which outcomes stand there."""

    file: ModelFile
    horizon: int
    sets: dict[int, int] = field(default_factory=dict)
    outcomes: dict[int, int] = field(default_factory=dict)
    count: int = 0

    def lines(self, start: int) -> Iterator[str]:
        """A line for each node, before those of its children."""
        self.ranks = ranks_of(self.file.model)
        makers = len(self.file.model.makers)
        waiting = [(start, 0)]
        while waiting:
            state, turn = waiting.pop()
            space = self.file.model.space
            while turn < self.horizon and makers and not space.moves(turn % makers, state):
                turn += 1
            self.count += 1
            if self.count > MAX_NODES:
                raise TooLarge(
                    f"{self.horizon} turns make a tree of more than {MAX_NODES:,} nodes: "
                    "take a nearer horizon"
                )
            if turn >= self.horizon or not makers:
                yield self._end(state)
                continue
            targets = space.moves(turn % makers, state)
            yield self._decision(turn % makers, targets)
            waiting += [(t, turn + 1) for t in reversed((state, *targets))]

    def _decision(self, maker: int, targets: tuple[int, ...]) -> str:
        self.sets[maker] = self.sets.get(maker, 0) + 1
        actions = quoted_names(["stay", *(f"to {self.file.name(t)}" for t in targets)], "move")
        return f'p "" {maker + 1} {self.sets[maker]} "" {actions} 0'

    def _end(self, state: int) -> str:
        known = state in self.outcomes
        number = self.outcomes.setdefault(state, len(self.outcomes) + 1)
        if known:
            return f't "" {number}'
        paid = ", ".join(str(ranks[state]) for ranks in self.ranks)
        return f't "" {number} {quoted(f"{number}: {self.file.name(state)}")} {{ {paid} }}'
