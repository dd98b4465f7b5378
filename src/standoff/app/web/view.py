"""What the pages are given: plain values, everything already decided and said in words.

All offsets count code points of the frozen text. Files are named below the case (`readings/herald.yaml`).
An empty string, an empty tuple and None mean that there is none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from standoff.report.document import Document


@dataclass(frozen=True)
class Choice:
    """One of a menu: what is sent, and how it is called."""

    value: str
    name: str
    title: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Trouble:
    """A problem or a warning of the case, with where it stands and the nearest name."""

    words: str
    file: str = ""
    line: int = 0
    column: int = 0
    nearest: str = ""
    weight: str = "problem"  # problem, warning

    @property
    def where(self) -> str:
        """`readings/herald.yaml:12`"""
        return f"{self.file}:{self.line}" if self.line else self.file


# --- every screen ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tab:
    """One of the five screens; `note` is what waits there, in a few words."""

    key: str  # texts, case, answer, readings, check
    digit: str  # the key that leads there
    name: str
    href: str
    note: str = ""
    here: bool = False


@dataclass(frozen=True)
class AnswerLine:
    """The third line of every screen. `cannot`: why there is no answer, in place of the rest."""

    answer: str = ""
    follow: int = 0
    conclusions: int = 0
    stated: int = 0
    inferred: int = 0
    unsourced: int = 0
    cannot: str = ""

    @property
    def lines(self) -> int:
        """All lines written."""
        return self.stated + self.inferred + self.unsourced


@dataclass(frozen=True)
class Frame:
    """What stands around each screen.

    readonly   why nothing can be written here; empty where it can
    published  the case holds a `model.json`: states, rankings and what-ifs, read only
    token      for the header of every POST
    files      file -> sha256, as this page was made from
    undo       what `undo` would take back, in words
    """

    title: str
    case: str = ""
    place: str = ""
    screen: str = ""
    readings: tuple[Choice, ...] = ()
    reading: str = ""
    variants: tuple[Choice, ...] = ()
    variant: str = ""
    tabs: tuple[Tab, ...] = ()
    answer: AnswerLine | None = None
    readonly: str = ""
    published: bool = False
    token: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    undo: str = ""
    version: str = ""


# --- home -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Recent:
    """A case opened before: `at` is sent to `/api/open` as `lately`."""

    at: int
    name: str
    place: str
    note: str = ""
    gone: bool = False


@dataclass(frozen=True)
class HomeView:
    """Where one begins."""

    KIND: ClassVar[str] = "home"

    examples: tuple[Choice, ...]
    lately: tuple[Recent, ...]
    beside: str  # the folder that new cases are put in unless told
    reads: str = ""  # what is missing to read in full, with the command that installs it


# --- texts ----------------------------------------------------------------------------------------


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
class LineUse:
    """A line of the case that rests on a sentence."""

    words: str
    raw: str
    file: str
    line: int
    column: int
    readings: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class LineKind:
    """One of the ten kinds of line, by the digit that chooses it."""

    digit: str
    section: str
    name: str
    shape: str  # actor, condition, literal, offer, fact, dated, option, stance: what is asked
    example: str = ""


@dataclass(frozen=True)
class LineMaker:
    """What the pickers of `make a line` know, in the reading that is chosen."""

    reading: str
    kinds: tuple[LineKind, ...]
    actors: tuple[Choice, ...]  # value: the name; title: its aliases
    options: tuple[Choice, ...]  # value: as written in a line; name: the gloss; title: who decides
    facts: tuple[Choice, ...]
    wishes: Mapping[str, tuple[LineView, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerChange:
    """The answer before and after. `before` is None where there was none."""

    before: AnswerLine | None
    after: AnswerLine | None
    changes: tuple[str, ...] = ()  # in words: `sluices shut -> sluices open`
    same: bool = False


@dataclass(frozen=True)
class Preview:
    """What an edit would write (`dry`), or wrote.

    words    the line in words; ties: whom it ties; forbids: what it rules out, in words
    diff     a unified diff of each file
    undo     the name of this write, for `undo`
    files    file -> sha256 after it
    """

    words: str = ""
    ties: tuple[str, ...] = ()
    forbids: str = ""
    diff: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    problems: tuple[Trouble, ...] = ()
    warnings: tuple[Trouble, ...] = ()
    answer: AnswerChange | None = None
    saved: bool = False
    said: str = ""  # e.g. `the file was changed outside: the same edit was made on the new text`
    files: Mapping[str, str] = field(default_factory=dict)
    location: str = ""


@dataclass(frozen=True)
class Conflict:
    """409: a file is not what the edit was based on. All three texts; the person chooses."""

    file: str
    base: str
    disk: str
    mine: str
    sha256: str  # of what is on disk: what a merged text is based on
    words: str = ""


# --- case -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineView:
    """One line of the case. `speaker`, `hedge` weaken it; `inherited`: the file it comes from otherwise."""

    words: str
    raw: str
    file: str
    line: int
    column: int
    cites: tuple[str, ...] = ()
    grounding: str = ""  # stated, inferred, no source
    speaker: str = ""
    hedge: str = ""
    rank: int = 0
    tied: bool = False
    denied: bool = False
    inherited: str = ""
    name: str = ""  # of an option, a fact, an actor: its id


@dataclass(frozen=True)
class ActorView:
    """An actor with its options and its list."""

    name: str
    also: tuple[str, ...]
    options: tuple[LineView, ...]
    stance: str  # statements, ranking, weights, silent, indifferent, undecided; missing
    stance_words: str
    wishes: tuple[LineView, ...] = ()
    inherited: str = ""  # the file that the list comes from, where that is not the reading's
    file: str = ""
    line: int = 0
    mark: int = 0
    within: str = ""


@dataclass(frozen=True)
class Block:
    """A section with its lines; one that is not `writable` here is changed in its file as text."""

    section: str
    name: str
    note: str
    lines: tuple[LineView, ...]
    file: str = ""
    writable: bool = True


@dataclass(frozen=True)
class FileRow:
    """A file of the case."""

    name: str
    href: str
    lines: int
    problems: int = 0


@dataclass(frozen=True)
class CaseView:
    """What one reading assumes."""

    KIND: ClassVar[str] = "case"

    reading: str
    title: str
    at: str
    source: str
    actors: tuple[ActorView, ...]
    blocks: tuple[Block, ...]
    possible: str = ""  # `4 of 4 situations possible`
    stable: str = ""  # `2 nobody gains by leaving`
    files: tuple[FileRow, ...] = ()
    problems: tuple[Trouble, ...] = ()
    press: Document | None = None  # who can press whom
    published: bool = False
    maker: LineMaker | None = None


@dataclass(frozen=True)
class FileView:
    """A file as text, for the editor; `text` is what is on disk."""

    KIND: ClassVar[str] = "file"

    name: str
    text: str
    sha256: str
    problems: tuple[Trouble, ...] = ()
    warnings: tuple[Trouble, ...] = ()
    complete: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    """What the editor completes: keys, actors, options, facts, citations (`herald#s7`, name: the gloss)."""
    hovers: Mapping[int, str] = field(default_factory=dict)  # line -> in words, with its sentence
    readonly: str = ""


# --- answer ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class StageView:
    """A part of the answer with when it was there: 1 at once, 2 and 3 later, 4 on demand."""

    stage: int
    name: str
    document: Document | None = None
    state: str = "ready"  # ready, coming, failed, none
    words: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class SheetChoice:
    """A question that can be asked on demand (stage 4)."""

    computation: str
    name: str
    words: str
    about: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class AnswerView:
    """The answer of a reading, or of all, in stages; `record` is what `compare --json` prints."""

    KIND: ClassVar[str] = "answer"

    reading: str
    stages: tuple[StageView, ...]
    record: Mapping[str, Any]
    sheets: tuple[SheetChoice, ...] = ()
    cannot: tuple[tuple[str, str], ...] = ()  # (reading, why): it cannot run, the others do
    ticket: str = ""
    report: Document | None = None
    whatif: WhatIfView | None = None


@dataclass(frozen=True)
class WhatIfView:
    """A what-if beside the answer as it stands. Nothing is written."""

    KIND: ClassVar[str] = "whatif"

    reading: str
    changes: tuple[str, ...]  # in words, in the order given
    answer: AnswerChange
    before: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    verdicts: tuple[tuple[str, str, str], ...] = ()  # (conclusion, before, now)
    document: Document | None = None
    ticket: str = ""
    problems: tuple[Trouble, ...] = ()
    options: tuple[Choice, ...] = ()  # what can be set


# --- readings -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MatrixCell:
    """What one reading has: its line in words; silent, absent, or a value as in the report's matrix."""

    words: str
    tone: str = ""
    line: LineView | None = None


