"""What each kind of time expression means, counted from the anchors of the story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from mapper.events.calendar import (
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    Period,
    closest_year,
    month_period,
    nearest_year,
)
from mapper.model import DatePrecision

__all__ = ["Anchors"]

_DAY, _WEEK, _YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.YEAR
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "a couple of": 2, "a few": 3, "several": 4,
}  # fmt: skip
_VAGUE = frozenset(["a few", "several"])
_LONG_BACK = 400  # days; an older story day does not date "the 3rd"


@dataclass(slots=True)
class Anchors:
    """What the expressions of a text count from, as reading goes on.

    Parameters
    ----------
    published
        Day of publication; None where unknown.
    narrative
        The day the story has reached.
    war
        The last war or conflict that was named with its year.
    future
        Whether the clause at hand tells what is to come; None where no verb says.
    told
        The last day of this paragraph that was told with its year.
    """

    published: date | None
    narrative: date | None = None
    war: Period | None = None
    future: bool | None = False
    told: date | None = None

    @property
    def base(self) -> date | None:
        """The day that dates without a year are counted from."""
        return self.published or self.narrative


def _single(day: date) -> Period:
    return Period(day, day, _DAY)


def _clean(text: str) -> str:
    return " ".join(text.lower().split())


def _month(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _year(match: re.Match[str], month: int, day: int, at: Anchors) -> int | None:
    """Give the year told, or the one meant by "last year", or the nearest that fits the tense."""
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
    if at.told is not None and at.told.year < at.base.year:
        # "... of 9 October 2023; ... on 2 December": the paragraph goes on from there.
        return at.told.year + ((month, day) < (at.told.month, 1))
    if at.published is None or at.future is None:
        return closest_year(month, at.base)
    return nearest_year(month, day, at.base, future=bool(at.future))


def _day(year: int | None, month: int, day: int) -> Period | None:
    try:
        return None if year is None else _single(date(year, month, day))
    except ValueError:
        return None


def _from_to(first: Period | None, last: Period | None) -> Period | None:
    if first is None or last is None or last.last < first.first:
        return None
    return Period(first.first, last.last, first.precision)


def iso_date(m: re.Match[str], at: Anchors) -> Period | None:
    """2020-10-17, 17.10.2020."""
    return _day(int(m["year"]), int(m["month"]), int(m["day"]))


def days_of_month(m: re.Match[str], at: Anchors) -> Period | None:
    """Between 25 and 27 August."""
    month, last = _month(m["mon"]), int(m["day2"])
    year = _year(m, month, last, at)
    return _from_to(_day(year, month, int(m["day"])), _day(year, month, last))


def days_of_two_months(m: re.Match[str], at: Anchors) -> Period | None:
    """30 August to 2 September."""
    month, month2 = _month(m["mon"]), _month(m["mon2"])
    year = _year(m, month2, int(m["day2"]), at)
    if year is None:
        return None
    first = _day(year - (month > month2), month, int(m["day"]))
    return _from_to(first, _day(year, month2, int(m["day2"])))


def day_of_month(m: re.Match[str], at: Anchors) -> Period | None:
    """October 17, 2020; 17 Oct; April 11 last year."""
    month, day = _month(m["mon"]), int(m["day"])
    return _day(_year(m, month, day, at), month, day)


def worded_day(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the third of June."""
    month, day = _month(m["mon"]), _ordinal_number(m["ord"])
    return _day(_year(m, month, day, at), month, day)


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
    year = _year(m, month, 1, at)
    return None if year is None else month_period(year, month)


def months_range(m: re.Match[str], at: Anchors) -> Period | None:
    """April to June 2021."""
    month, month2 = _month(m["mon"]), _month(m["mon2"])
    year = _year(m, month2, 1, at)
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


def weekday(m: re.Match[str], at: Anchors) -> Period | None:
    """On Monday; next Friday night; Tuesday last week."""
    if at.published is None:
        return None
    number = WEEKDAYS[m["wd"].lower().rstrip(".")]
    back = (at.published.weekday() - number) % 7
    ahead = (number - at.published.weekday()) % 7
    which, week = (m["which"] or "").lower(), m["week"]
    if week == "last":
        return _single(at.published + timedelta(days=number - at.published.weekday() - 7))
    if which == "next" or week == "next":
        return _single(at.published + timedelta(days=ahead or 7))
    if at.future and which != "last":
        return _single(at.published + timedelta(days=ahead))
    return _single(at.published - timedelta(days=back or 7 * (which == "last")))


def deictic(m: re.Match[str], at: Anchors) -> Period | None:
    """Yesterday, today, overnight, tomorrow."""
    if at.published is None:
        return None
    word = _clean(m[0])
    if "overnight" in word or "small hours" in word:
        return Period(at.published - timedelta(days=1), at.published, _DAY)
    moves = (
        ("before yesterday", -2), ("after tomorrow", 2), ("tomorrow", 1), ("yesterday", -1),
        ("last ", -1),
    )  # fmt: skip
    return _single(at.published + timedelta(days=next((d for w, d in moves if w in word), 0)))


