"""The field's variants in words: foresight, shares, fuzzy preference, attitudes, inverse on rankings.

Each teller takes what `standoff.store.model.theory.variants` gives for its key, as plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import Block, Cell, Item, Items, Line, Row, Table, note
from standoff.report.picture import Arrow, Moves, Node
from standoff.report.wording import capital, join, many

SHOWN = 12
"""States of one list, and rows of one table, that are shown; --json has all."""
PICTURED = 12
"""Chains of more states are not drawn."""
DIFFERENCE = (
    "This is not what `standoff inverse` answers: that asks which edits of a case's lines, each with its "
    "sources, would make a condition hold. Here every ranking of the states counts alike, with no line "
    "behind it: a count says how much of all that could be preferred would do."
)
NO_CHANCE = (
    "These are shares of the rule; how likely anything is in the world, they do not say. Who moved last is "
    "not remembered and may move again, unlike in `evolve`."
)


def _said(text: str) -> Line:
    return Line((note(text),))


def _cell(text: object) -> Cell:
    return Cell((note(str(text)),))


def _number(value: object) -> Cell:
    return Cell((note(f"{value:,}" if isinstance(value, int) else str(value)),), number=True)


def states(names: Sequence[object]) -> str:
    """Some states by name; beyond `SHOWN` how many more."""
    shown = "; ".join(map(str, names[:SHOWN])) or "none"
    more = len(names) - SHOWN
    return f"{shown}; and {more:,} more" if more > 0 else shown


def _table(
    name: str, columns: Iterable[str], rows: Sequence[Row], caption: str = ""
) -> Iterator[Block]:
    yield Table(name, tuple(columns), tuple(rows[:SHOWN]), caption=(caption,) if caption else ())
    if len(rows) > SHOWN:
        yield _said(f"… and {len(rows) - SHOWN:,} more rows, see --json")


def foresight(value: Any) -> Iterator[Block]:
    """A row a level: where everybody rests, and where it hangs on ties."""
    makers = tuple(next(iter(value["L"].values()))["per_dm"])
    rows = []
    for h, level in value["L"].items():
        counts = (_number(len(level["per_dm"][maker])) for maker in makers)
        hang = dict.fromkeys(name for names in level["ambiguous"].values() for name in names)
        everybody = (_cell(states(level["equilibria"])), _cell(states(tuple(hang)) if hang else ""))
        rows.append(Row(f"L_{h}: {many(int(h), 'move')}", (*counts, *everybody)))
    if "NM" in value:
        settled = value["NM"]
        counts = (_number(len(settled["per_dm"][maker])) for maker in makers)
        rows.append(Row("non-myopic", (*counts, _cell(states(settled["equilibria"])))))
    columns = ("looking ahead", *makers, "everybody rests in", "hangs on how ties are broken in")
    yield from _table("foresight", columns, rows)
    if "NM" in value:
        starts, cycle = value["NM"]["starts"], value["NM"]["cycle"]
        back = "stays as it is" if cycle == 1 else f"comes back every {cycle} levels"
        yield _said(f"Non-myopic: from level {starts} on what is anticipated {back}.")
    if len(makers) > 2:
        yield _said(value["rule"])
    for text in value["notes"]:
        yield _said(text)


def markov(value: Any) -> Iterator[Block]:
    """For each rule where it ends, a row a start, and a picture of a small chain."""
    yield _said(NO_CHANCE)
    for rule, found in value.items():
        yield _said(f"{capital(rule)}: {found['words']}.")
        names = tuple(map(_end, found["classes"]))
        rows = [
            Row(start, (*map(_number, outcome["ends"]), _number(outcome["moves"])))
            for start, outcome in found["from"].items()
        ]
        if len(names) > SHOWN:
            yield _said(f"It ends in one of {len(names):,} ways, see --json")
            continue
        columns = ("from", *(f"share of {name}" for name in names), "expected moves")
        yield from _table(rule, columns, rows)
        for members in found["classes"]:
            if 1 < len(members) <= SHOWN:
                yield _said(_visits(members, found["from"]))
        if not all(outcome["exact"] for outcome in found["from"].values()):
            yield _said(
                "In floating point, not exactly: more states lead to one another than fractions are made for."
            )
        if found.get("steps") and len(found["from"]) <= PICTURED:
            yield picture(rule, found)


def _end(members: Sequence[object]) -> str:
    return str(members[0]) if len(members) == 1 else f"the cycle of {states(members)}"


def _visits(members: Sequence[object], outcomes: Mapping[str, Any]) -> str:
    """How the time in a cycle is shared, as seen from a state in it."""
    share = outcomes.get(str(members[0]), {}).get("share", {})
    parts = "; ".join(f"{name} {share[str(name)]}" for name in members if str(name) in share)
    return (
        f"Of the time in the cycle of {states(members)}: {parts}."
        if parts
        else f"A cycle: {states(members)}."
    )


def picture(rule: str, found: Mapping[str, Any]) -> Moves:
    """The chain: a box a state, an arrow a step with its share; what is never left has a frame of its own."""
    names = list(found["from"])
    ends = {
        str(name): "an end" if len(members) == 1 else "in a cycle"
        for members in found["classes"]
        for name in members
    }
    nodes = tuple(
        Node(name, kept=(ends[name],), kinds=("rest",)) if name in ends else Node(name)
        for name in names
    )
    makers = list(dict.fromkeys(maker for _, maker, _, _ in found["steps"]))
    arrows = tuple(
        Arrow(names.index(s), names.index(t), maker, makers.index(maker), label=f"{maker} {share}")
        for s, maker, t, share in found["steps"]
    )
    return Moves(f"Improvements and their shares, {rule}", nodes, arrows)


def verdicts(value: Any) -> Iterator[Block]:
    """A row a concept: for how many states each stays, and where everybody does."""
    concepts = {name: each for name, each in value.items() if name in CONCEPTS}
    makers = tuple(next(iter(concepts.values()))["per_dm"])
    rows = [
        Row(
            name,
            (
                *(_number(len(each["per_dm"][maker])) for maker in makers),
                _cell(states(each["equilibria"])),
            ),
        )
        for name, each in concepts.items()
    ]
    if "words" in value:
        told = "; ".join(value["words"]) or "everybody minds its own good alone"
        yield _said(f"Attitudes: {told}.")
    if "gamma" in value:
        told = "; ".join(f"{maker} {gamma}" for maker, gamma in value["gamma"].items())
        yield _said(f"Each leaves from this certainty on: {told}.")
    yield from _table("stable", ("stable for", *makers, "everybody"), rows)


def inverse(value: Any) -> Iterator[Block]:
    """For each of those asked about how many rankings make each state an equilibrium."""
    yield _said(DIFFERENCE)
    for entry in value:
        kind = "rankings, ties too" if entry["ties"] else "strict rankings"
        of = "combinations of " if len(entry["who"]) > 1 else ""
        yield _said(
            f"{join(entry['who'])}: {entry['rankings']:,} {of}{kind}, the others' as they are."
        )
        concepts = tuple(next(iter(entry["counts"].values()), ()))
        rows = [
            Row(state, tuple(_number(counts[concept]) for concept in concepts))
            for state, counts in entry["counts"].items()
        ]
        yield from _table("counts", ("makes an equilibrium of", *concepts), rows)
    if not value:
        yield _said(
            "There are too many states to try every ranking; the conditions on pairs need none."
        )


def inverse_conditions(value: Any) -> Iterator[Block]:
    """For each decision maker and state what its ranking must say."""
    for maker, by_state in value.items():
        items = [
            Item(
                _said(f"To stay at {state}, {maker}'s ranking must say:"),
                tuple(_wanted(state, wanted)),
            )
            for state, wanted in by_state.items()
        ]
        if items:
            yield Items(tuple(items), role="lines", shown=SHOWN, more="states")


def _wanted(state: str, wanted: Any) -> Iterator[Block]:
    below = [str(t) for _, t in wanted["NASH"]]
    yield _said(f"NASH: {state} is at least as good as {join(below)}.")
    for concept in ("GMR", "SMR"):
        parts = "; ".join(_against(state, each) for each in wanted[concept])
        yield _said(f"{concept}: {parts}.")


def _against(state: str, answer: Any) -> str:
    """What would deter from one move: states that must be no better."""
    move = f"against the move to {answer['against']}"
    if not all(answer["any_of"]):
        return f"{move}, nothing: others can bring back {state} itself"
    lists = answer["any_of"]
    told = (
        f"all of {', '.join(map(str, each))}" if len(each) > 1 else str(each[0]) for each in lists
    )
    return f"{move}, one of these no better than {state}: {'; or '.join(told)}"


TELLERS: Mapping[str, Callable[[Any], Iterator[Block]]] = MappingProxyType(
    {
        "foresight": foresight,
        "markov": markov,
        "fuzzy": verdicts,
        "attitudes": verdicts,
        "inverse": inverse,
        "inverse_conditions": inverse_conditions,
    }
)
"""Key -> what tells its value; a key that is not here is told as the data it is."""
