"""The text of one case file as an `Overlay`: its sections, read into entries.

Every section is one row of `SECTIONS`. A line that cannot be read is reported and left out, and the
rest is read, so that one pass finds every fault. Names are taken as written; what they name is looked
up when a reading is merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from standoff.case.entry import (
    COMPUTATIONS,
    REMARKS,
    Actor,
    Assumption,
    Conclusion,
    Dated,
    Drop,
    Evidence,
    Fact,
    Marks,
    Motive,
    Offer,
    Option,
    Overlay,
    Question,
    RankedState,
    Rating,
    Remark,
    Section,
    Stance,
    Wants,
    Weight,
)
from standoff.case.line import ACTOR_NAME, LineError, Name, Parsed, read_line
from standoff.case.source import SOURCE_ID, source_from
from standoff.case.yaml import Node, Scalar, Sequence, Table, compose
from standoff.citation import Citation, Period, Source
from standoff.problem import Findings, Place, nearest
from standoff.statement import (
    OPTION_ID,
    RESERVED,
    Condition,
    as_literal,
    literal,
)

Fields = Mapping[str, Any]  # fields of an Overlay
_VARIANT_NAME = re.compile(r"\w[\w .,'’-]*")


def read_case(text: str, file: str) -> tuple[Overlay, Findings]:
    """What `case.yaml` says; with an empty overlay where nothing of it can be read."""
    overlay, found = read_overlay(text, file)
    if not overlay.title and not found.problems:
        found.problem(Place(file, 1), "the case has no title: begin with `case: your question`")
    return overlay, found


def read_overlay(text: str, file: str) -> tuple[Overlay, Findings]:
    """What a case file or a reading's file says."""
    table, found = compose(text, file)
    if table is None:
        return Overlay(Place(file, 1)), found
    return _overlay(table, found, Place(file, 1)), found


def _overlay(table: Table, found: Findings, place: Place, inside: bool = False) -> Overlay:
    """`inside` a variant, sections that concern the whole reading have no place."""
    known = [key for key, section in SECTIONS.items() if section.in_variant or not inside]
    said: dict[str, Any] = {}
    for key, node in table.pairs:
        if key.text in known:
            for field, value in SECTIONS[key.text].read(node, found).items():
                said[field] = said[field] + value if field in said else value
        elif key.text in SECTIONS:
            found.problem(
                key.place, f"`{key.text}` concerns the whole reading, not a variant of it"
            )
        else:
            message = f"there is no section `{key.text}`; the sections are {', '.join(known)}"
            found.problem(key.place, message, nearest(key.text, known))
    return Overlay(place, **said)


# --- pieces that sections share -------------------------------------------------------------------


def _text(node: Node, found: Findings, what: str) -> str:
    """One line of plain text; empty, and reported, where the node is something else."""
    if isinstance(node, Scalar) and node.style != "|":
        return "" if node.broken else node.text.strip()
    found.problem(node.place, f"{what} is one line of text")
    return ""


def _empty(node: Node) -> bool:
    """Whether nothing is there to read: no text, or text that was reported already."""
    return isinstance(node, Scalar) and (node.broken or not node.text)


def _pairs(node: Node, found: Findings, what: str) -> Iterator[tuple[Scalar, Node]]:
    """The entries of a map."""
    if isinstance(node, Table):
        yield from node.pairs
    elif not _empty(node):
        found.problem(node.place, f"here {what} stands on each line, as `key: value`")


def _items(node: Node, found: Findings, what: str) -> Iterator[Scalar]:
    """The lines of a list that can be read as lines."""
    if isinstance(node, Sequence):
        for item in node.items:
            line = _one_line(item, found)
            if line is not None:
                yield line
    elif not _empty(node):
        found.problem(node.place, f"here {what} stands on each line, after `- `")


def _one_line(node: Node, found: Findings) -> Scalar | None:
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


def _parsed(kind: str, node: Node, found: Findings) -> tuple[Parsed, Place] | None:
    """The line taken apart, with its place; None, and reported, where it cannot be read."""
    line = _one_line(node, found)
    if line is None:
        return None
    try:
        return read_line(kind, line.text), line.place
    except LineError as error:
        found.problem(_at(line.place, error.column), str(error), error.nearest)
        return None


