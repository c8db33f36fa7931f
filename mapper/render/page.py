"""What the page is told: one analysis or many as columns of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.ground import Box, heart, hull
from mapper.model import (
    Analysis,
    Category,
    Factuality,
    Incident,
    IncidentPlace,
    MentionKind,
    Quantity,
    Resolution,
    Span,
)
from mapper.render.columns import Columns
from mapper.render.pack import pack
from mapper.render.stories import stories
from mapper.render.tables import Tables
from mapper.render.utf16 import Offsets
from mapper.render.written import written_names
from mapper.style import CATEGORY_STYLES

__all__ = ["PageData", "page_data"]

_MOST_CANDIDATES = 8
_MOST_PLAIN = 300
"""Incidents up to which the data stand in the page as plain JSON, for people to search."""
_MOST_PLAIN_TEXT = 300_000
"""Characters of articles up to which they do."""
_ON_THE_GROUND = {MentionKind.LITERAL, MentionKind.RELATIVE}

_CATEGORIES = tuple(Category)
_FACTS = tuple(Factuality)


@dataclass(frozen=True, slots=True)
class PageData:
    """What the page is told.

    Parameters
    ----------
    payload
        JSON-ready.
    packed
        The columns in few bytes (see `mapper.render.pack`); empty where the payload holds them.
    boxes
        Of what the map shows first.
    counts
        Incidents by category.
    """

    payload: dict[str, object]
    packed: str
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
    writer = _Writer(stories(analyses))
    for analysis in analyses:
        writer.write(analysis)
    writer.tables.finish()
    boxes = writer.tables.boxes()
    payload: dict[str, object] = {
        "v": 2,
        "title": title,
        "made": _made(analyses),
        "view": _edges(heart(boxes)),
        "whole": _edges(hull(boxes)),
        "categories": [_style_row(category) for category in _CATEGORIES],
        "facts": [fact.value for fact in _FACTS],
    }
    size = sum(len(analysis.article.text) for analysis in analyses)
    packed = ""
    if len(writer.columns["incidents"]) > _MOST_PLAIN or size > _MOST_PLAIN_TEXT:
        payload["packed"], packed = pack(writer.columns)
    else:
        payload.update(writer.columns.plain())
    return PageData(payload, packed, boxes, writer.counts)


def _made(analyses: Sequence[Analysis]) -> list[str]:
    """Name what made the analyses, with whom the sources of its places ask to be named."""
    if not analyses:
        return []
    made = analyses[0].generator
    named = dict.fromkeys(line for one in analyses for line in one.generator.attribution)
    places = f"{made.gazetteer} ({'; '.join(named)})" if named else made.gazetteer
    return [made.name, made.version, places, *made.models]


def _edges(box: Box | None) -> list[float] | None:
    return [box.west, box.south, box.east, box.north] if box else None


def _style_row(category: Category) -> dict[str, str]:
    style = CATEGORY_STYLES[category]
    return {
        "key": style.key,
        "name": category.value,
        "color": style.color,
        "ink": style.ink,
        "shape": style.shape.value,
        "label": style.label,
    }


class _Writer:
    """Analyses into tables, one after the other; `told` has a story's number an incident."""

    def __init__(self, told: Sequence[int]) -> None:
        self._told = told
        self.columns = Columns()
        self.tables = Tables(self.columns)
        self.counts: dict[Category, int] = {}
        self._reasons: dict[tuple[str, ...], int] = {}

    def write(self, analysis: Analysis) -> None:
        offsets = Offsets(analysis.article.text)
        article = self._article(analysis, offsets)
        first = len(self.columns["mentions"])
        written = written_names(analysis.resolutions)
        for resolution in analysis.resolutions:
            self._mention(article, resolution, analysis, offsets, written)
        for incident in analysis.incidents:
            category = incident.event.category
            self.counts[category] = self.counts.get(category, 0) + 1
            row = self._incident(article, incident, offsets)
            for where in incident.places:
                self._spot(row, where, first, analysis, written)
            lacking = ((first + mention,) for mention in incident.unlocated)
            self.columns["unlocated"].extend(row, lacking)

    def _article(self, analysis: Analysis, offsets: Offsets) -> int:
        article = analysis.article
        published = article.published.isoformat() if article.published else ""
        row = self.columns["articles"].add(
            article.id, article.title, article.url, published, article.language, article.text
        )
        self.columns["bodies"].extend(row, (_pair(span, offsets) for span in article.body))
        return row

    def _mention(
        self,
        article: int,
        resolution: Resolution,
        analysis: Analysis,
        offsets: Offsets,
        written: dict[str, str],
    ) -> None:
        mention, place = resolution.mention, resolution.place
        shape = -1
        if place is not None and mention.kind in _ON_THE_GROUND:
            shape = self.tables.shape(resolution.geometry or analysis.geometries.get(place.id))
            self.tables.look(place, shape)
        index = -1
        if place is not None:
            index = self.tables.place(place, written=written.get(place.id, ""))
        row = self.columns["mentions"].add(
            article,
            *_pair(mention.span, offsets),
            mention.kind.value,
            index,
            round(resolution.score, 3),
            round(resolution.uncertainty_km or 0, 2),
            shape,
        )
        self.columns["candidates"].extend(
            row,
            (
                (self.tables.place(c.place), round(c.score, 3), self._why(c.reasons))
                for c in resolution.candidates[:_MOST_CANDIDATES]
            ),
        )

    def _why(self, reasons: tuple[str, ...]) -> int:
        """Number of a set of reasons; the same few recur."""
        known = self._reasons.get(reasons)
        if known is None:
            known = self._reasons[reasons] = len(self._reasons)
            self.columns["reasons"].extend(known, ((reason,) for reason in reasons))
        return known

    def _incident(self, article: int, incident: Incident, offsets: Offsets) -> int:
        event = incident.event
        row = self.columns["incidents"].add(
            incident.id,
            article,
            _CATEGORIES.index(event.category),
            event.event_type.value,
            event.acled_sub_type or event.acled_type,
            _FACTS.index(event.factuality),
            event.attributed_to,
            *_pair(event.quote, offsets),
            *_pair(event.trigger, offsets),
            event.date.start,
            event.date.end,
            event.date.precision.value,
            event.date.text,
            *(round(s, 3) for s in (event.score, incident.place_score, incident.link_score)),
            self._told[len(self.columns["incidents"])],
        )
        quotes = (_pair(span, offsets) for span in event.more_quotes)
        self.columns["quotes"].extend(row, quotes)
        actors = ((actor.name, actor.role.value, actor.country) for actor in event.actors)
        self.columns["actors"].extend(row, actors)
        for kind, toll in (("dead", event.fatalities), ("hurt", event.injuries)):
            if toll is not None:
                self.columns["tolls"].add(row, kind, *_toll(toll))
        return row

    def _spot(
        self,
        incident: int,
        where: IncidentPlace,
        first: int,
        analysis: Analysis,
        written: dict[str, str],
    ) -> None:
        shape = self.tables.shape(where.geometry or analysis.geometries.get(where.place.id))
        self.tables.look(where.place, shape, where.precision)
        self.columns["spots"].add(
            incident,
            self.tables.place(where.place, written=written.get(where.place.id, "")),
            *(-1 if m is None else first + m for m in (where.mention, where.finer)),
            _spot_name(where, analysis, written),
            where.role.value,
            where.precision.value,
            round(where.uncertainty_km, 2),
            where.where_prec,
            where.reason,
            shape,
        )


def _spot_name(where: IncidentPlace, analysis: Analysis, written: dict[str, str]) -> str:
    """What the article calls the place of an incident."""
    mention = None if where.mention is None else analysis.resolutions[where.mention].mention
    here = " ".join(mention.text.split()) if mention else ""
    if mention is not None and mention.kind is MentionKind.RELATIVE:
        return here
    if where.place.id in written:
        return written[where.place.id]
    return here if mention and mention.kind is not MentionKind.DEMONYM else where.place.name


def _toll(number: Quantity) -> tuple[int, int, str, str]:
    """Least, most (-1 where open), words, who says so."""
    most = -1 if number.maximum is None else number.maximum
    return (number.minimum, most, number.text, number.attributed_to)


def _pair(span: Span, offsets: Offsets) -> tuple[int, int]:
    return (offsets[span.start], offsets[span.end])
