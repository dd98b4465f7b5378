"""Strongly connected components of a graph, and those of them that nothing leaves."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

N = TypeVar("N", bound=Hashable)


def strong_components(after: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Strongly connected components of a graph, each after those it leads to (Tarjan 1972).

    >>> strong_components([(1,), (0, 2), ()])
    ((2,), (0, 1))
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    standing: set[int] = set()
    components: list[tuple[int, ...]] = []
    for root in range(len(after)):
        if root in index:
            continue
        work = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                index[node] = low[node] = len(index)
                stack.append(node)
                standing.add(node)
            else:
                low[node] = min(low[node], low[after[node][at - 1]])
            for k in range(at, len(after[node])):
                successor = after[node][k]
                if successor not in index:
                    work += [(node, k + 1), (successor, 0)]
                    break
                if successor in standing:
                    low[node] = min(low[node], index[successor])
            else:
                if low[node] == index[node]:
                    members: list[int] = []
                    while not members or members[-1] != node:
                        members.append(stack.pop())
                        standing.discard(members[-1])
                    components.append(tuple(sorted(members)))
    return tuple(components)


def closed(after: Mapping[N, Collection[N]]) -> list[set[N]]:
    """The components that nothing leaves; every node led to is a key.

    >>> closed({"a": ["b"], "b": ["c"], "c": ["b"]}) == [{"b", "c"}]
    True
    """
    sinks = [node for node, out in after.items() if not out]
    if sinks and _all_lead(after, sinks):
        return [{node} for node in sinks]
    nodes = list(after)
    place = {node: at for at, node in enumerate(nodes)}
    parts = strong_components([tuple(place[target] for target in after[node]) for node in nodes])
    sets = ({nodes[at] for at in part} for part in parts)
    return [part for part in sets if all(part.issuperset(after[node]) for node in part)]


def _all_lead(after: Mapping[N, Collection[N]], goals: Sequence[N]) -> bool:
    """Whether every node leads to some of the goals."""
    before: dict[N, list[N]] = {}
    for node, out in after.items():
        for target in out:
            before.setdefault(target, []).append(node)
    seen, waiting = set(goals), list(goals)
    while waiting:
        for node in before.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return len(seen) == len(after)
