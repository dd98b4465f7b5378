"""Files of the program GMCR+ (`.gmcr`): read into a model, and written from one.

A condition is a list of [option, "Y" or "N"] that all hold; one marked `compound` has `members` of
which one holds. States are numbered from 1 in the order of their codes. What the format cannot say is
listed when a file is written; what a file says that the model does not use is a warning.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation, some, without
from standoff.condition import Condition, Or, conjunction, literal, names, predicate
from standoff.gmcr.conflict.graph import Graph, in_options
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Preference, Ranking, Statements
from standoff.gmcr.conflict.space import Direction, Option, Space
from standoff.problem import CaseError, NotComputed, UnknownName
from standoff.store.model.jsonfile import JsonFile, Path_

PROGRAM, VERSION = "gmcr-py", "0.3.12"
"""What the format calls itself, and its last version that was seen."""

_DIRECTIONS = MappingProxyType(
    {"both": Direction.BOTH, "fwd": Direction.FORWARD, "back": Direction.BACK}
)
_MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
_RANKING = ("preferenceRanking", "preferenceVector")
_UNUSED = MappingProxyType(
    {
        "coalitions": "coalitions are left out: each decision maker stands for itself",
        "coalitionsFull": "",
        "payoffs": "",
    }
)
_KNOWN = frozenset(
    {"program", "version", "options", "decisionMakers", "infeasibles", *_MANUAL, *_UNUSED}
)
_KNOWN_OF_MAKER = frozenset(
    {"name", "options", "preferences", "misperceptions", *_RANKING, *_UNUSED}
)
MAX_PATTERNS = 4096
"""A condition, or what cannot be, that takes more lists of literals than this is not written."""


def read_gmcrplus(file: JsonFile, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of a `.gmcr` file, options called o1, o2, ... Raises CaseError with every fault."""
    reader = _Reader(file)
    options = reader.options(variation)
    makers = reader.makers()
    rules = Space(options)
    if not file.found.problems:
        rules = Space(
            options, tuple(reader.conditions(file.value.get("infeasibles"), ("infeasibles",)))
        )
    if file.found.problems:
        raise CaseError(file.found)
    space = without(rules, set(reader.unseen(rules, variation)), range(len(makers)))
    preferences = tuple(reader.preference(at, rules) for at in range(len(makers)))
    reader.passed_over()
    if file.found.problems:
        raise CaseError(file.found)
    model = Model(Path(file.file).stem, makers, space, preferences)
    labels = {option.name: reader.words[at] for at, option in enumerate(options)}
    numbers = {code: at for at, code in enumerate(space.codes.tolist(), 1)}
    return ModelFile(
        model.name, model.name, model, labels, numbers, MappingProxyType(file.value), file.found
    )


