"""Beliefs told: what each expects beside what happens, what is stable for whom, which beliefs matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from standoff.analysis.ask import Cannot
from standoff.analysis.bargain.belief import (
    Belief,
    Believing,
    Ends,
    Expectation,
    Minds,
    Sight,
    Smallest,
    Stability,
)
from standoff.analysis.judge.compare import Course
from standoff.analysis.question import Sheet
from standoff.analysis.solved import Situations
from standoff.case.entry import Wants
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import (
    Badge,
    Block,
    Cell,
    Clause,
    Document,
    Item,
    Items,
    Line,
    Part,
    Row,
    Table,
    note,
)
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.tell.asked import refusal
from standoff.report.tell.model.moves import deed
from standoff.report.tell.sheet import Parts, path
from standoff.report.wording import agreed, capital, counted, join, many, when

SHOWN = 6
"""Moves and sets shown at once."""
LISTED = 4
"""Situations that are named; more are counted."""
CAUTION = (
    "What an actor expects follows from the lines it is said to believe, and from the reading's own where it "
    "is said to believe nothing else. Whoever believes nothing of its own knows of nobody's mistake."
)
RIGHT, WRONG = Badge("as expected", "yes"), Badge("not as expected", "either")
MANY = "The others"


def tell(found: Believing) -> Document:
    """Every reading: expected beside actual, what each believes, what is stable, which beliefs matter."""
    parts = tuple(refusal(one) if isinstance(one, Cannot) else reading(one) for one in found.minds)
    return Document("Beliefs", (*parts, Line((note(CAUTION),), role="caution")), glossary=GLOSSARY)


def reading(found: Minds, root: str = "", plain: bool = False) -> Part:
    """One reading; `plain`: in no word of the field's."""
    english = English(found.reading, root)
    blocks = [block for sight in found.sights for block in _world(english, sight, plain)]
    return Part(
        note(heading(found.reading)), tuple(blocks), role="section", note=found.reading.title
    )


def _world(english: English, sight: Sight, plain: bool) -> Iterator[Block]:
    where = english.world(sight.facts)
    if where:
        yield Line((note(f"Where {where}:"),), role="term")
    yield Line((note(happens(english, sight)),))
    yield beside(english, sight)
    for each in sight.expectations:
        yield _expectation(english, sight, each)
    if sight.course.steps:
        yield Part(note("How it happens"), (_moves(english, sight.course),), role="column")
    yield from _stability(sight, plain)
    yield from _smallest(english, sight.smallest, sight.equal)


def happens(english: English, sight: Sight) -> str:
    """What happens where each moves by its own game, in a sentence."""
    if not sight.course.complete:
        return "It was not followed to the end: too many situations."
    told = "; or ".join(english.rest(end) for end in sight.ends)
    return f"Where each moves by what it believes, {told}."


# --- expected beside actual -----------------------------------------------------------------------


def beside(english: English, sight: Sight) -> Table | Line:
    """The choices on which today, what happens and what is expected are not all one, side by side."""
    columns = [sight.ends, *(each.ends for each in sight.expectations)]
    rows = []
    for option in english.reading.options:
        values = [_value(option.full, ends) for ends in columns]
        if len({_value(option.full, (sight.today,)), *values}) > 1:
            today = _value(option.full, (sight.today,))
            cells = [_cell(today, today), *(_cell(value, values[0]) for value in values)]
            rows.append(Row(english.literal(option.name, True), tuple(cells)))
    if not rows:
        return Line((note("Nothing changes, and nobody expects anything to."),))
    heads = (f"{_who(each)} {_verb(each, 'expects')}" for each in sight.expectations)
    head = ("Is it so that …", "today", "what happens", *heads)
    return Table("What happens, and what each expects", head, tuple(rows))


def _value(name: str, ends: Ends) -> str:
    values = {name in taken for end in ends for taken in end}
    return "either" if len(values) > 1 else "yes" if values == {True} else "no"


def _cell(value: str, real: str) -> Cell:
    return Cell((note(value, "" if value == real else "either"),))


