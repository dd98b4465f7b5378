"""Conditions over options: parse, print, evaluate.

Precedence, tightest first: `not`, `and`, `or`, `->`, `<->`; `->` groups to the right; round brackets.
`a -> b` is material: true unless a holds and b does not (the choice of the GMCR literature as read in
`docs/explanation/choices.md`). The same tree is evaluated on one state (Python bools or bits of an int)
and on arrays of states (anything with `&`, `|`, `^`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias

from standoff.problem import ConditionError, foreign

RESERVED = frozenset(
    "not and or equal given gains loses same gives for by says inferred attributed hedged denied "
    "carried silent indifferent undecided yes no true false".split()
)
OPTION_ID = re.compile(r"[a-z][a-z0-9_]*")

Condition: TypeAlias = "Var | Const | Not | And | Or | Implies | Iff"


class Name(str):
    """A name in a condition. Its characters are the full name, by which it is compared and looked up.

    `short` is how it is printed, and by what it is sorted; `column` (from 0) is where it stands in the
    line it was read from.
    """

    __slots__ = ("column", "short")
    column: int
    short: str

    def __new__(cls, text: str, column: int = 0, short: str | None = None) -> Name:
        full = str.__str__(text)  # not str(text), which is the short form of a name
        name = super().__new__(cls, full)
        name.column = column
        name.short = full if short is None else short
        return name

    def __str__(self) -> str:
        return self.short

    def __format__(self, spec: str) -> str:
        return format(self.short, spec)

    def __lt__(self, other: str) -> bool:
        return self.short < str(other)

    def __gt__(self, other: str) -> bool:
        return self.short > str(other)

    def __reduce__(self) -> tuple[type[Name], tuple[str, int, str]]:
        # Made anew from its parts, in a copy or in another process.
        return Name, (str.__str__(self), self.column, self.short)


class _Tree:
    """A condition that remembers what is asked of it again and again."""

    @cached_property
    def parted(self) -> tuple[tuple[str, ...], bool]:
        """(every name in it, left to right, repeated as it repeats; whether it has no constant)."""
        found: list[str] = []
        constant = False
        waiting: list[Any] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Var):
                found.append(part.name)
            elif isinstance(part, Not):
                waiting.append(part.body)
            elif isinstance(part, Const):
                constant = True
            else:
                waiting += (part.right, part.left)
        return tuple(found), not constant

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The names in it, each once: what it is about, whatever it says of that."""
        return frozenset(self.parted[0])


@dataclass(frozen=True)
class Var(_Tree):
    """An option (or a fact) by its name: the full one, `Actor.option`, once a reading is merged."""

    name: str

    def __str__(self) -> str:
        return str(self.name)


@dataclass(frozen=True)
class Const(_Tree):
    """A truth value; facts become constants once a world is chosen."""

    value: bool

    def __str__(self) -> str:
        return "true" if self.value else "false"


@dataclass(frozen=True)
class Not(_Tree):
    """True where `body` is false."""

    body: Condition

    def __str__(self) -> str:
        return f"not {_bracket(self.body, 5)}"


@dataclass(frozen=True)
class And(_Tree):
    """True where both sides are."""

    left: Condition
    right: Condition

    def __str__(self) -> str:
        return f"{_bracket(self.left, 4)} and {_bracket(self.right, 5)}"


@dataclass(frozen=True)
class Or(_Tree):
    """True where a side is."""

    left: Condition
    right: Condition

    def __str__(self) -> str:
        return f"{_bracket(self.left, 3)} or {_bracket(self.right, 4)}"


@dataclass(frozen=True)
class Implies(_Tree):
    """Material: false only where `left` holds and `right` does not."""

    left: Condition
    right: Condition

    def __str__(self) -> str:
        return f"{_bracket(self.left, 3)} -> {_bracket(self.right, 2)}"


@dataclass(frozen=True)
class Iff(_Tree):
    """True where both sides have the same truth value."""

    left: Condition
    right: Condition

    def __str__(self) -> str:
        return f"{_bracket(self.left, 1)} <-> {_bracket(self.right, 2)}"


_RANK: Mapping[object, int] = {Iff: 1, Implies: 2, Or: 3, And: 4, Not: 5, Var: 6, Const: 6}


def _bracket(part: Condition, least: int) -> str:
    return str(part) if _RANK[type(part)] >= least else f"({part})"


# --- reading ------------------------------------------------------------------------------------

MAX_DEPTH = 200
_SIGNS: Mapping[str, Callable[..., Condition]] = MappingProxyType(
    {"not": Not, "and": And, "or": Or, "->": Implies, "<->": Iff}
)
_OPENING = re.compile(r"\(|not(?![\w.-])")
_CLOSING = re.compile(r"\)")
_JOINING = re.compile(r"and\b|or\b|<?->")
_NAME = re.compile(r"[^\W\d][\w-]*\.[a-z][a-z0-9_]*|[a-z][a-z0-9_]*")


