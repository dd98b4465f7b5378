"""The gallery of the cases that ship: what each is about, its source, its picture, what comes out.

All of it is made from the cases themselves, by the program as it is: `python3 dev.py docs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from standoff.analysis.judge.chart import Chart, charts
from standoff.analysis.judge.compare import Answer
from standoff.app.markdown import table
from standoff.case.modelfile import ModelFile
from standoff.face.case import read
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.table import USUAL
from standoff.report.english import English, about
from standoff.report.html.fragment import drawing
from standoff.report.picture import Moves
from standoff.report.tell.lead import lead
from standoff.report.tell.model.catalog import State, cited
from standoff.report.tell.model.catalog import picture as improvements_picture
from standoff.report.tell.model.moves import picture as moves_picture
from standoff.report.tell.model.moves import refused
from standoff.report.tell.verdict import CAUTION, badge
from standoff.report.wording import counted, many
from standoff.store.model.catalog import Published, catalog, published
from standoff.store.model.gambit.game import ranks_of

MOST = 40
"""States of a model that is drawn; of a larger one the equilibria are counted, not named."""
NAMED = 12
"""Equilibria that are named."""
TEXTS = "syria"
"""The case whose readings are of texts; all others are published models."""


def gallery() -> str:
    """The page."""
    parts = [
        "# The cases that ship, with pictures",
        "Made from the cases themselves by `python3 dev.py docs`: the pictures are the program's own, and "
        "what comes out is what it computes. Each case is there by its name: `standoff compare syria`, "
        "`standoff solve hipel-1993-elmira`, `so.read(NAME)`.",
        *_texts(),
        "## Published conflicts",
        "In the pictures a box is a state, by the name its source gives it, with what is done in it; a "
        "thick border is the status quo, as far as the source has one; ● marks a Nash equilibrium. An "
        "arrow is the best improvement of a decision maker from there; states that none joins are left "
        "out. Options in words, published sets for each decision maker and slips in print: "
        "[published conflicts](reference/published-conflicts.md).",
    ]
    for entry in catalog():
        parts += _published(entry)
    return "\n\n".join(parts) + "\n"


# --- the worked case ------------------------------------------------------------------------------


@cache
def _answers() -> tuple[Answer, ...]:
    answers: tuple[Answer, ...] = read(TEXTS).compare().record.answers
    return answers


def _texts() -> Iterator[str]:
    case = read(TEXTS)
    yield f"## {TEXTS}: {case.title}"
    yield (
        f"{counted(len(case)).capitalize()} texts that contradict each other, a reading for each. In the "
        "pictures a box is a situation and an arrow a move that its actor gains by; a thick border is "
        "today, ● is where nobody gains by moving; a thin arrow to a dotted box is a move that is open there "
        f"and not made, with the loss that holds it back. {CAUTION}"
    )
    for answer in _answers():
        reading = answer.reading
        source = reading.sources[reading.id]
        yield f"### {reading.id}: {reading.title}"
        titled = f"*{source.title}*, " if source.title else ""
        yield f"Source: {titled}{about(source)}. The text is its author's and does not ship."
        told = " ".join(clause.text for clause in lead([answer]))
        yield told.replace("The one reading", "This reading", 1)
        yield _shown(
            f"{TEXTS}-{reading.id}", "No picture: from today nobody gains or loses by moving."
        )
        english = English(reading)
        rows = (
            (
                english.told(judged.conclusion).text,
                badge(judged).word,
                english.told(judged.conclusion).cites.strip("[]"),
            )
            for judged in answer.judged
        )
        yield table(("what the author concludes", "does it follow", "sentences"), rows).rstrip()


# --- published conflicts --------------------------------------------------------------------------


def _published(entry: Published) -> Iterator[str]:
    yield f"### {entry.name}: {entry.title}"
    yield f"{_who(entry)} Source: {cited(entry.citation)}."
    file, solution = entry.read(), _solution(entry.name)
    yield _shown(entry.name, f"No picture: {solution.size:,} states are too many to draw.")
    rows = [
        (concept, _said(file, solution, concept), _printed(entry, concept))
        for concept in solution.stable
    ]
    how = "" if entry.verified == "read in source" else f" ({entry.verified})"
    yield table(("equilibria under", "computed here", f"in print{how}"), rows).rstrip()
    yield from (f"{concept} differs from print: {why}." for concept, why in entry.differs.items())


def _shown(name: str, otherwise: str) -> str:
    moves = _moves().get(name)
    return f"![{moves.name}](gallery/{name}.svg)" if moves else otherwise


def _who(entry: Published) -> str:
    own: dict[str, list[str]] = {}
    for row in entry.options:
        own.setdefault(row.maker or "nobody", []).append(row.words)
    told = "; ".join(f"{maker} ({', '.join(words)})" for maker, words in own.items())
    return f"{counted(len(own)).capitalize()} decide: {told}."


@cache
def _solution(name: str) -> Solution:
    entry = published(name)
    printed = (each for each, sets in entry.expected.items() if "published" in sets)
    return solve(entry.read().model, tuple(dict.fromkeys((*USUAL, *printed))))


def _said(file: ModelFile, solution: Solution, concept: str) -> str:
    count, states = solution.count(concept), solution.size
    if count > NAMED:
        return f"{count:,} of {states:,} states"
    flags = solution.equilibria(concept)
    return _set(map(str, file.named(flags)))


def _printed(entry: Published, concept: str) -> str:
    states = entry.expected.get(concept, {}).get("published", {}).get("equilibria")
    if states is None:
        return "none at hand"
    return _set(map(str, states)) if len(states) <= NAMED else many(len(states), "state")


def _set(names: Iterator[str]) -> str:
    return f"{{{', '.join(names)}}}"


def _improvements(file: ModelFile, nash: Sequence[bool], title: str) -> Moves:
    """The best improvements of every decision maker, between the states that one of them joins."""
    model = file.model
    ranks = ranks_of(model)
    codes: list[int] = model.space.codes[file.order].tolist()
    found = []
    for code in codes:
        for maker, rank in enumerate(ranks):
            better = [t for t in model.space.moves(maker, code) if rank[t] > rank[code]]
            best = max((rank[t] for t in better), default=0)
            found += [(code, maker, t) for t in better if rank[t] == best]
    drawn = [code for code in codes if any(code in (start, end) for start, _, end in found)]
    at = {code: place for place, code in enumerate(drawn)}
    rests = dict(zip(model.space.codes.tolist(), nash, strict=True))
    owner = {option.name: option.owner for option in model.space.options}

    def deed(name: str) -> str:
        who = owner[name]
        words = file.labels.get(name, name)
        return words if who is None else f"{model.makers[who]}: {words}"

    states = [
        State(
            str(file.name(code)),
            tuple(deed(name) for name in model.space.taken(code)),
            code in model.today,
            bool(rests[code]),
        )
        for code in drawn
    ]
    arrows = [(at[start], model.makers[maker], at[end]) for start, maker, end in found]
    return improvements_picture(f"{title}: states and improvements", states, arrows)


# --- the pictures ---------------------------------------------------------------------------------


def _to_draw(chart: Chart) -> bool:
    """Whether something is done or refused from today as it stands."""
    return not chart.given and bool(chart.moves or refused(chart))


@cache
def _moves() -> Mapping[str, Moves]:
    """Every picture, by the name of its file."""
    found: dict[str, Moves] = {}
    actors = list(dict.fromkeys(a.name for answer in _answers() for a in answer.reading.actors))
    marks = {name: at for at, name in enumerate(actors)}
    for answer in _answers():
        drawn = [chart for chart in charts(answer) if _to_draw(chart)]
        for chart in drawn[:1]:
            english = English(answer.reading)
            found[f"{TEXTS}-{answer.reading.id}"] = moves_picture(english, chart, marks)
    for entry in catalog():
        file = entry.read()
        if file.model.space.count <= MOST:
            flags = _solution(entry.name).equilibria("NASH")
            found[entry.name] = _improvements(file, flags.tolist(), entry.title)
    return found


def pictures() -> Mapping[str, str]:
    """Name of the file -> the picture, for every case that has one."""
    return {f"{name}.svg": drawing(moves) for name, moves in _moves().items()}
