"""Which situations are stable, for whom and under which concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.analysis.solved import Equilibrium, Solved, SolvedFile, SolvedWorld
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import Block, Document, Item, Items, Part, Row, Table, note, number
from standoff.report.english import GLOSSARY, English, silence
from standoff.report.tell.asked import line
from standoff.report.tell.model.search import engine
from standoff.report.wording import capital, join, many

WIDE = 4
"""Concepts in one table."""
LISTED = 4
"""Situations named in a sentence; more are counted."""


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
    yield from _tables(record)
    if isinstance(record, SolvedWorld):
        yield from map(line, map(note, _hanging(record)))
    yield line(note(engine(record.engine, record.why), "dim"))
    for concept, reason in record.uncounted.items():
        yield line(note(f"{concept} was not counted: {reason}", tone="warning"))
    for concept, reason in record.refused.items():
        yield line(note(f"{concept} was not computed: {reason}", tone="warning"))
    for concept, situations in record.few.items():
        if CONCEPTS[concept].extension is not None:
            continue  # told by what hangs on what is unknown
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

    english = English(record.reading)
    if record.times > 1:
        yield (
            "Options that no wish and no rule speaks of were left out: each situation computed stands for "
            f"{record.times:,}."
        )
    if record.strong:
        told = "; ".join(english.line(one) for one in record.strong)
        yield (
            f"Held strongly: {told}. By the strong concepts one is deterred only by what it likes much less, "
            "and stays too where nothing is better."
        )
    if record.doubtful:
        told = "; ".join(english.line(one) for one in record.doubtful)
        yield f"Taken together, with each of these wishes held or not: {told}."
    if record.unknown:
        yield (
            f"Nothing is known of what {join(record.unknown)} "
            f"{'wants' if len(record.unknown) == 1 else 'want'}: any change may be for the better."
        )


def _hanging(record: SolvedWorld) -> Iterator[str]:
    """What is stable whatever is unknown, and what hangs on it."""
    for concept, found in record.hangs.items():
        name = CONCEPTS[concept].name
        certain, possible = (_count(each) for each in (found.certain, found.possible))
        sure = many(certain, "situation") if certain else "none"
        more = (
            f"{many(possible, 'more situation' if certain else 'situation')}"
            if possible
            else "none"
        )
        text = (
            f"{capital(name)}: stable for everyone whatever is unknown {'is' if certain < 2 else 'are'} "
            f"{sure}; as that turns out, {more} may be"
        )
        for states, lead in (
            (found.certain, "whatever is unknown"),
            (found.possible, "as that turns out"),
        ):
            if isinstance(states, tuple) and 0 < len(states) <= LISTED:
                told = "; ".join(
                    f"where {English(record.reading).situation(s)}"
                    for s in states
                    if isinstance(s, tuple)
                )
                text += f". {capital(lead)}: {told}"
        yield f"{text}."


def _count(states: object) -> int:
    return states if isinstance(states, int) else len(states) if isinstance(states, tuple) else 0


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


def _tables(record: Solved) -> Iterator[Table]:
    """Decision makers in rows, concepts in columns; those of unknown preferences in tables of their own."""
    concepts = list(record.counts)
    usual = [name for name in concepts if CONCEPTS[name].extension is None]
    rest = [name for name in concepts if CONCEPTS[name].extension is not None]
    for names in filter(None, (usual, *(rest[at : at + WIDE] for at in range(0, len(rest), WIDE)))):
        yield _table(record, names)


def _table(record: Solved, concepts: Sequence[str]) -> Table:
    rows = [
        Row(
            maker,
            tuple(number(f"{record.counts[name][maker]:,}") for name in concepts),
            "no wishes" if maker in record.unsupported else "",
        )
        for maker in record.makers
    ]
    together = (
        number("not counted" if (count := record.together[name]) is None else f"{count:,}")
        for name in concepts
    )
    rows.append(Row("everyone", tuple(together), group=True))
    return Table("stable", ("stable for", *concepts), tuple(rows), role="counts")


def _situation(record: Solved, one: Equilibrium) -> str:
    if isinstance(record, SolvedWorld):
        return f"{capital(English(record.reading).situation(one.taken))}."
    return f"{one.name}  {one.pattern}  {', '.join(map(str, one.taken)) or 'nothing'}"


def _unsupported(record: Solved) -> str:
    if isinstance(record, SolvedWorld) and record.reading.model is None:
        return silence(record.unsupported)
    return f"No preference is given for {join(record.unsupported)}: that they stay shows nothing."
