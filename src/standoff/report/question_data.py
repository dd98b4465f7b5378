"""Answers to questions as plain data: what `--json` of whatif, robust, inverse and sweep prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.analysis.vary.edit import CHANGING, KINDS, Edit
from standoff.analysis.vary.inverse import Change, Inverse
from standoff.analysis.vary.robust import LeftOut, Robust, Share
from standoff.analysis.vary.sweep import COUNTED, Swept
from standoff.analysis.vary.whatif import Difference, Played, WhatIf
from standoff.case.entry import Assumption, Reading
from standoff.case.format.line import print_line
from standoff.report import data, words

Cannot = str
"""Why a reading cannot answer."""


def reading_id(reading: Reading) -> str:
    """`003`, or `003:VARIANT`."""
    return reading.id if reading.variant is None else f"{reading.id}:{reading.variant}"


# --- whatif -------------------------------------------------------------------------------------


def what_if(
    acts: Mapping[str, tuple[bool, ...]], answers: Sequence[tuple[Reading, WhatIf | Cannot]]
) -> dict[str, Any]:
    """Every reading's worlds and their difference."""
    return {
        "set": {name: [words.yes_no(value) for value in values] for name, values in acts.items()},
        "readings": [
            {"id": reading_id(reading), "cannot": found}
            if isinstance(found, Cannot)
            else _worlds(reading, found)
            for reading, found in answers
        ],
    }


def _worlds(reading: Reading, found: WhatIf) -> dict[str, Any]:
    return {
        "id": reading_id(reading),
        "worlds": {world.name: _played(world) for world in found.worlds},
        "free": {**_played(found.free), "by_itself": dict(found.by_itself)},
        "difference": [item for each in found.differences for item in _difference(each)],
        "compared": [_compared(each) for each in found.differences],
    }


def _played(world: Played) -> dict[str, Any]:
    return {
        "ends": [data.end(end) for end in world.ends],
        "with_it": list(world.with_it),
        "starts": [list(each) for each in world.came_with],
        "wishes": [
            {**data.line(line), "holds": world.share(line.condition)}
            for wants in world.reading.wants.values()
            for line in wants.lines
            if line.condition is not None
        ],
    }


def _difference(found: Difference) -> list[dict[str, Any]]:
    between = {"between": [found.here.name, found.there.name]}
    options = [
        {"what": "option", "option": each.option, **between, "in": [each.here, each.there]}
        for each in found.options
    ]
    wishes = [
        {"what": "wish", **data.line(each.line), **between, "in": [each.here, each.there]}
        for each in found.wishes
    ]
    actors = [
        {"what": "actor", "actor": actor, **between, "fate": fate}
        for actor, fate in found.fates.items()
        if fate != "same"
    ]
    return [*options, *wishes, *actors]


def _compared(found: Difference) -> dict[str, Any]:
    return {
        "between": [found.here.name, found.there.name],
        "none": found.none,
        "fates": dict(found.fates),
        "left_out": [data.line(line) for line in found.left_out],
    }


# --- edits, for robust and inverse ----------------------------------------------------------------


def edit(found: Edit) -> dict[str, Any]:
    """One edit: what it changes, where, and how well the line as written is grounded."""
    return {
        "edit": found.text,
        "kind": found.kind,
        "file": found.place.file,
        "line": found.place.line,
        "was": data.line(found.old) if found.old is not None else None,
        "becomes": print_line(found.new) if found.new is not None else None,
    }


# --- robust -------------------------------------------------------------------------------------


def robust(found: Robust | Cannot, reading: Reading, ask: str) -> dict[str, Any]:
    """How many changes turn the answer, then whose list decides, then equilibria."""
    head = {"ask": ask, "reading": reading_id(reading)}
    if isinstance(found, Cannot):
        return {**head, "cannot": found}
    turning, decides = found.turning, found.decides
    return {
        **head,
        "verdict": str(turning.verdict),
        "changes": {
            str(size): {
                "flips": turning.flips[size],
                "of": turning.of[size],
                "hinges": len(turning.hinges[size]),
            }
            for size in turning.flips
        },
        "smallest": [[edit(each) for each in chosen] for chosen in turning.smallest],
        "lists": {actor: dict(by) for actor, by in decides.alone.items()},
        "combinations": {
            **decides.counts,
            "of": decides.drawn or decides.lists.count,
            "method": decides.method,
            "leaves": decides.leaves,
            "standard_error": {kind: decides.error(kind) for kind in decides.counts},
        },
        "distinct": dict(decides.distinct) if decides.distinct is not None else None,
        "left_out": [left_out(each) for each in decides.lists.left_out],
        "equilibria": [share(each) for each in found.shares],
    }


def left_out(found: LeftOut) -> dict[str, Any]:
    line = data.line(found.line) if found.line is not None else None
    return {"reading": found.reading, "actor": found.actor, "line": line, "why": found.why}


def share(found: Share) -> dict[str, Any]:
    record: dict[str, Any] = {
        "state": list(found.taken),
        "concept": found.concept,
        "in": found.count,
        "of": found.of,
        "exact": True,
    }
    if found.facts:
        record["facts"] = data.facts(found.facts)
    return record


# --- inverse ------------------------------------------------------------------------------------


def inverse(found: Inverse | Cannot, reading: Reading, want: str, bound: int) -> dict[str, Any]:
    """All smallest sets of edits, and apart those in which an owner simply wants it."""
    head = {"want": want, "reading": reading_id(reading), "bound": bound}
    if isinstance(found, Cannot):
        return {**head, "cannot": found}
    return {
        **head,
        "at": found.at,
        "size": found.size,
        "changes": [change(each) for each in found.changes],
        "restating": [change(each) for each in found.restating],
        "space": [KINDS[kind].words for kind in CHANGING],
        "edits": found.edits,
        "tried": found.tried,
    }


def change(found: Change) -> list[dict[str, Any]]:
    return [
        {
            **edit(each),
            "position": where,
            "says": said.text,
            "asserted": [voice(reading, line) for reading, line in said.asserted],
            "denied": [voice(reading, line) for reading, line in said.denied],
        }
        for each, where, said in zip(found.edits, found.positions, found.says, strict=True)
    ]


def voice(reading: str, line: Assumption) -> dict[str, Any]:
    return {"reading": reading, **data.line(line)}


# --- sweep --------------------------------------------------------------------------------------


def sweep(found: Swept | Cannot, reading: Reading, ask: str) -> dict[str, Any]:
    """The counts of a sweep, in all and by choice, with the hash of all of it."""
    head = {"ask": ask, "reading": reading_id(reading)}
    if isinstance(found, Cannot):
        return {**head, "cannot": found}
    setup, tally = found.setup, found.tally
    return {
        **head,
        "over": setup.over,
        "draws": tally.draws,
        "combinations": found.combinations,
        "seed": found.seed,
        "counts": dict(zip(COUNTED, tally.counts, strict=True)),
        "standard_error": {kind: tally.error(kind) for kind in COUNTED},
        "items": [
            {
                "item": item.name,
                "choices": {
                    choice: dict(zip(COUNTED, counts, strict=True))
                    for choice, counts in zip(item.choices, by, strict=True)
                },
            }
            for item, by in zip(setup.varied.items, tally.by, strict=True)
        ],
        "left_out": list(setup.varied.left_out),
        "case": setup.case_hash,
        "set": setup.key,
        "result": found.result,
    }
