"""The map's ground: Natural Earth, cut to the regions that an article is about.

Inside a region the detail follows its width; outside, a coarse world stays, so that nobody
who moves the map falls off an edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from mapper.errors import DataError
from mapper.render.encode import encode_paths
from mapper.render.ground_store import BASEMAP_FILE, GroundStore
from mapper.render.region import WORLD, Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Paths = list[NDArray[np.float64]]

__all__ = ["basemap"]

SOURCE = "Natural Earth 5.1 (2022) and 4.1 (2018)"

_FINE_BELOW = 40.0
"""Width in degrees up to which a region is drawn from the finest data."""
_LAYERS = ("land", "lakes", "borders", "provinces", "rivers")
_COARSER = {"provinces": 2.0, "rivers": 1.5}
"""Layers that may be simplified more than the rest."""
_MOST_TOWNS = 260
_WORLD_TOWN_RANK = 1
_OUTER, _INNER = 2, 3
"""Decimals of the world outside and of the regions."""
_MARGIN = 0.02
"""Degrees by which a region reaches over its edge, so that no hairline shows there."""


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
    import numpy as np

    try:
        with np.load(BASEMAP_FILE, allow_pickle=False) as archive:
            return _cut(GroundStore(archive), regions)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise DataError(f"the map's basemap is missing or damaged: {BASEMAP_FILE.name}") from error


def _cut(store: GroundStore, regions: Sequence[Box]) -> dict[str, object]:
    ground: dict[str, object] = {
        "decimals": [_OUTER, _INNER],
        "source": SOURCE,
        "edges": _edges(regions),
        "width": round(max((box.span for box in regions), default=0.0), 1),
    }
    for layer in _LAYERS:
        outer: Paths = []
        inner: Paths = []
        if store.has("coarse", layer):
            outer = _outside(store.shapes("coarse", layer, WORLD)[0], regions)
        for region in regions:
            if store.has(_level(region), layer):
                most = _river_rank(region.span) if layer == "rivers" else 255
                shapes, _ = store.shapes(_level(region), layer, region, most)
                inner += _inside(shapes, region, _COARSER.get(layer, 1.0))
        ground[layer] = [encode_paths(outer, _OUTER), encode_paths(inner, _INNER)]
    ground["disputed"] = _disputed(store, regions)
    ground["labels"] = _labels(store.labels(), regions)
    return ground


def _level(region: Box) -> str:
    return "fine" if region.span <= _FINE_BELOW else "mid"


def _river_rank(span: float) -> int:
    """The least of the rivers that a region of this width still shows."""
    return 10 if span < 8 else 8 if span < 18 else 6


def _edges(regions: Sequence[Box]) -> list[list[float]]:
    """Longitudes and latitudes along which areas were cut."""
    xs = {edge for box in regions for edge in (box.west, box.east)}
    ys = {edge for box in regions for edge in (box.south, box.north)}
    over = (-_MARGIN, 0.0, _MARGIN)
    return [
        sorted({round(edge + step, places) for edge in some for step in over for places in (2, 3)})
        for some in (xs, ys)
    ]


def _inside(shapes: NDArray[np.object_], box: Box, coarser: float = 1.0) -> Paths:
    import shapely

    corners = (box.west - _MARGIN, box.south - _MARGIN, box.east + _MARGIN, box.north + _MARGIN)
    tolerance = max(box.span / 6000, 0.002) * coarser
    return _rings(shapely.simplify(shapely.clip_by_rect(shapes, *corners), tolerance))


def _outside(shapes: NDArray[np.object_], regions: Sequence[Box]) -> Paths:
    import shapely

    if not regions:
        return _rings(shapes)
    holes = shapely.union_all([shapely.box(r.west, r.south, r.east, r.north) for r in regions])
    return _rings(shapely.difference(shapes, holes))


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
    for rank in sorted(set(ranks.tolist())):
        found.setdefault(rank, ([], []))[0].extend(_outside(shapes[ranks == rank], regions))
    for region in regions:
        shapes, ranks = store.shapes(_level(region), "disputed", region)
        for rank in sorted(set(ranks.tolist())):
            found.setdefault(rank, ([], []))[1].extend(_inside(shapes[ranks == rank], region))
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
