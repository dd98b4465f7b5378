"""Whole pages of the app: a screen in its frame. What stands in them is decided in `view`, nothing here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from standoff.app.web import fragments
from standoff.app.web.view.answer import AnswerView
from standoff.app.web.view.case import CaseView, FileView
from standoff.app.web.view.check import CheckView
from standoff.app.web.view.frame import Frame, HomeView
from standoff.app.web.view.readings import ReadingsView
from standoff.app.web.view.texts import TextsView

Screen: TypeAlias = (
    HomeView | TextsView | CaseView | AnswerView | ReadingsView | CheckView | FileView
)


@dataclass(frozen=True)
class Trouble:
    """Why a page cannot be shown."""

    KIND: ClassVar[str] = "trouble"

    words: str


def page(frame: Frame, screen: Screen | Trouble) -> str:
    """A whole HTML page of one screen."""
    template = fragments.environment().get_template("frame.html")
    return template.render(frame=frame, view=screen, inside=fragments.PARTS[screen.KIND])


def trouble(frame: Frame, words: str) -> str:
    """A whole HTML page that says why another one cannot be shown, and where to go."""
    return page(frame, Trouble(words))
