"""The report aloud, by keyboard and on any screen: no fault, nothing cut off, what scrolls says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import pytest
from tests.report.taken import attacked
from tests.report.test_printers import SHIPPED, TEXTS, shipped
from tests.report.written import BASE, ONE, SOURCES, TWO, answered, many, reported

from standoff.report.html.page import Report

WIDTHS = (320, 360, 390, 480, 600, 736, 737, 800, 900, 1023, 1025, 1280, 1600)
BOXES = """() => {
  const found = [];
  const room = document.documentElement.clientWidth;
  const name = (e) => `${e.tagName}.${e.getAttribute("class")} ${e.textContent.trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > room) {
    found.push(`the page is wider than the window: ${document.documentElement.scrollWidth}`);
    for (const e of document.body.querySelectorAll("*")) {
      const out = e.getBoundingClientRect().right > room + 1 && e.checkVisibility();
      if (out && !e.closest(".scroll, .contents ol")) found.push(`outside: ${name(e)}`);
    }
  }
  for (const e of document.body.querySelectorAll("*")) {
    if (!e.checkVisibility() || e.clientWidth < 2 || e.scrollWidth <= e.clientWidth + 1) continue;
    const flow = getComputedStyle(e).overflowX;
    if (flow === "hidden" || flow === "clip") found.push(`cut off: ${name(e)}`);
    if (flow !== "auto" && flow !== "scroll") continue;
    const named = e.getAttribute("aria-label") && e.tabIndex === 0;
    if (!named && !e.querySelector("a, button")) found.push(`no key scrolls it: ${name(e)}`);
    const signed = e.matches(".wide") || getComputedStyle(e).backgroundImage.includes("gradient");
    if (!signed) found.push(`no sign: ${name(e)}`);
  }
  return found.slice(0, 8);
}"""


@cache
def scripts() -> Report:
    """Names in four scripts."""
    base = BASE.replace("The Gazette", "الجريدة اليومية").replace("The Courier", "Вестник долины")
    base = base.replace("leave the valley", "離開山谷並帶走所有的家當").replace(
        "A. Writer", "א. סופר"
    )
    return reported(*answered(base, SOURCES, one=ONE, two=TWO))


@cache
def long_words() -> Report:
    """Every text is one word of many letters."""
    return attacked("x" * 300)


def _shipped(name: str) -> Report:
    return shipped(name)[1]


OFTEN = ("kinsara-2014-cuba", "gmcrplus-2014-trade")
"""One case with a today and one without, at every run; the others where all is tried."""
REPORTS: Mapping[str, Callable[[], Report]] = {
    "small": lambda: reported(*answered(), TEXTS),
    "scripts": scripts,
    "long words": long_words,
    "cuba": lambda: shipped("kinsara-2014-cuba")[1],
    "model only": lambda: shipped("gmcrplus-2014-trade")[1],
    "many": many,
    **{name: partial(_shipped, name) for name in SHIPPED if name not in OFTEN},
}
EACH = [
    pytest.param(name, marks=pytest.mark.thorough if name in (*SHIPPED, "many") else ())
    for name in REPORTS
]


def unfold(page: Any, folded: bool = False) -> None:
    """Open or close all that folds."""
    page.evaluate(
        "open => { for (const each of document.querySelectorAll('details')) each.open = open }",
        not folded,
    )


def faults(page: Any) -> list[str]:
    """Whatever axe calls a fault, of any weight."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in Axe().run(page).response["violations"]
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", [each for each in EACH if each.values != ("long words",)])
def test_no_fault(shown: Any, name: str, width: int, scheme: str) -> None:
    """Folded, and with all unfolded and the sentence behind a line opened."""
    seen = shown(REPORTS[name](), viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert faults(seen.page) == []
    unfold(seen.page)
    cited = seen.page.locator("a[data-use]")
    if cited.count():
        cited.first.click()
        assert seen.page.locator("#panel").is_visible()
    assert faults(seen.page) == []
    seen.quiet()


@pytest.mark.parametrize("name", EACH)
def test_nothing_is_cut_off_at_any_width(shown: Any, name: str) -> None:
    page = shown(REPORTS[name]()).page
    found = {}
    for folded in (True, False):
        unfold(page, folded)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(
                "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
            )
            found[width, folded] = page.evaluate(BOXES)
    assert {at: boxes for at, boxes in found.items() if boxes} == {}


def test_the_check_finds_what_is_cut_off(shown: Any) -> None:
    page = shown(REPORTS["small"](), bypass_csp=True).page
    for style, word in (
        ("main > section { overflow: hidden } h2 { width: 3000px }", "cut off"),
        ("h2 { width: 3000px }", "wider than the window"),
        (".intro { overflow: auto; white-space: nowrap; width: 50px }", "no key scrolls it"),
    ):
        sheet = page.add_style_tag(content=style)
        assert word in " ".join(page.evaluate(BOXES)), style
        sheet.evaluate("node => node.remove()")
    assert page.evaluate(BOXES) == []


def test_what_scrolls_says_so_and_scrolls_by_keyboard(shown: Any) -> None:
    page = shown(REPORTS["small"](), viewport={"width": 800, "height": 800}).page
    box = page.locator(".scroll:has(> .matrix)").first
    page.locator(".scroll.wide").first.wait_for()
    sign = "node => getComputedStyle(node, '::before').content"
    assert box.evaluate(sign) == '"scrolls sideways"'
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("node => node.scrollLeft > 0", arg=box.element_handle())
    page.set_viewport_size({"width": 1600, "height": 800})
    page.wait_for_function("node => !node.matches('.wide')", arg=box.element_handle())
    assert box.evaluate(sign) == "none"


def test_skip_links_come_first_and_lead_to_the_parts(shown: Any) -> None:
    page = shown(REPORTS["small"]()).page
    for id in ("answer", "disagree", "sentences"):
        page.keyboard.press("Tab")
        link = page.locator(":focus")
        assert link.get_attribute("href") == f"#{id}"
        assert link.bounding_box()["x"] >= 0  # it is seen while it has the focus
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("#sentences :focus").count() == 1
    assert page.evaluate("document.querySelector('.skip').getBoundingClientRect().right") < 0


@pytest.mark.parametrize("width", [390, 800, 1000, 1280, 1600])
def test_what_a_link_of_the_contents_leads_to_is_not_behind_them(shown: Any, width: int) -> None:
    page = shown(REPORTS["small"](), viewport={"width": width, "height": 800}).page
    links = page.locator(".contents a")
    assert links.count() == 9
    for at in range(links.count()):
        links.nth(at).click()
        id = links.nth(at).get_attribute("href")
        top = page.locator(f"{id} > h2").bounding_box()["y"]
        bar = page.locator(".contents").bounding_box()
        assert top >= bar["y"] + bar["height"] - 1, id


def test_every_level_of_heading_stands_below_what_it_is_part_of(shown: Any) -> None:
    page = shown(REPORTS["small"]()).page
    outline = page.evaluate(
        """() => [...document.querySelectorAll(".part, .column, .reading, .gap-of, .position")].filter(
             part => { const own = part.querySelector("h1, h2, h3, h4, h5, h6");
                       const outer = part.parentElement.closest(".part, .column, .reading, section");
                       const above = outer?.querySelector("h1, h2, h3, h4, h5, h6");
                       return own && above && own !== above && own.tagName <= above.tagName; })
           .map(part => part.textContent.trim().slice(0, 60))"""
    )
    assert outline == []
