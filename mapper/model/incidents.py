"""Events tied to their places, and all that is said about one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.model.article import Article
from mapper.model.events import Event, PlaceRole, Precision
from mapper.model.places import Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["Analysis", "Generator", "Incident", "IncidentPlace"]


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
    finer
        Index of the mention that tells more closely where, if the gazetteer does not have it
        ("in X in the district of Y" where only Y is known); None otherwise.
    """

    place: Place
    mention: int | None
    role: PlaceRole
    precision: Precision
    uncertainty_km: float
    where_prec: int
    reason: str
    geometry: BaseGeometry | None = None
    finer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An event tied to its places, and how far to believe it (all scores 0 to 1).

    `unlocated` are indexes of mentions that name a place of it which the gazetteer does not have
    and for which the text tells no wider one.
    """

    id: str
    event: Event
    places: tuple[IncidentPlace, ...]
    place_score: float
    link_score: float
    unlocated: tuple[int, ...] = ()

    @property
    def score(self) -> float:
        """Probability that event, place and their link are all right."""
        return self.event.score * self.place_score * self.link_score


@dataclass(frozen=True, slots=True)
class Generator:
    """What made an analysis.

    `gazetteer` tells the bundled data's version and, by name and digest, each part of the user's
    own that took part; `attribution`, who is to be named for the places, and on what terms.
    """

    name: str
    version: str
    gazetteer: str
    models: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()


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
