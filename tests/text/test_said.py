"""Furniture, marks, quotations, offers and plain attributions: what needs no parser."""

import pytest

from standoff.text.annotation import AUTHOR, Attribution, Offer
from standoff.text.backend import annotate
from standoff.text.find.furniture import flags
from standoff.text.find.hedge import marks
from standoff.text.find.word.quotation import quotations
from standoff.text.sentence import sentences

PAGE = """\
Who owns the well?

Nobody knows, and it matters.

The well in spring. Photo: Herald

Peru and Chile share a well. It is old, and it has not been mended for a long time.

A short history

It was dug long ago by people whose names are lost. Nobody has dug another one since.

Also read: "Ten wells you must see"

Home

Rivers

Contact

The opinions in this piece are those of its author.
They do not necessarily reflect those of the Herald.
"""


def test_furniture_is_flagged_and_stays() -> None:
    """Title, standfirst, caption, heading, teaser, menu, disclaimer; the article's sentences are not."""
    roles = {f.quote: f.role for f in flags(PAGE, sentences(PAGE))}
    assert roles["Who owns the well?"] == "title"
    assert roles["Nobody knows, and it matters."] == "standfirst"
    assert roles["Photo: Herald"] == roles["The well in spring."] == "caption"
    assert roles["A short history"] == "heading"
    assert {roles[q] for q in ("Home", "Rivers", "Contact")} == {"menu"}
    assert roles['Also read: "Ten wells you must see"'] == "teaser"
    assert "They do not necessarily reflect those of the Herald." in roles
    assert "Peru and Chile share a well." not in roles


def test_markup_goes_before_every_rule() -> None:
    text = "A line that a page calls a caption.\n"
    assert [f.role for f in flags(text, sentences(text), {0: "caption"})] == ["caption"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It will not rain.", {"forecast", "negation"}),
        ("It may rain if it clouds over.", {"modal", "condition"}),
        ("The well is believed to be dry.", {"hedge"}),
        ("The wells are widely thought to have run dry.", {"hedge"}),
        ("Ann Weir is said to like rain.", {"hedge"}),
        ("Ann Weir was told to leave.", set()),
        ("The troops were ordered to dig in.", set()),
        ("The pass was opened to trade.", set()),
        ("Perhaps it reportedly rained?", {"likelihood", "hedge", "question"}),
        ("It rained in May.", set()),
    ],
)
def test_marks_stand_on_words(text: str, kinds: set[str]) -> None:
    found = marks(text, sentences(text))
    assert {m.kind for m in found} == kinds
    assert all(text[m.start : m.end] == m.quote for m in found)


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        ("Peru called it “a tax on rivers”.", ["“a tax on rivers”"]),
        ("Peru called it “a tax,” and left.", ["“a tax,”"]),
        ("It was 'more of a warning' than that.", ["'more of a warning'"]),
        ("“We will not go,” Peru said.", []),
        ("Peru said: “We will not go. It rains.”", []),
    ],
)
def test_a_part_of_a_sentence_in_quotation_marks_is_a_fragment(
    text: str, fragments: list[str]
) -> None:
    parts = sentences(text)
    found = marks(text, parts, (), quotations(text, parts))
    assert [m.quote for m in found if m.kind == "quoted fragment"] == fragments


def test_quotations_close_in_their_paragraph_or_are_undecided() -> None:
    text = 'He said “go on.” She said "stay.\n\nNext “one” and 5" wide.'
    assert [(text[q.start : q.end], q.closed) for q in quotations(text, sentences(text))] == [
        ("“go on.”", True),
        ('"stay.', False),
        ("“one”", True),
    ]


def said(text: str) -> list[Attribution]:
    return list(annotate(text, "t", "plain").of(Attribution))


def test_plain_attributions() -> None:
    """Direct speech, indirect speech and `according to`, with their holders."""
    text = (
        "Peru said that it would wait. “We shall not wait any more,” Chile said. "
        "According to Bolivia, both wait."
    )
    assert [(a.holder, a.kind, a.quote) for a in said(text)] == [
        ("PER", "indirect", "it would wait."),
        ("CHL", "direct", "“We shall not wait any more,”"),
        ("BOL", "according", "both wait."),
    ]
    assert AUTHOR not in {a.holder for a in said(text)}


def test_offers_show_what_for_what_and_the_answer() -> None:
    text = "Peru offered clean water in exchange for a new road, but Chile refused."
    (offer,) = annotate(text, "t", "plain").of(Offer)
    assert (offer.giver, offer.taker, offer.answer) == ("PER", "CHL", "refused")
    assert offer.gives and text[slice(*offer.gives)] == "clean water"
    assert offer.wants and text[slice(*offer.wants)] == "a new road"
