"""The report: one HTML file that asks nothing of any network and runs nothing but its own script.

Whatever a text, a name or a gloss holds is data: templates escape it, a strict Content-Security-Policy
admits only the style and the script whose hashes it names, and characters that could reorder or break
the page are shown as the replacement character.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from standoff import __version__
from standoff.analysis.judge.compare import Answer
from standoff.case.entry import Case
from standoff.report import moves, view, words
from standoff.report.evidence import Sentences

MAX_TEXT = 2_000
"""Longer texts from a case or a source are cut, and the page says so."""

# Control characters, line and paragraph separators, bidirectional embeddings and overrides, surrogates.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def render(
    case: Case,
    answers: Sequence[Answer],
    sentences: Sentences | None = None,
) -> str:
    """The report on these answers as one HTML page, the same for the same input.

    sentences  (source id, sentence number) -> the sentence as it stands in the text, for each sentence
               of the texts at hand; where a cited one is missing the page shows our gloss and says so
    """
    shown = view.page(case, answers, sentences, __version__)
    style = _asset("style.css") + _choices(len(shown.panes))
    script = _asset("script.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("page.html")
        .render(page=shown, style=Markup(style), script=Markup(script), policy=policy)
    )


def clean(value: Any) -> Any:
    """Text made safe to set in type: nothing that reorders or breaks the page, nothing endless."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", value)
    if len(text) > MAX_TEXT:
        return f"{text[:MAX_TEXT]} … (cut here: {len(text):,} characters in all)"
    return text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("standoff.report.html"),
        autoescape=True,
        finalize=clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"head": moves.head, "glossary": words.GLOSSARY}
    return environment


@cache
def _asset(name: str) -> str:
    return files("standoff.report.html").joinpath("templates", name).read_text("utf-8")


def _choices(count: int) -> str:
    """The rules by which a chosen reading shows its pane: without script, one for each reading."""
    return "".join(
        f'.moves:has(input[value="{at}"]:checked) [data-pane="{at}"]{{display:block}}\n'
        for at in range(1, count + 1)
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
