"""From the bytes of a file to the text that is read: decoded, frozen, with what it says of itself.

A text file's text is its bytes decoded and nothing else. HTML and PDF are turned into text once;
from then on that text is the source. What cannot be read ends in `Unreadable`, which says what to
do; what is doubtful is said in `doubts` and read all the same.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from standoff.extra import command, missing
from standoff.text.file.encoding import Unreadable, decoded
from standoff.text.file.pages import Line, paragraphs

__all__ = ["Document", "Unreadable", "decoded", "document"]

MAX_BYTES = 64_000_000
_MAX_TEXT = 20_000_000  # code points of text taken out of a PDF or a page
_CHILD = Path(__file__).with_name("extract.py")
_SECONDS = 30  # for taking text out of one file
_MAX_MARKUP = 2_000_000  # code points: beyond, tags alone say what the article is


@dataclass(frozen=True)
class Document:
    """A text as it is read, with where it came from.

    text     the frozen text; offsets of records count its code points
    sha256   of the utf-8 bytes of `text`, as kept on disk
    origin   sha256 of the file it was taken from; the same for a utf-8 text file
    media    text, markdown, html or pdf
    roles    offset of a line -> its role, where the markup says it (caption, heading, menu ...)
    facts    what the page says of itself: title, author, date, url
    doubts   what a reader should know before trusting the text
    """

    text: str
    sha256: str
    origin: str
    media: str
    encoding: str
    roles: Mapping[int, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_OFFICE = b"\xd0\xcf\x11\xe0"


def document(data: bytes, name: str = "") -> Document:
    """Read the bytes of a file.

    name  the file's name; its ending decides only where the bytes do not
    raises  Unreadable  an archive, an office file, a picture, too large, a PDF without text
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name}: {len(data)} bytes are more than {MAX_BYTES}: split the file")
    if data.startswith(_ARCHIVES):
        raise Unreadable(
            f"{name}: this is an archive or an office file; unpack it, or save it as text or PDF"
        )
    if data.startswith(_OFFICE):
        raise Unreadable(f"{name}: this is an office file; save it as text or PDF")
    ending = PurePath(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf(data, name)
    text, encoding, doubts = decoded(data, name)
    if ending in (".html", ".htm", ".xhtml") or _looks_like_html(text):
        return _html(data, text, encoding, doubts)
    media = "markdown" if ending in (".md", ".markdown") else "text"
    return _document(data, text, media, encoding, doubts=doubts)


def _document(
    data: bytes,
    text: str,
    media: str,
    encoding: str,
    *,
    roles: Mapping[int, str] | None = None,
    facts: Mapping[str, str] | None = None,
    doubts: tuple[str, ...] = (),
) -> Document:
    own = text.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(own).hexdigest()
    return Document(
        text=text,
        sha256=sha256,
        origin=sha256 if own == data else hashlib.sha256(data).hexdigest(),
        media=media,
        encoding=encoding,
        roles=roles or {},
        facts=facts or {},
        doubts=doubts + _oddities(text),
    )


_LONG = 100_000  # code points of a line
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u180e]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")


def _oddities(text: str) -> tuple[str, ...]:
    """What in the characters themselves may mislead a reader."""
    found: list[str] = []
    beyond = not text.isascii()
    if beyond and _BIDI.search(text):
        found.append(
            "holds marks that turn the direction of writing: the screen may not show the order of the text"
        )
    if _CONTROL.search(text):
        found.append("holds control characters")
    if beyond and _UNSEEN.search(text.removeprefix("\ufeff")):
        found.append("holds characters that nobody sees (soft hyphens, zero-width signs)")
    if beyond and _PRIVATE.search(text):
        found.append("holds characters of a private font: they may show as other letters")
    if beyond and _MIXED.search(text):
        found.append("holds words that mix letters of two scripts: look-alikes, perhaps")
    if "\ufffd" in text:
        found.append("holds replacement characters: it was decoded wrongly somewhere")
    if len(text) > _LONG and any(len(line) > _LONG for line in text.split("\n")):
        found.append("holds lines of more than 100,000 characters")
    if not text.strip():
        found.append("holds no text")
    return tuple(found)


# --- HTML ----------------------------------------------------------------------------------------


def _looks_like_html(text: str) -> bool:
    head = text[:2048].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html")) or ("<body" in head and "<p" in head)


