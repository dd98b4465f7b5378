"""The variants of the theory, word by word and slowly, for a model file's document.

Nothing of the engine is used: states are the file's names, moves and comparisons are looked up in it.
What is returned has the form that `standoff model solve --theory all --json` prints.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

CONCEPTS = ("NASH", "GMR", "SMR", "SEQ")


class Game:
    """States by name, each decision maker's moves, and a number for each state; larger is preferred."""

    def __init__(self, document: dict) -> None:
        self.dms = [dm["name"] for dm in document["decision_makers"]]
        options = document["options"]
        marks = {entry["state"]: entry["options"] for entry in document["feasible"]}
        self.states = list(marks)
        self.moves: dict = {(i, s): [] for i in self.dms for s in self.states}
        for i, s, t in itertools.product(self.dms, self.states, self.states):
            changed = [k for k in range(len(options)) if marks[s][k] != marks[t][k]]
            legal = all(
                options[k]["dm"] == i
                and options[k]["direction"] != {"N": "back", "Y": "forward"}[marks[s][k]]
                for k in changed
            )
            listed = document["moves"] and t in document["moves"][i].get(str(s), [])
            if listed or (document["moves"] is None and changed and legal):
                self.moves[i, s].append(t)
        self.value = {}
        for i in self.dms:
            tiers = document["preferences"][i]["best_first"]
            for at, tier in enumerate(tiers):
                for s in tier if isinstance(tier, list) else [tier]:
                    self.value[i, s] = -at

    def walk(self, who: list[str], start: int, table: dict) -> set[int]:
        """What `who` reach from `start` by steps of the table, nobody twice in a row."""
        seen: set[tuple[int, str]] = set()
        waiting: list[tuple[int, str | None]] = [(start, None)]
        while waiting:
            state, last = waiting.pop()
            for j in who:
                for t in table[j, state] if j != last else ():
                    if (t, j) not in seen:
                        seen.add((t, j))
                        waiting.append((t, j))
        return {state for state, _ in seen}

    def stable(self, leave: dict, deters) -> dict:
        """concept -> decision maker -> states, where i leaves s for `leave[i, s]` if not deterred.

        `deters(i, s, t)`: whether t, once reached, makes i regret leaving s.
        """
        result: dict = {concept: {i: [] for i in self.dms} for concept in CONCEPTS}
        for i, s in itertools.product(self.dms, self.states):
            others = [j for j in self.dms if j != i]
            kept = dict.fromkeys(CONCEPTS, True)
            for t in leave[i, s]:
                answers = [u for u in self.walk(others, t, self.moves) if deters(i, s, u)]
                credible = [u for u in self.walk(others, t, leave) if deters(i, s, u)]
                final = [u for u in answers if all(deters(i, s, v) for v in self.moves[i, u])]
                for concept, by in zip(CONCEPTS, ([], answers, final, credible), strict=True):
                    kept[concept] &= bool(by)
            for concept in CONCEPTS:
                if kept[concept]:
                    result[concept][i].append(s)
        return result

    def gains(self, value: dict) -> dict:
        return {
            (i, s): [t for t in targets if value[i, t] > value[i, s]]
            for (i, s), targets in self.moves.items()
        }

    def printed(self, stable: dict, prefix: str = "") -> dict:
        return {
            prefix + concept: {"per_dm": per_dm, "equilibria": self.common(per_dm)}
            for concept, per_dm in stable.items()
        }

    def common(self, per_dm: dict) -> list:
        return [s for s in self.states if all(s in states for states in per_dm.values())]


# --- foresight ------------------------------------------------------------------------------------


def anticipated(game: Game, last: dict) -> dict:
    """G_h from G_{h-1}: the set of outcomes over every way to break ties, each way tried."""
    result = {}
    for i, s in itertools.product(game.dms, game.states):
        value = {t: game.value[i, t] for t in game.states}
        after = []
        for x in game.moves[i, s]:
            outcomes = set()
            for choice in itertools.product(*(last[j, x] for j in game.dms if j != i)):
                leaving = [t for t in choice if t != x]
                worst = min((value[t] for t in leaving), default=None)
                outcomes |= {t for t in leaving if value[t] == worst} or {x}
            after.append(outcomes)
        possible = set()
        for choice in itertools.product(*after):
            best = max((value[t] for t in choice), default=value[s])
            possible |= {t for t in choice if value[t] == best} if best > value[s] else {s}
        result[i, s] = frozenset(possible)
    return result


