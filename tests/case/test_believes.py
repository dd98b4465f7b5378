"""The section `believes`: read, laid on a base, checked, written back, renamed, and made a game."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.case.test_schema import loaded, valid

from standoff.case.belief import as_believed, believed, believers, pieces
from standoff.case.build import build
from standoff.case.change import add_entry, add_key, move_entry, remove_entry
from standoff.case.check.folder import check_folder
from standoff.case.check.reading import check_case
from standoff.case.entry import Assumption, Case, Reading, Section, Wants
from standoff.case.format.line import print_line
from standoff.case.reading import merge
from standoff.case.rename import rename_actor, rename_option
from standoff.case.schema import schema
from standoff.case.syntax import read_case, read_overlay
from standoff.problem import Place

CASE = """\
case: Will the debt be paid?
at: 2024-06
sources:
  x: {date: 2024-05}
actors: {Ada: {}, Ben: {}, Cy: {}}
options:
  Ada.lend: lend the money
  Ben.pay: pay it back
  Cy.vouch: vouch for Ben
facts:
  poor: is Ben poor? no
now:
  - lend
impossible:
  - pay and poor
wants:
  Ada: [pay, not lend]
  Ben: [lend, not pay]
  Cy: [not vouch]
believes:
  Ada:
    at: 2024-05
    facts:
      poor: yes  [x#s2]
    now:
      - vouch  [x#s5] says
    impossible:
      - not lend and vouch
    wants:
      Ben:
        - lend -> pay  [x#s4] hedged "always"
      Cy: silent  [x#s5]
"""


def case_of(text: str, reading: str | None = None) -> Case:
    base, found = read_case(text, "case.yaml")
    assert not found.problems, list(map(str, found.problems))
    overlays = {}
    if reading is not None:
        overlays["r"], found = read_overlay(reading, "r.yaml")
        assert not found.problems
    return Case("c", "", base, overlays)


def merged(text: str, over: str | None = None) -> Reading:
    reading, found = merge(case_of(text, over), "base" if over is None else "r")
    assert not found.problems, list(map(str, found.problems))
    return reading


def said(reading: Reading) -> list[str]:
    """The pieces by what they say."""
    return [
        f"{piece.believer.actor}: {piece.actor} {[print_line(line) for line in piece.lines]}"
        if isinstance(piece, Wants)
        else f"{piece.believer.actor}: {print_line(piece)}"
        for piece in pieces(reading)
        if piece.believer is not None
    ]


def faults(text: str) -> list[str]:
    """Every problem of a case, as it is shown."""
    base, found = read_case(text, "case.yaml")
    reading, more = merge(Case("c", "", base), "base")
    found.extend(more)
    if not found.problems:
        found.extend(check_case(reading, (build,)))
    return list(map(str, found.problems))


def test_each_line_is_cited_and_dated_and_knows_whose_it_is() -> None:
    assert not faults(CASE)
    reading = merged(CASE)
    assert said(reading) == [
        "Ada: poor: yes  [x#s2]",
        "Ada: vouch  [x#s5] says",
        "Ada: not lend and vouch",
        "Ada: Ben ['lend -> pay  [x#s4] hedged \"always\"']",
        "Ada: Cy []",
    ]
    assert believers(reading) == ("Ada",)
    assert {str(piece.believer.at) for piece in pieces(reading) if piece.believer} == {"2024-05"}
    fact = pieces(reading)[0]
    assert isinstance(fact, Assumption) and fact.plain()["believer"] == "Ada"
    assert not any(line.believer for line in reading.assumptions)
    assert len(reading.assumptions) == 8  # those of the reading alone


def test_the_reading_as_somebody_sees_it() -> None:
    """By hand: Ben is poor and does not pay, Cy vouches today and never moves, Ben wants to pay."""
    reading = merged(CASE)
    seen = as_believed(reading, "Ada")
    assert [print_line(line) for line in seen.settings] == ["poor: yes  [x#s2]"]
    assert [str(line.condition) for line in seen.now] == ["lend", "vouch"]
    assert [str(line.condition) for line in seen.impossible] == [
        "pay and poor",
        "not lend and vouch",
    ]
    assert [str(line.condition) for line in seen.wants["Ben"].lines] == ["lend -> pay"]
    assert not seen.wants["Cy"].lines
    assert seen.wants["Ada"] == reading.wants["Ada"]
    assert as_believed(reading, "Ben") == reading
    (world,) = build(reading)
    _, game = believed(reading, world, "Ada")
    assert game.facts == {"poor": True}
    assert set(game.model.space.codes.tolist()) == {0b000, 0b001, 0b101}  # vouch, pay, lend
    assert set(world.model.space.codes.tolist()) == set(range(8))
    assert game.model.today == (0b101,) and world.model.today == (0b001,)


def test_only_what_is_held_counts() -> None:
    reading = merged(CASE)
    fact, today, *_ = pieces(reading)
    seen = as_believed(reading, "Ada", {today})
    assert [str(line.condition) for line in seen.now] == ["lend", "vouch"]
    assert seen.settings == reading.settings and seen.wants == reading.wants
    assert as_believed(reading, "Ada", ()) == reading
    assert as_believed(reading, "Ada", {fact}).settings == (fact,)


def test_a_reading_lays_its_beliefs_on_those_below() -> None:
    over = """\
believes:
  Ada:
    at: 2024-06
    facts: {poor: no}
    now: [not vouch]
    impossible: [pay and vouch]
    wants: {Ben: [pay]}
  Cy:
    wants: {Ada: [lend]}
"""
    reading = merged(CASE, over)
    assert said(reading) == [
        "Ada: poor: no",
        "Ada: not vouch",
        "Ada: not lend and vouch",
        "Ada: Ben ['pay']",
        "Ada: Cy []",
        "Ada: pay and vouch",
        "Cy: Ada ['lend']",
    ]
    dates = {str(p.believer.at) for p in pieces(reading) if p.believer and p.believer.actor == "Cy"}
    assert dates == {"None"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  Ada:\n    at: 2024-05", "  Ida:\n    at: 2024-05", "21:3: `Ida` is not an actor"),
        ("      Cy: silent  [x#s5]", "      Cyd: silent", "32:7: `Cyd` is not an actor"),
        ("      poor: yes", "      por: yes", "`por` is not a fact of this case"),
        ("      poor: yes  [x#s2]", "      poor: silent", "a belief sets a fact to yes or no"),
        ("      poor: yes  [x#s2]", "      rich: is he?", "a belief sets a fact, `rich: yes` or `no`"),
        ("      - vouch", "      - vuoch", "`vuoch` is not an option or a fact of this case ("),
        ("      - vouch", "      - vouch and pay", "under `now` each line is one option"),
        ("- not lend and vouch", "- not lend and vouch [x#s1] denied", "`denied` cannot stand here"),
        ("      Cy: silent  [x#s5]", "      Ada: [lend]", "what Ada itself wants stands under `wants`"),
        ("    impossible:", "    imposible:", "`imposible` is not part of a belief"),
        ("    at: 2024-05", "    at: lately", "case.yaml:22:9: "),
        ("- lend -> pay  [x#s4]", "- lend -> pay ?  [x#s4]", "a belief has a wish or has it not"),
        ("- not lend and vouch", "- vouch", "as Ada believes, today's situation"),
    ],
)  # fmt: skip
def test_faults_are_told_where_they_stand(old: str, new: str, message: str) -> None:
    assert old in CASE
    found = faults(CASE.replace(old, new))
    assert found
    assert message in "\n".join(found)


def test_nothing_believed_is_a_fault() -> None:
    head = CASE[: CASE.index("believes:")]
    assert "what does Ada believe?" in faults(f"{head}believes:\n  Ada:\n    at: 2024-05\n")[0]
    assert faults(f"{head}believes:\n  Ada: certain\n")


def warnings(text: str) -> list[str]:
    base, _ = read_case(text, "case.yaml")
    return [p.message for p in check_folder(Case("c", "", base)).warnings]


def test_a_belief_from_later_and_one_that_is_so_anyway_are_doubtful() -> None:
    later = warnings(CASE.replace("    at: 2024-05", "    at: 2025"))
    assert "what Ada believes is of 2025, later than 2024-06" in later
    anyway = warnings(CASE.replace("      - vouch", "      - lend"))
    assert "`lend` is so anyway: believing it changes nothing" in anyway
    assert not any("anyway" in each or "later" in each for each in warnings(CASE))


def test_an_old_text_is_carried_over_to_the_time_of_the_belief() -> None:
    text = CASE.replace("{date: 2024-05}", "{date: 2024-01}").replace("at: 2024-06", "at: 2024-03")

    def old(text: str) -> list[Place]:
        base, _ = read_case(text, "case.yaml")
        problems = check_folder(Case("c", "", base)).problems
        return [p.place for p in problems if "carried over" in p.message]

    assert [place.line for place in old(text)] == [24, 26, 31]
    assert not old(text.replace("    at: 2024-05", "    at: 2024-02"))
    assert [p.line for p in old(text.replace("[x#s5] says", "[x#s5] says, carried over"))] == [
        24,
        31,
    ]


def test_citations_are_counted_and_sources_looked_up() -> None:
    base, _ = read_case(CASE, "case.yaml")
    report = check_folder(Case("c", "", base))
    assert report.citations.total == 4
    assert report.assumptions == 8
    base, _ = read_case(CASE.replace("[x#s4]", "[y#s4]"), "case.yaml")
    (problem,) = check_folder(Case("c", "", base)).problems
    assert "`y` is not a source" in problem.message and problem.place.line == 31


def test_actors_and_options_are_renamed_in_it() -> None:
    text = rename_actor(CASE, "Ben", "Bo")
    assert "Ben" not in text.replace("is Ben", "").replace("vouch for Ben", "")
    assert "      Bo:\n        - lend -> pay" in text
    assert "  Ida:\n    at: 2024-05" in rename_actor(CASE, "Ada", "Ida")
    text = rename_option(CASE, "Cy.vouch", "Cy.swear", ["Cy.vouch", "Ben.pay", "Ada.lend"])
    assert "- swear  [x#s5] says" in text and "- not lend and swear" in text


def test_lines_are_added_moved_and_taken_away_in_the_file() -> None:
    path = ("believes", "Ada", "wants", "Ben")
    more = add_entry(CASE, path, "not lend")
    assert [str(x.condition) for x in as_believed(merged(more), "Ada").wants["Ben"].lines] == [
        "lend -> pay",
        "not lend",
    ]
    lines = as_believed(merged(more), "Ada").wants["Ben"].lines
    turned = move_entry(more, lines[1].place, lines[0].place)
    assert str(as_believed(merged(turned), "Ada").wants["Ben"].lines[0].condition) == "not lend"
    (today,) = [p for p in pieces(merged(CASE)) if getattr(p, "section", "") is Section.NOW]
    assert "- vouch" not in remove_entry(CASE, today.place)
    begun = add_key(CASE[: CASE.index("believes:")], ("believes", "Cy"), "now", ["- not lend"])
    assert said(merged(begun)) == ["Cy: not lend"]


def test_a_published_model_has_its_own(tmp_path: Path) -> None:
    from standoff.store.folder import load_folder

    model = Path(__file__).resolve().parents[2] / "cases/kinsara-2014-prisoners/model.json"
    (tmp_path / "model.json").write_bytes(model.read_bytes())
    (tmp_path / "case.yaml").write_text("case: Who?\n", "utf-8")
    case, _ = load_folder(tmp_path)
    one = case.model.makers[0]
    option = next(iter(case.model.space.options)).name
    text = f"case: Who?\nbelieves:\n  {one}:\n    now: [{option}]\n"
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    case, found = load_folder(tmp_path)
    reading, faults = merge(case, "base")
    found.extend(faults)
    found.extend(check_case(reading))
    assert any(
        "a published model has the beliefs of its own file" in str(p) for p in found.problems
    )


def test_the_schema_has_it() -> None:
    root = schema()
    assert valid(loaded(CASE), root, root)
    assert not valid(loaded(CASE.replace("    impossible:", "    imposible:")), root, root)


def test_a_variant_may_hold_beliefs() -> None:
    text = CASE[: CASE.index("believes:")] + (
        "variants:\n  afraid:\n    believes:\n      Cy: {now: [pay]}\n"
    )
    case = case_of(text)
    assert not pieces(merge(case, "base")[0])
    reading, found = merge(case, "base", "afraid")
    assert not found.problems and said(reading) == ["Cy: pay"]
