"""Derive the tables of verbs and nouns of saying from WordNet 3.0: `python -m benchmarks.wordnet`.

Needs the database files, on Debian those of the package `wordnet-base`. Writes, into
`src/standoff/text/find/data/`, `saying.tsv` (verbs), `sayings.tsv` (nouns made from them),
`heads.tsv` (nouns of persons, groups, places, texts) and `pasts.tsv` (irregular past forms); the
licence stands beside them. What counts as saying or thinking are WordNet's own files and subtrees, what may
follow a verb are its sentence frames, how far a word is used so are the counts of its tagged texts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HOME = Path("/usr/share/wordnet")
DATA = Path(__file__).resolve().parents[1] / "src" / "standoff" / "text" / "find" / "data"

# Lexicographer files, as lexnames(5WN) numbers them.
_SAYING = frozenset((32,))  # verb.communication
_THINKING = frozenset((31, 37))  # verb.cognition, verb.emotion
_SAID = frozenset((10,))  # noun.communication
_THOUGHT = frozenset((9, 12))  # noun.cognition, noun.feeling
# Sentence frames, as wninput(5WN) numbers them, by the letter the table uses.
_FRAMES: Mapping[int, str] = {
    26: "c", 29: "w",            # that CLAUSE, whether INFINITIVE
    28: "t", 24: "o", 25: "o",   # to INFINITIVE, somebody (to) INFINITIVE
    33: "g",                     # VERB-ing
    8: "n", 11: "n", 14: "n", 15: "n", 21: "n",  # something
    9: "p", 10: "p", 18: "p", 20: "p",           # somebody (of, PP)
    13: "b", 22: "b", 27: "b", 2: "b",           # on something, PP, to somebody, alone
}  # fmt: skip
# Speech acts: the subtrees of these senses (lemma, number in index.verb), without those of _NO_ACTS.
_ACTS = (
    "state.1 express.2 affirm.2 affirm.3 inform.1 request.1 request.2 ask.2 ask.4 charge.2 charge.7 "
    "contradict.2 contradict.3 refuse.1 agree.1 agree.2 order.1 order.3 warn.1 warn.2 propose.1 "
    "promise.1 promise.2 promise.3 complain.1 apologize.1 thank.1 advise.1 argue.1 admit.1 praise.1 "
    "disapprove.2 reject.1 reject.4 accept.3 insist.1 insist.2 insist.3 guess.2 threaten.2"
).split()
_NO_ACTS = (
    "publicize.1 publicize.2 order.2 permit.1 tempt.1 tempt.2 sign.3 persuade.2 teach.1 symbolize.1 "
    "betray.1 betray.6 guarantee.2 deter.1"
).split()
# Who holds an office: the subtrees of these senses, of those with = the sense alone.
_OFFICES = (
    "official.1 officeholder.1 public_servant.1 head_of_state.1 ruler.1 administrator.3 politician.1 "
    "commander.2 serviceman.1 lawman.1 investigator.2 negotiator.1 spokesperson.1 adviser.1 "
    "leader.1= head.4= aide.2="
).split()
# What may follow a verb as a part of it: *rule out*, *play down*.
_PARTICLES = frozenset(
    "about away back down forth forward in off on out over round through up".split()
)
_PHRASAL = 0.5  # share of saying, of a verb with a particle that takes a clause or a thing
# Share of a word's uses that must be so, unless it takes a that-clause; the rules ask for more.
_LEAST = 0.15
_HEADS = 0.2  # share of a noun's uses that must be of persons, of groups, or of places
_TEXTS = 0.4  # share that must be of what is said or written, if a noun is none of these
# What stands above a whole file of nouns stands in noun.Tops itself: *person*, *group*.
_TOPS, _TOP_WORDS = 3, {18: "person", 14: "group", 15: "location"}


@dataclass(frozen=True)
class Synset:
    """One sense: its file, its words and their ids, the senses above it, its frames, derived words."""

    file: int
    words: tuple[str, ...]
    ids: tuple[int, ...]
    above: tuple[str, ...]
    frames: tuple[tuple[int, int], ...]
    derived: tuple[tuple[int, str, str, int], ...]


def synsets(name: str) -> dict[str, Synset]:
    """The synsets of `data.NAME`, by offset."""
    found: dict[str, Synset] = {}
    for line in (HOME / f"data.{name}").read_text("utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split("|", 1)[0].split()
        count = int(fields[3], 16)
        words = tuple(fields[4 + 2 * i] for i in range(count))
        at = 4 + 2 * count
        pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
        derived = tuple(
            (int(p[3][:2], 16), p[1], p[2], int(p[3][2:], 16)) for p in pointers if p[0] == "+"
        )
        at += 1 + 4 * len(pointers)
        frames: list[tuple[int, int]] = []
        if name == "verb":
            rows = fields[at + 1 :]
            frames = [
                (int(rows[3 * i + 1]), int(rows[3 * i + 2], 16)) for i in range(int(fields[at]))
            ]
        ids = tuple(int(fields[5 + 2 * i], 16) for i in range(count))
        above = tuple(p[1] for p in pointers if p[0] == "@")
        found[fields[0]] = Synset(int(fields[1]), words, ids, above, tuple(frames), derived)
    return found


def tagged() -> tuple[Counter[tuple[str, str, int, int]], Counter[tuple[str, str]]]:
    """How often tagged texts use a sense (part, lemma, file, id), and a word at all."""
    by_sense: Counter[tuple[str, str, int, int]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for line in (HOME / "cntlist.rev").read_text("utf-8").splitlines():
        key, _, count = line.split()
        lemma, _, rest = key.partition("%")
        part, file, id, _ = rest.split(":", 3)
        by_sense[part, lemma, int(file), int(id)] += int(count)
        every[part, lemma] += int(count)
    return by_sense, every


@dataclass(frozen=True)
class Lexicon:
    verbs: Mapping[str, Synset]
    nouns: Mapping[str, Synset]
    senses: Mapping[tuple[str, str], tuple[Synset, ...]]

    def share(self, part: str, lemma: str, within: Callable[[Synset], bool]) -> float:
        """The share of a word's uses in some senses: tagged uses, and one for each sense."""
        senses = self.senses[part, lemma]
        by_sense, every = _COUNTS
        code = "2" if part == "v" else "1"
        uses = sum(
            1 + by_sense[code, lemma, s.file, s.ids[s.words.index(lemma)]]
            for s in senses
            if within(s)
        )
        return uses / (every[code, lemma] + len(senses))

    def in_files(self, part: str, lemma: str, files: frozenset[int]) -> float:
        return self.share(part, lemma, lambda synset: synset.file in files)


