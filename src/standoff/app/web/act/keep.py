"""What is kept: a what-if as a variant or as a reading of its own, a question pinned to the report.

A pinned answer is a question of the case: it stands under `questions:` of its reading, and whatever prints
the report, here or in the terminal, answers it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.app.web import suppose
from standoff.app.web.act.key import key_place, set_key, without_key
from standoff.app.web.act.line import Body, new_reading, objects, one_line, plain_words, word
from standoff.app.web.act.open import quoted
from standoff.app.web.act.write import Step, commit, step
from standoff.app.web.show.frame import chosen
from standoff.app.web.show.question import asks_of, heading, same_question
from standoff.app.web.state import Refused, Snapshot, State
from standoff.app.web.view.line import Preview
from standoff.case.change import add_entry, add_key, remove_entry
from standoff.case.entry import Reading, Section, Wants
from standoff.case.format.line import print_line
from standoff.case.format.slice import add_variant, newline_of
from standoff.case.format.source import SOURCE_ID
from standoff.case.make.adopt import fresh, slug
from standoff.case.make.variant import opposite, sections
from standoff.case.question import QUESTIONS
from standoff.case.reading import BASE
from standoff.problem import UnknownName


def _supposed(snapshot: Snapshot, body: Body) -> tuple[str, Reading, Reading]:
    """The reading that a what-if is about, as it stands and as it is supposed (in the variant shown)."""
    reading = chosen(snapshot, word(body, "reading"))
    changes = objects(body, "changes")
    if any(change.get("kind") == "text" for change in changes):
        raise Refused("an unsaved text is saved in its file, not kept from here", 422)
    shown = word(body, "variant")
    after = suppose.apply(snapshot.sound(reading, shown or None), changes)
    return reading, snapshot.sound(reading), after


def variant(state: State, body: Body) -> Preview:
    """A what-if kept as a variant of its reading: one block more in its file."""
    snapshot = state.must_write()
    name = _variant_name(body)
    if not objects(body, "changes"):
        raise Refused("a variant has changes")
    reading, before, after = _supposed(snapshot, body)
    kept = _variant_step(snapshot, reading, before, after, name)
    return commit(state, [kept], body, f"the variant {name} of {reading}", reading=reading)


def _variant_name(body: Body) -> str:
    name = one_line(word(body, "name"))
    if not name or ":" in name:
        raise Refused("a variant has a name, without a colon")
    return name


def _variant_step(
    snapshot: Snapshot, reading: str, before: Reading, after: Reading, name: str
) -> Step:
    made = sections(before, after)
    if not made:
        raise suppose.CannotSuppose("nothing differs: there is nothing to keep")
    return step(snapshot.file_of(reading), lambda text: add_variant(text, name, made))


def copy(state: State, body: Body) -> Preview:
    """A reading copied to a new one, its comments kept, marked as a copy in its first comment.

    With `changes`, what a what-if supposes is written into the copy, each line where it belongs.
    """
    snapshot = state.must_write()
    reading, name = chosen(snapshot, word(body, "reading")), word(body, "name")
    if not SOURCE_ID.fullmatch(name) or name == BASE or name.endswith((".yaml", ".yml")):
        raise Refused("a reading's name is of letters, digits, `.`, `_` and `-`", 422)
    if name in snapshot.readings:
        raise Refused(f"there is a reading {name} already", 409)
    if reading == BASE:
        raise Refused("this case is one reading: keep what you change as a variant", 409)
    title = one_line(word(body, "title"))
    source = snapshot.file_of(reading)
    copied = snapshot.files[source].removeprefix("\ufeff")
    if objects(body, "changes"):
        _, before, after = _supposed(snapshot, body)
        copied = _written(copied, before, after, source)
    text = f"# A copy of {reading}.{newline_of(copied)}{copied}"
    if title:
        text = set_key(text, (), "case", quoted(title))
    file = snapshot.file_of(name)
    made = step(file, lambda _: text, text)
    return commit(
        state, [made], body, f"the reading {name}, a copy of {reading}", records=False, reading=name
    )


_LISTED = ("now", "impossible", "no_way_back")


def _written(text: str, before: Reading, after: Reading, file: str) -> str:
    """The file of a reading with what differs written into it, each line where it belongs.

    text, file  of the reading, as `before` was read from it
    raises      CannotSuppose  nothing differs
                CannotEdit
    """
    new = _left_out(text, before, after, file)
    for key in _LISTED:
        for line in getattr(after, key):
            if line not in getattr(before, key):
                new = add_entry(new, (key,), print_line(line))
    known = {line.fact: line for line in before.settings}
    for line in after.settings:
        if known.get(line.fact) != line:
            fact, _, value = print_line(line).partition(": ")
            new = set_key(new, ("facts",), fact, value)
    for actor, wants in after.wants.items():
        if before.wants.get(actor) != wants:
            new = _list_instead(new, actor, wants)
    if new == text:
        raise suppose.CannotSuppose("nothing differs: there is nothing to keep")
    return new


def _left_out(text: str, before: Reading, after: Reading, file: str) -> str:
    """The text without the lines that are left out; one of the shared file is taken back by its rule."""
    gone = [
        line for key in _LISTED for line in getattr(before, key) if line not in getattr(after, key)
    ]
    for line in sorted(gone, key=lambda each: each.place.line, reverse=True):
        if line.place.file == file:
            text = remove_entry(text, line.place)
        elif line.section is Section.NOW:
            text = add_entry(text, ("now",), print_line(opposite(line)))
        else:
            text = add_entry(text, (f"{line.section}_drop",), str(line.condition))
    return text


def _list_instead(text: str, actor: str, wants: Wants) -> str:
    """The text with an actor's list in place of what stands for it there."""
    if key_place(text, ("wants", actor)) is not None:
        text = without_key(text, ("wants", actor))
    lines: list[str] = []
    for line in wants.lines:
        lines += ["- equal"] if line.tied else []
        lines.append(f"- {print_line(line)}")
    return add_key(text, ("wants",), actor, lines or "silent")


