"""Cases of any size: random wishes over anybody's options, written as files like anyone's.

`python -m benchmarks.large FOLDER [--readings N] [--options N] [--actors N] [--wishes N] [--seed N]`, and
what else a reading shall have so many of: `--motives N --evidence N --offers N --pieces N --variants N
--silent N --questions 1`.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from standoff.case.question import QUESTIONS

LENGTHS = (1, 1, 1, 2, 2, 3)
"""Of how many literals a wish or a rule is: most speak of one or two options."""
SHORT = 3
"""Wishes of a motive, of a list that somebody is believed to have, and of a list of a variant."""
Lines = Iterator[str]


def write(
    folder: Path,
    readings: int,
    *,
    options: int,
    actors: int,
    wishes: int,
    seed: int = 1,
    **more: int,
) -> Path:
    """A case of so many readings, each with so many wishes over all actors; returns its folder.

    The actors and what they can do are the base of all readings. Every reading has lists of its own,
    two rules, what is so today, and two conclusions. What there is `more`, by the names in `MORE`, has
    numbers of its own: without it the files are the same.
    """
    rng = random.Random(seed)
    names = [f"o{at}" for at in range(options)]
    owner = {name: f"A{at % actors}" for at, name in enumerate(names)}
    base = ["case: A generated conflict", "actors:"]
    base += [f"  {actor}: {{}}" for actor in dict.fromkeys(owner.values())]
    base.append("options:")
    base += [f"  {owner[name]}.{name}: do {name}" for name in names]
    (folder / "readings").mkdir(parents=True)
    (folder / "case.yaml").write_text("\n".join(base) + "\n", "utf-8")
    for number in range(readings):
        which = seed, number, readings
        text = reading(rng, names, owner, wishes, which=which, more=more)
        (folder / "readings" / f"r{number:03}.yaml").write_text(text, "utf-8")
    return folder


def reading(
    rng: random.Random,
    names: list[str],
    owner: dict[str, str],
    wishes: int,
    *,
    which: tuple[int, int, int] = (1, 0, 1),
    more: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """One reading's file; `which`: the seed, the number of the reading, and how many there are."""
    actors = list(dict.fromkeys(owner.values()))
    today = {name for name in names if rng.random() < 0.3}
    lines = ["now:"]
    lines += [f"  - {name}" for name in names if name in today]
    lines.append("wants:")
    share = dict.fromkeys(actors, 1)
    for _ in range(max(0, wishes - len(actors))):
        share[rng.choice(actors)] += 1
    for actor in actors:
        own = [name for name in names if owner[name] == actor]
        lines.append(f"  {actor}:")
        lines += [f"    - {wish(rng, names, own)}" for _ in range(share[actor])]
    lines.append("impossible:")
    lines += [f"  - {rule(rng, names, today)}" for _ in range(2)]
    apart = random.Random(f"{which} facts")
    lines += [f"  - f{at} and {rule(apart, names, today)}" for at in range(more.get("silent", 0))]
    lines.append("author_concludes:")
    for name in rng.sample(names, 2):
        lines.append(f"  - {'' if rng.random() < 0.5 else 'not '}{name}")
    for name, count in more.items():
        if not count:
            continue
        fresh = random.Random(f"{which} {name}")
        lines += MORE[name](Conflict(fresh, names, owner, today, which[1], which[2], more), count)
    return "\n".join(lines) + "\n"


def rule(rng: random.Random, names: list[str], today: set[str]) -> str:
    """What cannot be: two literals that are not both so today."""
    while True:
        said = {name: rng.random() < 0.5 for name in rng.sample(names, 2)}
        if not all((name in today) == value for name, value in said.items()):
            return joined(said, " and ")


def wish(rng: random.Random, names: list[str], own: list[str]) -> str:
    """A literal of the actor's own, an implication to one, or a condition on anybody's options."""
    count = rng.choice(LENGTHS)
    said = {name: rng.random() < 0.5 for name in rng.sample(names, count)}
    kind = rng.random()
    goal = f"{'' if rng.random() < 0.6 else 'not '}{rng.choice(own)}"
    if kind < 0.3:
        return goal
    if kind < 0.7:
        return f"{joined(said, ' and ')} -> {goal}"
    return joined(said, rng.choice((" and ", " or ")))


def joined(said: dict[str, bool], by: str) -> str:
    """Literals, joined."""
    return by.join(f"{'' if value else 'not '}{name}" for name, value in said.items())


# --- what only some questions read -----------------------------------------------------------------


