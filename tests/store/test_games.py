"""Games of Gambit: read exactly, written so that Gambit reads them, refused by line where they are broken."""

from __future__ import annotations

import itertools
import json
import os
import random
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gmcr import mixed
from tests.store import games_oracle

from standoff.case.modelfile import ModelFile
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.problem import CaseError, NotComputed, TooLarge
from standoff.store.model.gambit.efg import game_tree
from standoff.store.model.gambit.game import StrategicGame, Tokens
from standoff.store.model.gambit.nfg import strategic_game, write_nfg
from standoff.store.model.gambit.playout import write_efg
from standoff.store.model.gambit.reduced import reduced
from standoff.store.model.read import read_model
from standoff.store.shipped import shipped_cases

GAMES = "STANDOFF_GAMES"
"""Names a folder of game files made elsewhere."""

PAYOFFS = 'NFG 1 R "by profile" { "A" "B" } { 2 3 }\n\n1 2 3 4 5 6 7 8 9 10 11 12\n'
OUTCOMES = """NFG 1 D "by outcome" { "A" "B" }
{ { "up" "down" } { "left" "right" } }
"a comment
on two lines"
{ { "one" 1/2, -3 } { "" 0.5 1e-1 } }
1 2 0 1
"""
POKER = """EFG 2 R "A card" { "A" "B" }
""
c "" 1 "deal" { "red" 1/2 "black" 1/2 } 0
p "" 1 1 "red" { "raise" "fold" } 0
p "" 2 1 "" { "meet" "pass" } 0
t "" 1 "wins 2" { 2, -2 }
t "" 2 "wins 1" { 1, -1 }
t "" 2
p "" 1 2 "black" { "raise" "fold" } 0
p "" 2 1 0
t "" 3 "loses 2" { -2, 2 }
t "" 2
t "" 4 "loses 1" { -1, 1 }
"""


def written(place: Path, text: str, name: str = "game.nfg") -> Path:
    path = place / name
    path.write_text(text, "utf-8")
    return path


def game_of(path: Path) -> StrategicGame:
    tokens = Tokens.read(path)
    if tokens.next.value == "NFG":
        return strategic_game(tokens)
    game = reduced(game_tree(tokens))
    assert game is not None
    return game


def table_of(game: StrategicGame, player: int) -> np.ndarray:
    """What is paid, an axis for each player's strategies."""
    return game.payoffs[player].reshape(game.shape, order="F")


def nash(file: ModelFile) -> set[str]:
    solution = solve(file.model, ["NASH"], engine="explicit")
    return {str(file.name(code)) for code in solution.states("NASH")}


# --- by hand ----------------------------------------------------------------------------------------


def test_payoffs_stand_with_the_first_players_strategy_varying_fastest(tmp_path: Path) -> None:
    game = game_of(written(tmp_path, PAYOFFS))
    assert game.shape == (2, 3)
    paid = {p: game.payoff(0, p) for p in itertools.product(range(2), range(3))}
    assert paid == {(0, 0): 1, (1, 0): 3, (0, 1): 5, (1, 1): 7, (0, 2): 9, (1, 2): 11}
    assert nash(read_model(tmp_path / "game.nfg")) == {"2-3"}


def test_outcomes_are_looked_up_and_nothing_is_nothing(tmp_path: Path) -> None:
    """Fractions, decimals and exponents are exact; outcome 0 pays nothing."""
    game = game_of(written(tmp_path, OUTCOMES))
    rows = [[game.payoff(i, p) for p in ((0, 0), (1, 0), (0, 1), (1, 1))] for i in (0, 1)]
    assert rows == [
        [Fraction(1, 2), Fraction(1, 2), 0, Fraction(1, 2)],
        [-3, Fraction(1, 10), 0, -3],
    ]
    file = read_model(tmp_path / "game.nfg")
    assert file.title == "by outcome" and file.model.makers == ("A", "B")
    assert list((file.states or {}).values()) == ["up-left", "down-left", "up-right", "down-right"]


