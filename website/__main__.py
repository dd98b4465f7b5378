"""`python -m website [FOLDER]`: the site, built afresh.

A warning fails it, a broken link, something fetched from elsewhere, asking for the network while it is built.
"""

from __future__ import annotations

import ipaddress
import shutil
import sys
from pathlib import Path
from typing import Any

from sphinx.cmd.build import build_main

from website.links import check

ROOT = Path(__file__).resolve().parent.parent


class Network(OSError):
    """Something asked for the network while the site was built."""


def stay_inside(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: this machine may be talked to (a notebook's kernel is), nobody else."""
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in ("", None, "localhost") and not _here(str(host)):
        raise Network(f"the site is built without the network, and {host} was asked for")


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def build(target: Path) -> int:
    """Build the site; 0 where nothing is wrong with it."""
    shutil.rmtree(target, ignore_errors=True)
    doctrees = target.parent / f"{target.name}-doctrees"
    arguments = ["--quiet", "--fail-on-warning", "--fresh-env", "--conf-dir", str(ROOT / "website")]
    failed = build_main([*arguments, "--doctree-dir", str(doctrees), str(ROOT), str(target)])
    shutil.rmtree(doctrees, ignore_errors=True)
    if failed:
        return 1
    checked = check(target)
    for each in checked.broken:
        print(f"broken: {each}", file=sys.stderr)
    for each in checked.fetched:
        print(f"fetched from elsewhere: {each}", file=sys.stderr)
    pages = len(list(target.rglob("*.html")))
    links = f"{checked.inside:,} links inside, {len(checked.broken)} broken"
    print(f"{pages} pages, {links}: {target / 'index.html'}")
    return 1 if checked.broken or checked.fetched else 0


if __name__ == "__main__":
    sys.addaudithook(stay_inside)
    sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "site")))
