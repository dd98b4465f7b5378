"""Two readers' annotations of the same texts held against each other, as rows on standard output."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from standoff.app.cli.common import show_json


def show_agreement(gold: Sequence[Path], second: Path, *, as_json: bool) -> None:
    """Print how far two readers agree, text by text and pooled.

    gold    the first reader's annotations
    second  the folder with the second reader's, under the same names; texts read once are left out
    """
    from standoff.text.desk.readers import Agreement, acts, agreement, kappa, pooled

    both = [(p.stem, _read(p), _read(second / p.name)) for p in gold if (second / p.name).is_file()]
    if not both:
        raise typer.BadParameter(f"{second} has no annotation of the name of any of these")
    rows: list[Agreement] = []
    pairs: list[tuple[str, str]] = []
    for name, one, two in both:
        found = agreement(one, two)
        _show(name, found, kappa(acts(one, two)), as_json=as_json)
        rows.extend(found)
        pairs.extend(acts(one, two))
    _show("pooled", pooled(rows), kappa(pairs), as_json=as_json)


def _read(path: Path) -> dict[str, Any]:
    from standoff.text.desk.score import GoldError

    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise GoldError(f"{path} is not JSON: {error}") from None
    return content


def _show(text: str, rows: Sequence[Any], act_kappa: float | None, *, as_json: bool) -> None:
    for row in rows:
        low, high = row.interval
        value = round(row.value, 3) if row.one + row.two else None
        if as_json:
            counts = {"both": row.both, "one": row.one, "two": row.two}
            bounds = {"low": round(low, 3), "high": round(high, 3)}
            values = {"text": text, "measure": row.measure, "value": value, **counts, **bounds}
            show_json(values, as_line=True)
        elif value is not None:
            of = f"{row.both} of {row.one} and {row.two}"
            typer.echo(f"{text:8} {row.measure:28} {value:6.3f}  {of:18} {low:.2f}-{high:.2f}")
    if as_json:
        show_json(
            {"text": text, "measure": "statements: act, kappa", "value": act_kappa}, as_line=True
        )
    elif act_kappa is not None:
        typer.echo(f"{text:8} {'statements: act, kappa':28} {act_kappa:6.3f}")
