"""Answers to questions as plain data: what `--json` of whatif, robust, inverse and sweep prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.analysis.whatif import Difference, Played, WhatIf
from standoff.case.entry import Case
from standoff.report import data, words

Cannot = str
"""Why a reading cannot answer."""


def reading_id(case: Case) -> str:
    """`003`, or `003:VARIANT`."""
    return case.reading if case.variant is None else f"{case.reading}:{case.variant}"


# --- whatif -------------------------------------------------------------------------------------


def what_if(
    acts: Mapping[str, tuple[bool, ...]], answers: Sequence[tuple[Case, WhatIf | Cannot]]
) -> dict[str, Any]:
    """Every reading's worlds and their difference."""
    return {
        "set": {name: [words.yes_no(value) for value in values] for name, values in acts.items()},
        "readings": [
            {"id": reading_id(case), "cannot": found}
            if isinstance(found, Cannot)
            else _worlds(case, found)
            for case, found in answers
        ],
    }


def _worlds(case: Case, found: WhatIf) -> dict[str, Any]:
    return {
        "id": reading_id(case),
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
            for wants in world.case.wants.values()
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