# --- pinned to the report -------------------------------------------------------------------------


def pin(state: State, snapshot: Snapshot, body: Body) -> Preview:
    """An answer, a question sheet or a what-if pinned: a question written where its reading is.

    A what-if that only sets options is a question of its own. Any other is kept as a variant, and the
    question is what the author concludes: its sheet says which variants answer otherwise.
    """
    changes = objects(body, "changes")
    steps: list[Step] = []
    if not changes:
        reading = chosen(snapshot, word(body, "reading"))
        merged = snapshot.merged(reading)[0]
        computation, about = word(body, "computation") or "compare", word(body, "about")
    elif all(change.get("kind") == "set" for change in changes) and not word(body, "variant"):
        reading, merged, _ = _supposed(snapshot, body)
        computation = "whatif"
        about = " ".join({str(each.get("option")): _act(each) for each in changes}.values())
    else:
        reading, merged, after = _supposed(snapshot, body)
        computation, about = "compare", "all"
        steps.append(_variant_step(snapshot, reading, merged, after, _variant_name(body)))
    if computation not in QUESTIONS:
        raise UnknownName("question", computation, QUESTIONS)
    about = about or ("all" if QUESTIONS[computation].all else "")
    about = "all" if QUESTIONS[computation].asks == "nothing" else about
    if not about:
        raise Refused(f"say what {computation} is about")
    if (known := same_question(merged, computation, about)) is None:
        words = word(body, "asks") or asks_of(merged, computation, about)
        steps.append(_question(snapshot, merged, computation, about, plain_words(words)))
    elif not steps:
        raise Refused(f"it is pinned already: {known.text}", 409)
    told = heading(QUESTIONS[computation])
    return commit(state, steps, body, f"“{told}” pinned to the report", reading=reading)


def _act(change: Mapping[str, Any]) -> str:
    return f"{change.get('option')}={'yes' if change.get('value') in ('yes', True) else 'no'}"


def _question(snapshot: Snapshot, merged: Reading, computation: str, about: str, asks: str) -> Step:
    file = snapshot.file_of(merged.id)
    known = {each.id for each in merged.questions}
    words: Sequence[str] = slug(asks).split("_")[:4]
    id = fresh("_".join(words) or computation, known)
    lines = [f"asks: {asks}", f"{computation}: {about}"]
    create = "" if file in snapshot.files else new_reading(merged.id)
    return step(file, lambda text: add_key(text, ("questions",), id, lines), create)


def unpin(state: State, snapshot: Snapshot, body: Body) -> Preview:
    """A question taken out of its file again, and the section with the last one."""
    reading, id = chosen(snapshot, word(body, "reading")), word(body, "id")
    known = {each.id: each for each in snapshot.merged(reading)[0].questions}
    if id not in known:
        raise UnknownName("question", id, known)
    file = snapshot.name_of(known[id].place.file)

    edited = step(file, lambda text: without_key(text, ("questions", id)))
    words = f"“{known[id].text}” taken off the report"
    return commit(state, [edited], body, words, reading=reading)
