"""Answers as tables and lines for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.analysis.judge.verdict import Verdict
from standoff.gmcr.concept.law import CONCEPTS, Solution
from standoff.report import words

if TYPE_CHECKING:
    from standoff.analysis.judge.compare import Answer, Course, Judged
    from standoff.analysis.judge.explain import Explanation, Refused

_SHOWN = 3  # premises and line sets shown for each conclusion; --json has all
_COLOUR = {Verdict.FOLLOWS: "green", Verdict.FAILS: "red", Verdict.UNDETERMINED: "yellow"}


@dataclass(frozen=True)
class Line:
    """Text with an indentation: wrapped within it on a terminal, one whole line elsewhere."""

    indent: int
    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if console.is_terminal:
            yield Padding(self.text, (0, 0, 0, self.indent))
        else:
            yield Text.assemble(" " * self.indent, self.text)


def _line(indent: int, text: str, style: str = "") -> Line:
    return Line(indent, Text(text, style=style))


def comparison(answers: Sequence[Answer]) -> RenderableType:
    """Every reading: where it comes to rest, and its author's conclusions."""
    parts: list[RenderableType] = [Text(words.summary(answers)), Text()]
    for answer in answers:
        parts += [reading(answer), Text()]
    parts.append(
        Text(
            "This is what follows from whose assumptions, not what will happen. "
            "Evolution rule: best; ties sanction; improvements are strict.",
            style="dim",
        )
    )
    return Group(*parts)


def reading(answer: Answer) -> RenderableType:
    """One reading: its source, its end, its conclusions."""
    reading = answer.reading
    origin = reading.sources.get(reading.id)
    title = Text()
    if reading.id != "base":
        title.append(f"Reading {reading.id}", style="bold")
    if origin is not None:
        title.append(f"  {words.source(origin)}")
    if reading.at is not None:
        title.append(f"  (speaks of {reading.at})")
    if reading.title:
        title.append("\n" if title else "")
        title.append(reading.title, style="italic")
    parts: list[RenderableType] = [title]
    for end in answer.ends:
        where = words.in_world(end.facts)
        head = "comes to rest" if not end.cycle else "does not come to rest"
        parts.append(_line(2, f"{head}{' ' + where if where else ''}: {words.end(end)}"))
        if not end.cycle:
            parts.append(_line(4, words.situation(reading, end.taken[0]), "dim"))
    parts.append(_line(2, _grounds(answer), "dim"))
    parts += [part for found in answer.judged for part in conclusion(found)]
    return Group(*parts)


def _grounds(answer: Answer) -> str:
    count = answer.grounding
    silent = ", ".join(answer.unsupported) or "nobody"
    stable = answer.equilibria.get("NASH")
    rests = f"; nobody gains by moving in {stable} of {answer.states}" if stable is not None else ""
    return (
        f"rests on {count['stated']} stated, {count['inferred']} inferred, {count['unsourced']} unsourced "
        f"lines ({count['implied']} implied); text silent on: {silent}{rests}"
    )


def conclusion(found: Judged) -> list[RenderableType]:
    """A conclusion with its verdict, what makes it so, what it rests on or lacks."""
    judgement = found.judgement
    head = Text("• ")
    head.append(judgement.conclusion.text, style="bold")
    head.append("  ")
    sound = judgement.supported or judgement.verdict is not Verdict.FOLLOWS
    head.append(words.verdict(judgement), style=_COLOUR[judgement.verdict] if sound else "yellow")
    cited = " ".join(map(str, judgement.conclusion.citations))
    head.append(f"  [{cited}]" if cited else "  [no source]", style="dim")
    body = [_line(6, text) for support in judgement.by for text in words.support(support)]
    body += [_line(6, text) for text in words.rests_on(judgement)[:_SHOWN]]
    body += _more(6, len(judgement.rests_on), _SHOWN, "sets of lines")
    if judgement.restates:
        body.append(_line(6, "it only restates these lines"))
    if judgement.flips:
        body.append(_line(6, f"would differ without: {', '.join(judgement.flips)}"))
    body += [_line(6, text) for text in _lacks(found)]
    return [Line(2, head), *body]


def _more(indent: int, count: int, shown: int, what: str) -> list[Line]:
    """`… and 7 more`, or nothing where all are shown."""
    if count <= shown:
        return []
    return [_line(indent, f"… and {count - shown:,} more {what}, see --json", "dim")]


