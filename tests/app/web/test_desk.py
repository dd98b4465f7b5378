"""Texts in the browser: taken in as they are, shown with their records, decided, taken back, compared."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.app.web.conftest import TEXTS, Client, begun, folder, on_disk, opened, started

from standoff.app.web.desk import QUEUE
from standoff.app.web.show.texts import segments
from standoff.store import records
from standoff.store.sources import imported
from standoff.text.annotation import Mark, misquotes

FRENCH = (
    "Le bac ne partira pas demain. Le port du nord a dit que les camions ne sont pas pour lui, "
    "et que la ville du sud doit payer pour une nouvelle jetée avant la fin de l’été.\n"
)
ARABIC = "قال ممثل الميناء الشمالي إن العبارة ستبحر غدا. لن يدفع الجنوب ثمن الرصيف."


@pytest.fixture(scope="module")
def _read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ferry lies beside its desk, with what the app read in its texts."""
    place = tmp_path_factory.mktemp("read")
    with started() as made:
        begun(made, place / "ferry")
        told = made.post("read", {"backend": "plain"})
        assert told["sources"] == ["bulletin", "diary", "post"]
        assert made.wait(told["ticket"]).state == "done"
    return place


@pytest.fixture
def read(client: Client, _read: Path, tmp_path: Path) -> Client:
    """The three texts read by the plain backend, which needs nothing that may not be there."""
    return opened(client, _read, tmp_path)


def words(parts: list[dict]) -> str:
    return "".join(each["text"] or words(each["parts"]) for each in parts)


def cards(client: Client, id: str, **asked: str) -> list[dict]:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    found: list[dict] = client.page(f"/texts/{id}?{query}")["cards"]
    return found


def decide(client: Client, id: str, card: str, action: str = "accept", **more: object) -> dict:
    decision = {"id": card, "action": action, **more}
    done: dict = client.post("decide", {"source": id, "decisions": [decision]})
    return done


# --- taken in -------------------------------------------------------------------------------------


def test_a_text_is_beside_the_case_never_in_it_and_gets_a_reading(ferry: Client):
    root = folder(ferry)
    assert ferry.state.desk == root.with_name("ferry-desk")
    inside = b"".join(on_disk(root).values())
    for id, text in (("post", "tied up since"), ("diary", "waits for the ferry")):
        assert text.encode() not in inside
        assert (ferry.desk / "texts" / f"{id}.txt").read_text("utf-8") == TEXTS[f"{id}.txt"]
    assert set(ferry.files) == {
        "case.yaml",
        *(
            f"{kind}/{id}.yaml"
            for kind in ("readings", "sources")
            for id in ("post", "bulletin", "diary")
        ),
    }
    case = (root / "case.yaml").read_text("utf-8")
    assert '  Northport: {also: ["the Northport government"]}\n' in case


def test_the_same_text_again_changes_nothing_and_another_one_needs_its_own_id(ferry: Client):
    before = on_disk(folder(ferry).parent)
    ferry.upload("/api/text?name=post.txt", TEXTS["post.txt"].encode())
    assert on_disk(folder(ferry).parent) == before
    ferry.upload("/api/text?name=post.txt", b"Another text.", 409)
    ferry.upload("/api/text?name=post.txt&id=post-2", b"Another text.")
    assert "readings/post-2.yaml" in ferry.files


def test_what_is_no_text_is_refused_in_words(ferry: Client):
    assert "archive" in ferry.upload("/api/text?name=x.docx", b"PK\x03\x04xxxx", 415)["error"]
    ferry.upload("/api/text?name=", b"Some text.", 400)


def test_a_title_like_a_case_begins_nothing_where_something_stands(client: Client, tmp_path: Path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "x").write_text("x")
    body = {"title": "A question?", "folder": str(tmp_path / "there"), "names": []}
    client.post("new", body, 409)
    client.post("new", {**body, "title": " "}, 400)
    client.post("open", {"path": str(tmp_path / "there")}, 404)
    client.post("open", {"path": str(tmp_path / "nowhere")}, 404)
    client.post("open", {"lately": 99}, 404)
    client.post("open", {"example": "nothing of this name"}, 404)


