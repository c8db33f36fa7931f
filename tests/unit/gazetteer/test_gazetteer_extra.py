"""A user's own places beside the bundled ones."""

import json
from pathlib import Path

import pytest

from gazetteer import Gazetteer, SourceError
from gazetteer.curated import COLUMNS

TSV_HEAD = "\t".join(COLUMNS) + "\n"


def row(**cells: str) -> str:
    return "\t".join(cells.get(column, "") for column in COLUMNS) + "\n"


GOOD = row(
    id="im:old-mill", name="Old Mill", lat="40.1", lon="45.2", country="AM", feature_class="S",
    feature_code="ML", admin1="Somewhere", names="hy/alternate:Հին ջրաղաց | /alternate:Mill Old",
)  # fmt: skip


def feature(geometry: str, name: str = "x") -> str:
    return (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        f'{{"name": "{name}"}}, "geometry": {geometry}}}]}}'
    )


def test_what_a_spreadsheet_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = 'Name;Latitude;Longitude\r\n"Post\nZulu";39,5;46,5\r\n'
    path.write_text("\ufeff" + text, encoding="utf-8", newline="")
    with Gazetteer(extra=[path]) as gaz:
        place = gaz.lookup("Post Zulu")[0].place
        assert (place.name, place.latitude, place.longitude) == ("Post Zulu", 39.5, 46.5)


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "my posts.csv"
    path.write_text(
        "name,lat,lon,country,names\nPost Zulu,39.5,46.5,az,Zulu Point; hy/alternate:Զուլու\n",
        encoding="utf-8",
    )
    with Gazetteer(extra=[path]) as gaz:
        place = gaz.lookup("Zulu Point")[0].place
        assert place.id == "user:my-posts-2"
        assert (place.country, place.source) == ("AZ", "my posts.csv")
        assert gaz.get("user:my-posts-2") == place
        assert gaz.lookup("Զուլու")[0].place == place
        assert place in {near.place for near in gaz.near(39.5, 46.5, limit=1)}
        assert gaz.lookup("Baku")[0].place.id == "gn:587084"
        bundled, own = gaz.parts
        assert (bundled.name, own.name, own.places) == ("bundled", "my posts.csv", 1)
        assert gaz.version == f"{bundled.digest} + my posts.csv@{own.digest[:12]}"
        assert [p.name for p in gaz.ancestors(place)] == ["Azerbaijan"]


def test_a_grid_beside_degrees_and_empty_cells_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,lat,lon,x,y\nPost Zulu,39.5,46.5,8600000,4370000,,\n", encoding="utf-8")
    with Gazetteer(extra=[path]) as gaz:
        place = gaz.lookup("Post Zulu")[0].place
        assert (place.latitude, place.longitude) == (39.5, 46.5)


def test_tsv_of_the_project(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("# mine\n" + TSV_HEAD + GOOD, encoding="utf-8")
    with Gazetteer(extra=[path]) as gaz:
        place = gaz.lookup("Mill Old")[0].place
        assert (place.id, place.admin1, place.admin1_id) == ("user:old-mill", "Somewhere", "")


def test_geojson_with_a_shape(tmp_path: Path) -> None:
    path = tmp_path / "zones.geojson"
    ring = [[45, 40], [45.2, 40], [45.2, 40.2], [45, 40.2], [45, 40]]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"name": "Buffer Zone Quebec", "feature_class": "L", "feature_code": "RGN"},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with Gazetteer(extra=[path]) as gaz:
        place = gaz.search("buffer zone quebec")[0].place
        assert place.shape == "polygon"
        assert gaz.geometry(place).area == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "title,lat,lon\nx,1,2\n", "columns name are missing"),
        ("a.csv", "name,lat,lon\nx,one,2\n", r"a\.csv, row 2: lat and lon"),
        ("a.csv", "name,lat,lon\nx,91,2\n", r"a\.csv, row 2: lat 91.0"),
        ("a.csv", "name,lat,lon\n,1,2\n", r"a\.csv, row 2: the name is empty"),
        ("a.csv", "name,lat,lon,population\nx,1,2,many\n", "population must be"),
        ("a.csv", "name,lat,lon,feature_class\nx,1,2,Q\n", "feature_class must be"),
        ("a.csv", "name,lat,lon,id\nx,1,2,one\ny,1,2,one\n", "two places have the id user:one"),
        ("a.csv", "name,lat,lon\nx,nan,2\n", "lat nan, lon 2.0 is no point"),
        ("a.csv", "name,lat,lon\n", r"a\.csv: no place in it"),
        ("a.csv", "name,lat,lon,population\nx,1,2," + "9" * 5000 + "\n", "population must be"),
        ("a.csv", "name,lat,lon,country\nx,1,2,Iran\n", "country must be an ISO code"),
        ("a.geojson", "{}", "no FeatureCollection"),
        ("a.geojson", feature('{"type": "Point", "coordinates": [45, 95]}'), "is not on Earth"),
        (
            "a.geojson",
            feature('{"type": "LineString", "coordinates": [[40, 100], [41, 101]]}'),
            "write longitude, then latitude",
        ),
        ("a.geojson", feature('{"type": "Point", "coordinates": ["x", 1]}'), "broken"),
        ("a.geojson", feature('{"type": "GeometryCollection", "geometries": []}'), "point, line"),
        (
            "a.geojson",
            feature('{"type": "Point", "coordinates": [45, 40]}', "half \\ud800"),
            "half a character",
        ),
        ("a.geojson", "{", r"a\.geojson is no JSON .*; save the layer"),
        ("a.geojson", "[" * 100_000, "is no JSON"),
        ("a.geojson", feature("9" * 5000), "is no JSON"),
        ("a.geojson", feature('{"type": "Point", "coordinates": [1, %s]}' % ("9" * 400)), "broken"),
        (
            "a.geojson",
            feature('{"type": "Point", "coordinates": [1, 2]}').replace('"x"', '{"en": "x"}'),
            "feature 1: name must be a text",
        ),
        ("a.csv", "name,lat,lon\nx,1,2,3\n", "row 2: more cells than columns"),
        ("a.csv", "name,lat,lon,lat\nx,1,2,3\n", "two columns hold lat"),
        ("a.csv", "name,x,y,lng\nx,1,2,3\n", "two columns hold lon"),
        ("a.csv", "name,lat,lon\n" + "x" * 140_000 + ",1,2\n", "quotation mark"),
        ("a.geojson", '{"features": [{"properties": {}}]}', "feature 1"),
        ("a.txt", "x", r"read from \.tsv"),
        ("a.tsv", "id\tname\n", "first row must name the columns"),
        ("a.tsv", TSV_HEAD + "im:x\ty\n", "2 cells where 15 are due"),
        ("a.tsv", TSV_HEAD + GOOD.replace("40.1", "x"), "lat 'x' is not a number"),
        ("a.tsv", TSV_HEAD + GOOD.replace("im:old-mill", "Old"), "neither gn:NUMBER"),
        ("a.tsv", TSV_HEAD + GOOD.replace("/alternate:Mill", "/altern:Mill"), "kind must be"),
        ("a.tsv", TSV_HEAD + GOOD + GOOD, "stands in row 2 already"),
    ],
)
def test_a_bad_file_names_itself_and_the_row(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        Gazetteer(extra=[path])
    assert "\n" not in str(caught.value)
    assert name.split(".")[0] in str(caught.value)


def test_a_missing_extra_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        Gazetteer(extra=[tmp_path / "none.csv"])
