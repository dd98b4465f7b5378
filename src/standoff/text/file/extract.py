"""Takes the text out of one HTML or PDF file, alone in a process with limits; bytes in, JSON out."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
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
        resource = importlib.import_module("resource")  # not on every platform
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


_BLOCKS = frozenset(
    "p div li ul ol br hr h1 h2 h3 h4 h5 h6 blockquote section article header footer nav aside "
    "figure figcaption table tr td th dl dt dd pre form main title body address details summary "
    "option".split()
)
_SKIPPED = frozenset("script style noscript template svg head iframe object canvas".split())
_ROLE_TAGS: Mapping[str, str] = {
    "nav": "menu",
    "aside": "menu",
    "footer": "menu",
    "form": "menu",
    "button": "menu",
    "figcaption": "caption",
    "h1": "title",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
_FACTS: Mapping[str, str] = {
    "og:title": "title",
    "author": "author",
    "article:author": "author",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "og:url": "url",
    "og:site_name": "outlet",
}


class _Page(HTMLParser):
    """Collects the lines of a page with the roles its tags give them; keeps no tree, so depth is free."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []
        self.facts: dict[str, str] = {}
        self.words: list[str] = []
        self.open: list[str] = []
        self.skipping = 0
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            name = _FACTS.get((given.get("property") or given.get("name") or "").lower())
            if name and given.get("content"):
                self.facts.setdefault(name, str(given["content"]).strip()[:500])
        if tag == "title":
            self.in_title = True
        if tag in _SKIPPED:
            self.skipping += 1
        if tag in _BLOCKS or tag in _ROLE_TAGS:
            self.end_line()
        if tag in _ROLE_TAGS:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        if tag in _SKIPPED:
            self.skipping = max(0, self.skipping - 1)
        if tag in _BLOCKS or tag in _ROLE_TAGS:
            self.end_line()
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.facts.setdefault("title", " ".join(data.split())[:500])
        elif not self.skipping:
            self.words.append(data)

    def end_line(self) -> None:
        line = " ".join("".join(self.words).split())
        self.words.clear()
        if line:
            self.lines.append((line, _ROLE_TAGS[self.open[-1]] if self.open else ""))


def _page(data: bytes) -> dict[str, Any]:
    """Every line of a page with the role its tags give it, and what the page says of itself."""
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    page.end_line()
    return {"lines": page.lines, "facts": page.facts}


def _html(data: bytes) -> dict[str, Any]:
    trafilatura = importlib.import_module("trafilatura")
    return {"text": trafilatura.extract(data.decode("utf-8"), include_comments=False) or ""}


def _pdf(data: bytes) -> dict[str, Any]:
    pypdf = importlib.import_module("pypdf")
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
    {"page": _page, "html": _html, "pdf": _pdf}
)

if __name__ == "__main__":
    main()
