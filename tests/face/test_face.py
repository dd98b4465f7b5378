"""The library as people meet it: short, escaped, documented, light."""

from __future__ import annotations

import doctest
import importlib
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from tests.case.written import BASE
from tests.report.written import Seen
from website.run import run

import standoff as so
from standoff.problem import MissingExtra, NotComputed, UnknownName
from standoff.store.shipped import shipped_cases

SHIPPED = sorted(shipped_cases())
HEAVY = ("jinja2", "networkx", "numpy", "oxidd", "pandas", "pysat", "rich", "ruamel", "typer")


@cache
def case(name: str = "syria") -> so.Case:
    return so.read(shipped_cases()[name])


def check_short(noun: Any) -> None:
    """A page at most as text, a hundred kilobytes as HTML that holds no script."""
    assert 0 < len(repr(noun)) < 2_000
    html = noun._repr_html_()
    assert len(html.encode()) < 100_000
    tags = {tag for tag, _ in Seen(html).elements}
    assert not tags & {"script", "img", "iframe", "link"}
    assert noun.to_html() == html and noun.to_dict() is not None


class TestShort:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_every_noun_of_every_shipped_case(self, name: str) -> None:
        check_short(case(name))
        check_short(case(name).compare())
        for reading in case(name):
            check_short(reading)
            check_short(reading.evolve())
            check_short(reading.compare())
            solution = reading.solve("NASH", "SEQ")
            check_short(solution)
            assert len(repr(solution["NASH"])) < 2_000
            for world in reading.worlds():
                check_short(world)
            for wishes in reading.wants.values():
                check_short(wishes)

    def test_questions_and_concepts(self) -> None:
        reading = case()["003"]
        check_short(so.concepts())
        check_short(case().ask("force_out"))
        check_short(reading.explain("today", "Russia"))
        check_short(reading.robust("not leave"))
        check_short(reading.inverse("leave given press"))
        check_short(reading.what_if(pull=True))
        check_short(case()["001"].offers())

    def test_printed_it_is_something_one_likes_to_read(self) -> None:
        lines = str(case()).splitlines()
        assert lines[0].startswith("Can Russia get Iran out of Syria")
        assert lines[1] == "5 readings, no problem"
        assert len(lines) < 20 and max(map(len, lines)) <= 100
        assert all(any(line.startswith(id) for line in lines) for id in case().readings)

    def test_what_cannot_be_asked_says_why(self) -> None:
        with pytest.raises(NotComputed, match="today is not given"):
            case("fang-1993-chicken")["base"].explain()
        with pytest.raises(NotComputed, match="lacks a question"):
            case("fang-1993-chicken").ask()
        with pytest.raises(UnknownName, match="force_ou"):
            case().ask("force_ou")


def test_hostile_names_are_text(tmp_path: Path) -> None:
    """Script and marks that turn the writing round, in titles and glosses."""
    text = BASE.replace("Will B leave?", "will <script>alert(1)</script> run?")
    text = text.replace("press B", "press <img src=x onerror=alert(1)>")
    (tmp_path / "case.yaml").write_text(f"{text}now:\n  - press\n", "utf-8")
    hostile = so.read(tmp_path)
    reading = hostile["base"]
    for noun in (hostile, reading, reading.evolve(), reading.compare(), reading.wants["A"]):
        check_short(noun)
    assert "&lt;script&gt;" in hostile.to_html()
    turning = so.Model({"A": ["a"]}, {"A": ["a"]}, name="\u202eevil\x1b[31m")
    check_short(turning)
    assert not {"\u202e", "\x1b"} & {*turning.to_html(), *repr(turning)}


