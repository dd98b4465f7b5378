"""Who did what to whom: candidates for events, in the categories of PLOVER's 2016 records.

A verb gives a category, alone or with its object; what surrounds it turns that over: what is
promised agrees, what is threatened threatens, what is refused rejects. Only a person makes a
candidate an event.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from standoff.text.annotation import Event
from standoff.text.find.who.phrase import Scene
from standoff.text.find.word.parse import Parse, Token

KIND = frozenset("AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT".split())
HARSH = frozenset("SANCTION COERCE ASSAULT FIGHT PROTEST MOBILIZE REJECT DISAPPROVE".split())
RECIPROCAL = frozenset("AGREE CONSULT SUPPORT COOPERATE REJECT FIGHT".split())

_SAYS = frozenset(
    "say tell announce declare state claim report add note argue believe confirm warn "
    "acknowledge decide conclude insist stress suggest maintain reiterate explain indicate "
    "quote describe allege reveal admit vow promise".split()
)
_DUTY = frozenset("must should ought".split())
_AHEAD = frozenset("will would may might shall could 'll wo".split())
_PLANS = frozenset(
    "plan intend prepare ready willing prepared hope expect want aim mean consider decide "
    "pledge promise vow swear go".split()
)
_LIGHT = frozenset(
    "hold launch stage conduct begin start continue resume make give take open undertake mount "
    "wage have engage resort attend carry join renew fail end complete face call lead take_part "
    "set".split()
)
_MEASURES = frozenset(
    "part series state number round member amount use mission act day week hour month year wave "
    "group kind".split()
)
_ARMED = frozenset(
    "aircraft warplane plane jet tank gunship helicopter artillery minefield missile rocket "
    "shell warship bomber airstrike".split()
)
_PEOPLE = frozenset(
    "rebel protester student worker opposition demonstrator civilian refugee militant guerrilla "
    "government police parliament authority candidate activist journalist farmer miner teacher "
    "prisoner detainee villager resident insurgent fundamentalist separatist people crowd "
    "citizen president minister leader soldier troop army force party group judiciary "
    "population youth".split()
)
_READY = frozenset("willing ready prepared".split())
_TOWARD = (
    "with",
    "against",
    "to",
    "on",
    "at",
    "from",
    "for",
    "toward",
    "towards",
    "over",
    "into",
    "between",
    "of",
    "upon",
    "about",
    "by",
)


@dataclass(frozen=True)
class _Sense:
    category: str
    objects: frozenset[str]


@functools.cache
def _table() -> tuple[Mapping[str, tuple[_Sense, ...]], Mapping[str, str]]:
    """Verb -> senses, those with objects first; noun -> category."""
    verbs: dict[str, list[_Sense]] = {}
    nouns: dict[str, str] = {}
    file = resources.files("standoff.text.find").joinpath("data", "verbs.tsv")
    for line in file.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        category, heads, objects = line.split("\t")
        wanted = frozenset(objects.split("|")) - {"*"}
        if not heads:
            nouns.update((noun, category) for noun in wanted)
        for verb in filter(None, heads.split("|")):
            verbs.setdefault(verb, []).append(_Sense(category, wanted))
    ordered = {v: tuple(sorted(s, key=lambda x: not x.objects)) for v, s in verbs.items()}
    return ordered, nouns


@dataclass(frozen=True)
class _Found:
    """A predicate with its category, before its actors are sought."""

    verb: Token
    category: str
    status: str
    rule: str
    inner: Token


def events(text: str, scenes: Sequence[Scene]) -> list[Event]:
    """The event candidates of parsed sentences, those of the main clause first in each.

    An actor that cannot be told is left out: an event with both lists filled is the surer one.
    """
    found: list[Event] = []
    for scene in scenes:
        ranked = enumerate(_predicates(scene.parse))
        found.extend(_event(text, scene, one, rank) for rank, one in ranked)
    return found


def _predicates(parse: Parse) -> Iterator[_Found]:
    """Yield predicates from the root downwards; what a coded verb governs is part of it."""
    consumed: set[int] = set()
    for verb in sorted(parse.tokens, key=lambda t: (_depth(parse, t), t.i)):
        if verb.pos not in ("VERB", "AUX") and verb.dep != "ROOT":
            continue
        if verb.i in consumed:
            continue
        one = _categorised(parse, verb)
        if one is None:
            continue
        consumed.update(t.i for t in _governed(parse, verb))
        yield one


def _depth(parse: Parse, token: Token) -> int:
    """How far from the main clause: relative and adverbial clauses count double."""
    depth = 0
    for above in (token, *parse.ancestors(token.i)):
        depth += {"relcl": 3, "advcl": 2, "acl": 2, "ccomp": 0, "conj": 1, "xcomp": 1}.get(
            above.dep, 0
        )
    return depth


def _governed(parse: Parse, verb: Token) -> Iterator[Token]:
    """Yield the verbs that a coded verb takes with it: infinitives, clauses and their like."""
    for below in parse.all(verb.i, "xcomp", "ccomp", "prep", "dobj", "pcomp"):
        if below.pos in ("VERB", "AUX"):
            yield below
        if below.pos in ("VERB", "AUX", "ADP") or below.dep == "dobj":
            yield from (
                t
                for t in parse.all(below.i, "xcomp", "pcomp", "acl", "conj")
                if t.pos == "VERB" and t.dep != "relcl"
            )


def _categorised(parse: Parse, verb: Token) -> _Found | None:
    """The category of a verb in its surroundings, or None if it tells of no event."""
    duty = _duty(parse, verb)
    if duty is not None:
        return _Found(
            verb, "DEMAND", _status(parse, verb), f"{verb.lemma} that somebody must", duty
        )
    sense = _sense(parse, verb)
    if sense is None:
        ready = next((t for t in parse.all(verb.i, "acomp", "oprd") if t.lemma in _READY), None)
        does = parse.child(ready.i, "xcomp") if ready is not None else None
        if does is None:
            return None
        sense = "AGREE", f"{verb.lemma} {ready.lemma if ready else ''} to", does
    category, rule, inner = sense
    if category == "ASSAULT" and _subject_nouns(parse, verb) & _ARMED:
        category = "FIGHT"
    negated = _negated(parse, verb)
    ahead = _is_ahead(parse, verb)
    if category in KIND:
        if negated:
            category, rule = "REJECT", f"not: {rule}"
        elif ahead and category != "RETREAT":
            category, rule = "AGREE", f"still to come: {rule}"
    elif category in HARSH:
        if negated and category != "REJECT":
            return _Found(verb, category, "negated", rule, inner)
        if ahead:
            category, rule = "THREATEN", f"still to come: {rule}"
    return _Found(verb, category, _status(parse, verb), rule, inner)


def _duty(parse: Parse, verb: Token) -> Token | None:
    """The verb of a clause saying that somebody else must do something."""
    if verb.lemma not in _SAYS:
        return None
    clause = parse.child(verb.i, "ccomp")
    if clause is None:
        return None
    must = any(t.text.lower() in _DUTY for t in parse.all(clause.i, "aux"))
    have_to = clause.lemma in ("have", "need") and parse.child(clause.i, "xcomp") is not None
    return clause if must or have_to else None


def _sense(parse: Parse, verb: Token) -> tuple[str, str, Token] | None:
    """Category, rule and the verb whose objects are meant."""
    verbs, nouns = _table()
    objects = _objects(parse, verb)
    for name in _names(parse, verb):
        for sense in verbs.get(name, ()):
            if not sense.objects:
                return sense.category, name, verb
            hit = sorted(sense.objects & objects)
            if hit:
                return sense.category, f"{name} + {hit[0]}", verb
    for below in parse.all(verb.i, "xcomp"):
        light = verb.lemma in _PLANS | {
            "begin",
            "start",
            "continue",
            "be",
            "force",
            "try",
            "help",
            "have",
            "seek",
            "return",
            "resort",
            "take",
        }
        if light and below.pos in ("VERB", "AUX", "ADJ"):
            sense_below = _sense(parse, below)
            if sense_below is not None:
                return sense_below
    if verb.lemma in _LIGHT | {"be"} or parse.child(verb.i, "dobj", "nsubjpass") is None:
        for noun in sorted(objects | _subject_nouns(parse, verb)):
            if noun in nouns:
                return nouns[noun], f"{verb.lemma} + {noun}", verb
    return None


def _names(parse: Parse, verb: Token) -> Iterator[str]:
    """Yield what the table may call a verb: with particle, with preposition, bare."""
    for below in parse.all(verb.i, "prt", "prep", "advmod"):
        yield f"{verb.lemma}_{below.lemma}"
    yield verb.lemma


def _objects(parse: Parse, verb: Token) -> set[str]:
    """The lemmas of what the verb is done to, with their own nouns one step down."""
    heads = list(parse.all(verb.i, "dobj", "nsubjpass", "oprd", "attr"))
    for prep in parse.all(verb.i, "prep", "agent"):
        heads.extend(parse.all(prep.i, "pobj", "pcomp"))
    found: set[str] = set()
    for head in heads:
        for one in parse.conjoined(head):
            found.add(one.lemma)
            found.update(t.lemma for t in parse.all(one.i, "compound", "nmod"))
            if one.lemma in _MEASURES or one.pos == "NUM":
                for of in parse.all(one.i, "prep"):
                    found.update(t.lemma for t in parse.all(of.i, "pobj"))
    return found


def _subject_nouns(parse: Parse, verb: Token) -> set[str]:
    subject = parse.child(verb.i, "nsubj", "nsubjpass")
    if subject is None:
        return set()
    return {subject.lemma, *(t.lemma for t in parse.all(subject.i, "compound"))}


def _negated(parse: Parse, verb: Token) -> bool:
    for one in (verb, *_upward(parse, verb)):
        if parse.child(one.i, "neg") is not None:
            return True
        if any(t.text.lower() in ("never", "longer") for t in parse.all(one.i, "advmod")):
            return True
    return verb.lemma != "fail" and any(
        t.lemma in ("refuse", "fail", "decline") for t in _upward(parse, verb)
    )


def _upward(parse: Parse, verb: Token) -> Iterator[Token]:
    """Yield the verbs that a verb hangs on as an infinitive."""
    one = verb
    while one.dep in ("xcomp", "acomp") and one.head != one.i:
        one = parse.tokens[one.head]
        yield one


def _is_ahead(parse: Parse, verb: Token) -> bool:
    """Whether the verb tells of what somebody means to do, or of what may come."""
    for one in (verb, *_upward(parse, verb)):
        if any(t.text.lower() in _AHEAD for t in parse.all(one.i, "aux")):
            return True
    return any(t.lemma in _PLANS for t in _upward(parse, verb)) or verb.lemma in ("plan", "intend")


def _status(parse: Parse, verb: Token) -> str:
    """asserted, unless something about the verb says otherwise."""
    sentence = parse.tokens
    if sentence and any(t.text == "?" for t in sentence[-3:]):
        return "question"
    if _negated(parse, verb):
        return "negated"
    chain = [verb, *parse.ancestors(verb.i)]
    if any(
        t.text.lower() in ("if", "unless", "whether")
        for one in chain
        for t in parse.all(one.i, "mark")
    ):
        return "hypothetical"
    helpers = {t.text.lower() for t in parse.all(verb.i, "aux")}
    if helpers & {"may", "might", "could", "would", "can"}:
        return "hypothetical"
    if helpers & {"will", "shall", "'ll", "wo"} or any(
        t.lemma in _PLANS for t in _upward(parse, verb)
    ):
        return "intended"
    if any(t.lemma in _SAYS and t.i != verb.i for t in parse.ancestors(verb.i)):
        return "reported"
    if any(t.lemma in _SAYS for t in parse.all(verb.i, "ccomp", "parataxis", "advcl")):
        return "reported"
    return "asserted"


# --- who, and to whom ----------------------------------------------------------------------------


def _event(text: str, scene: Scene, one: _Found, rank: int) -> Event:
    source, token = _source(scene, one.verb)
    target = _target(scene, one, token)
    if len(source) > 1 and not target and one.category in RECIPROCAL:
        target = source
    source, target = _domestic(scene, one, source, target, token)
    if one.category == "CONSULT" and target and source and one.verb.lemma in _TOGETHER:
        both = tuple(dict.fromkeys((*source, *target)))
        source = target = both
    start, end = scene.parse.span(one.verb.i)
    return Event(
        start=start,
        end=end,
        quote=text[start:end],
        source=source,
        target=target,
        category=one.category,
        status=one.status,
        trigger=(one.verb.start, one.verb.end),
        rank=rank,
        rule=one.rule,
    )


def _domestic(
    scene: Scene,
    one: _Found,
    source: tuple[str, ...],
    target: tuple[str, ...],
    subject: Token | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fill in what can only be at home: people without a flag, in a sentence that names one state."""
    named = {m.actor for m in scene.mentions}
    if len(named) != 1:
        return source, target
    if not source and subject is not None and subject.pos in ("NOUN", "PROPN"):
        source = tuple(named)
    people = any(t.lemma in _PEOPLE for t in _patients(scene.parse, one.verb, False))
    if not target and source and people and one.category != "RETREAT":
        target = tuple(named)
    return source, target


