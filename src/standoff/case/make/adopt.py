"""A model from elsewhere as the text of a case: options named by words, every line without a source."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from standoff.case.format.line import ACTOR_NAME
from standoff.condition import RESERVED, Condition, Var, rename
from standoff.gmcr.conflict.graph import Graph, in_options
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Ranking, Statements, Weights
from standoff.gmcr.conflict.space import Direction, Space
from standoff.problem import NotComputed


def case_text(model: Model, labels: Mapping[str, str], title: str) -> str:
    """The `case.yaml` of a model in option form; `labels` are its options' names in words.

    Raises NotComputed for a graph: its states and moves are listed, and lines of a case cannot be.
    """
    return "\n".join(_Writer(model, labels).lines(title)) + "\n"


def title_line(title: str) -> str:
    """The first line of a case."""
    return f"case: {_plain(title) or 'A model from elsewhere'}"


class _Writer:
    """A model with the names that a case will have for its actors and options."""

    def __init__(self, model: Model, labels: Mapping[str, str]) -> None:
        if isinstance(model.space, Graph):
            found = in_options(model.space, range(len(model.makers)))
            if found is None:
                raise NotComputed(
                    "its states or moves are listed: keep the file as `model.json` in a case"
                )
            model = replace(model, space=found)
        self.model = model
        self.labels = labels
        self.actors = _distinct(map(_actor, model.makers))
        words = (labels.get(option.name, option.name) for option in model.space.options)
        ids = _distinct(map(slug, words))
        self.ids = dict(zip((o.name for o in model.space.options), ids, strict=True))

    def lines(self, title: str) -> Iterator[str]:
        yield title_line(title)
        yield from ("", "actors:")
        for name, actor in zip(self.model.makers, self.actors, strict=True):
            also = "" if name == actor else f"also: [{_plain(name).replace(',', ' ')}]"
            yield f"  {actor}: {{{also}}}"
        yield from ("", "options:")
        for option in self.model.space.options:
            owner = self.actors[option.owner or 0]
            words = _plain(self.labels.get(option.name, option.name))
            yield f"  {owner}.{self.ids[option.name]}: {words}"
        yield from self._today()
        yield from self._section("impossible", map(self._text, self.model.space.impossible))
        yield from self._section("no_way_back", self._one_way())
        yield from ("", "wants:")
        for actor, preference in zip(self.actors, self.model.preferences, strict=True):
            yield from self._wants(actor, preference)

    def _text(self, condition: Condition) -> str:
        return str(rename(condition, lambda name: Var(self.ids[name])))

    def _today(self) -> Iterator[str]:
        space, note = self.model.space, ""
        if self.model.today:
            today = self.model.today[0]
        else:
            today = space.nearest(0)[0]
            note = (
                "   # the model names no status quo: this is a state with the fewest options taken"
            )
        taken = [f"  - {self.ids[name]}" for name in space.taken(today)]
        yield ""
        yield f"now:{'' if taken else ' []'}{note}"
        yield from taken

    def _one_way(self) -> Iterator[str]:
        for option in self.model.space.options:
            if option.owner is None or option.direction is Direction.FORWARD:
                yield self.ids[option.name]
            if option.owner is None or option.direction is Direction.BACK:
                yield f"not {self.ids[option.name]}"

    def _section(self, key: str, lines: Iterator[str]) -> Iterator[str]:
        written = [f"  - {line}" for line in lines]
        if written:
            yield from ("", f"{key}:", *written)

    def _wants(self, actor: str, preference: Preference) -> Iterator[str]:
        match preference:
            case Statements(tiers=()):
                yield f"  {actor}: silent"
            case Statements(tiers=tiers):
                yield f"  {actor}:"
                for tier in tiers:
                    for at, condition in enumerate(tier):
                        if at:
                            yield "    - equal"
                        yield f"    - {self._text(condition)}"
            case Weights(weights=weights):
                yield from (f"  {actor}:", "    weights:")
                for name, weight in weights.items():
                    yield f"      {self.ids[name]}: {float(weight):.12g}"
            case Ranking(tiers=ranked):
                yield from (f"  {actor}:", "    ranking:")
                for states in ranked:
                    yield from _tied([self._taken(self.model.space, state) for state in states])
            case _:
                raise NotComputed(f"{actor}'s preference has no lines in a case")

    def _taken(self, space: Space, state: int) -> str:
        return ", ".join(self.ids[name] for name in space.taken(state)) or "nothing"


def _tied(states: list[str]) -> Iterator[str]:
    first, *others = states
    yield f"      - - {first}" if others else f"      - {first}"
    yield from (f"        - {state}" for state in others)


def slug(words: str) -> str:
    """An option id made of words.

    >>> slug("Air strike"), slug("2nd round"), slug("Not")
    ('air_strike', 'o_2nd_round', 'not_')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")
    if not plain[:1].isalpha():
        plain = f"o_{plain}".rstrip("_")
    return f"{plain}_" if plain in RESERVED else plain


def _actor(name: str) -> str:
    plain = re.sub(r"[^\w-]+", "_", name).strip("_-")
    plain = plain[:1].upper() + plain[1:]
    return plain if ACTOR_NAME.fullmatch(plain) else f"Actor_{plain}"


def fresh(name: str, taken: Container[str]) -> str:
    """The name, with a number behind it if it is taken."""
    count, new = 1, name
    while new in taken:
        count += 1
        new = f"{name}_{count}"
    return new


def _distinct(names: Iterator[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        found.append(fresh(name, found))
    return tuple(found)


def _plain(text: str) -> str:
    """The text as YAML and the line grammar take it without quoting."""
    clean = text.translate(str.maketrans("[]{}", "()()", "\"'`#|>*!%@"))
    return " ".join(clean.replace(":", " -").split()).lstrip("-?, ")
