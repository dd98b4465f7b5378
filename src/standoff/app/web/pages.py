"""Whole pages of the app: a screen in its frame. What stands in them is decided in `view`, nothing here."""

from __future__ import annotations

from standoff.app.web import fragments
from standoff.app.web.view import Frame, Screen


def page(frame: Frame, screen: Screen) -> str:
    """A whole HTML page of one screen."""
    template = fragments.environment().get_template("frame.html")
    return template.render(frame=frame, view=screen, inside=fragments.PARTS[screen.KIND])
