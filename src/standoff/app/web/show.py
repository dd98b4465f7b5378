"""Views of a case: its frame, what it assumes, its answer, what is wrong with it.

Everything is computed from the records that the terminal prints; here it is only gathered for a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from standoff.app.web import suppose, view
from standoff.app.web.state import Snapshot, State
from standoff.case.entry import Assumption, Grounding, Reading, Section, Wants, grounding
from standoff.case.format.line import print_line
from standoff.case.question import QUESTIONS
from standoff.case.reading import sources_of
from standoff.case.syntax import SECTIONS
from standoff.citation import Citation
from standoff.condition import Implies, literals, names
from standoff.problem import CaseError, ConditionError, StandoffError, UnknownName
from standoff.report.document import Cell, Document, Row, Table, note
from standoff.report.english import GLOSSARY, STANCES, English, capital, label, published
from standoff.store import settings, shipped
from standoff.version import VERSION

KINDS: tuple[view.LineKind, ...] = (
    view.LineKind("1", "options", "it can do this", "option", "open the sluices"),
    view.LineKind("2", "now", "this is so today", "literal", "not open"),
    view.LineKind("3", "impossible", "cannot happen (together)", "condition", "open and not pay"),
    view.LineKind("4", "no_way_back", "no way back", "literal", "open"),
    view.LineKind("5", "wants", "it wants", "condition", "open -> pay"),
    view.LineKind("6", "offers", "it offers", "offer", "Upland gives open for pay"),
    view.LineKind("7", "author_concludes", "the author concludes", "condition", "not open"),
    view.LineKind("8", "facts", "this is a fact", "fact", "broken: yes"),
    view.LineKind("9", "forecasts", "a forecast or a precedent", "dated", "open by 2025"),
    view.LineKind("0", "silent", "silent, or does not care", "stance", "silent"),
)
"""The ten kinds of line that can be made of a sentence."""
_SCREENS = (
    ("texts", "1", "Texts"),
    ("case", "2", "Case"),
    ("answer", "3", "Answer"),
    ("readings", "4", "Readings"),
    ("check", "5", "Check"),
)
_SHOWN = 3
MOST_LISTED = 12
"""Options of a published model beyond which its situations are not listed."""
MOST_RANKED = 64
"""Situations of a published ranking that are listed."""
_BLOCKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "facts": ("What is taken as a fact", "settings"),
        "now": ("How things stand today", "now"),
        "impossible": ("What cannot happen together", "impossible"),
        "no_way_back": ("What cannot be undone", "no_way_back"),
        "offers": ("Offers", "offers"),
        "author_concludes": ("What the author concludes", "conclusions"),
        "forecasts": ("Forecasts", "forecasts"),
        "precedents": ("Precedents", "precedents"),
        "motives": ("Motives", "motives"),
        "evidence": ("Evidence", "evidence"),
        "questions": ("Questions", "questions"),
    }
)
_GROUNDS = {
    Grounding.STATED: "stated",
    Grounding.INFERRED: "inferred",
    Grounding.UNSOURCED: "no source",
}


# --- every screen ---------------------------------------------------------------------------------


def chosen(snapshot: Snapshot, reading: str) -> str:
    """The reading asked for, or the first. Raises UnknownName."""
    if not reading:
        return snapshot.readings[0]
    if reading not in snapshot.readings:
        raise UnknownName("reading", reading, snapshot.readings)
    return reading


def frame(
    state: State, token: str, screen: str, reading: str = "", variant: str = "", waiting: int = 0
) -> view.Frame:
    """What stands around a screen."""
    if state.root is None:
        tabs = _tabs(screen, waiting, None) if state.desk is not None else ()
        return view.Frame("standoff", screen=screen, token=token, version=VERSION, tabs=tabs)
    snapshot = state.snapshot()
    reading = chosen(snapshot, reading)
    labels = ((name, snapshot.merged(name)[0]) for name in snapshot.readings)
    readings = tuple(
        view.Choice(name, label(merged), merged.title, name == reading) for name, merged in labels
    )
    variants = snapshot.variants(reading)
    return view.Frame(
        title=snapshot.case.base.title or snapshot.case.name,
        case=snapshot.case.name,
        place=str(state.root),
        screen=screen,
        readings=readings,
        reading=reading,
        variants=tuple(view.Choice(name, name, chosen=name == variant) for name in variants),
        variant=variant if variant in variants else "",
        tabs=_tabs(screen, waiting, snapshot),
        answer=answer_line(state, snapshot, reading, variant if variant in variants else ""),
        readonly=state.readonly,
        published=snapshot.case.model is not None,
        token=token,
        files=snapshot.hashes,
        undo=state.undos[-1].words if state.undos else "",
        version=VERSION,
    )


def _tabs(screen: str, waiting: int, snapshot: Snapshot | None) -> tuple[view.Tab, ...]:
    notes = {"texts": f"{waiting} waiting" if waiting else ""}
    if snapshot is not None:
        problems = {p for name in snapshot.readings for p in snapshot.merged(name)[1].problems}
        count = len(problems)
        notes["check"] = f"{count} {'problem' if count == 1 else 'problems'}" if count else ""
    return tuple(
        view.Tab(key, digit, name, f"/{key}", notes.get(key, ""), key == screen)
        for key, digit, name in _SCREENS
    )


def answer_line(
    state: State,
    snapshot: Snapshot,
    reading: str,
    variant: str = "",
    changes: Sequence[Mapping[str, Any]] = (),
) -> view.AnswerLine:
    """The answer in a line, or why there is none."""
    merged = snapshot.merged(reading, variant)[0]
    try:
        found = state.answer(snapshot, reading, variant, changes)
    except CaseError as error:
        problems = error.findings.problems
        first = f": {problems[0].message}" if problems else ""
        count = f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}"
        return _with_grounds(merged, cannot=f"{count} to mend first{first}")
    except StandoffError as error:
        return _with_grounds(merged, cannot=capital(str(error)))
    return line_of(found)


def line_of(found: Any) -> view.AnswerLine:
    """An answer in a line."""
    follow = sum(str(one.verdict) == "follows" for one in found.judged)
    return _with_grounds(
        found.reading, answer=in_words(found), follow=follow, conclusions=len(found.judged)
    )


def _with_grounds(reading: Reading, **said: Any) -> view.AnswerLine:
    count = dict.fromkeys(Grounding, 0)
    for line in reading.assumptions:
        count[line.grounding] += 1
    return view.AnswerLine(
        stated=count[Grounding.STATED],
        inferred=count[Grounding.INFERRED],
        unsourced=count[Grounding.UNSOURCED],
        **said,
    )


def in_words(found: Any) -> str:
    """Where a reading comes to rest, in a few words: what changes from today, or that nobody moves."""
    english = English(found.reading)
    if not all(course.complete for course in found.courses):
        return "too much can happen: it could not be followed to its end"
    ends = dict.fromkeys(end.taken for end in found.ends)
    if not ends:
        return "it is not said how things stand today"
    if len(ends) > 1:
        return f"it may come to rest in {len(ends)} ways"
    (taken,) = ends
    if len(taken) > 1:
        return f"it never comes to rest: it goes round in {len(taken)} situations"
    (today,) = dict.fromkeys(course.today[0] for course in found.courses[:1])
    if set(taken[0]) != set(today):
        return english.move(today, taken[0])
    told = english.situation(taken[0][:_SHOWN])
    more = len(taken[0]) - _SHOWN
    return f"nobody moves: {told}{f', and {more} more as today' if more > 0 else ''}"


def change(before: Any, after: Any) -> view.AnswerChange:
    """What becomes of an answer; either may be the words for why there is none."""
    lines = [
        view.AnswerLine(cannot=one) if isinstance(one, str) else line_of(one)
        for one in (before, after)
    ]
    if isinstance(before, str) or isinstance(after, str):
        return view.AnswerChange(lines[0], lines[1], same=before == after)
    told = (*_moved(before, after), *(f"“{c}”: {a} → {b}" for c, a, b in verdicts(before, after)))
    return view.AnswerChange(lines[0], lines[1], told, not told)


def _values(found: Any) -> Mapping[str, frozenset[bool]]:
    situations = [taken for end in found.ends for taken in end.taken]
    return {
        str.__str__(name): frozenset(name in taken for taken in situations)
        for name in found.reading.option
    }


def _moved(before: Any, after: Any) -> Iterator[str]:
    """Options that end otherwise, in words."""
    old, new = _values(before), _values(after)
    for name, values in new.items():
        other = old.get(name)
        if other == values or (other is None and values == {False}):
            continue
        english = English(after.reading)
        was = _ended(English(before.reading), name, other) if other is not None else "not there"
        yield f"{was} → {_ended(english, name, values)}"


def _ended(english: English, name: str, values: frozenset[bool]) -> str:
    if len(values) > 1:
        return f"perhaps {english.literal(name, True)}"
    return english.literal(name, True in values)


def verdicts(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    """(conclusion, verdict before, verdict after) where they differ."""
    old = {one.conclusion.text: str(one.verdict) for one in before.judged}
    english = English(after.reading)
    for one in after.judged:
        was, now = old.get(one.conclusion.text, "not asked"), str(one.verdict)
        if was != now:
            yield english.conclusion(one.conclusion), was, now


# --- home -----------------------------------------------------------------------------------------


def home(state: State) -> view.HomeView:
    """Where one begins."""
    examples = []
    for name in shipped.shipped_cases():
        title = "five texts on Syria, five readings" if name == "syria" else ""
        examples.append(view.Choice(name, name, title))
    examples.sort(key=lambda each: each.value != "syria")
    lately = tuple(
        view.Recent(
            at,
            Path(known.place).name,
            known.place,
            known.opened[:10],
            not Path(known.place).is_dir(),
        )
        for at, known in enumerate(settings.lately()[:12])
    )
    beside = str(Path.cwd())
    return view.HomeView(tuple(examples), lately, beside, missing_reader())


def missing_reader() -> str:
    """What is lacking to read texts in full; empty where nothing is."""
    from importlib.util import find_spec

    if find_spec("spacy") is None:
        return "without spaCy less is found in a text: pip install 'standoff[read]'"
    return ""


# --- lines ----------------------------------------------------------------------------------------


def line_view(
    snapshot: Snapshot, english: English, entry: Any, own: str = "", rank: int = 0, words: str = ""
) -> view.LineView:
    """One entry of a case. `own`: the file that it is expected in; another one is `inherited`."""
    file = snapshot.name_of(entry.place.file)
    marks = getattr(entry, "marks", None)
    said = words or in_sentence(english, entry)
    return view.LineView(
        words=said,
        raw=raw(entry),
        file=file,
        line=entry.place.line,
        column=entry.place.column,
        cites=tuple(map(str, getattr(entry, "citations", ()))),
        grounding=_GROUNDS[grounding(entry)] if hasattr(entry, "citations") else "",
        speaker=(marks.attributed_to or "") if marks else "",
        hedge=(marks.hedged or "") if marks else "",
        rank=rank,
        tied=getattr(entry, "tied", False),
        denied=marks.denied if marks else False,
        inherited=file if own and file != own else "",
        name=str(getattr(entry, "id", getattr(entry, "name", "")) or ""),
    )


def in_sentence(english: English, entry: Any) -> str:
    """An entry in words; as written where there are none for it."""
    with suppress(KeyError, AttributeError):
        return english.entry(entry)[1]
    return raw(entry)


def raw(entry: Any) -> str:
    """An entry as it is written."""
    try:
        return print_line(entry) or ""
    except (AttributeError, TypeError, KeyError):
        return str(getattr(entry, "text", getattr(entry, "gloss", "")))


def wishes(
    snapshot: Snapshot, english: English, wants: Wants, own: str = ""
) -> tuple[view.LineView, ...]:
    """A list with its ranks: tied wishes share one."""
    rank, views = 0, []
    for line in wants.lines:
        rank += not line.tied
        views.append(line_view(snapshot, english, line, own, rank))
    return tuple(views)


def maker(snapshot: Snapshot, reading: str, variant: str = "") -> view.LineMaker:
    """What the pickers know in a reading."""
    merged = snapshot.merged(reading, variant)[0]
    english = English(merged)
    return view.LineMaker(
        reading,
        KINDS,
        tuple(view.Choice(a.name, a.name, ", ".join(a.also)) for a in merged.actors),
        tuple(view.Choice(str(o.name), o.gloss or o.id, o.actor) for o in merged.options),
        tuple(view.Choice(fact.id, fact.gloss) for fact in merged.facts),
        {
            actor: wishes(snapshot, english, wants, snapshot.file_of(reading))
            for actor, wants in merged.wants.items()
        },
    )


# --- case -----------------------------------------------------------------------------------------


def case(state: State, reading: str, variant: str = "") -> view.CaseView:
    """What a reading assumes."""
    snapshot = state.snapshot()
    merged, found = snapshot.merged(reading, variant)
    english = English(merged)
    own = snapshot.file_of(reading)
    source = merged.sources.get(reading)
    return view.CaseView(
        reading=reading,
        title=merged.title,
        at=str(merged.at or ""),
        source=" · ".join(filter(None, (label(merged), published(source) if source else ""))),
        actors=tuple(_actors(snapshot, merged, english, own)),
        blocks=tuple(_blocks(snapshot, merged, english, own)),
        **_counts(state, snapshot, reading, variant),
        files=files(snapshot),
        problems=snapshot.troubles(found.problems),
        press=press(merged) if merged.model is None else stable(merged) if _small(merged) else None,
        published=snapshot.case.model is not None,
        maker=maker(snapshot, reading, variant),
    )


def _counts(state: State, snapshot: Snapshot, reading: str, variant: str) -> dict[str, str]:
    """How many situations are possible and stable, once that is known."""
    late = state.answers.get(("late", *state.answer_key(snapshot, reading, variant)), {})
    record = late.get(2, {}).get("answer") if late else None
    if not record:
        return {}
    options = len(snapshot.merged(reading, variant)[0].options)
    told = {"possible": f"{record['states']:,} of {2**options:,} situations possible"}
    nash = record["equilibria"].get("NASH")
    if nash is not None:
        told["stable"] = f"in {nash:,} of them nobody gains by moving"
    return told


def _actors(
    snapshot: Snapshot, merged: Reading, english: English, own: str
) -> Iterator[view.ActorView]:
    for at, actor in enumerate(merged.actors):
        options = (each for each in merged.options if each.actor == actor.name)
        wants = merged.wants.get(actor.name)
        ranked = ()
        if _small(merged) and actor.name in merged.model.makers:
            ranked = tuple(_ranking(english, merged.model, merged.model.maker(actor.name)))
        file = snapshot.name_of(wants.place.file if wants else actor.place.file)
        given = str(wants.stance) if wants else "ranking" if ranked else "missing"
        yield view.ActorView(
            name=actor.name,
            also=actor.also,
            options=tuple(
                line_view(snapshot, english, each, own, words=each.gloss or each.id)
                for each in options
            ),
            stance=given,
            stance_words="" if ranked else stance(wants),
            wishes=ranked or (_list(snapshot, english, wants, own) if wants else ()),
            inherited=file if wants is not None and file != own else "",
            file=file,
            line=(wants or actor).place.line,
            mark=at,
            within=actor.within or "",
        )


def _list(
    snapshot: Snapshot, english: English, wants: Wants, own: str
) -> tuple[view.LineView, ...]:
    if wants.lines:
        return wishes(snapshot, english, wants, own)
    ranked = (
        (state, state.tier + 1, ", ".join(map(str, state.taken)) or "nothing is done")
        for state in wants.ranking
    )
    weighed = (
        (each, at, f"{each.name} counts {each.value:g}")
        for at, each in enumerate(wants.weights, start=1)
    )
    return tuple(
        line_view(snapshot, english, entry, own, rank, words)
        for entry, rank, words in (*ranked, *weighed)
    )


def stance(wants: Wants | None) -> str:
    if wants is None:
        return "nobody says what it wants: list it, or choose silent"
    if str(wants.stance) == "undecided":
        return "not decided yet"
    return STANCES.get(wants.stance, "") or ""


def _blocks(
    snapshot: Snapshot, merged: Reading, english: English, own: str
) -> Iterator[view.Block]:
    for section, (name, slot) in _BLOCKS.items():
        entries = [*getattr(merged, slot)]
        if section in ("facts", "now", "impossible", "no_way_back"):
            key = Section(section)
            entries += [line for line in merged.denied if line.section is key]
        if section == "facts":
            entries = [*merged.facts, *entries]
        lines = tuple(line_view(snapshot, english, entry, own) for entry in entries)
        meaning = SECTIONS[section].meaning if section in SECTIONS else ""
        yield view.Block(section, name, meaning, lines, own)


def files(snapshot: Snapshot) -> tuple[view.FileRow, ...]:
    """The files of a case."""
    wrong = [snapshot.name_of(problem.place.file) for problem in snapshot.found.problems]
    return tuple(
        view.FileRow(name, f"/file/{name}", text.count("\n") + 1, wrong.count(name))
        for name, text in snapshot.files.items()
        if name.endswith(".yaml")
    )


def _small(reading: Reading) -> bool:
    """Whether it is a published model whose situations can be listed while a person waits."""
    return reading.model is not None and len(reading.options) <= MOST_LISTED


def stable(reading: Reading) -> Document:
    """Of a published model: which situations are stable, for whom and by which concept."""
    from standoff.analysis.solved import solved
    from standoff.case.build import build
    from standoff.gmcr.concept.law import solve
    from standoff.gmcr.concept.table import USUAL
    from standoff.report.tell.solve import tell

    (world,) = build(reading)
    return tell(solved(reading, world, solve(world.model, USUAL).settle()))


def _ranking(english: English, model: Any, maker: int) -> Iterator[view.LineView]:
    """Of a published model: one decision maker's situations, most preferred first."""
    space, prefers = model.space, model.preferences[maker]
    scored = sorted(
        ((prefers.score(space, int(code)), int(code)) for code in space.codes), reverse=True
    )
    rank, before = 0, None
    for score, code in scored[:MOST_RANKED]:
        tied = score == before
        rank, before = rank + (not tied), score
        taken = space.taken(code)
        yield view.LineView(
            words=english.situation(taken),
            raw=", ".join(map(str, taken)) or "nothing",
            file="model.json",
            line=0,
            column=0,
            rank=rank,
            tied=tied,
        )
    if len(scored) > MOST_RANKED:
        more = f"and {len(scored) - MOST_RANKED:,} more situations"
        yield view.LineView(more, "", "model.json", 0, 0, rank=rank + 1)


