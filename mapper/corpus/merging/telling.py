"""An incident of an analysis becomes a row to be put into columns."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

from mapper.corpus.merging.borrowing import far, nearest, radius_km
from mapper.corpus.merging.columns import Columns, Row
from mapper.corpus.merging.kinds import UNREAL
from mapper.corpus.merging.lines import Article, Incident, Line, Mention, Place, Quantity
from mapper.corpus.merging.sentences import is_overnight, sentence_of
from mapper.corpus.merging.source import packed, source_of
from mapper.corpus.merging.times import day_number, window
from mapper.model import Category, EventType, Factuality, MentionKind, PlaceRole, Precision

__all__ = ["digest_of", "rows_of"]

_AROUND = 200  # characters on each side of a quote that are read with it
_SPOTS = 6  # places of one report that are compared
_CATEGORIES = {category.value: number for number, category in enumerate(Category)}
_TYPES = {kind.value: number for number, kind in enumerate(EventType)}
_REAL = {f.value: f not in UNREAL for f in Factuality}
_POINTS = (Precision.EXACT.value, Precision.SETTLEMENT.value)
_NEAR = PlaceRole.NEAR.value
_LITERAL = MentionKind.LITERAL.value
_OFFSET = "im:relative/"  # what the ids of places like "north of Gori" begin with


def digest_of(article: Article) -> str:
    """Give the hash of an article's text."""
    return (
        article.sha256 or hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    )


def rows_of(read: Line, columns: Columns) -> list[Row]:
    """Make the rows of what an article reports.

    Parameters
    ----------
    read
        Its analysis.
    columns
        Where words and codes are numbered; nothing is added to them.

    Raises
    ------
    KeyError, ValueError, IndexError
        The analysis is not what it should be.
    """
    head = read.article
    # The same words on another day may be news of another day: alerts are all alike.
    article = columns.text(f"{digest_of(head)} {head.published}")
    names = columns.words.numbers(" ".join([mention.text for mention in read.mentions]))
    told = {item.id: _row(item, read, article, names, columns) for item in read.incidents}
    rows = list(told.values())
    if rows and (named := _named(read, columns)):
        rows[0] = rows[0]._replace(named=named)
    return rows


def _named(read: Line, columns: Columns) -> list[tuple[float, ...]]:
    """Give what the article means by the names of places where it tells of no incident."""
    told = {place.mention for item in read.incidents for place in item.places}
    return [
        _borrowed(mention, radius, columns)
        for number, mention in enumerate(read.mentions)
        if number not in told and mention.kind == _LITERAL and (radius := radius_km(mention))
    ]


def _row(item: Incident, read: Line, article: int, names: set[int], columns: Columns) -> Row:
    head, mentions = read.article, read.mentions
    published = day_number(head.published or "")
    first, last, exact = window(
        item.date_start or "",
        item.date_end or "",
        item.date_precision,
        told=bool(item.date_text),
        published=published,
    )
    if exact and is_overnight(item.quote):
        first, exact = first - 1.0, False
    sentence = sentence_of(head.text, item.quote_start, item.quote_end)
    source = source_of(item, head, mentions)
    spots = [_spot(place, mentions, columns) for place in item.places[:_SPOTS]]
    far_off: Sequence[float] = ()
    if not spots and (near := nearest(mentions, item)):
        spots = [_borrowed(*near, columns)]
    elif not spots and (near := far(mentions, item)):
        far_off = _borrowed(*near, columns)
    actors = item.actors
    return Row(
        source.id,
        packed(source),
        (
            article,
            sentence[0],
            columns.twin(article, item.id),
            _CATEGORIES[item.category],
            _TYPES[item.event_type],
            columns.code(item.acled_sub_type),
            _REAL[item.factuality],
            exact,
        ),
        (first, last, published, *_range(item.fatalities), *_range(item.injuries)),
        _words(item, head, names, sentence, columns),
        (
            columns.actors.numbers(" ".join([actor.name for actor in actors])),
            columns.actors.whole([f"country {a.country}" for a in actors if a.country]),
        ),
        spots,
        () if spots else columns.names.in_sentence(mentions, item, head.text, sentence),
        far_off,
        (),
    )


def _words(
    item: Incident, article: Article, names: set[int], sentence: tuple[int, int], columns: Columns
) -> tuple[set[int], ...]:
    """Number the words of the quotes, about them, the names in them, the sentence's others."""
    text, numbers = article.text, columns.words.numbers
    start, end = item.quote_start, item.quote_end
    quotes = [item.quote, *[text[quote.start : quote.end] for quote in item.quotes[1:]]]
    quoted = numbers(" ".join(quotes))
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    about = numbers(f"{article.title or ''} {before} {after}")
    rest = numbers(f"{text[sentence[0] : start]} {text[end : sentence[1]]}")
    # All reports from here share the names of places: they say nothing of which it is.
    return quoted - names, about - names, quoted & names, rest


def _spot(place: Place, mentions: Sequence[Mention], columns: Columns) -> tuple[float, ...]:
    lat, lon = place.lat, place.lon
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"no such place on earth: {lat}, {lon}")
    point = place.precision in _POINTS and place.role != _NEAR
    point = point and not place.id.startswith(_OFFSET)
    name = -1 if place.mention is None else columns.names.number(mentions[place.mention].text)
    return (
        lat,
        lon,
        max(0.0, place.uncertainty_km),
        columns.code(place.id),
        columns.code(place.country),
        float(point),
        0.0,
        name,
    )


def _borrowed(mention: Mention, radius: float, columns: Columns) -> tuple[float, ...]:
    there = mention.place
    assert there is not None  # a mention without one has no radius
    here, country = columns.code(there.id), columns.code(there.country)
    name = columns.names.number(mention.text)
    return (there.lat, there.lon, radius, here, country, 0.0, 1.0, name)


def _range(quantity: Quantity | None) -> tuple[float, float]:
    if quantity is None:
        return math.nan, math.nan
    return quantity.min, math.inf if quantity.max is None else quantity.max
