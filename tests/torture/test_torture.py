"""The torture finds a writer that loses something, and finds nothing where all is well."""

import os
import random
import time
from contextlib import nullcontext

import pytest

from standoff.store import write

if os.name == "nt":
    pytest.skip("the torture needs fork", allow_module_level=True)

from tests.torture import torture

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def ground(tmp_path):
    torture.load_everything()
    return torture.Ground(tmp_path)


def test_nothing_is_lost_in_a_few_trials(ground):
    lost = torture.Lost()
    for part, count in ((torture.kills, 19), (torture.pairs, 6), (torture.full_disks, 19)):
        part(ground, count, random.Random(2), lost)
    assert lost.faults == []
    assert lost.hit["kills"] == 19 and lost.hit["full disks"] > 10


def test_a_writer_that_is_not_whole_is_found(ground, monkeypatch):
    """Half of the data, then the other half: what a writer without care does."""

    def careless(path, data, durable=True):
        half = len(data) // 2
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data[:half])
        for _ in range(30):  # a kill comes at a line of `write`
            write.sweep(path.parent)
        path.write_bytes(data)

    only = next(each for each in torture.WRITERS if each.name == "accept")
    monkeypatch.setattr(torture, "WRITERS", (only,))
    monkeypatch.setattr("standoff.store.records.write_bytes", careless)
    lost = torture.Lost()
    torture.kills(ground, 12, random.Random(3), lost)
    assert any("neither what it was" in fault for fault in lost.faults)


def test_writers_that_do_not_wait_for_each_other_are_found(ground, monkeypatch):
    """Of the ledger: decisions on a desk are made up for by their log even so."""

    def slow(path, data):
        time.sleep(0.05)
        write.write_bytes(path, data)

    monkeypatch.setattr("standoff.store.ledger.locked", lambda *_: nullcontext())
    monkeypatch.setattr("standoff.store.ledger.write_bytes", slow)
    only = tuple(each for each in torture.PAIRS if each.name == "two forecasts resolved")
    monkeypatch.setattr(torture, "PAIRS", only)
    lost = torture.Lost()
    torture.pairs(ground, 4, random.Random(4), lost)
    assert lost.faults


def test_what_it_takes_for_left_over():
    assert torture.left(".case.yaml.123.part") and torture.left(".dam.9.part/case.yaml")
    assert not torture.left("case.yaml") and not torture.left("part")
