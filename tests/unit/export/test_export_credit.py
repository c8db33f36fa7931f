"""Every format says of what it is made and whom to name, if it can hold it."""

from __future__ import annotations

import json
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
from pyarrow import parquet

from mapper.export import ENDINGS, write_formats
from mapper.export.credit import ATTRIBUTION, credit, title_of
from tests.fixtures.render_samples import HOSTILE, aras, hostile

LICENCE_FILE = Path(__file__).parents[3] / "gazetteer" / "data" / "LICENCE"
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("credit")
    write_formats([aras()], made, "m", ENDINGS, title="Along the Aras")
    return made


def told(folder: Path, kind: str) -> str:
    """What a file says of itself."""
    path = folder / f"m.{kind}"
    if kind == "geojson":
        collection = json.loads(path.read_text())
        return json.dumps({k: v for k, v in collection.items() if k != "features"})
    if kind == "gpkg":
        with closing(sqlite3.connect(path)) as database:
            return "".join(row[0] for row in database.execute("SELECT metadata FROM gpkg_metadata"))
    if kind == "qgz":
        with zipfile.ZipFile(path) as archive:
            root = ET.fromstring(archive.read("project.qgs"))
        return "".join(root.find("projectMetadata").itertext())
    if kind == "kml":
        return ET.parse(path).getroot().findtext(f"{KML}Document/{KML}description")
    if kind == "xlsx":
        about = pyogrio.read_dataframe(path, layer="About", read_geometry=False)
        return " ".join(about.iloc[:, 1])
    if kind == "fgb":
        return pyogrio.read_info(path)["layer_metadata"]["DESCRIPTION"]
    return parquet.read_schema(path).metadata[b"description"].decode()


@pytest.mark.parametrize("kind", [kind for kind in ENDINGS if kind != "csv"])
def test_a_file_names_its_sources_its_maker_and_its_licence(folder, kind):
    words = told(folder, kind)
    for name in (
        "GeoNames", "Natural Earth", "licenses/by/4.0", "incident-mapper 0.1.0", "test-model 1.0",
        "A hard week on the Aras", "news.example/aras",
    ):  # fmt: skip
        assert name in words


def test_all_whom_the_gazetteer_names_are_named():
    names = re.findall(r"^\d+\. (.*?)(?: \(.*)?$", LICENCE_FILE.read_text(), re.MULTILINE)
    assert len(names) > 6
    for name in names:
        assert name.removeprefix("The ").lower() in ATTRIBUTION.lower()


def test_the_metadata_of_a_geopackage_are_in_order(folder):
    with closing(sqlite3.connect(folder / "m.gpkg")) as database:
        rows = database.execute(
            "SELECT reference_scope, table_name, timestamp, md_standard_uri, mime_type"
            " FROM gpkg_metadata_reference JOIN gpkg_metadata ON md_file_id = gpkg_metadata.id"
        ).fetchall()
        extensions = database.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_metadata'"
        ).fetchall()
        tables = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (xml,) = database.execute("SELECT metadata FROM gpkg_metadata WHERE id = 1").fetchone()
    assert {row[2] for row in rows} == {"2000-01-01T00:00:00.000Z"}
    assert {row[1] for row in rows if row[0] == "table"} == tables - {"layer_styles"}
    assert [row[3] for row in rows if row[0] == "geopackage"] == [
        "http://purl.org/dc/elements/1.1/"
    ]
    assert sorted(extensions) == [("gpkg_metadata",), ("gpkg_metadata_reference",)]
    root = ET.fromstring(xml)
    assert root.findtext("{http://purl.org/dc/elements/1.1/}title") == "Along the Aras"


@pytest.mark.parametrize("words", HOSTILE, ids=lambda w: repr(w)[:30])
def test_a_title_is_only_words(tmp_path, words):
    write_formats([hostile(words)], tmp_path, "m", ENDINGS)
    with closing(sqlite3.connect(tmp_path / "m.gpkg")) as database:
        for (xml,) in database.execute("SELECT metadata FROM gpkg_metadata"):
            ET.fromstring(xml)
    for kind in ENDINGS:
        if kind != "csv":
            assert "GeoNames" in told(tmp_path, kind)


def test_of_very_many_articles_the_first_are_told():
    one = aras()
    many = [replace(one, article=replace(one.article, id=f"a{i}", title="")) for i in range(250)]
    assert title_of(many) == "a0 and 249 more"
    assert credit(many).sources[-2:] == (f"a99, {one.article.url}", "150 more")
    assert len(credit(many).makers) == 1
