"""A page in fewer bytes that a browser reads the same: for a file that travels by mail.

Only what is written by the templates is touched: in text every mark is escaped, so that what looks like a
tag is one.
"""

from __future__ import annotations

import re
import unicodedata

_RAW = re.compile(r"(<(style|script)>.*?</\2>)", re.DOTALL)
_TAG = re.compile(r'<[a-z][^<>"]*"[^<>]*>')  # one with attributes
_VALUE = re.compile(r'="([A-Za-z0-9_#.:;/,()-]+)"(?!/)')  # the last before `/>` keeps its quotes
_SHORTER = tuple(
    (re.compile(rf'<span class="{kind}">([^<>]*)</span>'), rf"<{tag}>\1</{tag}>")
    for kind, tag in (
        ("word", "b"),
        ("ground", "small"),
        ("ground no-source", "strong"),
        ("plus", "i"),
    )
)
_LEFT_OUT = re.compile(r' class=""|(?<=<a) class="cite"|(?<=<span class=")ground ')
"""What stands hundreds of times on a page, in an element or with an attribute that says the same."""
_ISOLATED = re.compile(r"<bdi>([^<>]*)</bdi>")
_DIRECTED = re.compile(r' dir="auto"(>([^<>]*)<)')
_BLOCKS = (
    "article aside blockquote body details div fieldset footer h1 h2 h3 h4 h5 h6 head header html li main "
    "meta nav ol p section summary svg table tbody td th thead tr ul g rect polyline polygon line"
).split()
_AROUND = re.compile(rf"\s*(</?(?:{'|'.join(_BLOCKS)})\b[^<>]*>)\s*")
_ENDS = re.compile(
    r"</(?:td|th|tr|li|tbody|thead)>(?=</?(?:td|th|tr|li|tbody|thead|table|ul|ol)\b)"
)
"""Ends of cells, rows and items that what follows them ends as well."""
_PARAGRAPH = re.compile(
    r"</p>(?=<(?:article|blockquote|details|div|h[1-6]|header|ol|p|section|table|ul)\b"
    r"|</(?:article|details|div|header|li|main|section|td)>)"
)
"""Ends of paragraphs that what follows them ends as well."""
_SPACE = re.compile(r"\s*\n\s*")
_TURNING = frozenset("R AL AN RLE RLO RLI LRE LRO LRI FSI PDF PDI".split())


def compact(page: str) -> str:
    """The page without what a browser does not need."""
    pieces = _RAW.split(page)
    # The split gives what lies between, the raw piece whole, and the name of its tag.
    return "".join(
        piece if at % 3 else _shortened(piece) for at, piece in enumerate(pieces) if at % 3 != 2
    )


def _shortened(markup: str) -> str:
    markup = _ISOLATED.sub(lambda found: found[1] if _one_way(found[1]) else found[0], markup)
    markup = _DIRECTED.sub(lambda found: found[1] if _one_way(found[2]) else found[0], markup)
    markup = markup.replace("&#39;", "'")  # every attribute stands in double quotes
    for long, short in _SHORTER:
        markup = long.sub(short, markup)
    markup = _TAG.sub(_Tags(), markup)
    return _PARAGRAPH.sub("", _ENDS.sub("", _SPACE.sub("\n", _AROUND.sub(r"\1", markup))))


def lean_style(style: str) -> str:
    """A style without its comments and the space around its marks; what stands in quotes is left alone."""
    pieces = re.split(r'("[^"]*")', style)
    return "".join(piece if at % 2 else _lean(piece) for at, piece in enumerate(pieces))


def _lean(style: str) -> str:
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r": +", ":", re.sub(r"\s*([{};,])\s*", r"\1", style)).replace(";}", "}")


def lean_script(script: str) -> str:
    """A script without its indents and the comments on lines of their own; no text of it spans lines."""
    lines = map(str.strip, script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


class _Tags(dict[str, str]):
    """Tags in fewer letters, by the tag: most stand on a page many times."""

    def __call__(self, found: re.Match[str]) -> str:
        return self[found[0]]

    def __missing__(self, tag: str) -> str:
        self[tag] = _VALUE.sub(r"=\1", _LEFT_OUT.sub("", tag))
        return self[tag]


def _one_way(text: str) -> bool:
    """Whether all of a text runs from left to right, so that nothing beside it can turn with it."""
    return text.isascii() or _TURNING.isdisjoint(map(unicodedata.bidirectional, text))