def _html(data: bytes, markup: str, encoding: str, doubts: tuple[str, ...]) -> Document:
    page = _extracted("page", markup.encode("utf-8", "replace"))
    main = _main_content(markup) if len(markup) < _MAX_MARKUP else None
    article = _Article(main) if main is not None else None
    text: list[str] = []
    roles: dict[int, str] = {}
    at = 0
    for line, role in page["lines"]:
        own = "" if role == "article" else role
        running = role == "article" and _SENTENCE.search(line) is not None
        aside = article is not None and not own and not running and not article.holds(line)
        if own or aside:
            roles[at] = own or "menu"
        text.append(line)
        at += len(line) + 2
    if main is None:
        doubts += (
            f"what is the article was judged by tags only ({command('import')} judges better)",
        )
    return _document(
        data,
        "\n\n".join(text) + "\n",
        "html",
        encoding,
        roles=roles,
        facts=page["facts"],
        doubts=(*doubts, *page["doubts"]),
    )


# A line inside the article's own element that reads as a sentence is never furniture.
_SENTENCE = re.compile(r"(?:\S+\s+){5}\S.*[.!?…][)\]\"'”’»]*\Z", re.DOTALL)
_ALIKE = 0.8  # share of a line's word triples that the article must hold


class _Article:
    """What trafilatura takes for the article, to ask whether a line is part of it.

    Letters alone are compared: two programs write spaces, quotation marks and struck words
    differently, and a paragraph of the article may not become furniture by that.
    """

    def __init__(self, main: str) -> None:
        words = _letters(main)
        self.run = "".join(words)
        self.triples = set(zip(words, words[1:], words[2:], strict=False))

    def holds(self, line: str) -> bool:
        words = _letters(line)
        if "".join(words) in self.run:
            return True
        triples = list(zip(words, words[1:], words[2:], strict=False))
        same = sum(t in self.triples for t in triples)
        return len(triples) > 4 and same >= _ALIKE * len(triples)


def _letters(words: str) -> list[str]:
    return re.findall(r"\w+", _UNSEEN.sub("", words).lower())


def _main_content(markup: str) -> str | None:
    """The article's lines as trafilatura sees them; None without it, or where it fails."""
    try:
        answer = _extracted("html", markup.encode("utf-8", "replace"))
    except Unreadable:
        return None
    return " ".join(str(answer.get("text") or "").split()) or None


# --- PDF -----------------------------------------------------------------------------------------


def _pdf(data: bytes, name: str) -> Document:
    answer = _extracted("pdf", data, name)
    pages = [[Line(*line) for line in page] for page in answer.get("pages", [])]
    doubts = ["taken out of a PDF: lines were joined to paragraphs by rule", *_page_doubts(pages)]
    if answer.get("notes"):
        doubts.append("marks of notes were left out")
    text: list[str] = []
    roles: dict[int, str] = {}
    at = 0
    for paragraph in paragraphs(pages):
        if paragraph.role:
            roles[at] = paragraph.role
        text.append(paragraph.words)
        at += len(paragraph.words) + 2
    whole = "\n\n".join(text)[:_MAX_TEXT]
    if len(whole.split()) < 5:
        raise Unreadable(
            f"{name}: the PDF holds no text, only pictures of it perhaps: run a text "
            f"recognition over it first"
        )
    facts = {k: str(v) for k, v in dict(answer.get("facts") or {}).items() if v}
    return _document(
        data, whole + "\n", "pdf", "utf-8", roles=roles, facts=facts, doubts=tuple(doubts)
    )


def _page_doubts(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Yield where the text may not be what the pages show."""
    empty = [
        str(n) for n, page in enumerate(pages, 1) if not any(line.words.strip() for line in page)
    ]
    if empty and len(empty) < len(pages):
        yield f"pages without text, pictures perhaps: {', '.join(empty[:12])}"
    turned = 0
    for page in pages:
        rises = sum(b.y - a.y > 3 * max(a.size, 1) for a, b in itertools.pairwise(page))
        turned += rises > 0
    if turned:
        yield f"{turned} pages are set in columns or boxes: their order may not be that of the text"


def _extracted(kind: str, data: bytes, name: str = "") -> dict[str, Any]:
    """Let a child process take the text out: a file made to explode takes only the child with it.

    raises  Unreadable  when it takes too long, fails, or the extra [import] is not installed
    """
    command = [sys.executable, "-I", str(_CHILD), kind]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"{name}: taking the text out took more than {_SECONDS} seconds") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(f"{name}: the file is broken, or made to break readers") from None
    if "missing" in answer:
        need = f"{name}: {kind.upper()} files need {answer['missing']}"
        raise Unreadable(str(missing("import", need)))
    if "error" in answer:
        raise Unreadable(f"{name}: {answer['error']}")
    return dict(answer)
