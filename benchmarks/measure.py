"""Timing: the median and the spread over models, the machine, and how fast it copies memory meanwhile."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True)
class Spread:
    """What was seen over the models of a row."""

    median: float
    least: float
    most: float
    models: int

    @classmethod
    def over(cls, values: list[float]) -> Spread:
        return cls(statistics.median(values), min(values), max(values), len(values))

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.least:.3g}-{self.most:.3g})"


@dataclass(frozen=True)
class Row:
    """One line of the table: what was done, by whom, to how many models."""

    table: str
    size: str
    figures: dict[str, Spread]
    load: float
    note: str = ""

    def json(self) -> dict[str, Any]:
        return asdict(self)


def timed(work: Callable[[], T], runs: int = 1) -> tuple[float, T]:
    """(seconds, result): the least of some runs on one model, which neighbours disturb least."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return best, result


def copy_bandwidth(megabytes: int = 128) -> float:
    """Bytes read and written a second by one thread that copies memory, in GB/s; best of five."""
    source = np.ones(megabytes << 17)
    target = np.empty_like(source)
    seconds, _ = timed(lambda: np.copyto(target, source), runs=5)
    return 2 * source.nbytes / seconds / 1e9


def peak_memory() -> float:
    """The most memory this process has held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def load() -> float:
    """Processes that want the machine, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "threads": {name: os.environ.get(name, "unset") for name in THREADS},
    }


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
