"""The reading desk in the browser: texts taken in, read, shown with their records, decided, compared.

A text is shown as it is, cut into its numbered sentences; records stand in it as nested stretches. What a
person decides goes through `standoff.store.records`, as from the terminal: one decision a step, logged, and
taken back step by step.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.app.web import show, view, write
from standoff.app.web.state import Refused, Snapshot, State
from standoff.case.format.change import add_key
from standoff.case.format.source import SOURCE_ID, set_fact
from standoff.case.reading import sources_of
from standoff.citation import Citation, Period
from standoff.problem import StandoffError, UnknownName
from standoff.store import records, settings, sources
from standoff.store.folder import READINGS, SOURCES
from standoff.store.records import Loaded
from standoff.store.write import Change, Changed, file_text, locked, write_all
from standoff.text.annotation import (
    AUTHOR,
    STATES,
    Annotation,
    Attribution,
    Flag,
    Mark,
    Name,
    Pair,
    Record,
    from_json,
    numbered,
    to_json,
)
from standoff.text.desk import decision
from standoff.text.find import furniture
from standoff.text.find.lexicon import code_of, short_names, slug
from standoff.text.sentence import Sentence, sentences

Body: TypeAlias = Mapping[str, Any]
QUEUE = ("attribution", "offer", "option", "name", "pair")
"""What a case can use at once: decided first."""
NAMES = "names.txt"
FACTS = ("date", "outlet", "author", "title", "language", "url")
KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "mention": "somebody named",
        "name": "a new name",
        "attribution": "who says it",
        "event": "who did what",
        "offer": "an offer",
        "date": "a date",
        "mark": "a word that weakens or turns it",
        "option": "something they could do",
        "flag": "no part of the article",
        "pair": "said in two texts",
    }
)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "actor": "who", "via": "how named", "organ": "its organ", "slug": "as a name in a case",
        "holder": "who says it", "cue": "the word that shows it", "content": "what is said",
        "kind": "of what kind", "depth": "how deep", "holder_span": "where the speaker is named",
        "source": "who did it", "target": "to whom", "category": "what was done", "status": "how told",
        "trigger": "the word for it", "rank": "how central", "giver": "who gives", "taker": "to whom",
        "gives": "what is given", "wants": "what is wanted", "answer": "the answer it got",
        "earliest": "first day", "latest": "last day", "granularity": "how exact", "horizon": "until when",
        "phrase": "in words", "role": "what it is", "verdict": "what they do to each other",
        "score": "how alike", "when": "its time", "other": "the other text", "voice": "in whose words",
    }
)  # fmt: skip
MENUS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("attribution", "kind"): ("direct", "indirect", "according", "noun", "belief", "unclosed"),
        ("offer", "answer"): ("accepted", "refused", "open", "unknown"),
        ("date", "granularity"): ("day", "month", "season", "year", "relative"),
        ("event", "status"): (
            "asserted", "reported", "negated", "intended", "hypothetical", "question",
        ),
        ("mark", "kind"): ("hedge", "likelihood", "modal", "condition", "negation"),
        ("mention", "via"): ("name", "demonym", "capital", "leader", "organ", "place"),
        ("pair", "verdict"): ("unknown", "agree", "contradict", "talk-past"),
        ("flag", "role"): (
            "title", "caption", "heading", "teaser", "disclaimer", "menu", "credit", "byline",
        ),
    }
)  # fmt: skip
_ACTORS = ("actor", "holder", "giver", "taker", "voice")
_HIDDEN = frozenset(
    ("start", "end", "quote", "rule", "state", "id", "by", "at", "note", "other_span", "other_when",
     "score", "rank", "depth", "when", "other")
)  # fmt: skip
_ADDED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "mention": {"via": "name"},
        "name": {},
        "attribution": {"kind": "indirect"},
        "offer": {"answer": "unknown", "gives": None, "wants": None},
        "option": {},
        "date": {"granularity": "day"},
        "mark": {"kind": "hedge"},
        "flag": {"role": "menu"},
    }
)
"""Kinds that can be added by hand, with what is taken where nothing is said."""
LEAST_LATIN = 0.6


def folder(state: State) -> Path:
    """The desk that is open. Raises Refused where there is none."""
    if state.desk is None:
        raise Refused("there are no texts yet", 409, ask="texts")
    return state.desk


def _word(body: Body, key: str) -> str:
    value = body.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value.strip()


def text_of(state: State, id: str) -> Loaded:
    """A text with its records, as it is on disk now; read once as long as its files stay."""
    desk = folder(state)
    known = sources.ids(desk)
    if id not in known:
        raise UnknownName("text", id, known)
    stamp = tuple(
        _stamp(sources.file_of(desk, folder_, id))
        for folder_ in ("texts", "sources", "records", "log")
    )
    key = ("desk", str(desk), id)
    kept = state.answers.get(key)
    if kept is None or kept[0] != stamp:
        kept = stamp, records.load(desk, id)
        state.answers[key] = kept
    loaded: Loaded = kept[1]
    return loaded


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        now = path.stat()
    except OSError:
        return ()
    return now.st_size, now.st_mtime_ns, now.st_ino


def ids(state: State) -> list[str]:
    """The texts of the desk that is open."""
    return sources.ids(state.desk) if state.desk is not None else []


def waiting(state: State) -> int:
    """How many proposals that a case can use wait in all texts."""
    count = 0
    for id in ids(state):
        with suppress(StandoffError):
            count += _waits(text_of(state, id).annotation)
    return count


def _waits(annotation: Annotation) -> int:
    return sum(r.state == "proposed" and r.KIND in QUEUE for r in annotation.records)


# --- texts in -------------------------------------------------------------------------------------


def take(state: State, data: bytes, name: str, id: str = "") -> Mapping[str, Any]:
    """Freeze a text in the desk; begins a reading for it in a case that has one for each text."""
    if state.desk is None:
        if state.root is None:
            raise Refused("open a case, or start one, before its texts", 409, ask="open")
        if state.readonly:
            raise Refused(state.readonly, 409, ask="copy")
        state.desk = write.desk_of(state.root)
        settings.remember(state.snapshot().case, desk=state.desk)
    plain = PureWindowsPath(PurePosixPath(name).name).name.replace("\0", "")
    if not plain.strip("."):
        raise Refused("a text has a file name")
    if id and not SOURCE_ID.fullmatch(id):
        raise Refused(f"{id!r} is no id of a text: letters, digits, `.`, `_` and `-`")
    state.desk.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        path = Path(beside) / plain[-120:]
        path.write_bytes(data)
        try:
            found = sources.import_file(state.desk, path, id)
        except sources.CannotImport as error:
            raise Refused(str(error), 409, ask="id") from None
    new = found.source.id
    _begin_reading(state, new)
    return {"source": source_row(state, new), "ask": form(state, new)}


def _begin_reading(state: State, id: str) -> None:
    """A file for what a text says, and one for its sentences, where a case can take them."""
    if state.root is None or state.readonly:
        return
    with state.lock:
        snapshot = state.snapshot()
        case = snapshot.case
        shared = case.base.wants or case.base.conclusions or case.base.offers
        if (not case.readings and shared) or id == "base":
            return
        root = snapshot.root
        changes = []
        if id not in sources_of(case):
            text = write.source_file(state, id)
            changes.append(Change(root / SOURCES / f"{id}.yaml", None, text))
        if id not in case.readings:
            text = f"# What {id} says, at its own time.\n"
            for actor in case.base.actors:
                text = _undecided(text, actor.name)
            changes.append(Change(root / READINGS / f"{id}.yaml", None, text))
        with suppress(Changed):
            write_all(change for change in changes if file_text(change.path) is None)


def _undecided(text: str, actor: str) -> str:
    from standoff.app.web.line import STANCES

    return add_key(text, ("wants",), actor, "undecided") if "undecided" in STANCES else text


def state_facts(state: State, body: Body) -> view.SourceRow:
    """What a person says of a text: kept in the desk, and in the case's record of the source."""
    desk, id = folder(state), _word(body, "id")
    if id not in sources.ids(desk):
        raise UnknownName("text", id, sources.ids(desk))
    facts = {key: " ".join(_word(body, key).split()) for key in FACTS if key in body}
    if facts.get("date"):
        try:
            Period.parse(facts["date"])
        except ValueError as error:
            raise Refused(str(error), 422) from None
    if facts.get("language") and not re.fullmatch(
        r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", facts["language"]
    ):
        raise Refused("a language is written as en, ar, fa, he, ru", 422)
    sources.state_facts(desk, id, facts)
    _facts_in_case(state, id, facts)
    return source_row(state, id)