def _at(place: Place, column: int) -> Place:
    return Place(place.file, place.line, place.column + column)


def _no_denied(marks: Marks, place: Place, found: Findings, advice: str) -> None:
    if marks.denied:
        found.problem(place, f"`denied` cannot stand here: {advice}")


# --- the sections ---------------------------------------------------------------------------------


def _title(node: Node, found: Findings) -> Fields:
    return {"title": _text(node, found, "the title")}


def _at_time(node: Node, found: Findings) -> Fields:
    text = _text(node, found, "the time")
    try:
        return {"at": Period.parse(text)} if text else {}
    except ValueError as error:
        found.problem(node.place, str(error))
        return {}


def _own(node: Node, found: Findings) -> Fields:
    text = _text(node, found, "`own`")
    if text not in ("true", "false", ""):
        found.problem(node.place, "write `own: true` (the reading stands alone), or leave it out")
    return {"own": text == "true"}


def _sources(node: Node, found: Findings) -> Fields:
    sources: list[Source] = []
    for key, value in _pairs(node, found, "a source's id with what is known about it"):
        if not SOURCE_ID.fullmatch(key.text):
            found.problem(key.place, "a source's id is made of letters, digits, `.`, `_` and `-`")
        elif _empty(value):
            sources.append(Source(key.text, place=key.place))
        elif isinstance(value, Table):
            sources.append(source_from(key.text, value, found, key.place))
        else:
            found.problem(value.place, "write what is known as `{outlet: …, date: 2018-08-28}`")
    return {"sources": tuple(sources)}


def _actors(node: Node, found: Findings) -> Fields:
    actors: list[Actor] = []
    for key, value in _pairs(node, found, "an actor"):
        if not _actor_name(key.text, key.place, found):
            continue
        also: tuple[str, ...] = ()
        within: str | None = None
        for field, content in _pairs(value, found, "`also` or `within`"):
            if field.text == "also":
                also = _words(content, found)
            elif field.text == "within":
                within = _text(content, found, "`within`") or None
            else:
                message = f"`{field.text}` is not known about an actor: also, within"
                found.problem(field.place, message, nearest(field.text, ("also", "within")))
        actors.append(Actor(key.text, also, within, key.place))
    return {"actors": tuple(actors)}


def _words(node: Node, found: Findings) -> tuple[str, ...]:
    if isinstance(node, Sequence):
        texts = (_text(item, found, "a name in the texts") for item in node.items)
        return tuple(filter(None, texts))
    if not _empty(node):
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


def _option_id(name: str, place: Place, found: Findings, what: str) -> bool:
    if not OPTION_ID.fullmatch(name):
        rule = "lower-case letters, digits and `_`, and begins with a letter"
        found.problem(place, f"`{name}` cannot be {what}'s name, which is made of {rule}")
    elif name in RESERVED:
        found.problem(place, f"`{name}` is a word of the format: give {what} another name")
    else:
        return True
    return False


def _options(node: Node, found: Findings) -> Fields:
    options: list[Option] = []
    for key, value in _pairs(node, found, "`Actor.option` with what it means"):
        actor, dot, id = key.text.rpartition(".")
        if not dot:
            message = f"whose option is `{key.text}`? Write `Actor.{key.text}`"
            found.problem(key.place, message)
            continue
        named = _actor_name(actor, key.place, found)
        if not (_option_id(id, _at(key.place, len(actor) + 1), found, "an option") and named):
            continue
        parsed = _parsed("described", value, found)
        if parsed is None:  # it is declared all the same, or each use of it would be a fault too
            options.append(Option(id, actor, "", (), Marks(), key.place))
            continue
        line, place = parsed
        gloss, tail = " ".join(line.parts[0].split()), line.tail
        _no_denied(tail.marks, place, found, "what an actor cannot do is no option")
        options.append(Option(id, actor, gloss, tail.citations, tail.marks, key.place))
    return {"options": tuple(options)}


# `no`, `yes` or `silent`, alone or before citations or marks, sets a fact. After a question it sets the
# fact that the question declares. Everything else declares.
_SETTING = re.compile(
    r"(?:(?P<gloss>[^\[]*\?)\s+)?(?P<set>(?:yes|no|silent)"
    r"(?=\s*$|\s*\[|\s+(?:says|inferred|attributed|hedged|denied|carried)\b).*)"
)


