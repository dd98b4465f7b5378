"""Two tabs, another app and a terminal at one case and its desk: no decision and no edit is lost."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.app.web.conftest import Client, folder
from typer.testing import CliRunner

from standoff.app.cli.main import app as command
from standoff.app.web.state import State
from standoff.store import records


@pytest.fixture
def other(coded: Client) -> Client:
    """Another app, of another person, with the same case and desk open."""
    made = Client(State(coder="other"))
    made.http.get(f"/?t={made.app.keys.look}")
    made.state.open(folder(coded), desk=coded.desk)
    return made


def test_decisions_made_at_once_are_all_there(coded: Client, other: Client):
    coded.wait(coded.post("read", {"backend": "plain"})["ticket"])
    ids = [r.id for r in records.load(coded.desk, "post").annotation.records]
    tabs = (coded, other, coded)  # two tabs of one app, and another app

    def decide(number: int) -> int:
        decision = {
            "id": ids[number],
            "action": ("accept", "reject")[number % 2],
            "seen": "proposed",
        }
        done = tabs[number % 3].post("decide", {"source": "post", "decisions": [decision]})
        count: int = done["done"]
        return count

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(decide, range(18))) == 18
    typed = ["accept", str(coded.desk), ids[18], "--source", "post", "--by", "terminal"]
    done = CliRunner().invoke(command, typed)
    if done.exit_code == 2:  # the desk is a group of commands
        done = CliRunner().invoke(command, ["desk", *typed])
    assert done.exit_code == 0, done.output
    after = {r.id: r for r in records.load(coded.desk, "post").annotation.records}
    states = [after[id].state for id in ids[:18]]
    assert states == ["accepted", "rejected"] * 9
    assert {after[id].by for id in ids[:18]} == {"tester", "other"}
    assert after[ids[18]].by == "terminal"
    assert len(records.read_log(coded.desk, "post")) == 19
    shown = coded.page("/texts/post?kind=all")
    assert next(c for c in shown["cards"] if c["id"] == ids[18])["state"] == "accepted"


def test_edits_made_at_once_are_all_there_or_refused_and_made_again(coded: Client, other: Client):
    clients = (coded, other)

    def write(number: int) -> None:
        body = {
            "reading": ("bulletin", "diary")[number % 2],
            "section": "forecasts",
            "raw": f'"guess {number}" by open',
            "cites": ["bulletin#s1"],
        }
        for _ in range(50):
            done = clients[number // 2 % 2].send("line", body)
            if done.status_code == 200:
                return
            assert done.status_code == 409, done.text
        raise AssertionError("refused again and again")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(16)))
    written = "".join(
        (folder(coded) / "readings" / f"{name}.yaml").read_text("utf-8")
        for name in ("bulletin", "diary")
    )
    assert [written.count(f'"guess {number}"') for number in range(16)] == [1] * 16
    told = json.loads(CliRunner().invoke(command, ["check", str(folder(coded)), "--json"]).stdout)
    assert told["problems"] == []