def foresight(game: Game, levels: int = 6) -> dict:
    tables = [{(i, s): frozenset({s}) for i in game.dms for s in game.states}]
    while tables.count(tables[-1]) < 2 or len(tables) < levels:
        tables.append(anticipated(game, tables[-1]))
    printed = {}
    for h, table in enumerate(tables[:levels]):
        per_dm = {i: [s for s in game.states if table[i, s] == {s}] for i in game.dms}
        printed[str(h)] = {
            "per_dm": per_dm,
            "equilibria": game.common(per_dm),
            "ambiguous": {
                i: [s for s in game.states if s in table[i, s] and len(table[i, s]) > 1]
                for i in game.dms
            },
            "anticipated": {
                i: {str(s): sorted(table[i, s]) for s in game.states} for i in game.dms
            },
        }
    starts = next(h for h, table in enumerate(tables) if tables.count(table) > 1)
    again = next(h for h in range(starts + 1, len(tables)) if tables[h] == tables[starts])
    per_dm = {
        i: [s for s in game.states if all(tables[h][i, s] == {s} for h in range(starts, again))]
        for i in game.dms
    }
    settled = {"per_dm": per_dm, "equilibria": game.common(per_dm)}
    return {"L": printed, "NM": settled | {"starts": starts, "cycle": again - starts}}


