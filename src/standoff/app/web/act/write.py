"""Writing a case: each change on the text it was made for, seen before, checked, and taken back again.

Who asks for a change names the sha256 of each file that it rests on. A file that is another one by now is
never overwritten: a line that still stands as it stood is edited where it is now, and that is said; all else
is refused with the three texts that the person chooses among.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.app.web.show.frame import change
from standoff.app.web.show.line import entries, in_sentence
from standoff.app.web.state import Refused, Snapshot, State, Undo, digest
from standoff.app.web.view.line import Conflict, Preview
from standoff.app.web.view.word import Trouble
from standoff.case.format.slice import CannotEdit
from standoff.case.format.source import add_records, set_gloss
from standoff.case.make.cite import cited as lacking_records
from standoff.problem import Findings, Place, Problem, StandoffError, UnknownName
from standoff.store.folder import MODEL, SOURCES
from standoff.store.write import Change, Changed, file_text, remove, within, write_all

Edit: TypeAlias = Callable[[str], str]

MOST_UNDOS = 100


class Clash(StandoffError):
    """A file is not what the change was based on."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict.words)
        self.conflict = conflict


class Worse(StandoffError):
    """A change that brings problems the case did not have: it was not written."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__("\n".join(trouble.words for trouble in troubles))
        self.troubles = troubles


@dataclass(frozen=True)
class Step:
    """A change of one file. `place`: the entry it is made at, as the page had it; `edit` takes where it is.

    create  the text of the file where there is none yet
    """

    file: str
    edit: Callable[[str, Place | None], str]
    place: Place | None = None
    create: str = ""


def step(file: str, edit: Edit, create: str = "") -> Step:
    """A change that depends on no place."""
    return Step(file, lambda text, _: edit(text), None, create)


def commit(
    state: State,
    steps: Iterable[Step],
    body: Mapping[str, Any],
    words: str,
    *,
    expected: Callable[[Problem], bool] = lambda _: False,
    records: bool = True,
    reading: str = "",
    glosses: Mapping[tuple[str, int], str] = MappingProxyType({}),
    gone: Iterable[str] = (),
) -> Preview:
    """Show what a change would write (`dry`), or write it, with the sentence records it lacks.

    glosses   of the sentences that are cited, by source and number
    gone      files that are taken away
    expected  problems that the change is known to bring, and that are said instead of forbidding it
    raises    Clash, Worse, Refused, CannotEdit, Changed, CannotWrite
    """
    with state.lock:
        before = state.must_write()
        dry, anyway = body.get("dry") is True, body.get("anyway") is True
        based = _based(body)
        texts, said = _changed(state, before, steps, based)
        gone = tuple(gone)
        for name in gone:
            disk = before.files[name]
            if based.get(name, digest(disk)) != digest(disk):
                raise Clash(conflict(name, state.seen.get(based[name]), disk, ""))
        draft = before.with_texts(texts).without(gone)
        if records:
            draft, texts = _recorded(state, draft, texts)
        for (id, number), gloss in glosses.items():
            name = f"{SOURCES}/{id}.yaml"
            with suppress(KeyError):  # the text is not at hand: there is no record to gloss yet
                texts[name] = set_gloss(draft.files[name], number, gloss)
                draft = draft.with_texts(texts)
        if not gone and all(before.files.get(name) == text for name, text in texts.items()):
            raise CannotEdit("nothing would change")
        reading = reading or str(body.get("reading") or "")
        reading = reading if reading in draft.readings else draft.readings[0]
        shown = {**texts, **dict.fromkeys(gone, "")}
        preview = _preview(state, before, draft, shown, reading=reading, words=words, said=said)
        new = _findings(state, draft, dry).beyond(_findings(state, before, dry))
        troubles = draft.troubles(new)
        if dry:
            return replace(preview, problems=troubles)
        blocking = [problem for problem in new if not expected(problem)]
        if blocking and not anyway:
            raise Worse(draft.troubles(blocking))
        _write(state, before, texts, words, gone)
        now = state.snapshot()
        return replace(preview, problems=troubles, saved=True, files=dict(now.hashes))


def _based(body: Mapping[str, Any]) -> Mapping[str, str]:
    based = body.get("based") or {}
    if not isinstance(based, dict) or not all(isinstance(v, str) for v in based.values()):
        raise Refused("`based` is an object of hashes")
    return based


def _changed(
    state: State, before: Snapshot, steps: Iterable[Step], based: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """The new texts, and what is to be said of files that changed meanwhile."""
    texts: dict[str, str] = {}
    said: list[str] = []
    for one in steps:
        if one.file not in before.files and not one.create:
            raise UnknownName("file", one.file, before.files)
        disk = before.files.get(one.file, one.create)
        text = texts.get(one.file, disk)
        base = based.get(one.file)
        if base is None and one.place is not None and one.file in before.files:
            raise Refused(f"say what the change of {one.file} is based on")
        if base is None or base == digest(disk):
            texts[one.file] = one.edit(text, one.place)
            continue
        texts[one.file] = _again(state, one, text, base)
        said.append(f"{one.file} was changed outside: the same change was made on the new text")
    return texts, "; ".join(dict.fromkeys(said))


def _again(state: State, one: Step, text: str, base: str) -> str:
    """A change made on a text that is not the one it was meant for, if its entry stands as it stood."""
    old = state.seen.get(base)
    place = one.place
    if place is not None:
        place = None if old is None else moved(old, text, place)
        if place is None:
            raise Clash(conflict(one.file, old, text, _mine(one, old)))
    try:
        return one.edit(text, place)
    except CannotEdit:
        raise Clash(conflict(one.file, old, text, _mine(one, old))) from None


def _mine(one: Step, old: str | None) -> str:
    if old is not None:
        with suppress(CannotEdit):
            return one.edit(old, one.place)
    return ""


def conflict(file: str, base: str | None, disk: str, mine: str) -> Conflict:
    """The three texts that a person chooses among."""
    words = f"{file} was changed outside since this page was made: nothing was written"
    return Conflict(file, base or "", disk, mine, digest(disk), words)


def moved(old: str, new: str, place: Place) -> Place | None:
    """Where an entry of an old text stands in a new one: on a line just like it, below the same keys."""
    before, after = old.splitlines(), new.splitlines()
    if place.line > len(before):
        return None
    line, keys = before[place.line - 1], _keys(before, place.line - 1)
    found = [n for n, each in enumerate(after) if each == line and _keys(after, n) == keys]
    if len(found) != 1 or sum(each == line for each in before) != 1:
        same = place.line <= len(after) and after[: place.line] == before[: place.line]
        return place if same else None
    return Place(place.file, found[0] + 1, place.column)


def _keys(lines: list[str], at: int) -> tuple[str, ...]:
    """The keys that a line stands below, by how far they are indented."""
    found: list[str] = []
    depth = len(lines[at]) - len(lines[at].lstrip())
    for line in reversed(lines[:at]):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent < depth and not line.lstrip().startswith("#"):
            found.append(line.split(":")[0].strip())
            depth = indent
    return tuple(found)


def _recorded(
    state: State, draft: Snapshot, texts: dict[str, str]
) -> tuple[Snapshot, dict[str, str]]:
    """With a record for each cited sentence that has none, and a file for each source of the desk."""
    new = dict(texts)
    for id in _unknown_sources(state, draft):
        new[f"{SOURCES}/{id}.yaml"] = source_file(state, id)
    if len(new) > len(texts):
        draft = draft.with_texts(new)
    at_hand = state.source_texts(draft)
    lacking = lacking_records(draft.case, Findings(), at_hand).records
    for id, more in lacking.items():
        name = f"{SOURCES}/{id}.yaml"
        new[name] = add_records(draft.files.get(name, ""), id, at_hand[id].sha256, more)
    return draft.with_texts(new), new


def _unknown_sources(state: State, draft: Snapshot) -> list[str]:
    """Sources of the desk that the case cites and does not know yet."""
    if state.desk is None:
        return []
    from standoff.case.reading import overlays, sources_of
    from standoff.case.walk import walk_citations
    from standoff.store.sources import ids

    cited = {c.source for overlay, *_ in overlays(draft.case) for c, _ in walk_citations(overlay)}
    known = sources_of(draft.case)
    return [id for id in ids(state.desk) if id in cited and id not in known]


def source_file(state: State, id: str) -> str:
    """The file of a source that the case does not have yet, from what the desk knows of it."""
    from standoff.case.format.source import source_text
    from standoff.store.sources import imported

    assert state.desk is not None
    source = imported(state.desk, id).source
    facts = {
        "title": source.title,
        "author": source.author,
        "outlet": source.outlet,
        "date": str(source.date or ""),
        "url": source.url,
        "language": source.language,
        "private": "yes" if source.private else "",
    }
    return source_text(facts, source.sha256)


def _findings(state: State, snapshot: Snapshot, quick: bool) -> Findings:
    """All that is wrong, known again by the files; quickly: without building models."""
    key = ("check", snapshot.key)
    if not quick and key not in state.answers:
        state.answers[key] = snapshot.check().findings
    if key in state.answers:
        findings: Findings = state.answers[key]
        return findings
    found = Findings(list(snapshot.found.problems), [])
    for name in snapshot.readings:
        found.problems += snapshot.merged(name)[1].problems
    found.problems[:] = dict.fromkeys(found.problems)
    return found


def _preview(
    state: State,
    before: Snapshot,
    draft: Snapshot,
    texts: Mapping[str, str],
    *,
    reading: str,
    words: str,
    said: str,
) -> Preview:
    file, line = _first_new(before, texts, draft.file_of(reading))
    told, ties, forbids = _told(draft, reading, file, line)
    answers = [_answered(state, one, reading) for one in (before, draft)]
    return Preview(
        words=told or words,
        ties=ties,
        forbids=forbids,
        diff={name: diff(before.files.get(name, ""), text, name) for name, text in texts.items()},
        file=file,
        line=line,
        answer=change(*answers),
        said=said,
        files=dict(before.hashes),
    )


def _answered(state: State, snapshot: Snapshot, reading: str) -> Any:
    if reading not in snapshot.readings:
        return "there was no such reading"
    try:
        return state.answer(snapshot, reading)
    except StandoffError as error:
        return state.told(error).partition("\n")[0]


def diff(before: str, after: str, name: str) -> str:
    """What changes in a file, two lines around it."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, name, n=2, lineterm=""
    )
    return "\n".join(lines)


