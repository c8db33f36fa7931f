"""Flat rows for GIS programs: of incidents and of mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.dates import first_day, last_day
from mapper.model import ActorRole, Analysis, Incident, IncidentPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["Row", "Value", "fit", "incident_rows", "joined", "make_row", "mention_rows"]

Value = str | int | float | bool | date | None
_Points: TypeAlias = "dict[tuple[float, float], BaseGeometry]"
# Every column in its order; what is text is empty, the rest unknown.
_BLANK: dict[str, Value] = {
    name: "" if kind is str else None for name, kind in INCIDENT_COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class Row:
    """Values by column, and the shape (longitude and latitude, EPSG:4326)."""

    values: dict[str, Value]
    shape: BaseGeometry


def incident_rows(analyses: Sequence[Analysis], *, placeless: bool = False) -> Iterator[Row]:
    """Give a row for every incident and place of it, a point each.

    Parameters
    ----------
    analyses
        In the order of the map.
    placeless
        Whether incidents without any place are told too, with an empty point.

    Yields
    ------
    Row
        With `INCIDENT_COLUMNS`.
    """
    from shapely.geometry import Point

    points: _Points = {}
    for analysis in analyses:
        for incident in analysis.incidents:
            for number, where in enumerate(incident.places, start=1):
                values = _incident(analysis, incident, number) | _located(analysis, where)
                yield make_row(values, _point(where.place, points))
            if placeless and not incident.places:
                yield make_row(_incident(analysis, incident, 0), Point())


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
    points: _Points = {}
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
                "candidates": joined(others),
                "score": round(mention.score * resolution.score, 4),
            }
            yield make_row(values, _point(place, points))


def _point(place: Place, points: _Points) -> BaseGeometry:
    """Make a place's point, once: many rows lie at one place."""
    from shapely.geometry import Point

    spot = (place.longitude, place.latitude)
    if spot not in points:
        points[spot] = Point(spot)
    return points[spot]


def _incident(analysis: Analysis, incident: Incident, number: int) -> dict[str, Value]:
    """Tell what happened, with nothing said of where."""
    article, event = analysis.article, incident.event
    deaths, injuries = event.fatalities, event.injuries
    actors = event.actors
    return {
        **_BLANK,
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
        "date_start": first_day(event.date.start),
        "date_end": last_day(event.date.end),
        "date_precision": event.date.precision.value,
        "date_text": event.date.text,
        "actors": joined(actor.name for actor in actors),
        "sources": joined(a.name for a in actors if a.role is ActorRole.SOURCE),
        "targets": joined(a.name for a in actors if a.role is ActorRole.TARGET),
        "fatalities_min": None if deaths is None else deaths.minimum,
        "fatalities_max": None if deaths is None else deaths.maximum,
        "fatalities_text": "" if deaths is None else deaths.text,
        "injuries_min": None if injuries is None else injuries.minimum,
        "injuries_max": None if injuries is None else injuries.maximum,
        "injuries_text": "" if injuries is None else injuries.text,
        "factuality": event.factuality.value,
        "attributed_to": event.attributed_to,
        "quote": article.text[event.quote.start : event.quote.end],
        "more_quotes": joined(article.text[q.start : q.end] for q in event.more_quotes),
        "trigger": article.text[event.trigger.start : event.trigger.end],
        "score": round(incident.score, 4),
        "score_event": round(event.score, 4),
        "score_place": round(incident.place_score, 4),
        "score_link": round(incident.link_score, 4),
    }


def _located(analysis: Analysis, where: IncidentPlace) -> dict[str, Value]:
    """Tell where it happened."""
    place = where.place
    mention = None if where.mention is None else analysis.resolutions[where.mention].mention
    return {
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
        "reason": where.reason,
    }


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def make_row(values: Mapping[str, Value], shape: BaseGeometry) -> Row:
    """Make a row of texts that every format can hold."""
    return Row({k: fit(v) if isinstance(v, str) else v for k, v in values.items()}, shape)


def fit(text: str) -> str:
    """Replace what neither a database nor XML can hold."""
    # Nearly every text is printable throughout, which is told much faster.
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def joined(texts: Iterable[str]) -> str:
    """Join texts, each once, in order."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _where(place: Place) -> str:
    around = ", ".join(part for part in (place.admin1, place.country) if part)
    return f" ({around})" if around else ""
