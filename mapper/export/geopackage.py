"""GeoPackage: one layer a geometry type, real dates, and styles that QGIS applies by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import OutputError
from mapper.export.columns import INCIDENT_COLUMNS, MENTION_COLUMNS, PLACE_COLUMNS
from mapper.export.places import place_rows
from mapper.export.qml import document
from mapper.export.rows import Row, incident_rows, mention_rows
from mapper.model import Analysis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["LAYERS", "write_geopackage"]

LAYERS = ("incidents", "places_point", "places_line", "places_polygon", "mentions")
"""Every layer that a file may have; one without rows is left out."""

_GEOMETRY = {
    "incidents": "Point",
    "places_point": "Point",
    "places_line": "MultiLineString",
    "places_polygon": "MultiPolygon",
    "mentions": "Point",
}
# The clock has no part in the file: the same analyses give the same bytes.
_NO_TIME = "2000-01-01T00:00:00.000Z"
_STYLES = """CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def write_geopackage(analyses: Sequence[Analysis], path: Path) -> tuple[str, ...]:
    """Write a GeoPackage.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        A name in a folder of one's own (see `staged_folder`): the file grows in place.

    Returns
    -------
    tuple of str
        The layers written; with none, no file is.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    """
    rows = _layers(analyses)
    if not rows:
        return ()
    try:
        with _fixed_clock():
            for layer, columns, found in rows:
                _write_layer(path, layer, columns, found)
        with closing(sqlite3.connect(path)) as connection, connection:
            _write_styles(connection, [layer for layer, _, _ in rows])
    except (RuntimeError, sqlite3.Error, OSError) as error:
        # pyogrio tells a full disk as a RuntimeError with a statement of SQL in it.
        raise OutputError(
            f"{path}: cannot be written; is the disk full, or the place not writable?"
        ) from error
    return tuple(layer for layer, _, _ in rows)


def _layers(
    analyses: Sequence[Analysis],
) -> list[tuple[str, Mapping[str, type], list[Row]]]:
    places: dict[str, list[Row]] = {"places_point": [], "places_line": [], "places_polygon": []}
    for row in place_rows(analyses):
        layer, shape = _multi(row.shape)
        places[layer].append(Row(row.values, shape))
    layers: list[tuple[str, Mapping[str, type], list[Row]]] = [
        ("incidents", INCIDENT_COLUMNS, list(incident_rows(analyses))),
        *((layer, PLACE_COLUMNS, found) for layer, found in places.items()),
        ("mentions", MENTION_COLUMNS, list(mention_rows(analyses))),
    ]
    return [layer for layer in layers if layer[2]]


def _multi(shape: BaseGeometry) -> tuple[str, BaseGeometry]:
    """Sort a shape into a layer; a layer holds one type, so lines and areas become multiple."""
    import shapely
    from shapely.geometry import MultiLineString, MultiPolygon

    if shape.geom_type == "Point" and not shape.has_z:
        return "places_point", shape
    parts = list(shapely.get_parts(shapely.force_2d(shape)))
    areas = [part for part in parts if part.geom_type == "Polygon"]
    if areas:
        return "places_polygon", shapely.orient_polygons(MultiPolygon(areas))
    lines = [part for part in parts if part.geom_type in ("LineString", "LinearRing")]
    if lines:
        return "places_line", MultiLineString(lines)
    return "places_point", parts[0] if parts[0].geom_type == "Point" else shape.centroid


def _write_layer(path: Path, layer: str, columns: Mapping[str, type], rows: Sequence[Row]) -> None:
    import numpy as np
    import pyogrio.raw
    import shapely

    data, masks = [], []
    for column, kind in columns.items():
        values, mask = _array([row.values[column] for row in rows], kind)
        data.append(values)
        masks.append(mask)
    pyogrio.raw.write(
        str(path),
        geometry=shapely.to_wkb(np.array([row.shape for row in rows], dtype=object)),
        field_data=data,
        fields=np.array(list(columns), dtype=object),
        field_mask=masks,
        layer=layer,
        driver="GPKG",
        geometry_type=_GEOMETRY[layer],
        crs="EPSG:4326",
        dataset_options={"VERSION": "1.2"} if not path.exists() else {},
        layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
        promote_to_multi=False,
    )


def _array(values: Sequence[Any], kind: type) -> tuple[NDArray[Any], NDArray[np.bool_] | None]:
    """Make a column of its own type, and tell where it is empty."""
    import numpy as np

    missing = np.array([value is None for value in values])
    mask = missing if missing.any() else None
    if kind is date:
        days = [np.datetime64("NaT") if value is None else value for value in values]
        return np.array(days, dtype="datetime64[D]"), None
    if kind is str:
        return np.array(values, dtype=object), None
    dtype = {int: np.int64, float: np.float64, bool: np.bool_}[kind]
    return np.array([0 if value is None else value for value in values], dtype=dtype), mask


@contextmanager
def _fixed_clock() -> Iterator[None]:
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_TIME})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_styles(connection: sqlite3.Connection, layers: Sequence[str]) -> None:
    connection.execute(_STYLES)
    connection.executemany(
        "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES('', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)",
        [(layer, layer, document(layer), _NO_TIME) for layer in layers],
    )
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change)"
        " VALUES('layer_styles', 'attributes', 'layer_styles', ?)",
        (_NO_TIME,),
    )