def press(reading: Reading) -> Document | None:
    """Who can press whom: a wish of one actor that names an option of another."""
    rows: list[Row] = []
    english = English(reading)
    for wants in reading.wants.values():
        for rank, line in enumerate(wants.lines, start=1):
            for name, kind in _pressed(reading, wants.actor, line):
                told = english.told(line)
                cells = (Cell((note(wants.actor),)), Cell((note(kind),)), Cell((told,)))
                rows.append(
                    Row(reading.owner[name], (*cells, Cell((note(str(rank)),), number=True)))
                )
    if not rows:
        return None
    columns = ("Who can press", "whom", "how", "the wish", "its rank")
    table = Table("Who can press whom", columns, tuple(rows))
    return Document("Who can press whom", (table,), glossary=GLOSSARY)


def _pressed(reading: Reading, actor: str, line: Assumption) -> Iterator[tuple[str, str]]:
    if line.condition is None:
        return
    if isinstance(line.condition, Implies):
        own = [n for n in names(line.condition.right) if reading.owner.get(n) == actor]
        if own:
            for name in dict.fromkeys(names(line.condition.left)):
                if reading.owner.get(name, actor) != actor:
                    yield name, f"would answer with {reading.option[own[0]].gloss or own[0]}"
            return
    for name, value in sorted(literals(line.condition)):
        if reading.owner.get(name, actor) != actor:
            yield name, "wants it" if value else "fears it"


