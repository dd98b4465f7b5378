"""Names that no table holds: persons, groups and places as the parser sees them, as new actors to ask about.

A person is tied to the state or organ that the words around the name give: *Freedonian envoy Ann
Weir*, *Ann Weir, head of Freedonia's council*. What was named in full counts again where it is named
in short: by surname, by letters given in brackets, as *the Council*. A place is an actor only where
it acts.
"""

from __future__ import annotations

import bisect
import difflib
import re
from calendar import day_name
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.text.annotation import Mention, Name, Record, Span, by_sentence
from standoff.text.find.who.again import NEW, UNKNOWN_PLACE, again, letters_of
from standoff.text.find.who.credit import credited
from standoff.text.find.who.noname import in_heading, nameable
from standoff.text.find.who.office import (
    RULER,
    TITLES,
    author_of,
    bare,
    is_organ,
    is_organ_name,
    owner,
    titled,
)
from standoff.text.find.who.place import NO_DEEDS, acts, listed, located, over_text
from standoff.text.find.who.service import served
from standoff.text.find.word.lexicon import heads, names_group, names_person, own_voices, slug
from standoff.text.find.word.parse import Entity, Parse, Token
from standoff.text.find.word.saying import verb

_ACTORS = frozenset(("PERSON", "ORG", "NORP", "GPE"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))


@dataclass(frozen=True, slots=True)
class _Named:
    """A name that no table holds, with what it is taken for."""

    span: Span
    label: str
    actor: str = ""


def united(text: str, view: str, parses: Sequence[Parse], named: Sequence[Record]) -> list[Record]:
    """The records of `named` with those of unknown names: mentions `new`, places, tied persons.

    named  mentions and names that the tables and capital letters gave
    """
    known = [r for r in named if isinstance(r, Mention)]
    found: list[_Named] = []
    for parse, (_, here) in zip(
        parses, by_sentence(known, [p.sentence for p in parses]), strict=True
    ):
        found.extend(_entities(view, parse, here))
    known = _yielding(view, _acting(parses, known), found)
    longer = _Spans([n.span for n in found])
    known = [m for m in known if not (m.via in _BARE and longer.holds(m.start, m.end))]
    new = list(_new(text, view, parses, known, found))
    places = [m for m in known if m.via == "place"]
    tabled = {(m.start, m.end) for m in places}
    new = [m for m in listed(parses, [*new, *places]) if (m.start, m.end) not in tabled]
    new = list(_by_family_name(view, [*known, *new], new))
    own = {letters_of(view, m) for m in new if m.via == NEW}
    known = [*(m for m in known if m.quote not in own), *new]  # letters are what the text says
    known.extend(again(text, view, parses, known))
    known = served(view, parses, over_text(view, parses, known))
    tellers = credited(view, known)
    kept = _longest(m for m in known if m.via != NEW or m.actor not in tellers)
    taken = _Spans([(m.start, m.end) for m in kept])
    names = [r for r in named if isinstance(r, Name) and not taken.touch(r.start, r.end)]
    return [*kept, *names]


def _acting(parses: Sequence[Parse], known: Sequence[Mention]) -> list[Mention]:
    """The mentions of the tables, states taken for ground as actors where the parse has them act, and a
    region of a state that speaks or calls itself a republic as a new actor."""
    changed: dict[int, Mention] = {}
    grouped = by_sentence(known, [p.sentence for p in parses])
    for parse, (_, here) in zip(parses, grouped, strict=True):
        for m in here:
            subject_ = m.via == "place" and _is_subject(parse, (m.start, m.end))
            says = subject_ and _is_subject(parse, (m.start, m.end), say=True)
            if subject_ and "(name)" in m.rule:
                changed[m.start] = replace(m, via="name")
            elif m.via == "place" and "(place)" in m.rule and (says or _POLITY.search(m.quote)):
                rule = f"new actor? {m.rule}"
                changed[m.start] = replace(m, actor=slug(m.quote), via=NEW, rule=rule)
    return [changed.get(m.start, m) for m in known]


