"""What if somebody acted: the worlds of the acts, and what an act makes of everything but itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.question import Sheet
from standoff.analysis.vary.played import Played
from standoff.analysis.vary.whatif import Difference, Interventions, WhatIf
from standoff.condition import literal
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, Tone, note
from standoff.report.english import English, capital, counted, join
from standoff.report.tell.asked import document, ends, line, reading_part, refusal, term
from standoff.report.tell.sheet import Parts, options, path

ENDS: Mapping[str, str] = MappingProxyType(
    {"all": "every end", "some": "some of the ends", "none": "no end"}
)
"""In how many of the ends something holds."""
FATES: Mapping[str, tuple[str, Tone]] = MappingProxyType(
    {
        "gains": ("Better off", "gains"),
        "loses": ("Worse off", "loses"),
        "mixed": ("Better off in some ends, not in others", "either"),
        "same": ("As well off", ""),
    }
)
RULE = "What is set is frozen; the rest plays. Evolution rule: best."


def tell(record: Interventions, root: str = "") -> Document:
    """Every reading: its worlds, and what differs between them."""
    first = next((one for one in record.answers if isinstance(one, WhatIf)), None)
    title = f"What if {English(first.reading).together(first.worlds[0].acts)}?" if first else ""
    parts = (
        refusal(one) if isinstance(one, Cannot) else reading(one, root) for one in record.answers
    )
    return document(record.answers[0].reading, title, parts, RULE)


def reading(answer: WhatIf, root: str = "") -> Part:
    """One reading."""
    english = English(answer.reading, root)
    worlds = (_world(english, world) for world in answer.worlds)
    unset = _world(english, answer.free, _by_itself(english, answer.by_itself))
    compared = (_difference(english, difference) for difference in answer.differences)
    return reading_part(answer.reading, (*worlds, unset, *compared))


def _world(english: English, world: Played, more: tuple[Line, ...] = ()) -> Part:
    blocks = [*ends(english, world.ends), *more]
    came = [english.together(start) for start in world.came_with if start]
    if came:
        blocks.append(line(note(f"What has to change with it: {'; or '.join(came)}.")))
    return Part(note(f"If {_acts(english, world)}"), tuple(blocks))


def _acts(english: English, world: Played) -> str:
    return english.together(world.acts) if world.acts else "nothing is set"


def _by_itself(english: English, shares: Mapping[str, str]) -> tuple[Line, ...]:
    """Whether the acts come where nobody sets them."""
    return tuple(
        line(note(f"{capital(english.literal(name, True))} in {ENDS[share]}, by itself."))
        for name, share in shares.items()
    )


# --- what differs ---------------------------------------------------------------------------------


def _difference(english: English, difference: Difference) -> Part:
    here, there = (_acts(english, world) for world in (difference.here, difference.there))
    blocks: list[Block] = [*_changes(english, difference)]
    if difference.left_out:
        lines = (Item(line(clause)) for clause in english.lines(difference.left_out))
        blocks += [
            term("Left out, as nothing but the act is wished for:"),
            Items(tuple(lines), role="lines"),
        ]
    return Part(note(f"What differs where {here}, against where {there}"), tuple(blocks))


def _changes(english: English, difference: Difference) -> Iterator[Block]:
    if difference.none:
        yield line(note("It makes no difference.", tone="yes"))
        return
    for option in difference.options:
        taken = capital(english.literal(option.option, True))
        yield line(note(f"{taken}: {_against(option.here, option.there)}."))
    for wish in difference.wishes:
        holds = note(f"fulfilled {_against(wish.here, wish.there)}.")
        yield line(english.told(wish.line), holds, between=": ")
    for fate, (words, tone) in FATES.items():
        actors = [actor for actor, known in difference.fates.items() if known == fate]
        if actors:
            yield line(note(f"{words}: {join(actors)}.", tone=tone))


def _against(here: str, there: str) -> str:
    return f"in {ENDS[here]}, against {ENDS[there]}"


# --- as an answer sheet ---------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """The answer to a question of the case: what the acts make of the rest, and whether they come."""
    answer: WhatIf = asked.answer
    english = English(answer.reading)
    told = [_told(english, difference) for difference in answer.differences]
    by_itself = _unset(english, answer)
    way = (clause for world in answer.worlds for clause in _way(english, world))
    if len(told) == 1:
        return Parts((*told, by_itself), path=way)
    some = sum(not difference.none for difference in answer.differences)
    verb = "makes" if some == 1 else "make"
    text = f"{capital(counted(some))} of {counted(len(told))} comparisons {verb} a difference"
    return Parts((note(text), by_itself), told, way)


def _told(english: English, difference: Difference) -> Clause:
    """What one act makes of everything but itself."""
    here, there = difference.here.values, difference.there.values
    act = [literal(name, value) for name, value in here.items() if there.get(name) is not value]
    same = [one for one in difference.here.acts if one not in act]
    given = f"Where {english.together(same)}, if" if same else "If"
    changes = [
        english.literal(option.option, option.here != "none")
        + (" in some ends" if "some" in option.shares else "")
        for option in difference.options
    ]
    for fate, (words, _) in FATES.items():
        actors = [actor for actor, known in difference.fates.items() if known == fate]
        if actors and fate != "same":
            changes.append(f"{words.lower()}: {join(actors)}")
    different = f"this is different: {'; '.join(changes)}" if changes else "nothing else changes"
    text = f"{given} {english.together(act)}, {different}"
    spoken = [*here, *(option.option for option in difference.options)]
    wishes = (wish.line for wish in difference.wishes)
    return english.computed(text, [*options(english, spoken), *wishes])


def _unset(english: English, answer: WhatIf) -> Clause:
    """Whether the acts come where nothing is set."""
    acts = (
        f"in {ENDS[share]} {english.literal(name, True)}"
        for name, share in answer.by_itself.items()
    )
    text = f"Where nothing is set, {'; '.join(acts)}"
    return english.computed(text, options(english, answer.acts))


def _way(english: English, world: Played) -> Iterator[Clause]:
    given = f"Where {_acts(english, world)}:"
    yield english.computed(given, options(english, world.values))
    yield from path(english, world.courses)
