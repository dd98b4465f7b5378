"""A person at the keyboard: every key pressed and every choice made is counted, by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.app.web.browser.conftest import ready


@dataclass
class Hand:
    """Acts: a key pressed, a field filled, a choice of a menu, a file chosen. No mouse."""

    page: Any
    acts: Counter[str] = field(default_factory=Counter)
    step: str = ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.acts[self.step] += 1

    def write(self, text: str) -> None:
        """Fill the field that has the focus."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.acts[self.step] += 1

    def choose(self, name: str) -> None:
        """Choose in the menu that has the focus, by typing what it is called."""
        focused = self.page.locator(":focus")
        assert focused.evaluate("node => node.tagName") == "SELECT"
        self.page.keyboard.type(name)
        chosen = focused.evaluate("node => node.selectedOptions[0].textContent")
        assert chosen.startswith(name), f"{chosen!r} is chosen, not {name!r}"
        self.acts[self.step] += 1

    def files(self, key: str, paths: list[Path]) -> None:
        """Choose files by the button that has the focus."""
        with self.page.expect_file_chooser() as chooser:
            self.press(key)
        chooser.value.set_files(paths)
        self.acts[self.step] += 1

    def to(self, name: str, most: int = 40, back: bool = False) -> None:
        """Move by Tab to the field or button of that name; each Tab is an act."""
        for _ in range(most):
            self.press("Shift+Tab" if back else "Tab")
            if self.focused_name() == name:
                return
        raise AssertionError(f"{most} tabs do not lead to {name!r}")

    def focused_name(self) -> str:
        return str(
            self.page.locator(":focus").evaluate(
                "n => n.name || n.dataset.act || n.className || n.tagName"
            )
        )

    def screen(self, digit: str) -> None:
        """Go to one of the five screens."""
        with self.page.expect_navigation():
            self.press(digit)
        ready(self.page)

    def said(self) -> str:
        """What the page said last."""
        return str(self.page.locator("#said").inner_text())

    def told(self) -> str:
        """The count of acts, by step."""
        rows = [f"{count:4} {step}" for step, count in self.acts.items()]
        return "\n".join([*rows, f"{sum(self.acts.values()):4} in all"])
