"""Where a map looks: the boxes of what it shows first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.export.shapes import spot
from mapper.ground import Box
from mapper.model import Analysis, Precision

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["shown_boxes"]

_WIDE = 45.0
"""Degrees: of a shape wider than this its point counts, or it would take the view over."""


def shown_boxes(analyses: Sequence[Analysis]) -> list[Box]:
    """Find what a map shows first: the incidents; whole countries only if nothing is finer.

    Parameters
    ----------
    analyses
        What is on the map.

    Returns
    -------
    list of Box
        Of incidents or, where there is none, of the places named; each once, in order.
    """
    fine: dict[Box, None] = {}
    wide: dict[Box, None] = {}
    for analysis in analyses:
        shapes = analysis.geometries
        for incident in analysis.incidents:
            for where in incident.places:
                box = _box(where.place, where.geometry or shapes.get(where.place.id))
                (wide if where.precision is Precision.COUNTRY else fine)[box] = None
    if fine or wide:
        return list(fine or wide)
    named = (
        _box(r.place, r.geometry or analysis.geometries.get(r.place.id))
        for analysis in analyses
        for r in analysis.resolutions
        if r.place is not None
    )
    return list(dict.fromkeys(named))


def _box(place: Place, shape: BaseGeometry | None) -> Box:
    if shape is not None and not shape.is_empty:
        box = Box(*shape.bounds)
        if box.span <= _WIDE and box.west >= -180 and box.east <= 180:
            return box
    x, y = spot(place.longitude, place.latitude)
    return Box(x, y, x, y)
