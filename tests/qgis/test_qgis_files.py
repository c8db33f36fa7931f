"""What QGIS itself makes of the files: Debian's QGIS opens and draws them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mapper.export import ENDINGS, write_formats
from mapper.export.columns import INCIDENT_COLUMNS, MENTION_COLUMNS, PLACE_COLUMNS
from mapper.export.tables import TABLE_COLUMNS
from mapper.model import Analysis
from mapper.style import CATEGORY_STYLES
from tests.fixtures.render_samples import HOSTILE, aras, empty, hostile

# Kept for people to look at; not in the repository.
PICTURES = Path(__file__).parents[2] / "output" / "qgis"
ARTICLES = Path(__file__).parents[2] / "maps" / "articles"
READER = Path(__file__).with_name("read_in_qgis.py")
SYSTEM_PYTHON = "/usr/bin/python3"
Facts = dict[str, Any]

# QGIS's names of the types.
TYPES = {str: "String", int: "Integer64", float: "Real", bool: "Boolean", date: "Date"}
STYLES = [[c.value, style.label, style.color] for c, style in CATEGORY_STYLES.items()]


def in_qgis(folder: Path, name: str) -> Facts:
    """Have QGIS open the files of a map; draw them into `PICTURES`."""
    probe = [SYSTEM_PYTHON, "-c", "import qgis.core, qgis.gui"]
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run(probe, capture_output=True, check=False).returncode
    ):
        pytest.fail(
            "QGIS is missing; on Debian: apt-get install -y qgis python3-qgis qgis-providers",
            pytrace=False,
        )
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        # QGIS keeps settings: none of the user's may change what the test sees.
        places = ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        done = subprocess.run(
            [SYSTEM_PYTHON, str(READER), str(folder), name, str(PICTURES)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(places, home)},
            capture_output=True, text=True, check=False, timeout=200,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    facts: Facts = json.loads(done.stdout)
    return facts


def written(analysis: Analysis, folder: Path, name: str) -> Path:
    write_formats([analysis], folder, name, ENDINGS)
    return folder


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    folder = written(aras(), tmp_path_factory.mktemp("made"), "aras")
    # The folder may be moved: what the files say of each other is relative.
    return in_qgis(folder.rename(folder.with_name("moved")), "aras")


@pytest.fixture(scope="module")
def program_facts(tmp_path_factory) -> Facts:
    """Of an article that went through the whole program."""
    folder = tmp_path_factory.mktemp("program")
    article = ARTICLES / "aras-crossings.txt"
    command = [sys.executable, "-m", "mapper", "map", "--quiet", "-o", str(folder), str(article)]
    subprocess.run(command, check=True)
    return in_qgis(folder, article.stem)


def sound(layer: Facts, count: int) -> None:
    assert layer["valid"]
    assert layer["crs"] == "EPSG:4326"
    assert layer["count"] == count
    assert layer["bad_shapes"] == 0
    assert layer["tip"]


def typed(columns: dict[str, type]) -> dict[str, str]:
    return {name: TYPES[kind] for name, kind in columns.items()}


# --- a file dropped on QGIS ------------------------------------------------------------


def test_the_geojson_is_styled_labelled_typed_and_dated(facts):
    layer = facts["files"]["geojson"]["aras Point"]
    sound(layer, 12)
    assert layer["renderer"] == "pointDisplacement"
    assert layer["categories"] == STYLES
    assert layer["uncategorised"] == 0
    assert '"place"' in layer["labels"]
    assert layer["temporal"] == [True, "date_start", "date_end"]
    fields = layer["fields"]
    assert list(fields) == list(INCIDENT_COLUMNS)
    for name in ("date_start", "date_end", "published"):
        assert fields[name] == "Date"
    for name in ("fatalities_min", "injuries_min", "where_prec"):
        assert fields[name] == "Integer"
    assert fields["disputed"] == "Boolean"
    assert fields["score"] == "Real"


def test_the_places_come_as_points_lines_and_areas(facts):
    layers = facts["files"]["places.geojson"]
    counts = {"aras.places Point": 6, "aras.places LineString": 1, "aras.places Polygon": 2}
    assert set(layers) == set(counts)
    for name, count in counts.items():
        sound(layers[name], count)
        assert layers[name]["renderer"] == "RuleRenderer"
        assert layers[name]["labels"] == '"place"'


def test_the_geopackage_brings_styles_and_types(facts):
    layers = facts["files"]["gpkg"]
    expected = {
        "incidents Point": (12, INCIDENT_COLUMNS),
        "places_point Point": (6, PLACE_COLUMNS),
        "places_line MultiLineString": (1, PLACE_COLUMNS),
        "places_polygon MultiPolygon": (2, PLACE_COLUMNS),
        "mentions Point": (12, MENTION_COLUMNS),
    }
    ground = {name for name in layers if name.startswith("basemap")}
    assert set(layers) - ground == set(expected)
    for name, (count, columns) in expected.items():
        sound(layers[name], count)
        assert layers[name]["fields"] == {"fid": "Integer64", **typed(columns)}
    assert layers["incidents Point"]["categories"] == STYLES
    for name in ground:
        assert layers[name]["valid"]
        assert layers[name]["bad_shapes"] == 0


def test_the_geopackage_says_of_what_it_is_made(facts):
    for layer in facts["files"]["gpkg"].values():
        told = layer["metadata"]
        assert told["title"] == "A hard week on the Aras"
        assert told["history"] == [
            "A hard week on the Aras, https://news.example/aras?week=1&lang=en"
        ]
        assert "GeoNames" in told["rights"][0]


# --- the project -----------------------------------------------------------------------


def test_the_project_has_everything_in_its_place(facts):
    project = facts["project"]
    assert project["read"]
    assert project["title"] == "A hard week on the Aras"
    assert project["crs"] == "EPSG:3857"
    assert project["tree"] == [
        ["Incidents", [["Incidents", True, True]]],
        ["Places", [["Places", True, True], ["Lines and corridors", True, True],
                    ["Areas", True, True], ["Uncertainty of places", True, True]]],
        ["Text", [["Mentions in the text", False, True],
                  ["Incidents without a place", False, True]]],
        ["Base map", [["Names", True, True], ["Borders and rivers", True, True],
                      ["OpenStreetMap (online)", False, True],
                      ["Water", True, True], ["Land", True, True]]],
    ]  # fmt: skip
    counts = {"Incidents": 12, "Places": 6, "Lines and corridors": 1, "Areas": 2}
    for name, count in {**counts, "Mentions in the text": 12}.items():
        sound(project["layers"][name], count)
    sound(project["layers"]["Uncertainty of places"], 5)
    assert project["layers"]["Incidents without a place"]["count"] == 1
    for name in ("Places", "Lines and corridors", "Areas"):
        assert project["layers"][name]["labels"] == '"place"'
    assert "GeoNames" in project["metadata"]["abstract"]


def test_the_projects_ground_tells_disputed_lines_from_borders(facts):
    lines = facts["project"]["layers"]["Borders and rivers"]
    styles = {value: (label, color) for value, label, color in lines["categories"]}
    assert set(styles) == {"border", "disputed", "province", "river"}
    assert styles["disputed"][0] == "Lines on which states disagree"
    assert styles["disputed"][1] != styles["border"][1]
    assert (lines["uncategorised"], lines["labels"]) == (0, '"name"')
    for name in ("Land", "Water", "Names"):
        assert facts["project"]["layers"][name]["bad_shapes"] == 0


def test_the_projects_clock_covers_the_incidents(facts):
    assert facts["project"]["range"] == ["2024-01-01T00:00:00Z", "2026-05-02T00:00:00Z"]
    incidents = facts["project"]["layers"]["Incidents"]
    assert incidents["temporal"] == [True, "date_start", "date_end"]
    assert incidents["categories"] == STYLES


def test_there_is_something_to_see(facts, program_facts):
    for colours in (facts["colours"], program_facts["colours"]):
        assert set(colours) == {"geojson", "places.geojson", "qgz", "time"}
        for number in colours.values():
            assert number > 10


def test_the_clock_takes_away_what_was_another_day(facts):
    whole, first_day = PICTURES / "aras.qgz.png", PICTURES / "aras.time.png"
    assert facts["colours"]["time"] != facts["colours"]["qgz"]
    assert whole.read_bytes() != first_day.read_bytes()


# --- other formats ---------------------------------------------------------------------


def test_kml_opens_with_its_folders_as_layers(facts):
    layers = facts["files"]["kml"]
    points = {
        name: layer for name, layer in layers.items() if layer["geometry"].startswith("Point")
    }
    assert sum(layer["count"] for layer in points.values()) == 12
    assert len(points) == 8
    for layer in layers.values():
        assert layer["valid"]
        assert layer["crs"] == "EPSG:4326"
        assert layer["bad_shapes"] == 0
        assert layer["fields"]["begin"] == "DateTime"
        assert layer["fields"]["score"] == "Real"


def test_flatgeobuf_opens_with_its_types(facts):
    (layer,) = facts["files"]["fgb"].values()
    assert (layer["valid"], layer["crs"], layer["count"]) == (True, "EPSG:4326", 12)
    assert list(layer["fields"]) == list(INCIDENT_COLUMNS)
    assert layer["fields"]["date_start"] == "DateTime"
    assert layer["fields"]["fatalities_min"] == "Integer64"


def test_tables_open_with_their_types(facts):
    table = facts["files"]["csv"]["aras"]
    assert table["count"] == 13
    assert list(table["fields"]) == list(TABLE_COLUMNS)
    sheets = facts["files"]["xlsx"]
    assert {name: sheet["count"] for name, sheet in sheets.items() if name != "About"} == {
        "Incidents": 13, "Places": 9, "Mentions": 12,
    }  # fmt: skip
    fields = sheets["Incidents"]["fields"]
    assert list(fields) == list(TABLE_COLUMNS)
    assert (fields["date_start"], fields["latitude"]) == ("Date", "Real")
    assert fields["fatalities_min"] == "Integer"


def test_what_is_empty_opens_with_the_same_types(facts, tmp_path):
    none = in_qgis(written(empty(), tmp_path, "empty"), "empty")
    for ending in ("gpkg", "fgb"):
        layers = {
            name: layer for name, layer in none["files"][ending].items() if "basemap" not in name
        }
        for name, layer in layers.items():
            assert (layer["valid"], layer["count"], layer["crs"]) == (True, 0, "EPSG:4326")
            assert layer["fields"] == facts["files"][ending][name]["fields"]
    assert none["project"]["read"]
    assert none["project"]["layers"]["Incidents"]["valid"]
    assert none["colours"]["qgz"] > 10


# --- an article through the whole program ----------------------------------------------


def test_an_article_through_the_program_opens_whole(program_facts):
    assert program_facts["project"]["read"]
    incidents = program_facts["project"]["layers"]["Incidents"]
    sound(incidents, incidents["count"])
    assert incidents["count"] > 0
    assert incidents["uncategorised"] == 0
    dropped = program_facts["files"]["geojson"]["aras-crossings Point"]
    sound(dropped, incidents["count"])
    for file in program_facts["files"].values():
        for name, layer in file.items():
            if "basemap" not in name:
                sound(layer, layer["count"])


def test_an_articles_words_are_no_code_to_qgis(tmp_path):
    """QGIS evaluates ``[% %]`` in tips and expressions in labels; an article's are only words."""
    words = "[% 1+1 %] <b>&amp;</b> ' \" " + HOSTILE[4]
    facts = in_qgis(written(hostile(words), tmp_path, "hostile"), "hostile")
    layer = facts["project"]["layers"]["Incidents"]
    sound(layer, 1)
    assert words not in layer["tip"]
    assert facts["project"]["title"] == words
