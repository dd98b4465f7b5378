"""Who can press whom: a picture and a table of the wishes that name what another could do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from standoff.analysis.judge.press import Pressure, Pressures
from standoff.condition import as_literal
from standoff.report.document import Block, Cell, Line, Part, Row, Table, note
from standoff.report.english import English
from standoff.report.named import called
from standoff.report.picture import Held, Press, Tie, Wisher
from standoff.report.wording import agreed, join, many

KEY = (
    "On the left who could do what, on the right who has a wish about it: + wants it done, − wants it not "
    "done, ↩ would answer by something of its own, ± it hangs on more; the thicker, the higher the wish."
)
HOW: Mapping[str, str] = MappingProxyType(
    {
        "wants": "{wants} it done",
        "fears": "{wants} it not done",
        "answers": "would answer",
        "hangs": "{has} a wish that hangs on more",
    }
)
"""How a wish stands to what another could do, after the wisher's name."""
_SIGN: Mapping[str, Literal["+", "-", "=", "?"]] = MappingProxyType(
    {"wants": "+", "fears": "-", "answers": "=", "hangs": "?"}
)


def blocks(
    found: Pressures, marks: Mapping[str, int], root: str = "", drawn: bool = True
) -> Iterator[Block]:
    """The picture, its table, and of whom no wish is known.

    marks  gives each actor its number
    drawn  whether the picture is there too
    """
    english = English(found.reading, root)
    if found.pressures:
        if drawn:
            yield picture(found, marks, root)
        count = many(len(found.pressures), "wish", "wishes")
        yield Part(note(f"The {count} as a table"), (_table(english, found),), folded=True)
    elif not found.ranked:
        yield Line((note("No wish names what another could do."),), role="note")
    if found.ranked:
        verb = "ranks" if len(found.ranked) == 1 else "rank"
        text = f"{join(found.ranked)} {verb} whole situations: no wish of theirs names a single option."
        yield Line((note(text),), role="note")
    if found.silent:
        text = f"No wish is known of {join(found.silent)}: what could press them, the text does not say."
        yield Line((note(text),), role="note")


def picture(found: Pressures, marks: Mapping[str, int], root: str = "") -> Press:
    """Holders and what they could do, wishers, and a tie for each wish."""
    english = English(found.reading, root)
    options = list(dict.fromkeys(one.option for one in found.pressures))
    wishers = list(dict.fromkeys(one.wisher for one in found.pressures))
    option = found.reading.option
    ties = []
    for one in found.pressures:
        told = english.told(one.line)
        words, wish = _words(english, one), str(one.line.condition)
        at = options.index(one.option), wishers.index(one.wisher)
        sign = _SIGN[one.how]
        ties.append(Tie(*at, sign, words, one.place, wish, told.citations, told.lines))
    return Press(
        f"Who can press whom, {called(found.reading)}",
        tuple(
            Held(
                option[name].actor, marks[option[name].actor], option[name].gloss or option[name].id
            )
            for name in options
        ),
        (
            *(Wisher(name, marks[name]) for name in wishers),
            *(Wisher(name, marks[name], silent=True) for name in _touched(found)),
        ),
        tuple(ties),
    )


def _touched(found: Pressures) -> Iterator[str]:
    """Those of whom no wish is known and who hold something that others have a wish about."""
    holders = {one.holder for one in found.pressures}
    return (name for name in found.silent if name in holders)


def _words(english: English, one: Pressure) -> str:
    """What the wisher wants: the wish itself, where it says more than that this be done or not."""
    if one.line.condition is not None and as_literal(one.line.condition) is None:
        return agreed(one.wisher, f"{{wants}} {english.wish(one.wisher, one.line.condition)}")
    return agreed(one.wisher, HOW[one.how])


def _table(english: English, found: Pressures) -> Table:
    rows = tuple(
        Row(
            english.literal(one.option, True),
            (
                Cell((note(one.wisher),)),
                Cell((note(agreed(one.wisher, HOW[one.how])),)),
                Cell((note(english.line(one.line)),)),
                Cell((note(f"{one.place:,}"),), number=True),
            ),
        )
        for one in found.pressures
    )
    name = f"Who can press whom as a table, {called(found.reading)}"
    return Table(name, ("If it is so that", "then", "how", "by its wish", "wish number"), rows)
