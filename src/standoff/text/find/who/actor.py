"""Who is spoken of: names, demonyms, seats of government, leaders, organs; places kept apart.

A place is not an actor. A seat of government stands for its government unless a word before it
makes it a place ("in Vienna"); and where a text uses a country mostly as the ground others stand
on, its bare name counts as a place there and as an actor only where it acts.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.text.annotation import Mention, Name, Record
from standoff.text.find.who.noname import in_dateline
from standoff.text.find.who.office import is_sent, opposed
from standoff.text.find.word.lexicon import (
    WORD,
    Entry,
    Lexicon,
    former,
    irregular_pasts,
    known_code,
    look,
    names_group,
    names_person,
    names_place,
    own_voices,
    slug,
)
from standoff.text.find.word.saying import lemma_of
from standoff.text.sentence import Sentence

_ROLE = (
    r"[Pp]resident|[Pp]remier|[Pp]rime [Mm]inister|[Mm]inister|[Ss]ecretary(?: of [A-Z]\w+)?|"
    r"[Cc]hancellor|[Kk]ing|[Qq]ueen|[Ee]mir|[Pp]rince|[Ss]ultan|[Ss]hah|[Aa]yatollah|[Ss]heikh|"
    r"[Gg]eneral|[Cc]olonel|[Mm]arshal|[Aa]dmiral|[Cc]ommander|[Cc]hief|[Hh]ead|[Ll]eader|"
    r"[Aa]mbassador|[Ee]nvoy|[Ss]enator|[Cc]ongressman|[Gg]overnor|[Mm]ayor|[Ss]peaker|"
    r"[Aa]dvis[eo]r|[Nn]egotiator|[Dd]iplomat|[Oo]fficial|[Ss]pokesman|[Ss]pokeswoman|"
    r"[Dd]eputy|[Cc]ounterpart|[Rr]epresentative|[Dd]irector|[Cc]lerk|[Aa]ide"
)
_NAME_WORD = r"[A-Z](?:[\w-]|'(?!s\b))+"  # without its possessive
_PERSON = (
    rf"{_NAME_WORD}(?: (?:(?:al-|Al-|el-)?{_NAME_WORD}|[A-Z]\.?|al|bin|de|der|van|von)){{1,3}}"
)
# After a state's name or demonym: up to five words, a role, and a person's name.
_HOLDS_OFFICE = re.compile(
    rf"(?:'s)?,? (?:[\w'-]+ ){{0,5}}?(?:{_ROLE})\b(?: (?:of|for|to) (?:the )?[\w ]{{2,30}}?)?,? "
    rf"(?P<person>{_PERSON})"
)
# A person's name, then the office: "Ann Weir, head of Freedonia's ..."
_PERSON_BEFORE = re.compile(
    rf"(?P<person>{_PERSON}), (?:[\w'-]+ ){{0,4}}?(?P<role>{_ROLE}) (?P<way>of|for|to) (?:the )?\Z"
)
_SENT_TO = re.compile(r"\b(?:to|for|of|in|at|with|on) (?:the )?\Z")
_TITLE_BEFORE = re.compile(rf"(?:{_ROLE}|Mr\.?|Mrs\.?|Ms\.?|Sir|Lord) \Z")
_RULES_AFTER = re.compile(r"(?:'s?)? (?:administration|government|regime|cabinet|team)\b")
_GIVEN_NAME_BEFORE = re.compile(r"(?<![.!?] )\b[A-Z][a-z]+ \Z")

_DIRECTION = (
    r"(?:(?:south|north|east|west|central|south-?east|south-?west|north-?east|"
    r"north-?west)(?:ern)? )?"
)
_AT = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nto|[Ii]nside|[Aa]cross|[Tt]o and from|"
    r"[Ff]rom and to) (?:the )?(?:\w+ern |central |downtown |nearby )?"
    r"(?:(?:[A-Z][\w'-]+, ){0,3}[A-Z][\w'-]+,? (?:and|or) )?\Z"
)
# What a capital stands beside is a place, and so is the capital: *Zenda and other towns*.
_AND_PLACES = re.compile(
    r",? (?:and|or) (?:other |the |several |many |most |nearby ){1,2}([a-z]+?)(?:ies|s)?\b"
)
_GOVERNS_BEFORE = re.compile(
    r"\b(?:government|regime|leadership|authorities|rulers?|leaders|officials|administration|"
    r"allies|friends|partners|those|power|policy-?makers|decision-?makers) in \Z",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"\b(?:details|dispatch|report(?:s|ed|ing)?|spoke|speaking|broadcast\w*|live|visit\w*|travel\w*|trips?|fl(?:y|ies|ying|ew|own)|"
    r"flights?|return\w*|went|go(?:es|ing|ne)?|arriv\w+|came|com(?:es|ing)|heads?|headed|heading|depart\w*|land(?:ed|ing)|"
    r"sail\w*|dr(?:ive|ives|iving|ove)|march\w*|fled|flee\w*|evacuat\w*|deport\w*|airlift\w*|bound|road|"
    r"convoy|embassy|airport|tour) (?:\w+ ){0,2}(?:to|from|in|for) \Z"
)
# What is done to a town, or is a part of it, and no state's: *the siege of Zenda*.
_DONE_TO_TOWN = re.compile(
    r"\b(?:sieges?|shelling|bombing|bombardment|strangulation|encirclement|fall|capture|seizure|occupation|"
    r"liberation|evacuation|demilitari[sz]ation|destruction|reconstruction|rebuilding|defen[cs]e|defenders|"
    r"streets?|outskirts|suburbs?|cent(?:re|er)|population|residents|people|city|town|port) of (?:the )?\Z|"
    r"\bcapital(?: city)?,? \Z|\b(?:way|road|route) to \Z"
)
# Behind an owner a capital says where his people are: *the Herald's Zenda bureau*.
_WHERE_OF = re.compile(r"[\w.]'s? \Z")
_ACTED_ON = re.compile(
    r"\b(?:invasion|occupation|annexation|liberation|blockade|partition|destruction|bombing|bombardment|"
    r"shelling|encirclement|condemnation|criticism|recognition|containment|isolation|defen[cs]e|appeasement|"
    r"expulsion) of (?:the )?\Z|"
    r"\b(?:attacks?|aggression|assaults?|strikes?|sanctions|pressure|embargo|war|tariffs) (?:on|against) "
    r"(?:the )?\Z"
)
_MERE_SETTING = re.compile(
    r"(?:'s)?[ -](?:\w+ern )?(?:crisis|conflict|war|civil war|peace process|peace talks|"
    r"territory|territories|soil|"
    r"border\w*|arena|question|issue|file|scene|quagmire|battlefield|airspace|desert|coast|"
    r"front|theat(?:re|er)|ground|lands?|town|towns|city|cities|village\w*|province\w*|capital|"
    r"adjacent|conflict's|crisis's)\b"
)
_LOCATIVE = re.compile(
    r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Ff]rom|[Ii]nto|[Oo]ut of|[Oo]n|[Oo]ver|[Oo]f|[Tt]o) (?:the )?"
    rf"{_DIRECTION}\Z"
)
_WITHIN = re.compile(
    r"\b(?:[Ii]n|[Ii]nside|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Nn]ear|[Oo]utside|edge of) (?:the )?"
    rf"(?:[A-Z]\w+, )?{_DIRECTION}\Z"
)
_ACTS = re.compile(
    r"(?:,| (?:and|or) [A-Z]\w+)? (?!to\b|and\b|or\b|in\b|of\b)[a-z]+(?:s|ed|ld|ll|n't)?\b"
)
_THEATRE_SHARE, _THEATRE_LEAST = 0.55, 3
_BACK = 60


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    entry: Entry


def mentions(
    text: str, parts: Sequence[Sentence], known: Lexicon, year: int | None = None
) -> list[Record]:
    """The actors and places a text names, in order; proper names that no table knows as `Name`.

    parts  the numbered sentences; no mention crosses one
    year   when the text was written, if that is known: tells leaders of one name apart
    """
    view = look(text)
    hits = [hit for part in parts for hit in _hits(view, part, known, year)]
    hits = _settle_common(view, hits)
    theatre = _theatre(view, hits)
    parts_of = _beside_parts(view, hits)
    hits = [h for h in hits if h.start not in parts_of]
    found = [_mention(text, hit, _via(view, hit, theatre), _rule(hit, year)) for hit in hits]
    people = _people(view, hits)
    found.extend(_second_names(text, view, parts, people, {(h.start, h.end) for h in hits}))
    found = _without_overlaps(found)
    named: list[Record] = [*found]
    named.extend(_unknown(text, view, parts, found))
    return named


def _hits(view: str, part: Sentence, known: Lexicon, year: int | None) -> Iterator[_Hit]:
    """Yield the longest known name at each word, left to right, never overlapping."""
    after = part.start
    for word in WORD.finditer(view, part.start, part.end):
        if word.start() < after or not (
            word[0][0].isupper() or word[0] in ("al", "the", "pro", "ethnic", "contras", "east")
        ):
            continue
        dotted = _DOTTED.match(view, word.start(), part.end)
        entry = known.dotted(dotted[0]) if dotted else None
        end = dotted.end() if dotted else 0
        if entry is None:
            entry = known.at(view, word, year)
            if entry is not None and word.start() + len(entry.form) <= part.end:
                end = word.start() + len(entry.form)
            else:
                entry = None
        twin = _TWIN.match(view, word.start(), part.end)
        if (
            twin
            and (whole := known.named(f"{twin[1]} {twin[3]}"))
            and known.named(f"{twin[2]} {twin[3]}")
        ):
            yield _Hit(word.start(), word.end(), whole)
            continue
        if entry is not None and entry.form.endswith("-") and not _people_after(view, end, known):
            continue
        if entry is not None and view.startswith("$", end):
            continue  # *US$400* is money
        if entry is not None and entry.years and year is not None and year < entry.years[0]:
            continue  # who does not lead yet may well be of the opposition
        if entry is not None and entry.via == "leader":
            behind = re.search(
                r"(?<![A-Za-z])[a-z]+-\Z", view[max(0, word.start() - 16) : word.start()]
            )
            if behind or _half(view, end, known) or _FAMILY_BEHIND.match(view, end):
                continue  # *Mazar-e-Sharif*, *Hakim al-Weir*
        if entry is not None and not _part_of_more(view, word.start(), entry):
            after = end - (entry.form.endswith("-"))
            yield _Hit(word.start(), after, entry)


_FAMILY_BEHIND = re.compile(r" (?:al|el|ul|ibn|bin|ould|abu)[- ][A-Z]\w+")


def _half(view: str, at: int, known: Lexicon) -> bool:
    """Whether a leader's name is half of somebody else's: *Bush-Weir*; *the Bush-Blair summit* names two."""
    other = re.match(r"-([A-Z][\w'-]+)", view[at : at + 40])
    return other is not None and known.named(other[1]) is None


def _people_after(view: str, at: int, known: Lexicon) -> bool:
    """Whether a people stands behind a combining form: *Sino-Japanese*, but not *Indo-Pacific*."""
    word = WORD.match(view, at)
    entry = known.at(view, word) if word else None
    return entry is not None and entry.via in ("demonym", "name")


_TWIN = re.compile(r"(North|South|East|West) (?:and|or) (North|South|East|West) ([A-Z][a-z]+)")
_DOTTED = re.compile(r"(?:[A-Z]\.){2,6}(?![A-Za-z])|(?:[A-Z]-){1,3}[A-Z](?!\w)")  # *U.S.*, *U-S*


def _part_of_more(view: str, start: int, entry: Entry) -> bool:
    """Whether a form is only a piece here: "the West" of the West Bank, a people ("ethnic ...")."""
    end = start + len(entry.form)
    if entry.form.lower().startswith("the ") and re.match(r" [A-Z]", view[end : end + 2]):
        return True
    return entry.via == "demonym" and view[max(0, start - 7) : start].lower() == "ethnic "


_OF = re.compile(r" of (?:the )?(?=[A-Z])")


def _settle_common(view: str, hits: list[_Hit]) -> list[_Hit]:
    """Drop what only looks like a name: common surnames without title, first names, sub-organs."""
    full = {
        h.entry.organ for h in hits
        if h.entry.via == "leader"
        and (" " in h.entry.form or _TITLE_BEFORE.search(view[max(0, h.start - _BACK) : h.start]))
    }  # fmt: skip
    kept: list[_Hit] = []
    whose = {h.start: h.entry.actor for h in hits}
    sure = {h.entry.actor for h in hits if not _programme(h.entry)}
    for hit in hits:
        of = _OF.match(view, hit.end) if hit.entry.via == "organ" else None
        if of is not None and whose.get(of.end(), "") != hit.entry.actor:
            continue  # another state's organ of that name: *the House of Commons of Freedonia*
        if hit.entry.actor not in sure:
            # *the National Liberation Army* may be of any state, where the text does not name its own
            own = replace(hit.entry, actor=slug(hit.entry.form), organ="")
            hit = replace(hit, entry=own)
        before = view[max(0, hit.start - _BACK) : hit.start]
        last = kept[-1] if kept else None
        alone = hit.entry.common and hit.entry.organ not in full
        if alone and not (_TITLE_BEFORE.search(before) or _RULES_AFTER.match(view, hit.end)):
            continue
        if hit.entry.form == "Security Council" and last and hit.start - last.end <= 3:
            continue  # the council of a state that was just named, not the UN's
        if hit.entry.via == "name" and _first_name(view, hit, before):
            continue
        if hit.entry.via in ("name", "demonym", "capital") and _longer(view, hit, before):
            continue
        kept.append(hit)
    return kept


def _programme(entry: Entry) -> bool:
    """Whether a group is called by what it fights for alone, as groups of many states are."""
    words = entry.form.split()
    return entry.via == "organ" and len(words) > 1 and all(w.lower() in _PROGRAMME for w in words)


_PROGRAMME = frozenset(
    "national people's peoples popular patriotic islamic islamist democratic united revolutionary "
    "liberation salvation freedom justice development change unity independence resistance equality new "
    "armed army front movement party union congress forces group brigade coalition council "
    "for and of the".split()
)


# Longer names that hold a state's, and are not that state: "New Mexico", "Gulf of Mexico".
_NEW = re.compile(r"\b(?:New|Upper|Lower|Little|Nueva|Nouvelle) \Z")
_LAND_OF = re.compile(
    r"\b(?:Gulf|Sea|Bay|Straits?|Cape|Isles?|Islands?|Rock|Port|Falls|Horn|University|College|Bishop|"
    r"Archbishop|Church|Lake|Canal|Isthmus|Battle|Treaty|Peace|Fall|Duke|Duchess|(?<!Crown )Prince|"
    r"(?<!Crown )Princess|Voice|Republic of New|Times|Post|Daily)(?:s)? of (?:the )?\Z"
)
_LAND_AFTER = re.compile(
    r" (?:Sea|Gulf|Bay|Canal|River|Strait|Straits|Falls|City|State University|University|State|County|"
    r"Street|Avenue|Road|Square|Airport|Hotel|Island|Islands|Airlines|Airways|Air|Times|Post|Daily|News|"
    r"Today|Radio|Herald|Tribune|Gazette|Cup|Open|Games|Wall|Spring|Shield|D\.?C\b|Heights|Highlands|Town)\b"
)
_TEXT_AFTER = re.compile(
    r" (?:[A-Z][\w-]+ ){0,4}(?:Act|Law|Bill|Treaty|Agreement|Accords?|Resolution|Pact|Protocol|"
    r"Convention|Doctrine|Plan|Declaration|Report|Study|Group|Conference|Summit|Forum|Dialogue|Foundation|Institute|Society|Club)\b"
)
_CITIZEN_STATE = re.compile(
    r"\b(?:[Ss]tate|[Gg]overnor|[Ll]egislature|[Ss]enator|[Aa]ttorney [Gg]eneral) of \Z"
)


def _longer(view: str, hit: _Hit, before: str) -> bool:
    """Whether a state's name is only a piece of a longer name of something else."""
    if hit.entry.via == "demonym":
        column = re.compile(r" (?:Columbia|Guiana|Samoa|Polynesia|Virgin|Antilles)\b")
        return column.match(view, hit.end) is not None
    if _NEW.search(before) or _LAND_OF.search(before):
        return True
    if hit.entry.via in ("name", "capital") and _TEXT_AFTER.match(view, hit.end):
        return True
    after = _LAND_AFTER.match(view, hit.end)
    if after is None:
        return False
    return hit.entry.via != "capital" or after[0] != " Post"


