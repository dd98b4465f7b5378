"""What the tests of reports make once."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"


@pytest.fixture(scope="session")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The page of the worked case with its sheets, and its data: one run, kept for the other."""
    path = tmp_path_factory.mktemp("report") / "page.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("STANDOFF_NO_CACHE")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        assert CliRunner().invoke(app, ["report", str(SYRIA), "-o", str(path)]).exit_code == 0
        data = CliRunner().invoke(app, ["report", str(SYRIA), "--json"])
        assert data.exit_code == 0
    return path.read_text("utf-8"), data.output
