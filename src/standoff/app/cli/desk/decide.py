"""Decisions on what the desk found: one record, a filter, or a walk by key; and two coders compared.

Only a person's decision turns a proposal into something a case may rest on. Every step is logged and
can be taken back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
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
    from standoff.store.records import Entered, Loaded
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

    Example: standoff desk accept desk --source 003 --kind mention
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

    Example: standoff desk reject desk event:120-188 --source 003
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

    Example: standoff desk edit desk offer:120-188 --source 003 --set answer=refused
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

    Example: standoff desk undo desk --source 003
    """
    from standoff.store import records as store
    from standoff.text.desk.decision import undo as take_back

    loaded = one_of(desk, source)
    id = loaded.annotation.source
    _, step = take_back(loaded.annotation.records, store.read_log(desk, id), by=by, at=_now())
    _contested(store.enter(desk, id, [step]))
    typer.echo(f"{step.record} is {step.after.get('state', 'proposed')} again")


def walk(desk: Desk, source: Source = None, kind: Kind = None, by: By = "") -> None:
    """Go through the proposals one by one: a accept, r reject, e edit, s skip, u undo, q stop.

    What somebody else decides meanwhile is kept; where both decided one record, that is said.

    Example: standoff desk walk desk --source 003 --kind offer
    """
    from standoff.problem import StandoffError
    from standoff.store import records as store
    from standoff.store.write import CannotWrite

    for loaded in loaded_from(desk, source):
        waiting = [r.id for r in chosen(loaded, kind, "proposed")]
        place = 0
        while place < len(waiting):
            record = next((r for r in loaded.annotation.records if r.id == waiting[place]), None)
            if record is None:
                place += 1
                continue
            typer.echo(shown(loaded, record))
            key = _key(
                f"[{place + 1}/{len(waiting)}] a accept, r reject, e edit, s skip, u undo, q stop: "
            )
            if key == "q":
                return
            try:
                step = _step(desk, loaded, record, key, by)
                if step is not None:
                    entered = store.enter(desk, loaded.annotation.source, [step])
                    _contested(entered)
                    loaded = entered.loaded
            except CannotWrite:
                raise
            except StandoffError as error:
                typer.echo(str(error), err=True)
                continue
            place = max(0, place - 1) if key == "u" else place + 1


def _step(desk: Path, loaded: Loaded, record: Record, key: str, by: str) -> Decision | None:
    """What a key means for the record shown; None where it decides nothing."""
    from standoff.store import records as store
    from standoff.text.desk import decision

    records, text = loaded.annotation.records, loaded.text
    if key == "u":
        log = store.read_log(desk, loaded.annotation.source)
        return decision.undo(records, log, by=by, at=_now())[1]
    action = {"a": "accept", "r": "reject", "e": "edit"}.get(key)
    if action is None:
        return None
    changes = _asked() if key == "e" else None
    return decision.decide(
        records, record.id, action, by=by, at=_now(), text=text, changes=changes
    )[1]


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
    from standoff.store import records as store
    from standoff.text.desk.decision import decide

    if not ids and not kind:
        raise typer.BadParameter(
            "say which: ids of records, or --kind KIND for all proposals of it"
        )
    count = contested = 0
    missing = set(ids or ())
    for loaded in loaded_from(desk, source):
        known = {r.id for r in loaded.annotation.records}
        asked = [i for i in ids or () if i in known]
        wanted = asked if ids else [r.id for r in chosen(loaded, kind, "proposed")]
        missing -= known
        records: Sequence[Record] = loaded.annotation.records
        steps: list[Decision] = []
        for id in wanted:
            records, step = decide(
                records, id, action, by=by, at=_now(), text=loaded.text, changes=changes
            )
            steps.append(step)
        if steps:
            entered = store.enter(desk, loaded.annotation.source, steps)
            count += len(entered.done)
            contested += _contested(entered)
    if missing:
        raise UnknownName("record", min(missing))
    typer.echo(f"{count} {action}ed".replace("editeded", "edited"))
    if contested:
        raise typer.Exit(1)


def _contested(entered: Entered) -> int:
    """Say which decisions came too late; how many."""
    from standoff.store.records import said

    for step in entered.contested:
        typer.echo(
            f"{step.record} was decided meanwhile ({said(step.before)}): yours ({said(step.after)}) "
            "is kept in the log. Decide it again",
            err=True,
        )
    return len(entered.contested)


def agree(
    desk: Desk,
    other: Annotated[Path, typer.Argument(help="The desk of the second coder.")],
    source: Source = None,
    as_json: Json = False,
) -> None:
    """How far two coders agree, field by field, on what both accepted or edited.

    Example: standoff desk agree my-desk her-desk
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
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The changed text; the desk's own as it stands, if not given.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
) -> None:
    """Put a changed text in the place of the old one and move its records along.

    Kept, moved and context are certain; proposed ones are to be decided again. Lost ones are listed with
    their old quote; their lines stay in the file of records as they are, and move again when their words
    come back. The old text is kept until all is written: a run that was broken off is finished by another.

    Example: standoff desk reanchor desk 003 corrected.txt
    """
    from collections import Counter

    from standoff.store.records import rest_on
    from standoff.store.sources import read_document

    went = rest_on(desk, source, None if file is None else read_document(file).text)
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
