"""Model files of every form that is read here, by what they are and not by what they are called."""

from __future__ import annotations

from pathlib import Path

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.store.model.kind import READERS, read_as_it_is

SUFFIXES = tuple(READERS)


def read_model(path: str | Path, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of a file of any kind in `kind.KINDS` that has a reader, its warnings in `found`.

    Raises CaseError with every fault found, each with its place; for a game, with the first.
    """
    return read_as_it_is(Path(path), variation)