def _facts(node: Node, found: Findings) -> Fields:
    facts: list[Fact] = []
    settings: list[Assumption] = []
    for key, value in _pairs(
        node, found, "a fact's name with its question, or with yes, no or silent"
    ):
        line = _one_line(value, found)
        if line is None or not _option_id(key.text, key.place, found, "a fact"):
            continue
        setting = _SETTING.fullmatch(line.text)
        if setting is None or setting["gloss"]:
            gloss = line.text if setting is None else setting["gloss"]
            bracket = re.search(r"[\[\]]", gloss)
            if bracket:
                message = (
                    "a question cites nothing: end it with `?`, then yes, no or silent, then cite"
                )
                found.problem(_at(line.place, bracket.start()), message)
            facts.append(Fact(key.text, " ".join(gloss.split()), key.place))
        if setting is not None:
            at = _at(line.place, setting.start("set"))
            parsed = _parsed("set_to", Scalar(setting["set"], at), found)
            if parsed is not None:
                settings.append(_setting(key, parsed[0]))
    return {"facts": tuple(facts), "settings": tuple(settings)}


def _setting(key: Scalar, line: Parsed) -> Assumption:
    value = str(line.parts[0])
    condition = None if value == "silent" else literal(Name(key.text, 0), value == "yes")
    citations, marks = line.tail.citations, line.tail.marks
    return Assumption(Section.FACTS, condition, citations, marks, key.place, fact=Name(key.text, 0))


def _assumptions(section: Section) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        lines: list[Assumption] = []
        for item in _items(node, found, "a condition"):
            line = _assumption(section, item, found)
            if line is not None:
                lines.append(line)
        return {section.value: tuple(lines)}

    return read


def _assumption(
    section: Section, item: Scalar, found: Findings, actor: str | None = None, tied: bool = False
) -> Assumption | None:
    parsed = _parsed("wish", item, found)
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


def _drops(section: Section) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        drops: list[Drop] = []
        for item in _items(node, found, "the condition of a line to take away"):
            line = _assumption(section, item, found)
            if line is not None and (line.citations or line.marks != Marks()):
                found.problem(item.place, "a line to take away is named by its condition alone")
            elif line is not None and line.condition is not None:
                drops.append(Drop(section, line.condition, line.place))
        return {"drops": tuple(drops)}

    return read


def _wants(node: Node, found: Findings) -> Fields:
    wants: dict[str, Wants] = {}
    for key, value in _pairs(node, found, "an actor with its wishes"):
        actor = Name(key.text, 0)
        if isinstance(value, Sequence):
            lines = _wishes(actor, value, found)
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


def _wishes(actor: str, node: Sequence, found: Findings) -> tuple[Assumption, ...]:
    lines: list[Assumption] = []
    equal: Place | None = None
    for item in _items(node, found, "a wish"):
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
    if not word or word[0] not in ("silent", "indifferent"):
        found.problem(
            node.place if node.text else place,
            "write the wishes below, one on each line after `- `, most important first; "
            "or `silent` (the source says nothing), or `indifferent` (it says so)",
            nearest(word[0], ("silent", "indifferent")) if word else None,
        )
        return None
    parsed = _parsed("stance", node, found)
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
        if not _empty(node):
            found.problem(
                node.place, "a ranking is a list, best first: `- lift, limit` or `- nothing`"
            )
        return ()
    for tier, item in enumerate(node.items):
        for tied in item.items if isinstance(item, Sequence) else (item,):
            parsed = _parsed("state", tied, found)
            if parsed is not None:
                states.append(RankedState(parsed[0].parts, tier, parsed[1]))
    return tuple(states)


def _weights(node: Node, found: Findings) -> tuple[Weight, ...]:
    weights: list[Weight] = []
    for key, value in _pairs(node, found, "an option with its weight"):
        parsed = _parsed("worth", value, found)
        if parsed is not None:
            tail = parsed[0].tail
            number = float(parsed[0].parts[0])
            _no_denied(tail.marks, parsed[1], found, "leave the weight out")
            weights.append(Weight(Name(key.text, 0), number, tail.citations, tail.marks, key.place))
    return tuple(weights)


