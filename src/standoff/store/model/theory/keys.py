"""What the theory says of a model file beyond its plain solution, key by key, as plain data.

A row of `THEORIES` is one key of what `theory` gives. What some of them need beside the model stands in
the file under `theory_input`: which preferences are strong, which comparisons nobody knows, which game
each decision maker believes in. States are named as in the file.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.case.modelfile import ModelFile, Name
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept import coalition, strength, unknown
from standoff.gmcr.concept.exchange import Exchange, exchanges
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.table import COALITION, CONCEPTS, USUAL, Need, needing
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.preference import Ranking
from standoff.gmcr.engine.explicit import Explicit
from standoff.gmcr.hypergame import Hypergame, believed, hypergame
from standoff.problem import Infeasible, NotAnOrder, NotComputed, TooLarge, UnknownName
from standoff.store.model.theory.row import Theory, TheoryInput
from standoff.store.model.theory.variants import VARIANTS

MOST_MAKERS = 6
"""With up to so many decision makers every coalition is asked; with more, pairs and triples."""
MOST_STATES = 1 << 12
"""In up to so many states exchanges and improvements are listed one by one."""

Flags = NDArray[np.bool_]


class _Model:
    """A model file and what it says beside its model; faults are said with their place."""

    def __init__(self, file: ModelFile, given: TheoryInput, budget: Budget) -> None:
        self.file = file
        self.model = file.model
        self.given = given
        self.budget = budget

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """The code of each state by its name in the file."""
        return {str(self.file.name(code)): code for code in self.model.space.codes.tolist()}

    def code(self, name: Any, where: str) -> int:
        """A state's code; UnknownName with the place where it is named."""
        if str(name) not in self.codes:
            raise UnknownName(f"theory_input, {where}: state", str(name), self.codes)
        return self.codes[str(name)]

    def by_maker(self, key: str) -> Mapping[int, Any] | None:
        """What the file says for each decision maker under a key; None where it has no such key."""
        if key not in self.given:
            return None
        values = self.given[key]
        if not isinstance(values, Mapping):
            raise NotComputed(f"theory_input, {key}: this is an object, by decision maker")
        return {self.model.maker(str(name)): value for name, value in values.items()}

    def pairs(self, value: Any, where: str) -> list[tuple[int, int]]:
        """Pairs of states, by code."""
        if not isinstance(value, list) or not all(
            isinstance(pair, list) and len(pair) == 2 for pair in value
        ):
            raise NotComputed(f"theory_input, {where}: this is a list of pairs of states")
        return [(self.code(s, where), self.code(t, where)) for s, t in value]

    def names(self, codes: Iterable[int]) -> list[Name]:
        """States by name, in the order of the file."""
        places = {
            code: at for at, code in enumerate(self.model.space.codes[self.file.order].tolist())
        }
        return [self.file.name(code) for code in sorted(codes, key=lambda c: places[c])]

    def by_name(self, sets: Iterable[Flags]) -> dict[str, list[Name]]:
        """A set of states for each decision maker."""
        return {
            maker: self.file.named(flags)
            for maker, flags in zip(self.model.makers, sets, strict=True)
        }

    def must_list(self, what: str) -> None:
        """TooLarge where what is said of every state would be too long."""
        states = len(self.model.space.codes_within(1 << 24))
        if states > MOST_STATES:
            raise TooLarge(
                f"{what} are written out for up to {MOST_STATES:,} states, and there are {states:,}: say "
                "more of what is impossible, or ask from Python"
            )


# --- the keys -------------------------------------------------------------------------------------


def _solved(of: _Model) -> Solution:
    return solve(of.model, USUAL, engine=Explicit.id, budget=of.budget)


def _plain(of: _Model) -> Any:
    solution = _solved(of)
    return {
        name: {
            "per_dm": of.by_name(sets),
            "equilibria": of.file.named(solution.equilibria(name)),
        }
        for name, sets in solution.stable.items()
    }


def _coalition(of: _Model) -> Any:
    model = of.model
    of.must_list("the improvements of coalitions")
    every = len(model.makers) <= MOST_MAKERS
    movers = coalition.every(model) if every else coalition.of_sizes(model)
    answer = coalition.coalitions(model, COALITION, movers, budget=of.budget)
    nash = solve(model, ["NASH"], engine=Explicit.id, budget=of.budget).equilibria("NASH")
    data: dict[str, Any] = {"improvements": {}, "stable": {}}
    codes = model.space.codes.tolist()
    for mover, stable in answer.stable.items():
        name = model.called(mover)
        arcs = answer.improvements(mover)
        targets: dict[str, list[Name]] = {}
        for at, to in zip(arcs.source.tolist(), arcs.target.tolist(), strict=True):
            targets.setdefault(str(of.file.name(codes[at])), []).append(of.file.name(codes[to]))
        data["improvements"][name] = targets
        data["stable"][name] = {concept: of.file.named(flags) for concept, flags in stable.items()}
    if answer.complete:
        data["universal"] = {name: of.file.named(answer.universal(name)) for name in COALITION}
    data["jumps"] = [
        [model.called(jump.mover), of.file.name(jump.state), of.file.name(jump.target)]
        for jump in answer.jumps(nash)
    ]
    return data


