"""Commands whose answer is kept: the second time it is the same, whatever happened to what was kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.app.test_answer import SMALL
from typer.testing import CliRunner, Result

from standoff import plugin
from standoff.analysis import survey
from standoff.analysis.judge import compare
from standoff.app.cli import answer, question
from standoff.app.cli.main import app
from standoff.face.case import read
from standoff.problem import BudgetSpent
from standoff.store.kept import Kept
from standoff.store.sources import CannotImport

ASKING = f"""{SMALL}
questions:
  lock_it:
    asks: Will Ben lock it?
    compare: lock
"""
TEXT = "It runs dry.\nBen has a lock."


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("STANDOFF_NO_CACHE")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cache" / "standoff"


@pytest.fixture
def well(tmp_path: Path) -> Path:
    case = tmp_path / "well"
    case.mkdir()
    (case / "case.yaml").write_text(ASKING, "utf-8")
    return case


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(app, list(map(str, words)))
    assert "Traceback" not in result.output
    return result


def said(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr


def files(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.jsonl"))


def _stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no case is opened, and so nothing computed."""

    def never(_: Path) -> None:
        raise CannotImport("it was opened again")

    for module in (answer, question):
        monkeypatch.setattr(module, "open_case", never)


def test_the_second_time_nothing_is_computed(
    well: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        ("compare", well),
        ("compare", well, "--json"),
        ("compare", well, "--silent", "unknown"),
        ("ask", well),
        ("ask", well, "--json"),
        ("ask", well, "lock_it", "--bound", "1"),
        ("robust", well, "--ask", "lock"),
        ("whatif", well, "--set", "lock=yes,no", "--json"),
    )
    cold = [said(run(*words)) for words in asked]
    assert {code for code, _, _ in cold} == {0}
    assert len(files(cache)) == len(asked)
    assert not any(TEXT in path.read_text() for path in files(cache))
    _stop(monkeypatch)
    assert [said(run(*words)) for words in asked] == cold
    assert run("compare", well, "--no-cache").exit_code == 2
    monkeypatch.setenv("STANDOFF_NO_CACHE", "1")
    assert run("compare", well).exit_code == 2
    monkeypatch.setenv("STANDOFF_NO_CACHE", "0")
    assert said(run("compare", well)) == cold[0]


def test_it_is_the_same_with_and_without(well: Path) -> None:
    for words in (("compare", well), ("ask", well, "--json"), ("offers", well)):
        first, second = said(run(*words)), said(run(*words))
        assert first == second == said(run(*words, "--no-cache"))


def test_one_byte_of_the_case_makes_another_answer(well: Path) -> None:
    before = run("compare", well).stdout
    file = well / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("- not lock", "- lock"), "utf-8")
    after = run("compare", well).stdout
    assert after != before
    assert after == run("compare", well, "--no-cache").stdout
    file.write_text(ASKING, "utf-8")
    assert run("compare", well).stdout == before


def test_a_damaged_answer_is_computed_anew(well: Path, cache: Path) -> None:
    cold = said(run("compare", well))
    (file,) = files(cache)
    whole = file.read_bytes()
    for pieces in ([["document", {"title": 1}]], [["text"]], {"a": 1}, [["other", "x"]], "x", [3]):
        Kept(cache).put(file.stem, pieces)
        assert said(run("compare", well)) == cold
        assert file.read_bytes() == whole
    file.write_bytes(whole[:-1])
    assert said(run("compare", well)) == cold
    assert file.read_bytes() == whole


