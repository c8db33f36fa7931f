"""Rows for places that no gazetteer holds, and how far places lie apart."""

from __future__ import annotations

from gazetteer import FeatureClass, Place, distance_km
from mapper.model import Mention

__all__ = ["EARTH_KM", "computed_place", "gap_km"]

EARTH_KM = 6371.0088
_CLASSES = {
    "point": FeatureClass.SPOT,
    "line": FeatureClass.ROUTE,
    "polygon": FeatureClass.WATER,
}


def computed_place(
    mention: Mention, anchor: Place, latitude: float, longitude: float, shape: str, tail: str
) -> Place:
    """Place that the text makes out of another.

    Parameters
    ----------
    mention
        The expression.
    anchor
        What it counts from: country, division and dispute come from it.
    latitude, longitude
        Decimal degrees.
    shape
        ``point``, ``line`` or ``polygon``.
    tail
        Of the id, after ``im:``.
    """
    label = " ".join(mention.text.split())
    slug = "".join(c if c.isalnum() else "-" for c in label.lower())
    return Place(
        id=f"im:{tail}/{slug}",
        name=label,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        country=anchor.country,
        feature_class=_CLASSES[shape],
        feature_code="REL",
        admin1=anchor.admin1,
        admin1_id=anchor.admin1_id,
        disputed=anchor.disputed,
        shape=shape,
        source="computed",
    )


def gap_km(first: Place, second: Place) -> float:
    """Great-circle distance in km."""
    return distance_km(first.latitude, first.longitude, second.latitude, second.longitude)
