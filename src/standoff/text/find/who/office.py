"""Whose office a named person holds, by the words around the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from standoff.text.annotation import Mention, Span
from standoff.text.find.word.lexicon import (
    has_role,
    irregular_pasts,
    names_group,
    names_office,
    names_person,
    names_place,
    own_voices,
    state_codes,
)
from standoff.text.find.word.parse import Parse

TITLES = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Premier|Prime Minister|Minister|Secretary|Chancellor|King|"
    r"Queen|Prince|Princess|Emir|Sultan|Sheikh|Ayatollah|General|Gen|Colonel|Col|Marshal|Admiral|Adm|"
    r"Commander|Ambassador|Senator|Sen|Rep|Representative|Governor|Gov|Mayor|Speaker|Judge|Pope|Bishop|"
    r"Imam|Major|Captain|Lieutenant|Sergeant|Professor|Prof)\.? )+"
)
# A title that only who leads a state has, right before a name; others of the name are *Mr*.
RULER = re.compile(
    r"\b(?:President|Premier|Prime Minister|Chancellor|King|Queen|Emir|Sultan|Ayatollah|Secretary)"
    r"(?: General)? \Z|\b(?:[Pp]resident|[Ll]eader|[Ss]ecretary of state),? \Z"
)
_WITHIN = 90


# Who stands for one to another: an ambassador *to* Peru, an envoy *for* Peru is somebody else's.
_SENT = frozenset(
    "ambassador envoy emissary representative delegate legate nuncio consul attaché negotiator diplomat "
    "mediator coordinator rapporteur".split()
)


def is_sent(role: str, way: str) -> bool:
    """Whether an office *to* or *for* somebody is held for somebody else.

    >>> is_sent("ambassador", "to"), is_sent("ambassador", "of"), is_sent("spokesman", "for")
    (True, False, False)
    """
    return way in ("to", "for", "in", "at") and role.lower() in _SENT


def leads(role: str) -> bool:
    """Whether a word is for who bears an office: a noun of persons, or *head*, *chief*."""
    return names_person(role) or role in _HEADS


_HEADS = frozenset(("head", "chief"))


def fights(word: str) -> bool:
    """Whether a word is for the men of an armed side by what they are called; anybody may take hostages."""
    return has_role(word, "fights")


def opposed(word: str) -> bool:
    """Whether a word is for who opposes a state, alone or before an office: *rebels*, *opposition leader*."""
    return has_role(word, "fights", "opposes")


def reports(role: str) -> bool:
    """Whether who bears a role may tell of others, and a state says of whom or where from: *Zenda
    correspondent Weir*, *Peru expert Weir*."""
    return has_role(role, "reports") or is_private(role)


def rules(word: str) -> bool:
    """Whether a word is for who rules or serves where they are: *officials in Zenda*, not *people*."""
    return has_role(word, "rules")


def is_private(word: str) -> bool:
    """Whether a word is for those who speak for nobody but themselves, whatever their state: *students*,
    *settlers*, *newspapers*; not for who holds an office."""
    if has_role(word, "private"):
        return True
    return names_person(word) and not (names_office(word) or has_role(word, "office", "rules"))


def narrows(word: str) -> bool:
    """Whether a word before an office only narrows it: *Special Envoy*, *Foreign Minister*."""
    return word in _NARROWS or names_place(word) or names_group(word) or names_person(word)


_NARROWS = frozenset(
    "special foreign prime deputy vice acting interim chief senior high permanent general national federal "
    "supreme first defence defense interior finance home health energy trade economic military political "
    "humanitarian resident executive cabinet presidential royal former assistant under principal "
    "joint".split()
)


def bare(words: str) -> str:
    """A name without its title, and without the nouns of persons before it: *Spokesperson Ann Weir*."""
    title = TITLES.match(words)
    plain = words[title.end() :] if title and title.end() < len(words) else words
    pieces = plain.split()
    while len(pieces) > 2 and names_person(pieces[0].lower()):
        pieces.pop(0)
    for last in range(min(3, len(pieces) - 2), 0, -1):
        office = [p.lower() for p in pieces[: last + 1]]
        if names_person(office[-1]) and all(narrows(word) for word in office[:-1]):
            pieces = pieces[last + 1 :]
            break
    return " ".join(pieces) if len(pieces) < len(plain.split()) else plain


# Groups by which a state acts: what is named as a state's own one of these belongs to it.
_ORGANS = (
    "agency|ministry|army|military|navy|air force|police|parliament|court|council|bureau|office|department|"
    "service|forces?|command|guards?|corps|bank|commission|committee|cabinet|senate|assembly|authority|"
    "directorate|chamber|prosecutor|broadcaster|television"
)
_ORGAN_BEFORE = re.compile(rf"\b(?:{_ORGANS}),? (?:the )?\Z", re.IGNORECASE)


_ORGAN_NAME = re.compile(rf"(?:{_ORGANS})\Z", re.IGNORECASE)


def is_organ_name(word: str) -> bool:
    """Whether the last word of a group's name says that it is an organ."""
    return _ORGAN_NAME.match(word) is not None


