"""The reference page of the format: its fragments read without a fault, its lists are the code's."""

import re
from pathlib import Path

import pytest

from standoff.case.format.source import FIELDS
from standoff.case.format.syntax import SECTIONS, read_overlay
from standoff.condition import RESERVED

PAGE = (Path(__file__).parents[2] / "docs/reference/case-format.md").read_text("utf-8")
FRAGMENTS = re.findall(r"(?ms)(?<!-->\n)^```yaml\n(.*?)^```$", PAGE)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragments(fragment):
    _, found = read_overlay(fragment, "f")
    assert not found.problems


def test_every_section_is_described():
    table = PAGE[PAGE.index("## Sections") : PAGE.index("### Wishes")]
    named = set(re.findall(r"`(\w+)`", "".join(re.findall(r"(?m)^\| (`[^|]+) \|", table))))
    assert named == {*SECTIONS}
    assert set(re.findall(r"\w+", table[table.index("{title") : table.index("sha256}") + 6])) == {
        *FIELDS
    }


def test_every_reserved_word_is_listed():
    listed = re.search(r"`(not and or [^`]+)`", PAGE)
    assert listed is not None
    assert set(listed[1].split()) == set(RESERVED)
