"""Read texts: who is named, who says what, who did what, offers and dates, all as proposals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.app.cli.common import Json, show_text
from standoff.app.cli.desk.common import Backend, Files, Published
from standoff.app.cli.desk.reading import Work, told

if TYPE_CHECKING:
    from standoff.text.endpoint import Endpoint

PROGRESS_EVERY = 100


def read(
    files: Files,
    *,
    backend: Backend = "rules",
    as_json: Json = False,
    to: Annotated[
        Path | None, typer.Option("--to", help="Import into this desk and keep the records there.")
    ] = None,
    published: Published = None,
    reading: Annotated[
        Path | None, typer.Option("--case", help="A case whose actors' names are to be known.")
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option("--names", help="A file of names, a line an actor: `Actor: also, also`."),
    ] = None,
    pipeline: Annotated[
        str | None,
        typer.Option("--pipeline", help="A spaCy pipeline in place of the small English one."),
    ] = None,
    model_url: Annotated[
        str | None,
        typer.Option("--model-url", help="Base address of an OpenAI-compatible endpoint."),
    ] = None,
    model_name: Annotated[str, typer.Option("--model-name", help="The model to ask for.")] = "",
    model_price: Annotated[
        str,
        typer.Option("--model-price", help="Cost of 1000 tokens asked and answered, as 0.1,0.4."),
    ] = "0,0",
    refute: Annotated[
        str,
        typer.Option(
            "--refute", help="A model that is asked to refute each proposal of the first."
        ),
    ] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Read also what this backend has read already.")
    ] = False,
) -> None:
    """Propose who is named, who says what, who did what, offers and dates; each with its place.

    With --to the records are kept in a desk: what was decided is never touched, and a run that was
    broken off goes on where it stopped. `--to desk desk/texts` reads a desk again.

    Example: standoff desk read letters --backend plain --json
    """
    from standoff.store.sources import files as every

    work = Work(
        backend=backend,
        to=to,
        again=again,
        as_json=as_json,
        published=published,
        names=_names(reading, names),
        pipeline=pipeline,
        endpoint=_endpoint(model_url, model_name, model_price),
        refute=refute,
    )
    settings = work.settings
    done = failed = thrown = 0
    for some in told(work, every(files)):
        said: list[str] = []
        for one in some:
            done += 1
            wrong = [f"{done} read"] if done % PROGRESS_EVERY == 0 else []
            wrong += one.err
            if wrong:
                _say(said)
                typer.echo("\n".join(wrong), err=True)
            said += [one.out] if one.out else []
            failed += one.failed
            thrown += one.thrown_away
        _say(said)
    spent = settings.spent
    if spent.calls and settings.endpoint is not None:
        typer.echo(
            f"{spent.calls} calls, {spent.asked} tokens asked, {spent.answered} answered, "
            f"cost {spent.cost(settings.endpoint):.4f}",
            err=True,
        )
    if thrown:
        typer.echo(f"{thrown} records thrown away: the text does not say them", err=True)
    if failed:
        raise typer.Exit(1)


def _say(said: list[str]) -> None:
    """Print what was gathered, at once: line by line takes as long as to read a short text."""
    if said:
        show_text("\n".join(said))
        said.clear()


def _names(reading: Path | None, names: Path | None) -> dict[str, list[str]]:
    """Actor -> its other names, from a case and from a file of names."""
    known: dict[str, list[str]] = {}
    if reading is not None:
        from standoff.app.cli.common import open_case

        known.update({a.name: list(a.also) for a in open_case(reading).base.actors})
    for line in names.read_text("utf-8").splitlines() if names is not None else ():
        actor, _, also = line.partition(":")
        if actor.strip() and not line.startswith("#"):
            known.setdefault(actor.strip(), []).extend(
                n.strip() for n in also.split(",") if n.strip()
            )
    return known


def _endpoint(url: str | None, model: str, price: str) -> Endpoint | None:
    from standoff.text.endpoint import Endpoint

    try:
        asked, answered = (float(p) for p in price.split(","))
    except ValueError:
        raise typer.BadParameter(f"{price!r} is not two numbers, as 0.1,0.4") from None
    return Endpoint(url, model, price=(asked, answered)) if url else None
