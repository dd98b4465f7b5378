"""What surrounds every command: clean output, failures in one line with an exit code, quiet interrupts.

Exit codes: 0 done, 1 findings in a case or a model, 2 usage, what could not be read or written,
or time or memory that did not reach, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO, Any, TextIO, cast

from standoff.problem import CaseError, Infeasible, NotComputed, StandoffError, clean

FOUND, FAILED, STOPPED = 1, 2, 130


def exit_code(error: StandoffError) -> int:
    """The exit code that stands for an error."""
    return FOUND if isinstance(error, CaseError | Infeasible | NotComputed) else FAILED


def failure(error: OSError) -> str:
    """One line for a file that cannot be read or written, or an output that takes no more."""
    what = error.filename if isinstance(error.filename, str) else "the output"
    return f"{what}: {error.strerror or error}"


def flush() -> None:
    """Bring what was printed to its reader while it can still be said that it does not get there."""
    error = flushed()
    if error is not None and not is_closed_pipe(error):
        sys.stderr.write(f"{failure(error)}\n")
        raise SystemExit(FAILED)


def flushed() -> OSError | None:
    """Bring what was printed to its reader; where it does not get there, why, and what is left is dropped: it
    would be tried again at the end, and told a second time."""
    try:
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return error
    return None


def is_closed_pipe(error: OSError) -> bool:
    """Whether the reader of our output went away, as `head` does: no failure of ours."""
    return error.errno in (errno.EPIPE, errno.EINVAL) and error.filename is None


# --- output ---------------------------------------------------------------------------------------


class CleanStream:
    """A text stream that shows whatever it is given as data: see `standoff.problem.clean`.

    `raw` is the stream behind it, for what sets its own type (`standoff.app.cli.common.console`).
    """

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        self.raw.write(clean(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # bytes would go past us
            raise AttributeError(name)
        return getattr(self.raw, name)


@contextmanager
def clean_output() -> Iterator[None]:
    """Whatever a command prints goes through `clean`, and is printed whatever the terminal's letters are."""
    before = sys.stdout, sys.stderr
    for stream in before:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and _encoding(stream) not in ("utf8", "utf16", "utf32"):
            reconfigure(errors="replace")
    sys.stdout, sys.stderr = (cast(TextIO, CleanStream(raw(stream))) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def raw(stream: IO[str]) -> TextIO:
    """The stream behind a clean one."""
    return cast(
        TextIO, getattr(stream, "raw", stream) if isinstance(stream, CleanStream) else stream
    )


def _encoding(stream: IO[str]) -> str:
    return str(getattr(stream, "encoding", "") or "utf-8").lower().replace("-", "").replace("_", "")


# --- interrupts -----------------------------------------------------------------------------------


def stop_at_once(number: int, frame: FrameType | None) -> None:
    """End the program at Ctrl-C while it starts or ends, when nothing is being written."""
    os.write(2, b"stopped\n")
    os._exit(STOPPED)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C raises KeyboardInterrupt in here, and ends the program at once before and after."""
    if signal.getsignal(signal.SIGINT) is not stop_at_once:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, stop_at_once)
