"""Golden runs: what commands print about the shipped cases, without texts and with no settings.

`pytest tests/test_golden.py --update-golden` writes the files anew; look at the difference before
committing it. A golden file that no run makes any more fails the test.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
RUNS = {
    "syria-compare.txt": ("compare", "cases/syria"),
    "syria-compare.json": ("compare", "cases/syria", "--json"),
    "syria-evolve.txt": ("evolve", "cases/syria"),
    "syria-show-003.txt": ("show", "cases/syria", "--reading", "003"),
    "syria-why.txt": ("why", "cases/syria", "--act", "Russia.pull"),
    "syria-offers.txt": ("offers", "cases/syria"),
    "syria-ask-000.txt": ("ask", "cases/syria", "leaves"),
    "syria-ask-004.txt": ("ask", "cases/syria", "--reading", "004"),
    "syria-explain-002.txt": ("explain", "cases/syria", "--reading", "002"),
}


@pytest.mark.parametrize("name", sorted(RUNS))
def test_golden_run(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, list(RUNS[name]))
    assert result.exit_code == 0, result.output
    if request.config.getoption("--update-golden"):
        (GOLDEN / name).write_text(result.output, "utf-8")
    assert (GOLDEN / name).read_text("utf-8") == result.output


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(RUNS)