def file(state: State, name: str) -> view.FileView:
    """A file as text. Raises UnknownName."""
    snapshot = state.snapshot()
    if name not in snapshot.files:
        raise UnknownName("file", name, snapshot.files)
    found = snapshot.found
    here = [p for p in found.problems if snapshot.name_of(p.place.file) == name]
    warned = [p for p in found.warnings if snapshot.name_of(p.place.file) == name]
    every = {p for id in snapshot.readings for p in snapshot.merged(id)[1].problems}
    here += sorted(p for p in every if snapshot.name_of(p.place.file) == name and p not in here)
    return view.FileView(
        name,
        snapshot.files[name],
        snapshot.hashes[name],
        snapshot.troubles(here),
        snapshot.troubles(warned, "warning"),
        _completions(snapshot),
        _hovers(state, snapshot, name),
        state.readonly,
    )


def _completions(snapshot: Snapshot) -> Mapping[str, tuple[view.Choice, ...]]:
    actors: dict[str, str] = {}
    options: dict[str, str] = {}
    facts: dict[str, str] = {}
    for name in snapshot.readings:
        merged = snapshot.merged(name)[0]
        actors |= {actor.name: ", ".join(actor.also) for actor in merged.actors}
        options |= {str(option.name): option.gloss for option in merged.options}
        facts |= {fact.id: fact.gloss for fact in merged.facts}
    cites = {
        f"{source.id}#s{number}": record.gloss
        for source in sources_of(snapshot.case).values()
        for number, record in source.records.items()
    }
    keys = {key: row.meaning for key, row in SECTIONS.items()}
    every = {"keys": keys, "actors": actors, "options": options, "facts": facts, "cites": cites}
    return {
        kind: tuple(view.Choice(value, gloss or value) for value, gloss in known.items())
        for kind, known in every.items()
    }


