"""The case of the tutorial with its three readings written, and its desk: made once, then copied."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[4] / "docs" / "tutorial" / "reading-desk"
FILES = {
    "case.yaml": """# What all three texts share.
case: Will the sluices be opened?

actors:
  Upland: {also: [Uplanders]}
  Lowland: {also: [Lowlanders]}

options:
  Upland.open_sluices: open the sluices  [herald#s8]
  Lowland.half_repair: pay for half of the repair  [herald#s8]

now: []   # nothing is done today
""",
    "readings/herald.yaml": """# What herald says, at its own time.
wants:
  Upland:
    - half_repair                  [herald#s7]   # the wall first
    - open_sluices -> half_repair  [herald#s7]
  Lowland:
    - open_sluices                 [herald#s6] says
    - not half_repair              [herald#s9] hedged "perhaps"
""",
    "readings/gazette.yaml": """# What gazette says, at its own time.
at: 2024-05-20

wants:
  Upland:
    - half_repair                  [gazette#s6]
    - open_sluices -> half_repair  [gazette#s6]
  Lowland:
    - open_sluices                 [gazette#s7]
    - open_sluices -> half_repair  [gazette#s5]
    - not half_repair

author_concludes:
  - half_repair given open_sluices  [gazette#s4]
""",
    "readings/letter.yaml": """# What letter says, at its own time.
wants:
  Upland:
    - half_repair                  [letter#s3] says
    - open_sluices -> half_repair  [letter#s5]
  Lowland:
    - open_sluices                 [letter#s4]
    - not half_repair              [letter#s4] says

author_concludes:
  - not open_sluices and not half_repair  [letter#s6] says
""",
}


def standoff(*arguments: str, cwd: Path) -> str:
    """The command line, which must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "standoff", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make(place: Path) -> tuple[Path, Path]:
    """The case `dam` and its desk `dam-desk` in a folder."""
    place.mkdir(parents=True, exist_ok=True)
    case, desk = place / "dam", place / "dam-desk"
    for name in ("herald.txt", "gazette.html", "letter.md", "names.txt"):
        shutil.copy(TEXTS / name, place / name)
    names = ("herald.txt", "gazette.html", "letter.md")
    standoff(
        *("desk", "read"),
        *names,
        "--backend",
        "plain",
        "--names",
        "names.txt",
        "--to",
        str(desk),
        cwd=place,
    )
    for name, text in FILES.items():
        (case / name).parent.mkdir(parents=True, exist_ok=True)
        (case / name).write_text(text, "utf-8")
    for frozen in sorted((desk / "texts").glob("*.txt")):
        source = case / "sources" / f"{frozen.stem}.yaml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(f"sha256: {hashlib.sha256(frozen.read_bytes()).hexdigest()}\n", "utf-8")
    standoff("cite", str(case), "--texts", str(desk / "texts"), cwd=place)
    return case, desk
