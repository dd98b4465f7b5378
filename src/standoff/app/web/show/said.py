"""What each text says of what is said twice, read off the records of the desk: it needs no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from standoff.app.web.desk import Who, ids, text_of
from standoff.app.web.show.texts import shelf
from standoff.app.web.state import State
from standoff.app.web.view.readings import SaidCell, SaidRow
from standoff.app.web.view.word import Choice
from standoff.problem import StandoffError
from standoff.store.records import Loaded
from standoff.text.annotation import AUTHOR, Attribution, Mark, Pair, Record
from standoff.text.sentence import Sentence

_NEGATIONS = ("negation", "denial")


def said_rows(state: State) -> tuple[tuple[Choice, ...], tuple[SaidRow, ...]]:
    """For each thing said in two texts, a column a text: says, denies, reports, silent."""
    if state.desk is None:
        return (), ()
    loaded: dict[str, Loaded] = {}
    for id in ids(state):
        with suppress(StandoffError):
            loaded[id] = text_of(state, id)
    texts = tuple(Choice(row.id, row.name) for row in shelf(state) if row.id in loaded)
    who = Who(state)
    rows = [_row(group, loaded, who) for group in _groups(loaded)]
    rows.sort(key=lambda row: (not row.contested, -sum(c.how != "silent" for c in row.cells)))
    return texts, tuple(rows)


class _Group:
    """Sentences of several texts about one thing, with the pairs that join them."""

    def __init__(self) -> None:
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.pairs: list[tuple[str, Pair]] = []

    def add(self, source: str, start: int, end: int) -> None:
        if (start, end) not in self.places.setdefault(source, []):
            self.places[source].append((start, end))


def _groups(loaded: Mapping[str, Loaded]) -> list[_Group]:
    """Pairs that share a sentence are about one thing; pairs that talk past each other are not."""
    pairs = [
        (id, pair)
        for id, one in loaded.items()
        for pair in one.annotation.standing(Pair)
        if pair.verdict != "talk-past" and pair.other in loaded
    ]
    pairs.sort(key=lambda each: -each[1].score)
    at: dict[tuple[str, int], _Group] = {}
    groups: list[_Group] = []
    for id, pair in pairs:
        ends = (id, pair.start), (pair.other, pair.other_span[0])
        known = [at[end] for end in ends if end in at]
        group = known[0] if known else _Group()
        if not known:
            groups.append(group)
        if len(known) == 2 and known[0] is not known[1]:
            _join(known[0], known[1], at)
            groups.remove(known[1])
        group.add(id, pair.start, pair.end)
        group.add(pair.other, *pair.other_span)
        group.pairs.append((id, pair))
        for end in ends:
            at[end] = group
    return groups


def _join(one: _Group, other: _Group, at: dict[tuple[str, int], _Group]) -> None:
    for source, places in other.places.items():
        for start, end in places:
            one.add(source, start, end)
            at[source, start] = one
    one.pairs += other.pairs


def _row(group: _Group, loaded: Mapping[str, Loaded], who: Who) -> SaidRow:
    first, (start, end) = next((id, places[0]) for id, places in group.places.items())
    settled = [pair for _, pair in group.pairs if pair.accepted]
    verdicts = {pair.verdict for pair in settled}
    cells = []
    for id, one in loaded.items():
        places = group.places.get(id, [])
        cells.append(_says(one, places, who, group) if places else SaidCell("silent"))
    hows = {cell.how for cell in cells}
    contested = "contradict" in verdicts or ("denies" in hows and bool(hows & {"says", "reports"}))
    return SaidRow(
        what=loaded[first].text[start:end],
        cells=tuple(cells),
        contested=contested,
        pairs=tuple((id, pair.id, pair.verdict) for id, pair in group.pairs),
    )


def _says(one: Loaded, places: Sequence[tuple[int, int]], who: Who, group: _Group) -> SaidCell:
    """What a text does with a thing, by the records on the sentence that says most of it."""
    annotation = one.annotation
    start, end = places[0]
    number = annotation.sentence_at(start)
    over = [r for r in annotation.records if r.start < end and r.end > start and r.stands]
    speech = [r for r in over if isinstance(r, Attribution) and r.holder != AUTHOR]
    negated = [r for r in over if isinstance(r, Mark) and r.kind in _NEGATIONS]
    denied_by = [
        r for r in speech if getattr(r, "status", "said") == "negated" or _denies(one.text, r)
    ]
    against = [
        p for id, p in group.pairs if _decided_against(p) and annotation.source in {id, p.other}
    ]
    denied = negated if against else []
    how = "denies" if denied or denied_by else "reports" if speech else "says"
    through = ", ".join(dict.fromkeys(who(r.holder) for r in sorted(speech, key=lambda r: r.depth)))
    decided: list[Record] = [*speech, *denied]
    pairs = [p for id, p in group.pairs if annotation.source in {id, p.other}]
    settled = all(r.decided for r in decided) and all(p.decided for p in pairs)
    cites = tuple(_cite(annotation.source, annotation.sentence_at(s)) for s, _ in places)
    return SaidCell(how, through, one.text[number.start : number.end], cites, settled)


def _decided_against(pair: Pair) -> bool:
    """Whether a person decided that the two sentences contradict each other."""
    return pair.verdict == "contradict" and pair.accepted


def _denies(text: str, record: Attribution) -> bool:
    """Whether the word that shows the speech is one of denying."""
    return text[slice(*record.cue)].lower().startswith(("den", "reject", "refut", "dismiss"))


def _cite(source: str, part: Sentence) -> str:
    return f"{source}#s{part.number}"