def _hovers(state: State, snapshot: Snapshot, name: str) -> Mapping[int, str]:
    """Each line in words, with the sentences it cites."""
    said = state.verbatim(snapshot)
    sources = sources_of(snapshot.case)
    hovers: dict[int, str] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        for entry in entries(merged):
            if snapshot.name_of(entry.place.file) != name or entry.place.line in hovers:
                continue
            told = [in_sentence(english, entry)]
            for citation in getattr(entry, "citations", ()):
                for number in citation.sentences:
                    record = (
                        sources[citation.source].records.get(number)
                        if citation.source in sources
                        else None
                    )
                    text = said.get((citation.source, number)) or (record.gloss if record else "")
                    if text:
                        told.append(f"{citation.source} s{number}: {text}")
            hovers[entry.place.line] = "\n".join(told)
    return hovers


def entries(reading: Reading) -> Iterator[Any]:
    """Every entry of a reading that stands on a line and may cite."""
    yield from reading.options
    yield from reading.assumptions
    yield from reading.denied
    yield from reading.wants.values()
    for slot in ("offers", "conclusions", "forecasts", "precedents", "motives", "evidence"):
        yield from getattr(reading, slot)
    yield from reading.questions


# --- answer ---------------------------------------------------------------------------------------


def answer(state: State, reading: str, variant: str = "", every: bool = False) -> view.AnswerView:
    """The answer as far as it is known: stage 1 at once, the others where they were computed before."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.record import plain
    from standoff.report.tell.compare import tell

    snapshot = state.snapshot()
    asked = snapshot.readings if every else (reading,)
    found, cannot, records = [], [], []
    late: list[dict[int, Any]] = []
    for name in asked:
        chosen = variant if name == reading else ""
        try:
            one = state.answer(snapshot, name, chosen)
        except CaseError as error:
            cannot.append((name, str(error)))
            continue
        except StandoffError as error:
            cannot.append((name, capital(str(error))))
            continue
        found.append(one)
        known = state.answers.get(("late", *state.answer_key(snapshot, name, chosen)), {})
        late.append(known)
        best = max(known, default=1)
        records.append(known[best]["answer"] if known else plain(one))
    stages = [
        view.StageView(
            1, "Where it comes to rest", tell(Comparison(tuple(found))) if found else None
        )
    ]
    if not found:
        stages = [
            view.StageView(
                1, "Where it comes to rest", None, "none", "; ".join(w for _, w in cannot)
            )
        ]
    for stage, name in ((2, "What it rests on"), (3, "What would make it follow")):
        known = [one[stage]["document"] for one in late if stage in one]
        document = known[0] if len(known) == len(found) == 1 else _joined(known) if known else None
        stages.append(view.StageView(stage, name, document, "ready" if document else "coming"))
    return view.AnswerView(
        "" if every else reading,
        tuple(stages),
        {"readings": records},
        sheets(snapshot, reading, variant),
        tuple(cannot),
        report=late[0][2]["parts"]["moves"] if len(late) == 1 and 2 in late[0] else None,
    )


def _joined(documents: Sequence[Document]) -> Document:
    blocks = tuple(block for one in documents for block in one.blocks)
    return Document(documents[0].title, blocks, glossary=GLOSSARY)


def sheets(snapshot: Snapshot, reading: str, variant: str = "") -> tuple[view.SheetChoice, ...]:
    """What can be asked on demand in a reading."""
    merged = snapshot.merged(reading, variant)[0]
    english = English(merged)
    conditions = tuple(view.Choice(c.text, english.conclusion(c)) for c in merged.conclusions)
    acts = tuple(
        view.Choice(f"{option.name}=yes,no", f"{option.actor}: {option.gloss or option.id}")
        for option in merged.options
    )
    one = tuple(view.Choice(str(o.name), f"{o.actor}: {o.gloss or o.id}") for o in merged.options)
    about = {"condition": conditions, "acts": acts, "act": one, "nothing": ()}
    rows = [
        view.SheetChoice(row.id, capital(row.id), row.words, about[row.asks])
        for row in QUESTIONS.values()
        if row.id != "compare"
    ]
    if merged.questions:
        questions = tuple(view.Choice(each.id, each.text) for each in merged.questions)
        rows.insert(
            0,
            view.SheetChoice(
                "asked",
                "What the case asks",
                "The questions written in the case, answered.",
                questions,
            ),
        )
    return tuple(rows)


def whatif(
    state: State, reading: str, variant: str, changes: Sequence[Mapping[str, Any]], ticket: str = ""
) -> view.WhatIfView:
    """A what-if beside the answer as it stands. Raises what `suppose.apply` does."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.record import plain
    from standoff.report.tell.compare import tell

    snapshot = state.snapshot()
    texts = suppose.texts_of(changes)
    for name in texts:
        if name not in snapshot.files:
            raise UnknownName("file", name, snapshot.files)
    draft = snapshot.with_texts(texts) if texts else snapshot
    merged = snapshot.merged(reading, variant)[0]
    before = _tried(state, snapshot, reading, variant, ())
    after = _tried(state, draft, reading, variant, changes)
    problems = draft.merged(reading, variant)[1].problems if texts else []
    both = not isinstance(before, str) and not isinstance(after, str)
    return view.WhatIfView(
        reading=reading,
        changes=suppose.words(draft.merged(reading, variant)[0], changes),
        answer=change(before, after),
        before={} if isinstance(before, str) else plain(before),
        now={} if isinstance(after, str) else plain(after),
        verdicts=tuple(verdicts(before, after)) if both else (),
        document=None if isinstance(after, str) else tell(Comparison((after,))),
        ticket=ticket,
        problems=snapshot.troubles(problems),
        options=tuple(view.Choice(str(o.name), o.gloss or o.id, o.actor) for o in merged.options),
    )


