"""Files read one after another, kept a few at a time; in several processes where that pays."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from standoff.app.cli.common import json_text
from standoff.app.cli.desk.common import period, publish

if TYPE_CHECKING:
    from standoff.store.sources import Imported
    from standoff.text.annotation import Annotation
    from standoff.text.backend import Settings
    from standoff.text.endpoint import Endpoint

TOGETHER, LARGE, WHILE = 32, 500_000, 0.2
"""Readings that are brought to the disk together: how many, of how many characters, of how many seconds of
work. A kill costs no more than these, and no more are held in memory."""
PAYS = 6.0
"""Seconds that must be left to do for other processes to be started: each takes up to two to begin."""
MOST, PORTION = 8, 64
"""Processes at the most, of which each holds its own tables and models; files a process is given at once."""


@dataclass(frozen=True)
class Told:
    """What is said of a file: on standard output, and of what went wrong."""

    out: str = ""
    err: tuple[str, ...] = ()
    failed: bool = False
    thrown_away: int = 0


@dataclass(frozen=True, eq=False)
class Work:
    """How files are read, and into which desk, if any."""

    backend: str
    to: Path | None = None
    again: bool = False
    as_json: bool = False
    published: str | None = None
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pipeline: str | None = None
    endpoint: Endpoint | None = None
    refute: str = ""

    @cached_property
    def settings(self) -> Settings:
        from standoff.text.backend import Settings
        from standoff.text.find.word.lexicon import lexicon
        from standoff.text.find.word.spacy_parser import DEFAULT_PIPELINE

        settings = Settings(
            published=period(self.published),
            names=lexicon(self.names),
            pipeline=self.pipeline or DEFAULT_PIPELINE,
            endpoint=self.endpoint,
        )
        return settings if self.endpoint is None else self._with_answers(settings, self.endpoint)

    def _with_answers(self, settings: Settings, endpoint: Endpoint) -> Settings:
        """The settings with the desk's kept answers, and the model that refutes."""
        from standoff.store.answers import KeptAnswers

        return dataclasses.replace(
            settings,
            answers=KeptAnswers(self.to) if self.to is not None else None,
            refuter=dataclasses.replace(endpoint, model=self.refute) if self.refute else None,
        )


def told(work: Work, paths: Iterable[Path], workers: int | None = None) -> Iterator[list[Told]]:
    """Read files, and say of each what is to be said, in their order; in several processes where that pays.

    They come a few at a time, once the desk keeps them.

    workers  how many; as many as there are cores without
    """
    every = list(paths)
    began: float | None = None  # the first ones are not counted: they load tables and models
    done = first = 0
    for some in _here(work, every):
        yield some
        done += len(some)
        left = len(every) - done
        if began is None:
            began, first = time.monotonic(), done
        elif left > 1 and (time.monotonic() - began) / (done - first) * left > PAYS:
            break
    else:
        return
    yield from _spread(work, every[done:], workers)


