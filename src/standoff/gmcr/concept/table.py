"""The table of solution concepts: a row has the properties that all others read.

A mover asks of a state s whether to leave it. Law, explanation, the check of single states, the
reference page and the tests read `answers`, `escapes`, `movers` and `needs`, never a name: a concept
whose properties are there already is its row here and its definition in `tests/gmcr/oracle.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from types import MappingProxyType

from standoff.plugin import rows
from standoff.problem import UnknownName


class Answers(Enum):
    """How those who are not the mover can answer its move: words, and whether they look at wishes."""

    NONE = ("nobody answers", False)
    MOVES = ("by legal sequences of any moves", False)
    IMPROVEMENTS = ("by legal sequences in which each step is an improvement for its mover", True)
    JOINT = (
        "by legal sequences in which each step is a coalition improvement of some of them, the same "
        "ones not twice in a row",
        True,
    )
    SIMULTANEOUS = ("by improvements from s, made at the same time as the mover's", True)
    LAST_CHECK = (
        "by improvements one after another; where two or more leave s all the same, by theirs at once",
        True,
    )

    def __init__(self, words: str, wishes: bool) -> None:
        self.words = words
        self.wishes = wishes

    @property
    def after(self) -> bool:
        """Whether they answer after the mover's move, by a sequence of their own."""
        return self in (Answers.MOVES, Answers.IMPROVEMENTS, Answers.JOINT)


class Movers(StrEnum):
    """Who asks whether to leave."""

    ONE = "one"
    COALITION = "coalition"


class Need(StrEnum):
    """What must be told beside a model's rankings; the module of that name has it."""

    STRENGTH = "strength"  # which preferences are strong ones
    UNKNOWN = "unknown"  # which comparisons nobody knows
    FUZZY = "fuzzy"  # how certain each preference is, and from where on it counts
    ATTITUDE = "attitude"  # who wishes whom well or ill


class Extension(Enum):
    """What a mover makes of a state whose comparison with s is unknown: (it leaves for it, it deters)."""

    A = (True, False)
    B = (False, False)
    C = (True, True)
    D = (False, True)

    @property
    def leaves(self) -> bool:
        """Whether the mover leaves s for it."""
        return self.value[0]

    @property
    def deters(self) -> bool:
        """Whether the mover is deterred by it."""
        return self.value[1]

    @property
    def words(self) -> str:
        """What the mover does, in words."""
        goes = "leaves for what may be better" if self.leaves else "leaves only for what is better"
        heeds = "by what may be no better" if self.deters else "only by what is certainly no better"
        return f"{goes}, and is deterred {heeds}"


@dataclass(frozen=True, kw_only=True)
class Concept:
    """One solution concept.

    `words` say of a mover that stays why; `definition` says when s is stable for it, apart from when it
    has no improvement from s; `checked` says how far the row was compared with the work it is from.
    `implies` names the concepts under which whatever is stable here is stable too. `oracle` is the
    function of `tests/gmcr/oracle.py` that is the definition, written out; of a row that another package
    adds, `package.module:function`.
    """

    id: str
    name: str
    words: str
    definition: str
    source: str
    checked: str
    oracle: str
    answers: Answers = Answers.NONE
    escapes: bool = (
        False  # whether the mover must be unable to leave the answer for something better
    )
    movers: Movers = Movers.ONE
    ties: bool = False  # whether a member may gain nothing, so long as another gains (Pareto)
    needs: frozenset[Need] = frozenset()
    extension: Extension | None = None
    implies: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it asks one decision maker at a time and needs nothing but a model."""
        return self.movers is Movers.ONE and not self.needs

    @property
    def sequential(self) -> bool:
        """Whether nobody answers, or by a sequence of moves after the mover's."""
        return self.answers is Answers.NONE or self.answers.after

    @property
    def over_lists(self) -> bool:
        """Whether it is computed over listed states only."""
        return not self.sequential or self.answers is Answers.JOINT

    @property
    def foresight(self) -> int:
        """How many moves ahead the mover looks: its own, the answer, its escape from it."""
        return 1 if self.answers is Answers.NONE else 3 if self.escapes else 2

    @property
    def knows_opponents(self) -> bool:
        """Whether the mover must know what the others prefer."""
        return self.answers.wishes


