"""What is kept: nothing is lost when a page is left; what-ifs become readings, answers are pinned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.app.web.browser.conftest import ready
from tests.app.web.browser.dam import FILES
from tests.app.web.browser.test_acts import Case, _changed, _records, _until


def _decided(desk: Path) -> int:
    return sum(state != "proposed" for state in _records(desk, "herald").values())


def test_a_page_is_not_left_before_what_was_decided_on_it_is_written(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    before = _decided(desk)
    seen = look(start(case, desk), "/texts/herald?reading=herald&kind=all&state=proposed")
    page = seen.page
    page.locator("[data-card]:not([hidden])").wait_for()
    sent: list[Any] = []
    page.route("**/api/decide", lambda route: sent.append(route))  # noqa: PLW0108  (it sets a mark on it)
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.keyboard.press("3")
    for number in (1, 2):  # one after the other, and only then the page goes
        _until(page, lambda number=number: len(sent) == number)
        assert "/texts/herald" in page.url
        sent[-1].continue_()
    page.wait_for_url("**/answer?**")
    ready(page)
    assert _decided(desk) == before + 2
    page.unroute("**/api/decide")
    page.goto(seen.origin + "/texts/herald?reading=herald&kind=all&state=proposed")
    ready(page)
    for _ in range(4):
        page.keyboard.press("a")
    page.goto(seen.origin + "/check")  # without a word to the page
    _until(page, lambda: _decided(desk) == before + 6)


def test_a_wish_that_was_moved_is_written_before_the_page_is_left(
    start: Any, look: Any, dam: Case
) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/case/herald?reading=herald")
    page = seen.page
    page.locator(".wishes .a-line").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("3")
    page.wait_for_url("**/answer?**")
    assert list(_changed(case)) == ["readings/herald.yaml"]


def test_an_answer_and_a_what_if_are_pinned_to_the_report(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/answer?reading=letter")
    page = seen.page
    page.keyboard.press("P")
    page.locator("#ask [name=asks]").wait_for()
    page.keyboard.type("Will it stay so?")
    page.keyboard.press("Enter")
    page.locator("#pinned li", has_text="Will it stay so?").wait_for()
    page.keyboard.press("w")
    page.locator("#whatif .set-option option").first.wait_for(state="attached")
    page.keyboard.press("Alt+s")
    page.locator("#whatif .result td b").first.wait_for()
    page.keyboard.press("Alt+p")
    page.locator("#ask [name=asks]").wait_for()
    page.keyboard.press("Enter")
    page.locator("#pinned li", has_text="What if ").wait_for()
    (written,) = _changed(case).values()
    assert "+    asks: Will it stay so?" in written
    assert "+    compare: all" in written
    assert any(line.startswith("+    whatif: ") for line in written)
    page.locator("#pinned [data-act=unpin]").first.click()
    page.locator("#pinned li", has_text="Will it stay so?").wait_for(state="detached")
    page.keyboard.press("Control+z")
    page.locator("#pinned li", has_text="Will it stay so?").wait_for()
    seen.quiet()


def test_a_what_if_with_a_new_wish_becomes_a_reading(start: Any, look: Any, dam: Case) -> None:
    case, desk = dam
    seen = look(start(case, desk), "/readings?reading=letter")
    page = seen.page
    page.keyboard.press("w")
    page.locator("#whatif .add-then option").first.wait_for(state="attached")
    page.locator("#whatif .add-actor").select_option("Upland")
    page.locator("#whatif .add-then").select_option(index=0)
    page.keyboard.press("Alt+a")
    page.locator("#whatif .result td b").first.wait_for()
    told = page.locator("#whatif .result td b").first.inner_text()
    page.locator("#whatif .wish-move").select_option(
        label="Lowland wants Upland to open the sluices"
    )
    page.locator("#whatif .wish-place").select_option("")
    page.keyboard.press("Alt+f")
    page.locator("#whatif .changes li").nth(1).wait_for()
    assert not _changed(case)
    page.keyboard.press("Alt+c")
    page.locator("#ask [name=name]").wait_for()
    page.keyboard.type("letter-2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case?**")
    ready(page)
    assert page.locator("#reading").input_value() == "letter-2"
    copy = (case / "readings" / "letter-2.yaml").read_text("utf-8")
    assert copy.startswith("# A copy of letter.\n")
    assert [
        line for line in FILES["readings/letter.yaml"].splitlines() if line.startswith("#")
    ] == [line for line in copy.splitlines()[1:] if line.startswith("#")]
    answer = page.locator("#standing .answer").inner_text()
    assert told.partition(";")[0] in answer
    assert not _changed(case)
    seen.quiet()
