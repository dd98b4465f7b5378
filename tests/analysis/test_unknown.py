"""What hangs on what nobody knows: by hand, and against the plain concepts in every world."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from tests.analysis.written import concluding, written
from tests.case.test_wish import marked
from tests.report.tell.well import text as in_words
from typer.testing import CliRunner

from standoff.analysis.judge.compare import Comparison, answer
from standoff.analysis.judge.hangs import candidates
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.solved import SolvedWorld, runs, solved
from standoff.app.cli.main import app
from standoff.case.build import unsure
from standoff.case.entry import Reading
from standoff.case.reading import merge
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import CONCEPTS, USUAL, Need, needing
from standoff.gmcr.concept.told import solve_told
from standoff.problem import NotComputed
from standoff.record import plain
from standoff.report.tell.compare import tell as tell_compared
from standoff.report.tell.model.solve import tell
from standoff.store.folder import load_folder

STRIKE = """
case: Will the strike end?
actors: {Crew: {}, Firm: {}}
options:
  Crew.strike: strike
  Firm.pay: pay more
now:
  - strike
no_way_back:
  - pay
wants:
  Crew: [strike <-> not pay]
  Firm: [strike -> pay ?, not pay !!]
author_concludes:
  - pay and not strike
  - not strike given pay
"""


def records(reading: Reading, *concepts: str, silent: bool = False) -> list[SolvedWorld]:
    return [
        solved(
            reading,
            run.world,
            solve_told(run.world.model, run.concepts, **run.told).settle(),
            run=run,
        )
        for run in runs(reading, concepts, silent)
    ]


def test_a_verdict_hangs_on_the_wish_that_turns_it() -> None:
    """The firm pays, or nobody moves: as it wishes. What follows given the pay does not hang on that."""
    reading = written(STRIKE)
    found = answer(reading)
    first, second = found.judged
    assert (first.verdict, second.verdict) == (Verdict.UNDETERMINED, Verdict.FOLLOWS)
    (one,) = first.hangs
    assert one.actor == "Firm" and one.line is not None and one.line.place.line == 13
    assert second.hangs == ()
    said = in_words(tell_compared(Comparison((found,))))
    assert "The verdict hangs on whether Firm wants to pay more if Crew strikes" in said
    assert plain(first)["hangs"] == [{"actor": "Firm", "turning": ["strike -> pay"], "tried": 2}]
    assert "hangs" not in plain(second)


def test_solved_apart_and_together() -> None:
    with_wish, without, together = records(written(STRIKE))
    assert list(map(set, (with_wish.concepts, together.concepts))) == [
        {*USUAL, *needing(Need.STRENGTH)},
        set(needing(Need.UNKNOWN)),
    ]
    assert [dict(each.facts) for each in (with_wish, without)] == [
        {"Firm: strike -> pay": True},
        {"Firm: strike -> pay": False},
    ]
    assert with_wish.concepts["NASH"].equilibria == (("Firm.pay",),)
    assert without.concepts["NASH"].equilibria == (("Crew.strike",), ("Firm.pay",))
    hangs = together.hangs["NASH"]
    assert (hangs.certain, hangs.possible) == ((("Firm.pay",),), (("Crew.strike",),))
    assert [line.place.line for line in together.doubtful] == [13]
    assert [line.strength for line in with_wish.strong] == ["!!"]
    said = in_words(tell(together))
    assert "As that turns out: where Crew strikes" in said and "NASH_d" in said
    assert "Held strongly: Firm wants not to pay more" in in_words(tell(with_wish))
    assert plain(together)["hangs"]["NASH"] == {"certain": [["pay"]], "possible": [["strike"]]}


def test_what_needs_a_mark_is_refused_without_one() -> None:
    bare = written(STRIKE.replace(" ?", "").replace(" !!", ""))
    for concept, advice in (("NASH_a", "mark one `\\?`"), ("GMR_STRONG", "mark one `!!`")):
        with pytest.raises(NotComputed, match=advice):
            records(bare, concept)
    (record,) = records(bare)
    assert set(record.concepts) == set(USUAL) and not record.hangs


def test_what_is_crisp_gives_the_plain_concepts_back() -> None:
    """A wish that says again what one above it said may be held or not, and nothing is unknown of it."""
    seen = 0
    for seed in range(25):
        chance = random.Random(seed)
        text = marked(chance).replace(" ?", "").replace(" !!", "").replace("equal, ", "")
        first = text.partition("  A: [")[2].partition("]")[0].split(", ")[0]
        text = text.replace("  A: [", f"  A: [{first}, {first} ?, ", 1)
        reading = written(text)
        assert unsure(reading)
        (together,) = (r for r in records(reading) if r.hangs)
        plain_ = solve(together.solution.model, USUAL, engine="explicit")
        for name in needing(Need.UNKNOWN):
            base = name.rpartition("_")[0]
            for mine, theirs in zip(
                together.solution.stable[name], plain_.stable[base], strict=True
            ):
                assert mine.tolist() == theirs.tolist(), (seed, name)
                seen += int(mine.sum())
        assert all(not hanging.possible for hanging in together.hangs.values())
    assert seen > 1000


def test_what_is_certain_is_so_in_every_world_and_what_is_so_in_one_is_possible() -> None:
    """NASH_a lies inside the Nash sets of all worlds, and these inside NASH_d: on random lists."""
    narrower = 0
    for seed in range(40):
        reading = written(marked(random.Random(seed)).replace(" !!", ""))
        if not 0 < len(unsure(reading)) <= 4:
            continue
        *worlds, together = records(reading)
        assert len(worlds) == 2 ** len(unsure(reading))
        for maker in range(2):
            nash = [set(w.concepts["NASH"].per_dm["AB"[maker]]) for w in worlds]  # type: ignore[arg-type]
            sure = set(together.concepts["NASH_a"].per_dm["AB"[maker]])  # type: ignore[arg-type]
            may_be = set(together.concepts["NASH_d"].per_dm["AB"[maker]])  # type: ignore[arg-type]
            assert sure <= set.intersection(*nash) <= set.union(*nash) <= may_be, seed
            narrower += sure < may_be
    assert narrower > 10


def test_a_verdict_stands_where_the_readings_with_and_without_the_wish_agree() -> None:
    """Marked wishes kept, or taken out of the text: every way is a reading of its own."""
    undecided = 0
    for seed in range(30):
        text = marked(random.Random(seed)).replace(" !!", "").replace("equal, ", "")
        text += "author_concludes: [a, c given a, not d]\n"
        count = text.count(" ?")
        if not 0 < count <= 3:
            continue
        verdicts = set()
        for kept in itertools.product((True, False), repeat=count):
            one = text
            for keep in kept:
                at = one.index(" ?")
                start = max(one.rfind(", ", 0, at) + 2, one.rfind("[", 0, at) + 1)
                one = one[: at if keep else start] + ("" if keep else "a or not a") + one[at + 2 :]
            found = answer(written(one)).judged
            verdicts.add(tuple(each.verdict for each in found))
        expected = [
            each.pop() if len(each) == 1 else Verdict.UNDETERMINED
            for each in map(set, zip(*verdicts, strict=True))
        ]
        judged = answer(written(text)).judged
        assert [each.verdict for each in judged] == expected, seed
        undecided += sum(bool(each.hangs) for each in judged)
        for each in judged:
            assert each.verdict is Verdict.UNDETERMINED or not each.hangs
    assert undecided > 3


def test_options_nobody_minds_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = STRIKE.replace("  Firm.pay: pay more\n", "  Firm.pay: pay more\n  Firm.sing: sing\n")
    whole = records(written(text))
    monkeypatch.setattr("standoff.analysis.solved.MAX_LISTED", 4)
    small = records(written(text))
    assert [each.times for each in (*whole, *small)] == [1, 1, 1, 2, 2, 2]
    for one, other in zip(whole, small, strict=True):
        assert other.states == one.states == 8
        assert other.counts == one.counts and other.together == one.together
        for name, each in one.hangs.items():
            assert isinstance(each.certain, tuple) and isinstance(each.possible, tuple)
            assert other.hangs[name].certain == len(each.certain)
            assert other.hangs[name].possible == len(each.possible)


# --- actors of whom nothing is known ---------------------------------------------------------------


def test_an_unknown_actor_is_tried_with_one_wish_at_a_time() -> None:
    text = STRIKE.replace("Firm: [strike -> pay ?, not pay !!]", "Firm: unknown")
    reading = written(text)
    assert list(map(str, candidates(reading, "Firm"))) == [
        *("pay", "not pay"),
        *("strike -> pay", "strike -> not pay", "not strike -> pay", "not strike -> not pay"),
    ]
    first, second = answer(reading).judged
    assert first.verdict is Verdict.FAILS
    (one,) = first.hangs
    assert (one.actor, list(map(str, one.turning)), one.tried) == (
        *("Firm", ["pay", "strike -> pay"], 6),
    )
    assert [(each.hangs, each.tried) for each in second.hangs] == [(False, 6)]
    said = in_words(tell_compared(Comparison((answer(reading),))))
    assert (
        "would be another if Firm wanted to pay more; or to pay more if Crew strikes (6 single"
        in said
    )
    assert (
        "Whatever Firm wants, the verdict is this one (6 single wishes tried, none turns it)"
        in said
    )


def test_silence_is_taken_so_only_if_asked() -> None:
    reading = written(STRIKE.replace("Firm: [strike -> pay ?, not pay !!]", "Firm: silent"))
    assert not any(one.hangs for one in answer(reading).judged)
    assert [h.actor for h in answer(reading, silent=True).judged[0].hangs] == ["Firm"]
    (stays,) = records(reading)
    assert set(stays.concepts) == set(USUAL)
    (unknown,) = records(reading, silent=True)
    assert unknown.unknown == ("Firm",)
    assert unknown.concepts["NASH"].equilibria == stays.concepts["NASH"].equilibria
    # The firm may want to pay wherever it does not; what is paid stays paid.
    assert unknown.concepts["NASH_a"].per_dm["Firm"] == (("Firm.pay",), ("Crew.strike", "Firm.pay"))
    assert unknown.concepts["NASH_d"].equilibria == stays.concepts["NASH"].equilibria
    assert "Nothing is known of what Firm wants" in in_words(tell(unknown))


def syria(name: str, variant: str | None = None) -> Reading:
    case, _ = load_folder(Path(__file__).resolve().parents[2] / "cases" / "syria")
    reading, found = merge(case, name, variant)
    assert not found.problems
    return reading


def test_what_hangs_on_congress_in_the_worked_case() -> None:
    """That Iran stays does not; that Russia would lose by pressing does; and that sanctions stay."""
    reading = syria("003", "Congress unknown")
    found = {one.conclusion.text: one.hangs for one in answer(reading).judged}
    hanging = {text: one.hangs for text, (one,) in found.items()}
    assert hanging == {
        "not press and not leave": False,
        "not leave given press": False,
        "Russia loses given press": True,
        "border given not press": False,
        "not lift given press": True,
    }
    assert {one.tried for (one,) in found.values()} == {38}
    (loses,) = found["Russia loses given press"]
    assert list(map(str, loses.turning)) == ["press -> lift"]
    asked = answer(syria("003"), silent=True)
    assert [one.hangs for one in asked.judged] == [
        found[one.conclusion.text] for one in asked.judged
    ]
    assert concluding(reading, "not lift given press").citations


def test_on_the_command_line() -> None:
    root = Path(__file__).resolve().parents[2]
    run = CliRunner().invoke
    case = str(root / "cases" / "syria")
    result = run(app, ["compare", case, "--reading", "003", "--silent", "unknown", "--json"])
    assert result.exit_code == 0 and '"hangs"' in result.output
    assert run(app, ["compare", case, "--silent", "no"]).exit_code == 2
    result = run(
        app,
        [
            "solve",
            case,
            "--reading",
            "003",
            "--silent",
            "unknown",
            "--concept",
            "NASH,NASH_a,NASH_d",
        ],
    )
    assert result.exit_code == 0, result.output
    assert "4,096 situations may be" in result.output
    where = ["--where", "waive", "--concept", "NASH_d"]
    result = run(app, ["solve", case, "--reading", "003", "--silent", "unknown", *where])
    assert result.exit_code == 0, result.output


def test_every_extension_is_a_concept_of_its_own() -> None:
    assert all(CONCEPTS[id].extension is not None for id in needing(Need.UNKNOWN))
