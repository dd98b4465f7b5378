"""Where what was named is named again: in full, by surname, by letters, by its head noun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.text.annotation import Mention
from standoff.text.find.who.office import bare
from standoff.text.find.word.lexicon import known_code, names_group
from standoff.text.find.word.parse import Parse

UNKNOWN_PLACE = "a place that no table knows"
NEW = "new"  # the `via` of names that no table holds


def again(
    text: str, view: str, parses: Sequence[Parse], known: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield where what was named is named again: in full, by surname, by letters, by its head noun."""
    forms = _forms(view, known)
    if not forms:
        return
    names = sorted(forms, key=lambda f: (-len(f), f))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    for parse in parses:
        for match in pattern.finditer(view, parse.sentence.start, parse.sentence.end):
            model, why, first = forms[match[0]]
            piece = " " not in match[0] and _LONGER.match(view, match.end())
            if piece or (why == "short form" and _GOES_ON.match(view, match.end())):
                continue  # *Zenda City* is another name
            if match.start() > first or why != "short form":
                via = "short" if why == "short form" else model.via
                person = " (person)" if "(person)" in model.rule else ""
                yield replace(
                    model, start=match.start(), end=match.end(), quote=text[match.start() : match.end()],
                    via=via, rule=f"{why}: {model.quote}{person}",
                )  # fmt: skip


def _forms(view: str, known: Sequence[Mention]) -> dict[str, tuple[Mention, str, int]]:
    """Further forms of what was named: form -> the mention, why, and from where on it counts."""
    forms: dict[str, tuple[Mention, str, int]] = {}
    unclear: set[str] = set()
    for mention in sorted(known, key=lambda m: m.start):
        if mention.via in ("demonym", "leader", "former"):
            continue
        words = view[mention.start : mention.end]
        for form, why in _short(view, mention, words):
            other = forms.get(form)
            if other is not None and form == bare(words):
                continue  # already known as the short form of something named before
            if other is not None and other[0].actor != mention.actor:
                unclear.add(form)
            forms.setdefault(form, (mention, why, mention.start))
    return {f: v for f, v in forms.items() if f not in unclear}


_CAPITAL = re.compile(r"(?:(?:al|an|ar|as|el|ad|ul|abu|ibn|d|l)[-'’])?[A-ZÀ-Ý]")
_LONGER = re.compile(
    r" (?:City|Town|County|Airport|Street|Avenue|Square|River|Bay|Island|Islands|Valley|Hotel|University|"
    r"Beach|Hills|Heights|Lake|Port|Palace|Bridge|Cup|Games)\b"
)
_GOES_ON = re.compile(r" [A-Z][a-z]")
_LETTERS = re.compile(
    r" [(\[](?:the )?([A-Z][A-Za-z]{1,7})[)\]]|,? (?:or|(?:also )?(?:known|abbreviated) as)(?: the)? "
    r"([A-Z]{2,6})\b"
)


def letters_of(view: str, mention: Mention) -> str:
    """The letters that a text gives for a name right behind it: *the Popular Army (PA)*."""
    found = _LETTERS.match(view, mention.end)
    letters = (found[1] or found[2]) if found else ""
    name = view[mention.start : mention.end]
    if known_code(letters) and _TAIL.search(view[max(0, mention.start - 40) : mention.start]):
        return ""  # of the end of a longer name: *the Border, Trade and Cultural Council (UNESCO)*
    return letters if letters and _spells(letters, name, mention.via) else ""


_TAIL = re.compile(r"\b[A-Z]\w+,? and \Z")


def initials(name: str) -> str:
    """The first letters of the words of a name that have a capital.

    >>> initials("the Popular Army of Orlo"), initials("Orlo Front")
    ('PAO', 'OF')
    """
    return "".join(w[0] for w in re.findall(r"[\w'’]+", name) if w[0].isupper() and w != "The")


def _spells(letters: str, name: str, via: str) -> bool:
    """Whether letters may stand for a name: of a state, a place or a person only if they are in it, in
    order, the first first, as *Zenda (ZNA)* is where an agency writes from."""
    if via in (NEW, "organ") and " " in name:
        return True
    rest = iter(name.lower())
    return name[:1].lower() == letters[:1].lower() and all(c in rest for c in letters.lower())


def _short(view: str, mention: Mention, words: str) -> Iterator[tuple[str, str]]:
    plain = bare(words)
    if mention.via in (NEW, "person"):
        yield plain, "named before"
        last = plain.rsplit(" ", 1)[-1]
        person = (
            mention.via == "person"
            or "person" in mention.rule
            or plain != words
            or ("(name)" in mention.rule and not names_group(last.lower()))
        )
        if person and " " in plain and len(last) > 3 and _CAPITAL.match(last):
            yield last, "named before"
            yield last.upper(), "named before"  # before a turn of speech
        if person and plain.count(" ") > 1:  # *Ahmad Wali Masood* is *Wali Masood*
            yield plain.split(" ", 1)[1], "named before"
        first = plain.split(" ", 1)[0]
        if "(person)" in mention.rule and first != plain and len(first) > 4 and first.isalpha():
            yield first, "named before"
    letters = letters_of(view, mention)
    if letters:
        yield letters, "named before"
    elif mention.via in (NEW, "organ") and len(own := initials(words)) >= _SPELT:
        yield (
            own,
            "named before",
        )  # *the Popular Army of Orlo* is *the PAO*, though no bracket says so
    pieces = words.split()
    head = pieces[-1].lower()
    if len(pieces) > 1 and names_group(head) and mention.via in (NEW, "organ"):
        yield f"the {pieces[-1]}", "short form"
        yield f"The {pieces[-1]}", "short form"
    if len(pieces) == 2 and pieces[0] in _SIDES and mention.via in ("name", "place"):
        yield f"the {pieces[0]}", "short form"
        yield f"The {pieces[0]}", "short form"


_SPELT = 3  # of a name that nobody spells out; two may be anything

_SIDES = frozenset(("North", "South", "East", "West"))
