"""Timing: the median and the spread over models, the machine, and how fast it copies memory meanwhile."""

from __future__ import annotations

import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
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
        return f"{figure(self.median)} ({figure(self.least)}-{figure(self.most)})"


def figure(value: float) -> str:
    """Three digits that count, never with an exponent."""
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:g}"


@dataclass(frozen=True)
class Row:
    """One line of a table: what was done, and how fast memory was copied and how busy it was meanwhile.

    `models`: how many were tried; a figure that fewer of them gave says how many.
    """

    size: str
    models: int
    figures: dict[str, Spread]
    copy: float
    load: float

    def lines(self, headed: bool) -> Iterator[str]:
        """The row in Markdown, with the head of its table if asked for."""
        columns = ["", *self.figures, "copy GB/s", "load"]
        if headed:
            yield f"| {' | '.join(columns)} |"
            yield "| --- " * len(columns) + "|"
        figures = (
            f"{spread}{f', {spread.models} of {self.models}' if spread.models < self.models else ''}"
            for spread in self.figures.values()
        )
        cells = [self.size, *figures, str(self.copy), str(self.load)]
        yield f"| {' | '.join(cells)} |"

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


def process(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """(seconds on the clock, seconds of processor time) of a program, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, _ = timed(
        lambda: subprocess.run(command, env=environment, capture_output=True, check=True)
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy_bandwidth(megabytes: int = 128) -> float:
    """Bytes read and written a second by one thread that copies memory, in GB/s; best of five."""
    source = np.ones(megabytes << 17)
    target = np.empty_like(source)
    seconds, _ = timed(lambda: np.copyto(target, source), runs=5)
    return 2 * source.nbytes / seconds / 1e9


def peak_memory() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if (
        status.exists()
    ):  # what `getrusage` says there counts what the parent held when it started this
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text("utf-8"))[0]) * 1024 / 1e6
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
