"""What a small parser hangs wrongly, put right where the forms of the words show it.

Each rule is an agreement that English keeps and a statistical parser does not: of tense across an *and*,
of a verb with the noun right before it, of clauses with the semicolon between them. A sentence in which
nothing disagrees stays as the parser gave it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from standoff.text.find.word.lexicon import names_person
from standoff.text.find.word.parse import Token
from standoff.text.find.word.saying import Saying, verb

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_NOUNS = frozenset(("NOUN", "PROPN", "PRON"))


class _Tree:
    """The tokens of a sentence while they are mended."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = list(tokens)

    def below(self, i: int, *deps: str) -> list[Token]:
        return [t for t in self.tokens if t.head == i != t.i and (not deps or t.dep in deps)]

    def change(self, i: int, **values: str | int) -> None:
        self.tokens[i] = dataclasses.replace(self.tokens[i], **values)  # type: ignore[arg-type]

    def above(self, i: int) -> Iterator[Token]:
        """Yield what a token hangs on, and what that hangs on, up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def first(self, i: int) -> int:
        """The first index that hangs on a token, be it by others."""
        return min(self._hanging(i))

    def last(self, i: int) -> int:
        """The last index that hangs on a token, be it by others."""
        return max(self._hanging(i))

    def _hanging(self, i: int) -> Iterator[int]:
        waiting = [i]
        while waiting:
            at = waiting.pop()
            yield at
            waiting.extend(t.i for t in self.below(at))

    def finite(self, i: int) -> str:
        """The tag that gives a verb its tense: of its first helper, else its own."""
        helpers = self.below(i, "aux", "auxpass")
        return helpers[0].tag if helpers else self.tokens[i].tag


def mended(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens of a sentence with the wrong arcs put right; a tree stays a tree."""
    tree = _Tree(tokens)
    for rule in _RULES:
        rule(tree)
    return tuple(tree.tokens) if _is_tree(tree.tokens) else tuple(tokens)


def _is_tree(tokens: Sequence[Token]) -> bool:
    """Whether every token leads to a root."""
    for token in tokens:
        at, steps = token, 0
        while at.head != at.i:
            at, steps = tokens[at.head], steps + 1
            if steps > len(tokens):
                return False
    return True


def _says(token: Token) -> Saying | None:
    saying = verb(token.lemma)
    return saying if saying is not None and max(saying.act, saying.said) >= _SOMETIMES else None


_SOMETIMES = 0.3


def _counted_noun(tree: _Tree) -> None:
    """A word with an article right before it is a noun: *called that demand absurd*."""
    for token in tree.tokens:
        before = tree.tokens[token.i - 1] if token.i else token
        article = before.pos == "DET" or before.dep == "det" or before.tag == "PRP$"
        if (
            token.tag in ("VB", "VBP")
            and article
            and before.head == token.i
            and token.dep != "ROOT"
        ):
            tree.change(
                token.i, pos="NOUN", tag="NN", dep="dobj" if token.dep == "oprd" else token.dep
            )


def _noun_with_subject(tree: _Tree) -> None:
    """A clause whose word has a subject has a verb: *something the ministry flatly rejects*."""
    for token in tree.tokens:
        if token.tag not in ("NN", "NNS") or token.dep not in ("relcl", "ccomp", "advcl"):
            continue
        named = any(t.i < token.i and t.pos in _NOUNS for t in tree.below(token.i, "nsubj"))
        base = token.text.lower().removesuffix("s")
        if named and verb(base) is not None and not tree.below(token.i, "det", "cop"):
            tag = "VBZ" if token.tag == "NNS" else "VBP"
            tree.change(token.i, pos="VERB", tag=tag, lemma=base)


def _main_verb(tree: _Tree) -> None:
    """A sentence whose root is a preposition has its verb elsewhere: *After calling for peace Weir said*."""
    root = next((t for t in tree.tokens if t.dep == "ROOT"), None)
    if root is None or root.pos not in ("ADP", "SCONJ"):
        return
    for token in tree.tokens:
        if token.dep != "relcl" or token.tag not in ("VBD", "VBZ", "VBP"):
            continue
        named = any(t.i + 1 == token.i and t.pos in _NOUNS for t in tree.below(token.i, "nsubj"))
        if named and not any(t.tag in ("WDT", "WP") for t in tree.below(token.i)):
            tree.change(token.i, dep="ROOT", head=token.i)
            tree.change(root.i, dep="prep", head=token.i)
            return


