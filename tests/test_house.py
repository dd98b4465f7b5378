"""The rules of the house: what may import what, what is public, what is shipped, what is pinned."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import standoff

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
PACKAGE = SRC / "standoff"
FILES = sorted(PACKAGE.rglob("*.py"))
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-full.lock")


def dotted(file: Path) -> str:
    parts = file.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def python(code: str) -> str:
    """What a new interpreter prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


# --- the public names -----------------------------------------------------------------------------


def test_importing_standoff_loads_nothing_installed() -> None:
    new = python(
        "import sys; before = set(sys.modules); import standoff;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - set(sys.stdlib_module_names)))"
    )
    assert new == "standoff"


def test_public_names_are_what_is_exported() -> None:
    exported = dict.fromkeys(standoff._HOME) | {"__version__": None}
    assert list(standoff.__all__) == sorted(exported) == dir(standoff)
    for name, home in standoff._HOME.items():
        assert getattr(standoff, name) is getattr(importlib.import_module(home), name)
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_this_name'"):
        _ = standoff.nothing_of_this_name


def test_type_checkers_see_the_same_public_names() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    seen = {
        alias.asname: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == dict(standoff._HOME)


# --- the modules ----------------------------------------------------------------------------------


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement below a node, however deep; expressions are not looked into."""
    for part in ast.iter_child_nodes(tree):
        if isinstance(part, (ast.stmt, ast.excepthandler, ast.match_case)):
            yield part
            yield from statements(part)


def imports_of_the_root(tree: ast.Module) -> list[int]:
    """Lines that import the package root; a submodule and `__version__` may be taken from it."""
    lines = []
    for node in statements(tree):
        if isinstance(node, ast.Import):
            lines += [node.lineno for alias in node.names if alias.name == "standoff"]
        elif isinstance(node, ast.ImportFrom) and node.module == "standoff":
            for alias in node.names:
                place = PACKAGE / alias.name
                module = place.is_dir() or place.with_suffix(".py").exists()
                if not module and alias.name != "__version__":
                    lines.append(node.lineno)
    return lines


def test_no_module_imports_the_package_root() -> None:
    texts = {dotted(file): file.read_text("utf-8") for file in FILES}
    found = {
        name: imports_of_the_root(ast.parse(text))
        for name, text in texts.items()
        if re.search(r"\bstandoff\b(?!\.)", text)  # no import of it is without
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_an_import_of_the_package_root_is_noticed() -> None:
    code = "import standoff\nimport standoff.problem\nfrom standoff import Case\n"
    code += "from standoff import problem, __version__\n"
    code += "def f():\n try:\n  pass\n except E:\n  match x:\n   case 1:\n    import standoff\n"
    assert imports_of_the_root(ast.parse(code)) == [1, 3, 11]


@pytest.mark.parametrize("name", [dotted(f) for f in FILES if f.stem != "__main__"])
def test_examples_in_docstrings_hold(name: str) -> None:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("standoff"):
            raise
        pytest.skip(f"{missing.name} comes with an extra that is not installed")
    runner = doctest.DocTestRunner()
    for words in doctest.DocTestFinder().find(module):
        if words.examples:  # to begin one looks at every file that was ever shown
            runner.run(words)
    assert runner.summarize().failed == 0


# --- the import rules, tried on a package of empty modules ----------------------------------------


@cache
def contracts() -> list[dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, list[str]]] = settings["tool"]["importlinter"]["contracts"]
    return found


def skeleton(place: Path) -> None:
    """Every module that the layers name, empty."""
    for contract in contracts():
        for container in contract.get("containers", []):
            case = place.joinpath(*container.split("."))
            case.mkdir(parents=True, exist_ok=True)
            for room in (case, *case.parents):
                if place in room.parents:
                    (room / "__init__.py").touch()
            for module in re.findall(r"\w+", " ".join(contract["layers"])):
                (case / f"{module}.py").touch()
    for package in place.rglob("__init__.py"):  # a room is a folder, not a module beside it
        package.parent.with_suffix(".py").unlink(missing_ok=True)


def lint(place: Path) -> subprocess.CompletedProcess[str]:
    code = "import importlinter.cli as cli; cli.lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def test_import_rules_accept_a_package_that_keeps_them(tmp_path: Path) -> None:
    skeleton(tmp_path)
    (tmp_path / "standoff/app.py").write_text("import standoff.report, standoff.gmcr.conflict")
    done = lint(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "crossing"),
    [
        ("problem.py", "import standoff.condition"),
        ("text/__init__.py", "import standoff.gmcr.conflict"),
        ("text/__init__.py", "import standoff.case"),
        ("gmcr/conflict.py", "import standoff.text"),
        ("gmcr/conflict.py", "import standoff.citation"),
        ("gmcr/conflict.py", "import standoff.gmcr.engine.choose"),
        ("gmcr/engine/symbolic.py", "import standoff.gmcr.engine.explicit"),
        ("report.py", "import standoff.store"),
        ("utils.py", ""),
        ("gmcr/utils.py", ""),
    ],
)
def test_import_rules_refuse_a_crossing(tmp_path: Path, file: str, crossing: str) -> None:
    skeleton(tmp_path)
    (tmp_path / "standoff" / file).write_text(crossing)
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout or "utils" in done.stdout


# --- what is shipped, and what it rests on --------------------------------------------------------


def built(target: str, place: Path) -> Path:
    """The wheel or the sdist, made of the checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(place)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (made,) = place.iterdir()
    return made


def test_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(built("wheel", tmp_path)) as archive:
        names = {name for name in archive.namelist() if name.startswith("standoff/")}
    shipped = {name for name in names if not name.startswith("standoff/cases/")}
    cases = {
        f"standoff/{file.relative_to(ROOT).as_posix()}" for file in ROOT.glob("cases/*/case.yaml")
    }
    assert cases <= names
    written = {
        file.relative_to(SRC).as_posix()
        for file in PACKAGE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert shipped == written


def test_sdist_holds_every_file_of_the_checkout_but_annotations(tmp_path: Path) -> None:
    """Whoever has it can do what dev.py does; and nothing is in it that git passes over."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    known = {name for name in listed.stdout.split("\0") if (ROOT / name).is_file()}
    annotations = {name for name in known if name.startswith("benchmarks/gold/")}
    with tarfile.open(built("sdist", tmp_path)) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert annotations and held - known <= {"PKG-INFO"} and known - held == annotations


def test_ci_uses_the_wheel_as_a_newcomer_does() -> None:
    assert "\npython3 dev.py wheel\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_by_hash_and_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|file:|^-|\s@\s|\n\s*/", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+( ; .+)? \\\n\s+--hash=sha256:[0-9a-f]{64}", entry), entry


def test_each_lock_holds_the_smaller_ones_at_the_same_versions() -> None:
    base, dev, full = (
        set(re.findall(r"^[\w.-]+==[^ ;]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    assert base <= dev <= full


def test_every_page_names_this_version() -> None:
    assert f"\nversion: {standoff.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest is not None and newest[1] in (standoff.__version__, "Unreleased")
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        named = re.findall(r"standoff-(\d+\.\d+\.\d+)", page.read_text("utf-8"))
        assert set(named) <= {standoff.__version__}, page.name


def test_no_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    places = ["/" + case + "/" for case in ("work", "root")]
    hosts = [name + r"\.org" for name in ("pypi", "pythonhosted", "npmjs")]
    bad = re.compile(r"(?<![\w.])(?:" + "|".join(places) + ")|" + "|".join(hosts))
    for name in filter(None, listed.stdout.split("\0")):
        file = ROOT / name
        if file.is_file():
            found = bad.search(file.read_bytes().decode("utf-8", "replace"))
            assert not found, f"{name} names {found.group()}"
