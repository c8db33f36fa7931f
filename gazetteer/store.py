"""Read-only access to the built gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gazetteer.errors import NoGeometryError, UnknownPlaceError
from gazetteer.folding import fold, script_of
from gazetteer.model import FeatureClass, Match, MatchKind, Name, NameKind, Nearby, Place
from gazetteer.shelf import Shelf
from gazetteer.spatial import nearest

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Gazetteer"]

_DATA = Path(__file__).parent / "data" / "gazetteer.sqlite"


class Gazetteer:
    """An offline gazetteer of the world.

    Opening reads a page or two; lookups read what they need.

    Parameters
    ----------
    path
        The built data; the bundled one if None.
    extra
        Files of the user's own places (curated TSV, CSV or GeoJSON), consulted besides.
    """

    def __init__(self, path: Path | None = None, *, extra: Sequence[Path] = ()) -> None:
        self._shelf = Shelf(_DATA if path is None else path)
        self._countries: dict[str, str] = {}

    def close(self) -> None:
        """Close the data file."""
        self._shelf.close()

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
    def version(self) -> str:
        """Version of the built data, such as ``2026.11``; two that differ hold different data."""
        return self._shelf.meta["version"]

    def get(self, place_id: str) -> Place:
        """The place with this id (`UnknownPlaceError` if none)."""
        number = self._shelf.number_of(place_id)
        if number is None:
            raise UnknownPlaceError(f"no place has the id {place_id!r}")
        return self._shelf.place(number)[0]

    def lookup(
        self, name: str, *, fuzzy: bool = False, limit: int | None = None
    ) -> tuple[Match, ...]:
        """Every place that bears this name, best first.

        Exact, alternate, folded and transliterated names; demonyms too, told by
        ``match.name.kind``; with `fuzzy`, near spellings if there is none.
        """
        matches = self._bearers(name, fold(name))
        return tuple(match for _, match in matches[:limit])

    def _bearers(self, query: str, key: str) -> list[tuple[int, Match]]:
        found = []
        for number, position in self._shelf.bearers(key):
            place, rank = self._shelf.place(number)
            name, kind = _meeting(query, key, place, position)
            bonus = 30 if kind is MatchKind.EXACT else 0
            bonus += 60 if name.text == place.name else 0
            found.append((rank + bonus, Match(place, name, kind)))
        found.sort(key=lambda pair: -pair[0])
        return found

    def knows(self, name: str) -> bool:
        """Whether `lookup` without `fuzzy` would find anything; quicker."""
        return next(self._shelf.bearers(fold(name)), None) is not None

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        country: str | None = None,
        feature_classes: Iterable[FeatureClass] | None = None,
    ) -> tuple[Match, ...]:
        """What a person who types `query` most likely means, best first.

        Names, then patterns ("Syunik Province", "Kapan, Armenia"), prefixes and near spellings.
        """
        wanted = None if feature_classes is None else frozenset(feature_classes)
        found = [
            match
            for match in self.lookup(query)
            if (country is None or match.place.country == country.upper())
            and (wanted is None or match.place.feature_class in wanted)
        ]
        return tuple(found[:limit])

    def near(
        self,
        latitude: float,
        longitude: float,
        *,
        limit: int = 10,
        radius_km: float = 50.0,
        feature_classes: Iterable[FeatureClass] | None = None,
    ) -> tuple[Nearby, ...]:
        """The places nearest to a point, nearest first, none beyond `radius_km`."""
        classes = None if feature_classes is None else {c.value.encode() for c in feature_classes}
        found = nearest(
            self._shelf, latitude, longitude, limit=limit, radius_km=radius_km, classes=classes
        )
        return tuple(Nearby(self._shelf.place(number)[0], away) for away, number in found)

    def country(self, code: str) -> Place:
        """The country with this ISO 3166-1 alpha-2 code (`UnknownPlaceError` if none)."""
        if not self._countries:
            rows = self._shelf.rows(
                "SELECT country, number FROM place WHERE feature_code LIKE 'PCL%' ORDER BY rank"
            )
            self._countries = dict(rows)
        number = self._countries.get(code.upper())
        if number is None:
            raise UnknownPlaceError(f"no country has the code {code!r}")
        return self._shelf.place(number)[0]

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """What the place lies in, from the smallest (second order division) to its country."""
        ids = [place.admin2_id, place.admin1_id]
        found = [self.get(i) for i in ids if i and i != place.id]
        if place.country and not place.feature_code.startswith("PCL"):
            found.append(self.country(place.country))
        return tuple(found)

    def geometry(self, place: Place) -> BaseGeometry:
        """Shape of the place, EPSG:4326: polygon or line where known, else its point."""
        import shapely

        if place.shape != "point":
            number = self._shelf.number_of(place.id)
            row = self._shelf.row("SELECT wkb FROM shape WHERE place = ?", (number,))
            if row:
                return shapely.from_wkb(row[0])
        return shapely.Point(place.longitude, place.latitude)

    def border(self, first: str, second: str) -> BaseGeometry:
        """The line that two countries (ISO codes) share (`NoGeometryError` if they do not touch)."""
        one = self.geometry(self.country(first))
        other = self.geometry(self.country(second))
        line = one.buffer(0.02).intersection(other.boundary)
        if line.is_empty:
            raise NoGeometryError(f"{first} and {second} share no border")
        return line

    def info(self) -> dict[str, object]:
        """Counts, sources and version of the data, for people."""
        count = self._shelf.rows("SELECT count(*) FROM place")[0][0]
        return {"version": self.version, "places": count}


def _meeting(query: str, key: str, place: Place, position: int) -> tuple[Name, MatchKind]:
    """Which name of the place the query met, and how."""
    names = place.names
    for name in names:
        if name.text == query:
            return name, MatchKind.EXACT
    name = names[position] if position < len(names) else names[0]
    for other in names:
        if fold(other.text) == key:
            name = other
            break
    if script_of(name.text) != script_of(query):
        return name, MatchKind.TRANSLITERATED
    return name, MatchKind.FOLDED
