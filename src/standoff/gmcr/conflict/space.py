"""Option form: which states exist, and which of them a decision maker can move between.

A state is a code: bit `b` is 1 when option `b` (in declaration order) is taken. Some combinations are
impossible; some options go one way only. A unilateral move changes any number of one decision maker's
own options at once, each in a direction it allows, and ends in a feasible state (Fang, Hipel and
Kilgour 1993; several options may change in one step, so impossible combinations between do not block).
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from standoff.condition import Condition, Not, conjunction, literal, names, predicate, truth
from standoff.later import later
from standoff.problem import Infeasible, TooLarge, UnknownName

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

MAX_LISTED = 1 << 26
"""More states than this are refused by default: 2^26 codes alone take half a gigabyte."""
MOST_OWN = 24
"""Options of one decision maker whose moves are tried one by one: more would be over 17 million."""
MOST_TRIED = 1 << 17
"""Combinations tried one by one for one that is asked for, before all are listed."""


class Direction(StrEnum):
    """How an option may change."""

    BOTH = "both"
    FORWARD = "forward"  # once taken, never dropped
    BACK = "back"  # once dropped, never taken


@dataclass(frozen=True)
class Option:
    """A yes/no option; `owner` is the index of the decision maker who controls it, None for nobody."""

    name: str
    owner: int | None
    direction: Direction = Direction.BOTH

    @classmethod
    @functools.lru_cache(4096)
    def of(cls, name: str, owner: int | None, direction: Direction) -> Option:
        """The option with these; the same one where it was asked for of late."""
        return cls(name, owner, direction)


@dataclass(frozen=True, eq=False)
class Space:
    """The feasible states over some options, and the moves between them.

    `impossible` lists conditions; a state where one of them is true is removed.
    """

    options: tuple[Option, ...]
    impossible: tuple[Condition, ...] = ()
    _moves: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict, repr=False)
    _tests: dict[Condition, Callable[[int], bool]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for condition in self.impossible:
            for name in names(condition):
                self.require(name)

    @classmethod
    @functools.lru_cache(512)
    def of(cls, options: tuple[Option, ...], impossible: tuple[Condition, ...] = ()) -> Space:
        """The space over these; the same one where it was asked for of late, with what is known of it."""
        return cls(options, impossible)

    def require(self, name: str) -> int:
        """The bit of an option; UnknownName if nobody declared it."""
        if name not in self.bit:
            raise UnknownName("option", name, self.bit)
        return self.bit[name]

    # --- single states, lazily: what evolution and explanations read

    @cached_property
    def bit(self) -> Mapping[str, int]:
        """Option name -> its bit."""
        return {option.name: b for b, option in enumerate(self.options)}

    @cached_property
    def masks(self) -> Mapping[int, int]:
        """Decision maker -> the bits it controls."""
        own: dict[int, int] = {}
        for b, option in enumerate(self.options):
            if option.owner is not None:
                own[option.owner] = own.get(option.owner, 0) | 1 << b
        return own

    @cached_property
    def one_way(self) -> tuple[int, int]:
        """(bits that only go from no to yes, bits that only go from yes to no)."""
        forward = sum(
            1 << b for b, o in enumerate(self.options) if o.direction is Direction.FORWARD
        )
        back = sum(1 << b for b, o in enumerate(self.options) if o.direction is Direction.BACK)
        return forward, back

    def bits_in(self, condition: Condition) -> frozenset[int]:
        """The bits of the options that a condition speaks of, by number."""
        return frozenset(self.require(name) for name in names(condition))

    def test(self, condition: Condition) -> Callable[[int], bool]:
        """The condition as a test of one state, built once."""
        found = self._tests.get(condition)
        if found is None:
            for name in names(condition):
                self.require(name)
            found = self._tests[condition] = predicate(condition, self.bit)
        return found

    @cached_property
    def _bans(self) -> tuple[Callable[[int], bool], ...]:
        return tuple(self.test(condition) for condition in self.impossible)

    def feasible(self, code: int) -> bool:
        """Whether no impossible condition holds in the state."""
        return not any(ban(code) for ban in self._bans)

    def allowed(self, code: int, target: int) -> bool:
        """Whether every change on the way is in a direction its option allows."""
        forward, back = self.one_way
        return not (code & ~target & forward or ~code & target & back)

    @cached_property
    def both_ways(self) -> tuple[Option, ...]:
        """The options as if each could be changed both ways."""
        return tuple(
            option
            if option.direction is Direction.BOTH
            else replace(option, direction=Direction.BOTH)
            for option in self.options
        )

    @cached_property
    def rules(self) -> Mapping[int, tuple[Condition, ...]]:
        """Decision maker -> the impossible conditions that speak of an option it controls."""
        found: dict[int, dict[Condition, None]] = {maker: {} for maker in self.masks}
        for condition in self.impossible:
            for name in names(condition):
                owner = self.options[self.bit[name]].owner
                if owner is not None:
                    found[owner][condition] = None
        return {maker: tuple(rules) for maker, rules in found.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """The options that decide which states there are."""
        return frozenset(name for condition in self.impossible for name in names(condition))

    def idle(self, maker: int) -> bool:
        """Whether the decision maker has no move anywhere, to be seen at a glance."""
        return maker not in self.masks

    def moves(self, maker: int, code: int) -> tuple[int, ...]:
        """Every state the decision maker can reach from `code` in one unilateral move.

        TooLarge where it could change more than MOST_OWN options.
        """
        key = (maker, code)
        if key not in self._moves:
            forward, back = self.one_way
            own = self.masks.get(maker, 0) & ~(code & forward) & ~(~code & back)
            if own.bit_count() > MOST_OWN:
                raise TooLarge(
                    f"one decision maker could change {own.bit_count()} options, about "
                    f"{2.0 ** own.bit_count():.2g} moves: for more than {MOST_OWN} they are not tried singly"
                )
            targets = [code ^ change for change in subsets(own)]
            for ban in self._bans if targets else ():
                targets = list(itertools.filterfalse(ban, targets))
            self._moves[key] = tuple(sorted(targets))
        return self._moves[key]

    def changes(self, code: int, target: int) -> int:
        """The bits that differ."""
        return code ^ target

    def origin(self, code: int) -> int:
        """The state as it was first listed, where a world narrowed it; itself otherwise."""
        return code

    def distance(self, code: int, target: int) -> int:
        """How many options differ."""
        return self.changes(code, target).bit_count()

    def between(self, code: int, part: int, target: int) -> bool:
        """Whether `part` makes some, but not all, of the changes from `code` to `target`."""
        change, whole = self.changes(code, part), self.changes(code, target)
        return bool(change) and change != whole and change & ~whole == 0

    def taken(self, code: int) -> tuple[str, ...]:
        """The options taken, in declaration order."""
        return tuple(o.name for b, o in enumerate(self.options) if code >> b & 1)

    def code(self, taken: Iterable[str]) -> int:
        """The state in which exactly these options are taken; it need not be feasible."""
        return sum({1 << self.require(name) for name in taken})

    def nearest(self, code: int, fixed: int = 0) -> tuple[int, ...]:
        """The feasible states that differ from `code` in the fewest options, leaving `fixed` bits alone."""
        free = [1 << b for b in range(len(self.options)) if not fixed >> b & 1]
        for changes in range(len(free) + 1):
            near = (code ^ sum(flips) for flips in itertools.combinations(free, changes))
            if found := tuple(sorted(filter(self.feasible, near))):
                return found
        raise Infeasible("no situation is left: what is impossible rules out every combination")

    def possible(self, condition: Condition) -> bool:
        """Whether the condition holds in some feasible state, where there is one at all.

        Only rules that share options with it matter, or with such a rule. Option by option, its own first:
        what breaks a rule is dropped as soon as all its options are decided. TooLarge where that does not
        settle it soon and the states cannot be listed.
        """
        speaking: list[Condition] = [Not(condition)]
        bits = dict.fromkeys(map(self.require, names(condition)))
        waiting = list(self.impossible)
        while touched := [
            rule for rule in waiting if not bits.keys().isdisjoint(self.bits_in(rule))
        ]:
            speaking += touched
            waiting = [rule for rule in waiting if rule not in touched]
            bits |= dict.fromkeys(self.require(name) for rule in touched for name in names(rule))
        order = tuple(bits)
        place = {bit: at for at, bit in enumerate(order, 1)}
        due: list[list[Callable[[int], bool]]] = [[] for _ in range(len(order) + 1)]
        for rule in speaking:
            due[max((place[bit] for bit in self.bits_in(rule)), default=0)].append(self.test(rule))
        open_, tried = [(0, 0)], 0
        while open_ and tried < MOST_TRIED:
            tried += 1
            decided, code = open_.pop()
            if any(broken(code) for broken in due[decided]):
                continue
            if decided == len(order):
                return True
            open_ += [(decided + 1, code | 1 << order[decided]), (decided + 1, code)]
        return bool(open_) and bool(self.truth(condition, self.codes).any())

    def held(self, values: Mapping[str, bool]) -> Space:
        """The world in which these options are set and frozen: nobody moves them."""
        for name in values:
            self.require(name)
        pinned = tuple(replace(o, owner=None) if o.name in values else o for o in self.options)
        bans = tuple(literal(name, not value) for name, value in values.items())
        return Space.of(pinned, self.impossible + bans)

    # --- all states at once, as arrays: what the solution concepts read

    @cached_property
    def codes(self) -> NDArray[np.uint64]:
        """Every feasible state, ascending; shape (states,). Raises TooLarge beyond MAX_LISTED."""
        return self.codes_within(MAX_LISTED)

    def codes_within(self, most: int) -> NDArray[np.uint64]:
        """`codes`; raises TooLarge when more than `most` combinations come up on the way.

        Built option by option: a combination is dropped as soon as the options it breaks a rule with
        are decided, so many rules mean little work.
        """
        if "codes" not in vars(self):
            vars(self)["codes"] = self._list(most)
        return self.codes

    def _list(self, most: int) -> NDArray[np.uint64]:
        if len(self.options) > 63:
            raise TooLarge(f"{len(self.options)} options: states of more than 63 cannot be listed")
        waiting: dict[int, list[Condition]] = {}
        for condition in self.impossible:
            last = max((self.bit[name] for name in names(condition)), default=-1)
            waiting.setdefault(last, []).append(condition)
        ruled = sorted({*waiting, len(self.options) - 1})
        codes = np.zeros(1, dtype=np.uint64)
        for b in range(-1, len(self.options)):
            if b >= 0:
                double = ruled[bisect_left(ruled, b)] - b + 1  # so often before any is ruled out
                if len(codes) << double > most:
                    raise TooLarge(
                        f"about {2.0 ** len(self.options):.2g} combinations of {len(self.options)} options, "
                        f"more than {most:,} even before the last of them are ruled on: "
                        "leave out options, or say more of what is impossible"
                    )
                codes = np.concatenate([codes, codes | np.uint64(1 << b)])
            for condition in waiting.get(b, ()):
                codes = codes[~self.truth(condition, codes)]
        return codes

    @cached_property
    def count(self) -> int:
        """The number of feasible states."""
        return len(self.codes)

    def truth(self, condition: Condition, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """The condition's truth in each of the states given; shape of `codes`."""
        return self.reader(codes)(condition)

    def reader(self, codes: NDArray[np.uint64]) -> Callable[[Condition], NDArray[np.bool_]]:
        """`truth` of one condition after another: what options are taken is looked up once for all."""

        @functools.cache
        def column(name: str) -> NDArray[np.bool_]:
            taken: NDArray[np.bool_] = (codes & np.uint64(1 << self.require(name))) != 0
            return taken

        def read(condition: Condition) -> NDArray[np.bool_]:
            found = np.asarray(truth(condition, column), dtype=bool)
            return found if found.shape == codes.shape else np.broadcast_to(found, codes.shape)

        return read

    def index(self, code: int) -> int:
        """The position of a state in `codes`; Infeasible if it is not there."""
        at = int(np.searchsorted(self.codes, np.uint64(code)))
        if at == len(self.codes) or int(self.codes[at]) != code:
            raise Infeasible(f"the situation {describe(self, code)} cannot be")
        return at


def subsets(mask: int) -> Iterator[int]:
    """Every non-empty subset of a set of bits."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask


def describe(space: Space, code: int) -> str:
    """A state in words for a message: the options taken, or `nothing`."""
    return ", ".join(space.taken(code)) or "nothing"


def pattern(text: str, options: Iterable[str]) -> Condition:
    """`YN-` over options in order as a condition: a state matching it is out (`-` = either)."""
    marks = zip(text, options, strict=True)
    return conjunction(literal(name, mark == "Y") for mark, name in marks if mark != "-")