def test_the_first_questions_offer_what_the_text_says_and_take_nothing_unasked(ferry: Client):
    form = ferry.page("/texts/post")["form"]
    assert form["values"]["date"] == ""
    assert form["offered"]["date"] == "2023-03-02"
    assert "at:" not in (folder(ferry) / "readings" / "post.yaml").read_text("utf-8")
    done = ferry.post(
        "source",
        {
            "id": "post",
            "date": "2023-03",
            "outlet": "The Post",
            "author": "A. Writer",
            "language": "en",
        },
    )
    assert (done["source"]["name"], done["source"]["date"]) == ("The Post", "2023-03")
    assert "at: 2023-03\n" in (folder(ferry) / "readings" / "post.yaml").read_text("utf-8")
    source = (folder(ferry) / "sources" / "post.yaml").read_text("utf-8")
    assert 'outlet: "The Post"\n' in source
    assert "date: 2023-03\n" in source
    for facts in ({"date": "last spring"}, {"language": "English!"}):
        ferry.post("source", {"id": "post", **facts}, 422)
    assert ferry.page("/case/post")["source"].startswith("post The Post")


def test_a_text_is_marked_private_in_the_desk_and_in_the_case_and_unmarked_again(ferry: Client):
    source = folder(ferry) / "sources" / "post.yaml"
    before = source.read_text("utf-8")
    assert ferry.page("/texts/post")["form"]["values"]["private"] == ""
    ferry.post("source", {"id": "post", "private": "yes"})
    assert "private: yes\n" in source.read_text("utf-8")
    assert imported(ferry.desk, "post").source.private
    assert ferry.page("/texts/post")["form"]["values"]["private"] == "yes"
    ferry.post("source", {"id": "post", "private": "perhaps"}, 422)
    ferry.post("source", {"id": "post", "private": ""})
    assert source.read_text("utf-8") == before
    assert not imported(ferry.desk, "post").source.private


def test_names_that_mean_the_same_are_kept_beside_the_texts(ferry: Client):
    ferry.post("same", {"names": [["Southport", "the southern town"]]})
    kept = (ferry.desk / "names.txt").read_text("utf-8")
    assert "Southport: the southern town\n" in kept
    assert "Northport: the Northport government\n" in kept
    every: tuple[Any, ...] = ([], [["a:b"]], [["a\nb"]], "Southport", [[]])
    for wrong in every:
        assert ferry.send("same", {"names": wrong}).status_code in ({400, 422} if wrong else {200})


# --- shown ----------------------------------------------------------------------------------------


def test_every_sentence_is_shown_word_for_word_also_those_without_a_record(read: Client):
    for id in ("post", "bulletin", "diary"):
        view = read.page(f"/texts/{id}")
        text = TEXTS[f"{id}.txt"]
        assert view["sentences"]
        for sentence in view["sentences"]:
            assert words(sentence["parts"]) == text[sentence["start"] : sentence["end"]]
            assert sentence["cite"] == f"{id}#s{sentence['number']}"


def test_the_first_queue_is_what_a_case_can_use_and_all_is_there_when_asked_for(read: Client):
    queue = cards(read, "post")
    assert queue
    assert {card["kind"] for card in queue} <= set(QUEUE)
    every = cards(read, "post", kind="all")
    assert {"mention", "mark", "date"} <= {card["kind"] for card in every}
    offers = cards(read, "post", kind="offer")
    assert [card["fields"][-1]["value"] for card in offers if card["kind"] == "offer"]
    assert "refused" in offers[0]["words"]


span = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(
    lambda each: (each[0], each[0] + each[1])
)


