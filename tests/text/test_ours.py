"""Two tests that need no gold, over texts about nobody: names swapped, and the same told in other words.

The texts are those of `benchmarks/gold/ours`. A parser knows no invented name, so that not every proposal
may stay; how many must is held.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from standoff.text.annotation import Attribution
from standoff.text.backend import annotate
from standoff.text.find.word.lexicon import heads

pytestmark = [pytest.mark.read, pytest.mark.filterwarnings("default")]

OURS = Path(__file__).resolve().parents[2] / "benchmarks" / "gold" / "ours"
NAMES = ["o03-readout", "o07-floor-speech", "o10-press-conference", "o14-state-agency"]
_BEGINNINGS = dict(zip("bdgkmnrlsfvzphjwcqtxy", "dbktnmlrfszvbjhvkkkls", strict=True))
_VERBS = {
    "said": "stated", "says": "states", "denied": "disputed", "insists": "maintains", "claims": "asserts",
    "claimed": "asserted", "warned": "cautioned", "urged": "implored", "demanded": "requested",
}  # fmt: skip


def loaded(name: str) -> tuple[str, dict[str, Any]]:
    gold = json.loads((OURS / f"{name}.json").read_text("utf-8"))
    return (OURS / gold["file"]).read_bytes().decode("utf-8"), gold


def swapped(text: str, gold: dict[str, Any]) -> str:
    """Every name begins otherwise and ends as it did: *Skelland*, *Skellish*: *Felland*, *Fellish*."""
    words = {
        w
        for actor in gold["actors"]
        for mention in actor["mentions"]
        for w in re.findall(r"[^\W\d_]{4,}", mention["form"])
        if w[0].isupper() and w.lower() not in heads()
    }

    def other(match: re.Match[str]) -> str:
        word = match[0]
        begins = re.match(r"[^aeiouyAEIOUY]+", word)
        if word not in words:
            return word
        first = _BEGINNINGS[begins[0][0].lower()] if begins else "l"
        rest = word[begins.end() :] if begins else word.lower()
        return first.upper() + rest

    return re.sub(r"[^\W\d_]+", other, text)


def retold(text: str, _: dict[str, Any]) -> str:
    """Other verbs of the same classes, and other quotation marks."""
    text = re.sub(rf"\b(?:{'|'.join(_VERBS)})\b", lambda m: _VERBS[m[0]], text)
    return re.sub(r'"([^"]*)"', "“\\1”", text)


def told(text: str, *, cues: bool) -> Counter[tuple[str, int]]:
    """The statements of a text, by cue or by holder, with how many words are told."""
    found = [a for a in annotate(text, "t", "rules").of(Attribution) if a.status == "said"]
    return Counter((text[slice(*a.cue)] if cues else a.holder, len(a.quote.split())) for a in found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("change", "cues"), [(swapped, True), (retold, False)])
def test_proposals_stay_where_names_or_words_change(
    name: str, change: Callable[[str, dict[str, Any]], str], cues: bool
) -> None:
    text, gold = loaded(name)
    changed = change(text, gold)
    assert changed != text
    before, after = told(text, cues=cues), told(changed, cues=cues)
    assert (before & after).total() >= 0.9 * before.total() > 0
    assert after.total() <= 1.1 * before.total()


def test_the_annotations_are_of_these_texts() -> None:
    for path in OURS.glob("*.json"):
        text, gold = loaded(path.stem)
        assert len(text) == gold["chars"]
        for actor in gold["actors"]:
            assert all(text[m["start"] : m["end"]] == m["form"] for m in actor["mentions"])
        for one in gold["statements"]:
            assert text[slice(*one["cue"])] == one["verb"]
