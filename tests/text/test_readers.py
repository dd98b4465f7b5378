"""Two readers of one text held against each other, counted on annotations made by hand."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.text.desk.readers import Agreement, acts, agreement, kappa, pooled
from standoff.text.desk.score import GoldError, Score

SECOND = Path(__file__).resolve().parents[2] / "benchmarks" / "gold" / "second"


def statement(
    id: str, speaker: str, cue: list[int], content: list[int], **more: Any
) -> dict[str, Any]:
    return {"id": id, "speaker": speaker, "act": "speech", "cue": cue, "content_span": content,
            "cites": [{"sentence": 1, "start": content[0], "end": content[1]}], **more}  # fmt: skip


def first() -> dict[str, Any]:
    """Two sentences, 0-50 and 50-99: two actors, three statements, an offer, two times, a mark."""
    return {
        "doc": "t", "sha256": "x", "chars": 99, "sentences": [{"start": 0}, {"start": 50}],
        "actors": [
            {"name": "Peru", "iso3": "PER", "mentions": [{"start": 0, "end": 4}, {"start": 60, "end": 64}]},
            {"name": "the League", "mentions": [{"start": 30, "end": 36}]},
        ],
        "statements": [
            statement("st1", "Peru", [5, 9], [10, 40], holder_span=[0, 4]),
            statement("st2", "unnamed envoys", [65, 70], [71, 90]),
            statement("st3", "author", [91, 93], [94, 98]),
        ],
        "offers": [{"class": "said", "cites": [{"sentence": 2}]}],
        "dates": [{"start": 41, "end": 45, "from": "2019-01-01", "to": "2019-12-31"},
                  {"start": 46, "end": 49, "from": None, "to": None}],
        "marks": [{"start": 12, "end": 14}],
    }  # fmt: skip


def test_a_reader_agrees_with_herself() -> None:
    rows = agreement(first(), first())
    assert {r.measure: r.value for r in rows if r.value != 1.0} == {}
    assert {r.measure: r.both for r in rows}["statements, strict: exact"] == 2


def test_each_difference_is_counted_where_it_is() -> None:
    """The other reader: a mention open, an actor named otherwise, one act, one speaker, one day, one
    statement and one mark less."""
    other = deepcopy(first())
    other["actors"][0]["mentions"].pop()
    other["either_way"] = [{"start": 60, "end": 64}]
    other["actors"][1]["name"] = "League"
    other["statements"][0]["act"] = "attitude"
    other["statements"][1].update(speaker="unnamed", depth=2)
    other["statements"].append(statement("st4", "Chile", [65, 66], [95, 98]))
    other["dates"][1]["to"] = "2019-12-31"
    other["offers"][0]["class"] = "implied"
    other["marks"] = []
    rows = {r.measure: (r.both, r.one, r.two) for r in agreement(first(), other)}
    assert rows == {
        "mentions": (2, 2, 2), "mentions: same actor": (2, 2, 2),
        "statements, strict: loose": (1, 2, 2), "statements, strict: exact": (1, 2, 2),
        "statements, all: loose": (2, 2, 3), "statements, all: exact": (2, 2, 3),
        "statements: same holder": (2, 2, 2), "statements: same act": (1, 2, 2),
        "statements: same depth": (1, 2, 2),
        "offers": (1, 1, 1), "offers: same class": (0, 1, 1),
        "dates": (2, 2, 2), "dates: same interval": (1, 2, 2), "marks": (0, 1, 0),
    }  # fmt: skip
    turned = {r.measure: r.value for r in agreement(other, first())}
    assert turned == {r.measure: r.value for r in agreement(first(), other)}


def test_a_turn_and_what_is_told_in_it_are_not_taken_for_each_other() -> None:
    """Neither has a cue in words: of the pairings that are largest the likest counts."""
    one = {**first(), "statements": [
        statement("st1", "Weir", [0, 0], [0, 90], depth=1),
        statement("st2", "unnamed", [0, 0], [20, 40], depth=2),
    ]}  # fmt: skip
    other = {**one, "statements": one["statements"][::-1]}
    rows = {r.measure: r.both for r in agreement(one, other)}
    assert rows["statements: same depth"] == rows["statements, all: exact"] == 2


def test_what_one_reader_left_out_is_not_counted() -> None:
    other = {**first(), "not_annotated": ["marks", "events"]}
    del other["offers"]
    measures = {r.measure.split(":")[0] for r in agreement(first(), other)}
    assert not measures & {"marks", "offers"} and "dates" in measures


def test_two_texts_are_refused() -> None:
    with pytest.raises(GoldError, match="different texts"):
        agreement(first(), {**first(), "sha256": "y"})


def test_f1_and_its_interval() -> None:
    row = Agreement("m", 8, 8, 12)
    assert row.value == 0.8 and row.interval == Score("m", 8, 10).interval
    assert pooled([row, Agreement("m", 0, 2, 0)]) == [Agreement("m", 8, 10, 12)]
    assert kappa(acts(first(), first())) is None  # one act alone: chance agrees in full


def test_the_command_tells_by_text_and_pooled(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    other = deepcopy(first())
    other["statements"][0]["act"] = "order"
    for folder, gold in ((tmp_path, first()), (tmp_path / "two", other)):
        (folder / "t.json").write_text(json.dumps(gold), "utf-8")
    words = ["desk", "score", str(tmp_path / "t.json"), "--second", str(tmp_path / "two")]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0 and "statements: same act          0.500" in told.stdout
    lines = [
        json.loads(line) for line in CliRunner().invoke(app, [*words, "--json"]).stdout.splitlines()
    ]
    assert {line["text"] for line in lines} == {"t", "pooled"}
    alone = CliRunner().invoke(app, [*words[:2], str(tmp_path / "t.json"), "--second", str(SECOND)])
    assert alone.exit_code != 0


def test_the_four_texts_that_two_read() -> None:
    """What was settled: of the statements that count both mark the same."""
    rows: list[Agreement] = []
    for path in SECOND.glob("*.json"):
        golds = [json.loads(p.read_text("utf-8")) for p in (SECOND.parent / path.name, path)]
        rows += agreement(*golds)
    values = {r.measure: r.value for r in pooled(rows)}
    assert values["statements, strict: exact"] == values["statements: same act"] == 1.0