def _name_before_verb(tree: _Tree) -> None:
    """A name right before a finite verb without a subject is its subject, *SCAF said*, unless it is what
    stands behind a preposition."""
    for token in tree.tokens:
        if (
            token.dep in ("dep", "npadvmod", "nmod", "compound")
            and token.pos == "PROPN"
            and token.head == token.i + 1
        ):
            above = tree.tokens[token.head]
            first = tree.first(token.i)
            behind = first > 0 and tree.tokens[first - 1].pos == "ADP"
            if above.tag in ("VBD", "VBZ") and not behind and not tree.below(above.i, *_SUBJECTS):
                tree.change(token.i, dep="nsubj")


def _verb_taken_for_adjective(tree: _Tree) -> None:
    """*The envoy voiced concern*: a noun, what looks like a participle, a noun that has no article."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        before = tree.tokens[token.i - 1] if token.i else token
        if token.tag not in ("VBN", "VBD") or token.dep != "amod" or above.i <= token.i:
            continue
        if before.pos not in ("NOUN", "PROPN") or before.head not in (token.i, above.i):
            continue
        root = above.dep == "ROOT" and before.dep in (
            "npadvmod",
            "compound",
            "nmod",
            "nsubj",
            "amod",
        )
        if not root or above.pos not in _NOUNS or above.tag in _FINITE:
            continue
        behind = tree.tokens[before.i + 1 : above.i]
        if any(t.dep == "det" for t in behind) or not _says(token):
            continue
        tree.change(token.i, pos="VERB", tag="VBD", dep="ROOT", head=token.i)
        tree.change(before.i, dep="nsubj", head=token.i)
        for below in tree.below(above.i):
            if below.i < before.i:
                tree.change(below.i, head=before.i)
            elif below.dep in ("conj", "cc", "punct") and below.i > above.i:
                joined = below.dep != "conj" or below.tag in _FINITE
                tree.change(below.i, head=token.i if joined else above.i)
        tree.change(above.i, dep="dobj", head=token.i)


def _asked_who_answers(tree: _Tree) -> None:
    """*Asked whether it rains, the envoy said no*: the noun behind the comma is who says it."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.dep != "advcl" or token.i > above.i or token.tag not in ("VBN", "VBG", "VBD"):
            continue
        if tree.below(above.i, *_SUBJECTS) or above.tag not in _FINITE:
            continue
        for thing in tree.below(token.i, "dobj", "npadvmod", "oprd"):
            first = tree.first(thing.i)
            if first and tree.tokens[first - 1].text == "," and thing.i < above.i:
                tree.change(thing.i, dep="nsubj", head=above.i)
                break


def _tense_across_and(tree: _Tree) -> None:
    """*The ministry said that three had been killed and blamed the army*: who blames is who said."""
    for token in tree.tokens:
        if token.dep != "conj" or token.tag not in ("VBD", "VBZ", "VBP") or not _says(token):
            continue
        own = tree.below(token.i, "aux", "auxpass", "mark", *_SUBJECTS)
        inner = tree.tokens[token.head]
        while inner.dep == "conj" and inner.head != inner.i:
            inner = tree.tokens[inner.head]
        outer = tree.tokens[inner.head]
        if own or inner.dep != "ccomp" or outer.i >= inner.i or not _says(outer):
            continue
        tense = tree.finite(outer.i)
        if not _same(tense, token.tag):
            continue
        told = tree.finite(inner.i)
        helpers = {t.lemma for t in tree.below(inner.i, "aux", "auxpass")}
        deed = bool(tree.below(token.i, "dobj", "ccomp", "xcomp", "prep"))
        before_that = told == "VBD" and "have" in helpers and deed
        if _same(told, tense) and not before_that:
            continue
        joint = [t for t in tree.below(token.head, "cc") if t.i < token.i]
        for cc in joint[-1:]:
            tree.change(cc.i, head=outer.i)
        tree.change(token.i, head=outer.i)


