"""The text of one case file as an `Overlay`: its sections, read into entries.

Every section is one row of `SECTIONS`. A line that cannot be read is reported and left out, and the
rest is read, so that one pass finds every fault. Names are taken as written; what they name is looked
up when a reading is merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from standoff.case.entry import Overlay, Section
from standoff.case.format import asked, section
from standoff.case.format.section import Fields, pairs_of
from standoff.case.format.yaml import Node, Scalar, Table, compose
from standoff.problem import Findings, Place, nearest

_VARIANT_NAME = re.compile(r"\w[\w .,'’-]*")


def read_case(text: str, file: str) -> tuple[Overlay, Findings]:
    """What `case.yaml` says; with an empty overlay where nothing of it can be read."""
    overlay, found = read_overlay(text, file)
    if not overlay.title and not found.problems:
        found.problem(Place(file, 1), "the case has no title: begin with `case: your question`")
    return overlay, found


def read_overlay(text: str, file: str) -> tuple[Overlay, Findings]:
    """What a case file or a reading's file says."""
    table, found = compose(text, file)
    if table is None:
        return Overlay(Place(file, 1)), found
    return _overlay(table, found, Place(file, 1)), found


def _overlay(table: Table, found: Findings, place: Place, inside: bool = False) -> Overlay:
    """`inside` a variant, sections that concern the whole reading have no place."""
    known = [key for key, row in SECTIONS.items() if row.in_variant or not inside]
    said: dict[str, Any] = {}
    for key, node in table.pairs:
        if key.text in known:
            for field, value in SECTIONS[key.text].read(node, found).items():
                said[field] = said[field] + value if field in said else value
        elif key.text in SECTIONS:
            found.problem(
                key.place, f"`{key.text}` concerns the whole reading, not a variant of it"
            )
        else:
            message = f"there is no section `{key.text}`; the sections are {', '.join(known)}"
            found.problem(key.place, message, nearest(key.text, known))
    return Overlay(place, **said)


def _variants(node: Node, found: Findings) -> Fields:
    variants: dict[str, Overlay] = {}
    for key, value in pairs_of(node, found, "a variant's name with its sections"):
        if not _VARIANT_NAME.fullmatch(key.text):
            found.problem(
                key.place, "a variant's name is made of letters, digits, spaces, `_` and `-`"
            )
        elif isinstance(value, Table):
            variants[key.text] = _overlay(value, found, key.place, inside=True)
        elif isinstance(value, Scalar) and value.broken:
            continue
        else:
            found.problem(
                key.place, "a variant holds sections, as `wants:` or `now:`, indented below"
            )
    return {"variants": variants}


class SectionRow(NamedTuple):
    """How a section is read, what it holds in plain words, and whether a variant may hold it."""

    read: Callable[[Node, Findings], Fields]
    meaning: str
    in_variant: bool = True


SECTIONS: Mapping[str, SectionRow] = MappingProxyType(
    {
        "case": SectionRow(section.title, "the question, which is the title", False),
        "at": SectionRow(section.at_time, "the time the reading speaks of"),
        "own": SectionRow(
            section.own, "`true`: the reading stands alone and shares nothing", False
        ),
        "sources": SectionRow(section.sources, "the texts and what is known about them"),
        "actors": SectionRow(section.actors, "who can decide; names used in the texts"),
        "options": SectionRow(section.options, "who could do what"),
        "facts": SectionRow(section.facts, "what is contested and nobody decides"),
        "now": SectionRow(
            section.assumptions(Section.NOW), "what is done today; every other option is no"
        ),
        "impossible": SectionRow(section.assumptions(Section.IMPOSSIBLE), "what cannot be"),
        "impossible_drop": SectionRow(
            section.drops(Section.IMPOSSIBLE), "lines of the base taken away"
        ),
        "no_way_back": SectionRow(
            section.assumptions(Section.NO_WAY_BACK), "what cannot be undone"
        ),
        "no_way_back_drop": SectionRow(
            section.drops(Section.NO_WAY_BACK), "lines of the base taken away"
        ),
        "wants": SectionRow(section.wants, "what each actor wants, most important first"),
        "offers": SectionRow(section.offers, "what somebody would give for something"),
        "author_concludes": SectionRow(section.conclusions, "what the author concludes"),
        "forecasts": SectionRow(
            section.dated("forecasts"), "what the text says will be, and by when"
        ),
        "precedents": SectionRow(asked.precedents, "what the text says has been, and when"),
        "motives": SectionRow(asked.motives, "why an act may have been done", False),
        "evidence": SectionRow(asked.evidence, "what may tell the motives of an act apart", False),
        "questions": SectionRow(asked.questions, "what people ask, and what answers it", False),
        "variants": SectionRow(_variants, "named blocks that change the reading", False),
        "expected": SectionRow(
            section.expected, "published and computed results of a model", False
        ),
    }
)
