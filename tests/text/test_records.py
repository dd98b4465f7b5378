"""Records: whatever is done to them, they quote the text, and what a person decided stays decided."""

import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.problem import UnknownName
from standoff.text.annotation import (
    ASSISTANT,
    KINDS,
    Annotation,
    Attribution,
    Line,
    Mention,
    Pair,
    Record,
    RecordError,
    When,
    from_json,
    misquotes,
    numbered,
    to_json,
)
from standoff.text.backend import BACKENDS, annotate
from standoff.text.desk.anchor import reanchor
from standoff.text.desk.decision import CannotDecide, agreement, decide, known, reread, undo
from standoff.text.desk.exchange import from_web, to_brat, to_web

# What moves offsets elsewhere: astral signs, CR LF, NFD, right-to-left marks, a line end in a quotation.
ODD = (
    "Peru\u200f said “we\r\nshall 😀 wait” in Mai\u0301 2019.\nChile, 𝔸 friend, "
    "may\u00a0refuse\u202e it. On 3 May 2019 it rained?"
)
PIECES = [
    "Peru",
    "Chile’s ",
    " said ",
    "“",
    "”",
    '"',
    "\r\n",
    "\u200f",
    "😀",
    "\u0301",
    " 3 May ",
    "2019",
    ". ",
    ",",
    "?",
    " offered ",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def sample(kind: type[Record]) -> Record:
    """A record of a kind with every field filled."""
    blank: dict[str, Any] = {
        "start": 0,
        "end": 4,
        "quote": "Peru",
        "rule": "r",
        "id": f"{kind.KIND}:0-4",
    }
    for field in dataclasses.fields(kind):
        if field.default is dataclasses.MISSING and field.name not in blank:
            blank[field.name] = {
                "str": "x",
                "Span": (0, 2),
                "int": 3,
                "float": 0.5,
                "tuple[str, ...]": ("a", "b"),
            }.get(str(field.type), (1, 2))
    return kind(**blank)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_is_written_and_read_back_twice(kind: type[Record]) -> None:
    record = sample(kind)
    once = from_json(json.loads(json.dumps(to_json(record))))
    assert once == record and to_json(once) == to_json(record)
    assert kind.__doc__


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"record": "mention"},
        {"record": "nothing"},
        {"record": "mention", "start": "1", "end": 2},
        {"record": "date", "start": 1, "end": 2, "state": "perhaps"},
        {"record": "date", "start": 1, "end": 2, "colour": 1},
    ],
)
def test_what_is_no_record_is_refused_in_words(line: dict[str, Any]) -> None:
    with pytest.raises(RecordError):
        from_json(line)


@pytest.mark.parametrize("text", ["", "\n", "\ud800", "\x00. ", "“", "Peru’s. \ud83d. said"])
@pytest.mark.parametrize("backend", ["plain", pytest.param("rules", marks=pytest.mark.read)])
@pytest.mark.filterwarnings("default")
def test_texts_that_are_hardly_texts(text: str, backend: str) -> None:
    assert not misquotes(text, annotate(text, "t", backend).records)


@given(WORDS)
def test_every_record_quotes_the_text_after_any_round_trip(words: str) -> None:
    """text[start:end] == quote: as found, as JSON, as Web Annotation and back."""
    text = ODD + words
    read = annotate(text, "t", "plain")
    assert read.records and not misquotes(text, read.records)
    assert (
        tuple(from_json(json.loads(json.dumps(to_json(r)))) for r in read.records) == read.records
    )
    page = json.loads(json.dumps(to_web(read.records, text, "t", read.sha256)))
    back, trouble = from_web(page, text)
    assert not trouble and tuple(back) == read.records
    assert numbered(read.records) == read.records


