"""What questions cost: commands beside an earlier revision of them, and parts of their answers."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.measure import Row, Spread, copy_bandwidth, load, process
from standoff.analysis.ask import question
from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.verdict import Verdict, judge, scenes
from standoff.analysis.sure.findout import find_out
from standoff.analysis.vary.edit import CHANGING, edited, edits, together
from standoff.analysis.vary.inverse import inverse
from standoff.analysis.vary.search import EditSet, Search
from standoff.analysis.vary.whatif import what_if
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading
from standoff.case.reading import merge, readings
from standoff.problem import Infeasible
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped

BEFORE = "9feac38"
"""The revision before the questions were made fast."""
CHECKOUT = Path(__file__).parents[1]
RUNS = 3
T = TypeVar("T")


@contextmanager
def earlier() -> Iterator[Path | None]:
    """The sources of the earlier revision; None where this is no checkout that has it."""
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "before"
        made = subprocess.run(
            ["git", "-C", str(CHECKOUT), "worktree", "add", "--detach", str(tree), BEFORE],
            capture_output=True,
            check=False,
        )
        yield tree if made.returncode == 0 else None
        command = ["git", "-C", str(CHECKOUT), "worktree", "remove", "--force", str(tree)]
        subprocess.run(command, capture_output=True, check=False)


def commands(short: bool) -> Iterator[Row]:
    """Commands on the worked case, from the start of the process to its end, in seconds of processor time;
    `before` is the revision before the questions were made fast, run in turn with this one."""
    with earlier() as tree, TemporaryDirectory() as folder:
        # The case as it was then: what it has gained since, the earlier revision cannot read.
        case = str((tree or CHECKOUT) / "cases" / "syria")
        asked = {
            "check": ["check", case],
            "compare": ["compare", case],
            "ask": ["ask", case],
            "inverse, up to 2 changes": [
                "inverse",
                case,
                "-r",
                "003",
                "--want",
                "leave",
                "--bound",
                "2",
            ],
            "inverse, up to 3 changes": [
                "inverse",
                case,
                "-r",
                "003",
                "--want",
                "leave",
                "--bound",
                "3",
            ],
            "report": ["report", case, "-o", os.devnull + ".html"],
        }
        if short:
            asked = {name: asked[name] for name in ("check", "compare", "inverse, up to 2 changes")}
        for name, arguments in asked.items():
            words = [word.replace(os.devnull, f"{folder}/page") for word in arguments]
            seen: dict[str, list[float]] = {"s": [], "before s": [], "times as fast": []}
            for _ in range(1 if short else RUNS):
                now = _processor(CHECKOUT, words)
                seen["s"].append(now)
                if tree is not None:
                    before = _processor(tree, words)
                    seen["before s"].append(before)
                    seen["times as fast"].append(before / now)
            yield _row(name, seen)


def _processor(tree: Path, arguments: list[str]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "STANDOFF_NO_CACHE": "1"}
    return process([sys.executable, "-m", "standoff", *arguments], environment)[1]


def _row(size: str, seen: dict[str, list[float]]) -> Row:
    figures = {name: Spread.over(values) for name, values in seen.items() if values}
    runs = max(len(values) for values in seen.values())
    return Row(size, runs, figures, round(copy_bandwidth(), 1), load())


def sets(short: bool) -> Iterator[Row]:
    """Sets of edits that the inverse decides a second, beside building the case anew under each of the first
    single edits or pairs, one by one; that both say the same of these is checked."""
    case, _ = load_folder(shipped("syria"))
    every = tuple(merge(case, name)[0] for name in readings(case))
    reading = next(one for one in every if one.id == "003")
    wanted = question(reading, "leave", "--want")
    for most in (1, 2) if short else (1, 2, 3, 4):
        seconds, found = _processor_time(partial(inverse, reading, wanted, every, bound=most))
        plain, count = _one_by_one(reading, wanted, every, most, 200 if short else 1_000)
        a_second = found.tried / seconds
        yield _row(
            f"up to {most}",
            {
                "sets": [found.tried],
                "s": [seconds],
                "a second": [a_second],
                "one by one, a second": [count / plain],
                "times as fast": [a_second * plain / count],
            },
        )


def _one_by_one(
    reading: Reading, wanted: Conclusion, every: tuple[Reading, ...], most: int, sample: int
) -> tuple[float, int]:
    """(seconds, how many sets) of the first sets of edits, each by building the case anew."""
    space = edits(reading, CHANGING, every)
    found = {
        search.places(chosen)
        for search in (Search(reading, wanted, space),)
        for leaf in search.hopeful(min(most, 2))
        if leaf.leaf.verdict is Verdict.FOLLOWS
        for chosen in leaf.sets(min(most, 2))
    }
    chosen = itertools.islice(filter(together, itertools.combinations(space, min(most, 2))), sample)
    sets_ = list(chosen)
    place = {id(edit): at for at, edit in enumerate(space)}
    began = time.process_time()
    verdicts = [_verdict(reading, wanted, each) for each in sets_]
    seconds = time.process_time() - began
    for each, verdict in zip(sets_, verdicts, strict=True):
        key = tuple(sorted(place[id(edit)] for edit in each))
        known = key in {tuple(sorted(one)) for one in found}
        assert known == (verdict is Verdict.FOLLOWS), "the look ahead and the plain way differ"
    return seconds, len(sets_)


def _verdict(reading: Reading, wanted: Conclusion, chosen: EditSet) -> Verdict | None:
    try:
        return judge(scenes(build(edited(reading, chosen)), wanted))
    except Infeasible:
        return None


# --- parts of an answer ----------------------------------------------------------------------------


def parts(short: bool) -> Iterator[Row]:
    """Parts of answers on the worked case, in a process that has loaded everything, in seconds of processor
    time: each in a process of its own run after run, with nothing known beforehand."""
    for work in PARTS:
        seconds = [_alone(work) for _ in range(1 if short else 5)]
        yield _row(work.__doc__ or work.__name__, {"s": seconds})


def _alone(work: Callable[[], float]) -> float:
    script = f"from benchmarks import questions; print(questions.{work.__name__}())"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    return float(done.stdout)


def _every() -> tuple[Reading, ...]:
    case, _ = load_folder(shipped("syria"))
    return tuple(merge(case, name)[0] for name in readings(case))


def rests() -> float:
    """what the conclusions of a reading rest on, the worst of five"""
    seconds = []
    for reading in _every():
        bench = Bench(reading)
        first = [bench.first(conclusion) for conclusion in reading.conclusions]
        seconds.append(_processor_time(partial(list, map(bench.grounded, first)))[0])
    return max(seconds)


def what_if_stage() -> float:
    """stage 1 of a what-if, all five readings"""
    every = _every()
    acts = {"Russia.pull": (True,)}
    return _processor_time(lambda: [what_if(reading, acts) for reading in every])[0]


def to_find_out() -> float:
    """what to find out next, all five readings"""
    every = _every()
    asked = [question(reading, "Iran.leave") for reading in every]
    pairs = list(zip(every, asked, strict=True))
    return _processor_time(lambda: [find_out(one, about, every) for one, about in pairs])[0]


PARTS = (rests, what_if_stage, to_find_out)


def _processor_time(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    found = work()
    return time.process_time() - began, found
