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
    begins = [at + len(mark) for mark in _ENDS if (at := text.rfind(mark, 0, start)) >= 0]
    ends = [at for mark in _ENDS if (at := text.find(mark, max(end - 1, 0))) >= 0]
    return max(begins, default=0), min(ends, default=len(text))


def is_overnight(quote: str) -> bool:
    """Whether it was in a night, which articles date to its evening or to its morning."""
    return "night" in quote.lower() and _NIGHT.search(quote) is not None
