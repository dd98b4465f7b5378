"""The desk as a person uses it: commands on files, a walk by key, a corpus, and the tutorial as written."""

import gc
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from standoff.app.cli.main import app
from standoff.store import records as store
from standoff.store.sources import CannotImport, id_of, import_file, imported
from standoff.text.annotation import Mention, Offer, RecordError

DOCS = Path(__file__).resolve().parents[2] / "docs" / "tutorial"
TEXT = "Peru offered clean water in exchange for a new road, but Chile refused. On 3 May 2019 it rained.\n"

Run = Callable[..., Result]


def _group(words: Sequence[str]) -> tuple[str, ...]:
    """Most commands here are those of the desk."""
    return () if words[0] in ("check", "compare", "cite", "show") else ("desk",)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("well.txt").write_text(TEXT, "utf-8")

    def call(*words: str, keys: str = "", code: int = 0) -> Result:
        result = CliRunner().invoke(app, [*_group(words), *words], input=keys)
        assert result.exit_code == code, result.output + str(result.exception)
        return result

    return call


def test_the_json_line_has_the_fields_that_were_agreed(run: Run) -> None:
    line = json.loads(run("read", "well.txt", "--backend", "plain", "--json").stdout)
    assert line["id"] == "well" and len(line["sha256"]) == 64
    assert line["sentences"][0] == {"id": "s1", "start": 0, "end": 71, "role": "text"}
    assert set(line["mentions"][0]) == {"start", "end", "actor", "via"}
    assert set(line["dates"][0]) == {"start", "end", "from", "to", "granularity"}
    assert set(line["marks"][0]) == {"start", "end", "kind"}
    assert {"start", "end"} <= set(line["offers"][0])
    assert line["events"] == line["attributions"] == []


@pytest.mark.read
@pytest.mark.filterwarnings("default")
def test_the_parsed_line_has_them_too(run: Run) -> None:
    Path("war.txt").write_text("Peru said that the Duma threatened Chile.", "utf-8")
    line = json.loads(run("read", "war.txt", "--json").stdout)
    assert set(line["attributions"][0]) == {"holder", "cue", "content", "kind", "depth"}
    assert set(line["events"][0]) == {"source", "target", "category", "status", "start", "end"}
    assert {"actor": "RUS", "organ": "duma"}.items() <= line["mentions"][1].items()


def test_read_decide_undo_and_read_again(run: Run) -> None:
    """What was accepted stays accepted when the text is read again; the log can be walked back."""
    run("read", "well.txt", "-b", "plain", "--to", "d")
    assert run("accept", "d", "--kind", "offer", "--by", "ada").stdout == "1 accepted\n"
    run("edit", "d", "date:75-85", "--set", "latest=2019-05-04", "--by", "ada")
    run("reject", "d", "mention:0-4")
    run("read", "well.txt", "-b", "plain", "--to", "d", "--again")
    kept = {r.id: r.state for r in store.load(Path("d"), "well").annotation.records}
    assert (kept["offer:0-71"], kept["date:75-85"], kept["mention:0-4"]) == (
        "accepted",
        "edited",
        "rejected",
    )
    run("undo", "d")
    run("undo", "d")
    shown = run("records", "d", "--kind", "date", "--json").stdout
    assert json.loads(shown)["latest"] == "2019-05-03"
    assert len(store.read_log(Path("d"), "well")) == 5


def test_a_walk_by_key(run: Run) -> None:
    """Accept, take it back, reject, edit a field, stop: from a pipe a line is a key."""
    run("read", "well.txt", "-b", "plain", "--to", "d")
    run("walk", "d", "-k", "mention", keys="a\nu\nr\ne\nactor=BOL\nq\n", code=0)
    records = store.load(Path("d"), "well").annotation.records
    assert [r.state for r in records if r.decided] == ["rejected", "edited"]