_FORMULAS = "the formulas of an independent program were read and are these; the works are cited from memory"
_UNREAD = "not checked against the text"

_PLAIN = (
    Concept(
        id="NASH",
        name="Nash stability",
        words="has no better move",
        definition="i has no improvement from s",
        source="Nash 1950; Fang, Hipel and Kilgour 1993",
        checked=_FORMULAS,
        oracle="nash",
        implies=("SSEQ", "SIM"),
    ),
    Concept(
        id="GMR",
        name="general metarationality",
        words="others could answer every better move so that it does not pay",
        definition="from every improvement of i the others reach, by any moves, a state that i does "
        "not prefer to s",
        source="Howard 1971; Fang, Hipel and Kilgour 1993",
        checked=_FORMULAS,
        oracle="gmr",
        answers=Answers.MOVES,
    ),
    Concept(
        id="SMR",
        name="symmetric metarationality",
        words="others could answer every better move, and it could not escape the answer",
        definition="from every improvement of i the others reach, by any moves, a state that i does "
        "not prefer to s, nor any state that i can move to from there",
        source="Howard 1971; Fang, Hipel and Kilgour 1993",
        checked=_FORMULAS,
        oracle="smr",
        answers=Answers.MOVES,
        escapes=True,
        implies=("GMR",),
    ),
    Concept(
        id="SEQ",
        name="sequential stability",
        words="others would gain by answering every better move so that it does not pay",
        definition="from every improvement of i the others reach, each step an improvement for its "
        "mover, a state that i does not prefer to s",
        source="Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
        checked=_FORMULAS,
        oracle="seq",
        answers=Answers.IMPROVEMENTS,
        implies=("GMR", "SEQ+SIMULTANEITY"),
    ),
    Concept(
        id="SSEQ",
        name="symmetric sequential stability",
        words="others would gain by answering every better move, and it could not escape the answer",
        definition="from every improvement of i the others reach, each step an improvement for its "
        "mover, a state that i does not prefer to s, nor any state that i can move to from there",
        source="Rêgo and Vieira 2017",
        checked="of the work, abstract and introduction were read; the formula is from memory and was "
        + _UNREAD,
        oracle="sseq",
        answers=Answers.IMPROVEMENTS,
        escapes=True,
        implies=("SEQ", "SMR"),
    ),
    Concept(
        id="SIM",
        name="simultaneous stability",
        words="others gaining at the same time would keep every better move from paying",
        definition="for every improvement of i some of the others have improvements from s that, all "
        "made at the same time, lead to a feasible state that i does not prefer to s",
        source="Fraser and Hipel 1984",
        checked=f"{_UNREAD}; an independent program was read that computes it so, but for a slip",
        oracle="sim",
        answers=Answers.SIMULTANEOUS,
    ),
    Concept(
        id="SEQ+SIMULTANEITY",
        name="sequential stability with a last check of simultaneity",
        words="others would gain by answering every better move, or by moving at the same time, so "
        "that it does not pay",
        definition="s is stable for i under SEQ; or two or more leave s under SEQ, i among them, and "
        "for every improvement of i some of those others have improvements from s as under SIM",
        source="Fraser and Hipel 1984",
        checked=f"{_UNREAD}; one published table that uses it was read",
        oracle="seq_then_simultaneity",
        answers=Answers.LAST_CHECK,
    ),
)
_BRUTE = "; sets of random and published models, computed by brute force by a separate program, were compared"
_TOGETHER = f"{_UNREAD} (Inohara and Hipel 2008 is cited from memory){_BRUTE}"
_COALITION = (
    Concept(
        id="CNASH",
        name="coalitional Nash stability",
        words="nothing it can do together is better for every member",
        definition="the coalition has no improvement from s: no state that legal sequences of its "
        "members lead to is better for every one of them",
        source="Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008",
        checked=_TOGETHER,
        oracle="cnash",
        movers=Movers.COALITION,
        implies=("CSMR", "CSEQ_IND"),
    ),
    Concept(
        id="CGMR",
        name="coalitional general metarationality",
        words="others could answer all it can do together so that some member is no better off",
        definition="from every improvement of the coalition the others reach, by any moves, a state "
        "that some member does not prefer to s",
        source="Inohara and Hipel 2008",
        checked=_TOGETHER,
        oracle="cgmr",
        answers=Answers.MOVES,
        movers=Movers.COALITION,
    ),
    Concept(
        id="CSMR",
        name="coalitional symmetric metarationality",
        words="others could answer all it can do together, and it could not escape the answer",
        definition="from every improvement of the coalition the others reach, by any moves, a state "
        "that some member does not prefer to s, and so for every state that the coalition makes of it",
        source="Inohara and Hipel 2008",
        checked=_TOGETHER,
        oracle="csmr",
        answers=Answers.MOVES,
        escapes=True,
        movers=Movers.COALITION,
        implies=("CGMR",),
    ),
    Concept(
        id="CSEQ",
        name="coalitional sequential stability",
        words="others, alone or together, would gain by answering all it can do together so that some "
        "member is no better off",
        definition="from every improvement of the coalition the others reach, each step a coalition "
        "improvement of some of them, the same ones not twice in a row, a state that some member does "
        "not prefer to s",
        source="Inohara and Hipel 2008",
        checked=_TOGETHER,
        oracle="cseq",
        answers=Answers.JOINT,
        movers=Movers.COALITION,
        implies=("CGMR",),
    ),
    Concept(
        id="CSEQ_IND",
        name="coalitional sequential stability, others answering one by one",
        words="others would each gain by answering all it can do together so that some member is no "
        "better off",
        definition="from every improvement of the coalition the others reach, each step an improvement "
        "for the one who makes it, a state that some member does not prefer to s",
        source="a variant of Inohara and Hipel 2008",
        checked=_TOGETHER,
        oracle="cseq_ind",
        answers=Answers.IMPROVEMENTS,
        movers=Movers.COALITION,
        implies=("CSEQ",),
    ),
    Concept(
        id="CNASH_PARETO",
        name="coalitional Nash stability, Pareto form",
        words="nothing it can do together is better for one member and worse for none",
        definition="no state that legal sequences of the members lead to is better than s for one of "
        "them and worse for none",
        source="Zhu, Kilgour and Hipel, a new approach to coalition analysis",
        checked=f"{_UNREAD}: an abstract was read{_BRUTE}",
        oracle="cnash_pareto",
        movers=Movers.COALITION,
        ties=True,
        implies=("CNASH",),
    ),
)


