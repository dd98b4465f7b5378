"""What became of an offer: that it was never made, refused, or taken up."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.text.annotation import Span
from standoff.text.find.bargain.piece import any_of, few, near
from standoff.text.find.bargain.way import Way, Ways
from standoff.text.sentence import Sentence

_MADE = r"(?:offer|deal|exchange|quid pro quo|bargain|swap|concession|promis|agree|propos)\w*"
_NOT = any_of("did has had have was were is are") + "(?:n't| not| never)"

DENIED = Ways(
    (
        Way(
            "nobody made one",
            rf"(?:no|nobody|none|never|neither){near(30)}{_MADE}",
            "Nobody offered Peru water in return for a road.",
        ),
        Way(
            "denied that it was made",
            rf"den(?:y|ies|ied|ying){near(60)}{_MADE}",
            "Chile denied that Peru had offered water in exchange for a road.",
        ),
        Way(
            "it was not made",
            rf"{_NOT}{near(20)}{_MADE}",
            "Peru has not offered water in return for a road.",
        ),
        Way(
            "it was not as reported",
            rf"reject\w* {few(3)}(?:reports?|claims?|suggestions?) (?:of|that)",
            "Peru rejected reports of grain in return for a road.",
        ),
    )
)
REFUSED = Ways(
    (
        Way(
            "refused",
            r"re(?:ject|buff)\w*|refus\w+|declin\w+|dismiss\w*|rul(?:e[sd]?|ing) out|turn(?:s|ed)? down",
            "Peru offered water in return for a road, but Chile refused.",
        ),
        Way(
            "failed to take it",
            "fail(?:s|ed)? to",
            "Peru offered water in return for a road. Chile failed to answer.",
        ),
    )
)
ACCEPTED = Ways(
    (
        Way(
            "accepted",
            "accept(?:s|ed)?|agreed|signed|welcomed|approved|took up",
            "Peru offered water in return for a road. Chile accepted.",
        ),
        Way(
            "kept to",
            "complied|hold(?:s|ing)? up",
            "Peru offered water in return for a road. Chile complied.",
        ),
    )
)


def answer(view: str, cue: Span, parts: Sequence[Sentence]) -> str:
    """What became of an offer by its sentence and those after it; denied where it was not made.

    cue  the words that carry the offer in the first of the sentences: what was agreed before them is
         the offer itself
    """
    first = parts[0]
    if DENIED.search(view, first.start, first.end):
        return "denied"
    for number, where in enumerate(parts):
        if number > 1 and where.paragraph != first.paragraph:
            break
        if REFUSED.search(view, where.start, where.end):
            return "refused"
        accepted = ACCEPTED.search(view, where.start, where.end)
        if accepted and (number or accepted.start() >= cue[0]):
            return "accepted"
    return "unknown"
