"""`python -m standoff` is the command `standoff`.

Nothing is loaded before Ctrl-C is taken care of: a key pressed while the program starts ends it in one
line, as it does later.
"""

import os
import signal
from types import FrameType


def _stop(number: int, frame: FrameType | None) -> None:
    os.write(2, b"stopped\n")
    os._exit(130)


def main() -> None:
    """The console script."""
    try:
        signal.signal(signal.SIGINT, _stop)
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
