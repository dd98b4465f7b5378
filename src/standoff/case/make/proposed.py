"""What an assistant proposes becomes a record, or is refused in words.

The words that it quotes must stand in the sentence that it names, letter for letter but for the width of
white space; a line must be one that a case file can hold. Whether it is right, a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from standoff.case.entry import Marks
from standoff.case.format.line import (
    ACTOR_NAME,
    SECTION_KINDS,
    print_tail,
    read_line,
    with_tail,
)
from standoff.case.make.draft import MOST
from standoff.citation import Citation
from standoff.condition import OPTION_ID, RESERVED
from standoff.problem import StandoffError, clean, numbered
from standoff.text.annotation import ASSISTANT, Line, Record, sentence_at
from standoff.text.find.prompt import STATUS, record_of
from standoff.text.sentence import Sentence

_LACKS: Mapping[str, str] = MappingProxyType(
    {
        "mention": "say `who` is named",
        "attribution": "`who` says it and the `cue` (the word of saying) must stand in the sentence, too",
        "event": f"say `who` did it, and its `status`: {', '.join(STATUS)}; a category is in capitals",
        "offer": "say `who` would give it",
        "option": "say `who` could do it",
        "wish": "say `who` wants it, `status` for or against, and `why` the sentence shows it",
        "cannot": "say of `whom` it speaks, or leave it out",
        "conclusion": "quote what the author concludes",
    }
)


class CannotPropose(StandoffError):
    """A proposal that is not taken, with the reason."""


class Misquote(CannotPropose):
    """A proposal whose words are not those of the sentence that it names."""


def proposed_record(text: str, parts: Sequence[Sentence], item: Mapping[str, Any]) -> Record:
    """A record of a text as an assistant proposes it.

    item    kind, sentence (its number), quote; as the kind asks: who, whom, cue, category, status, why
    raises  Misquote, CannotPropose
    """
    part, start, end = _place(text, parts, item)
    why = _one_line(item, "why")
    asked = {**item, "quote": text[start:end], "reason": why}
    made = record_of(text, part, asked)
    if made is None:
        raise CannotPropose(f"this is no {item['kind']}: {_LACKS[item['kind']]}")
    return replace(made, rule=_rule(why), note="")


def proposed_line(
    text: str, source: str, parts: Sequence[Sentence], item: Mapping[str, Any]
) -> Line:
    """A line of a case as an assistant proposes it; it cites the sentence that is quoted.

    item    sentence (its number), quote, section, line (without a citation); for a wish `whose`; says,
            denied, attributed_to, hedged, as the sentence speaks; why
    raises  Misquote, CannotPropose, LineError
    """
    part, start, end = _place(text, parts, item)
    section, whose = item["section"], _one_line(item, "whose")
    if (section == "wants") != bool(whose):
        raise CannotPropose(
            "say `whose` wish it is"
            if section == "wants"
            else "only a wish is somebody's: no `whose`"
        )
    if whose and not ACTOR_NAME.fullmatch(whose):
        raise CannotPropose(f"{whose!r} is no name of an actor: letters, digits, `-`")
    raw = _one_line(item, "line")
    if "[" in raw or "]" in raw:
        raise CannotPropose("leave the citation out: it is that of the sentence")
    marks = Marks(
        says=item.get("says", False),
        attributed_to=_one_line(item, "attributed_to") or None,
        hedged=_one_line(item, "hedged").replace('"', "'") or None,
        denied=item.get("denied", False),
    )
    read_line(SECTION_KINDS[section], _after_name(section, raw))
    if _copied(text, raw):
        raise CannotPropose("say it in words of your own: a case holds no sentence of a text")
    tail = print_tail((Citation.parse(f"{source}#{part.id}"),), marks)
    written = with_tail(section, raw, tail)
    read_line(SECTION_KINDS[section], _after_name(section, written))
    rule = _rule(_one_line(item, "why"))
    return Line(
        start=start,
        end=end,
        quote=text[start:end],
        rule=rule,
        section=section,
        line=written,
        whose=whose,
    )


def _place(
    text: str, parts: Sequence[Sentence], item: Mapping[str, Any]
) -> tuple[Sentence, int, int]:
    """The sentence named, and where in it the quoted words stand."""
    number = item["sentence"]
    if not 1 <= number <= len(parts):
        raise Misquote(f"there is no s{number}: the text has {len(parts)} sentences")
    part = parts[number - 1]
    words = item["quote"].split()
    if not words:
        raise Misquote("nothing is quoted")
    row = _row(words)
    found = row.search(text, part.start, part.end)
    if found is not None:
        return part, found.start(), found.end()
    elsewhere = row.search(text)
    if elsewhere is None:
        raise Misquote(f"the quote does not stand in s{number}, nor anywhere in the text")
    first, last = (sentence_at(tuple(parts), at) for at in (elsewhere.start(), elsewhere.end() - 1))
    where = first.id if first.id == last.id else f"{first.id} to {last.id}"
    raise Misquote(f"the quote does not stand in s{number}: it stands in {where}")


def _after_name(section: str, written: str) -> str:
    """What is read of a line: of an option or a fact what follows its name and the colon."""
    if section not in ("options", "facts"):
        return written
    name, colon, rest = written.partition(":")
    actor, dot, id = name.strip().rpartition(".")
    named = OPTION_ID.fullmatch(id) and id not in RESERVED
    owned = bool(ACTOR_NAME.fullmatch(actor)) if section == "options" else not dot
    if not colon or not named or not owned:
        form = "`Actor.option: what it means`" if section == "options" else "`fact: yes`"
        raise CannotPropose(f"this is written as {form}")
    return rest.strip()


def _copied(text: str, raw: str) -> bool:
    """Whether so many words in a row are the text's that it would be a quotation."""
    words = raw.split()
    rows = (words[at : at + MOST + 1] for at in range(len(words) - MOST))
    return any(_row(row).search(text) is not None for row in rows)


def _row(words: Sequence[str]) -> re.Pattern[str]:
    """Words in a row, whatever white space stands between them."""
    return re.compile(r"\s+".join(map(re.escape, words)))


def _one_line(item: Mapping[str, Any], name: str) -> str:
    """Words in one line, of which a person sees every sign."""
    words = " ".join(str(item.get(name) or "").split())
    if clean(words) != words or numbered(words) != words:
        raise CannotPropose(f"`{name}` holds signs that nobody sees")
    return words


def _rule(why: str) -> str:
    return f"{ASSISTANT}: {why}" if why else ASSISTANT
