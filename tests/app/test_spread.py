"""Readings judged in several processes: the same answers, whoever of the workers ends on the way."""

from __future__ import annotations

import json
import operator
import os
import pickle
import signal
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from tests.app.test_answer import SYRIA, run
from tests.app.test_limits import started

from standoff.analysis.judge.compare import Comparison
from standoff.app import pool
from standoff.app.cli import judged
from standoff.app.cli.common import Limits, open_case
from standoff.app.pool import spread
from standoff.record import plain
from standoff.report.tell.compare import tell


def test_what_workers_give_comes_in_order_and_what_they_do_not_is_left_to_us() -> None:
    given = spread(operator.getitem, ["a", "b", "c"], (0, 2, 9, 1, 0), 2)
    assert list(given) == ["a", "c", None, "b", "a"]
    assert active_children() == []


def test_a_worker_that_dies_leaves_the_rest_to_us() -> None:
    given = spread(operator.call, time.sleep, (0, 3600, 3600, 3600), 1)
    next(given)
    for child in active_children():
        child.kill()
    assert list(given) == [None, None, None]


def test_whoever_stops_listening_leaves_no_worker_behind() -> None:
    given = spread(operator.call, time.sleep, (0, 3600), 1)
    assert isinstance(given, Generator)
    next(given)
    (child,) = active_children()
    given.close()
    child.join()
    assert not child.is_alive()


def here(
    make: Callable[[Any, int], Any], shared: Any, numbers: Sequence[int], workers: int
) -> Iterator[Any]:
    """As workers do it, in this process; every third is not given."""
    assert workers == 2
    work = pickle.loads(pool._packed(shared))
    for number in numbers:
        yield None if number % 3 == 2 else pickle.loads(pool._packed(make(work, number)))


def test_an_answer_that_was_sent_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judged, "PAYS", -1.0)
    monkeypatch.setattr(pool, "spread", here)
    case = open_case(Path(SYRIA))
    alone, sent = (
        Comparison.of(judged.answers(case, None, False, Limits(), workers=workers))
        for workers in (1, 2)
    )
    assert tell(sent) == tell(alone)
    assert json.dumps(plain(sent)) == json.dumps(plain(alone))


@pytest.mark.parametrize(("workers", "pays"), [("1", -1.0), ("2", 1e9)])
def test_where_it_does_not_pay_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, workers: str, pays: float
) -> None:
    def never(*_: object) -> Iterator[None]:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(judged, "PAYS", pays)
    monkeypatch.setattr(pool, "spread", never)
    assert "comes to rest" in run("compare", SYRIA, "--workers", workers)


@pytest.mark.thorough
def test_processes_say_what_one_process_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone = run("compare", SYRIA, "--workers", "1", "--json")
    page = tmp_path / "page.html"
    run("report", SYRIA, "--workers", "1", "-o", str(page))
    made = page.read_bytes()
    monkeypatch.setattr(judged, "PAYS", -1.0)
    assert run("compare", SYRIA, "--workers", "2", "--json") == alone
    run("report", SYRIA, "--workers", "2", "-o", str(page))
    assert page.read_bytes() == made


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C goes another way on Windows")
def test_ctrl_c_ends_all_of_it(tmp_path: Path) -> None:
    from benchmarks.large import write

    case = write(tmp_path / "large", 40, options=40, actors=12, wishes=25)
    command = started("compare", str(case), "--workers", "2")
    children = Path(f"/proc/{command.pid}/task/{command.pid}/children")
    while (
        len(children.read_text(encoding="utf-8").split()) < 3
    ):  # two workers, and what tracks their resources
        assert command.poll() is None
        time.sleep(0.1)
    workers = children.read_text(encoding="utf-8").split()
    command.send_signal(signal.SIGINT)
    out, err = command.communicate()
    assert (command.returncode, out) == (130, "")
    assert "Traceback" not in err
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        time.sleep(0.1)