def test_brat_lines_hold_no_line_end_and_their_pieces_are_the_text() -> None:
    read = annotate(ODD, "t", "plain")
    for line in to_brat(read.records, ODD).splitlines():
        parts = line.split("\t")
        if parts[0].startswith("T"):
            pieces = [p.split(" ") for p in parts[1].split(" ", 1)[1].split(";")]
            assert " ".join(ODD[int(a) : int(b)] for a, b in pieces) == parts[2]


def test_a_strange_annotation_becomes_a_note_where_its_quote_stands() -> None:
    """Wrong offsets, right quote: it is found by the quote; one that is nowhere is named."""

    def item(exact: str) -> dict[str, Any]:
        selectors = [
            {"type": "TextPositionSelector", "start": 900, "end": 903},
            {"type": "TextQuoteSelector", "exact": exact},
        ]
        return {
            "type": "Annotation",
            "id": exact,
            "body": {"type": "TextualBody", "value": "see"},
            "target": {"selector": selectors},
        }

    records, trouble = from_web({"items": [item("well"), item("moon"), 7]}, "The old well is dry.")
    assert [(r.start, r.note) for r in records] == [(8, "see")]
    assert len(trouble) == 2


# --- decisions ------------------------------------------------------------------------------------

TEXT = "Peru said it waits. Chile left on 3 May 2019."


def test_accept_edit_reject_undo() -> None:
    read = annotate(TEXT, "t", "plain")
    date = next(read.of(When)).id
    one, first = decide(
        read.records, date, "edit", by="ada", at="now", text=TEXT, changes={"latest": "2019-05-04"}
    )
    edited = next(r for r in one if r.id == date)
    assert isinstance(edited, When) and (edited.latest, edited.state, edited.by) == (
        "2019-05-04",
        "edited",
        "ada",
    )
    two, second = decide(one, date, "reject", by="ben", at="later")
    back, third = undo(two, [first, second], by="ben", at="later")
    assert back == one
    start, fourth = undo(back, [first, second, third], by="ben", at="later")
    assert start == read.records
    with pytest.raises(CannotDecide, match="no decision left"):
        undo(start, [first, second, third, fourth], by="ben", at="later")


def test_a_new_span_takes_its_quote_from_the_text() -> None:
    read = annotate(TEXT, "t", "plain")
    mention = next(read.of(Mention))
    records, _ = decide(
        read.records, mention.id, "edit", by="a", at="", text=TEXT, changes={"end": 9}
    )
    assert next(r for r in records if r.id == mention.id).quote == "Peru said"


@pytest.mark.parametrize(
    "changes", [{"colour": 1}, {"end": 4000}, {"start": 30, "end": 20}, {"state": "accepted"}]
)
def test_an_edit_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    read = annotate(TEXT, "t", "plain")
    with pytest.raises(CannotDecide):
        decide(read.records, read.records[0].id, "edit", by="", at="", text=TEXT, changes=changes)


def test_unknown_ids_and_actions_name_the_nearest() -> None:
    read = annotate(TEXT, "t", "plain")
    with pytest.raises(UnknownName):
        decide(read.records, "mention:0-5", "accept", by="", at="")
    with pytest.raises(UnknownName, match="accept"):
        decide(read.records, read.records[0].id, "acept", by="", at="")


@given(st.data())
def test_reading_again_never_touches_what_was_decided(data: st.DataObject) -> None:
    """Decide some records at random, read again: those are as they were, and nothing is asked twice."""
    read = annotate(TEXT, "t", "plain")
    records = read.records
    for id in data.draw(st.lists(st.sampled_from([r.id for r in records]), unique=True)):
        action = data.draw(st.sampled_from(["accept", "reject", "edit"]))
        changes = {"end": len(TEXT)} if action == "edit" else None
        records, _ = decide(records, id, action, by="a", at="b", text=TEXT, changes=changes)
    joined = reread(dataclasses.replace(read, records=records), annotate(TEXT, "t", "plain"))
    assert [r for r in joined.records if r.decided] == sorted(
        (r for r in records if r.decided), key=lambda r: (r.start, r.end, r.KIND, r.id, r.rule)
    )
    assert sorted(r.id for r in joined.records) == sorted(r.id for r in records)