def is_organ(view: str, span: Span) -> bool:
    """Whether the words before a group's name say that it is an organ: *Peru's news agency Andina*."""
    return _ORGAN_BEFORE.search(view[max(0, span[0] - 24) : span[0]]) is not None


_TITLED_OF = re.compile(r" of (?:the )?")


def titled(view: str, start: int, span: Span) -> bool:
    """Whether a person's name has a title, in it or right before it."""
    before = view[max(start, span[0] - 24) : span[0]].split()
    words = (*view[span[0] : span[1]].split()[:-1], *before[-1:])
    return any(names_person(w.lower().strip(",.")) or _COURTESY.fullmatch(w) for w in words)


_COURTESY = re.compile(r"(?:Mr|Mrs|Ms|Madam|Mme)\.?")
_NO_OWNERS = frozenset(("place", "leader", "person", "new"))


_BY = re.compile(
    r"\b(?:[Ss]tatement|[Rr]emarks|[Mm]essage|[Ll]etter|[Aa]ddress|[Ss]peech|[Tt]estimony|[Oo]p-ed) "
    r"(?:by|from|of) (?:the )?(?:[A-Z][\w.]* ){0,3}\Z"
)
_MY = re.compile(r"\b(?:[Mm]y|[Oo]ur) (?P<office>(?:[\w'’-]+,? ){1,8})\Z")


def author_of(view: str, end: int, known: Sequence[Mention]) -> str:
    """The actor whose words a text is, where its head says so: *Statement by President Weir*."""
    heads = (m for m in known if m.end <= end and m.via != "place")
    return next((m.actor for m in heads if _BY.search(view[max(0, m.start - 60) : m.start])), "")