def _moved(base: date, unit: str, steps: int, *, vague: bool) -> Period | None:
    """Give the period so many units from a day, as finely as the unit tells."""
    if unit in ("minute", "hour"):
        return _single(base)
    try:
        if unit in ("month", "year", "decade"):
            months = steps * {"month": 1, "year": 12, "decade": 120}[unit]
            found = month_period(base.year, base.month + months)
            if unit == "month":
                return found
            year = found.first.year
            return Period(date(year, 1, 1), date(year, 12, 31), _YEAR)
        days = steps * {"week": 7, "fortnight": 14}.get(unit, 1)
        day = base + timedelta(days=days)
    except (OverflowError, ValueError):
        return None
    return Period(day, day, _WEEK if vague or unit in ("week", "fortnight") else _DAY)


_FEASTS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1),
}  # fmt: skip


def holiday(m: re.Match[str], at: Anchors) -> Period | None:
    """Christmas Day, New Year's Eve."""
    month, day = _FEASTS[_clean(m["feast"]).replace("’", "'")]
    return _day(_year(m, month, day, at), month, day)


def slashed(m: re.Match[str], at: Anchors) -> Period | None:
    """Wed 1/12: the day comes first."""
    month, day = int(m["month"]), int(m["day"])
    return _day(_year(m, month, day, at), month, day) if 1 <= month <= 12 else None


def years_to_the_day(m: re.Match[str], at: Anchors) -> Period | None:
    """Three years ago today."""
    if at.published is None:
        return None
    return _day(at.published.year - _count(m["n"]), at.published.month, at.published.day)


def _count(text: str) -> int:
    word = _clean(text)
    return int(word) if word.isdigit() else _NUMBERS[word]


def ago(m: re.Match[str], at: Anchors) -> Period | None:
    """Three days ago."""
    if at.published is None:
        return None
    vague = _clean(m["n"]) in _VAGUE
    return _moved(at.published, m["unit"].lower(), -_count(m["n"]), vague=vague)


def later(m: re.Match[str], at: Anchors) -> Period | None:
    """Two days later; a week earlier."""
    base = at.narrative or at.published
    if base is None:
        return None
    sign = -1 if m["dir"].lower() in ("earlier", "before") else 1
    vague = _clean(m["n"]) in _VAGUE
    return _moved(base, m["unit"].lower(), sign * _count(m["n"]), vague=vague)


def following(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the same day; the following night; the day before."""
    base = at.narrative or at.published
    if base is None:
        return None
    word = _clean(m[0])
    step = 0
    if any(w in word for w in ("following", "next", "after")):
        step = 1
    elif any(w in word for w in ("previous", "preceding", "before", "prior")):
        step = -1
    unit = next((u for u in ("week", "month", "year") if word.endswith(u)), "day")
    return _moved(base, unit, step, vague=False)


def whole(m: re.Match[str], at: Anchors) -> Period | None:
    """Last week, this month, next year."""
    if at.published is None:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(m["which"].lower(), 0)
    base, unit = at.published, m["unit"].lower()
    if unit == "month":
        return month_period(base.year, base.month + step)
    if unit == "year":
        return Period(date(base.year + step, 1, 1), date(base.year + step, 12, 31), _YEAR)
    monday = base + timedelta(days=7 * step - base.weekday())
    end = monday + timedelta(days=6)
    return Period(monday, end if step or at.future else base, _WEEK)


def weekend(m: re.Match[str], at: Anchors) -> Period | None:
    """At the weekend."""
    if at.published is None:
        return None
    which = (m["which"] or "").lower()
    saturday = at.published - timedelta(days=(at.published.weekday() - 5) % 7)
    if at.future or which in ("next", "coming"):
        saturday += timedelta(days=7)
    return Period(saturday, saturday + timedelta(days=1), _DAY)


def _ordinal_number(text: str) -> int:
    return ORDINALS.get(text.lower()) or int(re.sub(r"\D", "", text) or 0)


def ordinal(m: re.Match[str], at: Anchors) -> Period | None:
    """On the 3rd; on the eighth of this month: the month that the story is in."""
    number, base = _ordinal_number(m["ord"]), at.base
    if base is None:
        return None
    tail = _clean(m[0])
    month = month_period(base.year, base.month)
    if "last month" in tail:
        month = month_period(base.year, base.month - 1)
    elif not tail.endswith("month"):
        story = at.narrative
        if (
            story
            and story < base
            and (base - story).days < _LONG_BACK
            and ((story.year, story.month) != (base.year, base.month))
        ):
            month = month_period(story.year, story.month)
        elif number > base.day and not at.future:
            month = month_period(base.year, base.month - 1)
        elif number < base.day and at.future:
            month = month_period(base.year, base.month + 1)
    return _day(month.first.year, month.first.month, number)


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
    return None if found is None else _single(found.date())
