"""A document as a piece of HTML: for a notebook, for the local page, for the report.

Whatever a text, a name or a gloss holds is data: templates escape it, and characters that could reorder or
break the page are shown as the replacement character. A fragment holds no script and asks nothing of any
network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Protocol
from unicodedata import bidirectional

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from standoff.citation import Citation
from standoff.problem import ConditionError, clean
from standoff.report.document import Document
from standoff.report.html import axis, bars, figure, ladders, pressing
from standoff.report.html.letters import MAX_TEXT
from standoff.report.picture import Picture

MAX_LINKS = 1_000
"""Sentences of one citation that are linked to."""
_TIP = Markup('<span class="tip" title="{}">{}</span>')
_PICTURE = re.compile(
    r"(^|[,}] ?)(\.)", re.MULTILINE
)  # where a rule or one of its selectors begins
_RIGHT = frozenset(("R", "AL", "AN"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True)
class Link:
    """A link to a cited sentence; `line` is the line that cites it, or several, parted by `;`.

    label  the source and the sentence; the sentence alone where what stands before it names the source
    """

    label: str
    anchor: str
    line: str
    source: str = ""


class Cited(Protocol):
    """What sentences stand behind."""

    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def lines(self) -> tuple[str, ...]: ...


def links(
    clause: Cited, names: Mapping[str, str] = MappingProxyType({}), said: str = "", here: str = ""
) -> Iterator[Link]:
    """One link for each sentence behind a clause; sources are called by their names, where they have any.

    said  the words before the links: a source that they end with is not named again
    here  what the part around is called: the source of that name is not named unless another came before
    """
    lines = (*clause.lines, *("" for _ in clause.citations[len(clause.lines) :]))
    cited: dict[tuple[str, int], dict[str, None]] = {}
    for text, line in zip(clause.citations, lines, strict=True):
        try:
            citation = Citation.parse(text)
        except (ConditionError, ValueError):
            continue
        for number in citation.sentences[:MAX_LINKS]:
            cited.setdefault((citation.source, number), {})[line] = None
    named = (id for id, _ in cited if said.endswith(f" {names.get(id, id)}"))
    before = next(named, next((id for id, name in names.items() if name == here), ""))
    for (source, number), by in cited.items():
        name = "" if source == before else f"{names.get(source, source)} "
        before = source
        yield Link(f"{name}s{number}", f"e-{source}-{number}", ";".join(filter(None, by)), source)


def short(line: str, source: str = "") -> str:
    """The places of lines in few letters, by which a link finds them in its sentence: `/003:12`, `case:12`.

    source  the one linked to: of a line in the reading of that name the number is enough
    """
    places = line.replace("readings/", "/").replace(".yaml:", ":").split(";")
    return ";".join(place.removeprefix(f"/{source}:") if source else place for place in places)


def fragment(document: Document, style: bool = True) -> str:
    """The document as HTML that stands by itself, its style included once."""
    template = environment().get_template("fragment.html")
    context = _context(document, linked=False)
    head = f"<style>{_own_style()}</style>" if style else ""
    return head + template.render(document=document, **context)


@cache
def _own_style() -> str:
    """The style of a fragment: everything inside its own class, for it stands on pages of others."""
    palette = asset("palette.css").replace(":root", ".standoff")
    return asset("fragment.css") + palette + _PICTURE.sub(r"\1.standoff \2", asset("picture.css"))


def style() -> str:
    """The style of a page that holds whole documents: the report's own, and the app's."""
    return asset("palette.css") + asset("picture.css") + asset("style.css")


def drawing(picture: Picture) -> str:
    """A picture as a file of its own: an SVG that any browser shows, light, dark and on paper."""
    html = fragment(Document("", (picture,)), style=False)
    drawn = html[html.index("<svg") : html.index("</svg>") + len("</svg>")]
    opening, _, rest = drawn.partition(">")
    opening = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{opening}><style>\n{asset('palette.css')}{asset('picture.css')}</style>{rest}\n"


def _context(document: Document, linked: bool) -> dict[str, Any]:
    terms = sorted(filter(None, document.glossary), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, terms))})(?!\w)")

    def tipped(text: str) -> Markup:
        """The text with the field's words as tooltips on ours, each once."""
        safe, done, at, pieces = safe_text(text), set[str](), 0, []
        for term in pattern.finditer(safe) if terms else ():
            if term[0] not in done:
                done.add(term[0])
                tip = _TIP.format(safe_text(document.glossary[term[0]]), term[0])
                pieces += [escape(safe[at : term.start()]), tip]
                at = term.end()
        return Markup("").join((*pieces, escape(safe[at:])))

    return {"linked": linked, "tipped": tipped}


def context(document: Document) -> dict[str, Any]:
    """What a template needs to set a document on a page of its own, with links inside it."""
    return _context(document, linked=True)


def safe_text(value: Any) -> Any:
    """Text made safe to set in type: nothing that reorders or breaks the page, nothing endless."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = clean(value)
    if len(text) > MAX_TEXT:
        return f"{text[:MAX_TEXT]} … (cut here: {len(text):,} characters in all)"
    return text


def iso(value: Any) -> Markup:
    """A text apart from what stands beside it, where its letters could run from right to left."""
    text = escape(safe_text(value))
    if text.isascii() or _RIGHT.isdisjoint(map(bidirectional, text)):
        return text
    return Markup("<bdi>{}</bdi>").format(text)


@cache
def environment() -> Environment:
    """The templates, with everything that they may call."""
    made = Environment(
        loader=PackageLoader("standoff.report.html"),
        autoescape=True,
        finalize=safe_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"px": figure.px, "iso": iso}
    made.globals |= {
        "links": links,
        "short": short,
        "drawn": figure.drawn,
        "dated": axis.dated,
        "pressed": pressing.pressed,
        "laddered": ladders.laddered,
        "barred": bars.barred,
        "colours": figure.COLOURS,
        "language_of": _LANGUAGE.fullmatch,
    }
    return made


@cache
def asset(name: str) -> str:
    """A file that stands beside the templates."""
    return files("standoff.report.html").joinpath("templates", name).read_text("utf-8")
