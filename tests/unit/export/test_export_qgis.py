"""GeoPackage, project and styles, as far as they can be judged without QGIS."""

from __future__ import annotations

import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import pytest

from mapper.errors import OutputError
from mapper.export import staged_folder, to_geodataframe, write_qgis
from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.geopackage import LAYERS
from mapper.export.ground import GROUND_LAYERS
from mapper.export.qml import document
from mapper.model import Category
from mapper.style import CATEGORY_STYLES
from tests.fixtures.render_samples import HOSTILE, aras, empty, hostile


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("qgis")
    write_qgis([aras()], made / "aras.gpkg")
    return made


def project(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        return ET.fromstring(archive.read("project.qgs"))


# --- GeoPackage ------------------------------------------------------------------------


def test_a_layer_a_geometry_type(folder):
    layers = dict(pyogrio.list_layers(folder / "aras.gpkg"))
    assert layers == {
        "incidents": "Point",
        "places_point": "Point",
        "places_line": "MultiLineString",
        "places_polygon": "MultiPolygon",
        "mentions": "Point",
        "incidents_unplaced": None,
        **GROUND_LAYERS,
        "layer_styles": None,
    }


def test_fields_have_real_types(folder):
    fields = pyogrio.read_info(folder / "aras.gpkg", layer="incidents")
    types = dict(zip(fields["fields"], fields["dtypes"], strict=True))
    assert types["date_start"] == "datetime64[D]"
    assert types["published"] == "datetime64[D]"
    assert types["fatalities_min"] == "int64"
    assert types["disputed"] == "bool"
    assert types["score"] == "float64"
    assert fields["crs"] == "EPSG:4326"
    assert list(types) == list(INCIDENT_COLUMNS)


def test_what_is_unknown_is_null(folder):
    with closing(sqlite3.connect(folder / "aras.gpkg")) as database:
        rows = database.execute(
            "SELECT injuries_min, injuries_max, date_start, fatalities_min FROM incidents"
        ).fetchall()
    assert rows[0] == (2, None, "2026-04-13", 1)
    assert any(start is None for _, _, start, _ in rows)


def test_metonyms_are_mentions_but_no_places(folder):
    mentions = geopandas.read_file(folder / "aras.gpkg", layer="mentions")
    kinds = dict(zip(mentions["text"], mentions["kind"], strict=True))
    assert kinds["Tehran"] == "metonymic"
    assert kinds["Iranian"] == "demonym"
    places = geopandas.read_file(folder / "aras.gpkg", layer="places_point")
    assert not {"Tehran", "Baku"} & set(places["place"])


def test_every_layer_brings_its_style(folder):
    with closing(sqlite3.connect(folder / "aras.gpkg")) as database:
        styles = database.execute(
            "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
    assert {name for name, _, _ in styles} == {*LAYERS, *GROUND_LAYERS}
    for name, qml, default in styles:
        assert default == 1
        assert qml == document(name)


def test_nothing_to_show_gives_empty_layers_of_the_same_types(folder, tmp_path):
    write_qgis([empty()], tmp_path / "e.gpkg")
    for layer in LAYERS:
        none = pyogrio.read_info(tmp_path / "e.gpkg", layer=layer)
        some = pyogrio.read_info(folder / "aras.gpkg", layer=layer)
        assert none["features"] == 0
        for fact in ("crs", "geometry_type"):
            assert none[fact] == some[fact]
        for fact in ("fields", "dtypes"):
            assert none[fact].tolist() == some[fact].tolist()


def test_the_same_bytes_every_time(folder, tmp_path):
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    write_qgis([aras()], tmp_path / "aras.gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


@pytest.mark.parametrize("words", HOSTILE, ids=lambda w: repr(w)[:30])
def test_an_articles_words_stay_words(tmp_path, words):
    write_qgis([hostile(words)], tmp_path / "h.gpkg")
    read = geopandas.read_file(tmp_path / "h.gpkg", layer="incidents")
    fit = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", words)
    assert read["place"].tolist() == [fit]
    assert project(tmp_path / "h.qgz").findtext("title") is not None


# --- the project -----------------------------------------------------------------------


def test_the_project_shows_every_layer_and_finds_it_beside_itself(folder):
    root = project(folder / "aras.qgz")
    sources = [layer.findtext("datasource") for layer in root.iter("maplayer")]
    paths = {source.partition("|")[0] for source in sources[:-1]}
    assert paths == {"./aras.gpkg"}
    shown = {re.search(r"layername=(\w+)", source).group(1) for source in sources[:-1]}
    assert shown == {*LAYERS, *GROUND_LAYERS}
    ids = [layer.findtext("id") for layer in root.iter("maplayer")]
    assert sorted(ids) == sorted(leaf.get("id") for leaf in root.iter("layer-tree-layer"))
    assert all(len(identifier) > 10 for identifier in ids)
    assert root.findtext("title") == "A hard week on the Aras"


def test_empty_layers_are_in_the_file_but_not_in_the_project(tmp_path):
    write_qgis([empty()], tmp_path / "e.gpkg")
    shown = {layer.findtext("layername") for layer in project(tmp_path / "e.qgz").iter("maplayer")}
    ground = {"Names", "Borders and rivers", "Water", "Land", "OpenStreetMap (online)"}
    assert shown == {"Incidents", *ground}


def test_incidents_without_a_place_are_a_table(folder):
    rows = pyogrio.read_dataframe(folder / "aras.gpkg", layer="incidents_unplaced")
    assert rows["id"].tolist() == ["aras/i12/0"]
    assert list(rows.columns) == list(INCIDENT_COLUMNS)


def test_only_the_tiles_would_use_the_network_and_they_are_off(folder):
    root = project(folder / "aras.qgz")
    online = [m.findtext("id") for m in root.iter("maplayer") if "http" in m.findtext("datasource")]
    states = {leaf.get("id"): leaf.get("checked") for leaf in root.iter("layer-tree-layer")}
    assert [states[identifier] for identifier in online] == ["Qt::Unchecked"]


def test_the_temporal_controller_covers_the_incidents(folder):
    span = project(folder / "aras.qgz").find("ProjectTimeSettings/TemporalRange")
    assert span.findtext("start") == "2024-01-01T00:00:00Z"
    assert span.findtext("end") == "2026-05-02T00:00:00Z"


# --- styles ----------------------------------------------------------------------------


@pytest.mark.parametrize("layer", [*LAYERS, *GROUND_LAYERS, "places", "uncertainty"])
def test_styles_are_well_formed(layer):
    assert ET.fromstring(document(layer)).tag == "qgis"


def test_every_category_has_its_colour():
    root = ET.fromstring(document("incidents"))
    shown = [(c.get("value"), c.get("label"), c.get("symbol")) for c in root.iter("category")]
    assert shown == [
        (category.value, style.label, str(number))
        for number, (category, style) in enumerate(CATEGORY_STYLES.items())
    ]
    assert len(shown) == len(Category)
    colours = [o.get("value") for o in root.iter("Option") if o.get("name") == "color"]
    for style in CATEGORY_STYLES.values():
        red, green, blue = (int(style.color[i : i + 2], 16) for i in (1, 3, 5))
        assert f"{red},{green},{blue},255" in colours


# --- the table -------------------------------------------------------------------------


def test_the_table_has_the_files_columns_and_real_types():
    table = to_geodataframe(aras())
    assert [table.index.name, *table.columns] == [*INCIDENT_COLUMNS, "geometry"]
    assert table.crs == "EPSG:4326"
    assert table.index.is_unique
    assert table.loc["aras/i1/1", "date_start"] == pd.Timestamp("2026-04-13")
    assert table["fatalities_min"].sum() == 1


def test_an_empty_table_has_the_same_columns_and_types():
    full, none = to_geodataframe([aras()]), to_geodataframe(empty())
    assert none.empty
    assert none.dtypes.to_dict() == full.dtypes.to_dict()


# --- files -----------------------------------------------------------------------------


def test_a_failed_set_of_files_leaves_the_folder_as_it_was(tmp_path):
    (tmp_path / "a.txt").write_text("old")

    def fail() -> None:
        with staged_folder(tmp_path) as stage:
            (stage / "a.txt").write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_folder_in_the_way_of_one_file_keeps_all_from_moving(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").mkdir()

    def write() -> None:
        with staged_folder(tmp_path) as stage:
            for name in ("a.txt", "b.txt"):
                (stage / name).write_text("new")

    with pytest.raises(OutputError, match=r"b\.txt: a folder is in the way; choose another"):
        write()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_a_finished_set_replaces_its_namesakes(tmp_path):
    (tmp_path / "a.txt").write_text("old")
    with staged_folder(tmp_path) as stage:
        (stage / "a.txt").write_text("new")
        (stage / "b.txt").write_text("more")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "new",
        "b.txt": "more",
    }


def test_a_geopackage_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_qgis([aras()], tmp_path / "missing" / "aras.gpkg")
