"""Which situations are stable, for whom and under which concept."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.analysis.solved import Equilibrium, Solved, SolvedFile, SolvedWorld
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import Block, Document, Item, Items, Part, Row, Table, note
from standoff.report.english import GLOSSARY, English, capital, join, many, silence
from standoff.report.tell.asked import line
from standoff.report.tell.robust import number
from standoff.report.tell.search import engine


def tell(record: SolvedWorld) -> Document:
    """One world: counts for each decision maker and for everyone, and the equilibria where they are few."""
    return _document(record)


def tell_file(record: SolvedFile) -> Document:
    """The same of a model file, its states as the file calls them."""
    return _document(record)


def _document(record: Solved) -> Document:
    blocks = tuple(_blocks(record))
    return Document(
        _name(record), (Part(note(_name(record)), blocks, role="reading"),), glossary=GLOSSARY
    )


def _name(record: Solved) -> str:
    if isinstance(record, SolvedFile) and record.title:
        return f"{record.model}: {record.title}"
    return record.model


def _blocks(record: Solved) -> Iterator[Block]:
    yield line(note(f"{_situations(record)}."))
    if isinstance(record, SolvedWorld):
        yield from map(line, map(note, _told(record)))
    yield _table(record)
    yield line(note(engine(record.engine, record.why), "dim"))
    for concept, reason in record.uncounted.items():
        yield line(note(f"{concept} was not counted: {reason}", tone="warning"))
    for concept, reason in record.refused.items():
        yield line(note(f"{concept} was not computed: {reason}", tone="warning"))
    for concept, situations in record.few.items():
        items = (Item(line(note(_situation(record, one)))) for one in situations)
        name = capital(CONCEPTS[concept].name)
        yield Part(note(name), (Items(tuple(items), role="deeds"),))
    if record.unsupported:
        yield line(note(_unsupported(record), tone="warning"))


def _told(record: SolvedWorld) -> Iterator[str]:
    """What the relational and the fuzzy concepts were told."""
    if record.attitudes:
        yield (
            f"Attitudes, read by the relational concepts alone: {'; '.join(record.attitudes)}. Who is not "
            "named takes its own part and minds nobody else's."
        )
    if record.versions:
        least = "; ".join(f"{name} {gamma}" for name, gamma in record.threshold.items())
        yield (
            f"How certain a preference is was counted over {many(len(record.versions), 'version')} of the "
            f"reading ({', '.join(record.versions)}). By the fuzzy concepts one leaves for what is above in "
            f"so many more of them than below, as a share: {least}."
        )


def _situations(record: Solved) -> str:
    makers = many(len(record.makers), "decision maker")
    text = f"{many(record.states, 'situation')}, {makers}"
    if record.answering:
        text += f"; {record.answering}"
    if isinstance(record, SolvedWorld):
        english = English(record.reading)
        if record.facts:
            text = f"Where {english.world(record.facts)}: {text}"
        if record.condition is not None:
            text += f"; counted are those where {english.clause(record.condition)}"
    return text


def _table(record: Solved) -> Table:
    """Decision makers in rows, concepts in columns."""
    rows = [
        Row(
            maker,
            tuple(number(f"{by_maker[maker]:,}") for by_maker in record.counts.values()),
            "no wishes" if maker in record.unsupported else "",
        )
        for maker in record.makers
    ]
    together = (
        number("not counted" if count is None else f"{count:,}")
        for count in record.together.values()
    )
    rows.append(Row("everyone", tuple(together), group=True))
    return Table("stable", ("stable for", *record.counts), tuple(rows), role="counts")


def _situation(record: Solved, one: Equilibrium) -> str:
    if isinstance(record, SolvedWorld):
        return f"{capital(English(record.reading).situation(one.taken))}."
    return f"{one.name}  {one.pattern}  {', '.join(map(str, one.taken)) or 'nothing'}"


def _unsupported(record: Solved) -> str:
    if isinstance(record, SolvedWorld) and record.reading.model is None:
        return silence(record.unsupported)
    return f"No preference is given for {join(record.unsupported)}: that they stay shows nothing."
