"""Parts of the app's pages as HTML: what a page is put together from, and what replaces a piece of one.

A part is a template of its own and the macros that pages share; whoever asks for a part gets just what stands
in the page. Documents are set by the report's own templates, so an answer looks the same here and there.
Everything is escaped and cleaned as in the report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from standoff.app.web import words
from standoff.app.web.view.frame import Frame
from standoff.problem import clean
from standoff.report.document import Document
from standoff.report.html import fragment

PARTS = {
    "texts": "of/texts.html",
    "cards": "of/cards.html",
    "case": "of/case.html",
    "answer": "of/answer.html",
    "readings": "of/readings.html",
    "check": "of/check.html",
    "home": "of/home.html",
    "line": "of/line.html",
    "whatif": "of/whatif.html",
    "evidence": "of/evidence.html",
    "source": "of/source.html",
    "file": "of/file.html",
    "conflict": "of/conflict.html",
    "coder": "of/coder.html",
    "problems": "of/problems.html",
    "frame": "of/bar.html",
    "stage": "of/stage.html",
    "document": "of/document.html",
    "trouble": "of/trouble.html",
}
"""The name of each part, and its template: it is given the part's value as `view`."""

_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Signs that reorder, hide or break; the marks of direction in Arabic or Hebrew are not among them."""

CARDS = 200
"""Cards in one page; the filter brings the others."""


def part(name: str, frame: Frame, value: Any) -> str:
    """One part of a page by its name, given the value that `view` names for it. Raises KeyError."""
    return environment().get_template(PARTS[name]).render(frame=frame, view=value)


def told(document: Document | None) -> Markup:
    """A document set by the report's templates, with links to its sentences."""
    if document is None:
        return Markup("")
    template = environment().get_template("of/told.html")
    return Markup(template.render(document=document, **fragment.context(document)))


def plainly(value: Any) -> Any:
    """A value of `view` as JSON holds it, for a script."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plainly(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plainly(inner) for key, inner in value.items()}
    return [plainly(inner) for inner in value] if isinstance(value, tuple | list) else value


@cache
def environment() -> Environment:
    """The report's environment, with the app's templates and what they call."""
    report = fragment.environment()
    own = PackageLoader("standoff.app.web")
    assert report.loader is not None
    loader = ChoiceLoader([own, report.loader])
    made: Environment = report.overlay(
        loader=loader, finalize=_shown, extensions=["jinja2.ext.i18n"]
    )
    install: Any = made.install_gettext_translations  # type: ignore[attr-defined]
    install(words.translations(), newstyle=True)
    made.globals = {
        **report.globals,
        "told": told,
        "CARDS": CARDS,
        "plainly": plainly,
        "words": words,
    }
    made.filters = {
        **report.filters,
        "verbatim": _verbatim,
        "exact": escape,
        "cited": _cited,
        "short": _short,
        "data": _data,
        "diff": _diff,
        "path": lambda text: quote(str(text), safe=""),
        "grouped": lambda number: f"{number:,}",
        "translated": lambda text: words.translations().gettext(text) if text else "",
    }
    return made


def _shown(value: Any) -> Any:
    """Text as the report cleans it. What is sent back to be written is marked `exact`, and not touched."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _verbatim(text: str) -> Markup:
    """Words of a text, whole: offsets are counted in them, so signs are replaced one for one."""
    return escape(_UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text))


def _cited(citation: str) -> Markup:
    """A citation as a link that opens its sentence beside the page."""
    label = clean(citation.replace("#", " "))
    return Markup('<a class="cite" href="/evidence?cite={}" data-cite="{}">{}</a>').format(
        quote(citation, safe=""), citation, label
    )


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _data(value: Any) -> Markup:
    """A value as JSON, whole and as it is, for an attribute that a script reads."""
    return escape(json.dumps(value, ensure_ascii=False, default=dict))


def _diff(text: str) -> Markup:
    """A unified diff with its lines marked as put in or taken out."""
    lines: list[Markup] = []
    for line in text.splitlines():
        if line.startswith(("---", "+++")):
            continue
        shown = clean(line)
        if line.startswith("@@"):
            lines.append(Markup('<span class="at">{}</span>').format(shown))
        elif line.startswith("+"):
            lines.append(Markup("<ins>{}</ins>").format(shown))
        elif line.startswith("-"):
            lines.append(Markup("<del>{}</del>").format(shown))
        else:
            lines.append(Markup("<span>{}\n</span>").format(shown))
    return Markup("").join(lines)
