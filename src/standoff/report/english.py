"""The grammar: conditions, moves, wishes, lines and verdicts as sentences that anybody can read.

An option's gloss is an infinitive without `to` ("keep its bases"), so a literal becomes "Russia keeps its
bases", "Russia does not keep its bases" or, as a wish, "Israel not to enter the war". A gloss that does not
begin like a verb is set after a colon instead of being bent. Plain words come first; the field's are in
`GLOSSARY`. What an inert conclusion or a gap is must be readable here: the one is never the author being
right, the other never his being wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Protocol

from standoff.analysis.vary.edit import Edit
from standoff.case.build import Unsure
from standoff.case.entry import (
    WISHLESS,
    Actor,
    Assumption,
    Conclusion,
    Dated,
    Evidence,
    Fact,
    Grounding,
    Motive,
    Offer,
    Option,
    Question,
    Reading,
    Remark,
    Section,
    Stance,
    Wants,
    Weight,
    grounding,
)
from standoff.case.reading import BASE
from standoff.citation import Citation, Source
from standoff.condition import (
    And,
    Condition,
    Const,
    Iff,
    Implies,
    Not,
    Or,
    Var,
    as_literal,
    conjuncts,
    literal,
)
from standoff.problem import Place
from standoff.report.document import NO_SOURCE, Clause
from standoff.report.wording import (
    agreed,
    believing,
    capital,
    counted,
    join,
    plural,
    third_person,
    when,
    yes_no,
)

EFFECTS: Mapping[str, str] = MappingProxyType(
    {"gains": "gains", "loses": "loses", "same": "neither gains nor loses"}
)
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": "it was accepted",
        "refused": "it was refused",
        "open": "it stands open",
        "unknown": "the text does not say what became of it",
    }
)
STANCES: Mapping[Stance, str] = MappingProxyType(
    {
        Stance.SILENT: "the text is silent",
        Stance.UNDECIDED: "not decided yet",
        Stance.UNKNOWN: "nothing is known of it, it may be anything",
        Stance.INDIFFERENT: "it does not care, says the text",
        Stance.RANKING: "given as a ranking of whole situations",
        Stance.WEIGHTS: "given as weights",
        Stance.STATEMENTS: "",
    }
)
GLOSSARY: Mapping[str, str] = MappingProxyType(
    {
        "actor": "decision maker",
        "today": "status quo",
        "situation": "state",
        "can move to": "unilateral move",
        "gains by moving": "unilateral improvement",
        "nobody gains by moving": "Nash equilibrium",
        "stays because others would answer": "stable under GMR, SMR or SEQ",
        "what each wants, first to last": "prioritised preference statements",
        "cannot happen together": "infeasible states",
        "one-way": "irreversible option",
        "reading": "one source's version of the model",
        "text is silent": "no preference given: all states tie",
        "comes to rest": "one-state terminal component of the evolution",
        "goes round": "terminal component of several states (a cycle)",
    }
)


# --- names of things ------------------------------------------------------------------------------


def about(source: Source) -> str:
    """Author, outlet and day of a source, as far as known."""
    day = when(source.date) if source.date else ""
    return ", ".join(filter(None, (source.author, source.outlet, day))) or source.title or source.id


def published(source: Source | None) -> str:
    """When a text came out, and whether that is inferred; empty where nobody knows."""
    if source is None or source.date is None:
        return ""
    return when(source.date) + (" (date inferred)" if source.date_is == "inferred" else "")


def label(reading: Reading) -> str:
    """A reading's short name: its id and its outlet; of a case without readings, `the reading`."""
    source = reading.sources.get(reading.id)
    name = source.outlet or source.author if source else ""
    variant = f" ({reading.variant})" if reading.variant else ""
    id = "the reading" if reading.id == BASE else reading.id
    return f"{id} {name}".strip() + variant


def heading(reading: Reading) -> str:
    """`Reading 003`, `Reading 003:VARIANT`; `The reading` of a case that has no others."""
    if reading.id == BASE:
        return "The reading" + (f", variant {reading.variant}" if reading.variant else "")
    return f"Reading {reading.name}"


def where_stands(place: Place, root: str = "") -> str:
    """A line's place as clauses hold it: `readings/003.yaml:12`, inside the folder of the case."""
    file = place.file.removeprefix(root).lstrip("/") if root else place.file
    return f"{file}:{place.line}"


def silence(actors: Sequence[str]) -> str:
    """That nothing is known of what some actors want."""
    verb = "wants" if len(actors) == 1 else "want"
    return f"The text is silent on what {join(actors)} {verb}: that they stay shows nothing."


class Moved(Protocol):
    """A move: the options taken before and after it, and the lines that decide it."""

    @property
    def before(self) -> Sequence[str]: ...
    @property
    def after(self) -> Sequence[str]: ...
    @property
    def lines(self) -> Sequence[Assumption]: ...


