"""The bundled data, asked as the program and its users ask it."""

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import (
    FeatureClass,
    Gazetteer,
    MatchKind,
    NameKind,
    NoGeometryError,
    UnknownPlaceError,
)
from gazetteer.spatial import distance_km


@pytest.fixture(scope="module")
def gaz() -> Iterator[Gazetteer]:
    with Gazetteer() as gazetteer:
        yield gazetteer


def best(gaz: Gazetteer, name: str) -> str:
    return gaz.lookup(name)[0].place.id


# --- exact, folded, transliterated -----------------------------------------------------


def test_an_exact_name_is_met_exactly(gaz: Gazetteer) -> None:
    match = gaz.lookup("Yerevan")[0]
    assert (match.place.id, match.kind, match.likeness) == ("gn:616052", MatchKind.EXACT, 1.0)


@pytest.mark.parametrize("name", ["YEREVAN", "yerevan"])
def test_case_does_not_matter(gaz: Gazetteer, name: str) -> None:
    match = gaz.lookup(name)[0]
    assert (match.place.id, match.kind) == ("gn:616052", MatchKind.FOLDED)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ереван", "gn:616052"),
        ("Երևան", "gn:616052"),
        ("თბილისი", "gn:611717"),
        ("تبریز", "gn:113646"),
        ("Bakı", "gn:587084"),
        ("Баку", "gn:587084"),
        ("St. Petersburg", "gn:498817"),
    ],
)
def test_every_script_leads_to_the_place(gaz: Gazetteer, name: str, place: str) -> None:
    assert best(gaz, name) == place


def test_disputed_names_lead_to_one_place(gaz: Gazetteer) -> None:
    for one, other in [("Khankendi", "Stepanakert"), ("Shusha", "Shushi")]:
        assert best(gaz, one) == best(gaz, other)
    assert gaz.lookup("Stepanakert")[0].place.disputed


# --- order -----------------------------------------------------------------------------


def test_georgia_is_two_places_the_country_first(gaz: Gazetteer) -> None:
    first, second = gaz.lookup("Georgia", limit=2)
    assert (first.place.country, first.place.feature_code) == ("GE", "PCLI")
    assert (second.place.country, second.place.feature_code) == ("US", "ADM1")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Armenia", "PCLI"), ("Paris", "PPLC"), ("Tehran", "PPLC"), ("New York", "PPL")],
)
def test_the_likeliest_comes_first(gaz: Gazetteer, name: str, code: str) -> None:
    assert gaz.lookup(name)[0].place.feature_code == code


def test_a_limit_changes_no_order(gaz: Gazetteer) -> None:
    every = gaz.lookup("Springfield")
    assert len(every) > 10
    assert gaz.lookup("Springfield", limit=3) == every[:3]


# --- kinds of names --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Azerbaijani", "AZ"),
        ("Azeris", "AZ"),
        ("Iranian", "IR"),
        ("Armenians", "AM"),
        ("Turks", "TR"),
        ("Frenchman", "FR"),
    ],
)
def test_demonyms_say_that_they_are(gaz: Gazetteer, word: str, code: str) -> None:
    found = {match.place.country: match.name.kind for match in gaz.lookup(word)}
    assert found[code] is NameKind.DEMONYM


@pytest.mark.parametrize(
    ("word", "code"), [("US", "US"), ("U.S.", "US"), ("UAE", "AE"), ("UK", "GB"), ("DRC", "CD")]
)
def test_abbreviations_of_countries(gaz: Gazetteer, word: str, code: str) -> None:
    assert gaz.lookup(word)[0].place.country == code


def test_a_pronoun_is_no_country(gaz: Gazetteer) -> None:
    assert all(match.place.country != "US" for match in gaz.lookup("us"))


@pytest.mark.parametrize("name", ["", " ", "!?", "Xyzzyqwv", "\ud800"])
def test_what_is_no_name_finds_nothing(gaz: Gazetteer, name: str) -> None:
    assert gaz.lookup(name) == ()
    assert gaz.lookup(name, fuzzy=True) == ()
    assert gaz.search(name) == ()
    assert not gaz.knows(name)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=12) | st.sampled_from(["us", "US", "Baku", "The", "Us", "IRN", "pa."]))
def test_knows_says_what_lookup_finds(gaz: Gazetteer, name: str) -> None:
    assert gaz.knows(name) == bool(gaz.lookup(name))


# --- near spellings --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Stepenakert", "gn:146970"),
        ("Washingtn", "gn:4140963"),
        ("Yerewan", "gn:616052"),
        ("Tabrizz", "gn:113646"),
    ],
)
def test_near_spellings(gaz: Gazetteer, typed: str, meant: str) -> None:
    match = gaz.lookup(typed, fuzzy=True)[0]
    assert match.place.id == meant
    assert 0.0 < match.likeness < 1.0


def test_fuzzy_changes_nothing_where_the_name_is_known(gaz: Gazetteer) -> None:
    assert gaz.lookup("Kapan", fuzzy=True) == gaz.lookup("Kapan")


@pytest.mark.parametrize("word", ["Artsakh", "Zelensky", "Gazprom", "Parliament", "Tuesday"])
def test_no_nonsense_for_other_words(gaz: Gazetteer, word: str) -> None:
    assert all(
        match.likeness >= 0.75 and match.place.name != "Erdek"
        for match in gaz.lookup(word, fuzzy=True)
    )


