"""The cited sentences of a document as notes: what a clause's citations lead to on paper.

Page and notebook have links; a file of text has notes, one for each sentence, whoever cites it and
however often.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from standoff.report.document import Clause, Document, Sentence, Shelf, Use, walk
from standoff.report.html.fragment import links


@dataclass(frozen=True)
class Note:
    """One cited sentence; `key` is unique in its document whether or not small letters count."""

    key: str
    shelf: Shelf
    sentence: Sentence

    @property
    def text(self) -> str:
        """The source, the sentence's number, and its words or our gloss of it."""
        return f"{self.place}: {words(self.sentence)}"

    @property
    def place(self) -> str:
        """Where it stands: the source as far as known, and the sentence's number."""
        shelf = self.shelf
        name = shelf.label if shelf.label == shelf.source else f"{shelf.source}, {shelf.label}"
        return f"{name}, sentence {self.sentence.number}"


def words(sentence: Sentence) -> str:
    """What a sentence says, quoted, or our gloss of it, said to be one."""
    if sentence.verbatim:
        return f"“{sentence.text}”"
    if sentence.text:
        return f"{sentence.text} (our paraphrase; the text itself was not given)"
    return "neither the text nor a paraphrase of this sentence was given"


def notes(document: Document) -> Mapping[str, Note]:
    """What a link leads to -> the note on it, in the order of the shelves."""
    found: dict[str, Note] = {}
    keys: set[str] = set()
    for shelf in walk(document.blocks):
        if not isinstance(shelf, Shelf):
            continue
        for sentence in shelf.sentences:
            if not sentence.uses:
                continue
            key = f"{shelf.source}-s{sentence.number}"
            while key.lower() in keys:
                key += "-"
            keys.add(key.lower())
            found.setdefault(anchor(shelf, sentence), Note(key, shelf, sentence))
    return found


def anchor(shelf: Shelf, sentence: Sentence) -> str:
    """What a link to a sentence leads to."""
    return f"e-{shelf.source}-{sentence.number}"


def cited(clause: Clause, known: Mapping[str, Note]) -> tuple[tuple[Note, ...], str]:
    """The notes on a clause's sentences, and in brackets what is cited besides or that nothing is."""
    found, other = list[Note](), list[str]()
    for link in links(clause):
        note = known.get(link.anchor)
        if note is None:
            other.append(link.label)
        elif note not in found:
            found.append(note)
    if not clause.citations:
        return (), clause.cites
    return tuple(found), f"[{', '.join(other)}]" if other else ""


def marks(clause: Clause) -> str:
    """What stands behind a clause and what weakens it, in brackets; empty where nothing does."""
    ground = clause.grounding if clause.grounding in ("stated", "inferred") else ""
    told = "; ".join(filter(None, (ground, *clause.marks)))
    return f" ({told})" if told else ""


def described(shelf: Shelf) -> Iterator[str]:
    """What is known of a source beside its label."""
    if shelf.title:
        yield f"“{shelf.title}”."
    if shelf.author:
        yield f"By {shelf.author}."
    yield from filter(None, (shelf.url, shelf.note))
    if shelf.sha256:
        yield f"sha256 of the text: {shelf.sha256}"


def told(use: Use) -> str:
    """After what a line takes from a sentence: the words it is from, who says it, and where it stands."""
    by = "reported by the author" if use.said.speaker else "said by the author"
    readings = f"{'reading' if len(use.readings) == 1 else 'readings'} {', '.join(use.readings)}"
    clause = f"from the words “{use.clause}”; " if use.clause else ""
    return f"{clause}{by} · {readings} · {use.line}"
