"""Lines of a text, and which of them are one paragraph broken at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["BULLET", "WORD", "Unit", "units"]

BULLET = re.compile(r"^(?:[-–—•*»▪●·▸►✓]|\(?\d{1,3}[.)]|\d\d[:.h]\d\d)\s*")
"""What a list's entry begins with."""
WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, or a paragraph whose lines were wrapped, without the blanks around it."""

    start: int
    end: int
    text: str
    words: int


def units(text: str) -> list[Unit]:
    """Take a text apart into lines, the wrapped ones of a paragraph together.

    Parameters
    ----------
    text
        The text.

    Returns
    -------
    list of Unit
        In order; blank lines are none.
    """
    found: list[Unit] = []
    block: list[tuple[int, int]] = []

    def close() -> None:
        spans = [(block[0][0], block[-1][1])] if _is_wrapped(text, block) else block
        for start, end in spans:
            piece = re.sub(r"\s", " ", text[start:end])
            found.append(Unit(start, end, piece, len(WORD.findall(piece))))
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
    return found


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
    if any(BULLET.match(line) for line in lines[1:]):
        return False
    running = sum(1 for line in lines[1:] if line[0].islower() or line[0] in "(\"“'‘")
    return running >= 1 and running >= len(lines[1:]) / 3
