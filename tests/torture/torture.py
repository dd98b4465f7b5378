"""Kills, pairs of writers and full disks over every command that writes: what was tried, what was lost.

    python3 dev.py torture            500 kills, 100 pairs, 50 full disks
    python3 dev.py torture --short    the same in under a minute, as CI does

A kill is SIGKILL at a line of `standoff/store/write.py`, which all writes go through, drawn among all the
lines that the command runs there. A full disk is a limit on the size of files, drawn below what the command
writes. After each, every file must be what it was or what the undisturbed command makes of it, and the
command, run again, must get there. Pairs start at once; whatever either of them said it did must be there.
Needs `fork` (not Windows). Ends with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pkgutil
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from typer.main import get_command

TEXTS = {
    "letter.txt": "Peru offered clean water in exchange for a new road, but Chile refused. "
    "On 3 May 2019 it rained. Bolivia may follow Peru, said Chile.\n",
    "note.txt": "Chile refused clean water from Peru in exchange for the road. It rained on 3 May 2019.\n",
}
STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
CASE = """\
case: Will Chile build the road?
sources: {letter: {}}
actors: {Peru: {}, Chile: {}}
options:
  Peru.give: give water
  Chile.build: build the road
now: []
wants:
  Peru:
    - build   [letter#s1]
    - not give
  Chile:
    - give
    - not build
author_concludes:
  - not build
forecasts:
  - build by 2019  [letter#s1]
  - give by 2018  [letter#s2]
"""
READ = ("read", "texts", "-b", "plain", "--to", "desk")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Writer:
    """A command that writes: what it needs first, and whether it may be run again after it was broken off."""

    name: str
    words: Sequence[str]
    first: Sequence[Sequence[str]] = ()
    again: bool = True
    state: Callable[[Path], Any] | None = None
    keys: str = ""
    twice: Sequence[str] = ()  # files that it writes more than once


def desk_state(folder: Path) -> Any:
    """What a desk holds in the end: every record of every source, and the lines it keeps."""
    from standoff.store import records, sources
    from standoff.text.annotation import to_json

    desk = folder / "desk"
    found = {}
    for id in sources.ids(desk):
        loaded = records.load(desk, id)
        known = [{**to_json(r), "at": ""} for r in loaded.annotation.records]
        found[id] = (loaded.text, sorted(map(str, known)), loaded.kept)
    return found


def case_state(folder: Path) -> Any:
    """The files of a case; what is remembered of it names its sources, of which there are more by now."""
    return {name: data for name, data in files(folder / "dam").items() if not left(name)}


def ledger_state(folder: Path) -> Any:
    """What became of which forecast."""
    from standoff.store.ledger import read_ledger

    return {each.forecast: each.outcome for each in read_ledger(folder / "dam" / "ledger.jsonl")}


DECIDED = (READ, ("accept", "desk", "--kind", "offer", "--by", "ada"))
SWEEP = ("sweep", "dam", "--ask", "not build", "--over", "lists")
RESOLVE = ("forecast", "resolve", "dam")
DAY = ("--outcome", "no", "--on", "2024", "--source", "a made-up gazette")
WRITERS = (
    Writer("new", ("new", "fresh")),
    Writer("cite", ("cite", "dam", "--texts", "texts"), state=case_state),
    Writer("whatif --save", ("whatif", "dam", "-r", "base", "--set", "give=yes", "--save", "gift")),
    Writer("report", ("report", "dam", "-o", "out.html"), [("report", "dam", "-o", "out.html")]),
    Writer("export", ("export", "dam", "-o", "out.gmcr")),
    Writer(
        "import model", ("import", "out.gmcr", "-o", "made"), [("export", "dam", "-o", "out.gmcr")]
    ),
    Writer("roleplay", ("roleplay", "dam", "-o", "session")),
    Writer("import texts", ("import", "texts", "--to", "desk"), state=desk_state),
    Writer("read", READ, state=desk_state),
    Writer("read --again", (*READ, "--again"), DECIDED, state=desk_state),
    Writer("accept", ("accept", "desk", "--kind", "mention"), DECIDED, state=desk_state),
    Writer("reject", ("reject", "desk", "--kind", "mark"), DECIDED, state=desk_state),
    Writer(
        "edit", ("edit", "desk", "--kind", "date", "--set", "note=n"), DECIDED, state=desk_state
    ),
    Writer("undo", ("undo", "desk", "-s", "letter"), DECIDED, again=False, state=desk_state),
    Writer("walk", ("walk", "desk", "-s", "note"), DECIDED, again=False, state=desk_state,
           keys="a\nr\ne\nnote=n\nu\nq\n", twice=("desk/records/note.jsonl", "desk/log/note.jsonl")),
    Writer("take-in", ("take-in", "desk", "page.json", "-s", "letter"), DECIDED, state=desk_state),
    Writer("sweep", (*SWEEP, "--out", "swept", "--draws", "64"),
           twice=("swept/manifest.json",)),
    Writer("pairs", ("pairs", "desk"), DECIDED, state=desk_state),
    Writer("reanchor", ("reanchor", "desk", "letter", "changed.txt"), DECIDED, state=desk_state),
    Writer(
        "draft",
        ("draft", "desk", "drafted"),
        DECIDED,
        state=lambda folder: files(folder / "drafted"),
    ),
    Writer("forecast resolve", (*RESOLVE, "FORECAST-0", *DAY), state=ledger_state),
    Writer("check --texts", ("check", "dam", "--texts", "texts")),
)  # fmt: skip


# --- running --------------------------------------------------------------------------------------


_SAID: dict[int, tuple[int, Path]] = {}
"""Process -> where what it says can be read, and the file it goes to."""


def load_everything() -> None:
    """All modules of the program and its commands, so that a child of this process need not make them."""
    import standoff
    from standoff.app.cli.main import app

    for module in pkgutil.walk_packages(standoff.__path__, "standoff."):
        with suppress(ImportError, SystemExit):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    list(get_command(app).commands)  # type: ignore[attr-defined]


def child(
    folder: Path,
    words: Sequence[str],
    prepare: Callable[[], None] = lambda: None,
    at: float = 0.0,
    keys: str = "",
) -> int:
    """Start a command in a folder, in a process of its own; gives its number."""
    said, out = os.pipe()  # no file: its size would be limited too
    number = os.fork()
    if number:
        os.close(out)
        _SAID[number] = said, folder / "said"
        return number
    code = 70
    try:
        gc.freeze()  # what is here stays: to look through it would copy it
        os.chdir(folder)
        os.environ["STANDOFF_CONFIG"] = str(folder / "config")
        os.environ["STANDOFF_NO_CACHE"] = "1"
        typed, typing = os.pipe()
        os.write(typing, keys.encode())
        os.close(typing)
        os.dup2(typed, 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout, sys.stderr = (
            open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            for number in (1, 2)
        )
        sys.argv = ["standoff", *words]
        from standoff.app.cli.main import main as run

        while time.monotonic() < at:
            pass
        prepare()
        run()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def wait(number: int) -> int:
    """The exit code of a child, minus the signal that ended it; what it said goes into its folder."""
    if number in _SAID:
        said, path = _SAID.pop(number)
        with open(said, "rb") as stream, path.open("ab") as file:
            file.write(stream.read())
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def call(folder: Path, *words: str, keys: str = "") -> int:
    """Run a command to its end."""
    return wait(child(folder, words, keys=keys))


def at_line(number: int, count: Callable[[int], None]) -> Callable[[], None]:
    """Kills the process at a line of the writer of files, counted from 1; tells each line's number."""
    import standoff.store.write as writer

    passed = 0

    def local(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal passed
        if event == "line":
            passed += 1
            count(passed)
            if passed == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return local

    def each(frame: FrameType, event: str, _: Any) -> Any:
        return local if frame.f_code.co_filename == writer.__file__ else None

    return lambda: sys.settrace(each)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, its place and times taken out, but not what a command said.

    The old text that stands beside a new one while `reanchor` works is passed over.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and name != "said" and not name.startswith(f"desk{os.sep}before"):
            data = path.read_bytes().replace(str(folder).encode(), b"HERE")
            found[name] = STAMP.sub(b"TIME", data)
    return found


def left(name: str) -> bool:
    """Whether a file is one that a writer was about to move to its place."""
    return any(re.fullmatch(r"\..*\.\d+\.part", part) for part in Path(name).parts)


@dataclass
class Lost:
    """What was tried, and what went wrong."""

    tried: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fault(self, what: str) -> None:
        self.faults.append(what)
        print(f"LOST  {what}", flush=True)


class Ground:
    """Folders made ready for each writer, to be copied for each trial."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.count = 0
        self.base = place / "base"
        (self.base / "texts").mkdir(parents=True)
        for name, text in TEXTS.items():
            (self.base / "texts" / name).write_text(text, "utf-8")
        (self.base / "changed.txt").write_text(f"It is true. {TEXTS['letter.txt']}", "utf-8")
        target = {
            "source": "letter",
            "selector": [{"type": "TextQuoteSelector", "exact": "Chile refused"}],
        }
        page = {"items": [{"type": "Annotation", "body": {"value": "so"}, "target": target}]}
        (self.base / "page.json").write_text(json.dumps(page), "utf-8")
        (self.base / "dam").mkdir()
        (self.base / "dam" / "case.yaml").write_text(CASE, "utf-8")
        call(self.base, "forecast", "list", "dam", "--json")
        said = (self.base / "said").read_text("utf-8")
        self.forecasts = [each["id"] for each in json.loads(said)["forecasts"]]
        (self.base / "said").unlink()
        self.ready: dict[tuple[tuple[str, ...], ...], Path] = {}  # by what is run first
        self.made: dict[str, Undisturbed] = {}

    def words(self, words: Sequence[str]) -> list[str]:
        """A command's words with the forecasts' ids."""
        ids = {f"FORECAST-{at}": id for at, id in enumerate(self.forecasts)}
        return [ids.get(word, word) for word in words]

    def copy(self, writer: Writer) -> Path:
        """A fresh folder in which a writer can run."""
        first = tuple(map(tuple, writer.first))
        if first not in self.ready:
            made = self.place / f"ready-{len(self.ready)}"
            shutil.copytree(self.base, made)
            for words in first:
                code = call(made, *self.words(words))
                assert code == 0, (writer.name, words, (made / "said").read_text("utf-8"))
            self.ready[first] = made
        self.count += 1
        folder = self.place / f"trial-{self.count}"
        shutil.copytree(self.ready[first], folder)
        if writer.name in ("accept", "reject", "read --again"):  # a line that nobody can read
            with (folder / "desk" / "records" / "letter.jsonl").open("ab") as out:
                out.write(b'{"record": "offer",,}\n')
        return folder


# --- kills and full disks -------------------------------------------------------------------------


@dataclass(frozen=True)
class Undisturbed:
    """What a writer makes when nobody disturbs it."""

    before: Files
    after: Files
    state: Any
    lines: int


def undisturbed(ground: Ground, writer: Writer) -> Undisturbed:
    """The same each time: made once."""
    if writer.name not in ground.made:
        ground.made[writer.name] = _undisturbed(ground, writer)
    return ground.made[writer.name]


def _undisturbed(ground: Ground, writer: Writer) -> Undisturbed:
    folder = ground.copy(writer)
    before = files(folder)

    def tell(number: int) -> None:
        os.pwrite(count, str(number).encode().ljust(12), 0)

    count = os.open(folder.parent / f"{folder.name}.count", os.O_RDWR | os.O_CREAT)
    code = wait(child(folder, ground.words(writer.words), at_line(-1, tell), keys=writer.keys))
    said = (folder / "said").read_text("utf-8")
    assert code == 0, (writer.name, code, said)
    lines = int(os.pread(count, 12, 0) or b"0")
    os.close(count)
    assert lines, f"{writer.name} writes past the one writer"
    state = writer.state(folder) if writer.state else None
    return Undisturbed(before, files(folder), state, lines)


@dataclass(frozen=True)
class Trial:
    """One writer that was broken off, and what it should have made."""

    ground: Ground
    writer: Writer
    folder: Path
    whole: Undisturbed
    what: str

    def faults(self) -> Iterator[str]:
        """What is neither as it was nor as it should be, and what another run does not mend."""
        for name, data in files(self.folder).items():
            known = (self.whole.before.get(name), self.whole.after.get(name))
            if data not in known and not left(name) and name not in self.writer.twice:
                yield f"{name} is neither what it was nor what it should be"
        for name in self.whole.before:
            if name in self.whole.after and not (self.folder / name).exists():
                yield f"{name} is gone"
        said = (self.folder / "said").read_text("utf-8") if (self.folder / "said").exists() else ""
        if "Traceback" in said:
            yield f"a traceback: {said[-300:]}"
        yield from self.again()

    def again(self) -> Iterator[str]:
        """What another run does not mend."""
        writer = self.writer
        words = self.ground.words(writer.words)
        code = call(self.folder, *words, keys=writer.keys) if writer.again else 0
        if writer.state is not None:
            if writer.state(self.folder) != self.whole.state and writer.again:
                yield f"run again (exit code {code}), it does not get there"
        elif {n: d for n, d in files(self.folder).items() if not left(n)} != self.whole.after:
            yield f"run again (exit code {code}), it does not get there"

    def judged(self, lost: Lost) -> None:
        """Count what is lost, and take the folder away."""
        try:
            for fault in self.faults():
                lost.fault(f"{self.what}: {fault}")
        except Exception as error:  # whatever it is, it is a loss and not the end of the torture
            lost.fault(f"{self.what}: {type(error).__name__}: {error}")
        swept(self.folder, lost, self.what)
        shutil.rmtree(self.folder)


def swept(folder: Path, lost: Lost, what: str) -> None:
    """What is left beside its place goes at a later write."""
    from standoff.store import write

    stale, write.STALE = write.STALE, -1.0
    for path in {folder, *(each.parent for each in folder.rglob("*"))}:
        write.sweep(path)
    write.STALE = stale
    if found := [path for path in folder.rglob("*") if left(path.name)]:
        lost.fault(f"{what}: {found[0].name} stays")


def kills(ground: Ground, count: int, rng: random.Random, lost: Lost) -> None:
    whole = {writer.name: undisturbed(ground, writer) for writer in WRITERS}
    for trial in range(count):
        writer = WRITERS[trial % len(WRITERS)]
        line = rng.randint(1, whole[writer.name].lines)
        folder = ground.copy(writer)
        what = f"{writer.name} killed at line {line} of {whole[writer.name].lines}"
        code = wait(
            child(
                folder, ground.words(writer.words), at_line(line, lambda _: None), keys=writer.keys
            )
        )
        lost.tried["kills"] += 1
        lost.hit["kills"] += code == -signal.SIGKILL
        Trial(ground, writer, folder, whole[writer.name], what).judged(lost)


def full_disks(ground: Ground, count: int, rng: random.Random, lost: Lost) -> None:
    whole = {writer.name: undisturbed(ground, writer) for writer in WRITERS}
    for trial in range(count):
        writer = WRITERS[trial % len(WRITERS)]
        made = whole[writer.name]
        sizes = [len(data) for name, data in made.after.items() if made.before.get(name) != data]
        limit = rng.randrange(max(sizes, default=1))
        folder = ground.copy(writer)
        what = f"{writer.name} with files of at most {limit} bytes"

        def prepare(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

        code = wait(child(folder, ground.words(writer.words), prepare, keys=writer.keys))
        lost.tried["full disks"] += 1
        lost.hit["full disks"] += code != 0
        if code not in (0, 1, 2):
            lost.fault(f"{what}: exit code {code}")
        Trial(ground, writer, folder, made, what).judged(lost)


# --- pairs ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """Two commands at once, and what must be there of both; gives what is not."""

    name: str
    writer: Writer
    one: Sequence[str]
    two: Sequence[str]
    lost: Callable[[Path, tuple[int, int]], str]


def kinds_decided(folder: Path, codes: tuple[int, int]) -> str:
    from standoff.store import records

    found = [
        r for id in ("letter", "note") for r in records.load(folder / "desk", id).annotation.records
    ]
    open_ = [r.id for r in found if r.KIND in ("mention", "mark") and not r.decided]
    offers = [r for r in found if r.KIND == "offer" and r.state != "accepted"]
    return (
        f"undecided: {open_ or offers}, exit codes {codes}" if open_ or offers or any(codes) else ""
    )


def both_logged(folder: Path, codes: tuple[int, int]) -> str:
    from standoff.store import records

    by = {step.by for step in records.read_log(folder / "desk", "letter")}
    return (
        ""
        if {"A", "B"} <= by and 70 not in codes
        else f"logged of {sorted(by)}, exit codes {codes}"
    )


def both_entered(folder: Path, codes: tuple[int, int]) -> str:
    entered = ledger_state(folder)
    return (
        "" if len(entered) == 2 and codes == (0, 0) else f"entered: {entered}, exit codes {codes}"
    )


def both_variants(folder: Path, codes: tuple[int, int]) -> str:
    text = (folder / "dam" / "case.yaml").read_text("utf-8")
    missing = [
        n
        for n, code in zip(("gift", "road"), codes, strict=True)
        if code == 0 and f"  {n}:" not in text
    ]
    return f"said to be kept and is not: {missing}" if missing or 70 in codes else ""


def both_remembered(folder: Path, codes: tuple[int, int]) -> str:
    kept = json.loads((folder / "config" / "settings.json").read_text("utf-8"))["cases"]
    names = {Path(each["place"]).name for each in kept if each["texts"]}
    return "" if names == {"dam", "other"} else f"remembered: {sorted(names)}"


def comment_there(folder: Path, codes: tuple[int, int]) -> str:
    text = (folder / "dam" / "case.yaml").read_text("utf-8")
    missing = [] if "# an editor was here" in text else ["the editor's line"]
    missing += ["the variant"] if codes[0] == 0 and "  gift:" not in text else []
    return f"gone: {', '.join(missing)}" if missing else ""


SAVE = ("whatif", "dam", "-r", "base", "--set", "give=yes", "--save", "gift")
ACCEPT = Writer("accept", ("accept", "desk", "--kind", "mention"), DECIDED)
PLAIN = Writer("new", ())
PAIRS = (
    Pair("decisions on different records", ACCEPT, ("accept", "desk", "--kind", "mention"),
         ("reject", "desk", "--kind", "mark"), kinds_decided),
    Pair("decisions on one record", ACCEPT, ("accept", "desk", "date:75-85", "-s", "letter", "--by", "A"),
         ("reject", "desk", "date:75-85", "-s", "letter", "--by", "B"), both_logged),
    Pair("two forecasts resolved", PLAIN, (*RESOLVE, "FORECAST-0", *DAY),
         (*RESOLVE, "FORECAST-1", *DAY), both_entered),
    Pair("two variants kept", PLAIN, SAVE,
         ("whatif", "dam", "-r", "base", "--set", "build=yes", "--save", "road"), both_variants),
    Pair("texts of two cases", PLAIN, ("check", "dam", "--texts", "texts"),
         ("check", "other", "--texts", "texts"), both_remembered),
    Pair("a variant and an editor", PLAIN, SAVE, ("EDITOR",), comment_there),
)  # fmt: skip


def editor(folder: Path, at: float) -> int:
    """Somebody saves the case file in an editor, which writes a new file and moves it there."""
    number = os.fork()
    if number:
        return number
    while time.monotonic() < at:
        pass
    path = folder / "dam" / "case.yaml"
    beside = path.with_name("case.yaml~")
    beside.write_text("# an editor was here\n" + path.read_text("utf-8"), "utf-8")
    beside.replace(path)
    os._exit(0)


def pairs(ground: Ground, count: int, rng: random.Random, lost: Lost) -> None:
    for trial in range(count):
        pair = PAIRS[trial % len(PAIRS)]
        folder = ground.copy(pair.writer)
        shutil.copytree(folder / "dam", folder / "other")
        start = time.monotonic() + 0.05
        one = child(folder, ground.words(pair.one), at=start)
        later = start + rng.random() * 0.15
        if pair.two == ("EDITOR",):
            two = editor(folder, later)
        else:
            two = child(folder, ground.words(pair.two), at=start + rng.random() * 0.01)
        codes = wait(one), wait(two)
        lost.tried["pairs of writers"] += 1
        lost.hit["pairs of writers"] += 1
        try:
            fault = pair.lost(folder, codes)
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        if fault:
            lost.fault(f"{pair.name}: {fault}; {(folder / 'said').read_text('utf-8')[-300:]}")
        swept(folder, lost, pair.name)
        shutil.rmtree(folder)


# --- the whole ------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py torture", description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="for CI: under a minute")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--pairs", type=int)
    parser.add_argument("--disks", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    counts = (66, 18, 22) if asked.short else (500, 100, 50)
    given = (asked.kills, asked.pairs, asked.disks)
    amounts = [new if new is not None else count for new, count in zip(given, counts, strict=True)]
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    load_everything()
    rng, lost, began = random.Random(asked.seed), Lost(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="torture") as place:
        ground = Ground(Path(place))
        for part, amount in zip((kills, pairs, full_disks), amounts, strict=True):
            part(ground, amount, rng, lost)
    for what, count in lost.tried.items():
        print(f"{what}: {count} tried, {lost.hit[what]} took effect")
    names = f"{len(WRITERS)} commands, {len(PAIRS)} kinds of pairs"
    print(f"lost: {len(lost.faults)} ({names}, {time.monotonic() - began:.0f} s)")
    return int(bool(lost.faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
