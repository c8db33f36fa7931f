"""How precisely a place tells where an event was."""

from __future__ import annotations

from math import cos, hypot, radians
from typing import TYPE_CHECKING

from mapper.attach.sites import is_country
from mapper.model import PlaceRole, Precision, Relation

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place
    from mapper.model import Resolution

__all__ = ["precision_of"]

_KM_PER_DEGREE = 111.2
# Radius by population: a village is known to a kilometre or two, a metropolis to its size.
_RADII = ((1_000, 1.5), (10_000, 2.5), (100_000, 5.0), (1_000_000, 10.0))
_METROPOLIS_KM = 15.0
_NEAR_KM = 10.0


def precision_of(
    resolution: Resolution, place: Place, role: PlaceRole, shape: BaseGeometry | None
) -> tuple[Precision, float, int]:
    """Kind of spot, radius in km, and UCDP's where_prec (1 to 7).

    Parameters
    ----------
    resolution
        What the mention was taken to mean.
    place
        The place chosen.
    role
        "near" widens the radius.
    shape
        Line or area of the place (EPSG:4326), if known.
    """
    relative = resolution.mention.relative
    if relative is not None:
        radius = resolution.uncertainty_km or 15.0
        if relative.relation is Relation.OFFSET:
            return Precision.SETTLEMENT, radius, 2 if radius <= 25 else 5
        if relative.relation is Relation.COAST:
            return Precision.WATER, radius, 7
        return Precision.LINE, radius, 5
    kind, radius, where = _by_feature(place, shape)
    if resolution.uncertainty_km is not None:
        radius = max(radius, resolution.uncertainty_km)
    if role is PlaceRole.NEAR and kind in (Precision.EXACT, Precision.SETTLEMENT):
        radius, where = radius + _NEAR_KM, 2
    return kind, round(radius, 1), where


def _by_feature(place: Place, shape: BaseGeometry | None) -> tuple[Precision, float, int]:
    letter, code = place.feature_class.value, place.feature_code
    extent = _extent(shape)
    if is_country(place):
        return Precision.COUNTRY, extent or 300.0, 6
    if place.shape == "line" or letter == "R":
        return Precision.LINE, extent or 25.0, 5
    if letter == "A":
        if code.startswith("ADM1"):
            return Precision.REGION, extent or 75.0, 4
        return Precision.DISTRICT, extent or 20.0, 3
    if letter in ("H", "U"):
        if code in ("SEA", "OCN", "GULF", "BAY") and extent is None:
            return Precision.WATER, 300.0 if code in ("SEA", "OCN") else 80.0, 7
        river = code.startswith(("STM", "CNL"))
        return Precision.LINE if river else Precision.WATER, extent or 40.0, 7
    if letter == "P":
        radius = next((r for top, r in _RADII if place.population < top), _METROPOLIS_KM)
        return Precision.SETTLEMENT, radius, 1
    if letter == "S":
        return Precision.EXACT, 1.0, 1
    if letter == "T" and code not in ("PEN", "ISLS", "DSRT", "MTS", "VAL", "PLN"):
        return Precision.EXACT, extent or 4.0, 2
    return Precision.REGION, extent or 60.0, 5


def _extent(shape: BaseGeometry | None) -> float | None:
    """Half the diagonal of a shape's bounds in km; None for points."""
    if shape is None or shape.is_empty or shape.geom_type in ("Point", "MultiPoint"):
        return None
    west, south, east, north = shape.bounds
    across = (east - west) * cos(radians((south + north) / 2))
    return max(1.0, hypot(across, north - south) * _KM_PER_DEGREE / 2)
