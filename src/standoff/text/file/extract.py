"""Takes the text out of one HTML or PDF file, alone in a process with limits; bytes in, JSON out."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

_MEMORY = 2_000_000_000
_PAGES = 3_000
_TEXT = 20_000_000


def main() -> None:
    """Read bytes from standard input, print one JSON object: the text, an `error` in words, or what is
    `missing` to read such a file."""
    _limit_memory()
    kind, data = sys.argv[1], sys.stdin.buffer.read()
    try:
        answer = _KINDS[kind](data)
    except ImportError as error:
        answer = {"missing": error.name}
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
    with contextlib.suppress(ValueError, OSError):  # macOS has the call and takes no limit of it
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


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # tags that never close
_ARTICLE = frozenset(("article", "main"))
_STRUCK = frozenset(("del", "s", "strike"))
_UNIT = re.compile(r"(?:\b\d|[\W\d_](?:[kcmµ]?m|ft|mi|s|in|yd)|\d[a-z]{0,2})\Z")


class _Page(HTMLParser):
    """Collects the lines of a page with the roles its tags give them; keeps no tree, so depth is free.

    What a browser shows that is no character of the page (the marks of `q`, a raised figure) is
    written out; what it strikes out or hides is left out, and said in `doubts`.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []
        self.facts: dict[str, str] = {}
        self.words: list[str] = []
        self.open: list[str] = []
        self.skipping: list[str] = []
        self.raised: list[str] | None = None
        self.linked = False
        self.breaks = 0
        self.within = 0
        self.in_title = False
        self.doubts: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            self._fact(given)
        if tag == "title":
            self.in_title = True
        if self._left_out(tag, given):
            return
        if tag == "br":
            self._break()
        elif tag in _BLOCKS or tag in _ROLE_TAGS:
            self.end_line()
        self.within += tag in _ARTICLE
        if tag in _ROLE_TAGS:
            self.open.append(tag)
        elif tag == "q":
            self.words.append("“")
        elif tag == "sup":
            self.raised, self.linked = [], "foot" in str(given.get("class")) or False
        elif tag == "a" and self.raised is not None:
            self.linked = True

    def _fact(self, given: Mapping[str, str | None]) -> None:
        name = _FACTS.get((given.get("property") or given.get("name") or "").lower())
        if name and given.get("content"):
            self.facts.setdefault(name, str(given["content"]).strip()[:500])

    def _left_out(self, tag: str, given: Mapping[str, str | None]) -> bool:
        """Whether a tag is skipped, itself or because it stands in what is."""
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.append(tag)
            return True
        hidden = (
            "hidden" in given
            or given.get("aria-hidden") == "true"
            or _HIDDEN.search(given.get("style") or "") is not None
        )
        if hidden and tag not in _VOID:
            self.doubts["words that the page hides were left out"] = None
        elif tag in _STRUCK:
            self.doubts["words that the page strikes out were left out"] = None
        elif tag not in _SKIPPED:
            return False
        if tag in _VOID:
            return hidden
        self.skipping.append(tag)
        return True

    def _break(self) -> None:
        """One break is a space, two are the end of a paragraph."""
        self.breaks += 1
        if self.breaks > 1:
            self.end_line()
        else:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
            return
        if tag == "q":
            self.words.append("”")
        elif tag == "sup" and self.raised is not None:
            raised, self.raised = "".join(self.raised).strip(), None
            self.words.append(self._raised(raised))
        if tag in _BLOCKS or tag in _ROLE_TAGS:
            self.end_line()
        self.within = max(0, self.within - (tag in _ARTICLE))
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag)]

    def _raised(self, words: str) -> str:
        """A raised figure: the mark of a note, left out; a power, written with ^; else as it stands."""
        before = "".join(self.words)[-8:]
        bare = words.strip("[]()")
        if not bare or not (bare.isdigit() or bare in ("*", "†", "‡", "§")):
            return words
        if self.linked or not bare.isdigit() or not _UNIT.search(before):
            self.doubts["marks of notes were left out"] = None
            return ""
        return f"^{bare}"

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.facts.setdefault("title", " ".join(data.split())[:500])
        elif self.skipping:
            return
        elif self.raised is not None:
            self.raised.append(data)
        else:
            self.breaks = self.breaks if data.isspace() else 0
            self.words.append(data)

    def end_line(self) -> None:
        line = " ".join("".join(self.words).split())
        self.words.clear()
        self.breaks = 0
        if line:
            inside = "article" if self.within else ""
            self.lines.append((line, _ROLE_TAGS[self.open[-1]] if self.open else inside))


def _page(data: bytes) -> dict[str, Any]:
    """Every line of a page with the role its tags give it, and what the page says of itself."""
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    page.end_line()
    return {"lines": page.lines, "facts": page.facts, "doubts": list(page.doubts)}


def _html(data: bytes) -> dict[str, Any]:
    trafilatura = importlib.import_module("trafilatura")
    return {"text": trafilatura.extract(data.decode("utf-8"), include_comments=False) or ""}


def _pdf(data: bytes) -> dict[str, Any]:
    """The lines of each page with where they stand: [words, x, y, size], in the order of the page."""
    pypdf = importlib.import_module("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "the PDF is locked with a password"}
    pages: list[list[list[Any]]] = []
    length = notes = 0
    for page in reader.pages[:_PAGES]:
        lines, raised = _lines(page)
        notes += raised
        pages.append(lines)
        length += sum(len(line[0]) for line in lines)
        if length > _TEXT:
            break
    facts: Mapping[str, Any] = reader.metadata or {}
    return {
        "pages": pages,
        "notes": notes,
        "facts": {
            "title": str(facts.get("/Title") or ""),
            "author": str(facts.get("/Author") or ""),
        },
    }


_RAISED = re.compile(r"\s*(?:\d{1,3}|[*†‡§])\s*\Z")


def _lines(page: Any) -> tuple[list[list[Any]], int]:
    """The lines of one page, and how many raised marks of notes were left out."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(words: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        pieces.append((words, float(x), float(y), abs(float(size) * tm[3] * cm[3]) or 10.0))

    page.extract_text(visitor_text=visit)
    lines: list[list[Any]] = []
    raised = 0
    fresh = True
    for words, x, y, size in pieces:
        first, *rest = words.split("\n")
        for at, part in enumerate((first, *rest)):
            if at:
                fresh = True
            if not part.strip():
                if part and lines and not fresh:
                    lines[-1][0] += " "
                continue
            beside = not fresh and abs(y - lines[-1][2]) < 0.6 * lines[-1][3]
            if beside and y - lines[-1][2] > 0.15 * lines[-1][3] and _RAISED.match(part):
                raised += 1
                continue
            if fresh or not lines or abs(y - lines[-1][2]) > 0.6 * lines[-1][3]:
                lines.append([part, x, y, size])
            else:
                lines[-1][0] += part
            fresh = False
    return lines, raised


_KINDS: Mapping[str, Callable[[bytes], dict[str, Any]]] = MappingProxyType(
    {"page": _page, "html": _html, "pdf": _pdf}
)

if __name__ == "__main__":
    main()
