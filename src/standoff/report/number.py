"""The number of a name, as a verb beside it has to agree with it."""

from __future__ import annotations

_MANY = frozenset("media people police troops officials".split())


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
    several = " and " in names or last in _MANY or (plural(last) and last != "States")
    return "are" if several else "is"
