"""Tells the article itself from the furniture of the page that it was copied from.

Works on lines: what each looks like (`mapper.read.line_kinds`) and what stands above and below
it. What is doubtful is body: a menu line that stays costs little, a sentence that goes costs an
incident.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mapper.model import Span
from mapper.read.cues import cues
from mapper.read.dates import find_date
from mapper.read.line_kinds import (
    ENDS,
    STOPS,
    is_byline,
    is_citation,
    is_furniture,
    is_menu,
    is_prose,
    is_tail,
)
from mapper.read.lines import BULLET, WORD, Unit, units

__all__ = ["Page", "mark_body"]

# A place and perhaps an agency, a date, and a dash before the first sentence.
_DATELINE = re.compile(r"^[^\W\d_a-z][^.!?–—:]{2,90}?\d[^.!?–—:]{0,30}?(?:\s-\s|\s?[–—]|:\s)")
_SHORT_LINE = 12  # words; a line of a list of links is rarely longer
_MENU_RUN = 4
_BEGUN = 40  # words of prose after which a page can have closed


@dataclass(frozen=True, slots=True)
class Page:
    """What a text's own layout says.

    Parameters
    ----------
    body
        The stretches that are the article itself, in order; never empty for a text with words.
    title, published
        As the page's head gives them; empty or None where it does not.
    """

    body: tuple[Span, ...]
    title: str = ""
    published: date | None = None


def mark_body(text: str, *, title: str = "") -> Page:
    """Find the article in a text.

    Parameters
    ----------
    text
        The text as read; it is not changed.
    title
        The title where the source told it.

    Returns
    -------
    Page
        Body spans, and what the head says of title and day of publication.
    """
    lines = units(text)
    if not lines:
        return Page(body=())
    prose = [is_prose(unit) for unit in lines]
    cut = [is_furniture(unit.text) for unit in lines]
    first = prose.index(True) if True in prose else min(len(lines) - 1, 6)
    last = len(prose) - 1 - prose[::-1].index(True) if True in prose else len(lines) - 1
    published = _cut_head(lines, cut, first) or _dateline(lines[first].text)
    _cut_menus(lines, cut, range(first))
    heading = _heading(lines, cut, first, title) if True in prose else None
    if heading is not None and any(cut[:first]):
        # In a bare text the headline stays: it may say what the text does not repeat.
        cut[heading] = True
    _cut_links(lines, cut)
    _cut_after_closing(lines, cut, prose)
    _cut_tail(lines, cut, last, started=True in prose)
    if all(cut):
        return Page(body=(Span(lines[0].start, lines[-1].end),), published=published)
    found = lines[heading].text if heading is not None else ""
    return Page(body=_spans(lines, cut), title=BULLET.sub("", found), published=published)


# --- the head --------------------------------------------------------------------------


def _cut_head(lines: Sequence[Unit], cut: list[bool], first: int) -> date | None:
    """Mark dates, bylines and standing heads above the first paragraph; give the date."""
    published = None
    head_cues = cues().head
    for index in range(min(len(lines), max(first, 1))):
        line = lines[index].text
        found = find_date(line) if lines[index].words <= 14 and len(line) <= 160 else None
        if found is not None and index < first:
            published = published or found[0]
            outside = len(WORD.findall(line[: found[1]] + " " + line[found[2] :]))
            if outside <= 5 or is_menu(line):
                cut[index] = True
        if index < first and (is_byline(line) or head_cues.match(line)):
            cut[index] = True
        if index < first and published is None and cut[index] and found is not None:
            published = found[0]
    return published


def _dateline(paragraph: str) -> date | None:
    """Take the day from a dateline: "GORI, Georgia, 21 October 2024 - "."""
    opening = _DATELINE.match(paragraph)
    found = find_date(opening[0]) if opening else None
    return found[0] if found else None


def _heading(lines: Sequence[Unit], cut: Sequence[bool], first: int, title: str) -> int | None:
    """Index of the line that is the article's headline, if one is."""
    wanted = _folded(title)
    for index in range(min(first + 1, len(lines))):
        unit = lines[index]
        if wanted and _folded(unit.text) == wanted:
            return index
        if cut[index] or wanted:
            continue
        if index >= first or (index > 0 and not any(cut[:index]) and index > 2):
            return None
        if BULLET.match(unit.text):
            return None
        if unit.words >= 2 and unit.words <= 30 and len(unit.text) <= 200:
            return index if not re.search(r"[.;:,]$", unit.text) and len(lines) > 1 else None
    return None