_POLITY = re.compile(r"\b(?:Republic|Government|Authority|Administration|Emirate|Caliphate)\b")


def _is_subject(parse: Parse, span: Span, *, say: bool = False) -> bool:
    """Whether a name, or the first one of its list, does what a verb says; with `say`, a verb of saying."""
    for token in parse.tokens:
        if not span[0] <= token.start < span[1]:
            continue
        while token.dep == "conj" and token.head != token.i:
            token = parse.tokens[token.head]
        head = parse.tokens[token.head]
        saying = verb(head.lemma)
        says = saying is not None and saying.says
        if (
            token.dep == "nsubj"
            and head.pos == "VERB"
            and (says or not say)
            and head.lemma not in NO_DEEDS
        ):
            return True
        if (
            token.dep == "pobj"
            and head.dep == "agent"
            and (not say or verb(parse.tokens[head.head].lemma))
        ):
            return True
    return False


def _yielding(view: str, known: Sequence[Mention], found: Sequence[_Named]) -> list[Mention]:
    """The mentions of the tables without family names that the text gives to somebody else in full: *Mr
    Weir* is not the president of that name where *Ann Weir* was introduced, and no president was."""
    others: dict[str, set[str]] = {}
    for one in found:
        words = bare(view[slice(*one.span)]).split()
        if one.label == "PERSON" and len(words) > 1:
            others.setdefault(words[-1], set()).update(w[0].lower() for w in words[:-1])
    leaders = [m for m in known if m.via == "leader"]
    whole = {m.organ for m in leaders if " " in m.quote}
    whole |= {m.organ for m in leaders if RULER.search(view[max(0, m.start - 24) : m.start])}
    return [
        m for m in known
        if m.via != "leader" or m.organ in whole or m.organ[:1] in others.get(m.quote, m.organ[:1])
    ]  # fmt: skip


_BARE = frozenset(("name", "capital", "place", "leader"))


class _Spans:
    """Spans that do not overlap, to ask in logarithmic time what they hold; more can be put in."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = sorted(spans)

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with a stretch."""
        at = bisect.bisect_left(self.spans, (end, 0))
        return at > 0 and self.spans[at - 1][1] > start

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch lies in one of them."""
        at = bisect.bisect_right(self.spans, (start, 1 << 62))
        return at > 0 and self.spans[at - 1][0] <= start and end <= self.spans[at - 1][1]

    def add(self, start: int, end: int) -> None:
        bisect.insort(self.spans, (start, end))


def _entities(view: str, parse: Parse, known: Sequence[Mention]) -> Iterator[_Named]:
    """Yield the names of a sentence: the parser's entities, and proper nouns that act."""
    here = known
    taken: list[Span] = []
    for entity in parse.entities:
        span = _trimmed(view, entity)
        if span is not None and in_heading(view, span):
            span = _elsewhere(view, span)
        if span is not None and _alone_in_quotes(view, span):
            continue
        if span is None or entity.label not in _ACTORS | _PLACES:
            continue
        label = "PERSON" if _INITIALS.fullmatch(view, *span) else entity.label
        if not nameable(view, span, label):
            continue
        over = [m for m in here if m.start < span[1] and span[0] < m.end]
        if over and label == "ORG" and _own_organ(span, over):
            taken.append(span)
            yield _Named(span, "ORGAN", over[0].actor)
            continue
        if over and not _holds_first_name(view, span, entity, over):
            continue
        taken.append(span)
        yield _Named(span, label)
    for span in _addressed(view, parse, here):
        taken[:] = [t for t in taken if not (span[0] <= t[0] and t[1] <= span[1])]
        if not any(a < span[1] and span[0] < b for a, b in taken):
            taken.append(span)
            yield _Named(span, "PERSON")
    yield from _proper_nouns(view, parse, here, taken)


# A name that begins with first letters is a person's: *A.B. Weir*, *C. D. Weir*.
_INITIALS = re.compile(r"(?!(?:U\.[KNS]\.?|E\.U\.?|D\.C\.) )(?:[A-Z]\. ?){1,3} ?[A-Z][\w'’-]+[a-z]")


