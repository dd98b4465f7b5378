"""The sections of a case file that hold the conflict: actors, options, facts, lines, wishes, offers.

Each reader takes a section's node and gives fields of an `Overlay`; what cannot be read is reported and
left out. The small readers that sections share come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from standoff.case.entry import (
    ATTITUDES,
    WISHLESS,
    Actor,
    Assumption,
    AttitudeLine,
    Conclusion,
    Dated,
    Drop,
    Fact,
    Marks,
    Offer,
    Option,
    RankedState,
    Section,
    Stance,
    Wants,
    Weight,
)
from standoff.case.format.line import ACTOR_NAME, LineError, Parsed, read_line
from standoff.case.format.node import Node, Scalar, Sequence, Table
from standoff.case.format.source import SOURCE_ID, source_from
from standoff.citation import Period, Source
from standoff.condition import OPTION_ID, RESERVED, Name, as_literal, literal
from standoff.problem import Findings, Place, nearest

Fields = Mapping[str, Any]  # fields of an Overlay


# --- pieces that sections share -------------------------------------------------------------------


def text_of(node: Node, found: Findings, what: str) -> str:
    """One line of plain text; empty, and reported, where the node is something else."""
    if isinstance(node, Scalar) and node.style != "|":
        return "" if node.broken else node.text.strip()
    found.problem(node.place, f"{what} is one line of text")
    return ""


def is_empty(node: Node) -> bool:
    """Whether nothing is there to read: no text, or text that was reported already."""
    return isinstance(node, Scalar) and (node.broken or not node.text)


def pairs_of(node: Node, found: Findings, what: str) -> Iterator[tuple[Scalar, Node]]:
    """The entries of a map."""
    if isinstance(node, Table):
        yield from node.pairs
    elif not is_empty(node):
        found.problem(node.place, f"here {what} stands on each line, as `key: value`")


def items_of(node: Node, found: Findings, what: str) -> Iterator[Scalar]:
    """The lines of a list that can be read as lines."""
    if isinstance(node, Sequence):
        for item in node.items:
            line = line_of(item, found)
            if line is not None:
                yield line
    elif not is_empty(node):
        found.problem(node.place, f"here {what} stands on each line, after `- `")


def lines_of(kind: str, node: Node, found: Findings, what: str) -> Iterator[tuple[Parsed, Place]]:
    """The lines of a list taken apart, those that can be."""
    for item in items_of(node, found, what):
        parsed = take_apart(kind, item, found)
        if parsed is not None:
            yield parsed


def line_of(node: Node, found: Findings) -> Scalar | None:
    """The node if it is a line; else what turned it into something else is reported."""
    if isinstance(node, Sequence):
        message = (
            "a line cannot begin with a square bracket or another `- `: begin with what it says"
        )
        found.problem(node.place, message)
    elif isinstance(node, Table):
        found.problem(_colon(node), _COLON)
    elif node.broken:
        return None
    elif node.style == "|":
        found.problem(node.place, "`|` begins a block of lines: write the text on this line")
    elif node.style:
        message = "a line cannot stand in quotation marks or begin with one: delete them"
        found.problem(node.place, message)
    elif not node.text:
        found.problem(node.place, "the line is empty: write it, or delete the `-` or the key")
    else:
        return node
    return None


_COLON = "a `: ` turned this line into a map: leave the colon out, or the space after it"


def _colon(table: Table) -> Place:
    if not table.pairs:
        return table.place
    key = table.pairs[0][0]
    return Place(key.place.file, key.place.line, key.place.column + len(key.text))


def take_apart(kind: str, node: Node, found: Findings) -> tuple[Parsed, Place] | None:
    """The line taken apart, with its place; None, and reported, where it cannot be read."""
    line = line_of(node, found)
    if line is None:
        return None
    try:
        return read_line(kind, line.text), line.place
    except LineError as error:
        found.problem(further(line.place, error.column), str(error), error.nearest)
        return None


def further(place: Place, column: int) -> Place:
    return Place(place.file, place.line, place.column + column)


def no_denied(marks: Marks, place: Place, found: Findings, advice: str) -> None:
    if marks.denied:
        found.problem(place, f"`denied` cannot stand here: {advice}")


# --- the sections ---------------------------------------------------------------------------------


def title(node: Node, found: Findings) -> Fields:
    return {"title": text_of(node, found, "the title")}


def at_time(node: Node, found: Findings) -> Fields:
    text = text_of(node, found, "the time")
    try:
        return {"at": Period.parse(text)} if text else {}
    except ValueError as error:
        found.problem(node.place, str(error))
        return {}


def own(node: Node, found: Findings) -> Fields:
    text = text_of(node, found, "`own`")
    if text not in ("true", "false", ""):
        found.problem(node.place, "write `own: true` (the reading stands alone), or leave it out")
    return {"own": text == "true"}


def sources(node: Node, found: Findings) -> Fields:
    sources: list[Source] = []
    for key, value in pairs_of(node, found, "a source's id with what is known about it"):
        if not SOURCE_ID.fullmatch(key.text):
            found.problem(key.place, "a source's id is made of letters, digits, `.`, `_` and `-`")
        elif is_empty(value):
            sources.append(Source(key.text, place=key.place))
        elif isinstance(value, Table):
            sources.append(source_from(key.text, value, found, key.place))
        else:
            found.problem(value.place, "write what is known as `{outlet: …, date: 2018-08-28}`")
    return {"sources": tuple(sources)}


def actors(node: Node, found: Findings) -> Fields:
    actors: list[Actor] = []
    for key, value in pairs_of(node, found, "an actor"):
        if not _actor_name(key.text, key.place, found):
            continue
        also: tuple[str, ...] = ()
        within: str | None = None
        for field, content in pairs_of(value, found, "`also` or `within`"):
            if field.text == "also":
                also = _words(content, found)
            elif field.text == "within":
                within = text_of(content, found, "`within`") or None
            else:
                message = f"`{field.text}` is not known about an actor: also, within"
                found.problem(field.place, message, nearest(field.text, ("also", "within")))
        actors.append(Actor(key.text, also, within, key.place))
    return {"actors": tuple(actors)}


def _words(node: Node, found: Findings) -> tuple[str, ...]:
    if isinstance(node, Sequence):
        texts = (text_of(item, found, "a name in the texts") for item in node.items)
        return tuple(filter(None, texts))
    if not is_empty(node):
        found.problem(node.place, "write the other names as a list: `also: [Moscow, the Kremlin]`")
    return ()


def _actor_name(name: str, place: Place, found: Findings) -> bool:
    if not ACTOR_NAME.fullmatch(name):
        found.problem(
            place,
            f"`{name}` cannot be an actor's name, which is one word of letters, digits, `_` and `-`: "
            "shorten it, and put the long name under `also`",
        )
    elif name in RESERVED:
        found.problem(place, f"`{name}` is a word of the format: give the actor another name")
    else:
        return True
    return False


def check_id(name: str, place: Place, found: Findings, what: str) -> bool:
    if not OPTION_ID.fullmatch(name):
        rule = "lower-case letters, digits and `_`, and begins with a letter"
        found.problem(place, f"`{name}` cannot be {what}'s name, which is made of {rule}")
    elif name in RESERVED:
        found.problem(place, f"`{name}` is a word of the format: give {what} another name")
    else:
        return True
    return False


def options(node: Node, found: Findings) -> Fields:
    options: list[Option] = []
    for key, value in pairs_of(node, found, "`Actor.option` with what it means"):
        actor, dot, id = key.text.rpartition(".")
        if not dot:
            message = f"whose option is `{key.text}`? Write `Actor.{key.text}`"
            found.problem(key.place, message)
            continue
        named = _actor_name(actor, key.place, found)
        if not (check_id(id, further(key.place, len(actor) + 1), found, "an option") and named):
            continue
        parsed = take_apart("described", value, found)
        if parsed is None:  # it is declared all the same, or each use of it would be a fault too
            options.append(Option(id, actor, "", (), Marks(), key.place))
            continue
        line, place = parsed
        gloss, tail = " ".join(line.parts[0].split()), line.tail
        no_denied(tail.marks, place, found, "what an actor cannot do is no option")
        options.append(Option(id, actor, gloss, tail.citations, tail.marks, key.place))
    return {"options": tuple(options)}


# `no`, `yes` or `silent`, alone or before citations or marks, sets a fact. After a question it sets the
# fact that the question declares. Everything else declares.
_SETTING = re.compile(
    r"(?:(?P<gloss>[^\[]*\?)\s+)?(?P<set>(?:yes|no|silent)"
    r"(?=\s*$|\s*\[|\s+(?:says|inferred|attributed|hedged|denied|carried)\b).*)"
)


def facts(node: Node, found: Findings) -> Fields:
    facts: list[Fact] = []
    settings: list[Assumption] = []
    for key, value in pairs_of(
        node, found, "a fact's name with its question, or with yes, no or silent"
    ):
        line = line_of(value, found)
        if line is None or not check_id(key.text, key.place, found, "a fact"):
            continue
        setting = _SETTING.fullmatch(line.text)
        if setting is None or setting["gloss"]:
            gloss = line.text if setting is None else setting["gloss"]
            bracket = re.search(r"[\[\]]", gloss)
            if bracket:
                message = (
                    "a question cites nothing: end it with `?`, then yes, no or silent, then cite"
                )
                found.problem(further(line.place, bracket.start()), message)
            facts.append(Fact(key.text, " ".join(gloss.split()), key.place))
        if setting is not None:
            at = further(line.place, setting.start("set"))
            parsed = take_apart("set_to", Scalar(setting["set"], at), found)
            if parsed is not None:
                settings.append(_setting(key, parsed[0]))
    return {"facts": tuple(facts), "settings": tuple(settings)}


def _setting(key: Scalar, line: Parsed) -> Assumption:
    value = str(line.parts[0])
    condition = None if value == "silent" else literal(Name(key.text, 0), value == "yes")
    citations, marks = line.tail.citations, line.tail.marks
    return Assumption(Section.FACTS, condition, citations, marks, key.place, fact=Name(key.text, 0))


def assumptions(section: Section) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        lines: list[Assumption] = []
        for item in items_of(node, found, "a condition"):
            line = _assumption(section, item, found)
            if line is not None:
                lines.append(line)
        return {section.value: tuple(lines)}

    return read


def _assumption(
    section: Section, item: Scalar, found: Findings, actor: str | None = None, tied: bool = False
) -> Assumption | None:
    parsed = take_apart("wish", item, found)
    if parsed is None:
        return None
    line, place = parsed
    condition, strength = line.parts
    if strength and section is not Section.WANTS:
        found.problem(place, f"`{strength}` tells how a wish is held: it stands under `wants` only")
        return None
    if section in (Section.NOW, Section.NO_WAY_BACK) and as_literal(condition) is None:
        found.problem(
            place,
            f"under `{section}` each line is one option, or `not` and one option: "
            "what holds between options goes under `impossible`",
        )
        return None
    citations, marks = line.tail.citations, line.tail.marks
    return Assumption(section, condition, citations, marks, place, actor, tied, strength)


def drops(section: Section) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        drops: list[Drop] = []
        for item in items_of(node, found, "the condition of a line to take away"):
            line = _assumption(section, item, found)
            if line is not None and (line.citations or line.marks != Marks()):
                found.problem(item.place, "a line to take away is named by its condition alone")
            elif line is not None and line.condition is not None:
                drops.append(Drop(section, line.condition, line.place))
        return {"drops": tuple(drops)}

    return read


def wants(node: Node, found: Findings) -> Fields:
    wants: dict[str, Wants] = {}
    for key, value in pairs_of(node, found, "an actor with its wishes"):
        actor = Name(key.text, 0)
        if isinstance(value, Sequence):
            lines = wish_list(actor, value, found)
            wants[actor] = Wants(actor, Stance.STATEMENTS, key.place, lines)
        elif isinstance(value, Table):
            special = _ordered(actor, key.place, value, found)
            if special is not None:
                wants[actor] = special
        elif not value.broken:
            stance = _stance(actor, key.place, value, found)
            if stance is not None:
                wants[actor] = stance
    return {"wants": wants}


def wish_list(actor: str, node: Sequence, found: Findings) -> tuple[Assumption, ...]:
    lines: list[Assumption] = []
    equal: Place | None = None
    for item in items_of(node, found, "a wish"):
        if item.text != "equal":
            line = _assumption(Section.WANTS, item, found, actor, equal is not None)
            equal = None
            if line is not None:
                lines.append(line)
        elif equal is not None or not lines:
            found.problem(item.place, "`equal` ties the wish above it to the one below")
        else:
            equal = item.place
    if equal is not None:
        found.problem(equal, "`equal` ties the wish above it to the one below: none follows")
    return tuple(lines)


def _stance(actor: str, place: Place, node: Scalar, found: Findings) -> Wants | None:
    word = node.text.split("[")[0].split()
    stances = tuple(map(str, WISHLESS))
    if not word or word[0] not in stances:
        found.problem(
            node.place if node.text else place,
            "write the wishes below, one on each line after `- `, most important first; "
            "or `silent` (the source says nothing), or `indifferent` (it says so), "
            "or `unknown` (it may want anything), or `undecided` (nobody has decided yet)",
            nearest(word[0], stances) if word else None,
        )
        return None
    parsed = take_apart("stance", node, found)
    if parsed is None:
        return None
    line = parsed[0]
    stance = Stance(str(line.parts[0]))
    return Wants(actor, stance, place, citations=line.tail.citations, marks=line.tail.marks)


def _ordered(actor: str, place: Place, table: Table, found: Findings) -> Wants | None:
    """`ranking:` or `weights:`, which stand alone."""
    keys = [key.text for key, _ in table.pairs]
    if len(keys) == 1 and keys[0] == "ranking":
        return Wants(actor, Stance.RANKING, place, ranking=_ranking(table.pairs[0][1], found))
    if len(keys) == 1 and keys[0] == "weights":
        return Wants(actor, Stance.WEIGHTS, place, weights=_weights(table.pairs[0][1], found))
    message = (
        "an actor has a list of wishes, or `ranking:` alone, or `weights:` alone; "
        "a wish begins with `- `, and no `: ` stands in it"
    )
    found.problem(table.place, message, nearest(keys[0], ("ranking", "weights")) if keys else None)
    return None


def _ranking(node: Node, found: Findings) -> tuple[RankedState, ...]:
    states: list[RankedState] = []
    if not isinstance(node, Sequence):
        if not is_empty(node):
            found.problem(
                node.place, "a ranking is a list, best first: `- lift, limit` or `- nothing`"
            )
        return ()
    for tier, item in enumerate(node.items):
        for tied in item.items if isinstance(item, Sequence) else (item,):
            parsed = take_apart("state", tied, found)
            if parsed is not None:
                states.append(RankedState(parsed[0].parts, tier, parsed[1]))
    return tuple(states)


def _weights(node: Node, found: Findings) -> tuple[Weight, ...]:
    weights: list[Weight] = []
    for key, value in pairs_of(node, found, "an option with its weight"):
        parsed = take_apart("worth", value, found)
        if parsed is not None:
            tail = parsed[0].tail
            number = float(parsed[0].parts[0])
            no_denied(tail.marks, parsed[1], found, "leave the weight out")
            weights.append(Weight(Name(key.text, 0), number, tail.citations, tail.marks, key.place))
    return tuple(weights)


_PAIR = re.compile(
    r"(\S.*?)\s+toward\s+(\S.*)"
)  # the decision makers of a model file have any names


def attitudes(node: Node, found: Findings) -> Fields:
    lines: dict[tuple[str, str], AttitudeLine] = {}
    for key, value in pairs_of(node, found, "a pair, as `US toward Iran: negative`,"):
        pair = _PAIR.fullmatch(key.text)
        if pair is None:
            found.problem(
                key.place, "write whose attitude it is and toward whom: `US toward Iran: negative`"
            )
            continue
        parsed = take_apart("attitude", value, found)
        if parsed is None:
            continue
        line, place = parsed
        no_denied(line.tail.marks, place, found, "leave the line out")
        actor, toward = Name(pair[1], 0), Name(pair[2], pair.start(2))
        if (pair[1], pair[2]) in lines:
            first = lines[pair[1], pair[2]].place.line
            found.problem(key.place, f"`{actor} toward {toward}` stands in line {first} too")
        lines[pair[1], pair[2]] = AttitudeLine(
            actor, toward, str(line.parts[0]), line.tail.citations, line.tail.marks, key.place
        )
    return {"more": {ATTITUDES: tuple(lines.values())}}


def offers(node: Node, found: Findings) -> Fields:
    offers: list[Offer] = []
    what = "an offer, `A gives o for B.p; refused`,"
    for line, place in lines_of("offer", node, found, what):
        actor, gives, takes, answer = line.parts
        cited = line.tail
        offers.append(Offer(actor, gives, takes, answer, cited.citations, cited.marks, place))
    return {"offers": tuple(offers)}


def conclusions(node: Node, found: Findings) -> Fields:
    conclusions: list[Conclusion] = []
    for line, place in lines_of("conclusion", node, found, "a conclusion"):
        condition, effect, given = line.parts
        cited = line.tail
        no_denied(cited.marks, place, found, "write what the author does conclude")
        conclusions.append(
            Conclusion(condition, effect, given, cited.citations, cited.marks, place)
        )
    return {"conclusions": tuple(conclusions)}


def dated(field: str) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        entries: list[Dated] = []
        form = "a condition or a quoted gloss, then `by` and a date,"
        for line, place in lines_of("dated", node, found, form):
            what, by = line.parts
            condition, gloss = (None, what) if isinstance(what, str) else (what, None)
            cited = line.tail
            entries.append(Dated(condition, gloss, by, cited.citations, cited.marks, place))
        return {field: tuple(entries)}

    return read


def expected(node: Node, found: Findings) -> Fields:
    return {"expected": dict(_plain(node)) if isinstance(node, Table) else {}}


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
        case Table():
            return {key.text: _plain(value) for key, value in node.pairs}
