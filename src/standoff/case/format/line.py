"""The lines of a case: reading one, and writing one back.

    condition !!|? [citations] says|inferred, attributed to X, hedged "…", denied, carried over

Only the first part is needed. Offers, conclusions, forecasts and precedents are lines with words of
their own (`gives … for`, `given`, `by`). One reader, an extension of the conditions' own, reads them
all. A name in a parsed condition is a `Name`: a str that knows the column it stands in, so that a
message about it can point there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.case.entry import (
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
    Weight,
)
from standoff.citation import Citation, Period
from standoff.condition import Condition, Name, Not, Reader, Var, as_literal, conjuncts
from standoff.problem import ConditionError, nearest
from standoff.spoken import Spoken, conditional

ACTOR_NAME = re.compile(r"[^\W\d][\w-]*")
ANSWERS = ("accepted", "refused", "open", "unknown")
EFFECTS = ("gains", "loses", "same")
SETTINGS = ("yes", "no", "silent")

_OPENING, _CLOSING = re.compile(r"\["), re.compile(r"\]")
_COMMA, _SEMICOLON = re.compile(","), re.compile(";")
_NOT, _NOTHING = re.compile(r"not\b"), re.compile(r"nothing\b")
_GIVES, _FOR = re.compile(r"gives\b"), re.compile(r"for\b")
_GIVEN, _BY, _OPEN = re.compile(r"given\b"), re.compile(r"by\b"), re.compile(r"open\b")
_STRENGTH = re.compile(r"!!|\?")
_GLOSS = re.compile(r"[^\[\]]+")
_SETTING = re.compile(r"(yes|no|silent)\b")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_STANCE = re.compile(r"(silent|indifferent|undecided|unknown)\b")
_ATTITUDE = re.compile(r"(positive|neutral|negative)\b")
_ANSWER = re.compile(r"(accepted|refused|open|unknown)\b")
_EFFECT = re.compile(r"(gains|loses|same)\b")
_HAS_EFFECT = re.compile(rf"{ACTOR_NAME.pattern}\s+{_EFFECT.pattern}")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_DATE = re.compile(r"\d[\d/-]*")
_CITATION = re.compile(r"[^\s\[\],]+")
_MARK = re.compile(
    r"(says|inferred|denied)\b|carried\s+over\b|(?P<hedged>hedged)\b"
    r"|(?P<attributed>attributed)\b"
    r'(?:(?!\b(?:says|inferred|attributed|hedged|denied|carried)\b)[^,;"\[\]])*'
)


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


class _Line(Reader):
    """One line. Each method reads what its name says; `[ ]` in the first line of one: may be absent."""

    spaces = re.compile(r"[ \t\u00a0]*")

    def named(self, word: str, column: int) -> Var:
        return Var(Name(word, column))

    def wish(self) -> Parsed:
        """condition [`!!` or `?`] tail"""
        condition, strength = self.condition(), self.take(_STRENGTH)
        return Parsed((condition, strength[0] if strength else None), self.tail())

    def one(self, piece: re.Pattern[str]) -> Parsed:
        """the piece, tail"""
        return Parsed((self.need(piece)[0],), self.tail())

    def state(self) -> Parsed:
        """`nothing`, or names with commas between them"""
        if self.take(_NOTHING):
            return Parsed((), Tail())
        taken = [self.name().name]
        while self.take(_COMMA):
            taken.append(self.name().name)
        return Parsed(tuple(taken), Tail())

    def offer(self) -> Parsed:
        """actor `gives` literals `for` literals tail [; answer]"""
        actor = self.actor()
        self.need(_GIVES)
        gives = self.literals()
        self.need(_FOR)
        takes, tail = self.literals(), self.tail()
        answer = self.need(_ANSWER)[0] if self.take(_SEMICOLON) else "unknown"
        return Parsed((actor, gives, takes, answer), tail)

    def conclusion(self) -> Parsed:
        """condition, or actor and effect; [`given` literals] tail"""
        condition, effect = None, None
        if _HAS_EFFECT.match(self.text, self.at):
            effect = self.actor(), self.need(_EFFECT)[0]
        else:
            condition = self.condition()
        given = self.literals() if self.take(_GIVEN) else ()
        return Parsed((condition, effect, given), self.tail())

    def dated(self) -> Parsed:
        """condition or quotation, `by` date tail"""
        quoted = self.take(_QUOTED)
        what = _unquoted(quoted) if quoted else self.condition()
        self.need(_BY)
        return Parsed((what, self.date()), self.tail())

    # --- the parts

    def tail(self) -> Tail:
        """[`[` citations `]`] [marks, commas between them or not]"""
        cited = self.citations()
        marks: list[_MarkFound] = []
        while found := self.mark(needed=bool(marks) and self.take(_COMMA) is not None):
            marks.append(found)
        if self.text.startswith("[", self.at):
            self.fail()  # before what would be said of marks that cite nothing
        told = _marks(marks)
        if not cited and marks and marks[0][0] < 2:
            word = _MARK_WORDS[marks[0][0]]
            raise ConditionError(
                f"`{word}` speaks of a sentence: cite it, as [003#s12]", marks[0][2]
            )
        return Tail(cited, told)

    def citations(self) -> tuple[Citation, ...]:
        opening = self.take(_OPENING)
        if opening is None:
            return ()
        cited: list[re.Match[str]] = []
        while not self.take(_CLOSING):
            cited.append(self.need(_CITATION))
            self.take(_COMMA)
        if not cited:
            message = "the square brackets cite nothing: write [003#s12], or delete them"
            raise ConditionError(message, opening.start())
        return tuple(map(_citation, cited))

    def mark(self, needed: bool) -> _MarkFound | None:
        found = self.need(_MARK) if needed else self.take(_MARK)
        if found is None:
            return None
        column = found.start()
        if found["attributed"]:
            return 2, _attributed(found[0], column), column
        if found["hedged"]:
            quoted = self.need(_QUOTED)
            return 3, _unquoted(quoted), quoted.start()
        return _MARK_WORDS.index(" ".join(found[0].split())), True, column

    def literals(self) -> tuple[Condition, ...]:
        """names, each after `not` or alone, with commas between them"""
        found = [self.literal()]
        while self.take(_COMMA):
            found.append(self.literal())
        return tuple(found)

    def literal(self) -> Condition:
        return Not(self.name()) if self.take(_NOT) else self.name()

    def actor(self) -> Name:
        found = self.need(ACTOR_NAME)
        return Name(found[0], found.start())

    def date(self) -> Period | None:
        if self.take(_OPEN):
            return None
        found = self.need(_DATE)
        try:
            return Period.parse(found[0])
        except ValueError as error:
            raise ConditionError(str(error), found.start()) from None


def _citation(found: re.Match[str]) -> Citation:
    try:
        return Citation.parse(found[0])
    except ConditionError as error:
        raise ConditionError(str(error), found.start()) from None


def _attributed(text: str, column: int) -> str:
    to, _, whom = " ".join(text.split()[1:]).partition(" ")
    if to != "to" or not whom:
        raise ConditionError("write `attributed to` and a name", column)
    return whom


def _unquoted(found: re.Match[str]) -> str:
    return found[0][1:-1].strip()


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


KINDS: Mapping[str, Callable[[_Line], Parsed]] = MappingProxyType(
    {
        "wish": _Line.wish,
        "described": lambda line: line.one(_GLOSS),
        "set_to": lambda line: line.one(_SETTING),
        "worth": lambda line: line.one(_NUMBER),
        "stance": lambda line: line.one(_STANCE),
        "attitude": lambda line: line.one(_ATTITUDE),
        "state": _Line.state,
        "offer": _Line.offer,
        "conclusion": _Line.conclusion,
        "dated": _Line.dated,
    }
)


SECTION_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "options": "described",
        "facts": "set_to",
        **dict.fromkeys(("now", "impossible", "no_way_back", "wants"), "wish"),
        "offers": "offer",
        "author_concludes": "conclusion",
        **dict.fromkeys(("forecasts", "precedents"), "dated"),
    }
)
"""How a line of each section is read; of options and facts what follows the name."""


def read_line(kind: str, text: str) -> Parsed:
    """Take a line apart; LineError, with column and way out, where it cannot be read.

    `kind` is one of `KINDS`.

    >>> read_line("wish", "press -> lift [003#s20-22] says").tail.marks.says
    True
    """
    if not text.strip():
        raise LineError("the line is empty", 0)
    line = _Line(text)
    try:
        parsed = KINDS[kind](line)
        line.end()
    except ConditionError as error:
        raise _explained(error, kind, text) from None
    return parsed


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
    "attitude": "an attitude is positive, neutral or negative",
    "state": "name the options taken, with commas between them, or `nothing`",
    "offer": "an offer is `A gives o for B.p [citations] marks; refused`",
    "conclusion": "is an `and` or an `or` missing before it? After `given` stand options, by comma",
    "dated": "it is `condition by 2018-12 [citations] marks`, or `by open`",
}


def _explained(error: ConditionError, kind: str, text: str) -> LineError:
    """The error with the way out that its place suggests."""
    message, column = str(error), error.column
    spoken = conditional(text, column)
    if spoken is not None:
        return _meant(spoken, kind, text)
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


def _meant(spoken: Spoken, kind: str, text: str) -> LineError:
    """How a line writes `a if b`: a conclusion by `given` too, who gains or loses by nothing else."""
    given = spoken.given if kind == "conclusion" else ""
    if given and spoken.cause is not None and spoken.then is None:
        head = text[: spoken.column].strip()
        if _HAS_EFFECT.fullmatch(head):
            parts = ", ".join(map(str, conjuncts(spoken.cause)))
            message = f"who gains or loses has no `{spoken.word}`: write `{head} given {parts}`"
            return LineError(message, spoken.column)
    more = f"; or, where that is an act to be set, `{given}`" if given else ""
    return LineError(spoken.message + more, spoken.column)


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


def with_tail(section: str, raw: str, tail: str) -> str:
    """A line that cites nothing yet with its tail, which stands before the answer to an offer.

    >>> with_tail("offers", "A gives o for p; refused", "  [a#s1]")
    'A gives o for p  [a#s1]; refused'
    """
    head, semicolon, answer = raw.partition(";") if section == "offers" else (raw, "", "")
    return f"{head.rstrip()}{tail}{semicolon}{answer}"


Entry: TypeAlias = (
    Actor
    | Option
    | Fact
    | Assumption
    | RankedState
    | Weight
    | AttitudeLine
    | Drop
    | Offer
    | Conclusion
    | Dated
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
        case AttitudeLine():
            head = f"{entry.actor} toward {entry.toward}: {entry.sign}"
            return head + print_tail(entry.citations, entry.marks)
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