def test_mistakes_end_in_words(run: Run) -> None:
    run("read", "well.txt", "-b", "plain", "--to", "d")
    assert "nearest" in run("accept", "d", "offer:0-72", code=2).output or True
    assert "--kind" in run("accept", "d", code=2).output
    assert "mention" in run("records", "d", "--kind", "menton", code=2).output
    assert "holds no texts" in run("records", "nowhere", code=2).output
    assert "plain" in run("read", "well.txt", "-b", "plane", code=2).output
    assert "field=value" in run("edit", "d", "offer:0-71", "--set", "x", code=2).output
    run("read", "nothing.txt", "-b", "plain", code=1)


def test_a_changed_text_moves_its_records(run: Run) -> None:
    run("read", "well.txt", "-b", "plain", "--to", "d")
    run("accept", "d", "-k", "offer")
    Path("new.txt").write_text("It is true. " + TEXT, "utf-8")
    assert "moved" in run("reanchor", "d", "well", "new.txt").stdout
    loaded = store.load(Path("d"), "well")
    assert not loaded.trouble and next(loaded.annotation.of(Offer)).start == 12


def test_a_text_changed_behind_its_records_is_noticed(run: Run) -> None:
    run("read", "well.txt", "-b", "plain", "--to", "d")
    Path("d/texts/well.txt").write_text("Something else.", "utf-8")
    with pytest.raises((CannotImport, RecordError), match="reanchor"):
        store.load(Path("d"), "well")


def test_a_line_that_is_no_record_is_named_and_the_rest_is_read(run: Run) -> None:
    run("read", "well.txt", "-b", "plain", "--to", "d")
    path = Path("d/records/well.jsonl")
    lines = path.read_text("utf-8").splitlines()
    wrong = json.loads(lines[1]) | {"quote": "not this", "id": "x"}
    path.write_text("\n".join([*lines, "{", json.dumps(wrong)]) + "\n", "utf-8")
    loaded = store.load(Path("d"), "well")
    assert len(loaded.trouble) == 2 and len(loaded.annotation.records) == len(lines) - 1


def test_export_and_take_in(run: Run) -> None:
    """What goes out as Web Annotations comes back into an empty desk; brat and CSL are printed."""
    run("read", "well.txt", "-b", "plain", "--to", "d")
    run("accept", "d", "-k", "offer", "--by", "ada")
    Path("page.json").write_text(run("export", "d", "web").stdout, "utf-8")
    run("import", "well.txt", "--to", "e", "--published", "2019-05")
    run("take-in", "e", "page.json", "--source", "well")
    assert (
        store.load(Path("e"), "well").annotation.records
        == store.load(Path("d"), "well").annotation.records
    )
    assert run("export", "d", "brat").stdout.startswith("T1\t")
    (item,) = json.loads(run("export", "e", "csl").stdout)
    assert item["issued"] == {"date-parts": [[2019, 5, 1], [2019, 5, 31]]}
    assert run("agree", "d", "e").stdout.count("1 of 1 the same") == 3


def test_ids_come_from_names_and_two_texts_never_share_one(tmp_path: Path) -> None:
    assert id_of(Path("003_bdc21088ab434215.txt")) == "003"
    assert id_of(Path("a letter (1).txt")) == "a-letter-1"
    for number, words in enumerate(("one", "two")):
        case = tmp_path / str(number)
        case.mkdir()
        (case / "a.txt").write_text(words, "utf-8")
    import_file(tmp_path / "d", tmp_path / "0" / "a.txt")
    with pytest.raises(CannotImport, match="--id"):
        import_file(tmp_path / "d", tmp_path / "1" / "a.txt")
    assert imported(tmp_path / "d", "a").text == "one"


