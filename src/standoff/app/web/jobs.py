"""What is computed beside, with a ticket each: one lane for answers, one for all that takes long.

A lane is one process, and does one job at a time. A job with the same key as an older one takes its place:
the older is stopped, in the middle of whatever it does, and where it does not obey its process is ended.
Not forked from ours: it would keep our port. Where Python trusts it, all are forked from one that has nothing
but the libraries loaded, and are there at once.
"""

from __future__ import annotations

import itertools
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

from standoff.app.web import work
from standoff.app.web.view.panel import JobView

PATIENCE = 0.12
"""Seconds in which a job must obey, before its process is ended."""
SECONDS = 300.0
"""How long a job may take."""
KEPT = 60
"""Jobs that are remembered once they have ended."""


@dataclass(eq=False)
class Job:
    """Something to be computed. `results` are what it gave, `words` what it is at or why it failed."""

    ticket: str
    kind: str
    what: str
    payload: Mapping[str, Any] = field(repr=False)
    key: str = ""
    state: str = "waiting"
    done: int = 0
    of: int = 0
    words: str = ""
    results: list[Any] = field(default_factory=list, repr=False)
    stages: dict[int, Any] = field(default_factory=dict, repr=False)
    ended: threading.Event = field(default_factory=threading.Event, repr=False)
    depends: tuple[str, ...] | None = None  # what its answer depends on, by which it is kept

    @property
    def view(self) -> JobView:
        """As a page shows it."""
        return JobView(self.ticket, self.what, self.state, self.done, self.of, self.words)


