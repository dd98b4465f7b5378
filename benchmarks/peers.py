"""What others do, on the same models: the textbook matrix method, QuantEcon, Gambit.

The matrix method is written out here as the literature has it: J and J+ as matrices over the feasible
states, products of matrices for what opponents can answer. The two packages find pure Nash equilibria
only; they are asked for these on the same payoffs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.conflict.model import Model

Flags = NDArray[np.bool_]
Matrix = NDArray[np.float32]


def matrix_method(model: Model) -> dict[str, list[Flags]]:
    """Nash, GMR, SMR and SEQ for every decision maker by products of states-by-states matrices.

    After Xu, Li, Hipel and Kilgour 2009. Products are of 32-bit floats, which a tuned library
    multiplies; sequences of opponents' moves are closed by squaring.
    """
    space = model.space
    codes = space.codes
    moves, gains, better = [], [], []
    for i, preference in enumerate(model.preferences):
        own = np.uint64(space.masks.get(i, 0))
        apart = (codes[:, None] ^ codes[None, :]) & ~own == 0
        np.fill_diagonal(apart, False)
        rank = preference.ranks(space)
        more = rank[None, :] > rank[:, None]
        moves.append(apart.astype(np.float32))
        better.append(more)
        gains.append((apart & more).astype(np.float32))
    found: dict[str, list[Flags]] = {"NASH": [], "GMR": [], "SMR": [], "SEQ": []}
    for i in range(len(model.makers)):
        ours, no_better = gains[i], (~better[i]).astype(np.float32)
        found["NASH"].append(~(ours > 0).any(axis=1))
        answers = _closed([m for j, m in enumerate(moves) if j != i])
        wishes = _closed([m for j, m in enumerate(gains) if j != i])
        found["GMR"].append(_all_answered(ours, answers, no_better))
        # SMR: no better, and nothing that we can then reach is better either
        escape = (moves[i] @ better[i].T.astype(np.float32) > 0).T
        bound = no_better * ~escape
        found["SMR"].append(_all_answered(ours, answers, bound))
        found["SEQ"].append(_all_answered(ours, wishes, no_better))
    return found


def _closed(movers: list[Matrix]) -> Matrix:
    """What legal sequences of the movers reach, by squaring; moves of one compose to one."""
    step = np.minimum(sum(movers, np.zeros_like(movers[0])), 1)
    while True:
        wider: Matrix = np.minimum(step + (step @ step > 0), 1).astype(np.float32)
        if np.array_equal(wider, step):
            return wider
        step = wider


def _all_answered(ours: Matrix, answers: Matrix, harmless: Matrix) -> Flags:
    """Whether each improvement s -> t of ours has an answer t -> u with u harmless from s."""
    sanctioned = (harmless @ answers.T) > 0  # [s, t]
    return np.asarray(~((ours > 0) & ~sanctioned).any(axis=1))


def quantecon_game(payoffs: list[NDArray[np.int64]]) -> Any:
    """A QuantEcon game; `payoffs[i]` has an axis for each player."""
    from quantecon.game_theory import NormalFormGame, Player

    players = len(payoffs)
    turned = [
        np.ascontiguousarray(
            np.moveaxis(p, range(players), [(k - i) % players for k in range(players)])
        )
        for i, p in enumerate(payoffs)
    ]
    return NormalFormGame([Player(each.astype(float)) for each in turned])


def quantecon_nash(game: Any) -> set[tuple[int, ...]]:
    from quantecon.game_theory import pure_nash_brute

    return {tuple(map(int, profile)) for profile in pure_nash_brute(game)}


def gambit_game(payoffs: list[NDArray[np.int64]]) -> Any:
    import pygambit

    return pygambit.StrategicGame.from_arrays(*payoffs)


def gambit_nash(game: Any) -> set[tuple[int, ...]]:
    import pygambit

    found = set()
    for equilibrium in pygambit.nash.enumpure_solve(game).equilibria:
        chosen = []
        for player in game.players:
            weights = [float(equilibrium[player][s]) for s in game.get_strategies(player)]
            chosen.append(weights.index(1.0))
        found.add(tuple(chosen))
    return found
