"""Tells the article itself from the furniture of the page that it was copied from.

Works on lines, by how they look (length, marks at their end, share of function words) and
by the words with which pages speak of themselves (``data/furniture.toml``); no site and no
article is known to it. What is doubtful is body: a menu line that stays costs little, a
sentence that goes costs an incident.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from mapper.model import Span
from mapper.read.dates import find_date

__all__ = ["Page", "mark_body"]

_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_STOPS = re.compile(r"[.!?…][\"'”’»)\]]*$")
_BULLET = re.compile(r"^(?:[-–—•*»▪●·▸►✓]|\(?\d{1,3}[.)]|\d\d[:.h]\d\d)\s*")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SEPARATORS = re.compile(r"\s(?:[|»›>/·•])\s|\]\s*\[")
_BYLINE = re.compile(r"^(?:by|from(?=\s+our\b))\s+(?=\S)", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?://|www\.)?\S+\.(?:com|org|net|info|[a-z]{2})(?:/\S*)?$")
_TITLED = re.compile(r"^(?:Prof(?:essor)?|Dr|Mr|Mrs|Ms|Col|Gen|Amb(?:assador)?|Sir)\.?\s+")
_NAME = re.compile(
    r"^[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|de|van|von|al|bin|el|la)){1,4}\s+"
)
_SHORT_LINE = 12  # words; a line of a list of links is rarely longer
_MENU_RUN = 4


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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line, or a paragraph whose lines were wrapped, without the blanks around it."""

    start: int
    end: int
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class _Cues:
    anywhere: re.Pattern[str]
    tail: re.Pattern[str]
    closing: re.Pattern[str]
    head: re.Pattern[str]
    biography: re.Pattern[str]
    byline: frozenset[str]
    function_words: frozenset[str]
    verbs: frozenset[str]


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
    units = _units(text)
    if not units:
        return Page(body=())
    prose = [_is_prose(unit) for unit in units]
    cut = [_is_furniture(unit.text) for unit in units]
    first = prose.index(True) if True in prose else min(len(units) - 1, 6)
    last = len(prose) - 1 - prose[::-1].index(True) if True in prose else len(units) - 1
    published = _cut_head(units, cut, first)
    _cut_menus(units, cut, range(first))
    heading = _heading(units, cut, first, title) if True in prose else None
    if heading is not None and any(cut[:first]):
        # In a bare text the headline stays: it may say what the text does not repeat.
        cut[heading] = True
    _cut_after_closing(units, cut, prose)
    _cut_tail(units, cut, last, started=True in prose)
    if all(cut):
        return Page(body=(Span(units[0].start, units[-1].end),), published=published)
    found = units[heading].text if heading is not None else ""
    return Page(body=_spans(units, cut), title=_BULLET.sub("", found), published=published)


# --- lines -----------------------------------------------------------------------------