def _tried(
    state: State,
    snapshot: Snapshot,
    reading: str,
    variant: str,
    changes: Sequence[Mapping[str, Any]],
) -> Any:
    """Stage 1, or the words for why there is none; a change that names nothing is raised."""
    try:
        return state.answer(snapshot, reading, variant, changes)
    except (suppose.CannotSuppose, UnknownName, ConditionError):
        raise
    except StandoffError as error:
        return capital(str(error).partition("\n")[0])


# --- evidence -------------------------------------------------------------------------------------


def evidence(state: State, cite: str) -> view.EvidenceView:
    """A sentence with its neighbours and what rests on it. Raises ConditionError, UnknownName."""
    citation = Citation.parse(cite)
    id, number = citation.source, citation.first
    snapshot = state.snapshot() if state.root is not None else None
    sources = sources_of(snapshot.case) if snapshot is not None else {}
    source = sources.get(id)
    said = state.verbatim(snapshot) if snapshot is not None else {}
    doubt, words = "", {}
    if (id, number) in said:
        words = {
            at: said.get((id, at), "")
            for at in (number - 1, *citation.sentences, citation.last + 1)
        }
    elif state.desk is not None:
        words, source = _of_desk(state.desk, id, citation, source)
    if source is None:
        raise UnknownName("source", id, sources)
    record = source.records.get(number)
    if not words:
        doubt = "the text is not at hand: this is our gloss of it"
    sentence = " ".join(filter(None, (words.get(at, "") for at in citation.sentences)))
    clause = sentence[slice(*citation.clause)] if citation.clause and sentence else ""
    return view.EvidenceView(
        cite=str(citation),
        source=id,
        name=source.outlet or source.title or id,
        date=str(source.date or ""),
        before=words.get(number - 1, ""),
        sentence=sentence or (record.gloss if record else ""),
        after=words.get(citation.last + 1, ""),
        verbatim=bool(sentence),
        gloss=record.gloss if record else "",
        uses=tuple(uses(snapshot, id, set(citation.sentences))) if snapshot else (),
        href=f"/texts/{id}?s={number}",
        doubt=doubt,
        clause=clause,
    )


