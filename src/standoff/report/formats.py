"""What a report can be written as: told by the ending of the file, a row of a table each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from standoff.extra import missing
from standoff.problem import NotComputed
from standoff.report.html.page import Report

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".html": "standoff.report.html.page",
        ".htm": "standoff.report.html.page",
        ".md": "standoff.report.markdown",
        ".docx": "standoff.report.word",
    }
)
"""Ending of a file -> the module whose `render` makes what stands in it, as text or as bytes."""


def printer(path: Path) -> Callable[[Report], bytes]:
    """What makes the bytes of a file out of a report.

    raises  NotComputed   no report is written with such an ending
            MissingExtra  its library is not installed
    """
    ending = path.suffix.lower() or ".html"
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise NotComputed(f"a report is not written as `{ending}`: give the file one of {known}")
    try:
        render = import_module(FORMATS[ending]).render
    except ModuleNotFoundError as error:
        if error.name != "docx":
            raise
        raise missing("docx", "a report for a word processor needs python-docx") from None

    def printed(report: Report) -> bytes:
        made: str | bytes = render(report)
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")

    return printed
