"""GeoPackage: one layer a geometry type, real dates, and styles that QGIS applies by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import OutputError
from mapper.export.layers import NO_TIME, write_layer
from mapper.export.places import place_table
from mapper.export.qml import document
from mapper.export.rows import incident_table, mention_table
from mapper.export.table import Table
from mapper.model import Analysis

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["LAYERS", "write_geopackage"]

LAYERS = ("incidents", "places_point", "places_line", "places_polygon", "mentions")
"""The layers of a file, each in it even if it is empty."""

_GEOMETRY = {
    "incidents": "Point",
    "places_point": "Point",
    "places_line": "MultiLineString",
    "places_polygon": "MultiPolygon",
    "mentions": "Point",
}
_STYLES = """CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def write_geopackage(analyses: Sequence[Analysis], path: Path) -> dict[str, int]:
    """Write a GeoPackage.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        A name in a folder of one's own (see `staged_folder`): the file grows in place.

    Returns
    -------
    dict
        How many rows each layer has.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    """
    tables = _tables(analyses)
    for layer, table in tables.items():
        write_layer(
            path, layer, table, _GEOMETRY[layer], driver="GPKG",
            # What older programs read.
            dataset_options=None if path.exists() else {"VERSION": "1.2"},
            layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
        )  # fmt: skip
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            _write_styles(connection, list(tables))
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path}: cannot be written; is the disk full?") from error
    return {layer: len(table) for layer, table in tables.items()}


def _tables(analyses: Sequence[Analysis]) -> dict[str, Table]:
    """Make the tables of the layers; a layer holds one type, so lines and areas are multiple."""
    places = place_table(analyses)
    sorted_out = [_multi(shape) for shape in places.shapes]
    places = Table(places.kinds, places.columns, [shape for _, shape in sorted_out])
    return {
        "incidents": incident_table(analyses),
        **{
            layer: places.taken([i for i, (name, _) in enumerate(sorted_out) if name == layer])
            for layer in LAYERS[1:4]
        },
        "mentions": mention_table(analyses),
    }


def _multi(shape: BaseGeometry) -> tuple[str, BaseGeometry]:
    import shapely
    from shapely.geometry import MultiLineString, MultiPolygon

    if shape.geom_type == "Point":
        return "places_point", shape
    parts = list(shapely.get_parts(shape))
    if parts[0].geom_type == "Polygon":
        return "places_polygon", MultiPolygon(parts)
    if parts[0].geom_type == "LineString":
        return "places_line", MultiLineString(parts)
    return "places_point", shape.centroid


def _write_styles(connection: sqlite3.Connection, layers: Sequence[str]) -> None:
    connection.execute(_STYLES)
    connection.executemany(
        "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
        [(layer, layer, document(layer), NO_TIME) for layer in layers],
    )
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change)"
        " VALUES('layer_styles', 'attributes', 'layer_styles', ?)",
        (NO_TIME,),
    )
