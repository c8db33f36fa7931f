"""Rows of tables as lines of text: a situation report has its day, place and deed in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["table_row"]

_MARKED = re.compile(r"[.!?…:;,]$")


def table_row(cells: Iterable[str]) -> list[str]:
    """Make the lines of a row.

    Parameters
    ----------
    cells
        Their texts; white space in them is single.

    Returns
    -------
    list of str
        One line, the cells parted by semicolons, so that what they tell stays together; none
        where all are empty.
    """
    told = [cell for cell in cells if cell]
    if not told:
        return []
    parted = [cell if _MARKED.search(cell) else f"{cell};" for cell in told[:-1]]
    return [" ".join([*parted, told[-1]])]