def _offers(node: Node, found: Findings) -> Fields:
    offers: list[Offer] = []
    for item in _items(node, found, "an offer, `A gives o for B.p; refused`,"):
        parsed = _parsed("offer", item, found)
        if parsed is not None:
            line, place = parsed
            actor, gives, takes, answer = line.parts
            cited = line.tail
            offers.append(Offer(actor, gives, takes, answer, cited.citations, cited.marks, place))
    return {"offers": tuple(offers)}


def _conclusions(node: Node, found: Findings) -> Fields:
    conclusions: list[Conclusion] = []
    for item in _items(node, found, "a conclusion"):
        parsed = _parsed("conclusion", item, found)
        if parsed is not None:
            line, place = parsed
            condition, effect, given = line.parts
            cited = line.tail
            _no_denied(cited.marks, place, found, "write what the author does conclude")
            conclusions.append(
                Conclusion(condition, effect, given, cited.citations, cited.marks, place)
            )
    return {"conclusions": tuple(conclusions)}


def _dated(field: str) -> Callable[[Node, Findings], Fields]:
    def read(node: Node, found: Findings) -> Fields:
        entries: list[Dated] = []
        for item in _items(node, found, "a condition or a quoted gloss, then `by` and a date,"):
            parsed = _parsed("dated", item, found)
            if parsed is not None:
                line, place = parsed
                what, by = line.parts
                condition, gloss = (None, what) if isinstance(what, str) else (what, None)
                cited = line.tail
                entries.append(Dated(condition, gloss, by, cited.citations, cited.marks, place))
        return {field: tuple(entries)}

    return read


def _precedents(node: Node, found: Findings) -> Fields:
    """Lines as under `forecasts`, or blocks: `was`, `when`, and remarks on it."""
    blocks = [item for item in _blocks(node) if "was" in {key.text for key, _ in item.pairs}]
    if isinstance(node, Sequence):
        node = Sequence(tuple(item for item in node.items if item not in blocks), node.place)
    told = (_precedent(block, found) for block in blocks)
    entries = [*_dated("precedents")(node, found)["precedents"], *filter(None, told)]
    return {"precedents": tuple(sorted(entries, key=lambda entry: entry.place))}


def _blocks(node: Node) -> list[Table]:
    items = node.items if isinstance(node, Sequence) else ()
    return [item for item in items if isinstance(item, Table)]


def _precedent(block: Table, found: Findings) -> Dated | None:
    said = _keyed(block, found, ("was", "when", *REMARKS), "a precedent")
    was = _described(said, "was", block.place, found)
    if was is None:
        return None
    text, citations, marks, place = was
    by = _at_time(said["when"], found).get("at") if "when" in said else None
    remarks = [
        Remark(about, *remark)
        for about in REMARKS
        if about in said and (remark := _described(said, about, block.place, found)) is not None
    ]
    return Dated(None, text, by, citations, marks, place, tuple(remarks))


def _keyed(node: Node, found: Findings, known: tuple[str, ...], what: str) -> dict[str, Node]:
    """The values of a map by key; a key that is not known is reported and left out."""
    said: dict[str, Node] = {}
    for key, value in _pairs(
        node, found, f"{what} is written with {', '.join(known)}, of which one"
    ):
        if key.text in known:
            said[key.text] = value
        else:
            message = f"`{key.text}` is not known of {what}: {', '.join(known)}"
            found.problem(key.place, message, nearest(key.text, known))
    return said


Described = tuple[str, tuple[Citation, ...], Marks, Place]


def _described(
    said: Mapping[str, Node], key: str, place: Place, found: Findings
) -> Described | None:
    """A key's text with what it cites; None, and reported, where it is missing or cannot be read."""
    if key not in said:
        found.problem(place, f"`{key}` is missing: say it in one line, with its citations")
        return None
    parsed = _parsed("described", said[key], found)
    if parsed is None:
        return None
    line, at = parsed
    return " ".join(line.parts[0].split()), line.tail.citations, line.tail.marks, at


