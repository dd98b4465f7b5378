"""The reading desk: import texts, read them, score the reading, hand it on.

A desk is a folder that these commands make and fill; what is found is decided on with the commands of
`standoff.app.cli.desk.decide`. Exit codes: 0 done, 1 something could not be taken, 2 usage.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.app.cli.common import Json, json_text
from standoff.app.cli.desk import decide
from standoff.app.cli.desk.common import (
    Backend,
    Desk,
    Files,
    Kind,
    Published,
    Source,
    State,
    chosen,
    loaded_from,
    one_of,
    shown,
)
from standoff.app.cli.desk.readers import show_agreement

if TYPE_CHECKING:
    from standoff.text.annotation import Annotation
    from standoff.text.backend import Settings
    from standoff.text.endpoint import Endpoint

PROGRESS_EVERY = 100


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("take-in")(take_in)
    app.command()(read)
    app.command()(records)
    app.command()(pairs)
    app.command()(score)
    app.command()(draft)
    decide.register(app)


# --- texts in, records out --------------------------------------------------------------------------


def import_texts(
    files: list[Path],
    to: Path,
    id: str,
    *,
    published: str | None,
    private: bool,
    as_json: bool,
) -> None:
    """Freeze the texts of files in a desk."""
    from standoff.problem import StandoffError
    from standoff.store import sources
    from standoff.store.write import CannotWrite

    failed = 0
    if id and len(files) != 1:
        raise typer.BadParameter("--id is for one file")
    date = _period(published)
    for path in sources.files(files):
        try:
            found = sources.import_file(to, path, id)
            if date is not None and date != found.source.date:
                _publish(to, found.source.id, date)
            if private:
                sources.state_facts(to, found.source.id, {"private": "yes"})
        except CannotWrite:
            raise  # the next file would fare no better
        except StandoffError as error:
            failed += 1
            typer.echo(str(error), err=True)
            continue
        if as_json:
            show_json(
                {
                    "id": found.source.id,
                    "sha256": found.source.sha256,
                    "media": found.media,
                    "doubts": list(found.doubts),
                }
            )
        else:
            typer.echo(
                f"{found.source.id}: {len(found.text)} characters"
                + "".join(f"\n  {d}" for d in found.doubts)
            )
    if failed:
        raise typer.Exit(1)


def _publish(desk: Path, id: str, published: Any) -> None:
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
            show_json(as_line(annotation))
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
    from standoff.store.write import locked
    from standoff.text.annotation import RecordError
    from standoff.text.backend import annotate
    from standoff.text.desk.decision import reread
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
            _publish(to, frozen.source.id, settings.published)
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
        annotation = annotate(frozen.text, id, backend, own)
        with locked(to):
            loaded = store.load(to, id, frozen)
            for line in loaded.trouble:
                typer.echo(line, err=True)
            annotation = reread(loaded.annotation, annotation)
            store.save(to, annotation, kept=loaded.kept)
    except NoEndpoint:
        raise
    except (Unreadable, sources.CannotImport, RecordError, ModelError) as error:
        return f"{path}: {error}" if isinstance(error, ModelError) else str(error)
    return annotation


def records(
    desk: Desk,
    source: Source = None,
    kind: Kind = None,
    state: State = None,
    as_json: Json = False,
) -> None:
    """List records with their sentence, the rule that fired, and what was decided.

    Example: standoff desk records desk --kind offer --state proposed
    """
    from standoff.text.annotation import to_json

    for loaded in loaded_from(desk, source):
        for record in chosen(loaded, kind, state):
            if as_json:
                sentence = loaded.annotation.sentence_at(record.start).id
                show_json(
                    {"source": loaded.annotation.source, "sentence": sentence, **to_json(record)}
                )
            else:
                typer.echo(shown(loaded, record))


# --- across texts and coders ------------------------------------------------------------------------


def pairs(desk: Desk, as_json: Json = False) -> None:
    """Propose sentences of different texts about the same thing; what they do to each other you say.

    Then: standoff edit desk pair:1-90 --source 003 --set verdict=contradict

    Example: standoff desk pairs desk
    """
    import dataclasses

    from standoff.store import records as store
    from standoff.store.write import locked
    from standoff.text.annotation import Pair, to_json
    from standoff.text.desk.decision import reread
    from standoff.text.desk.pair import pairs as find

    every = list(loaded_from(desk, None))
    found = find([(one.text, one.annotation) for one in every])
    for source in [one.annotation.source for one in every]:
        proposed = [pair for id, pair in found if id == source]
        with locked(desk):  # others may have decided since
            loaded = store.load(desk, source)
            others = [r for r in loaded.annotation.records if not isinstance(r, Pair)]
            new = dataclasses.replace(loaded.annotation, records=(*others, *proposed))
            store.save(desk, reread(loaded.annotation, new), kept=loaded.kept)
    for source, pair in found:
        if as_json:
            show_json({"source": source, **to_json(pair)})
        else:
            there = next(o for o in every if o.annotation.source == pair.other)
            quote = there.text[slice(*pair.other_span)]
            ours, theirs = pair.when or "no time stated", pair.other_when or "no time stated"
            typer.echo(f"{pair.score:.2f}  {source} ({ours}): {pair.quote}")
            typer.echo(f"      {pair.other} ({theirs}): {quote}")


# --- other programs ---------------------------------------------------------------------------------


def export_records(desk: Path, form: str, source: str | None, state: str | None) -> None:
    """Print the records of a desk in a form for another program."""
    from standoff.store.sources import ids, imported
    from standoff.text.desk.exchange import to_brat, to_csl, to_web

    if form == "csl":
        show_json(to_csl(imported(desk, i).source for i in ([source] if source else ids(desk))))
        return
    if form not in ("web", "brat"):
        raise typer.BadParameter("web, brat or csl")
    for loaded in loaded_from(desk, source):
        kept = chosen(loaded, None, state)
        if form == "web":
            show_json(to_web(kept, loaded.text, loaded.annotation.source, loaded.annotation.sha256))
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
            show_json(values)
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
            settings = Settings(published=_period(published_of(gold)))
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


def draft(
    desk: Desk,
    reading: Annotated[
        Path,
        typer.Argument(help="The folder of the case; what is new is added to one that is there."),
    ],
    title: Annotated[str, typer.Option("--title", help="The question of the case.")] = "",
    as_json: Json = False,
) -> None:
    """Make a case from what was accepted, or add to one; what is still to be decided is said.

    Example: standoff desk draft desk my-case --title "Will the dam be shared?"
    """
    from standoff.case.make.draft import draft as make
    from standoff.store.folder import load_folder
    from standoff.store.settings import remember
    from standoff.store.sources import imported
    from standoff.store.write import Change, write_all, write_folder

    every = list(loaded_from(desk, None))
    there = _case_files(reading)
    found = make(
        [(imported(desk, one.annotation.source).source, one.text, one.annotation) for one in every],
        title,
        there,
    )
    if there:
        write_all(
            Change(reading / name, there.get(name), text) for name, text in found.files.items()
        )
    else:
        write_folder(reading, found.files)
    remember(load_folder(reading)[0], desk=desk)
    if as_json:
        show_json(
            {"files": [str(reading / n) for n in found.files], "to_decide": list(found.to_decide)}
        )
        return
    for name in found.files:
        typer.echo(f"wrote {reading / name}")
    for line in found.to_decide:
        typer.echo(f"to decide: {line}")


def _case_files(folder: Path) -> dict[str, str]:
    """The files of a case by their paths in its folder; none where there is no folder yet."""
    from standoff.store.write import file_text

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    if not (folder / "case.yaml").is_file():
        raise typer.BadParameter(f"{folder} is there already and is no case: nothing was written")
    paths = [folder / "case.yaml", *folder.glob("readings/*.yaml"), *folder.glob("sources/*.yaml")]
    return {p.relative_to(folder).as_posix(): file_text(p) or "" for p in sorted(paths)}


# --- shared by the commands ---------------------------------------------------------------------------


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
        published=_period(published),
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


def _period(text: str | None) -> Any:
    from standoff.citation import Period

    if not text:
        return None
    try:
        return Period.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


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


def show_json(values: Any) -> None:
    """Print one line of JSON."""
    typer.echo(json_text(values))
