"""Cases written in a test: the docstring of the test is the case file."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable

from standoff.case.entry import Case, Conclusion, Reading
from standoff.case.reading import merge
from standoff.case.syntax import read_case


def written(text: str) -> Reading:
    """The case in a text; every problem in it fails the test."""
    overlay, found = read_case(textwrap.dedent(text), "case.yaml")
    assert not found.problems, "\n".join(map(str, found.problems))
    reading, faults = merge(Case("test", ".", overlay), "base")
    assert not faults.problems, "\n".join(map(str, faults.problems))
    return reading


def in_docstring(test: Callable[..., object]) -> Reading:
    """The case that follows `---` in a test's docstring."""
    return written(inspect.getdoc(test).partition("---\n")[2])  # type: ignore[union-attr]


def concluding(reading: Reading, text: str) -> Conclusion:
    """The case's conclusion of that text."""
    return next(conclusion for conclusion in reading.conclusions if conclusion.text == text)
