"""The reference page of solution concepts: what each is, whose, and what it was checked against.

Made from the table of concepts, the table of rules for sanctions and the published cases, so that it
says what the code does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from standoff.gmcr.concept.table import CONCEPTS, Concept, Movers, Need
from standoff.gmcr.engine.sanction import SANCTIONS

_OWN = ("verified", "published", "computed", "differs")
_HEAD = """\
# Solution concepts

This page is made from the code and the published cases: `python3 dev.py docs`. See also
[definitions and choices](../explanation/choices.md).

A decision maker *i* at a state *s* may have **improvements**: moves of its own to states it strictly prefers
to *s*. Without one, *s* is stable for *i* under every concept. The **others** answer by legal sequences of
moves, in which nobody moves twice in a row. A state that *i* does not strictly prefer to *s* **sanctions**:
a tie does. A state stable for every decision maker is an **equilibrium** under the concept.

Every concept is compared with its definition, written out slowly in `tests/gmcr/oracle.py`, on random models
at each run of the tests: those that ask one decision maker of a plain model on 2,000 (`STANDOFF_MODELS` sets
the number; 20,000 ran without a mismatch), the others on a hundred and more. They are also compared with the
published cases named below. *Read* beside a case: its published sets were read in the source. *Memory*:
they were not, and are a hint more than a proof.
"""
_VARIANTS = "see [the field's variants](../explanation/variants.md)"
_REFUSED = """\
## What is refused

`SIM` and `SEQ+SIMULTANEITY` combine changes of options. They are not computed where states are merged or a
listed move changes what is not its mover's, nor where more moves would have to be combined than fit; the
answer then says so, with the number, and the other concepts are computed all the same.
"""


def page(cases: Mapping[str, Mapping[str, Any]]) -> str:
    """The page; `cases` are the `expected` sections of published cases, by the case's name."""
    return "\n".join(_lines(cases)) + "\n"


def _lines(cases: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield _HEAD
    for concept in CONCEPTS.values():
        yield from _concept(concept, cases)
    yield from _sanctions()
    yield from _differences(cases)
    yield _REFUSED.rstrip()


def _concept(concept: Concept, cases: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    knows = "knows" if concept.knows_opponents else "need not know"
    yield f"## {concept.id}: {concept.name}\n"
    who = "a coalition" if concept.movers is Movers.COALITION else "*i*"
    yield f"*s* is stable for {who} when {concept.definition}."
    yield f"In plain words: {concept.words}.\n"
    moves = "one move" if concept.foresight == 1 else f"{concept.foresight} moves"
    yield f"- Foresight: {moves}; {who} {knows} what the others prefer. Answers: {concept.answers.words}."
    if concept.implies:
        yield f"- What is stable under it is stable under: {', '.join(concept.implies)}."
    yield f"- Source: {concept.source}. {concept.checked[0].upper()}{concept.checked[1:]}."
    yield f"- {_asked(concept)}"
    yield from _checked(concept.id, cases)
    yield ""


def _asked(concept: Concept) -> str:
    if concept.movers is Movers.COALITION:
        function = f'concept.coalition.coalitions(model, ["{concept.id}"])'
    elif Need.STRENGTH in concept.needs:
        function = f'concept.strength.strength(model, much, ["{concept.id}"])'
        return _of_marked(function, concept.id, "`!!`")
    elif Need.UNKNOWN in concept.needs:
        function = f'concept.unknown.unknown(model, outlooks, ["{concept.id}"])'
        return _of_marked(function, concept.id, "`?`, or with `--silent unknown`")
    elif Need.FUZZY in concept.needs:
        command = f"standoff solve CASE --threshold 1/2 --concept {concept.id}"
        function = "standoff.gmcr.concept.fuzzy.fuzzy(model, degrees, gamma)"
        return f"Function: `{function}`; command: `{command}`; {_VARIANTS}"
    elif Need.ATTITUDE in concept.needs:
        command = f"standoff solve CASE --concept {concept.id}"
        return (
            "Function: `standoff.gmcr.concept.attitude.relational(model, attitudes)`; command, of a case "
            f"with `attitudes`: `{command}`; {_VARIANTS}"
        )
    else:
        command = f"standoff solve CASE --concept {concept.id}"
        return f'Function: `standoff.gmcr.concept.law.solve(model, ["{concept.id}"])`; command: `{command}`'
    return f"Function: `standoff.gmcr.{function}`; see [theory](../explanation/theory.md)"


def _of_marked(function: str, id: str, mark: str) -> str:
    command = f"standoff solve CASE --concept {id}"
    return (
        f"Function: `standoff.gmcr.{function}`; command, of a case with wishes marked {mark}: `{command}`; "
        "see [what nobody knows](../how-to/what-nobody-knows.md)"
    )


def _checked(concept: str, cases: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    published, computed = [], []
    for name, expected in cases.items():
        if concept in expected.get("published", {}):
            agrees = "differs, see below" if concept in expected.get("differs", {}) else "agrees"
            published.append(f"{name} ({_trust(expected)}, {agrees})")
        if concept in expected.get("computed", {}):
            computed.append(name)
    yield f"- Published sets: {'; '.join(published) or 'none at hand'}"
    yield f"- Sets computed by a separate program: {'; '.join(computed) or 'none at hand'}"


def _trust(expected: Mapping[str, Any]) -> str:
    verified = str(expected.get("verified", ""))
    return "memory" if "from memory" in verified else "read"


def _sanctions() -> Iterator[str]:
    yield "## How others may answer\n"
    yield "The first is the rule of the literature and always the one used unless another is asked for.\n"
    yield "| `--sanctions` | rule | where it is met |"
    yield "|---|---|---|"
    for rule in SANCTIONS.values():
        yield f"| `{rule.id}` | {rule.words} | {rule.source} |"
    yield ""


def _differences(cases: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "## Where a published result differs\n"
    for name, expected in cases.items():
        for concept, why in expected.get("differs", {}).items():
            published = _set(expected["published"][concept])
            yield f"**{name}, {concept}.** Published: {published}; {why}.\n"
        for title, variant in expected.items():
            if title not in _OWN:
                yield f"With the model {title} the published sets come out:\n"
                yield f"    standoff solve cases/{name}/model.json {variant['switch']}\n"


def _set(entry: Mapping[str, Any]) -> str:
    return "{" + ", ".join(entry["equilibria"]) + "}"
