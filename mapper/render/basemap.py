"""The map's ground: Natural Earth, cut to the region that an article is about.

Inside the region the detail follows its width; outside it a coarse world stays, so that
nobody who moves the map falls off an edge.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from mapper.errors import DataError
from mapper.render.encode import encode_paths
from mapper.render.region import WORLD, Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BASEMAP_FILE", "QUANTUM", "basemap"]

BASEMAP_FILE = Path(__file__).parent / "data" / "basemap.npz"
SOURCE = "Natural Earth 5.1 (2022) and 4.1 (2018)"
QUANTUM = 1e-4
"""Degrees: coordinates are stored as whole numbers of it (11 m at the equator)."""

_FINE_BELOW = 40.0
"""Width in degrees up to which a region is drawn from the finest data."""
_AREAS = ("land", "lakes")
_LINES = ("coast", "borders", "provinces", "rivers")
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
        By layer the encoded paths of the world outside and of the regions; and labels
        ``[name, lat, lon, rank, capital]``.

    Raises
    ------
    DataError
        If the basemap's file is missing or damaged.
    """
    import numpy as np

    try:
        with np.load(BASEMAP_FILE, allow_pickle=False) as store:
            return _cut(dict(store) if len(regions) > 1 else store, regions)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise DataError(f"the map's basemap is missing or damaged: {BASEMAP_FILE.name}") from error


def _cut(store: Any, regions: Sequence[Box]) -> dict[str, object]:
    ground: dict[str, object] = {"decimals": [_OUTER, _INNER], "source": SOURCE}
    for name in (*_AREAS, *_LINES):
        outer: list[NDArray[np.float64]] = []
        inner: list[NDArray[np.float64]] = []
        if f"coarse.{name}.d" in store:
            outer = _outside(_read(store, "coarse", name, WORLD), regions)
        for region in regions:
            level = "fine" if region.span <= _FINE_BELOW else "mid"
            if f"{level}.{name}.d" in store:
                most = _river_rank(region.span) if name == "rivers" else 255
                shapes = _read(store, level, name, region, most)
                inner += _inside(shapes, region, max(region.span / 6000, 0.002))
        ground[name] = [encode_paths(outer, _OUTER), encode_paths(inner, _INNER)]
    ground["disputed"] = _disputed(store, regions)
    ground["labels"] = _labels(bytes(store["labels"]), regions)
    return ground


def _disputed(store: Any, regions: Sequence[Box]) -> list[list[str]]:
    """Every line on which states disagree: what it is, the path outside, the path inside."""
    import numpy as np

    names: list[str] = json.loads(bytes(store["labels"]))["disputed"]
    paths: dict[int, tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]] = {}

    def put(side: int, level: str, box: Box) -> None:
        shapes = _read(store, level, "disputed", box)
        ranks = _read_ranks(store, level, "disputed", box)
        for rank in sorted(set(ranks.tolist())):
            some = shapes[ranks == rank]
            cut = _inside(some, box, max(box.span / 6000, 0.002)) if side else _outside(some, regions)
            paths.setdefault(rank, ([], []))[side].extend(cut)

    put(0, "coarse", WORLD)
    for region in regions:
        put(1, "fine" if region.span <= _FINE_BELOW else "mid", region)
    rows = [
        [names[rank], encode_paths(outer, _OUTER), encode_paths(inner, _INNER)]
        for rank, (outer, inner) in sorted(paths.items())
    ]
    return [row for row in rows if row[1] or row[2]]


def _river_rank(span: float) -> int:
    """The least of the rivers that a region of this width still shows."""
    return 10 if span < 8 else 8 if span < 18 else 6


def _read(store: Any, level: str, name: str, box: Box, most: int = 255) -> NDArray[np.object_]:
    """The stored shapes that touch the box."""
    import numpy as np
    import shapely

    key = f"{level}.{name}"
    touch = _touch(store, key, box) & (store[f"{key}.r"] <= most)
    lengths = store[f"{key}.o"]
    points = np.cumsum(store[f"{key}.d"], axis=0, dtype=np.int32)
    if f"{key}.g" in store:
        rings = store[f"{key}.g"]
        wanted = np.repeat(touch, rings)
        groups = (_offsets(rings[touch]),)
        kind = shapely.GeometryType.POLYGON
    else:
        wanted, groups, kind = touch, (), shapely.GeometryType.LINESTRING
    xy = points[np.repeat(wanted, lengths)] * QUANTUM
    shapes: NDArray[np.object_] = shapely.from_ragged_array(
        kind, xy, (_offsets(lengths[wanted]), *groups)
    )
    return shapes


def _read_ranks(store: Any, level: str, name: str, box: Box) -> NDArray[np.uint8]:
    """Ranks of the shapes that `_read` gives, in the same order."""
    key = f"{level}.{name}"
    ranks: NDArray[np.uint8] = store[f"{key}.r"][_touch(store, key, box)]
    return ranks


def _touch(store: Any, key: str, box: Box) -> NDArray[np.bool_]:
    bounds = store[f"{key}.b"] / 100.0
    touch: NDArray[np.bool_] = (
        (bounds[:, 0] <= box.east)
        & (bounds[:, 2] >= box.west)
        & (bounds[:, 1] <= box.north)
        & (bounds[:, 3] >= box.south)
    )
    return touch


def _offsets(lengths: NDArray[np.int32]) -> NDArray[np.int64]:
    import numpy as np

    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _rings(shapes: NDArray[np.object_]) -> list[NDArray[np.float64]]:
    """Coordinates of every line, or of every ring with its polygon's holes after it."""
    import numpy as np
    import shapely

    parts = shapely.get_parts(shapes)
    kinds = shapely.get_type_id(parts)
    rings = shapely.get_rings(parts[kinds == 3])
    return [shapely.get_coordinates(s) for s in np.concatenate([rings, parts[kinds == 1]])]


def _inside(
    shapes: NDArray[np.object_], box: Box, tolerance: float
) -> list[NDArray[np.float64]]:
    import shapely

    # A little beyond the box, so that no hairline shows between inside and outside.
    edge = 0.02
    cut = shapely.clip_by_rect(
        shapes, box.west - edge, box.south - edge, box.east + edge, box.north + edge
    )
    return _rings(shapely.simplify(cut, tolerance))


def _outside(shapes: NDArray[np.object_], regions: Sequence[Box]) -> list[NDArray[np.float64]]:
    import shapely

    if not regions:
        return _rings(shapes)
    holes = shapely.union_all([shapely.box(r.west, r.south, r.east, r.north) for r in regions])
    return _rings(shapely.difference(shapes, holes))


def _labels(text: bytes, regions: Sequence[Box]) -> dict[str, object]:
    """The capitals of the world, the towns of the regions by importance, every country."""
    labels = json.loads(text)
    inside = [t for t in labels["towns"] if any(box.holds(t[1], t[2]) for box in regions)]
    towns = inside[:_MOST_TOWNS]
    known = {tuple(t) for t in towns}
    towns += [t for t in labels["towns"] if t[3] <= _WORLD_TOWN_RANK and tuple(t) not in known]
    return {"towns": towns, "countries": labels["countries"]}