def _strong(plain: Concept) -> Concept:
    return replace(
        plain,
        id=f"{plain.id}_STRONG",
        name=f"strong {plain.name}",
        words=f"{plain.words}, and would be much worse than staying",
        definition=f"{plain.definition}: all of them much worse than s for i",
        source="Hamouda, Kilgour and Hipel 2004",
        checked=(f"{_UNREAD}: the formula is from memory" if plain.escapes else _FORMULAS) + _BRUTE,
        oracle=f"{plain.oracle}_strong",
        needs=frozenset({Need.STRENGTH}),
        implies=(plain.id,),
    )


def _unknown(plain: Concept, extension: Extension) -> Concept:
    letter = extension.name.lower()
    return replace(
        plain,
        id=f"{plain.id}_{letter}",
        name=f"{plain.name}, extension {letter} to unknown preferences",
        words=f"{plain.words}, where it {extension.words}",
        definition=f"{plain.definition}, where i {extension.words}; others answer with what may be better",
        source="Li, Hipel, Kilgour and Fang 2004",
        checked="the formulas of an independent program were read and are these; of the work an abstract "
        "was read" + _BRUTE,
        oracle=f"{plain.oracle}_unknown",
        needs=frozenset({Need.UNKNOWN}),
        extension=extension,
        implies=(
            *(f"{plain.id}_{other.name.lower()}" for other in _WEAKER.get(extension, ())),
            *(f"{id}_{letter}" for id in _IMPLIED.get(plain.id, ())),
        ),
    )


