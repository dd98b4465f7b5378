"""Model files of every form that is read here, by what they are and not by what they are called."""

from __future__ import annotations

from pathlib import Path

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.problem import CaseError
from standoff.store.model.gmcrplus import read_gmcrplus
from standoff.store.model.jsonfile import JsonFile
from standoff.store.model.published import read_published

SUFFIXES = (".json", ".gmcr")


def read_model(path: str | Path, variation: Variation = AS_WRITTEN) -> ModelFile:
    """The model of a `standoff-model/1` or a GMCR+ file, its warnings in `found`.

    Raises CaseError with every fault found, each with its place.
    """
    file = JsonFile.read(Path(path))
    if file.found.problems:
        raise CaseError(file.found)
    if isinstance(file.value, dict) and "decisionMakers" in file.value:
        return read_gmcrplus(file, variation)
    return read_published(file, variation)
