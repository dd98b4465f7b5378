"""What is kept: a what-if as a variant or a reading, a question pinned to the report."""

from __future__ import annotations

from typing import Any

import pytest
from tests.app.web.conftest import Client, folder, on_disk
from tests.app.web.test_edits import at, text, wishes
from typer.testing import CliRunner

from standoff.app.cli.main import app as command


def _off(client: Client) -> list[dict[str, Any]]:
    return [{"kind": "off", **at(wishes(client, "post", "Northport")[1])}]


def test_a_question_sheet_is_pinned_and_the_report_answers_it(coded: Client):
    before = on_disk(folder(coded))
    asked = {"op": "pin", "reading": "post", "computation": "inverse", "about": "pier"}
    shown = coded.write("edit", {**asked, "dry": True})
    assert on_disk(folder(coded)) == before
    assert "+questions:" in shown["diff"]["readings/post.yaml"]
    coded.write("edit", asked)
    new = text(coded, "readings/post.yaml")
    assert "    asks: What would have to change – Southport builds a new pier?\n" in new
    assert "    inverse: pier\n" in new
    (pinned,) = coded.page("/answer?reading=post")["pinned"]
    assert (pinned["name"], pinned["file"]) == ("What would have to change", "readings/post.yaml")
    assert "What would have to change – Southport" in coded.get("/report").text
    told = CliRunner().invoke(command, ["ask", str(folder(coded))])
    assert told.exit_code == 0
    assert "What would have to change – Southport" in told.output
    assert "pinned already" in coded.write("edit", asked, 409)["error"]
    coded.post("undo", {"what": "file"})
    assert on_disk(folder(coded)) == before


def test_what_is_pinned_is_taken_off_again_and_its_section_with_the_last(coded: Client):
    before = text(coded, "readings/post.yaml")
    for computation in ("compare", "offers"):
        coded.write("edit", {"op": "pin", "reading": "post", "computation": computation})
    first, second = coded.page("/answer?reading=post")["pinned"]
    assert first["words"] == "Does what the author concludes follow?"
    coded.write("edit", {"op": "unpin", "reading": "post", "id": first["id"]})
    assert [one["id"] for one in coded.page("/answer?reading=post")["pinned"]] == [second["id"]]
    coded.write("edit", {"op": "unpin", "reading": "post", "id": second["id"]})
    assert text(coded, "readings/post.yaml").split() == before.split()
    coded.write("edit", {"op": "unpin", "reading": "post", "id": second["id"]}, 404)


def test_a_what_if_of_acts_is_pinned_as_a_question_in_words_of_ones_own(coded: Client):
    changes = [{"kind": "set", "option": "pier", "value": "yes"}]
    asked = {"op": "pin", "reading": "post", "changes": changes}
    coded.write("edit", asked)
    assert "asks: What if Southport builds a new pier?\n    whatif: pier=yes\n" in text(
        coded, "readings/post.yaml"
    )
    coded.write("edit", asked, 409)
    changes = [*changes, {"kind": "set", "option": "sail", "value": "no"}]
    words = "And if not: no ship?"
    coded.write("edit", {**asked, "changes": changes, "asks": words})
    assert "asks: And if not – no ship?\n    whatif: pier=yes sail=no\n" in text(
        coded, "readings/post.yaml"
    )
    assert coded.page("/check")["problems"] == 0


def test_any_other_what_if_is_pinned_as_a_variant_that_the_sheet_speaks_of(coded: Client):
    first = at(wishes(coded, "post", "Southport")[0])
    changes = [{"kind": "add", "actor": "Southport", "raw": "pier", "before": first}]
    asked = {"op": "pin", "reading": "post", "changes": changes, "name": "they pay"}
    coded.write("edit", asked)
    new = text(coded, "readings/post.yaml")
    assert "  they pay:\n    wants:" in new
    assert "compare: all" in new
    told = CliRunner().invoke(command, ["ask", str(folder(coded))])
    assert "they pay" in told.output
    coded.post("undo", {"what": "file"})
    assert "they pay" not in text(coded, "readings/post.yaml")


