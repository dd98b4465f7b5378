"""What sources and readings are called for people: by outlet, never by id.

Two of one outlet are told apart by their dates, and where these do not tell, by their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from standoff.case.entry import Reading
from standoff.case.reading import BASE
from standoff.citation import Source
from standoff.report.wording import when


def source_names(sources: Mapping[str, Source]) -> Mapping[str, str]:
    """Id -> what a source is called: its outlet, else its author, else its title, else its id."""
    names = {id: one.outlet or one.author or one.title or id for id, one in sources.items()}
    for more in (_dated, _with_id):
        often = Counter(names.values())
        names = {
            id: more(name, sources[id]) if often[name] > 1 else name for id, name in names.items()
        }
    return names


def _dated(name: str, source: Source) -> str:
    return f"{name}, {when(source.date)}" if source.date else name


def _with_id(name: str, source: Source) -> str:
    return f"{name} ({source.id})" if name != source.id else name


def called(reading: Reading) -> str:
    """A reading's name: its source's, with its variant; `the reading` where a case has no others."""
    id = "the reading" if reading.id == BASE else reading.id
    name = source_names(reading.sources).get(reading.id, id)
    return f"{name} ({reading.variant})" if reading.variant else name
