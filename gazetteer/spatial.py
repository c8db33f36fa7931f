"""Nearest places, ring by ring over the grid."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection

from gazetteer.layout import CELLS_A_DEGREE, CELLS_AROUND
from gazetteer.shelf import Shelf

__all__ = ["distance_km", "nearest"]

_EARTH_KM = 6371.0088
_CELL_KM = math.pi * _EARTH_KM / 180.0 / CELLS_A_DEGREE


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km between two points in decimal degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def nearest(
    shelf: Shelf,
    latitude: float,
    longitude: float,
    *,
    limit: int,
    radius_km: float,
    classes: Collection[bytes] | None,
) -> list[tuple[float, int]]:
    """Distance in km and number of the nearest places, nearest first."""
    row = math.floor((latitude + 90.0) * CELLS_A_DEGREE)
    column = math.floor((longitude + 180.0) * CELLS_A_DEGREE) % CELLS_AROUND
    found: list[tuple[float, int]] = []
    rows = 180 * CELLS_A_DEGREE
    ring = 0
    while True:
        # Everything within `ring` rows is seen; columns widen towards the poles.
        seen_km = (ring - 1) * _CELL_KM
        if seen_km > radius_km or (len(found) >= limit and found[limit - 1][0] <= seen_km):
            break
        if ring > rows:
            break
        for first, last in _ring(row, column, ring, rows):
            for number, lat, lon, letter in shelf.spots(first, last):
                if classes is None or letter in classes:
                    away = distance_km(latitude, longitude, lat, lon)
                    if away <= radius_km:
                        found.append((away, number))
        found = heapq.nsmallest(limit, found)
        ring += 1
    return found


def _width(row: int, ring: int) -> int:
    """How many columns reach as far east as `ring` rows reach north."""
    edge = min(89.9, max(abs(row / CELLS_A_DEGREE - 90.0), abs((row + 1) / CELLS_A_DEGREE - 90.0)))
    return min(CELLS_AROUND // 2, math.ceil(ring / math.cos(math.radians(edge))))


def _ring(row: int, column: int, ring: int, rows: int) -> list[tuple[int, int]]:
    """Return runs of cells that are new in this ring."""
    runs = []
    for line in range(max(0, row - ring), min(rows, row + ring) + 1):
        wide = _width(line, ring)
        inner = -1 if abs(line - row) == ring else _width(line, ring - 1)
        if inner < 0:
            runs += _run(line, column - wide, column + wide)
        elif wide > inner:
            runs += _run(line, column - wide, column - inner - 1)
            runs += _run(line, column + inner + 1, column + wide)
    return runs


def _run(line: int, first: int, last: int) -> list[tuple[int, int]]:
    """Return a run of columns on one row, cut where it crosses the antimeridian."""
    base = line * CELLS_AROUND
    if last - first + 1 >= CELLS_AROUND:
        return [(base, base + CELLS_AROUND - 1)]
    if first < 0:
        return [(base, base + last)] * (last >= 0) + [
            (base + first + CELLS_AROUND, base + min(last, -1) + CELLS_AROUND)
        ]
    if last >= CELLS_AROUND:
        return [(base + first, base + CELLS_AROUND - 1)] * (first < CELLS_AROUND) + [
            (base + max(first, CELLS_AROUND) - CELLS_AROUND, base + last - CELLS_AROUND)
        ]
    return [(base + first, base + last)]
