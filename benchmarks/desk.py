"""How long the reading desk takes over many texts: `python -m benchmarks.desk [--texts N] [--from FOLDER]`.

Texts of a few sentences, written for the purpose and each with its number, or those of a folder; read by
`standoff desk read` in a process of its own, with a desk to keep the records in or without. The work is told
in seconds of the processor, with what the same machine took for a loop of Python just before and after.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

TEXT = "Peru offered clean water in exchange for a new road, but Chile refused. On 3 May 2019 it rained.\n"
YARD = 2 * 10**7
"""How many squares the loop adds up that tells how fast the machine is at the time."""


def write(folder: Path, texts: int, lines: int) -> Path:
    """So many texts, each of so many lines with its number behind; returns their folder."""
    folder.mkdir(parents=True)
    for number in range(texts):
        (folder / f"t{number}.txt").write_text(f"{TEXT * lines} {number}", "utf-8")
    return folder


def yardstick() -> float:
    """Seconds of the processor for a loop of Python."""
    began = time.process_time()
    sum(i * i for i in range(YARD))
    return time.process_time() - began


def read(texts: Path, backend: str, desk: Path | None) -> Mapping[str, float]:
    """Read a folder of texts; the figures of the process that did, from its start to its end."""
    command = [sys.executable, "-m", "standoff", "desk", "read", str(texts), "--backend", backend]
    command += ["--to", str(desk)] if desk is not None else []
    before = yardstick()
    used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    seconds, now = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    user, system = now.ru_utime - used.ru_utime, now.ru_stime - used.ru_stime
    return {
        "processor s": user + system,
        "of it system s": system,
        "clock s": seconds,
        "peak MB": now.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
        "loop before s": before,
        "loop after s": yardstick(),
    }


def main() -> None:
    """Print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000, help="how many to write")
    parser.add_argument("--lines", type=int, default=1, help="of two sentences each")
    parser.add_argument("--from", dest="folder", type=Path, help="read the texts of this folder")
    parser.add_argument("--backend", default="plain")
    parser.add_argument("--no-desk", action="store_true", help="keep no records")
    parser.add_argument("--cores", type=int, help="read on so many cores (where the system can)")
    parser.add_argument("--in", dest="place", type=Path, help="where the texts and the desk stand")
    given = parser.parse_args()
    if given.cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    with tempfile.TemporaryDirectory(dir=given.place) as place:
        texts = given.folder or write(Path(place) / "texts", given.texts, given.lines)
        desk = None if given.no_desk else Path(place) / "desk"
        for name, figure in read(texts, given.backend, desk).items():
            print(f"{name:16} {figure:8.2f}")
        if hasattr(os, "getloadavg"):
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
