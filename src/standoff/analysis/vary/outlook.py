"""Whether a condition could last at all: a look ahead that is never too dark.

Each decision maker may choose, at every situation anew, as any of its versions does there, whatever it chose
before. Every combination of versions then stays within what is reached so. Where the condition holds
nowhere in it, no combination brings it about, and none of them has to be played.

Nor has it where the condition holds for a while only: nobody moves back into it from where it does not hold,
and one decision maker has a move out of it, whatever its version, at every situation in which it holds. Had
that one just moved, others do, and it may after them; or none of them does, and it may again. So no end has a
situation in which the condition holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from standoff.analysis.judge.verdict import Scene
from standoff.analysis.judge.version import Chooser
from standoff.gmcr.budget import step
from standoff.gmcr.evolve.evolution import MAX_NODES

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

    def owns(self, bits: Iterable[int]) -> bool:
        """Whether some of these options, by number, are its own."""
        masks = [chooser.space.masks.get(chooser.maker, 0) for chooser in self.choosers]
        return any(mask >> bit & 1 for mask in masks for bit in bits)

    def leaves(self, state: int, holds: Callable[[int], bool]) -> bool:
        """Whether it moves, whichever version it is, from a situation to one where something fails."""
        return not self.whatever and all(
            any(not holds(state ^ change) for change in choice)
            for chooser in self.choosers
            for choice in chooser.each(state, self.versions)
        )


def could_hold(scenes: Sequence[Scene], players: Sequence[Player]) -> bool:
    """Whether some scene's condition holds in a situation where the players could end.

    The scenes differ in facts and rules; a player may do in one what only another would let it do.
    """
    conditions = dict.fromkeys(scene.condition for scene in scenes if scene.condition is not None)
    tests = [scenes[0].model.space.test(condition) for condition in conditions]

    def some_holds(state: int) -> bool:
        return any(test(state) for test in tests)

    holds = tests[0] if len(tests) == 1 else some_holds

    seen = {state: holds(state) for scene in scenes for state in scene.model.today}
    waiting = list(seen)
    asked = {bit for one in conditions for bit in scenes[0].model.space.bits_in(one)}
    # Those that leave the condition wherever it was met.
    leaving = [player for player in players if player.owns(asked)]
    choosers = [
        (chooser, player, chooser.mask, chooser.seen(player.whatever, player.versions))
        for player in players
        for chooser in player.choosers
    ]
    while waiting:
        step()
        state = waiting.pop()
        held = seen[state]
        if held:
            leaving = [player for player in leaving if player.leaves(state, holds)]
        if len(seen) > MANY or (held and not leaving):
            return True
        for chooser, player, mask, known in choosers:
            changes = known.get(state & mask)
            if changes is None:
                changes = chooser.some(state, player.whatever, player.versions)
            for change in changes:
                target = state ^ change
                there = seen.get(target)
                if there is None:
                    there = seen[target] = holds(target)
                    waiting.append(target)
                if there and not held:
                    return True
    # A longer course is broken off, and no verdict rests on it.
    return any(seen.values()) and len(seen) * (len(players) + 1) > MAX_NODES