def _same(one: str, two: str) -> bool:
    """Whether two tags are of one tense."""
    now = ("VBZ", "VBP")
    return one == two or (one in now and two in now)


def _semicolon(tree: _Tree) -> None:
    """*Peru says the shots came from there; the army blames bandits*: two clauses, not one in the other."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.dep == "ccomp" and token.i < above.i and above.dep == "ROOT":
            signs = [t for t in tree.tokens[token.i : above.i] if t.text == ";"]
            if signs and tree.below(token.i, *_SUBJECTS) and tree.below(above.i, *_SUBJECTS):
                tree.change(token.i, dep="ROOT", head=token.i)
                tree.change(above.i, dep="conj", head=token.i)
            continue
        if token.dep != "ccomp" or not _says(above):
            continue
        signs = [t for t in tree.tokens[above.i : token.i] if t.text == ";"]
        if not signs or not tree.below(token.i, *_SUBJECTS):
            continue
        told = [t for t in tree.below(token.i, "ccomp", "parataxis", "advcl") if t.i < signs[-1].i]
        if told:
            tree.change(told[0].i, head=above.i, dep="ccomp")
            tree.change(token.i, dep="conj")


def _accused_of(tree: _Tree) -> None:
    """*Accused by groups of hiding arms*: of what one is accused hangs on the verb."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.text.lower() not in ("of", "for") or token.dep != "prep" or above.dep != "pobj":
            continue
        by = tree.tokens[above.head]
        doing = any(t.tag == "VBG" for t in tree.below(token.i, "pcomp"))
        if by.dep == "agent" and doing:
            tree.change(token.i, head=by.head)


def _told_at_the_time(tree: _Tree) -> None:
    """*Said at the time that the talks were over*: a whole clause behind *that* is what was said."""
    for token in tree.tokens:
        if token.text.lower() != "that" or token.dep == "mark":
            continue
        clause = tree.tokens[token.head]
        noun = tree.tokens[clause.head]
        prep = tree.tokens[noun.head]
        told = tree.tokens[prep.head]
        whole = clause.dep == "relcl" and any(t.i != token.i for t in tree.below(clause.i, "nsubj"))
        hung = noun.dep == "pobj" and noun.lemma in _MOMENTS and prep.dep == "prep"
        if not (whole and hung and _says(told)) or tree.below(told.i, "ccomp", "dobj", "xcomp"):
            continue
        if tree.first(clause.i) == token.i:
            tree.change(token.i, dep="mark")
            tree.change(clause.i, head=told.i, dep="ccomp")


_MOMENTS = frozenset("time moment day week month year hour point stage".split())


def _verb_behind_apposition(tree: _Tree) -> None:
    """*The envoy, Ann Weir, announced on Monday that*: a noun with no verb but this one is its subject."""
    root = next((t for t in tree.tokens if t.dep == "ROOT"), None)
    if root is None or root.pos not in _NOUNS or tree.below(root.i, *_SUBJECTS):
        return
    named = [t.i for t in tree.below(root.i, "appos")]
    for token in tree.tokens:
        if (
            token.tag not in ("VBN", "VBD")
            or token.dep != "acl"
            or token.head not in (root.i, *named)
        ):
            continue
        parted = named and tree.tokens[token.i - 1].text == "," and token.i > named[0]
        if not parted or not _says(token) or tree.below(token.i, "agent", "auxpass"):
            continue
        first = min(
            (t.i for t in tree.below(root.i, "det", "amod", "poss", "compound", "nmod")),
            default=root.i,
        )
        tree.change(token.i, tag="VBD", dep="ROOT", head=token.i)
        tree.change(root.i, dep="nsubj", head=token.i)
        for below in tree.below(root.i):
            if below.i < min(first, root.i) or below.i > token.i:
                tree.change(below.i, head=token.i)
        return


def _name_behind_place(tree: _Tree) -> None:
    """*In a talk with Peru's radio, Ann Weir, an envoy, said*: who is set off by commas behind words of place
    speaks, where the verb has no other subject."""
    for token in tree.tokens:
        before = tree.tokens[token.i - 1].text == "," if token.i else False
        if not before or not _says(token) or not _bare_finite(tree, token, token.i):
            continue
        for name in tree.tokens[: token.i]:
            if name.dep != "appos" or name.pos not in _NOUNS or tree.last(name.i) >= token.i:
                continue
            led = tree.tokens[tree.first(name.i) - 1]
            above = tree.above(name.i)
            if led.text == "," and any(t.dep == "prep" and t.head == token.i for t in above):
                tree.change(name.i, dep="nsubj", head=token.i)
                break