def below(part: str, every: Mapping[str, Synset], names: Iterable[str]) -> set[str]:
    """The senses (lemma.number) of a part of speech and all that stand under them; of *lemma.number=* the
    sense alone."""
    order = {
        fields[0]: fields[-int(fields[2]) :]
        for line in (HOME / f"index.{part}").read_text("utf-8").splitlines()
        if not line.startswith(" ")
        for fields in [line.split()]
    }
    alone: set[str] = set()
    waiting: list[str] = []
    for name in names:
        lemma, _, number = name.partition(".")
        offset = order[lemma][int(number.removesuffix("=")) - 1]
        (alone.add if number.endswith("=") else waiting.append)(offset)
    children: dict[str, list[str]] = {}
    for offset, synset in every.items():
        for above in synset.above:
            children.setdefault(above, []).append(offset)
    found: set[str] = set()
    while waiting:
        offset = waiting.pop()
        if offset not in found:
            found.add(offset)
            waiting.extend(children.get(offset, ()))
    return found | alone


def load() -> Lexicon:
    verbs, nouns = synsets("verb"), synsets("noun")
    senses: dict[tuple[str, str], list[Synset]] = {}
    for part, every in (("v", verbs), ("n", nouns)):
        for synset in every.values():
            for word in synset.words:
                senses.setdefault((part, word), []).append(synset)
    return Lexicon(verbs, nouns, {k: tuple(v) for k, v in senses.items()})


def frames(lexicon: Lexicon, lemma: str, files: frozenset[int]) -> str:
    letters = {
        _FRAMES[number]
        for synset in lexicon.senses["v", lemma]
        if synset.file in files
        for number, word in synset.frames
        if number in _FRAMES and (word == 0 or synset.words[word - 1] == lemma)
    }
    return "".join(sorted(letters))


def verb_rows(lexicon: Lexicon) -> Iterator[str]:
    """Yield lemma, share of speech acts, of saying, its frames, share of thinking, its frames."""
    verbs = lexicon.verbs
    offsets = below("verb", verbs, _ACTS) - below("verb", verbs, _NO_ACTS)
    acts = {id(lexicon.verbs[offset]) for offset in offsets}
    for part, lemma in sorted(lexicon.senses):
        verb, _, particle = lemma.partition("_")
        word = verb.isalpha() and verb.islower() and (not particle or particle in _PARTICLES)
        if part != "v" or not word:
            continue
        said, thought = (lexicon.in_files("v", lemma, f) for f in (_SAYING, _THINKING))
        act = lexicon.share("v", lemma, lambda synset: id(synset) in acts)
        letters = frames(lexicon, lemma, _SAYING), frames(lexicon, lemma, _THINKING)
        enough = max(said, thought, act) >= _LEAST or "c" in letters[0] + letters[1]
        if enough and (not particle or (said >= _PHRASAL and set(letters[0]) & set("cn"))):
            shown = lemma.replace("_", " ")
            yield f"{shown}\t{act:.2f}\t{said:.2f}\t{letters[0] or '-'}\t{thought:.2f}\t{letters[1] or '-'}"


