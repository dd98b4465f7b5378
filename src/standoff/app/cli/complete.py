"""What a shell offers when the user presses Tab: names of shipped cases, and of a case's readings.

Where nothing is offered the shell completes files itself. Whatever goes wrong offers nothing: a key
pressed in the middle of a line is no place for an error.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import typer

from standoff.problem import StandoffError


def cases(incomplete: str) -> list[str]:
    """The shipped cases whose names begin so; none where something on the disk does."""
    from standoff.store.shipped import shipped_cases

    typed = Path(incomplete)
    with suppress(OSError):
        if incomplete and any(each.name.startswith(typed.name) for each in typed.parent.iterdir()):
            return []
    return [name for name in shipped_cases() if name.startswith(incomplete)]


def readings(ctx: typer.Context, incomplete: str) -> list[str]:
    """The readings of the case on the line that begin so, and their variants that need no quotes."""
    from standoff.case.reading import readings as names
    from standoff.store.folder import load_folder
    from standoff.store.shipped import case_folder

    # Where the option still lacks its value, what stood before it is not told apart yet.
    path = ctx.params.get("path") or next(iter(ctx.args), None)
    if path is None:
        return []
    try:
        case, _ = load_folder(case_folder(Path(path)))
    except (StandoffError, OSError):
        return []
    found = list(names(case))
    variants = {id: layer.variants for id, layer in case.readings.items()}
    found += [f"{id}:{variant}" for id, every in variants.items() for variant in every]
    return [name for name in found if name.startswith(incomplete) and " " not in name]
