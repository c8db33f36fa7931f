"""What a corpus says: gold, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Check",
    "Corpus",
    "Deaths",
    "Document",
    "Format",
    "GoldEvent",
    "GoldPlace",
    "GoldToponym",
    "Link",
]


class Format(StrEnum):
    """The kinds of corpora, told by what stands in their lines."""

    ARTICLES = "articles"  # places and events of whole articles (own-news)
    TOPONYMS = "toponyms"  # LGL, TR-News, GeoVirus, GeoWebNews, TUD-Loc
    EVENT_LOCATION = "event-location"  # verb and the place where it happened
    CONFLICT = "conflict-events"  # UCDP GED: headline, place, deaths
    CODED = "coded-sentences"  # PLOVER, NGEC, CAMEO: text and its event types
    CASES = "cases"  # single expectations, from other tools' own tests


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldToponym:
    """A place name in the text (offsets end-exclusive; EPSG:4326).

    Parameters
    ----------
    literal, demonym
        How it is used; None where the corpus does not say.
    kind
        ``city``, ``region``, ``country``...; decides how far off is still right.
    geonames
        GeoNames id, where given.
    country
        ISO 3166-1 alpha-2 code, set only where the toponym *is* a country.
    titles
        Other names of it that the corpus gives (the page it links to).
    """

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    literal: bool | None = None
    demonym: bool | None = None
    kind: str = ""
    geonames: int | None = None
    country: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPlace:
    """A place of an event; `tolerance_km` overrides what its kind allows."""

    name: str
    lat: float | None
    lon: float | None
    kind: str = "city"
    role: str = "location"
    tolerance_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """An event as annotated. Empty strings and None mean: not said, not judged.

    `categories` and `dates` hold the first choice and what is accepted besides it.
    """

    id: str
    start: int
    end: int
    quote: str
    categories: tuple[str, ...] = ()
    event_type: str = ""
    dates: tuple[str, ...] = ()
    places: tuple[GoldPlace, ...] = ()
    places_alt: tuple[GoldPlace, ...] = ()
    actors: tuple[str, ...] = ()
    fatalities: int | None = None
    injuries: int | None = None
    factuality: str = ""
    attributed_to: str = ""
    must_map: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A verb's span and the spans of the places where it happened (none: nowhere named).

    `held` tells of each place whether it is a name that the gazetteer has; None: not looked up.
    `sought` is False where nobody seems to have looked for places.
    """

    verb: tuple[int, int]
    places: tuple[tuple[int, int], ...]
    held: tuple[bool, ...] | None = None
    sought: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """Deaths of a conflict event, and its point.

    Parameters
    ----------
    best, low, high
        The corpus' numbers.
    stated
        Whether the text itself says that so many died (see `mapper.evaluate.headlines`).
    single
        Whether it does so without a number, by a single victim.
    mentioned
        Whether the number stands in the text at all, whatever it counts there.
    place, lat, lon
        Where it was; decimal degrees.
    """

    best: int
    low: int
    high: int
    stated: bool
    single: bool = False
    mentioned: bool = False
    place: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One expectation about a text or a query.

    Parameters
    ----------
    query
        What is asked of the gazetteer; empty: the document's text is parsed.
    country, admin1
        Where the query is limited to, as written in the case.
    field
        ``country``, ``geonames``, ``admin1``, ``feature_code``, ``mention``, ``none``.
    index
        Which of the places found, in text order.
    value
        What is expected there.
    """

    field: str
    value: str
    query: str = ""
    country: str = ""
    admin1: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with its gold. What a corpus does not annotate is None, not empty.

    Parameters
    ----------
    published
        ISO date, empty where unknown.
    region
        Part of the corpus that it belongs to, for the break-down.
    codes
        Event types that are right for the text (empty tuple: there is no event in it).
    """

    id: str
    text: str
    title: str = ""
    published: str = ""
    region: str = ""
    toponyms: tuple[GoldToponym, ...] | None = None
    events: tuple[GoldEvent, ...] | None = None
    link: Link | None = None
    codes: tuple[str, ...] | None = None
    deaths: Deaths | None = None
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A file's documents, its name, format and SHA-256."""

    name: str
    format: Format
    digest: str
    documents: tuple[Document, ...]