def _facts_in_case(state: State, id: str, facts: Mapping[str, str]) -> None:
    if state.root is None or state.readonly:
        return
    snapshot = state.snapshot()
    name, reading = f"{SOURCES}/{id}.yaml", f"{READINGS}/{id}.yaml"
    steps = []
    if name in snapshot.files:

        def stated(text: str) -> str:
            for key, value in facts.items():
                text = set_fact(text, key, value)
            return text

        steps.append(write.step(name, stated))
    if facts.get("date") and reading in snapshot.files and snapshot.case.readings[id].at is None:
        steps.append(write.step(reading, lambda text: add_key(text, (), "at", facts["date"])))
    changed = [
        one for one in steps if one.edit(snapshot.files[one.file], None) != snapshot.files[one.file]
    ]
    if changed:
        write.commit(state, changed, {}, f"what is known of {id}", records=False)


def form(state: State, id: str) -> view.SourceForm:
    """The first questions about a text, with what the text itself offers for an answer."""
    text = sources.imported(folder(state), id)
    source, parts = text.source, sentences(text.text)
    known = {key: str(getattr(source, key, "") or "") for key in FACTS}
    flags = furniture.flags(text.text, parts, text.roles)
    offered: dict[str, str] = {}
    roles = []
    for flag in flags:
        number = next(p.number for p in parts if p.start == flag.start)
        if flag.role == "title" and not known["title"]:
            offered.setdefault("title", flag.quote)
        elif flag.role == "byline" and not known["author"]:
            offered.setdefault("author", re.sub(r"\A\s*by\s+", "", flag.quote, flags=re.IGNORECASE))
        if flag.role in furniture.SILENT:
            roles.append((number, flag.role))
    if not known["date"]:
        offered |= _dated(text.text, parts)
    if not known["language"]:
        foreign_ = foreign(text.text, "")
        if not foreign_:
            offered["language"] = "en"
    return view.SourceForm(id, known, offered, tuple(roles), tuple(alike(state)))


