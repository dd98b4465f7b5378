"""Notebooks run from their first cell to their last: one way for the site, the pictures and the tests."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

from nbclient import NotebookClient

SECONDS = 300
"""How long one cell may take."""
LOG = logging.getLogger(__name__)
LOG.setLevel(logging.WARNING)  # that a notebook begins is no warning


def run(book: Any, folder: Path) -> Any:
    """The notebook with what its cells print, run in a folder.

    What a cell prints as a warning stands among its outputs. What the kernel's own process says on its way
    (its library of sockets may complain while it closes) is of no cell, and is told only where the run fails.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell ended in an error.
        nbclient.exceptions.DeadKernelError: The kernel ended before the last cell.
    """
    client = NotebookClient(
        book,
        timeout=SECONDS,
        log=LOG,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    with tempfile.TemporaryFile() as said:
        try:
            return client.execute(stderr=said)
        except Exception as error:
            said.seek(0)
            error.add_note(said.read().decode("utf-8", "replace"))
            raise