class _Reader:
    """One file on its way to a model; faults are reported with their place."""

    def __init__(self, file: JsonFile) -> None:
        self.file = file
        if not isinstance(file.value, dict):
            file.fault((), "a .gmcr file is one JSON object")
            raise CaseError(file.found)
        self.data: Mapping[str, Any] = file.value
        self.words: list[str] = []

    def _objects(self, key: str) -> list[Mapping[str, Any]]:
        data = self.data.get(key)
        if isinstance(data, list) and all(isinstance(each, dict) for each in data):
            return data
        self.file.fault((key,), f"`{key}` is missing, or not a list of objects")
        return []

    def makers(self) -> tuple[str, ...]:
        found: list[str] = []
        for at, maker in enumerate(self._objects("decisionMakers")):
            name = maker.get("name")
            if not isinstance(name, str) or not name or name in found:
                message = f"a decision maker needs a name of its own: {name!r}"
                self.file.fault(("decisionMakers", at), message)
            found.append(str(name))
        return tuple(found)

    def options(self, variation: Variation) -> tuple[Option, ...]:
        data = self._objects("options")
        owners: dict[int, int] = {}
        for at, maker in enumerate(self._objects("decisionMakers")):
            for option in self._list(maker, "options", ("decisionMakers", at)):
                path = ("decisionMakers", at, "options")
                if not isinstance(option, int) or not 0 <= option < len(data):
                    self.file.fault(path, f"there is no option number {option!r}")
                elif option in owners:
                    self.file.fault(path, f"option number {option} has two owners")
                else:
                    owners[option] = at
        ids = [f"o{at + 1}" for at in range(len(data))]
        for name in variation.reversible:
            if name not in ids and name != "all":
                raise UnknownName("option", name, ids)
        options = []
        for at, option in enumerate(data):
            self.words.append(str(option.get("name", ids[at])))
            direction = self._direction(option, at)
            if {ids[at], "all"} & set(variation.reversible):
                direction = Direction.BOTH
            if at not in owners:
                self.file.doubt(
                    ("options", at), f"{self.words[at]!r} has no owner: nobody moves it"
                )
            options.append(Option(ids[at], owners.get(at), direction))
        return tuple(options)

    def _direction(self, option: Mapping[str, Any], at: int) -> Direction:
        word = option.get("permittedDirection")
        if not isinstance(word, str) or word not in _DIRECTIONS:
            known = ", ".join(_DIRECTIONS)
            message = f"the permitted direction is {word!r}: it can be {known}"
            self.file.fault(("options", at), message)
        return _DIRECTIONS.get(str(word), Direction.BOTH)

    def _list(self, holder: Mapping[str, Any], key: str, path: Path_) -> list[Any]:
        data = holder.get(key)
        if isinstance(data, list):
            return data
        self.file.fault(path, f"`{key}` is missing, or not a list")
        return []

    def conditions(self, data: Any, path: Path_) -> Iterator[Condition]:
        """The conditions of a list, in order."""
        if not isinstance(data, list):
            self.file.fault(path, "a list of conditions is missing here")
            return
        for at, condition in enumerate(data):
            found = self._condition(condition, (*path, at))
            if found is not None:
                yield found

    def _condition(self, data: Any, path: Path_) -> Condition | None:
        if (
            isinstance(data, dict)
            and data.get("compound")
            and isinstance(data.get("members"), list)
            and data["members"]
        ):
            members = [self._condition(each, (*path, "members")) for each in data["members"]]
            found = [member for member in members if member is not None]
            tree = found[0] if found else None
            for member in found[1:]:
                tree = Or(tree, member) if tree is not None else member
            return tree
        if not isinstance(data, list) or not data or not all(map(self._is_mark, data)):
            message = 'a condition is a list of [option, "Y" or "N"], or `compound` with `members`'
            self.file.fault(path, message)
            return None
        return conjunction(literal(f"o{option + 1}", mark == "Y") for option, mark in data)

    def _is_mark(self, data: Any) -> bool:
        return (
            isinstance(data, list)
            and len(data) == 2
            and data[1] in ("Y", "N")
            and isinstance(data[0], int)
            and 0 <= data[0] < len(self.words)
        )

    def preference(self, at: int, space: Space) -> Preference:
        maker = self.data["decisionMakers"][at]
        path: Path_ = ("decisionMakers", at)
        if any(self.data.get(key) for key in _MANUAL):
            key = next((key for key in _RANKING if key in maker), _RANKING[0])
            return self._ranking(self._list(maker, key, path), space, (*path, key))
        stated = tuple(self.conditions(maker.get("preferences"), (*path, "preferences")))
        if not stated:
            name = maker.get("name")
            self.file.doubt(path, f"{name} has no preference in the file: all states tie for it")
            return NO_WISHES
        return Statements.of(*stated)

    def _ranking(self, data: list[Any], space: Space, path: Path_) -> Preference:
        codes = space.codes.tolist()
        tiers, seen = [], set[int]()
        for at, tier in enumerate(data):
            numbers = tier if isinstance(tier, list) else [tier]
            for number in numbers:
                if not isinstance(number, int) or not 1 <= number <= len(codes):
                    self.file.fault((*path, at), f"there is no state number {number!r}")
                elif number in seen:
                    message = f"state {number} stands twice: it would be better than itself"
                    self.file.fault((*path, at), message)
                else:
                    seen.add(number)
            tiers.append(numbers)
        missing = [number for number in range(1, len(codes) + 1) if number not in seen]
        if missing:
            self.file.fault(path, f"these states have no place: {some(missing)}")
        if self.file.found.problems:
            return NO_WISHES
        return Ranking(tuple(tuple(codes[n - 1] for n in tier) for tier in tiers if tier))

    def unseen(self, space: Space, variation: Variation) -> Iterator[tuple[int, int, int]]:
        """The arcs from and to states that their mover does not perceive, when that is asked for."""
        for maker, data in enumerate(self.data["decisionMakers"]):
            if not data.get("misperceptions"):
                continue
            path = ("decisionMakers", maker, "misperceptions")
            if not variation.perceived:
                message = "what it misperceives is left out: every decision maker sees every state"
                self.file.doubt(path, message)
                continue
            tests = [space.test(c) for c in self.conditions(data["misperceptions"], path)]
            hidden = {c for c in space.codes.tolist() if any(test(c) for test in tests)}
            for code in space.codes.tolist():
                for target in space.moves(maker, code):
                    if code in hidden or target in hidden:
                        yield maker, code, target

    def passed_over(self) -> None:
        """Warn of what the file says and the model does not use."""
        if self.data.get("program") != PROGRAM:
            message = f"the program is {self.data.get('program')!r}, not {PROGRAM!r}"
            self.file.doubt(("program",), f"{message}: read as if it were")
        for key, value in self.data.items():
            if key not in _KNOWN:
                self.file.doubt((key,), f"`{key}` is not known and is passed over")
            elif value and _UNUSED.get(key) and any(isinstance(each, list) for each in value):
                self.file.doubt((key,), _UNUSED[key])
        for at, maker in enumerate(self.data["decisionMakers"]):
            for key in maker:
                if key not in _KNOWN_OF_MAKER:
                    message = f"`{key}` is not known and is passed over"
                    self.file.doubt(("decisionMakers", at, key), message)