def _dated(text: str, parts: Sequence[Sentence]) -> dict[str, str]:
    """The first day named in the first sentences, only if the text names its year too."""
    from standoff.text.find.date import dates

    found = dates(text, list(parts[:6]), None, [])
    for when in found:
        if when.granularity == "day" and when.earliest and re.search(r"\d{4}", when.quote):
            return {"date": when.earliest}
    return {}


def foreign(text: str, language: str) -> str:
    """Why the English rules are not run on a text; empty where they are."""
    if language and not language.lower().startswith("en"):
        return f"it is not in English ({language}): the rules know English only; code it by hand"
    letters = [sign for sign in text[:20_000] if sign.isalpha()]
    if not letters:
        return ""
    latin = sum("LATIN" in unicodedata.name(sign, "") for sign in letters)
    if latin < LEAST_LATIN * len(letters):
        return "it is not in Latin letters: the rules know English only; code it by hand"
    return ""


def direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has one."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "auto"


def names(state: State) -> dict[str, list[str]]:
    """Actor -> its other names, from the case and from the desk."""
    known: dict[str, list[str]] = {}
    if state.root is not None:
        snapshot = state.snapshot()
        for id in snapshot.readings:
            for actor in snapshot.merged(id)[0].actors:
                known.setdefault(actor.name, []).extend(actor.also)
    if state.desk is not None:
        for line in (file_text(state.desk / NAMES) or "").splitlines():
            head, _, also = line.partition(":")
            if head.strip() and not line.startswith("#"):
                more = [each.strip() for each in also.split(",") if each.strip()]
                known.setdefault(head.strip(), []).extend(more)
    return {actor: list(dict.fromkeys(also)) for actor, also in known.items()}


def same(state: State, body: Body) -> list[list[str]]:
    """Names that mean the same, kept in the desk for the next reading of its texts."""
    desk = folder(state)
    given = body.get("names")
    if not isinstance(given, list) or not all(
        isinstance(row, list) and row and all(isinstance(n, str) and n.strip() for n in row)
        for row in given
    ):
        raise Refused("`names` is a list of lists of names")
    for name in (name for row in given for name in row):
        if any(sign in name for sign in ":,\n\r#"):
            raise Refused(f"{name!r}: a name holds no colon, comma or #", 422)
    rows = names(state) if not body.get("replace") else {}
    for first, *others in given:
        rows.setdefault(first, []).extend(others)
    lines = ["# Names that mean the same, a line an actor."]
    lines += [f"{actor}: {', '.join(dict.fromkeys(also))}" for actor, also in rows.items()]
    path = desk / NAMES
    with locked(desk):
        write_all([Change(path, file_text(path), "\n".join(lines) + "\n")])
    return [[actor, *dict.fromkeys(also)] for actor, also in rows.items()]


def alike(state: State) -> Iterator[tuple[str, ...]]:
    """Names of the texts of which one is a part of another: they may mean the same."""
    found: dict[str, None] = {}
    for id in ids(state):
        with suppress(StandoffError):
            for record in text_of(state, id).annotation.of(Name):
                found[record.quote] = None
    known = {n for actor, also in names(state).items() for n in (actor, *also)}
    every = list(found)
    for name in every:
        longer = [
            other
            for other in every
            if other != name and re.search(rf"\b{re.escape(name)}\b", other) and other not in known
        ]
        if longer:
            yield (name, *longer)


def to_read(state: State, body: Body) -> dict[str, Any]:
    """What the job of reading is to do."""
    desk = folder(state)
    known = sources.ids(desk)
    asked = body.get("sources") or []
    if not isinstance(asked, list) or not all(isinstance(each, str) for each in asked):
        raise Refused("`sources` is a list of ids")
    if unknown := [id for id in asked if id not in known]:
        raise UnknownName("text", unknown[0], known)
    chosen = asked or [id for id in known if not records.header(desk, id)]
    backend = _word(body, "backend") or ("plain" if show.missing_reader() else "rules")
    by_hand = [id for id in chosen if foreign_of(state, id)]
    return {
        "desk": str(desk),
        "sources": chosen,
        "by_hand": by_hand,
        "backend": backend,
        "names": names(state),
    }