def _beside_parts(view: str, hits: Sequence[_Hit]) -> frozenset[int]:
    """Where a state's name is that of a part of another state, as Georgia beside Alabama."""
    found: set[int] = set()
    for first, second in itertools.pairwise(hits):
        joined = re.fullmatch(r",? (?:and|or) |, ", view[first.end : second.start])
        for one, other in ((first, second), (second, first)):
            if joined and one.entry.form in _ALSO_PARTS and other.entry.via == "place":
                found.add(one.start)
    for hit in hits:
        before = view[max(0, hit.start - _BACK) : hit.start]
        if hit.entry.form in _ALSO_PARTS and _CITIZEN_STATE.search(before):
            found.add(hit.start)
    return frozenset(found)


_ALSO_PARTS = frozenset(("Georgia",))
_ALSO_FIRST_NAMES = frozenset(("Jordan", "Georgia", "Chad", "Israel", "Cyprus", "America"))


def _first_name(view: str, hit: _Hit, before: str) -> bool:
    """Whether a country's name is part of a person's: "Jordan Peel", "Ann Jordan"."""
    if hit.entry.form not in _ALSO_FIRST_NAMES:
        return False
    follows = re.compile(r" [A-Z][a-z]+ (?:said|told|says|was)\b").match(view, hit.end)
    return follows is not None or (
        _GIVEN_NAME_BEFORE.search(before) is not None
        and not re.search(r"\b(?:North|South|East|West|President|King|Minister) \Z", before)
        and not re.search(r"(?:^|[.!?]['\"]? |\n)[A-Z][a-z]+ \Z", before)
    )


