"""How each reading can move: pictures and tables of situations, why each actor would move or stay."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from standoff.analysis.judge.chart import Chart, Position, Situation
from standoff.analysis.judge.explain import Deterrent, Refused, Step, Temptation
from standoff.analysis.judge.press import Pressures
from standoff.case.build import Facts
from standoff.report.document import Block, Cell, Clause, Item, Items, Line, Part, Row, Table, note
from standoff.report.english import English, silence
from standoff.report.named import called
from standoff.report.picture import Arrow, Moves, Node
from standoff.report.tell.case import press
from standoff.report.wording import capital, join, many, plural

if TYPE_CHECKING:
    from standoff.analysis.survey import Survey  # with all that a report asks

MOST_TOLD = 140
"""Situations told of all readings together, so that sixty readings are still a page that can be sent."""
FEWEST = 2
"""Situations told of a reading, however many readings there are."""
MOST_DRAWN = 12
"""Readings of which it is drawn who can press whom; of more the tables stand alone."""
_PLAIN = 3  # deeds that stay as today, shown in a box
MOST_REFUSED = 12
"""Refused moves that are drawn; the others stand under their situation."""
KEY = (
    "Left to right: who gains by moving, and where that leads. A box is a situation; a thick "
    "border is "
    "today; ● is where nobody gains by moving; a dashed box is one in which it goes round. A thin "
    "arrow to a dotted box is a move that is open there and not made, with the loss that holds it "
    "back. Choose a "
    "box for what each actor could do there, and why it would or would not."
)
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "today": "today",
        "start": "given",
        "rest": "● nobody gains by moving",
        "round": "goes round",
    }
)
"""What is special about a situation, in words."""
STANCES: Mapping[str, str] = MappingProxyType(
    {
        "moves": "gains by moving",
        "waits": "gains by moving, but others could answer",
        "stays": "stays: it has no better move",
    }
)


def tell(survey: Survey, marks: Mapping[str, int]) -> Part:
    """A pane for each reading. `marks` gives each actor a number, the same in every picture."""
    count = len(survey.charts)
    room = max(FEWEST, MOST_TOLD // max(count, 1))
    panes = tuple(
        _pane(
            found, [within(chart, room) for chart in charts], f"r{at}", marks, survey.case.path,
            drawn=count <= MOST_DRAWN,
        )
        for at, (found, charts) in enumerate(zip(survey.pressures, survey.charts, strict=True), 1)
    )  # fmt: skip
    return Part(
        note("How it can move from today"),
        (Part(note("Reading"), panes, role="choice"),),
        id="moves",
        intro=KEY,
        role="section",
    )


def within(chart: Chart, room: int) -> Chart:
    """The chart with at most so many of its situations: those that are special in some way first."""
    if len(chart.situations) <= room:
        return chart
    kept = sorted(sorted(chart.situations, key=lambda each: not each.kinds)[:room], key=_number)
    number = {situation.number: at for at, situation in enumerate(kept, 1)}
    return replace(
        chart,
        situations=tuple(replace(each, number=number[each.number]) for each in kept),
        moves=tuple(
            replace(move, start=number[move.start], end=number[move.end])
            for move in chart.moves
            if move.start in number and move.end in number
        ),
    )


def _number(situation: Situation) -> int:
    return situation.number


def _pane(
    found: Pressures, charts: Sequence[Chart], key: str, marks: Mapping[str, int], root: str, *,
    drawn: bool,
) -> Part:  # fmt: skip
    english = English(found.reading, root)
    blocks = [*charted(english, charts, marks, key)]
    pressing = tuple(press.blocks(found, marks, root, drawn))
    how = press.KEY if found.pressures and drawn else ""
    blocks.append(Part(note("Who can press whom"), pressing, intro=how))
    return Part(note(capital(called(english.reading))), tuple(blocks), role="pane")


def charted(
    english: English, charts: Sequence[Chart], marks: Mapping[str, int], key: str = ""
) -> Iterator[Block]:
    """Charts from today, then those once something is given; with a key a box leads to its situation."""
    given: list[Block] = []
    if not charts:
        yield Line((note("Not finished: how it can move was not come to."),), role="note")
    for at, chart in enumerate(charts, 1):
        if chart.given:
            given.append(_once_given(english, chart, marks))
        else:
            yield from _free(english, chart, f"{key}-{at}", marks)
    if given:
        intro = (
            "What its author takes as given, set and held so: where that leads. What the story starts "
            "from is marked “given”."
        )
        yield Part(note("And if …"), tuple(given), intro=intro)


def _where(english: English, worlds: Iterable[Facts]) -> str:
    return "; or ".join(map(english.world, worlds))


def _free(english: English, chart: Chart, key: str, marks: Mapping[str, int]) -> Iterator[Block]:
    if chart.worlds:
        yield Line((note(f"Where {_where(english, chart.worlds)}:"),), role="note")
    if not chart.situations:
        text = "How things stand today is not given: nothing can be followed from there."
        yield Line((note(text),), role="note")
        return
    yield picture(english, chart, marks, key)
    held = refused(chart)
    drawn = (
        f"; {len(chart.situations)} are drawn, and {chart.hidden:,} more" if chart.hidden else ""
    )
    text = (
        f"{chart.reached:,} of {chart.possible:,} situations can be reached from today by moves "
        "that somebody "
        f"gains by{drawn}."
    )
    if not chart.complete:
        text += " It could not be followed to its end: too much can happen."
    if held:
        text += _held_back(chart, held)
    yield Line((note(text),), role="note")
    yield from (situation(english, each, f"s-{key}-{each.number}") for each in chart.situations)
    yield from _table(english, chart)


def _once_given(english: English, chart: Chart, marks: Mapping[str, int]) -> Part:
    blocks: list[Block] = []
    if chart.moves:
        blocks.append(picture(english, chart, marks))
    else:
        blocks.append(Line((note("Nothing more follows: nobody gains by moving then."),)))
    if chart.hidden:
        text = (
            f"{len(chart.situations)} situations are drawn, and {chart.hidden:,} more are reached."
        )
        blocks.append(Line((note(text),), role="note"))
    blocks += _table(english, chart)
    where = f"where {_where(english, chart.worlds)}" if chart.worlds else ""
    title = note(f"… {english.together(chart.given)}")
    return Part(title, tuple(blocks), role="situation", folded=True, note=where)


# --- pictures -------------------------------------------------------------------------------------


def head(situation: Situation) -> str:
    """A situation's number and what is special about it."""
    return " · ".join([str(situation.number), *(KINDS[kind] for kind in situation.kinds)])