def foreign_of(state: State, id: str) -> str:
    """Why the English rules are not run on a text of the desk."""
    text = sources.imported(folder(state), id)
    return foreign(text.text, text.source.language)


# --- shown ----------------------------------------------------------------------------------------


def source_row(state: State, id: str, chosen: bool = False) -> view.SourceRow:
    """A text in the list."""
    desk = folder(state)
    try:
        loaded = text_of(state, id)
        text = sources.imported(desk, id)
    except StandoffError as error:
        return view.SourceRow(id, id, 0, trouble=(str(error),), chosen=chosen)
    source = text.source
    return view.SourceRow(
        id=id,
        name=source.outlet or source.title or id,
        sentences=len(loaded.annotation.sentences),
        records=len(loaded.annotation.records),
        waiting=_waits(loaded.annotation),
        read=bool(records.header(desk, id)),
        date=str(source.date or ""),
        direction=direction(text.text),
        language=source.language,
        rules=foreign(text.text, source.language),
        trouble=loaded.trouble,
        doubts=text.doubts,
        chosen=chosen,
    )


class Who:
    """Codes of actors as a person reads them."""

    def __init__(self, state: State) -> None:
        self._own = {code_of(name): name for name in names(state)}

    def __call__(self, code: str) -> str:
        if code == AUTHOR:
            return "the author"
        if code in self._own:
            return self._own[code]
        found = short_names().get(code)
        return found or code.replace("-", " ").title() if code else ""

    @property
    def choices(self) -> tuple[view.Choice, ...]:
        """The actors of the case."""
        return tuple(view.Choice(code, name) for code, name in self._own.items())


def texts(state: State, id: str, reading: str, asked: Mapping[str, str]) -> view.TextsView:
    """The texts; one of them open, with its sentences and the cards that the filter lets through."""
    known = ids(state)
    if id and id not in known:
        raise UnknownName("text", id, known)
    if not known:
        return view.TextsView(())
    id = id or next((each for each in known if source_row(state, each).waiting), known[0])
    rows = tuple(source_row(state, each, each == id) for each in known)
    chosen = next(row for row in rows if row.id == id)
    try:
        loaded = text_of(state, id)
    except StandoffError:
        return view.TextsView(rows, chosen)
    who = Who(state)
    snapshot = state.snapshot() if state.root is not None else None
    every = cards(loaded, who)
    shown = [card for card in every if _passes(card, asked)]
    order = {state_: at for at, state_ in enumerate(STATES)}
    shown.sort(key=lambda card: (order[card.state] > 0, card.start))
    first = next((card.id for card in shown if card.state == "proposed"), "")
    reading = id if snapshot is not None and id in snapshot.readings else reading
    maker = None
    if snapshot is not None:
        maker = show.maker(
            snapshot, show.chosen(snapshot, reading if reading in snapshot.readings else "")
        )
    return view.TextsView(
        sources=rows,
        source=chosen,
        sentences=tuple(_sentences(loaded, snapshot, who)),
        cards=tuple(shown),
        current=asked.get("card") or first,
        kinds=_menu((card.kind for card in every), KIND_NAMES, asked.get("kind", "")),
        states=tuple(view.Choice(s, s, chosen=s == asked.get("state")) for s in STATES),
        actors=tuple(
            view.Choice(code, who(code), chosen=code == asked.get("actor"))
            for code in sorted(
                {f.value for c in every for f in c.fields if f.name in _ACTORS and f.value}
            )
        ),
        addable=tuple(view.Choice(kind, KIND_NAMES[kind]) for kind in _ADDED),
        form=form(state, id),
        maker=maker,
        sentence=int(asked.get("s", "0")) if asked.get("s", "0").isdigit() else 0,
        counts=dict(Counter(record.state for record in loaded.annotation.records)),
    )


def _menu(kinds: Iterable[str], words: Mapping[str, str], chosen: str) -> tuple[view.Choice, ...]:
    count = Counter(kinds)
    return tuple(
        view.Choice(kind, f"{words.get(kind, kind)} ({count[kind]})", chosen=kind == chosen)
        for kind in sorted(count, key=lambda kind: (kind not in QUEUE, kind))
    )


def _passes(card: view.Card, asked: Mapping[str, str]) -> bool:
    kind, state, actor = (asked.get(key, "") for key in ("kind", "state", "actor"))
    if kind and kind != "all" and card.kind != kind:
        return False
    if not kind and not card.queue and card.state == "proposed":
        return False  # marks, dates, mentions are decided only where somebody asks for them
    if state and card.state != state:
        return False
    return not actor or any(f.value == actor for f in card.fields if f.name in _ACTORS)


def cards(loaded: Loaded, who: Who) -> list[view.Card]:
    """Every record of a text as a card."""
    return [card(loaded, record, who) for record in loaded.annotation.records]


