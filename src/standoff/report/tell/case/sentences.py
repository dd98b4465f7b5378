"""The sentences behind the lines: every cited sentence once, with all that the case takes from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from standoff.case.entry import Fact, Question, Reading
from standoff.case.walk import walk
from standoff.citation import Citation, Source
from standoff.report.document import Document, Part, Sentence, Shelf, Use, note
from standoff.report.english import English, about, where_stands
from standoff.report.named import called

if TYPE_CHECKING:
    from standoff.analysis.survey import Sentences, Survey

ID = "sentences"


def tell(survey: Survey) -> Part:
    """Every source with its cited sentences, and those beside them where the text is at hand."""
    readings = [answer.reading for answer in survey.answers]
    return _told(readings, survey.case.path, survey.sentences)


def filled(
    document: Document, readings: Sequence[Reading], root: str, sentences: Sentences
) -> Document:
    """A report that was told without a sentence of its texts, with those that are at hand.

    readings   those that the report answers
    root       the folder of their case
    """
    blocks = (
        _told(readings, root, sentences) if isinstance(block, Part) and block.id == ID else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _told(readings: Sequence[Reading], root: str, sentences: Sentences) -> Part:
    cited = _uses(readings, root, sentences)
    sources: dict[str, Source] = {}
    for reading in readings:
        sources |= reading.sources
    ids = dict.fromkeys((*sources, *cited))
    shelves = tuple(_shelf(sources.get(id, Source(id)), cited.get(id, {}), sentences) for id in ids)
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
    return Part(note("The sentences"), shelves, id=ID, intro=intro, role="section")


def _uses(
    every: Sequence[Reading], root: str, sentences: Sentences
) -> Mapping[str, Mapping[int, list[Use]]]:
    """Source -> number of a sentence -> what the lines take from it, each line once."""
    readings: dict[str, list[Reading]] = {}
    lines: dict[str, tuple[English, object]] = {}
    for reading in every:
        english = English(reading, root)
        for entry in (*walk(reading), *reading.denied):
            if isinstance(entry, Fact) or not getattr(entry, "citations", ()):
                continue
            at = where_stands(entry.place, root)
            lines.setdefault(at, (english, entry))
            having = readings.setdefault(at, [])
            if all(one.id != reading.id for one in having):
                having.append(reading)
    cited: dict[str, dict[int, list[Use]]] = {}
    for at, (english, entry) in lines.items():
        where = tuple(_where(readings[at], at, every))
        for use, citation in _uses_of(english, entry, at, where, sentences):
            for number in citation.sentences:
                cited.setdefault(citation.source, {}).setdefault(number, []).append(use)
    return cited


def _where(readings: Sequence[Reading], at: str, every: Sequence[Reading]) -> Iterator[str]:
    """The readings that have a line, by name: none where the file of the line tells."""
    own = [one.id for one in readings] == [at.rpartition("/")[2].partition(".yaml:")[0]]
    if not own and len(readings) < len({reading.id for reading in every}):
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