_TOGETHER = frozenset(
    "meet telephone phone talk negotiate confer hold renew resume discuss".split()
)


def _source(scene: Scene, verb: Token) -> tuple[tuple[str, ...], Token | None]:
    """Who does it: the subject, the agent of a passive, or the subject of the verb above."""
    parse = scene.parse
    agent = parse.child(verb.i, "agent")
    if agent is None and parse.child(verb.i, "nsubjpass") is not None:
        agent = next((p for p in parse.all(verb.i, "prep") if p.lemma == "by"), None)
    if agent is not None:
        by = parse.child(agent.i, "pobj")
        return (tuple(scene.actors(by.i, places=True)), by) if by is not None else ((), None)
    if parse.child(verb.i, "nsubjpass") is not None:
        within = next((p for p in parse.all(verb.i, "prep") if p.lemma == "in"), None)
        place = parse.child(within.i, "pobj") if within is not None else None
        return (
            (tuple(scene.actors(place.i, places=True)), place) if place is not None else ((), None)
        )
    subject = parse.child(verb.i, "nsubj", "csubj")
    if subject is not None:
        return tuple(scene.actors(subject.i, places=True)), subject
    if (
        verb.dep in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "acomp")
        and verb.head != verb.i
    ):
        above = parse.tokens[verb.head]
        while above.pos in ("ADP", "ADJ") and above.head != above.i:
            above = parse.tokens[above.head]
        if above.pos in ("VERB", "AUX"):
            passive = parse.child(above.i, "nsubjpass")
            if passive is not None and verb.dep == "conj":
                return tuple(scene.actors(passive.i, places=True)), passive
            return _source(scene, above)
    if verb.dep in ("acl", "relcl") and verb.head != verb.i:
        return tuple(scene.actors(verb.head, places=True)), parse.tokens[verb.head]
    return (), None


