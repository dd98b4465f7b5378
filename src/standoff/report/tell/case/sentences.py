"""The sentences behind the lines: every cited sentence once, with all that the case takes from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from standoff.analysis.survey import Sentences, Survey
from standoff.case.entry import Fact, Question, Reading, walk
from standoff.citation import Citation, Source
from standoff.report.document import Part, Sentence, Shelf, Use, note
from standoff.report.english import English, about, where_stands
from standoff.report.named import called


def tell(survey: Survey) -> Part:
    """Every source with its cited sentences, and those beside them where the text is at hand."""
    cited = _uses(survey)
    sources: dict[str, Source] = {}
    for answer in survey.answers:
        sources |= answer.reading.sources
    ids = dict.fromkeys((*sources, *cited))
    shelves = tuple(
        _shelf(sources.get(id, Source(id)), cited.get(id, {}), survey.sentences) for id in ids
    )
    told = [sentence for shelf in shelves for sentence in shelf.sentences if sentence.text]
    if any(sentence.verbatim for sentence in told):
        how = "Sentences stand here as in the text."
    elif told:
        how = "The texts themselves were not given: what stands here is our paraphrase of each sentence."
    else:
        how = "What the sentences say is not given."
    intro = (
        f"Every sentence the case cites, and all that it takes from it. {how} Its author says it, unless it "
        "is marked as reported."
    )
    return Part(note("The sentences"), shelves, id="sentences", intro=intro, role="section")


def _uses(survey: Survey) -> Mapping[str, Mapping[int, list[Use]]]:
    """Source -> number of a sentence -> what the lines take from it, each line once."""
    readings: dict[str, list[Reading]] = {}
    lines: dict[str, tuple[English, object]] = {}
    for answer in survey.answers:
        english = English(answer.reading, survey.case.path)
        for entry in (*walk(answer.reading), *answer.reading.denied):
            if isinstance(entry, Fact) or not getattr(entry, "citations", ()):
                continue
            at = where_stands(entry.place, survey.case.path)
            lines.setdefault(at, (english, entry))
            having = readings.setdefault(at, [])
            if all(one.id != answer.reading.id for one in having):
                having.append(answer.reading)
    cited: dict[str, dict[int, list[Use]]] = {}
    for at, (english, entry) in lines.items():
        where = tuple(_where(readings[at], at, survey))
        for use, citation in _uses_of(english, entry, at, where, survey.sentences):
            for number in citation.sentences:
                cited.setdefault(citation.source, {}).setdefault(number, []).append(use)
    return cited


def _where(readings: Sequence[Reading], at: str, survey: Survey) -> Iterator[str]:
    """The readings that have a line, by name: none where the file of the line tells."""
    own = [one.id for one in readings] == [at.rpartition("/")[2].partition(".yaml:")[0]]
    if not own and len(readings) < len({answer.reading.id for answer in survey.answers}):
        yield from map(called, readings)


def _uses_of(
    english: English, entry: object, at: str, readings: tuple[str, ...], sentences: Sentences
) -> Iterator[tuple[Use, Citation]]:
    what, _ = english.entry(entry)
    told = english.told(entry)
    bare = note(told.text)
    said = type(bare)(
        told.text,
        computed=True,
        grounding="" if isinstance(entry, Question) else told.grounding,  # it claims nothing
        speaker=told.speaker,
        hedge=told.hedge,
    )
    citations: Iterable[Citation] = entry.citations  # type: ignore[attr-defined]
    for citation in citations:
        sentence = sentences.get((citation.source, citation.first), "")
        clause = sentence[slice(*citation.clause)] if citation.clause and sentence else ""
        yield Use(at, what, said, readings, clause), citation


def _shelf(source: Source, uses: Mapping[int, list[Use]], sentences: Sentences) -> Shelf:
    beside = {n + step for n in uses for step in (-1, 1) if (source.id, n + step) in sentences}
    numbers = sorted(beside | uses.keys())
    return Shelf(
        source.id,
        about(source),
        tuple(_sentence(source, n, uses.get(n, ()), sentences) for n in numbers),
        source.title,
        source.author,
        source.url,
        source.note,
        source.sha256,
        source.language,
    )


def _sentence(source: Source, number: int, uses: Iterable[Use], sentences: Sentences) -> Sentence:
    verbatim = sentences.get((source.id, number), "")
    record = source.records.get(number)
    gloss = record.gloss if record else ""
    return Sentence(number, verbatim or gloss, bool(verbatim), tuple(dict.fromkeys(uses)))
