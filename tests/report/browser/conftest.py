"""Reports in a real browser: opened from a file, as whoever gets one by mail does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from standoff.report.html.page import Report, render


@dataclass
class Shown:
    """A page with all that went wrong on it: its console, and whatever it asked of anybody."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def quiet(self) -> None:
        """Nothing was said on the console, and nothing was asked of anybody."""
        assert not self.said and not self.asked


@pytest.fixture
def shown(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A function that opens a report in a new tab."""
    contexts: list[Any] = []

    def opened(report: Report, **kwargs: Any) -> Shown:
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_bytes(render(report).encode())
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **kwargs})
        contexts.append(context)
        page = context.new_page()
        seen = Shown(page)
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))

        def asked(request: Any) -> None:
            if not request.url.startswith(("file:", "blob:")):
                seen.asked.append(request.url)

        page.on("request", asked)
        page.goto(file.as_uri())
        return seen

    yield opened
    for each in contexts:
        each.close()
