"""The grammar of time expressions: a pattern and its reader, in the order they are tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mapper.events import time_readers as read
from mapper.events import time_relative as relative
from mapper.events.calendar import MONTHS, ORDINALS, WEEKDAYS
from mapper.quick import Quick

if TYPE_CHECKING:
    from collections.abc import Callable

    from mapper.events.calendar import Period
    from mapper.events.time_readers import Anchors

__all__ = ["RULES"]


def _names(table: dict[str, int]) -> str:
    """Names in capitals at the start, short ones with or without a full stop."""
    return "|".join(
        name.capitalize() + (r"\b\.?" if len(name) <= 4 else rf"\b|{name.upper()}\b")
        for name in sorted(table, key=len, reverse=True)
    )


_MON = rf"(?P<mon>{_names(MONTHS)})"
_MON2 = rf"(?P<mon2>{_names(MONTHS)})"
_DD = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DD2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_YY = r"(?P<year>(?:1[5-9]|20)\d\d)"
_REL = r"(?P<rel>last|this|next|the\s+(?:previous|same|following))\s+year"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:{_YY}\b|{_REL}))"
_TO = r"(?:\s*[-–—]\s*|\s+(?:and|to|or|through|till|until)\s+(?:the\s+)?)"
_WD = rf"(?P<wd>{_names(WEEKDAYS)})"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|midday|noon|midnight|dawn|lunchtime))?"
_N = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|twenty|a\s+couple\s+of|a\s+few|several)"
)
_UNIT = r"(?P<unit>minute|hour|day|night|morning|evening|week|fortnight|month|year|decade)s?"
_ORD = rf"(?P<ord>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|[0-3]?\d(?:st|nd|rd|th))"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_IN = r"(?:[Ii]n|[Ss]ince|[Oo]f|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Tt]hroughout|[Dd]uring|[Bb]etween)"
# Nouns that make of "the 3rd" a number, not a day.
_COUNTED = (
    r"(?!\s+(?:[A-Z]|(?:\w+\s+)?(?:brigade|division|army|regiment|battalion|century|anniversary|"
    r"session|floor|day|time|round|km|kilomet\w+|birthday|parallel|place|company|district|person|"
    r"attack|strike|week|month|year|victim|man|woman|body|incident|front|item|one|of\s+\w+s\b)\b))"
)
_NO_COUNT = (
    r"(?![\d%/-]|,\d|\.\d|\s*(?:km|m|kg|men|people|troops|tonnes|tons|dollars|families|houses|"
    r"soldiers|hectares|metres|meters|residents|homes)\b)"
)
_SAME = (
    r"(?i:\b(?:the|that)\s+(?:(?:very\s+)?same|following|next|previous|preceding|prior)\s+"
    r"(?:day|night|morning|evening|afternoon|week|month|year)\b|"
    r"\bthat\s+(?:same\s+)?(?:day|night|evening|morning|afternoon)\b|"
    r"\bthe\s+(?:day|night|evening)\s+(?:after|before)\b|"
    r"\bnext\s+(?:day|morning|evening)\b|\bsame\s+day\b)"
)
_DEICTIC = (
    r"(?i:\b(?:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|today|tonight|"
    r"tomorrow|(?:last|this|earlier\s+this)\s+(?:night|evening|morning|afternoon)|overnight|"
    r"in\s+the\s+small\s+hours)\b)"
)
_HOLIDAY = r"\b(?P<feast>Christmas\s+(?:Day|Eve)|Boxing\s+Day|New\s+Year['’]s\s+(?:Day|Eve))\b"
_TAIL = r"(?:\s+of\s+(?:the|this|last)\s+month)?"
# "Monday 14", "the Saturday, the 16th": no hour, no sum, no month after it.
_WD_DAY = (
    rf"(?:,?\s+(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)|\s+(?:[Tt]he|THE)\s+(?P<day3>[0-3]?\d)(?:TH|ST|RD|ND)|"
    rf"\s+(?P<day2>[0-3]?\d))(?![\d:/%]|\.\d|,\d|\s*(?:{_names(MONTHS)}|[ap]\.?m\b|h\b|km\b|people\b|"
    r"hours?\b|o['’]clock\b|[a-z]))"
)
_WEEK_OF = r"(?i:\b(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+)"

RULES: tuple[tuple[Quick, Callable[[re.Match[str], Anchors], Period | None]], ...] = tuple(
    (Quick(pattern), rule)
    for pattern, rule in (
        (rf"\b{_YY}-(?P<month>\d\d)-(?P<day>\d\d)\b", read.iso_date),
        (
            r"\b(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>(?:19|20)\d\d)\b",
            read.iso_date,
        ),
        (
            r"(?m:^|(?<=\())[ \t*•–-]*(?=(?P<at>\d))(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\."
            r"(?=\)|[\s:–-]+\D)",
            read.slashed,
        ),
        (  # "22/11, Bosso:", "(24/11, about 200)": the day comes first.
            r"(?:(?m:^)[ \t*•–▪>-]*|(?<=[.;]\s)|(?<=\()|"
            r"\b(?:[Oo]n|[Tt]o|[Bb]y|[Ss]ince|[Uu]ntil)\s+)(?=(?P<at>\d))"
            r"(?P<day>[0-3]?\d)/(?P<month>1[0-2]|0?[1-9])(?![\d/%]|\s+of\b)",
            read.slashed,
        ),
        (rf"\b{_DD}\s+{_MON}{_TO}{_DD2}\s+{_MON2}{_OF_YEAR}?", read.days_of_two_months),
        (rf"\b{_MON}\s+{_DD}{_TO}{_MON2}\s+{_DD2}{_OF_YEAR}?", read.days_of_two_months),
        (rf"\b{_DD}(?:{_TO}|/){_DD2}\s+(?:of\s+)?{_MON}{_OF_YEAR}?", read.days_of_month),
        (rf"\b{_MON}\s+{_DD}{_TO}{_DD2}\b(?!:){_OF_YEAR}?", read.days_of_month),
        (rf"\b(?:the\s+)?{_DD}\s+(?:of\s+)?{_MON}{_OF_YEAR}?", read.day_of_month),
        (rf"\bthe\s+{_ORD}\s+of\s+{_MON}{_OF_YEAR}?", read.worded_day),
        (rf"\b{_MON}\s+(?:the\s+)?{_DD}\b(?!:\d|\.\d){_OF_YEAR}?", read.day_of_month),
        (rf"{_WEEK_OF}{_MON}{_OF_YEAR}?", read.week_of_month),
        (
            rf"\b(?i:early|mid|late|the\s+(?:beginning|start|middle|end|first\s+days)\s+of)"
            rf"[-\s]+(?:in\s+)?{_MON}{_OF_YEAR}?",
            read.month_named,
        ),
        (rf"\b{_MON}{_TO}{_MON2}{_OF_YEAR}?", read.months_range),
        (rf"\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Pp]ast)\s+{_MON}", read.month_named),
        (rf"\b{_MON}{_OF_YEAR}", read.month_named),
        (rf"\b{_IN}\s+(?=(?P<at>\w)){_MON}(?!\s+[a-z]+ing\b)", read.month_named),
        (
            rf"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+{_SEASON}(?:\s+(?:of\s+)?{_YY})?",
            read.season,
        ),
        (rf"\b{_IN}\s+(?=(?P<at>\w))(?:the\s+)?{_SEASON}(?:\s+(?:of\s+)?{_YY})?", read.season),
        (rf"\b{_SEASON}\s+(?:of\s+)?{_YY}", read.season),
        (
            rf"\b(?:{_names(WEEKDAYS)})\s+(?P<day>[0-3]?\d)/(?P<month>[01]?\d)\b(?!/)",
            read.slashed,
        ),
        (rf"\b{_WD}{_WD_DAY}", relative.weekday_and_day),
        (
            rf"\b[Bb]etween\s+{_WD}{_PART}\s+and\s+(?P<wd2>{_names(WEEKDAYS)}){_PART}",
            relative.weekdays,
        ),
        (
            rf"\b(?:(?P<the>[Tt]he)\s+|(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+)?{_WD}"
            rf"(?:\s+(?P<week>last|next)\s+week)?{_PART}",
            relative.weekday,
        ),
        (_HOLIDAY, read.holiday),
        (rf"(?i:\b{_N}\s+years?\s+ago\s+today\b)", relative.years_to_the_day),
        (_DEICTIC, relative.deictic),
        (rf"(?i:\b{_N}\s+{_UNIT}\s+ago\b)", relative.ago),
        (
            # "four days before Brussels" counts from what is not told here.
            rf"(?i:\b{_N}\s+{_UNIT}\s+(?P<dir>later|earlier|afterwards|on(?=,)|"
            r"(?:before|after)(?=\s*[,.;:)])))",
            relative.later,
        ),
        (
            rf"(?i:\b(?:on|by|since|till|until|from|of|before|after|and|to|for)\s+)(?=(?P<at>\w))"
            rf"(?i:the\s+{_ORD}\b{_TAIL}){_COUNTED}",
            relative.ordinal,
        ),
        (_SAME, relative.following),
        (
            r"(?i:\b(?P<which>last|this|next|past|coming|earlier\s+in\s+the)\s+"
            r"(?P<unit>week|month|year)\b)",
            relative.whole,
        ),
        (
            r"(?i:\b(?:over|at|during|on)\s+the\s+weekend\b|"
            r"\b(?P<which>last|this|next|past|coming)\s+weekend\b)",
            relative.weekend,
        ),
        (
            r"\b(?:[Bb]etween|[Ff]rom)\s+(?P<year>(?:1[5-9]|20)\d\d)\s+(?:and|to)\s+"
            r"(?P<to>(?:19|20)\d\d)\b",
            read.years,
        ),
        (
            r"\b[0-3]?\d\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?\s+(?:de\s+)?(?:19|20)\d\d\b",
            read.foreign,
        ),
        (rf"\b{_YY}\s*[-–—/]\s*(?P<to>(?:19|20)?\d\d)\b(?!-)", read.years),
        (r"\b(?:the\s+)?(?P<decade>(?:1[5-9]|20)\d0)s\b", read.decade),
        (rf"(?<![\d.,$€£/#-])\b{_YY}\b{_NO_COUNT}", read.years),
        (
            r"\b(?:[Dd]uring|[Ii]n|[Tt]hroughout|[Ff]ollowing|[Aa]fter)\s+(?=(?P<at>\w))"
            r"the\s+(?:(?:last|recent|second|six-week|44-day)\s+)?war\b",
            read.war,
        ),
    )
)
