"""What to find out next: by hand on small cases, and against every combination built anew."""

from __future__ import annotations

import itertools
import random
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from tests.analysis.randoms import other_wishes, random_written
from tests.analysis.test_inverse import verdict
from tests.analysis.written import written
from tests.case.written import make

from standoff.analysis.ask import question
from standoff.analysis.bargain.apart import Rival, Watched, tell_apart
from standoff.analysis.bargain.motive import why
from standoff.analysis.contest.contested import same_topic
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.sure.beside import Beside, Count
from standoff.analysis.sure.findout import find_out
from standoff.analysis.sure.robust import robust
from standoff.analysis.sure.unsettled import Unsettled, Way, unsettled
from standoff.analysis.vary.edit import WRITTEN, edited, edits
from standoff.case.build import build
from standoff.case.entry import (
    Assumption,
    Conclusion,
    Marks,
    Motive,
    Option,
    Reading,
    Section,
    Stance,
    Wants,
)
from standoff.case.ranks import tiers
from standoff.case.reading import merge
from standoff.condition import Condition, Var, literal, names, rename
from standoff.record import plain
from standoff.report.document import clauses
from standoff.report.english import English
from standoff.report.tell.vary.findout import apart, nothing
from standoff.report.tell.vary.findout import changes as changes_told
from standoff.report.tell.vary.robust import tell

# --- by hand --------------------------------------------------------------------------------------

WELL = """
    case: A shared well
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada: [draw]
      Ben:
        - draw -> lock
        - not lock
"""


def test_every_verdict_counted_by_hand() -> None:
    """She draws, so he locks. Whether he wants no lock as such matters beside each change of another line.

    It changes nothing as written, where `draw -> lock` comes first; but where she does not draw, or is made
    not to, or `draw -> lock` is gone, a lock comes if he wants one and only then: three of three. Whether
    she wants to draw changes it as written, and beside one of three; `draw -> lock` as written, and
    beside one of four.
    """
    reading = written(WELL)
    found = find_out(reading, question(reading, "lock"))
    assert found.found is not None
    assert str(found.found.item.condition) == "not lock"
    assert (found.found.lists, found.found.changed) == (Count(0, 1), Count(3, 3))
    assert (found.found.changes, found.found.of, found.tried) == (3, 4, 3)
    assert found.found.restates
    assert {str(way.value): way.verdict for way in found.found.ways} == dict.fromkeys(
        ("not lock", "None", "lock"), Verdict.FOLLOWS
    )
    counts = {
        str(item.condition): Beside(reading, question(reading, "lock"), found.items).count(item)
        for item in found.items
    }
    assert counts == {"draw": Count(1, 3), "draw -> lock": Count(1, 4), "not lock": Count(3, 3)}


def test_of_things_that_change_as_many_the_first_is_named() -> None:
    text = WELL.replace("        - not lock\n", "")
    found = find_out(written(text), question(written(text), "lock"))
    assert found.found is not None
    # Both change it as written and beside nothing else: she draws or not, he answers it or not.
    assert (str(found.found.item.condition), found.found.changes) == ("draw", 1)


def test_what_is_stated_and_not_contested_is_settled_and_nothing_left_is_said() -> None:
    text = """
        case: A shared well
        sources: {a: {}}
        actors: {Ada: {}, Ben: {}}
        options: {Ada.draw: draw water, Ben.lock: lock it}
        now:
          - not draw [a#s3] says
        wants:
          Ada:
            - draw [a#s1] says
          Ben:
            - lock [a#s2] says
    """
    reading = written(text)
    found = find_out(reading, question(reading, "lock"))
    assert (found.found, found.tried) == (None, 0)
    assert nothing(found).startswith("Nothing: every wish and fact is just what a sentence says")
    inferred = written(text.replace("[a#s2] says", "[a#s2]"))
    (item,) = unsettled(inferred, (inferred,))
    assert (item.why, str(item.condition)) == (("inferred",), "lock")


def test_what_nothing_turns_on_is_said_with_the_numbers_tried() -> None:
    text = WELL.replace("draw -> lock", "not draw").replace(
        "Ada: [draw]", "Ada: [draw or not lock]"
    )
    reading = written(text)
    found = find_out(reading, question(reading, "draw and not draw"))
    assert found.found is None
    assert nothing(found) == (
        "Nothing: of 3 open wishes and facts, none changes the answer in any of 1 combination of lists or "
        "beside any of 5 changes of a line, however it is settled."
    )


