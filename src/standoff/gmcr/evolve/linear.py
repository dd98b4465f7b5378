"""Linear systems with whole numbers in them, solved exactly.

Solved modulo a prime and lifted from there, digit by digit, as far as the fractions of the solution need
(Dixon 1982, Numer. Math. 40:137-141). What comes out is tried in the system before it is given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

PRIMES = (2147483647, 2147483629, 2147483587, 2147483579, 2147483563)
"""Tried in turn: a matrix may have no inverse modulo one of them."""

Row: TypeAlias = Mapping[int, int]
"""Column -> entry, of those that are not 0."""


def solve_exactly(rows: Sequence[Row], right: Sequence[int]) -> list[Fraction]:
    """x with A x = b; A square with an inverse, given by its rows.

    Raises ArithmeticError where A has no inverse modulo any of the primes tried.

    >>> solve_exactly([{0: 2, 1: 1}, {1: 3}], [1, 1])
    [Fraction(1, 3), Fraction(1, 3)]
    """
    size = len(rows)
    for prime in PRIMES:
        inverse = _inverse(rows, prime)
        if inverse is not None:
            break
    else:
        raise ArithmeticError("the system has no solution of its own")
    lifted, modulus = [0] * size, 1
    rest = list(right)
    steps, tried = 0, 1
    while True:
        residue = np.array([r % prime for r in rest], dtype=np.int64)
        digits: list[int] = ((inverse * residue % prime).sum(axis=1) % prime).tolist()
        for at, digit in enumerate(digits):
            lifted[at] += digit * modulus
        modulus *= prime
        rest = [
            (r - sum(entry * digits[column] for column, entry in row.items())) // prime
            for r, row in zip(rest, rows, strict=True)
        ]
        steps += 1
        if (
            steps >= tried
        ):  # tried at ever longer intervals, so that trying takes no more than lifting
            tried = steps + max(1, steps // 3)
            solution = _fractions(lifted, modulus)
            if solution is not None and _solves(rows, right, *solution):
                numerators, denominator = solution
                return [Fraction(n, denominator) for n in numerators]


def _inverse(rows: Sequence[Row], prime: int) -> NDArray[np.int64] | None:
    """The inverse modulo a prime below 2^31, by elimination; None if there is none."""
    size = len(rows)
    table = np.zeros((size, 2 * size), dtype=np.int64)
    for at, row in enumerate(rows):
        for column, entry in row.items():
            table[at, column] = entry % prime
        table[at, size + at] = 1
    for column in range(size):
        below = np.flatnonzero(table[column:, column])
        if not len(below):
            return None
        pivot = column + int(below[0])
        table[[column, pivot]] = table[[pivot, column]]
        table[column] = table[column] * pow(int(table[column, column]), -1, prime) % prime
        others = np.flatnonzero(table[:, column])
        others = others[others != column]
        factors = table[others, column][:, np.newaxis]
        table[others] = (table[others] - factors * table[column] % prime) % prime
    return table[:, size:]


def _fractions(values: Sequence[int], modulus: int) -> tuple[list[int], int] | None:
    """Numerators over one denominator that are the values modulo `modulus`; None if none are small."""
    bound = math.isqrt(modulus >> 1)
    denominator = 1
    for value in values:
        numerator = _symmetric(value * denominator, modulus)
        if abs(numerator) > bound:
            extra = _denominator(value * denominator % modulus, modulus, bound // denominator)
            if extra is None:
                return None
            denominator *= extra
            if denominator > bound:
                return None
    return [_symmetric(value * denominator, modulus) for value in values], denominator


def _symmetric(value: int, modulus: int) -> int:
    value %= modulus
    return value - modulus if value > modulus >> 1 else value


def _denominator(value: int, modulus: int, most: int) -> int | None:
    """The least d up to `most` with d times the value small modulo `modulus`, by Euclid's steps."""
    bound = modulus // (2 * most) if most else 0
    old, new, skipped, kept = modulus, value, 0, 1
    while new > bound:
        quotient = old // new
        old, new = new, old - quotient * new
        skipped, kept = kept, skipped - quotient * kept
    return abs(kept) if 0 < abs(kept) <= most else None


def _solves(
    rows: Sequence[Row], right: Sequence[int], numerators: Sequence[int], denominator: int
) -> bool:
    return all(
        sum(entry * numerators[column] for column, entry in row.items()) == r * denominator
        for row, r in zip(rows, right, strict=True)
    )
