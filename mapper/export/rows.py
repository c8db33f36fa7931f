"""Flat rows for GIS programs: the same columns, in the same order, of the same types, always."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mapper.export.dates import first_day, last_day
from mapper.model import ActorRole, Analysis, Incident, IncidentPlace, MentionKind, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = [
    "INCIDENT_COLUMNS",
    "MENTION_COLUMNS",
    "PLACE_COLUMNS",
    "Row",
    "Value",
    "fit",
    "incident_rows",
    "mention_rows",
    "place_rows",
]

Value = str | int | float | bool | date | None

INCIDENT_COLUMNS: dict[str, type] = {
    "id": str,
    "incident": str,
    "article": str,
    "article_title": str,
    "published": date,
    "url": str,
    "category": str,
    "event_type": str,
    "acled_type": str,
    "acled_sub_type": str,
    "place": str,
    "place_as_written": str,
    "place_id": str,
    "country": str,
    "admin1": str,
    "disputed": bool,
    "role": str,
    "precision": str,
    "where_prec": int,
    "uncertainty_km": float,
    "date_start": date,
    "date_end": date,
    "date_precision": str,
    "date_text": str,
    "actors": str,
    "sources": str,
    "targets": str,
    "fatalities_min": int,
    "fatalities_max": int,
    "fatalities_text": str,
    "injuries_min": int,
    "injuries_max": int,
    "injuries_text": str,
    "factuality": str,
    "attributed_to": str,
    "quote": str,
    "trigger": str,
    "reason": str,
    "score": float,
    "score_event": float,
    "score_place": float,
    "score_link": float,
}
"""Columns of the incidents, one row an incident and place."""

PLACE_COLUMNS: dict[str, type] = {
    "id": str,
    "place": str,
    "as_written": str,
    "country": str,
    "admin1": str,
    "feature_class": str,
    "feature_code": str,
    "disputed": bool,
    "other_names": str,
    "incidents": int,
    "mentions": int,
    "categories": str,
    "uncertainty_km": float,
    "score": float,
    "articles": str,
}
"""Columns of the places, one row a place; `id` is the incidents' `place_id`."""

MENTION_COLUMNS: dict[str, type] = {
    "id": str,
    "article": str,
    "start": int,
    "end": int,
    "text": str,
    "kind": str,
    "place": str,
    "place_id": str,
    "country": str,
    "admin1": str,
    "feature_code": str,
    "disputed": bool,
    "candidates": str,
    "score": float,
}
"""Columns of the mentions that mean a place of the gazetteer, one row a mention."""

_TOLD_KINDS = ("official", "disputed", "historical")
_OTHER_NAMES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Values by column, and the shape (longitude and latitude, EPSG:4326)."""

    values: dict[str, Value]
    shape: BaseGeometry


def incident_rows(analyses: Sequence[Analysis]) -> Iterator[Row]:
    """Give a row for every incident and place of it, a point each.

    Parameters
    ----------
    analyses
        In the order of the map.

    Yields
    ------
    Row
        With `INCIDENT_COLUMNS`.
    """
    from shapely.geometry import Point

    for analysis in analyses:
        for incident in analysis.incidents:
            for number, where in enumerate(incident.places, start=1):
                values = _incident(analysis, incident, where, number)
                yield _row(values, Point(where.place.longitude, where.place.latitude))


def place_rows(analyses: Sequence[Analysis]) -> Iterator[Row]:
    """Give a row for every place on the map, with the best shape that is known of it.

    Parameters
    ----------
    analyses
        In the order of the map.

    Yields
    ------
    Row
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
    for gathered in found.values():
        yield gathered.row()


def mention_rows(analyses: Sequence[Analysis]) -> Iterator[Row]:
    """Give a row for every mention that was resolved, a point each.

    Parameters
    ----------
    analyses
        In the order of the map.

    Yields
    ------
    Row
        With `MENTION_COLUMNS`; metonyms and demonyms are told by ``kind``.
    """
    from shapely.geometry import Point

    for analysis in analyses:
        for number, resolution in enumerate(analysis.resolutions):
            place, mention = resolution.place, resolution.mention
            if place is None:
                continue
            others = [c.place.name + _where(c.place) for c in resolution.candidates[:5]]
            values: dict[str, Value] = {
                "id": f"{analysis.article.id}/m{number}",
                "article": analysis.article.id,
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "kind": mention.kind.value,
                "place": place.name,
                "place_id": place.id,
                "country": place.country,
                "admin1": place.admin1,
                "feature_code": place.feature_code,
                "disputed": place.disputed,
                "candidates": _joined(others),
                "score": round(mention.score * resolution.score, 4),
            }
            yield _row(values, Point(place.longitude, place.latitude))