def _proper_nouns(
    view: str, parse: Parse, here: Sequence[Mention], taken: list[Span]
) -> Iterator[_Named]:
    """Yield the proper nouns that act and that nothing has taken yet."""
    for token in parse.tokens:
        if token.pos != "PROPN" or token.dep not in _STANDS:
            continue
        span = _run(parse, token)
        if _alone_in_quotes(view, span):
            continue
        group = names_group(token.text.lower()) and span[0] < token.start
        if token.dep in _BESIDE:
            group = _of_people(parse, token, span)
        if token.dep == "appos":  # *a spokesman, Captain Weir*
            group = group or names_person(parse.tokens[token.head].lemma)
        if token.dep not in ("nsubj", "nsubjpass") and not (group or _spoken_by(parse, token)):
            continue
        if any(a < span[1] and span[0] < b for a, b in (*taken, *((m.start, m.end) for m in here))):
            continue
        if nameable(view, span, "NAME"):
            taken.append(span)
            yield _Named(span, "NAME")


# A form of address and the name behind it, in any letters: *Mr. WEIR*, *Ms A. B. Weir-Quaye*.
_COURTESY = re.compile(
    r"\b(?:Mr|Mrs|Ms|Messrs|Madam|Mme|Se\u00f1ora?|Herr|Frau|Monsieur|Dr|Sir|Dame|Lord|Lady)\.? "
    r"(?P<name>(?:[^\W\d_a-z]\.? ?){0,3}[^\W\d_a-z][\w'\u2019]+(?:-[^\W\d_a-z][\w'\u2019]+)*"
    r"(?: (?:(?:al|bin|de|la|von|van|der|ould)[ -])*[^\W\d_a-z][\w'\u2019-]+){0,3})"
)


def _addressed(view: str, parse: Parse, known: Sequence[Mention]) -> Iterator[Span]:
    """Yield the names behind forms of address that no table knows."""
    for courtesy in _COURTESY.finditer(view, parse.sentence.start, parse.sentence.end):
        start = courtesy.start("name")
        end = start + len(re.sub("['\u2019]s?\\Z", "", courtesy["name"]))
        tabled = any(m.start < end and start < m.end for m in known)
        if not tabled and not names_person(view[start:end].lower()):
            yield start, end


def _alone_in_quotes(view: str, span: Span) -> bool:
    """Whether a word is all that a quotation holds: *“Enough!”*."""
    quote = r"[\"'“”‘’«»]"
    return (
        re.search(rf"{quote}\Z", view[max(0, span[0] - 1) : span[0]]) is not None
        and re.match(rf"[.!?,…]{{0,3}}{quote}", view[span[1] : span[1] + 4]) is not None
    )


_BESIDE = frozenset(("compound", "amod", "nmod"))
_STANDS = _BESIDE | frozenset("nsubj nsubjpass pobj poss dobj conj appos attr dative".split())


def _of_people(parse: Parse, token: Token, span: Span) -> bool:
    """Whether a name says whose people a plural is of: *Orlonian officials*, *Q23 rebels*."""
    head = parse.tokens[token.head]
    beside = head.i == token.i + 1 and span[0] == token.start
    common = token.text.lower() in heads()
    letters = token.text.isupper() and len(token.text) > _LETTERS  # *QFOR commander*
    return beside and (head.tag == "NNS" or letters) and names_person(head.lemma) and not common


_LETTERS = 2


def _own_organ(span: Span, over: Sequence[Mention]) -> bool:
    """Whether a group's name begins with the one demonym in it: *Peruvian Border Council*."""
    first = over[0]
    return (
        len(over) == 1 and first.via == "demonym" and first.start == span[0] and first.end < span[1]
    )


def _spoken_by(parse: Parse, token: Token) -> bool:
    """Whether a name stands after *by* or *according to*, or owns a noun."""
    head = parse.tokens[token.head]
    return (
        token.dep == "poss" or head.dep == "agent" or (head.lemma in ("by", "to") and token.i > 1)
    )


