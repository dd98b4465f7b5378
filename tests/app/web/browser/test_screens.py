"""Every screen as a machine can look at it: accessible, quiet, narrow, hostile, right to left, long."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.app.web.browser.conftest import ready
from tests.app.web.browser.dam import standoff
from tests.browser import faults as faults_of

Case = tuple[Path, Path]
SCREENS = {
    "home": "/",
    "texts": "/texts/herald?reading=herald",
    "case": "/case/herald?reading=herald",
    "answer": "/answer?reading=letter",
    "readings": "/readings?tab=matrix",
    "side": "/readings?tab=side&left=herald&right=gazette",
    "said": "/readings?tab=said",
    "check": "/check",
    "file": "/file/readings/herald.yaml",
}
DIALOGS = {
    "keys": ("texts", ("?",), "#keys[open]"),
    "line": ("texts", ("l", "5"), "#line .line-form"),
    "span": ("texts", ("m",), "#span[open]"),
    "about": ("texts", ("i",), "#ask[open]"),
    "whatif": ("answer", ("w",), "#whatif .set-option option >> nth=0"),
    "edit": ("case", ("j", "Enter"), "#ask[open]"),
    "copy": ("readings", ("C",), "#ask[open]"),
}


def _wide(page: Any) -> list[str]:
    """What stands out to the right of the window, outside of what scrolls by itself."""
    return list(
        page.locator("body").evaluate(
            """body => {
                const room = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= room) return [];
                return [...body.querySelectorAll('*')]
                  .filter(e => e.getBoundingClientRect().right > room + 1)
                  .filter(e => !e.closest('.scroll, .grid, .cm-editor'))
                  .slice(0, 5).map(e => e.tagName + '.' + e.className);
            }"""
        )
    )


def _settled(page: Any, name: str) -> None:
    if name == "answer":
        page.locator("#stages .stage.coming").first.wait_for(state="detached", timeout=60_000)
    if name == "file":
        page.locator("#editor .cm-content").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screens_and_dialogs_have_no_serious_fault(
    start: Any, look: Any, dam: Case, scheme: str, tmp_path: Path
) -> None:
    running = start(*dam)
    seen = look(running, color_scheme=scheme)
    page = seen.page
    faults: dict[str, list[str]] = {}
    for name, path in SCREENS.items():
        page.goto(running.origin + path)
        ready(page)
        _settled(page, name)
        faults[name] = faults_of(page)
    for name, (screen, keys, shown) in DIALOGS.items():
        page.goto(running.origin + SCREENS[screen])
        ready(page)
        _settled(page, screen)
        for key in keys:
            page.keyboard.press(key)
        page.locator(shown).wait_for(state="attached")
        faults[name] = faults_of(page)
    assert {name: found for name, found in faults.items() if found} == {}
    seen.quiet()


@pytest.mark.parametrize("width", [390, 683])
def test_a_narrow_window_never_scrolls_sideways(
    start: Any, look: Any, dam: Case, width: int
) -> None:
    """390 px: a telephone; 683 px: the usual window at 200 % zoom."""
    running = start(*dam)
    seen = look(running, viewport={"width": width, "height": 800})
    wide = {}
    for name, path in SCREENS.items():
        seen.page.goto(running.origin + path)
        ready(seen.page)
        _settled(seen.page, name)
        wide[name] = _wide(seen.page)
    assert {name: found for name, found in wide.items() if found} == {}
    seen.quiet()


def test_every_key_of_the_help_is_a_button_with_a_name(start: Any, look: Any, dam: Case) -> None:
    running = start(*dam)
    seen = look(running)
    page = seen.page
    for path in SCREENS.values():
        page.goto(running.origin + path)
        ready(page)
        nameless = page.locator("[data-key]").evaluate_all(
            """all => all.filter(
                   e => !(e.dataset.does || e.getAttribute('aria-label') || e.textContent.trim()))
                 .map(e => e.outerHTML)"""
        )
        assert nameless == []
    page.goto(running.origin + SCREENS["texts"])
    ready(page)
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    told = page.locator("#keys .keys-list").inner_text()
    for words in (
        "make a line",
        "accept",
        "reject",
        "undo the last decision",
        "What if",
        "next waiting",
    ):
        assert words in told
    page.locator("#keys [name=letters]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert not page.locator("#line[open]").count()
    seen.quiet()


EVIL = (
    "<script>document.title='owned'</script><img src=x onerror=document.title='owned'> \u202eevil"
)


def test_hostile_texts_and_names_run_nothing_and_ask_nothing(
    start: Any, look: Any, tmp_path: Path
) -> None:
    text = tmp_path / "herald.txt"
    text.write_text(
        f"{EVIL}\n\nUpland said that Lowland “{EVIL}” will pay.\n\n"
        f"<svg onload=document.title='owned'> {'x' * 200_000}\n",
        "utf-8",
    )
    desk = tmp_path / "dam-desk"
    standoff("read", str(text), "--backend", "plain", "--to", str(desk), cwd=tmp_path)
    case = tmp_path / "dam"
    case.mkdir()
    (case / "case.yaml").write_text(
        f"case: {json.dumps(EVIL)}\nactors:\n  Upland: {{also: [{json.dumps(EVIL)}]}}\n"
        "options:\n  Upland.open: <script>document.title='owned'</script>\n"
        "now: [not open]\nwants:\n  Upland:\n    - open\n",
        "utf-8",
    )
    running = start(case, desk)
    seen = look(running)
    for path in (
        "/",
        "/texts/herald",
        "/case",
        "/answer",
        "/readings",
        "/readings?tab=said",
        "/check",
        "/file/case.yaml",
    ):
        seen.page.goto(running.origin + path)
        ready(seen.page)
        seen.page.wait_for_timeout(150)
        assert seen.page.title() != "owned"
        assert not seen.page.locator("#screen script, #screen img, #screen svg[onload]").count()
    seen.quiet()


def test_spans_of_a_text_from_right_to_left_stand_where_the_offsets_say(
    start: Any, look: Any, tmp_path: Path
) -> None:
    text = tmp_path / "nahr.txt"
    words = "قالت 😀 أبلاند إنها ستفتح السد. ورفضت لولاند الدفع في ٣ مايو."
    text.write_text(words + "\n", "utf-8")
    desk = tmp_path / "dam-desk"
    standoff("read", str(text), "--backend", "plain", "--to", str(desk), cwd=tmp_path)
    case = tmp_path / "dam"
    case.mkdir()
    (case / "case.yaml").write_text(
        "case: السد\nactors:\n  Upland: {}\nnow: []\nwants:\n  Upland: silent\n", "utf-8"
    )
    seen = look(start(case, desk), "/texts/nahr")
    page = seen.page
    sentence = page.locator(".sentence.current")
    assert sentence.locator(".words").get_attribute("dir") == "auto"
    assert sentence.locator(".words").evaluate("n => getComputedStyle(n).direction") == "rtl"
    page.keyboard.press("m")
    page.locator("#span[open]").wait_for()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    chosen = page.locator("#span .chosen-words").inner_text()
    page.keyboard.press("Enter")
    page.locator("#marking button:focus").first.wait_for()
    page.locator("#marking [data-kind=mark]").focus()
    page.keyboard.press("Enter")
    page.locator("#said", has_text="added").wait_for()
    frozen = (desk / "texts" / "nahr.txt").read_text("utf-8")
    records = [
        json.loads(line)
        for line in (desk / "records" / "nahr.jsonl").read_text("utf-8").splitlines()
    ]
    (added,) = [each for each in records if each.get("record") == "mark"]
    assert added["quote"] == chosen == frozen[added["start"] : added["end"]]
    assert "😀" in added["quote"]
    seen.quiet()


def test_a_text_of_five_thousand_records_stays_usable(
    start: Any, look: Any, dam: Case, tmp_path: Path
) -> None:
    text = tmp_path / "long.txt"
    text.write_text(
        "\n\n".join(
            f"Upland said on {1 + n % 28} May 2024 that Lowland would perhaps not pay it {n} times."
            for n in range(1_000)
        ),
        "utf-8",
    )
    case, _ = dam
    desk = tmp_path / "long-desk"
    standoff(
        "read",
        str(text),
        "--backend",
        "plain",
        "--names",
        str(_names(tmp_path)),
        "--to",
        str(desk),
        cwd=tmp_path,
    )
    seen = look(start(case, desk), "/texts/long?kind=all&state=proposed")
    page = seen.page
    assert page.locator(".sentence").count() >= 1_000
    assert page.locator("[data-record]").count() >= 4_000
    assert page.locator("[data-card]").count() == 200
    for _ in range(5):
        left = page.locator("[data-card][data-state=proposed]").count()
        page.keyboard.press("a")
        assert page.locator("[data-card][data-state=proposed]").count() == left - 1
    seen.quiet()


def _names(place: Path) -> Path:
    names = place / "names.txt"
    names.write_text("Upland: Uplanders\nLowland: Lowlanders\n", "utf-8")
    return names


def test_a_shipped_case_is_read_only_until_it_is_copied(
    start: Any, look: Any, tmp_path: Path
) -> None:
    running = start()
    seen = look(running)
    page = seen.page
    with page.expect_navigation(url="**/case*"):
        page.keyboard.press("x")
    ready(page)
    assert "read only" in page.locator("#bar").inner_text()
    assert not page.locator("[data-act=delete-line]").count()
    page.locator("[data-act=copycase]").focus()
    page.keyboard.press("Enter")
    page.locator("#ask [name=to]").wait_for()
    page.keyboard.type(str(tmp_path / "mine"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ready(page)
    assert "read only" not in page.locator("#bar").inner_text()
    assert (tmp_path / "mine" / "case.yaml").is_file()
    assert page.locator("[data-act=delete-line]").count()
    shutil.rmtree(tmp_path / "mine")
    seen.quiet()


def test_a_published_model_is_shown_and_tried_and_not_written(start: Any, look: Any) -> None:
    case = Path(__file__).resolve().parents[4] / "cases" / "kinsara-2014-cuba"
    seen = look(start(case), "/case")
    page = seen.page
    assert "read only" in page.locator("#bar").inner_text()
    assert page.locator(".wishes .a-line").count() > 10
    page.keyboard.press("w")
    page.locator("#whatif .set-option option").first.wait_for(state="attached")
    page.keyboard.press("Alt+s")
    page.locator("#whatif .result table").wait_for()
    assert not page.locator("#whatif [data-act=keep-variant]").is_visible()
    seen.quiet()