# --- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Written:
    """A `.gmcr` file's text, and what of the model is not in it."""

    text: str
    lost: tuple[str, ...]


def write_gmcrplus(
    model: Model, labels: Mapping[str, str] | None = None, lost: Iterable[str] = ()
) -> Written:
    """The model as a `.gmcr` file with the same states, moves and orders.

    `labels` are the options' names in words. Raises NotComputed when the states or moves are not what
    options alone give, so that the format cannot hold them.
    """
    makers = range(len(model.makers))
    space = in_options(model.space, makers) if isinstance(model.space, Graph) else model.space
    if space is None:
        raise NotComputed(
            "a .gmcr file holds options and what they rule out; here states or moves are listed"
        )
    labels = labels or {}
    gone = list(lost)
    if model.today:
        gone.append(f"the status quo: {some(space.taken(model.today[0]) or ['nothing'])} taken")
    for option in space.options:
        if option.owner is None:
            gone.append(f"that nobody moves {option.name}: the format has no word for it")
    ranked = any(not _fits(preference) for preference in model.preferences)
    if ranked and any(isinstance(p, Statements) and not p.empty for p in model.preferences):
        gone.append("preference statements: the format has one way for all, here rankings")
    number = {code: at for at, code in enumerate(space.codes.tolist(), 1)} if ranked else {}
    written = []
    for maker, name in enumerate(model.makers):
        preference = model.preferences[maker]
        entry: dict[str, Any] = {
            "name": name,
            "options": [b for b, o in enumerate(space.options) if o.owner == maker],
            "preferences": [] if ranked else _statements(preference, space),
            "misperceptions": [],
        }
        if ranked:
            entry["preferenceRanking"] = _ranking(preference, space, number)
        written.append(entry)
    back = {direction: word for word, direction in _DIRECTIONS.items()}
    document = {
        "program": PROGRAM,
        "version": VERSION,
        "options": [
            {"name": labels.get(o.name, o.name), "permittedDirection": back[o.direction]}
            for o in space.options
        ],
        "decisionMakers": written,
        "infeasibles": [
            clause
            for condition in space.impossible
            for alternative in _clauses(condition, space)
            # What always holds has no literal in it, and the format has no empty condition.
            for clause in ([alternative] if alternative else [[[0, "Y"]], [[0, "N"]]])
        ],
        "useManualPreferenceRanking": ranked,
    }
    return Written(json.dumps(document, ensure_ascii=False, indent=1) + "\n", tuple(gone))


def _fits(preference: Preference) -> bool:
    """Whether it is statements, one a tier, each short enough written out."""
    return isinstance(preference, Statements) and all(
        len(tier) == 1 and len(set(names(tier[0]))) <= 8 for tier in preference.tiers
    )


def _statements(preference: Preference, space: Space) -> list[Any]:
    assert isinstance(preference, Statements)
    written: list[Any] = []
    for (condition,) in preference.tiers:
        clauses = _clauses(condition, space)
        if clauses in ([], [[]]):  # never true, or always: it orders nothing
            continue
        written.append(clauses[0] if len(clauses) == 1 else {"compound": True, "members": clauses})
    return written


def _ranking(preference: Preference, space: Space, number: Mapping[int, int]) -> list[Any]:
    tiers: dict[int, list[int]] = {}
    ranks = preference.ranks(space).tolist()
    for (_, at), rank in zip(number.items(), ranks, strict=True):
        tiers.setdefault(rank, []).append(at)
    best_first = (tiers[rank] for rank in sorted(tiers, reverse=True))
    return [tier if len(tier) > 1 else tier[0] for tier in best_first]


def _clauses(condition: Condition, space: Space) -> list[list[list[Any]]]:
    """The condition as alternatives, each a list of [option, "Y" or "N"] that all hold."""
    asked = sorted({space.bit[name] for name in names(condition)})
    if 1 << len(asked) > MAX_PATTERNS:
        raise NotComputed(f"written out, this takes more than {MAX_PATTERNS} lists: {condition}")
    test = predicate(condition, space.bit)
    true = [
        tuple(bits)
        for bits in itertools.product((0, 1), repeat=len(asked))
        if test(sum(1 << b for b, bit in zip(asked, bits, strict=True) if bit))
    ]
    return [
        [[b, "NY"[mark]] for b, mark in zip(asked, marks, strict=True) if mark is not None]
        for marks in _fewer(true)
    ]


def _fewer(rows: Sequence[tuple[int | None, ...]]) -> list[tuple[int | None, ...]]:
    """The same alternatives joined where they differ in one place, as far as that goes."""
    width = len(rows[0]) if rows else 0
    for at in range(width):
        kept: dict[tuple[int | None, ...], set[int | None]] = {}
        for row in rows:
            kept.setdefault((*row[:at], *row[at + 1 :]), set()).add(row[at])
        rows = [
            (*rest[:at], None if len(values) == 2 else next(iter(values)), *rest[at:])
            for rest, values in kept.items()
        ]
    return list(rows)
