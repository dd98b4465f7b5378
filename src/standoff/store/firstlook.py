"""The first figures of each text, kept for good: what a rule-writer has seen is no longer a test."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from standoff.text.desk.score import Score

FIRST_LOOK = Path("benchmarks/first-look.jsonl")


def log_first_look(log: Path, text: str, scores: Iterable[Score]) -> int:
    """Append a line for each measure of a text that has none yet; gives how many were new.

    A line holds text, commit, measure, right and n. Lines are only ever added. A measure of which the text
    had nothing (n = 0) has not been seen: no line is written, and an old one of that kind does not count.
    """
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    known = {(entry["text"], entry["measure"]) for entry in map(json.loads, lines) if entry["n"]}
    commit = _commit()
    new = [
        {"text": text, "commit": commit, "measure": s.measure, "right": s.right, "n": s.n}
        for s in scores
        if s.n and (text, s.measure) not in known
    ]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8", newline="\n") as out:
        out.writelines(json.dumps(entry) + "\n" for entry in new)
    return len(new)


def _commit() -> str:
    """The commit that reads, with a plus where files differ from it; empty outside a checkout."""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=no", "--", "src"],
            capture_output=True, encoding="utf-8", check=True,
        ).stdout.strip()  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f"{head}+" if changed else head
