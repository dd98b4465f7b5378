"""The site, built and looked at by a browser: whole, accessible, searched without a network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.browser import faults
from website.links import check

ROOT = Path(__file__).resolve().parents[2]
LOOKED_AT = (
    "docs/index",
    "docs/gallery",
    "docs/coming-from/teaching",
    "docs/reference/library",
    "docs/tutorial/in-the-browser",
    "docs/explanation/variants",
    "notebooks/many-variants",
    "notebooks/syria-case",
    "search",
)

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The site and what its making said, without a warning; made once, however many processes test."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    said = place / "site.json"
    try:
        (place / "site-is-made").mkdir()
    except FileExistsError:  # another process makes it
        for _ in range(600):
            if said.exists():
                break
            time.sleep(1)
    else:
        _make(place / "site", said)
    code, out, err = json.loads(said.read_text("utf-8"))
    assert code == 0, out + err
    assert err == "", "a warning is printed"
    return place / "site", out


def _make(target: Path, said: Path) -> None:
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "-m", "website", str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    draft = said.with_suffix(".part")
    draft.write_text(json.dumps([done.returncode, done.stdout, done.stderr]), "utf-8")
    draft.replace(said)


@pytest.fixture
def site(built: tuple[Path, str]) -> Path:
    return built[0]


def test_every_page_is_there_and_no_link_is_broken(built: tuple[Path, str]) -> None:
    site, said = built
    assert re.search(r"^\d+ pages, [\d,]+ links inside, 0 broken: ", said)
    checked = check(site)
    assert checked.broken == checked.fetched == ()
    assert checked.inside > 1000
    sources = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "notebooks").glob("*.ipynb")]
    texts = ROOT / "docs/tutorial/reading-desk"
    for source in sources:
        page = site / source.relative_to(ROOT).with_suffix(".html")
        assert page.is_file() != source.is_relative_to(texts), source


def test_a_notebook_is_shown_with_what_it_prints(site: Path) -> None:
    text = (site / "notebooks/many-variants.html").read_text("utf-8")
    assert "131,072 variants" in text
    assert '<img alt="Bars for twelve states' in text
    assert "0.531" in text  # the share that the page tells as about half
    assert "0.398" in text  # and the one it tells as two fifths


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and does not tell each request."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Where a server on this machine shows the site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A tab that notes what goes wrong in it and whatever it asks of anybody but this machine."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.outside, page.wrong = [], []

    def asked(request: Any) -> None:
        if not request.url.startswith(("file://", "data:", "http://127.0.0.1:")):
            page.outside.append(request.url)

    page.on("request", asked)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_fault_of_weight(served: str, tab: Any, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    found = {}
    for name in LOOKED_AT:
        tab.goto(f"{served}/{name}.html")
        found[name] = faults(tab)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert tab.outside == tab.wrong == []


def test_a_narrow_window_shows_all_of_a_page(site: Path, tab: Any) -> None:
    tab.set_viewport_size({"width": 390, "height": 800})
    for name in LOOKED_AT:
        tab.goto((site / f"{name}.html").as_uri())
        wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name


def _search(tab: Any, start: str, words: str) -> list[str]:
    tab.goto(start)
    box = tab.locator("input[name=q]").first
    box.fill(words)
    box.press("Enter")
    tab.wait_for_url("**/search.html?q=*")
    first = tab.locator("#search-results ul.search li a").first
    first.wait_for()
    tab.locator("#search-results p", has_text="found").wait_for()
    return list(
        tab.locator("#search-results ul.search > li > a").evaluate_all(
            "all => all.map(a => a.href)"
        )
    )


def test_search_finds_a_word_from_a_folder(site: Path, tab: Any) -> None:
    """As somebody finds it who unpacked the site and opened its first page."""
    links = _search(tab, (site / "index.html").as_uri(), "hypergame")
    assert any("explanation/theory.html" in link for link in links)
    assert all(link.startswith("file://") for link in links)
    tab.goto(links[0])
    assert "hypergame" in tab.locator("main, article").first.inner_text().lower()
    assert tab.outside == []


def test_search_finds_a_word_from_a_server(served: str, tab: Any) -> None:
    links = _search(tab, f"{served}/docs/index.html", "metarationality")
    assert any("/choices.html" in link for link in links)
    assert tab.outside == tab.wrong == []


def test_nothing_is_found_of_what_is_nowhere(site: Path, tab: Any) -> None:
    tab.goto((site / "search.html").as_uri() + "?q=quetzalcoatlus")
    tab.get_by_text("did not match any documents").wait_for()
    assert tab.locator("#search-results ul.search li").count() == 0