def _exchange(of: _Model) -> Any:
    space = of.model.space
    if isinstance(space, Graph) and space.loose:
        return None  # an option of a merged state stands both ways
    of.must_list("exchanges")
    strict: dict[str, Any] = {}
    for code in space.codes.tolist():
        of.budget.tick()
        at = [
            _exchange_data(of, exchange)
            for exchange in exchanges(of.model, code)
            if exchange.strict
        ]
        if at:
            strict[str(of.file.name(code))] = at
    weak = [
        _exchange_data(of, exchange)
        for state in of.model.today
        for exchange in exchanges(of.model, state)
    ]
    return {"strict": strict, "weak_at_status_quo": weak}


def _exchange_data(of: _Model, exchange: Exchange) -> dict[str, Any]:
    makers, named = of.model.makers, of.file.name
    keeps = {None: None, True: "keep", False: "undo"}
    sides = {makers[side.maker]: side for side in exchange.sides}
    return {
        "give": {name: side.option for name, side in sides.items()},
        "to": named(exchange.target),
        "gain": {name: str(side.gain) for name, side in sides.items()},
        "wants": {name: side.wants and str(side.wants) for name, side in sides.items()},
        "order": {
            makers[first.maker]: {
                "half": None if first.half is None else named(first.half),
                "pay": first.pays and str(first.pays),
                "deliver": second.delivers and str(second.delivers),
            }
            for first, second in itertools.permutations(exchange.sides)
        },
        "keep": {name: keeps[side.keeps] for name, side in sides.items()},
        "reached_by_improvements": exchange.reached_by_improvements,
    }


def _strong(of: _Model) -> strength.Strong | None:
    given = of.by_maker("strength")
    if given is None:
        return None
    much = {}
    for maker, value in given.items():
        pairs = of.pairs(value, f"strength, {of.model.makers[maker]}")
        much[maker] = strength.from_pairs(
            frozenset(pairs), of.model.preferences[maker], of.model.space
        )
    return strength.strength(of.model, much, budget=of.budget)


def _strength(of: _Model) -> Any:
    solution = _strong(of)
    return solution and {
        CONCEPTS[id].implies[0]: {
            maker: {
                "nash": of.file.named(solution.nash[i]),
                "strong": of.file.named(solution.strong[id][i]),
                "weak": of.file.named(solution.weak[id][i]),
            }
            for i, maker in enumerate(of.model.makers)
        }
        for id in needing(Need.STRENGTH)
    }


def _strength_equilibria(of: _Model) -> Any:
    solution = _strong(of)
    return solution and {
        CONCEPTS[id].implies[0]: {"strong": of.file.named(solution.equilibria(id))}
        for id in needing(Need.STRENGTH)
    }


def _unknown(of: _Model) -> Any:
    given = of.by_maker("unknown")
    if given is None:
        return None
    outlooks = {
        maker: unknown.Pairs.of(
            of.model.preferences[maker],
            of.model.space,
            of.pairs(value, f"unknown, {of.model.makers[maker]}"),
        )
        for maker, value in given.items()
    }
    solution = unknown.unknown(of.model, outlooks, budget=of.budget)
    return {
        name: {"per_dm": of.by_name(sets), "equilibria": of.file.named(solution.equilibria(name))}
        for name, sets in solution.stable.items()
    }


def _hypergame(of: _Model) -> Any:
    given = of.by_maker("beliefs")
    if given is None:
        return None
    games = {}
    for maker, belief in given.items():
        where = f"beliefs, {of.model.makers[maker]}"
        if not isinstance(belief, Mapping):
            raise NotComputed(f"theory_input, {where}: this is an object")
        unseen = belief.get("unseen", [])
        if not isinstance(unseen, list):
            raise NotComputed(f"theory_input, {where}: `unseen` is a list of states")
        hidden = frozenset(of.code(state, where) for state in unseen)
        rankings = _rankings(of, belief, where)
        for ranking in rankings.values():
            if missing := set(of.codes.values()) - hidden - set(ranking.place):
                raise NotAnOrder(
                    f"theory_input, {where}: a ranking has no place for {of.names(missing)[0]}"
                )
        games[maker] = believed(of.model, rankings, hidden)
    solution = hypergame(of.model, games, USUAL, budget=of.budget)
    answer = {name: _perceived(of, solution, name) for name in solution.concepts}
    first = next(name for name in answer if CONCEPTS[name].foresight == 1)
    answer[first] |= {
        "hidden": dict(zip(of.model.makers, map(of.names, solution.hidden), strict=True)),
        "ends": [of.names(end) for end in solution.ends],
        "expected_ends": {
            maker: [of.names(end) for end in ends]
            for maker, ends in zip(of.model.makers, solution.expected_ends, strict=True)
        },
    }
    return answer


