"""Published conflicts: each with its citation, table of options, expected sets and what differs from print.

Takes what `standoff.store.model.catalog.Published.as_data` gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.report.document import (
    Block,
    Cell,
    Document,
    Item,
    Items,
    Line,
    Part,
    Row,
    Table,
    note,
)
from standoff.report.picture import Arrow, Moves, Node
from standoff.report.tell.model.moves import KINDS
from standoff.report.wording import many

_WAYS = {
    "both": "both ways",
    "forward": "once taken, never dropped",
    "back": "once dropped, never taken",
}


def tell(entries: Sequence[Mapping[str, Any]]) -> Document:
    """A part for each of some published conflicts."""
    return Document(
        "", tuple(Part(note(entry["name"]), tuple(_blocks(entry))) for entry in entries)
    )


def _said(text: str) -> Line:
    return Line((note(text),))


def _cell(text: object) -> Cell:
    return Cell((note(str(text)),))


def _blocks(entry: Mapping[str, Any]) -> Iterator[Block]:
    yield _said(entry["title"])
    yield _said(f"Source: {cited(entry['citation'])}. Published sets: {entry['verified']}.")
    makers = len({row["dm"] for row in entry["options"] if row["dm"]})
    states = "not listed" if entry["states"] is None else f"{entry['states']:,}"
    yield _said(f"Form: {entry['form']}; states: {states}; {many(makers, 'decision maker')}.")
    yield Table(
        "options",
        ("decision maker", "option", "in words", "may change"),
        tuple(
            Row(
                row["dm"] or "nobody",
                (
                    _cell(row["id"]),
                    _cell(row["name"]),
                    _cell(_WAYS.get(row["direction"], "as its moves list says")),
                ),
            )
            for row in entry["options"]
        ),
    )
    if entry["expected"]:
        yield Table(
            "expected",
            ("equilibria under", "published", "computed by a separate program"),
            tuple(
                Row(concept, (_cell(_set(sets, "published")), _cell(_set(sets, "computed"))))
                for concept, sets in entry["expected"].items()
            ),
        )
    differs = [f"{concept} differs from print: {why}." for concept, why in entry["differs"].items()]
    switches = [
        f"With {each['switch']} ({name}) the published sets come out."
        for name, each in entry["variations"].items()
        if "switch" in each
    ]
    told = [*differs, *switches, *entry["notes"]]
    if told:
        yield Items(tuple(Item(_said(text)) for text in told), role="lines")


@dataclass(frozen=True)
class State:
    """A state as it is drawn: its name in its source, what is done in it, what is special about it."""

    name: str
    deeds: tuple[str, ...]
    today: bool = False
    rest: bool = False


def picture(
    title: str, states: Sequence[State], improvements: Sequence[tuple[int, str, int]]
) -> Moves:
    """States as boxes and improvements as arrows; an improvement is (state, its mover, state), by places."""
    actors = list(dict.fromkeys(mover for _, mover, _ in improvements))
    nodes = []
    for state in states:
        kinds = [kind for kind, so in (("today", state.today), ("rest", state.rest)) if so]
        head = " · ".join([state.name, *(KINDS[kind] for kind in kinds)])
        nodes.append(Node(head, (), state.deeds or ("nothing is done",), tuple(kinds)))  # type: ignore[arg-type]
    arrows = (Arrow(start, end, actor, actors.index(actor)) for start, actor, end in improvements)
    return Moves(title, tuple(nodes), tuple(arrows))


def cited(citation: Mapping[str, Any]) -> str:
    """The work in one line, with the study that it takes the conflict from."""
    parts = (citation.get(key) for key in ("authors", "year", "title", "venue"))
    line = ", ".join(str(part) for part in parts if part)
    study = citation.get("original_study")
    return f"{line}; after {study}" if study else line


def _set(sets: Mapping[str, Any], key: str) -> str:
    if key not in sets:
        return "none at hand"
    return "{" + ", ".join(map(str, sets[key].get("equilibria", ()))) + "}"
