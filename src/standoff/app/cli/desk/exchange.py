"""Records of a desk for other programs, and those of other programs into a desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli.common import show_json
from standoff.app.cli.desk.common import Desk, Source, State, chosen, loaded_from, one_of


def export(
    folder: Annotated[Path, typer.Argument(help="A desk.", metavar="DESK")],
    form: Annotated[str, typer.Argument(help="web (W3C Web Annotation), brat, or csl.")] = "web",
    *,
    source: Source = None,
    state: State = None,
) -> None:
    """Print records of a desk for another program.

    Records quote the text: share them as you would share the text.

    Example: standoff desk export desk web --source 003 --state accepted
    """
    from standoff.store.sources import ids, imported
    from standoff.text.desk.exchange import to_brat, to_csl, to_web

    if form == "csl":
        show_json(
            to_csl(imported(folder, i).source for i in ([source] if source else ids(folder))),
            as_line=True,
        )
        return
    if form not in ("web", "brat"):
        raise typer.BadParameter("web, brat or csl")
    for loaded in loaded_from(folder, source):
        kept = chosen(loaded, None, state)
        if form == "web":
            show_json(
                to_web(kept, loaded.text, loaded.annotation.source, loaded.annotation.sha256),
                as_line=True,
            )
        else:
            typer.echo(to_brat(kept, loaded.text), nl=False)


def take_in(
    desk: Desk,
    file: Annotated[Path, typer.Argument(help="A Web Annotation page (JSON).", exists=True)],
    source: Annotated[str, typer.Option("--source", "-s", help="The source it annotates.")],
) -> None:
    """Take in Web Annotations: our own come back whole, others become marks with a note.

    Example: standoff desk take-in desk page.json --source 003
    """
    import dataclasses

    from standoff.store import records as store
    from standoff.store.write import locked
    from standoff.text.annotation import RecordError, numbered
    from standoff.text.desk.exchange import from_web

    try:
        page = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RecordError(f"{file} is not JSON: {error}") from None
    with locked(desk):
        loaded = one_of(desk, source)
        found, trouble = from_web(page if isinstance(page, dict) else {"items": page}, loaded.text)
        if not found and not trouble:
            trouble = [f"{file} holds no annotations"]
        old = {r.id: r for r in loaded.annotation.records}
        there = {(r.KIND, r.start, r.end, r.note) for r in old.values()}
        new = [
            r
            for r in found
            if (
                (r.KIND, r.start, r.end, r.note) not in there
                if not r.id
                else r.id not in old or not old[r.id].decided
            )
        ]
        taken = {r.id for r in new}
        records = numbered([*(r for i, r in old.items() if i not in taken), *new])
        annotation = dataclasses.replace(loaded.annotation, records=records)
        store.save(desk, annotation, kept=loaded.kept)
    typer.echo(f"{len(new)} taken in, {len(found) - len(new)} left as they are here")
    for line in trouble:
        typer.echo(line, err=True)
    if trouble:
        raise typer.Exit(1)
