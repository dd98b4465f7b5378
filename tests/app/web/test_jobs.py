"""What is computed beside: in stages, stopped when it is not wanted, the same as the terminal says."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest
from tests.app.web.conftest import Client, folder
from typer.testing import CliRunner

from standoff.app.cli.main import app as command
from standoff.app.web import jobs, work
from standoff.app.web.jobs import Hub, Jobs
from standoff.store.shipped import shipped_cases


def terminal(*arguments: object) -> dict:
    """What a command prints, with files named from the case, as the app names them."""
    done = CliRunner().invoke(command, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    told: dict = json.loads(below(done.stdout, *arguments))
    return told


def below(printed: str, *folders: object) -> str:
    """What was printed without the folder in front of a file's name."""
    for each in folders:
        printed = printed.replace(f"{each}/", "")
    return printed


def whole(client: Client) -> dict:
    """The answer of all readings once every stage is there."""
    told = client.post("answer", {"all": True})
    for job in client.app.jobs:
        client.wait(job.ticket, 300)
    after = client.post("answer", {"all": True})
    assert [stage["state"] for stage in after["stages"]] == ["ready"] * 3 or not told["record"][
        "readings"
    ]
    record: dict = after["record"]
    return record


def test_the_app_says_line_for_line_what_compare_says(coded: Client):
    assert whole(coded) == terminal("compare", folder(coded), "--json")


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(shipped_cases()))
def test_the_app_says_what_compare_says_of_every_case_that_ships(client: Client, name: str):
    client.post("open", {"example": name})
    assert whole(client) == terminal("compare", shipped_cases()[name], "--json")


def test_stage_one_is_there_at_once_and_later_stages_only_add_to_it(syria: Client):
    first = syria.post("answer", {"reading": "001"})
    assert [stage["state"] for stage in first["stages"]] == ["ready", "coming", "coming"]
    (early,) = first["record"]["readings"]
    assert all(not one["rests_on"] and not one["missing"] for one in early["conclusions"])
    syria.wait(first["ticket"])
    (late,) = syria.post("answer", {"reading": "001"})["record"]["readings"]
    assert (
        late
        == terminal("compare", shipped_cases()["syria"], "--reading", "001", "--json")["readings"][
            0
        ]
    )
    for key in ("ends", "rule", "grounding", "title"):
        assert early[key] == late[key]
    for one, other in zip(early["conclusions"], late["conclusions"], strict=True):
        assert (one["verdict"], one["by"]) == (other["verdict"], other["by"])


def test_a_newer_question_stops_the_older_one_within_a_fifth_of_a_second(syria: Client):
    syria.page("/answer?reading=002")  # its first stage is known: the second request is short
    first = syria.post("answer", {"reading": "003", "client": "tab"})  # the one that takes seconds
    job = syria.app.jobs[first["ticket"]]
    until = time.monotonic() + 30
    while job.state != "running" and time.monotonic() < until:
        time.sleep(0.005)
    assert job.state == "running"
    began = time.monotonic()
    second = syria.post("answer", {"reading": "002", "client": "tab"})
    sent = time.monotonic()
    assert job.ended.wait(5)
    assert job.state == "stopped"
    assert time.monotonic() - began < 0.2 + (sent - began)
    assert syria.wait(second["ticket"]).state == "done"


def test_a_job_that_obeys_leaves_its_process_warm(syria: Client, monkeypatch):
    monkeypatch.setattr(jobs, "PATIENCE", 20.0)  # however busy this machine is
    syria.wait(syria.post("answer", {"reading": "002"})["ticket"])
    job = syria.app.jobs[syria.post("answer", {"reading": "003"})["ticket"]]
    while job.state == "waiting":
        time.sleep(0.005)
    (process,) = syria.app.jobs.pids()
    syria.post("stop", {"ticket": job.ticket})
    assert job.ended.wait(30)
    assert job.state == "stopped"
    assert syria.wait(syria.post("answer", {"reading": "000"})["ticket"]).state == "done"
    assert syria.app.jobs.pids() == [process]


def test_a_question_of_another_page_does_not_stop_it(syria: Client):
    first = syria.post("answer", {"reading": "002", "client": "one"})
    second = syria.post("answer", {"reading": "000", "client": "other"})
    assert syria.wait(first["ticket"]).state == "done"
    assert syria.wait(second["ticket"]).state == "done"


def test_what_does_not_obey_is_ended_with_its_process(syria: Client, monkeypatch):
    monkeypatch.setattr(work, "STOP", None)
    told = syria.post("answer", {"reading": "003"})
    job = syria.app.jobs[told["ticket"]]
    while job.state == "waiting":
        time.sleep(0.01)
    (process,) = syria.app.jobs.pids()
    assert syria.post("stop", {"ticket": job.ticket}) == {"stopped": True}
    assert job.ended.wait(2)
    assert job.state == "stopped"
    again = syria.post("answer", {"reading": "002"})
    assert syria.wait(again["ticket"]).state == "done"
    assert syria.app.jobs.pids() != [process]


def test_a_worker_that_dies_fails_its_job_in_words_and_the_next_one_works(syria: Client):
    told = syria.post("answer", {"reading": "003"})
    job = syria.app.jobs[told["ticket"]]
    while job.state == "waiting":
        time.sleep(0.01)
    os.kill(syria.app.jobs.pids()[0], signal.SIGKILL)
    assert job.ended.wait(5)
    assert (job.state, job.words) == ("failed", "the process that worked on it died")
    assert syria.wait(syria.post("answer", {"reading": "002"})["ticket"]).state == "done"