# --- shares ---------------------------------------------------------------------------------------


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """x with A x = b, by elimination in fractions."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    for k in range(len(rows)):
        pivot = next(r for r in range(k, len(rows)) if rows[r][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for r in range(len(rows)):
            if r != k and rows[r][k]:
                rows[r] = [a - rows[r][k] * b for a, b in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


def step_table(game: Game, rule: str, initiative: dict) -> dict:
    gains = game.gains(game.value)
    steps = {}
    for s in game.states:
        movers = [i for i in game.dms if gains[i, s]]
        weight = {i: Fraction(initiative[i]) if rule == "weighted" else Fraction(1) for i in movers}
        steps[s] = dict.fromkeys(game.states, Fraction(0))
        for i in movers:
            targets = gains[i, s]
            if rule == "best":
                top = max(game.value[i, t] for t in targets)
                targets = [t for t in targets if game.value[i, t] == top]
            for t in targets:
                steps[s][t] += weight[i] / sum(weight.values()) / len(targets)
        if not movers:
            steps[s][s] = Fraction(1)
    return steps


def markov(game: Game, initiative: dict) -> dict:
    printed = {}
    for rule in ("uniform", "best", "weighted"):
        steps = step_table(game, rule, initiative)
        reach = {s: {s} for s in game.states}
        for _ in game.states:
            for s in game.states:
                reach[s] |= {u for t in reach[s] for u in game.states if steps[t][u]}
        closed = [s for s in game.states if all(s in reach[t] for t in reach[s])]
        classes: list[list] = []
        for s in closed:
            if not any(s in members for members in classes):
                classes.append(sorted(reach[s]))
        passing = [s for s in game.states if s not in closed]
        matrix = [[Fraction(s == t) - steps[s][t] for t in passing] for s in passing]
        into: dict = {}
        for at, members in enumerate(classes):
            chances = solve(matrix, [sum(steps[s][t] for t in members) for s in passing])
            into |= {(s, at): chance for s, chance in zip(passing, chances, strict=True)}
            into |= {(s, at): Fraction(s in members) for s in closed}
        moves = dict(zip(passing, solve(matrix, [Fraction(1)] * len(passing)), strict=True))
        share = {s: long_run(steps, members)[s] for members in classes for s in members}
        printed[rule] = {
            "classes": classes,
            "from": {
                str(s): {
                    "ends": [str(into[s, at]) for at in range(len(classes))],
                    "share": {
                        str(t): str(into[s, at] * share[t])
                        for at, members in enumerate(classes)
                        for t in members
                        if into[s, at]
                    },
                    "moves": str(moves.get(s, 0)),
                }
                for s in game.states
            },
        }
    return printed


def long_run(steps: dict, members: list) -> dict:
    """Cesaro shares within a class: inflow equals outflow, and they sum to 1."""
    matrix = [[steps[s][t] - (s == t) for s in members] for t in members]
    matrix[-1] = [Fraction(1)] * len(members)
    right = [Fraction(0)] * (len(members) - 1) + [Fraction(1)]
    return dict(zip(members, solve(matrix, right), strict=True))


# --- fuzzy preference, attitudes ------------------------------------------------------------------


def fuzzy(game: Game, given: dict) -> dict:
    gamma, degree = {}, {}
    for i in game.dms:
        said = given.get(i, {"gamma": "1", "r": []})
        gamma[i] = Fraction(said["gamma"])
        for s, t in itertools.product(game.states, game.states):
            a, b = game.value[i, s], game.value[i, t]
            degree[i, s, t] = Fraction(1, 2) if a == b else Fraction(a > b)
        for s, t, r in said["r"]:
            degree[i, s, t], degree[i, t, s] = Fraction(r), 1 - Fraction(r)

    def sure(i, t, s):
        return degree[i, t, s] - degree[i, s, t] >= gamma[i]

    leave = {(i, s): [t for t in ts if sure(i, t, s)] for (i, s), ts in game.moves.items()}
    return game.printed(game.stable(leave, lambda i, s, t: not sure(i, t, s)), "F")


def attitudes(game: Game, given: dict) -> dict:
    def preferred(i, t, s):
        def by(j):
            sign = given.get(i, {}).get(j, "+" if i == j else "0")
            t_value, s_value = game.value[j, t], game.value[j, s]
            return {"+": t_value >= s_value, "-": t_value <= s_value, "0": True}[sign]

        return all(by(j) for j in game.dms)

    leave = {(i, s): [t for t in ts if preferred(i, t, s)] for (i, s), ts in game.moves.items()}
    stable = game.stable(leave, lambda i, s, t: s == t or not preferred(i, t, s))
    return game.printed(stable, "R")


# --- inverse on rankings --------------------------------------------------------------------------


def rankings(count: int, ties: bool) -> list[tuple[int, ...]]:
    """Every assignment of ranks 1, 2, ... in which none is left out."""
    every = itertools.product(range(1, count + 1), repeat=count)
    dense = [ranks for ranks in every if set(ranks) == set(range(1, max(ranks) + 1))]
    return dense if ties else [ranks for ranks in dense if max(ranks) == count]


def equilibria(game: Game, value: dict) -> dict:
    stable = game.stable(game.gains(value), lambda i, s, t: value[i, t] <= value[i, s])
    return {concept: game.common(per_dm) for concept, per_dm in stable.items()}


def inverse(game: Game, who: list[str], ties: bool) -> dict:
    counts = {str(s): dict.fromkeys(CONCEPTS, 0) for s in game.states}
    tried = 0
    for profile in itertools.product(rankings(len(game.states), ties), repeat=len(who)):
        value = dict(game.value)
        for i, ranks in zip(who, profile, strict=True):
            value |= {(i, s): rank for s, rank in zip(game.states, ranks, strict=True)}
        for concept, states in equilibria(game, value).items():
            for s in states:
                counts[str(s)][concept] += 1
        tried += 1
    return {"who": who, "ties": ties, "rankings": tried, "counts": counts}


# --- documents ------------------------------------------------------------------------------------


def document(seed: int, most_options: int = 3) -> dict:
    """A random model file with `theory_input`: one-way options, patterns, ties, sometimes listed moves."""
    rng = random.Random(seed)
    names = ["A", "B", "C"][: rng.choice((2, 2, 3))]
    count = rng.randint(2, most_options)
    options = [
        {
            "id": f"o{k + 1}",
            "name": f"option {k + 1}",
            "dm": names[k % len(names)] if k < len(names) else rng.choice(names),
            "direction": rng.choice(("both", "both", "both", "forward", "back")),
        }
        for k in range(count)
    ]
    every = ["".join(marks) for marks in itertools.product("NY", repeat=count)]
    out = set(rng.sample(every, rng.choice((0, 0, 1, 2)) if count > 2 else 0))
    feasible = [
        {"state": at, "options": text} for at, text in enumerate(every, 1) if text not in out
    ]
    states = [entry["state"] for entry in feasible]
    moves = None
    if rng.random() < 0.3:
        moves = {
            i: {
                str(s): rng.sample([t for t in states if t != s], rng.randint(0, 2)) for s in states
            }
            for i in names
        }
    preferences = {}
    for i in names:
        tiers: list = []
        for s in rng.sample(states, len(states)):
            if tiers and rng.random() < 0.3:
                tiers[-1].append(s)
            else:
                tiers.append([s])
        preferences[i] = {"form": "ranking", "best_first": tiers}
    degrees = [f"{k}/6" for k in range(7)]
    given = {
        "initiative": {i: str(rng.randint(1, 4)) for i in names},
        "fuzzy": {
            i: {
                "gamma": rng.choice(("1/10", "1/3", "1/2", "1")),
                "r": [
                    [s, t, rng.choice(degrees)]
                    for s, t in itertools.combinations(states, 2)
                    if rng.random() < 0.6
                ],
            }
            for i in names
            if rng.random() < 0.8
        },
        "attitudes": {
            i: {j: rng.choice("+0-") for j in names if rng.random() < 0.7} for i in names
        },
    }
    return {
        "schema": "standoff-model/1",
        "id": f"random-{seed}",
        "form": "option",
        "decision_makers": [
            {"name": i, "options": [o["id"] for o in options if o["dm"] == i]} for i in names
        ],
        "options": options,
        "infeasible": None,
        "feasible": feasible,
        "moves": moves,
        "preferences": preferences,
        "status_quo": rng.choice(states),
        "theory_input": given,
    }


def truth(document: dict) -> dict:
    """What is to be printed; `inverse` for models of few states, as many as a slow way can try."""
    game = Game(document)
    given = document["theory_input"]
    found: dict = {
        "foresight": foresight(game),
        "markov": markov(game, given["initiative"]),
        "fuzzy": fuzzy(game, given["fuzzy"]),
        "attitudes": attitudes(game, given["attitudes"]),
    }
    if len(game.states) <= 4:
        found["inverse"] = [inverse(game, [i], ties) for i in game.dms for ties in (False, True)]
        if len(game.states) ** len(game.dms) <= 16:
            found["inverse"].append(inverse(game, game.dms, False))
    return found
