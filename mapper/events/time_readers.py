"""What expressions mean that name a date, with or without its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from mapper.events.calendar import (
    MONTHS,
    ORDINALS,
    SEASONS,
    Period,
    closest_year,
    likely_year,
    month_period,
    nearest_year,
)
from mapper.model import DatePrecision

__all__ = [
    "Anchors",
    "Tense",
    "clean",
    "day_of",
    "day_of_month",
    "days_of_month",
    "days_of_two_months",
    "decade",
    "foreign",
    "holiday",
    "iso_date",
    "month_named",
    "months_range",
    "ordinal_number",
    "season",
    "single_day",
    "slashed",
    "war",
    "week_of_month",
    "worded_day",
    "years",
]

_DAY, _YEAR = DatePrecision.DAY, DatePrecision.YEAR


class Tense(Enum):
    """What the verb of a clause says of its time."""

    PAST = auto()  # a finite past: "came", "had come"
    FUTURE = auto()
    OTHER = auto()  # neither: "killed in", "strikes"
    OPEN = auto()  # once to come, or no verb says


@dataclass(slots=True)
class Anchors:
    """What the expressions of a text count from, as reading goes on.

    Parameters
    ----------
    published
        Day of publication; None where unknown.
    stamped
        Whether that is only a day that the text tells near its top.
    narrative
        The day the story has reached.
    war
        The last war or conflict that was named with its year.
    tense
        Of the clause at hand.
    day
        The last day that was told as one.
    told
        The last day of this paragraph that was told with its year.
    month, year
        What this sentence has named.
    """

    published: date | None
    stamped: bool = False
    narrative: date | None = None
    war: Period | None = None
    tense: Tense = Tense.OTHER
    day: date | None = None
    told: date | None = None
    month: date | None = None
    year: int | None = None

    @property
    def future(self) -> bool:
        """Whether the clause at hand tells what is to come."""
        return self.tense is Tense.FUTURE

    @property
    def base(self) -> date | None:
        """The day that dates without a year are counted from."""
        return self.published or self.narrative


def single_day(day: date) -> Period:
    """Give a day as a period."""
    return Period(day, day, _DAY)


def clean(text: str) -> str:
    """Give lower case with single spaces."""
    return " ".join(text.lower().split())


def _month(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _year(match: re.Match[str], month: int, day: int, at: Anchors) -> int | None:
    """Give the year told, or the one meant by "last year", or the nearest that fits the tense.

    `day` is 0 where only the month is told.
    """
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if at.base is None:
        return None
    told = groups.get("rel")
    if told:
        word = told.split()[-1]
        base = at.base if word in ("last", "this", "next") else (at.narrative or at.base)
        return base.year + {"last": -1, "previous": -1, "next": 1, "following": 1}.get(word, 0)
    if at.year is not None and at.year <= at.base.year:
        return at.year  # "last year, on 23 October"
    if at.told is not None and at.told.year < at.base.year:
        # "... of 9 October 2023; ... on 2 December": the paragraph goes on from there.
        return at.told.year + ((month, max(day, 1)) < (at.told.month, 1))
    if at.published is None or at.tense is Tense.OPEN:
        return closest_year(month, at.base)
    surely_past = at.tense is Tense.PAST and not at.stamped
    nearest = likely_year if day and not surely_past else nearest_year
    return nearest(month, day or 1, at.base, future=at.future)


def day_of(year: int | None, month: int, day: int) -> Period | None:
    """Give a day as a period; None if there is no such day."""
    try:
        return None if year is None else single_day(date(year, month, day))
    except ValueError:
        return None


def _from_to(first: Period | None, last: Period | None) -> Period | None:
    if first is None or last is None or last.last < first.first:
        return None
    return Period(first.first, last.last, first.precision)


def iso_date(m: re.Match[str], at: Anchors) -> Period | None:
    """2020-10-17, 17.10.2020."""
    return day_of(int(m["year"]), int(m["month"]), int(m["day"]))


def days_of_month(m: re.Match[str], at: Anchors) -> Period | None:
    """Between 25 and 27 August."""
    month, last = _month(m["mon"]), int(m["day2"])
    year = _year(m, month, last, at)
    return _from_to(day_of(year, month, int(m["day"])), day_of(year, month, last))


def days_of_two_months(m: re.Match[str], at: Anchors) -> Period | None:
    """30 August to 2 September."""
    month, month2 = _month(m["mon"]), _month(m["mon2"])
    year = _year(m, month2, int(m["day2"]), at)
    if year is None:
        return None
    first = day_of(year - (month > month2), month, int(m["day"]))
    return _from_to(first, day_of(year, month2, int(m["day2"])))


def day_of_month(m: re.Match[str], at: Anchors) -> Period | None:
    """October 17, 2020; 17 Oct; April 11 last year."""
    month, day = _month(m["mon"]), int(m["day"])
    return day_of(_year(m, month, day, at), month, day)


def worded_day(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the third of June."""
    month, day = _month(m["mon"]), ordinal_number(m["ord"])
    return day_of(_year(m, month, day, at), month, day)