def test_what_waits_is_stopped_too_and_what_is_not_there_is_said(syria: Client):
    syria.post("answer", {"reading": "003", "client": "a"})
    waiting = syria.post("answer", {"reading": "000", "client": "b"})["ticket"]
    syria.post("stop", {"ticket": waiting})
    assert syria.app.jobs[waiting].state == "stopped"
    assert syria.send("stop", {"ticket": "nothing"}).status_code == 404


def test_a_what_if_comes_in_stages_too(syria: Client):
    changes = [{"kind": "set", "option": "press", "value": "yes"}]
    told = syria.post("whatif", {"reading": "003", "changes": changes})
    assert told["answer"]["changes"]
    job = syria.wait(told["ticket"])
    assert sorted(job.stages) == [2, 3]
    assert job.stages[3]["answer"]["ends"] == told["now"]["ends"]


def test_an_unsaved_text_is_a_what_if_too(coded: Client):
    text = (folder(coded) / "readings" / "post.yaml").read_text("utf-8")
    change = {
        "kind": "text",
        "file": "readings/post.yaml",
        "text": text.replace("    - not pier", "    - pier"),
    }
    told = coded.post("whatif", {"reading": "post", "changes": [change]})
    assert (
        "Southport does not build a new pier → Southport builds a new pier"
        in told["answer"]["changes"]
    )
    broken = {**change, "text": "wants: [\n"}
    told = coded.post("whatif", {"reading": "post", "changes": [broken]})
    assert told["problems"]
    assert told["answer"]["after"]["cannot"]
    assert (
        coded.send(
            "whatif", {"reading": "post", "changes": [{**change, "file": "../x"}]}
        ).status_code
        == 404
    )


@pytest.mark.parametrize(
    ("computation", "about"),
    [
        ("whatif", "pier=yes,no"),
        ("robust", "not pier"),
        ("inverse", "pier"),
        ("offers", ""),
        ("why", "pier"),
    ],
)
def test_each_question_is_answered_on_demand_as_in_the_terminal(
    coded: Client, computation: str, about: str
):
    coded.write(
        "line",
        {
            "reading": "post",
            "section": "offers",
            "raw": "Northport gives sail for pier",
            "cites": ["post#s4"],
            "answer": "refused",
        },
    )
    told = coded.post("sheet", {"reading": "post", "computation": computation, "about": about})
    job = coded.wait(told["ticket"])
    from standoff.case.question import QUESTIONS

    row = QUESTIONS[computation]
    asked = [row.flag, about] if about else []
    done = CliRunner().invoke(
        command, [computation, str(folder(coded)), *asked, "--reading", "post", "--json"]
    )
    if done.exit_code != 0:  # it cannot be answered: then it is said in the same words
        assert job.state == "failed"
        assert job.words in done.output
        return
    assert job.state == "done", job.words
    printed = below(done.stdout, folder(coded))
    lines = printed.splitlines() if row.lines else [printed]
    assert [result["record"] for result in job.results] == [json.loads(line) for line in lines]
    page = coded.get(f"/job/{told['ticket']}", accept="text/html")
    assert page.status_code == 200
    assert coded.page(f"/job/{told['ticket']}")["state"] == "done"


def test_a_question_needs_what_it_is_about(coded: Client):
    for body in (
        {"computation": "robust"},
        {"computation": "robust", "about": "pier", "options": {"no": 1}},
    ):
        assert coded.send("sheet", {"reading": "post", **body}).status_code == 400
    wrong = coded.post("sheet", {"reading": "post", "computation": "robust", "about": "piers"})
    job = coded.wait(wrong["ticket"])
    assert job.state == "failed"
    assert "piers" in job.words


def test_the_questions_of_the_case_are_answered(syria: Client):
    told = syria.post("sheet", {"reading": "001", "computation": "asked"})
    job = syria.wait(told["ticket"], 120)
    assert job.state == "done", job.words
    assert len(job.results) == job.of > 0


def test_what_a_difference_does_is_told_in_the_matrix(coded: Client):
    coded.write(
        "line",
        {
            "reading": "bulletin",
            "section": "wants",
            "actor": "Southport",
            "raw": "pier",
            "cites": ["bulletin#s3"],
        },
    )
    before = coded.page("/readings")["rows"]
    contested = [row for row in before if row["contested"]]
    assert [row["actor"] for row in contested] == ["Southport"]
    assert contested[0]["does"] == []
    told = coded.post("sheet", {"reading": "post", "computation": "contested"})
    assert coded.wait(told["ticket"]).state == "done"
    (row,) = [row for row in coded.page("/readings")["rows"] if row["contested"]]
    assert any("the answer becomes another" in words for words in row["does"])
    assert row["changes"]


def test_everybody_is_told_and_who_is_slow_loses_only_what_is_oldest():
    hub = Hub()
    one, other = hub.join(), hub.join()
    for number in range(700):
        hub.tell("x", number)
        if number < 600:
            other.get_nowait()
    assert one.qsize() == 500
    assert one.get_nowait() == ("x", 200)
    assert other.get_nowait() == ("x", 600)
    hub.leave(one)
    hub.leave(one)


def test_a_job_that_nobody_knows_fails_in_words():
    made = Jobs(Hub())
    try:
        job = made.start(
            "read",
            {"desk": "/nowhere", "sources": ["x"], "by_hand": [], "names": {}, "backend": "plain"},
        )
        assert job.ended.wait(30)
        assert job.state == "failed"
        assert "x" in job.words
    finally:
        made.close()
    assert [pid for pid in made.pids() if alive(pid)] == []


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
