"""Whom a noun phrase stands for: the actor it names, or the one it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from standoff.text.annotation import Mention, by_sentence
from standoff.text.find.who.again import NEW, UNKNOWN_PLACE
from standoff.text.find.who.bearer import Offices
from standoff.text.find.who.office import is_private, opposed, reports, rules
from standoff.text.find.who.service import chamber, ground
from standoff.text.find.word.lexicon import (
    REBELS,
    has_role,
    kind_of,
    names_group,
    names_person,
    of_kinds,
    own_voices,
    slug,
    state_codes,
)
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.quotation import Quotation, touching

_OWNERS = ("poss", "compound", "amod", "nmod", "nn", "appos")
_BELONGS = frozenset("of in from at on for within inside around near by to with against".split())
_WHERE = frozenset("in at on within inside around near".split())
_HELPED = frozenset("back support fund ally arm sponsor train equip supply".split())
_WHO = frozenset("who which that whom whose".split())
_PERSONAL = frozenset("he she they it him her them i we his its their".split())
_MANY = frozenset("they them their".split())
_ONE_PERSON = frozenset("he she him her his".split())
_FIRST_OWN = frozenset("our my".split())
_FOR_OR_AGAINST = frozenset("pro anti non counter".split())
_DEEPEST = 6
_MEETINGS = frozenset(
    "talk negotiation meeting summit conference session hearing rally ceremony briefing funeral".split()
)
# How words come into a hand that are not its own: *a letter obtained by the Herald*.
_GOT = frozenset(
    "obtain see get receive review acquire read carry leak intercept quote cite".split()
)


def _may_be_person(actor: str) -> bool:
    """Whether an id may be a person's: no state's, no body's, no group's by its last word."""
    group = names_group(actor.rpartition("-")[2])
    return bool(actor) and actor not in state_codes() and not kind_of(actor) and not group


def is_person(mention: Mention) -> bool:
    """Whether a mention names a person, as far as a table or the parser knows."""
    return mention.via in ("leader", "person") or "(person)" in mention.rule


@dataclass
class Memory:
    """What a pronoun may lean on: the last holder and the last subject, while reading on.

    speaker  the person who spoke or acted last, be it only as *the witness*
    group    who was spoken of in the plural last, the body that acted last, or the several who acted or spoke
             in one sentence
    ground   the one state that the whole text is about, where there is one: whose *the government* is
    rebels   the one group of the whole text that opposes its state: who *the rebels* are
    chamber  the state in whose chamber the whole text was spoken: whose *the Government* is there

    This is the one thing in the text side that changes; each document gets a fresh one.
    """

    holder: str = ""
    holder_sentence: int = 0
    subject: str = ""
    subject_sentence: int = 0
    person: str = ""
    person_sentence: int = 0
    speaker: str = ""
    speaker_sentence: int = 0
    group: tuple[str, ...] = ()
    group_sentence: int = 0
    offices: Offices = field(default_factory=Offices)
    ground: str = ""
    rebels: str = ""
    chamber: str = ""

    def know(self, text: str, mentions: Sequence[Mention]) -> None:
        """Keep what the text as a whole is about, and where it was spoken."""
        self.chamber = chamber(text)
        self.ground = ground(mentions)
        against = list(dict.fromkeys(m.actor for m in mentions if m.actor in of_kinds(*REBELS)))
        self.rebels = against[0] if len(against) == 1 else ""

    def forget(self) -> None:
        """Begin a text again."""
        self.holder = self.subject = self.person = ""
        self.holder_sentence = self.subject_sentence = self.person_sentence = 0
        self.group, self.group_sentence = (), 0
        self.speaker, self.speaker_sentence = "", 0
        self.offices = Offices()

    def pronoun(self, word: str, sentence: int, quoted: bool = False) -> list[str]:
        """The actors a pronoun stands for; none if the text is too far back.

        quoted  inside a quotation "he" is hardly the speaker, so the last person goes first
        """
        holder = (self.holder, self.holder_sentence)
        person = (self.person, self.person_sentence)
        reach = 2
        if word in _ONE_PERSON:
            one = (self.speaker, self.speaker_sentence)
            acted = (self.subject, self.subject_sentence)
            options = [person, one] if quoted else [one, person]
            options += [o for o in (holder, acted) if _may_be_person(o[0])]
            reach = 5  # somebody is always meant
        else:
            acted = (self.subject, self.subject_sentence)
            options = [holder, acted] if holder[1] >= acted[1] else [acted, holder]
        if word in _MANY:
            one = (self.speaker, self.speaker_sentence)
            single = bool(options[0][0]) and options[0] == one  # a person is not several
            if self.group and 0 <= sentence - self.group_sentence <= (5 if single else 2):
                return list(self.group)
            options = [o for o in options if o[0] != self.person]
        near = [who for who, where in options if who and 0 <= sentence - where <= reach]
        return near[:1]


@dataclass(frozen=True)
class Scene:
    """One parsed sentence with the actors and places named in it.

    speaker  whose turn it is in an interview: who says *I* and *we*
    voices   whether it is asked who speaks: rebels and parties speak for themselves, and have the code of
             their state only where events are told
    """

    parse: Parse
    mentions: tuple[Mention, ...]
    memory: Memory = field(default_factory=Memory)
    quotes: tuple[tuple[int, int], ...] = ()
    speaker: str = ""
    voices: bool = False

    def voiced(self) -> Scene:
        """The same scene, where parties and those who oppose their state have their own ids."""
        own = tuple(
            replace(m, actor=m.organ) if m.organ in own_voices() else m for m in self.mentions
        )
        return replace(self, mentions=own, voices=True)

    def at(self, i: int, places: bool = False) -> Mention | None:
        """The mention that covers a token."""
        token = self.parse.tokens[i]
        for mention in self.mentions:
            if mention.start < token.end and token.start < mention.end:
                return mention if places or mention.via != "place" else None
        return None

    def actors(self, i: int, places: bool = False, deep: int = 0) -> list[str]:
        """The actors of the noun phrase headed by a token, coordinated ones included.

        places  whether a place may stand for the one it belongs to ("rebels in ...")
        """
        found: list[str] = []
        for token in self.parse.conjoined(self.parse.tokens[i]):
            found.extend(a for a in self._one(token, places, deep) if a not in found)
        return found

    def _one(self, token: Token, places: bool, deep: int) -> list[str]:
        """One conjunct: itself, its owners, what stands behind its prepositions, a pronoun's actor."""
        mention = self.at(token.i, places)
        if mention is not None and not (deep and mention.rule == UNKNOWN_PLACE):
            named = self._person_beside(token) if mention.via == NEW else None
            return [(named or mention).actor]
        if deep >= _DEEPEST:
            return []
        called = self._called(token) if self.voices else []
        if called:
            return called
        found = self._owner(token, places, deep)
        if not found and token.pos == "PRON":
            return self._pronoun(token, places, deep)
        found = found or self._behind(token, places, deep) or self._in_clause(token, places, deep)
        if self.voices and (self._opposes(token) or self._private(token)):
            beside = (self.at(name.i) for name in self.parse.all(token.i, "appos"))
            itself = next((m.actor for m in beside if m is not None), "")
            return [itself] if itself else [a for a in found if a not in state_codes()]
        return found

    def _behind(self, token: Token, places: bool, deep: int) -> list[str]:
        """Whom a preposition ties to a noun: *the leader of Peru*."""
        for prep in self.parse.all(token.i, "prep"):
            inner = self.parse.child(prep.i, "pobj")
            if inner is not None and prep.lemma == "at" and inner.lemma in _MEETINGS:
                continue  # *an envoy at talks in Zenda* is not Zenda's
            sent = prep.lemma not in ("of", "from") and self._ours(token)
            if self.voices and prep.lemma in _WHERE and not rules(token.lemma.lower()):
                continue  # *people in Peru* do not speak for it
            if inner is not None and prep.lemma in _BELONGS and not sent:
                behind = self.actors(inner.i, places or prep.lemma == "in", deep + 1)
                if behind:
                    return behind
        return []

    def _in_clause(self, token: Token, places: bool, deep: int) -> list[str]:
        """Whom a clause ties to a noun: *forces led by Peru*, *men based in Zenda*."""
        for clause in self.parse.all(token.i, "acl"):
            agent = self.parse.child(clause.i, "agent")
            by = self.parse.child(agent.i, "pobj") if agent is not None else None
            if by is not None and clause.lemma not in _GOT:
                return self.actors(by.i, places, deep + 1)
            for prep in self.parse.all(clause.i, "prep"):
                inner = self.parse.child(prep.i, "pobj")
                if clause.lemma in ("base", "hold", "station", "live") and inner is not None:
                    return self.actors(inner.i, True, deep + 1)
        return []

    def _called(self, token: Token) -> list[str]:
        """The group whose name stands in apposition: *the Peruvian separatist group, the River Front*."""
        if not names_group(token.lemma.lower()):
            return []
        beside = (self.at(name.i) for name in self.parse.all(token.i, "appos"))
        return [m.actor for m in beside if m is not None and not is_person(m)][:1]

    def _opposes(self, token: Token) -> bool:
        """Whether a noun is of people who oppose their state: *Peruvian rebels*, *a rebel delegate*.

        Whose they are, the name of the state beside it does not tell.
        """
        beside = self.parse.all(token.i, "compound", "amod")
        return any(opposed(t.lemma.lower()) for t in (token, *beside))

    def _private(self, token: Token) -> bool:
        """Whether a noun is of people who do not speak for their state: *Peruvian students*, *families of
        Peruvian soldiers*; state media do."""
        beside = (t.text.lower() for t in self.parse.all(token.i, "compound", "amod"))
        return is_private(token.lemma.lower()) and not any(has_role(w, "state") for w in beside)

    def _ours(self, token: Token) -> bool:
        """Whether a noun is that of who speaks: *our envoy at the council* is not the council's."""
        return any(o.text.lower() in _FIRST_OWN for o in self.parse.all(token.i, "poss"))

    def _sided(self, token: Token) -> bool:
        """Whether a name only says whom others are for or against: *a pro-Peruvian group*."""
        before = [t.text.lower() for t in self.parse.tokens[max(0, token.i - 2) : token.i]]
        joined = before[-1:] == ["-"] and before[0] in _FOR_OR_AGAINST
        return joined or token.text.lower().partition("-")[0] in _FOR_OR_AGAINST

    def _writes_from(self, token: Token, mention: Mention) -> bool:
        """Whether a name only says where a reporter is, or whom one writes about."""
        state = mention.actor in state_codes()
        return state and reports(token.lemma.lower())

    def _owner(self, token: Token, places: bool, deep: int) -> list[str]:
        # what stands in apposition is it itself: *Peru's neighbour, Chile*
        owners = sorted(self.parse.all(token.i, *_OWNERS), key=lambda one: one.dep != "appos")
        for owner in owners:
            mention = self.at(owner.i, places)
            if mention is not None and self._sided(owner):
                continue
            if self.voices and mention is not None and self._writes_from(token, mention):
                continue
            if mention is not None:
                return self.actors(owner.i, places, deep + 1)
        for owner in self.parse.all(token.i, "poss", "appos", "compound", "amod"):
            based = owner.dep == "amod" and owner.text.lower().endswith("based")
            if based or self._sided(owner):
                continue
            if owner.dep == "amod" and owner.lemma.lower() in _HELPED:
                continue  # *the Peruvian-backed militia*
            if owner.dep == "amod":  # "the Freedonian-led forces"
                owner = self.parse.child(owner.i, "npadvmod", "amod", "compound", "dep") or owner
                mention = self.at(owner.i, places)
                if mention is not None:
                    return [mention.actor]
                continue
            below = self.actors(owner.i, places, deep + 1)
            if below:
                return below
        return []

    def _pronoun(self, token: Token, places: bool, deep: int) -> list[str]:
        word = token.text.lower()
        if word in _WHO:
            for above in self.parse.ancestors(token.i):
                if above.dep in ("relcl", "acl"):
                    return self.actors(above.head, places, deep + 1)
            return []
        if word not in _PERSONAL:
            return []
        earlier = (
            self._earlier_people(token)
            or self._earlier_subject(token, places, deep)
            or self._earlier_person(token)
        )
        if (earlier and not self.quoted(token.start)) or self.thing_before(token):
            return earlier
        number, quoted = self.parse.sentence.number, self.quoted(token.start)
        return self.memory.pronoun(word, number, quoted) or earlier

    def _earlier_subject(self, token: Token, places: bool, deep: int) -> list[str]:
        """The nearest subject before a pronoun in its sentence that names an actor."""
        outside = not self.quoted(token.start)  # nobody whom a quotation names speaks it
        told = (
            self.parse.told_before(token) if token.text.lower() in _ONE_PERSON else frozenset[int]()
        )
        for before in reversed(self.parse.tokens[: token.i]):
            if (outside and self.quoted(before.start)) or before.i in told:
                continue
            if self.parse.is_wanted(before):
                continue  # *wanted Chile to pay, or else it would leave*: who wanted it goes on
            if before.dep in ("nsubj", "nsubjpass") and before.pos in ("NOUN", "PROPN"):
                found = self.actors(before.i, places, deep + 1) or self.bearers(before)
                if found:
                    return found if token.text.lower() in _MANY else found[-1:]
                people = before.tag == "NNS" and names_person(before.lemma)
                if people and token.text.lower() in _MANY:
                    return [slug(before.text)]
        return []

    def _earlier_person(self, token: Token) -> list[str]:
        """The person named last before *he* or *she* in its sentence: *they met Ann Weir, and she said*."""
        if token.text.lower() not in ("he", "she"):
            return []
        told = {self.parse.tokens[i].start for i in self.parse.told_before(token)}
        before = (
            m for m in reversed(self.mentions)
            if m.end <= token.start and not self.quoted(m.start)
            and is_person(m) and not any(m.start <= at < m.end for at in told)
        )  # fmt: skip
        return [m.actor for m in before][:1]

    def _earlier_people(self, token: Token) -> list[str]:
        """The nearest people named before *they* in its sentence: *spoke to the Peruvians when they left*."""
        if token.text.lower() not in _MANY:
            return []
        outside = not self.quoted(token.start)
        for before in reversed(self.parse.tokens[: token.i]):
            if outside and self.quoted(before.start):
                continue
            mention = self.at(before.i)
            if mention is not None and before.tag in ("NNS", "NNPS"):
                return [mention.actor]
            if before.tag in ("NNS", "NNPS") and before.dep in ("nsubj", "nsubjpass"):
                return []  # whoever else they are
        return []

    def thing_before(self, token: Token) -> Token | None:
        """The subject before *it* in its sentence, if it is no actor: *while the bill is old, it asks*."""
        if token.text.lower() not in ("it", "its") or self.quoted(token.start):
            return None
        for before in reversed(self.parse.tokens[: token.i]):
            if self.quoted(before.start) or before.dep not in ("nsubj", "nsubjpass"):
                continue
            if before.pos in ("NOUN", "PROPN"):
                singular = before.tag in ("NN", "NNP") and not names_person(before.lemma)
                start, end = self.parse.span(before.i)
                named = any(m.start < end and start < m.end for m in self.mentions)
                return before if singular and not named else None
        return None

    def is_person(self, token: Token) -> bool:
        """Whether a token heads the phrase of one person, by name or by noun."""
        mention = self.at(token.i)
        if mention is not None:
            return is_person(mention) or self._titled(token)
        noun = token.pos in ("NOUN", "PROPN") and token.tag in ("NN", "NNP")
        return noun and (names_person(token.lemma.lower()) or self._bears_name(token))

    def _bears_name(self, token: Token) -> bool:
        """Whether a person's name stands behind a noun: *the head of the mission, Ann Weir*."""
        names = list(self.parse.all(token.i, "appos"))
        for prep in self.parse.all(token.i, "prep"):  # a parser may hang it on the body
            bodies = self.parse.all(prep.i, "pobj")
            names += [n for body in bodies for n in self.parse.all(body.i, "appos")]
        found = (self.at(name.i) for name in names if name.i > token.i)
        return any(m is not None and is_person(m) for m in found)

    def _person_beside(self, token: Token) -> Mention | None:
        """The person whom the name of an office stands for: *the Attorney-General, Ann Weir*."""
        mention = self.at(token.i)
        if mention is None or is_person(mention) or names_group(token.lemma.lower()):
            return None
        beside = (self.at(name.i) for name in self.parse.all(token.i, "appos"))
        return next((m for m in beside if m is not None and is_person(m)), None)

    def _titled(self, token: Token) -> bool:
        """Whether a name has an office before it or behind it: *Colonel Weir*, *Weir, the spokesman*."""
        beside = self.parse.all(token.i, "compound", "appos")
        return token.pos == "PROPN" and any(names_person(t.lemma.lower()) for t in beside)

    def owned(self, token: Token) -> list[str]:
        """The actors whose a noun without a name is: *the Peruvian side*."""
        return self.actors(token.i) if token.pos in ("NOUN", "PROPN") else []

    def bearers(self, token: Token) -> list[str]:
        """Whom an office without a name stands for: *the minister*."""
        found = self.memory.offices.bearer(self.parse, token)
        if self.voices and (self._opposes(token) or self._private(token)):
            return [a for a in found if a not in state_codes()]
        return found

    def hear(self) -> None:
        """Let the memory know who bears which office in this sentence."""
        self.memory.offices.hear(self.parse, self.mentions, self.actors)

    def quoted(self, offset: int) -> bool:
        """Whether an offset lies inside a quotation."""
        return any(start <= offset < end for start, end in self.quotes)


def scenes(
    parses: Sequence[Parse],
    mentions: Sequence[Mention],
    memory: Memory,
    quotes: Sequence[Quotation] = (),
) -> list[Scene]:
    """Join each parse with the mentions and the quoted stretches of its sentence."""
    grouped = by_sentence(mentions, [p.sentence for p in parses])
    return [
        Scene(
            parse,
            tuple(inside),
            memory,
            tuple((q.start, q.end) for q in touching(quotes, part.start, part.end)),
        )
        for parse, (part, inside) in zip(parses, grouped, strict=True)
    ]
