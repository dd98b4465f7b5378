"""One hostile case, model, desk and path through every command: whatever a file holds is printed as data.

The files hold what a terminal, a page or a reader's eye would obey: escape sequences, marks that turn the
writing around, invisible characters, markup. A command that is not in `COMMANDS` fails the test.
"""

import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.table import Table
from rich.text import Text
from typer.main import get_command
from typer.testing import CliRunner

from standoff.app.cli import shell
from standoff.app.cli.main import app
from standoff.app.cli.type import CleanConsole
from standoff.problem import clean

ESC, BIDI, C1, NUL = "\x1b", "\u202e", "\x9b31m", "\x00"
EVIL = (
    f"{ESC}[2J{ESC}]0;owned\x07\u2066\u2067{C1}[/bold][red]<script>alert(1)</script>\u200b\x7f\x08"
)
SHY = (
    f"\u2067{BIDI}\u200b[/bold][red]x <img src=y onerror=z> & \u2066"  # what YAML lets a case hold
)
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u206f\ud800-\udfff]"
)
CASE = f"""\
case: Will {SHY} it end?
at: 2024-06
sources: {{letter: {{title: "{SHY}", outlet: "{SHY}", author: "{SHY}", date: 2024-06}}}}
actors:
  Ada: {{also: ["{SHY}"]}}
  Ben: {{also: ["{SHY}"]}}
options:
  Ada.pay: pay {SHY[:3]} half [letter#s1]
  Ben.night: water {SHY[:3]} at night
now: []
wants:
  Ada:
    - night [letter#s1] attributed to {SHY[:3]}, hedged "{SHY[:3]}"
    - not pay
  Ben:
    - pay -> night
    - not night
believes:
  Ada:
    wants:
      Ben:
        - night [letter#s1] attributed to {SHY[:3]}, hedged "{SHY[:3]}"
offers:
  - Ben gives night for Ada.pay  [letter#s1]; open
author_concludes:
  - not pay and not night   [letter#s2] hedged "{SHY[:3]}"
  - night given pay
forecasts:
  - "it {SHY[:3]} ends" by 2024 [letter#s1]
precedents:
  - "it {SHY[:3]} was so" by 2020
motives:
  Ben.night:
    thrift: {{why: so {SHY[:3]} it is, wants: [not night]}}
    care: {{why: he likes it, wants: [night]}}
questions:
  q: {{asks: will {SHY[:3]} he?, robust: not night}}
"""
MODEL = {
    "schema": "standoff-model/1", "id": f"i{EVIL}", "title": f"T{EVIL}", "form": "option",
    "decision_makers": [{"name": f"A{EVIL}", "options": ["a"]}, {"name": "B", "options": ["b"]}],
    "options": [{"id": "a", "name": f"n{EVIL}", "dm": f"A{EVIL}"}, {"id": "b", "name": EVIL, "dm": "B"}],
    "infeasible": [], "status_quo": None,
    "preferences": {f"A{EVIL}": {"form": "statements", "priority_order": ["a"]},
                    "B": {"form": "statements", "priority_order": ["a & b"]}},
}  # fmt: skip
TEXT = (
    f"Ada {EVIL} offered Ben water in exchange for {EVIL} a pump, but Ben refused. It rained on 3 May 2019.\n"
    f"Peru {BIDI} said {ESC}[5m that Chile may follow Bolivia.\n"
)
RESOLVE = ("--outcome", "void", "--on", "2025", "--source", EVIL)
COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "compare": [("CASE",)], "model solve": [("MODEL",), ("MODEL", "--theory", "all")],
    "solve": [("CASE",), ("CASE", "--concept", EVIL)],
    "evolve": [("CASE",)], "explain": [("CASE",), ("CASE", "--state", EVIL)],
    "report": [("CASE", "-o", "OUT.html"), ("CASE", "-o", "OUT.html", "--texts", "TEXTS")],
    "picture": [
        ("CASE", "press"), ("CASE", "moves"), ("CASE", "graph", "--state", EVIL), ("CASE", EVIL),
        ("CASE", "counts", "-o", "OUT.svg"),
    ],
    "demo": [], "find": [("CASE",)], "reach": [("CASE", "--where", "night"), ("CASE", "-w", EVIL)],
    "believes": [("CASE",), ("CASE", "--reading", EVIL)],
    "deals": [("CASE",), ("CASE", "--for", "pay"), ("CASE", "--for", EVIL)],
    "whatif": [("CASE", "--set", "pay=yes"), ("CASE", "--set", EVIL)],
    "robust": [("CASE", "--ask", "not night")],
    "inverse": [("CASE", "--want", "night"), ("CASE", "--want", EVIL)],
    "sweep": [("CASE", "--ask", "not night", "--over", "lists", "--out", "OUT", "--draws", "50")],
    "why": [("CASE", "--act", "Ben.night"), ("CASE", "--act", EVIL)],
    "offers": [("CASE",)], "case precedents": [("CASE",)],
    "ask": [("CASE",), ("CASE", EVIL)], "case roleplay": [("CASE", "-o", "OUT")], "case list": [()],
    "check": [("CASE",), ("CASE", "--texts", "TEXTS"), ("EVIL",)], "cite": [("CASE", "--texts", "TEXTS")],
    "new": [("OUT",)], "show": [("CASE",)], "case schema": [()],
    "desk import": [("TEXTS", "--to", "OUT"), ("MODEL", "--to", "OUT", "--id", EVIL)],
    "case adopt": [("MODEL", "-o", "OUT")],
    "model convert": [("CASE", "-o", "OUT.gmcr"), ("MODEL", "-o", "OUT.graphml"), ("MODEL", "-o", "OUT.dot")],
    "desk export": [("DESK", "web"), ("DESK", "brat"), ("DESK", "csl")],
    "desk take-in": [("DESK", "PAGE", "--source", "evil")],
    "desk read": [("TEXTS", "-b", "plain"), ("TEXTS", "-b", "plain", "--to", "OUT"), ("TEXTS", "-b", EVIL)],
    "desk records": [("DESK",), ("DESK", "--kind", EVIL)],
    "desk pairs": [("DESK",)], "desk score": [("MODEL", "--texts", "TEXTS")],
    "desk draft": [("DESK", "OUT", "--title", "a title")],
    "desk accept": [("DESK", "--kind", "mention"), ("DESK", EVIL)],
    "desk edit": [("DESK", "--kind", "date", "--set", f"note={EVIL}")],
    "desk reject": [("DESK", "--kind", "mark")],
    "desk undo": [("DESK", "-s", "evil")], "desk walk": [("DESK",)], "desk agree": [("DESK", "DESK")],
    "desk reanchor": [("DESK", "evil", "CHANGED")],
    "forecast list": [("CASE",)], "forecast resolve": [("CASE", "FORECAST", *RESOLVE)],
    "forecast score": [("CASE",)],
    "doctor": [()], "case forget": [("CASE",)],
}  # fmt: skip


