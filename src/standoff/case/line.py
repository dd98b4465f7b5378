"""The lines of a case: reading one, and writing one back.

    condition !!|? [citations] says|inferred, attributed to X, hedged "…", denied, carried over

Only the first part is needed. Offers, conclusions, forecasts and precedents are lines with words of
their own (`gives … for`, `given`, `by`). One grammar, an extension of the conditions' own, reads them
all. A name in a parsed condition is a `Name`: a str that knows the column it stands in, so that a
message about it can point there.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from standoff.case.entry import (
    Actor,
    Assumption,
    Conclusion,
    Dated,
    Drop,
    Fact,
    Marks,
    Offer,
    Option,
    RankedState,
    Section,
    Weight,
)
from standoff.citation import Citation, Period
from standoff.problem import ConditionError, nearest
from standoff.statement import (
    GRAMMAR,
    Builder,
    Condition,
    Var,
    as_literal,
    make_parser,
)

ACTOR_NAME = re.compile(r"[^\W\d][\w-]*")
ANSWERS = ("accepted", "refused", "open", "unknown")
EFFECTS = ("gains", "loses", "same")
SETTINGS = ("yes", "no", "silent")

_LINES = r"""
wish: condition strength? tail
described: GLOSS tail
set_to: SETTING tail
worth: NUMBER tail
stance: STANCE tail
state: "nothing" -> nothing | name ("," name)*
offer: actor "gives" literals "for" literals tail (";" ANSWER)?
conclusion: condition ("given" literals)? tail -> concludes
          | actor EFFECT ("given" literals)? tail -> effect
dated: (condition | QUOTED) "by" date tail

tail: citations? (mark (","? mark)*)?
citations: OPENING (CITATION ","?)* "]"
mark: SAYS | ATTRIBUTED | "hedged" QUOTED -> hedged | DENIED | CARRIED
strength: STRENGTH
literals: literal ("," literal)*
literal: name | "not" name -> negative
actor: NAME | ACTOR
date: "open" -> no_date | DATE

