"""The pictures of the README: the three ways to begin and the report, taken from the real program.

`python -m tests.docs.pictures` takes them all, into docs/pictures; `tests.app.web.browser.pictures` those of
the tutorial in the browser. The one of the terminal is text: a test compares it with what is printed today.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.text import Text
from tests.app.web.browser.conftest import START, ready
from tests.browser import CHROMIUM
from tests.docs.test_snippets import ROOT
from website.run import run

TARGET = ROOT / "docs" / "pictures"
WIDTH = 96
TERMINAL = ("compare", "syria", "--reading", "003")
LINES = 30
"""Of the answer as many lines as a screen has."""
CELLS = re.compile(r"<!-- picture: notebook -->\n```python\n(.*?)```", re.DOTALL)
SVG = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#1d2126" width="100%" height="100%" rx="8"/>
<g transform="translate({terminal_x} 24)">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""
"""As Rich writes it, without the buttons of a window and without asking another host for a font."""


# --- in the terminal ------------------------------------------------------------------------------


def printed(*words: str) -> str:
    """What the program prints on a terminal of so many columns, its colours included."""
    import pty  # a terminal to print on: not there on Windows

    ours, its = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-m", "standoff", *words], stdout=its, stderr=subprocess.DEVNULL,
        env=environment, cwd=ROOT,
    ) as process:  # fmt: skip
        os.close(its)
        parts = []
        with suppress(OSError):  # how Linux says that nobody prints there any more
            while part := os.read(ours, 65_536):
                parts.append(part)
        os.close(ours)
    if process.returncode:
        raise RuntimeError(f"standoff {' '.join(words)}: {process.returncode}")
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n")


def terminal() -> str:
    """What `standoff` prints, as a picture made of text."""
    screen = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    screen.print(Text(f"$ standoff {' '.join(TERMINAL)}", style="bold green"))
    screen.print(Text("\n").join(Text.from_ansi(printed(*TERMINAL)).split("\n")[:LINES]))
    return screen.export_svg(code_format=SVG, unique_id="standoff")


# --- in the browser -------------------------------------------------------------------------------


@contextmanager
def running(case: str) -> Iterator[str]:
    """The app on a shipped case; gives its link."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        script = home / "start_app.py"
        script.write_text(START, "utf-8")
        process = subprocess.Popen(
            [sys.executable, str(script), str(ROOT / "cases" / case), "", ""],
            cwd=home, env={**os.environ, "STANDOFF_CONFIG": str(home)},
            stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(10)


def browser(chromium: Browser) -> bytes:
    """The answer of one reading."""
    page = chromium.new_page(viewport={"width": 1200, "height": 720}, color_scheme="light")
    with running("syria") as link:
        page.goto(link)
        ready(page)
        page.goto(f"{link.split('/?')[0]}/answer?reading=003")
        ready(page)
        page.locator(".stage:not(.coming)").first.wait_for(timeout=120_000)
        page.locator(".stage.coming").first.wait_for(state="detached", timeout=120_000)
        page.wait_for_timeout(500)
        taken = page.screenshot()
    page.close()
    return bytes(taken)


def report(chromium: Browser) -> bytes:
    """The top of the report, as a file that was opened."""
    page = chromium.new_page(viewport={"width": 1100, "height": 1310}, color_scheme="light")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "report.html"
        words = [sys.executable, "-m", "standoff", "report", "syria", "-o", str(file)]
        environment = {**os.environ, "STANDOFF_CONFIG": place}
        subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
        page.goto(file.as_uri())
        page.wait_for_timeout(500)
        taken = page.screenshot()
    page.close()
    return bytes(taken)


# --- in a notebook --------------------------------------------------------------------------------


def notebook() -> str:
    """The cells of the README, run, as a page."""
    (code,) = CELLS.findall((ROOT / "README.md").read_text("utf-8"))
    cells: list[Any] = [nbformat.v4.new_code_cell(each.strip()) for each in code.split("\n\n")]
    book: Any = nbformat.v4.new_notebook(cells=cells)
    with tempfile.TemporaryDirectory() as place:
        run(book, Path(place))
    page, _ = HTMLExporter(template_name="lab", embed_images=True).from_notebook_node(book)
    return str(page)


def shown(chromium: Browser, html: str) -> bytes:
    """A page as it looks, without the network."""
    page = chromium.new_page(viewport={"width": 1000, "height": 720}, color_scheme="light")
    page.route(re.compile("^https?:"), lambda route: route.abort())
    page.set_content(html, wait_until="load")
    page.wait_for_timeout(500)
    taken = page.screenshot()
    page.close()
    return bytes(taken)


def main() -> None:
    """Take them all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "terminal.svg").write_text(terminal(), "utf-8", newline="\n")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        (TARGET / "browser.png").write_bytes(browser(chromium))
        (TARGET / "report.png").write_bytes(report(chromium))
        (TARGET / "notebook.png").write_bytes(shown(chromium, notebook()))
        chromium.close()
    for each in sorted(TARGET.iterdir()):
        print(f"{each.relative_to(ROOT).as_posix()}, {each.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