@given(st.lists(span, max_size=9), st.integers(0, 20), st.integers(1, 40))
def test_segments_tile_their_stretch_whatever_overlaps(
    spans: list[tuple[int, int]], start: int, length: int
):
    """Together their words are the stretch; the pieces of a record are its part, in its parent."""
    text = "".join(chr(0x627 + n % 20) if n % 3 else "a" for n in range(80))
    found = [
        Mark(start=a, end=b, quote=text[a:b], rule="", kind="hedge", id=f"m{n}")
        for n, (a, b) in enumerate(spans)
    ]
    end = min(start + length, len(text))
    made = segments(text, start, end, found)
    pieces: dict[str, list[tuple[int, int]]] = {}

    def walk(parts, low, high) -> str:
        told, at = "", low
        for part in parts:
            assert part.start == at
            at = part.end
            assert low <= part.start < part.end <= high
            if part.record:
                pieces.setdefault(part.record, []).append((part.start, part.end))
                assert part.text == ""
                told += walk(part.parts, part.start, part.end)
            else:
                assert part.text == text[part.start : part.end]
                told += part.text
        assert at == high
        return told

    assert walk(made, start, end) == text[start:end]
    for record in found:
        low, high = max(record.start, start), min(record.end, end)
        covered = sorted(n for a, b in pieces.get(record.id, []) for n in range(a, b))
        assert covered == list(range(low, high)), record


def test_writing_from_right_to_left_is_shown_and_coded_by_hand(read: Client):
    read.upload("/api/text?name=mina.txt", ARABIC.encode())
    done = read.post("read", {"sources": ["mina"]})
    assert read.wait(done["ticket"]).state == "done"
    view = read.page("/texts/mina")
    row = next(each for each in view["sources"] if each["id"] == "mina")
    assert row["direction"] == "rtl"
    assert "English" in row["rules"]
    assert row["read"]
    for each in view["sentences"]:
        assert words(each["parts"]) == ARABIC[each["start"] : each["end"]]
    start = ARABIC.index("العبارة")
    body = {
        "source": "mina",
        "kind": "option",
        "start": start,
        "end": start + 15,
        "fields": {"actor": "northport"},
    }
    card = read.post("record", body)["card"]
    assert card["quote"] == ARABIC[start : start + 15]
    assert card["state"] == "accepted"
    (piece,) = [
        each for each in read.page("/texts/mina")["sentences"][0]["parts"] if each["record"]
    ]
    assert (piece["start"], piece["end"]) == (start, start + 15)


def test_a_text_in_another_language_in_latin_letters_is_coded_by_hand_too(ferry: Client):
    ferry.upload("/api/text?name=journal.txt", FRENCH.encode())
    row = next(each for each in ferry.page("/texts/journal")["sources"] if each["id"] == "journal")
    assert "not in English but in French" in row["rules"]
    post = next(each for each in ferry.page("/texts/post")["sources"] if each["id"] == "post")
    assert post["rules"] == ""


def test_a_record_that_does_not_quote_the_text_is_said_and_outlives_decisions(read: Client):
    path = read.desk / "records" / "post.jsonl"
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if '"record": "date"' in line)
    lines[at] = lines[at].replace('"quote": "', '"quote": "not there ')
    path.write_text("\n".join(lines) + "\n", "utf-8")
    row = next(each for each in read.page("/texts/post")["sources"] if each["id"] == "post")
    assert any("not what the text says" in line for line in row["trouble"])
    for card in cards(read, "post", kind="all", state="proposed")[:20]:
        decide(read, "post", card["id"])
    assert lines[at] in path.read_text("utf-8").splitlines()


# --- decided --------------------------------------------------------------------------------------


def test_twenty_decisions_one_write_each_and_each_taken_back(read: Client):
    path = read.desk / "records" / "post.jsonl"
    states = [path.read_bytes()]
    queue = cards(read, "post", kind="all")[:20]
    assert len(queue) == 20
    for number, card in enumerate(queue):
        action = ("accept", "reject")[number % 2]
        done = decide(read, "post", card["id"], action, seen="proposed")
        assert (done["done"], done["contested"]) == (1, [])
        assert done["cards"][0]["by"] == "tester"
        states.append(path.read_bytes())
    assert len(set(states)) == 21
    for state in reversed(states[:-1]):
        read.post("undo", {"what": "record", "source": "post"})
        assert path.read_bytes() == state
    assert read.send("undo", {"what": "record", "source": "post"}).status_code in {409, 422}


