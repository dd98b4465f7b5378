"""A report for readers who may not see the sources: nothing of them in any byte of any format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from tests.report.taken import cited_sentences
from tests.report.test_printers import SHIPPED, on_terminal, shipped
from tests.report.written import BASE, ONE, SOURCES, TWO, answered, judged, reported
from tests.report.written import rendered as page_of
from typer.testing import CliRunner

from standoff.app.cli.common import json_text
from standoff.app.cli.main import app
from standoff.case.entry import Case, Marks
from standoff.case.reading import readings, sources_of
from standoff.case.walk import walk as walk_entries
from standoff.citation import Source
from standoff.report.document import Badge, Document, Items, Line, walk
from standoff.report.formats import FORMATS, printer
from standoff.report.html.page import Report, read, render, to_data
from standoff.report.picture import Timeline
from standoff.report.redact import redact
from standoff.report.wording import speak
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases
from standoff.store.texts import find_texts, verbatim


def redacted(case: Case) -> Report:
    kept = redact(case)
    return kept.report(reported(kept.case, [judged(kept.case, id) for id in readings(kept.case)]))


@cache
def without(name: str) -> Report:
    return redacted(shipped(name)[0])


def everything(report: Report) -> Iterator[tuple[str, str]]:
    """(format, all that a file of it holds), packed parts unpacked."""
    yield "json", json_text(to_data(report))
    yield "terminal", on_terminal(report.document)
    for ending in FORMATS:
        made = printer(Path(f"x{ending}"))(report)
        if ending == ".docx":
            with zipfile.ZipFile(io.BytesIO(made)) as file:
                made = b"\n".join(file.read(each) for each in file.namelist())
        yield ending, made.decode("utf-8", "replace")  # a picture of the format's own
    yield "in the page", json_text(to_data(read(render(report))))


def sources(case: Case) -> list[Source]:
    return list(sources_of(case).values())


def secrets(case: Case, folder: Path) -> set[str]:
    """What would tell a reader which sources these are, or what they say."""
    subject = case.base.title.lower()  # a case may be named by it
    found = {case.name} if case.name not in subject else set()
    found |= {path.name for path in folder.rglob("*") if path.is_file()}
    found -= {"case.yaml", "model.json"}  # every case has these
    for source in sources(case):
        found |= {source.title, source.author, source.outlet, source.url, source.file}
        found |= {source.sha256, source.note, f"{source.id}#s", f"{source.id}-s", f"{source.id} s"}
        found |= {record.gloss for record in source.records.values()}
        found |= {record.hash for record in source.records.values()}
        found |= {person.strip() for person in source.author.split(",")}
    found |= {f"“{each.hedged}”" for each in marks(case) if each.hedged}
    found |= {f"as {name} {speak(name)} reported" for name in spoke(case)}
    return {text for text in found if text and text != "others"}


def marks(case: Case) -> Iterator[Marks]:
    for overlay in (case.base, *case.readings.values()):
        yield from (entry.marks for entry in walk_entries(overlay) if hasattr(entry, "marks"))


def spoke(case: Case) -> set[str]:
    """Who is reported to speak and is no actor."""
    overlays = (case.base, *case.readings.values())
    actors = {name for each in overlays for one in each.actors for name in (one.name, *one.also)}
    return {each.attributed_to for each in marks(case) if each.attributed_to} - actors


def shape(document: Document) -> list[object]:
    """What the answer is, without its words: verdicts, and how many blocks stand in what."""
    found: list[object] = []
    for block in walk(document.blocks):
        found.append(type(block).__name__)
        badge: Badge | None = getattr(block, "badge", None)
        found.append(badge and badge.word)
        if isinstance(block, Items):
            found.append(len(block.items))
        if isinstance(block, Line):
            found.append([len(clause.citations) for clause in block.clauses])
        if isinstance(block, Timeline):
            found += [(s.row, s.role, s.earliest, s.latest, s.mark) for s in block.spans]
    return found


class TestShipped:
    @pytest.mark.parametrize("name", SHIPPED)
    @pytest.mark.thorough
    def test_nothing_of_a_source_is_left_in_any_byte(self, name: str) -> None:
        case = shipped(name)[0]
        hidden = secrets(case, shipped_cases()[name])
        assert hidden
        for kind, text in everything(without(name)):
            assert not {secret for secret in hidden if secret.lower() in text.lower()}, kind

    @pytest.mark.parametrize("name", SHIPPED)
    def test_the_secrets_are_there_without_it(self, name: str) -> None:
        """The check itself: each kind of secret stands in the report as it is."""
        case, report = shipped(name)
        text = json_text(to_data(report))
        for source in sources(case):
            for secret in (source.title, source.author):
                assert secret in text
        hidden = secrets(case, shipped_cases()[name])
        assert {words for _, _, words in cited_sentences(report.document)} <= hidden

    @pytest.mark.parametrize("name", SHIPPED)
    def test_the_answer_is_the_same(self, name: str) -> None:
        assert shape(without(name).document) == shape(shipped(name)[1].document)

    @pytest.mark.thorough
    def test_nor_a_sentence_of_a_text_that_is_at_hand(self, texts: Path, tmp_path: Path) -> None:
        case = shipped("syria")[0]
        sentences = verbatim(case, find_texts(texts, sources(case)))
        long = {text for text in sentences.values() if len(text.split()) >= 6}
        assert len(long) > 50
        page = tmp_path / "page.html"
        words = ["report", "cases/syria", "--texts", str(texts), "--redact", "-o", str(page)]
        words[1] = str(shipped_cases()["syria"])
        assert CliRunner().invoke(app, words).exit_code == 0
        for _, text in everything(read(page.read_text("utf-8"))):
            assert not {sentence for sentence in long if sentence in text}


class TestSmall:
    def test_sources_are_letters_in_prose_and_in_citations(self) -> None:
        report = redacted(answered()[0])
        said = on_terminal(report.document)
        assert "said by Source B" in said and "denied by Source A" in said
        assert "[A#s2]" in said and "Alpha presses Beta to go" in said
        assert "names of sources are left out" in report.document.kicker
        assert "What the sentences say is not given." in said

    def test_a_hedge_is_marked_and_its_words_are_not_said(self) -> None:
        said = on_terminal(redacted(answered()[0]).document)
        assert "hedged: “…”" in said and "perhaps" not in said

    def test_who_is_reported_to_speak_is_a_speaker_unless_an_actor(self) -> None:
        said = on_terminal(redacted(answered()[0]).document)
        assert "as Speaker A is reported to say" in said and "the general" not in said
        one = ONE.replace("attributed to the general", "attributed to the north")
        base, _ = answered(BASE, SOURCES, one=one, two=TWO)
        assert "as the north is reported to say" in on_terminal(redacted(base).document)

    def test_a_name_in_the_analyst_s_own_words_is_left_out_too(self) -> None:
        base = BASE.replace("press Beta to go ", "press Beta, says The Gazette's A. Writer, to go ")
        one = ONE.replace("Does pressing help?", "Does the gazette think so? Writer says yes")
        case, _ = answered(base, SOURCES, one=one, two=TWO)
        for _, text in everything(redacted(case)):
            assert "gazette" not in text.lower() and "Writer" not in text
        assert "says Source A's Source A, to go" in on_terminal(redacted(case).document)

    def test_names_that_are_patterns_or_parts_of_words_are_names(self) -> None:
        base = BASE.replace(
            "{author: A. Writer, outlet: The Gazette,", '{author: "(.*)", outlet: lea,'
        )
        case, _ = answered(base, SOURCES, one=ONE, two=TWO)
        said = on_terminal(redacted(case).document)
        assert "Beta leaves the valley" in said and "(.*)" not in said

    def test_more_than_twenty_six_sources_stay_in_order(self) -> None:
        ids = [f"s{at:02}" for at in range(30)]
        base = BASE.replace("  two: {", "".join(f"  {id}: {{}}\n" for id in ids) + "  two: {")
        case, _ = answered(base, SOURCES, one=ONE, two=TWO)
        letters = list(redact(case).case.sources)
        assert len(letters) == len(set(letters)) == len(case.sources)
        assert all(before < after for before, after in pairwise(letters[:2]))
        assert {len(id) for id in letters} == {len(letters[0])}

    def test_it_is_the_same_at_every_run(self) -> None:
        case = answered()[0]
        assert render(redacted(case)) == render(redacted(case))
        assert render(redacted(case)) != page_of(*answered())


class TestCommand:
    def test_from_a_report_alone_it_cannot_be_done(self, tmp_path: Path) -> None:
        data = tmp_path / "r.json"
        data.write_text(json_text(to_data(reported(*answered()))), "utf-8")
        done = CliRunner().invoke(app, ["report", "--from", str(data), "--redact"])
        assert done.exit_code == 2 and "--redact needs the case" in done.output

    def test_an_ending_that_is_not_written_is_said_before_anything_is_computed(
        self, tmp_path: Path
    ) -> None:
        case = str(shipped_cases()["syria"])
        done = CliRunner().invoke(app, ["report", case, "-o", str(tmp_path / "r.pdf")])
        assert done.exit_code != 0 and not list(tmp_path.iterdir())
        assert "not written as `.pdf`" in done.output + str(done.exception)

    def test_json_and_file_say_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        case = str(shipped_cases()["kinsara-2014-cuba"])
        done = CliRunner().invoke(app, ["report", case, "--redact", "--json"])
        assert CliRunner().invoke(app, ["report", case, "--redact", "-o", "r.html"]).exit_code == 0
        assert read(done.output) == read(Path("r.html").read_text("utf-8"))
        assert "Kinsara" not in done.output and isinstance(read(done.output), Report)


def test_the_case_itself_is_left_as_it_was() -> None:
    case, _ = load_folder(shipped_cases()["syria"])
    before = repr(case)
    redact(case)
    assert repr(case) == before
