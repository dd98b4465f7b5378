"""An actor's list by ranks: which lines stand together, and places in the list in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standoff.case.entry import Assumption, Reading


def tiers(lines: Iterable[Assumption]) -> tuple[tuple[Assumption, ...], ...]:
    """Wishes grouped by rank: lines joined by `equal` stand together."""
    found: list[list[Assumption]] = []
    for line in lines:
        if line.tied and found:
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(map(tuple, found))


def ranks_of(reading: Reading, actor: str) -> tuple[tuple[Assumption, ...], ...]:
    """An actor's list by ranks; empty where it has none."""
    return tiers(reading.wants[actor].lines) if actor in reading.wants else ()


def position(reading: Reading, actor: str, ranks: Sequence[int]) -> str:
    """In words, the places in an actor's list before the ranks given (ascending): `above line 12`."""
    heads = [rank[0].place.line for rank in ranks_of(reading, actor)]
    if len(ranks) == len(heads) + 1:
        return "anywhere"
    parts = []
    for first, last in _runs(ranks):
        below = f"below line {heads[first - 1]}" if first else ""
        above = f"above line {heads[last]}" if last < len(heads) else ""
        parts.append(" and ".join(filter(None, (below, above))))
    return ", or ".join(parts)


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