def test_a_case_from_end_to_end(tmp_path: Path) -> None:
    """The lines by which the library is shown, each once."""
    reading = case()["003"]
    assert case().readings == ("000", "001", "002", "003", "004") and case().problems == ()
    assert case()["003:limited" if "limited" in reading.entry.variants else "003"].id
    assert "Congress to lift sanctions" in str(reading.wants["Russia"])
    (world,) = reading.worlds()
    assert world.states == 278_528
    solution = reading.solve("NASH", "SEQ")
    assert solution["NASH"].count == 4_096
    assert [end.cycle for end in reading.evolve(rule="best").ends] == [False]
    assert "Russia" in str(reading.explain("today", "Russia"))
    answer = reading.compare()
    assert {str(c.verdict.value) for c in answer.conclusions} <= {
        "follows",
        "does-not-follow",
        "undetermined",
    }
    assert any(c.rests_on for c in answer.conclusions)
    assert "Russia withdraws" in str(reading.what_if(pull=True))
    changed = reading.edit("Russia", drop="press -> lift")
    assert changed.diff.startswith("- press -> lift")
    assert "unsaved" in repr(changed)
    assert "follows" in str(reading.robust("not leave"))
    assert "smallest" in str(reading.inverse("leave given press"))
    assert "Russia" in str(case()["002"].why("Russia.pull"))
    assert "offers" in str(case()["001"].offers())
    sheet = case().ask("force_out")
    assert str(sheet) and sheet.to_dict() and sheet.to_html().startswith("<style>")
    small = so.read(shipped_cases()["hipel-1993-elmira"])
    assert small.report(tmp_path / "report.html") == (tmp_path / "report.html").read_text("utf-8")
    model = so.Model(
        wants={"A": ["b", "not a"], "B": ["a -> b"]},
        options={"A": ["a"], "B": ["b"]},
        impossible=["a and b"],
        now=[],
    )
    assert model.states == 3 and model.moves("A", ["b"]) == () and model.moves("A", []) == (("a",),)
    check_short(model.solve("SEQ"))
    check_short(model.evolve())
    elmira = so.read_model(shipped_cases()["hipel-1993-elmira"] / "model.json")
    assert elmira.states == 9
    model.write(tmp_path / "small.gmcr")
    assert so.read_model(tmp_path / "small.gmcr").states == 3
    assert so.concepts()["SEQ"].id == "SEQ"


def test_an_edit_is_kept_as_a_variant(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped_cases()["syria"], tmp_path / "syria")
    reading = so.read(folder)["003"]
    with pytest.raises(NotComputed, match="nothing was changed"):
        reading.save("same")
    with pytest.raises(UnknownName):
        reading.edit("Russia", drop="not lift")
    changed = reading.edit("Russia", drop="press -> lift", add="press", at=0)
    assert changed.save("relaxed").name == "003.yaml"
    again = so.read(folder)["003:relaxed"]
    wishes = [str(line.condition) for line in again.wants["Russia"]]
    assert wishes == [str(line.condition) for line in changed.wants["Russia"]]
    assert len(wishes) == len(reading.wants["Russia"])
    assert so.read(folder).problems == ()


def test_what_is_wanted_as_much_or_not_at_all_is_kept_so(tmp_path: Path) -> None:
    text = "case: Who waits?\nactors: {A: {}, B: {}}\noptions: {A.wait: wait, B.stay: stay}\n"
    text += (
        "now: []\nwants:\n  A:\n    - wait\n    - stay\n    - equal\n    - not wait\n  B: [stay]\n"
    )
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (reading,) = so.read(tmp_path)
    changed = reading.edit("A", drop="wait").edit("B", drop="stay")
    changed.save("calm")
    again = so.read(tmp_path)[f"{reading.id}:calm"]
    assert [line.tied for line in again.wants["A"]] == [False, True]
    assert len(again.wants["B"]) == 0


