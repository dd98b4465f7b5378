"""Hand annotations hold to the rules of annotating that can be seen without their texts."""

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

GOLD = sorted((Path(__file__).resolve().parents[2] / "benchmarks" / "gold").rglob("*.json"))
NOT_TO_COPY = ("001", "003")
"""Texts without a licence: nothing of their words stands in the annotation."""

Gold = Mapping[str, Any]


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from keys_of(inner)


def sentence_of(gold: Gold, offset: int) -> int:
    """Counted from 1; 0 between sentences."""
    spans = enumerate(gold["sentences"], start=1)
    return next((n for n, s in spans if s["start"] <= offset < s["end"]), 0)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_mentions_lie_in_their_sentences_and_overlap_nothing(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    named = [m for a in gold["actors"] for m in a["mentions"]]
    others = gold["not_actors"] + gold["either_way"]
    for m in named:
        first, last = sentence_of(gold, m["start"]), sentence_of(gold, m["end"] - 1)
        assert first == last == m["sentence"]
    for one, two in itertools.chain(
        itertools.combinations(named, 2), itertools.product(named, others)
    ):
        assert one["end"] <= two["start"] or two["end"] <= one["start"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_relays_are_one_inside_the_other(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    by_id = {s["id"]: s for s in gold["statements"]}
    for s in by_id.values():
        outer = by_id.get(s["via"])
        assert s["depth"] == (outer["depth"] + 1 if outer else 1)
        if outer and s["content_span"] and outer["content_span"]:
            (start, end), (first, last) = s["content_span"], outer["content_span"]
            assert first <= start < end <= last
        if s["holder_span"] and s["cue"]:  # a note says why where a sentence parts them
            parted = {sentence_of(gold, s[k][0]) for k in ("holder_span", "cue")}
            assert len(parted) == 1 or s["note"]


@pytest.mark.parametrize("doc", NOT_TO_COPY)
def test_of_a_text_that_may_not_be_copied_only_offsets_are_kept(doc: str) -> None:
    gold = json.loads(next(p for p in GOLD if p.stem == doc).read_text("utf-8"))
    assert not {"form", "expr", "text", "verb", "quote", "surface_forms"} & set(keys_of(gold))
