from collections.abc import Iterator

import pytest

from gazetteer import Gazetteer
from mapper.evaluate.annotate import annotate
from mapper.evaluate.gold import Document, GoldToponym, Link


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer() as opened:
        yield opened


def told(gazetteer: Gazetteer, name: str, lat: float, lon: float, **more: object) -> GoldToponym:
    toponym = GoldToponym(start=0, end=len(name), name=name, lat=lat, lon=lon, **more)  # type: ignore[arg-type]
    document = annotate(Document(id="d", text=name, toponyms=(toponym,)), gazetteer)
    assert document.toponyms is not None
    return document.toponyms[0]


def test_countries_get_their_code_by_name_and_rough_place(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, "Armenia", 40.2, 45.0).country == "AM"
    assert told(gazetteer, "Georgia", 42.0, 43.5).country == "GE"


def test_a_namesake_of_a_country_far_away_is_none(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, "Georgia", 32.8, -83.5).country == ""


def test_countries_get_their_code_by_id_wherever_the_point(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, "Russian", 60.0, 100.0, geonames=2017370).country == "RU"
    assert told(gazetteer, "Nowhere", 60.0, 100.0, geonames=1).country == ""


def test_towns_have_no_code_of_their_own(gazetteer: Gazetteer) -> None:
    assert told(gazetteer, "Goris", 39.51, 46.34, kind="town").country == ""


def test_demonyms_are_told_by_the_gazetteer_only_where_the_gold_is_silent(
    gazetteer: Gazetteer,
) -> None:
    assert told(gazetteer, "Azerbaijani", 40.3, 47.7).demonym is True
    assert told(gazetteer, "Baku", 40.4, 49.9).demonym is False
    assert told(gazetteer, "Azerbaijani", 40.3, 47.7, demonym=False).demonym is False


def test_documents_without_toponyms_stay_as_they_are(gazetteer: Gazetteer) -> None:
    document = Document(id="d", text="x")
    assert annotate(document, gazetteer) is document


def test_of_a_verbs_places_the_names_that_the_gazetteer_has_are_told(gazetteer: Gazetteer) -> None:
    text = "They marched in Goris, in Qwxzyville, in a square and in Armenian villages."
    names = ("Goris", "Qwxzyville", "square", "Armenian")
    places = tuple((text.index(name), text.index(name) + len(name)) for name in names)
    found = annotate(Document(id="d", text=text, link=Link(verb=(5, 12), places=places)), gazetteer)
    assert found.link is not None
    assert found.link.held == (True, False, False, False)