OPENING: "["
SETTING: "yes" | "no" | "silent"
STANCE: "silent" | "indifferent"
ANSWER: "accepted" | "refused" | "open" | "unknown"
EFFECT: "gains" | "loses" | "same"
STRENGTH: "!!" | "?"
SAYS: "says" | "inferred"
DENIED: "denied"
CARRIED: /carried\s+over\b/
ATTRIBUTED: /attributed\b(?:(?!\b(?:says|inferred|attributed|hedged|denied|carried)\b)[^,;"\[\]])*/
ACTOR: /[^\W\d][\w-]*/
DATE: /\d[\d\/-]*/
NUMBER: /[+-]?\d+(\.\d+)?/
QUOTED: /"[^"]*"|“[^”]*”/
CITATION: /[^\s\[\],]+/
GLOSS: /[^\[\]]+/
%ignore /\u00a0+/
"""


class Name(str):
    """A name as written, with the column (from 0) where it stands in its line."""

    __slots__ = ("column",)
    column: int

    def __new__(cls, text: str, column: int) -> Name:
        name = super().__new__(cls, text)
        name.column = column
        return name

    def __reduce__(self) -> tuple[type[Name], tuple[str, int]]:
        # Made anew from both of its parts, in a copy or in another process.
        return Name, (str(self), self.column)


@dataclass(frozen=True)
class Tail:
    """What may follow on every line: the sentences it cites and how they speak."""

    citations: tuple[Citation, ...] = ()
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True)
class Parsed:
    """A line taken apart: its own parts in the order written, then what may follow on every line."""

    parts: tuple[Any, ...]
    tail: Tail


# The order in which marks stand on a line, and the word that a person writes for each.
_MARK_WORDS = ("says", "inferred", "attributed to", "hedged", "denied", "carried over")
_MARK_FIELDS = tuple(each.name for each in fields(Marks))
_MarkFound: TypeAlias = tuple[int, Any, int]  # index in _MARK_FIELDS, value, column


class _LineBuilder(Builder):
    """Turns what the grammar recognised into `Parsed` lines."""

    def name(self, token: list[Any]) -> Condition:
        condition = super().name(token)
        assert isinstance(condition, Var)
        return Var(Name(condition.name, token[0].column - 1))

    def line(self, parts: list[Any]) -> Parsed:
        *own, tail = parts
        return Parsed(tuple(own), tail)

    described = set_to = worth = stance = line

    def dated(self, parts: list[Any]) -> Parsed:
        what, by, tail = parts
        return Parsed((_unquoted(what) if isinstance(what, str) else what, by), tail)

    def wish(self, parts: list[Any]) -> Parsed:
        condition, *strength, tail = parts
        return Parsed((condition, strength[0] if strength else None), tail)

    def state(self, parts: list[Any]) -> Parsed:
        return Parsed(tuple(part.name for part in parts), Tail())

    def nothing(self, parts: list[Any]) -> Parsed:
        return Parsed((), Tail())

    def offer(self, parts: list[Any]) -> Parsed:
        actor, gives, takes, tail, *answer = parts
        return Parsed((actor, gives, takes, str(answer[0]) if answer else "unknown"), tail)

    def concludes(self, parts: list[Any]) -> Parsed:
        condition, *given, tail = parts
        return Parsed((condition, None, given[0] if given else ()), tail)

    def effect(self, parts: list[Any]) -> Parsed:
        actor, effect, *given, tail = parts
        return Parsed((None, (actor, str(effect)), given[0] if given else ()), tail)

    def tail(self, parts: list[Any]) -> Tail:
        if parts and isinstance(parts[0], tuple) and isinstance(parts[0][0], Citation):
            return Tail(parts[0], _marks(parts[1:]))
        marks = _marks(parts)
        for index, _, column in parts[:1]:
            if index < 2:
                word = _MARK_WORDS[index]
                raise ConditionError(
                    f"`{word}` speaks of a sentence: cite it, as [003#s12]", column
                )
        return Tail((), marks)

    def citations(self, tokens: list[Any]) -> tuple[Citation, ...]:
        opening, *cited = tokens
        if not cited:
            message = "the square brackets cite nothing: write [003#s12], or delete them"
            raise ConditionError(message, opening.column - 1)
        return tuple(map(_citation, cited))

    def mark(self, tokens: list[Any]) -> _MarkFound:
        token = tokens[0]
        column = token.column - 1
        if token.type == "ATTRIBUTED":
            return 2, _attributed(str(token), column), column
        return _MARK_WORDS.index(" ".join(token.split())), True, column

    def hedged(self, tokens: list[Any]) -> _MarkFound:
        return 3, _unquoted(tokens[0]), tokens[0].column - 1

    def strength(self, tokens: list[Any]) -> str:
        return str(tokens[0])

    def literals(self, parts: list[Any]) -> tuple[Condition, ...]:
        return tuple(parts)

    def literal(self, parts: list[Any]) -> Condition:
        return parts[0]  # type: ignore[no-any-return]

    def negative(self, parts: list[Any]) -> Condition:
        return self.negated(parts)

    def actor(self, tokens: list[Any]) -> Name:
        return Name(str(tokens[0]), tokens[0].column - 1)

    def date(self, tokens: list[Any]) -> Period:
        try:
            return Period.parse(str(tokens[0]))
        except ValueError as error:
            raise ConditionError(str(error), tokens[0].column - 1) from None

    def no_date(self, tokens: list[Any]) -> None:
        return None


def _citation(token: Any) -> Citation:
    try:
        return Citation.parse(str(token))
    except ConditionError as error:
        raise ConditionError(str(error), token.column - 1) from None


def _attributed(text: str, column: int) -> str:
    to, _, whom = " ".join(text.split()[1:]).partition(" ")
    if to != "to" or not whom:
        raise ConditionError("write `attributed to` and a name", column)
    return whom


def _unquoted(token: Any) -> str:
    return str(token)[1:-1].strip()


def _marks(found: list[_MarkFound]) -> Marks:
    """The marks in the order of `_MARK_WORDS`, each once; `says` and `inferred` exclude each other."""
    for (before, _, _), (after, _, column) in itertools.pairwise(found):
        if before == after:
            raise ConditionError(f"`{_MARK_WORDS[after]}` stands twice: delete one", column)
        if before < 2 and after < 2:
            raise ConditionError("`says` and `inferred` exclude each other: delete one", column)
        if before > after:
            raise ConditionError(
                f"`{_MARK_WORDS[after]}` stands before `{_MARK_WORDS[before]}`; the order is "
                + ", ".join(_MARK_WORDS),
                column,
            )
    return Marks(**{_MARK_FIELDS[index]: value for index, value, _ in found})


# --- reading ------------------------------------------------------------------------------------


KINDS = "wish described set_to worth stance state offer conclusion dated".split()


@functools.cache
def _parser() -> Callable[..., Any]:
    return make_parser(GRAMMAR + _LINES, _LineBuilder(), *KINDS)


def read_line(kind: str, text: str) -> Parsed:
    """Take a line apart; LineError, with column and way out, where it cannot be read.

    `kind` is one of `KINDS`, a rule of the grammar.

    >>> read_line("wish", "press -> lift [003#s20-22] says").tail.marks.says
    True
    """
    if not text.strip():
        raise LineError("the line is empty", 0)
    try:
        line: Parsed = _parser()(text, kind)
    except ConditionError as error:
        raise _explained(error, kind, text) from None
    return line


class LineError(ConditionError):
    """A line that cannot be read; `nearest` is the word of the format that was probably meant."""

    def __init__(self, message: str, column: int, near: str | None = None) -> None:
        super().__init__(message, column)
        self.nearest = near


_SIGNS = {"&": "and", "|": "or", "~": "not", "!": "not", "=": "<->", ">": "->"}
_WORDS = (
    "says inferred attributed hedged denied carried over "
    "given gives gains loses same accepted refused unknown open".split()
)
_FORMS = {
    "set_to": "a fact is yes, no or silent",
    "worth": "a weight is a number, as 3 or -1.5",
    "state": "name the options taken, with commas between them, or `nothing`",
    "offer": "an offer is `A gives o for B.p [citations] marks; refused`",
    "conclusion": "is an `and` or an `or` missing before it? After `given` stand options, by comma",
    "dated": "it is `condition by 2018-12 [citations] marks`, or `by open`",
}


def _explained(error: ConditionError, kind: str, text: str) -> LineError:
    """The error with the way out that its place suggests."""
    message, column = str(error), error.column
    form = _FORMS.get(kind, "is an `and`, an `or` or a bracket missing before it?")
    if message.endswith("ends too early"):
        for opening, closing in ("[]", "()"):
            if text.count(opening) > text.count(closing):
                return LineError(f"the `{opening}` is never closed", text.rindex(opening))
        end = f": {_FORMS[kind]}" if kind in _FORMS else ": a name or a word is missing"
        return LineError(message + end, column)
    if not message.endswith("cannot stand here"):
        return LineError(message, column)
    rest = text[column:]
    word = re.match(r"[\w.-]+", rest)
    if rest[0] == "[":
        return LineError("citations stand in one pair of brackets, before the marks", column)
    if rest[0] in "\"“'":
        return LineError("a quotation can stand only after `hedged`, in double quotes", column)
    if "]" in text[:column]:
        form = "after the citations only marks can stand: " + ", ".join(_MARK_WORDS)
    elif rest.startswith(("!!", "?")):
        form = "it tells how a wish is held, and stands at its end under `wants`"
    elif rest[0] in _SIGNS:
        form = f"write `{_SIGNS[rest[0]]}`"
    elif word and ACTOR_NAME.fullmatch(word[0]) and word[0] != word[0].lower():
        form = "options are lower case, or Actor.option"
    if word is None:
        return LineError(f"`{rest[0]}` cannot stand here: {form}", column)
    near = None if word[0] in _WORDS else nearest(word[0], _WORDS)
    return LineError(f"`{word[0]}` cannot stand here: {form}", column, near)


# --- writing ------------------------------------------------------------------------------------


def print_tail(citations: Iterable[Citation], marks: Marks) -> str:
    """Citations and marks as they stand on a line, with two spaces before them; may be empty."""
    cited = " ".join(map(str, citations))
    words = [_MARK_WORDS[i] for i in (0, 1) if getattr(marks, _MARK_FIELDS[i])]
    if marks.attributed_to is not None:
        words.append(f"attributed to {marks.attributed_to}")
    if marks.hedged is not None:
        words.append(f'hedged "{marks.hedged}"')
    words += [_MARK_WORDS[i] for i in (4, 5) if getattr(marks, _MARK_FIELDS[i])]
    text = " ".join(filter(None, (f"[{cited}]" if cited else "", ", ".join(words))))
    return f"  {text}" if text else ""


Entry: TypeAlias = (
    Actor | Option | Fact | Assumption | RankedState | Weight | Drop | Offer | Conclusion | Dated
)


def print_line(entry: Entry) -> str:
    """The entry as a person would write it, without the `- ` of a list; reading it gives it back."""
    match entry:
        case Actor():
            return f"{entry.name}: {_braces(entry)}"
        case Option():
            return f"{entry.full}: {entry.gloss}{print_tail(entry.citations, entry.marks)}"
        case Fact():
            return f"{entry.id}: {entry.gloss}"
        case Assumption():
            strength = f" {entry.strength}" if entry.strength else ""
            return _said(entry) + strength + print_tail(entry.citations, entry.marks)
        case RankedState():
            return ", ".join(entry.taken) or "nothing"
        case Weight():
            return f"{entry.name}: {entry.value:g}{print_tail(entry.citations, entry.marks)}"
        case Drop():
            return str(entry.condition)
        case Offer():
            answer = "" if entry.answer == "unknown" else f"; {entry.answer}"
            sides = (", ".join(map(str, side)) for side in (entry.gives, entry.takes))
            words = f"{entry.actor} gives {' for '.join(sides)}"
            return words + print_tail(entry.citations, entry.marks) + answer
        case Conclusion():
            return entry.text + print_tail(entry.citations, entry.marks)
        case Dated():
            what = f'"{entry.gloss}"' if entry.condition is None else str(entry.condition)
            when = "open" if entry.by is None else str(entry.by)
            return f"{what} by {when}{print_tail(entry.citations, entry.marks)}"


def _braces(actor: Actor) -> str:
    also = f"also: [{', '.join(map(_word, actor.also))}]" if actor.also else ""
    within = f"within: {actor.within}" if actor.within else ""
    return "{" + ", ".join(filter(None, (also, within))) + "}"


def _word(text: str) -> str:
    """A word of a list in `[]`, in quotes where YAML needs them."""
    return text if re.fullmatch(r"\w[\w .'’()-]*", text) else f'"{text}"'


def _said(line: Assumption) -> str:
    if line.section is not Section.FACTS:
        return str(line.condition)
    assert line.fact is not None
    if line.condition is None:
        return f"{line.fact}: silent"
    known = as_literal(line.condition)
    assert known is not None
    return f"{line.fact}: {'yes' if known[1] else 'no'}"
