"""Evaluates boosted decision trees that were trained elsewhere and stored as plain JSON.

A model is a few hundred small trees, readable and diffable; NumPy alone runs it, so the
program needs no learning library, and loading one executes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Forest"]

# Rows looked at together: bounds memory on long texts.
_BLOCK = 4096


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
            self._feature = np.asarray(stored["feature"], dtype=np.int32)
            self._threshold = np.asarray(stored["threshold"], dtype=np.float64)
            self._left = np.asarray(stored["left"], dtype=np.int32)
            self._right = np.asarray(stored["right"], dtype=np.int32)
            self._value = np.asarray(stored["value"], dtype=np.float64)
            self._roots = np.asarray(stored["roots"], dtype=np.int32)
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
        names = self._names
        try:
            table = np.array([[row[name] for name in names] for row in rows], dtype=np.float64)
        except KeyError as error:
            raise DataError(
                f"the model {self._file} was made for another version: install again"
            ) from error
        node = np.broadcast_to(self._roots, (len(rows), len(self._roots))).copy()
        index = np.arange(len(rows))[:, None]
        for _ in range(self._depth):
            goes_left = table[index, self._feature[node]] <= self._threshold[node]
            node = np.where(goes_left, self._left[node], self._right[node])
        total: NDArray[np.float64] = self._value[node].sum(axis=1)
        result: NDArray[np.float64] = total * self._slope + self._offset
        return result

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Probabilities, 0 to 1, of rows of named features."""
        import numpy as np

        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(self.margins(rows), -40, 40)))
        return result
