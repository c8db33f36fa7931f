"""What the page is told: one analysis or many as columns of plain values.

Columns, not objects: a name of a field stands once, not once an incident, and the page can
filter tens of thousands of rows without building an object for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mapper.ground import Box, heart, hull
from mapper.model import (
    Analysis,
    Category,
    Factuality,
    Incident,
    IncidentPlace,
    Quantity,
    Resolution,
    Span,
)
from mapper.render.tables import Tables
from mapper.render.utf16 import Offsets
from mapper.style import CATEGORY_STYLES

__all__ = ["PageData", "page_data"]

_MOST_CANDIDATES = 8

_CATEGORIES = tuple(Category)
_FACTS = tuple(Factuality)
Row = list[object]


@dataclass(frozen=True, slots=True)
class PageData:
    """What the page is told.

    Parameters
    ----------
    payload
        JSON-ready.
    boxes
        Of what the map shows first.
    counts
        Incidents by category.
    """

    payload: dict[str, object]
    boxes: list[Box]
    counts: dict[Category, int]


def page_data(analyses: Sequence[Analysis], title: str) -> PageData:
    """Everything that the page shows, in columns.

    Parameters
    ----------
    analyses
        In the order in which they shall be listed.
    title
        Heading of the page.
    """
    tables = Tables()
    articles: list[Row] = []
    mentions: list[Row] = []
    incidents: list[Row] = []
    spots: list[Row] = []
    counts: dict[Category, int] = {}
    for number, analysis in enumerate(analyses):
        offsets = Offsets(analysis.article.text)
        first = len(mentions)
        articles.append(_article_row(analysis, offsets))
        for resolution in analysis.resolutions:
            mentions.append(_mention_row(number, resolution, analysis, offsets, tables))
        for incident in analysis.incidents:
            category = incident.event.category
            counts[category] = counts.get(category, 0) + 1
            for where in incident.places:
                spots.append(_spot_row(len(incidents), where, first, analysis, tables))
            incidents.append(_incident_row(number, incident, offsets))
    boxes = tables.boxes()
    made = analyses[0].generator if analyses else None
    payload: dict[str, object] = {
        "v": 1,
        "title": title,
        "made": [made.name, made.version, made.gazetteer, *made.models] if made else [],
        "view": _edges(heart(boxes)),
        "whole": _edges(hull(boxes)),
        "categories": [_style_row(category) for category in _CATEGORIES],
        "facts": [fact.value for fact in _FACTS],
        "articles": _columns(_ARTICLE, articles),
        "places": _columns(_PLACE, tables.places),
        "shapes": _columns(_SHAPE, tables.shapes),
        "mentions": _columns(_MENTION, mentions),
        "incidents": _columns(_INCIDENT, incidents),
        "spots": _columns(_SPOT, spots),
    }
    return PageData(payload, boxes, counts)


def _edges(box: Box | None) -> list[float] | None:
    return [box.west, box.south, box.east, box.north] if box else None


_ARTICLE = ("id", "title", "url", "published", "lang", "text", "body")
_PLACE = ("id", "name", "lat", "lon", "country", "code", "admin", "disputed", "names")
_SHAPE = ("kind", "path")
_MENTION = ("article", "start", "end", "kind", "place", "score", "km", "shape", "candidates")
_INCIDENT = (
    "id", "article", "category", "type", "sub", "fact", "by", "quote", "more", "trigger",
    "from", "to", "precision", "when", "actors", "dead", "hurt", "scores", "score",
)  # fmt: skip
_SPOT = ("incident", "place", "mention", "role", "precision", "km", "prec", "why", "shape")


def _columns(names: tuple[str, ...], rows: list[Row]) -> dict[str, list[object]]:
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def _style_row(category: Category) -> dict[str, str]:
    style = CATEGORY_STYLES[category]
    return {
        "key": style.key,
        "color": style.color,
        "ink": style.ink,
        "shape": style.shape.value,
        "label": style.label,
    }


def _article_row(analysis: Analysis, offsets: Offsets) -> Row:
    article = analysis.article
    published = article.published.isoformat() if article.published else ""
    body = [_pair(span, offsets) for span in article.body]
    return [
        article.id, article.title, article.url, published, article.language, article.text, body,
    ]  # fmt: skip


def _mention_row(
    article: int, resolution: Resolution, analysis: Analysis, offsets: Offsets, tables: Tables
) -> Row:
    mention, place = resolution.mention, resolution.place
    shape = -1
    if place is not None and mention.kind.value in {"literal", "relative"}:
        shape = tables.shape(resolution.geometry or analysis.geometries.get(place.id))
        tables.look(place, shape)
    start, end = _pair(mention.span, offsets)
    km = resolution.uncertainty_km
    return [
        article,
        start,
        end,
        mention.kind.value,
        -1 if place is None else tables.place(place, named=True),
        round(resolution.score, 3),
        0 if km is None else round(km, 2),
        shape,
        [
            [tables.place(c.place, named=False), round(c.score, 3), list(c.reasons)]
            for c in resolution.candidates[:_MOST_CANDIDATES]
        ],
    ]


def _spot_row(
    incident: int, where: IncidentPlace, first: int, analysis: Analysis, tables: Tables
) -> Row:
    shape = tables.shape(where.geometry or analysis.geometries.get(where.place.id))
    tables.look(where.place, shape, where.precision)
    return [
        incident,
        tables.place(where.place, named=True),
        -1 if where.mention is None else first + where.mention,
        where.role.value,
        where.precision.value,
        round(where.uncertainty_km, 2),
        where.where_prec,
        where.reason,
        shape,
    ]


def _incident_row(article: int, incident: Incident, offsets: Offsets) -> Row:
    event = incident.event
    scores = (event.score, incident.place_score, incident.link_score)
    return [
        incident.id,
        article,
        _CATEGORIES.index(event.category),
        event.event_type.value,
        event.acled_sub_type or event.acled_type,
        _FACTS.index(event.factuality),
        event.attributed_to,
        _pair(event.quote, offsets),
        [_pair(span, offsets) for span in event.more_quotes],
        _pair(event.trigger, offsets),
        event.date.start,
        event.date.end,
        event.date.precision.value,
        event.date.text,
        [[actor.name, actor.role.value, actor.country] for actor in event.actors],
        _quantity(event.fatalities),
        _quantity(event.injuries),
        [round(score, 3) for score in scores],
        round(incident.score, 3),
    ]


def _quantity(number: Quantity | None) -> Any:
    if number is None:
        return 0
    return [number.minimum, number.maximum, number.text, number.attributed_to]


def _pair(span: Span, offsets: Offsets) -> list[int]:
    return [offsets[span.start], offsets[span.end]]