def _rankings(of: _Model, belief: Mapping[str, Any], where: str) -> dict[int, Ranking]:
    """What somebody takes others to prefer: groups of states, best first."""
    given = belief.get("preferences", {})
    if not isinstance(given, Mapping) or not all(
        isinstance(tiers, list) for tiers in given.values()
    ):
        raise NotComputed(f"theory_input, {where}: `preferences` are rankings by decision maker")
    return {
        of.model.maker(str(other)): Ranking(
            tuple(
                tuple(
                    of.code(state, where) for state in (tier if isinstance(tier, list) else [tier])
                )
                for tier in tiers
            )
        )
        for other, tiers in given.items()
    }


def _perceived(of: _Model, solution: Hypergame, name: str) -> dict[str, Any]:
    seen, makers = solution.concepts[name], of.model.makers
    return {
        "per_dm": dict(zip(makers, map(of.names, seen.stable), strict=True)),
        "equilibria": of.names(seen.equilibria),
        "expects": dict(zip(makers, map(of.names, seen.expects), strict=True)),
        "true": of.names(seen.true),
        "detail": [
            {
                "state": of.file.name(state),
                "foreseen_by": [makers[i] for i in seen.foreseen_by(state)],
                "true": state in seen.true,
            }
            for state in seen.equilibria
        ],
    }


# --- the table ------------------------------------------------------------------------------------

_BRUTE = "sets of random and published models, computed by brute force by a separate program, were compared"
_SEE = "the definitions of the concepts named; see the page of concepts"


def _row(
    id: str,
    words: str,
    compute: Callable[[_Model], Any],
    *,
    definition: str = _SEE,
    source: str,
    choice: str,
    input: str = "",
) -> Theory:
    def at(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
        return compute(_Model(file, given, budget or current()))

    return Theory(id, words, at, definition, source, choice, _BRUTE, input)


THEORIES: tuple[Theory, ...] = (
    _row(
        "plain",
        "the four basic concepts: NASH, GMR, SMR, SEQ",
        _plain,
        source="Fang, Hipel and Kilgour 1993",
        choice="nobody answers twice in a row; a tie deters",
    ),
    _row(
        "coalition",
        "what several can do together, and where they stay",
        _coalition,
        source="Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008",
        choice="legal sequences of the members' moves, every member strictly better at the end; CSEQ is "
        "answered by coalition improvements, CSEQ_IND one by one",
    ),
    _row(
        "exchange",
        "two options of two decision makers changed at once",
        _exchange,
        definition="an exchange is strict where both are better off; who pays first, what the other then "
        "wants, and whether each keeps to it",
        source="a construction of this project",
        choice="two options of two decision makers, one each",
    ),
    _row(
        "strength",
        "stability by strong and by weak deterrence",
        _strength,
        source="Hamouda, Kilgour and Hipel 2004",
        choice="a state is strong where every answer needed is much worse",
        input="strength",
    ),
    _row(
        "strength_equilibria",
        "states that are strongly stable for everybody",
        _strength_equilibria,
        source="Hamouda, Kilgour and Hipel 2004",
        choice="Nash stability counts as strong",
        input="strength",
    ),
    _row(
        "unknown",
        "stability where some comparisons are not known",
        _unknown,
        source="Li, Hipel, Kilgour and Fang 2004",
        choice="what is unknown overrides the ranking for that pair, both ways",
        input="unknown",
    ),
    _row(
        "hypergame",
        "stability where each plays the game it believes in",
        _hypergame,
        definition="each is stable in its own game; an equilibrium of the hypergame is stable for each in "
        "its own",
        source="Wang, Hipel and Fraser 1988",
        choice="a state that somebody does not see is not stable for it",
        input="beliefs",
    ),
)
"""What is computed here of each model file, in the order in which it is printed."""


def theories() -> Mapping[str, Theory]:
    """Every key by its id, those of `variants` included."""
    return {row.id: row for row in (*THEORIES, *VARIANTS)}


def theory(
    file: ModelFile, names: Iterable[str] | None = None, budget: Budget | None = None
) -> dict[str, Any]:
    """`{"model": id, "theory": {key: value}}` for the keys named, or all; keys without input are left out.

    A key that is too much for the model is left out too, and `refused` says why. Raises UnknownName for a
    key or a name in the input that is none, BudgetSpent when time runs out.
    """
    rows = theories()
    asked = tuple(rows) if names is None else tuple(names)
    for name in asked:
        if name not in rows:
            raise UnknownName("theory", name, rows)
    given = file.document.get("theory_input", {})
    if not isinstance(given, Mapping):
        raise NotComputed("theory_input: this is an object")
    budget = budget or current()
    data: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name in asked:
        budget.doing = name
        budget.tick()
        try:
            value = rows[name].compute(file, given, budget)
        except (TooLarge, NotComputed, NotAnOrder, Infeasible) as reason:
            refused[name] = str(reason)
            continue
        if value is not None:
            data[name] = value
    return {"model": file.id, "theory": data} | ({"refused": refused} if refused else {})
