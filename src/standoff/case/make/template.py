"""The first case that `standoff new` writes: small, made up for teaching, and it runs.

Two farms, one well, one short letter about them. The letter is ours, so that it can travel with the
case and its citations can be verified at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from standoff.case.format.source import Text, add_records, make_record
from standoff.citation import SentenceRecord
from standoff.text.sentence import sentences

LETTER = """\
Ada's farm and Ben's farm draw water from one well. This summer it will not last for both.
Ada wants Ben to water at night, when less is lost. She would rather not pay for anything, she says.
Ben tells me he will water at night if Ada pays half of the new pump. Without that he stays with the day, \
which is less work. A pump once paid for cannot be sent back.
So as things stand nothing will change.
"""

CASE = """\
# A first case, made up for teaching: read it from top to bottom, then change one line and look again.
#   standoff check .                is everything written as it should be?
#   standoff show .                 the case read aloud
#   standoff compare .              where it comes to rest, and does the author's conclusion follow?
case: Will the two farms share the well?
at: 2024-06

sources:                        # the texts; what each says stands in sources/
  letter: {title: A letter about the well, date: 2024-06}

actors:                         # who can decide; `also` holds the names used in the texts
  Ada: {also: [Ada's farm]}
  Ben: {also: [Ben's farm]}

options:                        # who could do what; [letter#s5] cites sentence 5 of the letter
  Ada.pay:   pay half of the new pump     [letter#s5]
  Ben.night: water his fields at night    [letter#s3]

now: []                         # what is done today, as `- pay`; every other option is "no"

no_way_back:                    # once yes, never no again
  - pay             [letter#s7] says

wants:                          # most important first: the order of the lines is their priority
  Ada:
    - night         [letter#s3] says
    - not pay       [letter#s4] says
  Ben:
    - pay -> night  [letter#s5] says     # if Ada pays, then at night
    - not night     [letter#s6]          # no mark: our own step from the sentence

offers:                         # what somebody would give for something
  - Ben gives night for Ada.pay  [letter#s5] says; open

author_concludes:               # the test: does it follow from the lines above?
  - not pay and not night   [letter#s8] says
  - night given pay         [letter#s5]

variants:                       # a named block changes the case: standoff compare . --reading base:trust
  trust:
    wants:
      Ada:                      # the whole list, in place of the one above
        - night
        - pay               # no citation: a premise of our own
"""

GLOSSES: Mapping[int, str] = {
    3: "Ada asks that Ben irrigate after dark, because less water dries off then",
    4: "she is not keen on spending money",
    5: "Ben would change to the night if Ada took on half the cost of the pump",
    6: "if not, he goes on in daytime, which is easier for him",
    7: "money spent on the pump is gone for good",
    8: "the writer expects no change",
}


def first_case() -> Mapping[str, str]:
    """The files of the case, by their paths in its folder."""
    text = Text("letter.txt", _sha256(LETTER), LETTER, sentences(LETTER))
    records = []
    for number, gloss in GLOSSES.items():
        made = make_record(number, text)
        records.append(SentenceRecord(number, made.start, made.end, made.hash, gloss))
    return {
        "case.yaml": CASE,
        "sources/letter.yaml": add_records("", "letter", text.sha256, records),
        "texts/letter.txt": LETTER,
    }


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
