"""The kinds of question a person asks: one row each, of which commands, grammar, schema, docs follow.

A row names the two modules that know the rest, as an entry point names an object: `analysis` answers
(`command`, `asked`, `mark`), `tell` says it (`tell`, `sheet`); they are loaded when a question is first
asked. Other packages add rows as entry points of the group `standoff.questions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from standoff.plugin import loaded, rows

Asks: TypeAlias = Literal["condition", "acts", "act", "nothing"]
"""What a question is about: a condition, options set, one act, or nothing but the reading."""


@dataclass(frozen=True)
class Parameter:
    """A further choice of a question: an option of its command, a field of its form.

    kind  flag, choice, number, text
    """

    name: str
    kind: Literal["flag", "choice", "number", "text"]
    words: str
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionKind:
    """A kind of question.

    id        the name of its command, and its key under `questions:`
    words     what it answers, in a sentence or two
    example   a command that a test runs
    asks      what it is about, and `flag`, the option that says it on the command line
    all       whether `all` may be asked, and on the command line nothing: everything the reading has of it
    lines     whether each reading's answer is a line of its own in `--json`
    within    whether `--reading` chooses where it is tried, and not whose answer is given
    """

    id: str
    words: str
    example: str
    analysis: str
    tell: str
    asks: Asks = "nothing"
    flag: str = ""
    flag_words: str = ""
    all: bool = False
    parameters: tuple[Parameter, ...] = ()
    lines: bool = False

    def answers(self, function: Literal["command", "asked", "mark"]) -> Any:
        """The function that answers."""
        return loaded(f"{self.analysis}:{function}")

    def tells(self, function: Literal["tell", "sheet"]) -> Any:
        """The function that says the answer."""
        return loaded(f"{self.tell}:{function}")


_A_CONDITION = "A condition: not leave given press."
_TABLE: tuple[QuestionKind, ...] = (
    QuestionKind(
        "compare",
        "Where a reading comes to rest, and whether its author's conclusions follow.",
        "standoff compare cases/syria",
        "standoff.analysis.judge.compare",
        "standoff.report.tell.compare",
        asks="condition",
        all=True,
    ),
    QuestionKind(
        "whatif",
        "What if somebody acted: the option is set and frozen, the rest plays.",
        "standoff whatif cases/syria --set pull=yes,no --reading 000",
        "standoff.analysis.vary.whatif",
        "standoff.report.tell.vary.whatif",
        asks="acts",
        flag="--set",
        flag_words="An option and its values: pull=yes,no. Several make a grid.",
        parameters=(
            Parameter(
                "save",
                "text",
                "Keep the first world as a variant of the reading asked for, so named.",
            ),
        ),
    ),
    QuestionKind(
        "robust",
        "How sure is that: how many changes turn the answer, and whose list decides.",
        'standoff robust cases/syria --ask "not leave" --reading 003',
        "standoff.analysis.sure.robust",
        "standoff.report.tell.vary.robust",
        asks="condition",
        flag="--ask",
        flag_words=_A_CONDITION,
        parameters=(
            Parameter("deep", "flag", "Triples of changes and more concepts too.", False),
            Parameter("implied", "flag", "Change what no line says, too.", False),
        ),
        lines=True,
    ),
    QuestionKind(
        "inverse",
        "What would have to change: all smallest sets of changes that make a condition follow.",
        'standoff inverse cases/syria --want "not expand" --reading 000',
        "standoff.analysis.vary.inverse",
        "standoff.report.tell.vary.inverse",
        asks="condition",
        flag="--want",
        flag_words="A condition: leave given press.",
        parameters=(
            Parameter(
                "at",
                "choice",
                "every: it follows; some: it holds in some end.",
                "every",
                ("every", "some"),
            ),
            Parameter("bound", "number", "The largest sets of changes tried.", 3),
        ),
        lines=True,
    ),
    QuestionKind(
        "why",
        "Why an actor acted: each motive that the texts name, tried in the model; and the evidence. "
        "With --reading, the motives of the time are all tried in that reading.",
        "standoff why cases/syria --act Russia.pull",
        "standoff.analysis.bargain.motive",
        "standoff.report.tell.bargain.why",
        asks="act",
        flag="--act",
        flag_words="An option, or `not` and an option.",
    ),
    QuestionKind(
        "offers",
        "Each offer: its fate, who would deliver, who would default, what would make it hold.",
        "standoff offers cases/syria --reading 003",
        "standoff.analysis.bargain.offer",
        "standoff.report.tell.bargain.offers",
        all=True,
    ),
    QuestionKind(
        "deals",
        "What deal is there: exchanges and packages that leave the parties better off, in which order "
        "they could be paid, who would deliver and keep, who outside would lose. With --for, those that "
        "bring a condition about, weak ones and near misses too.",
        "standoff deals cases/syria --reading 002",
        "standoff.analysis.bargain.exchange",
        "standoff.report.tell.bargain.deals",
        asks="condition",
        flag="--for",
        flag_words="A condition that the deal should bring about: not expand.",
        all=True,
    ),
    QuestionKind(
        "believes",
        "What each expects by its own beliefs, and what happens where all act on theirs; the smallest sets "
        "of beliefs without which the two are the same.",
        "standoff believes cases/syria",
        "standoff.analysis.bargain.belief",
        "standoff.report.tell.bargain.believes",
        all=True,
        parameters=(
            Parameter("bound", "number", "The largest sets of beliefs that are left out.", 3),
        ),
    ),
)
QUESTIONS: Mapping[str, QuestionKind] = MappingProxyType(
    {row.id: row for row in (*_TABLE, *rows("questions", QuestionKind))}
)
"""Every kind of question, by its id."""
