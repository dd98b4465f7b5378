"""Whom persons and bodies serve where no word beside their names says it.

An office that one state alone has says which (*Assistant Secretary of State*). An office or a body that
every state has (*the foreign minister*, *Parliament*) is that of the state which the whole text is about,
where it is about one.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from standoff.text.annotation import Mention
from standoff.text.find.who.again import NEW
from standoff.text.find.who.office import bare, narrows, opposed
from standoff.text.find.word.lexicon import (
    REBELS,
    names_group,
    names_person,
    names_place,
    of_kinds,
    offices,
    state_codes,
)
from standoff.text.find.word.parse import Parse

_REACH = 120


def ground(mentions: Iterable[Mention]) -> str:
    """The one state that a text is about: the only one named, or named twice as often as any other."""
    named = Counter(m.actor for m in mentions if m.actor in state_codes())
    first, second, *_ = (*named.most_common(2), ("", 0), ("", 0))
    return first[0] if first[1] >= 2 * second[1] else ""


def chamber(view: str) -> str:
    """The state in whose chamber a text was spoken, by how it addresses the members; nothing for others."""
    said = _addresses().search(view.lower())
    return offices()[" ".join(said[0].split())]["address"][0] if said else ""


@functools.cache
def _addresses() -> re.Pattern[str]:
    forms = (name.split() for name, kinds in offices().items() if "address" in kinds)
    spaced = (r"\s+".join(map(re.escape, words)) for words in forms)
    return re.compile(rf"\b(?:{'|'.join(spaced)})\b")


def served(view: str, parses: Sequence[Parse], known: Sequence[Mention]) -> list[Mention]:
    """The mentions, new names of persons, then of bodies, as those of the state whose office they hold; of
    *the rebel leader* and the like as of the one group of rebels that is named."""
    starts = [p.sentence.start for p in parses]
    held = [
        (m, _office_of(view, starts[max(0, bisect.bisect_right(starts, m.start) - 1)], m))
        for m in known
        if m.via == NEW and _may_be_person(m)
    ]
    people = _served(
        known, "person", _of_the_rebels(known, held) | _of_states(known, "person", held)
    )
    people = _by_owner(view, people)
    bodies = [(m, _body(view, m)) for m in people if m.via == NEW and not _may_be_person(m)]
    return _served(people, "organ", _of_states(people, "body", bodies))


def _by_owner(view: str, known: Sequence[Mention]) -> list[Mention]:
    """The mentions, bodies that every state has as those of the state right before them, *Chile's Defence
    Ministry*, and alone as that which was told last."""
    ends = {m.end: m.actor for m in known if m.actor in state_codes()}
    owned: list[Mention] = []
    last: dict[str, str] = {}
    for m in sorted(known, key=lambda m: m.start):
        if m.via == NEW and not _may_be_person(m) and "body" in offices().get(_body(view, m), {}):
            before = _OWNER.search(view[max(0, m.start - 3) : m.start])
            state = ends.get(m.start - len(before[0]), "") if before else ""
            state = last[m.actor] = state or last.get(m.actor, "")
            if state:
                rule = "a body of the state that is named before it"
                m = replace(m, actor=state, organ=m.actor, via="organ", rule=rule)
        owned.append(m)
    return owned


_OWNER = re.compile(r"(?:['’]s?)? \Z")


def _served(
    known: Sequence[Mention], via: str, whose: Mapping[str, tuple[str, str, str]]
) -> list[Mention]:
    """The mentions, new ones as of whom they serve: id -> (actor, organ, rule)."""
    changed: list[Mention] = []
    for m in known:
        if m.via == NEW and m.actor in whose:
            actor, organ, rule = whose[m.actor]
            changed.append(replace(m, actor=actor, organ=organ, via=via, rule=rule))
        else:
            changed.append(m)
    return changed


def _of_the_rebels(
    known: Sequence[Mention], held: Iterable[tuple[Mention, str]]
) -> dict[str, tuple[str, str, str]]:
    """Who holds an office of the one group of rebels that is named."""
    groups = {
        m.organ or m.actor: m.actor for m in known if (m.organ or m.actor) in of_kinds(*REBELS)
    }
    if len(groups) != 1:
        return {}
    ((group, state),) = groups.items()
    rebels = (m.actor for m, office in held if _REBEL.fullmatch(office))
    return dict.fromkeys(rebels, (state, group, "an office of the rebels"))


def _of_states(
    known: Sequence[Mention], kind: str, held: Iterable[tuple[Mention, str]]
) -> dict[str, tuple[str, str, str]]:
    """Who holds an office of a state, by the first that is told."""
    named = Counter(m.actor for m in known if m.actor in state_codes())
    about = ground(known)
    whose: dict[str, tuple[str, str, str]] = {}
    for m, office in held:
        having = () if _EVERY.fullmatch(office) else offices().get(office, {}).get(kind)
        state = "" if having is None else _whose(having, named, about)
        if state:
            whose.setdefault(m.actor, (state, m.actor, f"an office of a state: {office}"))
    return whose


def _whose(states: Sequence[str], named: Counter[str], about: str) -> str:
    """Whose an office is that some states have: the one alone, else the one that the text names most."""
    if not states:
        return about
    most = max(states, key=lambda state: named[state])
    return most if named[most] or len(states) == 1 else ""


def _may_be_person(mention: Mention) -> bool:
    """Whether a new name is a person's, or taken for nothing and no group's by its last word."""
    group = names_group(mention.quote.rpartition(" ")[2].lower())
    return "(person)" in mention.rule or ("(name)" in mention.rule and not group)


def _body(view: str, mention: Mention) -> str:
    """The body that a name is no more than, or one of its committees: *Congress*, *the Senate Arms
    Committee*; not *the Popular Congress*."""
    if re.match(r" of (?:the )?[A-Z]", view[mention.end : mention.end + 9]):
        return ""
    name = re.sub(r"\A[Tt]he ", "", mention.quote).lower()
    first, _, rest = name.partition(" ")
    return first if _COMMITTEE.search(rest) else name


_COMMITTEE = re.compile(r"(?:sub)?committee\Z")


def _office_of(view: str, start: int, mention: Mention) -> str:
    """The office that a person has by the words right before the name, or behind it in apposition."""
    name = mention.end - len(bare(view[mention.start : mention.end]))
    before = _before().search(view[max(start, name - _REACH) : name])
    opens = before is not None and before.start() == 0 and name - _REACH <= start
    if before is not None and not _of_others(before["led"].lower() if opens else before["led"]):
        return before["office"].lower()
    behind = _behind().match(view[mention.end : mention.end + _REACH])
    if behind is None or any(map(_of_others, behind["led"].split())):
        return ""
    office = behind["office"].lower()
    few = any(offices().get(office, {}).values())
    return office if few or not behind["whose"] else ""  # *the president of the Orlo Institute*


def _of_others(word: str) -> bool:
    """Whether a word before an office says that no state's is meant: *party president*, *rebel minister*."""
    small = word.strip(" ,").lower()
    if not small or small in _BESIDE or small.endswith("ly"):
        return False
    if opposed(small) or names_group(small):
        return True
    common = narrows(small) or names_person(small) or names_place(small)
    return word[0].isupper() and not common


