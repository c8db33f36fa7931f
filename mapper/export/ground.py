"""The base map of a project: Natural Earth, cut to the regions that the articles are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mapper.export.table import Table, Value, make_table
from mapper.ground import WORLD, Box, GroundStore, cut, opened_ground

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["GROUND_LAYERS", "ground_tables"]

GROUND_LAYERS = {
    "basemap_land": "MultiPolygon",
    "basemap_water": "MultiPolygon",
    "basemap_lines": "MultiLineString",
    "basemap_names": "Point",
}
"""Layers of the base map, from the lowest up, and their types of geometry."""

_KINDS: dict[str, type] = {"kind": str, "name": str}
_RANKED: dict[str, type] = {"kind": str, "name": str, "rank": int}
_LINES = {"rivers": "river", "provinces": "province", "borders": "border"}
_DISPUTED = "disputed"
_MOST_TOWNS = 150
_WORLD_RANK = 4
"""Rank of the least countries that are named on a map of the world."""
_NEAR = 0.12
"""Degrees: a town so near a place of the map is most likely that place."""

_Row: TypeAlias = "tuple[tuple[Value, ...], BaseGeometry]"
_Shapes: TypeAlias = "NDArray[np.object_]"


def ground_tables(regions: Sequence[Box], named: Table) -> dict[str, Table]:
    """Make the layers of a base map.

    Parameters
    ----------
    regions
        What to show; they do not overlap. The world, coarsely, if there is none.
    named
        The places on the map, which are not named once more.

    Returns
    -------
    dict
        By `GROUND_LAYERS`. Land and water of ``kind`` land, sea and lake; lines of ``kind``
        river, province, border and disputed (on which states disagree: ``name`` says what they
        are); names of ``kind`` country, capital and town.

    Raises
    ------
    DataError
        The file of the ground is missing or damaged.
    """
    with opened_ground() as store:
        land = _areas(_shapes(store, "land", regions))
        lakes = _areas(_shapes(store, "lakes", regions))
        return {
            "basemap_land": make_table(_KINDS, _rows([("land", land)])),
            "basemap_water": make_table(
                _KINDS, _rows([("sea", _sea(land, regions)), ("lake", lakes)])
            ),
            "basemap_lines": make_table(_KINDS, _lines(store, regions)),
            "basemap_names": make_table(_RANKED, _names(store, regions, named)),
        }


def _shapes(store: GroundStore, layer: str, regions: Sequence[Box]) -> _Shapes:
    return _ranked(store, layer, regions)[0]


def _ranked(
    store: GroundStore, layer: str, regions: Sequence[Box]
) -> tuple[_Shapes, NDArray[np.uint8]]:
    import numpy as np

    if not regions:
        if not store.has("coarse", layer):
            return np.empty(0, dtype=object), np.empty(0, dtype=np.uint8)
        return store.shapes("coarse", layer, WORLD)
    pieces = [cut(store, layer, region) for region in regions]
    return np.concatenate([p[0] for p in pieces]), np.concatenate([p[1] for p in pieces])


def _areas(shapes: _Shapes) -> BaseGeometry:
    """One shape of many that touch each other: the ground is cut into tiles."""
    import shapely

    return _of_dimension(shapely.union_all(shapely.make_valid(shapes), grid_size=1e-6), 2)


def _sea(land: BaseGeometry, regions: Sequence[Box]) -> BaseGeometry:
    import shapely

    boxes = [shapely.box(b.west, b.south, b.east, b.north) for b in regions or (WORLD,)]
    return _of_dimension(shapely.difference(shapely.union_all(boxes), land, grid_size=1e-6), 2)


def _of_dimension(shape: BaseGeometry, dimension: int) -> BaseGeometry:
    """The parts of a shape that are areas or lines, as one multiple shape."""
    import shapely
    from shapely.geometry import MultiLineString, MultiPolygon

    parts = shapely.get_parts(shape)
    parts = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
    if dimension == 1:
        return MultiLineString(list(parts))
    return shapely.orient_polygons(MultiPolygon(list(parts)))


def _rows(kinds: Iterable[tuple[str, BaseGeometry]]) -> Iterator[_Row]:
    for kind, shape in kinds:
        if not shape.is_empty:
            yield (kind, ""), shape


def _lines(store: GroundStore, regions: Sequence[Box]) -> Iterator[_Row]:
    for layer, kind in _LINES.items():
        yield from _rows([(kind, _merged(_shapes(store, layer, regions)))])
    shapes, ranks = _ranked(store, _DISPUTED, regions)
    named: list[str] = store.labels()["disputed"]
    for rank in sorted(set(ranks.tolist())):
        line = _merged(shapes[ranks == rank])
        if not line.is_empty:
            yield (_DISPUTED, named[rank]), line


def _merged(shapes: _Shapes) -> BaseGeometry:
    import shapely

    parts = [part for part in shapely.get_parts(shapes) if not part.is_empty]
    merged = shapely.line_merge(shapely.MultiLineString(parts))
    return _of_dimension(shapely.set_precision(merged, 1e-6), 1)


def _names(store: GroundStore, regions: Sequence[Box], named: Table) -> Iterator[_Row]:
    """The names of countries and towns, without those that the map's own places bear."""
    from shapely.geometry import Point

    labels = store.labels()
    told = {str(name) for name in named.columns["place"]}
    told |= {n for names in named.columns["other_names"] for n in str(names).split("; ")}
    spots = [shape.coords[0] for shape in named.shapes if shape.geom_type == "Point"]
    shown = regions or (WORLD,)
    most = 9 if regions else _WORLD_RANK
    for name, latitude, longitude, rank in labels["countries"]:
        held = any(box.holds(latitude, longitude) for box in shown)
        if held and rank <= most and name not in told:
            yield ("country", name, rank), Point(longitude, latitude)
    if not regions:
        return
    towns = [t for t in labels["towns"] if any(box.holds(t[1], t[2]) for box in shown)]
    for name, latitude, longitude, rank, capital in towns[:_MOST_TOWNS]:
        near = any(abs(x - longitude) + abs(y - latitude) < _NEAR for x, y in spots)
        if name not in told and not near:
            yield ("capital" if capital else "town", name, rank), Point(longitude, latitude)
