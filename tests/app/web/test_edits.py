"""Writing through the app: only what was shown, never over somebody else's change, and taken back again."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from typing import Any

import pytest
from tests.app.web.conftest import LINES, Client, folder, on_disk
from typer.testing import CliRunner

from standoff.app.cli.main import app as command
from standoff.app.web.act import line as lines
from standoff.app.web.act.write import moved
from standoff.case.format.source import set_fact, set_gloss, source_text
from standoff.problem import Place


def wishes(client: Client, reading: str, actor: str) -> list[dict]:
    case = client.page(f"/case/{reading}")
    return next(each["wishes"] for each in case["actors"] if each["name"] == actor)


def at(line: dict) -> dict:
    return {key: line[key] for key in ("file", "line", "column")}


def text(client: Client, name: str) -> str:
    return (folder(client) / name).read_text("utf-8")


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [each for each in old if each not in new], [each for each in new if each not in old]


# --- make a line ----------------------------------------------------------------------------------


def test_a_line_is_seen_before_it_is_written_and_written_as_it_was_seen(coded: Client):
    before = on_disk(folder(coded))
    made = {
        "reading": "post",
        "section": "impossible",
        "raw": "sail and not pier",
        "cites": ["post#s4"],
    }
    seen = coded.write("line", {**made, "dry": True})
    assert on_disk(folder(coded)) == before
    assert not seen["saved"]
    assert (
        seen["words"]
        == "It cannot be that Northport sails again and Southport does not build a new pier"
    )
    assert seen["ties"] == ["Northport", "Southport"]
    assert "Northport sails again" in seen["forbids"]
    assert seen["problems"] == []
    saved = coded.write("line", made)
    assert saved["saved"]
    assert saved["diff"] == seen["diff"]
    gone, new = changed(before["readings/post.yaml"].decode(), text(coded, "readings/post.yaml"))
    assert gone == []
    assert new == ["impossible:", "  - sail and not pier  [post#s4]"]
    assert "The ferry" not in text(coded, "readings/post.yaml")


def test_the_answer_before_and_after_is_that_of_the_terminal(coded: Client):
    made: dict[str, Any] = {
        "reading": "post",
        "section": "wants",
        "actor": "Southport",
        "raw": "pier",
        "cites": ["post#s5"],
    }
    first = wishes(coded, "post", "Southport")[0]
    made["before"] = {"line": first["line"], "column": first["column"]}
    seen = coded.write("line", {**made, "dry": True})
    assert not seen["answer"]["same"]
    before = json.loads(
        CliRunner().invoke(command, ["compare", str(folder(coded)), "--json"]).stdout
    )
    coded.write("line", made)
    after = json.loads(
        CliRunner().invoke(command, ["compare", str(folder(coded)), "--json"]).stdout
    )
    ends = [
        next(each for each in run["readings"] if each["id"] == "post")["ends"][0]["states"][0]
        for run in (before, after)
    ]
    assert ends[0] != ends[1]
    told = " ".join(seen["answer"]["changes"])
    assert ("Southport builds a new pier" in told) == (
        ("pier" in str(ends[0])) != ("pier" in str(ends[1]))
    )


def test_a_cited_sentence_gets_its_record_and_its_gloss_with_the_line(coded: Client):
    assert "s2 " not in text(coded, "sources/post.yaml")
    made = {"reading": "post", "section": "now", "raw": "not sail", "cites": ["post#s2"]}
    coded.write("line", {**made, "gloss": {"post#s2": "no boat runs since early 2023"}})
    (row,) = [
        each for each in text(coded, "sources/post.yaml").splitlines() if each.startswith("  s2 ")
    ]
    assert row.endswith("no boat runs since early 2023")
    check = CliRunner().invoke(
        command, ["check", str(folder(coded)), "--texts", str(coded.desk / "texts"), "--json"]
    )
    found = json.loads(check.stdout)
    assert not found["problems"]
    assert found["citations"]["total"] == found["citations"]["verified"] > 5


def test_what_the_whole_walk_wrote_passes_check_and_runs(coded: Client):
    done = CliRunner().invoke(command, ["check", str(folder(coded)), "--json"])
    assert json.loads(done.stdout)["problems"] == []
    told = coded.page("/answer?reading=post")
    assert told["cannot"] == []
    assert told["record"]["readings"][0]["conclusions"][0]["verdict"] == "follows"


@pytest.mark.parametrize(
    ("section", "raw", "status"),
    [
        ("wants", "sail ->", 422),
        ("wants", "sial", 422),
        ("wants", "", 400),
        ("now", "sail and pier", 422),
        ("offers", "Southport gives sail for pier", 422),
        ("author_concludes", "sail given sail", 422),
        ("forecasts", "sail by someday", 422),
        ("nowhere", "sail", 404),
    ],
)
def test_a_line_that_cannot_be_is_said_in_the_terminals_words_and_not_written(
    coded: Client, section: str, raw: str, status: int
):
    before = on_disk(folder(coded))
    body = {"reading": "post", "section": section, "actor": "Northport", "raw": raw}
    told = coded.write("line", body, status)
    assert told["error"]
    assert on_disk(folder(coded)) == before
    if raw == "sial":
        assert "sail" in (told["problems"][0]["nearest"], told["error"])


def test_a_new_actor_and_option_come_with_the_line_that_needs_them(coded: Client):
    body = {
        "reading": "post",
        "section": "wants",
        "actor": "Fishers",
        "raw": "strike",
        "cites": ["post#s2"],
        "actors": [{"name": "Fishers", "also": ["the fishers"]}],
        "options": [{"actor": "Fishers", "id": "strike", "gloss": "leave their boats in port"}],
    }
    seen = coded.write("line", {**body, "dry": True})
    assert seen["words"] == "Fishers want to leave their boats in port"
    saved = coded.write("line", body)
    assert set(saved["diff"]) >= {"case.yaml", "readings/post.yaml", "sources/post.yaml"}
    assert '  Fishers: {also: ["the fishers"]}' in text(coded, "case.yaml")
    assert "  Fishers.strike: leave their boats in port" in text(coded, "case.yaml")
    if "undecided" not in lines.STANCES:  # then the other readings say that they lack it
        assert all("Fishers wants" in problem["words"] for problem in saved["problems"])
        assert saved["problems"]


def test_silent_is_chosen_and_takes_the_place_of_a_list(coded: Client):
    body = {
        "reading": "post",
        "section": "silent",
        "actor": "Northport",
        "stance": "indifferent",
        "cites": ["post#s3"],
    }
    coded.write("line", body)
    assert "  Northport: indifferent  [post#s3]\n" in text(coded, "readings/post.yaml")
    assert "pier -> sail" not in text(coded, "readings/post.yaml")
    coded.write(
        "line", {"reading": "post", "section": "wants", "actor": "Northport", "raw": "sail"}
    )
    assert "  Northport:\n    - sail\n" in text(coded, "readings/post.yaml")


# --- edits ----------------------------------------------------------------------------------------


def test_a_wish_edited_is_one_line_and_a_wish_moved_the_same_line_elsewhere(coded: Client):
    path = folder(coded) / "readings" / "post.yaml"
    path.write_text(
        path.read_text("utf-8").replace("    - not sail\n", "    - not sail   # my own step\n"),
        "utf-8",
    )
    before = text(coded, "readings/post.yaml")
    first, second, third = wishes(coded, "post", "Northport")
    coded.write("edit", {"op": "move", "reading": "post", **at(third), "before": at(first)})
    after = text(coded, "readings/post.yaml")
    assert sorted(before.splitlines()) == sorted(after.splitlines())
    assert [each["raw"] for each in wishes(coded, "post", "Northport")] == [
        third["raw"],
        first["raw"],
        second["raw"],
    ]
    assert "    - not sail   # my own step\n" in after
    coded.write(
        "edit",
        {
            "op": "replace",
            "reading": "post",
            **at(wishes(coded, "post", "Northport")[0]),
            "raw": "sail",
        },
    )
    gone, new = changed(after, text(coded, "readings/post.yaml"))
    assert (gone, new) == (["    - not sail   # my own step"], ["    - sail   # my own step"])


def test_ties_are_made_and_undone(coded: Client):
    before = text(coded, "readings/post.yaml")
    second = wishes(coded, "post", "Northport")[1]
    coded.write("edit", {"op": "tie", **at(second)})
    tied = wishes(coded, "post", "Northport")
    assert [(each["rank"], each["tied"]) for each in tied] == [(1, False), (1, True), (2, False)]
    coded.write("edit", {"op": "untie", **at(tied[1])})
    assert text(coded, "readings/post.yaml") == before


def test_the_last_wish_leaves_what_the_person_says_stands_in_its_place(coded: Client):
    for _ in range(2):
        coded.write(
            "edit",
            {"op": "delete", "reading": "post", **at(wishes(coded, "post", "Southport")[0])}
            | ({"instead": "silent"} if len(wishes(coded, "post", "Southport")) == 1 else {}),
        )
    assert "  Southport: silent\n" in text(coded, "readings/post.yaml")


def test_an_edit_that_brings_a_problem_is_not_written_but_the_editor_may(coded: Client):
    before = text(coded, "case.yaml")
    wrong = before.replace("Northport.sail", "Northport.row")
    based = {"case.yaml": coded.files["case.yaml"]}
    told = coded.post("file", {"name": "case.yaml", "text": wrong, "based": based}, 422)
    assert any("sail" in problem["words"] for problem in told["problems"])
    assert text(coded, "case.yaml") == before
    seen = coded.post("file", {"name": "case.yaml", "text": wrong, "based": based, "dry": True})
    assert seen["problems"]
    saved = coded.post("file", {"name": "case.yaml", "text": wrong, "based": based, "anyway": True})
    assert saved["saved"]
    assert text(coded, "case.yaml") == wrong
    told = coded.page("/answer?all=1")  # and what can run still runs
    assert {name for name, _ in told["cannot"]} == {"post"}
    assert {one["id"] for one in told["record"]["readings"]} == {"bulletin", "diary"}


def test_an_inherited_list_asks_for_whom_and_is_copied_whole(coded: Client):
    path = folder(coded) / "case.yaml"
    path.write_text(
        path.read_text("utf-8") + "wants:\n  Southport:\n    - sail  # shared\n    - not pier\n",
        "utf-8",
    )
    bulletin = folder(coded) / "readings" / "bulletin.yaml"
    bulletin.write_text(bulletin.read_text("utf-8").replace("  Southport: silent\n", ""), "utf-8")
    line = wishes(coded, "bulletin", "Southport")[0]
    assert line["inherited"] == "case.yaml"
    change = {"op": "replace", "reading": "bulletin", **at(line), "raw": "pier"}
    told = coded.write("edit", change, 409)
    assert told["ask"] == "scope"
    coded.write("edit", {**change, "scope": "reading"})
    assert "  Southport:\n    - pier\n    - not pier\n" in text(coded, "readings/bulletin.yaml")
    assert "- sail  # shared" in text(coded, "case.yaml")
    diary = folder(coded) / "readings" / "diary.yaml"
    diary.write_text(diary.read_text("utf-8").replace("  Southport: silent\n", ""), "utf-8")
    line = wishes(coded, "diary", "Southport")[0]
    coded.write("edit", {"op": "delete", "reading": "diary", **at(line), "scope": "all"})
    assert "- sail  # shared" not in text(coded, "case.yaml")


def test_names_are_changed_wherever_they_stand(coded: Client):
    coded.write("edit", {"op": "rename_option", "old": "pier", "new": "jetty"})
    coded.write("edit", {"op": "rename_actor", "old": "Northport", "new": "North"})
    written = "".join(
        text(coded, name)
        for name in coded.files
        if name.endswith(".yaml") and "sources" not in name
    )
    assert "pier" not in written.replace("new pier", "")
    assert "Northport" not in written.replace("Northport government", "")
    assert (
        json.loads(CliRunner().invoke(command, ["check", str(folder(coded)), "--json"]).stdout)[
            "problems"
        ]
        == []
    )


def test_a_slip_is_mended_by_its_nearest_name(coded: Client):
    path = folder(coded) / "readings" / "post.yaml"
    path.write_text(path.read_text("utf-8").replace("- pier -> sail", "- peir -> sail"), "utf-8")
    check = coded.page("/check")
    (fix,) = [
        row["fix"]
        for group in check["groups"]
        for row in group["rows"]
        if row["fix"] and row["fix"]["body"].get("op") == "nearest"
    ]
    coded.write("edit", dict(fix["body"]))
    assert "- pier -> sail" in text(coded, "readings/post.yaml")


def test_a_source_that_lines_rest_on_is_not_taken_out(coded: Client):
    told = coded.write("edit", {"op": "remove_source", "id": "post"}, 409)
    assert len(told["uses"]) >= len(LINES) - 1
    assert coded.write("edit", {"op": "remove_source", "id": "nobody"}, 404)


def test_a_source_that_nothing_cites_goes_with_its_file_and_comes_back_whole(coded: Client):
    before = on_disk(folder(coded))
    own = "sources/diary.yaml"
    seen = coded.write("edit", {"op": "remove_source", "id": "diary", "dry": True})
    assert on_disk(folder(coded)) == before
    assert set(seen["diff"]) == {own}
    done = coded.write("edit", {"op": "remove_source", "id": "diary"})
    assert done["saved"]
    assert own not in done["files"]
    after = on_disk(folder(coded))
    assert after == {name: data for name, data in before.items() if name != own}
    coded.post("undo", {})
    assert on_disk(folder(coded)) == before


def test_a_source_file_changed_outside_is_not_taken_away(coded: Client):
    based = coded.files
    path = folder(coded) / "sources" / "diary.yaml"
    path.write_text("# a note\n" + path.read_text("utf-8"), "utf-8")
    told = coded.post("edit", {"op": "remove_source", "id": "diary", "based": based}, 409)
    assert told["conflict"]["file"] == "sources/diary.yaml"
    assert path.read_text("utf-8").startswith("# a note\n")


def test_a_problem_is_told_by_the_file_of_the_case_never_by_a_folder_of_the_machine(coded: Client):
    root = folder(coded)
    path = root / "readings" / "post.yaml"
    path.write_text(path.read_text("utf-8") + "nonsense: [\n", "utf-8")
    answer = coded.get("/answer?reading=post").text
    assert "readings/post.yaml:" in answer
    what_if = coded.send("whatif", {"reading": "post", "changes": [], "based": coded.files}).text
    assert "readings/post.yaml:" in what_if
    for shown in (answer, what_if):
        assert str(root) not in shown


def test_a_gloss_is_our_own_words(coded: Client):
    sentence = next(each for each in coded.page("/texts/post")["sentences"] if each["number"] == 4)
    words = "".join(flat(sentence["parts"]))
    body = {"source": "post", "sentence": 4}
    assert coded.write("gloss", {**body, "gloss": words}, 422)
    coded.write("gloss", {**body, "gloss": "they say a boat was offered: [no] # really"})
    evidence = coded.page("/evidence?cite=post%23s4")
    assert evidence["gloss"] == "they say a boat was offered: [no] # really"
    assert evidence["sentence"] == words
    assert coded.write("gloss", {"source": "post", "sentence": 2, "gloss": "x"}, 422)


def flat(parts: list[dict]) -> list[str]:
    return [each["text"] if not each["parts"] else "".join(flat(each["parts"])) for each in parts]


# --- variants and copies --------------------------------------------------------------------------


def test_a_what_if_is_on_no_disk_and_kept_it_is_one_block_appended(coded: Client):
    before = on_disk(folder(coded))
    changes = [{"kind": "set", "option": "pier", "value": "yes"}]
    told = coded.post("whatif", {"reading": "post", "changes": changes})
    assert on_disk(folder(coded)) == before
    assert told["changes"] == ["Southport builds a new pier"]
    assert not told["answer"]["same"]
    coded.write("variant", {"reading": "post", "name": "they pay", "changes": changes})
    old, new = before["readings/post.yaml"].decode(), text(coded, "readings/post.yaml")
    assert new.startswith(old)
    assert (
        new[len(old) :]
        == "\nvariants:\n  they pay:\n    now:\n      - pier\n    no_way_back:\n      - pier\n"
    )
    kept = coded.page("/answer?reading=post&variant=they%20pay")["record"]["readings"][0]
    assert kept["ends"] == told["now"]["ends"]
    assert [each["verdict"] for each in kept["conclusions"]] == [
        each["verdict"] for each in told["now"]["conclusions"]
    ]


def test_every_change_of_a_what_if_kept_says_the_same_as_the_what_if(coded: Client):
    coded.write("edit", {"op": "fact", "id": "storm", "gloss": "is there a storm?"})
    coded.write("line", {"reading": "post", "section": "facts", "raw": "storm: no"})
    coded.write("line", {"reading": "post", "section": "impossible", "raw": "sail and storm"})
    lines_ = wishes(coded, "post", "Northport")
    every = [
        [{"kind": "off", **at(lines_[1])}],
        [{"kind": "move", **at(lines_[2]), "before": at(lines_[0])}],
        [
            {
                "kind": "add",
                "actor": "Southport",
                "raw": "pier",
                "before": at(wishes(coded, "post", "Southport")[0]),
            }
        ],
        [{"kind": "fact", "fact": "storm", "value": "yes"}],
        [{"kind": "set", "option": "sail", "value": True}, {"kind": "off", **at(lines_[0])}],
    ]
    for number, changes in enumerate(every):
        told = coded.post("whatif", {"reading": "post", "changes": changes})["now"]
        coded.write("variant", {"reading": "post", "name": f"v{number}", "changes": changes})
        kept = coded.page(f"/answer?reading=post&variant=v{number}")["record"]["readings"][0]
        assert kept["ends"] == told["ends"], changes
        verdicts = [[each["verdict"] for each in one["conclusions"]] for one in (kept, told)]
        assert verdicts[0] == verdicts[1], changes


def test_a_copy_keeps_comments_and_says_that_it_is_one(coded: Client):
    coded.write("copy", {"reading": "post", "name": "mine", "title": "As I see it"})
    copied = text(coded, "readings/mine.yaml")
    assert copied.startswith("# A copy of post.\n# What post says, at its own time.\n")
    assert 'case: "As I see it"' in copied
    assert coded.page("/answer?reading=mine")["cannot"] == []
    assert coded.send("copy", {"reading": "post", "name": "mine"}).status_code == 409
    coded.post("undo", {"what": "file"})
    assert not (folder(coded) / "readings" / "mine.yaml").exists()


def test_a_case_that_ships_is_read_only_until_copied(syria: Client, tmp_path):
    told = syria.write("edit", {"op": "title", "text": "Mine"}, 409)
    assert told["ask"] == "copy"
    syria.post("copycase", {"to": str(tmp_path / "mine")})
    syria.write("edit", {"op": "title", "text": "Mine"})
    assert 'case: "Mine"' in text(syria, "case.yaml")
    assert syria.send("copycase", {"to": str(tmp_path / "mine")}).status_code == 409


def test_a_pack_holds_the_case_and_no_text_and_opens_again(coded: Client, tmp_path):
    done = coded.get("/pack")
    assert b"tied up since" not in done.content
    before = {n: d for n, d in on_disk(folder(coded)).items() if n.endswith(".yaml")}
    coded.upload(f"/api/unpack?to={tmp_path / 'again'}", done.content)
    assert on_disk(tmp_path / "again") == before
    assert coded.get("/pack").content == done.content.replace(
        b'"case": "ferry"', b'"case": "again"'
    )
    coded.upload(f"/api/unpack?to={tmp_path / 'again'}", done.content, 409)
    for name in ("../evil.yaml", "readings/../../evil.yaml", "/tmp/evil.yaml", "evil.txt"):
        record = json.loads(done.content)
        record["files"][name] = record["files"]["case.yaml"]
        coded.upload(f"/api/unpack?to={tmp_path / 'evil'}", json.dumps(record).encode(), 422)
    record = json.loads(done.content)
    record["files"]["case.yaml"]["text"] += "x"
    coded.upload(f"/api/unpack?to={tmp_path / 'evil'}", json.dumps(record).encode(), 422)
    assert not (tmp_path / "evil").exists()


# --- nothing lost ---------------------------------------------------------------------------------


def test_a_file_changed_meanwhile_is_never_overwritten(coded: Client):
    based = coded.files
    path = folder(coded) / "readings" / "post.yaml"
    base = path.read_text("utf-8")
    disk = base.replace("- not sail", "- sail")
    path.write_text(disk, "utf-8")
    mine = base + "# mine\n"
    told = coded.post("file", {"name": "readings/post.yaml", "text": mine, "based": based}, 409)
    assert (told["conflict"]["base"], told["conflict"]["disk"], told["conflict"]["mine"]) == (
        base,
        disk,
        mine,
    )
    assert path.read_text("utf-8") == disk
    merged = {
        "name": "readings/post.yaml",
        "text": disk + "# mine\n",
        "based": {"readings/post.yaml": told["conflict"]["sha256"]},
    }
    coded.post("file", merged)
    assert path.read_text("utf-8") == disk + "# mine\n"


def test_an_entry_that_still_stands_is_edited_where_it_is_now_and_that_is_said(coded: Client):
    based = coded.files
    line = wishes(coded, "post", "Southport")[1]
    path = folder(coded) / "readings" / "post.yaml"
    path.write_text("# a line more\n# and one more\n" + path.read_text("utf-8"), "utf-8")
    done = coded.post("edit", {"op": "replace", **at(line), "raw": "pier", "based": based})
    assert "changed outside" in done["said"]
    assert "# and one more\n" in text(coded, "readings/post.yaml")
    assert wishes(coded, "post", "Southport")[1]["raw"] == "pier"


def test_an_entry_that_was_changed_itself_is_a_conflict(coded: Client):
    based = coded.files
    line = wishes(coded, "post", "Southport")[1]
    path = folder(coded) / "readings" / "post.yaml"
    disk = path.read_text("utf-8").replace(
        "- not pier  [post#s5] hedged", "- not pier and sail  [post#s5] hedged"
    )
    path.write_text(disk, "utf-8")
    told = coded.post("edit", {"op": "delete", **at(line), "based": based}, 409)
    assert told["conflict"]["disk"] == disk
    assert path.read_text("utf-8") == disk


def test_an_edit_of_a_place_says_what_it_is_based_on(coded: Client):
    line = wishes(coded, "post", "Southport")[1]
    assert coded.post("edit", {"op": "delete", **at(line)}, 400)


def test_undo_takes_back_step_by_step_to_the_very_bytes(coded: Client):
    states = [on_disk(folder(coded))]
    for raw in ("sail", "pier -> sail", "not sail"):
        coded.write(
            "line",
            {
                "reading": "bulletin",
                "section": "wants",
                "actor": "Northport",
                "raw": raw,
                "cites": ["bulletin#s1"],
            },
        )
        states.append(on_disk(folder(coded)))
    for state in reversed(states[:-1]):
        coded.post("undo", {"what": "file"})
        assert on_disk(folder(coded)) == state


def test_undo_leaves_alone_what_somebody_changed_since(coded: Client):
    coded.write("line", {"reading": "bulletin", "section": "now", "raw": "pier"})
    path = folder(coded) / "readings" / "bulletin.yaml"
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    after = on_disk(folder(coded))
    assert coded.post("undo", {"what": "file"}, 409)
    assert on_disk(folder(coded)) == after


def test_moved_finds_an_entry_only_where_it_is_the_same_one():
    old = "wants:\n  A:\n    - x\n    - y\n  B:\n    - z\n"
    place = Place("f", 6, 7)
    assert moved(old, "# new\n" + old, place) == Place("f", 7, 7)
    assert moved(old, old.replace("    - z\n", "    - w\n"), place) is None
    assert moved(old, old.replace("  B:", "  C:"), place) is None  # it is another actor's now
    twice = "wants:\n  A:\n    - z\n  B:\n    - z\n"
    assert (
        moved(twice, "# new\n" + twice, Place("f", 5, 7)) is None
    )  # which of the two it was is not known
    assert moved(twice, twice + "# new\n", Place("f", 5, 7)) == Place("f", 5, 7)


def test_a_kill_in_a_storm_of_edits_leaves_every_file_whole_and_the_last_edit_there(
    coded: Client, tmp_path
):
    root, desk = folder(coded), coded.desk
    code = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from standoff.app.web.act import line
        from standoff.app.web.state import State
        state = State()
        state.open(Path({str(root)!r}), desk=Path({str(desk)!r}))
        for number in range(100000):
            raw = f'"storm {{number}}" by open'
            body = {{"reading": "bulletin", "section": "forecasts", "raw": raw, "cites": ["bulletin#s1"]}}
            line.line(state, body)
            print(number, flush=True)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    last = -1
    until = time.monotonic() + 30
    while last < 5 and time.monotonic() < until:
        last = int(process.stdout.readline())
    process.kill()
    told = [int(each) for each in process.stdout.read().split()]
    process.stdout.close()
    process.wait()
    last = max([last, *told])
    written = text(coded, "readings/bulletin.yaml")
    assert [f'"storm {n}"' in written for n in range(last + 1)] == [True] * (last + 1)
    assert written.endswith("\n")
    found = json.loads(CliRunner().invoke(command, ["check", str(root), "--json"]).stdout)
    assert found["problems"] == []


# --- the source files -----------------------------------------------------------------------------


def test_facts_and_glosses_of_a_source_are_text_to_text():
    made = source_text(
        {"title": 'He said "no"', "date": "2023-03-02", "outlet": "", "language": "ar"}, "a" * 64
    )
    assert made.splitlines()[2:] == [
        "title: \"He said 'no'\"",
        "date: 2023-03-02",
        "language: ar",
        f"sha256: {'a' * 64}",
        "sentences: |",
    ]
    assert set_fact(made, "date", "2024") == made.replace("2023-03-02", "2024")
    assert set_fact(made, "title", "") == made.replace("title: \"He said 'no'\"\n", "")
    assert set_fact(set_fact(made, "author", "B. Boatman"), "author", "") == made
    rows = (
        made + "  s1    0-3          0123456789abcdef\n  s12   4-9          0123456789abcdef  old\n"
    )
    assert set_gloss(rows, 12, "new [x] # y") == rows.replace("old", "new [x] # y")
    assert set_gloss(rows, 1, "first") == rows.replace("abcdef\n", "abcdef  first\n", 1)
    with pytest.raises(KeyError):
        set_gloss(rows, 2, "none")


def test_a_model_file_is_opened_as_a_new_case_beside_it(client: Client, tmp_path):
    from standoff.store.shipped import shipped

    file = tmp_path / "elmira.json"
    file.write_bytes((shipped("hipel-1993-elmira") / "model.json").read_bytes())
    client.post("open", {"path": str(file)})
    assert folder(client) == tmp_path / "elmira"
    assert client.page("/case")["actors"]
    client.post("open", {"path": str(file)}, 409)
    client.post("open", {"path": str(file), "to": str(tmp_path / "again")})
    (tmp_path / "none.json").write_text("{}", "utf-8")
    assert client.send("open", {"path": str(tmp_path / "none.json")}).status_code == 422
    assert not (tmp_path / "none").exists()


# --- the line ends of Windows -----------------------------------------------------------------------


def mixed(files: dict[str, bytes]) -> list[str]:
    """The files of a case with a line end that is not Windows' own."""
    return [
        name
        for name, data in files.items()
        if name.endswith(".yaml") and data.count(b"\n") != data.count(b"\r\n")
    ]


