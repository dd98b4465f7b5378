"""A desk loses nothing: lines that cannot be read, decisions at once, kills, new texts, ids from outside."""

import dataclasses
import json
import multiprocessing
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from standoff.app.cli import main
from standoff.store import records as store
from standoff.store import sources
from standoff.store.write import CannotWrite
from standoff.text.annotation import RecordError, to_json
from standoff.text.desk.decision import CONTESTED, CannotDecide, decide, undo

TEXT = (
    "Peru offered clean water in exchange for a new road, but Chile refused. On 3 May 2019 it rained. "
    "Bolivia may follow Peru, said Chile.\n"
)


def invoke(*words: object, code: int = 0):
    result = CliRunner().invoke(main.app, [str(word) for word in words])
    assert result.exit_code == code, result.output + str(result.exception)
    return result


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "well.txt").write_text(TEXT, "utf-8")
    invoke("read", tmp_path / "well.txt", "-b", "plain", "--to", tmp_path / "desk")
    return tmp_path / "desk"


def file(desk: Path) -> Path:
    return desk / "records" / "well.jsonl"


def states(desk: Path) -> dict[str, str]:
    return {r.id: r.state for r in store.load(desk, "well").annotation.records}


def step_on(desk: Path, id: str, action: str, by: str):
    records = store.load(desk, "well").annotation.records
    return decide(records, id, action, by=by, at="2019-01-01T00:00:00Z")[1]


# --- lines that cannot be taken -------------------------------------------------------------------

BROKEN = [
    b'{"record": "offer", "start": 0,,}',
    b"\xff\xfe not even text",
    b"<<<<<<< HEAD",
    b"[" * 5000,
    b'{"record": "mention", "start": 0, "end": 4, "quote": "Peru", "actor": 7, "via": "name", "rule": "r"}',
    b'{"record": "event", "start": 0, "end": 4, "quote": "Peru", "rule": "r", "trigger": [0]}',
    b'{"record": "mark", "start": 0, "end": 4, "quote": "Paru", "rule": "r", "kind": "hedge", "id": "m"}',
    b'{"record": "pair", "start": 0, "end": 4, "quote": "Peru", "rule": "r", "score": NaN}',
    b'{"record": "flag", "start": 1e999, "end": 4, "quote": "Peru", "rule": "r", "role": "x"}',
    b"null",
]
WRITERS = [
    ("accept", "--kind", "offer"),
    ("reject", "--kind", "mention"),
    ("edit", "date:75-85", "--set", "latest=2019-05-04"),
    ("pairs",),
    ("reanchor", "well"),
]


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_line_that_cannot_be_taken_is_kept_and_shown_whoever_writes(desk, line, tmp_path):
    lines = file(desk).read_bytes().split(b"\n")
    file(desk).write_bytes(b"\n".join([lines[0], line, *lines[1:]]))
    assert "records/well.jsonl:2:" in invoke("records", desk).stderr
    for words in WRITERS:
        invoke(words[0], desk, *words[1:])
        assert line in file(desk).read_bytes().split(b"\n"), words
        assert "kept as it stands" in invoke("records", desk).stderr
    invoke("read", tmp_path / "well.txt", "-b", "plain", "--to", desk, "--again")
    invoke("undo", desk)
    assert file(desk).read_bytes().split(b"\n").count(line) == 1


@pytest.mark.parametrize(
    "first", [b"", b"{}", b"garbage", b'{"format": "standoff-records/1", "sha256": 7}', b"\xff"]
)
def test_a_first_line_that_is_lost_loses_no_decision(desk, first, tmp_path):
    invoke("accept", desk, "--kind", "offer")
    lines = file(desk).read_bytes().split(b"\n")
    file(desk).write_bytes(b"\n".join([first, *lines[1:]]))
    invoke("read", tmp_path / "well.txt", "-b", "plain", "--to", desk)
    assert states(desk)["offer:0-71"] == "accepted"
    assert not first or first in file(desk).read_bytes().split(b"\n")


def test_records_of_a_newer_program_are_left_alone(desk):
    data = file(desk).read_bytes().replace(b"standoff-records/1", b"standoff-records/9")
    file(desk).write_bytes(data)
    assert "newer" in invoke("accept", desk, "--kind", "offer", code=2).stderr
    assert file(desk).read_bytes() == data


