"""Expressions of time in a text, in order, with the days they mean.

The grammar is our own: it counts from the day of publication, from the day the story has
reached, and from periods that the text has named ("the 2020 war ... during the war").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mapper.events.time_patterns import RULES
from mapper.events.time_readers import Anchors, Tense
from mapper.model import DatePrecision, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from mapper.events.calendar import Period

    Reader = Callable[[re.Match[str], Anchors], Period | None]

__all__ = ["TimeExpression", "find_times", "heading_period", "is_future", "text_stamp"]

_FUTURE = re.compile(
    r"\b(will|shall|tomorrow|upcoming|forthcoming)\b|['’]ll\b|\bwon['’]t\b|"
    r"\b(is|are|was|were|be)\s+(due|set\s+for|scheduled|expected|planned|to|announced\s+for|foreseen|"
    r"called\s+for|awaited|slated|billed)\b|\b(planned|scheduled|due)\s+(for|on|to)\b|"
    r"\b(set|called|announced)\s+for\b",
    re.I,
)
_WAR = re.compile(r"^\W*(?:[\w-]+\W+){0,3}?(?:[Ww]ar|[Cc]onflict|hostilities|[Oo]ffensive)\b")
_WAR_BEFORE = re.compile(r"\b(?:[Ww]ar|[Cc]onflict)\W+(?:of|in|from)?\W*$")
_SINCE = re.compile(r"\bsince\s+(?:[^\s,;.]+\s+){0,4}$", re.I)
_NIGHT_TO = re.compile(r"\bnight\s+(?:in)?to\s+(?:the\s+)?$|\bnight\s+before\s+$", re.I)
_FOR = re.compile(r"\bfor\s+(?:the\s+)?$")
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:[^\s,;.]+\s+){0,2}$", re.I)
# "An engineer, born in 1988": a life's dates date no news.
_BORN = re.compile(r"\b(?:born|founded|established)\s+(?:(?:on|in)\s+)?(?:the\s+)?$", re.I)
# "rose to 164 from 84 a day earlier", "nine more than on Monday": when the older count was made.
_OLDER_COUNT = re.compile(
    r"\b(?:from|than|against|compared\s+with)\s+(?:(?:at\s+least|about|some|the)\s+)?"
    r"(?:\d[\d,.]*\s+(?:and\s+\d[\d,.]*\s+)?(?:dead\s+|killed\s+)?(?:reported\s+)?)?"
    r"(?:(?<=\d\s)|(?<=dead\s)|(?<=killed\s)|(?<=reported\s)|on\s+)(?:on\s+)?$",
    re.I,
)
_TOP = 250  # characters
_HEADINGS = 600  # characters
_LONGEST_HEADING = 140  # characters
_LONGEST_PERIOD = 45  # days
_DAILY = re.compile(r"\b(?:daily|24[-\s]hours?)\b", re.I)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, and the period they mean; `until`: they only tell its end."""

    span: Span
    text: str
    period: Period
    until: bool = False


def is_future(words: str) -> bool:
    """Whether the words of a clause tell what is to come."""
    return _FUTURE.search(words) is not None


