"""The pictures of docs/tutorial/in-the-browser.md, taken from the running app.

`python -m tests.app.web.browser.pictures` takes them all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from tests.app.web.browser.conftest import START, ready
from tests.app.web.browser.dam import make
from tests.browser import CHROMIUM

TARGET = Path(__file__).resolve().parents[4] / "docs" / "tutorial" / "in-the-browser"
PICTURES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("home", "/", (), "#new"),
    ("texts", "/texts/herald?reading=herald", (), "[data-card]:not([hidden])"),
    (
        "line",
        "/texts/herald?reading=herald&s=9",
        ("l", "5", "Tab", "Tab", "type:open"),
        "#preview .diff",
    ),
    ("case", "/case/herald?reading=herald", (), ".wishes"),
    (
        "whatif",
        "/answer?reading=letter",
        ("w", "wait:#whatif .set-option option >> nth=0", "Alt+s"),
        "#whatif .result td b >> nth=0",
    ),
    ("readings", "/readings?tab=side&left=herald&right=gazette", (), "#side svg"),
    ("check", "/check", (), ".fault >> nth=0"),
)


def take(page: Any, origin: str, path: str, keys: tuple[str, ...], shown: str) -> bytes:
    """One screen after some keys."""
    page.goto(origin + path)
    ready(page)
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind == "wait":
            page.locator(rest).wait_for(state="attached")
        elif kind == "type":
            page.keyboard.type(rest)
        else:
            page.keyboard.press(key)
    page.locator(shown).first.wait_for()
    page.wait_for_timeout(400)
    # The folder that Home proposes is one of the machine that takes the picture.
    clip = {"x": 0, "y": 0, "width": 1200, "height": 560} if path == "/" else None
    return bytes(page.screenshot(clip=clip))


def main() -> None:
    """Take every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home = Path(place)
        case, desk = make(home / "rivers")
        script = home / "start_app.py"
        script.write_text(START, "utf-8")
        environment = {**os.environ, "STANDOFF_CONFIG": str(home / "settings")}
        app = subprocess.Popen(
            [sys.executable, str(script), str(case), str(desk), ""],
            cwd=home, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert app.stdout is not None
            link = app.stdout.readline().strip()
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            page = browser.new_page(viewport={"width": 1200, "height": 760}, color_scheme="light")
            page.goto(link)
            for name, path, keys, shown in PICTURES:
                (TARGET / f"{name}.png").write_bytes(
                    take(page, link.split("/?")[0], path, keys, shown)
                )
                print(f"{name}.png")
            browser.close()
        finally:
            app.terminate()
            app.wait(10)


if __name__ == "__main__":
    main()