def _verb_behind_quotation(tree: _Tree) -> None:
    """*“It rains,” the envoy, Ann Weir, announced*: the noun behind a quotation speaks."""
    for token in tree.tokens:
        noun = tree.tokens[token.head]
        if token.tag not in ("VBN", "VBD") or token.dep != "acl" or not tree.below(noun.i, "appos"):
            continue
        first = tree.first(noun.i)
        closed = first > 0 and tree.tokens[first - 1].text in ("”", '"', "’")
        if closed and tree.tokens[token.i - 1].text == "," and _says(token) and noun.dep != "ROOT":
            tree.change(token.i, tag="VBD", dep="parataxis", head=noun.head)
            tree.change(noun.i, dep="nsubj", head=token.i)


def _helper_with_clause(tree: _Tree) -> None:
    """What hangs on a helper hangs on its verb: *The bridge, Peru said, was closed*."""
    for token in tree.tokens:
        if token.dep in ("aux", "auxpass") and token.head != token.i:
            for below in tree.below(token.i):
                tree.change(below.i, head=token.head)


def _turned_behind_comma(tree: _Tree) -> None:
    """*The bridge was closed, stated the envoy*: no second deed, but who says the first."""
    for token in tree.tokens:
        if (
            token.dep != "conj"
            or token.tag not in ("VBD", "VBZ")
            or not _says(token)
            or not token.i
        ):
            continue
        named = [t for t in tree.below(token.i, "nsubj") if t.i > token.i]
        joint = [t for t in tree.below(token.head, "cc") if t.i < token.i]
        done = tree.below(token.i, "dobj", "ccomp", "xcomp")
        if named and not joint and not done and tree.tokens[token.i - 1].text == ",":
            tree.change(token.i, dep="parataxis")