def test_why_things_are_open() -> None:
    """Two readings: one fact contested, one silent; a wish contested; one actor silent, one undecided."""
    base = """
        case: A well
        sources: {a: {}, b: {}}
        actors: {Ada: {}, Ben: {}, Cy: {}}
        options: {Ada.draw: draw water, Ben.lock: lock it, Cy.pay: pay}
        facts: {dry: is it dry?, deep: is it deep?}
    """
    one = """
        facts:
          dry: yes [a#s1] says
          deep: silent
        wants:
          Ada:
            - dry and deep -> draw [a#s2] says
            - not lock [a#s2] says
          Ben: silent
          Cy: undecided
    """
    two = "facts: {dry: no}\nwants:\n  Ada:\n    - lock\n  Ben: [lock]\n  Cy: silent\n"
    case, found = make(textwrap.dedent(base), {}, a=textwrap.dedent(one), b=two)
    assert not [p for p in found.problems if "source" not in str(p)]
    readings = [merge(case, name)[0] for name in ("a", "b")]
    items = unsettled(readings[0], readings)
    told = [(item.what, item.actor, str(item.condition), item.why) for item in items]
    assert told == [
        ("fact", None, "dry", ("contested",)),
        ("fact", None, "deep", ("unknown",)),
        ("wish", "Ada", "not lock", ("contested",)),
        ("wish", "Ben", "lock", ("unknown",)),
        ("wish", "Cy", "pay", ("undecided",)),
    ]
    assert [[str(way.value) for way in item.ways] for item in items] == [
        ["dry", "not dry"],
        ["deep", "not deep"],
        ["not lock", "None", "lock"],
        ["None", "lock", "not lock"],
        ["None", "pay", "not pay"],
    ]
    assert [voice.reading for voice in items[2].says.denied] == ["b"]


def test_it_is_told_and_written_beside_robust() -> None:
    reading = written(WELL)
    record = robust(reading, question(reading, "lock"))
    words = [clause.text for clause in clauses(tell(record).parts)]
    at = words.index("What to find out next")
    assert words[at + 1 : at + 8] == [
        "Whether Ben wants not to put a lock on the well",
        "no other text speaks of it",
        "Settling it changes the answer in 3 of 4 combinations: 0 of 1 of whose list is taken, 3 of 3 with "
        "one other line changed.",
        "All else as written, if Ben wants not to put a lock on the well, it follows; without that wish, it "
        "follows; if Ben wants to put a lock on the well, it follows.",
        "It is open: no sentence is cited for it.",
        "It is the question itself, as a wish of whoever decides it.",
        "Of 3 open wishes and facts, none changes more.",
    ]
    data = plain(record)["find_out"]
    assert (data["found"]["changes"], data["found"]["of"], data["tried"]) == (3, 4, 3)
    assert data["found"]["item"]["what"] == "wish"
    assert [way["value"] for way in data["found"]["ways"]] == ["not lock", None, "lock"]


def test_beyond_a_bound_of_courses_the_lists_are_not_counted_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("standoff.analysis.sure.combined.MAX_LEAVES", 0)
    reading = written(WELL)
    found = find_out(reading, question(reading, "lock"))
    assert found.combinations is None
    assert found.found is not None
    assert (found.found.lists, found.found.changes, found.found.of) == (None, 3, 3)
    assert "too many courses to be followed" in changes_told(found.found)


# --- random readings, every combination built anew --------------------------------------------------


def with_fact(reading: Reading, rng: random.Random, value: bool | None) -> Reading:
    """The reading with a fact that some of its wishes turn on, set or silent."""
    fact, old = reading.facts[0], reading.options[0].name

    def new(name: str) -> Condition:
        return Var(fact.id) if name == old and rng.random() < 0.6 else Var(name)

    wants = {
        actor: replace(
            own,
            lines=tuple(
                replace(line, condition=rename(line.condition, new))
                for line in own.lines
                if line.condition is not None
            ),
        )
        for actor, own in reading.wants.items()
    }
    known = None if value is None else literal(fact.id, value)
    line = Assumption(Section.FACTS, known, (), Marks(), fact.place, fact=fact.id)
    settings = () if known is None and rng.random() < 0.5 else (line,)
    return replace(reading, wants=wants, settings=settings)


