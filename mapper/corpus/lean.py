"""Analyses without the shapes that the gazetteer has: a country's outline is no news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gazetteer import Gazetteer, GazetteerError, Place
from mapper.export import analysis_from_record
from mapper.model import Analysis, Incident, IncidentPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Shapes", "lean", "restored"]

_MOST_SHAPES = 4096


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


class Shapes:
    """Shapes of the gazetteer's lines and areas; a country's is asked for in every article.

    Parameters
    ----------
    gazetteer
        Has them.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, BaseGeometry | None] = {}

    def of(self, place: Place) -> BaseGeometry | None:
        """Give a place's shape; None where it is but a point."""
        if place.shape == "point":
            return None
        if place.id not in self._known:
            if len(self._known) >= _MOST_SHAPES:
                self._known.clear()
            self._known[place.id] = self._look_up(place)
        return self._known[place.id]

    def _look_up(self, place: Place) -> BaseGeometry | None:
        try:
            found = self._gazetteer.geometry(place)
        except GazetteerError:
            return None  # a user's own place of another day
        return None if found.geom_type == "Point" else found


def restored(record: Mapping[str, Any], shapes: Shapes) -> Analysis:
    """Rebuild an analysis from its record, with the shapes put back.

    Parameters
    ----------
    record
        Of a lean analysis.
    shapes
        Those of the gazetteer.

    Raises
    ------
    SourceError
        The record is none of an analysis.
    """
    analysis = analysis_from_record(record)
    known: dict[str, BaseGeometry] = dict(analysis.geometries)
    for resolution in analysis.resolutions:
        place = resolution.place
        if place is not None and place.id not in known:
            found = shapes.of(place)
            if found is not None:
                known[place.id] = found
    return replace(
        analysis,
        geometries=known,
        incidents=tuple(
            replace(i, places=tuple(_shaped(p, known) for p in i.places))
            for i in analysis.incidents
        ),
    )


def _shaped(where: IncidentPlace, shapes: Mapping[str, BaseGeometry]) -> IncidentPlace:
    shape = shapes.get(where.place.id)
    return where if shape is None else replace(where, geometry=shape)
