"""What an actor could do, as the text puts it: candidates for options, from refusals, demands and plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.text.annotation import Option
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.parse import Token

_OWN = frozenset(
    "refuse agree offer threaten promise pledge vow want plan decide continue intend seek try "
    "prepare decline fail manage begin start stop hope be ready willing able unable unwilling "
    "likely".split()
)
_OTHERS = frozenset(
    "ask urge press force push demand convince persuade help allow require order call warn tell "
    "pressure".split()
)
_COULD = frozenset("will would could may might can should must shall".split())
_LONGEST = 12


def options(text: str, scenes: Sequence[Scene]) -> list[Option]:
    """Candidates in the order of the text: whose they are, and the words for the deed."""
    found: dict[tuple[str, int], Option] = {}
    for scene in scenes:
        for actor, verb, rule in _deeds(scene):
            start, end = _phrase(scene, verb)
            option = Option(
                start=start,
                end=end,
                quote=text[start:end],
                actor=actor,
                phrase=" ".join(text[start:end].split()),
                rule=rule,
            )
            found.setdefault((actor, verb.start), option)
    return list(found.values())


def _deeds(scene: Scene) -> Iterator[tuple[str, Token, str]]:
    parse = scene.parse
    for verb in parse.tokens:
        if verb.pos != "VERB" and verb.tag[:2] != "VB":
            continue
        above = parse.tokens[verb.head]
        if verb.dep in ("xcomp", "ccomp") and above.lemma in _OTHERS:
            whose = parse.child(verb.i, "nsubj") or parse.child(above.i, "dobj")
            rule = f"{above.lemma} somebody to"
        elif verb.dep == "xcomp" and above.lemma in _OWN:
            governor = parse.tokens[above.head] if above.pos == "ADJ" else above
            whose = parse.child(governor.i, "nsubj")
            rule = f"{above.lemma} to"
        elif verb.pos == "VERB" and any(t.text.lower() in _COULD for t in parse.all(verb.i, "aux")):
            whose = parse.child(verb.i, "nsubj")
            rule = "may, will or should"
        else:
            continue
        if whose is not None:
            for actor in scene.actors(whose.i):
                yield actor, verb, rule


def _phrase(scene: Scene, verb: Token) -> tuple[int, int]:
    """The verb and what follows it in its clause, at most twelve tokens."""
    tokens = scene.parse.tokens
    below = [i for i in scene.parse.subtree(verb.i) if i >= verb.i]
    kept = [verb.i]
    for i in below[1:_LONGEST]:
        if i != kept[-1] + 1 or tokens[i].text in ",;:." or tokens[i].dep in ("mark", "cc"):
            break
        kept.append(i)
    return verb.start, tokens[kept[-1]].end
