"""What on the page is not the article: titles, captions, headings, teasers, menus, disclaimers.

Furniture is flagged and numbered like everything else, never deleted: offsets must hold. Only what
nobody wrote as part of the argument (`SILENT`) is left out of the reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from standoff.text.annotation import Flag
from standoff.text.sentence import Sentence

SILENT = frozenset(("teaser", "disclaimer", "menu", "credit", "byline", "page"))

_TEASER = re.compile(
    r"\W*(?:also read|read also|read more|read next|recommended|see also|related\b|more on|watch\b.{0,80}\Z|"
    r"listen\b.{0,80}\Z|subscribe|sign up|follow us|share (?:this|on)|click here|most "
    r"(?:read|viewed|popular)|"
    r"latest news|in pictures|advertisement)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:views?|opinions?)\b.{0,80}\b(?:authors?|writers?|contributors?)\b.{0,160}\bnot\b.{0,40}\b(?:reflect|represent)|"
    r"\bnot necessarily (?:reflect|represent)|all rights reserved|copyright ©|©",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:\bphotos?(?: credit| by)?\s*[:/]|\bimage(?: credit)?:|\[[^\]]*(?:/|photo|AP|AFP|"
    r"Reuters|EPA|Getty)[^\]]*\]\s*\Z|"
    r"\((?:[^()]*/)?(?:AP|AFP|Reuters|EPA|Getty[^()]*)\)\s*\Z)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\A(?:by\s+[A-Z]|[A-Z][\w'’.-]+(?: [\w'’.-]+){1,4} is (?:an? |the )(?:\w+ "
    r"){0,4}(?:editor|writer|columnist|journalist|"
    r"professor|analyst|fellow|correspondent|researcher|lecturer|author|graduate)\b)"
)
_FORM = re.compile(
    r"(?:your (?:name|e-?mail|comment)|comments?\b|tags?\b\s*:?|e-?mail\b|login|log in|"
    r"register|home\b|search\b|print\b|"
    r"font size|categor(?:y|ies)|gallery|related content|contact us|about us)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…][)\]}\"'”’»]*\s*\Z")
_LONG, _MENU = 14, 3


def flags(
    text: str, parts: Sequence[Sentence], known: Mapping[int, str] | None = None
) -> list[Flag]:
    """One flag for each sentence that is not the article's running text.

    known  offset of a line -> its role, where markup said so; it goes before every rule
    """
    roles = _roles(text, parts)
    if known:
        starts = {p.paragraph: p.start for p in reversed(parts)}
        said = (known.get(starts[p.paragraph]) for p in parts)
        roles = [(r, "markup") if r else old for r, old in zip(said, roles, strict=True)]
    return [
        Flag(start=p.start, end=p.end, quote=text[p.start : p.end], role=role, rule=rule)
        for p, (role, rule) in zip(parts, roles, strict=True)
        if role != "text"
    ]


def _roles(text: str, parts: Sequence[Sentence]) -> list[tuple[str, str]]:
    """The role of every sentence with the rule that gave it, paragraph by paragraph."""
    paragraphs = [list(group) for _, group in groupby(parts, key=lambda p: p.paragraph)]
    found = [_alone(text, group) for group in paragraphs]
    short = [_label(text, group) for group in paragraphs]
    for first, last in _runs(short):
        if last - first >= _MENU and not _is_head(text, paragraphs, first, last):
            for at in range(first, last):
                if not found[at][0]:
                    found[at] = ("menu", f"{last - first} short lines in a row")
    _top(text, paragraphs, found, short)
    for at, is_short in enumerate(short):
        if is_short and not found[at][0]:
            caption = at + 1 < len(found) and found[at + 1][0] == "caption"
            close = caption and _gap(text, paragraphs[at], paragraphs[at + 1]) < 2
            found[at] = (
                ("caption", "line on top of a caption")
                if close
                else (
                    "heading",
                    "short line that does not end as a sentence",
                )
            )
    return [
        role if role[0] else ("text", "")
        for group, role in zip(paragraphs, found, strict=True)
        for _ in group
    ]


_DAY = re.compile(r"\b(?:[A-Z][a-z]+\.? \d{1,2},|\d{1,2} [A-Z][a-z]+,?) \d{4}\b")
_HEAD = 7  # short lines: more on top are a menu


def _is_head(text: str, paragraphs: Sequence[Sequence[Sentence]], first: int, last: int) -> bool:
    """Whether short lines are the head of a document: on top, few, and with its day."""
    words = text[paragraphs[first][0].start : paragraphs[last - 1][-1].end]
    return first == 0 and last <= _HEAD and _DAY.search(words) is not None


def _alone(text: str, group: Sequence[Sentence]) -> tuple[str, str]:
    """What a paragraph says about itself; two empty strings if nothing."""
    words = text[group[0].start : group[-1].end]
    if re.match(r"#{1,6} ", words):
        return "heading", "a heading in Markdown"
    if _TEASER.match(words):
        return "teaser", "opens as a link to something else"
    if _DISCLAIMER.search(words[:600]):
        return "disclaimer", "speaks of the views of the author or of rights"
    if _CREDIT.search(words[-400:]) and len(words) < 700:
        return "caption", "ends with a picture credit"
    if _BYLINE.match(words):
        return "byline", "introduces the author"
    if _FORM.match(words) and len(words.split()) <= 6:
        return "menu", "words of a form or a menu"
    return ("", "")


def _label(text: str, group: Sequence[Sentence]) -> bool:
    words = text[group[0].start : group[-1].end]
    return len(group) == 1 and len(words.split()) < _LONG and not _ENDS.search(words)


def _top(
    text: str,
    paragraphs: Sequence[Sequence[Sentence]],
    found: list[tuple[str, str]],
    short: Sequence[bool],
) -> None:
    """Flag a title, and the one sentence under it, where the first lines look like them."""
    begin = next((i for i, role in enumerate(found) if not role[0]), None)
    if begin is None or begin > 3 or begin + 2 >= len(paragraphs):
        return
    words = text[paragraphs[begin][0].start : paragraphs[begin][-1].end]
    titled = len(paragraphs[begin]) == 1 and len(words.split()) < _LONG
    if titled and (short[begin] or words.endswith("?")):
        found[begin] = ("title", "short first line")
        begin += 1
    following = found[begin + 1][0] if begin + 1 < len(found) else ""
    alone = len(paragraphs[begin]) == 1 and not found[begin][0] and not short[begin]
    length = len(text[paragraphs[begin][0].start : paragraphs[begin][-1].end].split())
    if alone and (
        following == "caption"
        or (titled and length < 30)
        or (begin + 1 < len(short) and short[begin + 1])
    ):
        found[begin] = ("standfirst", "single sentence on top of the article")


def _runs(short: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of short lines, as half-open ranges of paragraphs."""
    at = 0
    for is_short, group in groupby(short):
        length = sum(1 for _ in group)
        if is_short:
            yield at, at + length
        at += length


def _gap(text: str, one: Sequence[Sentence], two: Sequence[Sentence]) -> int:
    return text.count("\n", one[-1].end, two[0].start)
