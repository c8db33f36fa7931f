"""The flat table of every place on the map, with its shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.export.columns import PLACE_COLUMNS
from mapper.export.names import told_names
from mapper.export.shapes import fit_shape
from mapper.export.table import Table, Value, joined, make_table
from mapper.model import Analysis, Incident, IncidentPlace, MentionKind, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["place_table"]

_SITED = (MentionKind.LITERAL, MentionKind.RELATIVE)


def place_table(analyses: Sequence[Analysis]) -> Table:
    """Make a row for every place on the map, with the best shape that is known of it.

    Parameters
    ----------
    analyses
        In the order of the map.

    Returns
    -------
    Table
        With `PLACE_COLUMNS`, in the order in which the places come up first; what is only a
        government or a people in the text is not among them.
    """
    found: dict[str, _Gathered] = {}
    for analysis in analyses:
        for resolution in analysis.resolutions:
            if resolution.place is not None and resolution.mention.kind in _SITED:
                gathered = found.setdefault(resolution.place.id, _Gathered(resolution.place))
                gathered.add_mention(analysis, resolution)
        for incident in analysis.incidents:
            for where in incident.places:
                gathered = found.setdefault(where.place.id, _Gathered(where.place))
                gathered.add_incident(analysis, incident, where)
    return make_table(PLACE_COLUMNS, (gathered.row() for gathered in found.values()))


class _Gathered:
    """All that the articles say of one place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.shape: BaseGeometry | None = None
        self.written: dict[str, None] = {}
        self.incidents: dict[tuple[str, str], None] = {}
        self.categories: dict[str, None] = {}
        self.articles: dict[str, None] = {}
        self.mentions = 0
        self.uncertainty: float | None = None
        self.score = 0.0

    def add_mention(self, analysis: Analysis, resolution: Resolution) -> None:
        """Count a mention of it."""
        self.mentions += 1
        self.written[resolution.mention.text] = None
        self.articles[analysis.article.id] = None
        self.score = max(self.score, resolution.mention.score * resolution.score)
        self._keep(resolution.geometry, resolution.uncertainty_km)
        self._keep(analysis.geometries.get(self.place.id), None)

    def add_incident(self, analysis: Analysis, incident: Incident, where: IncidentPlace) -> None:
        """Count an incident there."""
        self.incidents[analysis.article.id, incident.id] = None
        self.categories[incident.event.category.value] = None
        self.articles[analysis.article.id] = None
        if where.mention is None:
            self.score = max(self.score, incident.place_score)
        self._keep(where.geometry, where.uncertainty_km)
        self._keep(analysis.geometries.get(self.place.id), None)

    def _keep(self, shape: BaseGeometry | None, uncertainty: float | None) -> None:
        if self.shape is None and shape is not None and not shape.is_empty:
            self.shape = shape
        if uncertainty is not None:
            self.uncertainty = max(self.uncertainty or 0.0, round(float(uncertainty), 3))

    def row(self) -> tuple[tuple[Value, ...], BaseGeometry]:
        """Sum it up."""
        from shapely.geometry import Point

        place = self.place
        values = (
            place.id,
            place.name,
            joined(self.written),
            place.country,
            place.admin1,
            place.feature_class.value,
            place.feature_code,
            place.disputed,
            joined(name.text for name in told_names(place)),
            len(self.incidents),
            self.mentions,
            joined(self.categories),
            self.uncertainty,
            round(self.score, 4),
            joined(self.articles),
            place.source,
        )
        return values, fit_shape(self.shape or Point(place.longitude, place.latitude))
