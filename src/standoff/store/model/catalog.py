"""Published conflicts by name: what was modelled, by whom, with which results, and what differs from print.

They are the cases that ship and hold a model; each is read from its own files and nothing is repeated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from standoff.case.modelfile import ModelFile
from standoff.problem import UnknownName
from standoff.store.folder import MODEL, load_folder
from standoff.store.model.read import read_model
from standoff.store.shipped import shipped_cases

_WORK = ("authors", "year", "title", "venue", "url", "original_study")
_CONCEPTS = ("published", "computed")


@dataclass(frozen=True)
class OptionRow:
    """A row of the table of options: whose it is, what it is called, how it may change.

    In normal form `id` is a strategy, and exactly one of a decision maker's is chosen.
    """

    maker: str | None
    id: str
    words: str
    direction: str = "both"


@dataclass(frozen=True, eq=False)
class Published:
    """A published conflict.

    citation   `authors`, `year`, `title`, `venue`, `url`, and `original_study` where the source cites one
    verified   how the published results were come by, as `read in source` or `from memory`
    expected   concept -> `published` and `computed` sets: by decision maker, and `equilibria`
    differs    concept -> what differs from print, in words
    notes      slips in the source, and what to watch
    variations name -> the switches that give another published table, and its sets
    """

    name: str
    title: str
    path: Path
    citation: Mapping[str, Any]
    verified: str
    form: str
    options: tuple[OptionRow, ...]
    states: int | None
    expected: Mapping[str, Mapping[str, Any]]
    differs: Mapping[str, str]
    notes: tuple[str, ...]
    variations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def cited(self) -> str:
        """The work in one line."""
        parts = (self.citation.get(key) for key in ("authors", "year", "title", "venue"))
        return ", ".join(str(part) for part in parts if part)

    def read(self) -> ModelFile:
        """The model itself."""
        return read_model(self.path)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "citation": dict(self.citation),
            "verified": self.verified,
            "form": self.form,
            "options": [
                {"dm": row.maker, "id": row.id, "name": row.words, "direction": row.direction}
                for row in self.options
            ],
            "states": self.states,
            "expected": {concept: dict(sets) for concept, sets in self.expected.items()},
            "differs": dict(self.differs),
            "notes": list(self.notes),
            "variations": {name: dict(entry) for name, entry in self.variations.items()},
        }


def catalog() -> tuple[Published, ...]:
    """Every published conflict that ships, by name.

    >>> catalog()[0].name
    'fang-1993-chicken'
    """
    paths = shipped_cases().items()
    return tuple(_entry(name, path) for name, path in paths if (path / MODEL).is_file())


def published(name: str) -> Published:
    """The published conflict of that name; UnknownName if there is none."""
    folders = {key: path for key, path in shipped_cases().items() if (path / MODEL).is_file()}
    if name not in folders:
        raise UnknownName("published conflict", name, folders)
    return _entry(name, folders[name])


def _entry(name: str, folder: Path) -> Published:
    case, _ = load_folder(folder)
    results = dict(case.base.expected)
    file = read_model(folder / MODEL)
    document = file.document
    source = document.get("source") or {}
    listed = document.get("feasible")
    concepts = dict.fromkeys(concept for key in _CONCEPTS for concept in results.get(key) or ())
    expected = {
        concept: {
            key: results[key][concept] for key in _CONCEPTS if concept in (results.get(key) or {})
        }
        for concept in concepts
    }
    ours = {"verified", "differs", *_CONCEPTS}
    return Published(
        name,
        case.base.title or file.title,
        folder / MODEL,
        MappingProxyType({key: source[key] for key in _WORK if source.get(key) is not None}),
        str(results.get("verified") or document.get("verified") or ""),
        str(document.get("form", "option")),
        tuple(_options(file)),
        document.get("feasible_count") or (len(listed) if isinstance(listed, list) else None),
        MappingProxyType(expected),
        MappingProxyType(
            {key: str(words) for key, words in (results.get("differs") or {}).items()}
        ),
        tuple(map(str, document.get("notes") or ())),
        MappingProxyType({key: entry for key, entry in results.items() if key not in ours}),
    )


def _options(file: ModelFile) -> Iterator[OptionRow]:
    model = file.model
    for option in model.space.options:
        maker = None if option.owner is None else model.makers[option.owner]
        words = file.labels.get(option.name, option.name)
        yield OptionRow(maker, option.name, words, option.direction.value)