def test_an_id_that_stands_twice_is_kept_once_as_it_stands(desk):
    invoke("accept", desk, "--kind", "offer")
    (accepted,) = (x for x in file(desk).read_bytes().split(b"\n") if b'"accepted"' in x)
    other = accepted.replace(b"accepted", b"rejected")
    with file(desk).open("ab") as out:
        out.write(other + b"\n")
    for _ in range(2):
        assert "a second time" in invoke("reject", desk, "--kind", "mark").stderr
        assert accepted in file(desk).read_bytes() and other in file(desk).read_bytes()


@pytest.mark.parametrize(
    "facts",
    [
        b"",
        b"[]",
        b'{"roles": {"x": 1}}',
        b'{"facts": 3}',
        b'{"sha256": 3}',
        b'{"roles": {"\xc2\xb2": "x"}}',
    ],
)
def test_facts_that_cannot_be_read_are_not_written_over(desk, facts, tmp_path):
    path = desk / "sources" / "well.json"
    path.write_bytes(facts)
    for words in (
        ("records", desk),
        ("accept", desk, "--kind", "offer"),
        ("reanchor", desk, "well"),
    ):
        assert "well.json is not what was written" in invoke(*words, code=2).stderr
    invoke("import", tmp_path / "well.txt", "--to", desk, "--published", "2019", code=1)
    assert path.read_bytes() == facts


# --- two at once ----------------------------------------------------------------------------------


def decide_all(desk: Path, kind: str, action: str) -> None:
    CliRunner().invoke(main.app, [action, str(desk), "--kind", kind, "--by", kind])


def test_decisions_on_different_records_never_conflict(desk):
    for _ in range(3):
        work = [("mention", "accept"), ("mark", "reject"), ("offer", "accept")]
        each = [multiprocessing.Process(target=decide_all, args=(desk, *w)) for w in work]
        for process in each:
            process.start()
        for process in each:
            process.join()
        found = {r.KIND: r.state for r in store.load(desk, "well").annotation.records if r.decided}
        assert found == {"mention": "accepted", "mark": "rejected", "offer": "accepted"}
        count = sum(r.decided for r in store.load(desk, "well").annotation.records)
        assert len(store.read_log(desk, "well")) % count == 0
        for _ in range(count):
            invoke("undo", desk)


def test_a_real_conflict_is_shown_and_both_sides_are_kept(desk):
    ada, ben = (
        step_on(desk, "offer:0-71", "accept", "ada"),
        step_on(desk, "offer:0-71", "reject", "ben"),
    )
    assert store.enter(desk, "well", [ada]).contested == ()
    (late,) = store.enter(desk, "well", [ben]).contested
    assert late.action == CONTESTED
    assert states(desk)["offer:0-71"] == "accepted"
    said = invoke("records", desk).stderr
    assert "offer:0-71: decided twice at once: ada: accepted; ben: rejected" in said
    invoke("undo", desk)
    assert states(desk)["offer:0-71"] == "proposed", "what came too late is no step to take back"
    invoke("reject", desk, "offer:0-71", "--by", "both")
    assert "twice" not in invoke("records", desk).stderr


def test_who_decides_the_same_agrees(desk):
    both = [step_on(desk, "offer:0-71", "accept", name) for name in ("ada", "ben")]
    for step in both:
        assert store.enter(desk, "well", [step]).contested == ()
    (record,) = (r for r in store.load(desk, "well").annotation.records if r.id == "offer:0-71")
    assert (record.state, record.by) == ("accepted", "ada")
    assert [step.by for step in store.read_log(desk, "well")] == ["ada", "ben"]


# --- kills and full disks -------------------------------------------------------------------------


def test_a_kill_between_log_and_records_is_made_up_for(desk):
    before = file(desk).read_bytes()
    invoke("accept", desk, "--kind", "mention", "--by", "ada")
    decided = states(desk)
    file(desk).write_bytes(before)  # as a kill between the two writes leaves it
    assert states(desk) == decided
    assert "is in the log alone" in invoke("records", desk).stderr
    invoke("reject", desk, "--kind", "mark")
    assert "is in the log alone" not in invoke("records", desk).stderr
    assert {k: v for k, v in states(desk).items() if k in decided and "mention" in k} == {
        k: v for k, v in decided.items() if "mention" in k
    }


def test_what_was_taken_back_does_not_come_back(desk):
    invoke("accept", desk, "--kind", "offer")
    invoke("undo", desk)
    assert states(desk)["offer:0-71"] == "proposed"


