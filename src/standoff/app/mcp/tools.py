"""The table of tools: a row a tool. Help, schemas, the answer to `tools/list` and tests read the rows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from standoff.app.mcp import answer, propose, texts
from standoff.app.mcp.tool import (
    FLAG,
    Parameter,
    Schema,
    Tool,
    number,
    seconds,
    several,
    text,
    to_schema,
)
from standoff.case.question import Parameter as Choice
from standoff.case.question import QuestionKind
from standoff.gmcr.budget import SECONDS
from standoff.text.annotation import LINE_SECTIONS, STATES
from standoff.text.find.prompt import KIND_NAMES, LONGEST

_LAST = 1_000_000  # no text has so many sentences
_QUOTE, _LINE = 4_000, 1_000  # characters

_CASE = Parameter(
    "case", "A case's name, as `cases` lists it; not needed where there is one.", text()
)
_READING = Parameter("reading", "One reading, or a variant of it: 003 or 003:VARIANT.", text())
_SECONDS = Parameter("seconds", "How long the answer may take.", seconds(SECONDS))
_TEXT = Parameter("text", "A text's id, as `texts` lists it.", text(200), required=True)


def _item(*parameters: Parameter) -> Schema:
    return to_schema(parameters)


_SENTENCE = Parameter("sentence", "The number of the sentence.", number(1, _LAST), required=True)
_QUOTED = Parameter(
    "quote",
    "Words of that sentence, letter for letter; only as many as show it.",
    text(_QUOTE),
    required=True,
)
_WHY = Parameter("why", "In a few words why; the person who decides sees it.", text(LONGEST))

_RECORD = _item(
    Parameter(
        "kind",
        "mention: who is named; attribution: who says the quote; event: who did what to whom; offer: "
        "what is given; option: what somebody could do; wish; cannot: what cannot be; conclusion: of the "
        "author.",
        text(40, tuple(KIND_NAMES)),
        required=True,
    ),
    _SENTENCE,
    _QUOTED,
    Parameter("who", "Who is meant, by name; several sides of an event with `;`.", text(LONGEST)),
    Parameter("whom", "Whom it is done to, or who would get it.", text(LONGEST)),
    Parameter("cue", "Of an attribution the word of saying, as in the sentence.", text(LONGEST)),
    Parameter("category", "Of an event, as in PLOVER: COOPERATE, THREATEN, …", text(40)),
    Parameter(
        "status",
        "Of an event: asserted, reported, negated, intended, hypothetical, question; of an offer: accepted, "
        "refused, open, denied, unknown; of a wish: for, against.",
        text(40),
    ),
    _WHY,
)

_PROPOSED_LINE = _item(
    _SENTENCE,
    _QUOTED,
    Parameter("section", "Where it would stand.", text(40, LINE_SECTIONS), required=True),
    Parameter(
        "line",
        "As the case file has it, without a citation: `press -> lift` under wants; `not open`; "
        "`Upland gives open for pay; refused`; `Upland.open: open the sluices` under options.",
        text(_LINE),
        required=True,
    ),
    Parameter("whose", "Of a wish: the actor that has it.", text(200)),
    Parameter("says", "The sentence says just this.", FLAG),
    Parameter("denied", "The sentence says that it is not so.", FLAG),
    Parameter("attributed_to", "Who is reported to say it.", text(200)),
    Parameter("hedged", "The words that weaken it.", text(200)),
    _WHY,
)

_ASKING = (
    Tool("cases", "The cases in the folder, with their readings and questions.", answer.cases),
    Tool(
        "show",
        "A case in words: who could do what, what holds, what each wants, and the sentences that say so. "
        "Its options by name are what conditions are written with.",
        answer.show,
        (_CASE, _READING),
    ),
    Tool(
        "check",
        "Everything that is wrong or doubtful in a case, with its place.",
        answer.check,
        (_CASE,),
    ),
    Tool(
        "compare",
        "Where each reading comes to rest, and whether its author's conclusions follow.",
        answer.compare,
        (_CASE, _READING, _SECONDS),
    ),
    Tool(
        "explain",
        "Why each actor stays in a situation or would move.",
        answer.explain,
        (
            _CASE,
            _READING,
            Parameter("state", "The options taken, by comma; or today, or nothing.", text()),
            Parameter("actor", "One actor; all by default.", text(200)),
            _SECONDS,
        ),
    ),
    Tool(
        "ask",
        "The answers to the questions that a case asks: how firm, what decides, what is lacking.",
        answer.ask,
        (_CASE, _READING, Parameter("question", "One question's id.", text(200)), _SECONDS),
    ),
)


def _kind_of(choice: Choice) -> Schema:
    match choice.kind:
        case "flag":
            return FLAG
        case "number":
            return number(0, 20)
    return text(choices=choice.choices)


def _question(kind: QuestionKind) -> Tool:
    """The tool of a kind of question: what is supposed for it is supposed in memory, and kept nowhere."""
    parameters = [_CASE, _READING]
    if kind.asks != "nothing":
        words = text() if kind.asks != "acts" else several(text(), 8)
        parameters.append(Parameter(answer.about(kind), kind.flag_words, words, not kind.all))
    parameters += [
        Parameter(each.name, each.words, _kind_of(each))
        for each in kind.parameters
        if each.name != "save"
    ]
    return Tool(kind.id, kind.words, answer.question(kind), (*parameters, _SECONDS))


_READING_TEXTS = (
    Tool("texts", "The texts that are known, and which of them are handed over.", texts.texts),
    Tool(
        "read",
        f"Sentences of a text with their numbers, as data: at most {texts.SENTENCES} of them and "
        f"{texts.CHARACTERS} characters a call.",
        texts.read,
        (
            _TEXT,
            Parameter("case", "Whose source it is, where several have one of that id.", text()),
            Parameter("first", "The first sentence; 1 by default.", number(1, _LAST)),
            Parameter("last", "The last sentence.", number(1, _LAST)),
        ),
        marked=True,
    ),
)

_PROPOSING = (
    Tool(
        "propose_records",
        "Propose what a text says, record by record. A record whose words do not stand in its sentence is "
        "refused; the others wait for a person.",
        propose.records,
        (
            _TEXT,
            Parameter("records", "The records.", several(_RECORD, propose.AT_ONCE), required=True),
        ),
        writes=True,
    ),
    Tool(
        "propose_lines",
        "Propose lines for a case, each with the sentence it rests on. One that misquotes, or that no case "
        "file can hold, is refused; the others wait for a person. No case is written.",
        propose.lines,
        (
            _TEXT,
            Parameter(
                "lines", "The lines.", several(_PROPOSED_LINE, propose.AT_ONCE), required=True
            ),
        ),
        writes=True,
    ),
    Tool(
        "proposals",
        "What was proposed for a text, and what a person made of it.",
        propose.proposals,
        (_TEXT, Parameter("state", "Only those in this state.", text(20, STATES))),
    ),
)

TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        tool.name: tool
        for tool in (*_ASKING, *map(_question, answer.KINDS), *_READING_TEXTS, *_PROPOSING)
    }
)
"""Every tool, by its name."""
