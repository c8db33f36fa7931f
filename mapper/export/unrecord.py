"""From the JSON object of an analysis back to the analysis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from gazetteer import FeatureClass, Place
from mapper.errors import SourceError
from mapper.export.record import SCHEMA_VERSION
from mapper.model import (
    Actor,
    ActorRole,
    Analysis,
    Article,
    Candidate,
    Category,
    DatePrecision,
    Event,
    EventDate,
    EventType,
    Factuality,
    Generator,
    Incident,
    IncidentPlace,
    Mention,
    MentionKind,
    PlaceRole,
    Precision,
    Quantity,
    Relation,
    RelativeExpression,
    Resolution,
    Span,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["analysis_from_record"]

_Record = Mapping[str, Any]


def analysis_from_record(record: _Record) -> Analysis:
    """Rebuild an analysis from what `analysis_record` made of it.

    Parameters
    ----------
    record
        The JSON object.

    Returns
    -------
    Analysis
        Its record is the same object again. Of the gazetteer's knowledge only what the record
        tells is in it: not every name of a place, and no ids of its divisions.

    Raises
    ------
    SourceError
        The object is no analysis, or one of another major version.
    """
    version = str(record.get("schema_version", ""))
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise SourceError(
            f"an analysis of schema version {version or 'unknown'}, but {SCHEMA_VERSION} is read "
            "here; make it again with mapper parse"
        )
    try:
        return _analysis(record)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise SourceError(
            f"no analysis as mapper parse writes it ({type(error).__name__}: {error})"
        ) from None


def _analysis(record: _Record) -> Analysis:
    made = record["generator"]
    resolutions = tuple(_resolution(item) for item in record["mentions"])
    places = {r.place.id: r.place for r in resolutions if r.place is not None}
    return Analysis(
        article=_article(record["article"]),
        resolutions=resolutions,
        incidents=tuple(_incident(item, places) for item in record["incidents"]),
        generator=Generator(
            made["name"],
            made["version"],
            made["gazetteer"],
            tuple(made["models"]),
            tuple(made.get("attribution", ())),
        ),
        geometries={
            r.place.id: r.geometry
            for r in resolutions
            if r.place is not None and r.geometry is not None
        },
    )


def _article(record: _Record) -> Article:
    published = record["published"]
    return Article(
        id=record["id"],
        text=record["text"],
        title=record["title"],
        published=date.fromisoformat(published) if published else None,
        url=record["url"],
        language=record["lang"],
        body=tuple(_span(item) for item in record["body"]),
    )


def _span(record: _Record) -> Span:
    return Span(record["start"], record["end"])


def _resolution(record: _Record) -> Resolution:
    found, relative = record["place"], record.get("relative")
    mention = Mention(
        _span(record),
        record["text"],
        MentionKind(record["kind"]),
        record["mention_score"],
        None
        if relative is None
        else RelativeExpression(
            Relation(relative["relation"]),
            tuple(_span(item) for item in relative["anchors"]),
            relative["distance_km"],
            relative["bearing"],
        ),
    )
    return Resolution(
        mention=mention,
        candidates=tuple(
            Candidate(_place(item), item["score"], tuple(item["reasons"]))
            for item in record["candidates"]
        ),
        place=None if found is None else _place(found),
        score=record["resolution_score"],
        uncertainty_km=record.get("uncertainty_km"),
        geometry=None if found is None else _shape(found),
    )


def _place(record: _Record) -> Place:
    names = [f"\t\t{record['name']}".replace("\t\t", "\tofficial\t", 1)]
    names += [f"{n['lang']}\t{n['kind']}\t{n['text']}" for n in record.get("names", ())]
    return Place(
        id=record["id"],
        name=record["name"],
        latitude=record["lat"],
        longitude=record["lon"],
        country=record["country"],
        feature_class=FeatureClass(record["feature_class"]),
        feature_code=record["feature_code"],
        admin1=record["admin1"],
        admin2=record.get("admin2", ""),
        population=record.get("population", 0),
        disputed=record.get("disputed", False),
        shape=record.get("shape", "point"),
        source=record.get("source", ""),
        packed_names="\n".join(names),
    )


def _shape(record: _Record) -> BaseGeometry | None:
    if "geometry" not in record:
        return None
    from shapely.geometry import shape

    return shape(record["geometry"])


def _incident(record: _Record, places: Mapping[str, Place]) -> Incident:
    dated = EventDate(
        record["date_start"] or "",
        record["date_end"] or "",
        DatePrecision(record["date_precision"]),
        record["date_text"],
    )
    event = Event(
        category=Category(record["category"]),
        event_type=EventType(record["event_type"]),
        acled_type=record["acled_type"] or "",
        acled_sub_type=record["acled_sub_type"] or "",
        quote=Span(record["quote_start"], record["quote_end"]),
        more_quotes=tuple(_span(item) for item in record["quotes"][1:]),
        trigger=Span(record["trigger_start"], record["trigger_end"]),
        date=dated,
        actors=tuple(_actor(item) for item in record["actors"]),
        fatalities=_quantity(record["fatalities"]),
        injuries=_quantity(record["injuries"]),
        factuality=Factuality(record["factuality"]),
        attributed_to=record["attributed_to"] or "",
        score=record["scores"]["event"],
    )
    return Incident(
        id=record["id"],
        event=event,
        places=tuple(_incident_place(item, places) for item in record["places"]),
        place_score=record["scores"]["place"],
        link_score=record["scores"]["link"],
        unlocated=tuple(record.get("unlocated", ())),
    )


def _actor(record: _Record) -> Actor:
    return Actor(
        record["name"],
        ActorRole(record["role"]),
        _span(record) if "start" in record else None,
        record.get("country", ""),
    )


def _quantity(record: _Record | None) -> Quantity | None:
    if record is None:
        return None
    return Quantity(record["min"], record["max"], record["text"], record.get("attributed_to", ""))


def _incident_place(record: _Record, places: Mapping[str, Place]) -> IncidentPlace:
    place = places.get(record["id"])
    if place is None:
        # Where no mention names it, its kind is not told: what the precision says must do.
        place = Place(
            id=record["id"],
            name=record["name"],
            latitude=record["lat"],
            longitude=record["lon"],
            country=record["country"],
            feature_class=FeatureClass.POPULATED,
            feature_code="PPL",
        )
    return IncidentPlace(
        place=place,
        mention=record["mention"],
        role=PlaceRole(record["role"]),
        precision=Precision(record["precision"]),
        uncertainty_km=record["uncertainty_km"],
        where_prec=record["where_prec"],
        reason=record["reason"],
        geometry=_shape(record),
        finer=record.get("finer"),
    )
