"""The page in fewer bytes: the same elements, links and words, and its own data, which makes it again."""

from __future__ import annotations

import base64
import re
import zlib
from pathlib import Path

import pytest
from tests.report.test_from import refused
from tests.report.test_printers import SHIPPED, TEXTS, page_of, shipped
from tests.report.written import BASE, ONE, SOURCES, Seen, answered, reported
from typer.testing import CliRunner

from standoff.app.cli.common import json_text
from standoff.app.cli.main import app
from standoff.report.html import page
from standoff.report.html.compact import compact, lean_script, lean_style
from standoff.report.html.page import MAX_BYTES, Report, read, render, to_data

KEPT = ("id", "href", "data-use", "data-source", "data-label", "title", "aria-label", "d", "points")


def long(report: Report, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(page, "compact", str)
        return render(report)


def letters(text: bytes) -> str:
    """Data as a page holds it."""
    return base64.b64encode(zlib.compress(text, 9)).decode()


class TestCompact:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_nothing_is_lost(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        report = shipped(name)[1]
        whole = long(report, monkeypatch)
        short = page_of(name)
        before, after = Seen(whole), Seen(short)
        assert len(short) < len(whole)
        assert "".join(before.words.split()) == "".join(after.words.split())
        for attribute in KEPT:
            assert before.all(attribute) == after.all(attribute)
        named = dict.fromkeys(("b", "small", "strong", "i"), "span")
        tags = [
            [named.get(tag, tag) for tag, _ in seen.elements if tag != "bdi"]
            for seen in (before, after)
        ]
        assert tags[0] == tags[1]

    def test_a_space_between_words_stays(self) -> None:
        assert (
            compact("<p><b>a</b>\n  <i>b</i>\n</p>\n  <p>c</p>") == "<p><b>a</b>\n<i>b</i><p>c</p>"
        )

    def test_what_could_turn_its_neighbours_stays_apart(self) -> None:
        base = BASE.replace("The Gazette", "الجريدة").replace("The Courier", "Le Courrier français")
        made = render(reported(*answered(base, SOURCES, one=ONE)))
        assert re.search(r"<bdi>[^<]*الجريدة[^<]*</bdi>", made)
        assert "<bdi>Le Courrier" not in compact("<bdi>Le Courrier français</bdi>")

    def test_a_value_that_would_end_its_element_keeps_its_quotes(self) -> None:
        markup = '<rect x="1" rx="5"/><p title="a b" class="x" id=""></p>'
        assert compact(markup) == '<rect x=1 rx="5"/><p title="a b" class=x id=""></p>'

    def test_a_paragraph_ends_where_what_follows_ends_it(self) -> None:
        for markup, short in (
            ("<div><p>a</p></div>", "<div><p>a</div>"),
            ("<p>a</p><ul></ul>", "<p>a<ul></ul>"),
            ("<p>a</p> <b>c</b>", "<p>a</p><b>c</b>"),
            ("<a><p>a</p></a>", "<a><p>a</p></a>"),
        ):
            assert compact(markup) == short

    def test_a_direction_is_kept_where_letters_run_both_ways(self) -> None:
        markup = '<p dir="auto">it\'s</p>'
        assert compact(markup.replace("'", "&#39;")) == "<p>it's</p>"
        assert "dir=auto" in compact(markup.replace("it", "\u05d0"))

    def test_style_and_script_are_left_alone(self) -> None:
        raw = '<style>a[b="c"]\n  {}</style><script>\n  d = "<p class=\\"e\\">"\n</script>'
        assert compact(raw) == raw

    def test_a_style_says_the_same_without_its_spaces(self) -> None:
        style = 'a :is(b, c) { margin: 0 1px; content: "x; { y: z"; }\n/* why */\n'
        style += "@media print { p::before { top: 0 } }\n"
        said = 'a :is(b,c){margin:0 1px;content:"x; { y: z"}@media print{p::before{top:0}}'
        assert lean_style(style) == said

    def test_a_script_says_the_same_without_its_comments(self) -> None:
        script = "f();\n  // why\n  g(`//a`);\n\n"
        assert lean_script(script) == "f();\ng(`//a`);"


class TestItHoldsItsData:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_the_page_is_made_again_of_itself(self, name: str) -> None:
        report = shipped(name)[1]
        made = page_of(name)
        assert read(made) == report
        assert render(read(made)) == made

    def test_from_the_command_line_into_any_format(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        report = reported(*answered(), TEXTS)
        Path("page.html").write_bytes(render(report).encode())
        Path("data.json").write_text(json_text(to_data(report)), "utf-8")
        for ending in ("html", "md", "docx"):
            for source in ("page.html", "data.json"):
                words = ["report", "--from", source, "-o", f"{source}.{ending}"]
                assert CliRunner().invoke(app, words).exit_code == 0
            page_, data = (Path(f"{each}.{ending}") for each in ("page.html", "data.json"))
            assert page_.read_bytes() == data.read_bytes()
        assert Path("page.html.html").read_bytes() == Path("page.html").read_bytes()

    def test_a_page_without_data_is_refused(self) -> None:
        for text in ("<html></html>", " \n<p>", "\ufeff<!doctype html>"):
            assert "the page holds no report" in refused(text)

    def test_so_is_one_with_two(self) -> None:
        made = render(reported(*answered()))
        assert "the page holds no report" in refused(made + made)

    @pytest.mark.parametrize(
        "data",
        ["", "AAAA", "A", "====", base64.b64encode(b"{}").decode()]
        + [
            letters(text)
            for text in (
                b"{}",
                b"[]",
                b"[[],[],7]",
                b"[[],[],[0]]",
                b"[[],[],[-2]]",
                b'[[["a"]],[],[0]]',
            )
        ],
    )
    def test_damaged_data_is_refused(self, data: str) -> None:
        assert refused(f"<p><script type=text/plain id=report>{data}</script>")

    def test_data_that_grows_without_end_is_refused(self) -> None:
        packed = letters(b" " * (MAX_BYTES + 10))
        assert len(packed) < 100_000
        message = refused(f"<p><script type=text/plain id=report>{packed}</script>")
        assert "larger than 64 MB" in message

    def test_so_is_a_text_that_is_used_without_end(self) -> None:
        tree = b"[-1" + b",0" * 100 + b"]"
        packed = letters(b'[[],["' + b"x" * (MAX_BYTES // 90) + b'"],' + tree + b"]")
        message = refused(f"<p><script type=text/plain id=report>{packed}</script>")
        assert "larger than 64 MB" in message

    def test_what_a_text_says_is_never_taken_for_the_data(self) -> None:
        attack = "</p><script type=text/plain id=report>AAAA</script>"
        report = reported(*answered(), {("one", 1): attack})
        assert read(render(report)) == report
