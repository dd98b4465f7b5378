"""Conditions as they are spoken, `a if b` or `a unless b`, and how a case writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from standoff.condition import (
    Condition,
    Implies,
    Not,
    Reader,
    as_literal,
    conjuncts,
    parse_condition,
)
from standoff.problem import ConditionError

_SPOKEN = re.compile(r"(only\s+if|if|when|unless)(?![\w.-])\s*", re.IGNORECASE)
_THEN = re.compile(r"\s*,?\s*(then\b|,)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Spoken:
    """`a if b`, `a unless b`, `a only if b`, `if b then a`: the word, its column, and what it means.

    `then` and `cause` are a and b (`not b` for `unless`), None where they cannot be told apart.
    """

    word: str
    column: int
    then: Condition | None = None
    cause: Condition | None = None

    @property
    def message(self) -> str:
        """That conditions have no such word, and how this one is written."""
        if self.then is None or self.cause is None:
            written = {"unless": "`a unless b` is written `not b -> a`"}
            told = written.get(self.word, f"`a {self.word} b` is written `{self._order}`")
        else:
            told = f"write `{self._implies(self.then, self.cause)}`"
        return f"conditions have no `{self.word}`: {told}"

    @property
    def given(self) -> str:
        """The same as a conclusion about an act that is set; empty where `given` does not say it."""
        if self.word == "only if":
            return ""
        parts = conjuncts(self.cause) if self.cause is not None else ()
        if any(as_literal(part) is None for part in parts):
            return ""
        if self.then is None or self.cause is None:
            return "a given not b" if self.word == "unless" else "a given b"
        return f"{self.then} given {', '.join(map(str, parts))}"

    @property
    def _order(self) -> str:
        return "a -> b" if self.word == "only if" else "b -> a"

    def _implies(self, then: Condition, cause: Condition) -> Condition:
        return Implies(then, cause) if self.word == "only if" else Implies(cause, then)


def conditional(text: str, at: int) -> Spoken | None:
    """The `if`, `when`, `unless` or `only if` by which a condition cannot be read at this place."""
    first = _SPOKEN.match(text.lstrip())
    if first is not None:
        start = len(text) - len(text.lstrip())
        if at in (start, start + first.end()):
            cause, stop = _leading(text, start + first.end())
            then_at = _THEN.match(text, stop)
            then = _leading(text, then_at.end())[0] if then_at else None
            return _spoken(first[1], start, then, cause)
    found = _SPOKEN.match(text, at)
    if found is None:
        return None
    try:
        before: Condition | None = parse_condition(text[:at])
    except ConditionError:
        before = None
    return _spoken(found[1], at, before, _leading(text, found.end())[0])


def typed_condition(text: str) -> Condition:
    """A condition typed by a person; ConditionError, which knows `a if b` and the like."""
    try:
        return parse_condition(text)
    except ConditionError as error:
        spoken = conditional(text, error.column)
        if spoken is None:
            raise
        raise ConditionError(spoken.message, spoken.column) from None


def _leading(text: str, start: int) -> tuple[Condition | None, int]:
    """As much as makes a condition from here, and where it stops; None where nothing does."""
    reader = Reader(text[start:])
    try:
        return reader.condition(), start + reader.at
    except ConditionError:
        return None, start


def _spoken(word: str, column: int, then: Condition | None, cause: Condition | None) -> Spoken:
    word = " ".join(word.lower().split())
    if word == "unless" and cause is not None:
        cause = cause.body if isinstance(cause, Not) else Not(cause)
    return Spoken(word, column, then, cause)