def _line(read: Annotation, **more: Any) -> Line:
    """A line that an assistant proposes for the first words of the text."""
    given = {"section": "now", "line": "rain  [t#s1]", **more}
    return Line(start=0, end=4, quote=TEXT[:4], rule=f"{ASSISTANT}: it rains", **given)


def test_reading_again_keeps_what_an_assistant_proposed_and_doubles_nothing() -> None:
    """Undecided ones, too: a reading does not bring them back. `pairs` hands them over with the new ones."""
    read = annotate(TEXT, "t", "plain")
    own = numbered([*read.records, _line(read)], [r.id for r in read.records])
    new = annotate(TEXT, "t", "plain")
    for records in (new.records, (*own, *new.records[:0])):
        joined = reread(
            dataclasses.replace(read, records=own), dataclasses.replace(new, records=records)
        )
        assert joined.records == own


def test_what_was_proposed_already_is_no_new_proposal() -> None:
    read = annotate(TEXT, "t", "plain")
    line = _line(read)
    assert known(read.records, line) == ""
    assert (
        known([*read.records, line], dataclasses.replace(line, rule="another"))
        == "it waits already"
    )
    for state, by in (("rejected", "ann"), ("accepted", "")):
        decided = dataclasses.replace(line, state=state, by=by, id="line:0-4", at="2024")
        assert known([decided], line) == f"it is {state}{' by ann' if by else ''} already"
        assert known([decided], _line(read, line="not rain  [t#s1]")) == ""
    mention = next(read.of(Mention))
    done, _ = decide(read.records, mention.id, "reject", by="a", at="b")
    other = dataclasses.replace(mention, actor="nobody", id="", rule=ASSISTANT)
    assert known(read.records, other) == ""
    assert known(done, other) == "a person has decided on the mention that was proposed here"


def test_agreement_of_two_coders() -> None:
    """Both keep two mentions and differ on one actor: one of two the same."""
    read = annotate("Peru met Chile.", "t", "plain")
    one = [dataclasses.replace(r, state="accepted") for r in read.of(Mention)]
    two = [one[0], dataclasses.replace(one[1], actor="BOL")]
    row = next(a for a in agreement(one, two) if a.field == "actor")
    assert (row.both, row.same, row.one, row.two) == (2, 1, 0, 0)
    assert row.alpha == pytest.approx(1 - 3 * 2 / (16 - 4 - 1 - 1))
    assert next(a for a in agreement(one, one) if a.field == "actor").alpha == 1


# --- a changed text ----------------------------------------------------------------------------------


def test_an_unchanged_text_keeps_everything() -> None:
    read = annotate(ODD, "t", "plain")
    assert {a.how for a in reanchor(read.records, ODD, ODD)} == {"kept"}


def test_words_put_before_move_records_and_their_spans() -> None:
    said = Attribution(
        start=10,
        end=18,
        quote="it waits",
        rule="",
        holder="PER",
        cue=(5, 9),
        content=(10, 18),
        kind="indirect",
        holder_span=(0, 4),
    )
    (moved,) = reanchor([said], TEXT, "Well. " + TEXT)
    assert moved.how == "moved" and moved.record.start == 16
    assert (
        isinstance(moved.record, Attribution)
        and moved.record.cue == (11, 15)
        and moved.record.holder_span == (6, 10)
    )


def test_a_repeated_quote_is_told_by_its_surroundings_or_is_lost() -> None:
    old = "In the north it rained. In the south it rained."
    at = old.rindex("it rained")
    record = Mention(start=at, end=at + 9, quote="it rained", rule="", actor="x", via="name")
    (found,) = reanchor([record], old, "It is true. " + old)
    assert found.how == "context" and found.record.start == at + 12
    (unsure,) = reanchor([record], old, "it rained. it rained. it rained.")
    assert unsure.how == "lost"


