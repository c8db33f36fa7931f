"""What the names of a document say about one another by lying near each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gazetteer import Match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["support"]

_EARTH_KM = 6371.0088


def support(names: list[tuple[Match, ...]]) -> list[NDArray[np.float64]]:
    """Nearness of every candidate to the other names of the document.

    Columns: nearest other name (log km), mean kernel at 30, 150 and 800 km, share of other
    names that can be in the same country, in the same first-order division.
    """
    import numpy as np

    rows: list[tuple[int, Match, float]] = []
    for number, shown in enumerate(names):
        prior = _prior(shown)
        rows += [(number, m, w) for m, w in zip(shown, prior, strict=True)]
    if not rows:
        return [np.zeros((0, 6)) for _ in names]
    owner = np.array([n for n, _, _ in rows])
    weight = np.array([w for _, _, w in rows])
    xyz = _on_sphere(rows)
    country = np.array([_code(m.place.country) for _, m, _ in rows])
    division = np.array([_code(m.place.admin1_id or m.place.id) for _, m, _ in rows])
    vague = np.array([m.place.feature_code.startswith(("PCL", "CONT", "OCN")) for _, m, _ in rows])
    witness = np.flatnonzero(weight > 0.02)
    away = _EARTH_KM * np.arccos(np.clip(xyz @ xyz[witness].T, -1, 1))
    others = owner[:, None] != owner[witness][None, :]
    strength = np.where(others, weight[witness][None, :], 0.0)
    exact = np.where(vague[witness][None, :], 0.0, strength)
    counts = np.maximum(1, len(names) - 1)
    near = np.full(len(rows), 20_040.0)
    if len(witness):
        near = np.where(exact > 0.15, away, 20_040.0).min(axis=1)
    figures = [
        np.log1p(near),
        (exact * np.exp(-away / 30)).sum(axis=1),
        (exact * np.exp(-away / 150)).sum(axis=1),
        (exact * np.exp(-away / 800)).sum(axis=1) / counts,
        (strength * (country[:, None] == country[witness][None, :])).sum(axis=1) / counts,
        (strength * (division[:, None] == division[witness][None, :])).sum(axis=1) / counts,
    ]
    table = np.stack(figures, axis=1)
    return [table[owner == number] for number in range(len(names))]


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
