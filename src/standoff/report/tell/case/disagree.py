"""Where the texts disagree: one row for each thing the model turns on, one column for each reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from standoff.analysis.contest.disagree import Topic, Word
from standoff.analysis.contest.stakes import Stake, Weighed
from standoff.analysis.survey import Survey
from standoff.condition import Var
from standoff.report.document import Block, Cell, Clause, Item, Items, Line, Part, Row, Table, note
from standoff.report.english import English
from standoff.report.named import called
from standoff.report.tell.case import beside
from standoff.report.tell.verdict import VERDICTS
from standoff.report.wording import capital, counted, many

_NOTHING = "Nothing on which two texts speak."
_GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "facts": (
            "What they take as fact",
            "Nobody decides these; the readings take them as so or not, or say nothing.",
        ),
        "wants": (
            "What each actor wants",
            "A wish in one text and its opposite in another stand in one row.",
        ),
        "now": (
            "How things stand today",
            "Each reading at its own time. Where the text is silent the model counts it as a no.",
        ),
        "ends": (
            "Where each comes to rest",
            "What follows from each reading's own lines. The link shows the sentence that decides it.",
        ),
    }
)


WIDE = 12
"""Readings beside one another that still are a table; more of them are lists of who says what."""
_INTRO = (
    "One row for each thing the answer turns on. A word is what the text says, or that it is silent; "
    "its sentence is one click away. Silence never contests. Of contested rows those stand first "
    "that decide most: “the other way” says what becomes of a reading that takes the other side."
)


def tell(survey: Survey, marks: Mapping[str, int]) -> Part:
    """The matrix, what matters first, the rest folded away; two lists side by side."""
    wide = len(survey.answers) > WIDE
    made = _lists(survey) if wide else _matrix(survey)
    return Part(
        note("Where the texts disagree"),
        (*made, *_beside(survey, marks)),
        id="disagree",
        intro=_INTRO,
        role="section",
    )


def _sorted(survey: Survey) -> Iterator[tuple[str, str, Sequence[Weighed], Sequence[Weighed]]]:
    """Each group with its title, what it is, the topics that are shown and the others."""
    for section, (title, intro) in _GROUPS.items():
        topics = [one for one in survey.topics if one.topic.section == section]
        shown = [one for one in topics if one.topic.matters and not _never(one.topic)]
        if topics:
            yield title, intro, shown, [topic for topic in topics if topic not in shown]


def _matrix(survey: Survey) -> Iterator[Block]:
    columns = ("Question", *(called(answer.reading) for answer in survey.answers))
    rows, folded = [], []
    for title, intro, shown, others in _sorted(survey):
        rows.append(Row(title, group=True, note=intro))
        rows += [_row(survey, topic) for topic in shown]
        if not shown:
            rows.append(Row(_NOTHING, group=True))
        if others:
            folded.append(_folded(survey, title, columns, others))
    yield Table("What each text says", columns, tuple(rows), role="matrix")
    yield from _turning(survey)
    yield from folded


def _lists(survey: Survey) -> Iterator[Block]:
    """For more readings than stand beside one another: who says what, of each thing, in a list."""
    folded = []
    for title, intro, shown, others in _sorted(survey):
        blocks = (_listed(survey, shown),) if shown else (Line((note(_NOTHING),)),)
        yield Part(note(title), blocks, intro=intro)
        if others:
            folded.append(Part(note(_more(title, others)), (_listed(survey, others),), folded=True))
    yield from _turning(survey)
    yield from folded


def _listed(survey: Survey, topics: Sequence[Weighed]) -> Items:
    return Items(tuple(_item(survey, _row(survey, topic)) for topic in topics), role="sides")


def _item(survey: Survey, row: Row) -> Item:
    """A row as an item: each word with those who say it, and how many say nothing."""
    said: dict[tuple[str, Any, str], list[Clause]] = {}
    silent = 0
    for answer, cell in zip(survey.answers, row.cells, strict=True):
        (clause,) = cell.clauses
        if cell.tone in ("silent", "absent"):
            silent += 1
        else:
            who = replace(clause, text=called(answer.reading))
            said.setdefault((clause.text, cell.tone, cell.note), []).append(who)
    words = list(dict.fromkeys(word for word, *_ in said))
    lines = [
        Line((note(f"{word} in", tone), *who, *((note(f"({why})"),) if why else ())), between=" ")
        for (word, tone, why), who in sorted(said.items(), key=lambda each: words.index(each[0][0]))
    ]
    if silent:
        text = "one text is silent" if silent == 1 else f"{counted(silent)} texts are silent"
        lines.append(Line((note(text, "silent"),)))
    head = f"{row.head} ({row.mark})" if row.mark else row.head
    return Item(Line((note(head),)), tuple(lines))


def _beside(survey: Survey, marks: Mapping[str, int]) -> Iterator[Block]:
    """The lists of the two readings that differ most."""
    found = survey.beside
    if found is None or not found.actors:
        return
    most = ", the two that differ most over what both speak of" if len(survey.answers) > 2 else ""
    blocks = tuple(beside.blocks(found, marks))
    yield Part(note(f"{beside.title(found)}{most}"), blocks, intro=beside.KEY)


def _never(topic: Topic) -> bool:
    """Whether it is of an end and nowhere so."""
    return topic.section == "ends" and not any(w.value in ("yes", "either") for w in topic.words)


def _folded(
    survey: Survey, title: str, columns: tuple[str, ...], topics: Sequence[Weighed]
) -> Block:
    table = Table(
        f"{title}, more rows", columns, tuple(_row(survey, t) for t in topics), role="matrix"
    )
    return Part(note(_more(title, topics)), (table,), folded=True)


def _more(title: str, topics: Sequence[Weighed]) -> str:
    count = f"{len(topics)} more {'row' if len(topics) == 1 else 'rows'}"
    return f"{title}: {count} on which the texts do not differ, or only one speaks"


def _row(survey: Survey, weighed: Weighed) -> Row:
    topic = weighed.topic
    at_stake = {stake.id: _decides(stake) for stake in weighed.stakes}
    cells = (
        _cell(English(answer.reading, survey.case.path), word, topic, at_stake.get(answer.id, ""))
        for answer, word in zip(survey.answers, topic.words, strict=True)
    )
    mark = "contested" if topic.contested else ""
    return Row(_question(survey, topic), tuple(cells), mark)


def _decides(stake: Stake) -> str:
    """What becomes of a reading that takes the other side, in a few words."""
    if stake.cannot:
        return "it cannot be the other way"
    parts = []
    if stake.turned:
        verb = "turns" if len(stake.turned) == 1 else "turn"
        parts.append(f"{len(stake.turned)} of {many(stake.of, 'conclusion')} {verb}")
    if stake.moved:
        parts.append("it comes to rest elsewhere")
    return f"the other way: {', and '.join(parts) or 'nothing changes'}"


def _turning(survey: Survey) -> Iterator[Block]:
    """Which conclusions turn once a reading takes the other side, what decides most first."""
    items = [
        Item(Line((note(_question(survey, one.topic)),)), tuple(_turned(survey, one)))
        for one in sorted(survey.topics, key=lambda one: one.weight, reverse=True)
        if one.weight[0]
    ]
    if items:
        title = "Which conclusions turn where a text takes the other side"
        yield Part(note(title), (Items(tuple(items), role="lines"),), folded=True)


def _turned(survey: Survey, weighed: Weighed) -> Iterator[Line]:
    for stake in weighed.stakes:
        english = English(stake.reading, survey.case.path)
        for one in stake.turned:
            told = english.conclusion(one.conclusion)
            text = f"{told}: {VERDICTS[one.before]}, then {VERDICTS[one.after]}"
            yield Line((note(text),), lead=f"{called(stake.reading)}:")


def _question(survey: Survey, topic: Topic) -> str:
    english = English(survey.answers[topic.at].reading)
    if topic.section == "facts":
        assert isinstance(topic.condition, Var)  # a fact is asked about by its name
        return capital(english.fact(topic.condition.name))
    if topic.actor is not None:
        return f"Does {topic.actor} want {english.wish(topic.actor, topic.condition)}?"
    return english.clause(topic.condition)


_WORDS: Mapping[str, str] = MappingProxyType(
    {"silent": "text is silent", "absent": "not in this reading", "either": "either"}
)
_HOW: Mapping[str, str] = MappingProxyType(
    {
        "indifferent": "does not care",
        "undecided": "not decided",
        "on a condition": "on a condition",
        "unfollowed": "not followed to the end",
    }
)


def _cell(english: English, word: Word, topic: Topic, at_stake: str = "") -> Cell:
    told = _HOW.get(word.how) or _WORDS.get(word.value, word.value)
    beside = word.how if word.how in ("moved", "as today") else ""
    if topic.section == "ends" and word.value == "silent":
        told, beside = "no", "as today; the text is silent"
    if topic.section == "ends" or not word.lines:
        clause = english.computed(told, word.lines)
    else:
        clause = english.told(word.lines[0], told)
    tone: Any = word.value
    beside = "; ".join(_notes(clause, beside, word.value in ("yes", "no"), at_stake))
    return Cell((_bare(clause),), tone=tone, note=beside)


def _notes(clause: Clause, beside: str, spoken: bool, at_stake: str) -> Iterator[str]:
    if beside:
        yield beside
    if spoken and not clause.computed and not clause.citations:
        yield "the analyst's assumption"
    yield from clause.marks
    if at_stake:
        yield at_stake


def _bare(clause: Clause) -> Clause:
    """A word with its sentences; what weakens it stands in the note."""
    return Clause(clause.text, clause.citations, clause.lines, computed=True)
