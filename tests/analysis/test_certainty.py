"""Degrees counted over a reading's variants: by hand, against counting one by one, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import standoff as so
from standoff.analysis.sure.certainty import certainty, thresholds
from standoff.case.build import build
from standoff.face.reading import Reading
from standoff.problem import NotComputed, UnknownName

CASE = """\
case: Will there be quiet?
actors: {A: {}, B: {}}
options:
  A.shout: shout
  B.sing: sing
facts:
  late: is it late?
wants:
  A: [late -> not shout, not sing]
  B: [sing, not shout]
variants:
  music:
    wants: {A: [not shout, sing]}
  loud:
    wants: {A: [shout]}
  tied:
    wants: {A: indifferent}
"""


def reading(place: Path, text: str) -> Reading:
    (place / "case.yaml").write_text(text, "utf-8")
    return so.read(place)["base"]


def test_degrees_are_shares_of_the_versions_in_each_world(tmp_path: Path) -> None:
    """Each pair of situations, counted by building every version by itself."""
    one = reading(tmp_path, CASE)
    variants = {name: one.case[f"base:{name}"].entry for name in ("music", "loud", "tied")}
    worlds = build(one.entry)
    assert len(worlds) == 2
    for world in worlds:
        found = certainty(one.entry, world, variants, "1/2")
        assert found.names == ("as written", "music", "loud", "tied")
        versions = [world.model]
        for variant in variants.values():
            matching = [w for w in build(variant) if w.facts.get("late") == world.facts["late"]]
            versions += [w.model for w in matching or build(variant)]
        assert len(versions) == 4
        codes = world.model.space.codes.tolist()
        for i, degrees in enumerate(found.certainty.degrees):
            for s, code in enumerate(codes):
                for t, other in enumerate(codes):
                    points = Fraction(0)
                    for model in versions:
                        score = model.preferences[i].score
                        here, there = score(model.space, code), score(model.space, other)
                        points += Fraction(1, 2) if here == there else Fraction(here > there)
                    assert degrees.degree(s, t) == points / 4, (i, s, t)


def test_a_threshold_turns_the_answer(tmp_path: Path) -> None:
    text = CASE.replace("late -> not shout", "not shout").replace(
        "facts:\n  late: is it late?\n", ""
    )
    one = reading(tmp_path, text)
    # Quiet is above in two of four versions, below in one, level in one: certainty 1/4.
    low, high = one.fuzzy("1/4", "FNASH"), one.fuzzy("A=1/2, B=1", "FNASH")
    assert low["FNASH"].states == (("sing",),)
    assert high["FNASH"].states == (("sing",), ("shout", "sing"))
    assert high.to_dict()[0]["threshold"] == {"A": "1/2", "B": "1"}
    assert "counted over 4 versions" in str(low)


def test_thresholds_by_actor() -> None:
    assert thresholds(("A", "B"), "0.75") == [Fraction(3, 4)] * 2
    assert thresholds(("A", "B"), "1/2, B=1/3") == [Fraction(1, 2), Fraction(1, 3)]
    for wrong in ("0", "2", "x", "1/0", "1e-400000", "A=", ""):
        with pytest.raises(NotComputed, match="no threshold"):
            thresholds(("A", "B"), wrong)
    with pytest.raises(UnknownName, match="actor 'C'"):
        thresholds(("A", "B"), "C=1/2")


@pytest.mark.parametrize(
    ("variants", "message"),
    [
        ("", "it has none"),
        ("variants:\n  none:\n    impossible: [shout and sing]\n", "none has other situations"),
        ("variants:\n  early:\n    facts: {late: no}\n", "early takes facts otherwise"),
    ],
)
def test_what_cannot_be_counted_is_refused(variants: str, message: str, tmp_path: Path) -> None:
    one = reading(tmp_path, CASE[: CASE.index("variants:")] + variants)
    with pytest.raises(NotComputed, match=message):
        one.fuzzy("1/2")
