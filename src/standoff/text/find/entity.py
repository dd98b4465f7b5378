"""Names that no table holds: persons, groups and places as the parser sees them, as new actors to ask about.

A person is tied to the state or organ that the words around the name give: *Freedonian envoy Ann
Weir*, *Ann Weir, head of Freedonia's council*. What was named in full counts again where it is named
in short: by surname, by letters given in brackets, as *the Council*. A place is an actor only where
it acts.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.text.annotation import Mention, Name, Record, Span, by_sentence
from standoff.text.find.actor import is_sent
from standoff.text.find.lexicon import names_group, names_person, names_place, slug
from standoff.text.find.parse import Entity, Parse, Token
from standoff.text.find.saying import verb

_ACTORS = frozenset(("PERSON", "ORG", "NORP", "GPE"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
NEW = "new"

# What a name's last word says it is, where that is no actor: texts, meetings, wars, feasts, places, things.
_NO_ACTOR = frozenset(
    "treaty agreement accord accords act resolution plan pact deal convention protocol declaration "
    "constitution charter law bill amendment memorandum statement roadmap initiative process programme "
    "program project operation war wars battle revolution uprising massacre holocaust genocide crisis "
    "intifada talks summit meeting meetings visit call trip conference olympics games cup election "
    "elections day week month christmas "
    "ramadan eid easter prize award medal street square avenue road highway bridge airport station "
    "river sea ocean gulf bay strait straits lake canal dam mountain mountains valley desert island "
    "islands peninsula province region district territory coast palace hotel hall tower mosque church "
    "cathedral temple university airbase base prison camp missile plane ship covid virus internet "
    "question answer dollar dollars euro euros percent god web email photo".split()
)
_NO_NORP = frozenset(
    "islamic muslim muslims christian christians jewish jews catholic catholics protestant orthodox "
    "european africans african asian american-style western eastern southern northern "
    "english french-language arabic latin".split()
)
_TITLES = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Premier|Prime Minister|Minister|Secretary|Chancellor|King|"
    r"Queen|Prince|Princess|Emir|Sultan|Sheikh|Ayatollah|General|Gen|Colonel|Col|Marshal|Admiral|Adm|"
    r"Commander|Ambassador|Senator|Sen|Rep|Representative|Governor|Gov|Mayor|Speaker|Judge|Pope|Bishop|"
    r"Imam|Major|Captain|Lieutenant|Sergeant|Professor|Prof)\.? )+"
)
_EDGES = re.compile(r"\A(?:[Tt]he |[Aa]n? |[\"'“‘(\[])+|(?:'s|’s|[\"'”’).,;:\]])+\Z")
_WITHIN, _APART = 90, 3


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
    longer = _Spans([n.span for n in found])
    known = [m for m in known if not (m.via in _BARE and longer.holds(m.start, m.end))]
    known = [*known, *_new(text, view, parses, known, found)]
    known.extend(_again(text, view, parses, known))
    kept = _longest(known)
    taken = _Spans([(m.start, m.end) for m in kept])
    names = [r for r in named if isinstance(r, Name) and not taken.touch(r.start, r.end)]
    return [*kept, *names]


_BARE = frozenset(("name", "capital", "place"))


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
        if span is not None and _alone_in_quotes(view, span):
            continue
        if (
            span is None
            or entity.label not in _ACTORS | _PLACES
            or not _nameable(view, span, entity.label)
        ):
            continue
        over = [m for m in here if m.start < span[1] and span[0] < m.end]
        if over and entity.label == "ORG" and _own_organ(span, over):
            taken.append(span)
            yield _Named(span, "ORGAN", over[0].actor)
            continue
        if over and not _holds_first_name(view, span, entity, over):
            continue
        taken.append(span)
        yield _Named(span, entity.label)
    for token in parse.tokens:
        if token.pos != "PROPN" or token.dep not in _STANDS:
            continue
        span = _run(parse, token)
        if _alone_in_quotes(view, span):
            continue
        group = names_group(token.text.lower()) and span[0] < token.start
        if token.dep not in ("nsubj", "nsubjpass") and not (group or _spoken_by(parse, token)):
            continue
        if any(a < span[1] and span[0] < b for a, b in (*taken, *((m.start, m.end) for m in here))):
            continue
        if _nameable(view, span, "NAME"):
            taken.append(span)
            yield _Named(span, "NAME")


def _alone_in_quotes(view: str, span: Span) -> bool:
    """Whether a word is all that a quotation holds: *“Enough!”*."""
    quote = r"[\"'“”‘’«»]"
    return (
        re.search(rf"{quote}\Z", view[max(0, span[0] - 1) : span[0]]) is not None
        and re.match(rf"[.!?,…]{{0,3}}{quote}", view[span[1] : span[1] + 4]) is not None
    )


_STANDS = frozenset("nsubj nsubjpass pobj poss dobj conj appos attr dative".split())


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
        titled = before.text[0].isupper() and before.pos in ("ADJ", "NOUN") and first > 1
        if before.pos != "PROPN" and not titled:
            break
        first -= 1
    return tokens[first].start, token.end


def _trimmed(view: str, entity: Entity) -> Span | None:
    start, end = entity.start, entity.end
    words = view[start:end]
    if "\n" in words:
        return None
    left = re.match(r"(?:[Tt]he |[Aa]n? |[\"'“‘(\[])+", words)
    right = re.search(r"(?:'s?|[\"'”’).,;:\]])+\Z", words)
    start += left.end() if left else 0
    end -= len(right[0]) if right and not re.search(r"[A-Z]\.\Z", words) else 0
    return (start, end) if start < end else None


def _nameable(view: str, span: Span, label: str) -> bool:
    words = view[span[0] : span[1]].split()
    if not words or not words[0][0].isupper() or not any(w[0].isupper() for w in words):
        return False
    last = words[-1].strip(".").lower()
    if _general(view, span, label, words) or last in _NO_ACTOR:
        return False
    if _CREDIT.search(view[max(0, span[0] - 24) : span[0]]) or _names_thing(view, span, label):
        return False
    coded = label == "NAME" and _CODE.fullmatch(words[0]) is not None
    if (_FIGURES.search(view, *span) and not coded) or view[span[1] : span[1] + 1] == "-":
        return False
    if _in_place(view, span[0]):
        return False
    if len(words) == 1 and (last in _MONTHS_AND_DAYS or len(last) < 2):
        return False
    return not ((label == "NORP" or len(words) == 1) and last in _NO_NORP)


_COURTESY = frozenset("mr mrs ms madam madame mister sir".split())


def _general(view: str, span: Span, label: str, words: Sequence[str]) -> bool:
    """Whether a word is no name but what somebody is: *Government*, *Mr. President*; but *the Senate* is."""
    first, last = (w.strip(".").lower() for w in (words[0], words[-1]))
    if len(words) == 2 and first in _COURTESY and names_person(last):
        return True
    if len(words) > 1 or label == "PERSON" or not (names_group(last) or names_person(last)):
        return False
    named = label == "ORG" and names_group(last) and not names_person(last)
    return not (named and re.search(r"[\w,] the \Z", view[max(0, span[0] - 6) : span[0]]))


# Whose a picture is acts nowhere; a name before a bill, a class of ships or a region is theirs.
_CREDIT = re.compile(
    r"\b(?:photo|photograph|image|picture|illustration|graphic|map|video|footage)s?"
    r"(?: credits?)?(?::| by| ©| courtesy of) ?(?:the )?\Z",
    re.IGNORECASE,
)
_TEXT_BEHIND = re.compile(
    r" (?:treaty|act|bill|resolution|amendment|law|convention|protocol|accords?|agreement)\b"
)
_THING_BEHIND = re.compile(r"[ -][Cc]lass\b")
_PLACE_BEHIND = re.compile(r" (?:region|coast|province|district|peninsula|basin|territory|coastline)\b")
_NUMBERED = re.compile(r"(?:[A-Z]\.){1,3}")


def _names_thing(view: str, span: Span, label: str) -> bool:
    """Whether a name is that of a text, a make or a region: *the Border Defence bill*, *H.R. 12*."""
    if label in ("ORG", "NAME") and _TEXT_BEHIND.match(view, span[1]) and " " in view[slice(*span)]:
        return True
    if _NUMBERED.fullmatch(view, *span) and re.match(r" \d", view[span[1] : span[1] + 2]):
        return True
    return bool(_THING_BEHIND.match(view, span[1]) or _PLACE_BEHIND.match(view, span[1]))


_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,3}")
_FIGURES = re.compile(r"\d|/")
_PLACE_BEFORE = re.compile(r"\b([a-z]+?)s? of (?:the )?\Z", re.IGNORECASE)


def _in_place(view: str, start: int) -> bool:
    """Whether a noun of a place stands before a name: *the locality of Zenda*."""
    word = _PLACE_BEFORE.search(view[max(0, start - 24) : start])
    return word is not None and names_place(word[1].lower())


_MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday today yesterday".split()
)


def _holds_first_name(view: str, span: Span, entity: Entity, over: Sequence[Mention]) -> bool:
    """Whether a person's name is longer than the state's name in it: `Jordan Peel`."""
    if (
        entity.label != "PERSON"
        or len(over) != 1
        or over[0].via not in ("name", "capital", "place")
    ):
        return False
    mention = over[0]
    whole = span[0] <= mention.start and mention.end <= span[1]
    rest = view[span[0] : mention.start] + view[mention.end : span[1]]
    return (
        whole
        and re.fullmatch(r"(?: ?[A-Z][\w'.-]+ ?)+", rest) is not None
        and not _TITLES.match(rest)
    )


# --- what a name stands for ------------------------------------------------------------------------


def _new(
    text: str, view: str, parses: Sequence[Parse], known: Sequence[Mention], found: Sequence[_Named]
) -> Iterator[Mention]:
    """Yield a mention for each unknown name: tied to an actor, new, or a place."""
    full: dict[str, str] = {}
    for one in found:
        words = view[one.span[0] : one.span[1]]
        if " " in words:
            bare = _bare(words)
            full.setdefault(words.rsplit(" ", 1)[-1], slug(bare))
            if one.label == "PERSON":
                full.setdefault(bare.split(" ", 1)[0], slug(bare))
    stems = _stems(view, found)
    tied: dict[str, str] = {}
    starts = [p.sentence.start for p in parses]
    grouped = [here for _, here in by_sentence(known, [p.sentence for p in parses])]
    for one in found:
        start, end = one.span
        words = _bare(view[start:end])
        place = max(0, bisect.bisect_right(starts, start) - 1)
        parse, near = parses[place], grouped[place]
        own = full.get(words, slug(words))
        mention = Mention(
            start=start, end=end, quote=text[start:end], actor=stems.get(words, own), via=NEW,
            rule=f"new actor? ({one.label.lower()})",
        )  # fmt: skip
        if one.label == "ORGAN":
            actor = _owner(view, parse, one.span, near) or one.actor
            rule = "a group named after a people"
            mention = replace(mention, actor=actor, via="organ", organ=own, rule=rule)
        elif one.label in ("PERSON", "NAME") or (one.label == "ORG" and _is_organ(view, one.span)):
            actor = tied.get(own) or _owner(view, parse, one.span, near)
            if actor:
                tied[own] = actor
                rule = "named with the office held"
                via = "organ" if one.label == "ORG" else "person"
                mention = replace(mention, actor=actor, via=via, organ=own, rule=rule)
        elif one.label in _PLACES and not _acts(parse, one.span):
            rule = "a place that no table knows"
            mention = replace(mention, actor=slug(words), via="place", rule=rule)
        yield mention


# Groups by which a state acts: what is named as a state's own one of these belongs to it.
_ORGANS = (
    "agency|ministry|army|military|navy|air force|police|parliament|court|council|bureau|office|department|"
    "service|forces?|command|guards?|corps|bank|commission|committee|cabinet|senate|assembly|authority|"
    "directorate|chamber|prosecutor|broadcaster|television"
)
_ORGAN_BEFORE = re.compile(rf"\b(?:{_ORGANS}),? (?:the )?\Z", re.IGNORECASE)


def _is_organ(view: str, span: Span) -> bool:
    """Whether the words before a group's name say that it is an organ: *Peru's news agency Andina*."""
    return _ORGAN_BEFORE.search(view[max(0, span[0] - 24) : span[0]]) is not None


def _bare(words: str) -> str:
    """A name without its title, and without the nouns of persons before it: *Spokesperson Ann Weir*."""
    title = _TITLES.match(words)
    bare = words[title.end() :] if title and title.end() < len(words) else words
    pieces = bare.split()
    while len(pieces) > 2 and names_person(pieces[0].lower()):
        pieces.pop(0)
    return " ".join(pieces) if len(pieces) < len(bare.split()) else bare


def _stems(view: str, found: Sequence[_Named]) -> Mapping[str, str]:
    """Names of one stem as one actor: *Freedonians* and *Freedonian* belong to *Freedonia*."""
    single = sorted(
        {view[a:b] for a, b in (n.span for n in found) if " " not in view[a:b]}, key=len
    )
    stems: dict[str, str] = {}
    for word in single:
        stem = word.lower()[: max(5, len(word) - 3)]
        for shorter in single:
            if (
                shorter != word
                and len(shorter) >= 5
                and shorter.lower().startswith(stem[: len(shorter) - 1])
            ):
                stems[word] = stems.get(shorter, slug(shorter))
                break
    return stems


_TITLED_OF = re.compile(r" of (?:the )?")


def _titled(view: str, start: int, span: Span) -> bool:
    """Whether a person's name has a title, in it or right before it."""
    before = view[max(start, span[0] - 24) : span[0]].split()
    words = (*view[span[0] : span[1]].split()[:-1], *before[-1:])
    return any(names_person(w.lower().strip(",.")) for w in words)


