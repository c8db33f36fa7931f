"""Numbers of dead and hurt that are told again without saying of what: by others, or later.

"The minister says 22 assailants died, the coalition says seven": another count of the same dead.
"First reports spoke of six dead; by Saturday the hospital had registered fourteen": a newer one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mapper.events.numbers import NUMBER, Range, read_quantity
from mapper.quick import Quick

__all__ = ["Again", "read_again"]

_SOME = (
    r"(?P<q>(?:(?:at\s+least|more\s+than|over|about|some|only|just|as\s+many\s+as)\s+)?"
    rf"(?:{NUMBER}|dozens))"
)
_END = (
    r"(?=\s*(?:[.,;:)\"”—–]|$)|"
    r"\s+(?:dead|killed|in\s+all|by\s+name|of\s+(?:its|their)\s+own)\b)"
)
_RIVAL = Quick(
    r"\b(?:says?|said|puts?\s+it\s+at|speaks?\s+of|spoke\s+of|claims?|claimed|admits?|admitted|"
    r"counts?|counted|gives?|gave|reports?|reported|insists?\s+on|lists?|listed)\s+(?:that\s+)?"
    rf"(?:it\s+was\s+|there\s+were\s+|[\"“])?{_SOME}{_END}",
    re.I,
)
_AND_AT = Quick(
    rf"\b(?:and|but|while|,)\s+(?:[\w'’-]+\s+){{1,5}}?at\s+{_SOME}(?=\s*(?:[.,;)]|$))", re.I
)
_PUTS_AT = Quick(r"\b(?:puts?|stands?)\b[^.;]{0,60}\bat\b|\bas\s+at\b", re.I)
_WHOLE = (
    Quick(
        r"\b(?:figure|number|count|toll|total|tally)\s+(?:is|stands|stood|was)\s+"
        rf"(?:now|today|by\s+then)\s+(?:at\s+)?{_SOME}{_END}",
        re.I,
    ),
    Quick(
        rf"\b(?:it|there)\s+(?:is|are|were|was)\s+(?:now\s+)?{_SOME}\s+now{_END}|"
        rf"\bnow\s+(?:it\s+is|there\s+are)\s+(?P<r>{NUMBER}){_END}",
        re.I,
    ),
    Quick(
        r"\b(?:corrected|revised|raised|lowered|cut|amended|updated)\s+(?:up\s+|down\s+)?to\s+"
        rf"{_SOME}{_END}",
        re.I,
    ),
)
_OF_HURT = Quick(
    rf"\bof\s+(?:the\s+)?(?:wounded|injured|hurt)\s+(?:\w+\s+)?(?:to|at)\s+{_SOME}", re.I
)
_FIRST = Quick(
    r"\b(?:first|at\s+first|initial(?:ly)?|early|earlier|originally|preliminary|yesterday)\b", re.I
)
_THEN = Quick(
    r"\b(?:registered|counted|listed|recorded|confirmed|spoke\s+of|speaking\s+of|speaks\s+of|reported|"
    r"shows?|became|there\s+(?:are|were)|(?:then|later|now),?\s+(?:[^,.;]{1,20},\s+)?(?:of\s+)?|it\s+(?:is|was))"
    rf"\s*{_SOME}{_END}",
    re.I,
)
_HURT = Quick(r"wounded|injur|hurt", re.I)


class Again(NamedTuple):
    """A number told again: where, of whom if that is said, how many, and whether it is newer."""

    at: int
    hurt: bool | None
    counted: Range
    words: str
    newer: bool


def read_again(text: str, start: int, end: int, told: int) -> list[Again]:
    """Numbers that stand for a toll told before, between two offsets.

    Parameters
    ----------
    text
        The whole text.
    start, end
        Where to look: one sentence.
    told
        Where the sentence begins that tells the toll before; it, and all that follows it, tells
        whether that was a first count.

    Returns
    -------
    list of Again
        In text order.
    """
    found: list[Again] = []
    for match in _OF_HURT.finditer(text, start, end):
        found += _again(match, newer=True, hurt=True)
    for pattern in _WHOLE:
        for match in pattern.finditer(text, start, end):
            found += _again(match, newer=True, hurt=bool(_HURT.search(match[0])) or None)
    for match in _THEN.finditer(text, start, end):
        if _FIRST.search(text, told, match.start()):
            found += _again(match, newer=True)
    for match in _RIVAL.finditer(text, start, end):
        found += _again(match, newer=False)
    if _PUTS_AT.search(text, start, end):
        for match in _AND_AT.finditer(text, start, end):
            found += _again(match, newer=False)
    seen: set[int] = set()
    kept = []
    for one in found:
        if one.at not in seen:
            seen.add(one.at)
            kept.append(one)
    return sorted(kept, key=lambda one: one.at)


def _again(match: re.Match[str], *, newer: bool, hurt: bool | None = None) -> list[Again]:
    parts = match.groupdict()
    group = "q" if parts["q"] else "r"
    counted = read_quantity(match[group])
    if counted is None or (1900 <= counted[0] <= 2099 and match[group].isdigit()):
        return []
    return [Again(match.start(group), hurt, counted, match[0], newer)]
