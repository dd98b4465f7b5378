"""From three texts to a cited answer, by keyboard alone, with every act counted."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.app.web.browser.conftest import ready
from tests.app.web.browser.hand import Hand

TEXTS = Path("docs/tutorial/reading-desk").resolve()
OPEN, PAY = "open the sluices", "pay for half of the repair"


def _begin(hand: Hand) -> None:
    hand.step = "Home: three texts, a question, two names"
    hand.press("t")
    hand.files("Enter", [TEXTS / "herald.txt", TEXTS / "gazette.html", TEXTS / "letter.md"])
    hand.to("title")
    hand.write("Will the sluices be opened?")
    hand.to("names")
    hand.write("Upland: Uplanders\nLowland: Lowlanders")
    hand.to("folder")
    hand.press("Enter")
    hand.page.locator("#ask h2", has_text="herald.txt (1 of 3)").wait_for()
    hand.write("2024-05-18")
    hand.press("Enter")
    hand.page.locator("#ask h2", has_text="gazette.html (2 of 3)").wait_for()
    with hand.page.expect_navigation(url=re.compile("/texts"), timeout=60_000):
        hand.press("Escape")  # what is to be known of the others is told later
    ready(hand.page)


def _text(hand: Hand, source: str) -> None:
    """Open a text by the keys of the next and the previous one."""
    order = [
        str(each.get_attribute("href")).split("/texts/")[1].split("?")[0]
        for each in hand.page.locator(".of-text a").all()
    ]
    here = hand.page.locator(".the-text").get_attribute("data-source")
    way = order.index(source) - order.index(here)
    for _ in range(abs(way)):
        with hand.page.expect_navigation():
            hand.press("}" if way > 0 else "{")
        ready(hand.page)
    assert hand.page.locator(".the-text").get_attribute("data-source") == source


def _sentence(hand: Hand, number: int) -> None:
    """Go to a sentence by `j` and `k`."""
    current = hand.page.locator(".sentence.current")
    here = int(current.get_attribute("data-number") or 0) if current.count() else 0
    hand.press(*(["j" if number > here else "k"] * abs(number - here)))
    assert hand.page.locator(".sentence.current").get_attribute("data-number") == str(number)


def _decide_all(hand: Hand) -> int:
    """Accept what waits in a text; reject the attribution that says that Lowland refused."""
    decided = 0
    cards = hand.page.locator("[data-card][data-state=proposed]")
    while hand.page.locator("[data-card]:not([hidden])[data-state=proposed]").count():
        left = cards.count()
        card = hand.page.locator("[data-card]:not([hidden])")
        wrong = "never refused" in (card.locator("blockquote").inner_text() + card.inner_text())
        hand.press("r" if wrong and card.get_attribute("data-kind") == "attribution" else "a")
        hand.page.wait_for_timeout(30)
        assert cards.count() == left - 1
        decided += 1
    return decided


def _line(hand: Hand, digit: str) -> None:
    hand.press("l", digit)
    hand.page.locator(".line-form").wait_for()


def _save(hand: Hand) -> None:
    """Save what the card shows once its preview stands, and wait for the page."""
    hand.page.locator("#preview .in-words, #preview .diff").first.wait_for()
    assert not hand.page.locator("#preview .problem:not(.warning)").count(), hand.page.locator(
        "#preview"
    ).inner_text()
    hand.press("Enter")
    hand.page.locator("#line").wait_for(state="hidden")
    hand.page.locator("#said", has_text="saved").wait_for()


def _who(hand: Hand, actor: str) -> None:
    """Choose who it is, where the menu does not begin with that one."""
    if hand.page.locator(":focus").input_value() != actor:
        hand.choose(actor)


def _option(hand: Hand, actor: str, words: str) -> None:
    _line(hand, "1")
    _who(hand, actor)
    hand.to("option_gloss")
    hand.write(words)
    _save(hand)


def _literal(hand: Hand, words: str, yes: bool = True) -> None:
    """The next `not` and name, from wherever the focus is before them."""
    hand.to("not")
    if not yes:
        hand.press("Space")
    hand.to("name")
    hand.choose(words)


def _wish(hand: Hand, actor: str, words: str, *, yes: bool = True, given: str = "") -> None:
    _line(hand, "5")
    _who(hand, actor)
    if given:
        hand.press("Alt+i")
        hand.choose(given)
    _literal(hand, words, yes)
    _save(hand)


def _open(hand: Hand, source: str, number: int) -> None:
    if hand.page.locator(".the-text").get_attribute("data-source") != source:
        _text(hand, source)
    _sentence(hand, number)


def test_the_whole_walk(start: Any, look: Any, capsys: Any) -> None:
    running = start()
    seen = look(running)
    page = seen.page
    hand = Hand(page)
    _begin(hand)
    case = running.home / "will-the-sluices-be-opened"
    assert (case / "case.yaml").is_file()

    hand.step = "Texts: decide all that waits"
    decided = 0
    for source in ("gazette", "herald", "letter"):
        _text(hand, source)
        decided += _decide_all(hand)
    assert decided >= 4

    hand.step = "Texts: two options"
    _open(hand, "herald", 8)
    _option(hand, "Upland", OPEN)
    _option(hand, "Lowland", PAY)
    hand.step = "Texts: today"
    _open(hand, "herald", 5)
    _line(hand, "2")
    hand.press("Alt+n")
    hand.choose(OPEN)
    _save(hand)

    hand.step = "Texts: what each side wants, in three readings"
    _open(hand, "herald", 6)
    _wish(hand, "Lowland", OPEN)
    _open(hand, "herald", 7)
    _wish(hand, "Upland", PAY)
    _wish(hand, "Upland", PAY, given=OPEN)
    _open(hand, "herald", 9)
    _wish(hand, "Lowland", PAY, yes=False)
    _open(hand, "letter", 3)
    _wish(hand, "Upland", PAY)
    _open(hand, "letter", 4)
    _wish(hand, "Lowland", OPEN)
    _wish(hand, "Lowland", PAY, yes=False)
    _open(hand, "letter", 5)
    _wish(hand, "Upland", PAY, given=OPEN)

    hand.step = "Texts: what the author concludes"
    _open(hand, "letter", 6)
    _line(hand, "7")
    hand.press("Alt+n")
    hand.choose(OPEN)
    _save(hand)

    hand.step = "Texts: what each side wants, in three readings"
    _open(hand, "gazette", 5)
    _wish(hand, "Lowland", PAY, given=OPEN)
    _open(hand, "gazette", 6)
    _wish(hand, "Upland", PAY)
    _wish(hand, "Upland", PAY, given=OPEN)
    _open(hand, "gazette", 7)
    _wish(hand, "Lowland", OPEN)

    hand.step = "Texts: what cannot happen"
    _open(hand, "gazette", 5)
    _line(hand, "3")
    hand.choose(PAY)
    hand.press("Alt+a")
    hand.press("Alt+n")
    hand.choose(OPEN)
    _save(hand)

    hand.step = "Check: the glosses"
    hand.screen("5")
    hand.press("y")
    while before := page.locator("[data-act=fix][data-route$=gloss]").count():
        page.locator("#ask[open] [name=gloss]").wait_for()
        hand.write("What the sentence says, in our own words.")
        hand.press("Enter")  # and the next one is asked for
        _fewer(page, "[data-act=fix][data-route$=gloss]", before)
    assert "problem" not in page.locator("#bar .screens [data-screen=check]").inner_text()

    hand.step = "Answer: one sentence, its sentence beside it"
    _reading(hand, "letter")
    hand.screen("3")
    page.locator("#stages .stage.coming").first.wait_for(state="detached", timeout=60_000)
    answer = page.locator("#standing .answer").inner_text()
    assert answer.startswith("Answer: nobody moves")
    assert "1 of 1 conclusion follows" in page.locator("#standing").inner_text()
    hand.press("/")
    hand.write("does not open the sluices")
    hand.press("Enter")
    page.locator("#said", has_text="found").wait_for()
    hand.to("A", most=6)
    hand.press("Enter")
    page.locator("#evidence blockquote").wait_for()
    assert "nothing will change before the rains" in page.locator("#evidence").inner_text()
    hand.press("Escape")

    hand.step = "What if: one act, one wish off; kept as a variant"
    hand.press("w")
    page.locator("#whatif .set-option option").first.wait_for(state="attached")
    hand.choose(PAY)
    hand.press("Alt+s")
    page.locator("#whatif .result td b").first.wait_for()
    hand.to("line-off")
    hand.choose("Lowland wants not")
    hand.press("Alt+o")
    page.locator("#whatif .changes li").nth(1).wait_for()
    before = _files(case)
    hand.press("Alt+v")
    hand.write("Lowland pays")
    hand.press("Enter")
    page.locator("#said", has_text="kept as the variant").wait_for()
    after = _files(case)
    assert [name for name in after if after[name] != before.get(name)] == ["readings/letter.yaml"]
    assert after["readings/letter.yaml"].startswith(before["readings/letter.yaml"].rstrip("\n"))

    hand.step = "Readings: compare, say which line decides"
    hand.screen("4")
    assert page.locator(".grid tbody tr").count() > 4
    with page.expect_navigation():
        hand.press("z")
    ready(page)
    page.locator("#side svg").wait_for()
    only = page.locator(
        "#side tr", has_text="pay for half of the repair if Upland opens the sluices"
    )
    assert "–" in only.locator("td").all_text_contents()  # a wish that the other text does not have

    hand.step = "Readings: copy one and change it"
    hand.press("C")
    hand.write("letter-2")
    with page.expect_navigation(url=re.compile("/case")):
        hand.press("Enter")
    ready(page)
    assert page.locator("#reading").input_value() == "letter-2"
    last = page.locator(".wishes[data-actor=Lowland] .a-line").last
    while last.evaluate("node => node !== document.activeElement"):
        hand.press("j")
    hand.press("d")
    page.locator("#said", has_text="undo takes it back").wait_for()
    hand.step = "Answer: the report is saved"
    hand.screen("3")
    hand.press("S")
    hand.write(str(running.home / "report.html"))
    hand.press("Enter")
    page.locator("#said", has_text="saved:").wait_for(timeout=120_000)

    with capsys.disabled():
        print(f"\n{hand.told()}\n{answer}")
    assert sum(hand.acts.values()) < 250
    seen.quiet()
    reply = page.request.get(
        f"{running.origin}/answer?all=1", headers={"Accept": "application/json"}
    )
    shown = {each["id"]: each for each in reply.json()["record"]["readings"]}
    _outside(running.home, case, shown)


def _reading(hand: Hand, name: str) -> None:
    """Go to a reading by `]`."""
    for _ in range(9):
        if hand.page.locator("#reading").input_value() == name:
            return
        with hand.page.expect_navigation():
            hand.press("]")
        ready(hand.page)
    raise AssertionError(f"no reading {name}")


def _files(case: Path) -> dict[str, str]:
    return {str(p.relative_to(case)): p.read_text("utf-8") for p in sorted(case.rglob("*.yaml"))}


def _outside(home: Path, case: Path, shown: Any) -> None:
    """What the terminal says of what the app wrote: no problem, the same answer, every citation verified."""
    desk = case.with_name(f"{case.name}-desk")
    checked = _standoff("check", str(case), "--texts", str(desk / "texts"))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "no problems" in checked.stdout
    cited, verified = re.search(r"(\d+) citations?, (\d+) verified", checked.stdout).groups()  # type: ignore[union-attr]
    assert cited == verified != "0"
    compared = _standoff("compare", str(case), "--json")
    assert compared.returncode == 0, compared.stderr
    told = {each["id"]: each for each in json.loads(compared.stdout)["readings"]}
    assert set(told) == {"herald", "gazette", "letter", "letter-2"} == set(shown)
    for name, record in shown.items():
        assert record["ends"] == told[name]["ends"]
        assert [c["verdict"] for c in record["conclusions"]] == [
            c["verdict"] for c in told[name]["conclusions"]
        ]
    assert (case / "readings" / "letter.yaml").read_text("utf-8").startswith("# What letter says")
    assert "at: 2024-05-18\n" in (case / "readings" / "herald.yaml").read_text("utf-8")
    assert (case / "case.yaml").read_text("utf-8").startswith("# Who can decide")
    report = (home / "report.html").read_text("utf-8")
    assert "Will the sluices be opened?" in report and "<script src" not in report


def _fewer(page: Any, selector: str, before: int) -> None:
    for _ in range(200):
        if page.locator(selector).count() < before:
            return
        page.wait_for_timeout(25)
    raise AssertionError(
        f"there are still {before} of {selector}: {page.locator('#said').inner_text()}"
    )


def _standoff(*arguments: str) -> Any:
    """The command line, for what the app wrote."""
    return subprocess.run(
        [sys.executable, "-m", "standoff", *arguments], capture_output=True, text=True, check=False
    )
