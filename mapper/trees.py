"""Evaluates boosted decision trees that were trained elsewhere and stored as plain JSON.

A model is a few hundred small trees, readable and diffable; NumPy alone runs it, so the
program needs no learning library, and loading one executes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Forest"]

# Rows looked at together: bounds memory on long texts.
_BLOCK = 4096
# Few have come to a leaf so high up.
_SHALLOW = 3


class Forest:
    """A sum of decision trees.

    Parameters
    ----------
    path
        JSON with ``features`` (names, in order), ``feature``, ``threshold``, ``left``, ``right``
        and ``value`` (one entry a node, all trees in a row; a leaf is its own child), ``roots``
        and ``depth``; optionally ``calibration``, a pair (slope, offset) on the log-odds.

    Raises
    ------
    DataError
        If the file is missing or damaged, or rows lack a feature that it asks for.
    """

    def __init__(self, path: Path) -> None:
        import numpy as np

        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self._feature = np.asarray(stored["feature"], dtype=np.intp)
            self._threshold = np.asarray(stored["threshold"], dtype=np.float64)
            left = np.asarray(stored["left"], dtype=np.intp)
            right = np.asarray(stored["right"], dtype=np.intp)
            # The children of a node stand at twice its number: the right one, then the left one.
            self._children = np.stack([right, left], axis=1).ravel()
            self._is_leaf = left == np.arange(len(left))
            self._value = np.asarray(stored["value"], dtype=np.float64)
            self._roots = np.asarray(stored["roots"], dtype=np.intp)
            self._depth = int(stored["depth"])
            self._names = tuple(stored["features"])
            self._slope, self._offset = stored.get("calibration", (1.0, 0.0))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"the model {path.name} is missing or damaged: install again"
            ) from error
        self._file = path.name

    def margins(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Log-odds (or ranking scores) of rows of named features."""
        import numpy as np

        if not rows:
            return np.zeros(0)
        if len(rows) > _BLOCK:
            parts = [rows[i : i + _BLOCK] for i in range(0, len(rows), _BLOCK)]
            return np.concatenate([self.margins(part) for part in parts])
        width = len(self._names)
        numbers = (map(row.__getitem__, self._names) for row in rows)
        try:
            table = np.fromiter(chain.from_iterable(numbers), np.float64, len(rows) * width)
        except KeyError as error:
            raise DataError(
                f"the model {self._file} was made for another version: install again"
            ) from error
        leaves = self._leaves(table, width)
        total: NDArray[np.float64] = self._value.take(leaves).sum(axis=1)
        result: NDArray[np.float64] = total * self._slope + self._offset
        return result

    def _leaves(self, table: NDArray[np.float64], width: int) -> NDArray[np.intp]:
        """Leaf that each row comes to in each tree; the table is flat, its rows that wide."""
        import numpy as np

        count = len(table) // width
        found = np.empty(count * len(self._roots), np.intp)
        node = np.tile(self._roots, count)
        first = np.repeat(np.arange(0, len(table), width), len(self._roots))
        walker = np.arange(len(node))
        for step in range(self._depth):
            goes_left = table.take(first + self._feature.take(node)) <= self._threshold.take(node)
            node = self._children.take(2 * node + goes_left)
            if step < _SHALLOW:
                continue
            arrived = self._is_leaf.take(node)
            found[walker.compress(arrived)] = node.compress(arrived)
            going = np.flatnonzero(~arrived)  # those who have arrived go no further
            node, first, walker = node.take(going), first.take(going), walker.take(going)
        found[walker] = node
        return found.reshape(count, len(self._roots))

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Probabilities, 0 to 1, of rows of named features."""
        import numpy as np

        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(self.margins(rows), -40, 40)))
        return result