def card(loaded: Loaded, record: Record, who: Who) -> view.Card:
    """A record as a person decides it."""
    number = loaded.annotation.sentence_at(record.start).number
    other = getattr(record, "other", "") if isinstance(record, Pair) else ""
    return view.Card(
        id=record.id,
        kind=record.KIND,
        kind_name=KIND_NAMES.get(record.KIND, record.KIND),
        state=record.state,
        sentence=number,
        start=record.start,
        end=record.end,
        quote=record.quote,
        words=in_words(loaded.text, record, who),
        rule=record.rule,
        fields=tuple(_fields(loaded.text, record, who)),
        by=record.by,
        at=record.at,
        queue=record.KIND in QUEUE,
        other=other,
    )


def _fields(text: str, record: Record, who: Who) -> Iterator[view.FieldView]:
    for part in dataclasses.fields(record):
        if part.name in _HIDDEN:
            continue
        value = getattr(record, part.name)
        label = LABELS.get(part.name, part.name.replace("_", " "))
        if "Span" in str(part.type):
            start, end = value or (0, 0)
            words = text[start:end] if value else ""
            yield view.FieldView(part.name, label, words, "span", (), start, end)
        elif part.name in _ACTORS:
            yield view.FieldView(part.name, label, str(value), "names", _with(who, str(value)))
        elif isinstance(value, tuple):
            told = ", ".join(map(str, value))
            yield view.FieldView(part.name, label, told, "names", _with(who, *map(str, value)))
        elif (record.KIND, part.name) in MENUS:
            menu = dict.fromkeys((*MENUS[record.KIND, part.name], str(value)))
            choices = tuple(view.Choice(each, each, chosen=each == value) for each in menu if each)
            yield view.FieldView(part.name, label, str(value), "menu", choices)
        else:
            yield view.FieldView(part.name, label, str(value))


def _with(who: Who, *codes: str) -> tuple[view.Choice, ...]:
    known = {choice.value: choice for choice in who.choices}
    for code in codes:
        if code:
            known.setdefault(code, view.Choice(code, who(code)))
    return tuple(dataclasses.replace(each, chosen=each.value in codes) for each in known.values())


def in_words(text: str, record: Record, who: Who) -> str:
    """What a record says, in a line."""
    values = to_json(record)

    def of(name: str) -> str:
        return who(str(values.get(name) or ""))

    def span(name: str) -> str:
        value = values.get(name)
        return text[slice(*value)] if value else ""

    match record.KIND:
        case "mention":
            return f"{record.quote}: {of('actor')}"
        case "name":
            return f"a name that nobody knows yet: {record.quote}"
        case "attribution":
            return f"{of('holder')} says it ({values.get('kind')})"
        case "offer":
            gives, wants = span("gives"), span("wants")
            told = f"{of('giver')} gives: {gives or '?'}; for: {wants or '?'}"
            return f"{told} · {values.get('answer', 'unknown')}"
        case "option":
            return f"{of('actor')} could {values.get('phrase', record.quote)}"
        case "event":
            did = ", ".join(who(str(each)) for each in values.get("source", ())) or "somebody"
            to = ", ".join(who(str(each)) for each in values.get("target", ()))
            return f"{did}: {str(values.get('category', '')).lower()}{f' {to}' if to else ''} ({values.get('status')})"
        case "date":
            first, last = values.get("earliest", ""), values.get("latest", "")
            return first if first == last else f"{first or '?'} to {last or '?'}"
        case "pair":
            return f"{values.get('other')} speaks of it too: {values.get('verdict', 'unknown')}"
        case "flag":
            return f"no part of the article: {values.get('role')}"
    return f"{values.get('kind', record.KIND)}: {record.quote}"


def _sentences(loaded: Loaded, snapshot: Snapshot | None, who: Who) -> Iterator[view.SentenceView]:
    annotation = loaded.annotation
    id = annotation.source
    source = sources_of(snapshot.case).get(id) if snapshot is not None else None
    used = _used(snapshot, id) if snapshot is not None else {}
    flags = {r.start: r.role for r in annotation.of(Flag) if r.state != "rejected"}
    spoken = [r for r in annotation.of(Attribution) if r.state in ("accepted", "edited")]
    hedges = [r for r in annotation.of(Mark) if r.state in ("accepted", "edited")]
    inside = [
        r for r in annotation.records if not isinstance(r, Flag | Pair) and r.state != "rejected"
    ]
    inside.sort(key=lambda r: (r.start, -r.end, r.id))
    pairs = [r for r in annotation.of(Pair)]
    at = 0
    for part in annotation.sentences:
        while at < len(inside) and inside[at].start < part.start and inside[at].end <= part.start:
            at += 1
        here: list[Record] = []
        look = at
        while look < len(inside) and inside[look].start < part.end:
            if inside[look].end > part.start:
                here.append(inside[look])
            look += 1
        said = next((r for r in spoken if r.start < part.end and r.end > part.start), None)
        hedge = next(
            (
                r
                for r in hedges
                if part.start <= r.start < part.end and r.kind in ("hedge", "likelihood")
            ),
            None,
        )
        waits = sum(
            r.state == "proposed" and r.KIND in QUEUE and r.start >= part.start for r in here
        )
        waits += sum(r.state == "proposed" and part.start <= r.start < part.end for r in pairs)
        record = source.records.get(part.number) if source is not None else None
        role = flags.get(part.start, "")
        yield view.SentenceView(
            number=part.number,
            cite=f"{id}#s{part.number}",
            start=part.start,
            end=part.end,
            parts=segments(
                loaded.text, part.start, part.end, here, lambda r: in_words(loaded.text, r, who)
            ),
            folded=role if role in furniture.SILENT else "",
            waiting=waits,
            uses=tuple(used.get(part.number, ())),
            speaker=who(said.holder) if said is not None and said.holder != AUTHOR else "",
            hedge=hedge.quote if hedge is not None else "",
            gloss=record.gloss if record is not None else "",
            recorded=record is not None,
        )


