"""The texts with their sentences, and the cards of what was found in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from standoff.app.web.view.line import LineMaker, LineUse
from standoff.app.web.view.word import Choice


@dataclass(frozen=True)
class SourceRow:
    """A text in the list. `trouble`: records that could not be taken, in words, never dropped."""

    id: str
    name: str
    sentences: int
    records: int = 0
    waiting: int = 0
    read: bool = False
    date: str = ""
    direction: str = "auto"
    language: str = ""
    rules: str = ""  # why the English rules are not run on it; empty where they are
    trouble: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    chosen: bool = False
    author: str = ""


@dataclass(frozen=True)
class SourceForm:
    """The first questions about a text, each with what the text offers for an answer.

    offered  key -> what the text itself says, with the words it says it in; nothing is taken unasked
    """

    id: str
    values: Mapping[str, str]  # date, outlet, author, title, language, url
    offered: Mapping[str, str] = field(default_factory=dict)
    furniture: tuple[tuple[int, str], ...] = ()  # (sentence, role)
    same: tuple[tuple[str, ...], ...] = ()  # names that may mean the same, for `/api/same`


@dataclass(frozen=True)
class Segment:
    """A stretch of a sentence: words, or a record with the stretches in it (nested, in order).

    start, end  offsets in the text
    cut         this is a further piece of a record that overlaps another
    """

    start: int
    end: int
    text: str = ""
    record: str = ""
    kind: str = ""
    state: str = ""
    title: str = ""
    cut: bool = False
    parts: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class SentenceView:
    """One numbered sentence. `folded`: what it is where it is no part of the article (menu, caption ...)."""

    number: int
    cite: str  # herald#s7
    start: int
    end: int
    parts: tuple[Segment, ...]
    folded: str = ""
    waiting: int = 0
    uses: tuple[LineUse, ...] = ()
    speaker: str = ""  # of the accepted attribution on it, for `attributed_to`
    hedge: str = ""
    gloss: str = ""
    recorded: bool = False


@dataclass(frozen=True)
class FieldView:
    """A field of a record: a menu (`choices`), words, or a span (`start`, `end`)."""

    name: str
    label: str
    value: str
    kind: str = "words"  # words, menu, names, span
    choices: tuple[Choice, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Card:
    """A proposal, or what was made of it. `queue`: it is one of those that a case can use at once."""

    id: str
    kind: str
    kind_name: str
    state: str
    sentence: int
    start: int
    end: int
    quote: str
    words: str
    rule: str
    fields: tuple[FieldView, ...] = ()
    by: str = ""
    at: str = ""
    queue: bool = False
    other: str = ""  # of a pair: the other sentence, as cited


@dataclass(frozen=True)
class TextsView:
    """The texts, one of them open with its sentences and cards."""

    KIND: ClassVar[str] = "texts"

    sources: tuple[SourceRow, ...]
    source: SourceRow | None = None
    sentences: tuple[SentenceView, ...] = ()
    cards: tuple[Card, ...] = ()  # by the filter; those waiting first in the order of the text
    current: str = ""  # id of the card to begin with
    kinds: tuple[Choice, ...] = ()
    states: tuple[Choice, ...] = ()
    actors: tuple[Choice, ...] = ()
    addable: tuple[Choice, ...] = ()  # kinds that can be added by hand
    form: SourceForm | None = None
    maker: LineMaker | None = None
    sentence: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)  # state -> how many, of the open text
