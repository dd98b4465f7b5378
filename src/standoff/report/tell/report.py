"""The report: the answer first, then where the texts disagree, how it can move, what would have to change,
what it rests on, when, who, every cited sentence, and how all of it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.judge.compare import Answer, Comparison
from standoff.analysis.point import shared
from standoff.analysis.survey import Survey
from standoff.case.entry import Actor, Option, Reading, Wants
from standoff.case.syntax import SECTIONS
from standoff.citation import Source
from standoff.condition import as_literal, names
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import (
    Block,
    Clause,
    Document,
    Item,
    Items,
    Line,
    Part,
    note,
)
from standoff.report.english import GLOSSARY, STANCES, English
from standoff.report.named import called, source_names
from standoff.report.tell import compare, point
from standoff.report.tell import sheet as sheets
from standoff.report.tell.asked import refusal
from standoff.report.tell.bargain import believes
from standoff.report.tell.case import disagree, ground, sentences, timeline
from standoff.report.tell.lead import lead
from standoff.report.tell.model import moves
from standoff.report.tell.verdict import CAUTION, badge
from standoff.report.wording import counted

_NAMED = 6  # choices named


def tell(survey: Survey) -> Document:
    """The report on a case."""
    answers = survey.answers
    title = survey.case.base.title or survey.case.name
    several = len(answers) > 1
    if not answers:
        return Document(title, tuple(map(refusal, survey.unanswered)), glossary=GLOSSARY)
    found = [
        _answer(survey),
        _asked(survey),
        _believed(survey),
        disagree.tell(survey, _marks(survey)) if several else None,
        moves.tell(survey, _marks(survey)),
        _change(survey),
        _ground(survey),
        _time(survey),
        _actors(survey),
        sentences.tell(survey),
        _made(survey),
    ]
    return Document(
        title,
        tuple(part for part in found if part is not None),
        kicker=f"standoff report · {len(answers)} {'readings' if several else 'reading'}",
        glossary=GLOSSARY,
        names=_names(survey),
    )


def _names(survey: Survey) -> Mapping[str, str]:
    """What every source is called, by its id."""
    sources: dict[str, Source] = {}
    for answer in survey.answers:
        sources |= answer.reading.sources
    return source_names(sources)


def _section(id: str, title: str, intro: str, blocks: Iterable[Block]) -> Part:
    return Part(note(title), tuple(blocks), id=id, intro=intro, role="section")


def key(at: int) -> str:
    """What a link to a reading leads to; they are counted from 1."""
    return f"r{at}"


# --- the answer -----------------------------------------------------------------------------------


def _answer(survey: Survey) -> Part:
    answers, root = survey.answers, survey.case.path
    ends, *others = lead(answers)
    blocks: list[Block] = [*point.tell(survey, key), Line((ends,), role="lead")]
    if len(answers) > 1 and (points := list(_points(answers, survey.case.base.title))):
        blocks += [
            Line((note("Where each reading ends, is it so that …"),), role="term"),
            Items(tuple(points), role="sides"),
        ]
    blocks += [Line((sentence,), role="lead") for sentence in others]
    blocks.append(Line((note(CAUTION),), role="caution"))
    blocks += [
        compare.reading(answer, root, key(at), apart=True) for at, answer in enumerate(answers, 1)
    ]
    blocks += map(refusal, survey.unanswered)
    return _section("answer", "The answer", "", blocks)


def _points(answers: Sequence[Answer], question: str) -> Iterator[Item]:
    """What is so where each reading ends, for the choices that the question or the most texts speak of."""
    said: dict[str, str] = {}
    ends: dict[str, dict[int, bool]] = {}
    for at, answer in enumerate(answers):
        english = English(answer.reading)
        for name in sorted(_spoken_of(answer) & answer.reading.option.keys()):
            values = {name in taken for end in answer.ends for taken in end.taken}
            if len(values) == 1:
                said.setdefault(name, english.literal(name, True))
                ends.setdefault(name, {})[at] = values.pop()
    order = sorted(said, key=lambda n: (-min(2, shared(question, said[n])), -len(ends[n])))
    for name in order[:_NAMED]:
        yield Item(Line((note(said[name]),)), tuple(_sides(answers, ends[name])))


def _sides(answers: Sequence[Answer], ends: Mapping[int, bool]) -> Iterator[Line]:
    """Where it is so, where it is not, and how many texts are silent."""
    for word, value in (("yes", True), ("no", False)):
        readings = tuple(
            Clause(called(answers[at].reading), computed=True, link=key(at + 1))
            for at, end in ends.items()
            if end is value
        )
        if readings:
            yield Line((note(f"{word} in", "yes" if value else "no"), *readings), between=" ")
    silent = len(answers) - len(ends)
    if silent:
        text = "one text is silent" if silent == 1 else f"{counted(silent)} texts are silent"
        yield Line((note(text, "silent"),))


def _spoken_of(answer: Answer) -> set[str]:
    """The choices that a text settles for today, wishes plainly, or draws a conclusion about."""
    reading = answer.reading
    conditions = [line.condition for line in reading.now]
    wishes = (line.condition for wants in reading.wants.values() for line in wants.lines)
    conditions += [wish for wish in wishes if wish is not None and as_literal(wish)]
    conditions += [conclusion.condition for conclusion in reading.conclusions]
    return {name for condition in conditions if condition is not None for name in names(condition)}


# --- what is asked of single readings ------------------------------------------------------------


def _asked(survey: Survey) -> Part | None:
    """The questions that the case names, each with its answer sheet."""
    if not survey.sheets:
        return None
    intro = (
        "The questions entered with the readings, each answered in its own reading: what follows from that "
        "reading's lines, how firm it is, what decides it, and what is lacking."
    )
    blocks = (sheets.part(each, sheets.IN_REPORT, survey.case.path) for each in survey.sheets)
    return _section("asked", "Questions answered", intro, blocks)


# --- what actors believe --------------------------------------------------------------------------


def _believed(survey: Survey) -> Part | None:
    """What each expects beside what happens, where a text says that somebody believes otherwise."""
    if not survey.minds:
        return None
    blocks = [
        refusal(one)
        if isinstance(one, Cannot)
        else replace(
            believes.reading(one, survey.case.path, plain=True),
            title=note(called(one.reading)),
            role="",
        )
        for one in survey.minds
    ]
    return _section("believed", "What each expects, and what happens", believes.CAUTION, blocks)


# --- what would have to change --------------------------------------------------------------------


def _change(survey: Survey) -> Part | None:
    """For each conclusion that does not follow, the premises that would close the gap."""
    blocks: list[Block] = []
    names = _names(survey)
    for at, answer in enumerate(survey.answers, 1):
        gaps = list(_gaps(English(answer.reading, survey.case.path), answer, key(at), names))
        if gaps:
            blocks.append(Part(note(called(answer.reading)), tuple(gaps)))
    intro = (
        "For each conclusion that does not follow: what its reading would have to assume besides. Such a "
        "premise is tried, not recommended; most are nobody's."
    )
    return _section("change", "What would have to change", intro, blocks) if blocks else None


def _gaps(english: English, answer: Answer, key: str, names: Mapping[str, str]) -> Iterator[Part]:
    for at, judged in enumerate(answer.judged, 1):
        if not judged.tried:
            continue
        blocks: list[Block] = []
        if judged.missing:
            blocks.append(Line((note(compare.lead_in(judged)),), role="term"))
            blocks.append(compare.premises(english, judged.missing, named=names))
        else:
            blocks.append(Line((note(compare.tried(judged)),)))
        if judged.missing_restating:
            title = f"By wishing the conclusion itself ({len(judged.missing_restating)})"
            own = compare.premises(english, judged.missing_restating, 0, names)
            blocks.append(Part(note(title), (own,), folded=True))
        told = note(english.conclusion(judged.conclusion))
        yield Part(told, tuple(blocks), f"f-{key}-{at}", role="gap", badge=badge(judged))


# --- ground, time ---------------------------------------------------------------------------------


def _ground(survey: Survey) -> Part:
    return _section("ground", "What it rests on", ground.INTRO, ground.blocks(survey.answers))


def _time(survey: Survey) -> Part:
    readings = [answer.reading for answer in survey.answers]
    blocks = timeline.blocks(readings, survey.case.path)
    return _section("time", "When", timeline.INTRO, blocks)


# --- actors ---------------------------------------------------------------------------------------


def _every_actor(survey: Survey) -> Mapping[str, Actor]:
    actors: dict[str, Actor] = {}
    for answer in survey.answers:
        for actor in answer.reading.actors:
            actors.setdefault(actor.name, actor)
    return actors


def _marks(survey: Survey) -> Mapping[str, int]:
    """Actor -> its number, the same in every picture."""
    return {name: at for at, name in enumerate(_every_actor(survey))}


def _actors(survey: Survey) -> Part:
    marks = _marks(survey)
    blocks: list[Block] = [
        _player(survey, actor, marks[name]) for name, actor in _every_actor(survey).items()
    ]
    remarks = [
        part for answer in survey.answers if (part := _remarks(answer.reading, survey.case.path))
    ]
    if remarks:
        intro = "Entered with the case, not used for the answer above."
        blocks.append(Part(note("What else the texts say"), tuple(remarks), intro=intro))
    intro = (
        "Who can decide, what each could do, and what each wants, first to last: an earlier wish outweighs "
        "all later ones together."
    )
    return _section("actors", "Actors", intro, blocks)


def _player(survey: Survey, actor: Actor, mark: int) -> Part:
    options: dict[str, tuple[English, Option]] = {}
    for answer in survey.answers:
        english = English(answer.reading, survey.case.path)
        for option in answer.reading.options:
            if option.actor == actor.name:
                options.setdefault(option.full, (english, option))
    deeds = [Item(Line((e.told(o, o.gloss or o.id),))) for e, o in options.values()]
    nothing = Item(Line((note("nothing that the model knows of"),)))
    blocks: list[Block] = [
        Line((note("Could"),), role="term"),
        Items(tuple(deeds) or (nothing,), role="lines"),
    ]
    for answer in survey.answers:
        if actor.name in answer.reading.wants:
            blocks += _wishes(
                English(answer.reading, survey.case.path), answer.reading.wants[actor.name]
            )
    also = f"also: {', '.join(actor.also)}" if actor.also else ""
    within = f"part of {actor.within}" if actor.within else ""
    beside = "; ".join(filter(None, (within, also)))
    return Part(note(actor.name), tuple(blocks), role="player", folded=True, note=beside, mark=mark)


def _wishes(english: English, wants: Wants) -> Iterator[Block]:
    stance = STANCES[wants.stance]
    head = f"Wants, by {called(english.reading)}{f': {stance}' if stance else ''}"
    yield Line((note(head),), role="term")
    items = [
        Item(
            Line(
                (english.told(line, english.wish(wants.actor, line.condition)),),
                lead="just as much:" if line.tied else "",
            )
        )
        for line in wants.lines
        if line.condition is not None
    ]
    if items:
        yield Items(tuple(items), ordered=True, role="lines")


def _remarks(reading: Reading, root: str) -> Part | None:
    """What else a reading enters: lines its text denies, and what other packages add."""
    english = English(reading, root)

    groups: dict[str, tuple[Clause, ...]] = {
        "Denied by the text, not used": tuple(english.told(line) for line in reading.denied),
    }
    for heading, entries in further(reading):
        groups[heading] = tuple(english.told(entry) for entry in entries)
    groups = {name: clauses for name, clauses in groups.items() if clauses}
    if not groups:
        return None
    blocks: list[Block] = []
    for name, clauses in groups.items():
        items = Items(tuple(Item(Line((clause,))) for clause in clauses), role="lines")
        blocks += [Line((note(name),), role="term"), items]
    counts = ", ".join(f"{name.lower()}: {len(clauses)}" for name, clauses in groups.items())
    return Part(note(called(reading)), tuple(blocks), role="player", folded=True, note=counts)


def further(reading: Reading) -> Iterator[tuple[str, tuple[object, ...]]]:
    """(heading, entries) of further sections: attitudes, beliefs, and what other packages add."""
    for section, entries in reading.more.items():
        yield SECTIONS[section].heading or section, tuple(_apart(entries))


def _apart(entries: Iterable[object]) -> Iterator[object]:
    """Each entry that stands on a line: of a list that somebody is taken to have, its lines."""
    for entry in entries:
        if isinstance(entry, Wants) and entry.lines:
            yield from entry.lines
        else:
            yield entry


# --- how it was made ------------------------------------------------------------------------------

_RULES: Mapping[str, str] = MappingProxyType(
    {
        "best": "each takes the move that is best for it and changes least",
        "minimal": "each takes any gain of which no part would do as well",
        "any": "each takes any gain",
    }
)


def _made(survey: Survey) -> Part:
    answers = survey.answers
    files = {line.place.file for answer in answers for line in answer.reading.assumptions}
    sources = {id for answer in answers for id in answer.reading.sources}
    rule = answers[0].rule
    stable = [answer for answer in answers if answer.solutions][:1]
    lines = (
        f"By standoff, from the case “{survey.case.name}”: {counted(len(files))} "
        f"{'file' if len(files) == 1 else 'files'} of assumptions, {counted(len(sources))} "
        f"{'source' if len(sources) == 1 else 'sources'}.",
        "A situation is one choice for every option. An actor moves by changing any of its own choices at "
        "once, if the outcome can be and is better for it by its own list.",
        "What happens: from today, whoever gains by moving may move, nobody twice in a row unless "
        "nobody else "
        f"would; {_RULES.get(rule, rule)}. Where several would move, every way is followed. Only a true gain "
        "moves anyone; what leaves an actor no better off is enough to hold it back.",
        "“If A, then B” fails only where A is so and B is not.",
        *(
            f"All possible situations were looked at, none was sampled (engine: {answer.engine})."
            for answer in stable
        ),
        *(f"{one}." for one in Comparison(answers, survey.unanswered).short),
        "Where a text is silent on a fact, both ways were followed, and a verdict stands only where "
        "they agree.",
        "That a conclusion is moved, held or barred, that a premise is missing, and what an actor gains are "
        "this project's own constructions, described in its documentation.",
    )
    concepts = ", ".join(
        CONCEPTS[id].name for answer in stable for id in answer.solutions[0].stable
    )
    glossary = [
        *GLOSSARY.items(),
        ("looked at for this page", f"{concepts or 'no concept'}; evolution rule “{rule}”"),
    ]
    words = Items(
        tuple(Item(Line((note(ours), note(theirs)), between=": ")) for ours, theirs in glossary),
        role="terms",
    )
    return _section(
        "made",
        "How this was made",
        "",
        (
            Items(tuple(Item(Line((note(text),))) for text in lines)),
            Part(note("Our words and the field's"), (words,), id="glossary"),
        ),
    )