def noun_rows(lexicon: Lexicon) -> Iterator[str]:
    """Yield nouns made from verbs of saying or thinking: noun, verb, share of saying, of thinking."""
    found: dict[str, tuple[str, float, float]] = {}
    for files, goals in ((_SAYING, _SAID), (_THINKING, _THOUGHT)):
        for synset in lexicon.verbs.values():
            if synset.file not in files:
                continue
            for number, offset, part, target in synset.derived:
                if part != "n" or lexicon.nouns[offset].file not in goals or not number:
                    continue
                noun, verb = lexicon.nouns[offset].words[target - 1], synset.words[number - 1]
                shares = [lexicon.in_files("n", noun, f) for f in (_SAID, _THOUGHT)]
                if not noun.isalpha() or not noun.islower() or max(shares) < _LEAST:
                    continue
                if lexicon.in_files("v", verb, files) >= _LEAST:
                    found.setdefault(noun, (verb, shares[0], shares[1]))
    for noun, (verb, said, thought) in sorted(found.items()):
        yield f"{noun}\t{verb}\t{said:.2f}\t{thought:.2f}"


def head_rows(lexicon: Lexicon) -> Iterator[str]:
    """Yield nouns that name persons, groups, places or what is said or written: the share of each, and of
    who holds an office."""
    offices = {id(lexicon.nouns[offset]) for offset in below("noun", lexicon.nouns, _OFFICES)}
    for part, lemma in sorted(lexicon.senses):
        if part != "n" or not lemma.isalpha() or not lemma.islower():
            continue
        shares = [lexicon.share("n", lemma, within(file)) for file in (18, 14, 15, 10)]
        if max(shares[:3]) >= _HEADS or shares[3] >= _TEXTS:
            shares.append(lexicon.share("n", lemma, lambda synset: id(synset) in offices))
            yield "\t".join((lemma, *(f"{share:.2f}" for share in shares)))


def within(file: int) -> Callable[[Synset], bool]:
    """Whether a sense belongs to a file of nouns, or is the one above all of it."""
    top = _TOP_WORDS.get(file)
    return lambda s: s.file == file or (s.file == _TOPS and top in s.words)


def past_rows() -> Iterator[str]:
    """Yield irregular past forms with their verbs; regular ones end in -ed."""
    for line in (HOME / "verb.exc").read_text("utf-8").splitlines():
        form, verb, *_ = line.split()
        if form in ("am", "are"):
            continue  # the exceptions hold what is no past as well
        if form.isalpha() and not form.endswith(("ed", "ing", "s")) and form != verb:
            yield f"{form}\t{verb}"


def licence() -> str:
    lines = (HOME / "data.verb").read_text("utf-8").splitlines()[:29]
    words = (line.strip().partition(" ")[2].rstrip() for line in lines)
    return "".join(f"{line}\n" for line in words)


def main() -> None:
    if not (HOME / "data.verb").is_file():
        sys.exit(f"{HOME} does not hold WordNet: install the Debian package wordnet-base")
    lexicon = load()
    source = "# Derived from WordNet 3.0 by benchmarks/wordnet.py; licence: WORDNET-LICENSE.txt.\n"
    tables = {
        "saying": ("# verb; share of speech acts; of saying, frames; of thinking and feeling, frames\n"
                   "# c that-clause, w whether, t to-infinitive, o somebody to-infinitive, g gerund, "
                   "n thing, p person, b PP\n",
                   verb_rows(lexicon)),
        "sayings": ("# noun; its verb; share of its uses in noun.communication; in noun.cognition, feeling\n",
                    noun_rows(lexicon)),
        "heads": ("# noun; share of its uses in noun.person; noun.group; noun.location; "
                  "noun.communication; of who holds an office\n",
                  head_rows(lexicon)),
        "pasts": ("# irregular past form, verb\n", past_rows()),
    }  # fmt: skip
    for name, (head, rows) in tables.items():
        text = source + head + "".join(f"{row}\n" for row in rows)
        (DATA / f"{name}.tsv").write_text(text, "utf-8")
    (DATA / "WORDNET-LICENSE.txt").write_text(licence(), "utf-8")


_COUNTS = tagged() if (HOME / "cntlist.rev").is_file() else (Counter(), Counter())

if __name__ == "__main__":
    main()