def owner(
    view: str,
    parse: Parse,
    span: Span,
    known: Sequence[Mention],
    author: str = "",
    *,
    person: bool = False,
) -> str:
    """The actor whose office a person holds, by the words before and after the name; a group that speaks for
    itself by its own id.

    author  whose words the text is: *my envoy Ann Weir* is his
    person  whether the name is a person's for sure: *Ann Weir of Peru* is Peru's without a title
    """
    sentence = parse.sentence
    mine = _MY.search(view[max(sentence.start, span[0] - 70) : span[0]]) if author else None
    if mine and any(names_person(w.strip(",").lower()) for w in mine["office"].split()):
        return author
    here = [
        m for m in known
        if sentence.start <= m.start < sentence.end
        and (m.via not in _NO_OWNERS or (m.via == "place" and view.startswith("'s", m.end)))
    ]  # fmt: skip
    before = [
        m for m in here
        if m.end <= span[0] and span[0] - m.end <= _WITHIN and not _goes_to(view, m.start)
    ]  # fmt: skip
    if before:
        mention = before[-1]
        between = view[mention.end : span[0]]
        if re.fullmatch(r"(?:'s?)?[, ](?:[\w'’-]+[, ]+){0,9}", between) and _has_office(
            between, mention
        ):
            return _whose(mention)
        of = re.search(
            r"\b([\w-]+) (?:of|for|to|from|at|in) (?:the )?\Z",
            view[max(sentence.start, mention.start - 40) : mention.start],
        )
        if (
            of
            and leads(of[1].lower())
            and re.fullmatch(r"(?:'s?)?(?: [\w-]+){0,5},? (?:[A-Z][a-z]+\. )?", between)
        ):
            return _whose(mention)
    of_state = _TITLED_OF.match(view, span[1])
    if of_state and (person or titled(view, sentence.start, span)):
        near = (m for m in known if m.start <= of_state.end() < m.end)
        state = next((m for m in near if m.via in ("name", "capital", "place")), None)
        if state is not None and not re.match(r"-|['’]s? [A-Z]", view[state.end : state.end + 4]):
            return state.actor
    after = [m for m in here if m.start >= span[1] and m.start - span[1] <= _WITHIN]
    if after:
        mention = after[0]
        between = view[span[1] : mention.start]
        if _WHO_LEADS.fullmatch(between):
            return _whose(mention)
        role = _OFFICE_OF.fullmatch(between)
        if role and _goes_to(view, mention.start):
            return ""
        if role and any(names_person(w.lower()) for w in re.findall(r"[\w-]+", between)):
            return _whose(mention)
        rest = view[mention.end : mention.end + 50]
        held = re.match(r"(?:'s?)? (?:[\w'-]+ ){0,5}?([a-z]+)\b", rest)
        if re.fullmatch(r", (?:the |a |an |then |now )?(?:[\w-]+ )?", between) and held:
            words = re.findall(r"[a-z]+", rest.split(",")[0].lower())
            if any(names_person(w) for w in words[:6]):
                return _whose(mention)
    return ""


# *Ann Weir, who heads Peru's delegation*
_WHO_LEADS = re.compile(
    r", who (?:\w+ )?(?:heads?|leads?|headed|led|commands?|commanded|represents?|represented|chairs?|chaired|"
    r"speaks? for) (?:the )?"
)
_OFFICE_TO = re.compile(r"\b([\w-]+) (to|for|in|at) (?:the )?\Z")


def _whose(mention: Mention) -> str:
    return mention.organ if mention.organ in own_voices() else mention.actor


def _goes_to(view: str, start: int) -> bool:
    """Whether a name says only to whom an office goes: *the ambassador to Peru*."""
    office = _OFFICE_TO.search(view[max(0, start - 40) : start])
    return office is not None and is_sent(office[1], office[2])


_OFFICE_OF = re.compile(
    r", (?:[\w'-]+ ){0,6}(?:of|for|to|at|in|from) (?:the )?(?:[\w-]+ (?:of|for) (?:the )?)?"
)


def _has_office(between: str, mention: Mention) -> bool:
    """Whether the words between an actor and a name say that it holds an office there."""
    words = [w.lower() for w in re.findall(r"[A-Za-z-]+", between)]
    if any(
        w in ("and", "or", "said", "told", "that", "with", "when", "while", "by", "from")
        for w in words
    ):
        return False
    first = next((i for i, w in enumerate(words) if names_person(w)), len(words))
    if first < len(words) and reports(words[first]) and mention.actor in state_codes():
        return False
    if any(opposed(w) for w in words[:first]):
        return False
    if any(w in _PARTING or w in irregular_pasts() for w in words[:first]):
        return False  # *the court issued a warrant for General Weir*
    return first < len(words) or _ORGAN_BEFORE.search(between) is not None


_PARTING = frozenset("for against about over after before".split())
