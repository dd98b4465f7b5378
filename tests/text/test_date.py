"""Times as intervals: the right anchor, the right grain, and never an invented day."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.citation import Period
from standoff.text.annotation import When
from standoff.text.backend import annotate
from standoff.text.find.when import date
from standoff.text.find.when.calendar import FIGURES
from standoff.text.find.when.date import dates
from standoff.text.find.when.dateline import stated_publication
from standoff.text.find.word.quotation import quotations
from standoff.text.sentence import sentences

PUBLISHED = Period.parse("2020-06-10")
FREE = Path(__file__).parents[2] / "benchmarks" / "gold" / "free"


def found(text: str, published: Period | None = PUBLISHED) -> list[tuple[str, str, str, str]]:
    times = dates(text, sentences(text), published)
    assert all(text[t.start : t.end] == t.quote for t in times)
    return [(t.quote, t.earliest, t.latest, t.granularity) for t in times]


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "granularity"),
    [
        ("It was Monday, Nov. 23, 2015.", "2015-11-23", "2015-11-23", "day"),
        ("on 3 May 2019 it broke", "2019-05-03", "2019-05-03", "day"),
        ("on the twenty-third of May 2019 it broke", "2019-05-23", "2019-05-23", "day"),
        ("It broke on the Fourth of March.", "2020-03-04", "2020-03-04", "day"),
        ("the first of May's meetings", "2020-05-01", "2020-05-31", "month"),
        ("The March 23 Movement left town.", "", "", "day"),
        ("The May 6 Youth Movement called for it.", "", "", "day"),
        ("In 1969: it rained", "1969-01-01", "1969-12-31", "year"),
        ("as late as 1902 it stood", "1902-01-01", "1902-12-31", "year"),
        ("the vote planned for 30 August", "2020-08-30", "2020-08-30", "day"),
        ("They had promised to leave by 30 August.", "", "", "day"),
        ("the vote was planned for 30 August", "", "", "day"),
        ("the vote planned for 20 December was called off", "", "", "day"),
        ("the vote planned for 20 May was called off", "2020-05-20", "2020-05-20", "day"),
        ("a vote scheduled for Thursday was called off", "", "", "relative"),
        ("it ends unless they pay by 20 August", "", "2020-08-20", "day"),
        ("it had ended by 20 August", "", "2019-08-20", "day"),
        ("they want it before the end of the year", "", "2020-12-31", "year"),
        ("it rains until the end of the month", "", "2020-06-30", "month"),
        ("they meet by the end of next week", "", "2020-06-21", "week"),
        ("the end of the year was wet", "", "", "relative"),
        ("the 3rd of May, 2019", "2019-05-03", "2019-05-03", "day"),
        ("dated 2019-05-03 here", "2019-05-03", "2019-05-03", "day"),
        ("on May 3 it broke", "2020-05-03", "2020-05-03", "day"),
        ("on December 3 it broke", "2019-12-03", "2019-12-03", "day"),
        ("In June 1995 they met", "1995-06-01", "1995-06-30", "month"),
        ("in February 2020 they met", "2020-02-01", "2020-02-29", "month"),
        ("in mid-February they met", "", "", "relative"),
        ("in late February 2020 they met", "", "", "relative"),
        ("in summer 2015 they met", "", "", "relative"),
        ("In 2009 they met", "2009-01-01", "2009-12-31", "year"),
        ("in the 1990s they met", "1990-01-01", "1999-12-31", "year"),
        ("by the end of 1999 it ends", "", "1999-12-31", "year"),
        ("since 2011 it stands", "2011-01-01", "", "year"),
        ("by 3 May 2019 it ends", "", "2019-05-03", "day"),
        ("before 3 May 2019 it ends", "", "", "day"),
        ("until the end of March 2019 it rains", "", "2019-03-31", "month"),
        ("On 28.8.2018 it broke", "2018-08-28", "2018-08-28", "day"),
        ("On 15/4/2019 it broke", "2019-04-15", "2019-04-15", "day"),
        ("On 05/05/2017 it broke", "2017-05-05", "2017-05-05", "day"),
        ("On 03/04/2017 it broke", "", "", "undecided"),
        ("On 3.4.2017 it broke", "", "", "undecided"),
        ("On 13/04/17 it broke", "", "", "undecided"),
        ("On 2009 03 09 it broke", "2009-03-09", "2009-03-09", "day"),
        ("It ended on 1996-04.", "1996-04-01", "1996-04-30", "month"),
        ("From 30 December to 2 January 2016 it rained", "2015-12-30", "2016-01-02", "day"),
        ("between 3 and 5 May 2019 it rained", "2019-05-03", "2019-05-05", "day"),
        ("May 3–5, 2019, was wet", "2019-05-03", "2019-05-05", "day"),
        ("from June through August 2015 it rained", "2015-06-01", "2015-08-31", "month"),
        ("between 2011 and 2015 it rained", "2011-01-01", "2015-12-31", "year"),
        ("in 2011-12 it rained", "2011-01-01", "2012-12-31", "year"),
        ("in May last year it rained", "2019-05-01", "2019-05-31", "month"),
        ("last May it rained", "", "", "month"),
        ("It broke on Tuesday.", "2020-06-09", "2020-06-09", "relative"),
        ("It will break on Friday.", "2020-06-12", "2020-06-12", "relative"),
        ("It could break on Friday.", "", "", "relative"),
        ("Monday, 1 June, was wet", "2020-06-01", "2020-06-01", "day"),
        ("Monday, 2 June, was wet", "", "", "day"),
        ("last week it rained", "2020-06-01", "2020-06-07", "week"),
        ("later this month it rains", "2020-06-10", "2020-06-30", "month"),
        ("three years ago it rained", "2017-01-01", "2017-12-31", "relative"),
        ("two days ago it rained", "2020-06-08", "2020-06-08", "relative"),
        ("two weeks ago it rained", "", "", "relative"),
        ("more than three weeks ago it rained", "", "2020-05-20", "relative"),
        ("It rained less than four days ago.", "2020-06-06", "2020-06-10", "relative"),
        ("It rained over two months ago.", "", "", "relative"),
        ("Peru keeps a February agreement.", "2020-02-01", "2020-02-29", "month"),
        ("Peru keeps its July pledge to wait.", "", "", "month"),
        ("They said on Monday that it would rain.", "2020-06-08", "2020-06-08", "relative"),
        ("It began in November.", "2019-11-01", "2019-11-30", "month"),
        ("for two hours it rained", "", "", "relative"),
        ("earlier this year they met", "2020-01-01", "2020-06-10", "year"),
        ("last month they met", "2020-05-01", "2020-05-31", "month"),
        ("yesterday they met", "2020-06-09", "2020-06-09", "relative"),
        ("on Wednesday they met", "2020-06-10", "2020-06-10", "relative"),  # the day of publication
        ("later in June they will meet", "2020-06-10", "2020-06-30", "month"),
        ("earlier in June they met", "2020-06-01", "2020-06-10", "month"),
        ("later in July they will meet", "", "", "relative"),
        ("They met more than two years ago.", "", "2018-12-31", "relative"),
        ("The deadline expired Tuesday night.", "2020-06-09", "2020-06-09", "relative"),
        (
            "In Zenda Monday, Ann Weir, who chairs a panel, said no.",
            "2020-06-08",
            "2020-06-08",
            "relative",
        ),
        ("They met three months ago.", "2020-03-01", "2020-03-31", "month"),
        ("They met six months ago.", "2019-12-01", "2019-12-31", "month"),
        ("They met a month ago.", "", "", "relative"),
        ("They met about three months ago.", "", "", "relative"),
        ("It fell short of Peru's 1994 peace agreement.", "1994-01-01", "1994-12-31", "year"),
        ("It held until a 1991 ceasefire.", "1991-01-01", "1991-12-31", "year"),
        ("They will report within seven days.", "", "", "relative"),
        ("They made strides in the last few years.", "", "", "relative"),
        ("after months of fighting", "", "", "relative"),
        ("last weekend it rained", "2020-06-06", "2020-06-07", "relative"),
        ("It rained over this past weekend.", "2020-06-06", "2020-06-07", "relative"),
        (
            "They will discuss the events of this past weekend.",
            "2020-06-06",
            "2020-06-07",
            "relative",
        ),
        ("They meet this coming weekend.", "2020-06-13", "2020-06-14", "relative"),
        ("They have met since early this May.", "", "", "month"),
        ("It rained late last month.", "", "", "month"),
        ("It rained this weekend.", "2020-06-06", "2020-06-07", "relative"),
        ("Over the weekend they met.", "2020-06-06", "2020-06-07", "relative"),
        ("They will meet this weekend.", "2020-06-13", "2020-06-14", "relative"),
        ("They will meet next weekend.", "", "", "relative"),
        ("They could meet this weekend.", "", "", "relative"),
        ("For over 17 long months it rained.", "", "", "relative"),
        ("Two more weeks went by.", "", "", "relative"),
        ("They read today's offer.", "2020-06-10", "2020-06-10", "relative"),
        ("They live in today's world.", "", "", "relative"),
        ("It must keep to the 3 May order.", "2020-05-03", "2020-05-03", "day"),
        ("It must keep to the ministry's May 3 directive.", "2020-05-03", "2020-05-03", "day"),
        ("It must keep to the 3 May deadline.", "", "", "day"),
        ("it will rain any time soon", "2020-06-10", "", "relative"),
        ("recently they met", "", "2020-06-10", "relative"),
    ],
)
def test_one_date(text: str, earliest: str, latest: str, granularity: str) -> None:
    assert [row[1:] for row in found(text)] == [(earliest, latest, granularity)]


@pytest.mark.parametrize(
    ("day", "text", "saturday"),
    [
        ("2020-06-13", "It rained this weekend.", "2020-06-13"),
        ("2020-06-14", "It rained last weekend.", "2020-06-06"),
        ("2020-06-14", "They will meet this weekend.", "2020-06-13"),
        ("2020-06-15", "It rained last weekend.", "2020-06-13"),
        ("2020-06-15", "They will meet this weekend.", "2020-06-20"),
    ],
)
def test_the_weekend_is_that_on_the_side_the_tense_tells(
    day: str, text: str, saturday: str
) -> None:
    assert [row[1] for row in found(text, Period.parse(day))] == [saturday]


@pytest.mark.parametrize(
    ("day", "text", "monday"),
    [
        ("2020-06-15", "This week saw a vote.", ""),
        ("2020-06-15", "Earlier this week it rained.", ""),
        ("2020-06-15", "They will meet this week.", "2020-06-15"),
        ("2020-06-16", "This week saw a vote.", "2020-06-15"),
        ("2020-06-14", "They will meet this week.", ""),
        ("2020-06-14", "They are to meet later this week.", ""),
        ("2020-06-14", "This week saw a vote.", "2020-06-08"),
    ],
)
def test_this_week_is_open_where_it_has_no_room(day: str, text: str, monday: str) -> None:
    assert [row[1] for row in found(text, Period.parse(day))] == [monday]


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 3, 5 and 7 May 2019", ["2019-05-03", "2019-05-05", "2019-05-07"]),
        ("on May 3, 5 and 7, 2019", ["2019-05-03", "2019-05-05", "2019-05-07"]),
        ("in March and May 2015", ["2015-03-01", "2015-05-01"]),
        ("in 2011, 2013 and 2015", ["2011-01-01", "2013-01-01", "2015-01-01"]),
        ("on May 3, 20 people left", ["2020-05-03"]),
        ("in June 1995, 20 of them left", ["1995-06-01"]),
    ],
)
def test_what_stands_once_counts_for_the_whole_list(text: str, expected: list[str]) -> None:
    assert [row[1] for row in found(text)] == expected


WITHOUT_YEAR = (
    "It began in June 1995. On May 3, 2018 it broke. On August 22 it was mended. Last month it rained, "
    "on Monday it froze, yesterday it thawed, in March it may break."
)


def test_the_year_of_writing_is_never_taken_from_the_body() -> None:
    """Without publication only what the text states whole is closed; all the rest is listed, open."""
    rows = found(WITHOUT_YEAR, None)
    assert [row[1] for row in rows if row[1]] == ["1995-06-01", "2018-05-03"]
    assert len(rows) == 7


@pytest.mark.parametrize(
    "line",
    [
        "Published: 3 May 2019",
        "Published on May 3, 2019 at 10:15",
        "Friday, 3 May 2019",
        "Herald | Posted 2019-05-03",
        "ZENDA, May 3, 2019 (Herald) - It rained.",
        "Date: 3 May 2019",
    ],
)
def test_the_year_of_writing_may_come_from_a_published_line_or_a_dateline(line: str) -> None:
    read = annotate(
        f"A dry well\n\n{line.replace('Herald | ', '')}\n\nOn May 1 it broke.\n", "t", "plain"
    )
    assert [w.earliest for w in read.of(When)][-1] == "2019-05-01"


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 3 May 2019",
        "On 3 May 2019 the well was dug.",
        "The well broke on May 3, 2019",
        "Published: 3 May 2019\n\nPublished: 4 May 2019",
        "Published: 03/04/2019",
        "Copyright 2019",
    ],
)
def test_no_other_line_says_when_it_was_written(line: str) -> None:
    assert stated_publication(f"A dry well\n\n{line}\n\nOn May 1 it broke.\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "His term ends in January.",  # told in the present: the year is not told
        "The vote is held in March.",
        "On May 3 it will rain.",  # told as to come, and before publication: the year is not told
        "It rained on July 3.",  # told as past, and just after publication
        "In 1962 it broke. On May 3 it was mended.",
        "In May 1962 it broke.\n\nOn June 3 it was mended.",
        "“We met yesterday and on Monday, and two days ago,” Peru said.",
        "Even today it rains. Today's rain is wet.",
        "From Monday to Friday it rained.",
        "In the last week of a month it rains.",
        "A year ago this week it rained, five years ago today.",
        "The December 7 attack changed it.",
        "It may rain on May 7.",
        "The week of June 1 was wet.",
        "They met on 3 May and 5 May. The following day they left.",
        "On 3 May 2019 it said that on 1 June it had rained. The next day it froze.",
    ],
)
def test_what_could_be_two_days_is_left_open(text: str) -> None:
    marks = [(q.start, q.end) for q in quotations(text, sentences(text))]
    times = dates(text, sentences(text), PUBLISHED, quoted=marks)
    closed = [t.quote for t in times if t.earliest and t.granularity in ("relative", "day")]
    stated = ("On 3 May 2019", "3 May 2019", "3 May", "5 May")
    assert [quote for quote in closed if quote not in stated] == []


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("Peru said it wanted a Saturday deadline moved.", ""),
        ("The envoy rejected the Saturday march.", ""),
        ("The envoy spoke ahead of Monday's vote.", ""),
        ("Peru criticised Monday's scheduled peace talks.", ""),
        ("The envoy spoke during Monday's vote.", "2020-06-08"),
        ("Monday's vote was close.", "2020-06-08"),
        ("Peru condemned Monday's attack.", "2020-06-08"),
        ("The envoy left on a Monday and came back.", ""),
    ],
)
def test_what_is_set_for_a_day_has_not_the_tense_of_the_verb(text: str, earliest: str) -> None:
    assert [row[1] for row in found(text, PUBLISHED)] == [earliest]


@pytest.mark.parametrize(
    "text",
    [
        "They said the ruling, expected on Friday, would be final.",
        "A ruling had been expected Friday.",
        "Friday's planned ruling was put off.",
        "The envoy, being cleared in Zenda, is being sworn in on Friday.",
    ],
)
def test_what_was_expected_for_a_weekday_may_be_to_come(text: str) -> None:
    assert [row[1] for row in found(text)] == [""]


def test_a_weekday_that_is_counted_back_is_open() -> None:
    rows = found("They left on Friday a week ago, and came on Monday, two weeks earlier.")
    assert [row[1] for row in rows if row[0] in ("Friday", "Monday")] == ["", ""]


def test_a_weekday_has_the_tense_of_its_own_verb() -> None:
    rows = found("It will rain tomorrow, they said on Monday.")
    assert [row[1] for row in rows] == ["", "2020-06-08"]


def test_patterns_are_linear_in_the_length_of_the_text() -> None:
    def taken(text: str) -> float:
        began = time.process_time()
        found(text)
        return time.process_time() - began

    for piece in ("3, ", "May 3, ", "3 May ", "2011-", "May and ", "1/2/", "in 2011 and "):
        short = min(taken(piece * 400) for _ in range(2))
        # Eight times the text; squares would take sixty-four. What else runs may have slowed the first.
        assert any(taken(piece * 3_200) < 24 * short for _ in range(2)), piece


@given(st.text(alphabet=st.sampled_from("Mayr 0123459,.-inoflte"), max_size=60))
def test_whatever_stands_there_is_a_real_interval(text: str) -> None:
    for quote, earliest, latest, _ in found(text):
        assert quote in text and (not earliest or not latest or earliest <= latest)


def test_the_one_search_that_goes_before_the_rules_fits_where_one_of_them_does():
    some = 0
    for path in sorted(FREE.glob("*.txt")):
        text = path.read_text("utf-8")
        for part in sentences(text):
            place = text, part.start, part.end
            fits = any(rule.pattern.search(*place) for rule in date._RULES)
            some += fits
            assert fits == any(one.search(*place) for one in (date._TIMED, FIGURES))
    assert some > 20
