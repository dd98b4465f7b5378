"""How much time and memory a computation may take, and how it tells how far it is.

A budget is handed to what computes one thing. What is made of very many computations (a verdict and the lines
it rests on, a sheet) holds one budget over all of them: `with budget.held():`. Whatever is computed in there
without a budget of its own takes that one, and `step` says between two computations what is being done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from standoff.problem import BudgetSpent

SECONDS = 600.0
MEMORY = 2_500_000_000
GIGABYTES = MEMORY / 1e9


@dataclass
class Budget:
    """A limit on one computation; its clock starts when it is made, and can pause.

    `memory` in bytes is held to by estimates made beforehand and by the size given to diagrams.
    `progress`, if given, is told now and then the seconds gone and what is being done.
    """

    seconds: float = SECONDS
    memory: int = MEMORY
    progress: Callable[[float, str], None] | None = None
    began: float = field(default_factory=time.monotonic)
    doing: str = ""
    paused: float | None = None

    @classmethod
    def given(
        cls,
        seconds: float = SECONDS,
        gigabytes: float = GIGABYTES,
        progress: Callable[[float, str], None] | None = None,
    ) -> Budget:
        """One that begins now, with memory as people give it."""
        return cls(seconds, round(gigabytes * 1e9), progress)

    @property
    def elapsed(self) -> float:
        """Seconds since it began, pauses left out."""
        return (time.monotonic() if self.paused is None else self.paused) - self.began

    def pause(self) -> None:
        """Time does not count until the next step."""
        if self.paused is None:
            self.paused = time.monotonic()

    def tick(self) -> None:
        """Called between steps: raises BudgetSpent when the time is over."""
        if self.paused is not None:
            self.began += time.monotonic() - self.paused
            self.paused = None
        gone = self.elapsed
        if gone > self.seconds:
            raise BudgetSpent(f"the {self.seconds:g} s given are over")
        if self.progress is not None:
            self.progress(gone, self.doing)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is computed in here without a budget of its own takes this one."""
        before = _held.set(self)
        try:
            yield
        finally:
            _held.reset(before)


_held: ContextVar[Budget | None] = ContextVar("budget held", default=None)


def current() -> Budget:
    """The budget that is held; a new one where none is."""
    return _held.get() or Budget()


def step(doing: str = "") -> None:
    """Between two computations under one budget: says what comes, raises BudgetSpent when time is over."""
    budget = _held.get()
    if budget is not None:
        budget.doing = doing or budget.doing
        budget.tick()
