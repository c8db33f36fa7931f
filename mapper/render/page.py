"""What the page is told: one analysis or many as columns of plain values.

Columns, not objects: a name of a field stands once, not once an incident, and the page can
filter tens of thousands of rows without building an object for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapper.model import (
    Analysis,
    Category,
    Factuality,
    Incident,
    IncidentPlace,
    Precision,
    Quantity,
    Resolution,
    Span,
)
from mapper.render.encode import encode_paths
from mapper.render.region import Box, hull
from mapper.render.utf16 import Offsets
from mapper.style import CATEGORY_STYLES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["PageData", "page_data"]

_SHAPE_DECIMALS = 4
_MOST_NAMES = 14
_MOST_CANDIDATES = 8
_WIDE = 45.0
"""Degrees: a shape wider than this (a continent-sized country) does not set the view."""

_CATEGORIES = tuple(Category)
_FACTS = tuple(Factuality)
Row = list[object]


class PageData:
    """The payload and the boxes of what it shows.

    Attributes
    ----------
    payload
        JSON-ready.
    boxes
        Of what the map shows first.
    counts
        Incidents that have a place on the map, by category.
    """

    def __init__(self, payload: dict[str, object], boxes: list[Box], counts: dict[Category, int]):
        self.payload = payload
        self.boxes = boxes
        self.counts = counts


class _Tables:
    """Places and shapes, each once, however often they are used."""

    def __init__(self) -> None:
        self.places: list[Row] = []
        self.shapes: list[Row] = []
        self.spot_boxes: list[Box] = []
        self.named_boxes: list[Box] = []
        self.wide_boxes: list[Box] = []
        self._place_index: dict[str, int] = {}
        self._shape_index: dict[bytes, int] = {}
        self._shape_boxes: list[Box] = []

    def place(self, place: Place, *, named: bool) -> int:
        """Row of a place; its other names only where the map shows it."""
        index = self._place_index.get(place.id)
        if index is None:
            index = self._place_index[place.id] = len(self.places)
            self.places.append(_place_row(place))
        if named and not self.places[index][-1]:
            self.places[index][-1] = _names(place)
        return index

    def shape(self, geometry: BaseGeometry | None) -> int:
        """Row of a line or area; -1 for a point or none."""
        if geometry is None or geometry.is_empty or geometry.geom_type.endswith("Point"):
            return -1
        key = geometry.wkb
        index = self._shape_index.get(key)
        if index is None:
            row = _shape_row(geometry)
            if row is None:
                return -1
            index = self._shape_index[key] = len(self.shapes)
            self.shapes.append(row)
            self._shape_boxes.append(Box(*geometry.bounds))
        return index

    def look(self, place: Place, shape: int, precision: Precision | None = None) -> None:
        """Count a place as shown; `precision` where it is an incident's."""
        box = self._shape_boxes[shape] if shape >= 0 else None
        point = Box(place.longitude, place.latitude, place.longitude, place.latitude)
        if box is None or box.span > _WIDE:
            box = point
        if precision is None:
            self.named_boxes.append(box)
        elif precision is Precision.COUNTRY:
            self.wide_boxes.append(box)
        else:
            self.spot_boxes.append(box)

    def boxes(self) -> list[Box]:
        """What the map shows first: the incidents; a whole country only if nothing is finer."""
        return self.spot_boxes or self.wide_boxes or self.named_boxes


def page_data(analyses: Sequence[Analysis], title: str) -> PageData:
    """Everything that the page shows, in columns.

    Parameters
    ----------
    analyses
        In the order in which they shall be listed.
    title
        Heading of the page.
    """
    tables = _Tables()
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
    whole = hull(tables.boxes())
    made = analyses[0].generator if analyses else None
    payload: dict[str, object] = {
        "v": 1,
        "title": title,
        "made": [made.name, made.version, made.gazetteer, *made.models] if made else [],
        "view": [whole.west, whole.south, whole.east, whole.north] if whole else None,
        "categories": [_style_row(category) for category in _CATEGORIES],
        "facts": [fact.value for fact in _FACTS],
        "articles": _columns(_ARTICLE, articles),
        "places": _columns(_PLACE, tables.places),
        "shapes": _columns(_SHAPE, tables.shapes),
        "mentions": _columns(_MENTION, mentions),
        "incidents": _columns(_INCIDENT, incidents),
        "spots": _columns(_SPOT, spots),
    }
    return PageData(payload, tables.boxes(), counts)


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


def _place_row(place: Place) -> Row:
    return [
        place.id,
        place.name,
        round(place.latitude, 5),
        round(place.longitude, 5),
        place.country,
        f"{place.feature_class}.{place.feature_code}",
        ", ".join(part for part in (place.admin2, place.admin1) if part),
        int(place.disputed),
        [],
    ]


def _names(place: Place) -> list[list[str]]:
    """Other names, each text once, the official and disputed ones before the rest."""
    first = {"official": 0, "disputed": 1, "historical": 2, "short": 3}
    kinds = {"demonym", "abbreviation"}
    rows = [n for n in place.names if n.kind.value not in kinds and n.text != place.name]
    rows.sort(key=lambda n: first.get(n.kind.value, 4))
    seen: dict[str, list[str]] = {}
    for name in rows:
        seen.setdefault(name.text, [name.text, name.language, name.kind.value])
    return list(seen.values())[:_MOST_NAMES]


def _shape_row(geometry: BaseGeometry) -> Row | None:
    import shapely

    west, south, east, north = geometry.bounds
    tolerance = max(east - west, north - south) / 500
    simple = shapely.simplify(geometry, tolerance)
    parts = shapely.get_parts(simple, return_index=False)
    areas = parts[shapely.get_type_id(parts) == 3]
    lines = parts[shapely.get_dimensions(parts) == 1]
    kind = "area" if len(areas) else "line"
    paths = shapely.get_rings(areas) if len(areas) else lines
    text = encode_paths((shapely.get_coordinates(p) for p in paths), _SHAPE_DECIMALS)
    return [kind, text] if text else None


def _mention_row(
    article: int, resolution: Resolution, analysis: Analysis, offsets: Offsets, tables: _Tables
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
    incident: int, where: IncidentPlace, first: int, analysis: Analysis, tables: _Tables
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
