"""Strategic games of Gambit (`.nfg`): the payoff form and the outcome form read, the payoff form written."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.gmcr.conflict.model import Model
from standoff.problem import NotComputed
from standoff.store.model.gambit.game import (
    MAX_PROFILES,
    RANKS,
    StrategicGame,
    Token,
    Tokens,
    WrittenGame,
    as_model_file,
    quoted,
    quoted_names,
    ranks_of,
    whole_numbers,
)


def read_nfg(path: str | Path, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of a `.nfg` file. Raises CaseError with the first fault, by line and column."""
    tokens = Tokens.read(Path(path))
    return as_model_file(strategic_game(tokens), str(path), tokens.found)


def strategic_game(tokens: Tokens) -> StrategicGame:
    """The game that the words of a file give."""
    title, players = tokens.head("NFG", "1")
    strategies = _strategies(tokens, len(players))
    profiles = math.prod(map(len, strategies))
    if tokens.next.kind == "text":
        tokens.take()  # a comment
    if tokens.next.kind == "mark" and tokens.next.value == "{":
        payoffs = _by_outcome(tokens, len(players), profiles)
    else:
        payoffs = _by_profile(tokens, len(players), profiles)
    tokens.end()
    rows, scale = whole_numbers(payoffs)
    return StrategicGame(title, players, strategies, rows, scale)


def _strategies(tokens: Tokens, players: int) -> tuple[tuple[str, ...], ...]:
    opening = tokens.expect("{", "before the strategies")
    strategies: list[tuple[str, ...]] = []
    while not tokens.skip("}"):
        start = tokens.next
        if tokens.skip(","):
            continue
        if start.kind == "mark" and start.value == "{":
            strategies.append(tuple(tokens.names("strategies")))
        else:
            count = tokens.whole("the number of strategies, or a list of them", 0)
            _few(tokens, start, count)
            strategies.append(tuple(map(str, range(1, count + 1))))
        if not strategies[-1]:
            tokens.fault(start, "a player has no strategy")
        _few(tokens, start, math.prod(map(len, strategies)))
    if len(strategies) != players:
        tokens.fault(opening, f"strategies of {len(strategies)} are given for {players} players")
    return tuple(strategies)


def _few(tokens: Tokens, token: Token, profiles: int) -> None:
    if profiles > MAX_PROFILES:
        tokens.fault(
            token, f"there are more than {MAX_PROFILES:,} combinations of strategies with these"
        )


def _by_profile(tokens: Tokens, players: int, profiles: int) -> list[list[Fraction]]:
    if players and (numbers := tokens.rest(players * profiles)) is not None:
        return [numbers[i::players] for i in range(players)]
    rows: list[list[Fraction]] = [[] for _ in range(players)]
    for profile in range(profiles):
        for row in rows:
            while tokens.skip(","):
                pass
            row.append(tokens.number(f"a payoff of combination {profile + 1} of {profiles}"))
    return rows


def _by_outcome(tokens: Tokens, players: int, profiles: int) -> list[list[Fraction]]:
    tokens.expect("{", "before the outcomes")
    outcomes = [[Fraction(0)] * players]  # number 0: nothing for anybody
    while not tokens.skip("}"):
        if tokens.skip(","):
            continue
        tokens.expect("{", "before an outcome")
        if tokens.next.kind == "text":
            tokens.take()
        outcomes.append(tokens.payoffs(players, opened=True))
    rows: list[list[Fraction]] = [[] for _ in range(players)]
    for profile in range(profiles):
        while tokens.skip(","):
            pass
        token = tokens.next
        number = tokens.whole(f"the outcome of combination {profile + 1} of {profiles}", 0)
        if number >= len(outcomes):
            tokens.fault(token, f"there is no outcome {number}: there are {len(outcomes) - 1}")
        for row, payoff in zip(rows, outcomes[number], strict=True):
            row.append(payoff)
    return rows


# --- writing ------------------------------------------------------------------------------------


