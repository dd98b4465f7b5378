"""What standoff remembers for a user, a case each: its texts, its desk, when it was opened last.

A case is known by its place and by the hashes of its sources, so that one that was moved keeps what is
remembered of it, and another one at its old place does not get it. Nothing of this is ever in a case.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standoff.case.entry import Case
from standoff.case.reading import sources_of
from standoff.store.write import CannotWrite, locked, make_folder, write_text

FILE = "settings.json"
FORMAT = "standoff-user/1"
MOST = 200
"""Cases that are remembered; the one opened longest ago is forgotten first."""


@dataclass(frozen=True)
class Remembered:
    """One case: where it stood, the sha256 of its sources, and what goes with it.

    texts, desk  folders, empty where none was given; opened: when last (ISO 8601, UTC)
    """

    place: str
    hashes: tuple[str, ...] = ()
    texts: str = ""
    desk: str = ""
    opened: str = ""

    def is_of(self, place: str, hashes: Iterable[str]) -> bool:
        """Whether this is the case at a place with these sources, wherever it stood before."""
        known, asked = set(self.hashes), set(hashes)
        if self.place == place:
            return not known or not asked or bool(known & asked)
        return bool(known) and known == asked


def directory() -> Path:
    """Where settings are kept: `STANDOFF_CONFIG`, or the place the system keeps such things."""
    chosen = os.environ.get("STANDOFF_CONFIG")
    if chosen:
        return Path(chosen)
    import typer  # noqa: PLC0415  (not needed where the place is chosen)

    return Path(typer.get_app_dir("standoff"))


def lately() -> tuple[Remembered, ...]:
    """All that is remembered, the case opened last first; nothing where the file cannot be read."""
    return _read()[0]


def remembered(case: Case) -> Remembered | None:
    """What is remembered of a case; None where nothing is."""
    return next(iter(_of(case, lately())), None)


def remember(case: Case, *, texts: Path | None = None, desk: Path | None = None) -> None:
    """Keep what goes with a case for next time; a machine that cannot keep it does not fail for that."""
    place, hashes = _key(case)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def add(known: tuple[Remembered, ...]) -> tuple[Remembered, ...]:
        old = next(iter(_of(case, known)), Remembered(place))
        new = replace(old, place=place, hashes=tuple(hashes), opened=now)
        if texts is not None:
            new = replace(new, texts=str(texts.resolve()))
        if desk is not None:
            new = replace(new, desk=str(desk.resolve()))
        others = [each for each in known if each.place != place]
        return (new, *others)[:MOST]

    with suppress(CannotWrite, OSError):
        _change(add)


def forget(case: Case | None = None) -> tuple[Remembered, ...]:
    """Forget a case, or every one; gives what was forgotten. Raises CannotWrite."""
    gone: list[Remembered] = []

    def take(known: tuple[Remembered, ...]) -> tuple[Remembered, ...]:
        here = known if case is None else _of(case, known)
        gone.extend(here)
        return tuple(each for each in known if each not in here)

    if lately():
        _change(take)
    return tuple(gone)


def _of(case: Case, known: Iterable[Remembered]) -> list[Remembered]:
    """What is known of a case: at its place, or at one with its sources where no case is any more."""
    place, hashes = _key(case)
    here = [each for each in known if each.is_of(place, hashes)]
    moved = [each for each in here if not Path(each.place).exists()]
    return [each for each in here if each.place == place] or moved


def _key(case: Case) -> tuple[str, list[str]]:
    hashes = {source.sha256 for source in sources_of(case).values() if source.sha256}
    return str(Path(case.path).resolve()), sorted(hashes)


def _change(change: Callable[[tuple[Remembered, ...]], tuple[Remembered, ...]]) -> None:
    path = directory() / FILE
    make_folder(path.parent)
    with locked(path.parent):
        known, readable = _read()
        if not readable:  # it is somebody's all the same: kept beside
            path.replace(path.with_name(f"{FILE}.unreadable"))
        record = {"format": FORMAT, "cases": [asdict(each) for each in change(known)]}
        write_text(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _read() -> tuple[tuple[Remembered, ...], bool]:
    """What the file says, and whether it could be read (a file that is not there could)."""
    try:
        record = json.loads((directory() / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return (), True
    except (OSError, ValueError, RecursionError):
        return (), False
    if not isinstance(record, dict) or not isinstance(record.get("cases", []), list):
        return (), False
    entries = [_entry(each) for each in record.get("cases", [])]
    return tuple(each for each in entries if each is not None), True


def _entry(values: Any) -> Remembered | None:
    """One case as written; None for what is none."""
    if not isinstance(values, Mapping) or not isinstance(values.get("place"), str):
        return None
    words = {name: str(values.get(name) or "") for name in ("place", "texts", "desk", "opened")}
    hashes = values.get("hashes")
    kept = tuple(map(str, hashes)) if isinstance(hashes, list) else ()
    return Remembered(hashes=kept, **words)