class TestFrame:
    def test_a_row_an_equilibrium_and_a_column_an_option(self) -> None:
        model = so.Model(
            {"A": ["a"], "B": ["b"]}, {"A": ["b", "not a"], "B": ["a -> b"]}, now=["a"]
        )
        frame = model.solve("NASH").to_frame()
        assert list(frame.columns) == ["concept", "a", "b"]
        assert frame.to_dict("records") == [
            {"concept": "NASH", "a": False, "b": False},
            {"concept": "NASH", "a": False, "b": True},
        ]

    def test_without_a_library_it_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("pandas", "polars"):
            monkeypatch.setitem(sys.modules, name, None)
        solution = so.Model({"A": ["a"]}, {"A": ["a"]}).solve("NASH")
        with pytest.raises(MissingExtra, match=r'pip install "standoff\[frames\]"'):
            solution.to_frame()

    def test_what_is_only_counted_is_no_empty_frame(self) -> None:
        with pytest.raises(NotComputed, match="only counted"):
            case()["003"].solve("NASH").to_frame()


def test_import_loads_nothing_heavy() -> None:
    code = (
        "import sys, standoff; dir(standoff); "
        f"print([n for n in {HEAVY!r} if n in sys.modules], len([n for n in sys.modules "
        "if n.startswith('standoff')]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "[] 2"  # itself and its version


@pytest.mark.parametrize("module", ["case", "model", "shown"])
def test_examples_run(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped_cases()["syria"].parent.parent)
    found = importlib.import_module(f"standoff.face.{module}")
    failed, tried = doctest.testmod(found)
    assert tried and not failed


@pytest.mark.parametrize("name", [n for n in so.__all__ if n != "__version__"])
def test_every_public_name_is_documented_with_an_example(name: str) -> None:
    assert ">>>" in (getattr(so, name).__doc__ or "")


@pytest.mark.filterwarnings("ignore")  # of Jupyter's own libraries
def test_a_notebook_shows_each_noun(tmp_path: Path) -> None:
    """A real kernel: what Jupyter displays is our HTML, with the text beside it."""
    lines = (
        f"import standoff as so; case = so.read({str(shipped_cases()['syria'])!r}); case",
        "case['003']",
        "case['003'].evolve()",
        "so.Model({'A': ['a']}, {'A': ['a']}, now=[]).solve('NASH')",
    )
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(line) for line in lines])
    for cell in run(book, tmp_path).cells:
        (output,) = cell.outputs
        assert '<div class="standoff">' in output.data["text/html"]
        assert 0 < len(output.data["text/plain"]) < 2_000


def test_the_variants_and_the_catalogue_show_themselves() -> None:
    model = so.Model(options={"A": ["a"], "B": ["b"]}, wants={"A": ["b", "a"], "B": ["b <-> a"]})
    told = model.theory("foresight", "markov", "attitudes", ahead=2, attitudes={"A": {"B": "-"}})
    check_short(told)
    assert "A toward B: negative" in str(told)
    assert list(told.to_dict()["theory"]["foresight"]["L"]) == ["0", "1", "2"]
    assert model.theory("fuzzy").record["theory"] == {}
    catalogue = so.catalog()
    check_short(catalogue)
    assert catalogue[0].name in str(catalogue) and len(list(catalogue)) == len(catalogue) > 5
    with pytest.raises(UnknownName, match="did you mean hipel-1993-elmira"):
        catalogue["hipel-1993-elmirra"]


def test_frames_of_a_model() -> None:
    pytest.importorskip("pandas")
    model = so.Model(options={"A": ["a"], "B": ["b"]}, wants={"A": ["b", "a"], "B": ["b <-> a"]})
    tables = model.frames("NASH", "SEQ")
    assert len(tables.states) == 4 and list(tables.states["state"]) == ["nothing", "a", "b", "a, b"]
    assert len(tables.moves) == 8
    everybody = tables.stability[tables.stability["decision_maker"] == "everybody"]
    nash = everybody[(everybody["concept"] == "NASH") & everybody["stable"]]
    assert set(nash["state"]) == {
        ", ".join(s) or "nothing" for s in model.solve("NASH")["NASH"].states
    }
