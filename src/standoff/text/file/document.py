"""From the bytes of a file to the text that is read: decoded, frozen, with what it says of itself.

A text file's text is its bytes decoded and nothing else. HTML and PDF are turned into text once;
from then on that text is the source. What cannot be read ends in `Unreadable`, which says what to
do; what is doubtful is said in `doubts` and read all the same.
"""

from __future__ import annotations

import codecs
import hashlib
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from standoff.problem import StandoffError

MAX_BYTES = 64_000_000
_MAX_TEXT = 20_000_000  # code points of text taken out of a PDF or a page
_CHILD = Path(__file__).with_name("extract.py")
_SECONDS = 30  # for taking text out of one file
_MAX_MARKUP = 2_000_000  # code points: beyond, tags alone say what the article is


class Unreadable(StandoffError):
    """A file that gives no text; the message says why and what would help."""


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
    return Document(
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        origin=hashlib.sha256(data).hexdigest(),
        media=media,
        encoding=encoding,
        roles=roles or {},
        facts=facts or {},
        doubts=doubts + _oddities(text),
    )


_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def _oddities(text: str) -> tuple[str, ...]:
    """What in the characters themselves may mislead a reader."""
    found: list[str] = []
    if _BIDI.search(text):
        found.append(
            "holds marks that turn the direction of writing: the screen may not show the order of the text"
        )
    if _CONTROL.search(text):
        found.append("holds control characters")
    if "\ufffd" in text:
        found.append("holds replacement characters: it was decoded wrongly somewhere")
    if any(len(line) > 100_000 for line in text.split("\n")):
        found.append("holds lines of more than 100,000 characters")
    if not text.strip():
        found.append("holds no text")
    return tuple(found)


# --- encodings -----------------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.-]{2,40})""", re.IGNORECASE)


def decoded(data: bytes, name: str = "") -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and doubts: utf-8 where it fits, else what the file declares, else a guess.

    raises  Unreadable  for bytes that are no text in any encoding
    """
    try:
        return data.decode("utf-8"), "utf-8", ()  # a byte order mark stays: nothing is changed
    except UnicodeDecodeError:
        pass
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding, ()
            except UnicodeDecodeError:
                break
    if data[:4096].count(0) > 16:
        raise Unreadable(f"{name}: this is not a text file")
    declared = _DECLARED.search(data[:2048])
    if declared is not None:
        encoding = declared[1].decode("ascii")
        text = _try(data, encoding)
        if text is not None and encoding.lower() not in ("utf-8", "utf8"):
            return text, encoding.lower(), ()
    guess = _guessed(data)
    text = _try(data, guess)
    if text is None:
        guess, text = "latin-1", data.decode("latin-1")
    return text, guess, (f"is not utf-8; read as {guess}, which is a guess",)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _guessed(data: bytes) -> str:
    try:
        from_bytes = importlib.import_module("charset_normalizer").from_bytes
    except ImportError:
        return "cp1252"
    best = from_bytes(data[:200_000]).best()
    return str(best.encoding) if best is not None else "cp1252"


# --- HTML ----------------------------------------------------------------------------------------


def _looks_like_html(text: str) -> bool:
    head = text[:2048].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html")) or ("<body" in head and "<p" in head)


def _html(data: bytes, markup: str, encoding: str, doubts: tuple[str, ...]) -> Document:
    page = _extracted("page", markup.encode("utf-8", "replace"))
    main = _main_content(markup) if len(markup) < _MAX_MARKUP else None
    text: list[str] = []
    roles: dict[int, str] = {}
    at = 0
    for line, role in page["lines"]:
        aside = main is not None and not role and line not in main
        if role or aside:
            roles[at] = role or "menu"
        text.append(line)
        at += len(line) + 2
    if main is None:
        doubts += (
            "what is the article was judged by tags only (pip install 'standoff[import]' judges better)",
        )
    return _document(
        data,
        "\n\n".join(text) + "\n",
        "html",
        encoding,
        roles=roles,
        facts=page["facts"],
        doubts=doubts,
    )


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
    pages = [str(p) for p in answer.get("pages", [])]
    text = "\n\n".join(filter(None, (unwrapped(p) for p in pages)))[:_MAX_TEXT]
    if len(text.split()) < 5:
        raise Unreadable(
            f"{name}: the PDF holds no text, only pictures of it perhaps: run a text "
            f"recognition over it first"
        )
    doubts = ("taken out of a PDF: lines were joined to paragraphs by rule",)
    facts = {k: str(v) for k, v in dict(answer.get("facts") or {}).items() if v}
    return _document(data, text + "\n", "pdf", "utf-8", facts=facts, doubts=doubts)


_STOPS = re.compile(r"[.!?…:][)\]\"'”’»]*$")


def unwrapped(page: str) -> str:
    r"""Join the lines of a page to paragraphs: one ends after a full stop in a short line, or at a blank.

    >>> unwrapped("The dam was inter-\nnational, and it\nbroke.\n\nThen rain.")
    'The dam was international, and it broke.\n\nThen rain.'
    """
    lines = [line.strip() for line in page.splitlines()]
    usual = sorted(len(line) for line in lines if line)
    width = usual[len(usual) * 3 // 4] if usual else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        if not line:
            paragraphs, current = ([*paragraphs, current] if current else paragraphs), ""
            continue
        if current.endswith("-") and line[0].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        if _STOPS.search(line) and len(line) < 0.75 * width:
            paragraphs.append(current)
            current = ""
    return "\n\n".join([*paragraphs, current] if current else paragraphs)


def _extracted(kind: str, data: bytes, name: str = "") -> dict[str, Any]:
    """Let a child process take the text out: a file made to explode takes only the child with it.

    raises  Unreadable  when it takes too long, fails, or the library is not installed
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
    if "error" in answer:
        raise Unreadable(f"{name}: {answer['error']}")
    return dict(answer)
