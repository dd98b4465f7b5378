"""The benchmarks keep running, and what they compare is equal."""

import pytest
from benchmarks.matrix_method import compare


def test_the_matrix_method_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    for seed in range(5):
        compare(5, seed)
    assert len(capsys.readouterr().out.splitlines()) == 5
