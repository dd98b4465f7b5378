"""Attitudes: decision makers who care how others fare, for better or worse.

The attitude of i to j, itself included, is `+`, `0` or `-`. With respect to j, i relationally prefers t to
s where j is no worse off at t (`+`), no better off (`-`), always (`0`). What holds with respect to
everybody is totally preferred: such moves are the relational replies, and a state deters that is s itself
or not totally preferred to s. The comparison is weak: a move to an equally preferred state is a reply.

Source: Inohara, Hipel and Walker 2007, J. Syst. Sci. Syst. Eng. 16(2):181-201, from memory; that s itself
deters is a choice made here: otherwise totally neutral attitudes would make all four concepts equal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.relation import Verdicts, judge, moves_of
from standoff.gmcr.conflict.model import Attitude as Attitude  # noqa: PLC0414  # read here by others
from standoff.gmcr.conflict.model import Attitudes, Model
from standoff.gmcr.engine.joint import Flags


def attitude(attitudes: Attitudes, i: int, j: int) -> Attitude:
    """The attitude of i to j."""
    discrete = Attitude.POSITIVE if i == j else Attitude.NEUTRAL
    return attitudes.get((i, j), discrete)


def totally_preferred(model: Model, attitudes: Attitudes, maker: int) -> Flags:
    """Whether the decision maker totally relationally prefers t to s, at [s, t]; (states, states)."""
    states = model.space.count
    preferred = np.ones((states, states), dtype=bool)
    for j, preference in enumerate(model.preferences):
        sign = attitude(attitudes, maker, j)
        if sign is Attitude.NEUTRAL:
            continue
        ranks = preference.ranks(model.space)
        here, there = ranks[:, np.newaxis], ranks[np.newaxis, :]
        preferred &= there >= here if sign is Attitude.POSITIVE else there <= here
    return preferred


def replies(model: Model, attitudes: Attitudes, maker: int, state: int) -> tuple[int, ...]:
    """The states that the decision maker can move to from one, and totally relationally prefers to it."""

    def liked(target: int) -> bool:
        for j in range(len(model.makers)):
            here, there = model.score(j, state), model.score(j, target)
            sign = attitude(attitudes, maker, j)
            worse: bool = there < here  # type: ignore[operator]
            better: bool = there > here  # type: ignore[operator]
            if (sign is Attitude.POSITIVE and worse) or (sign is Attitude.NEGATIVE and better):
                return False
        return True

    return tuple(filter(liked, model.space.moves(maker, state)))


def relational(model: Model, attitudes: Attitudes, budget: Budget | None = None) -> Verdicts:
    """States stable under RNASH, RGMR, RSMR and RSEQ; TooLarge for too many states."""
    moves_of(model)  # refuses too many states before their pairs are written out
    makers = range(len(model.makers))
    preferred = [totally_preferred(model, attitudes, maker) for maker in makers]
    deterring = [~table for table in preferred]
    for table in deterring:
        np.fill_diagonal(table, val=True)  # s itself deters
    return judge(model, preferred, deterring, "R", budget)


def in_words(makers: Sequence[str], attitudes: Attitudes) -> tuple[str, ...]:
    """One line for each attitude that is not the discrete one, as a case has it.

    >>> in_words(("US", "Iran"), {(0, 1): Attitude.NEGATIVE})
    ('US toward Iran: negative',)
    """
    return tuple(
        f"{makers[i]} toward {makers[j]}: {sign.word}"
        for (i, j), sign in sorted(attitudes.items())
        if sign is not attitude({}, i, j)
    )