def _spread(work: Work, left: Sequence[Path], workers: int | None) -> Iterator[list[Told]]:
    from standoff.app.pool import cores, spread

    count = min(workers or cores(), MOST) if _apart(work, left) else 1
    size = max(1, min(PORTION, len(left) // (4 * count)))
    portions = [left[at : at + size] for at in range(0, len(left), size)]
    if count < 2:
        yield from _here(work, left)
        return
    given = spread(_there, (work, portions), range(len(portions)), count)
    for portion, found in zip(portions, given, strict=True):
        yield found if found is not None else _there((work, [portion]), 0)


def _there(shared: tuple[Work, Sequence[Sequence[Path]]], number: int) -> list[Told]:
    work, portions = shared
    return [each for some in _here(work, portions[number]) for each in some]


def _apart(work: Work, paths: Sequence[Path]) -> bool:
    """Whether files can be read at once: a model counts what it spends; of two with one id the first wins."""
    return work.endpoint is None and len({_id(path) for path in paths}) == len(paths)


def _id(path: Path) -> str:
    from standoff.store.sources import id_of

    return id_of(path).casefold()


Got: TypeAlias = tuple["Annotation", "Imported | None"]


def _here(work: Work, paths: Iterable[Path]) -> Iterator[list[Told]]:
    """Read files one after another; yields what is to be said of some once they are kept."""
    from standoff.problem import StandoffError

    waiting: dict[str, tuple[Path, Got | Told]] = {}
    large, began = 0, time.monotonic()
    for path in paths:
        id = _id(path)
        full = len(waiting) >= TOGETHER or large >= LARGE or time.monotonic() - began >= WHILE
        if waiting and (full or id in waiting):
            yield _kept(work, list(waiting.values()))
            waiting, large, began = {}, 0, time.monotonic()
        try:
            got = _read(work, path)
        except StandoffError:
            if waiting:
                yield _kept(work, list(waiting.values()))
            raise
        waiting[id] = path, got
        large += 0 if isinstance(got, Told) or got[1] is None else len(got[1].text)
    if waiting:
        yield _kept(work, list(waiting.values()))


def _read(work: Work, path: Path) -> Got | Told:
    """A reading with the text it is of, if a desk keeps it; or what is to be said where there is none."""
    from standoff.store import records as store
    from standoff.store import sources
    from standoff.text.annotation import RecordError
    from standoff.text.backend import annotate
    from standoff.text.endpoint import ModelError, NoEndpoint
    from standoff.text.file.document import Unreadable

    settings, to, backend = work.settings, work.to, work.backend
    try:
        if to is None:
            found = sources.read_document(path)
            stated = settings.published or sources.period_of(found.facts.get("date", ""))
            own = dataclasses.replace(settings, roles=found.roles, published=stated)
            return annotate(found.text, sources.id_of(path), backend, own), None
        frozen = sources.import_file(to, path)
        if settings.published is not None and settings.published != frozen.source.date:
            publish(to, frozen.source.id, settings.published)
            frozen = sources.imported(to, frozen.source.id)
        id = frozen.source.id
        if backend == "model" and frozen.source.private:
            return _failed(f"{id} is marked private: it is not handed to a language model")
        first = store.header(to, id)
        made_from = (first.get("sha256"), first.get("backend"))
        if made_from == (frozen.source.sha256, backend) and not work.again:
            return Told()
        own = dataclasses.replace(
            settings, roles=frozen.roles, published=settings.published or frozen.source.date
        )
        return annotate(frozen.text, id, backend, own), frozen
    except NoEndpoint:
        raise
    except (Unreadable, sources.CannotImport, RecordError, ModelError) as error:
        return _failed(f"{path}: {error}" if isinstance(error, ModelError) else str(error))


def _failed(why: str) -> Told:
    return Told(err=(why,), failed=True)


def _kept(work: Work, waiting: Sequence[tuple[Path, Got | Told]]) -> list[Told]:
    """What is to be said of files that were read, once the desk keeps their readings."""
    from standoff.problem import StandoffError
    from standoff.store.records import all_read_again

    new = [
        (got[0], got[1]) for _, got in waiting if not isinstance(got, Told) and got[1] is not None
    ]
    became = iter(all_read_again(work.to, new) if work.to is not None and new else ())
    every: list[Told] = []
    for _, got in waiting:
        if isinstance(got, Told):
            every.append(got)
            continue
        annotation, frozen = got
        if frozen is None:
            every.append(_said(work, annotation))
            continue
        loaded = next(became)
        if isinstance(loaded, StandoffError):
            every.append(_failed(str(loaded)))
        else:
            every.append(_said(work, loaded.annotation, loaded.trouble))
    return every


def _said(work: Work, annotation: Annotation, trouble: tuple[str, ...] = ()) -> Told:
    from standoff.text.desk.line import as_line

    out = json_text(as_line(annotation)) if work.as_json else _counts(annotation)
    return Told(out, trouble, thrown_away=annotation.thrown_away)


def _counts(annotation: Annotation) -> str:
    from collections import Counter

    counts = Counter([r.KIND for r in annotation.records])
    listed = ", ".join([f"{n} {kind}" for kind, n in counts.most_common()])
    line = f"{annotation.source}: {len(annotation.sentences)} sentences; {listed}"
    if annotation.language != "English":
        line += (
            f"\n  looks like {annotation.language}: the rules read English only and were not run"
        )
    return line