def _target(scene: Scene, one: _Found, source: Token | None) -> tuple[str, ...]:
    """To whom it is done: what the verb is done to, then what stands behind its prepositions."""
    parse = scene.parse
    taken = set(parse.subtree(source.i)) if source is not None else set()
    own = scene.actors(source.i, places=True) if source is not None else []
    if one.inner.i != one.verb.i:
        subject = parse.child(one.inner.i, "nsubj", "nsubjpass")
        if one.category == "DEMAND" and subject is not None:
            found = scene.actors(subject.i, places=True)
            if found:
                return tuple(found)
    same: list[str] = []
    for places in (False, True):
        for head in _patients(parse, one.verb, places):
            if head.i in taken:
                continue
            found = scene.actors(head.i, places=places)
            other = [a for a in found if a not in own]
            if other:
                return tuple(other)
            same = same or found
    return tuple(same)


_DEEPEST = 3  # clauses within clauses: what lies deeper is another event


def _patients(parse: Parse, verb: Token, places: bool, deep: int = 0) -> Iterator[Token]:
    """Yield the nouns a verb may be done to, likeliest first."""
    yield from parse.all(verb.i, "dobj", "nsubjpass", "dative", "iobj")
    for dative in parse.all(verb.i, "dative"):
        yield from parse.all(dative.i, "pobj")
    for prep in _prepositions(parse, verb, places):
        yield from _behind(parse, prep, places, deep)
    for thing in parse.all(verb.i, "dobj", "nsubjpass", "attr"):
        for prep in parse.all(thing.i, "prep"):
            yield from parse.all(prep.i, "pobj")
        yield from _clauses(parse, thing, places, deep, "acl", "relcl", "ccomp")
    yield from _clauses(parse, verb, places, deep, "xcomp", "ccomp", "advcl", "conj")


