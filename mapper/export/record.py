"""An analysis as one JSON object, and back; ``schema/analysis-1.0.json`` describes it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from mapper.export.names import told_names
from mapper.model import (
    Actor,
    Analysis,
    Article,
    Candidate,
    Incident,
    IncidentPlace,
    Quantity,
    RelativeExpression,
    Resolution,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["SCHEMA_VERSION", "analysis_record", "geometry_record", "json_line"]

SCHEMA_VERSION = "1.0"

Record = dict[str, Any]


def json_line(record: Record) -> str:
    """Write a record as one line of JSON: the same record gives the same line.

    Parameters
    ----------
    record
        Of `analysis_record`.

    Returns
    -------
    str
        Without a line end; every character as itself, but for line separators and controls.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    # Readers that split at every Unicode line end must still find one object a line, and
    # a lone surrogate is no UTF-8.
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


_ESCAPED = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def analysis_record(analysis: Analysis) -> Record:
    """Make the JSON object of an analysis.

    Parameters
    ----------
    analysis
        The analysis.

    Returns
    -------
    dict
        Nothing but strings, numbers, lists, dicts and None; keys in a fixed order; coordinates
        in decimal degrees (EPSG:4326) with six decimals, scores with four. The shape of a line
        or area stands at the first mention of its place.
    """
    generator = analysis.generator
    # A country's outline is long and its mentions are many: each shape is given once.
    shapes = dict(analysis.geometries)
    mentions = [_mention(r, shapes) for r in analysis.resolutions]
    return {
        "schema_version": SCHEMA_VERSION,
        "generator": {
            "name": generator.name,
            "version": generator.version,
            "gazetteer": generator.gazetteer,
            "models": list(generator.models),
            "attribution": list(generator.attribution),
        },
        "article": _article(analysis.article),
        "mentions": mentions,
        "incidents": [_incident(i, analysis.article) for i in analysis.incidents],
    }


def geometry_record(shape: BaseGeometry) -> Record:
    """Make the GeoJSON geometry of a shape.

    Parameters
    ----------
    shape
        Longitude and latitude, EPSG:4326.

    Returns
    -------
    dict
        Two dimensions, six decimals, rings wound as RFC 7946 asks.
    """
    import shapely

    if shape.geom_type == "Point" and not shape.is_empty:
        return {"type": "Point", "coordinates": _rounded(list(shape.coords[0][:2]))}
    wound = shapely.orient_polygons(shapely.force_2d(shape))
    found: Record = json.loads(shapely.to_geojson(wound))
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return round(float(value), 6) + 0.0  # + 0.0 makes -0.0 plain


def _article(article: Article) -> Record:
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "lang": article.language,
        "sha256": article.sha256,
        "text": article.text,
        "body": [{"start": span.start, "end": span.end} for span in article.body],
    }


def _mention(resolution: Resolution, shapes: dict[str, BaseGeometry]) -> Record:
    """Make the record of a mention; the shape of its place is taken out of `shapes`."""
    mention = resolution.mention
    place = resolution.place
    record: Record = {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "kind": mention.kind.value,
        "place": None,
        # Right means: a toponym of this kind, and this place.
        "score": _score(mention.score * resolution.score),
        "candidates": [_candidate(c) for c in resolution.candidates],
        "mention_score": _score(mention.score),
        "resolution_score": _score(resolution.score),
    }
    if place is not None:
        shape = shapes.pop(place.id, None)
        record["place"] = _place(place, resolution.geometry or shape)
    if mention.relative is not None:
        record["relative"] = _relative(mention.relative)
    if resolution.uncertainty_km is not None:
        record["uncertainty_km"] = _km(resolution.uncertainty_km)
    return record


