"""Who tells a text and is not told of: the reporter and the outlet that its credit lines name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from standoff.text.annotation import Mention
from standoff.text.find.word.lexicon import names_group, slug

_NAME = r"[A-Z][\w'’.-]*(?: (?:(?:al|bin|de|la|van|von|der) )?[A-Z][\w'’.-]*){1,3}"
# *VOA's Ann Weir reports from Zenda*, *Ann Weir has more*: the reporter, the outlet where one is named.
_REPORTS = re.compile(
    r"(?:(?P<outlet>[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3})(?:['’]s)?"
    r"(?:(?: [A-Z]?\w+){0,3}? (?:[Cc]orrespondent|reporter|contributor|stringer|bureau chief)| [Nn]ews)?,? )?"
    rf"(?<![\w'’])(?P<who>{_NAME})(?:, (?:also )?(?:in|at|who is in) [\w ]+?,)? (?:"
    r"reports?(?: (?:for|on) [\w' ]{2,40}?)? from|reports? for|"
    r"(?:has|have) (?:more|details|this report|the story|the details)|"
    r"(?:filed|prepared) this report)\b(?! that)"
    r"(?: (?:the |our |its )?(?P<bureau>[A-Z][\w&-]*)(?:['’]s)? (?:[\w]+ ){0,3}bureau\b)?"
)
_BY = re.compile(
    rf"^(?:[Bb]y|BY|(?:[Rr]eported|[Ww]ritten) by) (?P<who>{_NAME})(?:,[^\n]{{1,50}})?$",
    re.MULTILINE,
)
# A line of nothing but a name and where it stood, or whom it wrote for: *Ann Weir, RFN News, Zenda*.
_LINE = re.compile(
    rf"^(?P<who>{_NAME})(?:, (?P<outlet>[A-Z]{{2,6}}(?: News)?))?"
    r"(?:, [A-Z][\w.]*(?: [A-Z][\w.]*){0,2}){0,2}\.?$",
    re.MULTILINE,
)
_SIGNS = re.compile(
    rf"\b(?:I['’]m|I am|This is) (?P<who>{_NAME})(?:,? (?:in|for|at|reporting|VOA)\b|[,.])"
)


def credited(view: str, known: Sequence[Mention]) -> frozenset[str]:
    """The ids of the reporters and outlets that the credit lines of a text name."""
    tellers: set[str] = set()
    for match in _credits(view, known):
        who, outlets = match["who"], [match.groupdict().get(n) for n in ("outlet", "bureau")]
        asks = re.search(rf"\b{re.escape(who.rsplit(' ', 1)[-1])}: ", view, re.IGNORECASE)
        if asks or names_group(who.rsplit(" ", 1)[-1].lower()):
            continue  # who asks in an interview has a part in it
        inside = (m for m in known if match.start("who") <= m.start and m.end <= match.end("who"))
        tellers |= {slug(who), *(m.actor for m in inside if "(person)" in m.rule)}
        tellers.update(slug(outlet) for outlet in outlets if outlet)
    return frozenset(tellers)


def _credits(view: str, known: Sequence[Mention]) -> Iterator[re.Match[str]]:
    yield from _REPORTS.finditer(view)
    if not re.search(r"\bI\b", re.sub(r"[\"“][^\"”\n]*[\"”]?", "", view)):
        yield from _BY.finditer(view)  # whoever writes as *I* has a part in it
    yield from _SIGNS.finditer(view)
    people = {(m.start, m.end) for m in known if "(person)" in m.rule}
    for line in _LINE.finditer(view):
        alone = line.end("who") == line.end()
        if line.start() and line.span("who") in people and (not alone or _once(view, line["who"])):
            yield line


def _once(view: str, who: str) -> bool:
    return view.count(who.rsplit(" ", 1)[-1]) == 1
