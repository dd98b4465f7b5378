"""The text of one case file as an `Overlay`: its sections, read into entries.

Every section is one row of `SECTIONS`, which says how it is read, how layers of it meet, what its schema
is and under which heading it is read aloud. Other packages may add rows (`standoff.plugin`). A line that
cannot be read is reported and left out, and the rest is read, so that one pass finds every fault. Names
are taken as written; what they name is looked up when a reading is merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from standoff.case import merge
from standoff.case.entry import ATTITUDES, BELIEVES, Overlay, Section
from standoff.case.format import asked, belief, section, shape
from standoff.case.format.node import Node, Scalar, Table
from standoff.case.format.section import Fields, pairs_of
from standoff.case.format.shape import Schema, line, listed, mapped
from standoff.case.format.source import SOURCE_ID
from standoff.case.format.yaml import compose
from standoff.case.merge import Add, Replace, Rule, Unite, Whole
from standoff.plugin import rows
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
            for slot, entries in SECTIONS[key.text].read(node, found).items():
                said[slot] = _both(said[slot], entries) if slot in said else entries
        elif key.text in SECTIONS:
            found.problem(
                key.place, f"`{key.text}` concerns the whole reading, not a variant of it"
            )
        else:
            message = f"there is no section `{key.text}`; the sections are {', '.join(known)}"
            found.problem(key.place, message, nearest(key.text, known))
    return Overlay(place, **said)


def _both(one: Any, other: Any) -> Any:
    return {**one, **other} if isinstance(one, Mapping) else one + other


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


@dataclass(frozen=True)
class SectionRow:
    """A section of a case file.

    key      as written in the file
    meaning  what it holds, in plain words
    read     (node, findings) -> what it holds, by slot: a field of `Overlay`, or `more` by the key
    merge    slot -> the rule by which a layer of it is laid on the one below
    schema   its JSON Schema
    heading  under which its entries are read aloud; empty where they are told elsewhere
    in_variant  whether a variant may hold it
    further  `Sections.more` holds it, as it does what another package adds
    """

    key: str
    meaning: str
    read: Callable[[Node, Findings], Fields]
    schema: Schema
    merge: Mapping[str, Rule] = field(default_factory=dict)
    heading: str = ""
    in_variant: bool = True
    further: bool = False


_TABLE: tuple[SectionRow, ...] = (
    SectionRow(
        "case",
        "the question, which is the title",
        section.title,
        {"type": "string"},
        {"title": Whole()},
        in_variant=False,
    ),
    SectionRow(
        "at", "the time the reading speaks of", section.at_time, shape.TEXT, {"at": Whole()}
    ),
    SectionRow(
        "own",
        "`true`: the reading stands alone and shares nothing",
        section.own,
        {"type": "boolean"},
        in_variant=False,
    ),
    SectionRow(
        "sources",
        "the texts and what is known about them",
        section.sources,
        mapped(SOURCE_ID.pattern, shape.ONE_SOURCE),
        {"sources": Unite("source", accept=merge.as_written)},
    ),
    SectionRow(
        "actors",
        "who can decide; names used in the texts",
        section.actors,
        mapped(shape.ACTOR, shape.ONE_ACTOR),
        {"actors": Unite("actor", lambda actor: str(actor.name), merge.as_written)},
        "Who could do what",
    ),
    SectionRow(
        "options",
        "who could do what",
        section.options,
        mapped(rf"{shape.ACTOR}\.{shape.OPTION}", line("what it means", "leave [003#s44]")),
        {"options": Unite("option", lambda option: str(option.full), merge.option)},
    ),
    SectionRow(
        "facts",
        "what is contested and nobody decides",
        section.facts,
        mapped(shape.OPTION, shape.FACT),
        {"facts": Unite("fact", accept=merge.fact), "settings": Replace(merge.settings)},
        "What is contested",
    ),
    SectionRow(
        "now",
        "what is done today; every other option is no",
        section.assumptions(Section.NOW),
        listed(shape.CONDITION),
        {"now": Replace(merge.today)},
        "Today",
    ),
    SectionRow(
        "impossible",
        "what cannot be",
        section.assumptions(Section.IMPOSSIBLE),
        listed(shape.CONDITION),
        {"impossible": Add(merge.line, Section.IMPOSSIBLE)},
        "What cannot be",
    ),
    SectionRow(
        "impossible_drop",
        "lines of the base taken away",
        section.drops(Section.IMPOSSIBLE),
        listed(shape.CONDITION),
    ),
    SectionRow(
        "no_way_back",
        "what cannot be undone",
        section.assumptions(Section.NO_WAY_BACK),
        listed(shape.CONDITION),
        {"no_way_back": Add(merge.line, Section.NO_WAY_BACK)},
        "What cannot be undone",
    ),
    SectionRow(
        "no_way_back_drop",
        "lines of the base taken away",
        section.drops(Section.NO_WAY_BACK),
        listed(shape.CONDITION),
    ),
    SectionRow(
        "wants",
        "what each actor wants, most important first",
        section.wants,
        mapped(shape.ACTOR, shape.WISHES),
        {"wants": Replace(merge.wishes)},
        "What each wants, most important first",
    ),
    SectionRow(
        ATTITUDES,
        "who wishes whom well or ill: `US toward Iran: negative`",
        section.attitudes,
        mapped(r".+\s+toward\s+.+", shape.ATTITUDE),
        {ATTITUDES: Replace(merge.attitudes)},
        "Who cares how others fare",
        further=True,
    ),
    SectionRow(
        BELIEVES,
        "what an actor believes, where that is not as the reading has it",
        belief.believes,
        mapped(shape.ACTOR, belief.SHAPE),
        {BELIEVES: Replace(merge.beliefs)},
        "What actors believe",
        further=True,
    ),
    SectionRow(
        "offers",
        "what somebody would give for something",
        section.offers,
        listed(shape.OFFER),
        {"offers": Add(merge.offer)},
        "What was offered",
    ),
    SectionRow(
        "author_concludes",
        "what the author concludes",
        section.conclusions,
        listed(
            line("condition, or Actor gains|loses|same, given options", "not leave given press")
        ),
        {"conclusions": Add(merge.conclusion)},
        "What the author concludes",
    ),
    SectionRow(
        "forecasts",
        "what the text says will be, and by when",
        section.dated("forecasts"),
        listed(shape.DATED),
        {"forecasts": Add()},
        "What the text says will be",
    ),
    SectionRow(
        "precedents",
        "what the text says has been, and when",
        asked.precedents,
        listed({"anyOf": [shape.DATED, shape.PRECEDENT]}),
        {"precedents": Add()},
        "What the text says has been",
    ),
    SectionRow(
        "motives",
        "why an act may have been done",
        asked.motives,
        mapped(shape.ACT, mapped(shape.OPTION, shape.MOTIVE)),
        {"motives": Unite("motive", lambda m: f"{m.id} of {m.act}", merge.motive)},
        "Why an act may have been done",
        in_variant=False,
    ),
    SectionRow(
        "evidence",
        "what may tell the motives of an act apart",
        asked.evidence,
        mapped(shape.ACT, mapped(shape.OPTION, shape.ITEM)),
        {"evidence": Unite("item of evidence", lambda e: f"{e.id} of {e.act}", merge.evidence)},
        "What may tell the motives apart",
        in_variant=False,
    ),
    SectionRow(
        "questions",
        "what people ask, and what answers it",
        asked.questions,
        mapped(shape.OPTION, asked.shape()),
        {"questions": Unite("question", accept=merge.question)},
        "What is asked",
        in_variant=False,
    ),
    SectionRow(
        "variants",
        "named blocks that change the reading",
        _variants,
        {
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/$defs/variant"},
        },
        in_variant=False,
    ),
    SectionRow(
        "expected",
        "published and computed results of a model",
        section.expected,
        {"type": "object"},
        {"expected": Whole()},
        in_variant=False,
    ),
)
SECTIONS: Mapping[str, SectionRow] = MappingProxyType(
    {row.key: row for row in (*_TABLE, *rows("sections", SectionRow))}
)
"""Every section that a case file may have, by its key, in the order in which they are written."""
