"""The names that stand for actors: packaged facts, and what the user adds.

The tables are plain text beside this module (`data/*.tsv`), read once when first needed. A case
can hand its own names in; nothing here knows what a case is.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

# Same length as the text, so that offsets hold: odd spaces and quotes look like plain ones.
_LOOK = {0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2019: "'", 0x2018: "'", 0x2BC: "'", 0x2011: "-"}
_SINGULAR_ONLY = re.compile(r"(?:s|sh|ch|ese|z|x|men|man|Swazi)\Z")
_NO_SURNAME = frozenset("CHN PRK KOR TWN VNM KHM MMR".split())


def look(text: str) -> str:
    """The text as the tables spell it; every character keeps its offset."""
    return text if text.isascii() else text.translate(_LOOK)


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of an actor's name.

    via     how the form stands for the actor: name, demonym, capital, leader, organ, place
    common  too common a word to count unless a title or the full name goes with it
    years   first and last year in office, for leaders; 0 for still
    """

    form: str
    actor: str
    via: str
    organ: str = ""
    common: bool = False
    years: tuple[int, int] | None = None

    def in_office(self, year: int) -> bool:
        """Whether a leader's term covers a year; True for what is no leader."""
        return self.years is None or self.years[0] <= year <= (self.years[1] or year)


@dataclass(frozen=True)
class Lexicon:
    """Entries by the first word of their form, longest form first."""

    entries: Mapping[str, tuple[Entry, ...]]

    def named(self, form: str) -> Entry | None:
        """The entry with exactly this form."""
        word = WORD.match(form)
        return next(
            (e for e in self.entries.get(word[0] if word else "", ()) if e.form == form), None
        )

    def dotted(self, letters: str) -> Entry | None:
        """The entry of an abbreviation that a text writes with full stops: `U.A.E.` as UAE."""
        spelt = "".join(c for c in letters if c.isalpha())
        forms = (spelt, f"the {spelt}", letters, letters.rstrip("."))
        firsts = {form: WORD.match(form) for form in forms}
        every = (e for first in firsts.values() if first for e in self.entries.get(first[0], ()))
        return next((e for e in every if e.form in forms), None)

    def at(self, view: str, word: re.Match[str], year: int | None = None) -> Entry | None:
        """The longest entry that begins at a word of `look(text)` and ends at a word's end.

        year  when the text was written: of two leaders with one name, the one in office then
        """
        chosen: Entry | None = None
        for entry in self.entries.get(word[0], ()):
            if chosen is not None:
                if entry.form != chosen.form or year is None:
                    break
                chosen = entry if entry.in_office(year) and not chosen.in_office(year) else chosen
                continue
            end = word.start() + len(entry.form)
            if view.startswith(entry.form, word.start()) and not _inside(view, end):
                chosen = entry
        return chosen


def _inside(view: str, end: int) -> bool:
    """Whether a word goes on across `end`."""
    return end < len(view) and view[end].isalnum() and view[end - 1].isalnum()


WORD = re.compile(r"[^\W_]+")


def lexicon(aliases: Mapping[str, Iterable[str]] | None = None) -> Lexicon:
    """The packaged names, with the user's own before them.

    aliases  actor -> further names, as a case lists them; an actor that is itself a known name of
             a state keeps the state's code, so that `Russia` and `RUS` are one
    """
    known = packaged()
    if not aliases:
        return known
    own: list[Entry] = []
    for actor, names in aliases.items():
        code = code_of(actor)
        own.extend(Entry(look(n), code, "name") for n in (actor, *names) if n.strip())
    return _indexed(own, known)


@functools.cache
def packaged() -> Lexicon:
    """The tables that come with the package."""
    return _indexed([*_states(), *_organs(), *_leaders(), *_places()])


def code_of(name: str) -> str:
    """The code of an actor: of a state by any of its names, else a slug of the name.

    >>> code_of("Moscow"), code_of("the Assad regime"), code_of("Hill People")
    ('RUS', 'SYR', 'hill-people')
    """
    return known_code(name) or slug(name)


def known_code(name: str) -> str | None:
    """The code of a name that the tables hold, with or without its article; None for others."""
    entry = _entry(name)
    return entry.actor if entry is not None else None


def known_organ(name: str) -> str:
    """The id of an organ or group whose name the tables hold; nothing for others."""
    entry = _entry(name)
    return entry.organ if entry is not None else ""


