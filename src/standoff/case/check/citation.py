"""The checks of citations: that each leads to a sentence of a source, and to the one that was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from standoff.case.entry import BELIEVES, Assumption, Case, Overlay
from standoff.case.format.source import Text, fits
from standoff.case.reading import BASE, layers, overlays
from standoff.case.walk import walk, walk_citations
from standoff.citation import Citation, Period, Source
from standoff.problem import Findings, Place, nearest

CARRY_AFTER = timedelta(days=90)


class Cited(NamedTuple):
    """One citation as written on one line, and the sources that the line may cite."""

    citation: Citation
    place: Place
    sources: Mapping[str, Source]

    @property
    def source(self) -> Source | None:
        """The cited source; None where there is none of that name."""
        return self.sources.get(self.citation.source)


@dataclass(frozen=True)
class Citing:
    """A case with the sources that each part of it may cite.

    texts   the texts of the sources; None where no directory of texts was given
    scopes  each file, and each variant in one, with its sources
    """

    case: Case
    texts: Mapping[str, Text] | None
    scopes: tuple[tuple[Overlay, Mapping[str, Source]], ...]

    @cached_property
    def cited(self) -> tuple[Cited, ...]:
        """Every citation written in the case, in the order of the sections."""
        return tuple(
            Cited(citation, entry.place, sources)
            for overlay, sources in self.scopes
            for citation, entry in walk_citations(overlay)
        )

    def text(self, cited: Cited) -> Text | None:
        """The text that is cited, if it is at hand and is the one that was cited."""
        text = (self.texts or {}).get(cited.citation.source)
        changed = cited.source and text and cited.source.sha256 not in ("", text.sha256)
        return None if cited.source is None or changed else text

    def verified(self, cited: Cited) -> bool:
        """Whether the sentence stands in the text, and its records fit it."""
        text = self.text(cited)
        if cited.source is None or text is None or text.quote(cited.citation) is None:
            return False
        records = [cited.source.records.get(number) for number in cited.citation.sentences]
        return all(record is not None and fits(record, text) for record in records)


def dated(overlay: Overlay, at: Period | None) -> Iterator[tuple[Assumption, Period]]:
    """The lines of an overlay with the time each speaks of: the reading's, or that of the belief."""
    held = (
        entry for entry in walk(overlay.more.get(BELIEVES, ())) if isinstance(entry, Assumption)
    )
    for line in (*assumptions(overlay), *held):
        time = (line.believer.at if line.believer else None) or at
        if time is not None:
            yield line, time


def assumptions(overlay: Overlay) -> Iterator[Assumption]:
    """The assumptions written in an overlay: its lines, without what it denies or is silent on."""
    return (line for line in overlay.assumptions if not line.marks.denied)


def sources_known(citing: Citing, findings: Findings) -> None:
    """Every citation names a source of the case."""
    for citation, place, sources in citing.cited:
        if citation.source not in sources:
            message = (
                f"`{citation.source}` is not a source of this case: declare it under `sources`"
            )
            findings.problem(
                place,
                f"{message}, or add sources/{citation.source}.yaml",
                nearest(citation.source, sources),
            )


def records(citing: Citing, findings: Findings) -> None:
    """Every cited sentence has a record, and the record a gloss."""
    seen: set[Place] = set()
    for cited in citing.cited:
        citation, place, source = cited.citation, cited.place, cited.source
        if source is None:
            continue
        missing = [n for n in citation.sentences if n not in source.records]
        if missing:
            numbers = ", ".join(f"s{n}" for n in missing[:5]) + (", …" if missing[5:] else "")
            findings.warning(
                place,
                f"{citation} has no record of {numbers}: "
                f"`standoff cite {citing.case.path} --texts DIR` adds it",
            )
        for number in citation.sentences:
            record = source.records.get(number)
            if record is None or record.gloss or record.place is None or record.place in seen:
                continue
            seen.add(record.place)
            message = f"s{number} has no gloss: say in your own words what it says"
            findings.warning(record.place, message)


def clauses(citing: Citing, findings: Findings) -> None:
    """A clause lies inside its sentence, as far as the record tells."""
    for cited in citing.cited:
        citation, place, source = cited.citation, cited.place, cited.source
        record = source.records.get(citation.first) if source else None
        if citation.clause and record and citation.clause[1] > record.end - record.start:
            length = record.end - record.start
            message = (
                f"{citation}: the clause ends beyond the sentence, which has {length} characters"
            )
            findings.problem(place, message)


def texts_found(citing: Citing, findings: Findings) -> None:
    """The texts of the cited sources are at hand, and are the ones that were cited."""
    first: dict[str, Place] = {}
    for cited in citing.cited:
        first.setdefault(cited.citation.source, cited.place)
    sources = {id: source for _, known in citing.scopes for id, source in known.items()}
    if citing.texts is None:
        if first:
            place = next(iter(first.values()))
            findings.warning(place, "no citation was verified: give the texts with `--texts DIR`")
        return
    for id, place in first.items():
        source = sources.get(id)
        if source is None:
            continue
        text = citing.texts.get(id)
        if text is None:
            findings.warning(
                source.place or place,
                f"the text of {id} is not among the texts: its citations are not verified",
            )
        elif source.sha256 and source.sha256 != text.sha256:
            findings.problem(
                source.place or place,
                f"the text of {id} changed: {text.file} is not the file that was cited. Get that one "
                f"back; or, after looking at each citation, delete `sha256` and the sentences in "
                f"sources/{id}.yaml and run `standoff cite` again",
            )


def citations_fit(citing: Citing, findings: Findings) -> None:
    """The text has the cited sentences, and its records fit it."""
    seen: set[Place] = set()
    for cited in citing.cited:
        citation, place, source = cited.citation, cited.place, cited.source
        text = citing.text(cited)
        if source is None or text is None:
            continue
        if citation.last > len(text.sentences):
            last = len(text.sentences)
            findings.problem(place, f"{citation}: the text of {citation.source} ends with s{last}")
        elif text.quote(citation) is None:
            findings.problem(place, f"{citation}: the clause ends beyond the sentence")
        for number in citation.sentences:
            record = source.records.get(number)
            if record is None or record.place is None or record.place in seen:
                continue
            seen.add(record.place)
            if not fits(record, text):
                findings.problem(
                    record.place,
                    f"s{number} does not fit the text: its offsets or its hash are not those of the "
                    "sentence; delete the line and run `standoff cite` again",
                )


def carried_over(citing: Citing, findings: Findings) -> None:
    """A line that cites only sources long older than the reading's time says so."""
    for overlay, reading, variant in overlays(citing.case):
        if reading == BASE and citing.case.readings:
            continue
        at = next((o.at for o in reversed(layers(citing.case, reading, variant)) if o.at), None)
        sources = next(known for scope, known in citing.scopes if scope is overlay)
        for line, time in dated(overlay, at):
            dates = [sources[c.source].date for c in line.citations if c.source in sources]
            ends = [date.latest for date in dates if date is not None]
            if not ends or len(ends) < len(line.citations) or line.marks.carried_over:
                continue
            if time.earliest - max(ends) > CARRY_AFTER:
                findings.problem(
                    line.place,
                    f"the cited text ends {max(ends)}, more than {CARRY_AFTER.days} days before "
                    f"{time}: if it still holds then, add `carried over`",
                )


CITATION_CHECKS: tuple[Callable[[Citing, Findings], None], ...] = (
    sources_known,
    records,
    clauses,
    texts_found,
    citations_fit,
    carried_over,
)
