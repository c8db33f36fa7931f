"""KML, CSV, XLSX and the columnar formats: well-formed, typed, harmless, always the same."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import pandas as pd
import pyogrio
import pytest
from pyarrow import parquet

from mapper.errors import OptionError
from mapper.export import ENDINGS, to_geodataframe, write_formats
from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.tables import TABLE_COLUMNS, defused
from mapper.model import Analysis, DatePrecision, EventDate
from mapper.style import CATEGORY_STYLES
from tests.fixtures.render_samples import HOSTILE, aras, empty, hostile, lacking

KML = "{http://www.opengis.net/kml/2.2}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NEW = ("kml", "csv", "xlsx", "fgb", "parquet")
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("formats")
    write_formats([aras()], made, "aras", NEW)
    return made


def written(analysis: Analysis, folder: Path, kind: str) -> Path:
    write_formats([analysis], folder, "map", [kind])
    return folder / f"map.{kind}"


def saying(words: str) -> Analysis:
    """One incident, with the words in a column of each kind."""
    analysis = aras()
    incident = analysis.incidents[0]
    where = incident.places[0]
    event = replace(incident.event, date=replace(incident.event.date, text=words))
    place = replace(where.place, name=words)
    incident = replace(incident, event=event, places=(replace(where, place=place),))
    article = replace(analysis.article, title=words)
    return replace(analysis, article=article, incidents=(incident,))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_names_that_no_gazetteer_has_are_told_where_they_belong(tmp_path):
    found = [
        (row["incident"], row["place"], " ".join(row["finer"].split()), row["unlocated"])
        for row in table(written(lacking(), tmp_path, "csv"))
    ]
    assert found == [
        ("i1", "Ordubad", "Zorqulat Pass", ""),
        ("i2", "", "", "Bershagol"),
        ("i3", "Tabriz", "", "Old Qizgarat"),
        ("i4", "", "", ""),
    ]


def test_balloons_tell_what_the_gazetteer_lacks(tmp_path):
    marks = ET.parse(written(lacking(), tmp_path, "kml")).getroot().iter(f"{KML}Placemark")
    told = {mark.findtext(f"{KML}name"): mark.findtext(f"{KML}description") for mark in marks}
    assert "not in the gazetteer: Zorqulat" in told["Ordubad"]
    assert "not in the gazetteer: Bershagol" in told["Bershagol"]
    assert "gazetteer" not in told["said"]


# --- every format ----------------------------------------------------------------------


def test_the_same_bytes_every_time(folder, tmp_path):
    write_formats([aras()], tmp_path, "aras", NEW)
    assert {path.name for path in tmp_path.iterdir()} == {f"aras.{kind}" for kind in NEW}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_only_what_was_asked_for_is_written(tmp_path):
    files = write_formats([aras()], tmp_path, "m", ["gpkg"])
    assert files == (tmp_path / "m.gpkg",)
    assert [path.name for path in tmp_path.iterdir()] == ["m.gpkg"]


@pytest.mark.parametrize("kind", ENDINGS)
def test_the_endings_are_those_that_are_written(tmp_path, kind):
    files = write_formats([aras()], tmp_path, "m", [kind])
    assert {path.name for path in files} == {f"m{ending}" for ending in ENDINGS[kind]}
    assert set(files) == set(tmp_path.iterdir())


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(OptionError, match="shp"):
        write_formats([aras()], tmp_path, "m", ["csv", "shp"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", NEW)
def test_nothing_found_gives_an_empty_file_with_every_column(folder, tmp_path, kind):
    path = written(empty(), tmp_path, kind)
    assert path.exists()
    if kind == "csv":
        assert path.read_text("utf-8-sig").splitlines() == [",".join(TABLE_COLUMNS)]
    elif kind == "parquet":
        none, some = parquet.read_schema(path), parquet.read_schema(folder / "aras.parquet")
        assert none.equals(some)
        assert geopandas.read_parquet(path).empty
    elif kind == "fgb":
        info = pyogrio.read_info(path)
        assert (info["crs"], info["geometry_type"]) == ("EPSG:4326", "Point")
        assert geopandas.read_file(path).empty
        assert list(info["fields"]) == list(INCIDENT_COLUMNS)
        some = pyogrio.read_info(folder / "aras.fgb")
        assert info["dtypes"].tolist() == some["dtypes"].tolist()


# --- KML -------------------------------------------------------------------------------


def test_kml_has_a_folder_a_category_with_its_colour(folder):
    root = ET.parse(folder / "aras.kml").getroot()
    labels = {style.label: style for style in CATEGORY_STYLES.values()}
    folders = {f.findtext(f"{KML}name"): f for f in root.iter(f"{KML}Folder")}
    assert set(folders) - {"Lines and areas", "Incidents without a place"} <= set(labels)
    assert len(folders) == 10
    colours = {
        s.get("id"): s.findtext(f"{KML}IconStyle/{KML}color") for s in root.iter(f"{KML}Style")
    }
    for name, content in folders.items():
        for mark in content.iter(f"{KML}Placemark"):
            key = mark.findtext(f"{KML}styleUrl").removeprefix("#")
            if name in labels:
                assert key == labels[name].key
                red, green, blue = re.findall("..", labels[name].color[1:])
                assert colours[key] == f"ff{blue}{green}{red}"
            else:
                assert key == "place"


def test_kml_tells_time(folder):
    root = ET.parse(folder / "aras.kml").getroot()
    spans = {
        mark.get("id"): (mark.findtext(f".//{KML}begin"), mark.findtext(f".//{KML}end"))
        for mark in root.iter(f"{KML}Placemark")
    }
    assert spans["aras/i1/1"] == ("2026-04-13", "2026-04-13")
    assert spans["aras/i2/1"] == ("2026-04-01", "2026-04-30")
    assert spans["aras/i8/1"] == (None, None)


@pytest.mark.parametrize("words", [*HOSTILE, "$[name]", "]]>"], ids=lambda w: repr(w)[:30])
def test_in_kml_an_articles_words_stay_words(tmp_path, words):
    root = ET.parse(written(hostile(words), tmp_path, "kml")).getroot()
    mark = next(root.iter(f"{KML}Placemark"))
    fit = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", words)
    assert mark.findtext(f"{KML}name") == fit
    balloon = mark.findtext(f"{KML}description")
    assert re.findall("<[^>]*>", re.sub("</?[bi]>|<br>", "", balloon)) == []
    assert "$[" not in balloon


# --- tables ----------------------------------------------------------------------------


def test_csv_has_every_incident_and_where_it_was(folder):
    rows = table(folder / "aras.csv")
    assert list(rows[0]) == list(TABLE_COLUMNS)
    assert len({row["incident"] for row in rows}) == 12
    placeless = [row for row in rows if not row["place_id"]]
    assert [row["longitude"] for row in placeless] == [""]
    assert rows[0]["date_start"] == "2026-04-13"
    assert (rows[0]["latitude"], rows[0]["longitude"]) == ("39.25", "47.0")
    assert (folder / "aras.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("words", FORMULAS, ids=repr)
def test_no_cell_of_csv_begins_a_formula(tmp_path, words):
    (row,) = table(written(saying(words), tmp_path, "csv"))
    for column in ("place", "article_title", "date_text"):
        assert row[column] == "'" + words
    for value in row.values():
        assert not re.match(r"\s*[=+\-@＝]", value)


def test_numbers_stay_numbers_and_harmless_words_stay_as_they_are(tmp_path):
    analysis = aras()
    where = analysis.incidents[0].places[0]
    south = replace(where.place, latitude=-33.5, longitude=-70.25)
    incident = replace(analysis.incidents[0], places=(replace(where, place=south),))
    analysis = replace(analysis, incidents=(incident,))
    (row,) = table(written(analysis, tmp_path, "csv"))
    assert (row["latitude"], row["longitude"]) == ("-33.5", "-70.25")
    for words in ("'Ajmān", "O'Neill", "a=b", "", "«…»"):
        assert defused(words) == words


@pytest.mark.parametrize("words", FORMULAS, ids=repr)
def test_no_cell_of_xlsx_is_a_formula(tmp_path, words):
    path = written(saying(words), tmp_path, "xlsx")
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)
            assert b"<hyperlink" not in book.read(name)
    read = pyogrio.read_dataframe(path, layer="Incidents", read_geometry=False)
    # So XLSX writes a carriage return; this reader hands it on as it is.
    assert [text.replace("_x000D_", "\r") for text in read["place"]] == [words]


def test_xlsx_has_real_types(folder):
    read = pyogrio.read_dataframe(folder / "aras.xlsx", layer="Incidents", read_geometry=False)
    assert list(read.columns) == list(TABLE_COLUMNS)
    first = read.iloc[0]
    assert first["date_start"] == pd.Timestamp("2026-04-13")
    assert (first["fatalities_min"], first["latitude"]) == (1, 39.25)
    assert first["disputed"] == 0
    layers = pyogrio.list_layers(folder / "aras.xlsx")
    assert layers[:, 0].tolist() == ["Incidents", "Places", "Mentions", "About"]


def test_xlsx_cuts_what_no_cell_can_hold(tmp_path):
    words = "😀" * 20_000
    path = written(hostile(words), tmp_path, "xlsx")
    read = pyogrio.read_dataframe(path, layer="Incidents", read_geometry=False)
    place = read["place"].iloc[0]
    assert place == "😀" * 16_383 + "…"


def test_xlsx_keeps_old_dates_and_what_looks_like_an_escape(tmp_path):
    analysis = saying("_x000D_ & <b>")
    incident = analysis.incidents[0]
    old = replace(incident.event, date=EventDate("1848-03-15", "1848-03-15", DatePrecision.DAY, ""))
    analysis = replace(analysis, incidents=(replace(incident, event=old),))
    path = written(analysis, tmp_path, "xlsx")
    with zipfile.ZipFile(path) as book:
        texts = ET.fromstring(book.read("xl/sharedStrings.xml")).itertext()
        assert {"_x005F_x000D_ & <b>", "1848-03-15"} <= set(texts)
        for name in book.namelist():
            ET.fromstring(book.read(name))
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = [cell.get("r") for cell in sheet.iter(f"{SHEET}c")]
    assert len(cells) == len(set(cells))
    assert {"A1", "Z1", "AA1", "AU1", "A2"} <= set(cells)
    assert sheet.find(f"{SHEET}autoFilter").get("ref") == "A1:AU2"


# --- FlatGeobuf ------------------------------------------------------------------------


def test_flatgeobuf_has_types_and_an_index(folder):
    info = pyogrio.read_info(folder / "aras.fgb")
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert list(types) == list(INCIDENT_COLUMNS)
    assert types["date_start"].startswith("datetime64")
    assert types["fatalities_min"] == "int64"
    assert types["disputed"] == "bool"
    assert (info["crs"], info["geometry_type"]) == ("EPSG:4326", "Point")
    near = geopandas.read_file(folder / "aras.fgb", bbox=(46, 38, 46.5, 38.5))
    assert set(near["place"]) == {"Tabriz"}


# --- GeoParquet ------------------------------------------------------------------------


def test_geoparquet_has_the_columns_and_types_of_the_others(folder):
    schema = parquet.read_schema(folder / "aras.parquet")
    assert schema.names == [*INCIDENT_COLUMNS, "geometry", "bbox"]
    types = {str: "string", int: "int64", float: "double", bool: "bool", date: "date32[day]"}
    for name, kind in INCIDENT_COLUMNS.items():
        assert str(schema.field(name).type) == types[kind]


def test_geoparquet_says_of_itself_what_geopandas_would(folder, tmp_path):
    assert geopandas.read_parquet(folder / "aras.parquet").crs == "EPSG:4326"
    to_geodataframe(aras()).to_parquet(
        tmp_path / "theirs.parquet", schema_version="1.1.0", write_covering_bbox=True
    )
    ours, theirs = (
        json.loads(parquet.read_schema(path).metadata[b"geo"])
        for path in (folder / "aras.parquet", tmp_path / "theirs.parquet")
    )
    assert ours["version"] == theirs["version"] == "1.1.0"
    assert ours["columns"]["geometry"] == {**theirs["columns"]["geometry"], "edges": "planar"}


def test_geoparquet_is_read_by_its_boxes_and_tells_what_has_no_place(folder):
    near = geopandas.read_parquet(folder / "aras.parquet", bbox=(46, 38, 46.5, 38.5))
    assert set(near["place"]) == {"Tabriz"}
    read = geopandas.read_parquet(folder / "aras.parquet")
    assert len(set(read["incident"])) == 12
    assert read.loc[read.geometry.isna(), "place"].tolist() == [""]
    assert read["date_start"].iloc[0] == date(2026, 4, 13)