def commands() -> Iterator[str]:
    """Every command of the program, with those that this module brings along where they are not wired yet."""

    def below(group: Any, before: str = "") -> Iterator[str]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from below(command, f"{before}{name} ")
            else:
                yield before + name

    yield from below(get_command(app))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    os.environ.setdefault("STANDOFF_CONFIG", str(root / "config"))
    (root / "texts").mkdir()
    (root / "texts" / "evil.txt").write_text(TEXT, "utf-8")
    (root / "texts" / f"letter{BIDI}{ESC}[31m.txt").write_text(TEXT, "utf-8")
    (root / "changed.txt").write_text("Well. " + TEXT, "utf-8")
    case = root / f"case{ESC}[31m{BIDI}"
    case.mkdir()
    (case / "case.yaml").write_text(CASE, "utf-8")
    bad = root / f"bad{ESC}[31m"
    bad.mkdir()
    (bad / "case.yaml").write_text(
        f"case: x\n{EVIL}: y\nnow:\n  - {EVIL}\nwhants: {EVIL}\n", "utf-8"
    )
    (root / "model.json").write_text(json.dumps(MODEL), "utf-8")
    page = {
        "items": [{"body": {"value": EVIL}, "target": {"selector": {"exact": EVIL}}, "id": EVIL}]
    }
    (root / "page.json").write_text(json.dumps(page), "utf-8")
    done = CliRunner().invoke(
        app, ["read", str(root / "texts"), "-b", "plain", "--to", str(root / "desk")]
    )
    assert done.exit_code == 0, done.output
    records = root / "desk" / "records" / "evil.jsonl"
    record = {
        "record": "mark",
        "start": 0,
        "end": 3,
        "quote": "Ada",
        "rule": EVIL,
        "kind": EVIL,
        "note": EVIL,
    }
    with records.open("a", encoding="utf-8") as out:
        out.write(
            json.dumps({**record, "id": f"mark:{EVIL}"}) + "\n" + EVIL.replace("\n", " ") + "\n"
        )
    return root


