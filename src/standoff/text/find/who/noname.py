"""What is capitalised and still names nobody who acts: texts, wars, feasts, places, makes, credits."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from standoff.text.annotation import Span
from standoff.text.find.who.office import narrows
from standoff.text.find.word.lexicon import (
    heads,
    known_code,
    names_group,
    names_person,
    names_place,
)
from standoff.text.find.word.saying import lemma_of

# What a name's last word says it is, where that is no actor: texts, meetings, wars, feasts, places, things.
NO_ACTOR = frozenset(
    "treaty agreement accord accords act resolution order decree proclamation plan pact deal convention "
    "protocol declaration "
    "constitution charter law bill amendment memorandum statement roadmap initiative process programme "
    "program project operation war wars battle revolution uprising massacre holocaust genocide crisis "
    "intifada talks summit meeting meetings visit call trip conference olympics games cup election "
    "elections day week month christmas "
    "ramadan eid easter prize award medal street square avenue road highway bridge airport station "
    "river sea ocean gulf bay strait straits lake canal dam mountain mountains valley desert island "
    "islands peninsula province region district territory coast palace hotel hall tower mosque church "
    "city town village cathedral temple university airbase base prison camp missile plane ship covid virus "
    "internet "
    "question answer dollar dollars euro euros percent god web email photo".split()
)
_NO_NORP = frozenset(
    "islamic islamist islamists muslim muslims christian christians jewish jews catholic catholics "
    "protestant orthodox shiite shiites shi'ite shi'ites shia shias sunni sunnis european africans african "
    "asian american-style western eastern southern northern "
    "english french-language arabic latin islam christianity judaism buddhism hinduism".split()
)


def nameable(view: str, span: Span, label: str) -> bool:
    """Whether a stretch may name somebody, by its words and those beside it.

    label  what a parser takes it for; NAME for a proper noun that it takes for nothing
    """
    words = view[span[0] : span[1]].split()
    if not words or not words[0][0].isupper() or not any(w[0].isupper() for w in words):
        return False
    if words[0] in ("Q", "A") and view[max(0, span[0] - 1) : span[0]] in ("", "\n"):
        return False  # a turn of questions and answers
    last = words[-1].strip(".").lower()
    if _general(view, span, label, words) or last in NO_ACTOR:
        return False
    if _office_alone(view, span, label, words) or _only_begins(view, span, label, words):
        return False
    if _portfolio(view, span[0], words):
        return False
    if (len(words) == 1 and _of_title(view, span[1], last)) or _in_heading(
        view, span, label, words
    ):
        return False
    if _CREDIT.search(view[max(0, span[0] - 24) : span[0]]) or _names_thing(view, span, label):
        return False
    if (
        len(words) == 1
        and words[0].isupper()
        and re.search(r"\d(?: [ap]\.?m\.?)? \Z", view[max(0, span[0] - 6) : span[0]])
    ):
        return False  # a unit or a zone of time: *1500 GMT*
    coded = _CODE.fullmatch(words[0]) is not None and (
        label == "NAME" or _people_behind(view, span[1])
    )
    if (_FIGURES.search(view, *span) and not coded) or view[span[1] : span[1] + 1] == "-":
        return False
    if _in_place(view, span[0]) or _opens_dateline(view, span) or in_dateline(view, span[0]):
        return False
    if len(words) == 1 and (last in _MONTHS_AND_DAYS or len(last) < 2):
        return False
    return not ((label == "NORP" or len(words) == 1) and last in _NO_NORP)


def _office_alone(view: str, span: Span, label: str, words: Sequence[str]) -> bool:
    """Whether a name is no more than an office or a title: *the Shadow Finance Minister*, *Sheikh*."""
    parts = [word.lower() for word in words]
    if len(words) == 1 and label != "NAME" and words[0] in _TITLES_ALONE:
        return True
    if label == "PERSON" or not names_person(parts[-1]):
        return False
    led = len(parts) > 1 or view[max(0, span[0] - 4) : span[0]].lower() == "the "
    return led and all(w in heads() or narrows(w) or w in _OFFICE_WORDS for w in parts[:-1])


_TITLES_ALONE = frozenset(
    "Sheikh Sheik Imam Mullah Ayatollah Maulana Haji Reverend Rev Father".split()
)
_OFFICE_WORDS = frozenset("shadow affairs relations and for of the industrial social".split())


def _only_begins(view: str, span: Span, label: str, words: Sequence[str]) -> bool:
    """Whether a word has a capital only since a sentence begins: the text has it in small letters, too."""
    if len(words) != 1 or label == "PERSON" or words[0].isupper():
        return False
    begins = re.search(
        r"(?:\A|[\n.!?:][\"'”’)]?\s+[\"“‘']?)\Z", view[max(0, span[0] - 4) : span[0]]
    )
    return begins is not None and words[0].lower() in _small_words(view)


@functools.lru_cache(maxsize=1)
def _small_words(view: str) -> frozenset[str]:
    """The words that a text writes in small letters."""
    return frozenset(re.findall(r"(?<![\w-])[a-z]+\b", view))


_OFFICE_OF = re.compile(r"\b(?:Secretary|Minister|Chief|Speaker|Leader|Director|Head) of \Z")
_OFFICE_BEHIND = re.compile(r" ([A-Z][a-z]+)\b")


def _of_title(view: str, end: int, word: str) -> bool:
    """Whether a word only narrows the office named behind it: *Defence Secretary Ann Weir*."""
    start = end - len(word)
    if _OFFICE_OF.search(view[max(0, start - 16) : start]) and word in heads():
        return True  # *Secretary of State Ann Weir*
    behind = _OFFICE_BEHIND.match(view, end)
    return behind is not None and narrows(word) and names_person(behind[1].lower())


_PORTFOLIO = re.compile(
    r"\b(?:Secretar(?:y|ies)|Ministers?|Ministry|Department) (?:of|for) (?:(?:the )?[A-Z]\w+(?:,|,? and) )*"
    r"(?:and )?(?:the )?\Z"
)
_JOINING = frozenset("and of for the affairs state".split())


def _portfolio(view: str, start: int, words: Sequence[str]) -> bool:
    """Whether words only say what an office is for: *Secretary of State for African Affairs*."""
    if _PORTFOLIO.search(view[max(0, start - 70) : start]) is None:
        return False
    small = [w.lower().strip(",") for w in words]
    return all(w in heads() or w in _JOINING or narrows(w) for w in small)


def _in_heading(view: str, span: Span, label: str, words: Sequence[str]) -> bool:
    """Whether the words are common ones in a line that writes every word with a capital."""
    if not in_heading(view, span):
        return False
    led = view[max(0, span[0] - 4) : span[0]].lower().endswith(" to ")
    if led and len(words) > 1 and label != "PERSON":
        return not names_group(words[-1].lower())  # what is to be done: *Peru to Free Prisoners*
    common = sum(w.lower() in heads() or bool(lemma_of(w)) for w in words)
    return common >= max(1, len(words) - (len(words) > 2)) and not names_group(words[-1].lower())


def in_heading(view: str, span: Span) -> bool:
    """Whether a stretch stands in a line that writes every word with a capital."""
    start, end = view.rfind("\n", 0, span[0]) + 1, view.find("\n", span[1])
    line = view[start : end if end >= 0 else len(view)]
    if len(line) > _HEADING:
        return False
    every = [w for w in re.findall(r"[A-Za-z]+", line) if len(w) > 3]
    loud = sum(w[0].isupper() for w in every)
    return len(every) >= 4 and loud >= 0.8 * len(every)


_HEADING = 160  # characters: longer lines are running text
_COURTESY = frozenset("mr mrs ms madam madame mister sir".split())
# Forms of address in chambers and courts, before what somebody is: *the Honourable Member*.
_ADDRESS = frozenset(
    "hon honourable honorable distinguished gallant learned noble reverend esteemed".split()
)
# What somebody is addressed with, and no name: *Her Majesty's Government*.
_STYLES = frozenset(
    "majesty excellency highness honour honor lordship eminence holiness worship".split()
)
_COURTESY_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Madam|Madame|Mister|Sir)\.? \Z")


def _general(view: str, span: Span, label: str, words: Sequence[str]) -> bool:
    """Whether a word is no name but what somebody is: *Government*, *Mr. President*; but *the Senate* is."""
    first, last = (w.strip(".").lower() for w in (words[0], words[-1]))
    if (
        _CHARGE.search(" ".join(words))
        or last in _STYLES
        or (len(words) == 1 and last in _COURTESY)
    ):
        return True
    addressed = len(words) == 2 and first in _COURTESY | _ADDRESS
    courteous = len(words) == 1 and _COURTESY_BEFORE.search(view[max(0, span[0] - 8) : span[0]])
    if (addressed or courteous) and names_person(last):
        return True
    if len(words) == 2 and label != "PERSON" and names_person(last) and narrows(first):
        return True
    if len(words) > 1 or label == "PERSON" or not (names_group(last) or names_person(last)):
        return False
    named = label == "ORG" and names_group(last) and not names_person(last)
    return not (named and re.search(r"[\w,] the \Z", view[max(0, span[0] - 6) : span[0]]))


_CHARGE = re.compile(r"(?i)\bcharg[eé] d['’]affaires\Z")
# Whose a picture is acts nowhere; a name before a bill, a class of ships or a region is theirs.
_CREDIT = re.compile(
    r"\b(?:photo|photograph|image|picture|illustration|graphic|map|video|footage)s?"
    r"(?: credits?)?(?::| by| ©| courtesy of) ?(?:the )?\Z",
    re.IGNORECASE,
)
_TEXT_BEHIND = re.compile(
    r" (?:treaty|act|bill|resolution|amendment|law|convention|protocol|accords?|agreement)\b"
)
# Where and when a report was written, before a dash: *ZENDA, Freedonia (FNA) —*.
_OPENING = re.compile(
    r"(?P<city>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})(?P<land>, [A-Z][\w. ]{1,30}?)?"
    r"(?P<day>,? \(?[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?\)?)?(?P<agency> ?\([A-Z][^()\n]{1,40}\))? ?"
    r"(?:[-—–]{2,}|[—–]| - )\s?(?=[\w“\"‘'])"
)
_DATED = re.compile(
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}(?:, [A-Z][\w. ]{1,30}?)?,? "
    r"(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},?) \d{4}\b"
)


def in_dateline(view: str, at: int) -> bool:
    """Whether a place is that where a report was written: the line opens with it, in capitals, with its
    agency or with a day behind it."""
    start = view.rfind("\n", 0, at) + 1
    if at - start > _OPENS or not view[start : start + 1].isupper():
        return False
    opening = _OPENING.match(view, start)
    if opening is not None and at < opening.end():
        loud = len(opening["city"]) > 2 and opening["city"].isupper()
        first = _ANEW.match(view, opening.end())
        lone = " " not in opening["city"]
        anew = first is not None and lone and known_code(first[0].strip()) is None
        return loud or bool(anew or opening["agency"] or opening["day"])
    dated = _DATED.match(view, start)
    return dated is not None and at < dated.end()


_ANEW = re.compile(r"[A-Z][a-z]* (?=\w)")  # a sentence begins
_OPENS = 80  # characters of a line in which a dateline stands
_DATELINE = re.compile(r"(?:, [A-Z][a-z]+\.?)?(?:, (?:\d|[A-Z][a-z]+\.? \d)| \(| ?[-–—]{1,2} )")
_THING_BEHIND = re.compile(r"[ -][Cc]lass\b")
_PLACE_BEHIND = re.compile(
    r" (?:region|coast|province|district|peninsula|basin|territory|coastline)\b"
)
# What is built or lies there, behind a name that is no people's: *the Orlo dam*.
_SITE_BEHIND = re.compile(
    r" (?:(?:gas|oil|water|natural gas|power|nuclear) )?"
    r"(?:(?:(?:air|naval|army|military) )?base|hospital|reactor|railway|terminal|"
    r"dam|river|canal|bridge|airport|airfield|station|port|"
    r"harbour|harbor|mountains?|valley|islands?|"
    r"lake|palace|hotel|tower|mosque|church|temple|cathedral|prison|camp|crossing|pass|pipeline|refinery|"
    r"plant|oilfield|gasfield|mine|square|street|road|highway|forest|hills?|plateau|desert|waterway)\b"
)
# A name behind one of these is a craft's: *the tanker Meridian*.
_CRAFT_BEFORE = re.compile(
    r"\b(?:ship|vessel|tanker|trawler|freighter|ferry|frigate|destroyer|cruiser|submarine|carrier|corvette|"
    r"yacht|boat|warship|icebreaker|aircraft|satellite|rocket|missile|drone|spacecraft|steamer|liner|barge|"
    r"schooner|tug),? (?:the )?[\"“‘']?\Z|"
    r"\b(?:HMS|HMAS|HMCS|HMNZS|RMS|RFA|USS|USNS|USCGC|INS|MV) [\"“‘']?\Z"
)
_CRAFT_LETTERS = frozenset("HMS HMAS HMCS HMNZS RMS RFA USS USNS USCGC INS MV".split())
_NUMBERED = re.compile(r"(?:[A-Z]\.){1,3}")


def _names_thing(view: str, span: Span, label: str) -> bool:
    """Whether a name is that of a text, a make or a region: *the Border Defence bill*, *H.R. 12*."""
    if label in ("ORG", "NAME") and _TEXT_BEHIND.match(view, span[1]) and " " in view[slice(*span)]:
        return True
    first = view[slice(*span)].split(" ", 1)[0]
    if first in _CRAFT_LETTERS or _CRAFT_BEFORE.search(view[max(0, span[0] - 24) : span[0]]):
        return True
    if _NUMBERED.fullmatch(view, *span) and re.match(r" \d", view[span[1] : span[1] + 2]):
        return True
    if label not in ("NORP", "ORG") and ground_behind(view, span):
        return True
    if label != "NORP" and (thing_behind(view, span) or meeting_behind(view, span)):
        return True
    return bool(_THING_BEHIND.match(view, span[1]) or _PLACE_BEHIND.match(view, span[1]))


def thing_behind(view: str, span: Span) -> bool:
    """Whether what stands behind a name says that it is of something built there, be it with a word between:
    *the Orlo dam*, *the Orlo gas pipeline*; or of what somebody found: *Weir's disease*."""
    return bool(_SITE_BEHIND.match(view, span[1]) or _ILL_BEHIND.match(view, span[1]))


