"""The commands for writing a case, as a person types them."""

import json
import re
import shlex

import pytest
from tests.case.written import SAMPLE
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.case.make.template import first_case


def standoff(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """The first case; no texts are remembered."""
    monkeypatch.setenv("STANDOFF_CONFIG", str(tmp_path / "config"))
    assert standoff("new", tmp_path / "wells").exit_code == 0
    monkeypatch.chdir(tmp_path)
    return tmp_path / "wells"


def test_the_first_case_has_no_fault_and_runs(reading):
    done = standoff("check", "wells", "--texts", "wells/texts", "--json")
    assert done.exit_code == 0
    data = json.loads(done.stdout)
    assert not data["problems"]
    assert not data["warnings"]
    assert data["citations"] == {"total": 10, "verified": 10}
    assert standoff("compare", "wells").exit_code == 0


def test_new_overwrites_nothing(reading):
    before = (reading / "case.yaml").read_text("utf-8")
    done = standoff("new", "wells")
    assert done.exit_code == 2
    assert "nothing was written" in done.stderr
    assert (reading / "case.yaml").read_text("utf-8") == before
    (reading.parent / "file").write_text("x", "utf-8")
    assert standoff("new", "file").exit_code == 2


def test_the_sample_of_the_design_is_checked_as_written(reading):
    (reading.parent / "sample").mkdir()
    (reading.parent / "sample" / "case.yaml").write_text(SAMPLE, "utf-8")
    done = standoff("check", "sample")
    assert done.exit_code == 0
    assert "no problems, 39 warnings. 19 assumptions: 3 stated, 16 inferred" in done.stdout
    assert "… and 14 more warnings" in done.stdout
    assert done.stdout.startswith("sample/case.yaml:")


def test_problems_are_printed_with_place_and_nearest_name(reading):
    text = (reading / "case.yaml").read_text("utf-8").replace("- not night ", "- not nihgt ")
    (reading / "case.yaml").write_text(text, "utf-8")
    done = standoff("check", "wells")
    assert done.exit_code == 1
    line = text[: text.index("nihgt")].count("\n") + 1
    assert f"wells/case.yaml:{line}:11: problem: `nihgt` is not an option" in done.stdout
    assert "(nearest: night)" in done.stdout
    assert "Traceback" not in done.output
    data = json.loads(standoff("check", "wells", "--json").stdout)
    assert data["problems"][0]["nearest"] == "night"
    done = standoff("show", "wells")
    assert done.exit_code == 1
    assert f"wells/case.yaml:{line}:11" in done.stderr


def test_no_state_left_is_a_problem_at_its_line(reading):
    text = (reading / "case.yaml").read_text("utf-8") + "impossible: [pay, not pay]\n"
    text = text.replace("- not pay  ", "- not pay !! ")
    (reading / "case.yaml").write_text(text, "utf-8")
    done = standoff("check", "wells")
    assert done.exit_code == 1
    assert f"case.yaml:{text.count(chr(10))}:14: problem:" in done.stdout


def test_usage(reading):
    assert standoff("check", "nowhere").exit_code == 2
    assert standoff("check", "wells", "--texts", "nowhere").exit_code == 2
    assert standoff("cite", "wells").exit_code == 2
    assert standoff("show", "wells", "--reading", "bas").exit_code == 2
    assert standoff("check", reading.parent / "config").exit_code in (1, 2)


# --- cite -----------------------------------------------------------------------------------------


def test_cite_adds_what_is_missing_and_changes_nothing_else(reading):
    record = reading / "sources" / "letter.yaml"
    before = record.read_text("utf-8")
    without = re.sub(r"(?m)^  s[37] .*\n", "", before)
    record.write_text(without, "utf-8")
    done = standoff("cite", "wells", "--texts", "wells/texts", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["added"] == {"letter": ["s3", "s7"]}
    after = record.read_text("utf-8")
    assert [line for line in after.split("\n") if line in without.split("\n")] == without.split(
        "\n"
    )
    assert len(after.split("\n")) == len(before.split("\n"))
    assert standoff("check", "wells", "--texts", "wells/texts").stdout.count("has no gloss") == 2
    assert "every cited sentence has its record" in standoff("cite", "wells").stdout
    assert record.read_text("utf-8") == after


def test_cite_makes_the_file_of_a_source(reading):
    (reading / "sources" / "letter.yaml").unlink()
    assert "6 records added" in standoff("cite", "wells", "--texts", "wells/texts").stdout
    done = standoff("check", "wells")
    assert done.exit_code == 0
    assert "10 verified" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[letter#s7] says", "[letter#s70] says", "ends with s8"),
        ("[letter#s7] says", "[leter#s7] says", "`leter` is not a source"),
        ("[letter#s7] says", "[letter #s7] says", "no space"),
    ],
)
def test_cite_writes_nothing_where_something_is_wrong(reading, old, new, words):
    record = reading / "sources" / "letter.yaml"
    record.write_text(re.sub(r"(?m)^  s3 .*\n", "", record.read_text("utf-8")), "utf-8")
    before = record.read_text("utf-8")
    text = (reading / "case.yaml").read_text("utf-8")
    assert old in text
    (reading / "case.yaml").write_text(text.replace(old, new), "utf-8")
    done = standoff("cite", "wells", "--texts", "wells/texts")
    assert done.exit_code == 1
    assert words in done.stdout
    assert "nothing was written" in done.stderr
    assert record.read_text("utf-8") == before


def test_a_changed_text_is_named_and_nothing_is_written(reading):
    letter = reading / "texts" / "letter.txt"
    letter.write_text(letter.read_text("utf-8").replace("Ada", "Eda"), "utf-8")
    done = standoff("check", "wells", "--texts", "wells/texts")
    assert done.exit_code == 1
    assert done.stdout.count(": problem: ") == 1
    assert "the text of letter changed: letter.txt is not the file that was cited" in done.stdout
    before = (reading / "sources" / "letter.yaml").read_text("utf-8")
    assert standoff("cite", "wells").exit_code == 1
    assert (reading / "sources" / "letter.yaml").read_text("utf-8") == before


# --- show, schema, help -----------------------------------------------------------------------------


def test_show_reads_aloud(reading):
    done = standoff("show", "wells")
    assert "Will the two farms share the well?" in done.stdout
    assert "      1. Ben to water his fields at night (stated)  [letter#s3]" in done.stdout
    assert "the writer expects no change  [letter#s8]" in done.stdout
    trusting = standoff("show", "wells", "--reading", "base:trust", "--json")
    record = json.loads(trusting.stdout)
    assert record["reading"] == "wells/base:trust"
    assert {"heading", "sentences"} == set(record["chapters"][0])


def test_schema_is_json():
    assert json.loads(standoff("case", "schema").stdout)["title"] == "standoff case"


@pytest.mark.parametrize("command", ["check", "cite", "new", "show", "case schema"])
def test_the_example_in_the_help_works(command, reading):
    shown = standoff(*command.split(), "--help").stdout
    example = re.search(r"Example: standoff (.+)", shown)
    assert example, "every command shows an example"
    arguments = shlex.split(example[1])
    swap = {"cases/syria": "wells", "my-texts": "wells/texts", "003": "base"}
    assert standoff(*(swap.get(each, each) for each in arguments)).exit_code == 0


def test_the_first_case_is_all_that_new_writes(reading):
    written = {str(path.relative_to(reading)) for path in reading.rglob("*") if path.is_file()}
    assert written == set(first_case())
