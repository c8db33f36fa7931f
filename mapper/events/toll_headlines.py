"""Deaths and injuries as headlines and bulletins count them: "Gunmen Kill Four", "Killed: 3".

Parsers take a verb in capitals for a name, so these are read by their words alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mapper.events.numbers import NUMBER, Range, read_quantity
from mapper.quick import Quick

__all__ = ["CUES", "MANY", "Found", "count", "read_headlines"]


class Found(NamedTuple):
    """A number of dead (or injured) at an offset; the lower the rank, the surer the reading."""

    at: int
    deaths: bool
    counted: Range
    words: str
    rank: int


_BOUND = (
    r"(?:(?:at\s+least|more\s+than|no\s+fewer\s+than|over|about|some|around|up\s+to|nearly|almost|"
    r"another|all|a\s+further|as\s+many\s+as)\s+)?"
)
MANY = (
    rf"(?<![\w.,-])(?:{_BOUND}(?:{NUMBER}|dozens|scores|hundreds|thousands|several|a\s+few|half\s+a\s+dozen|a\s+dozen|"
    r"many|both))"
)
CUES = (
    r"murder|execut|behead|decapitat|slaughter|massacr|butcher|assassin|homicid|lifeless|skull|"
    r"sever|dismember|gun"
)
_KILLS = (
    r"kill(?:s|ed|ing)?|murder(?:s|ed|ing)?|execut(?:es?|ed|ing)|behead(?:s|ed|ing)?|"
    r"decapitat(?:es?|ed|ing)|assassinat(?:es?|ed|ing)|slaughter(?:s|ed|ing)?|"
    r"massacr(?:es?|ed|ing)|butcher(?:s|ed|ing)?|slay(?:s|ing)?|slew|gun(?:s|ned|ning)?\s+down|"
    r"lynch(?:es|ed|ing)?"
)
_HURTS = r"injur(?:es?|ed|ing)|wound(?:s|ed|ing)?|hurt(?:s|ing)?|maim(?:s|ed|ing)?"
# What follows the number where it counts no people.
_NO_PEOPLE = (
    r"(?!\s*(?:-|%|,\d)|\s+(?:year|month|week|day|hour|minute|night|km|kilomet|met(?:re|er)|mile|"
    r"per\s*cent|time|of\s+the\s+\w+s?'|cow|sheep|goat|dog|horse|animal|cattle|camel|bird|pig|"
    r"chicken|whale|elephant|rhino|lion|birds)s?\b)"
)
_ACTIVE = Quick(
    rf"\b(?:(?P<kills>{_KILLS})|(?P<hurts>{_HURTS}))\s+(?:a\s+)?"
    r"(?:(?:unit|group|team|family|crew|gang|total)\s+of\s+)?"
    rf"(?P<q>{MANY}){_NO_PEOPLE}(?=[\s,;.:!?)]|$)",
    re.I,
)
_TO_DEATH = Quick(
    r"\b(?:stab|hack|beat|burn|shoot|torture|crush|starve|batter)(?:s|ed|ing|en|t)?\s+"
    rf"(?P<q>{MANY})(?:\s+[\w'’-]+){{1,3}}?\s+to\s+death\b",
    re.I,
)
_GAP = r"(?!(?:and|or|but|in|at|on|by|was|were|when|who|which|with|to|after|including|of|from)\b)"
_SLAIN = Quick(
    rf"(?P<q>{MANY})(?:\s+{_GAP}[\w'’-]+){{0,3}}?\s+(?:were\s+|are\s+|was\s+|is\s+|found\s+)*"
    r"(?:\w+ed\s+and\s+)?"
    r"(?:murdered|executed|beheaded|decapitated|assassinated|slaughtered|massacred|"
    r"gunned\s+down|lifeless|without\s+(?:signs\s+of\s+)?life|dismembered)\b",
    re.I,
)
_LONG_NAMED = Quick(
    rf"(?P<q>{MANY})(?:\s+(?-i:[A-Z][\w'’-]*)){{3,6}}?\s+(?-i:(?P<what>Killed|Dead|Wounded|"
    r"Injured|Hurt|Died|Murdered|Executed))\b",
    re.I,
)
_DEEDS = Quick(
    rf"(?P<q>{MANY})\s+(?:{_GAP}[\w'’-]+\s+){{0,3}}?"
    r"(?:murders|homicides|killings|executions|assassinations|beheadings|severed\s+heads|skulls|"
    r"bodies|corpses|cadavers)\b",
    re.I,
)
_BODIES_OF = Quick(
    rf"\b(?:bod(?:y|ies)|corpses?|remains|heads)\s+of\s+(?:the\s+)?(?P<q>{MANY}){_NO_PEOPLE}", re.I
)
_LISTED = Quick(
    r"\b(?:(?P<dead>killed|dead|deaths|fatalities|drowned)|(?P<hurt>injured|wounded))"
    r"(?:\s+(?:at\s+the\s+scene|on\s+the\s+spot))?\s*"
    rf"(?::|\s[–—-])\s*(?P<q>{NUMBER})\b(?!\s*(?:%|:|\.\d))",
    re.I,
)


def read_headlines(text: str, start: int, end: int) -> list[Found]:
    """Numbers of dead and injured beside a verb, or a noun, that needs no grammar.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where to look.

    Returns
    -------
    list of Found
        In no order.
    """
    found: list[Found] = []
    for pattern, rank in ((_ACTIVE, 3), (_TO_DEATH, 1), (_SLAIN, 2), (_LONG_NAMED, 2),
                          (_DEEDS, 4), (_BODIES_OF, 3), (_LISTED, 2)):  # fmt: skip
        for match in pattern.finditer(text, start, end):
            counted = count(match["q"])
            if counted is not None:
                found.append(Found(match.start(), not _hurt(match), counted, match[0], rank))
    return found


def _hurt(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    what = (parts.get("what") or "").lower()
    return bool(parts.get("hurts") or parts.get("hurt")) or what in ("wounded", "injured", "hurt")


def count(words: str) -> Range | None:
    """Give the quantity of a number of people, one for a single one."""
    if re.fullmatch(r"an?(?:\s+\w+)?|another|one", words.strip(), re.I):
        return 1, 1
    return read_quantity(words)