def test_the_card_game_by_hand(tmp_path: Path) -> None:
    """A plans for red and black, B cannot tell: (raise, raise) against meet is worth nothing on average."""
    game = game_of(written(tmp_path, POKER, "game.efg"))
    assert game.strategies == (("11", "12", "21", "22"), ("meet", "pass"))
    assert [game.payoff(0, (k, 0)) for k in range(4)] == [0, Fraction(1, 2), Fraction(-1, 2), 0]
    assert [game.payoff(0, (k, 1)) for k in range(4)] == [1, 0, 1, 0]


def test_what_a_plan_rules_out_itself_is_not_planned(tmp_path: Path) -> None:
    text = (
        'EFG 2 R "" { "A" "B" }\np "" 1 1 "" { "stop" "go" } 0\nt "" 1 "" { 1, 1 }\n'
        'p "" 2 1 "" { "stop" "go" } 0\nt "" 2 "" { 0, 2 }\n'
        'p "" 1 2 "" { "l" "r" } 0\nt "" 3 "" { 3, 0 }\nt "" 4 "" { 0, 3 }\n'
    )
    assert game_of(written(tmp_path, text, "game.efg")).strategies[0] == ("1*", "21", "22")


# --- against slow definitions, and against Gambit ----------------------------------------------------


def test_reduced_forms_are_those_of_the_definition(tmp_path: Path) -> None:
    """Random trees: chance, nodes one cannot tell apart, things forgotten, payoffs on the way."""
    for seed in range(250):
        slow = games_oracle.Game(seed)
        game = game_of(written(tmp_path, slow.text, "game.efg"))
        plans = [slow.plans(i) for i in range(slow.players)]
        assert list(game.shape) == [len(own) for own in plans], seed
        fast = sorted(
            tuple(game.payoff(i, p) for i in range(slow.players))
            for p in itertools.product(*map(range, game.shape))
        )
        combinations = itertools.product(*(own.values() for own in plans))
        assert fast == sorted(tuple(slow.paid(slow.root, plan)) for plan in combinations), seed


def sources(place: Path) -> Iterator[Path]:
    """The games of the folder that the environment names, and random ones of our own."""
    folder = os.environ.get(GAMES)
    yield from sorted(Path(folder).glob("*.?fg")) if folder else ()
    for seed in range(60):
        yield written(place, games_oracle.Game(seed).text, f"random-{seed}.efg")
    for at, text in enumerate((PAYOFFS, OUTCOMES)):
        yield written(place, text, f"own-{at}.nfg")


def of_gambit(path: Path) -> list[Any] | None:
    """Payoff tables by Gambit, exact; None where its version refuses the file."""
    pygambit = pytest.importorskip("pygambit")
    try:
        if path.suffix == ".nfg":
            tables = pygambit.read_nfg(path).to_arrays()
            return [
                [Fraction(int(x.numerator), int(x.denominator)) for x in t.ravel()] for t in tables
            ]
        game = pygambit.read_efg(path)
    except ValueError:
        return None
    # Of a tree Gambit writes the strategic form out sooner than it makes arrays of it.
    words = game.to_nfg().rpartition('"')[2].split()
    paid = {word: Fraction(word) for word in set(words)}
    shape = [len(game.get_strategies(player)) for player in game.players]
    rows = ([paid[word] for word in words[i :: len(shape)]] for i in range(len(shape)))
    return [np.array(row, dtype=object).reshape(shape, order="F").ravel().tolist() for row in rows]


def pure_nash(shape: tuple[int, ...], tables: list[Any]) -> set[tuple[int, ...]]:
    """By the definition: no player gains by another strategy alone."""
    paid = [np.array(table).reshape(shape) for table in tables]
    stable = np.ones(shape, dtype=bool)
    for i, table in enumerate(paid):
        stable &= table == table.max(axis=i, keepdims=True)
    return set(map(tuple, np.argwhere(stable).tolist()))


