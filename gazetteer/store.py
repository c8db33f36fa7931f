"""Read-only access to the built gazetteer and to a user's own places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gazetteer.errors import NoGeometryError, UnknownPlaceError
from gazetteer.folding import fold, loose
from gazetteer.forms import unpack_shape
from gazetteer.holdings import Holdings, Paths, find
from gazetteer.matching import meet, ordered
from gazetteer.model import FeatureClass, Match, Nearby, Place
from gazetteer.parts import Part
from gazetteer.searching import Searcher
from gazetteer.union import Union

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Gazetteer"]

# Keys this short may be abbreviations, which are met only when written as such.
_SHORT_KEY = 5
# A name's bearers are stored the likeliest first; a few more than asked for are looked at,
# since how the name was met changes the order a little.
_MARGIN = 20
# An article names its places again and again.
_MOST_ANSWERS = 1024
_LONGEST_KEPT = 16


class Gazetteer:
    """An offline gazetteer of the world.

    Opening reads a page or two of the file; lookups read what they need. An object may be used
    from several threads, handed to a forked process, and pickled.

    Parameters
    ----------
    path
        The built data; the bundled one if None.
    extra
        Files of the user's own places, consulted besides: the project's TSV form, CSV with
        ``name,lat,lon``, GeoJSON, or a built ``.sqlite``. Their ids begin with ``user:``.
    user
        Whether the user gazetteer (see `gazetteer.userdata`) is consulted besides; it is so
        only beside the bundled data. A path names another folder than this user's.

    Raises
    ------
    ArtefactError
        The data is missing, damaged or of another version.
    SourceError
        A file of `extra` cannot be read as places; the message names file and row.

    Examples
    --------
    >>> with Gazetteer() as gaz:
    ...     [match.place.country for match in gaz.lookup("Georgia", limit=2)]
    ['GE', 'US']
    """

    def __init__(
        self, path: Path | None = None, *, extra: Sequence[Path] = (), user: Path | bool = True
    ) -> None:
        self._open(Holdings(find(path, extra, user)))

    def _open(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._shelf = holdings.bundled
        self._union = Union(holdings.shelves)
        self._answers: dict[tuple[str, bool, int | None], tuple[Match, ...]] = {}
        self._searcher = Searcher(self._union, self._bearers)

    def __getstate__(self) -> Paths:
        return self._holdings.paths  # an open file cannot travel

    def __setstate__(self, paths: Paths) -> None:
        self._open(Holdings(paths))

    def close(self) -> None:
        """Close the data; the object is of no use afterwards."""
        self._holdings.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The files that take part, the bundled one first."""
        return self._holdings.parts

    @property
    def version(self) -> str:
        """Version of the data, such as ``2026.11``; two that differ hold different data.

        The user's own parts follow, each with a digest: ``2026.11 + geonames-az@0a1b2c3d4e5f``.
        """
        return " + ".join(part.signature for part in self.parts)

    @property
    def attribution(self) -> tuple[str, ...]:
        """Who is to be named where the data is shown or passed on."""
        return tuple(dict.fromkeys(line for part in self.parts for line in part.attribution))

    def get(self, place_id: str) -> Place:
        """Return the place with this id.

        Raises
        ------
        UnknownPlaceError
            No place has it.
        """
        place = self._union.get(place_id)
        if place is None:
            raise UnknownPlaceError(f"no place has the id {place_id!r}")
        return place

    def lookup(
        self, name: str, *, fuzzy: bool = False, limit: int | None = None
    ) -> tuple[Match, ...]:
        """Every place that bears this name, best first.

        Capitals and the many before the few, a country before its namesakes, the same spelling
        before a folded one. Exact, alternate, folded and transliterated names count; demonyms
        too, last, told by ``match.name.kind``. An abbreviation is met only as it is written:
        ``US``, not ``us``.

        Parameters
        ----------
        name
            In any script.
        fuzzy
            If nothing bears the name, look for other romanisations and near spellings of it.
        limit
            The most matches to return; all if None.
        """
        asked = (name, fuzzy, limit)
        known = self._answers.get(asked)
        if known is None:
            key = fold(name)
            matches = self._named(name, key, limit)
            if not matches and fuzzy:
                matches = self._sounding(name, loose(key))
                if not matches:
                    matches = list(self._searcher.near_spellings(name, key))
            known = tuple(matches if limit is None else matches[:limit])
            if len(known) <= _LONGEST_KEPT:
                if len(self._answers) >= _MOST_ANSWERS:
                    self._answers.clear()
                self._answers[asked] = known
        return known

    def _bearers(self, name: str) -> list[Match]:
        return self._named(name, fold(name), None)

    def _named(self, name: str, key: str, limit: int | None) -> list[Match]:
        bearers = self._union.bearers(key, None if limit is None else limit + _MARGIN)
        if len(bearers) == 1:
            met = meet(name, key, *bearers[0])
            return [] if met is None else [met[1]]
        return ordered(met for one in bearers if (met := meet(name, key, *one)) is not None)

    def _sounding(self, name: str, key: str) -> list[Match]:
        """Places with a name of which the one asked for may be another romanisation."""
        bearers = self._union.bearers_loosely(key)
        # No name folds to a key with a tilde: every meeting counts as transliterated.
        return ordered(met for one in bearers if (met := meet(name, f"~{key}", *one)) is not None)

    def knows(self, name: str) -> bool:
        """Whether `lookup` without `fuzzy` would find anything; quicker."""
        key = fold(name)
        if len(key) <= _SHORT_KEY:
            return bool(self._named(name, key, None))
        return self._union.holds(key)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        country: str | None = None,
        feature_classes: Iterable[FeatureClass] | None = None,
    ) -> tuple[Match, ...]:
        """Return what a person who types `query` most likely means, best first.

        Names come first, then patterns ("Syunik Province", "Province of Syunik",
        "Kapan, Armenia"), then names that begin so; near spellings where all else fails.

        Parameters
        ----------
        country
            Only places of this country (ISO 3166-1 alpha-2).
        feature_classes
            Only places of these classes.
        """
        code = None if country is None else country.upper()
        classes = None if feature_classes is None else frozenset(feature_classes)

        def wanted(match: Match) -> bool:
            place = match.place
            return (code is None or place.country == code) and (
                classes is None or place.feature_class in classes
            )

        return tuple(self._searcher.run(query, wanted, limit))

    def near(
        self,
        latitude: float,
        longitude: float,
        *,
        limit: int = 10,
        radius_km: float = 50.0,
        feature_classes: Iterable[FeatureClass] | None = None,
    ) -> tuple[Nearby, ...]:
        """Return the places nearest to a point, nearest first.

        Parameters
        ----------
        latitude, longitude
            Decimal degrees, EPSG:4326. Raises ValueError if there is no such point.
        radius_km
            None is farther than this.
        feature_classes
            Only places of these classes.
        """
        if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
            raise ValueError(f"no point on Earth: latitude {latitude}, longitude {longitude}")
        classes = None if feature_classes is None else {c.value.encode() for c in feature_classes}
        return tuple(
            self._union.near(latitude, longitude, limit=limit, radius_km=radius_km, classes=classes)
        )

    def country(self, code: str) -> Place:
        """Return the country with this ISO 3166-1 alpha-2 code.

        Raises
        ------
        UnknownPlaceError
            No country has it.
        """
        number = self._shelf.country_number(code.upper())
        if number is None:
            raise UnknownPlaceError(f"no country has the code {code!r}")
        return self.get(self._shelf.place(number)[0].id)

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """Return what the place lies in, from the second order division to the country."""
        ids = (place.admin2_id, place.admin1_id)
        found = [self.get(division) for division in ids if division and division != place.id]
        if place.country and not place.feature_code.startswith("PCL"):
            found.append(self.country(place.country))
        return tuple(found)

    def geometry(self, place: Place) -> BaseGeometry:
        """Shape of the place, EPSG:4326: polygon or line where known, else its point."""
        import shapely

        if place.shape != "point":
            packed = self._union.shape(place.id)
            if packed is not None:
                return unpack_shape(packed)
        return shapely.Point(place.longitude, place.latitude)

    def border(self, first: str, second: str) -> BaseGeometry:
        """Return the line that two countries share.

        Parameters
        ----------
        first, second
            ISO 3166-1 alpha-2 codes, in any order.

        Raises
        ------
        NoGeometryError
            They do not touch.
        """
        packed = self._shelf.border(first.upper(), second.upper())
        if packed is None:
            raise NoGeometryError(f"{first} and {second} share no border")
        return unpack_shape(packed)

    def info(self) -> dict[str, object]:
        """Return counts, sources and version of the data, for people."""
        return {**self._holdings.info(), "attribution": list(self.attribution)}
