"""Read-only access to the built gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gazetteer.model import FeatureClass, Match, Nearby, Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Gazetteer"]


class Gazetteer:
    """The interface that the rest of the project is written against.

    Opening reads a page or two; lookups read what they need.

    Parameters
    ----------
    path
        The built data; the bundled one if None.
    extra
        Files of the user's own places (curated TSV, CSV or GeoJSON), consulted besides.
    """

    def __init__(self, path: Path | None = None, *, extra: Sequence[Path] = ()) -> None:
        raise NotImplementedError

    def close(self) -> None: raise NotImplementedError
    def __enter__(self) -> Self: return self
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: self.close()

    @property
    def version(self) -> str:
        """Version of the built data, such as ``2026.11``; two that differ hold different data."""
        raise NotImplementedError

    def get(self, place_id: str) -> Place:
        """The place with this id (`UnknownPlaceError` if none)."""
        raise NotImplementedError

    def lookup(self, name: str, *, fuzzy: bool = False, limit: int | None = None) -> tuple[Match, ...]:
        """Every place that bears this name (exact, alternate, folded, transliterated; demonyms too,
        told by ``match.name.kind``), best first; with `fuzzy`, near spellings if there is none."""
        raise NotImplementedError

    def knows(self, name: str) -> bool:
        """Whether `lookup` without `fuzzy` would find anything; quicker."""
        raise NotImplementedError

    def search(self, query: str, *, limit: int = 10, country: str | None = None,
               feature_classes: Iterable[FeatureClass] | None = None) -> tuple[Match, ...]:
        """What a person who types `query` most likely means, best first: names, then patterns
        ("Syunik Province", "Kapan, Armenia"), prefixes and near spellings."""
        raise NotImplementedError

    def near(self, latitude: float, longitude: float, *, limit: int = 10, radius_km: float = 50.0,
             feature_classes: Iterable[FeatureClass] | None = None) -> tuple[Nearby, ...]:
        """The places nearest to a point, nearest first, none beyond `radius_km`."""
        raise NotImplementedError

    def country(self, code: str) -> Place:
        """The country with this ISO 3166-1 alpha-2 code (`UnknownPlaceError` if none)."""
        raise NotImplementedError

    def ancestors(self, place: Place) -> tuple[Place, ...]:
        """What the place lies in, from the smallest (second order division) to its country."""
        raise NotImplementedError

    def geometry(self, place: Place) -> BaseGeometry:
        """Shape of the place, EPSG:4326: polygon or line where known, else its point."""
        raise NotImplementedError

    def border(self, first: str, second: str) -> BaseGeometry:
        """The line that two countries (ISO codes) share (`NoGeometryError` if they do not touch)."""
        raise NotImplementedError

    def info(self) -> dict[str, object]:
        """Counts, sources and version of the data, for people."""
        raise NotImplementedError
