"""Graph form: states and moves that are listed, where options alone do not say which there are.

A listed state is a code, as in option form; where the analyst holds several combinations to be one
state, the options they differ in are *loose* and the code has 0 for them. Moves need not be
transitive, need not be the mover's own options only, and a state may have none (Fang, Hipel and
Kilgour 1993, where a graph model need not come from options).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from standoff.condition import Condition, conjunction, literal, names
from standoff.gmcr.conflict.space import Option, Space, describe
from standoff.later import later
from standoff.problem import Infeasible, NotComputed, TooLarge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

MAX_ARCS = 1 << 22
"""More listed moves than this are refused: they are Python objects, a few hundred megabytes."""

Targets: TypeAlias = Mapping[tuple[int, int], tuple[int, ...]]
"""(decision maker, state) -> the states it can move to, ascending."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Graph(Space):
    """Listed states with each decision maker's listed moves between them.

    `loose[state]` are the bits in which the combinations that a merged state stands for differ; no
    combination may stand in two states. A condition is true of a merged state when it is true of all
    its combinations; where they differ, NotComputed is raised.
    """

    targets: Targets
    listed: tuple[int, ...]
    loose: Mapping[int, int] = field(default_factory=dict)
    origins: Mapping[int, int] = field(default_factory=dict)  # narrowed state -> the state listed

    # --- single states

    @cached_property
    def _standing(self) -> frozenset[int]:
        return frozenset(self.listed)

    def feasible(self, code: int) -> bool:
        return code in self._standing

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(option.name for option in self.options)

    def idle(self, maker: int) -> bool:
        return not any(found for (mover, _), found in self.targets.items() if mover == maker)

    def moves(self, maker: int, code: int) -> tuple[int, ...]:
        return self.targets.get((maker, code), ())

    def changes(self, code: int, target: int) -> int:
        return (code ^ target) & ~self.loose.get(code, 0) & ~self.loose.get(target, 0)

    def test(self, condition: Condition) -> Callable[[int], bool]:
        plain = super().test(condition)
        if not self.loose:
            return plain
        asked = sum(1 << self.bit[name] for name in set(names(condition)))

        def decided(code: int) -> bool:
            values = {plain(code | taken) for taken in subsets(self.loose.get(code, 0) & asked)}
            if len(values) > 1:
                where = describe(self, code)
                raise NotComputed(f"situations merged as {where!r} differ in: {condition}")
            return values.pop()

        return decided

    def origin(self, code: int) -> int:
        return self.origins.get(code, code)

    def nearest(self, code: int, fixed: int = 0) -> tuple[int, ...]:
        near: dict[int, list[int]] = {}
        for state in self.listed:
            changes = self.changes(code, state)
            if not changes & fixed:
                near.setdefault(changes.bit_count(), []).append(state)
        if not near:
            raise Infeasible("no situation is left: none that is listed has these options so")
        return tuple(near[min(near)])

    def held(self, values: Mapping[str, bool]) -> Graph:
        # A merged state that holds both ways is narrowed to its combinations that fit; its code moves.
        fixed = sum(1 << self.require(name) for name in values)
        wanted = sum(1 << self.bit[name] for name, value in values.items() if value)
        new = {
            state: state | self.loose.get(state, 0) & wanted
            for state in self.listed
            if not (state ^ wanted) & fixed & ~self.loose.get(state, 0)
        }
        return Graph(
            tuple(replace(o, owner=None) if o.name in values else o for o in self.options),
            listed=tuple(sorted(new.values())),
            loose={new[s]: bits & ~fixed for s, bits in self.loose.items() if s in new},
            origins={code: self.origin(s) for s, code in new.items() if code != self.origin(s)},
            targets={
                (maker, new[s]): tuple(sorted(new[t] for t in found if t in new))
                for (maker, s), found in self.targets.items()
                if s in new
            },
        )

    # --- all states at once

    @cached_property
    def codes(self) -> NDArray[np.uint64]:
        return np.array(self.listed, dtype=np.uint64)

    def codes_within(self, most: int) -> NDArray[np.uint64]:
        return self.codes

    def truth(self, condition: Condition, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        if not self.loose:
            return super().truth(condition, codes)
        test = self.test(condition)
        return np.fromiter((test(int(code)) for code in codes), dtype=bool, count=len(codes))

    # --- other graphs of it

    def without(self, arcs: Collection[tuple[int, int, int]]) -> Graph:
        """The same graph less these moves: (decision maker, from state, to state)."""
        return replace(
            self,
            targets={
                (maker, s): tuple(t for t in found if (maker, s, t) not in arcs)
                for (maker, s), found in self.targets.items()
            },
        )


def merged(options: tuple[Option, ...], states: Iterable[tuple[int, int]], makers: range) -> Graph:
    """The graph of listed states, each (code, loose bits), with the moves that the options allow.

    A merged state is entered and left by any move of any combination it stands for.
    """
    loose = dict(states)
    listed = tuple(sorted(loose))
    rules = Space(options)
    graph = Graph(
        options,
        listed=listed,
        loose={state: bits for state, bits in loose.items() if bits},
        targets={},
    )
    targets = {}
    for maker in makers:
        own = rules.masks.get(maker, 0)
        groups: dict[int, list[int]] = {}
        for s in listed:
            groups.setdefault(s & ~own, []).append(s)

        def reaches(s: int, t: int, own: int = own) -> bool:
            # Bit by bit: loose bits can be chosen to fit, the others must be the mover's to change.
            changed = graph.changes(s, t)
            return s != t and not changed & ~own and rules.allowed(s & changed, t & changed)

        for s in listed:
            near = listed if s in graph.loose else {*groups[s & ~own], *graph.loose}
            targets[maker, s] = tuple(t for t in sorted(near) if reaches(s, t))
    return replace(graph, targets=targets)


def listing(space: Space, makers: range) -> Graph:
    """An option form written out as a graph: the same states and moves."""
    arcs = sum(space.count << space.masks.get(maker, 0).bit_count() for maker in makers)
    if arcs > MAX_ARCS:
        raise TooLarge(f"about {arcs:,} moves to list, more than {MAX_ARCS:,}")
    listed = tuple(int(code) for code in space.codes)
    targets = {(maker, s): space.moves(maker, s) for maker in makers for s in listed}
    return Graph(space.options, listed=listed, targets=targets)


def in_options(graph: Graph, makers: range) -> Space | None:
    """The option form with the same states and moves, each missing combination ruled out; None if none.

    Looked for among at most 2^12 combinations.
    """
    if len(graph.options) > 12 or graph.loose:
        return None
    bits = [(option.name, 1 << b) for b, option in enumerate(graph.options)]
    missing = (code for code in range(1 << len(bits)) if not graph.feasible(code))
    bans = (conjunction(literal(n, code & bit != 0) for n, bit in bits) for code in missing)
    space = Space(graph.options, tuple(bans))
    return space if listing(space, makers).targets == graph.targets else None


def subsets(mask: int) -> Iterator[int]:
    """Every code whose bits are among those of `mask`, `mask` first, 0 last."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask
    yield 0
