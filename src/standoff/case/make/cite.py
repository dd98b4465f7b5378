"""The sentence records that a case still lacks, made from the texts."""

from __future__ import annotations

from collections.abc import Mapping

from standoff.case.check.folder import citations
from standoff.case.entry import Case
from standoff.case.format.source import Text, make_record
from standoff.case.reading import overlays, sources_of
from standoff.citation import Citation, SentenceRecord, Source
from standoff.problem import Findings, Place, nearest


def missing_records(
    case: Case, texts: Mapping[str, Text]
) -> tuple[Mapping[str, tuple[SentenceRecord, ...]], Findings]:
    """By source id, a record for each cited sentence that has none, in order of their numbers.

    A citation of an unknown source or beyond the text, and a text that changed since it was cited, are
    problems: then nothing should be written. A text that is not at hand is a warning.
    """
    found = Findings()
    sources = sources_of(case)
    new: dict[str, dict[int, SentenceRecord]] = {}
    for overlay, *_ in overlays(case):
        for citation, place in citations(overlay):
            text = _text(citation, place, sources, texts, found)
            if text is None:
                continue
            has = sources[citation.source].records
            records = new.setdefault(citation.source, {})
            for number in citation.sentences:
                if number not in has:
                    records.setdefault(number, make_record(number, text))
    found = Findings(list(dict.fromkeys(found.problems)), list(dict.fromkeys(found.warnings)))
    ordered = {id: tuple(records[n] for n in sorted(records)) for id, records in new.items()}
    return {id: records for id, records in ordered.items() if records}, found


def _text(
    citation: Citation,
    place: Place,
    sources: Mapping[str, Source],
    texts: Mapping[str, Text],
    found: Findings,
) -> Text | None:
    """The text in which the citation stands; None, and reported, if it cannot be looked up there."""
    id = citation.source
    source, text = sources.get(id), texts.get(id)
    if source is None:
        found.problem(place, f"`{id}` is not a source of this case", nearest(id, sources))
        return None
    at = source.place or place
    if text is None:
        found.warning(at, f"the text of {id} is not among the texts: nothing is added for it")
    elif source.sha256 and source.sha256 != text.sha256:
        found.problem(at, f"the text of {id} changed: {text.file} is not the file that was cited")
    elif citation.last > len(text.sentences):
        found.problem(place, f"{citation}: the text of {id} ends with s{len(text.sentences)}")
    else:
        return text
    return None
