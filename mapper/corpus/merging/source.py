"""What the result keeps of a report: one of its sources, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from mapper.corpus.merging.lines import Actor, Article, Incident, Mention, Place, Quantity

__all__ = ["Source", "SourcePlace", "packed", "source_of", "unpacked"]


class SourcePlace(Struct, gc=False):
    """A place of a report, and what its article calls it."""

    id: str
    name: str
    as_written: str
    lat: float
    lon: float
    country: str
    role: str
    precision: str
    uncertainty_km: float
    where_prec: int


class Source(Struct, gc=False):
    """A report as the merged incident's ``sources`` have it."""

    id: str
    article: str
    incident: str
    title: str
    url: str
    published: str | None
    quote: str
    category: str
    event_type: str
    acled_type: str | None
    acled_sub_type: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str
    date_text: str
    fatalities: Quantity | None
    injuries: Quantity | None
    factuality: str
    attributed_to: str | None
    score: float
    actors: list[Actor]
    places: list[SourcePlace]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Source)
# Readers that split at every Unicode line end must still find one object a line. None of these
# bytes is ever a part of another character.
_LINE_ENDS = (
    (b"\xc2\x85", b"\\u0085"),
    (b"\xe2\x80\xa8", b"\\u2028"),
    (b"\xe2\x80\xa9", b"\\u2029"),
)


def packed(value: Any) -> bytes:
    """Write a value as one line of JSON: the same value gives the same bytes.

    Parameters
    ----------
    value
        Of structures, lists, dicts, texts, dates and numbers.
    """
    line = _ENCODER.encode(value)
    if line.isascii():
        return line
    for found, escaped in _LINE_ENDS:
        if found in line:
            line = line.replace(found, escaped)
    return line


def unpacked(line: bytes) -> Source:
    """Read a source that `packed` wrote."""
    return _DECODER.decode(line)


def source_of(item: Incident, article: Article, mentions: Sequence[Mention]) -> Source:
    """Make the source of a report.

    Parameters
    ----------
    item, article
        Of an analysis.
    mentions
        Of the article, in order: what the places are called in it.
    """
    return Source(
        id=f"{article.id}/{item.id}", article=article.id, incident=item.id,
        title=article.title or "", url=article.url or "", published=article.published,
        quote=item.quote, category=item.category, event_type=item.event_type,
        acled_type=item.acled_type, acled_sub_type=item.acled_sub_type,
        date_start=item.date_start, date_end=item.date_end, date_precision=item.date_precision,
        date_text=item.date_text, fatalities=item.fatalities, injuries=item.injuries,
        factuality=item.factuality, attributed_to=item.attributed_to, score=item.score,
        actors=item.actors, places=[_place(place, mentions) for place in item.places],
    )  # fmt: skip


def _place(place: Place, mentions: Sequence[Mention]) -> SourcePlace:
    return SourcePlace(
        place.id, place.name, "" if place.mention is None else mentions[place.mention].text,
        place.lat, place.lon, place.country, place.role, place.precision, place.uncertainty_km,
        place.where_prec,
    )  # fmt: skip
