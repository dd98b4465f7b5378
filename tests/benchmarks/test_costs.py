"""Every question has its line on how its cost grows, and is refused where that line says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks import alone, costs, large
from benchmarks.costs import ALL, GIVEN, GROWING, Asked, Growth, asks, slope

from standoff.analysis.bargain.exchange import MOST_OPTIONS, MOST_PARTIES
from standoff.analysis.bargain.trial import MAX_PASSED
from standoff.analysis.vary.lists import MAX_LEAVES
from standoff.analysis.vary.search import MAX_VERSIONS
from standoff.case.build import MAX_SILENT_FACTS, build
from standoff.case.check.folder import check_folder
from standoff.case.question import QUESTIONS
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.answer import MAX_STATES
from standoff.gmcr.concept.settled import MOST_COUNTED
from standoff.gmcr.evolve.evolution import MAX_NODES
from standoff.gmcr.hypergame import MOST_SETS
from standoff.problem import BudgetSpent, NotComputed, TooLarge
from standoff.store.folder import load_folder

PAGE = Path(__file__).parents[2] / "docs/explanation/benchmarks.md"
NAMES = [row.name for row in GROWING]


def rows() -> dict[str, list[str]]:
    """What is asked and the size -> the cells of its row in the page's table."""
    (table,) = re.findall(
        r"^\| question \| size \|.*\n((?:\|.*\n)+)", PAGE.read_text("utf-8"), re.M
    )
    cells = [re.split(r"\s*\|\s*", line.strip("| \n")) for line in table.splitlines()]
    return {f"{asked.replace('`', '')}, {size}": rest for asked, size, *rest in cells if size}


def said(kind: str) -> str:
    """What the page says of a question in all its rows."""
    return " ".join(
        cell for name, cells in rows().items() if name.startswith(kind) for cell in cells
    )


def case(folder: Path, **sizes: int) -> Asked:
    sizes = {**GIVEN, **sizes}
    return Asked(large.write(folder / "case", sizes.pop("readings"), **sizes), 0)


def written(folder: Path, text: str) -> Asked:
    (folder / "case.yaml").write_text(text, "utf-8")
    return Asked(folder, 0)


def test_each_question_grows_in_a_row_of_the_benchmark() -> None:
    assert len({*NAMES}) == len(NAMES)
    assert {f"{kind}, {size}" for kind in QUESTIONS for size in ALL} <= {*NAMES}
    assert all(len(row.sizes) >= 4 for row in GROWING)


def test_each_row_of_the_benchmark_stands_on_the_page_with_its_sizes() -> None:
    page = rows()
    assert [name for name in page if name != "---, ---"] == NAMES
    for row in GROWING:
        sizes, seconds, exponent, *_ = page[row.name]
        assert sizes == ", ".join(f"{size:,}" for size in row.sizes), row.name
        assert len(re.findall(r"[\d.]+", seconds)) == len(row.sizes), row.name
        assert re.fullmatch(r"(at least )?-?[\d.]+ \(-?[\d.]+ to -?[\d.]+\)", exponent), row.name


def test_the_exponent_is_that_of_a_power() -> None:
    assert slope([1, 2, 4, 8], [3, 12, 48, 192]) == pytest.approx(2)
    assert slope([10, 100, 1_000, 10_000], [7, 7, 7, 7]) == pytest.approx(0)


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_generated_case_has_what_every_question_reads(tmp_path: Path, seed: int) -> None:
    asked = case(tmp_path, seed=seed, options=12, wishes=8, silent=1)
    checked = check_folder(*load_folder(asked.folder), None, model_checks=(build,))
    assert not checked.findings.problems
    for kind in QUESTIONS:
        assert asks(kind, asked)(), kind


@pytest.mark.parametrize(
    "row", [row for row in GROWING if row.size not in ALL], ids=lambda row: row.name
)
def test_what_grows_is_in_the_case_or_in_what_is_asked(tmp_path: Path, row: Growth) -> None:
    texts = []
    for value in row.sizes[:2]:
        sizes = row.case(value)
        path = large.write(tmp_path / str(value), sizes.pop("readings"), **sizes)
        texts.append((path / "readings" / "r000.yaml").read_text("utf-8"))
    assert (texts[0] == texts[1]) == (row.made is costs.same)


def test_figures_come_from_a_process_of_their_own() -> None:
    found = alone.started(alone.cost, "whatif, options", 1, [6])
    assert [*found] == ["s 6 1", "silence 6 1", "ended 6 1", "refused 6 1"]
    assert found["s 6 1"] > 0 and found["ended 6 1"] == 1