def test_gambit_has_the_same_tables_and_pure_equilibria(tmp_path: Path) -> None:
    pytest.importorskip("pygambit")
    read = refused = 0
    for path in sources(tmp_path):
        file, game = read_model(path), game_of(path)
        tables = of_gambit(path)
        own = [
            [Fraction(int(x), game.scale) for x in table_of(game, i).ravel().tolist()]
            for i in range(len(game.players))
        ]
        read += tables is not None
        refused += tables is None
        if tables is not None:
            assert own == tables, path.name
        solution = solve(file.model, ["NASH"], engine="explicit")
        place = {code: at for at, code in enumerate(game.coding.codes)}
        profiles = {
            np.unravel_index(place[c], game.shape, order="F") for c in solution.states("NASH")
        }
        expected = pure_nash(game.shape, tables or own)
        assert {tuple(map(int, p)) for p in profiles} == expected, path.name
    assert read >= 40 and refused <= 4  # names that stand twice


# --- writing -----------------------------------------------------------------------------------------


def free_models() -> Iterator[ModelFile]:
    for seed in range(120):
        model = mixed.by_options(random.Random(seed), 4).model
        if model.space.count and not any(model.space.one_way):
            yield ModelFile(f"random-{seed}", f"Random {seed}", model)
    for path in shipped_cases().values():
        if (path / "model.json").exists():
            yield read_model(path / "model.json")


def test_what_is_written_has_the_same_pure_equilibria_in_gambit_too(tmp_path: Path) -> None:
    written_out = 0
    for file in free_models():
        try:
            text = write_nfg(file).text
        except NotComputed:
            continue
        assert "Payoffs are ranks" in text
        path = written(tmp_path, text)
        back = read_model(path)
        stable = solve(file.model, ["NASH"], engine="explicit").count("NASH")
        assert len(nash(back)) == stable, file.id
        for one, other in zip(file.model.preferences, back.model.preferences, strict=True):
            gained = other.ranks(back.model.space).max() - one.ranks(file.model.space).max()
            assert gained == (back.model.space.count > file.model.space.count)
        written_out += 1
        try:
            import pygambit
        except ModuleNotFoundError:
            continue
        tables = [t.tolist() for t in pygambit.read_nfg(path).to_arrays(dtype=float)]
        assert len(pure_nash(game_of(path).shape, tables)) == stable
    assert written_out > 30


def test_games_come_out_as_they_went_in(tmp_path: Path) -> None:
    """Names of players and strategies, and the order of payoffs; a published 2x2 game too."""
    for text, name in ((PAYOFFS, "a.nfg"), (OUTCOMES, "b.nfg"), (POKER, "c.efg")):
        first = read_model(written(tmp_path, text, name))
        back = read_model(written(tmp_path, write_nfg(first).text))
        assert back.model.makers == first.model.makers and back.title == first.title
        assert list((back.states or {}).values()) == list((first.states or {}).values())
        assert nash(back) == nash(first)


HOSTILE = [
    '"',
    "\\",
    "a\\",
    "x\ny",
    "",
    "{ }",
    "\x00",
    "é ü 中",
    "</key>&",
    "-",
    "a-b",
    "a" * 500,
    "\ud800",
]


def test_hostile_names_go_out_and_in(tmp_path: Path) -> None:
    """Names with quotation marks, braces, line ends, nothing in them: read by us, and by Gambit."""
    rng = random.Random(1)
    for seed in range(40):
        names = [rng.choice(HOSTILE) for _ in range(4)]
        document = {
            "schema": "standoff-model/1",
            "id": names[0] or "x",
            "title": names[1],
            "form": "normal",
            "decision_makers": [
                {"name": names[2] + "1", "strategies": ["s" + names[0], "t" + names[1]]},
                {"name": names[3] + "2", "strategies": ["u" + names[2], "v" + names[3]]},
            ],
            "preferences": {name + str(k): {"form": "none"} for k, name in enumerate(names[2:], 1)},
            "status_quo": None,
        }
        path = tmp_path / "model.json"
        path.write_text(json.dumps(document), "utf-8")
        try:
            file = read_model(path)
        except CaseError:
            continue  # two states would have one name
        back = read_model(written(tmp_path, write_nfg(file).text))
        assert len(back.model.makers) == 2 and back.model.space.count == 4, seed
        try:
            import pygambit
        except ModuleNotFoundError:
            continue
        assert len(pygambit.read_nfg(tmp_path / "game.nfg").players) == 2