def _run(parse: Parse, token: Token) -> Span:
    """The run of proper nouns that ends with a token."""
    tokens, first = parse.tokens, token.i
    while first and tokens[first - 1].end + 1 >= tokens[first].start:
        before = tokens[first - 1]
        if before.text == "-" and first > 1 and tokens[first - 2].end == before.start:
            first -= 2  # of two names joined: *Diakhate-Barry*
            continue
        titled = before.text[0].isupper() and before.pos in ("ADJ", "NOUN") and first > 1
        if before.pos != "PROPN" and not titled:
            break
        first -= 1
    return tokens[first].start, token.end


def _elsewhere(view: str, span: Span) -> Span:
    """Of words in a heading the longest run that the text has elsewhere, where that is a piece of them: of
    *Weir Stands Firm* no more than *Weir* is a name."""
    words = [
        (span[0] + w.start(), span[0] + w.end()) for w in re.finditer(r"\S+", view[slice(*span)])
    ]
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first][0], words[first + length - 1][1]
            again = rf"(?<![\w-]){re.escape(view[slice(*run)])}(?![\w-])"
            if any(m.span() != run for m in re.finditer(again, view)):
                return run
    return span


_HYPHENED = re.compile(
    r"-(?!\w+ed\b|(?:led|era|style|born|run|held|like|friendly|free|wide|to|in|and)\b)[A-Za-z]\w*(?:-[A-Za-z]\w+)*"
)


_TURN = re.compile(r"[QA] ")
_GREETINGS = frozenset("hey hi hello yes no yeah thanks sure okay well".split())


def _trimmed(view: str, entity: Entity) -> Span | None:
    start, end = entity.start, entity.end
    words = view[start:end]
    if "\n" in words:
        return None
    if (bracket := words.find(" (")) > 0 and ")" not in words:
        end = start + bracket  # the letters of a name count on their own
        words = view[start:end]
    # *the Ministry of Foreign Affairs of Peru*; *Mr. Weir Friday became*
    if loose := re.search(rf" (?:of(?: the)?|{'|'.join(day_name)})\Z", words):
        end -= len(loose[0])
        words = view[start:end]
    from_where = re.match(r"[A-Z]\S+ (?:\S+ )?[A-Z]\S+(?= of [A-Z])", words)
    if entity.label == "PERSON" and from_where:  # *Ann Weir of Zenda*
        end = start + from_where.end()
        words = view[start:end]
    hyphened = _HYPHENED.match(view, end)
    if hyphened and entity.label in ("PERSON", "ORG"):  # *Bong Young-shik*
        end += len(hyphened[0])
        words = view[start:end]
    if _TURN.match(words) and view[max(0, start - 1) : start] in ("", "\n"):
        start += len("Q ")  # a turn of questions: *Q Hello, Ann Weir*
        words = view[start:end]
        if words.lower() in _GREETINGS:
            return None
    if view.endswith("People's ", 0, start):  # *the Peruvian People's Front*
        start -= len("People's ")
        words = view[start:end]
    left = re.match(r"(?:[Tt]he |[Aa]n? |[\"'“‘(\[])+", words)
    right = re.search(r"(?:'s?|[\"'”’).,;:\]])+\Z", words)
    start += left.end() if left else 0
    end -= len(right[0]) if right and not re.search(r"[A-Z]\.\Z", words) else 0
    return (start, end) if start < end else None


def _holds_first_name(view: str, span: Span, entity: Entity, over: Sequence[Mention]) -> bool:
    """Whether a person's name is longer than the name in it that a table knows: `Jordan Peel`; somebody
    else of a leader's name, as `Ann Weir` where the leader is `Bob Weir`."""
    if entity.label == "PERSON" and len({m.organ for m in over}) > 1:
        words = [w for w in bare(view[slice(*span)]).split() if w[0].isupper()]
        more = any(all(w not in m.quote for m in over) for w in words)
        return more and all(m.via == "leader" and " " not in m.quote for m in over)
    if entity.label != "PERSON" or len(over) != 1 or over[0].via not in _IN_NAMES:
        return False
    mention = over[0]
    whole = span[0] <= mention.start and mention.end <= span[1]
    rest = view[span[0] : mention.start] + view[mention.end : span[1]]
    if mention.via == "leader" and any(w[0].lower() == mention.organ[:1] for w in rest.split()):
        return False  # his own name, be it in another form
    return (
        whole
        and re.fullmatch(r"(?: ?[A-Z][\w'.-]+ ?)+", rest) is not None
        and not TITLES.match(f"{rest.strip()} ")
        and not any(names_person(w.lower()) for w in rest.split())
    )


