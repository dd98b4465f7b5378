"""`python -m standoff` is the command `standoff`.

Nothing is loaded before Ctrl-C is taken care of: a key pressed while the program starts ends it in one
line, as it does later.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def _stop(number: int, frame: FrameType | None) -> None:
    os.write(2, b"stopped\n")
    os._exit(130)


def heard(what: UnraisableHookArgs) -> None:
    """Hear Ctrl-C again that fell into what Python calls by the way, where nothing can be raised.

    It would be printed there, and forgotten. It comes again a moment later, when that call is over.
    """
    if what.exc_type is KeyboardInterrupt:
        _thread.start_new_thread(_press, ())
    else:
        sys.__unraisablehook__(what)


def _press() -> None:
    time.sleep(0.005)
    os.kill(os.getpid(), signal.SIGINT)


def main() -> None:
    """The console script."""
    try:
        signal.signal(signal.SIGINT, _stop)
        sys.unraisablehook = heard
        from standoff.plugin import PluginError  # noqa: PLC0415

        try:
            from standoff.app.cli.main import main as run  # noqa: PLC0415  (the heavy part)

            run()
        except PluginError as error:  # a row of another package, read with the tables
            os.write(2, f"{error}\n".encode())
            os._exit(2)
    except KeyboardInterrupt:
        _stop(signal.SIGINT, None)


if __name__ == "__main__":
    main()
