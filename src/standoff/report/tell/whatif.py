"""What if somebody acted: the worlds of the acts, and what an act makes of everything but itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.vary.whatif import Difference, Interventions, Played, WhatIf
from standoff.report.document import Block, Document, Item, Items, Line, Part, Tone, note
from standoff.report.english import English, capital, join
from standoff.report.tell.asked import document, ends, line, reading_part, refusal, term

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