def _via(view: str, hit: _Hit, theatre: frozenset[str]) -> str:
    """How a hit stands for its actor, `place` where it is only the setting."""
    via = hit.entry.via
    if via not in ("name", "capital", "demonym"):
        return via
    if in_dateline(view, hit.start) or view.startswith("-based", hit.end):
        return "place"
    former_state = hit.entry.form in former()
    before = view[max(0, hit.start - _BACK) : hit.start]
    if _MERE_SETTING.match(view, hit.end) and hit.entry.actor != "un":
        return "place"
    if former_state:
        return "place" if _WITHIN.search(before) and via == "name" else "former"
    if via == "demonym" or _GOVERNS_BEFORE.search(before) or _governed(before):
        return via
    if via == "name" and _ACTED_ON.search(before):
        return via
    if (
        via == "capital"
        and _WHERE_OF.search(before)
        and re.match(r" [a-z]", view[hit.end : hit.end + 2])
    ):
        return "place"
    if via == "capital":
        if (
            _DONE_TO_TOWN.search(before)
            or _NAMED_AFTER.match(view, hit.end)
            or _BY_WAY.search(before)
        ):
            return "place"
        follows = re.match(r", (?:D\.C\.|[A-Z][a-z]+)", view[hit.end : hit.end + 24])
        if follows and (follows[0] == ", D.C." or known_code(follows[0][2:]) == hit.entry.actor):
            return "place"
        beside = _AND_PLACES.match(view, hit.end)
        place = _AT.search(before) or _MOTION.search(before) or (beside and _is_place(beside[1]))
        return "place" if place else via
    return "place" if _stands_on(view, hit, before, theatre) else via


