"""Extras: one table, the same in pyproject.toml and the docs; whoever lacks one is told what installs it."""

import importlib.util
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import standoff as so
from standoff.app.cli.main import app
from standoff.app.web.show.frame import missing_reader
from standoff.extra import EXTRAS, command, installed
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine import passes
from standoff.gmcr.engine.choose import choose
from standoff.gmcr.engine.cube import WORTH_LOADING
from standoff.problem import MissingExtra
from standoff.text.find.word import spacy_parser

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make an extra one that is not installed."""

    def take(id: str) -> None:
        for name in EXTRAS[id].modules:
            monkeypatch.setitem(sys.modules, name, None)
        monkeypatch.setattr(spacy_parser, "_load", spacy_parser._load.__wrapped__)  # whatever was loaded

    return take


def said(words: list[str]) -> str:
    """What a command that fails says in its one line."""
    done = CliRunner().invoke(app, words)
    assert done.exit_code in (1, 2), done.output
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr.strip()


def of_read(place: Path) -> str:
    (place / "a.txt").write_text("Peru said that it would wait.\n", "utf-8")
    return said(["desk", "read", str(place / "a.txt"), "--to", str(place / "desk")])


def of_import(place: Path) -> str:
    (place / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return said(["desk", "import", str(place / "a.pdf"), "--to", str(place / "desk")])


def of_cluster(place: Path) -> str:
    words = [str(ROOT / "cases" / "syria"), "--backend", "dask:tcp://127.0.0.1:9"]
    return said(
        ["sweep", *words, "--ask", "not leave", "--reading", "003", "--out", str(place / "x")]
    )


def of_frames(place: Path) -> str:
    with pytest.raises(MissingExtra) as error:
        so.Model({"A": ["a"]}, {"A": ["a"]}).solve("NASH").to_frame()
    return str(error.value)


def of_fast(place: Path) -> str:
    """Nothing needs it: the reason for the engine names it, of a model that is large enough."""
    count = WORTH_LOADING.bit_length() - 1
    options = tuple(Option(f"o{at}", at % 8) for at in range(count))
    model = Model("large", tuple("ABCDEFGH"), Space(options), (NO_WISHES,) * 8)
    game, why = choose(model, None, Budget())
    assert game.name == "cube" and 1 << count - 3 >= passes.LINE
    return why


def of_mcp(place: Path) -> str:
    return said(["mcp", str(place)])


def of_docx(place: Path) -> str:
    return said(["report", str(ROOT / "cases" / "syria"), "-o", str(place / "x.docx")])


LOADED = {"mcp": ("mcp.", "standoff.app.mcp.server"), "docx": ("docx.", "standoff.report.word")}
"""What may be loaded already of an extra, and would be found without it."""
NEEDS: dict[str, Callable[[Path], str]] = {
    "read": of_read,
    "import": of_import,
    "cluster": of_cluster,
    "frames": of_frames,
    "fast": of_fast,
    "mcp": of_mcp,
    "docx": of_docx,
}


@pytest.mark.parametrize("id", EXTRAS)
def test_whoever_lacks_an_extra_is_told_what_installs_it(
    id: str, tmp_path: Path, without: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    without(id)
    if id == "import":  # what takes texts out of files is a process of its own
        child = tmp_path / "extract.py"
        gone = f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS[id].modules!r}))\n"
        real = importlib.util.find_spec("standoff.text.file.extract")
        assert real is not None and real.origin is not None
        source = Path(real.origin).read_text("utf-8")
        child.write_text(source.replace("import importlib\n", gone + "import importlib\n", 1))
        monkeypatch.setattr("standoff.text.file.document._CHILD", child)
    for each in [name for name in sys.modules if name.startswith(LOADED.get(id, ("!",)))]:
        monkeypatch.delitem(sys.modules, each)
    if id == "frames":
        monkeypatch.setitem(sys.modules, "polars", None)
    assert command(id) in NEEDS[id](tmp_path)


def test_the_table_is_that_of_the_package() -> None:
    stated = PROJECT["optional-dependencies"]
    assert list(EXTRAS) == list(stated)
    for id, extra in EXTRAS.items():
        names = [name.replace("_", "-") for name in extra.modules]
        assert all(any(name in line for line in stated[id]) for name in names)
        assert len(names) == len(stated[id])


def test_the_page_of_dependencies_lists_each() -> None:
    page = (ROOT / "docs" / "explanation" / "dependencies.md").read_text("utf-8")
    assert [id for id in EXTRAS if f"| `{id}` |" not in page] == []


def test_the_app_says_on_its_first_page_what_reading_lacks(without: Callable[[str], None]) -> None:
    without("read")
    assert not installed("read")
    assert command("read") in missing_reader()
