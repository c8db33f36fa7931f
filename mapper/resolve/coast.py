"""Waters off a coast: the strip of sea that "off the coast of X" means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gazetteer import FeatureClass, Gazetteer, GazetteerError, Place
from mapper.model import Mention, RelativeExpression, Resolution
from mapper.resolve.made import computed_place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["off_coast"]

# How far out "off the coast" reaches where the text gives no distance: what is told so was mostly
# seen, or dealt with, from the shore.
_UNSAID_KM = 30.0
_FARTHEST_KM = 500.0
_KM_PER_DEGREE = 111.2
# Outlines of neighbouring countries do not fit each other to the metre.
_SLIVER_KM = 2.0
_LEAST_KM2 = 20.0
_WEDGE_DEGREES = 60.0
_NEIGHBOURS = 40


def off_coast(
    mention: Mention,
    relative: RelativeExpression,
    anchor: Place,
    gazetteer: Gazetteer,
    score: float,
) -> Resolution | None:
    """Compute the waters off an anchor.

    Parameters
    ----------
    mention
        The expression.
    relative
        Its distance in km and its bearing, where the text gives them.
    anchor
        A country, division, island or town.
    gazetteer
        Knows the land around.
    score
        Belief in the anchor.

    Returns
    -------
    Resolution or None
        A polygon (EPSG:4326) of sea within the distance of the anchor, without any land; None
        where there is no sea, or the anchor lies too near a pole or the antimeridian.
    """
    import shapely

    reach = min(relative.distance_km or _UNSAID_KM, _FARTHEST_KM)
    core = _outline(anchor, gazetteer)
    squeeze = math.cos(math.radians(anchor.latitude))
    west, _, east, _ = core.bounds
    if squeeze < 0.15 or west < -175 or east > 175:
        return None
    land = [_flat(_outline(country, gazetteer), squeeze) for country in _around(core, gazetteer)]
    ground = shapely.union_all(land).buffer(_SLIVER_KM)
    sea = _flat(core, squeeze).buffer(reach).difference(ground)
    if relative.bearing is not None:
        sea = sea.intersection(_wedge(_flat(core, squeeze), relative.bearing))
    parts = [p for p in getattr(sea, "geoms", [sea]) if p.area >= _LEAST_KM2]
    if not parts:
        return None
    parts.sort(key=lambda part: -part.area)
    spot = parts[0].representative_point()
    waters = _round(shapely.MultiPolygon(parts), squeeze)
    farthest = float(shapely.hausdorff_distance(spot, shapely.MultiPolygon(parts)))
    longitude, latitude = spot.x / (_KM_PER_DEGREE * squeeze), spot.y / _KM_PER_DEGREE
    place = computed_place(mention, anchor, latitude, longitude, "polygon", f"relative/{anchor.id}")
    return Resolution(mention, (), place, score * 0.95, round(max(reach, farthest), 1), waters)


def _outline(place: Place, gazetteer: Gazetteer) -> BaseGeometry:
    import shapely

    if place.shape == "polygon":
        try:
            return gazetteer.geometry(place)
        except GazetteerError:
            pass
    return shapely.Point(place.longitude, place.latitude)


def _around(core: BaseGeometry, gazetteer: Gazetteer) -> list[Place]:
    """Countries with a settlement near some points of the anchor's bounds."""
    west, south, east, north = core.bounds
    spots = {(core.representative_point().y, core.representative_point().x)}
    for step in range(5):
        share = step / 4
        spots |= {
            (south + share * (north - south), west),
            (south + share * (north - south), east),
            (south, west + share * (east - west)),
            (north, west + share * (east - west)),
        }
    codes: set[str] = set()
    for latitude, longitude in spots:
        near = gazetteer.near(
            latitude,
            longitude,
            limit=_NEIGHBOURS,
            radius_km=150,
            feature_classes=[FeatureClass.POPULATED],
        )
        codes |= {found.place.country for found in near if found.place.country}
    countries = []
    for code in sorted(codes):
        try:
            countries.append(gazetteer.country(code))
        except GazetteerError:
            continue
    return countries


def _flat(shape: BaseGeometry, squeeze: float) -> BaseGeometry:
    """Km east and north of the null point, true along the anchor's parallel."""
    from shapely import affinity

    return affinity.affine_transform(shape, [_KM_PER_DEGREE * squeeze, 0, 0, _KM_PER_DEGREE, 0, 0])


def _round(shape: BaseGeometry, squeeze: float) -> BaseGeometry:
    """Degrees again."""
    from shapely import affinity

    return affinity.affine_transform(
        shape.simplify(0.5), [1 / (_KM_PER_DEGREE * squeeze), 0, 0, 1 / _KM_PER_DEGREE, 0, 0]
    )


def _wedge(core: BaseGeometry, bearing: float) -> BaseGeometry:
    """Ground on one side of a shape's middle."""
    import shapely

    middle, far = core.centroid, 20_000.0
    ways = [bearing - _WEDGE_DEGREES, bearing, bearing + _WEDGE_DEGREES]
    corners = [
        (
            middle.x + far * math.sin(math.radians(way)),
            middle.y + far * math.cos(math.radians(way)),
        )
        for way in ways
    ]
    return shapely.Polygon([(middle.x, middle.y), *corners])
