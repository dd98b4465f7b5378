"""The section `attitudes`: read, laid on a base, written back, renamed, and made part of the model."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.analysis.judge.explain import explain
from standoff.case.build import build
from standoff.case.entry import ATTITUDES, Case, grounding
from standoff.case.format.line import print_line
from standoff.case.reading import merge
from standoff.case.rename import rename_actor
from standoff.case.syntax import read_case, read_overlay
from standoff.gmcr.conflict.model import Attitude
from standoff.store.folder import load_folder

CASE = """\
case: Who cares?
actors: {US: {}, Iran: {}, Oman: {}}
options:
  US.press: press
  Iran.leave: leave
attitudes:
  US toward Iran: negative  [x#s1] says
  Iran toward Iran: neutral
wants: {US: [leave], Iran: [not leave], Oman: silent}
"""


def case_of(text: str, reading: str | None = None) -> Case:
    base, found = read_case(text, "case.yaml")
    assert not found.problems, list(map(str, found.problems))
    overlays = {}
    if reading is not None:
        overlays["r"], found = read_overlay(reading, "r.yaml")
        assert not found.problems
    return Case("c", "", base, overlays)


def lines(case: Case, reading: str = "base") -> list[str]:
    merged, found = merge(case, reading)
    assert not found.problems, list(map(str, found.problems))
    return [print_line(line) for line in merged.more[ATTITUDES]]


def test_a_line_a_pair_cited_like_any_other() -> None:
    merged, _ = merge(case_of(CASE), "base")
    first, second = merged.more[ATTITUDES]
    assert print_line(first) == "US toward Iran: negative  [x#s1] says"
    assert (grounding(first).value, grounding(second).value) == ("stated", "unsourced")
    assert first.place.line == 7
    (world,) = build(merged)
    assert world.model.attitudes == {(0, 1): Attitude.NEGATIVE, (1, 1): Attitude.NEUTRAL}
    (stand,) = explain(merged, world, world.model.today[0], ["US"]).stands
    assert stand.relations is not None
    assert set(stand.relations.stable) == {"RNASH", "RGMR", "RSMR", "RSEQ"}


def test_what_is_printed_is_read_again() -> None:
    first = lines(case_of(CASE))
    head, _, tail = CASE.partition("  US toward")
    rest = tail[tail.index("wants:") :]
    again = head + "".join(f"  {line}\n" for line in first) + rest
    assert lines(case_of(again)) == first


def test_a_reading_replaces_the_pairs_it_names() -> None:
    over = case_of(CASE, "attitudes:\n  US toward Iran: positive\n  Oman toward US: negative\n")
    assert lines(over, "r") == [
        *("US toward Iran: positive", "Iran toward Iran: neutral", "Oman toward US: negative")
    ]


def test_without_the_section_nothing_is_relational() -> None:
    text = CASE.replace("attitudes:\n  US toward Iran: negative  [x#s1] says\n", "")
    merged, _ = merge(case_of(text.replace("  Iran toward Iran: neutral\n", "")), "base")
    (world,) = build(merged)
    assert world.model.attitudes == {}
    assert all(s.relations is None for s in explain(merged, world, world.model.today[0]).stands)


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("US toward Iran: hostile", 19, "positive, neutral or negative"),
        ("US toward Iran: negative denied", 19, "`denied` cannot stand here"),
        ("US to Iran: negative", 3, "toward whom: `US toward Iran: negative`"),
        ("US: negative", 3, "toward whom"),
        ("US toward Iran:", 3, "the line is empty"),
        ("US toward  Iran: negative\n  US toward Iran: negative", 3, "stands in line 7 too"),
    ],
)
def test_faults_of_the_line_have_their_place(line: str, column: int, message: str) -> None:
    head, _, tail = CASE.partition("  US toward")
    _, found = read_case(f"{head}  {line}\n{tail[tail.index('wants:') :]}", "case.yaml")
    (problem,) = found.problems
    assert message in str(problem)
    assert problem.place.column == column


def test_names_are_looked_up_where_they_stand() -> None:
    base, _ = read_case(CASE.replace("US toward Iran", "US toward Irun"), "case.yaml")
    _, found = merge(Case("c", "", base), "base")
    (problem,) = found.problems
    assert "`Irun` is not an actor" in str(problem) and "nearest: Iran" in str(problem)
    assert (problem.place.line, problem.place.column) == (7, 13)


def test_an_actor_is_renamed_at_both_ends() -> None:
    renamed = rename_actor(CASE, "Iran", "Persia")
    assert "US toward Persia: negative" in renamed and "Persia toward Persia: neutral" in renamed
    assert "Iran" not in renamed
    toward = rename_actor(CASE.replace("Oman", "toward"), "toward", "Oman")
    assert "US toward Iran" in toward


def test_a_published_model_may_have_attitudes_too(tmp_path: Path) -> None:
    model = Path(__file__).resolve().parents[2] / "cases/kinsara-2014-prisoners/model.json"
    (tmp_path / "model.json").write_bytes(model.read_bytes())
    (tmp_path / "case.yaml").write_text("case: Who?\n", "utf-8")
    case, _ = load_folder(tmp_path)
    one, other = case.model.makers
    (tmp_path / "case.yaml").write_text(
        f"case: Who?\nattitudes:\n  {one} toward {other}: positive\n", "utf-8"
    )
    case, found = load_folder(tmp_path)
    assert not found.problems
    merged, found = merge(case, "base")
    assert not found.problems
    (world,) = build(merged)
    assert world.model.attitudes == {(0, 1): Attitude.POSITIVE}
