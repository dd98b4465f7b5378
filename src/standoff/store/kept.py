"""What was answered of a case, kept for the next command that asks the same: plain data, for this user alone.

An answer is kept under the hash of all that it is computed from, so that nothing is ever stale: whatever
changes, another name is looked for. What cannot be read, is not whole or belongs to somebody else is
passed over, and what cannot be written is not kept: then the answer is computed, as without.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.store.shipped import CASE, MODEL, READINGS, SOURCES
from standoff.store.write import WINDOWS, CannotWrite, write_bytes
from standoff.version import VERSION

FORMAT = "standoff-kept/1"
BOUND = 64_000_000
"""Bytes that are kept in all; what was used longest ago goes first."""
SHARE = 4
"""What is larger than this part of all is not kept."""
_NAME = re.compile(r"[0-9a-f]{64}\.jsonl")
_READ = os.O_RDONLY
for _flag in (
    "O_NOFOLLOW",
    "O_NONBLOCK",
    "O_CLOEXEC",
    "O_BINARY",
):  # no link, no waiting for a pipe
    _READ |= getattr(os, _flag, 0)


def directory() -> Path | None:
    """The user's folder for it: `XDG_CACHE_HOME`, or where the system keeps such things; None without one."""
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    try:
        if os.path.isabs(chosen):
            base = Path(chosen)
        elif WINDOWS:
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path.home() / ".cache"
    except RuntimeError:  # nobody's home is known
        return None
    return base / "standoff"


# --- the files ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The answers in a folder: a file of two lines each, what it is and the answer as JSON.

    bound  bytes in all
    """

    folder: Path
    bound: int = BOUND

    def get(self, key: str) -> Any:
        """The answer kept under a key; None where there is none that is whole and this user's own."""
        try:
            if not _own(os.lstat(self.folder), stat.S_ISDIR):
                return None
            handle = os.open(self._path(key), _READ)
            with os.fdopen(handle, "rb") as file:
                found = os.fstat(handle)
                if not _own(found, stat.S_ISREG) or found.st_size > self._most:
                    return None
                head, data = file.read(self._most).split(b"\n", 1)
                if json.loads(head) != _head(key, data):
                    return None
                with suppress(OSError):
                    os.utime(self._path(key))  # it was used now
            return json.loads(data)
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, key: str, data: Any) -> None:
        """Keep an answer, whole or not at all."""
        try:
            text = json.dumps(data, separators=(",", ":")).encode()
            whole = json.dumps(_head(key, text)).encode() + b"\n" + text
            if len(whole) > self._most:
                return
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
            if _own(os.lstat(self.folder), stat.S_ISDIR):
                write_bytes(self._path(key), whole, durable=False, private=True)
                self._trim()
        except (OSError, ValueError, RecursionError, CannotWrite):
            return

    @property
    def _most(self) -> int:
        return self.bound // SHARE

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.jsonl"

    def _trim(self) -> None:
        """Let go what was used longest ago, until the rest is within the bound."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= self.bound:
                return
            with suppress(OSError):  # another process let it go
                os.unlink(path)
            total -= size

    def _files(self) -> Iterator[tuple[float, int, str]]:
        """(when it was used last, bytes, path) of what is kept; whatever else lies there is nobody's."""
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if _NAME.fullmatch(entry.name):
                    with suppress(OSError):
                        found = entry.stat(follow_symlinks=False)
                        yield found.st_mtime, found.st_size, entry.path


def _head(key: str, data: bytes) -> dict[str, str]:
    return {"format": FORMAT, "key": key, "sum": hashlib.sha256(data).hexdigest()}


def _own(found: os.stat_result, kind: Any) -> bool:
    """Whether a file is of a kind, this user's own, and nobody else's to read or write."""
    if not kind(found.st_mode):
        return False
    return WINDOWS or (found.st_uid == os.getuid() and not found.st_mode & 0o077)


# --- what an answer is computed from --------------------------------------------------------------


def key(folder: Path, **asked: Any) -> str | None:
    """What stands for an answer: the hash of a case's files as they are, of what is asked, of the program.

    None where a file of the case is no ordinary one or cannot be read: then nothing is kept.
    """
    root = folder.parent if folder.name == CASE and not folder.is_dir() else folder
    try:
        files = list(_case_files(root))
        program = list(_program())
    except (OSError, ValueError):
        return None
    where = [str(folder), root.resolve().name]  # both are told
    said = json.dumps([FORMAT, VERSION, program, where, files, asked], default=str, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _case_files(root: Path) -> Iterator[tuple[str, str]]:
    """(path in the case, sha256) of every file that an answer can read. Raises OSError, ValueError."""
    folders = [root / name for name in (READINGS, SOURCES) if os.path.lexists(root / name)]
    inside = [path for folder in folders for path in sorted(folder.iterdir())]
    files = [path for path in (root / CASE, root / MODEL) if os.path.lexists(path)]
    for path in (*folders, *files, *inside):
        found = path.lstat()
        if path in folders and stat.S_ISDIR(found.st_mode):
            continue
        if not stat.S_ISREG(found.st_mode) or found.st_size > BOUND:
            raise ValueError(f"{path} is no ordinary file of a case")
        hashed = hashlib.sha256(path.read_bytes()).hexdigest()
        yield path.relative_to(root).as_posix(), hashed


def _program() -> Iterator[tuple[str, int, int]]:
    """(file, when it was written, bytes) of this package, as it runs; and when anything was installed.

    As Python tells whether a module has to be compiled anew: a checkout that is worked on answers anew, too.
    """
    yield sys.version, 0, 0
    for place in sys.path:
        if place.endswith(("site-packages", "dist-packages")):
            with suppress(OSError):
                yield place, os.stat(place).st_mtime_ns, 0
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    waiting = [package]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    found = entry.stat()
                    yield os.path.relpath(entry.path, package), found.st_mtime_ns, found.st_size
