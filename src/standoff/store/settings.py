"""What standoff remembers for a user: where the source texts are. Nothing else, and never in a case."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = "settings.json"


def directory() -> Path:
    """Where settings are kept: `STANDOFF_CONFIG`, or the place the system keeps such things."""
    chosen = os.environ.get("STANDOFF_CONFIG")
    if chosen:
        return Path(chosen)
    import typer  # noqa: PLC0415  (not needed where the place is chosen)

    return Path(typer.get_app_dir("standoff"))


def remembered_texts() -> Path | None:
    """The directory of texts given last, if it is still there."""
    try:
        kept = json.loads((directory() / FILE).read_text("utf-8"))
        texts = Path(kept["texts"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return texts if texts.is_dir() else None


def remember_texts(texts: Path) -> None:
    """Keep the directory for next time; a machine that cannot keep it does not fail for that."""
    try:
        directory().mkdir(parents=True, exist_ok=True)
        kept = json.dumps({"texts": str(texts.resolve())}, indent=1) + "\n"
        (directory() / FILE).write_text(kept, "utf-8")
    except OSError:
        pass