def test_what_a_strategic_game_cannot_say_is_refused() -> None:
    elmira = read_model(shipped_cases()["hipel-1993-elmira"] / "model.json")
    with pytest.raises(NotComputed, match="extensive one"):
        write_nfg(elmira)


def test_a_tree_of_turns_is_read_back(tmp_path: Path) -> None:
    """Prisoners from CC: two turns, each stays or moves; pure play of the tree is what it pays."""
    path = shipped_cases()["kinsara-2014-prisoners"] / "model.json"
    file = read_model(path)
    start = file.model.space.codes.tolist()[0]
    text = write_efg(file, 2, start).text
    game = game_of(written(tmp_path, text, "turns.efg"))
    assert game.shape == (2, 4)
    assert "Payoffs are ranks" in text and "2 turns in the order of the players" in text
    paid = {game.payoff(0, p) for p in itertools.product(range(2), range(4))}
    assert paid == set(file.model.preferences[0].ranks(file.model.space).tolist())
    with pytest.raises(NotComputed, match="play begins in one situation"):
        write_efg(
            ModelFile("x", "x", Model("x", ("A",), file.model.space, file.model.preferences)), 2
        )
    with pytest.raises(TooLarge, match="nearer horizon"):
        write_efg(file, 40, start)
    with pytest.raises(NotComputed, match="at least 1"):
        write_efg(file, 0, start)
    tables = of_gambit(tmp_path / "turns.efg")
    assert tables is not None and len(tables[0]) == 8


def test_one_way_options_live_on_in_a_tree(tmp_path: Path) -> None:
    """Elmira has moves that cannot be undone: the tree has only those there are."""
    file = read_model(shipped_cases()["hipel-1993-elmira"] / "model.json")
    for start in file.model.space.codes.tolist():
        text = write_efg(file, 2, start).text
        first = file.model.space.moves(0, start)
        branches = len(first) + 1 if first else 0
        tree = game_tree(Tokens("x", text))
        assert tree.nodes[0].actions == branches or not first


# --- size --------------------------------------------------------------------------------------------


def several_seconds(*shape: int) -> Any:
    return pytest.param(shape, marks=pytest.mark.thorough)


@pytest.mark.parametrize(
    "shape",
    [
        (1, 1, 40, 50),
        several_seconds(256, 256),
        several_seconds(65536),
        several_seconds(*(2,) * 16),
    ],
)
def test_every_game_of_up_to_65536_profiles_is_read(shape: tuple[int, ...], tmp_path: Path) -> None:
    rng = random.Random(0)
    profiles = int(np.prod(shape))
    counts = " ".join(map(str, shape))
    players = " ".join(f'"{i}"' for i in range(len(shape)))
    numbers = " ".join(str(rng.randint(0, 9)) for _ in range(profiles * len(shape)))
    path = written(tmp_path, f'NFG 1 R "" {{ {players} }} {{ {counts} }}\n{numbers}')
    began = time.process_time()
    file, game = read_model(path), game_of(path)
    assert time.process_time() - began < 60  # ten at most, for a million numbers
    assert file.model.space.count == profiles
    tables = [table_of(game, i).ravel().tolist() for i in range(len(shape))]
    stable = solve(file.model, ["NASH"]).count("NASH")
    assert stable == len(pure_nash(game.shape, tables))


def test_a_wide_tree_of_65536_profiles_is_read(tmp_path: Path) -> None:
    """Sixteen nodes of chance's, each a choice of its own for the one player: 2^16 plans."""
    lines = [
        'EFG 2 R "" { "A" }',
        'c "" 1 "" { ' + " ".join(f'"{k}" 1/16' for k in range(16)) + " } 0",
    ]
    for k in range(16):
        lines += [f'p "" 1 {k + 1} "" {{ "a" "b" }} 0', f't "" {k + 1} "" {{ {k} }}', 't "" 0']
    path = written(tmp_path, "\n".join(lines), "wide.efg")
    file = read_model(path)
    assert file.model.space.count == 65536
    assert game_of(path).payoff(0, (0,)) == Fraction(sum(range(16)), 16)
    lines[0] = 'EFG 2 R "" { "A" "B" }'
    more = [
        line.replace(" }", ", 0 }") if line.startswith("t") and "{" in line else line
        for line in lines
    ]
    text = "\n".join(more) + "\n"
    text = text.replace(
        'EFG 2 R "" { "A" "B" }', 'EFG 2 R "" { "A" "B" }\np "" 2 1 "" { "x" "y" } 0', 1
    )
    text += 't "" 0\n'
    with pytest.raises(CaseError, match=r"wide.efg:1:1: its players have more than 65,536"):
        read_model(written(tmp_path, text, "wide.efg"))