class Hub:
    """Who wants to be told; each has a queue of its own, and the slow ones lose what is oldest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: list[queue.Queue[tuple[str, Any]]] = []

    def tell(self, event: str, data: Any) -> None:
        """Tell everybody."""
        with self._lock:
            for one in self._queues:
                while True:
                    try:
                        one.put_nowait((event, data))
                        break
                    except queue.Full:
                        with suppress(queue.Empty):
                            one.get_nowait()

    def join(self) -> queue.Queue[tuple[str, Any]]:
        """Be told from now on."""
        one: queue.Queue[tuple[str, Any]] = queue.Queue(500)
        with self._lock:
            self._queues.append(one)
        return one

    def leave(self, one: queue.Queue[tuple[str, Any]]) -> None:
        """Be told no more."""
        with self._lock, suppress(ValueError):
            self._queues.remove(one)


class Lane:
    """One process and the jobs that wait for it."""

    def __init__(self, name: str, told: Callable[[Job, str, Any], None]) -> None:
        self._told = told
        self._lock = threading.Condition()
        self._waiting: list[Job] = []
        self._current: Job | None = None
        self._process: Any = None
        self._pipe: Any = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def add(self, job: Job) -> None:
        """Take a job; those with its key that are not done yet are stopped."""
        with self._lock:
            older = [*self._waiting, *([self._current] if self._current else [])]
            for one in older:
                if job.key and one.key == job.key:
                    self._stop(one)
            self._waiting.append(job)
            self._lock.notify_all()

    def stop(self, job: Job) -> None:
        """Stop a job, wherever it stands."""
        with self._lock:
            self._stop(job)

    def _stop(self, job: Job) -> None:
        if job in self._waiting:
            self._waiting.remove(job)
            self._end(job, "stopped", "")
        elif job is self._current and job.state == "running":
            job.state = "stopping"
            process = self._process
            if work.STOP is not None and process is not None and process.pid:
                with suppress(OSError):
                    os.kill(process.pid, work.STOP)
            threading.Timer(PATIENCE, self._force, (job, process)).start()

    def _force(self, job: Job, process: Any) -> None:
        with self._lock:
            if job is self._current and job.state == "stopping" and process is not None:
                process.kill()

    def close(self) -> None:
        """Stop everything and end the process."""
        with self._lock:
            self._closed = True
            for job in self._waiting:
                self._end(job, "stopped", "")
            self._waiting.clear()
            if self._process is not None:
                self._process.kill()
            self._lock.notify_all()
        self._thread.join(2)
        if self._process is not None:
            self._process.join(2)

    @property
    def pid(self) -> int | None:
        """The process that works, if there is one."""
        return self._process.pid if self._process is not None else None

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
            alive = self._alive()
            with self._lock:
                if not self._waiting:  # it was stopped meanwhile, or everything was
                    continue
                job = self._waiting.pop(0)
                self._current = job
                if not alive:
                    self._finish(job, "failed", "no process could be started")
                    continue
                job.state = "running"
            self._work(job)

    def _alive(self) -> bool:
        """Whether there is a process that takes jobs, made if need be."""
        if self._process is not None and self._process.is_alive():
            return True
        context = get_context("forkserver") if sys.platform == "linux" else get_context("spawn")
        context.set_forkserver_preload([work.__name__, *work.NEEDED])
        ours, theirs = context.Pipe()
        arguments = theirs, dict(os.environ)  # as it is now, not as it was at the first of them
        process = context.Process(target=work.main, args=arguments, daemon=True)
        with suppress(OSError):
            process.start()
            theirs.close()
            with self._lock:
                self._process, self._pipe = process, ours
                if self._closed:
                    process.kill()
            with suppress(EOFError):
                ours.recv()  # it is ready
                return True
        return False

    def _work(self, job: Job) -> None:
        until = time.monotonic() + SECONDS
        late = False
        try:
            self._pipe.send((job.kind, dict(job.payload)))
            self._told(job, "job", None)
            while True:
                if not self._pipe.poll(max(0.0, until - time.monotonic())):
                    late = True
                    self._process.kill()
                    raise EOFError
                event, data = self._pipe.recv()
                if event in ("done", "failed", "stopped"):
                    self._finish(job, event, data or "")
                    return
                if job.state == "running":
                    self._told(job, event, data)
        except (EOFError, OSError):
            self._process.join(1)
            stopped = job.state == "stopping"
            words = f"the {SECONDS:.0f} s that it may take are over" if late else ""
            if not words and not stopped:
                words = "the process that worked on it died"
            self._finish(job, "stopped" if stopped else "failed", words)

    def _finish(self, job: Job, state: str, words: str) -> None:
        with self._lock:
            if job.state == "stopping":
                state, words = "stopped", ""
            self._current = None
            self._end(job, state, words)

    def _end(self, job: Job, state: str, words: str) -> None:
        job.state, job.words = state, words or job.words
        job.ended.set()
        self._told(job, "job", None)


class Jobs:
    """All jobs, by their tickets."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self._numbers = itertools.count(1)
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._lanes: dict[str, Lane] = {}
        self._heard: list[Callable[[Job, str, Any], None]] = []

    def hear(self, heard: Callable[[Job, str, Any], None]) -> None:
        """Call a function with what each job gives, before anybody else is told."""
        self._heard.append(heard)

    def start(
        self,
        kind: str,
        payload: Mapping[str, Any],
        what: str = "",
        key: str = "",
        lane: str = "long",
    ) -> Job:
        """Begin a job; gives it at once."""
        with self._lock:
            job = Job(f"j{next(self._numbers)}", kind, what or kind, payload, key)
            self._jobs[job.ticket] = job
            ended = [ticket for ticket, one in self._jobs.items() if one.ended.is_set()]
            for ticket in ended[:-KEPT]:
                del self._jobs[ticket]
            if lane not in self._lanes:
                self._lanes[lane] = Lane(lane, self._told)
        self._lanes[lane].add(job)
        return job

    def stop(self, ticket: str) -> bool:
        """Stop a job; False where there is none of this ticket."""
        job = self._jobs.get(ticket)
        if job is None:
            return False
        for lane in list(self._lanes.values()):
            lane.stop(job)
        return True

    def __getitem__(self, ticket: str) -> Job:
        return self._jobs[ticket]

    def __iter__(self) -> Iterator[Job]:
        with self._lock:
            return iter(list(self._jobs.values()))

    def close(self) -> None:
        """Stop everything."""
        for lane in list(self._lanes.values()):
            lane.close()

    def pids(self) -> list[int]:
        """The processes that work."""
        return [lane.pid for lane in self._lanes.values() if lane.pid]

    def _told(self, job: Job, event: str, data: Any) -> None:
        if event == "progress":
            job.done, job.of, job.words = data["done"], data["of"], data["words"]
        elif event == "result":
            job.results.append(data)
        elif event == "stage":
            job.stages[data["stage"]] = data
        for heard in self._heard:
            heard(job, event, data)