@dataclass(frozen=True)
class MatrixRow:
    """One row; `does`: what taking another reading's line would change, a sentence for each reading."""

    head: str
    section: str
    actor: str
    contested: bool
    cells: tuple[MatrixCell, ...]
    does: tuple[str, ...] = ()
    changes: bool = False


@dataclass(frozen=True)
class SideRow:
    """The wish left and right; `left_to`, `right_to`: its place on the other side, from 1 (0 for none)."""

    left: LineView | None
    right: LineView | None
    left_to: int = 0
    right_to: int = 0


@dataclass(frozen=True)
class SideActor:
    """One actor's two lists beside each other."""

    actor: str
    rows: tuple[SideRow, ...]
    left: str = ""  # the stance in words where it is no list
    right: str = ""


@dataclass(frozen=True)
class SaidCell:
    """What a text does with a thing said: says, denies, reports (through whom), silent."""

    how: str
    through: str = ""
    quote: str = ""
    cites: tuple[str, ...] = ()
    settled: bool = True  # a person decided it; otherwise only proposed


@dataclass(frozen=True)
class SaidRow:
    """A thing said in two texts or more."""

    what: str
    cells: tuple[SaidCell, ...]  # a text each, in the order of `texts`
    contested: bool = False
    pairs: tuple[tuple[str, str, str], ...] = ()  # (source, pair record, verdict), to be decided