def _folded(text: str) -> str:
    return "".join(WORD.findall(text)).casefold()


def _cut_menus(lines: Sequence[Unit], cut: list[bool], where: range) -> None:
    """Mark long runs of very short lines: menus copied one entry a line."""
    run: list[int] = []
    for index in [*where, None]:
        if index is not None:
            unit = lines[index]
            if cut[index] or (unit.words <= 4 and not ENDS.search(unit.text)):
                run.append(index)
                continue
        if sum(not cut[i] for i in run) >= _MENU_RUN:
            for i in run:
                cut[i] = True
        run = []


def _cut_links(lines: Sequence[Unit], cut: list[bool]) -> None:
    """Mark the short lines right below the heading of a list of links."""
    links = cues().links
    for index, unit in enumerate(lines):
        if not links.match(unit.text):
            continue
        cut[index] = True
        for below in range(index + 1, len(lines)):
            line = lines[below]
            if line.words > _SHORT_LINE or STOPS.search(line.text) or BULLET.match(line.text):
                break
            cut[below] = True


# --- the tail --------------------------------------------------------------------------


def _cut_after_closing(lines: Sequence[Unit], cut: list[bool], prose: Sequence[bool]) -> None:
    """Cut what follows a line that closes an article, unless the article goes on."""
    known = cues()
    goes_on = _next_paragraph(lines, cut, prose)
    seen = 0
    for index, unit in enumerate(lines):
        if prose[index] and not cut[index]:
            seen += unit.words
        if seen < _BEGUN or not (cut[index] or known.tail.match(unit.text)):
            continue
        if not known.closing.match(unit.text):
            continue
        after = goes_on[index + 1]
        if after == len(lines):
            for i in range(index, len(lines)):
                cut[i] = True
            return
        # An inserted box: it ends where the prose begins again.
        for i in range(index + 1, after):
            if lines[i].words <= _SHORT_LINE and not ENDS.search(lines[i].text):
                cut[i] = True


def _next_paragraph(lines: Sequence[Unit], cut: Sequence[bool], prose: Sequence[bool]) -> list[int]:
    """For every line, and the end, the index of the next that can only be the article's own."""
    found = [len(lines)] * (len(lines) + 1)
    for i in reversed(range(len(lines))):
        own = prose[i] and not cut[i] and not is_tail(lines[i]) and not is_citation(lines[i])
        found[i] = i if own else found[i + 1]
    return found


def _cut_tail(lines: Sequence[Unit], cut: list[bool], last: int, *, started: bool) -> None:
    """From the end upwards, cut what is no part of the article, until a line that may be."""
    index = len(lines) - 1
    while index > 0 and (cut[index] or is_tail(lines[index])):
        cut[index] = True
        index -= 1
    # Lines of links after the last paragraph.
    run = [
        i
        for i in range(last + 1, len(lines))
        if not cut[i]
        and lines[i].words <= _SHORT_LINE
        and not ENDS.search(lines[i].text)
        and not BULLET.match(lines[i].text)
    ]
    left = [i for i in range(last + 1, len(lines)) if not cut[i]]
    if started and len(run) >= 3 and run == left:
        for i in run:
            cut[i] = True
        _cut_tail(lines, cut, last, started=False)


# --- the result ------------------------------------------------------------------------


def _spans(lines: Sequence[Unit], cut: Sequence[bool]) -> tuple[Span, ...]:
    """Join the units that are left to stretches."""
    spans: list[Span] = []
    joined = False
    for unit, gone in zip(lines, cut, strict=True):
        if gone:
            joined = False
        elif joined:
            spans[-1] = Span(spans[-1].start, unit.end)
        else:
            spans.append(Span(unit.start, unit.end))
            joined = True
    return tuple(spans)
