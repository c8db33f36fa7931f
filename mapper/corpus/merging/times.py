"""When a report says it was, as days since 1970-01-01."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from mapper.export.dates import first_day, last_day

__all__ = ["day_number", "window"]

_EPOCH = date(1970, 1, 1).toordinal()
_FRESH = 6.0  # days before publication that news without a date is of


def day_number(text: str) -> float:
    """Count a day; NaN for no text.

    Parameters
    ----------
    text
        ISO 8601, such as ``2020-10-17``.

    Raises
    ------
    ValueError
        It is no date.
    """
    return _first(text)


def window(
    start: str, end: str, precision: str, *, told: bool, published: float
) -> tuple[float, float, bool]:
    """Give the days within which an incident was.

    Parameters
    ----------
    start, end
        ISO 8601 at the precision of the text; empty where open.
    precision
        ``day``, ``week``, ``month``, ``year`` or ``none``.
    told
        Whether the article gives the date in words, not just by being news.
    published
        Days since 1970-01-01; NaN where unknown. Nothing that is told was later, unless it
        is dated so.

    Returns
    -------
    first, last : float
        Days since 1970-01-01; NaN where the date is open or no finer than a year, which says
        too little for two reports to be one incident.
    exact : bool
        Whether it is dated to one day.
    """
    if precision == "year" and start and not end and not math.isnan(published):
        # "the tenth since 2020" is news of now.
        return published - _FRESH, published, False
    first, last = _first(start or end), _last(end or start)
    if precision in ("none", "year") or math.isnan(first) or last < first:
        return math.nan, math.nan, False
    if precision == "day":
        return first, last, first == last
    if first <= published < last:
        last = published
    if precision == "month" and not told and first <= published and last <= published:
        # News that gives no day stands under its month of publication.
        first = max(first, min(last, published) - _FRESH)
    return first, last, False


@lru_cache(maxsize=1 << 14)
def _first(text: str) -> float:
    day = first_day(text)
    return math.nan if day is None else float(day.toordinal() - _EPOCH)


@lru_cache(maxsize=1 << 14)
def _last(text: str) -> float:
    day = last_day(text)
    return math.nan if day is None else float(day.toordinal() - _EPOCH)
