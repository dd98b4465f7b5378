"""What was found in the texts of a desk: records as they stand, and pairs across texts."""

from __future__ import annotations

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import Desk, Kind, Source, State, chosen, loaded_from, shown


def records(
    desk: Desk,
    source: Source = None,
    kind: Kind = None,
    state: State = None,
    as_json: Json = False,
) -> None:
    """List records with their sentence, the rule that fired, and what was decided.

    Example: standoff desk records desk --kind offer --state proposed
    """
    from standoff.text.annotation import to_json

    for loaded in loaded_from(desk, source):
        for record in chosen(loaded, kind, state):
            if as_json:
                sentence = loaded.annotation.sentence_at(record.start).id
                show_json(
                    {"source": loaded.annotation.source, "sentence": sentence, **to_json(record)},
                    as_line=True,
                )
            else:
                typer.echo(shown(loaded, record))


def pairs(desk: Desk, as_json: Json = False) -> None:
    """Propose sentences of different texts about the same thing; what they do to each other you say.

    Then: standoff edit desk pair:1-90 --source 003 --set verdict=contradict

    Example: standoff desk pairs desk
    """
    from standoff.store import records as store
    from standoff.text.annotation import to_json
    from standoff.text.desk.pair import pairs as find

    every = list(loaded_from(desk, None))
    found = find([(one.text, one.annotation) for one in every])
    for source in [one.annotation.source for one in every]:
        store.pair_again(desk, source, [pair for id, pair in found if id == source])
    for source, pair in found:
        if as_json:
            show_json({"source": source, **to_json(pair)}, as_line=True)
        else:
            there = next(o for o in every if o.annotation.source == pair.other)
            quote = there.text[slice(*pair.other_span)]
            ours, theirs = pair.when or "no time stated", pair.other_when or "no time stated"
            typer.echo(f"{pair.score:.2f}  {source} ({ours}): {pair.quote}")
            typer.echo(f"      {pair.other} ({theirs}): {quote}")