@dataclass(frozen=True)
class ReadingsView:
    """The readings beside each other. `texts` and `said` need no case."""

    KIND: ClassVar[str] = "readings"

    tab: str
    readings: tuple[Choice, ...]
    rows: tuple[MatrixRow, ...] = ()
    left: str = ""
    right: str = ""
    sides: tuple[SideActor, ...] = ()
    texts: tuple[Choice, ...] = ()
    said: tuple[SaidRow, ...] = ()
    show: str = ""
    actors: tuple[Choice, ...] = ()
    sections: tuple[Choice, ...] = ()
    answers: Mapping[str, AnswerLine] = field(default_factory=dict)


# --- check ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fix:
    """A one-key fix: what is sent to which route."""

    name: str
    route: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class CheckRow:
    """One thing to look at; `href` goes there."""

    kind: str
    words: str
    file: str = ""
    line: int = 0
    href: str = ""
    fix: Fix | None = None


@dataclass(frozen=True)
class CheckGroup:
    """What is wrong of one kind, the weightiest kinds first."""

    kind: str
    name: str
    rows: tuple[CheckRow, ...]
    problem: bool = False


@dataclass(frozen=True)
class CheckView:
    """All that is wrong, by weight."""

    KIND: ClassVar[str] = "check"

    groups: tuple[CheckGroup, ...]
    problems: int = 0
    warnings: int = 0


# --- the panel, the second coder, jobs ------------------------------------------------------------


@dataclass(frozen=True)
class EvidenceView:
    """A sentence with one on each side, who speaks, and what rests on it."""

    KIND: ClassVar[str] = "evidence"

    cite: str
    source: str
    name: str
    date: str
    before: str = ""
    sentence: str = ""
    after: str = ""
    verbatim: bool = True
    gloss: str = ""
    speaker: str = ""
    marks: tuple[str, ...] = ()
    uses: tuple[LineUse, ...] = ()
    href: str = ""
    doubt: str = ""  # the text is not there, or not the one cited
    clause: str = ""


@dataclass(frozen=True)
class AgreementRow:
    """How far two people agree on a field: alpha is Krippendorff's, None where it says nothing."""

    kind: str
    field: str
    records: int
    same: int
    alpha: float | None


@dataclass(frozen=True)
class DifferenceView:
    """A record that two people decided otherwise; `take` settles it."""

    source: str
    record: str
    sentence: int
    quote: str
    field: str
    ours: str
    theirs: str
    settled: bool = False


@dataclass(frozen=True)
class CoderView:
    """Another person's desk beside ours."""

    KIND: ClassVar[str] = "coder"

    desk: str
    agreement: tuple[AgreementRow, ...]
    differences: tuple[DifferenceView, ...]
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobView:
    """Something computed beside. `state`: waiting, running, done, stopped, failed."""

    ticket: str
    what: str
    state: str
    done: int = 0
    of: int = 0
    words: str = ""


Screen: TypeAlias = (
    HomeView | TextsView | CaseView | AnswerView | ReadingsView | CheckView | FileView
)