def _by_act(
    node: Node, found: Findings, what: str, form: str
) -> Iterator[tuple[Condition, Scalar, Node]]:
    """(act, name, what is said of it) of a section whose entries stand under the act they concern."""
    for key, table in _pairs(node, found, "an act, as `Russia.pull`,"):
        act = _act(key, found)
        for name, value in _pairs(table, found, f"{what} {form}") if act is not None else ():
            if act is not None and _option_id(name.text, name.place, found, what):
                yield act, name, value


def _act(key: Scalar, found: Findings) -> Condition | None:
    try:
        act = read_line("wish", key.text).parts[0]
    except LineError as error:
        found.problem(_at(key.place, error.column), str(error), error.nearest)
        return None
    if as_literal(act) is None:
        found.problem(key.place, "an act is one option, as `Russia.pull`, or `not` and one option")
        return None
    condition: Condition = act
    return condition


def _motives(node: Node, found: Findings) -> Fields:
    motives: list[Motive] = []
    for act, name, value in _by_act(node, found, "a motive", "with `why` and `wants`"):
        said = _keyed(value, found, ("why", "wants"), "a motive")
        why = _described(said, "why", name.place, found)
        wishes = said.get("wants")
        lines = _wishes("", wishes, found) if isinstance(wishes, Sequence) else ()
        if not lines:
            message = "what would it want? List its wishes under `wants`, the most important first"
            found.problem(name.place, message)
        elif why is not None:
            motives.append(Motive(name.text, act, why[0], lines, *why[1:3], name.place))
    return {"motives": tuple(motives)}


def _evidence(node: Node, found: Findings) -> Fields:
    items: list[Evidence] = []
    for act, name, value in _by_act(node, found, "an item", "with `says`"):
        said = _keyed(value, found, ("says", "origin", "ratings"), "an item of evidence")
        text = _described(said, "says", name.place, found)
        origin = _text(said["origin"], found, "`origin`") if "origin" in said else name.text
        ratings = tuple(_ratings(said["ratings"], found)) if "ratings" in said else ()
        if text is not None:
            gloss, citations, marks, _ = text
            items.append(
                Evidence(name.text, act, gloss, origin, ratings, citations, marks, name.place)
            )
    return {"evidence": tuple(items)}


_RANGE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?))?")


def _ratings(node: Node, found: Findings) -> Iterator[Rating]:
    for rater, row in _pairs(node, found, "a rater's name with a range for each motive"):
        for motive, value in _pairs(row, found, "a motive with a range, as `cost: 1-3`,"):
            text = _text(value, found, "a range")
            numbers = _RANGE.fullmatch(text)
            low, high = (
                (float(numbers["low"]), float(numbers["high"] or numbers["low"]))
                if numbers
                else (0.0, 0.0)
            )
            if 0 < low <= high:
                yield Rating(rater.text, motive.text, low, high, motive.place)
            elif text:
                message = "a range is two numbers above 0, the smaller first: `0.5-2`, or one, `1`"
                found.problem(value.place, message)


def _questions(node: Node, found: Findings) -> Fields:
    questions: list[Question] = []
    for key, value in _pairs(node, found, "a question's name, with `asks` and a computation,"):
        if not _option_id(key.text, key.place, found, "a question"):
            continue
        said = _keyed(value, found, ("asks", *COMPUTATIONS), "a question")
        asks = _described(said, "asks", key.place, found)
        chosen = [word for word in COMPUTATIONS if word in said]
        if len(chosen) != 1:
            message = f"say what answers it, by one of {', '.join(COMPUTATIONS)}"
            found.problem(key.place, message)
            continue
        asked = _asked(chosen[0], said[chosen[0]], found)
        if asks is not None and asked is not None:
            questions.append(Question(key.text, asks[0], chosen[0], *asked, *asks[1:3], key.place))
    return {"questions": tuple(questions)}


Asked = tuple[Conclusion | None, Mapping[str, tuple[bool, ...]]]


