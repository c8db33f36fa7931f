"""GeoPackage: one layer a geometry type, real dates, and styles that QGIS applies by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import OutputError
from mapper.export.credit import credit
from mapper.export.ground import GROUND_LAYERS, ground_tables
from mapper.export.layers import NO_TIME, write_layer
from mapper.export.metadata import write_metadata
from mapper.export.places import place_table
from mapper.export.qml import document
from mapper.export.rows import incident_table, mention_table
from mapper.export.table import Table
from mapper.export.view import shown_boxes
from mapper.ground import regions
from mapper.model import Analysis

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "GEOMETRY", "LAYERS", "layer_options", "places_by_shape", "write_geopackage", "write_styles",
]  # fmt: skip

LAYERS = (
    "incidents", "places_point", "places_line", "places_polygon", "mentions", "incidents_unplaced",
)  # fmt: skip
"""The layers of a file, each in it even if it is empty; the last has no geometry."""

GEOMETRY: dict[str, str | None] = {
    "incidents": "Point",
    "places_point": "Point",
    "places_line": "MultiLineString",
    "places_polygon": "MultiPolygon",
    "mentions": "Point",
    "incidents_unplaced": None,
    **GROUND_LAYERS,
}
"""Type of the shapes of each layer; None for a table without."""
_STYLES = """CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def write_geopackage(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None, ground: bool = False
) -> dict[str, int]:
    """Write a GeoPackage.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        A name in a folder of one's own (see `staged_folder`): the file grows in place.
    title
        Of the map; the first article's if None.
    ground
        Whether a base map of the region goes into it, too.

    Returns
    -------
    dict
        How many rows each layer has.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    DataError
        The base map's data are missing or damaged.
    """
    tables = _tables(analyses, ground=ground)
    for layer, table in tables.items():
        write_layer(
            path, layer, table, GEOMETRY[layer], driver="GPKG",
            # What older programs read.
            dataset_options=None if path.exists() else {"VERSION": "1.2"},
            layer_options=layer_options(layer),
        )  # fmt: skip
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            write_metadata(connection, list(tables), credit(analyses, title))
            write_styles(connection, list(tables))
    except (sqlite3.Error, OSError) as error:
        raise OutputError(f"{path}: cannot be written; is the disk full?") from error
    return {layer: len(table) for layer, table in tables.items()}


def layer_options(layer: str) -> dict[str, str]:
    """Give GDAL's options for a layer, by its name."""
    if GEOMETRY[layer] is None:
        return {"FID": "fid"}
    # The few shapes of the base map need no index, which would be larger than they are.
    index = "NO" if layer in GROUND_LAYERS else "YES"
    return {"FID": "fid", "GEOMETRY_NAME": "geom", "SPATIAL_INDEX": index}


def _tables(analyses: Sequence[Analysis], *, ground: bool) -> dict[str, Table]:
    """Make the tables of the layers; a layer holds one type, so lines and areas are multiple."""
    places = place_table(analyses)
    return {
        "incidents": incident_table(analyses),
        **places_by_shape(places),
        "mentions": mention_table(analyses),
        "incidents_unplaced": incident_table(analyses, placed=False, placeless=True),
        **(ground_tables(regions(shown_boxes(analyses)), places) if ground else {}),
    }


def places_by_shape(places: Table) -> dict[str, Table]:
    """Sort places into the layers of points, lines and areas; lines and areas become multiple.

    Parameters
    ----------
    places
        Of `place_table`.

    Returns
    -------
    dict
        Name of the layer -> its rows, in order.
    """
    sorted_out = [_multi(shape) for shape in places.shapes]
    places = Table(places.kinds, places.columns, [shape for _, shape in sorted_out])
    return {
        layer: places.taken([i for i, (name, _) in enumerate(sorted_out) if name == layer])
        for layer in ("places_point", "places_line", "places_polygon")
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


def write_styles(connection: sqlite3.Connection, layers: Sequence[str]) -> None:
    """Give layers of an open GeoPackage the style in which QGIS shows them, as their default.

    Parameters
    ----------
    connection
        To the file; the caller commits.
    layers
        Of `LAYERS` or of the base map.
    """
    connection.execute(_STYLES)
    connection.executemany(
        "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES('', '', ?, ?, ?, ?, '', 1, '', '', NULL, ?)",
        [
            (layer, "geom" if GEOMETRY[layer] else "", layer, document(layer), NO_TIME)
            for layer in layers
        ],
    )
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change)"
        " VALUES('layer_styles', 'attributes', 'layer_styles', ?)",
        (NO_TIME,),
    )
