"""First figures are kept for good, and span scores count by the annotation guide."""

import hashlib
import json
from pathlib import Path
from typing import Any

from standoff.store.firstlook import log_first_look
from standoff.text.annotation import Attribution
from standoff.text.backend import annotate
from standoff.text.desk.gold import pairing, published_of, span_rows
from standoff.text.desk.score import Score, score_text

TEXT = "Peru said that the well is dry. Chile waits. On 3 May 2019 it rained."


def test_a_first_figure_is_never_written_again(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "first-look.jsonl"
    assert log_first_look(log, "t1", [Score("a", 1, 2), Score("b", 0, 3)]) == 2
    before = log.read_text("utf-8")
    assert log_first_look(log, "t1", [Score("a", 2, 2)]) == 0
    assert log.read_text("utf-8") == before
    assert log_first_look(log, "t2", [Score("a", 2, 2)]) == 1
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [(r["text"], r["measure"], r["right"], r["n"]) for r in rows] == [
        ("t1", "a", 1, 2),
        ("t1", "b", 0, 3),
        ("t2", "a", 2, 2),
    ]
    assert all("commit" in r for r in rows)


def test_what_a_text_had_nothing_of_was_not_seen(tmp_path: Path) -> None:
    log = tmp_path / "first-look.jsonl"
    assert log_first_look(log, "t1", [Score("a", 0, 0)]) == 0
    assert log_first_look(log, "t1", [Score("a", 1, 2)]) == 1
    log.write_text('{"text": "t2", "commit": "", "measure": "a", "right": 1, "n": 0}\n', "utf-8")
    assert log_first_look(log, "t2", [Score("a", 1, 2), Score("b", 0, 0)]) == 1


def by_spans() -> dict[str, Any]:
    """Peru speaks (0-4, cue 5-9, content 10-30), Chile is named, one statement nobody finds."""
    return {
        "doc": "t",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "metadata": {"date": "2020-06-10 (stated)"},
        "sentences": [{"start": 0, "end": 31}, {"start": 32, "end": 44}, {"start": 45, "end": 69}],
        "actors": [
            {"name": "Peru", "kind": "state", "iso3": "PER",
             "mentions": [{"start": 0, "end": 4, "sentence": 1}]},
            {"name": "Chile", "kind": "state", "iso3": "CHL",
             "mentions": [{"start": 32, "end": 37, "sentence": 2}]},
        ],
        "statements": [
            {"speaker": "Peru", "act": "speech", "cue": [5, 9], "content_span": [10, 30],
             "cites": [{"sentence": 1, "start": 10, "end": 30}]},
            {"speaker": "Chile", "act": "speech", "cue": [38, 43], "content_span": None,
             "cites": [{"sentence": 2}]},
        ],
        "dates": [{"expr": "3 May 2019", "start": 48, "end": 58, "from": "2019-05-03", "to": "2019-05-03"}],
    }  # fmt: skip


def test_spans_are_scored_by_the_guide() -> None:
    rows = {m: (k, n) for m, k, n in span_rows(by_spans(), annotate(TEXT, "t", "plain"))}
    assert rows["mentions: recall"] == rows["mentions: precision"] == (2, 2)
    assert rows["statements loose: recall"] == rows["statements exact: recall"] == (1, 2)
    assert rows["statements exact: precision"] == (1, 1)
    assert rows["holder right, of the found"] == (1, 1)
    assert rows["closed dates that are right"] == rows["dates explicit: right"] == (1, 1)


def test_gold_without_words_says_by_its_kind_which_dates_are_written_out() -> None:
    gold = by_spans()
    with_words = {m: (k, n) for m, k, n in span_rows(gold, annotate(TEXT, "t", "plain"))}
    del gold["dates"][0]["expr"]
    for kind, explicit in (("explicit, year from the list", 1), ("relative", 0)):
        gold["dates"][0]["kind"] = kind
        read = annotate(TEXT, "t", "plain")
        rows = {m: (k, n) for m, k, n in span_rows(gold, read)}
        assert rows["dates explicit: right"] == (explicit, explicit)
        assert rows["dates relative: right"] == (1 - explicit, 1 - explicit)
        of_text = {s.measure: s.n for s in score_text(gold, read)}
        assert of_text["explicit dates right"] == explicit
        changed = {"dates explicit: right", "dates relative: right"}
        assert all(rows[m] == with_words[m] for m in rows if m not in changed)


def test_gold_that_lacks_any_part_is_scored_for_the_rest() -> None:
    whole = by_spans()
    for missing in whole:
        part = {k: v for k, v in whole.items() if k != missing}
        assert score_text(part, annotate(TEXT, "t", "plain")) or missing
    assert score_text({}, annotate(TEXT, "t", "plain")) == []


def test_the_day_of_publication_is_what_the_gold_states() -> None:
    assert published_of(by_spans()) == "2020-06-10"
    assert (
        published_of({"metadata": {"date": "not stated; inferred 2018"}}) == published_of({}) == ""
    )


def test_what_was_not_said_is_not_scored() -> None:
    read = annotate(TEXT, "t", "plain")
    assert all(a.status == "said" and a.sure == "" for a in read.of(Attribution))


def test_pairing_is_the_largest() -> None:
    """Greedy pairing would give 2: the third left end needs the first to move."""
    assert len(pairing([[0, 1], [1, 2], [0]])) == 3