def _place(place: Place, shape: BaseGeometry | None) -> Record:
    record: Record = {
        "id": place.id,
        "name": place.name,
        **_point(place),
        "country": place.country,
        "feature_class": place.feature_class.value,
        "feature_code": place.feature_code,
        "admin1": place.admin1,
        "disputed": place.disputed,
        "admin2": place.admin2,
        "population": place.population,
        "shape": place.shape,
        "source": place.source,
    }
    others = told_names(place)
    if others:
        record["names"] = [
            {"text": name.text, "lang": name.language, "kind": name.kind.value} for name in others
        ]
    if shape is not None and not shape.is_empty and shape.geom_type != "Point":
        record["geometry"] = geometry_record(shape)
    return record


def _candidate(candidate: Candidate) -> Record:
    place = candidate.place
    return {
        "id": place.id,
        "name": place.name,
        **_point(place),
        "country": place.country,
        "feature_code": place.feature_code,
        "score": _score(candidate.score),
        "reasons": list(candidate.reasons),
        "feature_class": place.feature_class.value,
        "admin1": place.admin1,
    }


def _relative(expression: RelativeExpression) -> Record:
    return {
        "relation": expression.relation.value,
        "anchors": [{"start": span.start, "end": span.end} for span in expression.anchors],
        "distance_km": None if expression.distance_km is None else _km(expression.distance_km),
        "bearing": None if expression.bearing is None else round(expression.bearing, 1),
    }


def _incident(incident: Incident, article: Article) -> Record:
    event = incident.event
    quotes = (event.quote, *event.more_quotes)
    record: Record = {
        "id": incident.id,
        "category": event.category.value,
        "event_type": event.event_type.value,
        "acled_type": event.acled_type or None,
        "acled_sub_type": event.acled_sub_type or None,
        "quote": article.text[event.quote.start : event.quote.end],
        "quote_start": event.quote.start,
        "quote_end": event.quote.end,
        "quotes": [{"start": span.start, "end": span.end} for span in quotes],
        "trigger": article.text[event.trigger.start : event.trigger.end],
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "date_start": event.date.start or None,
        "date_end": event.date.end or None,
        "date_precision": event.date.precision.value,
        "date_text": event.date.text,
        "actors": [_actor(actor) for actor in event.actors],
        "fatalities": _quantity(event.fatalities),
        "injuries": _quantity(event.injuries),
        "factuality": event.factuality.value,
        "attributed_to": event.attributed_to or None,
        "places": [_incident_place(place) for place in incident.places],
        "scores": {
            "event": _score(event.score),
            "place": _score(incident.place_score),
            "link": _score(incident.link_score),
        },
        "score": _score(incident.score),
    }
    if incident.unlocated:
        record["unlocated"] = list(incident.unlocated)
    return record


def _actor(actor: Actor) -> Record:
    record: Record = {"name": actor.name, "role": actor.role.value}
    if actor.country:
        record["country"] = actor.country
    if actor.span is not None:
        record["start"], record["end"] = actor.span.start, actor.span.end
    return record


def _quantity(quantity: Quantity | None) -> Record | None:
    if quantity is None:
        return None
    record: Record = {"min": quantity.minimum, "max": quantity.maximum, "text": quantity.text}
    if quantity.attributed_to:
        record["attributed_to"] = quantity.attributed_to
    return record


def _incident_place(place: IncidentPlace) -> Record:
    record: Record = {
        "mention": place.mention,
        "id": place.place.id,
        "name": place.place.name,
        **_point(place.place),
        "role": place.role.value,
        "precision": place.precision.value,
        "uncertainty_km": _km(place.uncertainty_km),
        "where_prec": place.where_prec,
        "reason": place.reason,
        "country": place.place.country,
    }
    if place.finer is not None:
        record["finer"] = place.finer
    if place.geometry is not None and place.geometry.geom_type != "Point":
        record["geometry"] = geometry_record(place.geometry)
    return record


def _point(place: Place) -> Record:
    return {"lat": round(place.latitude, 6) + 0.0, "lon": round(place.longitude, 6) + 0.0}


def _score(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 4)


def _km(value: float) -> float:
    return round(float(value), 3)
