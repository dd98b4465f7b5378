"""The report as it looks: every picture of `docs/explanation/report-in-pictures.md`, from the real program.

`python -m tests.docs.report_pictures` takes them all and writes the page. A row of `PICTURES` is a picture:
the shipped cases at both widths, then what is asked of the page besides. They are kept to be looked at; that
nothing is cut off, in any of them and at other widths, tests look for in `tests/report/browser`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from tests.browser import CHROMIUM
from tests.docs.test_snippets import ROOT
from tests.report.test_printers import SHIPPED, TEXTS
from tests.report.written import BASE, ONE, SOURCES, TWO, answered, many, reported

from standoff.report.html.page import Report, read, render

PAGE = ROOT / "docs" / "explanation" / "report-in-pictures.md"
TARGET = PAGE.with_suffix("")
HEIGHTS = {1280: 900, 390: 844}


WIDTHS: tuple[tuple[str, Literal[1280, 390], str], ...] = (
    ("", 1280, "at 1280 px"),
    ("-390", 390, "on a phone"),
)
"""The end of a picture's name, how wide its window is, and where that is met."""


@dataclass(frozen=True)
class Taken:
    """A picture: of which report, how wide, from which place of the page down, and what it shows.

    scale  of the picture to the window; the small cases are to be looked at, not read
    """

    name: str
    report: Callable[[], Report]
    words: str
    width: Literal[1280, 390] = 1280
    at: str = ""
    dark: bool = False
    scale: float = 1.0

    @property
    def file(self) -> str:
        """Its file; the one on paper is a PDF."""
        return f"{self.name}.png"


@cache
def _program(name: str) -> Report:
    """What the command writes of a shipped case where no texts are known."""
    with tempfile.TemporaryDirectory() as place:
        words = [sys.executable, "-m", "standoff", "report", name, "--json"]
        environment = {**os.environ, "STANDOFF_CONFIG": place}
        run = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE)
    return read(run.stdout.decode())


def _of(name: str) -> Callable[[], Report]:
    return lambda: _program(name)


@cache
def scripts() -> Report:
    """Names in four scripts, of those that most machines have letters of."""
    base = BASE.replace("The Gazette", "الجريدة اليومية").replace("The Courier", "Вестник долины")
    base = base.replace("leave the valley", "αφήσει την κοιλάδα").replace("A. Writer", "א. סופר")
    return reported(*answered(base, SOURCES, one=ONE, two=TWO))


SYRIA, SMALL = _of("syria"), lambda: reported(*answered(), TEXTS)
PICTURES: tuple[Taken, ...] = (
    Taken("answer", SYRIA, "The worked case: the question, and what each reading answers", scale=0.8),
    Taken("answer-dark", SYRIA, "The same where the window is dark", dark=True, scale=0.6),
    Taken("answer-390", SYRIA, "The same on a phone", 390, scale=0.8),
    Taken("asked", SYRIA, "The questions of its readings, each with its sheet", at="asked", scale=0.6),
    Taken("disagree", SYRIA, "Where its texts disagree, and what that decides", at="disagree", scale=0.6),
    Taken("disagree-390", SYRIA, "The same on a phone: a card a row", 390, "disagree", scale=0.8),
    Taken("moves", SYRIA, "How it can move from today, and what is refused", at="moves", scale=0.8),
    Taken("moves-390", SYRIA, "The same on a phone, where it scrolls sideways", 390, "moves", scale=0.8),
    Taken("moves-dark", SYRIA, "The same where the window is dark", at="moves", dark=True, scale=0.6),
    Taken("change", SYRIA, "What would have to change", at="change", scale=0.6),
    Taken("ground", SYRIA, "What it rests on, in bars of counts", at="ground", scale=0.6),
    Taken("time", SYRIA, "When each text came out, and what it could not know", at="time", scale=0.6),
    Taken("sentences", SMALL, "A small case: its sentences, in words", at="sentences", scale=0.6),
    Taken("scripts", scripts, "Names in four scripts", scale=0.6),
    Taken("scripts-390", scripts, "The same on a phone", 390, scale=0.6),
    Taken("scripts-moves", scripts, "The same in a picture", at="moves", scale=0.6),
    Taken("many", many, "Twenty readings, generated", scale=0.6),
    Taken("many-disagree", many, "The same: lists instead of a table", at="disagree", scale=0.6),
    Taken("many-390", many, "The same on a phone", 390, scale=0.6),
    *(
        Taken(f"{name}{end}", _of(name), f"{name}, {where}", width, scale=0.5)
        for name in SHIPPED
        if name != "syria"
        for end, width, where in WIDTHS
    ),
)  # fmt: skip
PAPER: tuple[tuple[str, Callable[[], Report], str], ...] = (
    ("syria", SYRIA, "the worked case on paper, as it is printed by default"),
)


def picture(browser: Browser, file: Path, taken: Taken) -> bytes:
    """What a window shows of a report in a file."""
    page = browser.new_page(
        viewport={"width": taken.width, "height": HEIGHTS[taken.width]},
        color_scheme="dark" if taken.dark else "light",
        device_scale_factor=taken.scale,
    )
    page.goto(f"{file.as_uri()}#{taken.at}" if taken.at else file.as_uri())
    page.wait_for_timeout(300)
    shot = page.screenshot()
    page.close()
    return bytes(shot)


def paper(browser: Browser, file: Path) -> bytes:
    """A report as it is printed."""
    page = browser.new_page(color_scheme="light")
    page.goto(file.as_uri())
    made = page.pdf(format="A4", print_background=True)
    page.close()
    return bytes(made)


def text() -> str:
    """The page that shows them all."""
    folder = TARGET.name
    lines = [
        "# The report in pictures",
        "",
        "What `standoff report` makes, as a browser shows it and as it is printed, to be looked at. The "
        "worked case stands here without its texts, which are not ours to publish: in place of a sentence is "
        "our paraphrase. All of it is taken from the running program by "
        "`python -m tests.docs.report_pictures`; fonts differ from machine to machine. Why the page is made "
        "so: [the report](report.md).",
        "",
        "On paper:",
        "",
        *(f"- [{words}]({folder}/{name}.pdf)" for name, _, words in PAPER),
        "",
    ]
    for taken in PICTURES:
        lines += [f"**{taken.words}**", "", f"![{taken.words}]({folder}/{taken.file})", ""]
    return "\n".join(lines)


def main() -> None:
    """Take them all, and write the page."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.iterdir():
        old.unlink()
    PAGE.write_text(text(), "utf-8", newline="\n")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        file = Path(place) / "report.html"
        for taken in PICTURES:
            file.write_text(render(taken.report()), "utf-8")
            (TARGET / taken.file).write_bytes(picture(chromium, file, taken))
        for name, report, _ in PAPER:
            file.write_text(render(report()), "utf-8")
            (TARGET / f"{name}.pdf").write_bytes(paper(chromium, file))
        chromium.close()
    for each in sorted(TARGET.iterdir()):
        print(f"{each.relative_to(ROOT).as_posix()}, {each.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