def test_a_hundred_players_of_whom_two_choose(tmp_path: Path) -> None:
    """More players than an array has axes; both formats."""
    players = " ".join(f'"{i}"' for i in range(100))
    shape = [3 if i in (7, 60) else 1 for i in range(100)]
    numbers = [[(k * (i + 1)) % 7 for i in range(100)] for k in range(9)]
    body = " ".join(str(x) for row in numbers for x in row)
    path = written(
        tmp_path, f'NFG 1 R "" {{ {players} }} {{ {" ".join(map(str, shape))} }}\n{body}'
    )
    file, game = read_model(path), game_of(path)
    assert file.model.space.count == 9 and len(file.model.makers) == 100
    profile = [0] * 100
    profile[7], profile[60] = 2, 1
    assert game.payoff(5, profile) == numbers[2 + 3][5]
    lines = [f'EFG 2 R "" {{ {players} }}', 'p "" 8 1 "" { "a" "b" } 0']
    lines += ['p "" 61 1 "" { "c" "d" } 0', 't "" 0', 't "" 1 "" { ' + "3 " * 100 + "}", 't "" 0']
    game = game_of(written(tmp_path, "\n".join(lines), "many.efg"))
    profile[7], profile[60] = 0, 1
    assert game.payoff(99, profile) == 3 and game.payoffs.shape == (100, 4)


# --- faults ------------------------------------------------------------------------------------------

FAULTS = [
    ('NFG 2 R "" { "A" } { 1 } 1', "1:5", "NFG 1 is read here"),
    ('NFG 1 X "" { "A" } { 1 } 1', "1:7", "R and D are read"),
    ('NFG 1 R "" "A"', "1:12", "{ is missing before the players' names"),
    ('NFG 1 R "" { "A" }\n{ 2 2 }\n1 1', "2:1", "strategies of 2 are given for 1 players"),
    ('NFG 1 R "" { "A" }\n{ 2 }\n1', "3:2", "a payoff of combination 2 of 2 is missing"),
    ('NFG 1 R "" { "A" }\n{ 2 }\n1 x', "3:3", "there is x"),
    ('NFG 1 R "" { "A" }\n{ 2 }\n1 1/0', "3:3", "divided by nothing"),
    ('NFG 1 R "" { "A" }\n{ 2 }\n1 1e999999999999', "3:3", "too long a number"),
    ('NFG 1 R "" { "A" }\n{ 2 }\n1 2 3', "3:5", "the game is over here"),
    ('NFG 1 R "" { "A" }\n{ 65537 }\n1', "2:3", "more than 65,536"),
    ('NFG 1 R "" { "A" "B" }\n{ 65536 2 }\n1', "2:9", "more than 65,536"),
    ('NFG 1 R "" { "A" }\n{ { } }\n', "2:3", "a player has no strategy"),
    ('NFG 1 R "" { "A" }\n{ -1 }\n', "2:3", "a whole number from 0 up"),
    ('NFG 1 R "" { "A" }\n{ 1 }\n{ { "" 1 2 } } 1', "3:8", "2 payoffs are given for 1 players"),
    ('NFG 1 R "" { "A" }\n{ 1 }\n{ { "" 1 } } 2', "3:14", "there is no outcome 2"),
    ('NFG 1 R "open', "1:9", "never closed"),
    ('EFG 2 R "" { "A" }\nq', "2:1", "begins with c, p or t"),
    ('EFG 2 R "" { "A" }\np "" 2 1 "" { "x" } 0', "2:6", "there is no player 2"),
    ('EFG 2 R "" { "A" }\np "" 1 1 0', "2:1", "must list its actions"),
    ('EFG 2 R "" { "A" }\np "" 1 1 "" { } 0', "2:10", "at least one action"),
    ('EFG 2 R "" { "A" }\np "" 1 1 "" { "x" } 0\n', "3:1", "a node is missing"),
    (
        'EFG 2 R "" { "A" }\np "" 1 1 "" { "x" } 0\np "" 1 1 "" { "y" } 0\nt "" 0',
        "3:10",
        "other actions elsewhere",
    ),
    ('EFG 2 R "" { "A" }\np "" 1 1/2 "" { "x" } 0\n', "2:8", "a whole number is needed"),
    ('EFG 2 R "" { "A" }\nt "" 1', "2:6", "must have its payoffs"),
    ('EFG 2 R "" { "A" }\nt "" 0 "" { 1 }', "2:6", "outcome 0 stands for none"),
    ('EFG 2 R "" { "A" }\nt "" 1 "" { 1 }\nt "" 0', "3:1", "the game is over here"),
    ('EFG 2 R "" { "A" }\nc "" 1 "" { "x" 1/2 "y" 1/3 } 0', "2:8", "sum to 5/6"),
    ('EFG 2 R "" { "A" }\nc "" 1 "" { "x" -1 "y" 2 } 0', "2:17", "cannot be -1"),
    ('EFG 2 R "" { "A" }\nc "" 1 0', "2:1", "must list its chances"),
]


