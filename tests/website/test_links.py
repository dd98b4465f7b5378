"""The parts of the site's making, tried by themselves: its links, its contents, its notebooks."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from website import index
from website.__main__ import Network, stay_inside
from website.links import check
from website.notebook import blocks, shown

ROOT = Path(__file__).resolve().parents[2]


def site(place: Path, **pages: str) -> Path:
    for name, body in pages.items():
        (place / f"{name}.html").write_text(f"<!doctype html><html><body>{body}</body></html>")
    (place / "picture.svg").touch()
    return place


def test_links_that_lead_somewhere(tmp_path: Path) -> None:
    made = site(
        tmp_path,
        one='<a href="two.html#here">a</a> <a href="#top">b</a> <p id="top"><img src="picture.svg">',
        two='<p id="here">c <a href="one.html">d</a> <a href="https://example.org/x.html">e</a>',
    )
    found = check(made)
    assert (found.inside, found.broken, found.fetched) == (4, (), ())


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<a href="three.html">a</a>', "no such file"),
        ('<a href="two.html#there">a</a>', "no such place in it"),
        ('<a href="#nowhere">a</a>', "no such place in it"),
        ('<img src="gone.svg">', "no such file"),
        ('<script src="gone.js"></script>', "no such file"),
        ('<a href="../outside.html">a</a>', "it leads out of the site"),
    ],
)
def test_a_broken_link_is_found(tmp_path: Path, body: str, why: str) -> None:
    (tmp_path / "outside.html").touch()
    (tmp_path / "site").mkdir()
    found = check(site(tmp_path / "site", one=body, two='<p id="here">'))
    assert len(found.broken) == 1
    assert found.broken[0].startswith("one.html: ")
    assert found.broken[0].endswith(why)


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://example.org/x.js"></script>',
        '<link rel="stylesheet" href="//example.org/x.css">',
        '<img src="http://example.org/x.png">',
    ],
)
def test_what_a_page_fetches_from_elsewhere_is_found(tmp_path: Path, body: str) -> None:
    found = check(site(tmp_path, one=body))
    assert found.broken == ()
    assert len(found.fetched) == 1


def test_the_index_is_the_contents() -> None:
    assert doctest.testmod(index).failed == 0
    text = (ROOT / "docs/index.md").read_text("utf-8")
    named = [page for _, pages in index.groups(text) for page in pages]
    assert len(named) == len(set(named))
    for page in named:
        found = [ROOT / "docs" / f"{page}{suffix}" for suffix in (".md", ".ipynb")]
        assert any(path.is_file() for path in found), page
    made = index.contents(text)
    assert made.count("{toctree}") == text.count("\n## ")
    assert ":caption: To learn\n" in made


def test_a_notebook_as_markdown() -> None:
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A title"),
            nbformat.v4.new_code_cell(
                "1 < 2", outputs=[nbformat.v4.new_output("stream", text="a < b\n")]
            ),
        ]
    )
    said, code, result = blocks(book)
    assert (said, code) == ("# A title", "```python\n1 < 2\n```")
    assert "<pre>a &lt; b\n</pre>" in result


def test_a_picture_of_a_notebook_says_what_it_shows() -> None:
    data = {"image/png": "aGk=\n", "text/plain": "<Figure>"}
    output = nbformat.v4.new_output("display_data", data=data)
    assert shown(output, 'bars "up"') == (
        '<img alt="bars &quot;up&quot;" src="data:image/png;base64,aGk=">'
    )


def test_the_network_is_refused_and_this_machine_is_not() -> None:
    refused: list[tuple[str, tuple[Any, ...]]] = [
        ("socket.connect", (None, ("192.0.2.1", 443))),
        ("socket.connect", (None, ("2001:db8::1", 443, 0, 0))),
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)),
    ]
    for event, arguments in refused:
        with pytest.raises(Network, match="built without the network"):
            stay_inside(event, arguments)
    allowed: list[tuple[str, tuple[Any, ...]]] = [
        ("socket.connect", (None, ("127.0.0.1", 5000))),
        ("socket.connect", (None, "/tmp/socket")),
        ("socket.getaddrinfo", ("localhost", 5000, 0, 0, 0)),
        ("open", ("/etc/hosts", "r", 0)),
    ]
    for event, arguments in allowed:
        stay_inside(event, arguments)


def test_the_refusal_holds_in_a_process() -> None:
    code = (
        "import socket, sys; from website.__main__ import stay_inside; sys.addaudithook(stay_inside)\n"
        "socket.create_connection(('example.org', 80), timeout=1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "example.org was asked for" in done.stderr
