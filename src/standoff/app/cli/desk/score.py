"""A backend held against gold, or two readers against each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import Backend, period
from standoff.app.cli.desk.readers import show_agreement


def score(
    gold: Annotated[
        list[Path], typer.Argument(help="Gold: annotated texts (.json), event records (.jsonl).")
    ],
    texts: Annotated[
        Path | None, typer.Option("--texts", help="The folder of the texts.", exists=True)
    ] = None,
    backend: Backend = "rules",
    *,
    label: Annotated[
        str, typer.Option("--label", help="tuned or unseen: printed beside the numbers.")
    ] = "",
    first: Annotated[
        bool,
        typer.Option(
            "--first", help="Keep these figures as the first look at each text, once and for good."
        ),
    ] = False,
    second: Annotated[
        Path | None,
        typer.Option(
            "--second",
            help="A second reader's annotations: how far the two agree; no backend is run.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Score a backend against gold, with n and a 95 % interval for every number.

    With --first the figures are added to benchmarks/first-look.jsonl, text by text; what stands
    there is never written again, so that later figures can be held against them.
    With --second two readers are held against each other, by text and pooled: F1, Wilson's interval.

    Example: standoff desk score my-gold.json --texts my-texts --label unseen
    """
    from standoff.store.firstlook import FIRST_LOOK, log_first_look
    from standoff.text.desk.score import Score, total

    if second is not None:
        show_agreement(gold, second, as_json=as_json)
        return
    rows: list[Score] = []
    for path in gold:
        own = list(_scored(path, texts, backend))
        rows.extend(own)
        if first:
            new = log_first_look(FIRST_LOOK, path.stem, own)
            typer.echo(f"{path.stem}: {new} first figures added to {FIRST_LOOK}", err=True)
    for row in total(rows):
        low, high = row.interval
        values = {"measure": row.measure, "value": round(row.value, 3) if row.n else None, "right": row.right,
                  "n": row.n, "low": round(low, 3), "high": round(high, 3), "label": label}  # fmt: skip
        if as_json:
            show_json(values, as_line=True)
        else:
            typer.echo(
                f"{row.measure:42} {row.value:6.3f}  {row.right:>4} of {row.n:<4} "
                f"{low:.2f}-{high:.2f}  {label}"
            )


def _scored(path: Path, texts: Path | None, backend: str) -> Iterator[Any]:
    from standoff.store.sources import files, read_document
    from standoff.text.backend import Settings, annotate
    from standoff.text.desk.gold import published_of
    from standoff.text.desk.score import GoldError, score_events, score_text

    content = path.read_text("utf-8")
    try:
        lines = (
            [json.loads(line) for line in content.splitlines() if line.strip()]
            if path.suffix == ".jsonl"
            else []
        )
        gold = json.loads(content) if not lines else {}
    except ValueError as error:
        raise GoldError(f"{path} is not JSON: {error}") from None
    if lines:
        yield from score_events(lines, list(_events(lines, backend)))
        return
    if texts is None:
        raise typer.BadParameter("say where the texts are: --texts DIR")
    for file in files([texts]):
        found = read_document(file)
        if found.sha256 == gold.get("sha256"):
            settings = Settings(published=period(published_of(gold)))
            yield from score_text(gold, annotate(found.text, path.stem, backend, settings))
            return
    raise GoldError(f"{path}: its text (sha256 {gold.get('sha256')}) is not in {texts}")


def _events(lines: Iterable[dict[str, Any]], backend: str) -> Iterator[list[Any]]:
    """Per record its events, the likeliest first. A record is one sentence, and is read as one."""
    from standoff.text.annotation import Event
    from standoff.text.backend import annotate

    for line in lines:
        read_ = annotate(" ".join(str(line.get("text", "")).split()), "record", backend)
        yield sorted(
            read_.of(Event), key=lambda e: (read_.sentence_at(e.trigger[0]).number, e.rank)
        )
