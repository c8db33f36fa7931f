"""How shapes travel in the page: differences of whole numbers, written in base 64.

The same idea as the mappings of source maps: five bits and a continuation bit a character,
zigzag for the sign. Two to three characters a coordinate, and no character that JSON or HTML
would have to escape.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["encode_paths"]

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NONE = 255
_MOST_DIGITS = 6
"""Enough for 180 degrees at five decimals."""


def encode_paths(paths: Iterable[NDArray[np.float64]], decimals: int) -> str:
    """Paths of ``(longitude, latitude)`` rows as one string, paths parted by a space.

    Parameters
    ----------
    paths
        Each an array of shape ``(n, 2)``, degrees.
    decimals
        Decimal places that are kept; points that fall together become one.
    """
    import numpy as np

    arrays = [np.asarray(path, np.float64).reshape(-1, 2) for path in paths]
    if not arrays:
        return ""
    owner = np.repeat(np.arange(len(arrays)), [len(array) for array in arrays])
    points = np.rint(np.concatenate(arrays) * 10**decimals).astype(np.int64)
    opens = np.diff(owner, prepend=-1) != 0
    moved = np.any(np.diff(points, axis=0, prepend=0) != 0, axis=1) | opens
    points, owner = points[moved], owner[moved]
    long = np.bincount(owner, minlength=len(arrays))[owner] > 1
    points, owner = points[long], owner[long]
    if not len(points):
        return ""
    opens = np.diff(owner, prepend=-1) != 0
    steps = np.diff(points, axis=0, prepend=0)
    steps[opens] = points[opens]
    digits = _digits(steps.ravel())
    digits[2 * np.flatnonzero(opens)[1:] - 1, -1] = ord(" ")
    flat = digits.ravel()
    text: str = flat[flat != _NONE].tobytes().decode("ascii")
    return text


def _digits(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    """A row a number: its characters, `_NONE` where it has no more, one column to spare."""
    import numpy as np

    alphabet = np.frombuffer(_ALPHABET, np.uint8)
    rest = np.where(numbers < 0, (-numbers << 1) | 1, numbers << 1)
    digits = np.full((len(rest), _MOST_DIGITS + 1), _NONE, np.uint8)
    alive = np.ones(len(rest), bool)
    for place in range(_MOST_DIGITS):
        low = rest & 31
        rest = rest >> 5
        more = rest > 0
        digits[alive, place] = alphabet[(low | (more << 5))[alive]]
        alive &= more
    return digits