def meeting_behind(view: str, span: Span) -> bool:
    """Whether a name of one word, no group's letters, is where something was held: *the Orlo talks*."""
    lone = " " not in view[slice(*span)] and not view[slice(*span)].isupper()
    return lone and _MEETING_BEHIND.match(view, span[1]) is not None


_ILL_BEHIND = re.compile(r"['’]s (?:disease|syndrome|law)\b")
# What is named after where it was held, or who wrote it.
_MEETING_BEHIND = re.compile(
    r"(?: peace)? (?:talks|summit|conference|accords?|agreements?|protocol|process|framework|treaty)\b"
)
_GROUND_BEHIND = re.compile(r" ([A-Za-z][a-z]+)\b")
_NO_NOUN = frozenset(
    "is was are were be has had have will would can could may might did does do must should shall and or but "
    "in on at of to from for with by as".split()
)
_NOUNS_BEHIND = re.compile(r" ([a-z]+)(?: ([a-z]+))?")


def ground_behind(view: str, span: Span) -> bool:
    """Whether a noun of a place stands behind a name of one word: *the Samba sector*, *Naha air base*,
    *Swat Province*."""
    if " " in view[slice(*span)]:
        return False
    named = _GROUND_BEHIND.match(view, span[1])
    if named is not None and named[1].lower() in GROUND:
        return True
    behind = _NOUNS_BEHIND.match(view, span[1])
    if behind is not None and (behind[1] in _NO_NOUN or lemma_of(behind[1])):
        return False
    return behind is not None and any(
        w and names_place(w) and not names_group(w) and not names_person(w) for w in behind.groups()
    )


