"""What Sphinx is told: the pages are those of docs/, the notebooks, and what the project says of itself.

The source is the checkout itself, so that every link between two files is the same here and wherever the
repository is shown. Nothing is asked of any network.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from standoff.version import VERSION  # noqa: E402
from website.index import contents  # noqa: E402
from website.notebook import NotebookParser  # noqa: E402

project = "standoff"
author = copyright = "the standoff contributors"
release = version = VERSION

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/**/*.md",
    "docs/*.md",
    "notebooks/*.ipynb",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
]
exclude_patterns = ["docs/tutorial/reading-desk/**"]  # the texts that a tutorial reads
nitpicky = True
smartquotes = False  # `--json` is no dash
myst_heading_anchors = 4
myst_links_external_new_tab = False

html_theme = "furo"
html_title = "standoff"
html_favicon = str(ROOT / "src/standoff/app/web/static/icon.svg")
html_static_path = ["static"]
html_css_files = ["site.css"]
html_extra_path = ["root"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = True


def setup(app: Any) -> None:
    """What the pages need beyond the settings above."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
    app.connect("source-read", _with_contents)
    app.connect("html-page-context", _for_everybody, priority=900)  # after the theme


def _with_contents(app: Any, name: str, text: list[str]) -> None:
    """The pages that the index names are the sidebar, in its order and under its headings."""
    if name == root_doc:
        text[0] += contents(text[0])


def _for_everybody(app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """What is wider than the window can be moved to by keys, and a heading says its level."""
    for key in ("body", "furo_navigation_tree"):
        for plain, better in _BETTER:
            context[key] = context.get(key, "").replace(plain, better)


_BETTER = (
    ("<pre>", '<pre tabindex="0">'),
    (
        '<div class="table-wrapper',
        '<div tabindex="0" role="region" aria-label="Table" class="table-wrapper',
    ),
    ('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
)