def _whose(english: English, chart: Chart) -> str:
    """Which reading, once what is given and in which world: what tells two pictures apart."""
    given = f", once {english.together(chart.given)}" if chart.given else ""
    worlds = f", where {_where(english, chart.worlds)}" if chart.worlds else ""
    return f"{called(english.reading)}{given}{worlds}"


def picture(english: English, chart: Chart, marks: Mapping[str, int], key: str = "") -> Moves:
    """Situations as boxes, moves as arrows, then what is refused; with a key a box leads to its situation."""
    nodes = [node(english, situation, key) for situation in chart.situations]
    arrows = [
        Arrow(move.start - 1, move.end - 1, move.step.actor, marks[move.step.actor])
        for move in chart.moves
    ]
    for situation, move in refused(chart):
        at = situation.number - 1
        arrows.append(Arrow(at, len(nodes), move.actor, marks[move.actor], refused=True))
        nodes.append(_refused_node(english, move, nodes[at].part))
    return Moves(f"Situations and moves, {_whose(english, chart)}", tuple(nodes), tuple(arrows))


def refused(chart: Chart) -> tuple[tuple[Situation, Refused], ...]:
    """Where nobody gains by moving, each actor's plainest move that would lose it something."""
    found = (
        (situation, position.loses[0])
        for situation in chart.situations
        if "rest" in situation.kinds
        for position in situation.positions
        if position.loses
    )
    return tuple(itertools.islice(found, MOST_REFUSED))


def _refused_node(english: English, move: Refused, part: str) -> Node:
    why = " and ".join(english.line(line) for line in move.lines)
    loss = f"loses, because {why}" if why else "loses by it"
    return Node(f"not done by {move.actor}", (deed(english, move),), (loss,), ("refused",), part)


def _held_back(chart: Chart, drawn: Sequence[object]) -> str:
    """How many refused moves are drawn, and how many are not, with those that make no difference."""
    resting = (p for s in chart.situations if "rest" in s.kinds for p in s.positions)
    others = sum(len(p.loses) + p.more for p in resting if p.stance != "unknown") - len(drawn)
    text = f" Where nobody gains, {many(len(drawn), 'refused move')} "
    text += "is drawn" if len(drawn) == 1 else "are drawn, one an actor"
    if not others:
        return f"{text}."
    return f"{text}; {others:,} more {'is' if others == 1 else 'are'} open, worse or no better."


def node(english: English, situation: Situation, key: str) -> Node:
    changed = tuple(english.literal(*change) for change in situation.changed)
    kept = tuple(english.literal(name, True) for name in situation.kept)
    shown = kept[:_PLAIN] if len(kept) > _PLAIN + 1 else kept
    more = len(kept) - len(shown)
    today = "" if "today" in situation.kinds else " as today"
    tail = (f"and {more} more{today}",) if more else ()
    if not (kept or changed):
        tail = ("nothing is done",)
    kinds: Any = situation.kinds
    part = f"s-{key}-{situation.number}" if key else ""
    return Node(head(situation), changed, shown + tail, kinds, part)


