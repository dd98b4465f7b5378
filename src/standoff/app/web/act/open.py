"""Cases opened, begun, copied, packed, and taken out of packs; reports kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from standoff.app.web.state import Refused, Snapshot, State
from standoff.case.format.line import ACTOR_NAME
from standoff.case.make.adopt import case_text as case_of_model
from standoff.case.make.adopt import title_line
from standoff.problem import NotComputed
from standoff.store import pack, settings, shipped
from standoff.store.folder import CASE, MODEL
from standoff.store.model.read import read_model
from standoff.store.write import Change, Changed, file_text, write_all, write_folder


def open_case(state: State, body: Mapping[str, Any]) -> Snapshot:
    """Open a case by its path, an example by its name, or one opened lately by its number."""
    if "example" in body:
        return state.open(shipped.shipped(str(body["example"])))
    if "lately" in body:
        known = settings.lately()
        at = body["lately"]
        if type(at) is not int or not 0 <= at < len(known):
            raise Refused("there is no such case in the list", 404)
        return state.open(Path(known[at].place))
    path = _path(body, "path")
    return _adopt(state, path, body) if path.is_file() else state.open(path)


def _adopt(state: State, path: Path, body: Mapping[str, Any]) -> Snapshot:
    """A model file as a new case, beside it unless told: its text, or the file as it is for a graph."""
    model = read_model(path)
    title = model.title or model.id
    try:
        files = {CASE: case_of_model(model.model, model.labels, title)}
    except NotComputed:
        files = {CASE: title_line(title) + "\n", MODEL: file_text(path) or ""}
    root = _path(body, "to") if body.get("to") else path.with_suffix("")
    try:
        write_folder(root, files)
    except Changed:
        raise Refused(f"{root} is there already: choose another folder", 409, ask="to") from None
    return state.open(root)


def _path(body: Mapping[str, Any], key: str) -> Path:
    value = body.get(key)
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Refused(f"say where: `{key}`")
    path = Path(value.strip()).expanduser()
    return path.parent if path.name == CASE else path


def new_case(state: State, body: Mapping[str, Any]) -> Snapshot:
    """Make a case with a title and, if they are known, its actors; its desk stands beside it."""
    title = str(body.get("title") or "").strip()
    if not title:
        raise Refused("a case begins with a question: give it a title")
    root = _path(body, "folder")
    names = [str(name) for name in body.get("names") or [] if str(name).strip()]
    try:
        write_folder(root, {CASE: case_text(title, names)})
    except Changed:
        raise Refused(f"{root} is there already: choose another folder", 409) from None
    return state.open(root, desk=desk_of(root))


def desk_of(root: Path) -> Path:
    """Where the texts of a case are kept: a folder beside it."""
    home = root.resolve()
    return home.with_name(f"{home.name}-desk")


def case_text(title: str, names: Iterable[str]) -> str:
    """A new case: its question, and its actors with the names that the texts use."""
    lines = [
        "# Who can decide, what they could do, what all texts share; each text's own is in readings/.",
        f"case: {quoted(title)}",
        "",
    ]
    actors = [actor_line(name) for name in names]
    if actors:
        lines += ["actors:", *(f"  {line}" for line in actors), ""]
    lines += ["now: []   # what is done today, in all readings"]
    return "\n".join(lines) + "\n"


def actor_line(name: str, also: Iterable[str] = ()) -> str:
    """`Upland: {also: [the Uplanders]}` of what a person typed: `Upland: the Uplanders`."""
    head, _, rest = name.partition(":")
    id = actor_id(head)
    others = [each.strip() for each in (*rest.split(","), *also) if each.strip()]
    if head.strip() != id:
        others.insert(0, head.strip())
    others = [each for each in dict.fromkeys(others) if each != id]
    return f"{id}: {{also: [{', '.join(map(quoted, others))}]}}" if others else f"{id}: {{}}"


def actor_id(name: str) -> str:
    """A name as an actor is called in a case: one word, without the article before it.

    >>> actor_id("the Northport government"), actor_id("al-Qaida")
    ('Northport_government', 'Al-Qaida')
    """
    bare = re.sub(r"\A(?:the|an?)\s+(?=\S)", "", name.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"[^\w-]+", "_", bare).strip("_-")
    plain = plain[:1].upper() + plain[1:]
    return plain if ACTOR_NAME.fullmatch(plain) else f"Actor_{plain}".rstrip("_")


def quoted(value: str) -> str:
    """A text as YAML takes it whatever it holds."""
    plain = "".join(sign for sign in " ".join(value.split()) if sign.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', "'") + '"'


def copy_case(state: State, body: Mapping[str, Any]) -> Snapshot:
    """Copy the case that is open to another folder, and open that one."""
    snapshot = state.snapshot()
    root = _path(body, "to")
    try:
        write_folder(root, snapshot.files)
    except Changed:
        raise Refused(f"{root} is there already: choose another folder", 409) from None
    return state.open(root, desk=state.desk, texts=state.texts)


def packed(state: State) -> tuple[str, bytes]:
    """The case as one file, without texts, with the name of that file."""
    snapshot = state.snapshot()
    return f"{snapshot.case.name}.standoff.json", pack.pack(snapshot.case.name, snapshot.files)


def pack_to(state: State, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the pack to a new file."""
    name, data = packed(state)
    return _keep(_path(body, "to"), data.decode("ascii"), name)


def unpack(state: State, data: bytes, to: str) -> Snapshot:
    """Take a case out of a pack into a new folder, and open it."""
    _, found = pack.unpack(data)
    root = _path({"to": to}, "to")
    try:
        write_folder(root, found)
    except Changed:
        raise Refused(f"{root} is there already: choose another folder", 409) from None
    return state.open(root)


def keep(state: State, body: Mapping[str, Any], page: str) -> Mapping[str, Any]:
    """Write a report to a new file, or in place of an older report."""
    return _keep(_path(body, "to"), page, f"{state.snapshot().case.name}.html")


def _keep(path: Path, text: str, name: str) -> Mapping[str, Any]:
    if path.is_dir():
        path = path / name
    ending = ".html" if name.endswith(".html") else ".json"
    if path.suffix != ending:
        raise Refused(f"the name of the file ends in {ending}")
    old = file_text(path)
    made = 'content="standoff ' in (old or "")[:2_000]  # as a page says what made it
    ours = old is not None and (made or pack.FORMAT in old[:200])
    if old is not None and not ours:
        raise Refused(f"{path} is there already, and is something else: choose another name", 409)
    write_all([Change(path, old, text)])
    return {"path": str(path.absolute()), "bytes": len(text.encode())}
