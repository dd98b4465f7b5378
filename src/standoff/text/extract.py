"""Takes the text out of one HTML or PDF file, alone in a process with limits; bytes in, JSON out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

_MEMORY = 2_000_000_000
_PAGES = 3_000
_TEXT = 20_000_000


def main() -> None:
    """Read bytes from standard input, print one JSON object: the text, or an `error` in words."""
    _limit_memory()
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        answer = _KINDS[kind](data)
    except ImportError as error:
        answer = {"error": f"{error.name} is not installed: pip install 'standoff[import]'"}
    except MemoryError:
        answer = {"error": "the file needs more memory than a text should"}
    except (
        Exception
    ) as error:  # whatever a library throws at a broken file is an answer, not a crash
        answer = {"error": f"the file cannot be read: {type(error).__name__}"}
    json.dump(answer, sys.stdout)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _html(data: bytes) -> dict[str, Any]:
    import trafilatura  # noqa: PLC0415 - the extra [import]

    return {"text": trafilatura.extract(data.decode("utf-8"), include_comments=False) or ""}


def _pdf(data: bytes) -> dict[str, Any]:
    import pypdf  # noqa: PLC0415 - the extra [import]

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "the PDF is locked with a password"}
    pages: list[str] = []
    length = 0
    for page in reader.pages[:_PAGES]:
        pages.append(page.extract_text() or "")
        length += len(pages[-1])
        if length > _TEXT:
            break
    facts: Mapping[str, Any] = reader.metadata or {}
    return {
        "pages": pages,
        "facts": {
            "title": str(facts.get("/Title") or ""),
            "author": str(facts.get("/Author") or ""),
        },
    }


_KINDS: Mapping[str, Callable[[bytes], dict[str, Any]]] = MappingProxyType(
    {"html": _html, "pdf": _pdf}
)

if __name__ == "__main__":
    main()