def readings_of(seed: int) -> list[Reading]:
    """Three random readings with the same actors, options and a fact; the first is asked."""
    rng = random.Random(seed)
    text, _ = random_written(rng)
    text = text.replace("options:\n", "facts: {f: is it so?}\noptions:\n", 1)
    values: list[bool | None] = [rng.choice((True, False, None)), True, False]
    first = with_fact(written(text), rng, values[0])
    others = [with_fact(other_wishes(rng, text), rng, value) for value in values[1:]]
    return [replace(one, id=name) for one, name in zip((first, *others), "abc", strict=True)]


def asked(seed: int) -> Iterator[tuple[list[Reading], Conclusion]]:
    """The readings with each conclusion that the first can be asked about."""
    readings = readings_of(seed)
    for conclusion in readings[0].conclusions:
        if verdict(readings[0], conclusion) is not None:
            yield readings, conclusion


def relisted(wants: Wants, ranks: Sequence[Sequence[Condition]]) -> Wants:
    """The actor with this list."""
    lines = tuple(
        Assumption(Section.WANTS, wish, (), Marks(), wants.place, wants.actor, tied=at > 0)
        for rank in ranks
        for at, wish in enumerate(rank)
    )
    return replace(wants, stance=Stance.STATEMENTS, lines=lines)


def settled(reading: Reading, item: Unsettled, way: Way) -> Reading:
    """A combination with something settled, by editing its lists or its lines."""
    if item.actor is None:
        return reading if way.edit is None else edited(reading, (way.edit,))
    wants = reading.wants[item.actor]
    ranks = [[line.condition for line in rank if line.condition] for rank in tiers(wants.lines)]
    own = [way.value] if way.value is not None else []
    if item.silent:
        return reading if ranks else _with(reading, relisted(wants, [own] if own else []))
    new = [
        [kept for wish in rank for kept in (own if same_topic(wish, item.condition) else [wish])]
        for rank in ranks
    ]
    return _with(reading, relisted(wants, [rank for rank in new if rank]))


def _with(reading: Reading, wants: Wants) -> Reading:
    return replace(reading, wants={**reading.wants, wants.actor: wants})


class Verdicts:
    """The verdicts on a conclusion, built anew; once where the lists and lines of two readings say the same.

    The readings are of one case: nothing but lists and lines tells them apart.
    """

    def __init__(self, conclusion: Conclusion) -> None:
        self.conclusion = conclusion
        self.known: dict[object, Verdict | None] = {}

    def of(self, reading: Reading) -> Verdict | None:
        parts = (reading.settings, reading.now, reading.impossible, reading.no_way_back)
        lists = ((name, own.stance, _said(own.lines)) for name, own in reading.wants.items())
        key = (*lists, *map(_said, parts))
        if key not in self.known:
            self.known[key] = verdict(reading, self.conclusion)
        return self.known[key]


def _said(lines: Sequence[Assumption]) -> tuple[object, ...]:
    return tuple((line.condition, line.fact, line.tied, line.strength) for line in lines)


def changes(combination: Reading, item: Unsettled, verdicts: Verdicts) -> bool:
    """Whether the ways of settling it do not all give one verdict."""
    found = {verdicts.of(settled(combination, item, way)) for way in item.ways}
    return len(found - {None}) > 1


