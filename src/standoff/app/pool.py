"""Where the portions of a sweep, or the readings of a case, are worked on: here, in processes, on a cluster.

All are `concurrent.futures` executors, so what runs on them does not know which it is.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import AbstractContextManager, contextmanager
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from multiprocessing import active_children, connection, get_context, parent_process
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from standoff.extra import load
from standoff.later import later
from standoff.problem import NotComputed, StandoffError

if TYPE_CHECKING:
    from standoff.analysis.sure import sweep
    from standoff.analysis.sure.sweep import Setup, Shard, Tally
else:
    sweep = later("standoff.analysis.sure.sweep")  # with NumPy, which no reading of texts needs

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
    return sweep.tally(_SETUPS[shard.key], shard)


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


# --- the readings of a case -----------------------------------------------------------------------


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    make: Callable[[Any, int], T], shared: Any, numbers: Sequence[int], workers: int
) -> Iterator[T | None]:
    """What a function of a module makes of each number, in their order, in so many processes.

    shared  what it is given besides: sent to each process once
    None    stands for what a worker did not give, whatever the reason: it is to be made here

    However it ends, no worker is left: Ctrl-C reaches them through us.
    """
    others = set(active_children())
    pool = ProcessPoolExecutor(
        workers, get_context("spawn"), _begin, (_packed(shared), gc.get_threshold())
    )
    try:
        with _uninterrupted():
            given_out = [pool.submit(_piece, make, number) for number in numbers]
        for future in given_out:
            try:
                given: T | None = pickle.loads(future.result())
            except (
                Exception
            ):  # it died, or failed: here it fails as it does where nothing is spread
                given = None
            yield given
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        ours = set(active_children()) - others
        for child in ours:
            child.terminate()
        for child in ours:
            child.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this is done, and never comes to the processes that are started in here."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_SHARED: dict[str, Any] = {}


def _begin(shared: bytes, threshold: tuple[int, int, int]) -> None:
    """In a worker: what is shared is unpacked, Ctrl-C left to the parent, and its end is ours."""
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _SHARED["all"] = pickle.loads(shared)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _piece(make: Callable[[Any, int], Any], number: int) -> bytes:
    return _packed(make(_SHARED["all"], number))


class _Packer(pickle.Pickler):
    """Packs records by their fields: what they worked out besides is large, and found anew where needed."""

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind is MappingProxyType:
            return _read_only, (dict(value),)
        if is_dataclass(kind):
            return _record, (kind, {name: getattr(value, name) for name in _told(kind)})
        return NotImplemented


@cache
def _told(kind: Any) -> tuple[str, ...]:
    """The fields that make a record; not those with an underscore that it fills by itself."""
    return tuple(
        each.name
        for each in fields(kind)
        if each.init
        and not (
            each.name.startswith("_")
            and (each.default is not MISSING or each.default_factory is not MISSING)
        )
    )


def _packed(value: Any) -> bytes:
    packed = io.BytesIO()
    _Packer(packed, pickle.HIGHEST_PROTOCOL).dump(value)
    return packed.getvalue()


def _read_only(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _record(kind: Any, values: dict[str, Any]) -> Any:
    return kind(**values)