# --- a reading in sentences -----------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class English:
    """The words of one reading. `root` is the folder of the case, left out of the places in clauses."""

    reading: Reading
    root: str = ""

    # --- conditions

    def clause(self, condition: Condition, me: str = "") -> str:
        """A condition as a statement of how things are; the actor `me` is called `it`."""
        match condition:
            case Var(name):
                return self.literal(name, True, me)
            case Not(Var(name)):
                return self.literal(name, False, me)
            case Const(value):
                return "anything" if value else "nothing"
            case Not(body):
                return f"it is not so that {self.clause(body, me)}"
            case And():
                return self.together(conjuncts(condition), me)
            case Or(left, right):
                return f"{self._part(left, me)} or {self._part(right, me)}"
            case Implies(left, right):
                return f"if {self.clause(left, me)}, then {self._part(right, me)}"
            case Iff(left, right):
                return f"{self._part(left, me)} exactly when {self._part(right, me)}"

    def _part(self, condition: Condition, me: str) -> str:
        text = self.clause(condition, me)
        return text if as_literal(condition) else f"({text})"

    def together(self, conditions: Iterable[Condition], me: str = "") -> str:
        """Conditions that hold at once; what one actor does in a row is said in one breath."""
        parts: list[str] = []
        before = ""
        for condition in conditions:
            known = as_literal(condition)
            option = self.reading.option.get(known[0]) if known else None
            if known and option and option.gloss and option.actor == before:
                parts.append(self.deed(*known))
            else:
                parts.append(self._part(condition, me))
            before = option.actor if option else ""
        return join(parts)

    def literal(self, name: str, value: bool, me: str = "") -> str:
        """One option taken or not, one fact that is so or not, or one wish that is held or not."""
        if isinstance(name, Unsure):
            held = self.wants(name.line.actor or "", name.line.condition or Const(True))
            return held if value else f"it is not so that {held}"
        if any(fact.id == name for fact in self.reading.facts):
            return f"the answer to “{self.fact(name)}” is {yes_no(value)}"
        option = self.reading.option.get(name)
        if option is None or not option.gloss:
            return f"“{name}” is {'' if value else 'not '}chosen"
        who = option.actor
        if who == me:
            who = "they" if plural(who) else "it"
        return f"{who} {self.deed(name, value)}"

    def fact(self, name: str) -> str:
        """A fact's question."""
        gloss = next((fact.gloss for fact in self.reading.facts if fact.id == name), "")
        return gloss or str(name)

    def deed(self, name: str, value: bool) -> str:
        """What its owner does by taking the option, or not: `keeps its bases`."""
        option = self.reading.option[name]
        verb, _, rest = option.gloss.partition(" ")
        bent = third_person(verb)
        if bent is None:
            return f"{'does' if value else 'does not'}: {option.gloss}"
        several = plural(option.actor)
        if not value:
            return f"{'do' if several else 'does'} not {option.gloss}"
        return option.gloss if several else f"{bent} {rest}".rstrip()

    def world(self, facts: Mapping[str, bool]) -> str:
        """One way the silent facts may turn out; empty where none is silent."""
        return join(self.literal(name, value) for name, value in facts.items())

    def said(self, condition: Condition | str) -> str:
        """A condition, or what is no condition as it stands (`Iran gains`)."""
        return condition if isinstance(condition, str) else self.clause(condition)

    # --- situations and moves

    def situation(self, taken: Sequence[str]) -> str:
        """A situation as what is done in it."""
        return self.together(Var(name) for name in taken) or "nothing is done"

    def move(self, before: Sequence[str], after: Sequence[str]) -> str:
        """What a move changes: what is taken up, and what is dropped."""
        changed = (
            literal(option.name, option.full in after)
            for option in self.reading.options
            if (option.full in after) != (option.full in before)
        )
        return self.together(changed)

    def rest(self, situations: Sequence[Sequence[str]]) -> str:
        """Where it comes to rest, or what it goes round in, as a sentence without its full stop."""
        if len(situations) == 1:
            return f"it comes to rest where {self.situation(situations[0])}"
        where = "; where ".join(map(self.situation, situations))
        return f"it goes round in {counted(len(situations))} situations: where {where}"

    def because(self, lines: Iterable[Assumption]) -> str:
        """`, because …` with the lines in words; empty where there is none."""
        told = " and ".join(self.line(line) for line in lines)
        return f", because {told}" if told else ""

    # --- wishes

    def wish(self, actor: str, condition: Condition, me: str | None = None) -> str:
        """What an actor wants, to follow `wants`: `to keep its bases`, `Israel not to enter the war`.

        me  who is called `it` inside; the actor unless told
        """
        me = actor if me is None else me
        match condition:
            case Var(name) | Not(Var(name)) if name in self.reading.option:
                option = self.reading.option[name]
                nay = "" if isinstance(condition, Var) else "not "
                who = "" if option.actor == actor else f"{option.actor} "
                return f"{who}{nay}to {option.gloss or name}"
            case And(left, right):
                return f"{self.wish(actor, left, me)} and {self.wish(actor, right, me)}"
            case Or(left, right):
                return f"{self.wish(actor, left, me)} or {self.wish(actor, right, me)}"
            case Implies(left, right):
                return f"{self.wish(actor, right, me)} if {self.clause(left, me)}"
            case _:
                return f"that {self.clause(condition, me)}"

    def wants(self, actor: str, condition: Condition, verb: str = "wants") -> str:
        """`Russia wants to keep its bases`; `no longer wants`; with `wanted`, as a supposition."""
        if verb.endswith("wants") and plural(actor):
            verb = verb[:-1]
        return f"{actor} {verb} {self.wish(actor, condition)}"

    # --- entries of the case

    def line(self, line: Assumption, begins: bool = True) -> str:
        """A line of the case as a sentence, or as one that goes on from another."""
        if line.believer is not None:
            return f"{believing(line.believer.actor)} {self._line(line)}"
        said = self._line(line)
        return capital(said) if begins and line.section is not Section.WANTS else said

    def _line(self, line: Assumption) -> str:
        if line.condition is None:  # a fact set `silent`
            return f"on “{self.fact(line.fact or '')}” the text is silent"
        match line.section:
            case Section.NOW:
                return f"today {self.clause(line.condition)}"
            case Section.IMPOSSIBLE:
                return f"it cannot be that {self.clause(line.condition)}"
            case Section.NO_WAY_BACK:
                return f"there is no way back once {self.clause(line.condition)}"
            case Section.FACTS:
                return self.clause(line.condition)
            case Section.WANTS:
                return self.wants(line.actor or "", line.condition)

    def taken_to_want(self, wants: Wants) -> str:
        """What somebody is taken to want, most important first, to follow `believes that`."""
        name = wants.actor
        if not wants.lines:
            stance = STANCES[wants.stance] or "nothing"
            if wants.stance in WISHLESS:
                return f"{name} {agreed(name, '{has}')} no wish, and will never move"
            return f"what {name} {agreed(name, '{wants}')} is {stance}"
        told = "; then ".join(
            f"{'as much, ' if line.tied else ''}{self.wish(name, line.condition)}"
            for line in wants.lines
            if line.condition is not None
        )
        return f"{name} {agreed(name, '{wants}')} {told}"

    def conclusion(self, entry: Conclusion) -> str:
        """What the author concludes, as a sentence without its full stop."""
        if entry.effect is not None:
            head = f"{entry.effect[0]} {EFFECTS[entry.effect[1]]}"
        else:
            assert entry.condition is not None  # one of the two is there
            head = self.clause(entry.condition)
        given = self.together(entry.given)
        return f"{head} if {given}" if given else head

    def offer(self, offer: Offer) -> str:
        """Who would give what for what."""
        gives = join(self._given(offer.actor, condition) for condition in offer.gives)
        verb = "offer" if plural(offer.actor) else "offers"
        return f"{offer.actor} {verb} {gives} if {self.together(offer.takes)}"

    def _given(self, actor: str, condition: Condition) -> str:
        """What an actor offers: to do something itself, or that another does it."""
        known = as_literal(condition)
        own = known is not None and self.reading.owner.get(known[0]) == actor
        return self.wish(actor, condition) if own else f"that {self.clause(condition)}"

    def dated(self, entry: Dated) -> str:
        """A forecast or a precedent, without its time."""
        return entry.gloss or "" if entry.condition is None else self.clause(entry.condition)

    def timed(self, entry: Dated, by: bool = False) -> str:
        """A forecast (`by` its time) or a precedent, with its time in brackets."""
        time = when(entry.by) if entry.by else "at no named time"
        lead = "" if not (by and entry.by) else "from " if " to " in time else "by "
        return f"{self.dated(entry)} ({lead}{time})"

    def entry(self, entry: Any) -> tuple[str, str]:  # noqa: PLR0912 - a row for each kind of entry
        """(what an entry of the case is, what it says), both in words.

        An entry that another package adds says it itself: `entry.words(english)`, `entry.WHAT`.
        """
        match entry:
            case Assumption():
                what = "a belief" if entry.believer is not None else _WHAT[entry.section]
                denied = "denied by the text, not used"
                return denied if entry.marks.denied else what, self.line(entry)
            case Wants():
                what = agreed(entry.actor, f"What {entry.actor} {{wants}}")
                if entry.believer is not None:
                    return (
                        "a belief",
                        f"{believing(entry.believer.actor)} {self.taken_to_want(entry)}",
                    )
                return "a wish", f"{what}: {STANCES[entry.stance] or 'a list'}"
            case Weight():
                taken = self.literal(entry.name, True)
                return "a weight", f"That {taken} counts {entry.value:g}"
            case Option():
                return "a choice", f"{entry.actor} could {entry.gloss}"
            case Offer():
                return f"an offer, {entry.answer}", self.offer(entry)
            case Conclusion():
                return "the author's conclusion", self.conclusion(entry)
            case Dated():
                return "a forecast or a precedent", self.dated(entry)
            case Remark():
                return "on a precedent", f"{entry.about}: {entry.text}"
            case Motive():
                return "a motive", entry.why
            case Evidence():
                return "evidence", entry.gloss
            case Question():
                return "a question", entry.text
            case Actor():
                return "an actor", entry.name
            case Fact():
                return "a fact", self.fact(entry.id)
        return str(entry.WHAT), str(entry.words(self))

    def edit(self, edit: Edit) -> str:
        """A line changed, as how things would be: `Iran no longer wants to withdraw all its forces`."""
        return EDITS.get(edit.kind, English._as_new)(self, edit)

    def _as_new(self, edit: Edit) -> str:
        return self.line(edit.new or edit.line)

    # --- clauses

    def told(self, entry: Any, text: str = "") -> Clause:
        """An entry of the case as a clause: in words, with its sentences and what stands behind it."""
        marks = entry.marks
        at = where_stands(entry.place, self.root)
        cited = tuple(map(str, entry.citations))
        return Clause(
            text or self.entry(entry)[1],
            cited,
            (at,) * len(cited),
            grounding=GROUNDINGS[grounding(entry)],
            speaker=marks.attributed_to or "",
            hedge=marks.hedged or "",
        )

    def cited(self, text: str, entries: Iterable[Any]) -> Clause:
        """What several entries of the case say together."""
        pairs = dict.fromkeys(
            (str(citation), where_stands(entry.place, self.root))
            for entry in entries
            for citation in entry.citations
        )
        return Clause(text, tuple(c for c, _ in pairs), tuple(at for _, at in pairs))

    def computed(self, text: str, lines: Iterable[Any] = ()) -> Clause:
        """What the engine found, with the citations of the lines it rests on."""
        return replace(self.cited(text, lines), computed=True)

    def moved(self, step: Moved, head: str = "") -> Clause:
        """A move that the engine found, and the lines that decide it; `head` stands before it."""
        text = f"{self.move(step.before, step.after)}{self.because(step.lines)}."
        return self.computed(f"{head}{text}" if head else capital(text), step.lines)

    def lines(self, lines: Iterable[Assumption]) -> tuple[Clause, ...]:
        """Lines of the case as clauses."""
        return tuple(self.told(line) for line in lines)

    def joined(self, lines: Iterable[Assumption]) -> tuple[Clause, ...]:
        """Lines of the case as clauses of one sentence."""
        return tuple(self.told(line, self.line(line, at == 0)) for at, line in enumerate(lines))