def _of_desk(desk: Path, id: str, citation: Citation, source: Any) -> tuple[dict[int, str], Any]:
    from standoff.store.sources import ids, imported
    from standoff.text.sentence import sentences

    if id not in ids(desk):
        return {}, source
    text = imported(desk, id)
    parts = sentences(text.text)
    wanted = range(citation.first - 1, citation.last + 2)
    words = {p.number: text.text[p.start : p.end] for p in parts if p.number in wanted}
    return words, source or text.source


def uses(snapshot: Snapshot, source: str, numbers: set[int]) -> Iterator[view.LineUse]:
    """The lines that rest on a sentence, each once, with the readings that have it."""
    known: dict[tuple[str, int, int], list[Any]] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        for entry in entries(merged):
            cited = getattr(entry, "citations", ())
            if any(c.source == source and numbers & set(c.sentences) for c in cited):
                place = entry.place
                key = snapshot.name_of(place.file), place.line, place.column
                row = known.setdefault(key, [in_sentence(english, entry), raw(entry), []])
                row[2].append(id)
    for (file, line, column), (words, text, readings) in known.items():
        yield view.LineUse(words, text, file, line, column, tuple(dict.fromkeys(readings)))


# --- check ----------------------------------------------------------------------------------------


def check(state: State, reading: str) -> view.CheckView:
    """All that is wrong or lacking, the weightiest first."""
    snapshot = state.snapshot()
    texts = state.source_texts(snapshot)
    report = snapshot.check(texts or None)
    findings = report.findings
    unsourced, rests = _unsourced(state, snapshot)
    glosses = list(_glosses(snapshot))
    lacking = {row.line for row in glosses}
    groups = [
        view.CheckGroup(
            "problems",
            "Problems: no answer before they are mended",
            tuple(_problem(snapshot, p) for p in findings.problems),
            True,
        ),
        view.CheckGroup("rests", "Lines without a source that the answer rests on", rests),
        view.CheckGroup("follows", "Conclusions that do not follow", tuple(_gaps(state, snapshot))),
        view.CheckGroup("glosses", "Cited sentences without a gloss", tuple(glosses)),
        view.CheckGroup(
            "lists", "Actors whose wishes are not decided", tuple(_undecided(snapshot))
        ),
        view.CheckGroup(
            "unused",
            "Accepted offers and options that no line uses",
            tuple(_unused(state, snapshot)),
        ),
        view.CheckGroup("unsourced", "Other lines without a source", unsourced),
        view.CheckGroup("idle", "Options that no line speaks of", tuple(_idle(snapshot))),
        view.CheckGroup("pairs", "Things said twice, not decided", tuple(_pairs(state))),
        view.CheckGroup(
            "warnings",
            "Warnings",
            tuple(
                _problem(snapshot, p, "warning")
                for p in findings.warnings
                if not (p.place.line in lacking and "gloss" in p.message)
            ),
        ),
    ]
    kept = tuple(group for group in groups if group.rows)
    return view.CheckView(kept, len(findings.problems), len(findings.warnings))


