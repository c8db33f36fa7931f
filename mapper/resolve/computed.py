"""Places that no gazetteer holds because the text makes them out of others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gazetteer import FeatureClass, Gazetteer, GazetteerError, Place
from mapper.model import Mention, MentionKind, Relation, RelativeExpression, Resolution, Span
from mapper.resolve.coast import off_coast
from mapper.resolve.made import EARTH_KM, computed_place, gap_km

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["compute"]

# "North of X" without a distance: somewhere within a short drive.
_UNSAID_KM = 10.0
# A bearing in words covers 45 degrees: half of that, as a share of the distance.
_BEARING_SLACK = 0.4


def compute(
    mention: Mention, anchors: Mapping[Span, Resolution], gazetteer: Gazetteer
) -> Resolution:
    """Make the place that a relative expression tells.

    Parameters
    ----------
    mention
        Of kind `MentionKind.RELATIVE`.
    anchors
        Resolutions of the other mentions, by span; of those nearby the other side of "the
        border with X" is taken.
    gazetteer
        Gives borders and what an anchor lies in.

    Returns
    -------
    Resolution
        With `place` None where an anchor is unknown or the border does not exist.
    """
    nothing = Resolution(mention, (), None, 0.0)
    relative = mention.relative
    if relative is None:
        return nothing
    resolved = [anchors[span] for span in relative.anchors if span in anchors]
    places = [r.place for r in resolved if r.place is not None]
    if not places or len(places) < len(relative.anchors):
        return nothing
    score = min(r.score for r in resolved)
    if relative.relation is Relation.COAST:
        return off_coast(mention, relative, places[0], gazetteer, score) or nothing
    if relative.relation is Relation.OFFSET:
        return _offset(mention, relative, places[0], score)
    if relative.relation is Relation.BETWEEN:
        return _between(mention, places[0], places[1], score)
    return _border(mention, relative, places, anchors, gazetteer, score) or nothing


def _offset(
    mention: Mention, relative: RelativeExpression, anchor: Place, score: float
) -> Resolution:
    import shapely

    distance = relative.distance_km
    if relative.bearing is None:
        latitude, longitude = anchor.latitude, anchor.longitude
        uncertainty = max(5.0, distance or _UNSAID_KM)
    else:
        away = _UNSAID_KM if distance is None else distance
        latitude, longitude = destination(anchor.latitude, anchor.longitude, relative.bearing, away)
        uncertainty = max(3.0, _BEARING_SLACK * away) if distance is not None else away
    place = computed_place(mention, anchor, latitude, longitude, "point", f"relative/{anchor.id}")
    return Resolution(
        mention, (), place, score, uncertainty, shapely.Point(place.longitude, place.latitude)
    )


def _between(mention: Mention, first: Place, second: Place, score: float) -> Resolution:
    import shapely

    if first.id == second.id:
        return Resolution(mention, (), None, 0.0)
    latitude, longitude = midpoint(first, second)
    half = gap_km(first, second) / 2
    place = computed_place(
        mention, first, latitude, longitude, "line", f"relative/{first.id}-{second.id}"
    )
    line = shapely.LineString(
        [
            (first.longitude, first.latitude),
            (longitude, latitude),
            (second.longitude, second.latitude),
        ]
    )
    if abs(first.longitude - second.longitude) > 180:
        return Resolution(
            mention, (), place, score, max(2.0, half), shapely.Point(longitude, latitude)
        )
    return Resolution(mention, (), place, score, max(2.0, half), line)


def _border(
    mention: Mention,
    relative: RelativeExpression,
    places: list[Place],
    anchors: Mapping[Span, Resolution],
    gazetteer: Gazetteer,
    score: float,
) -> Resolution | None:
    codes = list(dict.fromkeys(p.country for p in places if p.country))
    if not codes:
        return None
    anchor = anchors[relative.anchors[0]].mention
    leads = anchor.kind is MentionKind.LITERAL and anchor.span.start == mention.span.start
    if len(places) == 1 and leads and not _rules(places[0]):
        # "The Nowsud border": where it runs past that town, whatever country lies beyond.
        return _offset(mention, relative, places[0], score)
    pairs = [(codes[0], codes[1])] if len(codes) > 1 else _partners(mention, codes[0], anchors)
    for first, second in pairs:
        try:
            line = gazetteer.border(first, second)
        except GazetteerError:
            continue
        middle = _middle(line)
        one, two = sorted((first, second))
        names = " and ".join(gazetteer.country(code).name for code in (one, two))
        place = Place(
            id=f"im:border/{one}-{two}",
            name=f"Border of {names}",
            latitude=round(middle[1], 5),
            longitude=round(middle[0], 5),
            feature_class=FeatureClass.ADMINISTRATIVE,
            feature_code="BDRY",
            shape="line",
            source="computed",
        )
        length = _length_km(line)
        return Resolution(mention, (), place, score * 0.95, max(5.0, length / 2), line)
    return None


def _rules(place: Place) -> bool:
    """Whether a name may stand for a land: a country's, a region's, a capital's, a seat's."""
    if place.feature_class is not FeatureClass.POPULATED:
        return True
    return place.feature_code in {"PPLC", "PPLA"}


def _partners(
    mention: Mention, code: str, anchors: Mapping[Span, Resolution]
) -> list[tuple[str, str]]:
    """Countries that could be the other side, those mentioned nearest before it first."""
    near: dict[str, int] = {}
    for span, resolution in anchors.items():
        place = resolution.place
        if place is None or not place.country or place.country == code:
            continue
        gap = mention.span.start - span.end
        cost = gap if gap >= 0 else 3 * (span.start - mention.span.end) + 50
        if resolution.mention.kind is MentionKind.DEMONYM:
            cost += 40
        near[place.country] = min(near.get(place.country, cost), cost)
    return [(code, other) for other in sorted(near, key=lambda c: (near[c], c))][:6]


def destination(
    latitude: float, longitude: float, bearing: float, distance: float
) -> tuple[float, float]:
    """Latitude and longitude `distance` km from a point, `bearing` degrees from north."""
    lat, lon, way = map(math.radians, (latitude, longitude, bearing))
    angle = distance / EARTH_KM
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(way)
    there = math.asin(max(-1.0, min(1.0, sine)))
    east = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * sine
    )
    return math.degrees(there), (math.degrees(lon + east) + 540) % 360 - 180


def midpoint(first: Place, second: Place) -> tuple[float, float]:
    """Latitude and longitude half way along the great circle."""
    a, b, c, d = map(
        math.radians, (first.latitude, first.longitude, second.latitude, second.longitude)
    )
    x, y = math.cos(c) * math.cos(d - b), math.cos(c) * math.sin(d - b)
    latitude = math.atan2(math.sin(a) + math.sin(c), math.hypot(math.cos(a) + x, y))
    longitude = b + math.atan2(y, math.cos(a) + x)
    return math.degrees(latitude), (math.degrees(longitude) + 540) % 360 - 180


def _middle(line: BaseGeometry) -> tuple[float, float]:
    """Find a point on the line, half way along its longest part."""
    parts = list(getattr(line, "geoms", [line]))
    longest = max(parts, key=lambda part: part.length)
    point = longest.interpolate(0.5, normalized=True) if longest.length else longest.centroid
    return point.x, point.y


def _length_km(line: BaseGeometry) -> float:
    west, south, east, north = line.bounds
    wide = (east - west) * math.cos(math.radians((south + north) / 2))
    return math.hypot(wide, north - south) * 111.2
