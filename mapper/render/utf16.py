"""Offsets as JavaScript counts them.

The vocabulary counts code points; a page's script counts UTF-16 units, where a character
beyond the first plane (an emoji, some old scripts) is two.
"""

from __future__ import annotations

import re
from bisect import bisect_left

__all__ = ["Offsets"]

_WIDE = re.compile("[\U00010000-\U0010ffff]")
"""Characters beyond the first plane."""


class Offsets:
    """Turns code point offsets of one text into UTF-16 offsets.

    Parameters
    ----------
    text
        The text that the offsets count in.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [match.start() for match in _WIDE.finditer(text)]

    def __getitem__(self, offset: int) -> int:
        """The same spot in UTF-16 units; offsets beyond the text are its end."""
        offset = max(0, min(offset, self._length))
        return offset + bisect_left(self._wide, offset)
