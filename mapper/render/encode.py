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

    scale = 10**decimals
    alphabet = np.frombuffer(_ALPHABET, np.uint8)
    texts = []
    for path in paths:
        ints = np.rint(np.asarray(path, np.float64) * scale).astype(np.int64)
        moved = np.any(np.diff(ints, axis=0, prepend=ints[:1] - 1) != 0, axis=1)
        ints = ints[moved]
        if len(ints) < 2:
            continue
        steps = np.diff(ints, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
        rest = np.where(steps < 0, (-steps << 1) | 1, steps << 1)
        digits = np.full((len(rest), 6), 255, np.uint8)
        alive = np.ones(len(rest), bool)
        for place in range(6):
            low = rest & 31
            rest = rest >> 5
            more = rest > 0
            digits[alive, place] = alphabet[(low | (more << 5))[alive]]
            alive &= more
        flat = digits.ravel()
        texts.append(flat[flat != 255].tobytes().decode("ascii"))
    return " ".join(texts)