def _units(text: str) -> list[_Unit]:
    """Lines, the wrapped ones of a paragraph taken together."""
    units: list[_Unit] = []
    block: list[tuple[int, int]] = []

    def close() -> None:
        spans = [(block[0][0], block[-1][1])] if _is_wrapped(text, block) else block
        for start, end in spans:
            piece = re.sub(r"\s", " ", text[start:end])
            units.append(_Unit(start, end, piece, len(_WORD.findall(piece))))
        block.clear()

    for match in re.finditer(r"[^\n\r\f\v\u2028\u2029]*", text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + line.index(stripped)
            block.append((start, start + len(stripped)))
        elif block and (line or _is_gap(text, block[-1][1], match.start())):
            close()
    if block:
        close()
    return units


def _is_gap(text: str, start: int, end: int) -> bool:
    """Whether a blank line lies between (the pattern also matches nothing at each line's end)."""
    return len(re.findall(r"\r\n|[\n\r\f\v\u2028\u2029]", text[start : end + 1])) > 1


def _is_wrapped(text: str, block: Sequence[tuple[int, int]]) -> bool:
    """Whether the lines of a block are one paragraph broken at a fixed width."""
    if len(block) < 2:
        return False
    lines = [text[start:end] for start, end in block]
    lengths = [len(line) for line in lines[:-1]]
    if not (min(lengths) >= 40 and max(lengths) <= 120 and len(lines[-1]) <= max(lengths) + 5):
        return False
    if any(_BULLET.match(line) for line in lines[1:]):
        return False
    running = sum(1 for line in lines[1:] if line[0].islower() or line[0] in "(\"“'‘")
    return running >= 1 and running >= len(lines[1:]) / 3


def _is_prose(unit: _Unit) -> bool:
    """Whether this is a paragraph of running text."""
    if unit.words < 8:
        return False
    words = [word.lower() for word in _WORD.findall(unit.text[:1000])]
    cues = _cues()
    share = sum(word in cues.function_words for word in words) / len(words)
    if unit.words >= 40 and not unit.text.isascii() and share < 0.1:
        # Another language, perhaps: length alone must tell.
        return True
    has_verb = any(word in cues.verbs or re.search(r"[a-z]{2}ed$", word) for word in words)
    ends = _ENDS.search(unit.text) is not None
    return share >= 0.2 and has_verb and (ends or unit.words >= 25)


def _is_furniture(line: str) -> bool:
    """Whether a line is furniture wherever it stands."""
    if len(line) > 400:
        return False
    return bool(_cues().anywhere.match(line)) or _is_menu(line) or bool(_ADDRESS.match(line))


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links: three or more short pieces between separators."""
    pieces = [piece for piece in _SEPARATORS.split(line.strip("[]")) if piece.strip()]
    if len(pieces) < 3:
        return len(pieces) == 2 and all(_cues().anywhere.match(piece.strip()) for piece in pieces)
    return all(len(_WORD.findall(piece)) <= 8 for piece in pieces)


def _is_byline(line: str) -> bool:
    """Whether a line only says who wrote it."""
    opening = _BYLINE.match(line)
    words = _WORD.findall(line)
    if opening is None or not 2 <= len(words) <= 12:
        return False
    rest = _WORD.findall(line[opening.end() :])
    if not all(word[0].isupper() or word.lower() in _cues().byline for word in rest):
        return False
    # "By Friday the town had fallen." ends as a sentence; "By our desk." does not tell one.
    return not _STOPS.search(line) or any(word.lower() in _cues().byline for word in rest[:1])


# --- the head --------------------------------------------------------------------------


def _cut_head(units: Sequence[_Unit], cut: list[bool], first: int) -> date | None:
    """Mark dates, bylines and standing heads above the first paragraph; give the date."""
    published = None
    head_cues = _cues().head
    for index in range(min(len(units), max(first, 1))):
        line = units[index].text
        found = find_date(line) if units[index].words <= 14 and len(line) <= 160 else None
        if found is not None and index < first:
            published = published or found[0]
            outside = len(_WORD.findall(line[: found[1]] + " " + line[found[2] :]))
            if outside <= 5 or _is_menu(line):
                cut[index] = True
        if index < first and (_is_byline(line) or head_cues.match(line)):
            cut[index] = True
        if index < first and published is None and cut[index] and found is not None:
            published = found[0]
    return published


def _heading(units: Sequence[_Unit], cut: Sequence[bool], first: int, title: str) -> int | None:
    """Index of the line that is the article's headline, if one is."""
    wanted = _folded(title)
    for index in range(min(first + 1, len(units))):
        unit = units[index]
        if wanted and _folded(unit.text) == wanted:
            return index
        if cut[index] or wanted:
            continue
        if index >= first or (index > 0 and not any(cut[:index]) and index > 2):
            return None
        if _BULLET.match(unit.text):
            return None
        if unit.words >= 2 and unit.words <= 30 and len(unit.text) <= 200:
            return index if not re.search(r"[.;:,]$", unit.text) and len(units) > 1 else None
    return None


def _folded(text: str) -> str:
    return "".join(_WORD.findall(text)).casefold()


def _cut_menus(units: Sequence[_Unit], cut: list[bool], where: range) -> None:
    """Mark long runs of very short lines: menus copied one entry a line."""
    run: list[int] = []
    for index in [*where, None]:
        if index is not None:
            unit = units[index]
            if cut[index] or (unit.words <= 4 and not _ENDS.search(unit.text)):
                run.append(index)
                continue
        if sum(not cut[i] for i in run) >= _MENU_RUN:
            for i in run:
                cut[i] = True
        run = []


# --- the tail --------------------------------------------------------------------------


def _cut_after_closing(units: Sequence[_Unit], cut: list[bool], prose: Sequence[bool]) -> None:
    """Cut what follows a line that closes an article, unless the article goes on."""
    cues = _cues()
    seen = 0
    for index, unit in enumerate(units):
        if prose[index] and not cut[index]:
            seen += unit.words
        if seen < 40 or (not cut[index] and not cues.tail.match(unit.text)):
            continue
        if not cues.closing.match(unit.text):
            continue
        after = [
            i
            for i in range(index + 1, len(units))
            if prose[i] and not cut[i] and not _is_tail(units[i]) and not _is_citation(units[i])
        ]
        if not after:
            for i in range(index, len(units)):
                cut[i] = True
            return
        # An inserted box: it ends where the prose begins again.
        for i in range(index + 1, after[0]):
            if units[i].words <= _SHORT_LINE and not _ENDS.search(units[i].text):
                cut[i] = True


def _cut_tail(units: Sequence[_Unit], cut: list[bool], last: int, *, started: bool) -> None:
    """From the end upwards, cut what is no part of the article, until a line that may be."""
    index = len(units) - 1
    while index > 0 and (cut[index] or _is_tail(units[index])):
        cut[index] = True
        index -= 1
    # Lines of links after the last paragraph.
    run = [
        i
        for i in range(last + 1, len(units))
        if not cut[i]
        and units[i].words <= _SHORT_LINE
        and not _ENDS.search(units[i].text)
        and not _BULLET.match(units[i].text)
    ]
    left = [i for i in range(last + 1, len(units)) if not cut[i]]
    if started and len(run) >= 3 and run == left:
        for i in run:
            cut[i] = True
        _cut_tail(units, cut, last, started=False)


def _is_tail(unit: _Unit) -> bool:
    """Whether a line is furniture when it stands at the end."""
    line = unit.text
    if len(line) > 900:
        return False
    cues = _cues()
    return bool(
        _is_furniture(line) or _is_byline(line) or cues.tail.match(line) or _is_biography(line)
        or re.fullmatch(r"[\W_]+", line)
    )  # fmt: skip


def _is_biography(line: str) -> bool:
    """Whether a paragraph introduces its author: a name, "is a", a calling."""
    titled = _TITLED.match(line)
    rest = line[titled.end() :] if titled else line
    name = _NAME.match(rest)
    if name is None:
        return False
    return _cues().biography.match(rest[name.end() :]) is not None


def _is_citation(unit: _Unit) -> bool:
    """Whether a line is an entry of a list of publications: mostly capitals, ends with its year."""
    words = [w for w in _WORD.findall(unit.text) if w.lower() not in _cues().function_words]
    capital = sum(word[0].isupper() for word in words) / (len(words) or 1)
    return capital > 0.7 and re.search(r"(?:19|20)\d\d\W*$", unit.text) is not None


# --- the result ------------------------------------------------------------------------


def _spans(units: Sequence[_Unit], cut: Sequence[bool]) -> tuple[Span, ...]:
    """Join the units that are left to stretches."""
    spans: list[Span] = []
    joined = False
    for unit, gone in zip(units, cut, strict=True):
        if gone:
            joined = False
        elif joined:
            spans[-1] = Span(spans[-1].start, unit.end)
        else:
            spans.append(Span(unit.start, unit.end))
            joined = True
    return tuple(spans)


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    data = tomllib.loads(
        resources.files("mapper.read").joinpath("data/furniture.toml").read_text("utf-8")
    )

    def any_of(key: str) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{p})" for p in data[key]), re.IGNORECASE)

    roles = "|".join(data["roles"])
    return _Cues(
        anywhere=any_of("anywhere"),
        tail=any_of("tail"),
        closing=any_of("closing"),
        head=any_of("head"),
        biography=re.compile(
            rf"(?:is|was)\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,5}}?(?:{roles})s?\b.{{0,60}}?"
            rf"\b(?:at|of|for|with|in|based|who|and)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        byline=frozenset(data["byline"]),
        function_words=frozenset(data["function_words"]),
        verbs=frozenset(data["verbs"]),
    )