def _first_new(before: Snapshot, texts: Mapping[str, str], own: str) -> tuple[str, int]:
    """The file that the change is about, and its first new line."""
    for name in sorted(texts, key=lambda name: (name != own, name.startswith(SOURCES))):
        old, new = before.files.get(name, "").splitlines(), texts[name].splitlines()
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for tag, _, _, start, end in matcher.get_opcodes():
            if tag in ("insert", "replace"):
                lines = (
                    n
                    for n in range(start, end)
                    if new[n].strip() and not new[n].rstrip().endswith(":")
                )
                return name, next(lines, start) + 1
        if old != new:
            return name, 0
    return "", 0


def _told(draft: Snapshot, reading: str, file: str, line: int) -> tuple[str, tuple[str, ...], str]:
    """A new line in words, whom it ties, and what it forbids."""
    from standoff.condition import names
    from standoff.report.english import English

    merged = draft.merged(reading)[0]
    english = English(merged)
    for entry in entries(merged):
        if draft.name_of(entry.place.file) != file or entry.place.line != line:
            continue
        told = in_sentence(english, entry)
        condition = getattr(entry, "condition", None)
        if condition is None:
            return told, (), ""
        section = str(getattr(entry, "section", ""))
        if section not in ("impossible", "no_way_back"):  # a wish ties nobody
            return told, (), ""
        owners = dict.fromkeys(merged.owner[n] for n in names(condition) if n in merged.owner)
        forbids = f"never again that {english.clause(condition)}" if section == "impossible" else ""
        return told, tuple(owners), forbids
    return "", (), ""


