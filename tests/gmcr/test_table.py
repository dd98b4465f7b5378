"""The table of concepts: what its rows say of each other, and that the law reads properties alone."""

import itertools
from collections.abc import Callable

import pytest
from tests.gmcr import mixed
from tests.gmcr.oracle import (
    State,
    Tables,
    by_gains,
    by_moves,
    coalition_improvements,
    joint_answers,
)
from tests.gmcr.rows import definition_of

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.coalition import every
from standoff.gmcr.concept.law import stable
from standoff.gmcr.concept.table import CONCEPTS, PLAIN, Answers, Concept, Movers, concept
from standoff.gmcr.conflict.model import Model, Mover
from standoff.gmcr.engine.choose import listed
from standoff.gmcr.engine.explicit import Flags
from standoff.problem import UnknownName


@pytest.mark.parametrize("id", CONCEPTS)
def test_every_row_names_its_definition_and_known_rows(id: str) -> None:
    row = CONCEPTS[id]
    assert row.id == id
    assert callable(definition_of(row))
    assert set(row.implies) <= set(CONCEPTS)
    assert all((row.words, row.definition, row.source, row.checked))
    assert row.escapes <= row.answers.after, "there is an answer to escape from"
    assert row.plain == (id in PLAIN)


def test_concepts_are_found_in_any_case_of_letters() -> None:
    assert concept("gmr_A") is CONCEPTS["GMR_a"]
    with pytest.raises(UnknownName, match="did you mean CSMR"):
        concept("CSMRR")


ANSWERS: dict[Answers, Callable[[Tables, frozenset, State], set[State]]] = {
    Answers.MOVES: lambda t, h, x: by_moves(t, frozenset(t.makers) - h, x),
    Answers.IMPROVEMENTS: lambda t, h, x: by_gains(t, frozenset(t.makers) - h, x),
    Answers.JOINT: joint_answers,
}


def better(t: Tables, h: frozenset, x: State, s: State, ties: bool) -> bool:
    pairs = [(t.value[i, x], t.value[i, s]) for i in h]
    if not ties:
        return all(a > b for a, b in pairs)
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def by_properties(t: Tables, row: Concept, h: frozenset, s: State) -> bool:
    """The law in words: every improvement has an answer that is not better, nor is what h makes of it."""
    tempting = (
        {x for x in by_moves(t, h, s) if better(t, h, x, s, ties=True)}
        if row.ties
        else coalition_improvements(t, h, s)
    )
    if row.answers is Answers.NONE:
        return not tempting
    return all(
        any(
            not better(t, h, y, s, row.ties)
            and not (row.escapes and any(better(t, h, z, s, row.ties) for z in by_moves(t, h, y)))
            for y in ANSWERS[row.answers](t, h, x)
        )
        for x in tempting
    )


@pytest.mark.parametrize("answers", [Answers.NONE, *ANSWERS], ids=lambda each: each.name)
def test_a_row_of_given_properties_needs_no_more(answers: Answers) -> None:
    """Every combination of answers, escapes and ties, of single movers and of coalitions: rows nobody
    wrote are computed as the words of the law have it."""
    for seed in range(30):
        drawn = mixed.conflict(seed)
        model, tables = drawn.model, drawn.tables()
        game = listed(model, Budget())
        for escapes, ties in itertools.product((False, True), repeat=2):
            if escapes and answers is Answers.NONE:
                continue
            row = Concept(
                id="NEW",
                name="new",
                words="-",
                definition="-",
                source="-",
                checked="-",
                oracle="-",
                answers=answers,
                escapes=escapes,
                ties=ties,
                movers=Movers.COALITION,
            )
            for mover in every(model):
                found = states(model, stable(game, row, mover))
                right = {s for s in tables.states if by_properties(tables, row, mover, s)}
                assert found == right, (seed, row.answers, escapes, ties, mover)


def states(model: Model, flags: Flags) -> set[State]:
    return {frozenset(model.space.taken(int(code))) for code in model.space.codes[flags]}


def test_movers_have_names() -> None:
    model = mixed.conflict(0).model
    everybody: Mover = frozenset(range(len(model.makers)))
    assert model.called(everybody) == "+".join(model.makers)
    assert [model.called(each) for each in model.single_movers] == list(model.makers)