def test_a_question_needs_what_it_is_about(coded: Client):
    coded.write("edit", {"op": "pin", "reading": "post", "computation": "robust"}, 400)
    coded.write("edit", {"op": "pin", "reading": "post", "computation": "nothing"}, 404)


def _changes(client: Client) -> list[list[dict[str, Any]]]:
    client.write("edit", {"op": "fact", "id": "storm", "gloss": "is there a storm?"})
    client.write("line", {"reading": "post", "section": "facts", "raw": "storm: no"})
    client.write("line", {"reading": "post", "section": "impossible", "raw": "pier and storm"})
    client.write("line", {"reading": "post", "section": "now", "raw": "sail"})
    lines = wishes(client, "post", "Northport")
    blocks = {each["section"]: each["lines"] for each in client.page("/case/post")["blocks"]}
    first = at(wishes(client, "post", "Southport")[0])
    return [
        [{"kind": "off", **at(lines[1])}],
        [{"kind": "move", **at(lines[2]), "before": at(lines[0])}],
        [{"kind": "add", "actor": "Southport", "raw": "not sail -> pier", "before": first}],
        [{"kind": "fact", "fact": "storm", "value": "yes"}],
        [{"kind": "off", **at(blocks["impossible"][0])}],
        [{"kind": "set", "option": "sail", "value": "no"}, {"kind": "off", **at(lines[0])}],
    ]


def test_a_what_if_copied_into_a_new_reading_says_the_same_there(coded: Client):
    every = _changes(coded)
    original = text(coded, "readings/post.yaml")
    for number, changes in enumerate(every):
        told = coded.post("whatif", {"reading": "post", "changes": changes})["now"]
        coded.write("copy", {"reading": "post", "name": f"n{number}", "changes": changes})
        page = coded.page(f"/answer?reading=n{number}")
        assert not page["cannot"], changes
        kept = page["record"]["readings"][0]
        assert kept["ends"] == told["ends"], changes
        assert [one["verdict"] for one in kept["conclusions"]] == [
            one["verdict"] for one in told["conclusions"]
        ]
        assert text(coded, f"readings/n{number}.yaml").startswith("# A copy of post.\n# What post")
    assert text(coded, "readings/post.yaml") == original
    assert coded.page("/check")["problems"] == 0


@pytest.mark.parametrize("kept", ["variant", "copy"])
def test_what_is_supposed_in_a_variant_is_kept_with_it(coded: Client, kept: str):
    coded.write("variant", {"reading": "post", "name": "paid", "changes": _off(coded)})
    changes = [{"kind": "set", "option": "pier", "value": "yes"}]
    asked = {"reading": "post", "variant": "paid", "changes": changes}
    told = coded.post("whatif", asked)["now"]
    coded.write(kept, {**asked, "name": "both"})
    where = "reading=post&variant=both" if kept == "variant" else "reading=both"
    assert coded.page(f"/answer?{where}")["record"]["readings"][0]["ends"] == told["ends"]


def test_words_with_a_colon_or_a_number_sign_are_written_as_a_file_takes_them(coded: Client):
    option = {"actor": "Southport", "id": "yard", "gloss": "open a yard: dock #2"}
    coded.write("line", {"reading": "post", "section": "options", "options": [option]})
    assert "Southport.yard: open a yard – dock no. 2\n" in text(coded, "case.yaml")


def test_a_list_set_silent_by_check_is_that_of_the_row_whatever_page_it_was_asked_from(
    coded: Client,
):
    coded.write(
        "edit", {"op": "stance", "reading": "diary", "actor": "Northport", "stance": "undecided"}
    )
    before = text(coded, "readings/post.yaml")
    groups = coded.page("/check?reading=post")["groups"]
    (row,) = (row for group in groups if group["kind"] == "lists" for row in group["rows"])
    coded.write("edit", {"reading": "post", **row["fix"]["body"]})
    assert text(coded, "readings/post.yaml") == before
    assert "Northport: silent" in text(coded, "readings/diary.yaml")
    body = {**row["fix"]["body"], "stance": "indifferent", "reading": "post"}
    coded.write("edit", body)  # the file decides, whatever reading is named beside it
    assert text(coded, "readings/post.yaml") == before