# What lies there by nature, and what is laid out on it.
GROUND = frozenset(
    "sea gulf bay strait lake mountain mountains valley desert island islands islet peninsula province "
    "region district territory coast river delta plateau hills heights archipelago atoll reef cape isle "
    "jungle highlands lowlands enclave park reserve forest".split()
)
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,3}")


def _people_behind(view: str, at: int) -> bool:
    """Whether the next word is of persons: *Q23 rebels*."""
    word = re.match(r" ([a-z]+?)s\b", view[at : at + 24])
    return word is not None and names_person(word[1])


_FIGURES = re.compile(r"\d|/")
_PLACE_BEFORE = re.compile(r"\b([a-z]+?)s? of (?:the )?\Z", re.IGNORECASE)


def _in_place(view: str, start: int) -> bool:
    """Whether a noun of a place stands before a name: *the locality of Zenda*."""
    word = _PLACE_BEFORE.search(view[max(0, start - 24) : start])
    return word is not None and names_place(word[1].lower())


def _opens_dateline(view: str, span: Span) -> bool:
    """Whether capitals before a date or a dash open a paragraph, as where a report was written."""
    opens = span[0] == 0 or view[span[0] - 1] == "\n"
    return opens and view[slice(*span)].isupper() and _DATELINE.match(view, span[1]) is not None


_MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday today yesterday".split()
)