def write_nfg(file: ModelFile) -> WrittenGame:
    """The model as a `.nfg` file whose pure Nash equilibria are those of the model.

    A strategy is a setting of a decision maker's own options. Combinations that cannot be are written as
    worst for everybody. Raises NotComputed where that would change what is stable, or where moves are
    not free: an option that goes one way, a missing move, an option that changes and nobody owns.
    """
    model = file.model
    if not model.space.count:
        raise NotComputed("no situation is left: there is nothing to write")
    own = _own_parts(model)
    strategies = [sorted({code & mask for code in model.space.codes.tolist()}) for mask in own]
    profiles = math.prod(map(len, strategies))
    if profiles > MAX_PROFILES:
        raise NotComputed(
            f"a strategic game of it has {profiles:,} combinations, more than {MAX_PROFILES:,}"
        )
    fixed = {code & ~sum(own) for code in model.space.codes.tolist()}
    if len(fixed) > 1:
        raise NotComputed("an option that nobody owns differs among situations: no player sets it")
    base = next(iter(fixed), 0)
    _free(model, own, strategies, base)
    ranks = ranks_of(model)
    numbers = []
    missing = 0
    for profile in itertools.product(*reversed(strategies)):  # the first varies fastest
        code = base | sum(profile)
        exists = code in ranks[0] if ranks else True
        missing += not exists
        numbers.append(" ".join(str(rank[code] if exists else 0) for rank in ranks))
    lost = [f"that {missing:,} combinations cannot be: they are worst for all"] if missing else []
    lost += [f"that the status quo is {file.name(code)}" for code in model.today[:1]]
    comment = RANKS + (f" Not in it: {'; '.join(lost)}." if lost else "")
    listed = "\n".join(
        quoted_names(_strategy_words(file, i, parts), "strategy")
        for i, parts in enumerate(strategies)
    )
    players = quoted_names(model.makers, "Player")
    head = f"NFG 1 R {quoted(file.title or file.id)} {players}\n\n{{ {listed}\n}}\n"
    body = "\n".join(numbers)
    return WrittenGame(f"{head}{quoted(comment)}\n\n{body}\n", tuple(lost))


def _own_parts(model: Model) -> list[int]:
    return [model.space.masks.get(i, 0) for i in range(len(model.makers))]


def _free(model: Model, own: Sequence[int], strategies: Sequence[Sequence[int]], base: int) -> None:
    """NotComputed unless each moves from any of its settings to any other that can be, and to no more."""
    listed = set(model.space.codes.tolist())
    for i, parts in enumerate(strategies):
        for code in listed:
            reached = set(model.space.moves(i, code))
            expected = {code & ~own[i] | part for part in parts} & listed - {code}
            if reached != expected:
                raise NotComputed(
                    f"{model.makers[i]} does not move freely between its own settings: a strategic "
                    "game cannot say so, an extensive one (.efg) can"
                )
    for profile in itertools.product(*strategies):
        code = base | sum(profile)
        if code in listed:
            continue
        beside = (
            code & ~own[i] | part in listed for i, parts in enumerate(strategies) for part in parts
        )
        if not any(beside):
            raise NotComputed(
                "a combination that cannot be has none beside it that can: worst for everybody, it "
                "would be an equilibrium of the game"
            )


def _strategy_words(file: ModelFile, i: int, parts: Sequence[int]) -> list[str]:
    """A name for each setting: as the file has them, or the options taken."""
    entries = file.document.get("decision_makers")
    entry = entries[i] if isinstance(entries, list) and i < len(entries) else None
    given = entry.get("strategies") if isinstance(entry, Mapping) else None
    if isinstance(given, list) and len(given) == len(parts):
        return list(map(str, given))
    space = file.model.space
    words = [
        " + ".join(
            file.labels.get(o.name, o.name) for b, o in enumerate(space.options) if part >> b & 1
        )
        or "nothing"
        for part in parts
    ]
    return words if len(set(words)) == len(words) else [str(k) for k in range(1, len(parts) + 1)]