def _who(each: Expectation) -> str:
    return each.actors[0] if len(each.actors) == 1 else MANY


def _verb(each: Expectation, verb: str) -> str:
    if len(each.actors) > 1:
        return verb.removesuffix("s")
    return agreed(each.actors[0], f"{{{verb}}}")


# --- one actor ------------------------------------------------------------------------------------


def _expectation(english: English, sight: Sight, each: Expectation) -> Part:
    who = _who(each)
    blocks: list[Block] = []
    if each.beliefs:
        beliefs = tuple(Item(Line((belief(english, one),))) for one in each.beliefs)
        blocks.append(Items(beliefs, role="lines"))
    else:
        blocks.append(
            Line((note(f"{join(each.actors)} {_verb(each, 'plays')} the reading as it stands"),))
        )
    expects = _verb(each, "expects")
    if each.right:
        blocks.append(Line((note(f"{who} {expects} what happens."),)))
    else:
        seen = English(each.seen, english.root)
        told = "; or ".join(seen.rest(end) for end in each.ends)
        blocks.append(Line((note(f"{who} {expects} that {told}."),)))
        if each.course.steps:
            blocks.append(_moves(seen, each.course))
    if each.beliefs:
        blocks += [Line((note(text),), role="note") for text in _views(english, each)]
    at = next((one.at for one in each.beliefs if one.at), None)
    when_ = when(at) if at else ""
    badge = RIGHT if each.right else WRONG
    return Part(note(who), tuple(blocks), role="finding", badge=badge, note=when_)


def belief(english: English, one: Belief) -> Clause:
    """A piece of belief in words, with its sentences."""
    text = english.entry(one.piece)[1]
    if one.piece.citations or not one.citations:
        return english.told(one.piece, text)
    return english.cited(text, one.lines)


def named(english: English, one: Belief) -> Clause:
    """A piece of belief as one speaks of it: a list by whose it is, a line in full."""
    if not isinstance(one.piece, Wants):
        return belief(english, one)
    whose = f"{one.believer} {agreed(one.believer, '{takes}')} {one.of} to want"
    return english.cited(f"What {whose}", one.lines or (one.piece,))


def _moves(english: English, course: Course) -> Items:
    told = (english.computed(capital(deed(english, step)), step.lines) for step in course.steps)
    items = tuple(Item(Line((clause,))) for clause in dict.fromkeys(told))
    return Items(items, role="deeds", shown=SHOWN, more="moves")


def _views(english: English, each: Expectation) -> Iterator[str]:
    """What it does not see, and what only it sees."""
    who = _who(each)
    for states, why in (
        (
            each.hidden,
            f"hidden from {who}, since {agreed(who, '{it} {takes}')} it to be impossible",
        ),
        (each.imagined, f"imagined by {who} alone, since in truth it cannot be"),
    ):
        number = _count(states)
        if number:
            verb = "is" if number == 1 else "are"
            yield f"{many(number, 'situation')} {verb} {why}{_named(english, states)}."


def _named(english: English, states: Situations) -> str:
    """The situations, where they are few and listed."""
    if isinstance(states, int) or states is None or len(states) > LISTED:
        return ""
    told = (english.situation(state) for state in states if isinstance(state, tuple))
    return f": {'; '.join(f'where {one}' for one in told)}"


# --- what is stable -------------------------------------------------------------------------------


def _stability(sight: Sight, plain: bool) -> Iterator[Block]:
    if sight.refused:
        yield Line((note(f"What is stable was not computed: {sight.refused}", "warning"),))
        return
    believers = [each for each in sight.expectations if each.beliefs]
    heads = (f"in the game of {_who(each)}" for each in believers)
    head = ("Stable for everybody", "by its own game", "in all games", "by the reading", *heads)
    rows = tuple(
        Row(
            capital(CONCEPTS[name].words if plain else CONCEPTS[name].name),
            tuple(map(_number, _numbers(found, believers))),
        )
        for name, found in sight.concepts.items()
    )
    yield Table("Situations stable for everybody", head, rows, role="counts")