def _prepositions(parse: Parse, verb: Token, places: bool) -> list[Token]:
    """The prepositions of a verb, and of its subject if that is the event; telling ones first."""
    found = [p for p in parse.all(verb.i, "prep", "prt", "agent") if p.lemma in _TOWARD or places]
    subject = parse.child(verb.i, "nsubj")
    if subject is not None and subject.lemma in _table()[1]:
        found.extend(parse.all(subject.i, "prep"))
    return sorted(found, key=lambda p: _TOWARD.index(p.lemma) if p.lemma in _TOWARD else 99)


def _behind(parse: Parse, prep: Token, places: bool, deep: int) -> Iterator[Token]:
    """Yield what stands behind a preposition, and what its own clauses are about."""
    yield from parse.all(prep.i, "pobj")
    for noun in parse.all(prep.i, "pobj"):
        yield from _clauses(parse, noun, places, deep, "acl")
    yield from _clauses(parse, prep, places, deep, "pcomp")
    for inner in parse.all(prep.i, "prep"):
        yield from parse.all(inner.i, "pobj")


def _clauses(
    parse: Parse, above: Token, places: bool, deep: int, *relations: str
) -> Iterator[Token]:
    """Yield subjects and patients of the clauses below a token, down to the deepest that counts."""
    for clause in parse.all(above.i, *relations) if deep < _DEEPEST else ():
        yield from parse.all(clause.i, "nsubj", "nsubjpass")
        yield from _patients(parse, clause, places, deep + 1)
