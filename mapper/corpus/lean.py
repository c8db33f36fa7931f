"""Analyses without the shapes that the gazetteer has: a country's outline is no news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gazetteer import Gazetteer, GazetteerError
from mapper.export import analysis_from_record
from mapper.model import Analysis, Incident, IncidentPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["lean", "restored"]


def lean(analysis: Analysis) -> Analysis:
    """Take the shapes out that can be looked up by the place's id.

    Parameters
    ----------
    analysis
        Of one article.

    Returns
    -------
    Analysis
        Only computed shapes ("30 km east of") are left in it, each at its mention.
    """
    return replace(
        analysis,
        geometries={},
        incidents=tuple(_lean_incident(incident) for incident in analysis.incidents),
    )


def _lean_incident(incident: Incident) -> Incident:
    return replace(incident, places=tuple(replace(p, geometry=None) for p in incident.places))


def restored(record: Mapping[str, Any], gazetteer: Gazetteer) -> Analysis:
    """Rebuild an analysis from its record, with the shapes put back.

    Parameters
    ----------
    record
        Of a lean analysis.
    gazetteer
        Has the shapes.

    Raises
    ------
    SourceError
        The record is none of an analysis.
    """
    analysis = analysis_from_record(record)
    shapes: dict[str, BaseGeometry] = dict(analysis.geometries)
    for resolution in analysis.resolutions:
        place = resolution.place
        if place is not None and place.shape != "point" and place.id not in shapes:
            try:
                shapes[place.id] = gazetteer.geometry(place)
            except GazetteerError:
                continue  # a user's own place of then, or one that is computed to a point
    return replace(
        analysis,
        geometries=shapes,
        incidents=tuple(
            replace(i, places=tuple(_shaped(p, shapes) for p in i.places))
            for i in analysis.incidents
        ),
    )


def _shaped(where: IncidentPlace, shapes: Mapping[str, BaseGeometry]) -> IncidentPlace:
    shape = shapes.get(where.place.id)
    return where if shape is None else replace(where, geometry=shape)