# --- search ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Syunik Province", "gn:409314"),
        ("Province of Syunik", "gn:409314"),
        ("East Azerbaijan", "gn:142549"),
        ("Kapan, Armenia", "gn:174875"),
        ("Kapan Armenia", "gn:174875"),
        ("Paris, Texas", "gn:4717560"),
        ("Tehran", "gn:112931"),
        ("stepanak", "gn:146970"),
    ],
)
def test_search(gaz: Gazetteer, query: str, place: str) -> None:
    assert gaz.search(query)[0].place.id == place


def test_a_district_is_no_town(gaz: Gazetteer) -> None:
    match = gaz.search("Kapan district")[0]
    assert match.place.feature_class is FeatureClass.ADMINISTRATIVE
    assert match.kind is MatchKind.PATTERN


def test_search_keeps_to_country_and_class(gaz: Gazetteer) -> None:
    assert {m.place.country for m in gaz.search("Georgia", country="us")} == {"US"}
    towns = gaz.search("Lachin", feature_classes=[FeatureClass.POPULATED])
    assert {m.place.feature_class for m in towns} == {FeatureClass.POPULATED}


def test_search_keeps_to_its_limit(gaz: Gazetteer) -> None:
    assert len(gaz.search("San Jose", limit=4)) == 4


# --- near ------------------------------------------------------------------------------


def test_near_is_sorted_and_within_the_radius(gaz: Gazetteer) -> None:
    found = gaz.near(39.2, 46.4, limit=20, radius_km=30)
    away = [near.distance_km for near in found]
    assert len(found) == 20
    assert away == sorted(away)
    assert away[-1] <= 30


@settings(max_examples=40, deadline=None)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_near_tells_the_true_distance(gaz: Gazetteer, lat: float, lon: float) -> None:
    for near in gaz.near(lat, lon, limit=3, radius_km=200):
        true = distance_km(lat, lon, near.place.latitude, near.place.longitude)
        assert near.distance_km == pytest.approx(true, abs=0.01)


def test_near_looks_across_the_date_line(gaz: Gazetteer) -> None:
    sides = {near.place.longitude > 0 for near in gaz.near(-17, 179.99, radius_km=200, limit=60)}
    assert sides == {True, False}


def test_near_finds_what_a_full_scan_finds(gaz: Gazetteer) -> None:
    around = gaz.near(48.85, 2.35, limit=5000, radius_km=60)
    by_hand = sorted(around, key=lambda near: near.distance_km)[:7]
    assert [n.place for n in gaz.near(48.85, 2.35, limit=7)] == [n.place for n in by_hand]


@pytest.mark.parametrize("point", [(91, 0), (0, 181), (float("nan"), 0)])
def test_no_point_on_earth(gaz: Gazetteer, point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no point on Earth"):
        gaz.near(*point)


# --- what a place lies in, and its shape -----------------------------------------------


def test_ancestors_from_small_to_large(gaz: Gazetteer) -> None:
    kapan = gaz.lookup("Kapan")[0].place
    codes = [place.feature_code for place in gaz.ancestors(kapan)]
    assert codes == ["ADM2", "ADM1", "PCLI"]
    assert gaz.ancestors(gaz.country("am")) == ()


def test_unknown_ids_and_codes(gaz: Gazetteer) -> None:
    for place_id in ("gn:999999999999", "gn:x", "im:nowhere", "", "gn:-1"):
        with pytest.raises(UnknownPlaceError, match="no place has the id"):
            gaz.get(place_id)
    with pytest.raises(UnknownPlaceError):
        gaz.country("ZZ")


def test_shapes(gaz: Gazetteer) -> None:
    iran = gaz.country("IR")
    assert gaz.geometry(iran).geom_type.endswith("Polygon")
    town = gaz.get("gn:174875")
    point = gaz.geometry(town)
    assert (point.y, point.x) == (town.latitude, town.longitude)


def test_border_of_armenia_and_azerbaijan(gaz: Gazetteer) -> None:
    line = gaz.border("AZ", "AM")
    assert line.equals(gaz.border("am", "az"))
    assert line.distance(gaz.geometry(gaz.get("gn:174875"))) < 0.5
    with pytest.raises(NoGeometryError, match="share no border"):
        gaz.border("AM", "FR")


# --- threads, forks, pickles -----------------------------------------------------------


def test_threads_share_one_gazetteer(gaz: Gazetteer) -> None:
    names = ["Baku", "Yerevan", "Tbilisi", "Tehran", "Ankara", "Moscow"] * 30
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: gaz.lookup(name)[0].place.name, names))
    assert found == names


def test_a_gazetteer_can_be_pickled(gaz: Gazetteer) -> None:
    with pickle.loads(pickle.dumps(gaz)) as copy:
        assert copy.lookup("Baku") == gaz.lookup("Baku")


def test_a_forked_child_can_look_up(gaz: Gazetteer) -> None:
    child = os.fork()
    if child == 0:
        os._exit(0 if gaz.lookup("Quba") else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_info_counts(gaz: Gazetteer) -> None:
    told = gaz.info()
    assert told["version"] == gaz.version
    assert isinstance(told["places"], int) and told["places"] > 250_000
