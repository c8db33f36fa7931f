"""What the program said about one document, in the shape that scorers read.

Built from the analysis record of the contract, so that what is judged is what a user gets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "FoundIncident", "FoundMention", "FoundPlace", "Spot", "from_record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place of the gazetteer as chosen (decimal degrees, EPSG:4326)."""

    id: str
    name: str
    lat: float
    lon: float
    country: str = ""
    code: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMention:
    """A mention of the record; `place` None: NIL."""

    start: int
    end: int
    text: str
    kind: str
    place: Spot | None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlace:
    """A place of an incident; `span` where a mention names it, the finest one that does."""

    name: str
    lat: float
    lon: float
    role: str = "location"
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIncident:
    """An incident of the record. `trigger` is the word that names it, as written.

    `unlocated` are the names of places of it of which nobody knows where they lie.
    """

    start: int
    end: int
    quote: str = ""
    trigger: str = ""
    category: str = ""
    event_type: str = ""
    date_start: str = ""
    fatalities: int | None = None
    injuries: int | None = None
    factuality: str = ""
    attributed_to: str = ""
    actors: tuple[str, ...] = ()
    places: tuple[FoundPlace, ...] = ()
    unlocated: tuple[tuple[int, int], ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """All that was asked about one document. None means: not asked; empty: nothing found.

    Parameters
    ----------
    mentions, incidents
        Of the whole walk.
    given
        Choices for the gold toponyms that have coordinates, in the corpus' order, when the
        program was given their spans.
    events
        The events read out of the text, in text order, before any place is attached.
    checked
        Verdicts on the document's checks, in their order.
    placed
        Whether mentions were resolved at all; if not, their places are not judged.
    """

    doc: str
    mentions: tuple[FoundMention, ...] | None = None
    incidents: tuple[FoundIncident, ...] | None = None
    given: tuple[Spot | None, ...] | None = None
    events: tuple[FoundIncident, ...] | None = None
    checked: tuple[bool, ...] | None = None
    placed: bool = True


def from_record(record: Mapping[str, Any], doc: str) -> Answer:
    """Make an answer from the analysis record of the contract (`mapper parse`).

    Parameters
    ----------
    record
        The JSON object of one article.
    doc
        Id of the document in the corpus.
    """
    mentions = tuple(
        FoundMention(
            start=item["start"],
            end=item["end"],
            text=item.get("text", ""),
            kind=item["kind"],
            place=_spot(item.get("place")),
            score=item.get("score"),
        )
        for item in record["mentions"]
    )
    incidents = tuple(_incident(item, mentions) for item in record["incidents"])
    return Answer(doc=doc, mentions=mentions, incidents=incidents)


def _spot(place: Mapping[str, Any] | None) -> Spot | None:
    if not place:
        return None
    return Spot(
        id=place.get("id", ""),
        name=place.get("name") or "",
        lat=place["lat"],
        lon=place["lon"],
        country=place.get("country") or "",
        code=place.get("feature_code") or "",
    )


def _incident(item: Mapping[str, Any], mentions: Sequence[FoundMention]) -> FoundIncident:
    return FoundIncident(
        start=item["quote_start"],
        end=item["quote_end"],
        quote=item.get("quote", ""),
        trigger=item.get("trigger") or "",
        category=item.get("category") or "",
        event_type=item.get("event_type") or "",
        date_start=item.get("date_start") or "",
        fatalities=(item.get("fatalities") or {}).get("min"),
        injuries=(item.get("injuries") or {}).get("min"),
        factuality=item.get("factuality") or "",
        attributed_to=item.get("attributed_to") or "",
        actors=tuple(actor.get("name", "") for actor in item.get("actors") or ()),
        places=tuple(_place(place, mentions) for place in item.get("places") or ()),
        unlocated=tuple(
            (mentions[n].start, mentions[n].end)
            for n in item.get("unlocated") or ()
            if 0 <= n < len(mentions)
        ),
        score=item.get("score"),
    )


def _place(place: Mapping[str, Any], mentions: Sequence[FoundMention]) -> FoundPlace:
    index = place.get("finer", place.get("mention"))
    named = mentions[index] if index is not None and 0 <= index < len(mentions) else None
    return FoundPlace(
        name=place.get("name") or "",
        lat=place["lat"],
        lon=place["lon"],
        role=place.get("role") or "location",
        span=(named.start, named.end) if named else None,
    )