def _problem(snapshot: Snapshot, problem: Any, kind: str = "problem") -> view.CheckRow:
    trouble = snapshot.trouble(problem)
    fix = None
    if trouble.nearest:
        body = {
            "op": "nearest",
            "file": trouble.file,
            "line": trouble.line,
            "column": trouble.column,
            "new": trouble.nearest,
        }
        fix = view.Fix(f"write {trouble.nearest}", "/api/edit", body)
    elif "no record of" in trouble.words:
        fix = view.Fix("add the record", "/api/edit", {"op": "cite"})
    return view.CheckRow(
        kind,
        problem.message + problem.hint,
        trouble.file,
        trouble.line,
        f"/file/{trouble.file}?line={trouble.line}",
        fix,
    )


def _row(snapshot: Snapshot, kind: str, words: str, entry: Any, reading: str = "") -> view.CheckRow:
    file = snapshot.name_of(entry.place.file)
    where = f"/case/{reading}" if reading else f"/file/{file}?line={entry.place.line}"
    return view.CheckRow(kind, words, file, entry.place.line, where)


def _unsourced(
    state: State, snapshot: Snapshot
) -> tuple[tuple[view.CheckRow, ...], tuple[view.CheckRow, ...]]:
    """Lines without a source: those that decide nothing, and those that an answer rests on."""
    others: dict[Any, view.CheckRow] = {}
    rests: dict[Any, view.CheckRow] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        deciding: set[Any] = set()
        with suppress(StandoffError):
            found = state.answer(snapshot, id)
            steps = (
                line for course in found.courses for step in course.steps for line in step.lines
            )
            held = (
                line
                for one in found.judged
                for by in one.by
                for lines in by.lines
                for line in lines
            )
            deciding = {line.place for line in (*steps, *held)}
        for line in merged.assumptions:
            if line.grounding is Grounding.UNSOURCED:
                kept = rests if line.place in deciding else others
                kept.setdefault(
                    line.place, _row(snapshot, "unsourced", english.line(line), line, id)
                )
    return tuple(r for p, r in others.items() if p not in rests), tuple(rests.values())


