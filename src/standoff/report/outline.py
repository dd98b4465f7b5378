"""What answers are told in: clauses, each with the sentences behind it, and lines with an indentation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from standoff.case.entry import Assumption, Marks, Reading, Section
from standoff.case.speak import spoken
from standoff.citation import Citation
from standoff.condition import Condition, as_literal, conjunction, literal
from standoff.gmcr.conflict.space import Space
from standoff.report.table import Line

NO_SOURCE = "no source"


@dataclass(frozen=True)
class Clause:
    """One thing said. `computed`: the engine found it, and the citations are of the lines it rests on.

    Whatever is not computed is a fact about the texts or the world: it carries its citations, or says
    that it has none.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    computed: bool = False

    @property
    def cites(self) -> str:
        """`[003#s12 003#s20]`; that there is no source; nothing for what is computed from no line."""
        cited = " ".join(map(str, dict.fromkeys(self.citations)))
        if cited:
            return f"[{cited}]"
        return "" if self.computed else f"[{NO_SOURCE}]"

    def __str__(self) -> str:
        return f"{self.text}  {self.cites}".rstrip()


def clause(found: Clause) -> dict[str, Any]:
    """The clause as data."""
    cited = [str(citation) for citation in dict.fromkeys(found.citations)]
    return {"text": found.text, "citations": cited, "computed": found.computed}


def line(indent: int, text: str, style: str = "") -> Line:
    """Text on a line of its own."""
    return Line(indent, Text(text, style=style))


def said(indent: int, found: Clause) -> Line:
    """A clause on a line of its own, its citations dimmed."""
    return Line(
        indent, Text.assemble(found.text, ("  " + found.cites if found.cites else "", "dim"))
    )


def cells(*texts: str) -> tuple[Text, ...]:
    """A table's row as plain text: a citation in square brackets is no mark-up."""
    return tuple(map(Text, texts))


def computed(text: str, lines: Iterable[Assumption] = ()) -> Clause:
    """What the engine found, with the citations of the lines it rests on."""
    return Clause(text, tuple(c for each in lines for c in each.citations), computed=True)


def assumption(reading: Reading, found: Assumption) -> Clause:
    """A line in words."""
    words = (
        spoken(reading, found.condition, _VERBS[found.section]) if found.condition else "nothing"
    )
    match found.section:
        case Section.WANTS:
            words = f"{found.actor} wants {_wish(reading, found) or f'that {words}'}"
        case Section.IMPOSSIBLE:
            words = f"it cannot be that {words}"
        case Section.NO_WAY_BACK:
            words = f"if ever {words}, that is for good"
    return Clause(words + marks(found.marks), found.citations)


def _wish(reading: Reading, found: Assumption) -> str:
    """A wish about one option as `not to press Iran`, or `Russia to press Iran`; empty for any other."""
    known = as_literal(found.condition) if found.condition is not None else None
    option = next((o for o in reading.options if known and reading.short[o.full] == known[0]), None)
    if known is None or option is None:
        return ""
    whom = "" if option.actor == found.actor else f"{option.actor} "
    return f"{whom}{'' if known[1] else 'not '}to {option.gloss}"


_VERBS: Mapping[Section, str] = {
    Section.NOW: "does",
    Section.FACTS: "does",
    Section.WANTS: "should",
    Section.IMPOSSIBLE: "should",
    Section.NO_WAY_BACK: "should",
}


def marks(found: Marks) -> str:
    """What weakens a line, in brackets: who says so, and in what words."""
    parts = [f"as {found.attributed_to} has it" if found.attributed_to else ""]
    parts.append(f"hedged: “{found.hedged}”" if found.hedged else "")
    parts.append("the text denies it" if found.denied else "")
    told = "; ".join(filter(None, parts))
    return f" ({told})" if told else ""


def because(reading: Reading, lines: Iterable[Assumption]) -> str:
    """`, because …` with the lines in words; empty where there is none."""
    told = " and ".join(assumption(reading, each).text for each in lines)
    return f", because {told}" if told else ""


def change(reading: Reading, space: Space, state: int, target: int) -> str:
    """What a move changes, in words: `Russia would withdraw most of its forces`."""
    changed = (
        literal(option.name, bool(target >> bit & 1))
        for bit, option in enumerate(space.options)
        if (state ^ target) >> bit & 1
    )
    return spoken(reading, conjunction(changed), "would")


def listed(reading: Reading, conditions: Iterable[Condition], verb: str) -> str:
    """Several conditions in words."""
    return " and ".join(spoken(reading, each, verb) for each in conditions)
