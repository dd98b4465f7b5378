"""The notebooks run from their first cell to the last, and are kept without what they print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from website.run import run

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
SHOWN = {
    "first-model": ("Status quo", "“pay” is chosen"),
    "many-variants": ("131,072 variants", "image/png"),
    "published-conflict": ("GMR", "384"),
    "syria-case": ("does not follow", "003"),
}
"""What stands among the outputs of each."""


def code(book: Any) -> list[Any]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    assert book.cells[0].cell_type == "markdown" and book.cells[0].source.startswith("# ")
    assert code(book)
    for cell in code(book):
        assert cell.outputs == [] and cell.execution_count is None
    checks = sum("assert " in cell.source for cell in code(book))
    assert checks >= 2, "what a notebook says of its figures is asserted in it"


@pytest.mark.thorough
@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    """In an empty folder, as for somebody who has the notebook and standoff and nothing else."""
    book = run(nbformat.read(path, as_version=4), tmp_path)
    outputs = [output for cell in code(book) for output in cell.outputs]
    assert not [each for each in outputs if each.output_type == "error"]
    assert not [each for each in outputs if each.get("name") == "stderr"], "a warning is printed"
    for words in SHOWN[path.stem]:
        assert any(words in str(output) for output in outputs), words
    assert len(code(book)[-1].outputs) == 1, "the last cell shows something"


def test_every_notebook_is_known() -> None:
    assert [path.stem for path in BOOKS] == sorted(SHOWN)
