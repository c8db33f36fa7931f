"""A stand-alone offline gazetteer: it knows places and has never heard of articles.

>>> from gazetteer import Gazetteer
>>> with Gazetteer() as gaz:
...     gaz.search("Stepanakert", limit=1)[0].place.name
'Khankendi'
"""

from gazetteer.errors import (
    ArtefactError,
    GazetteerError,
    NoGeometryError,
    SourceError,
    UnknownPlaceError,
)
from gazetteer.model import FeatureClass, Match, MatchKind, Name, NameKind, Nearby, Place
from gazetteer.parts import CREDITS, Part
from gazetteer.spatial import distance_km
from gazetteer.store import Gazetteer

__all__ = [
    "CREDITS",
    "ArtefactError",
    "FeatureClass",
    "Gazetteer",
    "GazetteerError",
    "Match",
    "MatchKind",
    "Name",
    "NameKind",
    "Nearby",
    "NoGeometryError",
    "Part",
    "Place",
    "SourceError",
    "UnknownPlaceError",
    "distance_km",
]