@pytest.mark.parametrize(("text", "place", "message"), FAULTS)
def test_faults_have_line_and_column(text: str, place: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, text, "game.txt")
    with pytest.raises(CaseError) as raised:
        read_model(path)
    (problem,) = raised.value.findings.problems
    assert f"{problem.place.line}:{problem.place.column}" == place
    assert message in problem.message


WORDS = '" { } , \\ 1 0 -1 1/2 1e9 .5 / "x" "" p c t NFG EFG 2 R 99999999999999999999 1e400'
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\x00", "é", "\ufeff"])


@given(
    st.sampled_from([PAYOFFS, OUTCOMES, POKER]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), PIECES), max_size=6),
)
def test_damaged_games_are_read_or_refused_by_line(
    text: str, damage: list[tuple[int, int, str]]
) -> None:
    """Pieces cut out and put in anywhere: a game, or one fault with its place; never anything else."""
    for at, cut, piece in damage:
        at = min(at, len(text))
        text = text[:at] + piece + text[at + cut :]
    for read in (strategic_game, lambda tokens: reduced(game_tree(tokens))):
        try:
            game = read(Tokens("game", text))
        except CaseError as error:
            (problem,) = error.findings.problems
            assert 1 <= problem.place.line <= text.count("\n") + 1
            assert problem.place.column >= 1
        else:
            assert game is None or len(game.payoffs) == len(game.players)


@given(st.text(max_size=200), st.sampled_from(["NFG 1 R ", "EFG 2 R ", ""]))
def test_any_text_is_read_or_refused(text: str, head: str) -> None:
    for read in (strategic_game, game_tree):
        try:
            read(Tokens("game", head + text))
            problems = 1
        except CaseError as error:
            problems = len(error.findings.problems)
        assert problems == 1


@pytest.mark.parametrize("actions", ['"x"', '"stop" "go"'])
def test_a_deep_tree_is_no_problem(actions: str, tmp_path: Path) -> None:
    """Twenty thousand moves one below another: of one action each, or each to stop or to go on."""
    depth = 20_000
    stop = ['t "" 1 "" { 5 }'] if "go" in actions else []
    lines = ['EFG 2 R "" { "A" }']
    for k in range(1, depth + 1):
        lines += [f'p "" 1 {k} "" {{ {actions} }} 0', *stop]
    lines.append('t "" 2 "" { 7 }')
    game = game_of(written(tmp_path, "\n".join(lines), "deep.efg"))
    assert game.shape == ((depth + 1,) if stop else (1,))
    assert game.payoff(0, (game.shape[0] - 1,)) == 7
    assert game.payoff(0, (0,)) == (5 if stop else 7)