def test_something_like_it_is_only_a_proposal() -> None:
    quote = "the old stone well by the northern road"
    record = Mention(
        start=4, end=4 + len(quote), quote=quote, rule="", actor="x", via="name", state="accepted"
    )
    (found,) = reanchor([record], f"See {quote}.", "See the old stone wall by the northern road.")
    assert (found.how, found.record.state) == ("proposed", "proposed")
    assert not misquotes("See the old stone wall by the northern road.", [found.record])


def test_after_random_edits_most_are_found_and_none_is_silently_wrong() -> None:
    """Five in a hundred words changed: what is kept or moved quotes the text, in its own sentence."""
    chance = random.Random(7)
    names = ["Peru", "Chile", "Bolivia", "Norway", "Chad"]
    lines = [
        f"{chance.choice(names)} number {n} said that well {n} of {n * 7} is dry."
        for n in range(120)
    ]
    old = " ".join(lines)
    words = old.split(" ")
    for i in range(len(words)):
        if chance.random() < 0.05:
            words[i] = chance.choice(["", "rain", words[i] + "x"])
    new = " ".join(words)
    read = annotate(old, "t", "plain")
    went = reanchor(read.records, old, new)
    sure = [a for a in went if a.how in ("kept", "moved", "context")]
    assert not misquotes(new, [a.record for a in sure])
    assert sum(a.how != "lost" for a in went) >= 0.95 * len(went)
    for a in sure:
        if isinstance(a.record, Mention):  # the number behind the name is that of its old sentence
            before, after = old[a.old[1] :].split(), new[a.record.end :].split()
            assert before[1] == after[1] or before[:4] != after[:4]


def test_pairs_are_records_too() -> None:
    assert KINDS["pair"] is Pair


def test_the_reference_names_every_kind_field_and_backend() -> None:
    """The page is written by hand; a kind or a field that it does not name fails here."""
    page = (
        Path(__file__).resolve().parents[2] / "docs" / "reference" / "reading-desk.md"
    ).read_text("utf-8")
    common = {f.name for f in dataclasses.fields(Record)}
    for name, kind in KINDS.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert all(f"`{f.name}`" in row for f in dataclasses.fields(kind) if f.name not in common)
    assert all(f"| `{name}`" in page for name in BACKENDS)


NOTES = "Peru refused. Chile agreed. Peru refused. On 3 May 2019 it rained."


def quoting(exact: str, prefix: str = "", suffix: str = "") -> dict[str, object]:
    selector = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    return {"source": "https://example.org/t", "selector": [selector]}


@pytest.mark.parametrize(
    "page",
    [
        {"total": 1, "rows": [{"id": "a", "text": "key", "target": [quoting("Chile agreed.")]}]},
        {
            "items": [
                {
                    "type": "Annotation",
                    "id": "a",
                    "body": {"value": "key"},
                    "target": [quoting("Chile agreed.")],
                }
            ]
        },
        {"type": "Annotation", "id": "a", "bodyValue": "key", "target": quoting("Chile agreed.")},
        {"first": {"items": [{"id": "a", "target": quoting("Chile  agreed.")}]}},
    ],
)
def test_annotations_of_other_programs_are_taken_in_whatever_their_form(
    page: dict[str, object],
) -> None:
    """Hypothesis rows, a list of targets, one annotation, a first page; a space too many is no matter."""
    (mark,), trouble = from_web(page, NOTES)
    assert (mark.start, mark.end, trouble) == (14, 27, [])


def test_several_targets_are_several_marks() -> None:
    item = {"id": "a", "text": "n", "target": [quoting("Chile agreed."), quoting("it rained")]}
    marks, trouble = from_web({"rows": [item]}, NOTES)
    assert [(m.start, m.note) for m in marks] == [(14, "n"), (56, "n")] and trouble == []