_NAMED_AFTER = re.compile(
    r"(?: (?:and|or) [A-Z]\w+|[-–][A-Z]\w+)? (?:process(?:es)?|talks|agreements?|accords?|"
    r"declaration|conference|protocol|communiqu[eé]|treaty|round|meetings?|summit|formula|memorandum|statement|initiative|format|"
    r"track|negotiations)\b"
)
_BY_WAY = re.compile(r"\b(?:through|via|towards?|in and around|outside of) (?:the )?\Z")
_RULES_OF = re.compile(r"\b([A-Za-z]+?)s? of (?:the )?(?:[A-Z]\w+(?:,| and) (?:[A-Z]\w+ and )?)?\Z")


def _is_place(stem: str) -> bool:
    """Whether a noun, its plural ending cut off, mostly names places: *citi-es*, *town-s*."""
    return any(names_place(w) and not names_group(w) for w in (stem, f"{stem}y"))


def _governed(before: str) -> bool:
    """Whether a state's name follows those who act for it: *the Government of*, *the President of*."""
    word = _RULES_OF.search(before)
    if word is None:
        return False
    noun = word[1].lower()
    return (names_person(noun) or names_group(noun)) and not names_place(noun)


def _stands_on(view: str, hit: _Hit, before: str, theatre: frozenset[str]) -> bool:
    """Whether a country's name is the ground: after a locative, or anywhere but acting in a theatre."""
    possessive = view.startswith("'s", hit.end) or (view[hit.end : hit.end + 1] == "'")
    organ = re.compile(r" ([A-Za-z]+)\b").match(view, hit.end)
    if organ is not None and names_group(organ[1].lower()) and not names_place(organ[1].lower()):
        return False
    if hit.entry.actor in theatre and hit.entry.via == "name" and not possessive:
        return not _acts(view, hit, before)
    return _WITHIN.search(before) is not None and not possessive


