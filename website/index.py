"""The index as the table of contents: said once, read by people where it stands and by Sphinx from here."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GROUP = re.compile(r"^## (?P<title>.+)\n(?P<links>(?:(?!^## ).*\n?)+)", re.M)
_LINK = re.compile(r"\[[^\]]+\]\((?P<page>[^):#]+)\.(?:md|ipynb)(?:#[^)]*)?\)")


def groups(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    r"""Each heading of the index with the pages that are linked to below it, each page once.

    >>> list(groups("## To learn\n- [A](tutorial/a.md): a.\n- [B](../b.ipynb), [A](tutorial/a.md#x)\n"))
    [('To learn', ('tutorial/a', '../b'))]
    """
    for found in _GROUP.finditer(text):
        pages = (link["page"] for link in _LINK.finditer(found["links"]))
        yield found["title"], tuple(dict.fromkeys(pages))


def contents(text: str) -> str:
    """Hidden tables of contents, one a heading of the index."""
    made = []
    for title, pages in groups(text):
        listed = "\n".join(pages)
        made.append(f"```{{toctree}}\n:hidden:\n:caption: {title}\n\n{listed}\n```")
    return "\n\n" + "\n\n".join(made) + "\n"
