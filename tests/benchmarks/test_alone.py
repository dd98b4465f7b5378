"""What is measured in a process of its own gives its figures, and ends in time."""

from benchmarks import alone


def test_figures_come_from_a_process_of_their_own() -> None:
    figures = alone.started(alone.growth, 1, [3, 3], "cube", False)
    assert figures["states"] > 0 and figures["ms"] > 0 and figures["peak MB"] > 1


def test_diagrams_are_counted_concept_by_concept() -> None:
    figures = alone.started(alone.diagrams, 1, [4, 4, 3], True, ["NASH", "GMR"])
    assert [*figures] == ["s", "count NASH s", "count GMR s"]


def test_what_does_not_end_leaves_what_it_had() -> None:
    figures = alone.started(alone.diagrams, 1, [8] * 40, False, ["SEQ"], seconds=0.5)
    assert "count SEQ s" not in figures
