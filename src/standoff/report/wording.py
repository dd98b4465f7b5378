"""Words as sentences have them: verbs, numbers, lists and days; nothing here knows of a case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from standoff.citation import Period

_NO_VERB = frozenset("a an the to no not of in on at by for with from".split())
_VERB = re.compile(r"[a-z]+(?:-[a-z]+)?")
_PARTICIPLE = re.compile(r"[^aeiouy]*[aeiouy].*ing")  # not `bring`, `sing`
_HISSING = ("s", "x", "z", "ch", "sh", "o")


def third_person(verb: str) -> str | None:
    """`keep` -> `keeps`, `press` -> `presses`; None for what does not look like a verb.

    >>> [third_person(word) for word in ("keep", "press", "carry", "have", "sanctions", "the")]
    ['keeps', 'presses', 'carries', 'has', None, None]
    >>> third_person("bring"), third_person("leaving")
    ('brings', None)
    """
    if not _VERB.fullmatch(verb) or verb in _NO_VERB or _PARTICIPLE.fullmatch(verb):
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


def join(parts: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = list(parts) or [""]
    if not most:
        return last
    # A comma before the `and` too where a part holds commas or an `and` of its own.
    simple = not any("," in part or " and " in part for part in (*most, last))
    return f"{', '.join(most)}{'' if simple else ','} and {last}"


_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def counted(number: int) -> str:
    """A number as it stands in a sentence: in words up to twelve."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def many(number: int, singular: str, several: str = "") -> str:
    """`1 change`, `2 changes`, `no change`."""
    word = singular if number == 1 else several or f"{singular}s"
    return f"{number:,} {word}" if number else f"no {word}"


def yes_no(value: bool) -> str:
    """`yes` or `no`."""
    return "yes" if value else "no"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


_MONTHS = (  # not %B: that would follow the machine's language
    "January February March April May June July August September October November December".split()
)


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


_SEVERAL = frozenset("media people police troops officials".split())


def plural(name: str) -> bool:
    """Whether an actor's name looks like a plural: `Backers` does, `Congress` and `US` do not."""
    return name.endswith("s") and not name.endswith(("ss", "us", "is")) and not name.isupper()


def speak(names: str) -> str:
    """`is` or `are`, after those who are reported to say something.

    >>> speak("Moscow"), speak("American officials"), speak("Israeli media"), speak("Ann and Ben")
    ('is', 'are', 'are', 'are')
    >>> speak("general opinion"), speak("the US Congress"), speak("the United States")
    ('is', 'is', 'is')
    """
    last = names.rsplit(maxsplit=1)[-1] if names.split() else ""
    several = " and " in names or last in _SEVERAL or (plural(last) and last != "States")
    return "are" if several else "is"


_AGREED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "is": ("is", "are"),
        "has": ("has", "have"),
        "wants": ("wants", "want"),
        "it": ("it", "they"),
        "its": ("its", "their"),
        "believes": ("believes", "believe"),
        "expects": ("expects", "expect"),
        "takes": ("takes", "take"),
        "plays": ("plays", "play"),
    }
)


def agreed(actor: str, text: str) -> str:
    """The text with `{is}`, `{has}`, `{wants}`, `{it}`, `{its}` in the number of an actor's name.

    >>> agreed("Backers", "{is} worse off, and {it} would default")
    'are worse off, and they would default'
    """
    return text.format_map({word: forms[plural(actor)] for word, forms in _AGREED.items()})


def believing(actor: str) -> str:
    """`US believes that`."""
    return agreed(actor, f"{actor} {{believes}} that")
