"""The base map in the GeoPackage: small, of the region, and no judge of disputes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

from mapper.export import write_formats, write_qgis
from mapper.export.columns import PLACE_COLUMNS
from mapper.export.ground import GROUND_LAYERS, ground_tables
from mapper.export.places import place_table
from mapper.export.table import make_table
from mapper.ground import Box
from tests.fixtures.render_samples import aras, empty

CAUCASUS = Box(43, 37, 51, 42)
NOTHING = make_table(PLACE_COLUMNS, [])


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("ground")
    write_qgis([aras()], made / "aras.gpkg")
    return made


def layer(path: Path, name: str) -> geopandas.GeoDataFrame:
    return geopandas.read_file(path, layer=name).set_index("kind")


def test_land_is_land_and_water_is_water(folder):
    path = folder / "aras.gpkg"
    land, water = layer(path, "basemap_land"), layer(path, "basemap_water")
    yerevan, caspian, sevan = (shapely.Point(*p) for p in ((44.5, 40.2), (50.7, 39), (45.3, 40.35)))
    assert land.loc["land", "geometry"].contains(yerevan)
    assert water.loc["sea", "geometry"].contains(caspian)
    assert water.loc["lake", "geometry"].contains(sevan)
    assert land.loc["land", "geometry"].intersection(water.loc["sea", "geometry"]).area < 1e-6


def test_disputed_lines_are_said_to_be_so_and_are_no_borders(folder):
    lines = layer(folder / "aras.gpkg", "basemap_lines")
    assert set(lines.index) == {"river", "province", "border", "disputed"}
    named = lines[lines["name"] != ""]
    assert set(named.index) == {"disputed"}
    assert {"Georgian claim", "Ceasefire Line 1994"} <= set(named["name"])
    border = lines.loc["border", "geometry"]
    for line in named.geometry:
        assert line.intersection(border).length < 0.05 * line.length


def test_no_name_is_told_twice_nor_one_that_is_part_of_a_dispute():
    tables = ground_tables([CAUCASUS], place_table([aras()]))
    names = set(tables["basemap_names"].columns["name"])
    assert "Tbilisi" in names
    assert not names & {"Stepanakert", "Shusha", "Tabriz", "Yerevan", "Iran"}
    assert "Yerevan" in ground_tables([CAUCASUS], NOTHING)["basemap_names"].columns["name"]


def test_the_base_map_ends_with_the_region_and_is_small(folder, tmp_path):
    for table in ground_tables([CAUCASUS], NOTHING).values():
        bounds = shapely.total_bounds(list(table.shapes))
        assert shapely.box(42.9, 36.9, 51.1, 42.1).contains(shapely.box(*bounds))
        for shape in table.shapes:
            assert shape.is_valid
    write_formats([aras()], tmp_path, "bare", ["gpkg"])
    more = (folder / "aras.gpkg").stat().st_size - (tmp_path / "bare.gpkg").stat().st_size
    assert 0 < more < 250_000


def test_only_a_project_has_a_base_map(folder, tmp_path):
    write_formats([aras()], tmp_path, "bare", ["gpkg"])
    assert not {name for name, _ in pyogrio.list_layers(tmp_path / "bare.gpkg")} & {*GROUND_LAYERS}
    assert {*GROUND_LAYERS} < {name for name, _ in pyogrio.list_layers(folder / "aras.gpkg")}


def test_without_a_place_the_world_is_shown(tmp_path):
    write_qgis([empty()], tmp_path / "e.gpkg")
    land = layer(tmp_path / "e.gpkg", "basemap_land").loc["land", "geometry"]
    assert land.contains(shapely.Point(2.3, 47))
    assert land.contains(shapely.Point(135, -25))
    with closing(sqlite3.connect(tmp_path / "e.gpkg")) as database:
        (count,) = database.execute("SELECT count(*) FROM incidents").fetchone()
    assert count == 0
