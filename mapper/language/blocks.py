"""Cuts an article's body into blocks that no sentence crosses, cleaned for a parser.

A block is a paragraph, a headline, a list item. Its text has single spaces only and no
character that a parser cannot digest; every character knows where it came from.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from mapper.model import Article, Span

__all__ = ["Block", "blocks"]

# Bounds the parser's memory: no real paragraph is longer.
_LONGEST = 8_000
# A line wider than this was not wrapped by hand or by a mail program.
_WIDEST_WRAPPED = 110

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"\s*(?:[-–—•·*‣▪●■♦»>]+\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s)")
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_PAUSE = re.compile(r"[.!?…][\"'”’»)\]]*\s")
# Invisible: soft hyphen, zero-width marks, direction marks, byte-order mark.
_NOTHING = frozenset(
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
)


@dataclass(frozen=True, slots=True)
class Block:
    """Clean text, and for each of its characters the offset in the article's text."""

    text: str
    origin: array[int]

    def span(self, start: int, end: int) -> Span:
        """Find the stretch of the article that clean characters `start` to `end` stand for."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


def blocks(article: Article) -> Iterator[Block]:
    """Cut the article's body into blocks in text order, none of them empty."""
    for part in sorted(article.body):
        lines = list(_lines(article.text, part))
        for first, last in _joined(article.text, lines):
            yield from _cut(article.text, first, last)


def _lines(text: str, part: Span) -> Iterator[Span]:
    start = part.start
    for match in _LINE_END.finditer(text, part.start, part.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, part.end)


def _joined(text: str, lines: list[Span]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that belong together: a blank line always parts."""
    group: list[Span] = []
    for line in [*lines, Span(0, 0)]:
        if text[line.start : line.end].strip():
            group.append(line)
            continue
        yield from _unwrapped(text, group)
        group = []


def _unwrapped(text: str, group: list[Span]) -> Iterator[tuple[int, int]]:
    """Join the lines of a hard-wrapped paragraph; leave lines that stand for themselves."""
    if not group:
        return
    width = max(line.end - line.start for line in group)
    start = group[0].start
    for line, following in pairwise(group):
        written = text[line.start : line.end].rstrip()
        ahead = text[following.start : following.end]
        full = width <= _WIDEST_WRAPPED and len(written) >= 0.7 * width
        goes_on = ahead.lstrip()[:1].islower() or (full and not _ENDED.search(written))
        if _BULLET.match(ahead) or not goes_on:
            yield start, line.end
            start = following.start
    yield start, group[-1].end


def _cut(text: str, start: int, end: int) -> Iterator[Block]:
    """Clean a stretch, in parts no longer than `_LONGEST` that end with a sentence if possible."""
    while end - start > _LONGEST:
        pauses = [m.end() for m in _PAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
        space = text.rfind(" ", start + 1, start + _LONGEST)
        stop = pauses[-1] if pauses else space if space > start else start + _LONGEST
        yield from _clean(text, start, stop)
        start = stop
    yield from _clean(text, start, end)


def _clean(text: str, start: int, end: int) -> Iterator[Block]:
    kept: list[str] = []
    origin: array[int] = array("q")
    for offset in range(start, end):
        letter = text[offset]
        if letter in _NOTHING:
            continue
        if letter.isspace() or not letter.isprintable():
            # Surrogates and unassigned characters are letters to somebody: not a space.
            letter = "\ufffd" if letter > "\u00a0" and not letter.isspace() else " "
        if letter == " " and (not kept or kept[-1] == " "):
            continue
        kept.append(letter)
        origin.append(offset)
    while kept and kept[-1] == " ":
        kept.pop()
        origin.pop()
    if kept:
        yield Block("".join(kept), origin)
