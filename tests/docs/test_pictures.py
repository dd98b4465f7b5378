"""The pictures of the README are there, and the one of the terminal shows what is printed today."""

import os
import re

import pytest
from tests.docs.pictures import TARGET, terminal
from tests.docs.test_snippets import ROOT

README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there is no terminal of that kind on Windows")
def test_the_terminal_is_as_it_is_shown() -> None:
    """Stale? `python3 dev.py pictures` takes it anew."""
    assert (TARGET / "terminal.svg").read_text("utf-8") == terminal()


def test_every_picture_is_shown_in_words_too_and_none_is_left_over() -> None:
    shown = re.findall(r"!\[(.*)\]\((.*)\)", README)
    assert {TARGET / name for _, path in shown for name in [path.rpartition("/")[2]]} == {
        *TARGET.iterdir()
    }
    assert all(len(words.split()) > 4 and (ROOT / path).is_file() for words, path in shown)


def test_the_two_commands_come_first_and_each_way_to_begin_has_its_picture() -> None:
    heads = re.findall(r"^## (.+)$", README, re.MULTILINE)
    assert heads[:2] == ["Two commands", "Three ways to begin"]
    ways = README.partition("## Three ways to begin")[2].partition("\n## ")[0]
    assert re.findall(r"^\*\*(In .+?)\*\*|^!\[.*pictures/(\w+)", ways, re.MULTILINE) == [
        ("In the browser", ""), ("", "browser"),
        ("In the terminal", ""), ("", "terminal"),
        ("In a notebook", ""), ("", "notebook"),
    ]  # fmt: skip


def test_no_picture_asks_another_host() -> None:
    text = (TARGET / "terminal.svg").read_text("utf-8")
    assert re.findall(r"https?://[^\s\"']+", text) == ["http://www.w3.org/2000/svg"]