def combinations(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The first reading under every combination of lists."""
    first = readings[0]
    for chosen in itertools.product(readings, repeat=len(first.actors)):
        pairs = zip(first.actors, chosen, strict=True)
        wants: Mapping[str, Wants] = {actor.name: one.wants[actor.name] for actor, one in pairs}
        yield replace(first, wants=wants)


def beside(reading: Reading, item: Unsettled, verdicts: Verdicts) -> tuple[int, int]:
    """How many changes of a line that is not its own it changes the verdict beside, and of how many."""
    found = of = 0
    for edit in edits(reading, WRITTEN):
        if edit.takes & item.takes:
            continue
        of += 1
        each = [(edit, *((way.edit,) if way.edit else ())) for way in item.ways]
        found += len({verdicts.of(edited(reading, chosen)) for chosen in each} - {None}) > 1
    return found, of


@pytest.mark.parametrize("block", range(4))
def test_the_named_thing_changes_as_many_verdicts_as_said_and_no_other_more(block: int) -> None:
    kinds, named, none = set(), 0, 0
    for seed in range(block * 4, block * 4 + 4):
        for readings, conclusion in list(asked(seed))[:3]:
            found = find_out(readings[0], conclusion, readings)
            items = unsettled(readings[0], readings, conclusion)
            every = list(combinations(readings))
            verdicts = Verdicts(conclusion)
            counts = []
            for item in items:
                lists = sum(changes(one, item, verdicts) for one in every)
                counts.append((lists, *beside(readings[0], item, verdicts)))
            totals = [lists + single for lists, single, _ in counts]
            assert found.tried == len(items)
            assert found.combinations == len(every)
            if not any(totals):
                assert found.found is None
                none += 1
                continue
            at = totals.index(max(totals))
            assert found.found is not None
            assert found.found.item.condition == items[at].condition, (seed, conclusion.text)
            assert (found.found.item.section, found.found.item.actor) == (
                items[at].section,
                items[at].actor,
            )
            assert found.found.lists is not None
            assert (found.found.lists.changes, found.found.lists.of) == (counts[at][0], len(every))
            changed = found.found.changed
            assert (changed.changes, changed.of) == counts[at][1:], (seed, conclusion.text)
            assert found.found.changes == totals[at]
            kinds.add(items[at].what)
            named += 1
    assert named >= 5
    assert none + named > 8


# --- rival motives ----------------------------------------------------------------------------------

GATE = """
    case: Why did Ada open the gate?
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.open: open the gate
      Ada.greet: greet him
      Ada.sing: sing
      Ben.come: come in
    wants:
      Ada: silent
      Ben: [open -> come]
    motives:
      Ada.open:
        guest:
          why: she wants to greet him
          wants: [open, come -> greet]
        air:
          why: she wants fresh air
          wants: [open]
        noise:
          why: she wants to be heard
          wants: [sing, open or sing]
"""


def test_the_choice_that_separates_the_first_two_motives() -> None:
    """By `guest` she greets him once he has come, which he does; by `air` she does not."""
    reading = written(GATE)
    (episode,) = why([reading], "Ada.open")
    assert episode.find_out is None  # until it is asked
    assert [one.label for one in episode.rivals] == ["guest", "air", "noise"]
    found = episode.asking([reading]).find_out
    assert found is not None and found.watch is not None
    assert (found.first, found.second, found.tested_in) == ("guest", "air", "base")
    assert (str(found.watch.condition), str(found.watch.given)) == ("greet", "open")
    assert (found.only_first, found.only_second, found.of) == (1, 0, 1)
    # Three choices once it is open; the act as it goes, and once one of `come` and `greet` is so.
    assert found.tried == 6
    assert apart(English(reading), found).text == (
        "To tell guest from air, look whether Ada greets him once Ada opens the gate: it is so by guest and "
        "not by air in 1 of 1 combination of the others' lists. Of 6 things looked at, none separates them "
        "in more."
    )


def test_motives_that_lead_to_the_same_are_told_apart_by_nothing_and_that_is_said() -> None:
    reading = written(GATE.replace("[open, come -> greet]", "[open or sing, open]"))
    (episode,) = why([reading], "Ada.open")
    found = episode.asking([reading]).find_out
    assert found is not None
    assert (found.watch, found.separates, found.tried) == (None, 0, 5)
    assert "none of 5 things comes out one way" in apart(English(reading), found).text


def test_two_motives_are_tried_where_the_names_of_both_are_known_and_else_nowhere() -> None:
    def without(option: str, motive: str) -> Reading:
        lines = textwrap.dedent(GATE).splitlines()
        at = lines.index(f"    {motive}:")
        kept = [line for line in lines[:at] + lines[at + 3 :] if f"Ada.{option}" not in line]
        return written("\n".join(kept))

    quiet = without("sing", "noise")
    rude = without("greet", "guest")
    guest, air = (Rival(motive.id, motive, quiet) for motive in quiet.motives)
    _, noise = (Rival(motive.id, motive, rude) for motive in rude.motives)
    also = Rival("air", air.motive, rude)
    assert tell_apart(also, guest, [quiet, rude]).reading is quiet
    assert tell_apart(noise, air, [quiet, rude]).reading is rude
    lost = tell_apart(guest, noise, [quiet, rude])
    assert (lost.watch, lost.tried) == (None, 0)
    told = apart(English(lost.reading), lost).text
    assert told == (
        "What would tell guest from noise cannot be said: no reading that names one of them has what the "
        "other speaks of."
    )


def test_the_evidence_says_which_two_motives_are_first() -> None:
    text = (
        GATE
        + """
    evidence:
      Ada.open:
        song:
          says: somebody sang
          ratings:
            a made-up rater: {noise: 9, guest: 3, air: 1}
    """
    )
    (episode,) = why([written(text)], "Ada.open")
    assert [one.label for one in episode.rivals] == ["noise", "guest", "air"]


@pytest.mark.parametrize("block", range(3))
def test_what_separates_two_motives_does_in_as_many_combinations_as_said(block: int) -> None:
    """Random readings and motives: everything looked at in every combination, built anew."""
    separated = 0
    for seed in range(block * 6, block * 6 + 6):
        readings = readings_of(seed)
        court = readings[0]
        for option in court.options[:3]:
            one, other = (
                Rival(label, _motive(label, option, reading), court)
                for label, reading in zip("xy", readings[1:], strict=True)
            )
            found = tell_apart(one, other, readings)
            tried = {
                watched: each
                for watched in _watched(court, one, other)
                if (each := _separating(court, readings, one, other, watched)) is not None
            }
            assert found.tried == len(tried), seed
            assert found.of == len(readings) ** (len(court.actors) - 1)
            most = max(map(sum, tried.values()))
            assert found.separates == most, seed
            if most:
                first = next(watched for watched, each in tried.items() if sum(each) == most)
                assert found.watch == Watched(*first), seed
                assert (found.only_first, found.only_second) == tried[first], seed
                separated += 1
    assert separated > 1


def _motive(label: str, option: Option, reading: Reading) -> Motive:
    """What another reading has its actor want, as the reason for an act."""
    wants = tuple(line for line in reading.wants[option.actor].lines if not line.tied)
    act, place = Var(option.name), option.place
    return Motive(label, act, "because", wants, (), Marks(), place, option.actor)


def _watched(
    court: Reading, one: Rival, other: Rival
) -> Iterator[tuple[Condition, Condition | None]]:
    act = one.motive.act
    rest = [Var(option.name) for option in court.options if Var(option.name) != act]
    yield from ((each, act) for each in rest)
    yield act, None
    world = build(court)[0]
    today = world.model.space.taken(world.model.today[0])
    spoken = {
        name
        for motive in (one.motive, other.motive)
        for line in motive.wants
        if line.condition is not None
        for name in names(line.condition)
    }
    for each in rest:
        if each.name in spoken:
            yield act, literal(each.name, each.name not in today)


def _separating(
    court: Reading,
    readings: Sequence[Reading],
    one: Rival,
    other: Rival,
    watched: tuple[Condition, Condition | None],
) -> tuple[int, int] | None:
    condition, given = watched
    asked_ = Conclusion(
        condition, None, () if given is None else (given,), (), Marks(), one.motive.place
    )
    others = [actor.name for actor in court.actors if actor.name != one.motive.actor]
    only = [0, 0]
    for chosen in itertools.product(readings, repeat=len(others)):
        wants = dict(court.wants)
        wants |= {name: each.wants[name] for name, each in zip(others, chosen, strict=True)}
        verdicts = []
        for rival in (one, other):
            own = replace(
                wants[rival.motive.actor], stance=Stance.STATEMENTS, lines=rival.motive.wants
            )
            found = verdict(replace(court, wants={**wants, rival.motive.actor: own}), asked_)
            if found is None:
                return None
            verdicts.append(found)
        if set(verdicts) == {Verdict.FOLLOWS, Verdict.FAILS}:
            only[verdicts.index(Verdict.FOLLOWS)] += 1
    return only[0], only[1]
