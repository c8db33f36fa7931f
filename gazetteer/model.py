"""The gazetteer's vocabulary: places, their names, and what a lookup returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["FeatureClass", "Match", "MatchKind", "Name", "NameKind", "Nearby", "Place"]


class FeatureClass(StrEnum):
    """GeoNames' nine feature classes."""

    ADMINISTRATIVE = "A"
    WATER = "H"
    AREA = "L"
    POPULATED = "P"
    ROUTE = "R"
    SPOT = "S"
    TERRAIN = "T"
    UNDERSEA = "U"
    VEGETATION = "V"


class NameKind(StrEnum):
    """What a name is to its place."""

    OFFICIAL = "official"
    ALTERNATE = "alternate"
    SHORT = "short"
    HISTORICAL = "historical"
    COLLOQUIAL = "colloquial"
    DISPUTED = "disputed"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"


class MatchKind(StrEnum):
    """How a query met a name, from the surest to the loosest."""

    EXACT = "exact"
    FOLDED = "folded"
    TRANSLITERATED = "transliterated"
    PATTERN = "pattern"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place.

    Parameters
    ----------
    text
        The name as written by those who use it.
    language
        BCP 47 tag (``az``, ``hy``, ``fa``); empty where the source does not say.
    kind
        What the name is to the place.
    """

    text: str
    language: str = ""
    kind: NameKind = NameKind.ALTERNATE


_LETTERS = {
    NameKind.OFFICIAL: "o", NameKind.ALTERNATE: "", NameKind.SHORT: "s",
    NameKind.HISTORICAL: "h", NameKind.COLLOQUIAL: "c", NameKind.DISPUTED: "d",
    NameKind.ABBREVIATION: "b", NameKind.DEMONYM: "m",
}  # fmt: skip
# A name's kind by its letter, and by its full name.
KIND_OF = {key: kind for kind, letter in _LETTERS.items() for key in (letter, kind.value)}


def pack_name(name: Name) -> str:
    """Return the line of `Place.packed_names` that holds a name, as `unpack_name` reads it."""
    if not name.language and name.kind is NameKind.ALTERNATE:
        return name.text
    return f"{name.language}\t{_LETTERS[name.kind]}\t{name.text}"


def unpack_name(line: str) -> Name:
    """Return the name that one line of `Place.packed_names` holds; most are no more than a text.

    Others are language, kind (its letter, or in full) and text, parted by tabs.
    """
    if "\t" not in line:
        return Name(line)
    language, kind, text = line.split("\t")
    return Name(text, language, KIND_OF[kind])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of the gazetteer. Immutable; two places are the same when their ids are.

    Parameters
    ----------
    id
        ``gn:146687`` (GeoNames), ``ne:...`` (Natural Earth), ``im:...`` (this
        project's curated files), ``wof:...`` (Who's On First), ``user:...`` (a file that the
        user added).
    name
        Main name, in Latin script.
    latitude, longitude
        Decimal degrees, EPSG:4326. The point of an area lies inside it.
    country
        ISO 3166-1 alpha-2; empty for what belongs to none or to several.
    feature_class, feature_code
        GeoNames' codes (``P``, ``PPLA``).
    admin1, admin2
        Names of the first and second order divisions around it; empty if unknown.
    admin1_id, admin2_id
        Their place ids; empty if unknown.
    population
        Inhabitants; 0 where unknown.
    disputed
        Whether states or peoples claim it, or its name, against each other.
    shape
        ``point``, ``line`` or ``polygon``: what `Gazetteer.geometry` can give.
    source
        Where the row comes from.
    packed_names
        All names in their stored form; read `names` instead.
    """

    id: str
    name: str
    latitude: float
    longitude: float
    country: str = ""
    feature_class: FeatureClass
    feature_code: str
    admin1: str = ""
    admin2: str = ""
    admin1_id: str = ""
    admin2_id: str = ""
    population: int = 0
    disputed: bool = False
    shape: str = "point"
    source: str = ""
    packed_names: str = ""

    @property
    def names(self) -> tuple[Name, ...]:
        """All names, demonyms included, the main one first."""
        return tuple(unpack_name(line) for line in self.packed_names.split("\n") if line)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Match:
    """A place that answers a query, and how.

    Parameters
    ----------
    place
        The place found.
    name
        The name of it that the query met.
    kind
        How query and name met.
    likeness
        1.0 for the same spelling, less for looser meetings, never below 0.
    """

    place: Place
    name: Name
    kind: MatchKind
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place and its great-circle distance in km from the point asked for."""

    place: Place
    distance_km: float
