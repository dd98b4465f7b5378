"""Answers that agree: the commands on one question, and a case with the same case written otherwise.

Random small cases: `randoms.random_written`. A few by default, many under the marker `thorough`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.analysis.randoms import other_wishes, random_written
from tests.analysis.written import written

from standoff.analysis.asking import Around
from standoff.analysis.judge.compare import Answer, Comparison, answer
from standoff.analysis.judge.explain import explain
from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.question import sheet
from standoff.analysis.survey import survey
from standoff.analysis.vary.inverse import inverse
from standoff.analysis.vary.whatif import what_if
from standoff.case.build import build
from standoff.case.entry import Case, Conclusion, Marks, Question, Reading
from standoff.case.syntax import read_case
from standoff.condition import literals, names
from standoff.problem import Infeasible, NotComputed, Place
from standoff.report.document import Badge, Part, Table, walk
from standoff.report.english import English
from standoff.report.tell import compare as comparing
from standoff.report.tell.report import tell as tell_report
from standoff.report.tell.sheet import told
from standoff.report.tell.verdict import badge

FEW, MANY = range(12), range(12, 160)


def seeds(many: range = MANY) -> Any:
    """A few cases in every run, many in a thorough one."""
    rest = [pytest.param(many, marks=pytest.mark.thorough, id=f"{len(many)} more")]
    return pytest.mark.parametrize("cases", [pytest.param(FEW, id=f"{len(FEW)} cases"), *rest])


def drawn(rng: random.Random) -> tuple[str, Reading]:
    """A random case whose conclusions can all be judged."""
    while True:
        text, reading = random_written(rng)
        try:
            for conclusion in reading.conclusions:
                Bench(reading).first(conclusion)
        except Infeasible:  # what is given cannot be: said of the case, and no answer
            continue
        return text, reading


def asking(conclusion: Conclusion, computation: str) -> Question:
    return Question(
        acts={},
        id="q", text="is it so", computation=computation, conclusion=conclusion, citations=(),
        place=Place("case.yaml", 1), marks=Marks(),
    )  # fmt: skip


# --- the commands on one question -----------------------------------------------------------------


@seeds()
def test_every_command_says_the_same(cases: range) -> None:
    for seed in cases:
        rng = random.Random(seed)
        text, reading = drawn(rng)
        readings = (reading, replace(other_wishes(rng, text), id="other"))
        whole = answer(reading, readings=readings)
        for judged in whole.judged:
            _ask_agrees(reading, judged, readings)
            _inverse_agrees(reading, judged, readings)
            _whatif_agrees(reading, judged)
        _explain_agrees(reading, whole)
        _report_agrees(text, whole)


def _ask_agrees(reading: Reading, judged: Any, readings: tuple[Reading, ...]) -> None:
    """One conclusion asked about: the record of `compare`, its words, and who says a premise."""
    question = asking(judged.conclusion, "compare")
    asked = sheet(reading, question, Around(readings))
    if asked.cannot:
        assert not any(wants.lines for wants in reading.wants.values())
        return
    (one,) = asked.answer.judged
    assert one == judged
    word = badge(judged).word
    assert told(asked).answer[0].text.endswith(f": {word}")


def _inverse_agrees(reading: Reading, judged: Any, readings: tuple[Reading, ...]) -> None:
    """Nothing has to change exactly where it follows; a premise that is one edit is found, and said by the
    same."""
    if not any(wants.lines for wants in reading.wants.values()):
        return
    try:
        found = inverse(reading, judged.conclusion, readings, bound=1)
    except Infeasible:
        return
    assert (found.size == 0) is (judged.verdict is Verdict.FOLLOWS)
    if judged.verdict is Verdict.FOLLOWS:
        return
    single = {}
    for change in (*found.changes, *found.restating):
        if len(change.edits) == 1:
            single[change.edits[0]] = change.says[0]
    for premise in judged.gap.premises:
        if premise.kind != "drop":
            continue
        says = [
            says for edit, says in single.items()
            if edit.new is None and edit.old is not None and edit.actor is None
            and edit.old.place == premise.place
        ]  # fmt: skip
        assert says, f"{premise} makes it follow, and inverse does not find it"
        assert premise.says is not None
        assert [one.text for one in says] == [premise.says.text]


def _whatif_agrees(reading: Reading, judged: Any) -> None:
    """What is concluded under acts follows exactly where it holds in every end of their what-if."""
    conclusion = judged.conclusion
    acts = {name: value for each in conclusion.given for name, value in literals(each)}
    if conclusion.condition is None or not acts:
        return
    try:
        found = what_if(reading, {name: (value,) for name, value in acts.items()})
    except (Infeasible, NotComputed):
        return
    (played,) = found.worlds
    share = played.share(conclusion.condition)
    assert (share == "all") is (judged.verdict is Verdict.FOLLOWS)


def _explain_agrees(reading: Reading, whole: Answer) -> None:
    """Who moves by `explain` moves in `compare`, in the same way; where it ends nobody moves."""
    (course,) = whole.courses
    (world,) = build(reading)
    today = world.model.today[0]
    stands = {one.actor: one for one in explain(reading, world, today).stands}
    moves: dict[str, set[object]] = {}
    for step in course.steps:
        if step.state == today:
            moves.setdefault(step.actor, set()).add((step.after, step.lines))
    assert {actor for actor, stand in stands.items() if stand.temptations} == set(moves)
    for actor, taken in moves.items():
        best = stands[actor].takes
        assert best is not None
        assert (best.after, best.lines) in taken
    for end in course.ends:
        if not end.cycle:
            there = explain(reading, world, end.states[0]).stands
            assert all(stand.stays for stand in there)


def _report_agrees(text: str, whole: Answer) -> None:
    """The page has the verdict words, the numbers and the speakers of premises that the terminal has."""
    overlay, _ = read_case(text, "case.yaml")
    page = tell_report(survey(Case("test", ".", overlay), (whole,)))
    shown = comparing.tell(Comparison((whole,)))
    words = [one.word for one in _badges(page.blocks, "finding")]
    assert words == [one.word for one in _badges(shown.blocks, "finding")]
    assert words == [badge(judged).word for judged in whole.judged]
    (counts,) = (b for b in walk(page.blocks) if isinstance(b, Table) and b.role == "counts")
    cells = [cell.clauses[0].text for cell in counts.rows[0].cells]
    assert cells[-2:] == [f"{whole.states:,}", f"{whole.equilibria['NASH']:,}"]
    said = str(page)
    english = English(whole.reading)
    for judged in whole.judged:
        for premise in judged.missing:
            assert comparing.premise_clause(english, premise).text in said
            assert all(clause.text in said for clause in comparing.voices(premise.says))


def _badges(blocks: Any, role: str) -> Iterator[Badge]:
    for block in walk(blocks):
        if isinstance(block, Part) and block.role == role and block.badge is not None:
            yield block.badge


# --- one case, written otherwise -------------------------------------------------------------------


def essence(reading: Reading, named: dict[str, str] | None = None) -> Any:
    """Verdicts, grounds and premises in the words of the first writing, in no order; and where it ends."""
    back = {new: old for old, new in (named or {}).items()}

    def said(value: object) -> str:
        return re.sub(r"\b\w+\b", lambda found: back.get(found[0], found[0]), str(value))

    def line(one: Any) -> tuple[str, ...]:
        return str(one.section), said(one.actor), said(one.condition)

    whole = answer(reading)
    ends = {frozenset(frozenset(map(said, taken)) for taken in end.taken) for end in whole.ends}
    judged = {
        said(one.conclusion.text): (
            one.verdict,
            one.opposed,
            frozenset(
                (
                    said(each.conjunct),
                    each.by,
                    frozenset(frozenset(map(line, s)) for s in each.lines),
                )
                for each in one.by
            ),
            frozenset(frozenset(map(line, lines)) for lines in one.rests_on),
            frozenset(map(said, one.flips)),
            frozenset(
                (each.kind, said(each.actor), said(each.condition), each.restates)
                for each in one.gap.premises
                if not _of_the_added(each)
            ),
        )
        for one in whole.judged
    }
    return ends, judged


def _of_the_added(premise: Any) -> bool:
    """Whether it is a wish about the option that a test adds, or of the actor without options."""
    if isinstance(premise.condition, str):
        return False
    conditions = [premise.condition, *([premise.also.condition] if premise.also else [])]
    return premise.actor == "Onlooker" or any(
        "unused" in str(n) for c in conditions for n in names(c)
    )


def parts(text: str) -> list[tuple[str, str]]:
    """(heading, rest) of each section."""
    return [(found[1], found[2]) for found in re.finditer(r"(?m)^(\w+:)(.*\n(?: .*\n)*)", text)]


def renamed(rng: random.Random, text: str) -> tuple[str, dict[str, str]]:
    kinds = {"o": "deed", "A": "Realm"}
    old = sorted(set(re.findall(r"\b[oA]\d\b", text)))
    numbers = rng.sample(range(10, 99), len(old))
    new = {name: f"{kinds[name[0]]}{n}" for name, n in zip(old, numbers, strict=True)}
    return re.sub(r"\b[oA]\d\b", lambda found: new[found[0]], text), new


def reordered(rng: random.Random, text: str) -> str:
    """Another order of sections, of options and actors as they are declared, of rules and of `now`."""
    sections = []
    for head, rest in parts(text):
        first, *lines = rest.splitlines(keepends=True)
        if head in (
            "actors:",
            "options:",
            "now:",
            "impossible:",
            "no_way_back:",
            "author_concludes:",
        ):
            rng.shuffle(lines)
        sections.append(head + first + "".join(lines))
    head, *others = sections
    rng.shuffle(others)
    return head + "".join(others)


def with_unused(rng: random.Random, text: str) -> str:
    return text.replace(
        "options:\n", f"options:\n  {rng.choice(('A0', 'A1'))}.unused: do what nobody reads\n"
    )


def with_onlooker(rng: random.Random, text: str) -> str:
    return text.replace("actors:\n", "actors:\n  Onlooker: {}\n").replace(
        "wants:\n", "wants:\n  Onlooker: silent\n"
    )


def with_double(rng: random.Random, text: str) -> str:
    """A wish once more, right below itself, or a rule; `now` and what is concluded take no line twice."""
    sections = dict(parts(text))
    head = rng.choice([one for one in ("impossible:", "wants:", "wants:") if one in sections])
    lines = sections[head].splitlines(keepends=True)
    found = [at for at, line in enumerate(lines) if line.lstrip().startswith("- ")]
    untied = [at for at in found if "equal" not in "".join(lines[at - 1 : at + 2])]
    if untied:
        at = rng.choice(untied)
        lines.insert(at, lines[at])
    return "".join(
        one + ("".join(lines) if one == head else rest) for one, rest in sections.items()
    )


@seeds()
@pytest.mark.parametrize("other", [reordered, with_unused, with_onlooker, with_double])
def test_the_same_case_written_otherwise(other: Any, cases: range) -> None:
    for seed in cases:
        rng = random.Random(seed)
        text, reading = drawn(rng)
        assert essence(written(other(rng, text))) == essence(reading), text


@seeds()
def test_the_same_case_by_other_names(cases: range) -> None:
    for seed in cases:
        rng = random.Random(seed)
        text, reading = drawn(rng)
        changed, named = renamed(rng, text)
        assert essence(written(changed), named) == essence(reading), text
