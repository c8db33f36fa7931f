"""What the names of a document say about one another by lying near each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer import Match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["support"]

_EARTH_KM = 6371.0088
_FARTHEST = 20_040.0
_COLUMNS = 6
# A candidate speaks for others if it is believed so much, and is a landmark if so much.
_LEAST, _CLEAR = 0.02, 0.15
# Bounds for texts as long as books.
_MOST_WITNESSES, _BLOCK = 2_000, 2_000


def support(names: list[tuple[Match, ...]]) -> list[NDArray[np.float64]]:
    """Measure how near every candidate lies to what the document's other names may mean.

    Parameters
    ----------
    names
        The candidates of each name.

    Returns
    -------
    list of arrays
        For each name a row a candidate. Columns: nearest other name (log km), mean kernel at
        30, 150 and 800 km, share of other names that can be in the same country, in the same
        first-order division.
    """
    import numpy as np

    rows: list[tuple[int, Match, float]] = []
    for number, shown in enumerate(names):
        prior = _prior(shown)
        rows += [(number, m, w) for m, w in zip(shown, prior, strict=True)]
    if not rows:
        return [np.zeros((0, _COLUMNS)) for _ in names]
    points = _Points.of(rows)
    likely = np.flatnonzero(points.weight > _LEAST)
    strongest = np.argsort(-points.weight[likely], kind="stable")[:_MOST_WITNESSES]
    witnesses = points.take(np.sort(likely[strongest]))
    others = max(1, len(names) - 1)
    blocks = [
        _figures(points.take(np.arange(start, min(start + _BLOCK, len(rows)))), witnesses, others)
        for start in range(0, len(rows), _BLOCK)
    ]
    ends = np.cumsum([len(shown) for shown in names])[:-1]
    return np.split(np.concatenate(blocks), ends)


@dataclass(frozen=True)
class _Points:
    """Candidates as columns of numbers."""

    owner: NDArray[np.int64]
    weight: NDArray[np.float64]
    xyz: NDArray[np.float64]
    country: NDArray[np.int64]
    division: NDArray[np.int64]
    vague: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: list[tuple[int, Match, float]]) -> _Points:
        import numpy as np

        places = [m.place for _, m, _ in rows]
        return cls(
            np.array([n for n, _, _ in rows]),
            np.array([w for _, _, w in rows]),
            _on_sphere(rows),
            np.array([_code(p.country) for p in places]),
            np.array([_code(p.admin1_id or p.id) for p in places]),
            np.array([p.feature_code.startswith(("PCL", "CONT", "OCN")) for p in places]),
        )

    def take(self, index: NDArray[np.int64]) -> _Points:
        return _Points(
            self.owner[index],
            self.weight[index],
            self.xyz[index],
            self.country[index],
            self.division[index],
            self.vague[index],
        )


def _figures(points: _Points, seen: _Points, others: int) -> NDArray[np.float64]:
    import numpy as np

    away = _EARTH_KM * np.arccos(np.clip(points.xyz @ seen.xyz.T, -1, 1))
    foreign = points.owner[:, None] != seen.owner[None, :]
    strength = np.where(foreign, seen.weight[None, :], 0.0)
    exact = np.where(seen.vague[None, :], 0.0, strength)
    near = np.where(exact > _CLEAR, away, _FARTHEST).min(axis=1, initial=_FARTHEST)
    same_country = points.country[:, None] == seen.country[None, :]
    same_division = points.division[:, None] == seen.division[None, :]
    figures = [
        np.log1p(near),
        (exact * np.exp(-away / 30)).sum(axis=1),
        (exact * np.exp(-away / 150)).sum(axis=1),
        (exact * np.exp(-away / 800)).sum(axis=1) / others,
        (strength * same_country).sum(axis=1) / others,
        (strength * same_division).sum(axis=1) / others,
    ]
    return np.stack(figures, axis=1)


def _on_sphere(rows: list[tuple[int, Match, float]]) -> NDArray[np.float64]:
    import numpy as np

    point = np.radians([(m.place.latitude, m.place.longitude) for _, m, _ in rows])
    flat = np.cos(point[:, 0])
    return np.stack(
        [flat * np.cos(point[:, 1]), flat * np.sin(point[:, 1]), np.sin(point[:, 0])], axis=1
    )


def _code(text: str) -> int:
    """Make a stable number of a short code; different texts hardly ever share one."""
    value = 0
    for letter in text:
        value = (value * 131 + ord(letter)) % 2_147_483_647
    return value


def _prior(matches: tuple[Match, ...]) -> list[float]:
    """Belief in each candidate before the document is looked at."""
    if not matches:
        return []
    raw = [_standing(m, i) for i, m in enumerate(matches)]
    total = sum(raw)
    return [r / total for r in raw]


def _standing(match: Match, position: int) -> float:
    place = match.place
    size = math.sqrt(place.population + 300.0)
    if place.feature_code.startswith("PCL"):
        size *= 8
    elif place.feature_code in {"PPLC", "ADM1", "CONT", "RGN", "OCN", "SEA"}:
        size = max(size, 400.0) * 2
    return size / (1 + 0.3 * position)
