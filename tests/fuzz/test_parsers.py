"""Broken files through every reader: whatever they hold, the answer is a value or a sentence, never a crash.

Each reader gets files made from good ones by cutting, doubling, swapping and exchanging bytes and by words
that the format knows. STANDOFF_FUZZ says how many a reader gets (60 without it); the same ones each time.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.case.written import BASE, SAMPLE

from standoff.case.format.source import read_source
from standoff.case.format.yaml import decode
from standoff.case.syntax import read_case, read_overlay
from standoff.problem import StandoffError
from standoff.store import records, settings
from standoff.store.ledger import read_ledger
from standoff.store.model.gmcrplus import write_gmcrplus
from standoff.store.model.read import read_model
from standoff.text.desk.exchange import from_web, to_web
from standoff.text.file import document, extract

COUNT = int(os.environ.get("STANDOFF_FUZZ", "60"))
TEXT = "Peru offered clean water in exchange for a new road, but Chile refused. It rained on 3 May 2019.\n"
MODEL = {
    "schema": "standoff-model/1", "id": "m", "title": "m", "form": "option",
    "decision_makers": [{"name": "A", "options": ["a", "c"]}, {"name": "B", "options": ["b"]}],
    "options": [{"id": "a", "name": "a", "dm": "A"}, {"id": "b", "name": "b", "dm": "B"},
                {"id": "c", "name": "c", "dm": "A"}],
    "infeasible": ["YY-"], "status_quo": 1, "moves": None,
    "preferences": {"A": {"form": "statements", "priority_order": ["a & !b", ["b", "c IF a"]]},
                    "B": {"form": "weights", "weights": {"a": 1, "b": -2.5, "c": 0}}},
}  # fmt: skip
HTML = """<!doctype html><html><head><title>t</title><meta charset="utf-8"><script>x</script></head><body>
<nav><a href="/">menu</a></nav><article><h1>Peru &amp; Chile</h1><p>Peru offered water.<br>Chile
refused.</p><figure><img src="x"><figcaption>a road</figcaption></figure><table><tr><td>1</td></tr></table>
</article><footer>end</footer></body></html>"""
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 144]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    b"endobj\n4 0 obj<</Length 44>>stream\n"
    b"BT /F1 18 Tf 20 100 Td (Peru offered water) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Size 6/"
    + b"Root 1 0 R>>\n%%EOF\n"
)
WORDS = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\t", b"- ", b": ", b"[", b"]", b"{", b"}", b'"', b"'", b"#",
    b"&a ", b"*a", b"!!x ", b"|", b">", b"null", b"true", b"NaN", b"Infinity", b"1e999", b"-1",
    b"9" * 40, b"9" * 5000,
    b"\\ud800", b"\xed\xa0\x80", "\u202e\u200b".encode(), b"not ", b" -> ", b"silent", b"equal", b"[x#s1]",
    b"[" * 3000, b"{\"a\":" * 3000, b"( " * 300, b"</", b"<!--", b"<![CDATA[", b"&#x110000;", b"&amp",
    b"<table>" * 200,
    b"endobj", b"stream", b"/Length -1", b"/Kids[2 0 R]", b"<<", b">>", b"0 0 R",
]  # fmt: skip


SMALL_SOURCE = """\
outlet: A gazette
date: 2018-08-28/2018-08-31
sentences: |
  s2   38-112   0123456789abcdef  what it says