def test_all_accepted_at_once_is_one_step_back(read: Client):
    path = read.desk / "records" / "post.jsonl"
    before = path.read_bytes()
    marks = cards(read, "post", kind="mark")
    assert len(marks) > 1
    every = [{"id": card["id"], "action": "accept", "seen": "proposed"} for card in marks]
    assert read.post("decide", {"source": "post", "decisions": every})["done"] == len(marks)
    told = read.post("undo", {"what": "record", "source": "post"})
    assert told["undone"] == f"{len(marks)} decisions"
    assert path.read_bytes() == before


def test_after_a_decision_the_next_waiting_one_is_named(read: Client):
    queue = [card["id"] for card in cards(read, "post", state="proposed")]
    done = decide(read, "post", queue[0])
    assert done["next"] == queue[1]
    assert done["waiting"] == len(queue) - 1


def test_a_span_and_a_menu_are_edited_and_the_quote_follows(read: Client):
    card = cards(read, "post", kind="mark")[0]
    changes = {"start": card["start"], "end": card["end"] + 4, "kind": "condition"}
    done = decide(read, "post", card["id"], "edit", changes=changes)["cards"][0]
    assert done["quote"] == TEXTS["post.txt"][card["start"] : card["end"] + 4]
    assert done["state"] == "edited"
    for wrong in ({"quote": "x"}, {"nothing": 1}, {"end": 10**9}, {"start": -1}, {"kind": [3]}):
        sent = read.send(
            "decide",
            {
                "source": "post",
                "decisions": [{"id": card["id"], "action": "edit", "changes": wrong}],
            },
        )
        assert sent.status_code == 422, wrong


def test_what_somebody_else_decided_meanwhile_stays_and_is_said(read: Client):
    card = cards(read, "post")[0]["id"]
    decide(read, "post", card, "reject", seen="proposed")
    late = decide(read, "post", card, "accept", seen="proposed")
    assert (late["done"], late["contested"]) == (0, [card])
    assert late["cards"][0]["state"] == "rejected"


def test_words_that_the_machine_missed_are_marked_by_hand_and_stay(read: Client):
    text = TEXTS["post.txt"]
    start = text.index("Northport government")
    made = read.post(
        "record", {"source": "post", "kind": "name", "start": start, "end": start + 20}
    )["card"]
    assert (made["quote"], made["state"], made["rule"]) == (
        "Northport government",
        "accepted",
        "by hand",
    )
    again = read.post("read", {"sources": ["post"], "backend": "plain"})
    read.wait(again["ticket"])
    loaded = records.load(read.desk, "post")
    assert made["id"] in {
        record.id for record in loaded.annotation.records if record.state == "accepted"
    }
    assert misquotes(text, loaded.annotation.records) == []
    for wrong in (
        {"start": 5, "end": 5},
        {"start": -1, "end": 3},
        {"start": 0, "end": 10**9},
        {"start": "0", "end": 3},
    ):
        assert read.send("record", {"source": "post", "kind": "name", **wrong}).status_code == 400
    assert (
        read.send("record", {"source": "post", "kind": "pair", "start": 0, "end": 3}).status_code
        == 404
    )


def test_who_speaks_is_prefilled_only_from_what_was_accepted(read: Client):
    card = next(c for c in cards(read, "post", kind="attribution") if "Southport" in c["words"])
    number = card["sentence"]

    def speaker() -> str:
        sentences = read.page("/texts/post")["sentences"]
        told: str = sentences[number - 1]["speaker"]
        return told

    assert speaker() == ""
    decide(read, "post", card["id"])
    assert speaker() == "Southport"


