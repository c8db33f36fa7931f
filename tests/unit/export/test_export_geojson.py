"""GeoJSON that any GIS can read: RFC 7946, flat, stable."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from mapper.errors import OutputError
from mapper.export import write_geojson
from mapper.export.columns import INCIDENT_COLUMNS, PLACE_COLUMNS
from mapper.export.dates import first_day, last_day
from mapper.export.record import geometry_record
from mapper.model import Analysis
from tests.fixtures.render_samples import CORRIDOR, HOSTILE, TEXT, aras, empty, hostile


def written(folder: Path, analyses: Sequence[Analysis]) -> tuple[dict, dict]:
    write_geojson(analyses, folder / "m.geojson")
    return tuple(json.loads((folder / n).read_text()) for n in ("m.geojson", "m.places.geojson"))


def features(collection: dict) -> dict[str, dict]:
    return {feature["id"]: feature for feature in collection["features"]}


def test_one_feature_an_incident_and_place(tmp_path):
    incidents, _ = written(tmp_path, [aras()])
    assert incidents["type"] == "FeatureCollection"
    assert "crs" not in incidents
    found = features(incidents)
    places = [(incident.id, place) for incident in aras().incidents for place in incident.places]
    assert len(found) == len(incidents["features"]) == len(places)
    assert all(f["geometry"]["type"] == "Point" for f in found.values())
    leaving = [
        f for f in found.values() if f["properties"]["quote"].startswith("Iranian diplomats")
    ]
    assert [f["properties"]["role"] for f in leaving] == ["location", "destination"]


def test_properties_are_flat_ordered_and_of_one_type(tmp_path):
    incidents, places = written(tmp_path, [aras()])
    for collection, columns in ((incidents, INCIDENT_COLUMNS), (places, PLACE_COLUMNS)):
        for feature in collection["features"]:
            properties = feature["properties"]
            assert list(properties) == list(columns)
            assert properties["id"] == feature["id"]
            for column, kind in columns.items():
                value = properties[column]
                json_kind = kind if kind in (str, int, float, bool) else str
                assert value is None or type(value) is json_kind, column


def test_what_an_incident_says(tmp_path):
    incidents, _ = written(tmp_path, [aras()])
    mine = features(incidents)["aras/i1/1"]["properties"]
    assert mine["category"] == "Explosion/Remote violence"
    assert mine["quote"] in TEXT
    assert (mine["date_start"], mine["date_end"]) == ("2026-04-13", "2026-04-13")
    assert (mine["fatalities_min"], mine["fatalities_max"]) == (1, 1)
    assert (mine["injuries_min"], mine["injuries_max"]) == (2, None)
    assert mine["place"] == "Cəbrayıl District"
    assert mine["place_as_written"] == "Jabrayil District"
    assert mine["published"] == "2026-04-14"


def test_a_period_is_written_as_its_first_and_last_day(tmp_path):
    incidents, _ = written(tmp_path, [aras()])
    dates = {
        (p["date_start"], p["date_end"], p["date_precision"])
        for p in (f["properties"] for f in incidents["features"])
    }
    assert ("2026-04-01", "2026-04-30", "month") in dates
    assert ("2024-01-01", "2024-12-31", "year") in dates
    assert (None, None, "none") in dates


def test_places_have_their_shapes(tmp_path):
    _, places = written(tmp_path, [aras()])
    found = features(places)
    kinds = {key: feature["geometry"]["type"] for key, feature in found.items()}
    assert kinds["im:zangezur"] == "LineString"
    assert kinds["gn:586087"] == "Polygon"
    assert kinds["gn:113646"] == "Point"
    assert shape(found["im:zangezur"]["geometry"]).equals_exact(CORRIDOR, 1e-6)
    assert found["gn:113646"]["properties"]["incidents"] == 4


def test_what_is_only_a_government_is_no_place_on_the_map(tmp_path):
    _, places = written(tmp_path, [aras()])
    names = {feature["properties"]["place"] for feature in places["features"]}
    assert "Yerevan" in names
    assert not names & {"Tehran", "Baku"}


def test_disputed_names_stand_beside_the_one_in_use(tmp_path):
    _, places = written(tmp_path, [aras()])
    shusha = features(places)["gn:585221"]["properties"]
    assert shusha["disputed"] is True
    assert shusha["as_written"] == "Shusha"
    assert "Shushi" in shusha["other_names"].split("; ")


def test_several_articles_share_a_map_and_their_places(tmp_path):
    from dataclasses import replace

    other = replace(aras(), article=replace(aras().article, id="other"))
    incidents, places = written(tmp_path, [aras(), other])
    assert len(features(incidents)) == len(incidents["features"])
    assert len(features(places)) == len(places["features"])
    assert features(places)["gn:113646"]["properties"]["articles"] == "aras; other"


@pytest.mark.parametrize("words", HOSTILE, ids=lambda w: repr(w)[:30])
def test_an_articles_words_stay_words(tmp_path, words):
    write_geojson([hostile(words)], tmp_path / "h.geojson")
    collection = json.loads((tmp_path / "h.geojson").read_bytes())
    (feature,) = collection["features"]
    assert feature["properties"]["category"] == "Other"
    for style in tmp_path.glob("*.qml"):
        assert words not in style.read_text()


def test_nothing_found_gives_empty_collections(tmp_path):
    files = write_geojson([empty()], tmp_path / "e.geojson")
    assert files[0].name == "e.geojson"
    assert json.loads(files[2].read_text())["features"] == []
    collection = json.loads(files[0].read_text())
    assert collection.pop("attribution").startswith("Places: GeoNames")
    assert collection == {
        "type": "FeatureCollection",
        "generator": ["incident-mapper 0.1.0, gazetteer 2026.11, test-model 1.0"],
        "sources": ["empty"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "features": [],
    }


def test_every_file_has_its_style(tmp_path):
    files = write_geojson([aras()], tmp_path / "a.b.geojson")
    assert [path.name for path in files] == [
        "a.b.geojson", "a.b.qml", "a.b.places.geojson", "a.b.places.qml",
    ]  # fmt: skip
    assert all(path.exists() for path in files)


def test_the_same_bytes_every_time(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_geojson([aras()], tmp_path / name / "m.geojson")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_place_that_cannot_be_written(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(OutputError, match="a file, not a folder"):
        write_geojson([aras()], blocked / "m.geojson")
    assert blocked.read_text() == "in the way"


# --- geometries ------------------------------------------------------------------------

finite = st.floats(-89, 89, allow_nan=False)


@given(st.lists(st.tuples(finite, finite), min_size=3, max_size=9))
def test_geometries_are_flat_rounded_and_wound(points):
    area = shapely.convex_hull(shapely.MultiPoint(points))
    if area.geom_type != "Polygon" or area.area < 1e-3:
        return
    record = geometry_record(shapely.force_3d(area, z=5.0))
    assert shapely.is_ccw(shapely.LinearRing(record["coordinates"][0]))
    assert all(len(position) == 2 for position in record["coordinates"][0])
    for number in re.findall(r"-?\d+\.\d+", json.dumps(record)):
        assert len(number.partition(".")[2]) <= 6
    assert shape(record).equals_exact(shapely.orient_polygons(area), 1e-5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-10-17", "2020-10-17", "2020-10-17"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-02", "2021-02-01", "2021-02-28"),
        ("2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_days_of_periods(text, first, last):
    assert str(first_day(text)) == first
    assert str(last_day(text)) == last
    assert first_day("") is last_day("") is None
