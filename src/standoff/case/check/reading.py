"""The checks of one reading: what is wrong or doubtful in it, all of it found in one pass.

`CHECKS` looks at one reading at a time (and at each variant of it). Each check is one function and one
row. Looking names up, and what overlays may do, is checked where it happens: in `standoff.case.reading`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from standoff.case.belief import as_believed, believers, pieces, whose
from standoff.case.build import MAX_OPEN, MAX_SILENT_FACTS, UNSURE, unsure
from standoff.case.entry import WISHLESS, Reading, Stance, Wants
from standoff.case.reading import BASE
from standoff.condition import Condition, Not, as_literal, literal, names, truth
from standoff.problem import (
    Findings,
    Infeasible,
    NotComputed,
    Place,
    TooLarge,
    nearest,
)

ModelCheck = Callable[[Reading], object]  # raises Infeasible where no state is left


def missing_wishes(reading: Reading, findings: Findings) -> None:
    """Every actor's wishes are given, or said not to be known."""
    if reading.model is not None:
        return
    for actor in reading.actors:
        if actor.name not in reading.wants:
            findings.problem(
                actor.place,
                f"nobody says what {actor.name} wants{_in(reading)}: list it under `wants`, "
                f"or write `{actor.name}: silent` (or `indifferent`, where the source says so)",
            )


def unsupported(reading: Reading, findings: Findings) -> None:
    """An actor without wishes never moves: what rests on that is not supported."""
    for wants in reading.wants.values():
        if wants.stance is Stance.UNDECIDED:
            message = (
                f"what {wants.actor} wants is not decided{_in(reading)}: until then it never moves"
            )
            findings.warning(wants.place, message)
        elif wants.stance is Stance.UNKNOWN:
            message = (
                f"nothing is known of what {wants.actor} wants{_in(reading)}: `compare` has it stay, and "
                "says what hangs on that"
            )
            findings.warning(wants.place, message)
        elif wants.stance in WISHLESS:
            message = f"{wants.actor} is {wants.stance}{_in(reading)}: it never moves, unsupported"
            findings.warning(wants.place, message)


def empty_wishes(reading: Reading, findings: Findings) -> None:
    """Who has no wish at all is called silent or indifferent."""
    for wants in reading.wants.values():
        given = wants.lines or wants.ranking or wants.weights
        if not given and wants.stance not in WISHLESS:
            findings.problem(wants.place, f"{wants.actor} has no wish left: write `silent` if so")


def circles(reading: Reading, findings: Findings) -> None:
    """An actor is part of another one, and never of itself."""
    above = {actor.name: actor.within for actor in reading.actors}
    for actor in reading.actors:
        if actor.within is None:
            continue
        if actor.within not in above:
            near = nearest(actor.within, above)
            findings.problem(actor.place, f"`{actor.within}` is not an actor of this case", near)
            continue
        seen: set[str] = set()
        name: str | None = actor.within
        while name in above and name not in seen:
            seen.add(name)
            name = above[name]
        if actor.name in seen:
            findings.problem(actor.place, f"{actor.name} is within itself: take one `within` away")


def silent_facts(reading: Reading, findings: Findings) -> None:
    """A fact that the reading is silent about doubles the worlds."""
    silent = []
    set_to = {line.fact: line for line in reading.settings}
    for fact in reading.facts:
        line = set_to.get(fact.id)
        if line is None:
            message = f"`{fact.id}` is not set{_in(reading)}: it counts as silent"
            findings.warning(fact.place, message)
        if line is None or line.condition is None:
            silent.append(fact)
    if len(silent) > MAX_SILENT_FACTS:
        findings.problem(
            silent[MAX_SILENT_FACTS].place,
            f"{len(silent)} facts are silent{_in(reading)}, and at most {MAX_SILENT_FACTS} can be: "
            "set some to yes or no",
        )


def doubtful(reading: Reading, findings: Findings) -> None:
    """A wish that may be held or not doubles the worlds too; too many, and little is computed."""
    known = {line.fact for line in reading.settings if line.condition is not None}
    silent = sum(fact.id not in known for fact in reading.facts)
    open_ = unsure(reading)
    if open_ and silent + len(open_) > MAX_OPEN:
        findings.warning(
            open_[-1].line.place,
            f"{len(open_)} wishes may be held or not{_in(reading)} and {silent} facts are silent: at most "
            f"{MAX_OPEN} together can be; settle some, as by taking the `{UNSURE}` away here",
        )


