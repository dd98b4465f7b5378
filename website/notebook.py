"""Notebooks as pages: run when the site is built, since they are kept without what they print."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from myst_parser.parsers.sphinx_ import MystParser

from website.run import run


class NotebookParser(MystParser):
    """Runs a notebook and reads it as a page of Markdown."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: Any) -> None:
        """What the cells say, their code, and what they show."""
        super().parse("\n\n".join(blocks(executed(inputstring))), document)


def executed(text: str) -> Any:
    """The notebook with what its cells print; run in an empty folder."""
    book = nbformat.reads(text, as_version=4)
    with tempfile.TemporaryDirectory() as place:
        return run(book, Path(place))


def blocks(book: Any) -> Iterator[str]:
    """Each cell as Markdown, what it shows after it."""
    for cell in book.cells:
        if cell.cell_type != "code":
            yield cell.source
            continue
        yield f"```python\n{cell.source}\n```"
        for output in cell.outputs:
            yield _raw(shown(output, cell.metadata.get("alt", "")))


def shown(output: Any, alt: str) -> str:
    """What a cell shows, as HTML: its own, a picture, or plain text."""
    if output.output_type == "stream":
        return f"<pre>{escape(output.text)}</pre>"
    data = output.data
    if "image/png" in data:
        code = data["image/png"].replace("\n", "")
        return f'<img alt="{escape(alt)}" src="data:image/png;base64,{code}">'
    return (
        str(data["text/html"])
        if "text/html" in data
        else f"<pre>{escape(data['text/plain'])}</pre>"
    )


def _raw(html: str) -> str:
    fence = "`" * 6
    frame = f'<div class="shown" tabindex="0" role="region" aria-label="What the cell shows">{html}</div>'
    return f"{fence}{{raw}} html\n{frame}\n{fence}"