def _gaps(state: State, snapshot: Snapshot) -> Iterator[view.CheckRow]:
    for id in snapshot.readings:
        with suppress(StandoffError):
            found = state.answer(snapshot, id)
            english = English(found.reading)
            late = state.answers.get(("late", *state.answer_key(snapshot, id)), {})
            told = late[3]["parts"]["premises"] if 3 in late else {}
            for one in found.judged:
                if str(one.verdict) == "follows":
                    continue
                premise = told.get(one.conclusion.text, "")
                words = f"{label(found.reading)}: {english.conclusion(one.conclusion)}"
                words += f". It would follow if {premise}" if premise else ""
                yield _row(snapshot, "follows", words, one.conclusion, id)


def _glosses(snapshot: Snapshot) -> Iterator[view.CheckRow]:
    for source in sources_of(snapshot.case).values():
        for record in source.records.values():
            if not record.gloss and record.place is not None:
                file = snapshot.name_of(record.place.file)
                cite = f"{source.id}#s{record.number}"
                fix = view.Fix(
                    "write the gloss",
                    "/api/gloss",
                    {"source": source.id, "sentence": record.number},
                )
                yield view.CheckRow(
                    "gloss",
                    f"{cite} has no gloss",
                    file,
                    record.place.line,
                    f"/texts/{source.id}?s={record.number}",
                    fix,
                )


def _undecided(snapshot: Snapshot) -> Iterator[view.CheckRow]:
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        if merged.model is not None:
            continue
        for actor in merged.actors:
            wants = merged.wants.get(actor.name)
            if wants is None or str(wants.stance) == "undecided":
                words = f"{label(merged)}: what {actor.name} wants"
                body = {
                    "op": "stance",
                    "actor": actor.name,
                    "stance": "silent",
                    "file": snapshot.file_of(id),
                }
                fix = view.Fix("the text is silent", "/api/edit", body)
                yield view.CheckRow(
                    "list",
                    words,
                    snapshot.file_of(id),
                    (wants or actor).place.line,
                    f"/case/{id}",
                    fix,
                )


def _idle(snapshot: Snapshot) -> Iterator[view.CheckRow]:
    said: set[str] = set()
    options: dict[str, Any] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        if merged.model is not None:
            return
        options |= {str.__str__(o.full): o for o in merged.options}
        for line in merged.assumptions:
            said |= {str.__str__(n) for n in names(line.condition)} if line.condition else set()
        for offer in merged.offers:
            said |= {str.__str__(n) for each in (*offer.gives, *offer.takes) for n in names(each)}
    for full, option in options.items():
        if full not in said:
            yield _row(
                snapshot, "idle", f"{option.actor} could {option.gloss or option.id}", option
            )


def _unused(state: State, snapshot: Snapshot) -> Iterator[view.CheckRow]:
    """Sentences of accepted offers and options that no line cites."""
    if state.desk is None:
        return
    from standoff.store import records
    from standoff.store.sources import ids
    from standoff.text.annotation import Offer, Option

    for id in ids(state.desk):
        with suppress(StandoffError):
            loaded = records.load(state.desk, id)
            for record in loaded.annotation.records:
                if isinstance(record, Offer | Option) and record.state in ("accepted", "edited"):
                    number = loaded.annotation.sentence_at(record.start).number
                    if not list(uses(snapshot, id, {number})):
                        yield view.CheckRow(
                            "unused",
                            f"{id} s{number}: {record.quote}",
                            "",
                            0,
                            f"/texts/{id}?s={number}",
                        )


def _pairs(state: State) -> Iterator[view.CheckRow]:
    if state.desk is None:
        return
    from standoff.store import records
    from standoff.store.sources import ids
    from standoff.text.annotation import Pair

    for id in ids(state.desk):
        with suppress(StandoffError):
            loaded = records.load(state.desk, id)
            for pair in loaded.annotation.of(Pair):
                if pair.state == "proposed":
                    number = loaded.annotation.sentence_at(pair.start).number
                    yield view.CheckRow(
                        "pair",
                        f"{id} s{number} and {pair.other}: {pair.quote}",
                        "",
                        0,
                        "/readings?tab=said",
                    )