@pytest.fixture
def places(ground: Path, tmp_path: Path) -> dict[str, str]:
    shutil.copytree(ground, tmp_path / "g")
    root = tmp_path / "g"
    case = str(next(root.glob("case*")))
    said = json.loads(CliRunner().invoke(app, ["forecast", "list", case, "--json"]).stdout)
    return {
        "CASE": case, "EVIL": str(next(root.glob("bad*"))), "MODEL": str(root / "model.json"),
        "TEXTS": str(root / "texts"), "DESK": str(root / "desk"), "PAGE": str(root / "page.json"),
        "CHANGED": str(root / "changed.txt"), "OUT": str(root / f"out{BIDI}"),
        **{f"OUT.{kind}": str(root / f"out.{kind}") for kind in ("html", "gmcr", "graphml", "dot", "svg")},
        "FORECAST": said["forecasts"][0]["id"],
    }  # fmt: skip


def test_every_command_is_tried() -> None:
    known = set(COMMANDS)
    served = {"app", "mcp"}  # they stay until stopped: tests/app/web and tests/app/mcp attack them
    assert set(commands()) - served == known


ROWS = [(name, words) for name, rows in COMMANDS.items() for words in rows]


@pytest.mark.parametrize("as_json", [False, True], ids=["", "json"])
@pytest.mark.parametrize(("name", "words"), ROWS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(ROWS)])
def test_nothing_that_a_terminal_obeys_is_printed(name, words, as_json, places) -> None:
    arguments = [*name.split(), *(places.get(word, word) for word in words)]
    done = CliRunner().invoke(app, [*arguments, "--json"] if as_json else arguments, input="a\nq\n")
    if as_json and "No such option" in done.stderr:
        return
    assert done.exit_code in (0, 1, 2), (done.output, done.exception)
    assert not isinstance(done.exception, Exception) or isinstance(done.exception, SystemExit)
    assert "Usage:" not in done.stderr or EVIL in words, done.stderr
    assert not OBEYED.search(done.output), repr(OBEYED.search(done.output))
    assert not OBEYED.search(done.stderr)
    for line in done.stdout.splitlines() if as_json and not done.exit_code else ():
        assert line.isascii()
    page = Path(places["OUT.html"])
    if page.exists():
        text = page.read_text("utf-8")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert "<img src=y" not in text and "<script>alert" not in text
    for kind in ("graphml", "dot", "svg"):
        made = Path(places[f"OUT.{kind}"])
        assert not made.exists() or not OBEYED.search(made.read_text("utf-8"))
    for path in Path(places["OUT"]).rglob("*") if Path(places["OUT"]).is_dir() else ():
        assert not OBEYED.search(path.name), path


def test_json_gives_the_data_back_whole(places) -> None:
    """Escaped, not taken out: a program gets what the file holds."""
    record = json.loads(CliRunner().invoke(app, ["solve", places["MODEL"], "--json"]).stdout)
    assert any(isinstance(value, str) and EVIL in value for value in walk(record))


def walk(value: Any) -> Iterator[Any]:
    yield value
    children = value.values() if isinstance(value, dict) else value
    for child in children if isinstance(value, dict | list) else ():
        yield from walk(child)


# --- the two ways out -----------------------------------------------------------------------------


def test_what_is_set_in_type_on_a_terminal_obeys_its_own_styles_alone() -> None:
    out = io.StringIO()
    console = CleanConsole(
        file=out, force_terminal=True, color_system="standard", markup=False, width=60
    )
    table = Table("who", EVIL)
    table.add_row(EVIL, Text(EVIL, style="bold"))
    for what in (EVIL, Text(EVIL, style="red"), table):
        console.print(what)
    said = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    assert not OBEYED.search(said)
    assert "[red]" in said and "\x1b[1m" in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()


def test_every_character_that_is_obeyed_is_taken_out_and_no_other() -> None:
    every = [
        chr(number)
        for number in range(0x110000)
        if chr(number).isprintable() or chr(number) in "\t\n"
    ]
    kept = "".join(every)
    assert clean(kept) == kept
    for sign in "می‌خواهم", "\u200fשלום!\u200e", "👨‍👩‍👧", "क्ष", "é":
        assert clean(sign) == sign
    assert not OBEYED.search(clean("".join(map(chr, range(0x3000)))))


@pytest.mark.parametrize(
    "encoding", ["ascii", "cp1252", "latin-1", "cp1251", "cp932", "gbk", "cp437", "utf-8"]
)
def test_whatever_the_letters_of_the_console_all_is_printed(encoding, monkeypatch) -> None:
    import sys

    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    with shell.clean_output():
        print("• “Ada” – Łódź, Москва, 東京 \ud800")
        sys.stdout.writelines(["a\x1b[2J", "b\n"])
        sys.stdout.flush()
    assert sys.stdout is stream
    said = raw.getvalue().decode(encoding)
    assert "Ada" in said and "\x1b" not in said