def find_times(
    text: str,
    sentences: tuple[Span, ...],
    published: date | None,
    tense: Callable[[int], Tense] | None = None,
) -> list[TimeExpression]:
    """Find and read the time expressions of a text.

    Parameters
    ----------
    text
        The whole text.
    sentences
        Where to look, in order.
    published
        Day of publication; without it, a date in full near the top of the text stands for it, and
        without that, what counts from it stays unread.
    tense
        Tells the tense of the clause at an offset; by the sentence's words if None.

    Returns
    -------
    list of TimeExpression
        In text order, none overlapping another.
    """
    at = Anchors(published or text_stamp(text, sentences), stamped=published is None)
    paragraph, read = -1, 0
    found: list[TimeExpression] = []
    for sentence in sentences:
        line = max(paragraph, text.rfind("\n", read, sentence.start))
        read = sentence.start
        at.month = at.year = None
        if line != paragraph:
            paragraph, at.told = line, None
        for match, rule in _matches(text, sentence):
            at.tense = (
                tense(match.start()) if tense else _worded(text[sentence.start : sentence.end])
            )
            start = match.start("at") if "at" in match.re.groupindex else match.start()
            before = text[sentence.start : start]
            if _FOR.search(before) and not text.startswith(("'s", "’s"), match.end()):
                at.tense = Tense.FUTURE  # "called a meeting for Wednesday"
            if _BORN.search(before) or _OLDER_COUNT.search(before):
                continue
            period = rule(match, at)
            if period is None:
                continue
            if _NIGHT_TO.search(before) and period.precision is DatePrecision.DAY:
                period = replace(period, first=period.first - timedelta(days=1))
            until = bool(_UNTIL.search(before))
            if _SINCE.search(before):
                period = replace(period, open_end=True)
            span = Span(start, match.end())
            found.append(TimeExpression(span, text[start : match.end()], period, until))
            _remember(at, period, match[0], text[match.end() : match.end() + 60], before)
    return found


def _worded(sentence: str) -> Tense:
    return Tense.FUTURE if is_future(sentence) else Tense.OTHER


def heading_period(text: str, published: date | None) -> Period | None:
    """Give the days that a bulletin or an assessment says it covers, in a line above its text.

    Parameters
    ----------
    text
        The whole text, title and all.
    published
        Day of publication, None if unknown.

    Returns
    -------
    Period or None
        Two days or more; the day and the night before where the heading says that it is daily.
    """
    start = 0
    for line in text[:_HEADINGS].split("\n")[:8]:
        span = Span(start, start + len(line))
        start = span.end + 1
        if len(line) > _LONGEST_HEADING or line.rstrip().endswith((".", "?", "!")):
            continue
        for match, rule in _matches(text, span):
            period = rule(match, Anchors(published))
            if period is None or period.precision is not DatePrecision.DAY or period.open_end:
                continue
            if period.first < period.last:
                short = (period.last - period.first).days <= _LONGEST_PERIOD
                return period if short else None
            if _DAILY.search(line):
                return replace(period, first=period.first - timedelta(days=1))
    return None


def text_stamp(text: str, sentences: tuple[Span, ...]) -> date | None:
    """Give a date in full within the first lines: what an undated text is reckoned from."""
    at = Anchors(None)
    for sentence in sentences:
        if sentence.start > _TOP:
            break
        for match, rule in _matches(text, sentence):
            period = rule(match, at)
            if period is not None and period.precision is DatePrecision.DAY:
                return period.last
    return None


def _matches(text: str, sentence: Span) -> list[tuple[re.Match[str], Reader]]:
    """Give the matches of a sentence, none overlapping; earlier rules win."""
    taken: list[tuple[re.Match[str], Reader]] = []
    for pattern, rule in RULES:
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if all(match.end() <= m.start() or m.end() <= match.start() for m, _ in taken):
                taken.append((match, rule))
    return sorted(taken, key=lambda pair: pair[0].start())


def _remember(at: Anchors, period: Period, words: str, after: str, before: str) -> None:
    if period.precision is DatePrecision.YEAR and (_WAR.match(after) or _WAR_BEFORE.search(before)):
        at.war = period
    if period.precision is not DatePrecision.YEAR and str(period.first.year) in words:
        at.told = period.last
    if period.precision is DatePrecision.MONTH:
        at.month = period.first
    elif period.precision is DatePrecision.YEAR and before.strip().lower() in ("", "in"):
        at.year = period.first.year
    if at.published is not None and period.first > at.published:
        return  # what is planned does not move the story
    if period.precision is DatePrecision.DAY and (period.last - period.first).days <= 1:
        at.day = period.last  # "since the 12th, when rockets struck ...; the same day"
    if period.precision in (DatePrecision.DAY, DatePrecision.WEEK):
        at.narrative = period.last if not period.open_end else period.first
    elif period.precision is DatePrecision.MONTH and (
        at.narrative is None or str(period.first.year) in words
    ):
        at.narrative = period.first