def test_a_half_line_of_the_log_is_passed_over_and_kept(desk):
    invoke("accept", desk, "--kind", "offer")
    log = desk / "log" / "well.jsonl"
    log.write_bytes(log.read_bytes() + b'{"action": "acc')
    assert (
        "log/well.jsonl:2: this is no decision (it ends half way)" in invoke("records", desk).stderr
    )
    invoke("accept", desk, "--kind", "mark")
    assert b'{"action": "acc' in log.read_bytes().split(b"\n")
    invoke("undo", desk)


@pytest.mark.parametrize("at", ["log", "records"])
def test_a_full_disk_changes_neither_log_nor_records(desk, monkeypatch, at):
    invoke("accept", desk, "--kind", "offer")
    log = desk / "log" / "well.jsonl"
    before = file(desk).read_bytes(), log.read_bytes()
    real, count = os.fsync, iter([0] if at == "log" else [1, 0])

    def fsync(handle: int) -> None:
        if next(count) == 0:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert "No space left" in invoke("accept", desk, "--kind", "mention", code=2).stderr
    monkeypatch.undo()
    assert (file(desk).read_bytes(), log.read_bytes()) == before


# --- texts that change ----------------------------------------------------------------------------


def test_a_text_edited_in_the_desk_is_taken_as_it_stands(desk):
    """The message says what to do, and that does it."""
    invoke("accept", desk, "--kind", "offer")
    path = desk / "texts" / "well.txt"
    path.write_text("It is true. " + TEXT, "utf-8")
    said = invoke("records", desk, code=2).stderr
    assert f"standoff reanchor {desk} well" in said
    invoke("reanchor", desk, "well")
    loaded = store.load(desk, "well")
    assert not loaded.trouble
    assert [r.start for r in loaded.annotation.records if r.state == "accepted"] == [12]
    assert not (desk / "before").exists()
    invoke("undo", desk)
    (offer,) = (r for r in store.load(desk, "well").annotation.records if r.KIND == "offer")
    assert (offer.start, offer.state) == (12, "proposed"), "the decision goes, the place stays"


def test_a_lost_record_stays_as_it_is_and_comes_back_with_its_words(desk, tmp_path):
    invoke("accept", desk, "--kind", "offer", "--by", "ada")
    (line,) = (x for x in file(desk).read_bytes().split(b"\n") if b'"accepted"' in x)
    (tmp_path / "new.txt").write_text("Quite another text.\n", "utf-8")
    assert "lost" in invoke("reanchor", desk, "well", tmp_path / "new.txt", code=1).stdout
    assert line in file(desk).read_bytes().split(b"\n")
    invoke("read", desk / "texts", "-b", "plain", "--to", desk, "--again")
    assert line in file(desk).read_bytes().split(b"\n")
    (tmp_path / "old.txt").write_text("Again: " + TEXT, "utf-8")
    invoke("reanchor", desk, "well", tmp_path / "old.txt")
    (offer,) = (r for r in store.load(desk, "well").annotation.records if r.state == "accepted")
    assert (offer.by, offer.start) == ("ada", 7)
    assert not store.load(desk, "well").kept


class Killed(BaseException):
    """A kill, as far as one process can play it."""


@pytest.mark.parametrize("at", range(5))
def test_a_reanchor_that_is_killed_is_finished_by_another(desk, tmp_path, monkeypatch, at):
    invoke("accept", desk, "--kind", "offer", "--by", "ada")
    new = "It is true. " + TEXT
    (tmp_path / "new.txt").write_text(new, "utf-8")
    count = iter(range(100))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if next(count) == at:
            raise Killed
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with suppress(Killed):
        store.rest_on(desk, "well", new)
    monkeypatch.undo()
    old = [p for p in (desk / "texts" / "well.txt", desk / "before" / "well.txt") if p.exists()]
    done = "well.jsonl" in str(file(desk)) and b'"start": 12' in file(desk).read_bytes()
    assert done or TEXT in [p.read_text("utf-8") for p in old], "the old text is kept until then"
    for words in (("reanchor", desk, "well"), ("reanchor", desk, "well", tmp_path / "new.txt")):
        invoke(*words)
    (offer,) = (r for r in store.load(desk, "well").annotation.records if r.state == "accepted")
    assert offer.start == 12 and not (desk / "before").exists()


# --- ids from outside -----------------------------------------------------------------------------

NO_IDS = [
    "../../evil",
    "/tmp/evil",
    "..",
    ".",
    "",
    "a/b",
    "a\\b",
    "a\0b",
    "-x",
    "a\n",
    "ü",
    "C:x",
    "x" * 5 + "/../y",
]


