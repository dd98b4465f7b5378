"""The page: what it says, that it asks nothing of anybody, that hostile text stays text."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.test_printers import SHIPPED, page_of, worked_with
from tests.report.written import BASE, ONE, SOURCES, Seen, answered, rendered, small

from standoff.report.html.fragment import safe_text
from standoff.report.html.letters import MAX_TEXT
from standoff.report.html.page import render

ROOT = Path(__file__).resolve().parents[2]
WORDS = {  # a text of our own
    ("one", 1): "The north would like to see an empty valley.",
    ("one", 2): "Its neighbour, says the general, has had enough of it.",
    ("one", 3): "Before long, then, the valley will be empty.",
    ("one", 4): "Nothing more is known.",
}


@pytest.fixture(scope="module")
def page() -> str:
    return small()


@pytest.fixture(scope="module")
def seen(page: str) -> Seen:
    return Seen(page)


@pytest.fixture(scope="module")
def syria() -> str:
    return page_of("syria")


class TestWhatItSays:
    def test_the_question_is_the_heading_and_the_answer_comes_first(
        self, page: str, seen: Seen
    ) -> None:
        assert "<h1>Will Beta leave the valley?</h1>" in page
        order = ["answer", "disagree", "moves", "change", "ground", "time", "actors", "made"]
        found = [id for id in seen.all("id") if id in order]
        assert found == order

    def test_each_reading_shows_its_question_its_end_and_its_verdicts(self, seen: Seen) -> None:
        for words in (
            "Does pressing help?",
            "Is there a price?",
            "Alpha presses Beta to go",
            "Beta leaves the valley",
            "a premise is missing",
        ):
            assert words in seen.words

    def test_what_nothing_moves_is_never_shown_as_following(self, page: str) -> None:
        text = page[page.index("Alpha does not pay for the way home.") :]
        badge = re.search(r'<span class="badge (\w+)">([^<]+)', text)
        assert badge and badge.groups() == ("idle", "so, but nothing moves it")
        assert "This does not show the author right" in text

    def test_a_gap_is_never_shown_as_wrong(self, page: str) -> None:
        assert "This does not show the author wrong" in page

    def test_a_missing_premise_says_whose_it_is(self, seen: Seen, syria: str) -> None:
        change = seen.words[seen.words.index("For each conclusion that does not follow") :]
        assert "“a price is paid” held (set down beside the reading, not part of it)" in change
        assert "Beta wanted to leave the valley ; denied by The Gazette" in change
        assert "nobody says it" in syria

    def test_contradicting_texts_are_contested_and_silence_is_not(self, page: str) -> None:
        rows = re.findall(r"<tr><th scope=row>.*?(?=<tr|</table)", page, re.S)
        fact = next(row for row in rows if "tired of the valley" in row)
        assert "contested" in fact and "#e-one-2" in fact and "#e-two-1" in fact
        wish = next(row for row in rows if "Does Beta want not" in row or "Beta want to" in row)
        assert "text is silent" in wish and "contested" not in wish

    def test_a_line_without_citation_is_said_to_have_no_source(self, page: str) -> None:
        assert "<strong>no source</strong>" in page

    def test_the_field_s_words_stay_in_tooltips_and_glossary(self, seen: Seen) -> None:
        """The words of the right column of the table of words; they may stand in `title`s."""
        banned = (
            r"status quo|equilibri\w+|Nash|GMR|SMR|SEQ|unilateral \w+|UM|UI|states?|overlay|"
            r"scenario|preference statements?|infeasible|irreversible|null"
        )
        assert not re.findall(rf"\b(?:{banned})\b", seen.words)


class TestSentences:
    def test_without_the_text_it_shows_the_gloss_and_says_so(self, seen: Seen) -> None:
        assert "the north wants the valley empty" in seen.words
        assert "our paraphrase" in seen.words

    def test_with_the_text_it_shows_the_sentence_and_those_beside_it(self) -> None:
        words = Seen(small(WORDS)).words
        assert all(sentence in words for sentence in WORDS.values())
        assert "the north wants the valley empty" not in words

    def test_who_speaks_and_how_sure(self, seen: Seen) -> None:
        assert "as the general is reported to say" in seen.words
        assert "hedged: “perhaps”" in seen.words

    def test_every_yes_or_no_of_a_cited_line_opens_its_sentence(self, syria: str) -> None:
        page = Seen(syria)
        cells = re.findall(r"<td class=(?:yes|no)>(.*?)(?=<t[dr]|</table)", syria, re.S)
        bare = [c for c in cells if "data-use" not in c and "analyst" not in c]
        assert cells and not bare
        assert {link[1:] for link in page.all("href") if link.startswith("#e-")} <= set(
            page.all("id")
        )


class TestOneFile:
    def test_it_is_well_formed_and_every_link_leads_somewhere(self, seen: Seen) -> None:
        ids = seen.all("id")
        assert len(ids) == len(set(ids))
        assert {link for link in seen.all("href") if link[1:] not in ids} == set()

    def test_so_does_every_link_of_the_worked_case_with_its_sheets(
        self, worked: tuple[str, str]
    ) -> None:
        page = Seen(worked[0])
        assert {link[1:] for link in page.all("href")} <= set(page.all("id"))
        assert "a question:" in page.words

    @pytest.mark.parametrize("name", SHIPPED)
    def test_headings_come_in_order(self, name: str) -> None:
        page = Seen(page_of(name))
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_it_asks_nothing_of_any_network(self, syria: str) -> None:
        page = Seen(syria)
        assert {tag for tag, _ in page.elements} & {
            "img",
            "link",
            "iframe",
            "object",
            "base",
        } == set()
        assert page.all("src") == []
        assert all(link.startswith("#") for link in page.all("href"))
        assert "url(" not in syria and "@import" not in syria and "fetch(" not in syria

    def test_the_policy_admits_its_own_style_and_script_only(self, page: str, seen: Seen) -> None:
        policy = next(a["content"] for _, a in seen.elements if a.get("http-equiv"))
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
        for tag in ("style", "script"):
            (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert seen.all("style") == []
        assert not [name for _, attrs in seen.elements for name in attrs if name.startswith("on")]

    def test_it_is_small(self, syria: str) -> None:
        assert len(syria.encode()) < 500_000

    def test_it_is_with_its_texts_too(self, texts: Path) -> None:
        assert len(render(worked_with(texts)[1]).encode()) < 500_000

    @pytest.mark.thorough
    def test_it_is_the_same_at_every_run(self, page: str) -> None:
        """Another process, another order of hashes: the same bytes."""
        code = "import sys; from tests.report.written import small; sys.stdout.write(small())"
        for seed in ("1", "2"):
            run = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
                check=True,
            )
            assert run.stdout.decode() == page

    def test_it_names_no_path_of_this_machine(self, syria: str) -> None:
        assert str(ROOT) not in syria
        assert "readings/003.yaml:" in syria


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</style></script><!--",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;b&gt;",
)


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_nothing_runs(self, text: str) -> None:
        """In the sentences, where anything may stand, and in a gloss of ours."""
        sources = {**SOURCES, "one": SOURCES["one"].replace("its neighbour has had enough", text)}
        case, answers = answered(BASE, sources, one=ONE)
        page = Seen(rendered(case, answers, {("one", 1): text, ("one", 9): text}))
        assert text in "".join(page.visible)
        tags = [tag for tag, _ in page.elements]
        assert page.scripts == tags.count("style") == 1 and "img" not in tags
        assert all(link.startswith("#") for link in page.all("href"))

    def test_names_and_titles_are_text_too(self) -> None:
        base = BASE.replace("Will Beta leave", "Will <dfn onclick=x()>Beta</dfn> leave")
        base = base.replace("The Gazette", "<b>Gazette</b>").replace(
            "press Beta", "<u>press</u> Beta"
        )
        case, answers = answered(base, SOURCES, one=ONE.replace("pressing", "<s>pressing</s>"))
        tags = {tag for tag, _ in Seen(rendered(case, answers)).elements}
        assert not tags & {"dfn", "u", "s"}

    def test_text_that_turns_the_page_round_is_shown_as_such(self) -> None:
        page = small({("one", 1): "safe \u202eelif\u2066 \x00\x1b[31m \u2028 end \u200f"})
        assert not re.search("[\x00\x1b\u2028\u202e\u2066]", page)
        assert r"safe \u202eelif\u2066 \x00\x1b[31m \u2028 end" in page  # shown by their numbers

    def test_an_endless_line_is_cut_and_says_so(self) -> None:
        page = small({("one", 1): "x" * 1_000_000})
        assert len(page) < 200_000
        assert "cut here: 1,000,000 characters in all" in page

    def test_clean_leaves_what_is_harmless(self) -> None:
        assert safe_text("Tehran’s “line”\n\tتهران") == "Tehran’s “line”\n\tتهران"
        assert safe_text(5) == 5
        assert len(safe_text("y" * (MAX_TEXT + 1))) > MAX_TEXT