def _acts(view: str, hit: _Hit, before: str) -> bool:
    """Whether a name stands where a subject stands: no preposition before, a verb after."""
    if _LOCATIVE.search(before) or re.search(
        r"\b(?:with|between|about|for|against|by|as) (?:[A-Z]\w+ and )?\Z", before
    ):
        return False
    return _ACTS.match(view, hit.end) is not None


def _theatre(view: str, hits: Sequence[_Hit]) -> frozenset[str]:
    """The countries a text mostly uses as ground: most bare names follow a locative word."""
    named: Counter[str] = Counter()
    ground: Counter[str] = Counter()
    for hit in hits:
        if hit.entry.via != "name" or view.startswith("'s", hit.end):
            continue
        named[hit.entry.actor] += 1
        before = view[max(0, hit.start - _BACK) : hit.start]
        ground[hit.entry.actor] += _LOCATIVE.search(before) is not None
    return frozenset(
        actor
        for actor, count in ground.items()
        if count >= _THEATRE_LEAST and count >= _THEATRE_SHARE * named[actor]
    )


def _rule(hit: _Hit, year: int | None) -> str:
    entry = hit.entry
    term = ""
    if entry.years:
        term = f", in office {entry.years[0]}-{entry.years[1] or ''}"
        term += "" if year is None or entry.in_office(year) else f", not in {year}"
    ended = former().get(entry.form)
    term += f"; {ended}" if ended else ""
    return f"table of names: {entry.form} ({entry.via}{term})"


