"""Dates as GIS programs need them: whole days, the first and the last that a period covers."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["first_day", "last_day"]


@lru_cache(maxsize=4096)
def first_day(text: str) -> date | None:
    """Find the first day of a period.

    Parameters
    ----------
    text
        ISO 8601: ``2020-10-17``, ``2020-10`` or ``2020``; empty for none.

    Returns
    -------
    date or None
        None where nothing is told.
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


@lru_cache(maxsize=4096)
def last_day(text: str) -> date | None:
    """Find the last day of a period.

    Parameters
    ----------
    text
        As for `first_day`.

    Returns
    -------
    date or None
        None where nothing is told.
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts)