_NO_OWNERS = frozenset(("place", "leader", "person", NEW))


def _owner(view: str, parse: Parse, span: Span, known: Sequence[Mention]) -> str:
    """The actor whose office a person holds, by the words before and after the name."""
    sentence = parse.sentence
    here = [
        m for m in known
        if sentence.start <= m.start < sentence.end
        and (m.via not in _NO_OWNERS or (m.via == "place" and view.startswith("'s", m.end)))
    ]  # fmt: skip
    before = [
        m for m in here
        if m.end <= span[0] and span[0] - m.end <= _WITHIN and not _goes_to(view, m.start)
    ]  # fmt: skip
    if before:
        mention = before[-1]
        between = view[mention.end : span[0]]
        if re.fullmatch(r"(?:'s?)?[, ](?:[\w'’-]+[, ]+){0,6}", between) and _has_office(
            between, mention
        ):
            return mention.actor
        of = re.search(
            r"\b([\w-]+) (?:of|for|to|from|at|in) (?:the )?\Z",
            view[max(sentence.start, mention.start - 40) : mention.start],
        )
        if (
            of
            and names_person(of[1].lower())
            and re.fullmatch(r"(?:'s?)?(?: [\w-]+){0,3},? ", between)
        ):
            return mention.actor
    of_state = _TITLED_OF.match(view, span[1])
    if of_state and _titled(view, sentence.start, span):
        near = (m for m in known if m.start <= of_state.end() < m.end)
        state = next((m for m in near if m.via in ("name", "capital", "place")), None)
        if state is not None:
            return state.actor
    after = [m for m in here if m.start >= span[1] and m.start - span[1] <= _WITHIN]
    if after:
        mention = after[0]
        between = view[span[1] : mention.start]
        role = _OFFICE_OF.fullmatch(between)
        if role and _goes_to(view, mention.start):
            return ""
        if role and any(names_person(w.lower()) for w in re.findall(r"[\w-]+", between)):
            return mention.actor
        rest = view[mention.end : mention.end + 50]
        held = re.match(r"(?:'s?)? (?:[\w'-]+ ){0,5}?([a-z]+)\b", rest)
        if re.fullmatch(r", (?:the |a |an |then |now )?(?:[\w-]+ )?", between) and held:
            words = re.findall(r"[a-z]+", rest.split(",")[0].lower())
            if any(names_person(w) for w in words[:6]):
                return mention.actor
    return ""