def conditional(reading: Reading, findings: Findings) -> None:
    """What is given are options, each once, and the conclusion says more than they do."""
    facts = {fact.id for fact in reading.facts}
    for entry in reading.conclusions:
        given = [name for part in entry.given for name in names(part)]
        for name, count in Counter(given).items():
            if name in facts:
                message = f"`{name}` is a fact: set it in a variant; `given` takes options"
                findings.problem(entry.place, message)
            elif count > 1:
                findings.problem(entry.place, f"`{name}` is given twice: delete one")
        if entry.condition is not None and given and set(names(entry.condition)) <= set(given):
            findings.problem(
                entry.place,
                "what is given is the whole conclusion: an option that is set says nothing more; "
                "conclude something about another option",
            )
        if entry.effect is not None and not given:
            message = f"{entry.effect[0]} {entry.effect[1]} by what? Write `given` and an option"
            findings.problem(entry.place, message)


def ranked_once(reading: Reading, findings: Findings) -> None:
    """A ranking holds a state once, a list of weights an option once."""
    for wants in reading.wants.values():
        seen: dict[frozenset[str], int] = {}
        for state in wants.ranking:
            taken = frozenset(state.taken)
            if taken in seen:
                message = f"this state stands in line {seen[taken]} too: rank it once"
                findings.problem(state.place, message)
            seen.setdefault(taken, state.place.line)
        weighed: dict[str, int] = {}
        for weight in wants.weights:
            if weight.name in weighed:
                first = weighed[weight.name]
                findings.problem(
                    weight.place, f"`{weight.name}` has a weight in line {first} already"
                )
            weighed.setdefault(weight.name, weight.place.line)


def stuck(reading: Reading, findings: Findings) -> None:
    """An option that is one-way in both directions is worth a look."""
    ways = {line.condition: line.place for line in reading.no_way_back}
    for condition, place in ways.items():
        if isinstance(condition, Not) and condition.body in ways:
            message = (
                f"`{condition.body}` can neither be taken nor left{_in(reading)}: it never moves"
            )
            findings.warning(place, message)


MAX_TYING = 8
"""Options of one owner in a rule, beyond which its moves are not looked through."""


def tying(reading: Reading, findings: Findings) -> None:
    """What is impossible over options of several owners has one of them wait for another."""
    for line in reading.impossible:
        if line.condition is None:
            continue
        spoken = dict.fromkeys(name for name in names(line.condition) if name in reading.owner)
        owners = list(dict.fromkeys(reading.owner[name] for name in spoken))
        own = {actor: [n for n in spoken if reading.owner[n] == actor] for actor in owners}
        if len(owners) < 2 or any(len(options) > MAX_TYING for options in own.values()):
            continue
        waits = list(_waiting(reading, line.condition, own))
        told = "; ".join(waits) or "whoever moves first keeps the others from it"
        message = f"`{line.condition}` ties options of {' and '.join(owners)}{_in(reading)}: {told}"
        findings.warning(line.place, message)


