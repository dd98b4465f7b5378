"""What is done by keys in the app, and what stands in the files afterwards."""

from __future__ import annotations

import difflib
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.app.web.browser.conftest import ready
from tests.app.web.browser.dam import FILES, standoff

from standoff.store.records import load, propose
from standoff.text.annotation import ASSISTANT, Line

Case = tuple[Path, Path]


def _records(desk: Path, id: str) -> dict[str, str]:
    """Record -> state, as on disk."""
    found = {}
    for line in (desk / "records" / f"{id}.jsonl").read_text("utf-8").splitlines():
        values = json.loads(line)
        if "id" in values and "record" in values:
            found[values["id"]] = values.get("state", "proposed")
    return found


def _changed(case: Path) -> dict[str, list[str]]:
    """File -> the lines put in and taken out, of those that were written by hand."""
    found = {}
    for name, old in FILES.items():
        new = (case / name).read_text("utf-8")
        lines = [
            line
            for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        if lines:
            found[name] = lines
    return found


def _until(page: Any, true: Any) -> None:
    for _ in range(300):
        if true():
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"it did not come: {page.locator('#said').inner_text()}")


def test_twenty_proposals_by_twenty_keys_and_each_taken_back(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    before = _records(desk, "herald")
    seen = look(start(case, desk), "/texts/herald?reading=herald&kind=all&state=proposed")
    page = seen.page
    page.locator("[data-card]:not([hidden])").wait_for()
    order = []
    for at in range(20):
        order.append(page.locator("[data-card]:not([hidden])").get_attribute("data-card"))
        page.keyboard.press("r" if at % 3 == 2 else "a")
    assert len(set(order)) == 20
    wanted = {id: "rejected" if at % 3 == 2 else "accepted" for at, id in enumerate(order)}
    _until(page, lambda: {id: _records(desk, "herald")[id] for id in order} == wanted)
    for left in range(19, -1, -1):
        page.keyboard.press("u")
        _until(
            page,
            lambda left=left: (
                sum(s != "proposed" for s in _records(desk, "herald").values()) == left
            ),
        )
    assert _records(desk, "herald") == before
    seen.quiet()


def test_a_wish_moved_by_keys_is_that_line_and_nothing_else(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/case/herald?reading=herald")
    page = seen.page
    page.locator(".wishes[data-actor=Upland] .a-line").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert (
        "If moved so" in page.locator("#standing").inner_text() or page.locator(".moving").count()
    )
    assert not _changed(case)
    _until(page, lambda: _changed(case))
    old = FILES["readings/herald.yaml"].splitlines()
    assert list(_changed(case)) == ["readings/herald.yaml"]
    new = (case / "readings" / "herald.yaml").read_text("utf-8").splitlines()
    assert new == [*old[:3], old[4], old[3], *old[5:]]
    page.locator("#said", has_text="moved to place 2").wait_for()
    page.keyboard.press("Control+z")
    _until(page, lambda: not _changed(case))
    seen.quiet()


def _rests_on(page: Any, node: Any) -> bool:
    """Whether the focus stays where it is put: what was done last may still move it, as it should."""
    node.focus()
    page.wait_for_timeout(150)
    return bool(node.evaluate("node => node === document.activeElement"))


def test_a_tie_a_deletion_and_an_edit_each_with_its_undo(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/case/gazette?reading=gazette")
    page = seen.page
    wish = page.locator(".wishes[data-actor=Lowland] .a-line").nth(1)
    for key in ("t", "d"):
        wish.focus()
        page.keyboard.press(key)
        _until(page, lambda: _changed(case))
        page.locator("#said:not(:empty)").wait_for()
        page.locator("#bar [data-act=undo-file]:not([disabled])").wait_for()
        page.keyboard.press("Control+z")
        _until(page, lambda: not _changed(case))
        page.locator("#said:not(:empty)").wait_for()
        _until(page, lambda: page.locator(".wishes[data-actor=Lowland] .a-line").count() == 3)
    _until(page, lambda: _rests_on(page, wish))
    page.keyboard.press("Enter")
    page.locator("#ask [name=raw]").wait_for()
    assert "open_sluices -> half_repair" in page.locator("#ask [name=raw]").input_value()
    page.keyboard.press("Control+a")
    page.keyboard.type("open_sluices -> not half_repair  [gazette#s5]")
    page.locator("#ask .preview .in-words").wait_for()
    page.keyboard.press("Enter")
    _until(page, lambda: _changed(case))
    assert list(_changed(case)) == ["readings/gazette.yaml"]
    seen.quiet()


def test_a_preview_still_on_its_way_is_not_asked_of_what_was_saved_since(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/case/gazette?reading=gazette")
    page = seen.page
    held: list[Any] = []
    page.route("**/api/edit", lambda route: (
        held.append(route) if route.request.post_data_json.get("dry") else route.continue_()
    ))  # fmt: skip
    page.locator(".wishes[data-actor=Lowland] .a-line").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("#ask [name=raw]").fill("open_sluices -> not half_repair  [gazette#s5]")
    _until(page, lambda: len(held) == 2)
    page.keyboard.press("Enter")
    _until(page, lambda: _changed(case))
    page.locator("#said", has_text="saved").wait_for()
    for route in held:
        with suppress(Exception):  # the page has taken it back
            route.continue_()
    page.wait_for_timeout(300)
    seen.quiet()


def test_a_what_if_is_shown_and_not_written_and_outlives_a_reload(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/answer?reading=letter")
    page = seen.page
    page.keyboard.press("w")
    page.locator("#whatif .set-option option").first.wait_for(state="attached")
    page.keyboard.press("Alt+s")
    page.locator("#whatif .result td b").first.wait_for()
    assert "Nothing is written yet" in page.locator("#whatif").inner_text()
    later = page.locator("#whatif .later .come")
    later.locator(".reading .finding").first.wait_for(state="attached")
    page.reload()
    ready(page)
    assert "1 tried" in page.locator("#bar [data-act=whatif]").inner_text()
    assert not _changed(case)
    page.keyboard.press("w")
    page.locator("#whatif .changes li").wait_for()
    page.keyboard.press("Alt+v")
    page.keyboard.type("sluices opened")
    page.keyboard.press("Enter")
    _until(page, lambda: _changed(case))
    (name, lines), *others = _changed(case).items()
    assert name == "readings/letter.yaml" and not others
    assert all(line.startswith("+") for line in lines)
    assert "+variants:" in lines
    seen.quiet()


def test_stages_that_came_before_anybody_listened_are_shown(
    start: Any, look: Any, dam: Case
) -> None:
    seen = look(start(*dam))
    page = seen.page
    held: list[Any] = []
    page.route("**/events", lambda route: held.append(route))  # noqa: PLW0108  (it sets a mark on it)
    page.goto(seen.origin + "/answer?reading=letter")
    ready(page)
    page.locator("#stages .stage.coming").first.wait_for()
    anew = "async () => (await (await fetch(location.href)).text()).includes('stage coming')"
    _until(page, lambda: held and not page.evaluate(anew))
    assert page.locator("#stages .stage.coming").count()
    held[0].continue_()
    page.locator("#stages .stage.coming").first.wait_for(state="detached", timeout=5_000)
    seen.quiet()


def test_a_file_changed_outside_is_never_written_over(start: Any, look: Any, dam: Case) -> None:
    """An editor with unsaved text, and somebody else's change: both are shown, three ways out."""
    case, desk = dam
    file = case / "readings" / "herald.yaml"
    theirs = FILES["readings/herald.yaml"].replace("the wall first", "the wall before all")
    running = start(case, desk)
    for way, key in (("theirs", "d"), ("again", "a"), ("mine", "m")):
        file.write_text(FILES["readings/herald.yaml"], "utf-8")
        seen = look(running, "/file/readings/herald.yaml?reading=herald")
        page = seen.page
        page.locator("#editor .cm-content").wait_for()
        page.keyboard.press("Control+End")
        page.keyboard.type("# mine")
        file.write_text(theirs, "utf-8")
        page.wait_for_timeout(300)
        page.keyboard.press("Control+s")
        page.locator("#conflict[open]").wait_for()
        shown = page.locator("#conflict").inner_text()
        assert "the wall before all" in shown and "# mine" in shown
        assert file.read_text("utf-8") == theirs
        page.keyboard.press(key)
        page.locator("#conflict").wait_for(state="hidden")
        if way == "theirs":
            page.locator("#editor .cm-content", has_text="before all").wait_for()
            assert file.read_text("utf-8") == theirs
        else:
            _until(page, lambda: "# mine" in file.read_text("utf-8"))
        page.context.close()


def test_words_are_marked_by_keys_and_become_a_record(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/texts/letter?reading=letter&s=4")
    page = seen.page
    before = set(_records(desk, "letter"))
    page.keyboard.press("m")
    page.locator("#span[open]").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(".")
    assert page.locator("#span .chosen-words").inner_text() == "would"
    page.keyboard.press("ArrowRight")
    words = page.locator("#span .chosen-words").inner_text()
    assert words == "would rather"
    page.keyboard.press("Enter")
    page.locator("#marking button:focus").first.wait_for()
    page.locator("#marking [data-kind=mark]").focus()
    page.keyboard.press("Enter")
    _until(page, lambda: len(_records(desk, "letter")) == len(before) + 1)
    (new,) = set(_records(desk, "letter")) - before
    line = next(
        json.loads(each)
        for each in (desk / "records" / "letter.jsonl").read_text("utf-8").splitlines()
        if json.loads(each).get("id") == new
    )
    assert line["quote"] == "would rather"
    seen.quiet()


def test_a_line_says_what_it_would_write_before_it_is_saved(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/texts/gazette?reading=gazette&s=7")
    page = seen.page
    page.keyboard.press("l")
    page.keyboard.press("3")
    page.keyboard.type("open the")
    page.keyboard.press("Alt+a")
    page.keyboard.type("pay for")
    page.locator("#preview .diff ins", has_text="and half_repair").wait_for()
    told = page.locator("#preview").inner_text()
    assert "It ties Upland, Lowland" in told or "It ties Lowland, Upland" in told
    assert "impossible" in told and "open_sluices and half_repair" in told
    assert not _changed(case)
    page.keyboard.press("Escape")
    page.locator("#line").wait_for(state="hidden")
    assert not _changed(case)
    assert (
        page.locator(":focus").evaluate("n => n.closest('.sentence')?.dataset.cite") == "gazette#s7"
    )
    seen.quiet()


def test_two_tabs_and_a_terminal_lose_nothing(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    running = start(case, desk)
    one = look(running, "/texts/herald?reading=herald&kind=all&state=proposed").page
    other = look(running, "/texts/herald?reading=herald&kind=mark&state=proposed").page
    first = one.locator("[data-card]:not([hidden])").get_attribute("data-card")
    marks = other.locator("[data-card]:not([hidden])").get_attribute("data-card")
    one.keyboard.press("a")
    other.keyboard.press("r")
    _until(one, lambda: _records(desk, "herald")[first] != "proposed")
    _until(one, lambda: _records(desk, "herald")[marks] != "proposed")
    assert _records(desk, "herald")[first] == "accepted" or first == marks
    case_tab = look(running, "/case/herald?reading=herald").page
    file = case / "readings" / "gazette.yaml"
    file.write_text(
        FILES["readings/gazette.yaml"].replace("at: 2024-05-20", "at: 2024-05-21"), "utf-8"
    )
    case_tab.locator("#said", has_text="changed outside").wait_for()
    case_tab.locator(".wishes[data-actor=Upland] .a-line").first.focus()
    case_tab.keyboard.press("d")
    _until(case_tab, lambda: "readings/herald.yaml" in _changed(case))
    assert "at: 2024-05-21" in file.read_text("utf-8")


def test_a_second_coder_is_settled_by_keys(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    other = desk.with_name("other-desk")
    shutil.copytree(desk, other)
    standoff("accept", str(desk), "--kind", "attribution", "--by", "ada", cwd=desk.parent)
    standoff("reject", str(other), "--kind", "attribution", "--by", "bo", cwd=desk.parent)
    before = _records(desk, "herald")
    seen = look(start(case, desk), "/texts/herald?reading=herald")
    page = seen.page
    page.locator("[data-act=coder]").focus()
    page.keyboard.press("Enter")
    page.locator("#ask [name=desk]").wait_for()
    page.keyboard.type(str(other))
    page.keyboard.press("Enter")
    page.locator("#ask [data-take=theirs]").first.wait_for()
    assert "Krippendorff" in page.locator("#ask").inner_text()
    page.locator("#ask [data-item]", has_text="herald").first.focus()
    page.keyboard.press("2")
    _until(page, lambda: _records(desk, "herald") != before)
    seen.quiet()


def test_a_source_is_taken_out_once_nothing_that_is_listed_cites_it(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    page = look(start(case, desk), "/texts/letter?reading=letter").page
    page.keyboard.press("i")
    page.locator("#ask [data-act=remove-source]").focus()
    page.keyboard.press("Enter")
    page.locator("#ask h2", has_text="cannot be taken out").wait_for()
    assert "readings/letter.yaml:" in page.locator("#ask").inner_text()
    assert not _changed(case)
    page.keyboard.press("Escape")
    silent = "wants: {Upland: silent, Lowland: silent}\n"
    (case / "readings" / "letter.yaml").write_text(silent, "utf-8")  # now nothing cites it
    page.reload()
    ready(page)
    page.keyboard.press("i")
    page.locator("#ask [data-act=remove-source]").click()
    page.locator("#said", has_text="undo takes it back").wait_for()
    assert not (case / "sources" / "letter.yaml").exists()
    page.keyboard.press("Control+z")
    _until(page, (case / "sources" / "letter.yaml").exists)


def test_a_packed_case_is_opened_from_one_file(
    start: Any, look: Any, dam: Case, tmp_path: Path
) -> None:
    case, desk = dam
    running = start(case, desk)
    page = look(running, "/case/herald?reading=herald").page
    page.keyboard.press("f")
    with page.expect_download() as download:
        page.locator("a[href='/pack']").focus()
        page.keyboard.press("Enter")
    pack = tmp_path / "dam.pack.json"
    download.value.save_as(pack)
    assert "the dam in spring" not in pack.read_text("utf-8")
    page.goto(running.origin + "/")
    ready(page)
    page.locator("form[data-act=unpack] [name=pack]").set_input_files(pack)
    page.locator("form[data-act=unpack] [name=to]").focus()
    page.keyboard.type(str(tmp_path / "unpacked"))
    with page.expect_navigation(url="**/case*"):
        page.keyboard.press("Enter")
    ready(page)
    for name, text in FILES.items():
        assert (tmp_path / "unpacked" / name).read_text("utf-8") == text


def test_a_proposed_line_is_written_from_its_card_and_accepted_with_it(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    text = load(desk, "herald").text
    at = text.index("Lowland can hardly pay")
    common: dict[str, Any] = {
        "start": at,
        "end": at + 22,
        "quote": text[at : at + 22],
        "rule": ASSISTANT,
    }
    wish = Line(
        **common, section="wants", whose="Lowland",
        line='open_sluices -> half_repair  [herald#s9] hedged "hardly"',
    )  # fmt: skip
    option = Line(
        **common, section="options", line="Lowland.wait: wait for the harvest  [herald#s9]"
    )
    _, became = propose(desk, "herald", [wish, option])
    ids = [each.id for each in became if not isinstance(each, str)]
    seen = look(start(case, desk), "/texts/herald?reading=herald&kind=line")
    page = seen.page
    card = page.locator("[data-card]:not([hidden])")
    card.wait_for()
    assert "wants of Lowland: open_sluices -> half_repair" in card.inner_text()
    assert "an assistant proposes it" in card.inner_text()
    page.keyboard.press("W")
    page.locator("#line .preview .in-words").wait_for()
    assert not _changed(case)
    assert page.locator("#line [name=actor]").input_value() == "Lowland"
    page.keyboard.press("Control+Enter")
    _until(page, lambda: _records(desk, "herald")[ids[0]] == "accepted")
    assert _changed(case) == {
        "readings/herald.yaml": ['+    - open_sluices -> half_repair [herald#s9] hedged "hardly"']
    }
    card.get_by_text("Lowland.wait: wait for the harvest", exact=False).first.wait_for()
    page.keyboard.press("W")
    page.locator("#line .preview .in-words").wait_for()
    assert page.locator("#line [name=option_gloss]").input_value() == "wait for the harvest"
    page.keyboard.press("Control+Enter")
    _until(page, lambda: _records(desk, "herald")[ids[1]] == "accepted")
    assert _changed(case)["case.yaml"] == ["+  Lowland.wait: wait for the harvest  [herald#s9]"]
    seen.quiet()


def test_a_server_that_is_killed_loses_no_edit_and_says_so(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    running = start(case, desk)
    seen = look(running, "/case/gazette?reading=gazette")
    page = seen.page
    wish = page.locator(".wishes[data-actor=Lowland] .a-line").first
    wish.focus()
    page.keyboard.press("d")
    _until(page, lambda: _changed(case))
    page.locator("#said", has_text="deleted").wait_for()
    saved = (case / "readings" / "gazette.yaml").read_text("utf-8")
    running.process.kill()
    running.process.wait()
    page.locator(".wishes[data-actor=Lowland] .a-line").first.focus()
    page.keyboard.press("d")
    page.locator("#said", has_text="standoff does not answer").wait_for()
    assert "Nothing was lost" in page.locator("#said").inner_text()
    assert (case / "readings" / "gazette.yaml").read_text("utf-8") == saved
    again = look(start(case, desk), "/case/gazette?reading=gazette")
    lines = again.page.locator(".wishes[data-actor=Lowland] .a-line")
    before = lines.count()
    lines.first.focus()
    again.page.keyboard.press("d")
    again.page.locator("#said", has_text="deleted").wait_for()
    _until(
        again.page,
        lambda: again.page.locator(".wishes[data-actor=Lowland] .a-line").count() < before,
    )
    assert (case / "readings" / "gazette.yaml").read_text("utf-8") != saved
    again.quiet()