def _numbers(found: Stability, believers: Sequence[Expectation]) -> Iterator[int]:
    yield _count(found.equilibria)
    yield found.foreseen
    yield _count(found.true)
    yield from (_count(found.expects[each.actors[0]]) for each in believers)


def _number(value: int) -> Cell:
    return Cell((note(f"{value:,}"),), number=True)


def _count(states: Situations) -> int:
    return states if isinstance(states, int) else len(states or ())


# --- which beliefs matter -------------------------------------------------------------------------


def _smallest(english: English, found: Smallest, equal: bool) -> Iterator[Block]:
    yield Line((note(needed(found, equal)),), role="term")
    if not equal:
        items = tuple(Item(Line(tuple(named(english, one) for one in out))) for out in found.sets)
        if items:
            yield Items(items, role="lines", shown=SHOWN, more="sets")
    yield Line((note(tried(found)),), role="note")


def needed(found: Smallest, equal: bool) -> str:
    """What is said of the sets of beliefs that matter, before they are named."""
    if equal:
        return "All expect what happens: no belief makes a difference to that"
    if not found.sets:
        return (
            f"No {counted(found.bound)} of the {counted(found.of)} beliefs, left out, would have all expect "
            "what happens; all of them together would"
        )
    size = len(found.sets[0])
    if len(found.sets) == 1:
        which = "this belief" if size == 1 else f"these {counted(size)} beliefs"
        return f"Without {which} all would expect what happens:"
    which = "one of these beliefs" if size == 1 else f"one of these sets of {counted(size)} beliefs"
    return f"Without any {which} all would expect what happens:"


def tried(found: Smallest) -> str:
    """Over how many sets."""
    sets = many(found.tried, "set")
    return f"Tried: {sets} of up to {counted(found.bound)} of {many(found.of, 'belief')} left out."


# --- on an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """Who is mistaken about what; the beliefs that matter."""
    found: Minds = asked.answer
    english = English(found.reading)
    answer, detail, changes, firm = [], [], [], []
    for sight in found.sights:
        where = english.world(sight.facts)
        head = f"Where {where}: " if where else ""
        answer.append(note(f"{head}{summary(english, sight)}"))
        for each in sight.expectations:
            detail += [belief(english, one) for one in each.beliefs]
            seen = English(each.seen)
            if not each.right:
                told = "; or ".join(seen.rest(end) for end in each.ends)
                lines = [line for step in each.course.steps for line in step.lines]
                detail.append(
                    seen.computed(f"{_who(each)} {_verb(each, 'expects')} that {told}", lines)
                )
        if not sight.equal:
            changes.append(note(needed(sight.smallest, sight.equal).rstrip(":")))
            changes += _each(english, sight.smallest)
        firm.append(note(tried(sight.smallest).rstrip(".")))
    courses = [sight.course for sight in found.sights]
    return Parts(answer, detail, path(english, courses), changes, firm)


def _each(english: English, found: Smallest) -> Iterator[Clause]:
    for at, out in enumerate(found.sets, start=1):
        for one in out:
            clause = named(english, one)
            yield clause if len(out) == 1 else _numbered(clause, at)


def _numbered(clause: Clause, at: int) -> Clause:
    return replace(clause, text=f"Set {at}: {clause.text}")


def summary(english: English, sight: Sight) -> str:
    """Who expects what happens, and who does not, in one sentence."""
    wrong = [each for each in sight.expectations if not each.right]
    if not wrong:
        return "All expect what happens"
    told = (
        f"{_who(each)} {_verb(each, 'expects')} {_difference(english, sight, each)}"
        for each in wrong
    )
    return "; ".join(told)


def _difference(english: English, sight: Sight, each: Expectation) -> str:
    """What it expects that does not happen."""
    if len(each.ends) == len(sight.ends) == 1 and len(each.ends[0]) == len(sight.ends[0]) == 1:
        changed = english.move(sight.ends[0][0], each.ends[0][0])
        return f"that {changed}, which does not happen"
    told: Iterable[str] = (english.rest(end) for end in each.ends)
    return f"that {'; or '.join(told)}, which is not what happens"