def _table(english: English, chart: Chart) -> Iterator[Block]:
    """The moves that are made, and those that are drawn as refused; of the others their situations tell."""
    held = refused(chart)
    if not (chart.moves or held):
        return
    rows = [_row(english, str(move.start), move.step, str(move.end)) for move in chart.moves]
    for at, move in held:
        end = f"not done: it would {'lose' if move.worse else 'be no better off'}"
        rows.append(_row(english, str(at.number), move, end))
    more = f" (the first {len(chart.moves)})" if chart.made > len(chart.moves) else ""
    table = Table(
        f"Moves as a table, {_whose(english, chart)}",
        ("From", "Who", "Does what", "Because", "To"),
        tuple(rows),
    )
    counts = (
        f"{many(chart.made, 'move')}{more}" if chart.moves else "",
        many(len(held), "refused move") if held else "",
    )
    title = note(f"The {' and the '.join(filter(None, counts))} as a table")
    yield Part(title, (table,), folded=True)


def _row(english: English, start: str, step: Step | Refused, end: str) -> Row:
    """A move as a row: from where, by whom, what, why, and where to."""
    cells = (
        Cell((note(step.actor),)),
        Cell((note(deed(english, step)),)),
        Cell(english.lines(step.lines)),
        Cell((note(end),)),
    )
    return Row(start, cells)


# --- situations -----------------------------------------------------------------------------------


def deed(english: English, step: Step) -> str:
    """What a move changes, in words."""
    return english.move(step.before, step.after)


def situation(english: English, found: Situation, id: str = "") -> Part:
    """A situation: what is done in it, and how each actor stands there."""
    changed = [replace(note(english.literal(*c)), tone="new") for c in found.changed]
    kept = [note(english.literal(name, True)) for name in found.kept]
    deeds = changed + kept
    blocks: list[Block] = [
        Items(tuple(Item(Line((d,))) for d in deeds), role="deeds")
        if deeds
        else Line((note("Nothing is done here."),))
    ]
    blocks += [position(english, p) for p in found.positions if _told(p)]
    blocks += _still([p for p in found.positions if p.stance == "stays" and not _told(p)])
    unknown = [p.actor for p in found.positions if p.stance == "unknown"]
    if unknown:
        blocks.append(Line((note(silence(unknown)),), role="note"))
    short = "; ".join(clause.text for clause in changed)
    short = short or ("as it stands" if "today" in found.kinds else "")
    return Part(note(head(found)), tuple(blocks), id, role="situation", folded=True, note=short)


def _told(found: Position) -> bool:
    """Whether there is more to say of an actor than that it stays."""
    return bool(found.gains or found.loses) or found.stance not in ("stays", "unknown")


def _still(found: Sequence[Position]) -> Iterator[Line]:
    """Those of whom no more is to say, in one line."""
    if found:
        several = len(found) > 1 or plural(found[0].actor)
        stay = "stay: they have" if several else "stays: it has"
        more = sum(each.more for each in found)
        other = f", and {many(more, 'other move')} that {'makes' if more == 1 else 'make'} no difference"
        text = f"{join(each.actor for each in found)} {stay} no better move{other if more else ''}."
        yield Line((note(text),), role="note")


def position(english: English, found: Position) -> Part:
    """One actor in one situation: what it would gain or lose by."""
    items = [gains(english, move) for move in found.gains]
    items += [loses(english, move) for move in found.loses]
    blocks: list[Block] = [Items(tuple(items), role="options")] if items else []
    if found.more:
        one = found.more == 1
        text = (
            f"{found.more:,} other {'move adds' if one else 'moves add'} to these or "
            f"{'makes' if one else 'make'} no difference to it."
        )
        blocks.append(Line((note(text),), role="note"))
    return Part(note(found.actor), tuple(blocks), role="position", note=STANCES[found.stance])


def gains(english: English, move: Temptation) -> Item:
    """A better move, with the answers that deter from it."""
    below = dict.fromkeys(answer(english, deterrent) for deterrent in move.deterrents)
    line = Line(_with_reason(english, move, "gains"), lead="Gains if", between=", because ")
    return Item(_reasons(line), tuple(below))


def loses(english: English, move: Refused) -> Item:
    """A move that is open and worse, or no better."""
    lead = "Loses if" if move.worse else "No better and no worse if"
    return Item(_reasons(Line(_with_reason(english, move, "loses"), lead=lead)))


def _with_reason(english: English, step: Step, tone: Any) -> tuple[Clause, ...]:
    return (replace(note(deed(english, step)), tone=tone), *english.lines(step.lines))


def _reasons(line: Line) -> Line:
    """`, because` between the deed and its reasons."""
    return replace(line, between=", because ")


def answer(english: English, deterrent: Deterrent) -> Line:
    """How others could answer a better move, and why it would not pay then."""
    reply = ", then ".join(deed(english, step) for step in deterrent.moves)
    head = note(
        f"It might hold back, since others could answer: {reply}; then it would be no better off"
    )
    if not deterrent.lines:
        return Line((replace(head, text=f"{head.text} than before"),), role="note")
    return Line((head, *english.lines(deterrent.lines)), between=", because ", role="note")
