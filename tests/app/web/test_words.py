"""The static words of the app: all in one catalogue, and another language where there is a translation."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pytest
from tests.app.web.browser import sample

from standoff.app.web import fragments, pages, words

HOME = Path(str(files("standoff.app.web")))
WORDS = {
    "Texts": "Textes",
    "Answer": "Réponse",
    "Make a line": "Faire une <ligne>",
    "%(n)s problem\0%(n)s problems": "%(n)s problème\0%(n)s problèmes",
    "nothing is waiting here": "rien n'attend ici",
}


def _compiled(said: Mapping[str, str]) -> bytes:
    """A translation as gettext reads it (GNU gettext, "The Format of GNU MO Files")."""
    head = "Language: fr\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n>1;\n"
    pairs = sorted({"": head, **said}.items())
    at = 28 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    body = b""
    for side in (0, 1):
        for pair in pairs:
            text = pair[side].encode()
            tables[side] += [len(text), at + len(body)]
            body += text + b"\0"
    fixed = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<7I{4 * len(pairs)}I", *fixed, *tables[0], *tables[1]) + body


def _forget() -> None:
    words.translations.cache_clear()
    fragments.environment.cache_clear()


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    place = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "standoff.mo").write_bytes(_compiled(WORDS))
    monkeypatch.setenv("STANDOFF_CONFIG", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "fr")
    _forget()
    yield
    _forget()


def test_the_catalogue_is_that_of_the_templates_the_scripts_and_the_tables() -> None:
    """`python3 dev.py docs` makes it anew."""
    assert (HOME / words.LOCALE / words.CATALOGUE).read_text("utf-8") == words.catalogue()


@pytest.mark.parametrize(
    "path", sorted((HOME / "templates").rglob("*.html")), ids=lambda path: path.name
)
def test_no_word_of_a_template_stands_outside_the_catalogue(path: Path) -> None:
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<title>.*?</title>", "", path.read_text("utf-8")
    )
    bare = re.sub(r"<kbd>.*?</kbd>|<[^<>]*>|&\w+;", " ", text)
    assert not re.findall(r"[A-Za-z]{2,}", bare)
    named = re.findall(r'(?:aria-label|title|placeholder|data-does)="([^"]*)"', text)
    assert not re.findall(r"[A-Za-z]{2,}", " ".join(named))


def test_a_translation_is_used_where_there_is_one(french: None) -> None:
    page = pages.page(sample.FRAME, cast(Any, sample.VIEWS["check"]))
    assert '<html lang="fr">' in page
    assert "Réponse: " in page
    assert re.search(r"\d+ problèmes?", page)
    assert "nothing is waiting here&#34;: &#34;rien n&#39;attend ici" in page  # for the scripts
    assert words.scripted() == {"nothing is waiting here": "rien n'attend ici"}


def test_without_one_the_words_are_those_of_the_templates() -> None:
    page = pages.page(sample.FRAME, cast(Any, sample.VIEWS["check"]))
    assert '<html lang="en">' in page
    assert "Answer: " in page
    assert 'id="words"' not in page
