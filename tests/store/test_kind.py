"""What kind of file a model is in: told by content, read or refused in one line, nothing executed."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path

import pytest

from standoff.problem import CaseError
from standoff.store.model.kind import KINDS, READERS, kind_of
from standoff.store.model.read import SUFFIXES, read_model


class Armed:
    """Unpickled, it would write a file."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return (open, (self.target, "w"))


GAME = 'NFG 1 R "a game" { "A" } { 2 }\n1 2\n'
REFUSED = [
    (pickle.dumps({"options": []}, protocol=0), "an old GMCR+ file, a pickle, which is not opened"),
    (pickle.dumps({"options": []}, protocol=1), "open it in GMCR+ 0.3 or later and save it again"),
    (pickle.dumps(Armed("x"), protocol=0), "a pickle"),
    *((pickle.dumps({"options": []}, protocol=k), "a pickle") for k in (2, 3, 4, 5)),
    ('{"options": []}'.encode("utf-16"), "UTF-16 or UTF-32: save it as UTF-8"),
    ('{"options": []}'.encode("utf-16-le"), "save it as UTF-8"),
    ('{"options": []}'.encode("utf-16-be"), "save it as UTF-8"),
    ('{"options": []}'.encode("utf-32"), "save it as UTF-8"),
    (GAME.encode("utf-16"), "save it as UTF-8"),
    (b"", "an empty file"),
    (b" \n\t\n", "an empty file"),
    (gzip.compress(b"{}", mtime=0), "a compressed file: unpack it first"),
    (b"PK\x03\x04rest", "a compressed file"),
    (b"<?xml version='1.0'?><gambit:document/>", "an XML file"),
    (b"#AGG\n2\n", "an action graph game"),
    (b"{}\x00\x01", "no text"),
    (b"\xfe\xed\xfa\xce\x00", "no text"),
    (b"{", "this is not JSON"),
    (b"EFG 3 R", "EFG 2 is read here"),
    (b"\x89PNG", "utf-8"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
@pytest.mark.parametrize("name", ["old.gmcr", "model.json", "game.nfg", "anything"])
def test_other_files_are_refused_in_one_line(
    content: bytes, message: str, name: str, tmp_path: Path
) -> None:
    """Whatever the file is called; the line says what it is and the way out."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CaseError) as raised:
        read_model(path)
    (problem,) = raised.value.findings.problems
    assert message in str(problem)
    assert "\n" not in str(problem) and problem.place.file == str(path)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    target = tmp_path / "written"
    for protocol in range(6):
        path = tmp_path / "armed.gmcr"
        path.write_bytes(pickle.dumps(Armed(str(target)), protocol=protocol))
        with pytest.raises(CaseError):
            read_model(path)
        assert not target.exists()
    pickle.loads(path.read_bytes()).close()
    assert target.exists()


@pytest.mark.parametrize("name", ["game.nfg", "game.json", "game.txt"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n  "])
def test_a_game_is_read_whatever_it_is_called(name: str, mark: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(mark + GAME, "utf-8")
    assert read_model(path).title == "a game"


def test_files_that_are_not_there_are_one_line_too(tmp_path: Path) -> None:
    for path in (tmp_path / "none.nfg", tmp_path):
        with pytest.raises(CaseError, match="the file cannot be read"):
            read_model(path)


def test_the_table_is_complete() -> None:
    """Every kind has a reader or a way out; the suffixes lead to kinds that are read; the last fits all."""
    for kind in KINDS:
        assert (kind.reader is None) == bool(kind.way_out), kind.id
    assert set(SUFFIXES) == {".json", ".gmcr", ".nfg", ".efg"}
    assert all(kind.reader is not None for kind in READERS.values())
    assert kind_of(b"NFGX").id == kind_of(b"anything").id == KINDS[-1].id


def test_json_of_both_schemas_is_still_read(tmp_path: Path) -> None:
    document = {
        "schema": "standoff-model/1",
        "form": "normal",
        "decision_makers": [{"name": "A", "strategies": ["x", "y"]}],
        "preferences": {"A": {"form": "none"}},
    }
    path = tmp_path / "model.gmcr"
    path.write_text(json.dumps(document), "utf-8")
    assert read_model(path).model.space.count == 2
