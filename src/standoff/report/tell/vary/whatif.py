"""What if somebody acted: the worlds of the acts, and what an act makes of everything but itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.question import Sheet
from standoff.analysis.vary.played import Played
from standoff.analysis.vary.whatif import Difference, Interventions, WhatIf
from standoff.condition import literal
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, Tone, note
from standoff.report.english import English
from standoff.report.tell.asked import document, ends, line, reading_part, refusal, term
from standoff.report.tell.sheet import Parts, alone, options, path
from standoff.report.wording import capital, counted, join

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
    blocks += [line(clause) for clause in alone(english, world.forced, ".")]
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


# --- on a sheet -----------------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """What the acts make of everything else, and whether they come by themselves."""
    answer: WhatIf = asked.answer
    english = English(answer.reading)
    compared = [_compared(english, difference) for difference in answer.differences]
    itself = _itself(english, answer)
    if len(compared) == 1:
        return Parts((*compared, *_alone(english, answer), itself), path=_played(english, answer))
    some = sum(not difference.none for difference in answer.differences)
    number = counted(some) if some else "none"
    text = f"Of {counted(len(compared))} comparisons, {number} {'shows' if some == 1 else 'show'}"
    lead = note(f"{text} that the act makes a difference")
    return Parts((lead, *_alone(english, answer), itself), compared, path=_played(english, answer))


def _alone(english: English, answer: WhatIf) -> tuple[Clause, ...]:
    """What the acts take of others, in any of their worlds."""
    return alone(english, tuple(dict.fromkeys(f for w in answer.worlds for f in w.forced)))


def _itself(english: English, answer: WhatIf) -> Clause:
    shares = (
        f"in {ENDS[share]} {english.literal(name, True)}"
        for name, share in answer.by_itself.items()
    )
    named = options(english, answer.acts)
    return english.computed(f"Where nothing is set, {'; '.join(shares)}", named)


def _played(english: English, answer: WhatIf) -> Iterator[Clause]:
    for world in answer.worlds:
        given = f"Given that {english.together(world.acts)}:"
        yield english.computed(given, options(english, world.values))
        yield from path(english, world.courses, bool(world.acts))


def _compared(english: English, difference: Difference) -> Clause:
    """What one act makes of everything but itself, in one clause."""
    here, there = difference.here.values, difference.there.values
    act = {name: value for name, value in here.items() if there.get(name) is not value}
    same = {name: value for name, value in here.items() if name not in act}
    given = (
        f"Where {english.together(itertools.starmap(literal, same.items()))}, if" if same else "If"
    )
    changed = [
        english.literal(change.option, change.here != "none")
        + (" in some of the ends" if "some" in change.shares else "")
        for change in difference.options
    ]
    for fate, (words, _) in FATES.items():
        actors = [actor for actor, known in difference.fates.items() if known == fate]
        if actors and fate != "same":
            changed.append(f"{words[0].lower()}{words[1:]}: {join(actors)}")
    names = [*here, *(change.option for change in difference.options)]
    lines = [*options(english, names), *(change.line for change in difference.wishes)]
    what = f"this is different: {'; '.join(changed)}" if changed else "nothing else changes"
    return english.computed(
        f"{given} {english.together(itertools.starmap(literal, act.items()))}, {what}",
        lines,
    )