_WEAKER = {
    Extension.A: (Extension.B, Extension.C),
    Extension.B: (Extension.D,),
    Extension.C: (Extension.D,),
}
_IMPLIED = {"NASH": ("SMR", "SEQ"), "SMR": ("GMR",), "SEQ": ("GMR",)}


def _fuzzy(plain: Concept) -> Concept:
    return replace(
        plain,
        id=f"F{plain.id}",
        name=f"fuzzy {plain.name}",
        words=f"{plain.words}, where only what it prefers certainly enough is better",
        definition=f"{plain.definition}; a state is an improvement on another, for whoever makes the move, "
        "where the relative certainty r(t, s) - r(s, t) is at least that one's threshold, and i prefers "
        "no other state to s",
        source="Bashar, Kilgour and Hipel 2012",
        checked=f"{_UNREAD}: an abstract was read, the formulas are from memory{_BRUTE}",
        oracle=f"f{plain.oracle}",
        needs=frozenset({Need.FUZZY}),
        implies=tuple(f"F{id}" for id in _IMPLIED.get(plain.id, ())),
    )


def _relational(plain: Concept) -> Concept:
    return replace(
        plain,
        id=f"R{plain.id}",
        name=f"relational {plain.name}",
        words=f"{plain.words}, where its attitudes to everybody say what is better",
        definition=f"{plain.definition}; a state is an improvement on another, for whoever makes the move, "
        "where it is totally preferred by that one's attitudes: no worse for each it wishes well, no "
        "better for each it wishes ill; and i prefers to s neither s nor what is not totally preferred",
        source="Inohara, Hipel and Walker 2007",
        checked=f"{_UNREAD}: the formulas are from memory, and that s itself deters is a choice made "
        f"here{_BRUTE}",
        oracle=f"r{plain.oracle}",
        needs=frozenset({Need.ATTITUDE}),
        implies=tuple(f"R{id}" for id in _IMPLIED.get(plain.id, ())),
    )


USUAL = ("NASH", "GMR", "SMR", "SEQ")
_FOUR = [row for row in _PLAIN if row.id in USUAL]


def _table(every: Iterable[Concept]) -> Mapping[str, Concept]:
    return MappingProxyType({row.id: row for row in every})


CONCEPTS: Mapping[str, Concept] = _table(
    (
        *_PLAIN,
        *_COALITION,
        *(_strong(row) for row in _FOUR if row.answers is not Answers.NONE),
        *(_unknown(row, extension) for row in _FOUR for extension in Extension),
        *map(_fuzzy, _FOUR),
        *map(_relational, _FOUR),
        *rows("concepts", Concept),
    )
)
"""Every concept by its id; other packages add rows (`standoff.plugin`)."""
PLAIN = tuple(row.id for row in CONCEPTS.values() if row.plain)
"""The concepts that need nothing but a model: what `solve` computes."""
COALITION = tuple(row.id for row in CONCEPTS.values() if row.movers is Movers.COALITION)
"""The concepts that ask several together."""


def needing(need: Need) -> tuple[str, ...]:
    """The concepts that must be told of it."""
    return tuple(row.id for row in CONCEPTS.values() if need in row.needs)


def concept(name: str) -> Concept:
    """The concept of that id, in any case of letters; UnknownName otherwise."""
    for id, row in CONCEPTS.items():
        if id.upper() == name.upper():
            return row
    raise UnknownName("concept", name.upper(), CONCEPTS)
