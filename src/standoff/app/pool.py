"""Where the portions of a sweep are worked on: here, in processes, or on a Dask cluster.

All three are `concurrent.futures` executors, so what runs on them does not know which it is.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from types import MappingProxyType
from typing import ParamSpec, TypeAlias, TypeVar

from standoff.analysis.vary.sweep import Setup, Shard, Tally, tally
from standoff.extra import load
from standoff.problem import NotComputed, StandoffError

P = ParamSpec("P")
T = TypeVar("T")
Open: TypeAlias = Callable[[], AbstractContextManager[tuple[Executor, int]]]
"""Opens an executor, and says how many workers it has."""
AHEAD = 4
"""Portions handed out at a time for each worker: enough to keep it busy, few enough to forget."""
PATIENCE = 5
"""How often in a row a pool may break without one portion done before we give up."""


class BackendError(StandoffError):
    """A backend that is not there or cannot be reached."""


class Serial(Executor):
    """Everything here and now."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
            if not isinstance(error, Exception):
                raise
        return done


@contextmanager
def _serial(_: str) -> Iterator[tuple[Executor, int]]:
    yield Serial(), 1


@contextmanager
def _processes(count: str) -> Iterator[tuple[Executor, int]]:
    if count and not (count.isdigit() and int(count)):
        raise BackendError(f"processes:{count} is no number of processes: write processes:2")
    workers = int(count) if count else os.cpu_count() or 1
    # Spawned, not forked: the same everywhere, and no thread of ours is copied in the middle of something.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool, workers


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    if not address:
        raise BackendError("say where the scheduler is: dask:tcp://HOST:8786")
    distributed = load(
        "cluster",
        "distributed",
        "a cluster needs Dask",
        "--backend processes:K runs on this machine",
    )
    try:
        client = distributed.Client(address, timeout="10s", set_as_default=False)
    except OSError:
        raise BackendError(f"no Dask scheduler answers at {address}") from None
    with client:
        yield client.get_executor(), max(1, len(client.scheduler_info()["workers"]))


BACKENDS: Mapping[str, Callable[[str], AbstractContextManager[tuple[Executor, int]]]] = (
    MappingProxyType({"serial": _serial, "processes": _processes, "dask": _dask})
)


def backend(text: str) -> Open:
    """What opens an executor: `serial`, `processes:K`, `dask:ADDRESS`."""
    name, _, rest = text.partition(":")
    if name not in BACKENDS:
        raise BackendError(f"{text!r} is no backend: serial, processes:K or dask:ADDRESS")
    return lambda: BACKENDS[name](rest)


_SETUPS: dict[str, Setup] = {}


def work(setup: Setup, shard: Shard) -> Tally:
    """One portion, in a worker: what the first portion of a set-up worked out serves the next."""
    if shard.key not in _SETUPS:
        _SETUPS.clear()
        _SETUPS[shard.key] = setup
    return tally(_SETUPS[shard.key], shard)


def run(
    open_backend: Open,
    setup: Setup,
    waiting: Iterable[Shard],
    done: Callable[[Shard, Tally], None],
) -> None:
    """Work on portions and hand each over once it is done; a broken pool is opened again.

    Raises NotComputed when a pool keeps breaking without getting anything done.
    """
    left = deque(waiting)
    broken = 0
    while left:
        before = len(left)
        try:
            with open_backend() as (executor, workers):
                _drain(executor, workers * AHEAD, setup, left, done)
        except BrokenExecutor as error:
            broken = 1 if len(left) < before else broken + 1
            if broken >= PATIENCE:
                raise NotComputed(
                    f"the workers keep dying, {len(left)} portions left: {error}"
                ) from error


def _drain(
    executor: Executor,
    ahead: int,
    setup: Setup,
    left: deque[Shard],
    done: Callable[[Shard, Tally], None],
) -> None:
    running: dict[Future[Tally], Shard] = {}
    try:
        while left or running:
            while left and len(running) < ahead:
                shard = left[0]
                running[executor.submit(work, setup, shard)] = shard
                left.popleft()
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                found = future.result()
                done(running.pop(future), found)
    finally:  # what came back all the same is kept, the rest is still to be done
        for future, shard in running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                done(shard, future.result())
            else:
                left.append(shard)