_IN_NAMES = frozenset(("name", "capital", "place", "leader"))


# --- what a name stands for ------------------------------------------------------------------------


def _new(
    text: str, view: str, parses: Sequence[Parse], known: Sequence[Mention], found: Sequence[_Named]
) -> Iterator[Mention]:
    """Yield a mention for each unknown name: tied to an actor, new, or a place."""
    full: dict[str, str] = {}
    for one in found:
        words = view[one.span[0] : one.span[1]]
        if " " in words:
            plain = bare(words)
            full.setdefault(words.rsplit(" ", 1)[-1], slug(plain))
            if one.label == "PERSON":
                full.setdefault(plain.split(" ", 1)[0], slug(plain))
    stems = _stems(view, found)
    family = _family_names(view, known)
    author = author_of(view, parses[min(2, len(parses) - 1)].sentence.end, known) if parses else ""
    tied: dict[str, str] = {}
    starts = [p.sentence.start for p in parses]
    grouped = [here for _, here in by_sentence(known, [p.sentence for p in parses])]
    for one in found:
        start, end = one.span
        words = bare(view[start:end])
        place = max(0, bisect.bisect_right(starts, start) - 1)
        parse, near = parses[place], grouped[place]
        own = full.get(words, slug(words))
        mention = Mention(
            start=start, end=end, quote=text[start:end], actor=stems.get(words, own), via=NEW,
            rule=f"new actor? ({one.label.lower()})",
        )  # fmt: skip
        if one.label == "ORGAN":
            actor = owner(view, parse, one.span, near) or one.actor
            rule = "a group named after a people"
            mention = replace(mention, actor=actor, via="organ", organ=own, rule=rule)
        elif one.label in ("PERSON", "NAME", "ORG") and located(view, parse, one.span, one.label):
            mention = replace(mention, actor=slug(words), via="place", rule=UNKNOWN_PLACE)
        elif one.label in ("PERSON", "NAME") or (
            one.label == "ORG"
            and (
                is_organ(view, one.span)
                or _owned(view, one.span)
                or _of_state(view, one.span, near)
            )
        ):
            sure = one.label == "PERSON"
            actor = tied.get(own) or owner(view, parse, one.span, near, author, person=sure)
            actor = actor or (_of_state(view, one.span, near) if one.label == "ORG" else "")
            if actor:
                tied[own] = actor
                rule = "named with the office held"
                via = "organ" if one.label == "ORG" else "person"
                group = actor if own_voices().get(actor, "-") != "-" else ""
                state = own_voices().get(actor, actor) if group else actor
                mention = replace(mention, actor=state, via=via, organ=group or own, rule=rule)
            elif words in family and titled(view, parse.sentence.start, one.span):
                first = family[words]
                rule = f"named before: {first.quote}"
                mention = replace(
                    mention, actor=first.actor, via="person", organ=first.organ, rule=rule
                )
        elif one.label in _PLACES and not acts(parse, one.span):
            mention = replace(mention, actor=slug(words), via="place", rule=UNKNOWN_PLACE)
        yield mention


_OF_STATE = re.compile(r" of (?:the )?(?:(?:[A-Z][a-z]+ ){1,3}of (?:the )?)?")


def _of_state(view: str, span: Span, near: Sequence[Mention]) -> str:
    """The state whose organ a name is by the words behind it: *the Ministry of Health of Peru*."""
    words = view[slice(*span)].split()
    of = _OF_STATE.match(view, span[1])
    if of is None or not (is_organ_name(words[0]) or is_organ_name(words[-1])):
        return ""
    behind = (m for m in near if m.start == of.end() and m.via in ("name", "capital", "place"))
    return next((m.actor for m in behind), "")


