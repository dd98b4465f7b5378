"""What the page shows, as plain records: everything is decided here, the templates only set it in type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from standoff.analysis.judge.compare import Answer
from standoff.case.entry import Actor, Case, Dated, Reading, Stance, Wants
from standoff.gmcr.concept.law import CONCEPTS
from standoff.report import answer as answers_
from standoff.report import lead, matrix, moves
from standoff.report.answer import Answered, Finding
from standoff.report.evidence import Evidence, Said, Sentences, Shelf, gather
from standoff.report.html.figure import COLOURS, Span, Timeline, timeline
from standoff.report.phrase import Phrases, when

_STANCE: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.SILENT: "the text is silent",
        Stance.UNDECIDED: "not decided",
        Stance.INDIFFERENT: "it does not care, says the text",
        Stance.RANKING: "given as a ranking of whole situations",
        Stance.WEIGHTS: "given as weights",
        Stance.STATEMENTS: "",
    }
)


@dataclass(frozen=True)
class Wish:
    """One wish in an actor's list; `tied` with the one before it."""

    said: Said
    tied: bool


@dataclass(frozen=True)
class Wishes:
    """What one reading says an actor wants, first to last."""

    reading: str
    stance: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class Player:
    """An actor: its names, what it could do, what each reading says it wants."""

    name: str
    also: tuple[str, ...]
    within: str
    options: tuple[Said, ...]
    wishes: tuple[Wishes, ...]
    colour: int


@dataclass(frozen=True)
class Remarks:
    """What else a reading enters: offers, forecasts, precedents, lines its text denies."""

    reading: str
    groups: tuple[tuple[str, tuple[Said, ...]], ...]


@dataclass(frozen=True)
class Ground:
    """What a reading rests on, in counts, and how many of its situations nobody gains by leaving."""

    label: str
    counts: Mapping[str, int]
    unknown: tuple[str, ...]
    possible: int
    resting: int | None


@dataclass(frozen=True)
class Made:
    """How the answers were computed."""

    version: str
    rule: str
    engine: str
    concepts: tuple[str, ...]
    files: int


@dataclass(frozen=True)
class Page:
    """The whole page."""

    title: str
    name: str
    points: tuple[lead.Point, ...]
    lead: tuple[str, ...]
    readings: tuple[Answered, ...]
    groups: tuple[matrix.Group, ...]
    panes: tuple[moves.Pane, ...]
    players: tuple[Player, ...]
    remarks: tuple[Remarks, ...]
    grounds: tuple[Ground, ...]
    time: Timeline | None
    dates: tuple[tuple[str, str, str], ...]  # reading, published, speaks of
    shelves: tuple[Shelf, ...]
    made: Made
    verbatim: bool

    @property
    def lacking(self) -> tuple[tuple[Answered, tuple[Finding, ...]], ...]:
        """The readings with conclusions that some premise would make follow, or none was found for."""
        pairs = ((r, tuple(f for f in r.findings if f.tried)) for r in self.readings)
        return tuple((reading, findings) for reading, findings in pairs if findings)


def page(case: Case, answers: Sequence[Answer], sentences: Sentences | None, version: str) -> Page:
    """Everything the page shows of these answers."""
    evidence = gather(answers, sentences, case.path)
    keys = [f"r{at}" for at in range(1, len(answers) + 1)]
    actors = _actors(answers)
    colours = {name: at % COLOURS for at, name in enumerate(actors)}
    return Page(
        title=case.base.title or case.name,
        name=case.name,
        lead=lead.lead(answers),
        points=lead.points(answers, case.base.title) if len(answers) > 1 else (),
        readings=tuple(
            answers_.reading(a, answers, evidence, key)
            for a, key in zip(answers, keys, strict=True)
        ),
        groups=matrix.groups(answers, evidence),
        panes=tuple(
            moves.pane(a, evidence, key, answers_.label(a.reading), colours)
            for a, key in zip(answers, keys, strict=True)
        ),
        players=tuple(_player(a, answers, evidence, colours[a.name]) for a in actors.values()),
        remarks=tuple(filter(lambda r: r.groups, (_remarks(a.reading, evidence) for a in answers))),
        grounds=tuple(map(_ground, answers)),
        time=_timeline(answers),
        dates=tuple(_dates(a.reading) for a in answers),
        shelves=evidence.shelves,
        made=_made(answers, version),
        verbatim=any(shelf.verbatim for shelf in evidence.shelves),
    )


