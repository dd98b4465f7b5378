"""Every link inside a built site, followed: to a file that is there, and to a place in it that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

_HELD: Mapping[str, str] = MappingProxyType(
    {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}
)
_GONE_TO = ("a", "form")
"""What a reader follows; all other links a browser fetches by itself."""


@dataclass(frozen=True)
class Checked:
    """Links that lead inside a site, those of them that lead nowhere, what is fetched from elsewhere."""

    inside: int
    broken: tuple[str, ...]
    fetched: tuple[str, ...]


class _Page(HTMLParser):
    """The links of a page, each with its tag, and the places in it that links may lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if place := held.get("id"):
            self.places.add(place)
        if link := held.get(_HELD.get(tag, "")):
            self.links.append((tag, link))


def check(site: Path) -> Checked:
    """Follow the links of every page of a site."""
    root = site.resolve()
    pages = {page: _Page(page.read_text("utf-8")) for page in sorted(root.rglob("*.html"))}
    inside, broken, fetched = 0, [], []
    for at, page in pages.items():
        name = at.relative_to(root).as_posix()
        for tag, link in page.links:
            parts = urlsplit(link)
            if parts.netloc and tag not in _GONE_TO:
                fetched.append(f"{name}: {link}")
            if not (parts.scheme or parts.netloc):
                inside += 1
                broken += [f"{name}: {link}: {why}" for why in _wrong(pages, root, at, link)]
    return Checked(inside, tuple(broken), tuple(fetched))


def _wrong(pages: Mapping[Path, _Page], root: Path, at: Path, link: str) -> Iterator[str]:
    parts = urlsplit(link)
    target = (at.parent / unquote(parts.path)).resolve() if parts.path else at
    if not target.is_relative_to(root):
        yield "it leads out of the site"
    elif not target.is_file():
        yield "no such file"
    elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
        yield "no such place in it"
