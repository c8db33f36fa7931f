"""Calendar dates as headers, options and feeds write them.

Only whole dates are taken: day, month and year. What could be read in two ways
(``03/04/2023``) is not a date here; a wrong day of publication would shift every
"yesterday" of the article.
"""

from __future__ import annotations

import re
from datetime import date

__all__ = ["find_date", "parse_date"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?!\d)"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"(?<!\d){_YEAR}/(?P<month>\d\d)/(?P<day>\d\d)(?!\d)",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        # With dots the day comes first wherever dates are written so.
        rf"(?<![\d.]){_DAY}\.(?P<month>\d{{1,2}})\.{_YEAR}",
    )
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")


def find_date(text: str) -> tuple[date, int, int] | None:
    """Find the last whole date in a short text, and where it stands.

    The last one, because a span of days ("28 November - 4 December 2022") is told by its end.

    Parameters
    ----------
    text
        A line.

    Returns
    -------
    tuple of date, int, int, or None
        Date, start and end of its expression; None where no date stands.
    """
    found: list[tuple[date, int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _date(match["year"], match["month"], match["day"])
            if day is not None:
                found.append((day, match.start(), match.end()))
    for match in _SLASHED.finditer(text):
        first, second, year = match.groups()
        # Readable in one way only: one of the two numbers is no month, or they are the same.
        if int(first) > 12 or first == second:
            day = _date(year, second, first)
        elif int(second) > 12:
            day = _date(year, first, second)
        else:
            continue
        if day is not None:
            found.append((day, match.start(), match.end()))
    return max(found, key=lambda item: item[2], default=None)


def parse_date(text: str) -> date | None:
    """Read a field that is one date: ``2023-05-08``, ``8 May 2023``, ``May 8, 2023``.

    Parameters
    ----------
    text
        The whole field.

    Returns
    -------
    date or None
        None where the field is not one whole, unambiguous date.
    """
    text = text.strip()
    found = find_date(text)
    if found is None:
        return None
    day, start, end = found
    rest = _WEEKDAY.sub("", text[:start]) + _TIME.sub("", text[end:])
    return day if not re.search(r"\w", rest) else None


_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_TIME = re.compile(
    r"^[T ,]*(?:at\s+)?\d{1,2}[:.h]\d\d(?:[:.]\d\d)?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,5}|[+-]\d\d:?\d\d)?\s*(?:\([A-Za-z ]+\))?$",
    re.IGNORECASE,
)


def _date(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS[month.lower()]
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
