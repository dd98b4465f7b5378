"""A notebook is run to its end: what its kernel says as it closes is of no cell, one that dies is told."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError
from website.run import run


def book(*cells: str) -> nbformat.NotebookNode:
    """A notebook of these cells of code."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])


def test_what_the_kernel_says_as_it_closes_is_shown_nowhere(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = run(
        book("import atexit, os\n_ = atexit.register(os.write, 2, b'closed')", "1 + 1"), tmp_path
    )
    assert told.cells[1].outputs[0].data["text/plain"] == "2"
    assert capfd.readouterr() == ("", "")


def test_a_kernel_that_dies_is_told_with_its_last_words(tmp_path: Path) -> None:
    dying = "import os, sys\nos.write(sys.__stderr__.fileno(), b'last words'); os._exit(3)"
    with pytest.raises(DeadKernelError) as caught:
        run(book(dying, "1 + 1"), tmp_path)
    assert "last words" in "".join(caught.value.__notes__)
