"""Dates of headers, options and feeds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.read import parse_date
from mapper.read.dates import find_date


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-08",
        "2023/05/08",
        "8 May 2023",
        "Monday, 08 May 2023",
        "May 8, 2023",
        "Mon, 8 May 2023 10:00:00 +0400",
        "8th of May 2023",
        "2023-05-08T10:00:00Z",
        "2023-05-08 10:00:00.000+04:00",
        "08.05.2023",
        "8 May 2023, 14:05",
        "May 8th, 2023 at 2:05 p.m.",
        " 2023-05-08 ",
    ],
)
def test_ways_to_write_a_day(text: str):
    assert parse_date(text) == date(2023, 5, 8)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2023", "May 2023", "2023-13-01", "2023-02-30", "03/04/2023", "99",
     "8 May 2023 in Baku", "12345-05-08", "2023-05-081", "0000-00-00"],
)  # fmt: skip
def test_what_is_no_single_whole_day(text: str):
    assert parse_date(text) is None


def test_slashes_are_read_where_they_can_mean_one_day_only():
    assert parse_date("25/12/2023") == parse_date("12/25/2023") == date(2023, 12, 25)
    assert parse_date("05/05/2023") == date(2023, 5, 5)


def test_a_span_of_days_is_told_by_its_end():
    found = find_date("WEEKLY MONITOR (28 November – 4 December 2022)")
    assert found is not None
    assert found[0] == date(2022, 12, 4)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31)))
def test_iso_round_trip(day: date):
    assert parse_date(day.isoformat()) == day
