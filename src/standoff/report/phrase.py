"""Conditions and lines as sentences that somebody who has never seen a case file can read.

An option's gloss is an infinitive without `to` ("keep its bases"), so a literal becomes "Russia keeps
its bases", "Russia does not keep its bases" or, as a wish, "Israel not to enter the war". A gloss that
does not begin like a verb is set after a colon instead of being bent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from standoff.analysis.judge.premise import Premise
from standoff.case.entry import Assumption, Conclusion, Dated, Fact, Offer, Option, Reading, Section
from standoff.citation import Period
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
    parse_condition,
)
from standoff.problem import ConditionError
from standoff.report import words

_NO_VERB = frozenset("a an the to no not of in on at by for with from".split())
_VERB = re.compile(r"[a-z]+(?:-[a-z]+)?")
_HISSING = ("s", "x", "z", "ch", "sh", "o")
_EFFECT = {"gains": "gains", "loses": "loses", "same": "neither gains nor loses"}


def third_person(verb: str) -> str | None:
    """`keep` -> `keeps`, `press` -> `presses`; None for what does not look like a verb.

    >>> [third_person(word) for word in ("keep", "press", "carry", "have", "sanctions", "the")]
    ['keeps', 'presses', 'carries', 'has', None, None]
    """
    if not _VERB.fullmatch(verb) or verb in _NO_VERB or verb.endswith("ing"):
        return None
    if verb.endswith("s") and not verb.endswith("ss"):
        return None
    if verb in ("be", "have"):
        return {"be": "is", "have": "has"}[verb]
    if verb.endswith(_HISSING):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def many(name: str) -> bool:
    """Whether an actor's name looks like a plural: `Backers` does, `Congress` and `US` do not."""
    return name.endswith("s") and not name.endswith(("ss", "us", "is")) and not name.isupper()


