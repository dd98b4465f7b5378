"""Answers as tables and lines for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.analysis.compare import Answer, Course, Judged
from standoff.analysis.explain import Explanation, Refused
from standoff.analysis.verdict import Verdict
from standoff.gmcr.stability import CONCEPTS, Solution
from standoff.report import words
from standoff.report.data import MAX_LISTED

_SHOWN = 3  # premises and line sets shown for each conclusion; --json has all
_COLOUR = {Verdict.FOLLOWS: "green", Verdict.FAILS: "red", Verdict.UNDETERMINED: "yellow"}


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
    case = answer.case
    origin = case.sources.get(case.reading)
    title = Text()
    title.append(f"Reading {case.reading}", style="bold")
    if origin is not None:
        title.append(f"  {words.source(origin)}")
    if case.at is not None:
        title.append(f"  (speaks of {case.at})")
    if case.title:
        title.append(f"\n{case.title}", style="italic")
    parts: list[RenderableType] = [title]
    for end in answer.ends:
        where = words.in_world(end.facts)
        head = "comes to rest" if not end.cycle else "does not come to rest"
        parts.append(Text(f"  {head}{' ' + where if where else ''}: {words.end(end)}"))
    parts.append(Text(f"  {_grounds(answer)}", style="dim"))
    for found in answer.judged:
        parts.append(Padding(conclusion(found), (0, 0, 0, 2)))
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


def conclusion(found: Judged) -> RenderableType:
    """A conclusion with its verdict, what makes it so, what it rests on or lacks."""
    judgement = found.judgement
    head = Text("• ")
    head.append(judgement.conclusion.text, style="bold")
    head.append("  ")
    sound = judgement.supported or judgement.verdict is not Verdict.FOLLOWS
    head.append(words.verdict(judgement), style=_COLOUR[judgement.verdict] if sound else "yellow")
    cited = " ".join(map(str, judgement.conclusion.citations))
    head.append(f"  [{cited}]" if cited else "  [no source]", style="dim")
    body = [Text(f"    {text}") for support in judgement.by for text in words.support(support)]
    for lines in judgement.rests_on[:_SHOWN]:
        body.append(Text(f"    rests on: {words.lines(lines)}"))
    if len(judgement.rests_on) > _SHOWN:
        body.append(
            Text(f"    … and {len(judgement.rests_on) - _SHOWN} more, see --json", style="dim")
        )
    if judgement.restates:
        body.append(Text("    it only restates these lines"))
    if judgement.flips:
        body.append(Text(f"    would differ without: {', '.join(judgement.flips)}"))
    body += [Text(f"    {text}") for text in _lacks(found)]
    return Group(head, *body)


def _lacks(found: Judged) -> list[str]:
    if found.judgement.verdict is Verdict.FOLLOWS:
        return []
    texts = [words.gap(found)]
    premises = [p for p in found.missing.premises if not p.restates]
    texts += [f"would follow if {words.premise(p)}" for p in premises[:_SHOWN]]
    if len(premises) > _SHOWN:
        texts.append(f"… and {len(premises) - _SHOWN} more, see --json")
    if found.judgement.elsewhere is not None:
        holding, total = found.judgement.elsewhere
        texts.append(
            f"stable elsewhere, not reached: true in {holding} of {total} situations at rest"
        )
    return texts


def solution(found: Solution, where: str) -> RenderableType:
    """The situations stable for everyone under each concept, and how many for each actor."""
    space = found.model.space
    title = f"{found.model.name}{' ' + where if where else ''}: {space.count:,} situations"
    table = Table(title=title, title_justify="left")
    table.add_column("stable for")
    for concept in found.stable:
        table.add_column(CONCEPTS[concept].id, justify="right")
    for i, maker in enumerate(found.model.makers):
        mark = " (no wishes)" if maker in found.model.unsupported else ""
        table.add_row(
            maker + mark, *(f"{int(flags[i].sum()):,}" for flags in found.stable.values())
        )
    table.add_section()
    counts = {c: found.equilibria(c) for c in found.stable}
    table.add_row("everyone", *(f"{int(flags.sum()):,}" for flags in counts.values()), style="bold")
    parts: list[RenderableType] = [table]
    for concept, flags in counts.items():
        if 0 < flags.sum() <= min(_MAX_ROWS, MAX_LISTED):
            parts.append(Text(f"{CONCEPTS[concept].name}:"))
            parts += [Text(f"  {words.short(space.taken(int(c)))}") for c in space.codes[flags]]
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
    space = found.world.model.space
    where = words.in_world(found.world.open)
    parts: list[RenderableType] = [
        Text(f"{name}{' ' + where if where else ''}, rule {found.evolution.rule}", style="bold")
    ]
    for state in found.world.model.today:
        parts.append(Text(f"today: {words.short(space.taken(state))}"))
    if not found.steps:
        parts.append(Text("nobody gains by moving"))
    for step in found.steps[:_MAX_ROWS]:
        parts.append(Text(f"  {words.short(space.taken(step.state))}"))
        parts.append(Text(f"    → {words.step(found.world, step)}"))
    if len(found.steps) > _MAX_ROWS:
        parts.append(
            Text(f"  … and {len(found.steps) - _MAX_ROWS} more moves, see --json", style="dim")
        )
    if not found.evolution.complete:
        parts.append(Text("not followed to the end: too many situations", style="red"))
        return Group(*parts)
    for end in found.ends:
        parts.append(Text(f"{'goes round' if end.cycle else 'comes to rest'}: {words.end(end)}"))
    return Group(*parts)


def explanation(found: Explanation) -> RenderableType:
    """Each actor in a situation: stays or would move, by which concept, against which answer."""
    taken = found.world.model.space.taken(found.state)
    where = words.in_world(found.world.open)
    parts: list[RenderableType] = [
        Text(f"{found.case.id}{' ' + where if where else ''}: {words.short(taken)}", style="bold"),
        Text(words.situation(found.case, taken), style="italic"),
    ]
    for stand in found.stands:
        parts.append(Text(words.stand(found.world, stand)))
        for temptation in stand.temptations:
            head, *answers = words.temptation(found.world, temptation)
            parts.append(Text(f"    {head}"))
            parts += [Text(f"        {answer}") for answer in answers]
        simple = [r for r in stand.refused if _distance(found, r) == 1]
        parts += [Text(f"    {words.refused(found.world, item)}") for item in simple]
        if others := len(stand.refused) - len(simple):
            parts.append(
                Text(f"    nor is any of {others} moves that change several things better")
            )
    return Group(*parts)


def _distance(found: Explanation, item: Refused) -> int:
    return found.world.model.space.distance(item.step.state, item.step.target)
