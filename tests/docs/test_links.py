"""Links between the Markdown files, as the repository shows them: each leads to a file and a heading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "notebooks").glob("*.ipynb")),
]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")


def prose(path: Path) -> str:
    """What a page says, its code apart."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def headings(path: Path) -> set[str]:
    """The places of a page that a link can name, as they are made of its headings."""
    found: set[str] = set()
    for title in re.findall(r"^#+ (.+)$", prose(path), re.M):
        plain = LINK.sub(lambda link: link[0], title).lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).strip().replace(" ", "-"))
    return found


def wrong(page: Path) -> Iterator[str]:
    for link in LINK.finditer(re.sub(r"`[^`\n]*`", "", prose(page))):
        target, _, place = link["target"].partition("#")
        if re.match(r"\w+:", target):
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists():
            yield f"{link['target']}: no such file"
        elif place and place not in headings(file):
            yield f"{link['target']}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere_in_the_repository(page: Path) -> None:
    assert list(wrong(page)) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# A heading: of its own\n")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](other.md#a-heading-of-its-own) [b](other.md#none) [c](gone.md) [d](https://x.org)\n"
        "```python\n[e](in-code.md)\n```\n`[f](in-code.md)`\n"
    )
    assert list(wrong(page)) == ["other.md#none: no such heading", "gone.md: no such file"]