def spoken(state: State, shown: view.EvidenceView) -> view.EvidenceView:
    """A sentence with who is reported to say it and how it is hedged, as far as a person accepted that."""
    if state.desk is None or shown.source not in ids(state):
        return shown
    try:
        loaded = text_of(state, shown.source)
    except StandoffError:
        return shown
    number = Citation.parse(shown.cite).first
    part = next((each for each in loaded.annotation.sentences if each.number == number), None)
    if part is None:
        return shown
    who = Who(state)
    over = [
        r
        for r in loaded.annotation.records
        if r.state in ("accepted", "edited") and r.start < part.end and r.end > part.start
    ]
    said = [r.holder for r in over if isinstance(r, Attribution) and r.holder != AUTHOR]
    marks = tuple(f"{r.kind}: {r.quote}" for r in over if isinstance(r, Mark))
    return dataclasses.replace(shown, speaker=", ".join(map(who, dict.fromkeys(said))), marks=marks)


def _used(snapshot: Snapshot, source: str) -> Mapping[int, list[view.LineUse]]:
    """The lines that rest on each sentence of a source."""
    rows: dict[tuple[str, int, int], tuple[Any, Any, set[int], list[str]]] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        for entry in show.entries(merged):
            numbers = {
                n
                for c in getattr(entry, "citations", ())
                if c.source == source
                for n in c.sentences
            }
            if numbers:
                place = entry.place
                key = snapshot.name_of(place.file), place.line, place.column
                rows.setdefault(key, (merged, entry, numbers, []))[3].append(id)
    used: dict[int, list[view.LineUse]] = {}
    from standoff.report.english import English

    for (file, line, column), (merged, entry, numbers, readings) in rows.items():
        words = show.in_sentence(English(merged), entry)
        use = view.LineUse(
            words, show.raw(entry), file, line, column, tuple(dict.fromkeys(readings))
        )
        for number in numbers:
            used.setdefault(number, []).append(use)
    return used


def segments(
    text: str,
    start: int,
    end: int,
    inside: Sequence[Record],
    title: Callable[[Record], str] = lambda _: "",
) -> tuple[view.Segment, ...]:
    """A stretch of a text as nested segments: words, and records with the segments inside them.

    Records may overlap: one that goes on behind the end of another is cut there, and its rest marked so.
    Together the words of all segments are the stretch, character for character.
    """
    waiting = [(max(r.start, start), min(r.end, end), r, r.start < start) for r in inside]
    waiting = [each for each in waiting if each[0] < each[1]]
    waiting.sort(key=lambda each: (each[0], -each[1]))
    parts: list[view.Segment] = []
    at = start
    while waiting:
        first, last, record, cut = waiting.pop(0)
        if first < at:  # its beginning stands in the segment before
            first = at
            cut = True
            if first >= last:
                continue
        if first > at:
            parts.append(view.Segment(at, first, text[at:first]))
        within = [each for each in waiting if each[0] < last]
        waiting = [each for each in waiting if each[0] >= last]
        over = [(last, stop, r, True) for _, stop, r, _ in within if stop > last]
        if over:
            waiting = sorted([*over, *waiting], key=lambda each: (each[0], -each[1]))
        parts.append(
            view.Segment(
                first,
                last,
                "",
                record.id,
                record.KIND,
                record.state,
                title(record),
                cut,
                _nested(text, first, last, within, title),
            )
        )
        at = last
    if at < end:
        parts.append(view.Segment(at, end, text[at:end]))
    return tuple(parts)


def _nested(
    text: str,
    start: int,
    end: int,
    within: Sequence[tuple[int, int, Record, bool]],
    title: Callable[[Record], str],
) -> tuple[view.Segment, ...]:
    if not within:
        return (view.Segment(start, end, text[start:end]),)
    return segments(text, start, end, [record for *_, record, _ in within], title)


