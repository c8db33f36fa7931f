"""What expressions mean that count from publication or from where the story stands."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mapper.events.calendar import WEEKDAYS, Period, month_period, weekday_month
from mapper.events.time_readers import Anchors, clean, day_of, ordinal_number, single_day
from mapper.model import DatePrecision

__all__ = [
    "ago",
    "deictic",
    "following",
    "later",
    "ordinal",
    "weekday",
    "weekday_and_day",
    "weekdays",
    "weekend",
    "whole",
    "years_to_the_day",
]

_DAY, _WEEK, _YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.YEAR
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "a couple of": 2, "a few": 3, "several": 4,
}  # fmt: skip
_VAGUE = frozenset(["a few", "several"])
_LONG_BACK = 400  # days; an older story day does not date "the 3rd"
_STORY_APART = 7  # days before publication from which "the Friday" is the story's


def weekday(m: re.Match[str], at: Anchors) -> Period | None:
    """On Monday; next Friday night; Tuesday last week; "on the Friday" of the story."""
    story, groups = at.narrative, m.groupdict()
    number = _weekday(m["wd"])
    if at.published is None:
        return None
    if groups.get("the") and story and (at.published - story).days > _STORY_APART:
        return single_day(story + timedelta(days=(number - story.weekday()) % 7))
    back = (at.published.weekday() - number) % 7
    ahead = (number - at.published.weekday()) % 7
    which, week = (groups.get("which") or "").lower(), groups.get("week")
    if week == "last":
        return single_day(at.published + timedelta(days=number - at.published.weekday() - 7))
    if which == "next" or week == "next":
        return single_day(at.published + timedelta(days=ahead or 7))
    if at.future and which != "last":
        return single_day(at.published + timedelta(days=ahead))
    return single_day(at.published - timedelta(days=back or 7 * (which == "last")))


def _weekday(name: str) -> int:
    return WEEKDAYS[name.lower().rstrip(".")]


def weekday_and_day(m: re.Match[str], at: Anchors) -> Period | None:
    """Monday 14; Saturday, the 16th: the nearest month in which they agree."""
    base = at.narrative or at.published
    if base is None:
        return None
    day = int(m["day"] or m["day2"] or m["day3"])
    found = weekday_month(_weekday(m["wd"]), day, at.published or base, future=at.future)
    return weekday(m, at) if found is None else single_day(found)


def weekdays(m: re.Match[str], at: Anchors) -> Period | None:
    """Between Saturday noon and Sunday dawn."""
    if at.published is None:
        return None
    last = at.published - timedelta(days=(at.published.weekday() - _weekday(m["wd2"])) % 7)
    first = last - timedelta(days=(_weekday(m["wd2"]) - _weekday(m["wd"])) % 7)
    return Period(first, last, _DAY)


def deictic(m: re.Match[str], at: Anchors) -> Period | None:
    """Yesterday, today, overnight, tomorrow."""
    if at.published is None:
        return None
    word = clean(m[0])
    if "overnight" in word or "small hours" in word:
        return Period(at.published - timedelta(days=1), at.published, _DAY)
    moves = (
        ("before yesterday", -2), ("after tomorrow", 2), ("tomorrow", 1), ("yesterday", -1),
        ("last ", -1),
    )  # fmt: skip
    return single_day(at.published + timedelta(days=next((d for w, d in moves if w in word), 0)))


def _moved(base: date, unit: str, steps: int, *, vague: bool) -> Period | None:
    """Give the period so many units from a day, as finely as the unit tells."""
    if unit in ("minute", "hour"):
        return single_day(base)
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


def _count(text: str) -> int:
    word = clean(text)
    return int(word) if word.isdigit() else _NUMBERS[word]


def ago(m: re.Match[str], at: Anchors) -> Period | None:
    """Three days ago."""
    if at.published is None:
        return None
    vague = clean(m["n"]) in _VAGUE
    return _moved(at.published, m["unit"].lower(), -_count(m["n"]), vague=vague)


def years_to_the_day(m: re.Match[str], at: Anchors) -> Period | None:
    """Three years ago today."""
    if at.published is None:
        return None
    return day_of(at.published.year - _count(m["n"]), at.published.month, at.published.day)


def later(m: re.Match[str], at: Anchors) -> Period | None:
    """Two days later; a week earlier."""
    base = at.narrative or at.published
    if base is None:
        return None
    sign = -1 if m["dir"].lower() in ("earlier", "before") else 1
    vague = clean(m["n"]) in _VAGUE
    return _moved(base, m["unit"].lower(), sign * _count(m["n"]), vague=vague)


def following(m: re.Match[str], at: Anchors) -> Period | None:
    """Give the same day; the following night; the day before."""
    word = clean(m[0])
    step = 0
    # "The same day" is the day of an incident, never the first of a month or of a period.
    base = (at.day if word.endswith("day") else None) or at.narrative or at.published
    if base is None:
        return None
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
    which, unit = clean(m["which"]), m["unit"].lower()
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    base = at.published - timedelta(days=which.startswith("earlier"))
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


def ordinal(m: re.Match[str], at: Anchors) -> Period | None:
    """On the 3rd; on the eighth of this month: the month that the story is in."""
    number, base = ordinal_number(m["ord"]), at.base
    tail = clean(m[0])
    worded = m["ord"].isalpha() and not tail.endswith("month")
    if base is None or (worded and tail.split()[0] in ("to", "for", "of", "and")):
        return None  # "set fire to the second" is no date
    month = month_period(base.year, base.month)
    if at.month is not None and not tail.endswith("month"):
        month = month_period(at.month.year, at.month.month)
    elif "last month" in tail:
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
    return day_of(month.first.year, month.first.month, number)
