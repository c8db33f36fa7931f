"""Stretches of days, and the arithmetic that news dates need."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from mapper.model import DatePrecision

__all__ = [
    "MONTHS",
    "ORDINALS",
    "SEASONS",
    "WEEKDAYS",
    "Period",
    "closest_year",
    "likely_year",
    "month_period",
    "nearest_year",
    "weekday_month",
]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri",
         "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
# First month and length; winter begins in December of the year before the one it is named by.
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first",
        ],
        start=1,
    )
}
_SLACK = timedelta(days=3)  # a text may be stamped a little before the day it tells of
# A day so far off in the tense told is not meant where the other way it is so near.
_FAR, _NEAR = timedelta(days=300), timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, known as finely as `precision`; `open_end`: still going on."""

    first: date
    last: date
    precision: DatePrecision
    open_end: bool = False

    def iso(self) -> tuple[str, str]:
        """Start and end in ISO 8601, cut to what is known."""
        length = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}.get(self.precision, 10)
        end = "" if self.open_end else self.last.isoformat()[:length]
        return self.first.isoformat()[:length], end

    def shifted(self, days: int) -> Period:
        """Give the single day so many days from the start."""
        day = self.first + timedelta(days=days)
        return Period(day, day, DatePrecision.DAY)


def month_period(year: int, month: int) -> Period:
    """Give a whole month; months beyond 1 to 12 count on into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), DatePrecision.MONTH)


def nearest_year(month: int, day: int, anchor: date, *, future: bool) -> int:
    """Give the year that a date without one means, told from `anchor`.

    A past tense means the last such day up to `anchor`, a future one the next.
    """
    here = (month, day)
    if future:
        return anchor.year + (here < (anchor.month, anchor.day))
    limit = anchor + _SLACK
    return limit.year - (here > (limit.month, limit.day))


def likely_year(month: int, day: int, anchor: date, *, future: bool) -> int:
    """Give `nearest_year`, but never a day far off where the other way it is near.

    Nobody writes without a year "on 9 November" of last year's on the eve of this year's.
    """
    year = nearest_year(month, day, anchor, future=future)
    other = year - 1 if future else year + 1
    far = abs(_day(year, month, day) - anchor) > _FAR
    return other if far and abs(_day(other, month, day) - anchor) < _NEAR else year


def _day(year: int, month: int, day: int) -> date:
    """Give a day, the last of its month if the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def weekday_month(weekday: int, day: int, anchor: date, *, future: bool) -> date | None:
    """Give the day of the month that is such a weekday, in the month nearest before `anchor`.

    Parameters
    ----------
    weekday
        0 (Monday) to 6.
    day
        Of the month.
    anchor
        What is counted from.
    future
        Whether to look after it instead.
    """
    for back in (0, 1, 2, 3, -1) if not future else (0, -1, -2, 1):
        month = month_period(anchor.year, anchor.month - back).first
        if day <= monthrange(month.year, month.month)[1]:
            found = month.replace(day=day)
            if found.weekday() == weekday:
                return found
    return None


def closest_year(month: int, anchor: date) -> int:
    """Give the year in which a month lies nearest to `anchor`, whatever the tense."""
    gap = month - anchor.month
    return anchor.year + (gap < -6) - (gap > 6)
