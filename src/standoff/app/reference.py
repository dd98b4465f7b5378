"""The reference pages that are made from the code: `python -m standoff.app.reference` writes them.

A test fails when a page is stale; `python3 dev.py docs` makes them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from typer.main import get_command

from standoff.app.cli.main import app
from standoff.app.gallery import gallery, pictures
from standoff.app.library import library
from standoff.app.markdown import markdown, table
from standoff.case.question import QUESTIONS, Asks, QuestionKind
from standoff.case.syntax import SECTIONS, SectionRow
from standoff.report.html.fragment import drawing
from standoff.report.tell.model.catalog import tell as tell_catalog
from standoff.report.tell.model.concepts import page
from standoff.report.tell.model.variants import picture
from standoff.store.folder import load_folder
from standoff.store.model.catalog import catalog
from standoff.store.model.read import read_model
from standoff.store.model.theory.keys import theories
from standoff.store.shipped import shipped_cases


def commands() -> str:
    """Every command with its help, as `standoff COMMAND --help` prints it."""
    group = get_command(app)
    parts = [
        "# Commands",
        "Made from the commands themselves. Exit codes: 0 done, 1 findings in a case or a model, 2 usage, or "
        "time or memory that did not reach. "
        "Tables go to standard output, progress to standard error; `--json` prints plain data.",
    ]
    for name, command in _commands(group):
        context = command.context_class(command, info_name=f"standoff {name}", terminal_width=100)
        parts += [f"## {name}", f"```text\n{command.get_help(context)}\n```"]
    return "\n\n".join(parts) + "\n"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its words, those of a group after the group."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        yield before + name, command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def concepts() -> str:
    """The solution concepts, each with what it was checked against."""
    expected = {n: load_folder(path)[0].base.expected for n, path in shipped_cases().items()}
    return page({name: found for name, found in expected.items() if found})


def sections() -> str:
    """Every section of a case file, and how layers of it meet."""
    rows = (
        (f"`{row.key}`", row.meaning, _layers(row), "yes" if row.in_variant else "no", row.heading)
        for row in SECTIONS.values()
    )
    head = ("section", "holds", "laid on what is below", "in a variant", "read aloud under")
    return "\n\n".join(
        (
            "# Sections of a case file",
            "Made from the table of sections. How each is written: [the case format](case-format.md). A "
            "reading is laid over `case.yaml`, a variant over its reading.",
            table(head, rows),
        )
    )


def _layers(row: SectionRow) -> str:
    parts = {slot: rule.words for slot, rule in row.merge.items()}
    if len(parts) < 2:
        return "".join(parts.values())
    return "; ".join(f"{slot}: {words}" for slot, words in parts.items())


def questions() -> str:
    """Every kind of question, with what it is asked about and its parameters."""
    head = ("question", "what it answers", "asked about", "in a case", "parameters")
    rows = (
        (
            f"`{kind.id}`",
            kind.words,
            f"{_ABOUT[kind.asks]}{f' (`{kind.flag}`)' if kind.flag else ''}",
            f"`{kind.id}: {' or '.join(_written(kind))}`",
            "; ".join(f"`--{each.name}`: {each.words.rstrip('.')}" for each in kind.parameters),
        )
        for kind in QUESTIONS.values()
    )
    return "\n\n".join(
        (
            "# Questions",
            "Made from the table of questions. Each is a command, and a key of a case's `questions`: "
            "[ask a question](../how-to/ask-a-question.md).",
            table(head, rows),
        )
    )


def _written(kind: QuestionKind) -> Iterator[str]:
    """What may stand after a question's key under `questions:`."""
    if kind.asks != "nothing":
        yield kind.asks.upper()
    if kind.all:
        yield "all"


_ABOUT: Mapping[Asks, str] = MappingProxyType(
    {"condition": "a condition", "acts": "acts", "act": "an act", "nothing": "nothing"}
)


def published_conflicts() -> str:
    """The catalogue of published conflicts."""
    told = tell_catalog([entry.as_data() for entry in catalog()])
    return (
        "\n\n".join(
            (
                "# Published conflicts",
                "Made from the cases that ship with a model. Each is there by its name: "
                "`standoff solve NAME`, `standoff cases NAME`, `so.catalog()`, `so.read(NAME)`. States are "
                "called as their source calls them. *Read*: its published sets were read in the source; "
                "*from memory*: they were not.",
                *markdown(told.blocks, 2),
            )
        )
        + "\n"
    )


def theory() -> str:
    """Every key of `--theory`, with its definition, source, choice and what it was checked against."""
    parts = [
        "# What --theory says",
        "Made from the table of theory. `standoff model solve FILE --theory NAMES` and `standoff solve CASE "
        "--theory NAMES` take these names by comma, or `all`; from Python `Reading.theory`, `Model.theory`. "
        "Examples checked by hand: [the field's variants](../explanation/variants.md), "
        "[theory](../explanation/theory.md).",
    ]
    for row in theories().values():
        facts = [
            f"Definition: {row.definition}.",
            f"Source: {row.source}.",
            f"Choice: {row.choice}.",
            f"Checked: {row.checked}.",
        ]
        if row.input:
            facts.append(f"Reads `{row.input}` of `theory_input`: [model files](model-files.md).")
        parts += [
            f"## {row.id}",
            f"{row.words[0].upper()}{row.words[1:]}.",
            "\n".join(f"- {each}" for each in facts),
        ]
    return "\n\n".join(parts) + "\n"


def chain() -> str:
    """The picture of the chain of a game, drawn from what `--theory markov` says of it."""
    path = shipped_cases()["fang-1993-chicken"] / "model.json"
    found = theories()["markov"].compute(read_model(path), {})["uniform"]
    return drawing(picture("uniform", found))


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "gallery.md": gallery,
        "reference/commands.md": commands,
        "reference/concepts.md": concepts,
        "reference/library.md": library,
        "reference/published-conflicts.md": published_conflicts,
        "reference/questions.md": questions,
        "reference/sections.md": sections,
        "reference/shares.svg": chain,
        "reference/theory.md": theory,
    }
)
PICTURES = "gallery"
"""The folder of the gallery's pictures."""


def main() -> None:
    """Write every page into the folder given."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for name, make in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(make(), "utf-8", newline="\n")
    (folder / PICTURES).mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (folder / PICTURES / name).write_text(drawn, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