def _mention(text: str, hit: _Hit, via: str, rule: str) -> Mention:
    entry = hit.entry
    return Mention(
        start=hit.start,
        end=hit.end,
        quote=text[hit.start : hit.end],
        actor=entry.actor,
        organ=entry.organ if via != "place" else "",
        via=via,
        rule=rule,
    )


def _people(view: str, hits: Sequence[_Hit]) -> Mapping[str, tuple[str, str, str]]:
    """Persons that the text itself ties to an actor: name -> (actor, a group that speaks for itself, how).

    "Freedonian envoy Ann Weir" and "Ann Weir, head of Freedonia's council" tie Ann Weir, and
    from there on Weir alone, to Freedonia.
    """
    tied: dict[str, tuple[str, str, str]] = {}
    taken = {view[h.start : h.end] for h in hits}
    for hit in hits:
        if hit.entry.via == "place":
            continue
        after = _HOLDS_OFFICE.match(view, hit.end)
        window = view[max(0, hit.start - 120) : hit.start]
        before = _PERSON_BEFORE.search(window)
        if before and is_sent(before["role"], before["way"]):
            before = None
        if after and _owned_nearer(view, hits, (hit.end, after.start("person"))):
            after = None
        if after and _parted(view[hit.end : after.start("person")]):
            after = None
        for found in (after, before):
            if found is None or "\n" in found[0] or re.search(r"[.!?;] ", found[0]):
                continue
            person = found["person"]
            if person in taken or WORD.match(person) is None:
                continue
            group = hit.entry.organ if hit.entry.organ in own_voices() else ""
            tied.setdefault(person, (hit.entry.actor, group, f"office held for {hit.entry.form}"))
    for person in tuple(tied):
        surname = person.rsplit(" ", 1)[-1]
        if len(surname) > 3 and surname not in taken:
            tied.setdefault(surname, tied[person])
    return tied


