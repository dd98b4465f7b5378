"""The drafted case: only what was accepted, every line cited, nothing guessed, and `check` finds no fault."""

import dataclasses
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from standoff.case.check.folder import check_folder
from standoff.case.make.draft import draft
from standoff.citation import Period, Source
from standoff.store.folder import load_folder
from standoff.text.annotation import Annotation, Event, Mark, Mention, Offer, Option, When, Wish
from standoff.text.backend import annotate

TEXT = (
    "Peru offered clean water in exchange for a new road, but Chile refused. On 3 May 2019 "
    "Peru attacked Chile. "
    "The road will be built by the end of 2021. Bolivia waits."
)


def read(text: str = TEXT, id: str = "well") -> tuple[Source, str, Annotation]:
    """A source with an option and an event beside what `plain` finds."""
    found = annotate(text, id, "plain")
    at = text.index("Peru attacked Chile") if "Peru attacked Chile" in text else 0
    more = (
        Event(
            start=at,
            end=at + 19,
            quote=text[at : at + 19],
            rule="r",
            source=("PER",),
            target=("CHL",),
            category="FIGHT",
            status="asserted",
            trigger=(at + 5, at + 13),
            id="event:1",
        ),
        Option(
            start=at,
            end=at + 4,
            quote=text[at : at + 4],
            rule="r",
            actor="CHL",
            phrase='build: a [road] # to the "sea", at once, and with all speed',
            id="option:1",
        ),
    )
    return (
        Source(id=id, title='A "well" {story}', date=Period.parse("2019-06"), sha256="0" * 64),
        text,
        dataclasses.replace(found, records=found.records + more),
    )


def accepted(given: tuple[Source, str, Annotation], *kinds: type) -> tuple[Source, str, Annotation]:
    source, text, found = given
    records = tuple(
        dataclasses.replace(r, state="accepted") if isinstance(r, kinds) else r
        for r in found.records
    )
    return source, text, dataclasses.replace(found, records=records)


def marked(given: tuple[Source, str, Annotation], note: str) -> tuple[Source, str, Annotation]:
    """The events of a source with a note, as a person writes it."""
    source, text, found = given
    records = tuple(
        dataclasses.replace(r, note=note) if isinstance(r, Event) else r for r in found.records
    )
    return source, text, dataclasses.replace(found, records=records)


def problems(files: dict[str, str], case: Path) -> list[str]:
    for name, text in files.items():
        path = case / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    reading, found = load_folder(case)
    check_folder(reading, found, None)
    return [str(p) for p in found.problems]


def test_nothing_accepted_nothing_drafted(tmp_path: Path) -> None:
    made = draft([read()])
    assert "Peru" not in made.files["case.yaml"]
    assert any("needs actors" in line for line in made.to_decide)


def test_what_was_accepted_is_in_the_draft_with_its_sentence(tmp_path: Path) -> None:
    given_ = accepted(read(), Mention, Offer, Event, When, Mark, Option)
    made = draft([marked(given_, "precedent")], "Will the road be built?")
    reading = made.files["case.yaml"]
    assert "  Peru.clean_water: clean water  [well#s1]" in reading
    assert "  - Peru gives clean_water for Chile.new_road  [well#s1]; refused" in reading
    assert '  - "Peru: fight, toward Chile (asserted)" by 2019-05-03  [well#s2]' in reading
    assert "by open  [well#s3]" in reading
    assert "  Bolivia: undecided" in reading
    assert "silent" not in reading.replace("`silent` only", "")
    assert problems(dict(made.files), tmp_path / "c") == []


def test_what_nobody_marked_is_no_precedent_and_is_named_in_the_file(tmp_path: Path) -> None:
    made = draft([accepted(read(), Mention, Offer, Event, When, Option)])
    assert "precedents:" not in made.files["case.yaml"]
    assert "#   event well#s2: Peru: fight, toward Chile (asserted)" in made.files["case.yaml"]
    assert problems(dict(made.files), tmp_path / "c") == []


def test_wishes_stand_beside_without_an_order(tmp_path: Path) -> None:
    source, text, found = accepted(read(), Mention, Offer, Option)
    at = text.index("a new road")
    wish = Wish(
        start=at, end=at + 10, quote="a new road", rule="r", actor="PER", direction="for",
        state="accepted", id="w",
    )  # fmt: skip
    made = draft([(source, text, dataclasses.replace(found, records=(*found.records, wish)))])
    lines = made.files["case.yaml"].splitlines()
    assert lines[lines.index("  Peru: undecided   # to be decided: see well#s1") + 1] == (
        "  # wish? for: a new road  [well#s1]"
    )
    assert problems(dict(made.files), tmp_path / "c") == []


def test_more_is_added_to_a_case_and_nothing_in_it_is_touched(tmp_path: Path) -> None:
    """A case of one source, edited by hand, gets a second source: old lines stay, new ones follow."""
    kinds = (Mention, Offer, Option)
    first = draft([accepted(read(), *kinds)], "Will it be built?")
    mine = first.files["case.yaml"].replace("Bolivia: undecided", "Bolivia: silent  # as I read it")
    files = {**first.files, "case.yaml": mine}
    other = TEXT.replace("Bolivia waits", "Ecuador waits")
    second = draft([accepted(read(), *kinds), accepted(read(other, "road"), *kinds)], case=files)
    base = second.files["case.yaml"]
    assert [line for line in mine.splitlines() if line not in base.splitlines()] == []
    assert '  "road": {' in base and "  Ecuador: {}" in base
    assert base.count("Peru gives clean_water for Chile.new_road  [well#s1]") == 1
    assert (
        "Peru gives clean_water for Chile.new_road  [road#s1]" in second.files["readings/road.yaml"]
    )
    assert second.files["sources/well.yaml"] == files["sources/well.yaml"]
    case = tmp_path / "c"
    problems(dict(files), case)
    assert problems(dict(second.files), case) == []


def test_no_ten_words_of_a_text_get_into_a_case() -> None:
    made = draft([accepted(read(), Mention, Offer, Event, When, Mark, Option)])
    words = TEXT.split()
    runs = {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}
    assert not [run for run in runs for text in made.files.values() if run in text]


def test_several_sources_give_a_base_and_a_reading_each(tmp_path: Path) -> None:
    kinds = (Mention, Offer, Option)
    made = draft([accepted(read(), *kinds), accepted(read(id="road"), *kinds)], "Two?")
    assert set(made.files) == {
        "case.yaml",
        "readings/well.yaml",
        "readings/road.yaml",
        "sources/well.yaml",
        "sources/road.yaml",
    }
    assert "[well#s1 road#s1]" in made.files["case.yaml"]
    assert problems(dict(made.files), tmp_path / "c") == []


@settings(max_examples=25, phases=[Phase.generate])
@given(phrase=st.text(max_size=40), title=st.text(max_size=30), actor=st.text(max_size=12))
def test_whatever_was_accepted_the_draft_can_be_checked(
    tmp_path_factory: object, phrase: str, title: str, actor: str
) -> None:
    """Odd phrases, titles and names of actors make no broken file."""
    source, text, found = accepted(read(), Mention, Offer, Option)
    records = tuple(
        dataclasses.replace(r, phrase=phrase or "x", actor=actor or "x")
        if isinstance(r, Option)
        else r
        for r in found.records
    )
    made = draft(
        [
            (
                dataclasses.replace(source, title=title),
                text,
                dataclasses.replace(found, records=records),
            )
        ],
        title,
    )
    case = tmp_path_factory.mktemp("case")  # type: ignore[attr-defined]
    assert problems(dict(made.files), case) == []
