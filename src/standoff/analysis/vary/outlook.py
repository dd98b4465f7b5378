"""Whether a condition could come about at all: a look ahead that is never too dark.

Each decision maker may choose, at every situation anew, as any of its versions does there, whatever it chose
before. Every combination of versions then stays within what is reached so. Where the condition holds
nowhere in it, no combination brings it about, and none of them has to be played.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.analysis.judge.verdict import Scene
from standoff.analysis.judge.version import Chooser
from standoff.gmcr.budget import step

MANY = 20_000
"""Beyond so many situations the look ahead is given up, and nothing is ruled out."""


@dataclass(frozen=True)
class Player:
    """A decision maker in one or several surroundings; with `whatever`, free to make any move.

    versions  those that it may be; all unless told
    """

    choosers: tuple[Chooser, ...]
    whatever: bool = False
    versions: tuple[int, ...] | None = None


def could_hold(scenes: Sequence[Scene], players: Sequence[Player]) -> bool:
    """Whether some scene's condition holds in a situation that the players could lead to.

    The scenes differ in facts and rules; a player may do in one what only another would let it do.
    """
    conditions = dict.fromkeys(scene.condition for scene in scenes if scene.condition is not None)
    tests = [scenes[0].model.space.test(condition) for condition in conditions]
    seen = {state for scene in scenes for state in scene.model.today}
    waiting = list(seen)
    choosers = [
        (chooser, player, chooser.mask, chooser.seen(player.whatever, player.versions))
        for player in players
        for chooser in player.choosers
    ]
    while waiting:
        step()
        state = waiting.pop()
        if len(seen) > MANY or any(test(state) for test in tests):
            return True
        for chooser, player, mask, known in choosers:
            changes = known.get(state & mask)
            if changes is None:
                changes = chooser.some(state, player.whatever, player.versions)
            for change in changes:
                target = state ^ change
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
    return False
