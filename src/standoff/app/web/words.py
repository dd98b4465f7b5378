"""The static words of the app in one catalogue, and their translation where there is one.

Templates mark their words by `_` and `ngettext` (Jinja's i18n extension), scripts by `t`; the names of
screens, of kinds of lines and of what is found stand in tables. `locale/standoff.pot` lists them all. A
translation is the file `LANGUAGE/LC_MESSAGES/standoff.mo` in a folder `locale`, here or beside the
settings; gettext's own variables (`LANGUAGE`, `LC_ALL`, `LC_MESSAGES`, `LANG`) choose it. What is said of a
case is English: its grammar is code.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from standoff.store import settings

DOMAIN, LOCALE, CATALOGUE = "standoff", "locale", "standoff.pot"
_MARKED = re.compile(r"""(?<![\w.])t\(("(?:[^"\\\n]|\\.)*")\)""")
_HEAD = """# The words of standoff's app. A translation is a copy of this file, its words below each msgstr,
# compiled by `msgfmt standoff.po -o standoff.mo`.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: \\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
Message = str | tuple[str, str]
"""What is to be translated: words, or one thing and several."""


def _home() -> Traversable:
    return files("standoff.app.web")


@cache
def translations() -> gettext.NullTranslations:
    """The translation that is there for the language of this process; English where there is none."""
    for place in (settings.directory() / LOCALE, Path(str(_home())) / LOCALE):
        if gettext.find(DOMAIN, str(place)):
            return gettext.translation(DOMAIN, str(place))
    return gettext.NullTranslations()


def language() -> str:
    """The language of the page, as HTML names it."""
    return translations().info().get("language", "") or "en"


def scripted() -> dict[str, str]:
    """The words of the scripts that have a translation, for the page to hand to them."""
    found = translations()
    told = {words: found.gettext(words) for words, _ in _of_scripts()}
    return {words: new for words, new in told.items() if new != words}


# --- the catalogue --------------------------------------------------------------------------------


def catalogue() -> str:
    """All words with the files they stand in, as gettext's template of a translation."""
    found: dict[Message, list[str]] = {}
    for message, where in (*_of_templates(), *_of_scripts(), *_of_tables()):
        places = found.setdefault(message, [])
        if where not in places:
            places.append(where)
    return _HEAD + "".join(_entry(message, places) for message, places in found.items())


def _entry(message: Message, places: Iterable[str]) -> str:
    lines = ["", *(f"#: {place}" for place in places)]
    if isinstance(message, str):
        lines += [f"msgid {_quoted(message)}", 'msgstr ""']
    else:
        lines += [f"msgid {_quoted(message[0])}", f"msgid_plural {_quoted(message[1])}"]
        lines += ['msgstr[0] ""', 'msgstr[1] ""']
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{plain}"'


def _below(folder: Traversable, ending: str, head: str = "") -> Iterator[tuple[str, str]]:
    """The files of a folder with that ending: their names below it, and their text, in order."""
    for each in sorted(folder.iterdir(), key=lambda one: one.name):
        if each.is_dir() and each.name != "vendor":
            yield from _below(each, ending, f"{head}{each.name}/")
        elif each.name.endswith(ending):
            yield head + each.name, each.read_text("utf-8")


def _of_templates() -> Iterator[tuple[Message, str]]:
    from standoff.app.web.fragments import environment

    for name, text in _below(_home().joinpath("templates"), ".html"):
        for _, _, message in environment().extract_translations(text):  # type: ignore[attr-defined]
            plural = isinstance(message, tuple)
            yield (message[0], message[1]) if plural else message, f"templates/{name}"


def _of_scripts() -> Iterator[tuple[str, str]]:
    import json

    for name, text in _below(_home().joinpath("static"), ".js"):
        for marked in _MARKED.finditer(text):
            yield json.loads(marked[1]), f"static/{name}"


def _of_tables() -> Iterator[tuple[str, str]]:
    """The names that templates take from tables."""
    from standoff.app.web.show import card, case, check, frame, line, readings

    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("show/frame.py", (name for _, _, name in frame.SCREENS)),
        ("show/line.py", (kind.name for kind in line.KINDS)),
        ("show/card.py", (*card.KIND_NAMES.values(), *card.LABELS.values())),
        ("show/case.py", (name for name, _ in case.BLOCKS.values())),
        ("show/check.py", check.GROUPS.values()),
        ("show/readings.py", readings.SECTIONS.values()),
    )
    for where, names in tables:
        for name in names:
            yield name, where


if __name__ == "__main__":
    Path(str(_home()), LOCALE, CATALOGUE).write_text(catalogue(), "utf-8", newline="\n")