def _lacks(found: Judged) -> list[str]:
    if found.judgement.verdict is Verdict.FOLLOWS:
        return []
    texts = [words.gap(found)]
    premises = [p for p in found.missing.premises if not p.restates]
    texts += [f"would follow if {words.premise(p)}" for p in premises[:_SHOWN]]
    if len(premises) > _SHOWN:
        texts.append(f"… and {len(premises) - _SHOWN} more premises, see --json")
    if found.judgement.elsewhere is not None:
        holding, total = found.judgement.elsewhere
        texts.append(
            f"stable elsewhere, not reached: true in {holding} of {total} situations at rest"
        )
    return texts


def solution(found: Solution, where: str) -> RenderableType:
    """The situations stable for everyone under each concept, and how many for each actor."""
    count, taken = found.game.count, found.model.space.taken
    title = f"{found.model.name}{' ' + where if where else ''}: {found.size:,} situations"
    table = Table(title=title, title_justify="left", caption=f"engine {found.engine}: {found.why}")
    table.caption_justify = "left"
    table.add_column("stable for")
    for concept in found.stable:
        table.add_column(CONCEPTS[concept].id, justify="right", overflow="fold")  # whole numbers
    for i, maker in enumerate(found.model.makers):
        mark = " (no wishes)" if maker in found.model.unsupported else ""
        table.add_row(maker + mark, *(f"{count(sets[i]):,}" for sets in found.stable.values()))
    table.add_section()
    stable = {c: None if c in found.uncounted else found.count(c) for c in found.stable}
    numbers = ("not counted" if number is None else f"{number:,}" for number in stable.values())
    table.add_row("everyone", *numbers, style="bold")
    parts: list[RenderableType] = [table]
    parts += [Text(f"{c} not counted: {r}", style="yellow") for c, r in found.uncounted.items()]
    for concept, number in stable.items():
        if number and number <= _MAX_ROWS:
            parts.append(Text(f"{CONCEPTS[concept].name}:"))
            parts += [Text(f"  {words.short(taken(code))}") for code in found.states(concept)]
    if found.model.unsupported:
        parts.append(
            Text(
                f"No wishes: {', '.join(found.model.unsupported)}. "
                "All situations tie for them, so their rest shows nothing.",
                style="yellow",
            )
        )
    return Group(*parts)


_MAX_ROWS = 30


def evolution(found: Course, name: str) -> RenderableType:
    """The moves from today and where they end."""
    taken = found.world.model.space.taken
    where = words.in_world(found.world.open)
    head = f"{name}{' ' + where if where else ''}, rule {found.evolution.rule}"
    parts = [_line(0, head, "bold")]
    parts += [_line(0, f"today: {words.short(taken(s))}") for s in found.world.model.today]
    if not found.steps:
        parts.append(_line(0, "nobody gains by moving"))
    for step in found.steps[:_MAX_ROWS]:
        parts.append(_line(2, words.short(taken(step.state))))
        parts.append(_line(4, f"→ {words.step(found.world, step)}"))
    parts += _more(2, len(found.steps), _MAX_ROWS, "moves")
    if not found.evolution.complete:
        parts.append(_line(0, "not followed to the end: too many situations", "red"))
        return Group(*parts)
    for end in found.ends:
        parts.append(
            _line(0, f"{'goes round' if end.cycle else 'comes to rest'}: {words.end(end)}")
        )
    return Group(*parts)


def explanation(found: Explanation) -> RenderableType:
    """Each actor in a situation: stays or would move, by which concept, against which answer."""
    taken = found.world.model.space.taken(found.state)
    where = words.in_world(found.world.open)
    head = f"{found.reading.full}{' ' + where if where else ''}: {words.short(taken)}"
    parts = [_line(0, head, "bold"), _line(0, words.situation(found.reading, taken), "italic")]
    for stand in found.stands:
        parts.append(_line(0, words.stand(found.world, stand)))
        for temptation in stand.temptations:
            better, *answers = words.temptation(found.world, temptation)
            parts.append(_line(4, better))
            parts += [_line(8, answer) for answer in answers]
        simple = [r for r in stand.refused if _distance(found, r) == 1]
        parts += [_line(4, words.refused(found.world, item)) for item in simple]
        if others := len(stand.refused) - len(simple):
            parts.append(
                _line(4, f"moves that change several things at once: {others}, none better")
            )
    return Group(*parts)


def _distance(found: Explanation, item: Refused) -> int:
    return found.world.model.space.distance(item.step.state, item.step.target)
