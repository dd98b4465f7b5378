"""Every route: each page as a page, a part, data; each act with what it takes and what it does not."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from tests.app.web.conftest import Client, folder

from standoff.app.web.acts import ACTS
from standoff.app.web.guard import HEADERS
from standoff.app.web.looks import GIVEN, PAGES

JUNK: tuple[Any, ...] = (
    {},
    {"reading": 3},
    {"reading": "nobody", "name": "nobody", "source": "nobody", "ticket": "nobody", "id": "nobody"},
    {
        "changes": "x",
        "names": 3,
        "decisions": {},
        "sources": "x",
        "options": [],
        "based": [],
        "gloss": 3,
        "files": 3,
    },
    {
        "changes": [{"kind": "x"}],
        "reading": "post",
        "section": "wants",
        "op": "x",
        "computation": "x",
    },
    {"text": "x", "name": "case.yaml"},
    {"path": 3, "to": 3, "desk": 3, "folder": 3, "title": "x"},
    {"path": "\0", "to": "\0", "desk": "\0", "folder": "\0", "title": "\0"},
)


def every(client: Client) -> list[str]:
    return [
        "/",
        "/texts",
        "/texts/post",
        "/case",
        "/case/post",
        "/answer",
        "/answer?all=1",
        "/readings",
        "/readings?tab=side&left=post&right=diary",
        "/readings?tab=said",
        "/check",
        "/file/case.yaml",
    ]


def test_no_route_is_left_out():
    """What is listed here is tried below; a new route fails here until it is."""
    assert {path.split("{")[0].rstrip("/") for path, *_ in PAGES} == {
        path.split("?")[0].removesuffix("/post").removesuffix("/case.yaml").rstrip("/")
        for path in every(None)  # type: ignore[arg-type]
    }
    assert {path for path, _ in GIVEN} == {
        "/evidence",
        "/job/{ticket}",
        "/report",
        "/pack",
        "/csv/{what}",
        "/events",
    }


def test_each_page_is_a_page_a_part_and_data(coded: Client):
    for path in every(coded):
        page = coded.get(path, accept="text/html")
        assert page.status_code == 200, path
        assert page.text.lstrip().lower().startswith("<!doctype html>"), path
        assert page.headers["content-security-policy"] == HEADERS["content-security-policy"]
        assert "onclick" not in page.text
        assert "style=" not in page.text.replace("data-style=", "")
        part = coded.get(path, accept="text/html", **{"x-part": "1"})
        assert part.status_code == 200, path
        assert "<html" not in part.text
        assert isinstance(coded.page(path), dict), path


def test_a_page_without_a_case_leads_home(client: Client):
    for path in ("/case", "/answer", "/readings", "/check", "/texts", "/file/case.yaml"):
        page = client.get(path, accept="text/html")
        assert page.status_code in {200, 409}, path
        data = client.get(path)
        assert data.status_code in {200, 409}
    assert client.get("/", accept="text/html").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/case/nobody",
        "/texts/nobody",
        "/file/nobody",
        "/csv/nobody",
        "/job/nobody",
        "/nobody",
        "/evidence?cite=nobody%23s1",
    ],
)
def test_what_is_not_there_is_not_found(coded: Client, path: str):
    assert coded.get(path).status_code == 404
    assert coded.get(path, accept="text/html").status_code == 404


@pytest.mark.parametrize("name", [*ACTS])
def test_an_act_takes_json_objects_and_says_what_is_wrong_with_others(coded: Client, name: str):
    before = {p: (folder(coded) / p).read_bytes() for p in coded.files}
    where = f"/api/{name}"
    for content, kind, status in (
        (b"", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
    ):
        headers = {**coded.headers, "content-type": kind}
        assert coded.http.post(where, content=content, headers=headers).status_code == status
    quiet = ("undo", "answer", "poll", "read", "makereport", "report", "pack", "whatif", "edit")
    for junk in JUNK:
        if name == "undo" or (name in ("report", "makereport") and not junk.get("to")):
            continue
        done = coded.send(name, junk)
        assert done.status_code < 500, (name, junk, done.text)
        if done.status_code >= 400:
            assert done.json()["error"], (name, junk)
        else:
            assert name in quiet or name in ("same", "file"), (name, junk)
    assert {p: (folder(coded) / p).read_bytes() for p in before} == before
    assert coded.http.get(where, headers={"accept": "application/json"}).status_code == 405


@pytest.mark.parametrize(
    "name", ["line", "edit", "file", "gloss", "answer", "whatif", "variant", "copy"]
)
def test_an_act_gives_a_part_of_the_page_to_whoever_asks_for_one(coded: Client, name: str):
    line = coded.page("/case/post")["actors"][0]["wishes"][0]
    at = {key: line[key] for key in ("file", "line", "column")}
    changes = [{"kind": "set", "option": "pier", "value": "yes"}]
    bodies = {
        "line": {"reading": "post", "section": "now", "raw": "not sail"},
        "edit": {"op": "replace", "reading": "post", **at, "raw": "sail"},
        "file": {"name": "case.yaml"},
        "gloss": {"source": "post", "sentence": 4, "gloss": "in our words"},
        "answer": {"reading": "post"},
        "whatif": {"reading": "post", "changes": changes},
        "variant": {"reading": "post", "name": "v", "changes": changes},
        "copy": {"reading": "post", "name": "mine"},
    }
    body = {**bodies[name], "dry": True, "based": coded.files}
    done = coded.send(name, body, accept="text/html")
    assert done.status_code == 200, done.text
    assert done.headers["content-type"].startswith("text/html")
    assert "<html" not in done.text


def test_what_goes_wrong_comes_as_a_part_too(coded: Client):
    wrong = coded.send(
        "line",
        {"reading": "post", "section": "wants", "actor": "Northport", "raw": "sail ->"},
        accept="text/html",
    )
    assert wrong.status_code == 422
    assert wrong.headers["content-type"].startswith("text/html")
    body = {"name": "case.yaml", "text": "case: x\n", "based": {"case.yaml": "0" * 64}}
    clash = coded.send("file", body, accept="text/html")
    assert clash.status_code == 409
    assert clash.headers["content-type"].startswith("text/html")


def test_the_frame_counts_what_has_no_source_and_what_waits(coded: Client):
    case = coded.page("/case/post")
    unsourced = [w for a in case["actors"] for w in a["wishes"] if w["grounding"] == "no source"]
    assert len(unsourced) == 1
    page = coded.get("/case/post", accept="text/html").text
    assert "1 without" in page or "1 line without" in page or ">1<" in page


def test_each_answer_names_each_reading_that_cannot_run_and_runs_the_others(coded: Client):
    path = folder(coded) / "readings" / "diary.yaml"
    path.write_text("wants: [\n", "utf-8")
    told = coded.page("/answer?all=1")
    assert [name for name, _ in told["cannot"]] == ["diary"]
    assert [one["id"] for one in told["record"]["readings"]] == ["bulletin", "post"]
    assert coded.get("/check", accept="text/html").status_code == 200
    assert coded.page("/file/readings/diary.yaml")["problems"]
    path.write_bytes(b"\xff\xfe")
    assert coded.page("/answer?all=1")["record"]["readings"]


def test_check_lists_the_weightiest_first_and_leads_there(coded: Client):
    groups = coded.page("/check")["groups"]
    names = [group["kind"] for group in groups]
    assert "glosses" in names
    order = [
        "problems",
        "rests",
        "follows",
        "glosses",
        "lists",
        "unused",
        "unsourced",
        "idle",
        "pairs",
        "warnings",
    ]
    assert names == sorted(names, key=order.index)
    for row in (row for group in groups for row in group["rows"] if row["href"]):
        assert coded.get(row["href"]).status_code == 200, row


def test_evidence_shows_the_sentence_its_neighbours_and_what_rests_on_it(coded: Client):
    told = coded.page("/evidence?cite=post%23s4:0-20")
    assert told["sentence"].startswith("According to Southport")
    assert told["clause"] == told["sentence"][:20]
    assert told["before"].startswith("“We will sail again")
    assert told["after"].startswith("Perhaps")
    assert {use["raw"].split("  ")[0] for use in told["uses"]} >= {"pier", "pier -> sail", "sail"}
    assert coded.get("/evidence?cite=rubbish").status_code == 422
    assert coded.get("/evidence?cite=post%23s4", accept="text/html").status_code == 200


def test_tables_to_take_along_run_in_no_spreadsheet(coded: Client):
    coded.write("edit", {"op": "fact", "id": "calc", "gloss": "=SUM(1) is it so?"})
    for what in ("matrix", "lines", "said"):
        rows = list(csv.reader(io.StringIO(coded.get(f"/csv/{what}").text)))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    lines = list(csv.DictReader(io.StringIO(coded.get("/csv/lines").text)))
    assert {"pier -> sail", "not sail"} <= {row["line"] for row in lines}


def test_the_report_is_the_terminals_and_goes_only_where_it_is_sent(coded: Client, tmp_path):
    from typer.testing import CliRunner

    from standoff.app.cli.main import app

    page = coded.get("/report")
    assert page.headers["content-disposition"] == 'attachment; filename="ferry.html"'
    out = tmp_path / "out.html"
    texts = ["--texts", str(coded.desk / "texts")]
    done = CliRunner().invoke(app, ["report", str(folder(coded)), "-o", str(out), *texts])
    assert done.exit_code == 0, done.output
    assert page.text == out.read_text("utf-8")
    mine = tmp_path / "mine.html"
    assert coded.post("report", {"to": str(mine)})["path"] == str(mine)
    assert mine.read_text("utf-8") == page.text
    coded.post("report", {"to": str(mine)})  # an older report is replaced
    other = tmp_path / "other.html"
    other.write_text("somebody's page", "utf-8")
    coded.post("report", {"to": str(other)}, 409)
    coded.post("report", {"to": str(tmp_path / "x.txt")}, 400)
    coded.post("pack", {"to": str(tmp_path / "ferry.json")})
    assert json.loads((tmp_path / "ferry.json").read_text("utf-8"))["case"] == "ferry"


def test_poll_says_what_changed_outside(coded: Client):
    files = coded.files
    assert coded.post("poll", {"files": files})["changed"] == []
    path = folder(coded) / "readings" / "diary.yaml"
    path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
    told = coded.post("poll", {"files": files})
    assert told["changed"] == ["readings/diary.yaml"]
    assert told["files"]["readings/diary.yaml"] != files["readings/diary.yaml"]
    path.unlink()
    assert coded.post("poll", {"files": files})["changed"] == ["readings/diary.yaml"]


def test_attitudes_are_shown_where_the_case_is(coded: Client) -> None:
    """In words, with the sentence, and without a form: they are changed in the file."""
    path = folder(coded) / "readings" / "post.yaml"
    path.write_text(
        path.read_text("utf-8") + "attitudes:\n  Northport toward Southport: negative [post#s4]\n",
        "utf-8",
    )
    shown = coded.get("/case/post", "text/html").text
    assert "Who cares how others fare" in shown
    assert "The attitude of Northport toward Southport is negative" in shown
    assert 'data-section="Who cares' not in shown
    blocks = {block["name"]: block for block in coded.page("/case/post")["blocks"]}
    (line,) = blocks["Who cares how others fare"]["lines"]
    assert line["cites"] == ["post#s4"]


def test_beliefs_are_shown_where_the_case_is(coded: Client) -> None:
    """Each line with whose belief it is, and its sentence; of a list its lines."""
    path = folder(coded) / "readings" / "post.yaml"
    path.write_text(
        path.read_text("utf-8")
        + "believes:\n  Northport:\n    wants:\n      Southport:\n        - not pier  [post#s4]\n",
        "utf-8",
    )
    blocks = {block["name"]: block for block in coded.page("/case/post")["blocks"]}
    (line,) = blocks["What actors believe"]["lines"]
    assert line["words"].startswith("Northport believes that Southport wants")
    assert (line["cites"], line["raw"]) == (["post#s4"], "not pier  [post#s4]")


def test_no_folder_of_this_machine_leaves_the_server(coded: Client):
    """Lines are named from the case, on pages, in data and in what comes late; Home alone names folders."""
    coded.write("edit", {"op": "pin", "reading": "post", "computation": "compare"})
    ticket = coded.post("answer", {"reading": "post"})["ticket"]
    coded.wait(ticket)
    sheet = coded.post("sheet", {"reading": "post", "computation": "robust", "about": "not pier"})
    coded.wait(sheet["ticket"])
    asked = [*every(coded), f"/job/{ticket}", f"/job/{sheet['ticket']}", "/evidence?cite=post%23s4"]
    for path in asked[1:]:
        for accept in ("text/html", "application/json"):
            assert str(folder(coded).parent) not in coded.get(path, accept=accept).text, path
    page = coded.get("/answer?reading=post", accept="text/html").text
    assert re.search(r'href="#e-post-5" data-use="\d+"', page)  # a line of the reading of that name