@dataclass(frozen=True, eq=False)
class Phrases:
    """The words of one reading: its options and facts as clauses."""

    reading: Reading

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """Options by the names that stand in conditions."""
        short = self.reading.short
        return {short[option.full]: option for option in self.reading.options}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.reading.facts}

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
            option = self.options.get(known[0]) if known else None
            if known and option and option.gloss and option.actor == before:
                parts.append(self.deed(*known))
            else:
                parts.append(self._part(condition, me))
            before = option.actor if option else ""
        return join(parts)

    def literal(self, name: str, value: bool, me: str = "") -> str:
        """One option taken or not, or one fact that is so or not."""
        if name in self.facts:
            return f"the answer to “{self._fact(name)}” is {words.yes_no(value)}"
        option = self.options.get(name)
        if option is None or not option.gloss:
            return f"“{name}” is {'' if value else 'not '}chosen"
        who = option.actor
        if who == me:
            who = "they" if many(who) else "it"
        return f"{who} {self.deed(name, value)}"

    def _fact(self, name: str) -> str:
        return (self.facts[name].gloss if name in self.facts else "") or name

    def deed(self, name: str, value: bool) -> str:
        """What its owner does by taking the option, or not: `keeps its bases`."""
        option = self.options[name]
        verb, _, rest = option.gloss.partition(" ")
        bent = third_person(verb)
        if bent is None:
            return f"{'does' if value else 'does not'}: {option.gloss}"
        plural = many(option.actor)
        if not value:
            return f"{'do' if plural else 'does'} not {option.gloss}"
        return option.gloss if plural else f"{bent} {rest}".rstrip()

    def world(self, facts: Mapping[str, bool]) -> str:
        """One way the silent facts may turn out; empty where none is silent."""
        return join(self.literal(name, value) for name, value in facts.items())

    def text(self, condition: str) -> str:
        """A condition that comes as text; as it is where it is none (`Iran gains`)."""
        try:
            return self.clause(parse_condition(condition))
        except ConditionError:
            return condition

    # --- wishes

    def wish(self, actor: str, condition: Condition) -> str:
        """What an actor wants, to follow `wants`: `to keep its bases`, `Israel not to enter the war`."""
        match condition:
            case Var(name) | Not(Var(name)) if name in self.options:
                option, nay = self.options[name], "" if isinstance(condition, Var) else "not "
                who = "" if option.actor == actor else f"{option.actor} "
                return f"{who}{nay}to {option.gloss or name}"
            case And(left, right):
                return f"{self.wish(actor, left)} and {self.wish(actor, right)}"
            case Or(left, right):
                return f"{self.wish(actor, left)} or {self.wish(actor, right)}"
            case Implies(left, right):
                return f"{self.wish(actor, right)} if {self.clause(left, actor)}"
            case _:
                return f"that {self.clause(condition, actor)}"

    def _wants(self, actor: str, condition: Condition) -> str:
        return f"{actor} {'want' if many(actor) else 'wants'} {self.wish(actor, condition)}"

    # --- entries of the case

    def line(self, found: Assumption) -> str:
        """A line of the case as a sentence."""
        if found.condition is None:  # a fact set `silent`
            return f"On “{self._fact(found.fact or '')}” the text is silent"
        match found.section:
            case Section.NOW:
                return f"Today {self.clause(found.condition)}"
            case Section.IMPOSSIBLE:
                return f"It cannot be that {self.clause(found.condition)}"
            case Section.NO_WAY_BACK:
                return f"There is no way back once {self.clause(found.condition)}"
            case Section.FACTS:
                text = self.clause(found.condition)
                return text[:1].upper() + text[1:]
            case Section.WANTS:
                return self._wants(found.actor or "", found.condition)

    def conclusion(self, found: Conclusion) -> str:
        """What the author concludes, as a sentence without its full stop."""
        if found.effect is not None:
            head = f"{found.effect[0]} {_EFFECT[found.effect[1]]}"
        else:
            assert found.condition is not None  # one of the two is there
            head = self.clause(found.condition)
        given = self.together(found.given)
        return f"{head} if {given}" if given else head

    def offer(self, found: Offer) -> str:
        """Who would give what for what."""
        gives = join(self.wish(found.actor, condition) for condition in found.gives)
        takes = self.together(found.takes)
        return f"{found.actor} offers {gives} if {takes}"

    def dated(self, found: Dated) -> str:
        """A forecast or a precedent."""
        if found.condition is None:
            return found.gloss or ""
        return self.clause(found.condition)

    # --- premises

    def premise(self, found: Premise) -> str:
        """A missing premise, to follow `it would follow if`."""
        match found.kind:
            case "variant":
                return f"the reading's variant “{found.condition}” held"
            case "drop":
                return f"this were not ruled out: {self.text(found.condition)}"
            case "fact":
                return f"this were so: {self.text(found.condition)}"
        wanted = self._wanted(found.actor or "", found.condition)
        if found.also is not None:
            wanted = f"{wanted}, and {self._wanted(*found.also)}"
        return wanted + self._rank(found)

    def _wanted(self, actor: str, condition: str) -> str:
        return f"{actor} wanted {self.wish(actor, parse_condition(condition))}"

    def _rank(self, found: Premise) -> str:
        """At which rank, by naming the wishes above and below instead of their lines."""
        wants = self.reading.wants.get(found.actor or "")
        if wants is None or found.position in (None, "anywhere"):
            return ""
        wishes = {
            str(line.place.line): self.wish(wants.actor, line.condition)
            for line in wants.lines
            if line.condition is not None
        }

        def named(line: re.Match[str]) -> str:
            return f"its wish {wishes[line[1]]}" if line[1] in wishes else line[0]

        ranked = re.sub(r"line (\d+)", named, found.position or "")
        return f" (ranked {ranked})"


def join(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = list(parts) or [""]
    if not most:
        return last
    # A comma before the `and` too where a part holds commas or an `and` of its own.
    plain = not any("," in part or " and " in part for part in (*most, last))
    return f"{', '.join(most)}{'' if plain else ','} and {last}"


_MONTHS = (  # not %B: that would follow the machine's language
    "January February March April May June July August September October November December".split()
)
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def counted(number: int) -> str:
    """A number as it stands in a sentence: in words up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def when(period: Period) -> str:
    """A period in words: `28 to 31 August 2018`, `March 2016`, `2016`."""
    first, last = period.earliest, period.latest
    after = last + timedelta(days=1) if last < date.max else last
    if (first.day, first.month, after.day, after.month) == (1, 1, 1, 1):
        one, other = [str(first.year)], [str(last.year)]
    elif first.day == after.day == 1:
        one, other = [[_MONTHS[d.month - 1], str(d.year)] for d in (first, last)]
    else:
        one, other = [[str(d.day), _MONTHS[d.month - 1], str(d.year)] for d in (first, last)]
    if one == other:
        return " ".join(one)
    same = 0  # words at the end that both share: said once
    while one[-1 - same] == other[-1 - same]:
        same += 1
    return f"{' '.join(one[: len(one) - same])} to {' '.join(other)}"