_BESIDE = frozenset("the a an and new old late provincial cabinet government state federal".split())


@functools.cache
def _names() -> str:
    person = (name for name, kinds in offices().items() if "person" in kinds)
    named = "|".join(re.escape(name) for name in sorted(person, key=lambda n: (-len(n), n)))
    return rf"{named}|{_SERVING}|{_REBEL.pattern}"


# Who serves what every state has: *army chief*, *government spokeswoman*.
_SERVING = (
    r"(?:government|army|military|navy|air force|police|presidential|"
    r"(?:foreign|defen[cs]e|interior) ministry) "
    r"(?:spokes(?:man|woman|person)|chief|commander|official|officer|adviser|advisor|aide|envoy|minister)"
)


_EVERY = re.compile(_SERVING)
_REBEL = re.compile(
    r"(?:rebel|guerrilla|insurgent) "
    r"(?:spokes(?:man|woman|person)|leader|chief|commander|official|negotiator)"
)
# What an office is for: *for African Affairs*, *for Trade and Industry*.
_FOR = r"(?:(?: for)?(?:,? and|,)?(?: the)? [A-Z][\w-]+){0,6}"


@functools.cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<led>(?:[\w'’.-]+,? )??)\b(?P<office>(?i:{_names()})){_FOR},? \Z")


@functools.cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf",? (?:who (?:is|was) |now |then |currently )?(?:the |an? |its |his |her )?"
        rf"(?P<led>(?:[\w'’-]+ ){{0,3}}?)(?P<office>(?i:{_names()}))\b"
        rf"(?P<whose> (?:of|to|for|at|in) (?:the )?[A-Z])?"
    )