GROUNDINGS: Mapping[Grounding, Any] = MappingProxyType(
    {
        Grounding.STATED: "stated",
        Grounding.INFERRED: "inferred",
        Grounding.UNSOURCED: NO_SOURCE,
    }
)
_WHAT: Mapping[Section, str] = MappingProxyType(
    {
        Section.NOW: "today's situation",
        Section.IMPOSSIBLE: "what cannot happen together",
        Section.NO_WAY_BACK: "what cannot be undone",
        Section.WANTS: "a wish",
        Section.FACTS: "a fact",
    }
)


def _old(edit: Edit) -> Condition:
    assert edit.line.condition is not None
    return edit.line.condition


EDITS: Mapping[str, Callable[[English, Edit], str]] = MappingProxyType(
    {
        "off": lambda words, e: words.wants(e.actor or "", _old(e), "no longer wants"),
        "opposite": lambda words, e: f"{words._as_new(e)} instead of the opposite",
        "swap": lambda words, e: (
            f"{words._as_new(e)} more than {words.wish(e.actor or '', _old(e))}"
        ),
        "possible": lambda words, e: f"It can be that {words.clause(_old(e))}",
        "way back": lambda words, e: f"There is a way back once {words.clause(_old(e))}",
    }
)
"""Kind of an edit -> how it is said; any other is said as the line that it makes."""


def sourced(text: str, citations: Iterable[Citation]) -> Clause:
    """A fact about the texts, with its citations."""
    return Clause(text, tuple(map(str, citations)))


def toned(clause: Clause, tone: Any) -> Clause:
    """The clause with what its colour follows."""
    return replace(clause, tone=tone)
