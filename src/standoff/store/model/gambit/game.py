"""Games of the program Gambit: what its two formats share, and a strategic game as a model.

A file is words in quotes, numbers (whole, decimal, with an exponent, or a fraction), and braces; commas
say nothing. Numbers are read exactly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.case.make.adopt import fresh, slug
from standoff.case.modelfile import ModelFile, Name
from standoff.condition import And, Condition, Not, Var, conjunction, literal
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking
from standoff.gmcr.conflict.space import Option, Space
from standoff.problem import CaseError, Findings, Place
from standoff.store.model.jsonfile import MAX_BYTES

MAX_PROFILES = 1 << 16
"""A game with more combinations of strategies is refused."""
MAX_OPTIONS = 63
"""Up to so many strategies each is an option; beyond, a decision maker's are numbered by bits."""
MAX_NUMBER = 400
"""A number written with more characters, or a larger exponent, is refused."""
_Read = TypeVar("_Read")

_TOKEN = re.compile(
    r'"(?P<text>(?:\\"|[^"])*)"|(?P<mark>[{},])|(?P<word>[^\s"{},]+)|(?P<open>")', re.DOTALL
)
_NUMBER = re.compile(r"[+-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
_DIGITS = re.compile(r"\d{1,20}", re.ASCII)


def _plain_number(word: str) -> bool:
    return (
        len(word) <= 20 and re.fullmatch(r"-?\d+(?:\.\d+|/[1-9]\d*)?", word, re.ASCII) is not None
    )


class Token(NamedTuple):
    """A word of the file: `text` in quotes, `word` without, a `mark`, or the `end`."""

    kind: str
    value: str
    at: int

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= 40 else self.value[:40] + "..."
        return {"end": "the end of the file", "text": f'"{shown}"'}.get(self.kind, shown)


class Tokens:
    """The words of a file in order, one looked at before it is taken. Faults raise CaseError by place."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.found = Findings()
        self._words = self._split()
        self.next = next(self._words)

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """The words of a file; CaseError where it cannot be read."""
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ValueError(f"the file holds more than {MAX_BYTES // 1_000_000} MB")
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            message = f"the file cannot be read: {error.strerror}"
        except ValueError as error:
            message = str(error)
        else:
            return cls(str(path), text)
        findings = Findings()
        findings.problem(Place(str(path), 1), message)
        raise CaseError(findings)

    def _split(self) -> Iterator[Token]:
        at = 0
        while True:
            match = _TOKEN.search(self.text, at)
            if match is None:
                yield Token("end", "", len(self.text))
                return
            at = match.end()
            kind = match.lastgroup or "word"
            yield Token(kind, match[kind].replace('\\"', '"'), match.start())

    def place(self, token: Token) -> Place:
        """Line and column of a word."""
        before = self.text[: token.at]
        return Place(self.file, before.count("\n") + 1, token.at - before.rfind("\n"))

    def fault(self, token: Token, message: str) -> NoReturn:
        """Raise CaseError for what is wrong at a word."""
        self.found.problem(self.place(token), message)
        raise CaseError(self.found)

    def take(self) -> Token:
        """The next word; a quotation mark without its pair is a fault."""
        token = self.next
        if token.kind == "open":
            self.fault(token, "this quotation mark is never closed")
        if token.kind != "end":
            self.next = next(self._words)
        return token

    def skip(self, mark: str) -> bool:
        """Whether the next word is the mark; it is taken then."""
        if self.next.kind == "mark" and self.next.value == mark:
            self.take()
            return True
        return False

    def expect(self, mark: str, what: str) -> Token:
        """Take the mark; a fault if something else is there."""
        token = self.next
        if not self.skip(mark):
            self.fault(token, f"{mark} is missing {what}: there is {token}")
        return token

    def label(self, what: str) -> str:
        """A name, in quotes or without."""
        token = self.take()
        if token.kind not in ("text", "word"):
            self.fault(token, f"{what} is missing: there is {token}")
        return token.value

    def names(self, what: str) -> list[str]:
        """Names in braces."""
        self.expect("{", f"before {what}")
        return self._closed(lambda: self.label(f"one of {what}, or a closing brace"))

    def _closed(self, read: Callable[[], _Read]) -> list[_Read]:
        """What stands up to the closing brace."""
        found = []
        while not self.skip("}"):
            if not self.skip(","):
                found.append(read())
        return found

    def number(self, what: str) -> Fraction:
        """A number, exactly."""
        token = self.take()
        if token.kind == "word" and _DIGITS.fullmatch(token.value):
            return Fraction(int(token.value))  # most are: the rest below would say the same
        if token.kind != "word" or not _NUMBER.fullmatch(token.value):
            self.fault(token, f"{what} is missing, a number: there is {token}")
        exponent = re.search(r"[eE]([+-]?\d+)", token.value)
        if len(token.value) > MAX_NUMBER or (exponent and abs(int(exponent[1])) > MAX_NUMBER):
            self.fault(token, f"{what} is too long a number: {token}")
        try:
            return Fraction(token.value)
        except ZeroDivisionError:
            self.fault(token, f"{what} is divided by nothing: {token}")

    def rest(self, count: int) -> list[Fraction] | None:
        """The rest of the file where it is so many plain numbers and nothing else; None otherwise.

        Much sooner than one by one: equal words are read once.
        """
        words = self.text[self.next.at :].split()
        known = set(words)
        if len(words) != count or not all(map(_plain_number, known)):
            return None
        value = {word: Fraction(word) for word in known}
        self.next = Token("end", "", len(self.text))
        return [value[word] for word in words]

    def whole(self, what: str, least: int | None = None) -> int:
        """A whole number, of at least `least` if that is given."""
        token = self.next
        number = self.number(what)
        if number.denominator != 1 or (least is not None and number < least):
            wanted = "is needed" if least is None else f"from {least} up is needed"
            self.fault(token, f"{what} is {token}: a whole number {wanted}")
        return int(number)

    def payoffs(self, players: int, opened: bool = False) -> list[Fraction]:
        """As many numbers as there are players, in braces; of which one is `opened`."""
        first = self.next if opened else self.expect("{", "before payoffs")
        numbers = self._closed(lambda: self.number("a payoff, or a closing brace"))
        if len(numbers) != players:
            self.fault(first, f"{len(numbers)} payoffs are given for {players} players")
        return numbers

    def head(self, name: str, version: str) -> tuple[str, tuple[str, ...]]:
        """(title, players) of the first lines that both formats have."""
        for word, what in ((name, "the name of the format"), (version, "its version")):
            token = self.take()
            if token.value != word:
                self.fault(token, f"{what} is {token}: {name} {version} is read here")
        kind = self.take()
        if kind.value not in ("R", "D"):
            self.fault(kind, f"the kind of numbers is {kind}: R and D are read")
        title = self.label("the title")
        return title, tuple(self.names("the players' names"))

    def end(self) -> None:
        """A fault where anything follows."""
        if self.next.kind != "end":
            self.fault(self.next, f"the game is over here, and {self.next} follows")


@dataclass(frozen=True, eq=False)
class StrategicGame:
    """Players, their strategies, and what each profile pays.

    payoffs   whole numbers, shape (players, profiles), the first player's strategy varying fastest
    scale     what they were multiplied by to be whole
    """

    title: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: NDArray[Any]
    scale: int = 1

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(map(len, self.strategies))

    def payoff(self, player: int, profile: Sequence[int]) -> Fraction:
        """What a profile, by the positions of its strategies, pays a player, exactly."""
        at, stride = 0, 1
        for chosen, count in zip(profile, self.shape, strict=True):
            at, stride = at + stride * chosen, stride * count
        return Fraction(int(self.payoffs[player, at]), self.scale)

    @cached_property
    def coding(self) -> Coding:
        """How its profiles are states."""
        return Coding.of(self.shape)


@dataclass(frozen=True)
class Coding:
    """A profile as a code: strategy k of player i sets the bits `masks[i][k]`."""

    masks: tuple[tuple[int, ...], ...]
    by_option: bool  # an option for each strategy; otherwise strategies are numbered by bits

    @classmethod
    def of(cls, shape: Sequence[int]) -> Coding:
        """An option for each strategy where they are few, bits of its number otherwise."""
        by_option = sum(shape) <= MAX_OPTIONS
        masks, low = [], 0
        for count in shape:
            masks.append(tuple((1 << k if by_option else k) << low for k in range(count)))
            low += count if by_option else (count - 1).bit_length()
        return cls(tuple(masks), by_option)

    @cached_property
    def codes(self) -> list[int]:
        """The code of every profile, the first player's strategy varying fastest."""
        codes = np.zeros(1, dtype=np.uint64)
        for masks in self.masks:
            codes = (np.array(masks, dtype=np.uint64)[:, np.newaxis] | codes).ravel()
        listed: list[int] = codes.tolist()
        return listed


def whole_numbers(payoffs: Sequence[Sequence[Fraction]]) -> tuple[NDArray[Any], int]:
    """(the same numbers times a scale that makes all of them whole, the scale)."""
    scale = 1
    for row in payoffs:
        scale = np.lcm.reduce([scale, *{number.denominator for number in row}], dtype=object)
    scale = int(scale)
    rows = [[number.numerator * (scale // number.denominator) for number in row] for row in payoffs]
    largest = max((abs(number) for row in rows for number in row), default=0)
    width = len(rows[0]) if rows else 0
    kind = np.int64 if largest < 1 << 62 else object
    return np.array(rows, dtype=kind).reshape(len(rows), width), scale


def as_model_file(game: StrategicGame, file: str, findings: Findings | None = None) -> ModelFile:
    """The game in option form: a decision maker moves from any of its strategies to any other.

    States are named by the strategies joined with `-`, or by their numbers where those would not tell
    them apart. A payoff counts as preference: only the order of payoffs is used.
    """
    findings = findings or Findings()
    makers = distinct(game.players, "Player")
    if makers != game.players:
        findings.warning(Place(file, 1), "players without a name of their own are numbered")
    strategies = tuple(map(strategy_names, game.strategies))
    options, impossible, labels = _options(game, makers, strategies)
    codes = game.coding.codes
    names: list[str] = [""]
    for at, own in enumerate(strategies):  # the first varies fastest
        names = [f"{name}-{strategy}" if at else strategy for strategy in own for name in names]
    states: dict[int, Name] = dict(zip(codes, names, strict=True))
    preferences = []
    for i in range(len(makers)):
        tiers: dict[int, list[int]] = {}
        for code, value in zip(codes, game.payoffs[i].tolist(), strict=True):
            tiers.setdefault(value, []).append(code)
        preferences.append(Ranking(tuple(tuple(tiers[v]) for v in sorted(tiers, reverse=True))))
    model = Model(Path(file).stem, makers, Space(options, impossible), tuple(preferences))
    document = {
        "form": "normal",
        "title": game.title,
        "decision_makers": [
            {"name": name, "strategies": list(own)}
            for name, own in zip(makers, strategies, strict=True)
        ],
        "payoffs": "of the file; only their order is used",
    }
    return ModelFile(
        model.name,
        game.title,
        model,
        MappingProxyType(labels),
        MappingProxyType(states),
        MappingProxyType(document),
        findings,
    )


def _options(
    game: StrategicGame, makers: tuple[str, ...], strategies: tuple[tuple[str, ...], ...]
) -> tuple[tuple[Option, ...], tuple[Condition, ...], dict[str, str]]:
    """(options, what rules out all but the profiles, the options' names in words)."""
    options: list[Option] = []
    impossible: list[Condition] = []
    labels: dict[str, str] = {}
    for i, names in enumerate(strategies):
        count = len(names)
        words = [f"{makers[i]}: {name}" for name in names]
        if not game.coding.by_option:
            width = (count - 1).bit_length()
            words = [f"{makers[i]}: strategy number, bit {b}" for b in range(width)]
        ids = []
        for text in words:
            ids.append(fresh(slug(text), labels))
            labels[ids[-1]] = text
        options += (Option(id, i) for id in ids)
        impossible += _exactly_one(ids) if game.coding.by_option else _below(count, ids)
    return tuple(options), tuple(impossible), labels


def _exactly_one(ids: Sequence[str]) -> Iterator[Condition]:
    taken = [Var(id) for id in ids]
    for at, one in enumerate(taken):
        yield from (And(one, other) for other in taken[at + 1 :])
    yield conjunction(map(Not, taken))


def _below(count: int, ids: Sequence[str]) -> Iterator[Condition]:
    """What rules out the numbers from `count` up, the first of `ids` the lowest bit."""
    last = count - 1
    for b in range(len(ids)):
        if not last >> b & 1:
            above = [ids[c] for c in range(b + 1, len(ids)) if last >> c & 1]
            yield conjunction(literal(id, value=True) for id in (ids[b], *above))


def distinct(names: Sequence[str], kind: str) -> tuple[str, ...]:
    """The names, each made its own: what is empty or stands before already is numbered.

    >>> distinct(["A", "", "A"], "Player")
    ('A', 'Player 2', 'Player 3')
    """
    result: list[str] = []
    for at, name in enumerate(names, 1):
        name = clean(name)
        number = at
        while not name or name in result:
            name = f"{kind} {number}"
            number += len(names)
        result.append(name)
    return tuple(result)


def strategy_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names, or numbers where they are not all there, distinct, and free of `-`, which joins them."""
    names = tuple(map(clean, names))
    good = len(set(names)) == len(names) and all(name and "-" not in name for name in names)
    return names if good else tuple(map(str, range(1, len(names) + 1)))


def clean(text: str) -> str:
    """The text on one line, what cannot be printed left out."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def quoted(text: str) -> str:
    r"""The text as both formats write it: `"` is escaped, and nothing else can be.

    >>> quoted('say "no"')
    '"say \\"no\\""'
    """
    return '"' + _plain(text).replace('"', '\\"') + '"'


def quoted_names(names: Sequence[str], kind: str) -> str:
    """The names in braces, each made its own as it is written."""
    own = distinct([_plain(name) for name in names], kind)
    return f"{{ {' '.join(map(quoted, own))} }}"


def _plain(text: str) -> str:
    return clean(text).replace("\\", "/")


@dataclass(frozen=True)
class WrittenGame:
    """A game file's text, and what of the model is not in it."""

    text: str
    lost: tuple[str, ...] = ()


RANKS = "Payoffs are ranks, 1 the least preferred: only their order means anything."
"""Stands in every game file that is written from a model."""


def ranks_of(model: Model) -> list[Mapping[int, int]]:
    """Each decision maker's rank of each state by its code."""
    codes = model.space.codes.tolist()
    return [
        MappingProxyType(dict(zip(codes, preference.ranks(model.space).tolist(), strict=True)))
        for preference in model.preferences
    ]