class Reader:
    """Reads a text piece by piece, left to right; the case's lines are read by a further one.

    Raises ConditionError where it cannot, with the column.
    """

    spaces = re.compile(r"[ \t]*")

    def __init__(self, text: str) -> None:
        self.text = text
        self._go(0)

    def _go(self, place: int) -> None:
        self.at = self.spaces.match(self.text, place).end()  # type: ignore[union-attr]  # always matches

    def take(self, piece: re.Pattern[str]) -> re.Match[str] | None:
        """The piece, if it stands here: then it is read."""
        found = piece.match(self.text, self.at)
        if found is not None:
            self._go(found.end())
        return found

    def need(self, piece: re.Pattern[str]) -> re.Match[str]:
        """The piece, which must stand here."""
        return self.take(piece) or self.fail()

    def fail(self) -> NoReturn:
        """What stands here cannot."""
        if self.at == len(self.text):
            raise ConditionError("the line ends too early", len(self.text.rstrip()))
        odd = foreign(self.text, self.at)
        if odd is not None:
            raise ConditionError(*odd)
        word = re.compile(r"<?->|[\w.-]+|.", re.DOTALL).match(self.text, self.at)
        assert word is not None
        raise ConditionError(f"{word[0]!r} cannot stand here", self.at)

    def end(self) -> None:
        """Nothing more may stand here."""
        if self.at < len(self.text):
            self.fail()

    def name(self) -> Var:
        """An option or a fact."""
        found = self.need(_NAME)
        if found[0] in RESERVED:
            raise ConditionError(f"{found[0]!r} is a reserved word, not an option", found.start())
        return self.named(found[0], found.start())

    def named(self, word: str, column: int) -> Var:
        """The name that stands in this column."""
        return Var(word)

    def condition(self) -> Condition:
        """As much as makes a condition.

        Signs and open brackets wait until something that binds less tightly, or the end, comes (Dijkstra's
        shunting yard): no recursion, so that a hostile tower of brackets is only long.
        """
        waiting: list[str] = []
        done: list[tuple[Condition, int]] = []  # with how deep each is
        while True:
            while found := self.take(_OPENING):
                waiting.append(found[0])
            done.append((self.name(), 0))
            while "(" in waiting and self.take(_CLOSING):
                _join(waiting, done, 1)
                waiting.pop()
            found = self.take(_JOINING)
            if found is None:
                break
            to_the_right = found[0] == "->"
            _join(waiting, done, _RANK[_SIGNS[found[0]]] + to_the_right)
            waiting.append(found[0])
        if "(" in waiting:
            self.fail()
        _join(waiting, done, 1)
        return done[0][0]


def _join(waiting: list[str], done: list[tuple[Condition, int]], least: int) -> None:
    """Take the signs that bind at least so tightly, back to an open bracket, and apply them."""
    while waiting and waiting[-1] != "(" and _RANK[_SIGNS[waiting[-1]]] >= least:
        sign = waiting.pop()
        sides = done[-1:] if sign == "not" else done[-2:]
        deep = 1 + max(depth for _, depth in sides)
        if deep > MAX_DEPTH:  # evaluation recurses
            raise ConditionError(f"the condition is nested more than {MAX_DEPTH} deep: split it")
        done[-len(sides) :] = [(_SIGNS[sign](*(side for side, _ in sides)), deep)]


def parse_condition(text: str) -> Condition:
    """Read a condition, e.g. `press and not leave -> US.waive`.

    >>> str(parse_condition("not (a or b) -> c <-> d"))
    'not (a or b) -> c <-> d'
    """
    if not text.strip():
        raise ConditionError("a condition is missing", 0)
    reader = Reader(text)
    condition = reader.condition()
    reader.end()
    return condition


# --- looking at a condition ---------------------------------------------------------------------


def parts(condition: Condition) -> tuple[Condition, ...]:
    """The immediate parts, left to right."""
    match condition:
        case Var() | Const():
            return ()
        case Not(body):
            return (body,)
        case _:
            return (condition.left, condition.right)


def names(condition: Condition) -> Iterator[str]:
    """Every name in it, left to right, repeated as it repeats."""
    return iter(condition.parted[0])


def rename(condition: Condition, new: Callable[[str], Condition]) -> Condition:
    """The condition with each name replaced by what `new` gives for it."""
    match condition:
        case Var(name):
            return new(name)
        case Const():
            return condition
        case Not(body):
            return Not(rename(body, new))
        case _:
            return type(condition)(rename(condition.left, new), rename(condition.right, new))


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """What stands between its outermost `and`s."""
    if isinstance(condition, And):
        return conjuncts(condition.left) + conjuncts(condition.right)
    return (condition,)


def literal(name: str, value: bool) -> Condition:
    """`name`, or `not name`."""
    return Var(name) if value else Not(Var(name))