def _waiting(
    reading: Reading, condition: Condition, own: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Who cannot do what from today because of others, and what they would have to do first."""
    today = {name: False for options in own.values() for name in options}
    stands = [as_literal(line.condition) for line in reading.now if line.condition is not None]
    today |= {known[0]: known[1] for known in stands if known is not None and known[0] in today}
    facts = [name for name in names(condition) if name not in today]
    if facts or truth(condition, today.__getitem__):
        return
    for actor, options in own.items():
        for move in _changes(today, options):
            after = {**today, **move}
            if not truth(condition, after.__getitem__):
                continue
            first = [
                f"{other} {_literals(way)}"
                for other, others in own.items()
                if other != actor
                for way in _changes(after, others)
                if not truth(condition, {**after, **way}.__getitem__)
            ]
            if first:
                yield f"{actor} cannot move to `{_literals(move, False)}` before {first[0]}"
            break


def _changes(values: Mapping[str, bool], options: Sequence[str]) -> Iterator[dict[str, bool]]:
    """Every change of some of these options, the smallest first."""
    for size in range(1, len(options) + 1):
        for chosen in itertools.combinations(options, size):
            yield {name: not values[name] for name in chosen}


def _literals(values: Mapping[str, bool], quoted: bool = True) -> str:
    text = " and ".join(str(literal(name, value)) for name, value in values.items())
    return f"moves to `{text}`" if quoted else text


def bargainers(reading: Reading, findings: Findings) -> None:
    """Who kept or broke a bargain is an actor."""
    actors = [actor.name for actor in reading.actors]
    for remark in (remark for precedent in reading.precedents for remark in precedent.remarks):
        if remark.about in ("kept", "broke") and remark.text not in actors:
            message = f"`{remark.about}` names an actor; say the rest under `happened`"
            findings.problem(remark.place, message, nearest(remark.text, actors))


def owned(reading: Reading, findings: Findings) -> None:
    """A case is about somebody who could do something."""
    if not reading.options and not reading.model:
        place = Place(_main_file(reading), 1)
        findings.problem(place, f"the case{_in(reading)} has no options: who could do what?")


def _main_file(reading: Reading) -> str:
    return reading.actors[0].place.file if reading.actors else reading.case


def _in(reading: Reading) -> str:
    """In which reading, where there are several. (Its variants would only say the same again.)"""
    return "" if reading.id == BASE else f" in {reading.id}"


def beliefs(reading: Reading, findings: Findings) -> None:
    """A belief is of the reading's time or before, and of what the reading has otherwise."""
    warned: set[Place] = set()
    for piece in pieces(reading):
        assert piece.believer is not None  # of every piece
        head, at = piece.believer.head, piece.believer.at
        if reading.model is not None:
            message = "a published model has the beliefs of its own file: `theory_input`, `beliefs`"
            findings.problem(head, message)
        elif at and reading.at and at.earliest > reading.at.latest and head not in warned:
            warned.add(head)
            message = (
                f"what {whose(piece)} believes is of {at}, later than {reading.at}{_in(reading)}"
            )
            findings.warning(head, message)
        same = [line.condition for line in (*reading.settings, *reading.now, *reading.impossible)]
        if not isinstance(piece, Wants) and piece.condition in same:
            message = (
                f"`{piece.condition}` is so anyway{_in(reading)}: believing it changes nothing"
            )
            findings.warning(piece.place, message)


Check = Callable[[Reading, Findings], None]

CHECKS: tuple[Check, ...] = (
    circles,
    unsupported,
    silent_facts,
    doubtful,
    conditional,
    ranked_once,
    stuck,
    tying,
    bargainers,
    beliefs,
)
WHOLE_CHECKS: tuple[Check, ...] = (  # of what is missing: they need every line to have been read
    owned,
    missing_wishes,
    empty_wishes,
)


def check_case(
    reading: Reading, model_checks: Iterable[ModelCheck] = (), whole: bool = True
) -> Findings:
    """Everything wrong or doubtful in one merged reading.

    `whole` says that every line of it could be read. Then, if no problem was found, the model checks
    run; the Infeasible that one raises becomes a problem at the first line of `now` or `impossible`.
    """
    findings = Findings()
    for check in (*CHECKS, *WHOLE_CHECKS) if whole else CHECKS:
        check(reading, findings)
    if whole and not findings.problems:
        for model_check in model_checks:
            try:
                model_check(reading)
            except Infeasible as error:
                lines = (*reading.now, *reading.impossible)
                place = lines[0].place if lines else Place(_main_file(reading), 1)
                findings.problem(place, f"{error}{_in(reading)}")
            except (NotComputed, TooLarge):
                pass  # such a case is legal; the commands that compute say what they cannot
            else:
                _believable(reading, model_check, findings)
    return findings


def _believable(reading: Reading, model_check: ModelCheck, findings: Findings) -> None:
    """What each believes can be, today's situation included."""
    for actor in believers(reading):
        place = next(p.believer.head for p in pieces(reading) if p.believer and whose(p) == actor)
        try:
            model_check(as_believed(reading, actor))
        except Infeasible as error:
            message = (
                f"as {actor} believes{_in(reading)}, {error}; say what it takes to be so today"
            )
            findings.problem(place, message)
        except (NotComputed, TooLarge):
            pass
