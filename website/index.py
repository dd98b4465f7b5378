"""The index as the table of contents: said once, read by people where it stands and by Sphinx from here."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GROUP = re.compile(r"^\*\*(?P<title>[^*]+)\*\* ·(?P<links>.*?)(?=\n\n|\Z)", re.M | re.S)
_LINK = re.compile(r"\[[^\]]+\]\((?P<page>[^)#]+)\.(?:md|ipynb)\)")


def groups(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The title of each paragraph that begins with one, and the pages that it links to.

    >>> list(groups("**To learn** · [A](tutorial/a.md) · [B](../b.ipynb)"))
    [('To learn', ('tutorial/a', '../b'))]
    """
    for found in _GROUP.finditer(text):
        yield found["title"], tuple(link["page"] for link in _LINK.finditer(found["links"]))


def contents(text: str) -> str:
    """Hidden tables of contents, one a paragraph of the index."""
    made = []
    for title, pages in groups(text):
        listed = "\n".join(pages)
        made.append(f"```{{toctree}}\n:hidden:\n:caption: {title}\n\n{listed}\n```")
    return "\n\n" + "\n\n".join(made) + "\n"
