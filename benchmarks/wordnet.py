"""Derive the tables of verbs and nouns of saying from WordNet 3.0: `python -m benchmarks.wordnet`.

Needs the database files, on Debian those of the package `wordnet-base`. Writes
`src/standoff/text/find/data/saying.tsv` (verbs), `sayings.tsv` (nouns) and `pasts.tsv` (irregular past
forms); the licence stands beside them in `WORDNET-LICENSE.txt`. Nothing is chosen by hand here: what
counts as saying or thinking are WordNet's own files, what may follow a verb are its sentence frames,
and how far a word is used so are the counts of its tagged texts.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
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
# Share of a word's uses that must be so, unless it takes a that-clause; the rules ask for more.
_LEAST = 0.15


@dataclass(frozen=True)
class Synset:
    """One sense: its file, its words, the frames of each, and derived words (word number, target)."""

    file: int
    words: tuple[str, ...]
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
        found[fields[0]] = Synset(int(fields[1]), words, tuple(frames), derived)
    return found


def tagged() -> tuple[Counter[tuple[str, str, int]], Counter[tuple[str, str]]]:
    """How often tagged texts use a word (part, lemma) in senses of a file, and at all."""
    by_file: Counter[tuple[str, str, int]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for line in (HOME / "cntlist.rev").read_text("utf-8").splitlines():
        key, _, count = line.split()
        lemma, _, rest = key.partition("%")
        part, file, _ = rest.split(":", 2)
        by_file[part, lemma, int(file)] += int(count)
        every[part, lemma] += int(count)
    return by_file, every


@dataclass(frozen=True)
class Lexicon:
    verbs: Mapping[str, Synset]
    nouns: Mapping[str, Synset]
    senses: Mapping[tuple[str, str], tuple[Synset, ...]]

    def share(self, part: str, lemma: str, files: frozenset[int]) -> float:
        """The share of a word's uses in senses of some files: tagged uses, and one for each sense."""
        senses = self.senses[part, lemma]
        inside = sum(s.file in files for s in senses)
        by_file, every = _COUNTS
        code = "2" if part == "v" else "1"
        seen = sum(by_file[code, lemma, f] for f in files)
        return (seen + inside) / (every[code, lemma] + len(senses))


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
    """Yield lemma, share of saying, its frames, share of thinking, its frames."""
    for part, lemma in sorted(lexicon.senses):
        if part != "v" or not lemma.isalpha() or not lemma.islower():
            continue
        said, thought = (lexicon.share("v", lemma, f) for f in (_SAYING, _THINKING))
        letters = frames(lexicon, lemma, _SAYING), frames(lexicon, lemma, _THINKING)
        if max(said, thought) >= _LEAST or "c" in letters[0] + letters[1]:
            yield f"{lemma}\t{said:.2f}\t{letters[0] or '-'}\t{thought:.2f}\t{letters[1] or '-'}"


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
                shares = [lexicon.share("n", noun, f) for f in (_SAID, _THOUGHT)]
                if not noun.isalpha() or not noun.islower() or max(shares) < _LEAST:
                    continue
                if lexicon.share("v", verb, files) >= _LEAST:
                    found.setdefault(noun, (verb, shares[0], shares[1]))
    for noun, (verb, said, thought) in sorted(found.items()):
        yield f"{noun}\t{verb}\t{said:.2f}\t{thought:.2f}"


def past_rows() -> Iterator[str]:
    """Yield irregular past forms with their verbs; regular ones end in -ed."""
    for line in (HOME / "verb.exc").read_text("utf-8").splitlines():
        form, verb, *_ = line.split()
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
        "saying": ("# verb; its share in verb.communication, frames; in verb.cognition and emotion, frames\n"
                   "# c that-clause, w whether, t to-infinitive, o somebody to-infinitive, g gerund, "
                   "n thing, p person, b PP\n",
                   verb_rows(lexicon)),
        "sayings": ("# noun; its verb; share of its uses in noun.communication; in noun.cognition, feeling\n",
                    noun_rows(lexicon)),
        "pasts": ("# irregular past form, verb\n", past_rows()),
    }  # fmt: skip
    for name, (head, rows) in tables.items():
        text = source + head + "".join(f"{row}\n" for row in rows)
        (DATA / f"{name}.tsv").write_text(text, "utf-8")
    (DATA / "WORDNET-LICENSE.txt").write_text(licence(), "utf-8")


_COUNTS = tagged() if (HOME / "cntlist.rev").is_file() else (Counter(), Counter())

if __name__ == "__main__":
    main()