@pytest.mark.parametrize("id", NO_IDS)
def test_an_id_never_leaves_the_desk(desk, tmp_path, id):
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises((sources.CannotImport, ValueError)):
        sources.file_of(desk, "texts", id)
    if "\0" not in id:
        if id:
            invoke("import", tmp_path / "well.txt", "--to", desk, f"--id={id}", code=1)
            for words in (("records", desk), ("accept", desk, "--kind", "offer"), ("undo", desk)):
                invoke(*words, f"--source={id}", code=2)
        if not id.startswith("-"):
            invoke("reanchor", desk, id, code=2)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_out_of_a_desk_is_neither_read_nor_written(desk, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the words of somebody", "utf-8")
    (desk / "texts" / "x.txt").symlink_to(secret)
    for words in (("records", desk), ("export", desk, "web"), ("reanchor", desk, "x")):
        assert "the words of" not in invoke(*words, code=2).stdout
    (desk / "texts" / "x.txt").unlink()
    (desk / "records" / "well.jsonl").unlink()
    (desk / "records" / "well.jsonl").symlink_to(secret)
    invoke("accept", desk, "--kind", "offer", code=2)
    assert secret.read_text("utf-8") == "the words of somebody"
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").symlink_to(secret)
    (texts / "b.txt").write_text("mine", "utf-8")
    assert [path.name for path in sources.files([texts])] == ["b.txt"]


# --- properties -----------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.sampled_from(["accept", "reject", "undo", "edit"]), max_size=8), st.data())
def test_any_walk_can_be_taken_back_to_its_beginning(tmp_path, actions, data):
    path = tmp_path / "w" / "well.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT, "utf-8")
    desk = tmp_path / f"desk{len(list(tmp_path.iterdir()))}"
    invoke("read", path, "-b", "plain", "--to", desk)
    first = [to_json(r) for r in store.load(desk, "well").annotation.records]
    for action in actions:
        records = store.load(desk, "well").annotation.records
        if action == "undo":
            try:
                step = undo(records, store.read_log(desk, "well"), by="x", at="t")[1]
            except CannotDecide:
                continue
        else:
            id = data.draw(st.sampled_from([r.id for r in records]))
            changes = {"note": "n"} if action == "edit" else None
            step = decide(records, id, action, by="x", at="t", text=TEXT, changes=changes)[1]
        assert store.enter(desk, "well", [step]).contested == ()
    while True:
        try:
            records = store.load(desk, "well").annotation.records
            step = undo(records, store.read_log(desk, "well"), by="x", at="t")[1]
        except CannotDecide:
            break
        store.enter(desk, "well", [step])
    assert [to_json(r) for r in store.load(desk, "well").annotation.records] == first


def test_saving_needs_no_more_than_it_says(desk):
    """What was loaded and saved again is the same file, byte for byte."""
    before = file(desk).read_bytes()
    loaded = store.load(desk, "well")
    store.save(desk, loaded.annotation)
    assert file(desk).read_bytes() == before
    with pytest.raises((CannotWrite, RecordError, sources.CannotImport)):
        store.save(desk, dataclasses.replace(loaded.annotation, source="../x"))
    assert json.loads(before.split(b"\n")[0])["source"] == "well"


@pytest.mark.parametrize(
    "words",
    [
        ("reanchor", "DESK", "x"),
        ("accept", "DESK", "--kind", "mark"),
        ("undo", "DESK", "-s", "x"),
        ("pairs", "DESK"),
    ],
)
def test_a_desk_that_is_not_there_is_not_made_by_asking_for_it(words, tmp_path):
    invoke(*(tmp_path / "nowhere" if word == "DESK" else word for word in words), code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_page_taken_in_twice_is_there_once(desk, tmp_path):
    target = {
        "source": "well",
        "selector": [{"type": "TextQuoteSelector", "exact": "Chile refused"}],
    }
    page = {"items": [{"type": "Annotation", "body": {"value": "so"}, "target": target}]}
    (tmp_path / "page.json").write_text(json.dumps(page), "utf-8")
    for said in ("1 taken in, 0 left", "0 taken in, 1 left"):
        assert said in invoke("take-in", desk, tmp_path / "page.json", "-s", "well").stdout
    quotes = [r.quote for r in store.load(desk, "well").annotation.records if "so" in r.note]
    assert quotes == ["Chile refused"]