def test_without_a_folder_to_keep_it_in_all_is_as_before(
    well: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = said(run("ask", well))
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert said(run("ask", well)) == cold == said(run("ask", well))
    assert (tmp_path / "file").read_text() == ""


def test_what_failed_or_is_not_whole_is_not_kept(
    well: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, code in (
        (("ask", well, "--seconds", "0"), 2),
        (("compare", well, "--seconds", "0"), 2),
        (("ask", well, "lock_up"), 2),
        (("robust", well, "--ask", "lock and not lock"), 1),
        (("compare", well / "none"), 2),
        (("whatif", well, "--set", "lock=yes", "--reading", "base", "--save", "kept"), 0),
    ):
        first = said(run(*words))
        assert first[0] == code, first
        assert files(cache) == []
    (well / "case.yaml").write_text("case: [", "utf-8")
    assert run("compare", well).exit_code == 1
    assert files(cache) == []


def test_where_a_clock_may_have_had_a_say_nothing_is_kept(
    well: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a report are left out without a word where their time is over."""

    def late(*_: object) -> None:
        raise BudgetSpent("the 600 s given are over")

    monkeypatch.setattr(survey, "points", late)
    assert run("report", well).exit_code == 0
    assert files(cache) == []


def test_a_case_that_changes_meanwhile_is_not_kept(
    well: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = compare.answer_within

    def saved_meanwhile(*given: Any, **more: Any) -> Any:
        (well / "case.yaml").write_text(f"{ASKING}\n", "utf-8")
        return real(*given, **more)

    monkeypatch.setattr(compare, "answer_within", saved_meanwhile)
    assert run("compare", well).exit_code == 0
    assert files(cache) == []


def test_rows_of_another_package_are_asked_each_time(
    well: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "any_rows", lambda: True)
    assert run("compare", well).exit_code == 0
    assert files(cache) == []


def test_the_second_time_numpy_is_not_loaded(well: Path) -> None:
    code = (
        "import sys; from standoff.app.cli.main import app\n"
        "try: app()\n"
        "except SystemExit as done: print(done.code, *{'numpy', 'yaml'} & set(sys.modules))\n"
    )
    assert run("compare", well).exit_code == 0
    words = [sys.executable, "-c", code, "compare", str(well)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "0", done.stdout + done.stderr


def test_a_terminal_obeys_nothing_that_was_kept(well: Path, cache: Path) -> None:
    """What lies in the folder is printed as data, as everything is."""
    assert run("compare", well).exit_code == 0
    (file,) = files(cache)
    Kept(cache).put(file.stem, [["text", "\x1b[31mred\u202e"]])
    assert run("compare", well).stdout == "red\\u202e\n"


# --- the report -----------------------------------------------------------------------------------


@pytest.fixture
def cited(tmp_path: Path) -> tuple[Path, Path]:
    """A case, and the folder of its text."""
    case, texts = tmp_path / "cited", tmp_path / "texts"
    texts.mkdir()
    (case / "sources").mkdir(parents=True)
    (texts / "one.txt").write_text(TEXT, "utf-8")
    wells = SMALL.replace("    - not lock\n", "    - not lock   [one#s2:4-14]\n")
    (case / "case.yaml").write_text(f"{wells}sources:\n  one: {{title: Wells}}\n", "utf-8")
    assert not (done := run("cite", case, "--texts", texts)).exit_code, done.output
    assert run("case", "forget", "--all").exit_code == 0
    return case, texts


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_kept_report_is_the_same_and_holds_no_word_of_a_text(
    cited: tuple[Path, Path], cache: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    case, texts = cited
    plain, quoting = Path(f"a.{ending}"), Path(f"b.{ending}")
    cold = said(run("report", case, "-o", plain))
    without = plain.read_bytes()
    data = run("report", case, "--json").stdout
    with monkeypatch.context() as patch:
        _stop_judging(patch)
        assert said(run("report", case, "-o", plain)) == cold
        assert plain.read_bytes() == without
        assert run("report", case, "--json").stdout == data
        assert run("report", case, "-o", quoting, "--texts", texts).exit_code == 0
    read(case).report(Path(f"c.{ending}"), texts)  # computed with the text at hand
    assert quoting.read_bytes() == Path(f"c.{ending}").read_bytes()
    assert quoting.read_bytes() != without
    assert b"Ben has a lock" in quoting.read_bytes()
    (kept,) = files(cache)
    assert b"has a lock" not in kept.read_bytes()


def test_a_text_that_changed_is_not_quoted_from_before(
    cited: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, texts = cited
    out = Path("a.md")
    assert run("report", case, "-o", out, "--texts", texts).exit_code == 0
    assert b"Ben has a lock" in out.read_bytes()
    _stop_judging(monkeypatch)
    (texts / "one.txt").write_text(TEXT.replace("a lock", "locks"), "utf-8")
    again = run("report", case, "-o", out)  # the folder is remembered
    assert again.exit_code == 0
    assert "remembered for this case" in again.stderr
    assert b"Ben has" not in out.read_bytes()


def test_a_report_is_kept_by_its_options(well: Path, cache: Path) -> None:
    for at, words in enumerate(((), ("--redact",), ("--bound", "1"), ("--deep",)), 1):
        first = run("report", well, "--json", *words)
        assert said(run("report", well, "--json", *words)) == said(first)
        assert said(run("report", well, "--json", "--no-cache", *words)) == said(first)
        assert len(files(cache)) == at
    (cache / files(cache)[0].name).write_bytes(b"{}\n{}")
    for words in ((), ("--redact",), ("--bound", "1"), ("--deep",)):
        assert run("report", well, "--json", *words).exit_code == 0
    assert run("report", well, "--json", "--seconds", "0").exit_code == 2
    assert len(files(cache)) == 4


def _stop_judging(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise CannotImport("it was judged again")

    monkeypatch.setattr(compare, "answer_within", never)