def test_every_edit_keeps_the_line_ends_of_windows(coded: Client):
    for path in folder(coded).rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = on_disk(folder(coded))
    assert mixed(before) == []

    def done(act: str, body: dict[str, Any]) -> None:
        nonlocal before
        coded.write(act, {"reading": "post", **body})
        after = on_disk(folder(coded))
        assert after != before, body
        assert mixed(after) == [], body
        before = after

    def wish(number: int) -> dict[str, Any]:
        return at(wishes(coded, "post", "Northport")[number])

    done("line", {"section": "impossible", "raw": "sail and not pier", "cites": ["post#s4"]})
    done("line", {"section": "wants", "actor": "Southport", "raw": "pier"})
    done("line", {"section": "now", "raw": "pier"})
    done("edit", {"op": "move", **wish(2), "before": wish(0)})
    done("edit", {"op": "tie", **wish(1)})
    done("edit", {"op": "replace", **wish(2), "raw": "pier or sail"})
    done("edit", {"op": "delete", **wish(2)})
    done("edit", {"op": "rename_option", "old": "pier", "new": "jetty"})
    done("edit", {"op": "rename_actor", "old": "Northport", "new": "North"})
    done("gloss", {"source": "post", "sentence": 4, "gloss": "they say a boat was offered"})
    done("copy", {"name": "mine", "title": "As I see it"})
    done("undo", {"what": "file"})
    name = "readings/post.yaml"
    done("file", {"name": name, "text": before[name].decode() + "# seen\r\n"})
