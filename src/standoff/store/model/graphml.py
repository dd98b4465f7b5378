"""The state graph for other programs: GraphML and DOT.

A node is a state with its options, each decision maker's rank, and what it is an equilibrium of; an arc is
a unilateral move with its mover, and whether it improves.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from standoff.case.modelfile import ModelFile
from standoff.gmcr.evolve.markov import Chain, Share
from standoff.problem import TooLarge, clean
from standoff.store.model.gambit.game import ranks_of

MAX_MOVES = 1 << 20
"""More moves are not written."""

Equilibria = Mapping[str, Container[int]]
"""Concept -> the states, by code, that are equilibria under it."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Move(NamedTuple):
    """A unilateral move between states, by their codes."""

    maker: int
    source: int
    target: int
    improves: bool


def moves(file: ModelFile) -> Iterator[Move]:
    """Every unilateral move; TooLarge once there are more than `MAX_MOVES`."""
    model = file.model
    ranks = ranks_of(model)
    count = 0
    for source in model.space.codes.tolist():
        for maker, rank in enumerate(ranks):
            for target in model.space.moves(maker, source):
                count += 1
                if count > MAX_MOVES:
                    raise TooLarge(f"the graph has more than {MAX_MOVES:,} moves")
                yield Move(maker, source, target, rank[target] > rank[source])


def graphml(file: ModelFile, equilibria: Equilibria | None = None) -> str:
    """The state graph as GraphML; node and arc attributes have the names that are shown."""
    model, equilibria = file.model, equilibria or {}
    ranks = ranks_of(model)
    keys = [
        ("node", "name", "string"),
        ("node", "options", "string"),
        ("node", "taken", "string"),
        ("node", "status quo", "boolean"),
        *(("node", f"rank: {name}", "int") for name in model.makers),
        *(("node", concept, "boolean") for concept in equilibria),
        ("edge", "mover", "string"),
        ("edge", "improves", "boolean"),
    ]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for at, (what, name, kind) in enumerate(keys):
        shown = quoteattr(_printable(name))
        lines.append(f'  <key id="k{at}" for="{what}" attr.name={shown} attr.type="{kind}"/>')
    lines.append(f'  <graph id={quoteattr(_printable(file.id) or "model")} edgedefault="directed">')
    nodes = {code: at for at, code in enumerate(model.space.codes.tolist())}
    for code, at in nodes.items():
        values = [
            str(file.name(code)),
            file.pattern(code),
            _taken(file, code),
            code in model.today,
            *(rank[code] for rank in ranks),
            *(code in states for states in equilibria.values()),
        ]
        lines.append(f'    <node id="s{at}">{_data(0, values)}</node>')
    first = len(keys) - 2
    for at, move in enumerate(moves(file)):
        ends = f'source="s{nodes[move.source]}" target="s{nodes[move.target]}"'
        data = _data(first, [model.makers[move.maker], move.improves])
        lines.append(f'    <edge id="m{at}" {ends}>{data}</edge>')
    lines += ["  </graph>", "</graphml>"]
    return "\n".join(lines) + "\n"


def dot(file: ModelFile, equilibria: Equilibria | None = None) -> str:
    """The state graph in the DOT language of Graphviz; improvements solid, other moves dashed."""
    model, equilibria = file.model, equilibria or {}
    lines = ["digraph {", "  node [shape=box];"]
    nodes = {code: at for at, code in enumerate(model.space.codes.tolist())}
    for code, at in nodes.items():
        under = [concept for concept, states in equilibria.items() if code in states]
        label = "\n".join(
            filter(None, (str(file.name(code)), _taken(file, code), ", ".join(under)))
        )
        bold = ", penwidth=2" if under else ""
        today = ", peripheries=2" if code in model.today else ""
        lines.append(f"  s{at} [label={_dot_text(label)}{bold}{today}];")
    for move in moves(file):
        style = "" if move.improves else ", style=dashed"
        ends = f"s{nodes[move.source]} -> s{nodes[move.target]}"
        lines.append(f"  {ends} [label={_dot_text(model.makers[move.maker])}{style}];")
    return "\n".join([*lines, "}"]) + "\n"


def dot_of_shares(file: ModelFile, chain: Chain, start: int) -> str:
    """Where repeated improvements lead from a position, in DOT: states with their long-run share of time.

    On each arc stands its share of the steps from its state; what is never left, or left for each other
    only, has a double border.
    """
    codes = file.model.space.codes.tolist()
    outcome = chain.start(start)
    closed = {state for states in chain.classes for state in states}
    reached, waiting = {start}, [start]
    while waiting:
        new = set(chain.steps[waiting.pop()]) - reached
        reached |= new
        waiting.extend(new)
    lines = ["digraph {", "  node [shape=box];"]
    for at in sorted(reached):
        share = outcome.share.get(at)
        name = str(file.name(codes[at]))
        label = name if share is None else f"{name}\n{_share(share)}"
        border = ", peripheries=2" if at in closed else ""
        bold = ", penwidth=2" if at == start else ""
        lines.append(f"  s{at} [label={_dot_text(label)}{border}{bold}];")
    for at in sorted(reached):
        lines += [
            f"  s{at} -> s{t} [label={_dot_text(_share(part))}];"
            for t, part in chain.steps[at].items()
        ]
    return "\n".join([*lines, "}"]) + "\n"


def _share(share: Share) -> str:
    """A share as it is, or to three figures where it is long."""
    return str(share) if len(str(share)) <= 7 else f"{float(share):.3g}"


def _taken(file: ModelFile, code: int) -> str:
    names = file.model.space.taken(code)
    return ", ".join(file.labels.get(name, name) for name in names) or "nothing"


def _data(first: int, values: list[object]) -> str:
    return "".join(
        f'<data key="k{first + at}">{escape(_printable(_word(value)))}</data>'
        for at, value in enumerate(values)
    )


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _printable(text: str) -> str:
    """The text as a terminal and XML can hold it: what neither may is shown by its number, or as a gap."""
    return _FORBIDDEN.sub("\ufffd", clean(text))


def _dot_text(text: str) -> str:
    r"""The text in quotes; only `"`, `\` and the end of a line mean something there."""
    plain = _printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "\\n".join(plain.splitlines()) + '"'
