"""The vocabulary: what flows from one stage to the next.

Everything here is frozen. Offsets are end-exclusive code points into ``Article.text``;
coordinates are decimal degrees, EPSG:4326; distances are km.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = [
    "Actor",
    "ActorRole",
    "Analysis",
    "Article",
    "Candidate",
    "Category",
    "DatePrecision",
    "Entity",
    "Event",
    "EventDate",
    "EventType",
    "Factuality",
    "Generator",
    "Incident",
    "IncidentPlace",
    "Mention",
    "MentionKind",
    "Parsed",
    "PlaceRole",
    "Precision",
    "Quantity",
    "Relation",
    "RelativeExpression",
    "Resolution",
    "Sentence",
    "Span",
    "Token",
]


# --- the article -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article's text, end-exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, kw_only=True)
class Article:
    """One text as read.

    Parameters
    ----------
    id
        Stable name of the article: given by the source, else made of its file name or URL.
    text
        The text as read; every offset counts in it.
    title, url
        As the source gives them; empty where it does not.
    published
        Day of publication; None where unknown: then nothing relative to it is dated.
    language
        BCP 47 tag.
    body
        The stretches of `text` that are the article itself; what lies outside is the
        page's furniture and yields neither place nor incident.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    url: str = ""
    language: str = "en"
    body: tuple[Span, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Digest of the text (lone surrogates included)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def in_body(self, span: Span) -> bool:
        """Whether the whole span belongs to the article itself."""
        return any(part.contains(span) for part in self.body)


# --- its grammar -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place in the dependency tree.

    `pos` are Universal POS tags, `tag` Penn Treebank tags, `dep` ClearNLP arcs as spaCy's
    English pipelines give them; `head` is the index of the governing token (its own for a root).
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: character span, and its tokens ``first`` to ``last`` (exclusive)."""

    index: int
    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the tagger sees it (OntoNotes labels: GPE, LOC, FAC, NORP, ORG, PERSON...)."""

    span: Span
    label: str


@dataclass(frozen=True)
class Parsed:
    """The article's body, parsed once; tokens outside the body do not exist here."""

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        kids: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                kids[token.head].append(token.index)
        return tuple(tuple(k) for k in kids)

    def children(self, token: Token) -> Iterator[Token]:
        """The tokens that `token` governs directly, in text order."""
        return (self.tokens[i] for i in self._children[token.index])

    def subtree(self, token: Token) -> tuple[Token, ...]:
        """`token` and all that hangs below it, in text order."""
        found, queue = [token.index], [token.index]
        while queue:
            kids = self._children[queue.pop()]
            found.extend(kids)
            queue.extend(kids)
        return tuple(self.tokens[i] for i in sorted(found))

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The tokens above `token`, nearest first, the root last."""
        while token.head != token.index:
            token = self.tokens[token.head]
            yield token

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that overlap a stretch of the text."""
        from bisect import bisect_left, bisect_right

        first = bisect_right(self.tokens, span.start, key=lambda t: t.end)
        last = bisect_left(self.tokens, span.end, key=lambda t: t.start)
        return self.tokens[first:last]

    def head_of(self, span: Span) -> Token | None:
        """The token of the span that governs the others (None where no token lies in it)."""
        inside = self.tokens_in(span)
        for token in inside:
            if token.head == token.index or not inside[0].index <= token.head <= inside[-1].index:
                return token
        return inside[-1] if inside else None

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence in which the span begins (None outside the body)."""
        inside = self.tokens_in(span)
        return self.sentences[inside[0].sentence] if inside else None


# --- its places ------------------------------------------------------------------------


class MentionKind(StrEnum):
    """How a name of a place is used."""

    LITERAL = "literal"
    METONYMIC = "metonymic"
    DEMONYM = "demonym"
    RELATIVE = "relative"


class Relation(StrEnum):
    """What a relative expression does with its anchors."""

    OFFSET = "offset"  # 30 km east of X; north of X
    BETWEEN = "between"  # between X and Y; on the X-Y road
    BORDER = "border"  # the X-Y border


@dataclass(frozen=True, slots=True)
class RelativeExpression:
    """A place told by other places.

    Parameters
    ----------
    relation
        What is done with the anchors.
    anchors
        Spans of the toponyms (or demonyms) that it counts from.
    distance_km
        As the text gives it; None where it does not.
    bearing
        Degrees clockwise from north; None where the text gives no direction.
    """

    relation: Relation
    anchors: tuple[Span, ...]
    distance_km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A toponym as written, or an expression that is relative to some.

    Parameters
    ----------
    span, text
        Where it stands; ``article.text[span.start:span.end] == text``.
    kind
        How it is used. Only literal and relative ones may reach a map.
    score
        Probability, 0 to 1, that this is a mention of this kind.
    relative
        Set for `MentionKind.RELATIVE` only.
    """

    span: Span
    text: str
    kind: MentionKind
    score: float = 1.0
    relative: RelativeExpression | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention may mean, its share of belief, and why, in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention was taken to mean.

    Parameters
    ----------
    mention
        The mention.
    candidates
        Best first.
    place
        The choice; None for NIL: a place, but none that the gazetteer holds. For a relative
        expression a place computed from its anchors (id ``im:relative/...``).
    score
        Calibrated probability that the choice is right, 0 to 1.
    uncertainty_km
        Radius within which the place lies; None where the place's own size decides.
    geometry
        Of computed places (EPSG:4326); the gazetteer knows the others'.
    """

    mention: Mention
    candidates: tuple[Candidate, ...]
    place: Place | None
    score: float
    uncertainty_km: float | None = None
    geometry: BaseGeometry | None = None


# --- its events ------------------------------------------------------------------------


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


# --- the two together ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPlace:
    """A place of an incident.

    Parameters
    ----------
    place
        The place.
    mention
        Index of the mention in the analysis; None where no mention names it.
    role
        What the place is to the event.
    precision
        What kind of spot it is.
    uncertainty_km
        Radius within which the event was.
    where_prec
        UCDP's scale: 1 exact, 2 within about 25 km, 3 second-order division, 4 first-order
        division, 5 larger or between places, 6 country, 7 water or air.
    reason
        Why this place, in words.
    geometry
        Shape of lines and areas (EPSG:4326); None for a point.
    """

    place: Place
    mention: int | None
    role: PlaceRole
    precision: Precision
    uncertainty_km: float
    where_prec: int
    reason: str
    geometry: BaseGeometry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An event tied to its places, and how far to believe it (all scores 0 to 1)."""

    id: str
    event: Event
    places: tuple[IncidentPlace, ...]
    place_score: float
    link_score: float

    @property
    def score(self) -> float:
        """Probability that event, place and their link are all right."""
        return self.event.score * self.place_score * self.link_score


@dataclass(frozen=True, slots=True)
class Generator:
    """What made an analysis."""

    name: str
    version: str
    gazetteer: str
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that the program says about one article.

    `resolutions` are in text order, a mention inside another before the outer one;
    ``IncidentPlace.mention`` counts in them. `geometries` holds the shapes of the lines and
    areas among the resolved places, by place id.
    """

    article: Article
    resolutions: tuple[Resolution, ...]
    incidents: tuple[Incident, ...]
    generator: Generator
    geometries: dict[str, BaseGeometry] = field(default_factory=dict)
