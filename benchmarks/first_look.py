"""The figures of first looks as a table, by rounds of texts: `python -m benchmarks.first_look`.

A first look is what the desk made of a text that nobody who mends it had seen; its figures stand in
`first-look.jsonl`, a line a text and measure, and are never rewritten. The page of the reading desk shows the
table that this prints; `tests/benchmarks/test_first_look.py` holds that it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from standoff.text.desk.score import wilson

LINES = Path(__file__).parent / "first-look.jsonl"
# A round of texts: its heading, and the texts by the letter and the numbers of their names.
ROUNDS: tuple[tuple[str, str, range], ...] = (
    ("six texts", "m", range(2, 9)),
    ("ours", "o", range(1, 19)),
    ("f01 to f18", "f", range(1, 19)),
    ("f19 to f44", "f", range(19, 45)),
    ("f45 to f75", "f", range(45, 76)),
    ("f76 to f99", "f", range(76, 100)),
    ("all free texts", "f", range(1, 100)),
)
# What is told of them: how it is called, and the measure of the scorer.
MEASURES: Mapping[str, str] = {
    "mentions, recall": "mentions: recall",
    "mentions, precision": "mentions: precision",
    "statements, loose: recall": "statements loose: recall",
    "statements, loose: precision": "statements loose: precision",
    "statements, exact: recall": "statements exact: recall",
    "statements, exact: precision": "statements exact: precision",
    "holder, of those found": "holder right, of the found",
    "offers in words, recall": "offers in words: recall",
    "offers shown that are true": "offers shown that are true",
    "relative dates right": "dates relative: right",
    "closed dates that are right": "closed dates that are right",
}


def table(lines: str) -> str:
    """The table in Markdown, by the lines of first looks; Wilson's 95 % interval behind the last share."""
    looks = [json.loads(line) for line in lines.splitlines()]
    rows = [["first look", *(heading for heading, _, _ in ROUNDS)], ["---"] * (len(ROUNDS) + 1)]
    for name, measure in MEASURES.items():
        rows.append([name])
        right = n = 0
        for _, letter, numbers in ROUNDS:
            chosen = [
                k for k in looks if k["measure"] == measure and _is_of(k["text"], letter, numbers)
            ]
            right, n = (sum(k[part] for k in chosen) for part in ("right", "n"))
            rows[-1].append(_share(right, n))
        low, high = wilson(right / n, n)
        rows[-1][-1] += f" ({low:.2f}-{high:.2f})"
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _is_of(text: str, letter: str, numbers: range) -> bool:
    name = re.match(r"([a-z])(\d+)", text)
    return name is not None and name[1] == letter and int(name[2]) in numbers


def _share(right: int, n: int) -> str:
    """Few are counted, many are a share: `2 of 4`, `0.98 of 148`."""
    return f"{right / n:.2f} of {n}" if n >= _MANY else f"{right} of {n}"


_MANY = 20

if __name__ == "__main__":
    print(table(LINES.read_text("utf-8")))
