"""The field's variants as rows: foresight, shares, fuzzy preference, attitudes, inverse on rankings.

Their input stands in a model file under `theory_input`; every fault in it is said by its place there.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.case.modelfile import ModelFile, Name
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept import foresight
from standoff.gmcr.concept.attitude import Attitude, in_words, relational
from standoff.gmcr.concept.fuzzy import RankedDegrees, fuzzy
from standoff.gmcr.concept.relation import Verdicts
from standoff.gmcr.evolve.markov import RULES, Chain, Outcome, chain
from standoff.gmcr.ranking import CONCEPTS, MOST_PROFILES, Against, conditions, fubini, inverse
from standoff.problem import BudgetSpent, NotComputed, UnknownName
from standoff.store.model.theory.row import Theory, TheoryInput

AHEAD = 5
"""So many moves ahead foresight is printed, unless `ahead` says otherwise."""
MOST_AHEAD = 100
LOOKED_AT = 500_000
"""So many states, level by level, are looked through for the cycle of foresight."""
SHOWN_ANTICIPATED = 12
"""Up to so many states, what is anticipated at each is listed."""
ALL_STARTS = 200
"""Up to so many states shares are listed from each of them; beyond, from the status quo."""
DRAWN = 40
"""Of chains of up to so many states the steps are listed."""
ALONE, TOGETHER = 6, 4
"""Up to so many states rankings are tried: of one decision maker, and of all or with ties."""


# --- reading the input --------------------------------------------------------------------------


class _Input:
    """A part of `theory_input`: names are looked up, and faults say where they stand."""

    def __init__(self, file: ModelFile, given: TheoryInput, key: str) -> None:
        if not isinstance(given, Mapping):
            raise NotComputed("theory_input: this is an object")
        self.file = file
        self.key = key
        self.given = given.get(key)

    def fault(self, where: object, message: str) -> NotComputed:
        return NotComputed(f"theory_input, {self.key}, {where}: {message}")

    def makers(self, value: Any, where: object = "") -> Iterator[tuple[int, Any]]:
        """(index, what is said) of each decision maker in an object."""
        if not isinstance(value, Mapping):
            raise self.fault(where or "all of it", "this is an object, by decision maker")
        for name, entry in value.items():
            yield self.file.model.maker(str(name)), entry

    def fraction(self, value: Any, where: object) -> Fraction:
        """A number written as a fraction, a decimal or a JSON number."""
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            try:
                if len(str(value)) <= 100 and "e" not in str(value).lower():
                    return Fraction(str(value))
            except (ValueError, ZeroDivisionError):
                pass
        raise self.fault(where, f'{str(value)[:40]!r} is not a number such as "3/4"')

    def position(self, name: Any, where: object) -> int:
        """The position of a state in `space.codes`."""
        at = positions(self.file).get(str(name))
        if at is None:
            raise UnknownName(
                f"theory_input, {self.key}, {where}: state", str(name), positions(self.file)
            )
        return at


def positions(file: ModelFile) -> Mapping[str, int]:
    """The position of each state in `space.codes`, by its name in the file."""
    return {str(file.name(code)): at for at, code in enumerate(file.model.space.codes.tolist())}


# --- what is printed ----------------------------------------------------------------------------


def _names(file: ModelFile, at: Sequence[int]) -> list[Name]:
    flags = np.zeros(file.model.space.count, dtype=bool)
    flags[list(at)] = True
    return file.named(flags)


def _columns(file: ModelFile, flags: Callable[[int], NDArray[np.bool_]]) -> dict[str, list[Name]]:
    return {name: file.named(flags(i)) for i, name in enumerate(file.model.makers)}


def _verdicts(file: ModelFile, verdicts: Verdicts) -> dict[str, Any]:
    return {
        concept: {
            "per_dm": _columns(file, flags.__getitem__),
            "equilibria": file.named(verdicts.equilibria(concept)),
        }
        for concept, flags in verdicts.stable.items()
    }


def _foresight(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    model, ahead = file.model, given.get("ahead", AHEAD)
    if not isinstance(ahead, int) or isinstance(ahead, bool) or not 0 <= ahead <= MOST_AHEAD:
        raise NotComputed(f"theory_input, ahead: this is a whole number from 0 to {MOST_AHEAD}")
    printed: dict[str, Any] = {}
    notes: list[str] = []
    for level in itertools.islice(foresight.levels(model, budget=budget), ahead + 1):
        printed[str(level.h)] = {
            "per_dm": _columns(file, level.stable),
            "equilibria": file.named(level.equilibria),
            "ambiguous": _columns(file, level.ambiguous),
        }
        if model.space.count <= SHOWN_ANTICIPATED:
            printed[str(level.h)]["anticipated"] = _anticipated(file, level)
        notes.append(foresight.in_words(level))
    answer = {"L": printed, "rule": foresight.RULE}
    try:
        most = max(50, min(foresight.MOST_LEVELS, LOOKED_AT // max(1, model.space.count)))
        settled = foresight.non_myopic(model, most=most, budget=budget)
    except BudgetSpent as reason:
        if budget is not None:
            budget.tick()  # raises where it is the time that is over
        notes.append(f"Non-myopic stability is left out: {reason}.")
    else:
        notes.append(foresight.in_words(settled))
        answer["NM"] = {
            "per_dm": _columns(file, settled.stable.__getitem__),
            "equilibria": file.named(settled.equilibria),
            "starts": settled.starts,
            "cycle": settled.cycle,
        }
    return answer | {"notes": list(filter(None, notes))}


def _anticipated(file: ModelFile, level: foresight.Level) -> dict[str, Any]:
    return {
        maker: {
            name: _names(file, level.anticipated(i, at)) for name, at in positions(file).items()
        }
        for i, maker in enumerate(file.model.makers)
    }


def _markov(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    source = _Input(file, given, "initiative")
    initiative = None
    if source.given is not None:
        initiative = {
            i: source.fraction(weight, file.model.makers[i])
            for i, weight in source.makers(source.given)
        }
    places = positions(file)
    starts = places if len(places) <= ALL_STARTS else _today(file)
    printed = {}
    for rule in RULES.values():
        if rule.weighed and initiative is None:
            continue
        shares = chain(file.model, rule.id, initiative, budget=budget)
        outcomes = {name: shares.start(at) for name, at in starts.items()}
        printed[rule.id] = {
            "classes": [_names(file, states) for states in shares.classes],
            "from": {name: _outcome(file, outcome) for name, outcome in outcomes.items()},
            "words": rule.words,
        }
        if len(places) <= DRAWN:
            printed[rule.id]["steps"] = [list(step) for step in _steps(file, shares)]
    return printed


def _steps(file: ModelFile, shares: Chain) -> Iterator[tuple[str, str, str, str]]:
    """(from, whose move, to, share of the steps from there) of each step of a chain."""
    model, codes = file.model, file.model.space.codes.tolist()
    for at, steps in enumerate(shares.steps):
        for to, part in steps.items():
            movers = [
                name
                for i, name in enumerate(model.makers)
                if codes[to] in model.improvements(i, codes[at])
            ]
            yield (
                str(file.name(codes[at])),
                " or ".join(movers),
                str(file.name(codes[to])),
                str(part),
            )


def _today(file: ModelFile) -> Mapping[str, int]:
    space = file.model.space
    return {str(file.name(code)): space.index(code) for code in file.model.today}


def _outcome(file: ModelFile, outcome: Outcome) -> dict[str, Any]:
    codes = file.model.space.codes.tolist()
    return {
        "ends": list(map(str, outcome.ends)),
        "share": {str(file.name(codes[at])): str(part) for at, part in outcome.share.items()},
        "moves": str(outcome.moves),
        "exact": outcome.exact,
    }


def _fuzzy(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    source = _Input(file, given, "fuzzy")
    if source.given is None:
        return None
    model = file.model
    pairs: list[dict[tuple[int, int], Fraction]] = [{} for _ in model.makers]
    gamma = [Fraction(1)] * len(model.makers)
    for i, own in source.makers(source.given):
        name = model.makers[i]
        if not isinstance(own, Mapping) or not isinstance(own.get("r", []), list):
            raise source.fault(name, "this is an object with `gamma` and a list `r`")
        gamma[i] = source.fraction(own.get("gamma", 1), f"{name}, gamma")
        for entry in own.get("r", []):
            if not isinstance(entry, list) or len(entry) != 3:
                raise source.fault(name, f"{str(entry)[:40]} is not [state, state, degree]")
            s, t = (source.position(state, name) for state in entry[:2])
            degree = source.fraction(entry[2], f"{name}, {entry[0]} to {entry[1]}")
            _degree(source, pairs[i], (s, t), degree, f"{name}, {entry[0]} to {entry[1]}")
    degrees = [
        RankedDegrees(preference.ranks(model.space), known)
        for preference, known in zip(model.preferences, pairs, strict=True)
    ]
    printed = _verdicts(file, fuzzy(model, degrees, gamma, budget))
    return printed | {"gamma": dict(zip(model.makers, map(str, gamma), strict=True))}


def _degree(
    source: _Input,
    known: dict[tuple[int, int], Fraction],
    pair: tuple[int, int],
    degree: Fraction,
    where: str,
) -> None:
    """Keep a degree; a fault where it is no degree, or stands there otherwise already."""
    s, t = pair
    if not 0 <= degree <= 1:
        raise source.fault(where, f"{degree} is not between 0 and 1")
    if s == t and degree != Fraction(1, 2):
        raise source.fault(where, "a state against itself is 1/2")
    if known.get((s, t), degree) != degree or known.get((t, s), 1 - degree) != 1 - degree:
        raise source.fault(where, "two degrees are given, which do not sum to 1")
    if s != t:
        known[s, t] = degree


def _attitudes(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    source = _Input(file, given, "attitudes")
    if source.given is None:
        return None
    signs = {sign.value: sign for sign in Attitude}
    attitudes = {}
    for i, toward in source.makers(source.given):
        for j, sign in source.makers(toward, file.model.makers[i]):
            if str(sign) not in signs:
                where = f"{file.model.makers[i]} to {file.model.makers[j]}"
                raise source.fault(where, f'{str(sign)[:40]!r} is not "+", "0" or "-"')
            attitudes[i, j] = signs[str(sign)]
    printed = _verdicts(file, relational(file.model, attitudes, budget))
    return printed | {"words": list(in_words(file.model.makers, attitudes))}


def _inverse(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    makers = range(len(file.model.makers))
    states = file.model.space.count
    asked: list[tuple[tuple[int, ...], bool]] = []
    if states <= ALONE:
        asked += [((i,), False) for i in makers]
    if states <= TOGETHER:
        asked += [((i,), True) for i in makers]
        every = tuple(makers)
        for ties, rankings in ((False, math.factorial(states)), (True, fubini(states))):
            if len(makers) > 1 and rankings ** len(makers) <= MOST_PROFILES:
                asked.append((every, ties))
    return [_counts(file, who, ties, budget) for who, ties in asked]


def _counts(
    file: ModelFile, who: tuple[int, ...], ties: bool, budget: Budget | None
) -> dict[str, Any]:
    result = inverse(file.model, who, ties, budget=budget)
    by_concept = {concept: result.counts(concept).tolist() for concept in CONCEPTS}
    return {
        "who": [file.model.makers[i] for i in who],
        "ties": ties,
        "rankings": result.tried,
        "counts": {
            name: {concept: counts[at] for concept, counts in by_concept.items()}
            for name, at in positions(file).items()
        },
    }


def _conditions(file: ModelFile, given: TheoryInput, budget: Budget | None = None, /) -> Any:
    codes = file.model.space.codes.tolist()

    def named(at: int) -> Name:
        return file.name(codes[at])

    def against(answers: Sequence[Against]) -> list[dict[str, Any]]:
        return [
            {
                "against": named(answer.target),
                "any_of": [[named(t) for t in sorted(one)] for one in answer.any_of],
            }
            for answer in answers
        ]

    return {
        maker: {
            str(named(s)): {
                "NASH": [[named(s), named(t)] for t in wanted.nash],
                "GMR": against(wanted.gmr),
                "SMR": against(wanted.smr),
            }
            for s, wanted in conditions(file.model, i, budget=budget).items()
        }
        for i, maker in enumerate(file.model.makers)
    }


_UNREAD = "not checked against the text: from memory"
_TRUTH = "; 200 random and the published models, computed by brute force by a separate program, were compared"

VARIANTS: tuple[Theory, ...] = (
    Theory(
        "foresight",
        "limited moves (L_h) and non-myopic stability",
        _foresight,
        definition="G_0(i, s) = s; with h moves left i takes the move whose anticipated outcome is best, if "
        "it is strictly better than s. s is L_h-stable for i where G_h(i, s) = s, and non-myopically "
        "stable where that holds all through the cycle in which the whole table comes back",
        source="Zagare 1984; Kilgour 1984, 1985; Fang, Hipel and Kilgour 1993",
        choice="ties: sets, each node's ties broken in every way, stable only where the set is {s}. With "
        "more than two: of those who would move on, the mover expects the one whose anticipated outcome "
        "is worst for it; if nobody would, play ends",
        checked=f"{_UNREAD}; L_1 is Nash stability, on random models{_TRUTH}",
        input="ahead",
    ),
    Theory(
        "markov",
        "where repeated improvements end, and how often (shares); who moved last is not remembered",
        _markov,
        definition="a step is a move to an improvement, drawn by a rule: uniform, best, or weighted by "
        "`initiative`; closed classes, the long-run share of each state, the moves expected before a "
        "class is entered",
        source="a construction of this project on the moves of Li, Kilgour and Hipel 2005",
        choice="the last mover may move again, unlike in `evolve`; under `best` gains of different "
        "decision makers are never compared. Shares are of the rule; nothing is said of the world",
        checked=f"single closed states are the Nash equilibria{_TRUTH}",
        input="initiative",
    ),
    Theory(
        "fuzzy",
        "preference that is certain to a degree: FNASH, FGMR, FSMR, FSEQ",
        _fuzzy,
        definition="i leaves s for t where r(t, s) - r(s, t) is at least its threshold, and is deterred "
        "where it is less",
        source="Bashar, Kilgour and Hipel 2012",
        choice="pairs that are not given are 1, 0 or 1/2 by the ranking; any threshold in (0, 1] gives "
        "the plain concepts back where preference is crisp",
        checked=f"an abstract was read, the formulas are from memory{_TRUTH}",
        input="fuzzy",
    ),
    Theory(
        "attitudes",
        "decision makers who care how others fare: RNASH, RGMR, RSMR, RSEQ",
        _attitudes,
        definition="i leaves s for t where everybody it wishes well is no worse off at t, and everybody it "
        "wishes ill no better off; what is not so preferred deters",
        source="Inohara, Hipel and Walker 2007",
        choice="a state deters from leaving itself: otherwise totally neutral attitudes would make the "
        "four concepts equal. What is not given is + to oneself and 0 to others",
        checked=f"{_UNREAD}; the two equalities under total neutrality hold, on random models{_TRUTH}",
        input="attitudes",
    ),
    Theory(
        "inverse",
        "how many rankings of one, several or all decision makers make each state an equilibrium",
        _inverse,
        definition="every ranking of those asked about is tried, strict ones and with ties, the others' "
        "staying as they are",
        source="Kinsara, Kilgour and Hipel 2015",
        choice="each alone in up to 6 states; all together, and with ties, in up to 4",
        checked=f"{_UNREAD}{_TRUTH}",
    ),
    Theory(
        "inverse_conditions",
        "conditions on pairs of states, necessary and sufficient for stability",
        _conditions,
        definition="NASH: pairs [s, t], s at least as good as t; GMR, SMR: for each move lists of states, "
        "one of which must be no better than s throughout",
        source="Wang, Hipel, Fang and Dang 2018",
        choice="SEQ has none on one ranking: it reads the others' too",
        checked=f"{_UNREAD}; on random models they hold just where the state is stable{_TRUTH}",
    ),
)
"""What is computed of each model file, in the order in which it is printed."""