def _put_in(tree: _Tree) -> None:
    """*The bridge, Peru told the council, was closed*: put in, and no clause about the noun before it."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.dep != "relcl" or token.tag not in ("VBD", "VBZ") or above.dep not in _SUBJECTS:
            continue
        named = tree.below(token.i, "nsubj")
        wh = any(t.tag in ("WDT", "WP", "WRB") for t in tree.below(token.i))
        first = tree.first(named[0].i) if named else 0
        if first and not wh and _says(token) and tree.tokens[first - 1].text == ",":
            tree.change(token.i, dep="parataxis", head=above.head)


def _two_subjects(tree: _Tree) -> None:
    """*The bridge, the envoy told them, was closed*: of two subjects the first is that of what is said."""
    for token in tree.tokens:
        if token.tag not in ("VBD", "VBZ") or not _says(token):
            continue
        named = [t for t in tree.below(token.i, "nsubj") if t.i < token.i]
        told = [t for t in tree.below(token.i, "ccomp") if t.i > token.i]
        if len(named) != 2 or len(told) != 1 or tree.below(told[0].i, "mark", *_SUBJECTS):
            continue
        first = tree.first(named[1].i)
        if first and tree.tokens[first - 1].text == ",":
            tree.change(named[0].i, head=told[0].i)


def _participle_before_verb(tree: _Tree) -> None:
    """Of two verbs that share one subject without an *and* the first is its participle: *rebels held
    prisoner have said so*, *a man thought to have fled has returned*."""
    for first in tree.tokens:
        form = first.text.lower()
        if first.tag not in ("VBD", "VBN") or not (form[-2:] == "ed" or form in _LIKE_PARTICIPLES):
            continue
        who = next((t for t in tree.below(first.i, "nsubj") if t.i < first.i), None)
        if who is None or who.pos not in ("NOUN", "PROPN") or who.i + 1 != first.i:
            continue
        if tree.below(first.i, "aux", "auxpass", "cc", "neg"):
            continue
        bare = (
            t for t in tree.below(first.i, "conj", "ccomp")
            if t.i > first.i and _bare_finite(tree, t, first.i + 1)
        )  # fmt: skip
        then = next(bare, None)
        things = tree.below(first.i, "dobj")
        if _says(first) and any(tree.below(t.i, "det", "poss") for t in things):
            continue  # *Peru warned the well is dry*
        if then is None or any(t.pos == "PUNCT" for t in tree.tokens[first.i : then.i]):
            continue
        for as_what in tree.below(then.i, "nsubj"):
            tree.change(as_what.i, dep="oprd", head=first.i)
        root = first.dep == "ROOT"
        tree.change(then.i, dep=first.dep, head=then.i if root else first.head)
        for below in tree.below(first.i):
            if below.i < who.i or below.i > then.i:
                tree.change(below.i, head=then.i)
        tree.change(who.i, head=then.i)
        tree.change(first.i, tag="VBN", dep="acl", head=who.i)


def _bare_finite(tree: _Tree, token: Token, at: int) -> bool:
    """Whether a verb has a tense and no subject, nor a word that joins it to what stands before.

    at  where a person without an article is no subject: *held prisoner*
    """
    own = [
        t for t in tree.below(token.i, "mark", *_SUBJECTS)
        if t.i != at or not names_person(t.lemma) or tree.below(t.i, "det", "poss")
    ]  # fmt: skip
    helpers = tree.below(token.i, "aux", "auxpass")
    return not own and (helpers[0].tag if helpers else token.tag) in _FINITE


# Pasts that are participles as well, of verbs by which something is done to people.
_LIKE_PARTICIPLES = frozenset(
    "held thought said heard felt found caught sent kept brought led taught told paid sought left made "
    "understood".split()
)


def _number_across_and(tree: _Tree) -> None:
    """*Peru has been waiting and rebels holding the pass say no*: a verb in the plural is not Peru's."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.dep != "conj" or tree.finite(token.i) != "VBP" or tree.finite(above.i) != "VBZ":
            continue
        if tree.below(token.i, "mark", "cc", *_SUBJECTS):
            continue
        people = [
            t for t in tree.tokens[above.i + 1 : token.i]
            if t.dep == "conj" and t.tag in ("NNS", "NNPS")
        ]  # fmt: skip
        if not people or tree.last(people[-1].i) + 1 != token.i:
            continue
        who = people[-1]
        for cc in [t for t in tree.below(who.head, "cc") if t.i < who.i][-1:]:
            tree.change(cc.i, head=above.i)
        tree.change(who.i, dep="nsubj", head=token.i)


def _noun_between_nouns(tree: _Tree) -> None:
    """A plural in a name's row is no verb, nor is the noun behind it who speaks: *a guide in the Orlo caves
    region said*."""
    for token in tree.tokens:
        above = tree.tokens[token.head]
        if token.tag != "VBZ" or token.i + 1 >= len(tree.tokens):
            continue
        noun = tree.tokens[token.i + 1]
        says = tree.tokens[noun.head] if token.dep == "compound" else above
        taken = (token.dep == "compound" and token.head == noun.i and noun.dep == "nsubj") or (
            token.dep == "nsubj" and noun.dep == "dobj" and noun.head == token.i
        )
        if not taken or says.tag not in _FINITE or says.i != noun.i + 1:
            continue
        who = next(iter(tree.below(token.i, "nsubj")), None)
        name = tree.tokens[token.i - 1]
        if who is None or who.i > name.i or name.dep != "pobj":
            continue
        tree.change(who.i, dep="nsubj", head=says.i)
        tree.change(noun.i, dep="pobj", head=name.head)
        tree.change(name.i, dep="compound", head=noun.i)
        tree.change(token.i, pos="NOUN", tag="NNS", dep="compound", head=noun.i)


_RULES: tuple[Callable[[_Tree], None], ...] = (
    _counted_noun,
    _noun_with_subject,
    _main_verb,
    _name_before_verb,
    _verb_taken_for_adjective,
    _asked_who_answers,
    _semicolon,
    _tense_across_and,
    _accused_of,
    _told_at_the_time,
    _verb_behind_apposition,
    _name_behind_place,
    _verb_behind_quotation,
    _helper_with_clause,
    _turned_behind_comma,
    _put_in,
    _two_subjects,
    _participle_before_verb,
    _number_across_and,
    _noun_between_nouns,
)