def _actors(answers: Iterable[Answer]) -> Mapping[str, Actor]:
    found: dict[str, Actor] = {}
    for answer in answers:
        for actor in answer.reading.actors:
            found.setdefault(actor.name, actor)
    return found


# --- actors -------------------------------------------------------------------------------------


def _player(actor: Actor, answers: Sequence[Answer], evidence: Evidence, colour: int) -> Player:
    options: dict[str, Said] = {}
    for answer in answers:
        for option in answer.reading.options:
            if option.actor == actor.name:
                options.setdefault(option.full, evidence.said(option, option.gloss or option.id))
    wishes = (
        _wishes(answer.reading, answer.reading.wants[actor.name], evidence)
        for answer in answers
        if actor.name in answer.reading.wants
    )
    return Player(
        actor.name, actor.also, actor.within or "", tuple(options.values()), tuple(wishes), colour
    )


def _wishes(reading: Reading, wants: Wants, evidence: Evidence) -> Wishes:
    phrases = Phrases(reading)
    lines = tuple(
        Wish(evidence.said(line, phrases.wish(wants.actor, line.condition)), line.tied)
        for line in wants.lines
        if line.condition is not None
    )
    return Wishes(answers_.label(reading), _STANCE[wants.stance], lines)


def _remarks(reading: Reading, evidence: Evidence) -> Remarks:
    phrases = Phrases(reading)

    def dated(entries: Iterable[Dated]) -> Iterator[Said]:
        for entry in entries:
            by = f", by {when(entry.by)}" if entry.by else ""
            yield evidence.said(entry, phrases.dated(entry) + by)

    offers = (evidence.said(o, f"{phrases.offer(o)}: {o.answer}") for o in reading.offers)
    denied = (evidence.said(line, phrases.line(line)) for line in reading.denied)
    groups = {
        "Offers": tuple(offers),
        "Forecasts": tuple(dated(reading.forecasts)),
        "What happened before": tuple(dated(reading.precedents)),
        "Denied by the text, not used": tuple(denied),
    }
    return Remarks(
        answers_.label(reading), tuple((name, said) for name, said in groups.items() if said)
    )


# --- ground, time, how it was made --------------------------------------------------------------


def _ground(answer: Answer) -> Ground:
    return Ground(
        answers_.label(answer.reading),
        answer.grounding,
        answer.unsupported,
        answer.states,
        answer.equilibria.get("NASH"),
    )


def _timeline(answers: Sequence[Answer]) -> Timeline | None:
    spans = []
    for row, answer in enumerate(answers):
        source = answer.reading.sources.get(answer.reading.id)
        if answer.reading.at is not None:
            at = answer.reading.at
            spans.append(Span(row, "speaks", f"speaks of {when(at)}", at.earliest, at.latest))
        if source is not None and source.date is not None:
            day = source.date
            name = f"published {when(day)}"
            spans.append(Span(row, "published", name, day.earliest, day.latest))
    return timeline([answers_.label(a.reading) for a in answers], spans)


def _dates(reading: Reading) -> tuple[str, str, str]:
    published = answers_.published(reading.sources.get(reading.id))
    at = when(reading.at) if reading.at else ""
    return answers_.label(reading), published or "not known", at or "not given"


def _made(answers: Sequence[Answer], version: str) -> Made:
    files = {line.place.file for answer in answers for line in answer.reading.assumptions}
    return Made(
        version,
        answers[0].rule,
        answers[0].solutions[0].engine,
        tuple(CONCEPTS[id].name for id in answers[0].solutions[0].stable),
        len(files),
    )