"""
SMALL_READING = """\
at: 2018
facts: {hidden: is it? silent}
wants:
  A: {ranking: [press, [leave, nothing]]}
  B:
    - hidden -> leave  [x#s1] hedged "so", denied
    - equal
    - stay !!
offers:
  - B gives leave for A.press  [x#s2]; refused
forecasts:
  - "it ends" by 2019
motives:
  B.leave:
    fear: {why: it fears, wants: [leave]}
"""


def broken(seeds: list[bytes], count: int, seed: str) -> Iterator[bytes]:
    """Files made from good ones, each by one to five changes."""
    rng = random.Random(seed)
    yield from seeds
    for _ in range(count):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 5)):
            at = rng.randrange(len(data) + 1)
            end = min(len(data), at + rng.choice((1, 2, 8, 40)))
            match rng.randrange(6):
                case 0:
                    del data[at:end]
                case 1:
                    data[at:at] = data[at:end] * rng.choice((1, 2, 50))
                case 2:
                    data[at:at] = rng.choice(WORDS)
                case 3:
                    data[at:end] = rng.choice(WORDS)
                case 4:
                    data[at:end] = bytes(rng.randrange(256) for _ in range(end - at))
                case _:
                    other = rng.choice(seeds)
                    cut = rng.randrange(len(other) + 1)
                    data[at:] = other[cut:]
        yield bytes(data[:200_000])


def json_values(seed: object, count: int, name: str) -> Iterator[bytes]:
    """Good JSON whose values are exchanged for others."""
    rng = random.Random(name)
    odd: list[object] = [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        "x",
        "\ud800",
        [],
        {},
        [[]],
        {"a": None},
        "Y" * 70,
        [1, "1"],
    ]

    def changed(value: object, depth: int = 0) -> object:
        if rng.random() < 0.06 * (depth > 0):
            return rng.choice(odd)
        if isinstance(value, dict):
            items = [(k, changed(v, depth + 1)) for k, v in value.items() if rng.random() > 0.02]
            return dict(items)
        if isinstance(value, list):
            found = [changed(each, depth + 1) for each in value if rng.random() > 0.03]
            return found + found[: rng.random() < 0.05]
        return value

    for _ in range(count):
        yield json.dumps(changed(seed)).encode()


# --- the readers ----------------------------------------------------------------------------------


def read_yaml(place: Path, data: bytes) -> None:
    text, _ = decode(data, "case.yaml")
    if text is not None:
        read_case(text, "case.yaml")
        read_overlay(text, "readings/r.yaml")
        read_source(text, "sources/x.yaml", "x")


def read_json_model(place: Path, data: bytes) -> None:
    path = place / "m.json"
    path.write_bytes(data)
    read_model(path)


def read_gmcr(place: Path, data: bytes) -> None:
    path = place / "m.gmcr"
    path.write_bytes(data)
    read_model(path)


def read_html(place: Path, data: bytes) -> None:
    in_child("page", data.decode("utf-8", "replace").encode())  # as `document` hands it over


def read_pdf(place: Path, data: bytes) -> None:
    in_child("pdf", data)


def in_child(kind: str, data: bytes) -> None:
    """What the child process answers: what a library throws at a broken file is told in words, see there."""
    try:
        answer = extract._KINDS[kind](data)
    except (MemoryError, ImportError):
        raise
    except Exception as error:
        answer = {"error": type(error).__name__}
    json.dumps(answer)


def read_desk(place: Path, data: bytes) -> None:
    desk = place / "desk"
    for folder in ("texts", "sources", "records", "log"):
        (desk / folder).mkdir(parents=True, exist_ok=True)
    (desk / "texts" / "x.txt").write_text(TEXT, "utf-8")
    part = ("records/x.jsonl", "log/x.jsonl", "sources/x.json")[len(data) % 3]
    for name in ("records/x.jsonl", "log/x.jsonl", "sources/x.json"):
        (desk / name).unlink(missing_ok=True)
    (desk / part).write_bytes(data)
    try:
        loaded = records.load(desk, "x")
    except StandoffError:
        assert (desk / part).read_bytes() == data
        return
    before = {line for line in loaded.kept if line.strip()}
    records.save(desk, loaded.annotation, kept=loaded.kept)
    kept = (desk / "records" / "x.jsonl").read_bytes().split(b"\n")
    assert before <= set(kept), "a line that could not be taken is gone"


def read_chain(place: Path, data: bytes) -> None:
    path = place / "ledger.jsonl"
    path.write_bytes(data)
    read_ledger(path)


def read_settings(place: Path, data: bytes) -> None:
    file = settings.directory() / settings.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    settings.lately()


def read_annotations(place: Path, data: bytes) -> None:
    try:
        page = json.loads(data)
    except (ValueError, RecursionError):
        return
    from_web(page if isinstance(page, dict) else {"items": page}, TEXT)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bytes]]:
    """Good files of each kind."""
    place = tmp_path_factory.mktemp("seeds")
    (place / "m.json").write_text(json.dumps(MODEL), "utf-8")
    model = read_model(place / "m.json")
    gmcr = write_gmcrplus(model.model, dict(model.labels), []).text
    (place / "x.txt").write_text(TEXT, "utf-8")
    from typer.testing import CliRunner

    from standoff.app.cli.main import app

    for words in (("read", place / "x.txt", "-b", "plain", "--to", place / "desk"),
                  ("accept", place / "desk", "--kind", "mention")):  # fmt: skip
        assert CliRunner().invoke(app, list(map(str, words))).exit_code == 0
    desk = [
        (place / "desk" / name).read_bytes()
        for name in ("records/x.jsonl", "log/x.jsonl", "sources/x.json")
    ]
    loaded = records.load(place / "desk", "x")
    page = to_web(loaded.annotation.records, TEXT, "x", loaded.annotation.sha256)
    root = Path(__file__).resolve().parents[2]
    return {
        "yaml": [text.encode() for text in (BASE, SMALL_SOURCE, SMALL_READING)],
        "model": [json.dumps(MODEL, indent=1).encode()],
        "gmcr": [gmcr.encode()],
        "html": [HTML.encode()],
        "pdf": [PDF],
        "desk": desk,
        "ledger": [(root / "cases" / "syria" / "ledger.jsonl").read_bytes() or b"{}\n"],
        "settings": [b'{"cases": [{"place": "/x", "hashes": ["a"], "texts": "/y"}]}'],
        "annotations": [json.dumps(page).encode()],
    }  # fmt: skip


READERS: dict[str, Callable[[Path, bytes], None]] = {
    "yaml": read_yaml, "model": read_json_model, "gmcr": read_gmcr, "html": read_html, "pdf": read_pdf,
    "desk": read_desk, "ledger": read_chain, "settings": read_settings, "annotations": read_annotations,
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@pytest.mark.filterwarnings("ignore")
def test_no_file_makes_a_reader_fail(name, seeds, tmp_path) -> None:
    if name == "pdf":
        pytest.importorskip("pypdf", reason="the extra [import] is not installed: no PDF is read")
    inputs = [broken(seeds[name], COUNT, name)]
    if name in ("model", "gmcr", "settings", "annotations"):
        inputs.append(json_values(json.loads(seeds[name][0]), COUNT, name))
    for data in (data for each in inputs for data in each):
        try:
            READERS[name](tmp_path, data)
        except StandoffError:
            continue
        except BaseException:
            (tmp_path / "failed").write_bytes(data)
            print(f"the input is in {tmp_path / 'failed'}: {data[:300]!r}")
            raise


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"PK\x03\x04", b"%PDF-"])
def test_what_is_no_text_is_refused_in_words(data) -> None:
    with pytest.raises(StandoffError, match=r"x\.pdf|installed"):
        document.document(data, "x.pdf")


def test_a_whole_page_goes_through_the_child_process() -> None:
    assert "Peru offered water." in document.document(HTML.encode(), "x.html").text


def test_the_mutations_are_the_same_each_time_and_differ() -> None:
    made = [list(broken([SAMPLE.encode()], 50, "x")) for _ in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 45
