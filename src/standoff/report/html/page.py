"""The report: one HTML file that asks nothing of any network and runs nothing but its own script.

It is made of a `Report`, which is plain data: whoever has the data has the page, byte for byte. A strict
Content-Security-Policy admits only the style and the script whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from standoff.record import NotARecord, plain, record
from standoff.report.document import Document, Part, Table, walk
from standoff.report.html import fragment
from standoff.report.html.compact import compact, lean_script, lean_style
from standoff.report.html.packed import TooLarge, pack, unpack

FORMAT = "standoff-report/1"
MAX_BYTES = 64_000_000
_TOO_LARGE = f"the report is larger than {MAX_BYTES / 1e6:.0f} MB"
_DATA = re.compile(r"<script type=text/plain id=report>([A-Za-z0-9+/=]*)</script>")


@dataclass(frozen=True)
class Report:
    """A report: the document that the page shows, and what made it; `full`: all of it is printed."""

    document: Document
    version: str
    format: str = FORMAT
    full: bool = False

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.format != FORMAT:
            return f"the format is {self.format!r:.40}, not {FORMAT}"
        return "" if len(self.version) < 40 else "the version is none"

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """All of it as plain data."""
        data: dict[str, Any] = plain(self)
        return data

    @cached_property
    def checksum(self) -> str:
        """Of all that the document says."""
        said = json.dumps(self.data["document"]).encode()
        return hashlib.sha256(said).hexdigest()[:16]

    @property
    def citation(self) -> str:
        """The report in one line, for a paper."""
        document = self.document
        by = ", ".join(filter(None, (f"“{document.title}”", document.kicker)))
        made = f"made by standoff {self.version}; checksum of what it says:"
        return f"{by}, {made} {self.checksum}"


def render(report: Report) -> str:
    """The report as one HTML page, the same for the same report."""
    document = report.document
    style = lean_style(fragment.style() + _choices(document) + _cards(document))
    script = lean_script(fragment.asset("script.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = fragment.environment().get_template("page.html")
    return compact(
        page.render(
            report=report,
            document=document,
            style=Markup(style),
            script=Markup(script),
            data=Markup(pack(to_data(report))),
            policy=policy,
            has_matrix=any(
                isinstance(b, Table) and b.role == "matrix" for b in walk(document.blocks)
            ),
            **fragment.context(document),
        )
    )


def to_data(report: Report) -> dict[str, Any]:
    """The report as plain data: all that the page shows."""
    return dict(report.data)


def from_data(data: Mapping[str, Any]) -> Report:
    """The report that plain data stands for; NotARecord, in one line, where it is none."""
    return record(Report, data)


def read(text: str) -> Report:
    """The report in the text of a JSON file or of its page; NotARecord, in one line, where there is none."""
    try:
        if text.lstrip("\ufeff").lstrip()[:1] == "<":
            return from_data(_unpacked(text))
        if len(text) > MAX_BYTES:
            raise NotARecord(_TOO_LARGE)
        return from_data(json.loads(text))
    except RecursionError:
        raise NotARecord("the report is nested too deep") from None
    except ValueError as error:
        raise NotARecord(f"the report is no JSON: {error}") from None


def _unpacked(page: str) -> Any:
    """The plain data in a page."""
    found = _DATA.findall(page)
    if len(found) != 1:
        raise NotARecord("the page holds no report: it is no report, or one of an older standoff")
    try:
        return unpack(found[0], MAX_BYTES)
    except TooLarge:
        raise NotARecord(_TOO_LARGE) from None
    except ValueError:
        raise NotARecord("the data in the page is damaged") from None


def _choices(document: Document) -> str:
    """The rules by which a chosen reading shows its pane: without script, one for each reading."""
    count = max(
        (
            len(b.blocks)
            for b in walk(document.blocks)
            if isinstance(b, Part) and b.role == "choice"
        ),
        default=0,
    )
    return "".join(
        f'.moves:has(input[value="{at}"]:checked) [data-pane="{at}"]{{display:block}}\n'
        for at in range(1, count + 1)
    )


def _cards(document: Document) -> str:
    """The rules by which a cell of the matrix says its column, where its rows are cards on a small screen."""
    heads = {
        b.columns for b in walk(document.blocks) if isinstance(b, Table) and b.role == "matrix"
    }
    if len(heads) != 1:
        return ""
    (columns,) = heads
    rules = "".join(
        f".matrix td:nth-of-type({at})::before{{content:{_quoted(name)}}}\n"
        for at, name in enumerate(columns[1:], 1)
    )
    return f"@media screen and (max-width:46rem){{\n{rules}}}\n"


def _quoted(text: str) -> str:
    """A text as a string of CSS: whatever is no letter, digit or space by its number."""
    safe = fragment.safe_text(text)
    return '"{}"'.format(
        "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in safe)
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