_PARTING = frozenset(
    "for against by with from to in on at about over after before and or as while when whom".split()
)


def _parted(between: str) -> bool:
    """Whether more than an office stands between an actor and a person: *the court issued a warrant for
    General Weir*."""
    before = re.split(rf"\b(?:{_ROLE})\b", between, maxsplit=1)[0]
    words = re.findall(r"[a-z']+", before)
    return any(
        w in _PARTING or opposed(w) or w in irregular_pasts() or (lemma_of(w) and w[-2:] == "ed")
        for w in words
    )


def _owned_nearer(view: str, hits: Sequence[_Hit], between: tuple[int, int]) -> bool:
    """Whether another name stands nearer to a person than the one before it: *met Peru's envoy Ann Weir*."""
    start, end = between
    return any(
        start <= other.start < end
        and _SENT_TO.search(view[max(0, other.start - 12) : other.start]) is None
        for other in hits
    )


def _second_names(
    text: str,
    view: str,
    parts: Sequence[Sentence],
    people: Mapping[str, tuple[str, str, str]],
    taken: set[tuple[int, int]],
) -> Iterator[Mention]:
    """Yield the places where a tied person is named."""
    if not people:
        return
    names = sorted(people, key=lambda p: (-len(p), p))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    for part in parts:
        for found in pattern.finditer(view, part.start, part.end):
            if found.span() in taken:
                continue
            actor, group, why = people[found[0]]
            yield Mention(
                start=found.start(),
                end=found.end(),
                quote=text[found.start() : found.end()],
                actor=actor,
                via="person",
                organ=group or slug(found[0]),
                rule=why,
            )


def _without_overlaps(found: Sequence[Mention]) -> list[Mention]:
    """Of mentions that overlap keep the longest; the order is that of the text."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(mention)
    return kept


_PROPER = re.compile(
    r"(?<![\w-])[A-Z][\w'-]*[a-z](?: (?:(?:of|al|bin|de|van|von) )?[A-Z][\w'-]+){1,4}"
)
_STARTERS = frozenset(
    "The This That These Those A An In On At As If And But For It Its He She They We Following "
    "First Second Third Finally Moreover However Also".split()
)


def _unknown(
    text: str, view: str, parts: Sequence[Sentence], found: Sequence[Mention]
) -> Iterator[Name]:
    """Yield runs of capitalised words that no table knows: perhaps an actor."""
    covered = {offset for m in found for offset in range(m.start, m.end)}
    for part in parts:
        for name in _PROPER.finditer(view, part.start, part.end):
            start, end = name.span()
            first = WORD.match(view, start)
            if first and first[0] in _STARTERS:
                start = first.end() + 1
            if " " not in view[start:end] or any(o in covered for o in range(start, end)):
                continue
            yield Name(
                start=start,
                end=end,
                quote=text[start:end],
                slug=slug(text[start:end]),
                rule="capitalised words that no table knows",
            )