def _asked(computation: str, node: Node, found: Findings) -> Asked | None:
    """What a computation is asked about: a conclusion, or acts with their values."""
    if isinstance(node, Scalar) and node.text == "all" and computation in ("compare", "offers"):
        return None, {}
    match computation:
        case "offers":
            found.problem(node.place, "write `offers: all`")
            return None
        case "whatif":
            line = _one_line(node, found)
            return None if line is None else (None, _acts(line, found))
        case "why":
            line = _one_line(node, found)
            known = None if line is None else _act(line, found)
            act = None if known is None else as_literal(known)
            return None if act is None else (None, {act[0]: (act[1],)})
        case _:
            parsed = _parsed("conclusion", node, found)
            if parsed is None:
                return None
            condition, effect, given = parsed[0].parts
            return Conclusion(condition, effect, given, (), Marks(), parsed[1]), {}


def _acts(line: Scalar, found: Findings) -> dict[str, tuple[bool, ...]]:
    """`plan=yes,no pull=yes` as the options with their values."""
    acts: dict[str, tuple[bool, ...]] = {}
    for word in re.finditer(r"\S+", line.text):
        name, _, values = word[0].partition("=")
        chosen = tuple(dict.fromkeys(values.split(",")))
        if set(chosen) <= {"yes", "no"}:
            acts[Name(name, word.start())] = tuple(value == "yes" for value in chosen)
        else:
            message = "an act is an option with values: `pull=yes,no`, or `plan=yes`"
            found.problem(_at(line.place, word.start()), message)
    return acts


def _variants(node: Node, found: Findings) -> Fields:
    variants: dict[str, Overlay] = {}
    for key, value in _pairs(node, found, "a variant's name with its sections"):
        if not _VARIANT_NAME.fullmatch(key.text):
            found.problem(
                key.place, "a variant's name is made of letters, digits, spaces, `_` and `-`"
            )
        elif isinstance(value, Table):
            variants[key.text] = _overlay(value, found, key.place, inside=True)
        elif isinstance(value, Scalar) and value.broken:
            continue
        else:
            found.problem(
                key.place, "a variant holds sections, as `wants:` or `now:`, indented below"
            )
    return {"variants": variants}


def _expected(node: Node, found: Findings) -> Fields:
    return {"expected": dict(_plain(node)) if isinstance(node, Table) else {}}


def _plain(node: Node) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
        case Table():
            return {key.text: _plain(value) for key, value in node.pairs}


class SectionRow(NamedTuple):
    """How a section is read, what it holds in plain words, and whether a variant may hold it."""

    read: Callable[[Node, Findings], Fields]
    meaning: str
    in_variant: bool = True


SECTIONS: Mapping[str, SectionRow] = MappingProxyType(
    {
        "case": SectionRow(_title, "the question, which is the title", False),
        "at": SectionRow(_at_time, "the time the reading speaks of"),
        "own": SectionRow(_own, "`true`: the reading stands alone and shares nothing", False),
        "sources": SectionRow(_sources, "the texts and what is known about them"),
        "actors": SectionRow(_actors, "who can decide; names used in the texts"),
        "options": SectionRow(_options, "who could do what"),
        "facts": SectionRow(_facts, "what is contested and nobody decides"),
        "now": SectionRow(
            _assumptions(Section.NOW), "what is done today; every other option is no"
        ),
        "impossible": SectionRow(_assumptions(Section.IMPOSSIBLE), "what cannot be"),
        "impossible_drop": SectionRow(_drops(Section.IMPOSSIBLE), "lines of the base taken away"),
        "no_way_back": SectionRow(_assumptions(Section.NO_WAY_BACK), "what cannot be undone"),
        "no_way_back_drop": SectionRow(_drops(Section.NO_WAY_BACK), "lines of the base taken away"),
        "wants": SectionRow(_wants, "what each actor wants, most important first"),
        "offers": SectionRow(_offers, "what somebody would give for something"),
        "author_concludes": SectionRow(_conclusions, "what the author concludes"),
        "forecasts": SectionRow(_dated("forecasts"), "what the text says will be, and by when"),
        "precedents": SectionRow(_precedents, "what the text says has been, and when"),
        "motives": SectionRow(_motives, "why an act may have been done", False),
        "evidence": SectionRow(_evidence, "what may tell the motives of an act apart", False),
        "questions": SectionRow(_questions, "what people ask, and what answers it", False),
        "variants": SectionRow(_variants, "named blocks that change the reading", False),
        "expected": SectionRow(_expected, "published and computed results of a model", False),
    }
)