def _entry(name: str) -> Entry | None:
    bare = look(name).strip().removeprefix("the ").removeprefix("The ")
    for view in (bare, f"the {bare}", f"the {bare.lower()}"):
        word = WORD.match(view)
        entry = packaged().at(view, word) if word else None
        if entry is not None and len(entry.form) == len(view):
            return entry
    return None


@functools.cache
def kind_of(actor: str) -> str:
    """What an actor is: state, or the kind the table of organs gives its id; empty if unknown."""
    if actor in state_codes():
        return "state"
    return next((row[2] for row in rows("organs") if row[0] == actor), "")


def slug(name: str) -> str:
    """A name as an id: lower case, ASCII where it can be, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", look(name)).lower()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"(?<=\w)['’]s\b", "", plain))
    return "-".join(w for w in words if w != "the") or "unnamed"


@functools.cache
def organ_ids() -> frozenset[str]:
    """The ids of all organs, groups and bodies of the table."""
    return frozenset(row[0] for row in rows("organs"))


@functools.cache
def of_kinds(*kinds: str) -> frozenset[str]:
    """The ids of those in the table of organs that are of some kinds."""
    return frozenset(row[0] for row in rows("organs") if row[2] in kinds)


REBELS = ("rebel", "militia")
"""The kinds of groups that fight their state."""


@functools.cache
def own_voices() -> Mapping[str, str]:
    """The ids of groups that speak for themselves and not for a state -> the state that they are of."""
    kinds = (*REBELS, "opposition", "party")
    return MappingProxyType({row[0]: row[1] for row in rows("organs") if row[2] in kinds})


@functools.cache
def state_codes() -> frozenset[str]:
    """The codes of all states of the table."""
    return frozenset(row[0] for row in rows("states"))


@functools.cache
def short_names() -> Mapping[str, str]:
    """Code -> the first name the tables give, for states and for bodies that are none."""
    states = {row[0]: _list(row[1])[0] for row in rows("states")}
    bodies = {row[0]: _list(row[3])[0] for row in rows("organs") if row[1] == "-"}
    return MappingProxyType({**bodies, **states})


@functools.cache
def irregular_pasts() -> Mapping[str, str]:
    """Irregular past forms -> their verbs (derived from WordNet)."""
    return MappingProxyType({row[0]: row[1] for row in rows("pasts")})


def _indexed(entries: Iterable[Entry], below: Lexicon | None = None) -> Lexicon:
    """Index entries by first word. Of two with one form the earlier wins, then those of `below`;
    leaders who share a form are all kept, for the year to decide."""
    grouped: dict[str, dict[tuple[str, str], Entry]] = {}
    taken: dict[str, bool] = {}
    older = (e for group in below.entries.values() for e in group) if below else ()
    for entry in (*entries, *older):
        word = WORD.match(entry.form)
        leads = entry.years is not None
        if word and (leads if taken.get(entry.form) else entry.form not in taken):
            taken.setdefault(entry.form, leads)
            key = (entry.form, entry.organ if leads else "")
            grouped.setdefault(word[0], {}).setdefault(key, entry)
    return Lexicon(
        MappingProxyType(
            {
                w: tuple(sorted(g.values(), key=lambda e: (-len(e.form), e.form)))
                for w, g in grouped.items()
            }
        )
    )


def rows(table: str) -> list[list[str]]:
    """The rows of a packaged table, comments left out."""
    return [line.split("\t") for line in _lines(table)]


def _lines(table: str) -> Iterator[str]:
    file = resources.files("standoff.text.find").joinpath("data", f"{table}.tsv")
    lines = file.read_text("utf-8").splitlines()
    return (line for line in lines if line and not line.startswith("#"))


def _list(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]


@functools.cache
def former() -> Mapping[str, str]:
    """Names and demonyms of states that are no more -> what is said of them."""
    return MappingProxyType({row[0]: row[2] for row in rows("former")})


@functools.cache
def offices() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Names of offices and bodies -> person or body -> the states that have one so called; none: all."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, kind, states in rows("offices"):
        found.setdefault(name, {})[kind] = tuple(states.split())
    return MappingProxyType(found)


@functools.cache
def heads() -> Mapping[str, str]:
    """Nouns -> the shares of their uses that name a person, a group, a place, a text, who holds an office
    (from WordNet), as the table writes them: a text asks for few of them."""
    nouns = (line.partition("\t") for line in _lines("heads"))
    return MappingProxyType({noun: shares for noun, _, shares in nouns})


@functools.lru_cache(maxsize=4096)
def _shares(noun: str) -> tuple[float, ...]:
    found = heads().get(noun)
    return _NONE if found is None else tuple(map(float, found.split("\t")))


def names_person(noun: str) -> bool:
    """Whether a noun mostly names persons: *envoy*, *spokesman*."""
    return _shares(noun)[0] >= _MOSTLY


def names_group(noun: str) -> bool:
    """Whether a noun mostly names groups of people: *council*, *army*."""
    return _shares(noun)[1] >= _MOSTLY


def names_place(noun: str) -> bool:
    """Whether a noun mostly names places: *locality*, *province*."""
    return _shares(noun)[2] >= _MOSTLY


def names_text(noun: str) -> bool:
    """Whether a noun mostly names what is said or written: *letter*, *resolution*."""
    return _shares(_ONE.get(noun, noun))[3] >= _WRITTEN


def names_office(noun: str) -> bool:
    """Whether a noun of persons mostly names who holds an office: *negotiator*, *colonel*; not *settler*."""
    person, _, _, _, office = _shares(noun)
    return office >= max(_MOSTLY, person / 2)


@functools.cache
def roles() -> Mapping[str, frozenset[str]]:
    """Nouns and words before them -> how those they are for stand to a state: `rules`, `private`, ..."""
    return MappingProxyType({word: frozenset(kinds.split()) for word, kinds in rows("roles")})


def has_role(word: str, *kinds: str) -> bool:
    """Whether the table of roles gives a word one of some kinds."""
    return not roles().get(word, _NO_KINDS).isdisjoint(kinds)


def may_be_group(noun: str) -> bool:
    """Whether one of the senses of a noun is a group: *side*, as in *both sides*."""
    return _shares(noun)[1] >= _MAY_BE


def may_be_text(noun: str) -> bool:
    """Whether one of the senses of a noun is something said or written: *history*, *account*."""
    return _shares(noun)[3] >= _MAY_BE


_ONE: Mapping[str, str] = MappingProxyType({"media": "medium"})  # no parser takes it for a plural
_MOSTLY, _WRITTEN, _MAY_BE, _NONE = 0.3, 0.4, 0.1, (0.0, 0.0, 0.0, 0.0, 0.0)


_NO_KINDS: frozenset[str] = frozenset()


# Forms that stand before a hyphen for a people: Sino-, Franco-.
_COMBINING: Mapping[str, str] = MappingProxyType(
    {
        "Sino": "CHN", "Franco": "FRA", "Anglo": "GBR", "Russo": "RUS", "Indo": "IND", "Turco": "TUR",
        "Greco": "GRC", "Italo": "ITA", "Serbo": "SRB", "Nippo": "JPN", "Austro": "AUT", "Hispano": "ESP",
        "Luso": "PRT", "Polono": "POL", "Perso": "IRN", "Israelo": "ISR", "Egypto": "EGY", "Ethio": "ETH",
    }
)  # fmt: skip


def _states() -> Iterable[Entry]:
    for code, names, demonyms, seats in rows("states"):
        for name in _list(names):
            yield Entry(name, code, "name")
        for demonym in _list(demonyms):
            yield Entry(demonym, code, "demonym")
            if not _SINGULAR_ONLY.search(demonym):
                yield Entry(f"{demonym}s", code, "demonym")
        for seat in _list(seats):
            yield Entry(seat, code, "capital")
    for form, code in _COMBINING.items():
        yield Entry(f"{form}-", code, "demonym")


def _organs() -> Iterable[Entry]:
    for organ, state, kind, names in rows("organs"):
        actor, own = (organ, "") if state == "-" else (state, organ)
        via = "name" if kind == "state" else "organ"
        for name in _list(names):
            forms = (name, f"The{name[3:]}") if name.startswith("the ") else (name,)
            yield from (Entry(form, actor, via, own if via == "organ" else "") for form in forms)


def _leaders() -> Iterable[Entry]:
    within = {row[0]: row[1] for row in rows("organs") if row[1] != "-"}
    for name, led, first, last in rows("leaders"):
        years = (int(first), int(last or 0))
        full = name.replace("~", "")
        actor, own = (within[led], led) if led in within else (led, slug(full))
        yield Entry(full, actor, "leader", own, years=years)
        surname = full.rsplit(" ", 1)[-1]
        if actor in _NO_SURNAME or len(surname) < 4 or " " not in full:
            continue
        for form in {surname, surname.removeprefix("al-").removeprefix("Al-")}:
            yield Entry(form, actor, "leader", own, "~" in name, years)


def _places() -> Iterable[Entry]:
    for code, names in rows("places"):
        for name in _list(names):
            yield Entry(name, code, "place")
