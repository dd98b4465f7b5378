"""Times as intervals: the right anchor, the right grain, and never an invented day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.citation import Period
from standoff.text.find.date import dates
from standoff.text.sentence import sentences

PUBLISHED = Period.parse("2020-06-10")


def found(text: str, published: Period | None = PUBLISHED) -> list[tuple[str, str, str, str]]:
    times = dates(text, sentences(text), published)
    assert all(text[t.start : t.end] == t.quote for t in times)
    return [(t.quote, t.earliest, t.latest, t.granularity) for t in times]


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "granularity"),
    [
        ("It was Monday, Nov. 23, 2015.", "2015-11-23", "2015-11-23", "day"),
        ("on 3 May 2019 it broke", "2019-05-03", "2019-05-03", "day"),
        ("the 3rd of May, 2019", "2019-05-03", "2019-05-03", "day"),
        ("dated 2019-05-03 here", "2019-05-03", "2019-05-03", "day"),
        ("on May 3 it broke", "2020-05-03", "2020-05-03", "day"),
        ("on December 3 it broke", "2019-12-03", "2019-12-03", "day"),
        ("In June 1995 they met", "1995-06-01", "1995-06-30", "month"),
        ("in February 2020 they met", "2020-02-01", "2020-02-29", "month"),
        ("in mid-February they met", "2020-02-10", "2020-02-20", "month"),
        ("in late February they met", "2020-02-20", "2020-02-29", "month"),
        ("in summer 2015 they met", "2015-06-01", "2015-08-31", "month"),
        ("In 2009 they met", "2009-01-01", "2009-12-31", "year"),
        ("in the 1990s they met", "1990-01-01", "1999-12-31", "year"),
        ("by the end of 1999 it ends", "", "1999-12-31", "year"),
        ("since 2011 it stands", "2011-01-01", "2020-06-10", "year"),
        ("earlier this year they met", "2020-01-01", "2020-06-10", "year"),
        ("last month they met", "2020-05-01", "2020-05-31", "month"),
        ("yesterday they met", "2020-06-09", "2020-06-09", "relative"),
        ("on Wednesday they met", "", "", "relative"),
        ("it will rain any time soon", "2020-06-10", "", "relative"),
        ("recently they met", "", "2020-06-10", "relative"),
    ],
)
def test_one_date(text: str, earliest: str, latest: str, granularity: str) -> None:
    assert [row[1:] for row in found(text)] == [(earliest, latest, granularity)]


@pytest.mark.parametrize(
    "text",
    [
        "resolution 1929 was passed",
        "we saw 2000 soldiers",
        "It may rain. May it?",
        "31 April 2019",
        "a march in step",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [row for row in found(text) if row[3] == "day" or row[1]] == []


def test_relative_dates_count_from_the_date_before_them() -> None:
    """A day after a day, a year after a year; a day after a year is nobody's day."""
    text = (
        "On 3 May 2019 it broke. The following day it was mended. In 2009 it rained. A "
        "year later it froze. The next day it thawed."
    )
    assert [row[1:] for row in found(text)] == [
        ("2019-05-03", "2019-05-03", "day"),
        ("2019-05-04", "2019-05-04", "day"),
        ("2009-01-01", "2009-12-31", "year"),
        ("2010-01-01", "2010-12-31", "year"),
        ("", "", "relative"),
    ]


def test_without_publication_the_latest_stated_year_is_the_year_of_writing() -> None:
    text = "It began in June 1995. On May 3, 2018 it broke. On August 22 it was mended. Last month it rained."
    assert found(text, None)[2][1] == "2018-08-22"
    assert found(text, None)[3][1:] == ("", "", "relative")


@given(st.text(alphabet=st.sampled_from("Mayr 0123459,.-inoflte"), max_size=60))
def test_whatever_stands_there_is_a_real_interval(text: str) -> None:
    for quote, earliest, latest, _ in found(text):
        assert quote in text and (not earliest or not latest or earliest <= latest)
