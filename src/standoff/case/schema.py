"""The JSON Schema of a case file and of a reading's file, for completion and hints in editors.

It is made from the same tables as the reader, and holds what a schema can: sections, keys, the rough
shape of lines. What a line names is the business of `standoff check`.
"""

from __future__ import annotations

from typing import Any

from standoff.case.syntax import SECTIONS


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    sections = {name: {**row.schema, "description": row.meaning} for name, row in SECTIONS.items()}
    inside = {name: sections[name] for name, row in SECTIONS.items() if row.in_variant}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "standoff case",
        "description": "case.yaml, or a reading in readings/",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "$defs": {
            "variant": {"type": "object", "properties": inside, "additionalProperties": False}
        },
    }
