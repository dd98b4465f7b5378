"""Read texts: who is named, who says what, who did what, offers and dates, all as proposals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import Backend, Files, Published, period, publish

if TYPE_CHECKING:
    from standoff.text.annotation import Annotation
    from standoff.text.backend import Settings
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
    from standoff.text.desk.line import as_line

    settings = _settings(
        published, _names(reading, names), pipeline, _endpoint(model_url, model_name, model_price)
    )
    if settings.endpoint is not None:
        settings = _with_answers(settings, to, refute)
    done = failed = thrown = 0
    for path in every(files):
        annotation = _read_one(path, backend, settings, to, again)
        done += 1
        if done % PROGRESS_EVERY == 0:
            typer.echo(f"{done} read", err=True)
        if isinstance(annotation, str):
            failed += bool(annotation)
            if annotation:
                typer.echo(annotation, err=True)
            continue
        thrown += annotation.thrown_away
        if as_json:
            show_json(as_line(annotation), as_line=True)
        else:
            typer.echo(_counts(annotation))
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


def _read_one(
    path: Path, backend: str, settings: Settings, to: Path | None, again: bool
) -> Annotation | str:
    """A reading; a message where the file cannot be read; nothing to say where it was read before."""
    import dataclasses

    from standoff.store import records as store
    from standoff.store import sources
    from standoff.text.annotation import RecordError
    from standoff.text.backend import annotate
    from standoff.text.endpoint import ModelError, NoEndpoint
    from standoff.text.file.document import Unreadable

    try:
        if to is None:
            found = sources.read_document(path)
            stated = settings.published or sources.period_of(found.facts.get("date", ""))
            own = dataclasses.replace(settings, roles=found.roles, published=stated)
            return annotate(found.text, sources.id_of(path), backend, own)
        frozen = sources.import_file(to, path)
        if settings.published is not None and settings.published != frozen.source.date:
            publish(to, frozen.source.id, settings.published)
            frozen = sources.imported(to, frozen.source.id)
        id = frozen.source.id
        if backend == "model" and frozen.source.private:
            return f"{id} is marked private: it is not handed to a language model"
        first = store.header(to, id)
        made_from = (first.get("sha256"), first.get("backend"))
        if made_from == (frozen.source.sha256, backend) and not again:
            return ""
        own = dataclasses.replace(
            settings, roles=frozen.roles, published=settings.published or frozen.source.date
        )
        loaded = store.read_again(to, annotate(frozen.text, id, backend, own), frozen)
        for line in loaded.trouble:
            typer.echo(line, err=True)
    except NoEndpoint:
        raise
    except (Unreadable, sources.CannotImport, RecordError, ModelError) as error:
        return f"{path}: {error}" if isinstance(error, ModelError) else str(error)
    return loaded.annotation


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


def _settings(
    published: str | None,
    names: dict[str, list[str]],
    pipeline: str | None,
    endpoint: Endpoint | None,
) -> Settings:
    from standoff.text.backend import Settings
    from standoff.text.find.word.lexicon import lexicon
    from standoff.text.find.word.spacy_parser import DEFAULT_PIPELINE

    return Settings(
        published=period(published),
        names=lexicon(names),
        pipeline=pipeline or DEFAULT_PIPELINE,
        endpoint=endpoint,
    )


def _endpoint(url: str | None, model: str, price: str) -> Endpoint | None:
    from standoff.text.endpoint import Endpoint

    try:
        asked, answered = (float(p) for p in price.split(","))
    except ValueError:
        raise typer.BadParameter(f"{price!r} is not two numbers, as 0.1,0.4") from None
    return Endpoint(url, model, price=(asked, answered)) if url else None


def _with_answers(settings: Settings, desk: Path | None, refute: str) -> Settings:
    """The settings with the desk's kept answers, and the model that refutes."""
    import dataclasses

    from standoff.store.answers import KeptAnswers

    assert settings.endpoint is not None
    return dataclasses.replace(
        settings,
        answers=KeptAnswers(desk) if desk is not None else None,
        refuter=dataclasses.replace(settings.endpoint, model=refute) if refute else None,
    )


def _counts(annotation: Annotation) -> str:
    from collections import Counter

    counts = Counter(r.KIND for r in annotation.records)
    listed = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    line = f"{annotation.source}: {len(annotation.sentences)} sentences; {listed}"
    if annotation.language != "English":
        line += (
            f"\n  looks like {annotation.language}: the rules read English only and were not run"
        )
    return line
