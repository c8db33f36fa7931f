"""The geocoder keeps geopy's manners."""

import inspect
from collections.abc import Iterator

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.geocoder import OfflineGeocoder


@pytest.fixture(scope="module")
def geocoder() -> Iterator[OfflineGeocoder]:
    one = OfflineGeocoder()
    yield one
    one._gazetteer.close()


@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_signatures_are_geopys(method: str) -> None:
    parameters = list(inspect.signature(getattr(OfflineGeocoder, method)).parameters.values())
    assert issubclass(OfflineGeocoder, Geocoder)
    assert [p.name for p in parameters[:2]] == ["self", "query"]
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters[2:])
    named = {p.name: p.default for p in parameters}
    assert named["exactly_one"] is True
    assert named["timeout"] is DEFAULT_SENTINEL


def test_geocode(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Kapan, Armenia")
    assert isinstance(found, Location)
    assert found.address == "Kapan, Kapan Municipality, Syunik Province, Armenia"
    assert found.raw["id"] == "gn:174875"
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (39.2, 46.4)


def test_geocode_many(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Georgia", exactly_one=False, limit=3)
    assert isinstance(found, list)
    assert len(found) == 3
    only = geocoder.geocode("Georgia", country_codes="us")
    assert isinstance(only, Location)
    assert only.raw["country"] == "US"


def test_nothing_is_none(geocoder: OfflineGeocoder) -> None:
    assert geocoder.geocode("Xyzzyqwv") is None
    assert geocoder.geocode("Xyzzyqwv", exactly_one=False) is None
    assert geocoder.reverse((-48.9, -123.4)) is None


@pytest.mark.parametrize("query", [(39.21, 46.41), "39.21, 46.41", Point(39.21, 46.41)])
def test_reverse(geocoder: OfflineGeocoder, query: object) -> None:
    found = geocoder.reverse(query)  # type: ignore[arg-type]
    assert isinstance(found, Location)
    assert found.address.startswith("Kapan")


def test_no_connection_is_ever_opened(geocoder: OfflineGeocoder) -> None:
    for method in (geocoder.adapter.get_json, geocoder.adapter.get_text):
        with pytest.raises(GeocoderQueryError, match="no connection"):
            method("http://localhost/", timeout=1, headers={})
