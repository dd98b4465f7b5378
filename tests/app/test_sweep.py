"""Sweeps: one result whatever the portions, the backend, and whoever is killed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from pathlib import Path

import pytest

from standoff.analysis.ask import question
from standoff.analysis.sure.sweep import (
    COUNTED,
    Setup,
    Shard,
    Swept,
    Tally,
    set_up,
    shards,
    tally,
    total,
)
from standoff.analysis.vary.lists import whose_list
from standoff.app.cli.common import open_case, readings_asked
from standoff.app.pool import BackendError, Serial, backend, run
from standoff.problem import NotComputed, UnknownName
from standoff.store.shards import MANIFEST, case_hash, read_shard, write_shard

SYRIA = Path(__file__).parents[2] / "cases" / "syria"
DRAWS = 600


def syria(over: str = "lists", ask: str = "not press and not leave") -> Setup:
    readings = tuple(readings_asked(open_case(SYRIA), None))
    reading = next(each for each in readings if each.id == "003")
    return set_up(reading, question(reading, ask), readings, over, case_hash(SYRIA))


def swept(setup: Setup, size: int, on: str = "serial") -> Swept:
    found: dict[Shard, Tally] = {}
    every = list(shards(setup, 5, DRAWS, size))
    run(backend(on), setup, every, found.__setitem__)
    return Swept(setup, 5, total(found[each] for each in every), len(every))


@pytest.mark.parametrize("over", ["lists", "contested"])
def test_the_size_of_the_portions_changes_nothing(over: str) -> None:
    results = {swept(syria(over), size).result for size in (7, 100, DRAWS)}
    assert len(results) == 1


@pytest.mark.thorough
def test_processes_count_what_one_process_counts() -> None:
    setup = syria()
    assert swept(setup, 200, "processes:2").result == swept(setup, 200).result


def test_counts_come_near_the_shares_that_enumeration_gives() -> None:
    setup = syria()
    exact = whose_list(setup.reading, setup.conclusion, setup.readings)
    found = swept(setup, DRAWS).tally
    for kind, count in exact.counts.items():
        share = found.counts[COUNTED.index(kind)] / DRAWS
        assert abs(share - count / exact.lists.count) <= 4 * found.error(kind) + 1e-12
    assert all(sum(map(sum, item)) == DRAWS for item in found.by)


def test_contested_facts_are_what_syria_varies() -> None:
    """000 and 003 contest two facts, 004 stands against 000 and 002 on the third."""
    items = syria("contested").varied.items
    assert [item.name for item in items] == ["mission", "removable", "gives_way"]


@contextmanager
def dying(_: list[int]) -> Iterator[tuple[Executor, int]]:
    yield Dying(_), 1


class Dying(Serial):
    """A pool whose worker dies at every third portion, and takes with it what it was doing."""

    def __init__(self, done: list[int]) -> None:
        self.done = done

    def submit(self, fn, /, *args, **kwargs):
        self.done[0] += 1
        if self.done[0] % 3 == 0:
            raise BrokenExecutor("a worker died")
        return super().submit(fn, *args, **kwargs)


def test_a_worker_that_dies_loses_nothing() -> None:
    setup = syria()
    every = list(shards(setup, 5, DRAWS, 50))
    found: dict[Shard, Tally] = {}
    run(lambda: dying([0]), setup, every, found.__setitem__)
    tallies = [found[each] for each in every]
    assert Swept(setup, 5, total(tallies), len(every)).result == swept(setup, DRAWS).result


def test_workers_that_only_die_are_given_up() -> None:
    class Dead(Serial):
        def submit(self, fn, /, *args, **kwargs):
            raise BrokenExecutor("dead")

    @contextmanager
    def dead() -> Iterator[tuple[Executor, int]]:
        yield Dead(), 1

    setup = syria()
    with pytest.raises(NotComputed, match="the workers keep dying, 1 portions left"):
        run(dead, setup, shards(setup, 5, 10, 10), lambda shard, found: None)


def test_a_spoilt_portion_is_done_again(tmp_path: Path) -> None:
    setup = syria()
    (shard,) = shards(setup, 5, 50, 50)
    found = tally(setup, shard)
    write_shard(tmp_path, shard, found)
    assert read_shard(tmp_path, shard) == found
    (file,) = tmp_path.iterdir()
    assert file.stem == shard.name
    file.write_text(file.read_text("utf-8").replace('"counts": [', '"counts": [1'), "utf-8")
    assert read_shard(tmp_path, shard) is None
    file.write_text("{", "utf-8")
    assert read_shard(tmp_path, shard) is None


def sweep(out: Path, *more: str) -> list[str]:
    arguments = ["--ask", "not press and not leave", "--reading", "003", "--over", "lists"]
    command = [sys.executable, "-m", "standoff", "sweep", str(SYRIA), *arguments]
    return [*command, "--draws", "4000", "--shard", "20", "--out", str(out), "--json", *more]


@pytest.mark.thorough
def test_killed_and_resumed_gives_the_same_hash(tmp_path: Path) -> None:
    whole = json.loads(
        subprocess.run(sweep(tmp_path / "a"), capture_output=True, check=True).stdout
    )
    process = subprocess.Popen(
        sweep(tmp_path / "b"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list((tmp_path / "b").glob("*.json"))) < 12:
        time.sleep(0.005)
    process.kill()
    process.wait()
    there = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "b").glob("*.json")}
    assert 1 < len(there) < 201
    again = json.loads(
        subprocess.run(sweep(tmp_path / "b"), capture_output=True, check=True).stdout
    )
    assert again["result"] == whole["result"]
    after = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "b").glob("*.json")}
    assert all(after[name] == when for name, when in there.items() if name != MANIFEST)
    assert len(json.loads((tmp_path / "b" / MANIFEST).read_text("utf-8"))["shards"]) == 200


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers in /proc")
def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    """A real worker process, killed while the sweep runs."""
    whole = json.loads(
        subprocess.run(sweep(tmp_path / "a"), capture_output=True, check=True).stdout
    )
    process = subprocess.Popen(
        sweep(tmp_path / "b", "--backend", "processes:2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list((tmp_path / "b").glob("*.json"))) < 8:
        time.sleep(0.005)
    for child in workers_of(process.pid)[:1]:
        os.kill(child, signal.SIGKILL)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert json.loads(output)["result"] == whole["result"]


def workers_of(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_text("utf-8")
        except OSError:
            continue
        if int(fields[1]) == parent and "spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def test_what_cannot_be_swept_is_said() -> None:
    with pytest.raises(UnknownName, match="did you mean lists"):
        syria("list")
    with pytest.raises(BackendError, match="serial, processes:K or dask:ADDRESS"):
        backend("threads")
    with pytest.raises(BackendError, match="is no number of processes"):
        swept(syria(), DRAWS, "processes:none")


@pytest.mark.cluster
@pytest.mark.filterwarnings("default")
@pytest.mark.thorough
def test_a_dask_cluster_counts_the_same() -> None:
    """A scheduler and two workers on this machine; one of them dies in the middle."""
    distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    setup = syria()
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(processes=True, **options) as cluster:
        found: dict[Shard, Tally] = {}
        every = list(shards(setup, 5, DRAWS, 20))

        def keep(shard: Shard, each: Tally) -> None:
            found[shard] = each
            if len(found) == 5:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

        run(backend(f"dask:{cluster.scheduler_address}"), setup, every, keep)
    tallies = total(found[each] for each in every)
    assert Swept(setup, 5, tallies, len(every)).result == swept(setup, DRAWS).result
