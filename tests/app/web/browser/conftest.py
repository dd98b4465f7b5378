"""The app as its own process, and a real browser that looks at it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

START = """
import sys
from importlib import import_module
from pathlib import Path
from standoff.app.web.server import serve
from standoff.app.web.state import State

if __name__ == "__main__":
    state = State()
    case, desk, texts = (Path(each) if each else None for each in sys.argv[1:4])
    if case:
        state.open(case, desk, texts)
    serve(state, opened=lambda link: print(link, flush=True))
"""


@dataclass
class Running:
    """An app that runs: where it is, where it was started, how it is stopped."""

    link: str
    home: Path
    process: subprocess.Popen[str] = field(repr=False)

    @property
    def origin(self) -> str:
        return self.link.split("/?")[0]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    """A function that starts the app on a case (or at home) and gives where it runs."""
    running: list[Running] = []
    script = tmp_path / "start_app.py"
    script.write_text(START, "utf-8")

    def begin(
        case: Path | None = None, desk: Path | None = None, texts: Path | None = None
    ) -> Running:
        environment = {**os.environ, "STANDOFF_CONFIG": str(tmp_path / "settings")}
        arguments = [str(each or "") for each in (case, desk, texts)]
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        running.append(Running(link, tmp_path, process))
        assert link.startswith("http://127.0.0.1:"), "the app does not start"
        return running[-1]

    yield begin
    for each in running:
        each.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            each.process.wait(5)
        each.process.kill()
        each.process.wait()
        assert each.process.stdout is not None
        each.process.stdout.close()


@dataclass
class Seen:
    """A tab with all that went wrong in it: its console, its errors, requests to elsewhere."""

    page: Any
    origin: str
    console: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)

    def quiet(self) -> None:
        """Nothing was said on the console, and nothing was asked of anybody else.

        A preview of a line that is not whole yet is refused with the reason, which the page shows; the
        browser notes each on its console, and nothing else may stand there.
        """
        noted = [
            each
            for each in self.console
            if each.startswith("Failed to load resource") and " 422 " in each
        ]
        assert not self.refused
        assert len(noted) <= len(self.unfit)
        assert not [each for each in self.console if each not in noted], self.console
        assert not self.outside


@pytest.fixture
def look(browser: Any) -> Iterator[Any]:
    """A function that opens an app in a new tab."""
    contexts: list[Any] = []

    def opened(running: Running, path: str = "", **kwargs: Any) -> Seen:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 900}, **kwargs})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        seen = Seen(page, running.origin)
        page.on("console", lambda message: seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))

        def asked(request: Any) -> None:
            if not request.url.startswith((running.origin, "data:", "blob:")):
                seen.outside.append(request.url)

        def refused(response: Any) -> None:
            if response.status >= 400:
                body = str(response.request.post_data)
                dry = response.status == 422 and '"dry":true' in body
                (seen.unfit if dry else seen.refused).append(
                    f"{response.status} {response.url} {body[:300]}"
                )

        page.on("request", asked)
        page.on("response", refused)
        # Files are asked for by the page's own button: whoever waits for that is not too late.
        page.on("filechooser", lambda chooser: None)
        page.goto(running.link)
        ready(page)
        if path:
            page.goto(running.origin + path)
            ready(page)
        return seen

    yield opened
    for each in contexts:
        each.close()


def ready(page: Any) -> None:
    """Wait until the page's own script has begun."""
    page.locator("html[data-ready='1']").wait_for(state="attached")


@pytest.fixture(scope="session")
def dam_made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The tutorial's case and desk, made once."""
    from tests.app.web.browser.dam import make

    return make(tmp_path_factory.mktemp("dam"))


@pytest.fixture
def dam(dam_made: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The tutorial's case and its desk, to be changed."""
    copies = tuple(Path(shutil.copytree(each, tmp_path / each.name)) for each in dam_made)
    return copies[0], copies[1]