_SITED = (MentionKind.LITERAL, MentionKind.RELATIVE)


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
            self.uncertainty = max(self.uncertainty or 0.0, uncertainty)

    def row(self) -> Row:
        """Sum it up."""
        from shapely.geometry import Point

        place = self.place
        values: dict[str, Value] = {
            "id": place.id,
            "place": place.name,
            "as_written": _joined(self.written),
            "country": place.country,
            "admin1": place.admin1,
            "feature_class": place.feature_class.value,
            "feature_code": place.feature_code,
            "disputed": place.disputed,
            "other_names": _joined(_other_names(place)),
            "incidents": len(self.incidents),
            "mentions": self.mentions,
            "categories": _joined(self.categories),
            "uncertainty_km": None
            if self.uncertainty is None
            else round(float(self.uncertainty), 3),
            "score": round(self.score, 4),
            "articles": _joined(self.articles),
        }
        return _row(values, self.shape or Point(place.longitude, place.latitude))


def _incident(
    analysis: Analysis, incident: Incident, where: IncidentPlace, number: int
) -> dict[str, Value]:
    article, event, place = analysis.article, incident.event, where.place
    mention = None if where.mention is None else analysis.resolutions[where.mention].mention
    deaths, injuries = event.fatalities, event.injuries
    actors = event.actors
    return {
        "id": f"{article.id}/{incident.id}/{number}",
        "incident": incident.id,
        "article": article.id,
        "article_title": article.title,
        "published": article.published,
        "url": article.url,
        "category": event.category.value,
        "event_type": event.event_type.value,
        "acled_type": event.acled_type,
        "acled_sub_type": event.acled_sub_type,
        "place": place.name,
        "place_as_written": "" if mention is None else mention.text,
        "place_id": place.id,
        "country": place.country,
        "admin1": place.admin1,
        "disputed": place.disputed,
        "role": where.role.value,
        "precision": where.precision.value,
        "where_prec": where.where_prec,
        "uncertainty_km": round(float(where.uncertainty_km), 3),
        "date_start": first_day(event.date.start),
        "date_end": last_day(event.date.end),
        "date_precision": event.date.precision.value,
        "date_text": event.date.text,
        "actors": _joined(actor.name for actor in actors),
        "sources": _joined(a.name for a in actors if a.role is ActorRole.SOURCE),
        "targets": _joined(a.name for a in actors if a.role is ActorRole.TARGET),
        "fatalities_min": None if deaths is None else deaths.minimum,
        "fatalities_max": None if deaths is None else deaths.maximum,
        "fatalities_text": "" if deaths is None else deaths.text,
        "injuries_min": None if injuries is None else injuries.minimum,
        "injuries_max": None if injuries is None else injuries.maximum,
        "injuries_text": "" if injuries is None else injuries.text,
        "factuality": event.factuality.value,
        "attributed_to": event.attributed_to,
        "quote": article.text[event.quote.start : event.quote.end],
        "trigger": article.text[event.trigger.start : event.trigger.end],
        "reason": where.reason,
        "score": round(incident.score, 4),
        "score_event": round(event.score, 4),
        "score_place": round(incident.place_score, 4),
        "score_link": round(incident.link_score, 4),
    }


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _row(values: Mapping[str, Value], shape: BaseGeometry) -> Row:
    """Make a row of texts that every format can hold."""
    return Row({k: fit(v) if isinstance(v, str) else v for k, v in values.items()}, shape)


def fit(text: str) -> str:
    """Replace what neither a database nor XML can hold."""
    return _UNFIT.sub("\ufffd", text)


def _joined(texts: Iterable[str]) -> str:
    """Join texts, each once, in order."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _other_names(place: Place) -> list[str]:
    return [
        name.text
        for name in place.names
        if name.text != place.name and name.kind.value in _TOLD_KINDS
    ][:_OTHER_NAMES]


def _where(place: Place) -> str:
    around = ", ".join(part for part in (place.admin1, place.country) if part)
    return f" ({around})" if around else ""
