"""Decisions on what the desk found: one record, a filter, or a walk by key; and two coders compared.

Only a person's decision turns a proposal into something a case may rest on. Every step is logged and
can be taken back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import (
    By,
    Desk,
    Kind,
    Source,
    chosen,
    loaded_from,
    one_of,
    short,
    shown,
)

if TYPE_CHECKING:
    from standoff.store.records import Loaded
    from standoff.text.annotation import Record
    from standoff.text.desk.decision import Decision

Ids: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(help="Ids of records, as `records` shows them.", show_default=False),
]
Changes: TypeAlias = Annotated[
    list[str] | None, typer.Option("--set", help="field=value; JSON values are taken as such.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(accept)
    app.command()(edit)
    app.command()(reject)
    app.command()(undo)
    app.command()(walk)
    app.command()(agree)
    app.command()(reanchor)


def accept(
    desk: Desk,
    ids: Ids = None,
    source: Source = None,
    kind: Kind = None,
    by: By = "",
) -> None:
    """Accept records: one by id, or all proposals that a filter chooses.

    Example: standoff accept desk --source 003 --kind mention
    """
    _decide(desk, "accept", ids=ids, source=source, kind=kind, by=by)


def reject(
    desk: Desk,
    ids: Ids = None,
    source: Source = None,
    kind: Kind = None,
    by: By = "",
) -> None:
    """Reject records: one by id, or all proposals that a filter chooses.

    Example: standoff reject desk event:120-188 --source 003
    """
    _decide(desk, "reject", ids=ids, source=source, kind=kind, by=by)


def edit(
    desk: Desk,
    ids: Ids = None,
    *,
    change: Changes = None,
    source: Source = None,
    kind: Kind = None,
    by: By = "",
) -> None:
    """Change fields of records; the quote follows a changed span.

    Example: standoff edit desk offer:120-188 --source 003 --set answer=refused
    """
    changes = {}
    for entry in change or []:
        name, equals, value = entry.partition("=")
        if not equals:
            raise typer.BadParameter(f"{entry!r}: write field=value")
        changes[name.strip()] = _value(value)
    if not changes:
        raise typer.BadParameter("say what to change: --set field=value")
    _decide(desk, "edit", ids=ids, source=source, kind=kind, by=by, changes=changes)


def undo(desk: Desk, source: Source = None, by: By = "") -> None:
    """Take back the last decision on a source; again and again, back to the first.

    Example: standoff undo desk --source 003
    """
    from standoff.store import records as store
    from standoff.text.desk.decision import undo as take_back

    loaded = one_of(desk, source)
    id = loaded.annotation.source
    kept, step = take_back(loaded.annotation.records, store.read_log(desk, id), by=by, at=_now())
    _keep(desk, loaded, kept, [step])
    typer.echo(f"{step.record} is {step.after['state']} again")


def walk(desk: Desk, source: Source = None, kind: Kind = None, by: By = "") -> None:
    """Go through the proposals one by one: a accept, r reject, e edit, s skip, u undo, q stop.

    Example: standoff walk desk --source 003 --kind offer
    """
    from standoff.problem import StandoffError
    from standoff.store import records as store
    from standoff.text.desk import decision

    keys = {"a": "accept", "r": "reject", "e": "edit"}
    for loaded in loaded_from(desk, source):
        id = loaded.annotation.source
        waiting = [r.id for r in chosen(loaded, kind, "proposed")]
        kept: Sequence[Record] = loaded.annotation.records
        place = 0
        while place < len(waiting):
            record = next(r for r in kept if r.id == waiting[place])
            typer.echo(shown(loaded, record))
            key = _key(
                f"[{place + 1}/{len(waiting)}] a accept, r reject, e edit, s skip, u undo, q stop: "
            )
            if key == "q":
                return
            try:
                if key == "u":
                    kept, step = decision.undo(kept, store.read_log(desk, id), by=by, at=_now())
                    place = max(0, place - 1)
                elif key in keys:
                    changes = _asked() if key == "e" else None
                    kept, step = decision.decide(
                        kept,
                        record.id,
                        keys[key],
                        by=by,
                        at=_now(),
                        text=loaded.text,
                        changes=changes,
                    )
                    place += 1
                else:
                    place += 1
                    continue
            except StandoffError as error:
                typer.echo(str(error), err=True)
                continue
            _keep(desk, loaded, kept, [step])


def _key(prompt: str) -> str:
    """One key from a terminal, one word from a pipe; end of input stops."""
    typer.echo(prompt, nl=False)
    if sys.stdin.isatty():
        import click

        key = click.getchar().lower()
        typer.echo(key)
        return key
    line = sys.stdin.readline()
    typer.echo()
    return line.strip()[:1].lower() if line else "q"


def _asked() -> dict[str, Any]:
    typer.echo("field=value: ", nl=False)
    name, _, value = sys.stdin.readline().strip().partition("=")
    return {name.strip(): _value(value)}


def _decide(
    desk: Path,
    action: str,
    *,
    ids: Sequence[str] | None,
    source: str | None,
    kind: str | None,
    by: str,
    changes: dict[str, Any] | None = None,
) -> None:
    from standoff.problem import UnknownName
    from standoff.text.desk.decision import decide

    if not ids and not kind:
        raise typer.BadParameter(
            "say which: ids of records, or --kind KIND for all proposals of it"
        )
    count = 0
    missing = set(ids or ())
    for loaded in loaded_from(desk, source):
        known = {r.id for r in loaded.annotation.records}
        asked = [i for i in ids or () if i in known]
        wanted = asked if ids else [r.id for r in chosen(loaded, kind, "proposed")]
        missing -= known
        kept: Sequence[Record] = loaded.annotation.records
        steps: list[Decision] = []
        for id in wanted:
            kept, step = decide(
                kept, id, action, by=by, at=_now(), text=loaded.text, changes=changes
            )
            steps.append(step)
        if steps:
            _keep(desk, loaded, kept, steps)
        count += len(steps)
    if missing:
        raise UnknownName("record", min(missing))
    typer.echo(f"{count} {action}ed".replace("editeded", "edited"))


def _keep(desk: Path, loaded: Loaded, kept: Sequence[Record], steps: Iterable[Decision]) -> None:
    import dataclasses

    from standoff.store import records as store

    store.save(desk, dataclasses.replace(loaded.annotation, records=tuple(kept)))
    store.append_log(desk, loaded.annotation.source, steps)


def agree(
    desk: Desk,
    other: Annotated[Path, typer.Argument(help="The desk of the second coder.")],
    source: Source = None,
    as_json: Json = False,
) -> None:
    """How far two coders agree, field by field, on what both accepted or edited.

    Example: standoff agree my-desk her-desk
    """
    from standoff.text.desk.decision import agreement

    for loaded in loaded_from(desk, source):
        theirs = one_of(other, loaded.annotation.source)
        for row in agreement(loaded.annotation.records, theirs.annotation.records):
            values = {"source": loaded.annotation.source, **row.__dict__}
            if as_json:
                show_json(values)
            else:
                alpha = "-" if row.alpha is None else f"{row.alpha:.2f}"
                typer.echo(
                    f"{values['source']}  {row.kind}.{row.field}: "
                    f"{row.same} of {row.both} the same, alpha {alpha}; "
                    f"only one has it: {row.one} and {row.two}"
                )


def reanchor(
    desk: Desk,
    source: Annotated[str, typer.Argument(help="The source whose text changed.")],
    file: Annotated[Path, typer.Argument(help="The changed text.", exists=True, dir_okay=False)],
) -> None:
    """Put a changed text in the place of the old one and move its records along.

    Kept, moved and context are certain; proposed ones are to be decided again; lost ones are listed
    with their old quote and leave the records.

    Example: standoff reanchor desk 003 corrected.txt
    """
    import dataclasses
    from collections import Counter

    from standoff.store import records as store
    from standoff.store import sources
    from standoff.text.desk.anchor import reanchor as move

    old = sources.imported(desk, source)
    new = sources.read_document(file)
    before = store.load(desk, source).annotation
    went = move(before.records, old.text, new.text)
    sources.freeze(desk, source, new.text)
    kept = [a.record for a in went if a.how != "lost"]
    store.save(desk, dataclasses.replace(before, sha256=new.sha256, records=tuple(kept)))
    for how, count in Counter(a.how for a in went).items():
        typer.echo(f"{how}: {count}")
    lost = [a.record for a in went if a.how == "lost"]
    for record in lost:
        typer.echo(f"lost  {record.id} ({record.state}): {short(record.quote)}")
    if any(r.decided for r in lost):
        raise typer.Exit(1)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