def _write(
    state: State, before: Snapshot, texts: Mapping[str, str], words: str, gone: Iterable[str] = ()
) -> None:
    """Write files whole, none or all, then take away those that go, and remember how to undo it."""
    root = before.root
    changes: list[Change] = []
    undo: dict[Path, tuple[str | None, str | None]] = {}
    for name, text in texts.items():
        path = within(root, root / name)
        old = before.files.get(name)
        if old != text:
            changes.append(Change(path, old, text))
            undo[path] = old, text
    write_all(changes)
    try:
        for name in gone:  # last: broken off here, a file is left that nothing needs
            path = within(root, root / name)
            remove(path, before.files[name])
            undo[path] = before.files[name], None
    finally:
        _remember(state, words, undo)


def _remember(state: State, words: str, undo: Mapping[Path, tuple[str | None, str | None]]) -> None:
    """Keep a write, so that it can be taken back."""
    if not undo:
        return
    for _, (_, after) in undo.items():
        if after is not None:
            state.seen[digest(after)] = after
    state.undos.append(Undo(words, undo))
    del state.undos[:-MOST_UNDOS]


def undo(state: State) -> Mapping[str, Any]:
    """Take the last write back, if its files are still as it left them. Raises Refused, Changed."""
    with state.lock:
        if not state.undos:
            raise Refused("there is nothing left to take back", 409)
        last = state.undos.pop()
        for path, (_, after) in last.files.items():
            if file_text(path) != after:
                raise Changed(f"{path.name} was changed since: “{last.words}” cannot be taken back")
        write_all(
            Change(path, after, before)
            for path, (before, after) in last.files.items()
            if before is not None
        )
        for path, (before, after) in last.files.items():
            if before is None and after is not None:
                remove(path, after)
        now = state.snapshot()
        left = state.undos[-1].words if state.undos else ""
        return {"undone": last.words, "files": dict(now.hashes), "undo": left}


def file(state: State, body: Mapping[str, Any]) -> Preview:
    """The text of the editor, checked (`dry`) or written."""
    name, text = body.get("name"), body.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        raise Refused("say which file, and its text")
    snapshot = state.snapshot()
    if name not in snapshot.files or name == MODEL:
        raise UnknownName("file", name, snapshot.files)
    base = _based(body).get(name)
    if body.get("dry") is not True:
        if base is None:
            raise Refused(f"say what the change of {name} is based on")
        if base != snapshot.hashes[name]:
            raise Clash(conflict(name, state.seen.get(base), snapshot.files[name], text))
    reading = Path(name).stem if name.startswith("readings/") else ""
    steps = [step(name, lambda _: text)]
    if body.get("dry") is True and text == snapshot.files[name]:
        return Preview(file=name, files=dict(snapshot.hashes))
    return commit(
        state, steps, {**body, "based": {}}, f"{name} as edited", records=False, reading=reading
    )