def _owned(view: str, span: Span) -> bool:
    """Whether a group's name has its state right before it: *Peru's Border Guard Service*."""
    words = view[slice(*span)].split()
    return view[max(0, span[0] - 3) : span[0]] == "'s " and is_organ_name(words[-1])


def _family_names(view: str, known: Sequence[Mention]) -> Mapping[str, Mention]:
    """Family names that stand first: *President Dong* is *Dong Minsheng*, whom a table or the text ties."""
    found: dict[str, Mention] = {}
    for mention in known:
        words = bare(view[mention.start : mention.end]).split()
        if mention.via in ("leader", "person") and len(words) > 1:
            found.setdefault(words[0], mention)
    return found


def _by_family_name(
    view: str, known: Sequence[Mention], new: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield the new mentions: *Mr. Wang* as *Wang Jiarui* where only one name before begins so, and *Mr.
    Wier* as *Ann Weir* where only one ends almost so."""
    first: dict[str, dict[str, Mention]] = {}
    last: dict[str, dict[str, Mention]] = {}
    for m in known:
        words = bare(view[m.start : m.end]).split()
        if len(words) > 1 and (m.via in ("leader", "person") or "(person)" in m.rule):
            first.setdefault(words[0], {}).setdefault(m.organ or m.actor, m)
            last.setdefault(words[-1], {}).setdefault(m.organ or m.actor, m)
    for m in new:
        full = first.get(m.quote, {})
        lead, _, rest = m.quote.partition(" ")
        titled_ = names_person(lead.lower()) and rest in last  # *Skipper Weir*
        if not full and m.via == NEW:
            full = last.get(rest if titled_ else _almost(m.quote, last), {})
        addressed = titled_ or _ADDRESSED.search(view[max(0, m.start - 7) : m.start])
        others = [other for other in full.values() if other.quote != m.quote]
        one = others[0] if len(others) == 1 else None
        if m.via == NEW and addressed and one is not None:
            rule = f"named before: {one.quote}"
            yield replace(m, actor=one.actor, via="person", organ=one.organ, rule=rule)
        else:
            yield m


_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Madam|Mme)\.? \Z")


def _almost(name: str, others: Collection[str]) -> str:
    """The one other name that a name is spelled almost as: *Wickeremasinghe*, *Wickremasinghe*."""
    if len(name) <= _SHORT or name in others:
        return ""
    near = difflib.get_close_matches(name, others, n=2, cutoff=_ALIKE)
    return near[0] if len(near) == 1 and near[0][0] == name[0] else ""


_ALIKE, _SHORT = 0.8, 5


def _stems(view: str, found: Sequence[_Named]) -> Mapping[str, str]:
    """Names of one stem as one actor: *Freedonians* and *Freedonian* belong to *Freedonia*."""
    people = {view[slice(*n.span)] for n in found if n.label == "NORP"}
    every = {view[a:b] for a, b in (n.span for n in found) if " " not in view[a:b]}
    single = sorted(every, key=lambda w: (w in people, len(w), w))
    stems: dict[str, str] = {}
    for place, word in enumerate(single):
        stem = word.lower()[: max(5, len(word) - 3)]
        for shorter in single[:place]:
            if len(shorter) >= 5 and shorter.lower().startswith(stem[: len(shorter) - 1]):
                stems[word] = stems.get(shorter, slug(shorter))
                break
    return stems


def _longest(known: Iterable[Mention]) -> list[Mention]:
    """Of mentions that overlap, those of the tables and the longest; in the order of the text."""
    rank = {"short": 1, "person": 1, NEW: 2, "place": 3}

    def order(m: Mention) -> tuple[int, bool, int, int]:
        again = m.rule.startswith("named before")
        return rank.get(m.via, 0), not again, m.start - m.end, m.start

    kept: list[Mention] = []
    taken = _Spans()
    for mention in sorted(known, key=order):
        if not taken.touch(mention.start, mention.end):
            taken.add(mention.start, mention.end)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