def as_literal(condition: Condition) -> tuple[str, bool] | None:
    """(name, value) if the condition is a bare literal, else None."""
    match condition:
        case Var(name):
            return name, True
        case Not(Var(name)):
            return name, False
        case _:
            return None


def literals(condition: Condition, positive: bool = True) -> frozenset[tuple[str, bool]]:
    """The literals it is made of once `not` is pushed inwards; `<->` gives both signs of each side."""
    match condition:
        case Var(name):
            return frozenset({(name, positive)})
        case Const():
            return frozenset()
        case Not(body):
            return literals(body, not positive)
        case Implies(left, right):
            return literals(left, not positive) | literals(right, positive)
        case Iff(left, right):
            both = literals(left) | literals(right)
            return both | frozenset((n, not v) for n, v in both)
        case And(left, right) | Or(left, right):
            return literals(left, positive) | literals(right, positive)


# --- evaluating ---------------------------------------------------------------------------------


def truth(condition: Condition, value: Callable[[str], Any], true: Any = True) -> Any:
    """Its truth given each name's: bools, boolean arrays of one shape, anything with `&`, `|`, `^`.

    `true` is what stands for true among these values.
    """
    match condition:
        case Var(name):
            return value(name)
        case Const(constant):
            return true if constant else true ^ true
        case Not(body):
            return truth(body, value, true) ^ true
    left, right = truth(condition.left, value, true), truth(condition.right, value, true)
    match condition:
        case And():
            return left & right
        case Or():
            return left | right
        case Implies():
            return (left ^ true) | right
        case Iff():
            return left ^ right ^ true


def predicate(condition: Condition, bit: Mapping[str, int]) -> Callable[[int], bool]:
    """A test of state codes: bit `bit[name]` of the code is the truth of `name`."""
    # Literals joined by `and`, or by `or`, are one comparison: what is tested millions of times.
    if (cube := _cube(condition, bit)) is not None:
        mask, value = cube
        return lambda code: code & mask == value
    if (cube := _cube(condition, bit, negated=True)) is not None:
        mask, value = cube
        return lambda code: code & mask != value
    match condition:
        case Const(constant):
            return lambda code: constant
        case Not(body):
            inner = predicate(body, bit)
            return lambda code: not inner(code)
        case And(left, right):
            both = predicate(left, bit), predicate(right, bit)
            return lambda code: both[0](code) and both[1](code)
        case Or(left, right):
            either = predicate(left, bit), predicate(right, bit)
            return lambda code: either[0](code) or either[1](code)
        case Implies(left, right):
            first, then = predicate(left, bit), predicate(right, bit)
            return lambda code: not first(code) or then(code)
        case Iff(left, right):
            one, other = predicate(left, bit), predicate(right, bit)
            return lambda code: one(code) == other(code)
    raise AssertionError(condition)


def _cube(
    condition: Condition, bit: Mapping[str, int], negated: bool = False
) -> tuple[int, int] | None:
    """(the bits that it reads, what they are where it holds) if it is literals joined by `and`.

    With `negated`, of its negation. None where it is not, or where two literals contradict each other.
    """
    match condition:
        case Var(name):
            mask = 1 << bit[name]
            return mask, 0 if negated else mask
        case Not(body):
            return _cube(body, bit, not negated)
        case And(left, right) if not negated:
            parts = _cube(left, bit), _cube(right, bit)
        case Or(left, right) if negated:
            parts = _cube(left, bit, True), _cube(right, bit, True)
        case Implies(left, right) if negated:
            parts = _cube(left, bit), _cube(right, bit, True)
        case _:
            return None
    one, other = parts
    if one is None or other is None or (one[1] ^ other[1]) & one[0] & other[0]:
        return None
    return one[0] | other[0], one[1] | other[1]


def simplify(condition: Condition) -> Condition:
    """The same condition without constants inside (a condition that is constant becomes one)."""
    if condition.parted[1]:
        return condition
    match condition:
        case Var() | Const():
            return condition
        case Not(body):
            body = simplify(body)
            return Const(not body.value) if isinstance(body, Const) else Not(body)
        case _:
            left, right = simplify(condition.left), simplify(condition.right)
    known, other = (left, right) if isinstance(left, Const) else (right, left)
    if not isinstance(known, Const):
        return type(condition)(left, right)
    match condition:
        case And():
            return other if known.value else Const(False)
        case Or():
            return Const(True) if known.value else other
        case Iff():
            return other if known.value else simplify(Not(other))
        case _:
            if known is left:
                return right if known.value else Const(True)
            return Const(True) if known.value else simplify(Not(left))


def conjunction(conditions: Iterable[Condition]) -> Condition:
    """All of them together; `true` when there are none."""
    tree: Condition | None = None
    for condition in conditions:
        tree = condition if tree is None else And(tree, condition)
    return Const(True) if tree is None else tree