# --- what each text says --------------------------------------------------------------------------


def test_a_thing_said_twice_has_a_column_for_each_text(read: Client):
    view = read.page("/readings?tab=said")
    assert [each["value"] for each in view["texts"]] == ["bulletin", "diary", "post"]
    row = next(each for each in view["said"] if "offered to sail" in each["what"])
    told = {text["value"]: cell for text, cell in zip(view["texts"], row["cells"], strict=True)}
    assert told["bulletin"]["how"] == "denies"
    assert told["bulletin"]["through"] == "Southport"
    assert told["post"]["how"] == "reports"
    assert told["post"]["through"] == "Southport"
    assert told["diary"]["how"] == "silent"
    assert row["contested"]
    assert not told["post"]["settled"]
    rows = list(csv.reader(io.StringIO(read.get("/csv/said").text)))
    assert rows[0][:2] == ["what", "contested"]
    assert len(rows) == len(view["said"]) + 1


def test_texts_that_talk_past_each_other_are_not_one_thing(read: Client):
    view = read.page("/readings?tab=said")
    row = next(each for each in view["said"] if "offered to sail" in each["what"])
    for source, pair, _ in row["pairs"]:
        decide(read, source, pair, "edit", changes={"verdict": "talk-past"})
    after = read.page("/readings?tab=said")["said"]
    assert row["pairs"] not in [each["pairs"] for each in after]


def test_what_texts_say_needs_no_case(read: Client):
    read.state.root = None
    view = read.page("/readings")
    assert view["tab"] == "said"
    assert view["said"]


# --- a second coder -------------------------------------------------------------------------------


def test_two_people_are_compared_field_by_field_and_settle_each_difference(
    read: Client, tmp_path: Path
):
    import shutil

    theirs = tmp_path / "theirs"
    shutil.copytree(read.desk, theirs)
    offer = cards(read, "post", kind="offer")[0]["id"]
    dates = [card["id"] for card in cards(read, "post", kind="date")]
    decide(read, "post", offer)
    decide(read, "post", dates[0])
    other = Client(read.state.__class__(coder="other"))
    other.state.desk = theirs
    decide(other, "post", offer, "edit", changes={"answer": "open"})
    decide(other, "post", dates[0], "reject")
    view = read.post("coder", {"desk": str(theirs)})
    told = {
        (each["record"], each["field"]): (each["ours"], each["theirs"])
        for each in view["differences"]
    }
    assert told == {
        (offer, "answer"): ("refused", "open"),
        (dates[0], "state"): ("accepted", "rejected"),
    }
    rows = {(row["kind"], row["field"]): row for row in view["agreement"]}
    assert (rows["offer", "answer"]["records"], rows["offer", "answer"]["same"]) == (1, 0)
    assert (rows["offer", "giver"]["records"], rows["offer", "giver"]["same"]) == (1, 1)
    before = on_disk(theirs)
    body = {"desk": str(theirs), "source": "post"}
    view = read.post("coder", {**body, "record": offer, "take": "theirs"})
    assert [each["record"] for each in view["differences"]] == [dates[0]]
    assert (
        "open"
        in next(card for card in cards(read, "post", kind="offer") if card["id"] == offer)["words"]
    )
    view = read.post("coder", {**body, "record": dates[0], "take": "theirs"})
    assert view["differences"] == []
    assert on_disk(theirs) == before  # only ours is written to
    read.post("coder", {"desk": str(tmp_path / "nobody")}, 404)


def test_what_is_decided_here_is_what_the_terminal_reads(read: Client):
    from typer.testing import CliRunner

    from standoff.app.cli.main import app

    offer = cards(read, "post", kind="offer")[0]["id"]
    decide(read, "post", offer)
    done = CliRunner().invoke(app, ["records", str(read.desk), "--state", "accepted", "--json"])
    (line,) = done.stdout.splitlines()
    record = json.loads(line)
    assert (record["id"], record["by"], record["state"]) == (offer, "tester", "accepted")