_OFFICE_TO = re.compile(r"\b([\w-]+) (to|for|in|at) (?:the )?\Z")


def _goes_to(view: str, start: int) -> bool:
    """Whether a name says only to whom an office goes: *the ambassador to Peru*."""
    office = _OFFICE_TO.search(view[max(0, start - 40) : start])
    return office is not None and is_sent(office[1], office[2])


_OFFICE_OF = re.compile(
    r", (?:[\w'-]+ ){0,6}(?:of|for|to|at|in|from) (?:the )?(?:[\w-]+ (?:of|for) (?:the )?)?"
)


def _has_office(between: str, mention: Mention) -> bool:
    """Whether the words between an actor and a name say that it holds an office there."""
    words = [w.lower() for w in re.findall(r"[A-Za-z-]+", between)]
    if any(
        w in ("and", "or", "said", "told", "that", "with", "when", "while", "by", "from")
        for w in words
    ):
        return False
    return any(names_person(w) for w in words) or _ORGAN_BEFORE.search(between) is not None


def _acts(parse: Parse, span: Span) -> bool:
    """Whether a place's name stands where somebody acts: subject, agent, owner of what people do."""
    for token in parse.tokens:
        if not (span[0] <= token.start < span[1]) or (
            token.dep == "compound" and token.head != token.i
        ):
            continue
        head = parse.tokens[token.head]
        if token.dep == "nsubj" and head.pos == "VERB":
            return True
        if _just_said(parse, token):
            return True
        if token.dep in ("nsubjpass", "dobj", "dative", "iobj") and head.pos == "VERB":
            return head.lemma not in _GOING
        if token.dep == "pobj" and (
            head.dep == "agent" or head.lemma in ("with", "between", "against")
        ):
            return True
        if token.dep in ("poss", "amod", "nmod", "compound"):
            return head.lemma not in _NO_ACTOR and (
                names_person(head.lemma) or names_group(head.lemma)
            )
        if token.dep == "conj":
            return _acts(parse, (head.start, head.end))
    return False


