"""What stands about a quote: its sentence, and whether it tells of a night."""

from __future__ import annotations

import re

__all__ = ["is_overnight", "sentence_of"]

# What ends a sentence; searched for from where the quote is, which a pattern over all of the
# text would take ten times as long for.
_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n", '." ', ".” ", "\n\n")
_NIGHT = re.compile(r"\bovernight\b|\bnight (?:in)?to\b", re.IGNORECASE)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Find where the sentence of a quote begins and ends."""
    begin, last = 0, 0
    for mark in _ENDS:
        at = text.rfind(mark, last, start)  # an earlier one ends no later
        if at >= 0:
            begin, last = max(begin, at + len(mark)), at
    stop, search = len(text), max(end - 1, 0)
    for mark in _ENDS:
        at = text.find(mark, search, stop + len(mark) - 1)
        if at >= 0:
            stop = at
    return begin, stop


def is_overnight(quote: str) -> bool:
    """Whether it was in a night, which articles date to its evening or to its morning."""
    return "night" in quote.lower() and _NIGHT.search(quote) is not None
