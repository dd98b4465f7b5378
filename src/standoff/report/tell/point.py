"""The first lines of a report: what each reading answers to the question of the case.

For every reading that speaks of the choice the question is about: whether it is made, the line that decides,
the nearest change that would turn it, and who says so; then what nobody says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from standoff.analysis.judge.premise import Premise
from standoff.analysis.point import Said
from standoff.analysis.survey import Survey
from standoff.report.document import Block, Clause, Item, Items, Line, Part, note
from standoff.report.english import English
from standoff.report.named import called
from standoff.report.tell.compare import premise_clause, voices
from standoff.report.tell.vary import findout
from standoff.report.tell.verdict import BY
from standoff.report.wording import capital, join

SHOWN = 3
INTRO = "The question of the case, taken as: is this so where a reading ends?"


def tell(survey: Survey, key: Callable[[int], str]) -> Iterator[Block]:
    """The answer to the question of the case; nothing where it is about no choice.

    key  what a link to a reading leads to, by its number
    """
    root = survey.case.path
    named = {answer.reading.id: called(answer.reading) for answer in survey.answers}
    at = {answer.reading.name: n for n, answer in enumerate(survey.answers, 1)}
    for point in survey.points:
        asked = English(point.said[0].reading).literal(point.option, True)
        said = [
            _said(one, point.option, root, key(at[one.reading.name]), named) for one in point.said
        ]
        blocks: list[Block] = [Items(tuple(said), role="lines")]
        if point.silent:
            silent = join(called(reading) for reading in point.silent)
            text = f"Not spoken of in {silent}."
            blocks.append(Line((note(text),), role="note"))
        unsaid = list(_unsaid(point.said, root))
        if unsaid:
            title = note(f"What would turn an answer, and nobody says ({len(unsaid)})")
            more = Items(tuple(unsaid), role="lines", shown=SHOWN, more="premises")
            blocks.append(Part(title, (more,), folded=True))
        yield Part(note(f"Is it so that {asked}?"), tuple(blocks), intro=INTRO)


def _said(one: Said, option: str, root: str, link: str, named: Mapping[str, str]) -> Item:
    english = English(one.reading, root)
    name = Clause(called(one.reading), computed=True, tone="strong", link=link)
    if one.so is None:
        text = f"neither that {english.literal(option, True)} follows, nor that it is not so"
    else:
        by = next((BY[support.by] for support in one.so.by), "")
        text = english.literal(option, bool(one.holds)) + (f": {by}" if by else "")
    below: list[Block] = []
    if one.decides:
        lines = english.joined(one.decides)
        below.append(Line(lines, lead="Decides:", between=" together with "))
    elif one.so is not None:
        below.append(Line((note("no single line: it is so from a blank page"),), lead="Decides:"))
    nearest = _nearest(one.turns)
    if nearest is None:
        nothing = note("none of the premises tried, one at a time")
        below.append(Line((nothing,), lead="Would turn it:"))
    else:
        turned = (premise_clause(english, nearest), *voices(nearest.says, named, root))
        below.append(Line(turned, lead="Would turn it, if"))
    below.append(Line(findout.brief(english, one.next), lead="To find out next:"))
    head = Line((name, note(capital(text))), between=": ")
    return Item(head, tuple(below))


def _nearest(premises: Sequence[Premise]) -> Premise | None:
    """The first that somebody says; else the first."""
    asserted = (one for one in premises if one.says is not None and one.says.asserted)
    return next(asserted, premises[0] if premises else None)


def _unsaid(said: Sequence[Said], root: str) -> Iterator[Item]:
    """Each premise that would turn an answer and that no text asserts, with the readings it would turn."""
    found: dict[str, list[str]] = {}
    for one in said:
        english = English(one.reading, root)
        for premise in one.turns:
            if premise.says is not None and not premise.says.asserted:
                where = found.setdefault(premise_clause(english, premise).text, [])
                if called(one.reading) not in where:
                    where.append(called(one.reading))
    for text, where in sorted(found.items(), key=lambda each: -len(each[1])):
        yield Item(Line((note(capital(text)), note(f"would turn {join(where)}"))))
