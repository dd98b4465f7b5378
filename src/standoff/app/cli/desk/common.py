"""What the commands of the reading desk share: their arguments, loading, showing a record, dating a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from standoff.citation import Period
    from standoff.store.records import Loaded
    from standoff.text.annotation import Record

Desk: TypeAlias = Annotated[
    Path, typer.Argument(help="The folder of a desk.", metavar="DESK", show_default=False)
]
Files: TypeAlias = Annotated[
    list[Path],
    typer.Argument(help="Texts: .txt, .md, .html, .pdf; or folders of them.", show_default=False),
]
Source: TypeAlias = Annotated[str | None, typer.Option("--source", "-s", help="Only this source.")]
Kind: TypeAlias = Annotated[
    str | None, typer.Option("--kind", "-k", help="Only this kind: mention, date, offer ...")
]
State: TypeAlias = Annotated[
    str | None, typer.Option("--state", help="Only: proposed, accepted, edited, rejected.")
]
By: TypeAlias = Annotated[
    str, typer.Option("--by", help="Who decides; kept with the decision.", envvar="STANDOFF_CODER")
]
Backend: TypeAlias = Annotated[
    str, typer.Option("--backend", "-b", help="rules (spaCy), plain, or model.")
]
Published: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--published", help="When the text was published: 2018-08-28, or two joined by /."
    ),
]


def loaded_from(desk: Path, source: str | None) -> Iterator[Loaded]:
    """Yield the sources of a desk, one after the other; what could not be taken goes to stderr."""
    from standoff.store import records as store
    from standoff.store.sources import CannotImport, ids

    every = [source] if source else ids(desk)
    if not every:
        raise CannotImport(f"{desk} holds no texts: standoff read FILES --to {desk}")
    for id in every:
        loaded = store.load(desk, id)
        for line in loaded.trouble:
            typer.echo(line, err=True)
        yield loaded


def one_of(desk: Path, source: str | None) -> Loaded:
    from standoff.store.sources import ids

    if source is None:
        known = ids(desk)
        if len(known) != 1:
            raise typer.BadParameter(f"say which source: --source {' | '.join(known) or 'ID'}")
        source = known[0]
    return next(loaded_from(desk, source))


def chosen(loaded: Loaded, kind: str | None, state: str | None) -> list[Record]:
    from standoff.problem import UnknownName
    from standoff.text.annotation import KINDS, STATES

    if kind is not None and kind not in KINDS:
        raise UnknownName("kind", kind, KINDS)
    if state is not None and state not in STATES:
        raise UnknownName("state", state, STATES)
    return [
        r for r in loaded.annotation.records if kind in (None, r.KIND) and state in (None, r.state)
    ]


def shown(loaded: Loaded, record: Record) -> str:
    """A record for a person: where it is, what it says, the words around it, the rule, its state."""
    from standoff.text.annotation import to_json

    part = loaded.annotation.sentence_at(record.start)
    before, after = loaded.text[part.start : record.start], loaded.text[record.end : part.end]
    hidden = ("record", "id", "start", "end", "quote", "rule", "state", "by", "at")
    says = ", ".join(f"{k} {v}" for k, v in to_json(record).items() if k not in hidden)
    place = f"{loaded.annotation.source}#{part.id}"
    return (
        f"{place}  {record.id}  {record.state}\n    {says}\n"
        f"    {plain(before)}⟦{plain(record.quote)}⟧{plain(after)}\n    rule: {record.rule}"
    )


def plain(words: str) -> str:
    """One line without marks that would turn the terminal's writing around."""
    return "".join(c for c in " ".join(words.split(" ")) if c.isprintable() or c == " ")


def short(words: str) -> str:
    return plain(words if len(words) < 90 else f"{words[:87]}...")


def period(text: str | None) -> Period | None:
    from standoff.citation import Period

    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def publish(desk: Path, id: str, published: Period) -> None:
    """Keep when a text was published, and date its records anew where it was read before."""
    from standoff.store import records as store
    from standoff.store import sources
    from standoff.store.write import locked
    from standoff.text.backend import Settings, redated

    sources.state_date(desk, id, published)
    if store.header(desk, id):
        roles = sources.imported(desk, id).roles
        with locked(desk):
            loaded = store.load(desk, id)
            settings = Settings(published=published, roles=roles)
            new = redated(loaded.text, loaded.annotation, settings)
            store.save(desk, new, kept=loaded.kept)
