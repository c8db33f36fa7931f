"""Time expressions, read against a day of publication and against the story."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.events.calendar import month_period, nearest_year
from mapper.events.times import find_times, heading_period
from mapper.model import Span

PUBLISHED = date(2023, 5, 8)  # a Monday


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    return [e.period.iso() for e in find_times(text, (Span(0, len(text)),), published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It happened on October 17, 2020.", ("2020-10-17", "2020-10-17")),
        ("It happened on 3rd of March 2021.", ("2021-03-03", "2021-03-03")),
        ("They came on 2021-03-04.", ("2021-03-04", "2021-03-04")),
        ("He was there on 17.10.2020.", ("2020-10-17", "2020-10-17")),
        ("He fell on April 11 last year.", ("2022-04-11", "2022-04-11")),
        ("They fought between 25 and 27 August.", ("2022-08-25", "2022-08-27")),
        ("It burned on the night of Oct. 16 to 17.", ("2022-10-16", "2022-10-17")),
        ("Shells fell from 30 August to 2 September 2021.", ("2021-08-30", "2021-09-02")),
        ("It rained in early June.", ("2022-06", "2022-06")),
        ("It has lasted since September 2022.", ("2022-09", "")),
        ("They met last month.", ("2023-04", "2023-04")),
        ("They met last October.", ("2022-10", "2022-10")),
        ("They met in the summer of 2018.", ("2018-06", "2018-08")),
        ("In 2001 a boat was stopped.", ("2001", "2001")),
        ("The first war (1992-94) ended.", ("1992", "1994")),
        ("It stood through the 1990s.", ("1990", "1999")),
        ("Yesterday it rained.", ("2023-05-07", "2023-05-07")),
        ("Overnight it burned.", ("2023-05-07", "2023-05-08")),
        ("He was hit on Thursday.", ("2023-05-04", "2023-05-04")),
        ("It was hit three days ago.", ("2023-05-05", "2023-05-05")),
        ("It had been shelled on the 28th.", ("2023-04-28", "2023-04-28")),
        ("What was signed on the eighth of last month stands.", ("2023-04-08", "2023-04-08")),
        ("The envoys will meet on Friday.", ("2023-05-12", "2023-05-12")),
        ("They marched at the weekend.", ("2023-05-06", "2023-05-07")),
        ("Three years ago today he died.", ("2020-05-08", "2020-05-08")),
        ("They broke out on Christmas Day.", ("2022-12-25", "2022-12-25")),
        ("It is from 5 avril 2023.", ("2023-04-05", "2023-04-05")),
        ("Monday 17. A bridge was blown up.", ("2023-04-17", "2023-04-17")),
        ("FRIDAY THE 5TH. It rained.", ("2023-05-05", "2023-05-05")),
        ("On Saturday, the 29th, he fell.", ("2023-04-29", "2023-04-29")),
        ("It burned between Saturday noon and Sunday dawn.", ("2023-05-06", "2023-05-07")),
        ("A girl was hurt earlier in the week.", ("2023-05-01", "2023-05-07")),
        ("In the first week of March it came to blows.", ("2023-03-01", "2023-03-07")),
        ("It was shelled in the night to Sunday.", ("2023-05-06", "2023-05-07")),
        ("The union called a meeting for Wednesday.", ("2023-05-10", "2023-05-10")),
        ("He wanted to strike on 12 May, they say.", ("2023-05-12", "2023-05-12")),
        ("The fair opens, they will see, on 5 May.", ("2023-05-05", "2023-05-05")),
        ("Night of 5/6 May: two cars were burned.", ("2023-05-05", "2023-05-06")),
        ("2.4. Moebye. A boat was hit.", ("2023-04-02", "2023-04-02")),
    ],
)
def test_expression_means(text: str, expected: tuple[str, str]) -> None:
    assert told(text) == [expected]


def test_a_year_and_a_month_named_in_the_sentence_hold_for_its_days() -> None:
    assert told("Last year, on 23 October, floods came.")[-1] == ("2022-10-23", "2022-10-23")
    assert told("It sailed twice in February; on the 14th it sank.")[-1][0] == "2023-02-14"


def test_the_weekday_of_an_older_story_is_counted_from_the_story() -> None:
    text = "On 2 March they met. The Tuesday after they shook hands, on the Friday they fought."
    assert [d[0] for d in told(text)] == ["2023-03-02", "2023-03-07", "2023-03-10"]


def test_days_counted_from_an_event_not_told_stay_unread() -> None:
    assert told("Four days before Brussels mortars were used.") == []


def test_story_carries_the_day_on() -> None:
    text = "On October 17, 2020 they came. The same day it burned. Two days later they left."
    assert [d[0] for d in told(text)] == ["2020-10-17", "2020-10-17", "2020-10-19"]


def test_a_named_war_dates_the_war() -> None:
    assert told("In the 2020 war he served. During the war tunnels were dug.")[1] == (
        "2020",
        "2020",
    )


@pytest.mark.parametrize(
    "text", ["He fell on Thursday.", "He fell yesterday.", "It burned last week."]
)
def test_without_a_day_of_publication_it_stays_open(text: str) -> None:
    assert told(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "The driver, born in 1988, was hurt.",
        "The toll rose to 164 from 84 a day earlier.",
        "They found 17 bodies, nine more than on Saturday.",
    ],
)
def test_a_birth_and_an_older_count_date_no_news(text: str) -> None:
    assert told(text) == []


def test_the_same_day_is_a_day_and_no_start_of_a_month() -> None:
    text = "On 3 May a mine went off. Since November 2020 many fell. The same day a man died."
    assert told(text)[-1] == ("2023-05-03", "2023-05-03")


def test_days_of_a_log_are_told_with_a_slash() -> None:
    text = "22/4, Bosso: a truck was looted. The march (24/4, about 200) ended; 2/3 of the rest"
    assert told(text) == [("2023-04-22", "2023-04-22"), ("2023-04-24", "2023-04-24")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Regional overview, 1-5 May 2023\n\nIt rained.", (1, 5)),
        ("Daily assessment, May 8, 2023\n\nIt rained.", (7, 8)),
        ("News of May 8, 2023\n\nIt rained.", None),
        ("The guns were heard from 1 to 5 May 2023.\n\nIt rained.", None),
    ],
)
def test_a_heading_tells_the_days_that_are_covered(text: str, days: tuple[int, int] | None) -> None:
    found = heading_period(text, PUBLISHED)
    assert (found and (found.first.day, found.last.day)) == days


@pytest.mark.parametrize(
    "text",
    ["the 3rd brigade moved", "the 21st century", "It cost 2,020 dollars.", "at 14:30 he left"],
)
def test_numbers_that_are_no_dates(text: str) -> None:
    assert told(text) == []


@given(
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    anchor=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    future=st.booleans(),
)
def test_nearest_year_keeps_to_its_side(month: int, day: int, anchor: date, future: bool) -> None:
    found = date(nearest_year(month, day, anchor, future=future), month, day)
    gap = (found - anchor).days
    assert 0 <= gap <= 366 if future else -366 <= gap <= 3


@given(year=st.integers(1500, 2200), month=st.integers(-30, 30))
def test_month_counts_on_into_other_years(year: int, month: int) -> None:
    period = month_period(year, month)
    assert period.first.day == 1
    assert period.first <= period.last
    assert (period.first.year - year) * 12 + period.first.month == month


@given(st.text(max_size=200))
def test_any_text_is_read_without_failing(text: str) -> None:
    for expression in find_times(text, (Span(0, len(text)),), PUBLISHED):
        assert text[expression.span.start : expression.span.end] == expression.text
        assert expression.period.first <= expression.period.last
