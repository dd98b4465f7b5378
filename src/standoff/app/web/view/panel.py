"""What opens beside a screen: a sentence, a second coder, a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from standoff.app.web.view.line import LineUse


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