def test_a_quote_that_has_two_places_is_placed_by_what_stands_around_it_or_not_at_all() -> None:
    page = {
        "rows": [{"id": "a", "target": [quoting("Peru refused.", "Chile agreed. ", " On 3 May")]}]
    }
    assert [m.start for m in from_web(page, NOTES)[0]] == [28]
    marks, trouble = from_web({"rows": [{"id": "a", "target": [quoting("Peru refused.")]}]}, NOTES)
    assert marks == [] and "2 places" in trouble[0]


@pytest.mark.parametrize(
    "page",
    [
        {"total": 3},
        {"rows": [{"id": "a"}]},
        {"rows": ["x"]},
        {"rows": [{"target": [{}]}]},
        {"items": [7]},
    ],
)
def test_what_cannot_be_taken_in_is_said_in_words(page: dict[str, object]) -> None:
    marks, (line,) = from_web(page, NOTES)
    assert (marks == [] and "Error" not in line and "Selector" in line) or "target" in line


@pytest.mark.parametrize(
    "new",
    [
        NOTES.replace(" ", "\u202f"),
        NOTES.replace(" ", "  "),
        NOTES.replace(". ", ".\n"),
        "\n" + NOTES.replace("On 3 May", "On\n3\tMay") + "\n",
    ],
)
def test_records_move_where_only_white_space_changed(new: str) -> None:
    records = annotate(NOTES, "t", "plain").records
    went = reanchor(records, NOTES, new)
    assert {w.how for w in went} <= {"kept", "context"}
    for old, now in zip(records, went, strict=True):
        assert new[now.record.start : now.record.end] == now.record.quote
        assert " ".join(now.record.quote.split()) == " ".join(old.quote.split())


def test_quotation_marks_of_another_kind_are_no_other_text() -> None:
    old, new = "He said “it” on 3 May 2019.", 'He said "it" on 3\u00a0May 2019.'
    when = [r for r in annotate(old, "t", "plain").records if r.KIND == "date"]
    (went,) = reanchor(when, old, new)
    assert (went.how, went.record.quote) == ("context", "3\u00a0May 2019")


OFFERED = "Peru offered clean water in exchange for a new road, but Chile refused."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("answer", "acepted", "did you mean accepted"),
        ("gives", [5, 900], "not a span"),
        ("gives", "clean water", "not a span"),
        ("wants", [9, 3], "not a span"),
        ("giver", "Peruu", "nearest is"),
        ("taker", 7, "no actor"),
        ("colour", "red", "to edit"),
        ("note", ["a"], "words"),
    ],
)
def test_edit_refuses_what_the_field_cannot_hold(field: str, value: object, words: str) -> None:
    records = annotate(OFFERED, "t", "plain").records
    (offer,) = (r for r in records if r.KIND == "offer")
    with pytest.raises(CannotDecide, match=words):
        decide(records, offer.id, "edit", by="a", at="", text=OFFERED, changes={field: value})


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("giver", "Bolivia", "BOL"),
        ("giver", "CHL", "CHL"),
        ("gives", None, None),
        ("gives", [13, 24], (13, 24)),
        ("answer", "denied", "denied"),
        ("voice", "", ""),
    ],
)
def test_edit_takes_what_the_field_can_hold(field: str, value: object, kept: object) -> None:
    records = annotate(OFFERED, "t", "plain").records
    (offer,) = (r for r in records if r.KIND == "offer")
    new, _ = decide(records, offer.id, "edit", by="a", at="", text=OFFERED, changes={field: value})
    assert next(getattr(r, field) for r in new if r.id == offer.id) == kept


def test_a_time_begins_before_it_ends() -> None:
    text = "It rained on 3 May 2019."
    records = annotate(text, "t", "plain").records
    (when,) = (r for r in records if r.KIND == "date")
    for changes in ({"earliest": "2020-01-01"}, {"latest": "soon"}):
        with pytest.raises(CannotDecide):
            decide(records, when.id, "edit", by="a", at="", text=text, changes=changes)