@dataclass(frozen=True)
class Conflict:
    """What the further sections of a reading are made from.

    The act whose motives are named is the first option, in every reading.
    """

    rng: random.Random
    names: list[str]
    owner: dict[str, str]
    today: set[str]
    number: int
    readings: int
    sizes: Mapping[str, int]

    @property
    def actors(self) -> list[str]:
        return list(dict.fromkeys(self.owner.values()))

    @property
    def act(self) -> str:
        return f"{self.owner[self.names[0]]}.{self.names[0]}"

    def wishes(self, actor: str, indent: int) -> Lines:
        """A short list of wishes of an actor."""
        own = [name for name in self.names if self.owner[name] == actor]
        for _ in range(SHORT):
            yield f"{' ' * indent}- {wish(self.rng, self.names, own)}"


def silent(conflict: Conflict, count: int) -> Lines:
    """Facts of which nothing is said; each is read by a rule of the reading."""
    yield "facts:"
    yield from (f"  f{at}: is f{at} so?" for at in range(count))


def motives(conflict: Conflict, count: int) -> Lines:
    """Motives for the one act, each with a name that no other reading gives."""
    yield from ("motives:", f"  {conflict.act}:")
    for at in range(count):
        name = f"m{conflict.number}_{at}"
        yield from (f"    {name}:", f"      why: reason {at}", "      wants:")
        yield from conflict.wishes(conflict.owner[conflict.names[0]], 8)


def evidence(conflict: Conflict, count: int) -> Lines:
    """Items of evidence, rated by one rater for the motives of all readings."""
    motives = conflict.sizes.get("motives", 0)
    every = [f"m{n}_{at}" for n in range(conflict.readings) for at in range(motives)]
    yield from ("evidence:", f"  {conflict.act}:")
    for at in range(count):
        rated = (f"{name}: {conflict.rng.randint(1, 9)}" for name in every)
        yield from (f"    e{conflict.number}_{at}:", f"      says: item {at}", "      ratings:")
        yield f"        rater: {{{', '.join(rated)}}}"


def offers(conflict: Conflict, count: int) -> Lines:
    """Offers of one or two options of one actor for one of another, each to be otherwise than today."""
    yield "offers:"
    for _ in range(count):
        giver, taker = conflict.rng.sample(conflict.actors, 2)
        own = [name for name in conflict.names if conflict.owner[name] == giver]
        asked = [name for name in conflict.names if conflict.owner[name] == taker]
        given = conflict.rng.sample(own, min(len(own), conflict.rng.choice((1, 1, 2))))
        sides = [
            ", ".join(f"{'not ' if name in conflict.today else ''}{name}" for name in side)
            for side in (given, [conflict.rng.choice(asked)])
        ]
        yield f"  - {giver} gives {sides[0]} for {sides[1]}"


def pieces(conflict: Conflict, count: int) -> Lines:
    """Pieces of belief, spread over the actors: in turn a list that another is taken to have, and a rule."""
    held: dict[str, dict[str, list[str]]] = {}
    pairs = itertools.permutations(conflict.actors, 2)
    for at in range(count):
        believer, other = next(pairs, ("", ""))
        if at % 2 or not believer:
            believer = conflict.rng.choice(conflict.actors)
            said = rule(conflict.rng, conflict.names, conflict.today)
            held.setdefault(believer, {}).setdefault("impossible", []).append(f"      - {said}")
        else:
            lists = held.setdefault(believer, {}).setdefault("wants", [])
            lists += [f"      {other}:", *conflict.wishes(other, 8)]
    yield "believes:"
    for believer, sections in held.items():
        yield f"  {believer}:"
        for section, lines in sections.items():
            yield from (f"    {section}:", *lines)


def variants(conflict: Conflict, count: int) -> Lines:
    """Variants, each with another list of one actor."""
    yield "variants:"
    for at in range(count):
        actor = conflict.rng.choice(conflict.actors)
        yield from (f"  v{at}:", "    wants:", f"      {actor}:", *conflict.wishes(actor, 8))


def questions(conflict: Conflict, count: int) -> Lines:
    """So many questions of each kind that there is, about an option, an act, or all that the reading has."""
    yield "questions:"
    for kind, at in itertools.product(QUESTIONS.values(), range(count)):
        name = conflict.rng.choice(conflict.names)
        about = {"condition": name, "acts": f"{name}=yes,no", "act": conflict.act, "nothing": "all"}
        yield from (
            f"  {kind.id}{at}:",
            f"    asks: {kind.id}?",
            f"    {kind.id}: {about[kind.asks]}",
        )


MORE: Mapping[str, Callable[[Conflict, int], Lines]] = MappingProxyType(
    {
        made.__name__: made
        for made in (silent, motives, evidence, offers, pieces, variants, questions)
    }
)
"""What a reading can have more: how many of it -> the lines of its section."""


def main() -> None:
    """Write a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, default in (
        ("readings", 60),
        ("options", 40),
        ("actors", 12),
        ("wishes", 25),
        ("seed", 1),
        *((name, 0) for name in MORE),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    sizes = {
        name: number
        for name, number in vars(given).items()
        if name != "folder" and (number or name not in MORE)
    }
    write(given.folder, sizes.pop("readings"), **sizes)


if __name__ == "__main__":
    main()