# --- decided --------------------------------------------------------------------------------------


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decide(state: State, body: Body) -> Mapping[str, Any]:
    """Decide records, each as it was seen; all of one request are one step of `undo`."""
    desk, id = folder(state), _word(body, "source")
    asked = body.get("decisions")
    if (
        not isinstance(asked, list)
        or not asked
        or not all(isinstance(each, dict) for each in asked)
    ):
        raise Refused("`decisions` is a list of objects")
    with state.lock:
        loaded = text_of(state, id)
        now = {record.id: record for record in loaded.annotation.records}
        steps, late = [], []
        for each in asked:
            record = _word(each, "id")
            if record not in now:
                raise UnknownName("record", record, now)
            seen = each.get("seen")
            if seen is not None and seen != now[record].state:
                late.append(record)
                continue
            changes = each.get("changes") or {}
            if not isinstance(changes, dict):
                raise Refused("`changes` is an object")
            _, step = decision.decide(
                loaded.annotation.records, record, _word(each, "action"),
                by=state.coder, at=_now(), text=loaded.text, changes=changes,
            )  # fmt: skip
            steps.append(step)
        entered = records.enter(desk, id, steps) if steps else records.Entered(loaded)
        if entered.done:
            state.decided.append((id, len(entered.done)))
    who = Who(state)
    after = entered.loaded.annotation
    touched = {_word(each, "id") for each in asked}
    start = max((r.start for r in after.records if r.id in touched), default=0)
    open_ = [r for r in after.records if r.state == "proposed" and r.KIND in QUEUE]
    following = next((r.id for r in open_ if r.start >= start), open_[0].id if open_ else "")
    return {
        "done": len(entered.done),
        "contested": [*late, *(step.record for step in entered.contested)],
        "cards": [card(entered.loaded, r, who) for r in after.records if r.id in touched],
        "next": following,
        "waiting": _waits(after),
    }


def undo(state: State, body: Body) -> Mapping[str, Any]:
    """Take back the last decision on a text, or the last ones that were made at once."""
    desk = folder(state)
    with state.lock:
        id = _word(body, "source") or (state.decided[-1][0] if state.decided else "")
        if not id:
            raise Refused("there is no decision left to take back", 409)
        count = 1
        for at in range(len(state.decided) - 1, -1, -1):
            if state.decided[at][0] == id:
                count = state.decided.pop(at)[1]
                break
        undone: list[str] = []
        loaded = text_of(state, id)
        for _ in range(count):
            log = records.read_log(desk, id)
            _, step = decision.undo(loaded.annotation.records, log, by=state.coder, at=_now())
            loaded = records.enter(desk, id, [step]).loaded
            undone.append(step.record)
    who = Who(state)
    touched = set(undone)
    return {
        "undone": f"{len(undone)} {'decision' if len(undone) == 1 else 'decisions'}",
        "source": id,
        "cards": [card(loaded, r, who) for r in loaded.annotation.records if r.id in touched],
        "next": undone[-1],
        "waiting": _waits(loaded.annotation),
    }


def add(state: State, body: Body) -> view.Card:
    """A record that the machine missed: words marked by a person, kept as accepted by them."""
    desk, id, kind = folder(state), _word(body, "source"), _word(body, "kind")
    if kind not in _ADDED:
        raise UnknownName("kind", kind, _ADDED)
    start, end = body.get("start"), body.get("end")
    fields = body.get("fields") or {}
    if not isinstance(fields, dict):
        raise Refused("`fields` is an object")
    with state.lock, locked(desk):
        if id not in sources.ids(desk):
            raise UnknownName("text", id, sources.ids(desk))
        loaded = records.load(desk, id)
        text = loaded.text
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise Refused("mark some words of the text")
        values = {**_ADDED[kind], **_given(kind, text, start, end), **fields}
        values |= {
            "record": kind,
            "start": start,
            "end": end,
            "quote": text[start:end],
            "rule": "by hand",
        }
        for fixed in ("id", "state", "by", "at"):
            values.pop(fixed, None)
        taken = [r.id for r in loaded.annotation.records]
        (new,) = (
            r
            for r in numbered([*loaded.annotation.records, from_json(values)], taken)
            if r.id not in taken
        )
        every = numbered([*loaded.annotation.records, new], [*taken, new.id])
        backend = loaded.annotation.backend or "by hand"
        annotation = dataclasses.replace(loaded.annotation, records=every, backend=backend)
        records.save(desk, annotation, kept=loaded.kept)
        _, step = decision.decide(every, new.id, "accept", by=state.coder, at=_now())
        entered = records.enter(desk, id, [step])
        state.decided.append((id, 1))
    kept = next(r for r in entered.loaded.annotation.records if r.id == new.id)
    return card(entered.loaded, kept, Who(state))


