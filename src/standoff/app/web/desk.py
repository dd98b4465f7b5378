"""The desk that is open: its texts, the names that they use, and what the rules can read of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from standoff.app.web.state import Refused, State
from standoff.app.web.view.word import Choice
from standoff.problem import StandoffError, UnknownName
from standoff.store import records, sources
from standoff.store.records import Entered, Loaded
from standoff.store.write import file_text, locked
from standoff.text.annotation import (
    AUTHOR,
    Annotation,
    Name,
)
from standoff.text.desk.decision import Decision
from standoff.text.find.word.language import ENGLISH
from standoff.text.find.word.language import language as detected
from standoff.text.find.word.lexicon import code_of, short_names

Body: TypeAlias = Mapping[str, Any]

QUEUE = ("attribution", "offer", "option", "name", "pair", "line")
"""What a case can use at once: decided first."""

NAMES = "names.txt"
FACTS = ("date", "outlet", "author", "title", "language", "url", "private")


def folder(state: State) -> Path:
    """The desk that is open. Raises Refused where there is none."""
    if state.desk is None:
        raise Refused("there are no texts yet", 409, ask="texts")
    return state.desk


def _word(body: Body, key: str) -> str:
    value = body.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value.strip()


def text_of(state: State, id: str) -> Loaded:
    """A text with its records, as it is on disk now; read once as long as its files stay."""
    desk = folder(state)
    known = sources.ids(desk)
    if id not in known:
        raise UnknownName("text", id, known)
    kept = state.answers.get(("desk", str(desk), id))
    stamp = _stamps(desk, id)
    if kept is None or kept[0] != stamp:
        kept = stamp, records.load(desk, id)
        state.answers["desk", str(desk), id] = kept
    loaded: Loaded = kept[1]
    return loaded


def enter(state: State, id: str, steps: Iterable[Decision]) -> Entered:
    """Enter decisions, and keep what was written, so that it is not read again."""
    desk = folder(state)
    with locked(desk):  # nobody writes between the records and the look at their file
        entered = records.enter(desk, id, steps)
        if not entered.contested:
            state.answers["desk", str(desk), id] = _stamps(desk, id), entered.loaded
    return entered


def _stamps(desk: Path, id: str) -> tuple[tuple[int, ...], ...]:
    folders = ("texts", "sources", "records", "log")
    return tuple(_stamp(sources.file_of(desk, each, id)) for each in folders)


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        now = path.stat()
    except OSError:
        return ()
    return now.st_size, now.st_mtime_ns, now.st_ino


def ids(state: State) -> list[str]:
    """The texts of the desk that is open."""
    return sources.ids(state.desk) if state.desk is not None else []


def waiting(state: State) -> int:
    """How many proposals that a case can use wait in all texts."""
    count = 0
    for id in ids(state):
        with suppress(StandoffError):
            count += waits(text_of(state, id).annotation)
    return count


def waits(annotation: Annotation) -> int:
    return sum(r.state == "proposed" and r.KIND in QUEUE for r in annotation.records)


def foreign(text: str, language: str) -> str:
    """Why the English rules are not run on a text; empty where they are."""
    if language and not language.lower().startswith("en"):
        return f"it is not in English ({language}): the rules know English only; code it by hand"
    found = detected(text)
    if found != ENGLISH:
        return f"it is not in English but in {found}: the rules know English only; code it by hand"
    return ""


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has one."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "auto"


def names(state: State) -> dict[str, list[str]]:
    """Actor -> its other names, from the case and from the desk."""
    known: dict[str, list[str]] = {}
    if state.root is not None:
        snapshot = state.snapshot()
        for id in snapshot.readings:
            for actor in snapshot.merged(id)[0].actors:
                known.setdefault(actor.name, []).extend(actor.also)
    if state.desk is not None:
        for line in (file_text(state.desk / NAMES) or "").splitlines():
            head, _, also = line.partition(":")
            if head.strip() and not line.startswith("#"):
                more = [each.strip() for each in also.split(",") if each.strip()]
                known.setdefault(head.strip(), []).extend(more)
    return {actor: list(dict.fromkeys(also)) for actor, also in known.items()}


def alike(state: State) -> Iterator[tuple[str, ...]]:
    """Names of the texts of which one is a part of another: they may mean the same."""
    found: dict[str, None] = {}
    for id in ids(state):
        with suppress(StandoffError):
            for record in text_of(state, id).annotation.of(Name):
                found[record.quote] = None
    known = {n for actor, also in names(state).items() for n in (actor, *also)}
    every = list(found)
    for name in every:
        longer = [
            other
            for other in every
            if other != name and re.search(rf"\b{re.escape(name)}\b", other) and other not in known
        ]
        if longer:
            yield (name, *longer)


def foreign_of(state: State, id: str) -> str:
    """Why the English rules are not run on a text of the desk."""
    text = sources.imported(folder(state), id)
    return foreign(text.text, text.source.language)


class Who:
    """Codes of actors as a person reads them."""

    def __init__(self, state: State) -> None:
        self._own = {code_of(name): name for name in names(state)}
        self._menus: dict[tuple[str, ...], tuple[Choice, ...]] = {}

    def __call__(self, code: str) -> str:
        if code == AUTHOR:
            return "the author"
        if code in self._own:
            return self._own[code]
        found = short_names().get(code)
        return found or code.replace("-", " ").title() if code else ""

    def menu(self, *chosen: str) -> tuple[Choice, ...]:
        """The actors of the case and those that are chosen, as a menu; made once for each choice."""
        if chosen not in self._menus:
            known = {code: self(code) for code in (*self._own, *chosen) if code}
            self._menus[chosen] = tuple(
                Choice(code, name, chosen=code in chosen) for code, name in known.items()
            )
        return self._menus[chosen]
