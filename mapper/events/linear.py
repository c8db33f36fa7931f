"""Linear models over named numbers, as the trainers store them."""

from __future__ import annotations

import json
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Linear"]


class Linear:
    """A multinomial model: a score a class, linear in the features.

    Parameters
    ----------
    path
        JSON with ``classes``, ``bias`` (one a class) and ``weights`` (by feature, one a class).

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        import numpy as np

        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self.classes = tuple(str(name) for name in stored["classes"])
            self._bias = np.array(stored["bias"], dtype=np.float64)
            self._place = {name: number for number, name in enumerate(stored["weights"])}
            shape = len(self._place), len(self.classes)
            table = list(stored["weights"].values())
            weights = np.array(table, dtype=np.float64).reshape(shape)
            # One more row, of zeros, for the names that the model does not know.
            self._weights = np.concatenate([weights, np.zeros((1, len(self.classes)))])
            if self._bias.shape != shape[1:]:
                raise ValueError("one bias a class")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(
                f"the model {path.name} is missing or damaged: install again"
            ) from error

    def probabilities(self, row: Mapping[str, float]) -> NDArray[np.float64]:
        """Give the probability of every class, in the order of `classes`.

        Parameters
        ----------
        row
            Named numbers; names that the model does not know count nothing.
        """
        import numpy as np

        scores = self._scores(row)
        powers = np.exp(scores - scores.max())
        found: NDArray[np.float64] = powers / powers.sum()
        return found

    def _scores(self, row: Mapping[str, float]) -> NDArray[np.float64]:
        import numpy as np

        places = map(self._place.get, row, repeat(len(self._place)))
        numbers = np.fromiter(places, np.intp, len(row))
        values = np.fromiter(row.values(), np.float64, len(row))
        scores: NDArray[np.float64] = self._bias + values @ self._weights.take(numbers, axis=0)
        return scores

    def likeliest(self, row: Mapping[str, float]) -> str:
        """Give the class with the highest score."""
        return self.classes[int(self._scores(row).argmax())]