def _given(kind: str, text: str, start: int, end: int) -> Mapping[str, Any]:
    """What follows from the words marked."""
    quote = text[start:end]
    match kind:
        case "mention":
            return {"actor": code_of(quote)}
        case "name":
            return {"slug": slug(quote)}
        case "attribution":
            return {"cue": [start, start], "content": [start, end], "holder": AUTHOR}
        case "option":
            return {"actor": "", "phrase": quote}
        case "offer":
            return {"giver": "", "taker": "", "gives": [start, end]}
        case "date":
            return {"earliest": "", "latest": ""}
    return {}


# --- a second coder -------------------------------------------------------------------------------


def coder(state: State, body: Body) -> view.CoderView:
    """Another person's desk beside ours: how far both agree, where they differ; a difference settled."""
    desk = folder(state)
    typed = _word(body, "desk")
    if not typed or "\0" in typed:
        raise Refused("say where the other desk is")
    other = Path(typed).expanduser()
    theirs = sources.ids(other) if other.is_dir() else []
    shared = [id for id in sources.ids(desk) if id in theirs]
    if not shared:
        raise Refused(f"{other} holds none of these texts", 404)
    if body.get("take") is not None:
        _settle(state, desk, other, body)
    rows: list[view.AgreementRow] = []
    differences: list[view.DifferenceView] = []
    trouble: list[str] = []
    ours_, theirs_ = [], []
    for id in shared:
        try:
            mine, yours = records.load(desk, id), records.load(other, id)
        except StandoffError as error:
            trouble.append(str(error))
            continue
        if mine.annotation.sha256 != yours.annotation.sha256:
            trouble.append(f"{id} is another text there: it is left out")
            continue
        ours_ += [_apart(id, r) for r in mine.annotation.records]
        theirs_ += [_apart(id, r) for r in yours.annotation.records]
        differences += _differences(mine, yours)
    for row in decision.agreement(ours_, theirs_):
        rows.append(view.AgreementRow(row.kind, row.field, row.both, row.same, row.alpha))
    return view.CoderView(str(other), tuple(rows), tuple(differences), tuple(trouble))


def _apart(id: str, record: Record) -> Record:
    """A record at a place that no other text has: texts are compared together."""
    shift = int.from_bytes(id.encode()[:8].ljust(8, b"\0")) << 32
    return dataclasses.replace(record, start=record.start + shift, end=record.end + shift)


def _by_place(loaded: Loaded) -> Mapping[tuple[str, int, int], Record]:
    return {(r.KIND, r.start, r.end): r for r in loaded.annotation.records if r.decided}


def _differences(mine: Loaded, yours: Loaded) -> Iterator[view.DifferenceView]:
    ours, theirs = _by_place(mine), _by_place(yours)
    for key in sorted(ours.keys() & theirs.keys(), key=lambda key: (key[1], key[2], key[0])):
        one, two = ours[key], theirs[key]
        number = mine.annotation.sentence_at(one.start).number
        for name, first, second in _unlike(one, two):
            yield view.DifferenceView(
                mine.annotation.source, one.id, number, one.quote, name, first, second
            )


def _unlike(one: Record, two: Record) -> Iterator[tuple[str, str, str]]:
    kept = [r.state in ("accepted", "edited") for r in (one, two)]
    if kept[0] != kept[1]:
        yield "state", one.state, two.state
        return
    if not all(kept):
        return
    hidden = _HIDDEN - {"depth"}
    for part in dataclasses.fields(one):
        first, second = getattr(one, part.name), getattr(two, part.name, None)
        if part.name not in hidden and first != second:
            yield part.name, str(first), str(second)


def _settle(state: State, desk: Path, other: Path, body: Body) -> None:
    id, record, take_ = (_word(body, key) for key in ("source", "record", "take"))
    if take_ not in ("ours", "theirs"):
        raise Refused("take `ours` or `theirs`")
    if id not in sources.ids(desk) or id not in sources.ids(other):
        raise UnknownName("text", id, sources.ids(desk))
    mine, yours = records.load(desk, id), records.load(other, id)
    known = {r.id: r for r in mine.annotation.records}
    if record not in known:
        raise UnknownName("record", record, known)
    one = known[record]
    two = _by_place(yours).get((one.KIND, one.start, one.end))
    if two is None:
        raise Refused("there is no such difference any more", 409)
    if take_ == "theirs":
        action = "reject" if two.state == "rejected" else "edit"
        changes = {
            part.name: to_json(two).get(part.name, getattr(two, part.name))
            for part in dataclasses.fields(two)
            if part.name not in ("id", "state", "by", "at", "rule", "quote", "start", "end", "note")
        }
    else:
        action, changes = "reject" if one.state == "rejected" else "accept", {}
    _, step = decision.decide(
        mine.annotation.records, record, action, by=state.coder, at=_now(), text=mine.text,
        changes=changes if action == "edit" else None,
    )  # fmt: skip
    after = {**step.after, "note": f"settled with {other.name}: {take_}"}
    step = dataclasses.replace(step, after=after)
    if records.enter(desk, id, [step]).done:
        state.decided.append((id, 1))