def _just_said(parse: Parse, token: Token) -> bool:
    """Whether a verb of saying stands right before a name, taken by the parser for a kind of it."""
    before = parse.tokens[token.i - 1] if token.i else None
    return (
        before is not None
        and before.head == token.i
        and before.dep == "amod"
        and before.tag == "VBD"
        and verb(before.lemma) is not None
    )


_GOING = frozenset(
    "visit reach leave enter cross take capture attack bomb shell hit strike seize tour surround see destroy "
    "occupy control flee hold pass".split()
)


# --- named again -------------------------------------------------------------------------------------


def _again(
    text: str, view: str, parses: Sequence[Parse], known: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield where what was named is named again: in full, by surname, by letters, by its head noun."""
    forms = _forms(view, known)
    if not forms:
        return
    names = sorted(forms, key=lambda f: (-len(f), f))
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    for parse in parses:
        for match in pattern.finditer(view, parse.sentence.start, parse.sentence.end):
            model, why, first = forms[match[0]]
            if match.start() > first or why != "short form":
                via = "short" if why == "short form" else model.via
                yield replace(
                    model, start=match.start(), end=match.end(), quote=text[match.start() : match.end()],
                    via=via, rule=f"{why}: {model.quote}",
                )  # fmt: skip


def _forms(view: str, known: Sequence[Mention]) -> dict[str, tuple[Mention, str, int]]:
    """Further forms of what was named: form -> the mention, why, and from where on it counts."""
    forms: dict[str, tuple[Mention, str, int]] = {}
    unclear: set[str] = set()
    for mention in sorted(known, key=lambda m: m.start):
        if mention.via in ("demonym", "leader", "former"):
            continue
        words = view[mention.start : mention.end]
        for form, why in _short(view, mention, words):
            other = forms.get(form)
            if other is not None and form == _bare(words):
                continue  # already known as the short form of something named before
            if other is not None and other[0].actor != mention.actor:
                unclear.add(form)
            forms.setdefault(form, (mention, why, mention.start))
    return {f: v for f, v in forms.items() if f not in unclear}


_LETTERS = re.compile(r" [(\[](?:the )?([A-Z][A-Za-z]{1,7})[)\]]| or ([A-Z]{2,6})\b")


def _short(view: str, mention: Mention, words: str) -> Iterator[tuple[str, str]]:
    bare = _bare(words)
    if mention.via in (NEW, "person"):
        yield bare, "named before"
        last = bare.rsplit(" ", 1)[-1]
        person = (
            mention.via == "person"
            or "person" in mention.rule
            or bare != words
            or ("(name)" in mention.rule and not names_group(last.lower()))
        )
        if person and " " in bare and len(last) > 3 and last[0].isupper():
            yield last, "named before"
        first = bare.split(" ", 1)[0]
        if "(person)" in mention.rule and first != bare and len(first) > 4 and first.isalpha():
            yield first, "named before"
    letters = _LETTERS.match(view, mention.end)
    if letters:
        yield letters[1] or letters[2], "named before"
    pieces = words.split()
    head = pieces[-1].lower()
    if len(pieces) > 1 and names_group(head) and mention.via in (NEW, "organ"):
        yield f"the {pieces[-1]}", "short form"
        yield f"The {pieces[-1]}", "short form"
    if len(pieces) == 2 and pieces[0] in _SIDES and mention.via in ("name", "place"):
        yield f"the {pieces[0]}", "short form"
        yield f"The {pieces[0]}", "short form"


_SIDES = frozenset(("North", "South", "East", "West"))


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
