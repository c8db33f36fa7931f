"""The map's ground: Natural Earth, cut to the regions that an article is about.

Inside a region the detail follows its width; outside, a coarse world stays, so that nobody
who moves the map falls off an edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapper.ground import MARGIN, SOURCE, WORLD, Box, GroundStore, cut, opened_ground, outside
from mapper.render.encode import encode_paths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = list[NDArray[np.float64]]

__all__ = ["basemap"]

_LAYERS = ("land", "lakes", "borders", "provinces", "rivers")
_MOST_TOWNS = 260
_WORLD_TOWN_RANK = 1
_OUTER, _INNER = 2, 3
"""Decimals of the world outside and of the regions."""


def basemap(regions: Sequence[Box]) -> dict[str, object]:
    """The ground of the world with detail in some regions, as the page reads it.

    Parameters
    ----------
    regions
        Where the article's places are, with some land around them; they do not overlap.

    Returns
    -------
    dict
        By layer the encoded paths of the world outside and of the regions; the edges where
        areas were cut, which are no coast; the widest region in degrees; lines on which
        states disagree, each with what it is; labels ``[name, lat, lon, rank, capital]``.

    Raises
    ------
    DataError
        If the basemap's file is missing or damaged.
    """
    with opened_ground() as store:
        return _cut(store, regions)


def _cut(store: GroundStore, regions: Sequence[Box]) -> dict[str, object]:
    ground: dict[str, object] = {
        "decimals": [_OUTER, _INNER],
        "source": SOURCE,
        "edges": _edges(regions),
        "width": round(max((box.span for box in regions), default=0.0), 1),
    }
    for layer in _LAYERS:
        outer: Paths = []
        if store.has("coarse", layer):
            outer = _rings(outside(store.shapes("coarse", layer, WORLD)[0], regions))
        inner = [ring for region in regions for ring in _rings(cut(store, layer, region)[0])]
        ground[layer] = [encode_paths(outer, _OUTER), encode_paths(inner, _INNER)]
    ground["disputed"] = _disputed(store, regions)
    ground["labels"] = _labels(store.labels(), regions)
    return ground


def _edges(regions: Sequence[Box]) -> list[list[float]]:
    """Longitudes and latitudes along which areas were cut."""
    xs = {edge for box in regions for edge in (box.west, box.east)}
    ys = {edge for box in regions for edge in (box.south, box.north)}
    over = (-MARGIN, 0.0, MARGIN)
    return [
        sorted({round(edge + step, places) for edge in some for step in over for places in (2, 3)})
        for some in (xs, ys)
    ]


def _rings(shapes: NDArray[np.object_]) -> Paths:
    """Coordinates of every line, or of every ring with its polygon's holes after it."""
    import numpy as np
    import shapely

    parts = shapely.get_parts(shapes)
    kinds = shapely.get_type_id(parts)
    rings = shapely.get_rings(parts[kinds == 3])
    return [shapely.get_coordinates(s) for s in np.concatenate([rings, parts[kinds == 1]])]


def _disputed(store: GroundStore, regions: Sequence[Box]) -> list[list[str]]:
    """Every line on which states disagree: what it is, the path outside, the path inside."""
    names = store.labels()["disputed"]
    found: dict[int, tuple[Paths, Paths]] = {}
    shapes, ranks = store.shapes("coarse", "disputed", WORLD)
    pieces = [(outside(shapes, regions), ranks, 0)]
    pieces += [(*cut(store, "disputed", region), 1) for region in regions]
    for shapes, ranks, side in pieces:
        for rank in sorted(set(ranks.tolist())):
            found.setdefault(rank, ([], []))[side].extend(_rings(shapes[ranks == rank]))
    rows = [
        [names[rank], encode_paths(outer, _OUTER), encode_paths(inner, _INNER)]
        for rank, (outer, inner) in sorted(found.items())
    ]
    return [row for row in rows if row[1] or row[2]]


def _labels(labels: dict[str, list[Any]], regions: Sequence[Box]) -> dict[str, object]:
    """The capitals of the world, the towns of the regions by importance, every country."""
    inside = [t for t in labels["towns"] if any(box.holds(t[1], t[2]) for box in regions)]
    towns = inside[:_MOST_TOWNS]
    known = {tuple(t) for t in towns}
    towns += [t for t in labels["towns"] if t[3] <= _WORLD_TOWN_RANK and tuple(t) not in known]
    return {"towns": towns, "countries": labels["countries"]}