def test_without_more_a_case_is_as_it_was(tmp_path: Path) -> None:
    plain = large.write(tmp_path / "plain", 2, options=8, actors=4, wishes=8)
    more = large.write(tmp_path / "more", 2, options=8, actors=4, wishes=8, offers=2, pieces=2)
    for name in ("r000.yaml", "r001.yaml"):
        one, other = ((at / "readings" / name).read_text("utf-8") for at in (plain, more))
        assert other.startswith(one) and other != one


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_question_looks_at_the_time(tmp_path: Path, kind: str) -> None:
    asked = case(tmp_path, options=12, wishes=8)
    with Budget(0.0).held(), pytest.raises(BudgetSpent):
        asks(kind, asked)()


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", QUESTIONS)
def test_too_many_silent_facts_are_refused(tmp_path: Path, kind: str) -> None:
    asked = case(tmp_path, silent=MAX_SILENT_FACTS + 1)
    with pytest.raises(NotComputed, match=f"at most {MAX_SILENT_FACTS} can be"):
        asks(kind, asked)()


def test_too_many_beliefs_to_leave_out_are_refused(tmp_path: Path) -> None:
    assert MOST_SETS == 1 << 16
    asked = case(tmp_path, options=12, pieces=17)
    with pytest.raises(TooLarge, match=f"at most {MOST_SETS:,} can be tried"):
        asks("believes", asked, bound=17)()


def everybody(count: int) -> str:
    """Each may do one thing, and wants to: in whatever order."""
    each = range(count)
    return "\n".join(
        (
            "case: Who goes first?\nactors:",
            *(f"  A{at}: {{}}" for at in each),
            "options:",
            *(f"  A{at}.o{at}: do" for at in each),
            "now:",
            *(f"  - not o{at}" for at in each),
            "wants:",
            *(f"  A{at}: [o{at}]" for at in each),
            "questions:",
            "  c: {asks: does it?, compare: o1}",
            "  w: {asks: what if?, whatif: o0=yes}",
        )
    )


def test_of_what_passes_too_many_situations_no_end_is_told(tmp_path: Path) -> None:
    many = MAX_NODES.bit_length()
    asked = written(tmp_path, everybody(many))
    found = asks("compare", asked)()
    assert not found.courses[0].complete and found.judged[0].verdict == "undetermined"
    with pytest.raises(NotComputed, match="beyond the budget"):
        asks("whatif", written(tmp_path, everybody(many + 1)))()


def two(count: int) -> str:
    """Two who want nearly all that they can do, and an offer of the rest."""
    each = range(count)
    return "\n".join(
        (
            "case: Do they?\nactors: {A: {}, B: {}}\noptions:",
            *(f"  {actor}.{actor.lower()}{at}: do" for at in each for actor in "AB"),
            "now:",
            *(f"  - not {actor}{at}" for at in each for actor in "ab"),
            "wants:",
            *(
                f"  {actor.upper()}: [not {actor}0, {', '.join(f'{actor}{at}' for at in each if at)}]"
                for actor in "ab"
            ),
            "offers:\n  - A gives a0 for b0",
            "questions:\n  o: {asks: does it hold?, offers: all}",
        )
    )


def test_an_offer_on_the_way_to_which_is_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is put nearer than the page has it: what is beyond it is met sooner."""
    monkeypatch.setattr("standoff.gmcr.concept.answer.MAX_STATES", 1_000)
    assert asks("offers", written(tmp_path, two(4)))()
    with pytest.raises(TooLarge, match="more than 1,000 situations"):
        asks("offers", written(tmp_path, two(9)))()


LIMITS: tuple[tuple[str, int], ...] = (
    *((kind, MAX_SILENT_FACTS) for kind in QUESTIONS),
    ("compare", MOST_COUNTED),
    ("compare", MAX_NODES),
    ("whatif", MAX_NODES),
    ("robust", MAX_LEAVES),
    ("inverse", MAX_VERSIONS),
    ("why", MAX_PASSED),
    ("why", MAX_LEAVES),
    ("offers", MAX_STATES),
    ("deals", MOST_OPTIONS),
    ("deals", MOST_PARTIES),
    ("believes", MOST_SETS),
)


@pytest.mark.parametrize(("kind", "limit"), LIMITS)
def test_the_page_says_the_number_beyond_which_a_question_is_refused(kind: str, limit: int) -> None:
    assert re.search(rf"(?<![\d,]){limit:,}(?![\d,]\d)", said(kind))
