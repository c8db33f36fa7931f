"""What the article reports, before it is tied to places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mapper.model.article import Span

__all__ = [
    "Actor",
    "ActorRole",
    "Category",
    "DatePrecision",
    "Event",
    "EventDate",
    "EventType",
    "Factuality",
    "PlaceRole",
    "Precision",
    "Quantity",
]


class Category(StrEnum):
    """The layers of the map; the first six are ACLED's event types."""

    BATTLE = "Battle"
    EXPLOSION = "Explosion/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTEST = "Protest"
    RIOT = "Riot"
    STRATEGIC = "Strategic development"
    DIPLOMACY = "Diplomacy/Statement"
    AGREEMENT = "Agreement/Ceasefire"
    DISASTER = "Disaster/Accident"
    OTHER = "Other"


class EventType(StrEnum):
    """PLOVER's event types, and one for the rest."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    OTHER = "OTHER"


class Factuality(StrEnum):
    """Whether it happened, as the text tells it."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    FOILED = "foiled"
    THREATENED = "threatened"
    DENIED = "denied"
    ALLEGED = "alleged"


class DatePrecision(StrEnum):
    """How finely the text dates an event."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


class ActorRole(StrEnum):
    """What an actor does in an event."""

    SOURCE = "source"
    TARGET = "target"
    OTHER = "other"


class PlaceRole(StrEnum):
    """What a place is to an event."""

    LOCATION = "location"
    ORIGIN = "origin"
    DESTINATION = "destination"
    TARGET = "target"
    NEAR = "near"


class Precision(StrEnum):
    """What kind of spot a marker stands for."""

    EXACT = "exact"
    SETTLEMENT = "settlement"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    WATER = "water"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class EventDate:
    """When an event was: ISO 8601, at the precision that the text allows.

    `start` and `end` are ``2020-10-17``, ``2020-10`` or ``2020``; empty where open.
    `text` is the expression as written; empty where the date came from the context.
    """

    start: str = ""
    end: str = ""
    precision: DatePrecision = DatePrecision.NONE
    text: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who took part: as written, its role, its span, and its country (ISO code) where clear."""

    name: str
    role: ActorRole
    span: Span | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many: a range, the words, and who says so. `maximum` None means open ("at least 10")."""

    minimum: int
    maximum: int | None
    text: str
    attributed_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What the text reports, before it is tied to places.

    Parameters
    ----------
    category, event_type, acled_type, acled_sub_type
        Our layer, PLOVER's code, and ACLED's where one fits.
    quote
        The clause that reports it.
    more_quotes
        Other stretches of the article that report the same event.
    trigger
        The word that names it.
    date, actors, fatalities, injuries, factuality, attributed_to
        As the text gives them; `attributed_to` is who says so, as written.
    score
        Probability that this is an event of this kind, 0 to 1.
    """

    category: Category
    event_type: EventType
    quote: Span
    trigger: Span
    acled_type: str = ""
    acled_sub_type: str = ""
    more_quotes: tuple[Span, ...] = ()
    date: EventDate = EventDate()
    actors: tuple[Actor, ...] = ()
    fatalities: Quantity | None = None
    injuries: Quantity | None = None
    factuality: Factuality = Factuality.OCCURRED
    attributed_to: str = ""
    score: float = 1.0
