"""Shapes as every GIS takes them: flat, valid, of six decimals, cut at the antimeridian."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["fit_shape", "spot"]

_GRID = 1e-6
_DECIMALS = 6


def spot(longitude: float, latitude: float) -> tuple[float, float]:
    """Write a position as the files do.

    Parameters
    ----------
    longitude, latitude
        In decimal degrees, EPSG:4326.

    Returns
    -------
    tuple of float
        Of six decimals, the longitude within -180 and 180.
    """
    if not -180 <= longitude <= 180:
        longitude = (longitude + 180) % 360 - 180
    return round(longitude, _DECIMALS) + 0.0, round(latitude, _DECIMALS) + 0.0


def fit_shape(shape: BaseGeometry) -> BaseGeometry:
    """Make a shape that RFC 7946 and every GIS agree with.

    Parameters
    ----------
    shape
        Longitude and latitude, EPSG:4326; not empty.

    Returns
    -------
    shapely.geometry.base.BaseGeometry
        The same in two dimensions, on a grid of 1e-6 degrees (11 cm), valid, in parts where it
        crosses the antimeridian, outer rings counter-clockwise. What is too small for the grid
        becomes a point.
    """
    import numpy as np
    import shapely
    from shapely.geometry import LineString, Point

    if shape.geom_type == "Point":
        x, y = shape.coords[0][:2]
        return Point(spot(x, y))
    if shape.geom_type == "LinearRing":
        shape = LineString(shape.coords)
    flat = _cut(_unwrapped(_widest(shapely.force_2d(shape))))
    snapped = shapely.transform(flat, lambda points: np.round(points, _DECIMALS) + 0.0)
    if not snapped.is_valid:
        # Where lines of the mended shape meet is off the grid again.
        snapped = _widest(shapely.set_precision(shapely.make_valid(snapped), _GRID))
    if snapped.is_empty or shapely.get_dimensions(snapped) < shapely.get_dimensions(flat):
        return fit_shape(flat.centroid)
    return shapely.orient_polygons(snapped)


def _widest(shape: BaseGeometry) -> BaseGeometry:
    """Keep the parts of the most dimensions: mending an area leaves lines and points behind."""
    import shapely

    parts = shapely.get_parts(shape)
    sizes = shapely.get_dimensions(parts)
    if not len(parts) or (sizes == sizes[0]).all():
        return shape
    widest = parts[sizes == sizes.max()]
    return widest[0] if len(widest) == 1 else shapely.union_all(widest)


def _unwrapped(shape: BaseGeometry) -> BaseGeometry:
    """Let what jumps from one end of the map to the other go on beyond 180 degrees."""
    import shapely

    west, _, east, _ = shape.bounds
    if east - west <= 180:
        return shape
    if shape.geom_type == "LineString":
        return shapely.LineString(_straight(shapely.get_coordinates(shape)))
    if shape.geom_type == "Polygon":
        rings = [_straight(shapely.get_coordinates(ring)) for ring in shapely.get_rings(shape)]
        # A ring around a pole does not close when it is straightened; it stays as it is.
        if all((ring[0] == ring[-1]).all() for ring in rings):
            return shapely.Polygon(rings[0], rings[1:])
        return shape
    parts = [_unwrapped(part) for part in shapely.get_parts(shape)]
    return shapely.union_all(parts) if len(parts) > 1 else shape


def _straight(points: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    straight = points.copy()
    straight[:, 0] = np.unwrap(points[:, 0], period=360)
    return straight


def _cut(shape: BaseGeometry) -> BaseGeometry:
    """Bring what lies beyond 180 degrees back to the other end."""
    import shapely
    from shapely.affinity import translate

    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:
        return shape
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    pieces = []
    for turn in range(int((west + 180) // 360), int((east + 180) // 360) + 1):
        band = shapely.box(360 * turn - 180, -90, 360 * turn + 180, 90)
        pieces.append(translate(shapely.intersection(shape, band), -360 * turn))
    return _widest(shapely.union_all([piece for piece in pieces if not piece.is_empty]))
