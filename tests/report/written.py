"""Small reports, and what a browser would find in them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.large import write
from tests.case.written import make

from standoff.analysis.judge.compare import Answer, answer
from standoff.analysis.survey import survey
from standoff.case.entry import Case
from standoff.case.reading import merge, readings, variants
from standoff.report.html.page import Report, render
from standoff.report.tell.report import tell
from standoff.store.folder import load_folder

BASE = """\
case: Will Beta leave the valley?
sources:
  one: {author: A. Writer, outlet: The Gazette, date: 2018-03}
  two: {outlet: The Courier, date: 2018-05-04}
actors:
  Alpha: {also: [the north]}
  Beta: {}
options:
  Alpha.press: press Beta to go        [one#s1]
  Alpha.pay: pay for the way home      [one#s3]
  Beta.leave: leave the valley         [one#s2]
facts:
  tired: is Beta tired of the valley?
now:
  - not pay                            [two#s2] says
"""

ONE = """\
case: Does pressing help?
at: 2018-03
facts:
  tired: yes                           [one#s2] says
wants:
  Alpha:
    - leave                            [one#s1] says
    - press                            [one#s1]
  Beta:
    - press and tired -> leave         [one#s2] attributed to the general
    - not leave
author_concludes:
  - press and leave                    [one#s3] says
  - not pay                            [one#s3]
  - leave given not press              [one#s1]
"""

TWO = """\
case: Is there a price?
at: 2018-05
facts:
  tired: no                            [two#s1]
wants:
  Alpha:
    - not press                        [two#s1] hedged "perhaps"
  Beta: silent                         [two#s2]
author_concludes:
  - leave                              [two#s3]
variants:
  a price is paid:
    wants:
      Beta:
        - pay -> leave
        - leave
"""

SOURCES = {
    "one": """\
sentences: |
  s1 0-30 0123456789abcdef  the north wants the valley empty
  s2 31-60 0123456789abcdef  its neighbour has had enough
  s3 61-90 0123456789abcdef  so it will be empty soon
""",
    "two": """\
sentences: |
  s1 0-30 0123456789abcdef  nobody there is tired
  s2 31-60 0123456789abcdef  nobody pays either
  s3 61-90 0123456789abcdef  they will go all the same
""",
}


def answered(
    base: str = BASE, sources: Mapping[str, str] | None = None, **texts: str
) -> tuple[Case, list[Answer]]:
    """A folder and the answers of its readings."""
    if base is BASE and not texts:
        if sources is None:
            case, answers = usual()
            return case, [*answers]
        texts = {"one": ONE, "two": TWO}
    case, found = make(base, SOURCES if sources is None else sources, **texts)
    assert not found.problems, "\n".join(map(str, found.problems))
    return case, [judged(case, reading) for reading in readings(case)]


@cache
def usual() -> tuple[Case, tuple[Answer, ...]]:
    """The folder that most tests speak of, and its answers."""
    case, answers = answered(BASE, SOURCES)
    return case, tuple(answers)


def judged(folder: Case, reading: str) -> Answer:
    """The answer of one reading, its variants and the other readings beside it."""
    case, found = merge(folder, reading)
    assert not found.problems, "\n".join(map(str, found.problems))
    others = {name: merge(folder, reading, name)[0] for name in variants(folder, reading)}
    return answer(case, others, readings=[merge(folder, id)[0] for id in readings(folder)])


def small(sentences: Mapping[tuple[str, int], str] | None = None) -> str:
    """The report on two small texts that contradict each other."""
    return rendered(*answered(), sentences)


def reported(
    case: Case, answers: Sequence[Answer], sentences: Mapping[tuple[str, int], str] | None = None
) -> Report:
    """The report on answers, as the command makes it."""
    return Report(tell(survey(case, answers, sentences)), "0")


@cache
def many() -> Report:
    """The report on twenty generated readings of ten actors."""
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place) / "many", 20, options=10, actors=10, wishes=20)
        case, _ = load_folder(folder)
        return reported(case, [judged(case, reading) for reading in readings(case)])


def rendered(
    case: Case, answers: Sequence[Answer], sentences: Mapping[tuple[str, int], str] | None = None
) -> str:
    """Its page."""
    return render(reported(case, answers, sentences))


VOID = frozenset("meta link br hr img input".split())
ENDS = {  # what a start ends that is still open: HTML leaves these ends out
    "li": {"li"},
    **{tag: {"td", "th"} for tag in ("td", "th")},
    "tr": {"td", "th", "tr"},
    "tbody": {"td", "th", "tr", "thead"},
    **{
        tag: {"p"}
        for tag in (
            "article blockquote details div h1 h2 h3 h4 h5 h6 header ol p section table ul".split()
        )
    },
}
INSIDE = frozenset("li p td th tr tbody thead".split())


class Seen(HTMLParser):
    """Elements with their attributes, in order, and the words a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.visible: list[str] = []  # outside of style, script and the glossary
        self._open: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        while self._open and self._open[-1][0] in ENDS.get(tag, ()):
            self._open.pop()
        self.elements.append((tag, found))
        if tag not in VOID:
            self._open.append((tag, found.get("class", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        while opened[0] != tag and opened[0] in INSIDE:
            opened = self._open.pop()
        assert opened[0] == tag, f"{opened[0]} ended by {tag}"

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        hidden = {"style", "script"} & set(tags) or ("ul", "terms") in self._open
        if not hidden:
            self.visible.append(data)

    def all(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [attrs[name] for _, attrs in self.elements if name in attrs]

    @property
    def scripts(self) -> int:
        """How many scripts a browser would run: what is of another kind is data."""
        return sum(tag == "script" and "type" not in attrs for tag, attrs in self.elements)

    @property
    def words(self) -> str:
        """What a reader sees, in one line."""
        return " ".join(" ".join(self.visible).split())
