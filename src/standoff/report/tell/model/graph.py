"""The state graph around a situation: a picture, what was left out, and a table of its moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from standoff.analysis.judge.graph import Arc, Graph
from standoff.report.document import Block, Cell, Line, Part, Row, Table, note
from standoff.report.english import English
from standoff.report.named import called
from standoff.report.picture import Arrow, Moves
from standoff.report.tell.model.moves import deed, node
from standoff.report.wording import counted, many

KEY = (
    "A box is a situation: the thick one where it starts, the others by what is otherwise there; "
    "● is where nobody gains by moving. An arrow is a "
    "move that is open; a thin one leaves its actor no better off."
)


def blocks(found: Graph, marks: Mapping[str, int], root: str = "") -> Iterator[Block]:
    """The picture, how much of all it is, and its table. `marks` gives each actor its number."""
    english = English(found.reading, root)
    where = english.world(found.facts)
    if where:
        yield Line((note(f"Where {where}:"),), role="note")
    yield picture(found, marks)
    yield Line((note(_extent(found)),), role="note")
    rows = tuple(_row(english, arc) for arc in found.arcs)
    columns = ("From", "Who", "Does what", "Because", "To", "Gains")
    table = Table(f"The state graph as a table, {called(found.reading)}", columns, rows)
    yield Part(note(f"The {many(len(rows), 'move')} as a table"), (table,), folded=True)


def picture(found: Graph, marks: Mapping[str, int]) -> Moves:
    """Situations as boxes, moves as arrows: thin where the mover does not gain."""
    english = English(found.reading)
    nodes = (node(english, situation, "") for situation in found.situations)
    # What is as at the start is said there; what is otherwise tells the boxes apart.
    nodes = (replace(one, kept=()) if one.new else one for one in nodes)
    arrows = tuple(
        Arrow(arc.start - 1, arc.end - 1, arc.step.actor, marks[arc.step.actor], thin=not arc.gains)
        for arc in found.arcs
    )
    return Moves(f"State graph, {called(found.reading)}", tuple(nodes), arrows)


def _extent(found: Graph) -> str:
    reached = len(found.situations) + found.left_out
    which = "moves that somebody gains by" if found.gains else "moves that are open"
    moves = f"{counted(found.depth)} of the {which}" if found.depth != 1 else f"one of the {which}"
    text = f"{many(reached, 'situation')} can be reached by at most {moves}"
    if not found.left_out:
        return f"{text}; all are drawn."
    drawn = len(found.situations)
    return f"{text}; {drawn} are drawn, nearest and least changed first, {found.left_out:,} are left out."


def _row(english: English, arc: Arc) -> Row:
    cells = (
        Cell((note(arc.step.actor),)),
        Cell((note(deed(english, arc.step)),)),
        Cell(english.lines(arc.step.lines)),
        Cell((note(str(arc.end)),)),
        Cell((note("yes" if arc.gains else "no"),)),
    )
    return Row(str(arc.start), cells)
