"""Many rows in few bytes: columns as binary numbers, deflated, in base 64.

Texts are numbered by column and stand once each; numbers are whole (scaled by their kind),
as they are or as differences, whichever is narrower, their low bytes together before their
high ones, which deflates better. The page unpacks it with what every browser has.
"""

from __future__ import annotations

import base64
import zlib
from typing import TYPE_CHECKING

from mapper.render.columns import Columns, Kind
from mapper.render.inert import inert_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["pack"]

_LEVEL = 6
"""Beyond it deflate takes twice as long for two per cent."""
_WIDTHS = (1, 2, 4)
_LARGEST = 2**31 - 1
"""No count of people and no offset is larger; a number that claims to be is cut to it."""


def pack(columns: Columns) -> tuple[dict[str, object], str]:
    """The columns as a description for the page and one packed text.

    Parameters
    ----------
    columns
        All tables.

    Returns
    -------
    tuple
        ``{"texts": bytes of the texts, "rows": {table: rows}, "columns": {table: {column:
        [scale, width, difference, offset]}}}`` and the packed text: deflated (raw, no header)
        JSON lists of texts by table and column, then the numbers.
    """
    texts: dict[str, dict[str, list[str]]] = {}
    layout: dict[str, dict[str, list[int]]] = {}
    blocks: list[bytes] = []
    at = 0
    for name, table in columns.items():
        layout[name] = {}
        for column, values in table.columns.items():
            kind = table.kinds[column]
            if kind is Kind.TEXT:
                numbers, found = _numbered(values)
                texts.setdefault(name, {})[column] = found
            else:
                numbers = _scaled(values, kind)
            block, width, difference = _block(numbers)
            layout[name][column] = [int(kind), width, difference, at]
            blocks.append(block)
            at += len(block)
    head = inert_json(texts).encode("utf-8")
    squeezed = _deflated(head, *blocks)
    rows = {name: len(table) for name, table in columns.items()}
    about = {"texts": len(head), "rows": rows, "columns": layout}
    return about, base64.b64encode(squeezed).decode("ascii")


def _numbered(values: list[object]) -> tuple[NDArray[np.int64], list[str]]:
    """A number for each text, and the texts in the order of their first appearance."""
    import numpy as np

    known: dict[object, int] = {}
    numbers = [known.setdefault(value, len(known)) for value in values]
    return np.asarray(numbers, np.int64), [str(text) for text in known]


def _scaled(values: list[object], kind: Kind) -> NDArray[np.int64]:
    import numpy as np

    steps = np.rint(np.asarray(values, np.float64) * int(kind))
    return np.clip(steps, -_LARGEST, _LARGEST).astype(np.int64)


def _block(numbers: NDArray[np.int64]) -> tuple[bytes, int, int]:
    """Bytes of a column, how many each number has, and whether they are differences."""
    import numpy as np

    steps = np.diff(numbers, prepend=0)
    plain, stepped = _width(numbers), _width(steps)
    difference = int(stepped < plain)
    width = min(plain, stepped)
    if not width:
        return b"", 0, 0
    chosen = (steps if difference else numbers).astype("<i4").view(np.uint8).reshape(-1, 4)
    return np.ascontiguousarray(chosen[:, :width].T).tobytes(), width, difference


def _width(numbers: NDArray[np.int64]) -> int:
    """The least number of bytes that hold all of them with their signs; 0 for all zero."""
    if not len(numbers) or not numbers.any():
        return 0
    low, high = int(numbers.min()), int(numbers.max())
    fits = (w for w in _WIDTHS if -(1 << 8 * w - 1) <= low and high < 1 << 8 * w - 1)
    return next(fits, 8)  # differences of large numbers may need more than the numbers


def _deflated(*parts: bytes) -> bytes:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return b"".join([*(squeeze.compress(part) for part in parts), squeeze.flush()])
