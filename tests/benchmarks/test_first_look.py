"""The table of first looks on the page of the reading desk is what the lines say."""

import json
from pathlib import Path

from benchmarks.first_look import LINES, MEASURES, ROUNDS, table

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "reading-desk.md"


def test_the_page_shows_the_table_of_the_lines() -> None:
    assert table(LINES.read_text("utf-8")) in PAGE.read_text("utf-8")


def test_a_share_is_counted_over_its_round() -> None:
    measure = MEASURES["holder, of those found"]
    lines = [
        {"text": "f02-a", "measure": measure, "right": 3, "n": 4},
        {"text": "f80-b", "measure": measure, "right": 30, "n": 40},
        {"text": "o02-c", "measure": measure, "right": 1, "n": 1},
        *(
            {"text": "f02-a", "measure": m, "right": 1, "n": 1}
            for m in MEASURES.values()
            if m != measure
        ),
    ]
    shown = table("\n".join(map(json.dumps, lines))).splitlines()
    row = next(r for r in shown if r.startswith("| holder"))
    assert row.split(" | ")[1:] == ["0 of 0", "1 of 1", "3 of 4", "0 of 0", "0 of 0", "0.75 of 40",
                                    "0.75 of 44 (0.61-0.85) |"]  # fmt: skip
    assert len(shown) == len(MEASURES) + 2 and shown[0].count("|") == len(ROUNDS) + 2