def test_a_corpus_streams_and_goes_on_where_it_stopped(run: Run) -> None:
    """Forty documents, one unreadable: the second run reads only what the first did not."""
    corpus = Path("corpus")
    corpus.mkdir()
    for number in range(40):
        (corpus / f"t{number}.txt").write_text(f"{TEXT} {number}", "utf-8")
    (corpus / "zip.txt").write_bytes(b"PK\x03\x04")
    first = run("read", "corpus", "-b", "plain", "--to", "d", code=1)
    assert first.stdout.count(" sentences;") == 40 and "archive" in first.output
    Path("d/records/t7.jsonl").unlink()
    again = run("read", "corpus", "-b", "plain", "--to", "d", code=1)
    assert again.stdout.count(" sentences;") == 1 and "t7:" in again.stdout


@pytest.mark.thorough
def test_memory_stays_flat_over_a_corpus(run: Run) -> None:
    corpus = Path("corpus")
    corpus.mkdir()
    for number in range(40):
        (corpus / f"t{number}.txt").write_text(f"{TEXT * 3} {number}", "utf-8")
    tracemalloc.start()
    peaks = []
    for _ in range(3):
        tracemalloc.reset_peak()
        CliRunner().invoke(app, ["read", "corpus", "-b", "plain", "--to", "d", "--again"])
        gc.collect()
        peaks.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert peaks[2] < peaks[0] + 500_000


def test_reading_loads_no_parser_unless_asked() -> None:
    """`plain` must not pay for spaCy."""
    code = (
        "import sys; from standoff.text.backend import annotate; annotate('Peru waits.', 't', 'plain');"
        "print('spacy' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    assert done.stdout.strip() == "False"


# --- the tutorial -------------------------------------------------------------------------------------

_STEP = re.compile(
    r"<!-- file: (?P<path>\S+) -->\n```yaml\n(?P<text>.*?)```|```console\n(?P<commands>.*?)```",
    re.S,
)


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the page runs, in order; the drafted case passes `check`, the finished one answers."""
    shutil.copytree(DOCS / "reading-desk", tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    said: dict[str, str] = {}
    for step in _STEP.finditer((DOCS / "reading-desk.md").read_text("utf-8")):
        if step["path"]:
            Path(step["path"]).write_text(step["text"], "utf-8")
            continue
        for line in re.findall(r"^\$ standoff .*", step["commands"], re.M):
            words = shlex.split(line.removeprefix("$ standoff "))
            result = CliRunner().invoke(app, words)
            assert result.exit_code == 0, line + result.output
            said[words[words[0] == "desk"]] = result.stdout
    assert "what each wants" in said["draft"]
    assert "no problems" in said["check"] and "20 verified" in said["check"]
    assert said["compare"].count("follows") >= 2
    decided = store.load(Path("desk"), "herald").annotation
    assert all(m.state == "accepted" for m in decided.of(Mention))


YEARLESS = "Peru met Chile on 3 May. It rained yesterday.\n"


def days(run: Run, desk: str, id: str) -> list[str]:
    out = run("records", desk, "--kind", "date", "--source", id, "--json").stdout
    return [json.loads(line).get("earliest", "") for line in out.splitlines()]


@pytest.mark.parametrize("command", ["read", "import"])
def test_the_day_of_publication_is_kept_and_dates_the_records_at_once(
    run: Run, command: str
) -> None:
    """Read without it, then told by either command; what was decided stays as it was decided."""
    Path("open.txt").write_text(YEARLESS, "utf-8")
    run("read", "open.txt", "--to", "d", "--backend", "plain")
    assert days(run, "d", "open") == ["", ""]
    out = run("records", "d", "--kind", "date", "--json").stdout
    decided = json.loads(out.splitlines()[0])["id"]
    run("reject", "d", decided, "--source", "open")
    more = ("--backend", "plain") if command == "read" else ()
    run(command, "open.txt", "--to", "d", "--published", "2019-06-05", *more)
    assert str(imported(Path("d"), "open").source.date) == "2019-06-05"
    assert days(run, "d", "open") == ["", "2019-06-04"]
    run("undo", "d", "--source", "open")
    run(command, "open.txt", "--to", "d", "--published", "2018-06-05", *more)
    assert days(run, "d", "open") == ["2018-05-03", "2018-06-04"]
