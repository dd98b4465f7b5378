"""A packed case: what is in it, what is not, and what is not taken out of it."""

import json

import pytest

from standoff.store.pack import NoPack, pack, unpack
from standoff.store.write import Changed, remove

FILES = {
    "case.yaml": "case: A question?\n",
    "readings/one.yaml": "now: []\n",
    "sources/one.yaml": "sentences: |\n",
    "model.json": "{}",
}


def test_a_pack_is_the_same_for_the_same_case_and_opens_as_it_was():
    data = pack("wells", {**FILES, "texts/one.txt": "A text.", "ledger.jsonl": "{}"})
    assert data == pack("wells", dict(reversed(FILES.items())))
    assert unpack(data) == ("wells", FILES)
    assert b"A text." not in data


@pytest.mark.parametrize(
    "name",
    [
        "../x.yaml",
        "readings/../../x.yaml",
        "/x.yaml",
        "readings/x/y.yaml",
        "x.py",
        "sources/.yaml",
        "readings/..yaml",
    ],
)
def test_a_name_that_is_no_file_of_a_case_is_refused_whole(name: str):
    record = json.loads(pack("wells", FILES))
    record["files"][name] = record["files"]["case.yaml"]
    with pytest.raises(NoPack, match="no file of a case"):
        unpack(json.dumps(record).encode())


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"{}", b'{"format": "standoff-pack/2"}', b"[" * 50_000]
)
def test_what_is_no_pack_is_said(data: bytes):
    with pytest.raises(NoPack):
        unpack(data)


@pytest.mark.parametrize(
    "entry", [None, {}, {"text": 3}, {"text": "x"}, {"text": "x", "sha256": "0" * 64}]
)
def test_a_file_that_is_not_what_was_packed_is_refused(entry: object):
    record = json.loads(pack("wells", FILES))
    record["files"]["readings/one.yaml"] = entry
    with pytest.raises(NoPack):
        unpack(json.dumps(record).encode())


def test_a_name_of_a_case_is_only_a_name():
    for name in ("../x", "/x", "", "x\ny"):
        assert unpack(pack(name, FILES))[0] == "case"


def test_a_file_is_taken_away_only_as_it_was(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("one", "utf-8")
    with pytest.raises(Changed):
        remove(path, "two")
    assert path.read_text("utf-8") == "one"
    remove(path, "one")
    assert not path.exists()
    with pytest.raises(Changed):
        remove(path, "one")
