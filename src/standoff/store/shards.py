"""Finished portions of a sweep on disk: each in a file named by its hash, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from standoff.analysis.sure.sweep import Shard, Tally, as_record, digest, from_record
from standoff.store.folder import CASE, MODEL, READINGS
from standoff.store.write import write_bytes

MANIFEST = "manifest.json"


def case_hash(root: Path) -> str:
    """The hash of a case's own files, by their places in it; sources and glosses change no answer."""
    root = root.parent if root.name == CASE else root
    files = [root / CASE, root / MODEL, *sorted((root / READINGS).glob("*.yaml"))]
    parts = [
        [file.relative_to(root).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()]
        for file in files
        if file.is_file()
    ]
    return digest(parts)


def read_shard(case: Path, shard: Shard) -> Tally | None:
    """A finished portion; None where there is none, or its file is not what was written."""
    try:
        record = json.loads(_path(case, shard).read_text("utf-8"))
        if record["sum"] != digest(record["tally"]) or record["count"] != shard.count:
            return None
        found = from_record(record["tally"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.draws == shard.count else None


def write_shard(case: Path, shard: Shard, found: Tally) -> None:
    """Keep a finished portion."""
    tally = as_record(found)
    record = {
        "set": shard.key,
        "seed": shard.seed,
        "first": shard.first,
        "count": shard.count,
        "tally": tally,
        "sum": digest(tally),
    }
    _write(_path(case, shard), record)


def write_manifest(case: Path, run: Mapping[str, Any], shards: Iterable[Shard]) -> None:
    """What the folder holds: the run, and its portions with the names of their files."""
    files = [{"first": s.first, "count": s.count, "file": _path(case, s).name} for s in shards]
    _write(case / MANIFEST, {**run, "shards": files})


def _path(case: Path, shard: Shard) -> Path:
    return case / f"{shard.name}.json"


def _write(path: Path, record: Mapping[str, Any]) -> None:
    data = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    write_bytes(path, data, durable=False)
