"""The gazetteer as a geopy geocoder: no network, no key, no rate limit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.model import FeatureClass, Place
from gazetteer.store import Gazetteer

__all__ = ["OfflineGeocoder"]


class _Unplugged(BaseSyncAdapter):  # type: ignore[misc]
    """Stands where geopy wants something that fetches URLs, and fetches none."""

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        raise GeocoderQueryError("the offline geocoder opens no connection")

    get_text = get_json


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Geocode names and points from the bundled gazetteer.

    Parameters
    ----------
    gazetteer
        An open gazetteer; the bundled one if None.
    timeout
        Taken for geopy's sake; nothing here waits.

    Examples
    --------
    >>> OfflineGeocoder().geocode("Kapan, Armenia").address
    'Kapan, Kapan Municipality, Syunik Province, Armenia'
    """

    def __init__(
        self, gazetteer: Gazetteer | None = None, *, timeout: Any = DEFAULT_SENTINEL
    ) -> None:
        # Without a factory of ours geopy would build an HTTP adapter.
        super().__init__(timeout=timeout, adapter_factory=_Unplugged)
        self._gazetteer = Gazetteer() if gazetteer is None else gazetteer

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
    ) -> Location | list[Location] | None:
        """Find places by what a person would type.

        Parameters
        ----------
        query
            A name, alone or with what it lies in: "Kapan, Armenia".
        exactly_one
            Return the best location, or the list of all.
        timeout
            Taken for geopy's sake; nothing here waits.
        limit
            The most locations to return; ten if None.
        country_codes
            Only places of these countries (ISO 3166-1 alpha-2).

        Returns
        -------
        None, geopy.location.Location or list of it
            None if nothing is found. The point of a location is in EPSG:4326.
        """
        one = isinstance(country_codes, str)
        codes: list[Any] = [country_codes] if one else list(country_codes or [])
        most = 1 if exactly_one else limit or 10
        found: list[Location] = []
        for code in codes or [None]:
            matches = self._gazetteer.search(query, limit=most, country=code)
            found.extend(self._location(match.place) for match in matches)
        return _one_or_all(found[:most], exactly_one)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
        limit: int | None = None,
        radius_km: float = 100.0,
    ) -> Location | list[Location] | None:
        """Find the settlements nearest to a point, nearest first.

        Parameters
        ----------
        query
            Latitude and longitude in decimal degrees, as geopy takes them.
        exactly_one
            Return the nearest location, or the list of all.
        timeout
            Taken for geopy's sake; nothing here waits.
        limit
            The most locations to return; ten if None.
        radius_km
            None is farther than this.

        Returns
        -------
        None, geopy.location.Location or list of it
            None if nothing is near.
        """
        point = query if isinstance(query, Point) else Point(query)
        nearby = self._gazetteer.near(
            point.latitude,
            point.longitude,
            limit=1 if exactly_one else limit or 10,
            radius_km=radius_km,
            feature_classes=[FeatureClass.POPULATED],
        )
        return _one_or_all([self._location(near.place) for near in nearby], exactly_one)

    def _location(self, place: Place) -> Location:
        above = [ancestor.name for ancestor in self._gazetteer.ancestors(place)]
        parts = [place.name, *(name for name in above if name != place.name)]
        raw = {
            "id": place.id,
            "name": place.name,
            "country": place.country,
            "feature_class": place.feature_class.value,
            "feature_code": place.feature_code,
            "population": place.population,
        }
        return Location(", ".join(dict.fromkeys(parts)), (place.latitude, place.longitude), raw)


def _one_or_all(found: list[Location], exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found
