"""Cases of any size: random wishes over anybody's options, written as files like anyone's.

`python -m benchmarks.large FOLDER [--readings N] [--options N] [--actors N] [--wishes N] [--seed N]`
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

LENGTHS = (1, 1, 1, 2, 2, 3)
"""Of how many literals a wish or a rule is: most speak of one or two options."""


def write(
    folder: Path, readings: int, *, options: int, actors: int, wishes: int, seed: int = 1
) -> Path:
    """A case of so many readings, each with so many wishes over all actors; returns its folder.

    The actors and what they can do are the base of all readings. Every reading has lists of its own,
    two rules, what is so today, and two conclusions.
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
        text = reading(rng, names, owner, wishes)
        (folder / "readings" / f"r{number:03}.yaml").write_text(text, "utf-8")
    return folder


def reading(rng: random.Random, names: list[str], owner: dict[str, str], wishes: int) -> str:
    """One reading's file."""
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
    made = 0
    while made < 2:
        rule = {name: rng.random() < 0.5 for name in rng.sample(names, 2)}
        if not all((name in today) == value for name, value in rule.items()):
            lines.append(f"  - {joined(rule, ' and ')}")
            made += 1
    lines.append("author_concludes:")
    for name in rng.sample(names, 2):
        lines.append(f"  - {'' if rng.random() < 0.5 else 'not '}{name}")
    return "\n".join(lines) + "\n"


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
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    sizes = {name: number for name, number in vars(given).items() if name != "folder"}
    write(given.folder, sizes.pop("readings"), **sizes)


if __name__ == "__main__":
    main()
