"""The sections that ask something of a case: motives, evidence, questions, remarks on precedents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from standoff.case.entry import (
    REMARKS,
    Conclusion,
    Dated,
    Evidence,
    Marks,
    Motive,
    Question,
    Rating,
    Remark,
)
from standoff.case.format.line import LineError, read_line
from standoff.case.format.node import Node, Scalar, Sequence, Table
from standoff.case.format.section import (
    Fields,
    at_time,
    check_id,
    dated,
    further,
    line_of,
    pairs_of,
    take_apart,
    text_of,
    wish_list,
)
from standoff.case.format.shape import SAID, TEXT, Schema, block
from standoff.case.question import QUESTIONS
from standoff.citation import Citation
from standoff.condition import Condition, Name, as_literal
from standoff.problem import Findings, Place, nearest


def precedents(node: Node, found: Findings) -> Fields:
    """Lines as under `forecasts`, or blocks: `was`, `when`, and remarks on it."""
    blocks = [item for item in _blocks(node) if "was" in {key.text for key, _ in item.pairs}]
    if isinstance(node, Sequence):
        node = Sequence(tuple(item for item in node.items if item not in blocks), node.place)
    told = (_precedent(block, found) for block in blocks)
    entries = [*dated("precedents")(node, found)["precedents"], *filter(None, told)]
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
    by = at_time(said["when"], found).get("at") if "when" in said else None
    remarks = [
        Remark(about, *remark)
        for about in REMARKS
        if about in said and (remark := _described(said, about, block.place, found)) is not None
    ]
    return Dated(None, text, by, citations, marks, place, tuple(remarks))


def _keyed(node: Node, found: Findings, known: tuple[str, ...], what: str) -> dict[str, Node]:
    """The values of a map by key; a key that is not known is reported and left out."""
    said: dict[str, Node] = {}
    for key, value in pairs_of(
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
    parsed = take_apart("described", said[key], found)
    if parsed is None:
        return None
    line, at = parsed
    return " ".join(line.parts[0].split()), line.tail.citations, line.tail.marks, at


def _by_act(
    node: Node, found: Findings, what: str, form: str
) -> Iterator[tuple[Condition, Scalar, Node]]:
    """(act, name, what is said of it) of a section whose entries stand under the act they concern."""
    for key, table in pairs_of(node, found, "an act, as `Russia.pull`,"):
        act = _act(key, found)
        for name, value in pairs_of(table, found, f"{what} {form}") if act is not None else ():
            if act is not None and check_id(name.text, name.place, found, what):
                yield act, name, value


def _act(key: Scalar, found: Findings) -> Condition | None:
    try:
        act = read_line("wish", key.text).parts[0]
    except LineError as error:
        found.problem(further(key.place, error.column), str(error), error.nearest)
        return None
    if as_literal(act) is None:
        found.problem(key.place, "an act is one option, as `Russia.pull`, or `not` and one option")
        return None
    condition: Condition = act
    return condition


def motives(node: Node, found: Findings) -> Fields:
    motives: list[Motive] = []
    for act, name, value in _by_act(node, found, "a motive", "with `why` and `wants`"):
        said = _keyed(value, found, ("why", "wants"), "a motive")
        why = _described(said, "why", name.place, found)
        wishes = said.get("wants")
        lines = wish_list("", wishes, found) if isinstance(wishes, Sequence) else ()
        if not lines:
            message = "what would it want? List its wishes under `wants`, the most important first"
            found.problem(name.place, message)
        elif why is not None:
            motives.append(Motive(name.text, act, why[0], lines, *why[1:3], name.place))
    return {"motives": tuple(motives)}


def evidence(node: Node, found: Findings) -> Fields:
    items: list[Evidence] = []
    for act, name, value in _by_act(node, found, "an item", "with `says`"):
        said = _keyed(value, found, ("says", "origin", "ratings"), "an item of evidence")
        text = _described(said, "says", name.place, found)
        origin = text_of(said["origin"], found, "`origin`") if "origin" in said else name.text
        ratings = tuple(_ratings(said["ratings"], found)) if "ratings" in said else ()
        if text is not None:
            gloss, citations, marks, _ = text
            items.append(
                Evidence(name.text, act, gloss, origin, ratings, citations, marks, name.place)
            )
    return {"evidence": tuple(items)}


_RANGE = re.compile(r"(?P<low>\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?))?")


def _ratings(node: Node, found: Findings) -> Iterator[Rating]:
    for rater, row in pairs_of(node, found, "a rater's name with a range for each motive"):
        for motive, value in pairs_of(row, found, "a motive with a range, as `cost: 1-3`,"):
            text = text_of(value, found, "a range")
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


def shape() -> Schema:
    """The JSON Schema of one question."""
    return block(("asks",), asks=SAID, **dict.fromkeys(QUESTIONS, TEXT))


def questions(node: Node, found: Findings) -> Fields:
    questions: list[Question] = []
    for key, value in pairs_of(node, found, "a question's name, with `asks` and a computation,"):
        if not check_id(key.text, key.place, found, "a question"):
            continue
        said = _keyed(value, found, ("asks", *QUESTIONS), "a question")
        asks = _described(said, "asks", key.place, found)
        chosen = [word for word in QUESTIONS if word in said]
        if len(chosen) != 1:
            message = f"say what answers it, by one of {', '.join(QUESTIONS)}"
            found.problem(key.place, message)
            continue
        asked = _asked(chosen[0], said[chosen[0]], found)
        if asks is not None and asked is not None:
            questions.append(Question(key.text, asks[0], chosen[0], *asked, *asks[1:3], key.place))
    return {"questions": tuple(questions)}


Asked = tuple[Conclusion | None, Mapping[str, tuple[bool, ...]]]


def _asked(computation: str, node: Node, found: Findings) -> Asked | None:
    """What a computation is asked about: a conclusion, or acts with their values."""
    kind = QUESTIONS[computation]
    if isinstance(node, Scalar) and node.text == "all" and kind.all:
        return None, {}
    match kind.asks:
        case "nothing":
            found.problem(node.place, f"write `{kind.id}: all`")
            return None
        case "acts":
            line = line_of(node, found)
            return None if line is None else (None, _acts(line, found))
        case "act":
            line = line_of(node, found)
            known = None if line is None else _act(line, found)
            act = None if known is None else as_literal(known)
            return None if act is None else (None, {act[0]: (act[1],)})
        case "condition":
            parsed = take_apart("conclusion", node, found)
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
            found.problem(further(line.place, word.start()), message)
    return acts
