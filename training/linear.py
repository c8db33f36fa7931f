"""Multinomial models over named numbers, and their plain form that the program reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

__all__ = ["Fitted"]

_DIGITS = 3
_ROUNDS = 400
Row = Mapping[str, float]


class Fitted:
    """A model fitted to rows.

    Parameters
    ----------
    rows, labels, weights
        What to learn from; weights of one if absent.
    strength
        Inverse of the L2 penalty.
    least
        In how many rows a feature must stand.
    trust
        How much a feature is trusted, by name: the larger, the less its weight is held back.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        labels: Sequence[str],
        weights: Sequence[float] | None = None,
        *,
        strength: float,
        least: int,
        trust: Callable[[str], float],
    ) -> None:
        counts = Counter(name for row in rows for name, value in row.items() if value)
        self._known = {name for name, count in counts.items() if count >= least}
        self._trust = trust
        self._vectors = DictVectorizer()
        self._model = LogisticRegression(C=strength, max_iter=_ROUNDS, tol=1e-3)
        table = self._vectors.fit_transform([self._scaled(row) for row in rows])
        self._model.fit(table, labels, sample_weight=weights)
        self.classes = [str(name) for name in self._model.classes_]

    def _scaled(self, row: Row) -> dict[str, float]:
        return {n: float(v) * self._trust(n) for n, v in row.items() if v and n in self._known}

    def probabilities(self, rows: Sequence[Row]) -> np.ndarray:
        """Probabilities of the classes, one row a row."""
        table = self._vectors.transform([self._scaled(row) for row in rows])
        return np.asarray(self._model.predict_proba(table))

    def likeliest(self, rows: Sequence[Row]) -> list[str]:
        """Give the likeliest class of each row."""
        return [self.classes[i] for i in self.probabilities(rows).argmax(axis=1)] if rows else []

    def write(self, path: Path) -> None:
        """Store as `mapper.events.linear.Linear` reads it; weights that round to nothing go."""
        names = self._vectors.get_feature_names_out()
        weights, bias = self._model.coef_, self._model.intercept_
        if len(self.classes) == 2:  # scikit-learn stores the second class only
            weights, bias = np.vstack([0 * weights, weights]), np.array([0.0, bias[0]])
        table = {}
        for place, name in enumerate(names):
            row = np.round(weights[:, place] * self._trust(name), _DIGITS)
            if row.any():
                table[name] = [int(w) if w == int(w) else float(w) for w in row]
        stored = {"classes": self.classes, "bias": [round(float(b), _DIGITS) for b in bias]}
        text = json.dumps(stored | {"weights": table}, separators=(",", ":"), ensure_ascii=False)
        path.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
