"""Wishes marked `?` and `!!`, actors who are unknown: the worlds they make, what the engine is told."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from tests.analysis.written import written
from tests.evaluated import holds

from standoff.case.build import MAX_OPEN, Unsure, build, unsure
from standoff.case.check.folder import check_folder
from standoff.case.check.reading import check_case
from standoff.case.entry import Case, Stance
from standoff.case.reading import merge
from standoff.case.syntax import read_case
from standoff.case.wish import much_better, on_the_table, outlooks, unknown_actors
from standoff.gmcr.concept.unknown import Silent
from standoff.problem import Findings, NotComputed, TooLarge

CASE = """
case: Will the strike end?
actors: {Crew: {}, Firm: {}, Town: {}, Press: {}}
options:
  Crew.strike: strike
  Firm.pay: pay more
  Town.help: help
  Press.write: write
wants:
  Crew: [pay -> not strike, strike]
  Firm: [strike -> pay ?, help -> pay, not pay !!]
  Town: silent
  Press: unknown  [x#s1]
"""


def test_each_such_wish_has_two_worlds() -> None:
    reading = written(CASE)
    held, not_held = build(reading)
    (name,) = unsure(reading)
    assert (str(name), name.line.place.line) == ("Firm: strike -> pay", 11)
    assert dict(held.open) == {name: True} and dict(not_held.open) == {name: False}
    firm = held.model.maker("Firm")
    code = held.model.space.code
    strike, both = code(["Crew.strike"]), code(["Crew.strike", "Firm.pay"])
    assert held.model.score(firm, both) > held.model.score(firm, strike)  # type: ignore[operator]
    assert not_held.model.score(firm, both) < not_held.model.score(firm, strike)  # type: ignore[operator]
    (whole,) = build(reading, apart=False)
    assert whole.model.score(firm, both) > whole.model.score(firm, strike)  # type: ignore[operator]
    assert not whole.open


def test_the_mark_of_strength_changes_no_plain_comparison() -> None:
    with_mark = build(written(CASE))
    without = build(written(CASE.replace(" !!", "")))
    for one, other in zip(with_mark, without, strict=True):
        for mine, theirs in zip(one.model.preferences, other.model.preferences, strict=True):
            assert np.array_equal(mine.ranks(one.model.space), theirs.ranks(other.model.space))


def test_facts_and_wishes_open_together_are_bounded() -> None:
    wishes = ", ".join(
        f"{'not ' * (n % 2)}{name} ?" for n, name in enumerate(["pay", "help", "write"])
    )
    facts = "\n".join(f"  f{n}: is it so? silent" for n in range(3))
    lists = f"[{wishes}, f0 -> pay, f1 -> pay, f2 -> pay]"
    text = CASE.replace("[pay -> not strike, strike]", lists).replace(
        "strike -> pay ?", "strike -> pay"
    )
    many = text.replace("wants:", f"facts:\n{facts}\nwants:")
    assert len(build(written(many))) == 2**MAX_OPEN
    warned = Findings()
    warned.extend(check_case(written(many.replace("help -> pay,", "help -> pay ?,"))))
    assert any("4 wishes may be held or not and 3 facts" in str(each) for each in warned.warnings)
    with pytest.raises(
        NotComputed, match=r"7 wishes .* at most 6 .* taking away the `\?` in case.yaml:1"
    ):
        build(written(many.replace("help -> pay,", "help -> pay ?,")))


def test_too_many_of_one_actor_are_refused_where_all_are_taken_together() -> None:
    wishes = ", ".join(
        f"{one} and {other} ?"
        for one, other in itertools.permutations(["pay", "help", "write", "strike"], 2)
    )
    reading = written(CASE.replace("[pay -> not strike, strike]", f"[{wishes}]"))
    (world,) = build(reading, apart=False)
    with pytest.raises(TooLarge, match="12 wishes"):
        outlooks(reading, world)


def test_who_is_unknown_and_who_owns_what_is_at_stake() -> None:
    reading = written(CASE)
    assert reading.wants["Press"].stance is Stance.UNKNOWN
    assert on_the_table(reading) == {"Crew.strike", "Firm.pay", "Town.help"}
    assert unknown_actors(reading) == ("Press",)
    assert unknown_actors(reading, silent=True) == ("Town", "Press")
    nobody = written(CASE.replace("help -> pay, ", "").replace("unknown  [x#s1]", "silent"))
    assert unknown_actors(nobody, silent=True) == ()
    (world,) = build(reading, apart=False)
    known = outlooks(reading, world, silent=True)
    assert isinstance(known[2], Silent) and isinstance(known[3], Silent) and 0 not in known
    assert set(much_better(reading, world)) == {1}


def test_unknown_is_a_warning_and_cites() -> None:
    base, found = read_case(CASE, "case.yaml")
    assert not found.problems
    case = Case("c", "", base)
    warned = Findings()
    reading, _ = merge(case, "base")
    warned.extend(check_case(reading, (build,)))
    assert not warned.problems
    assert any("nothing is known of what Press wants" in str(each) for each in warned.warnings)
    assert check_folder(case).citations.total == 1


def test_a_line_that_is_unknown_is_named_by_what_it_says() -> None:
    one, other = (
        written(CASE.replace("Firm: [strike", f"Firm: [{more}strike")) for more in ("", "help, ")
    )
    assert unsure(one) == unsure(other)
    twice = written(CASE.replace("strike -> pay ?", "strike -> pay ?, strike -> pay ?"))
    assert len(unsure(twice)) == 1 and len(build(twice)) == 2
    assert isinstance(unsure(one)[0], Unsure)


# --- against the definitions ----------------------------------------------------------------------

OPTIONS = {"a": "A", "b": "A", "c": "B", "d": "B"}


def marked(chance: random.Random) -> str:
    """A case with lists in which some lines tie and some are marked."""

    def line() -> str:
        one, other = chance.sample(sorted(OPTIONS), 2)
        sign = chance.choice(["", "not "])
        said = chance.choice(
            [f"{sign}{one}", f"{sign}{one}", f"{one} -> {other}", f"{one} or {other}"]
        )
        return said + chance.choice(["", "", " ?", " !!"])

    def wishes() -> str:
        lines = []
        for at in range(chance.randint(1, 5)):
            lines += (["equal"] if at and chance.random() < 0.3 else []) + [line()]
        return f"[{', '.join(lines)}]"

    options = "\n".join(f"  {who}.{name}: do {name}" for name, who in OPTIONS.items())
    return (
        f"case: Any\nactors: {{A: {{}}, B: {{}}}}\noptions:\n{options}\n"
        f"wants:\n  A: {wishes()}\n  B: {wishes()}\n"
    )


def ranks(lines: list[tuple[str, bool]], state: int) -> list[int]:
    """How many wishes of each rank hold, most important first; lines as (condition, tied)."""
    values = {name: bool(state >> bit & 1) for bit, name in enumerate(OPTIONS)}
    counts: list[int] = []
    for text, tied in lines:
        said = text.replace("A.", "").replace("B.", "")
        left, arrow, right = said.partition(" -> ")
        held = holds(left, values)
        if arrow:
            held = not held or holds(right, values)
        if tied:
            counts[-1] += held
        else:
            counts.append(held)
    return counts


def lists_of(wants: object, held: dict[str, bool]) -> list[tuple[str, bool]]:
    """The lines that are held; a line whose head of rank is not held begins the rank itself."""
    found: list[tuple[str, bool]] = []
    empty = True  # of the rank
    for line in wants.lines:  # type: ignore[attr-defined]
        empty = empty if line.tied else True
        name = str(line.condition)
        if line.strength != "?" or held[name]:
            found.append((name, line.tied and not empty))
            empty = False
    return found


def test_two_states_are_unknown_iff_the_lists_disagree() -> None:
    disputed = 0
    for seed in range(60):
        reading = written(marked(random.Random(seed)))
        (world,) = build(reading, apart=False)
        known = outlooks(reading, world)
        every = np.arange(16)
        for maker, actor in enumerate("AB"):
            wants = reading.wants[actor]
            open_ = list(dict.fromkeys(str(x.condition) for x in wants.lines if x.strength == "?"))
            assert (maker in known) is bool(open_)
            if not open_:
                continue
            doubled = [str(x.condition) for x in wants.lines if x.strength == "?"]
            if len(doubled) != len(open_):
                continue  # the same wish twice: the engine takes the lines apart
            relations = []
            for values in itertools.product((True, False), repeat=len(open_)):
                lines = lists_of(wants, dict(zip(open_, values, strict=True)))
                at = [ranks(lines, state) for state in range(16)]
                relations.append([[(x > y) - (x < y) for y in at] for x in at])
            same = np.array(
                [[len({r[s][t] for r in relations}) == 1 for t in range(16)] for s in range(16)]
            )
            better = np.array(
                [[all(r[s][t] > 0 for r in relations) for t in range(16)] for s in range(16)]
            )
            assert np.array_equal(known[maker].unknown(every), ~same), (seed, actor)
            assert np.array_equal(known[maker].better(every), better), (seed, actor)
            disputed += int((~same).sum())
    assert disputed > 500


def test_much_better_by_the_first_rank_that_differs() -> None:
    seen = 0
    for seed in range(60):
        reading = written(marked(random.Random(seed)))
        (world,) = build(reading, apart=False)
        much = much_better(reading, world)
        every = np.arange(16)
        for maker, actor in enumerate("AB"):
            lines = reading.wants[actor].lines
            assert (maker in much) is any(line.strength == "!!" for line in lines)
            if maker not in much:
                continue
            whole = [(str(line.condition), line.tied) for line in lines]
            heads = list(itertools.accumulate(int(not line.tied) for line in lines))
            right = np.zeros((16, 16), dtype=bool)
            for s, t in itertools.permutations(range(16), 2):
                mine, theirs = ranks(whole, s), ranks(whole, t)
                first = next(
                    (at for at, (x, y) in enumerate(zip(mine, theirs, strict=True)) if x != y), None
                )
                if first is None or mine[first] < theirs[first]:
                    continue
                strong = [
                    (str(line.condition), False)
                    for line, head in zip(lines, heads, strict=True)
                    if head == first + 1 and line.strength == "!!"
                ]
                right[t, s] = sum(ranks(strong, s)) > sum(ranks(strong, t))
            assert np.array_equal(much[maker](every), right), (seed, actor)
            seen += int(right.sum())
    assert seen > 300