def month_named(m: re.Match[str], at: Anchors) -> Period | None:
    """In June; last October; early June 2021; the end of May last year."""
    month = _month(m["mon"])
    which = (m.groupdict().get("which") or "").lower()
    if which and at.base is None:
        return None
    if which == "next" and at.base:
        return month_period(at.base.year + (month <= at.base.month), month)
    if which in ("last", "past") and at.base:
        return month_period(at.base.year - (month >= at.base.month), month)
    year = _year(m, month, 0, at)
    return None if year is None else month_period(year, month)


def week_of_month(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the first week of January; the last week of May 2021."""
    month = month_named(m, at)
    if month is None:
        return None
    number = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(m["nth"].lower())
    first = month.last - timedelta(days=6)
    if number is not None:
        first = month.first + timedelta(days=7 * number)
    return Period(first, first + timedelta(days=6), DatePrecision.WEEK)


def months_range(m: re.Match[str], at: Anchors) -> Period | None:
    """April to June 2021."""
    month, month2 = _month(m["mon"]), _month(m["mon2"])
    year = _year(m, month2, 0, at)
    if year is None:
        return None
    return _from_to(month_period(year - (month > month2), month), month_period(year, month2))


def season(m: re.Match[str], at: Anchors) -> Period | None:
    """Last summer; in the winter of 2018."""
    start = SEASONS[m["season"].lower()]
    groups = m.groupdict()
    which = (groups.get("which") or "").lower()
    if groups.get("year"):
        year = int(groups["year"])
    elif at.base is None:
        return None
    else:
        year = at.base.year
        begun = month_period(year, start).first <= at.base
        over = month_period(year, start + 2).last < at.base
        if which == "next" or (at.future and which != "last"):
            year += int(begun)
        elif not begun or (which == "last" and not over):
            year -= 1
    return _from_to(month_period(year, start), month_period(year, start + 2))


_FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1),
}  # fmt: skip


def holiday(m: re.Match[str], at: Anchors) -> Period | None:
    """Christmas Day, New Year's Eve."""
    month, day = _FEASTS[clean(m["feast"]).replace("’", "'")]
    return day_of(_year(m, month, day, at), month, day)


def slashed(m: re.Match[str], at: Anchors) -> Period | None:
    """Wed 1/12: the day comes first."""
    month, day = int(m["month"]), int(m["day"])
    return day_of(_year(m, month, day, at), month, day) if 1 <= month <= 12 else None


def ordinal_number(text: str) -> int:
    """Give the number of "third" or "3rd"; 0 if it is none."""
    return ORDINALS.get(text.lower()) or int(re.sub(r"\D", "", text) or 0)


def years(m: re.Match[str], at: Anchors) -> Period | None:
    """In 2001; 1992-94; between 1995 and 1996."""
    first, tail = int(m["year"]), m.groupdict().get("to")
    last = first
    if tail:
        last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if last < first:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31), _YEAR)


def decade(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the 1990s."""
    first = int(m["decade"])
    return Period(date(first, 1, 1), date(first + 9, 12, 31), _YEAR)


def war(m: re.Match[str], at: Anchors) -> Period | None:
    """During the war: the one that the text has dated."""
    return at.war


def foreign(m: re.Match[str], at: Anchors) -> Period | None:
    """Day, a word that is no English month, year: dateparser knows other languages' months."""
    import dateparser

    found = dateparser.parse(m[0], settings={"REQUIRE_PARTS": ["day", "month", "year"]})
    return None if found is None else single_day(found.date())
