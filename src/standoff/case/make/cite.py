"""The sentence records that a case still lacks, made from the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from standoff.case.entry import Case
from standoff.case.format.source import Text, make_record
from standoff.case.reading import overlays, sources_of
from standoff.case.walk import walk_citations
from standoff.citation import Citation, SentenceRecord, Source
from standoff.problem import Findings, Place, Problem, nearest


@dataclass(frozen=True)
class Missing:
    """The records that a case lacks, by source; and what is wrong, with which none should be written.

    records  source id -> a record for each cited sentence that has none, in order of their numbers
    """

    ALSO = MappingProxyType({"numbers": "added", "problems": "problems", "warnings": "warnings"})
    HIDDEN = ("records", "findings")

    records: Mapping[str, tuple[SentenceRecord, ...]]
    findings: Findings

    @property
    def added(self) -> Mapping[str, tuple[SentenceRecord, ...]]:
        """The records to be written: none where something is wrong."""
        return {} if self.findings.problems else self.records

    @property
    def numbers(self) -> Mapping[str, tuple[str, ...]]:
        """Source id -> the sentences of which a record is written, as `s12`."""
        return {id: tuple(f"s{r.number}" for r in records) for id, records in self.added.items()}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong."""
        return tuple(self.findings.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is doubtful."""
        return tuple(self.findings.warnings)


def cited(case: Case, found: Findings, texts: Mapping[str, Text]) -> Missing:
    """The records that are missing; `found` is what loading the case found already.

    A citation of an unknown source or beyond the text, and a text that changed since it was cited, are
    problems: then nothing should be written. A text that is not at hand is a warning.
    """
    findings = Findings()
    sources = sources_of(case)
    new: dict[str, dict[int, SentenceRecord]] = {}
    for overlay, *_ in overlays(case):
        for citation, entry in walk_citations(overlay):
            text = _text(citation, entry.place, sources, texts, findings)
            if text is None:
                continue
            known = sources[citation.source].records
            records = new.setdefault(citation.source, {})
            for number in citation.sentences:
                if number not in known:
                    records.setdefault(number, make_record(number, text))
    ordered = {id: tuple(records[n] for n in sorted(records)) for id, records in new.items()}
    everything = Findings()
    everything.extend(found)
    everything.problems += dict.fromkeys(findings.problems)
    everything.warnings += dict.fromkeys(findings.warnings)
    return Missing({id: records for id, records in ordered.items() if records}, everything)


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
