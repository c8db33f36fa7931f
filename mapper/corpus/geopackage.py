"""All incidents in one GeoPackage, streamed: no more than a few thousand rows in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import OutputError
from mapper.export.qml import document

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_geopackage"]

_ROWS = 20_000
_NO_TIME = "2000-01-01T00:00:00.000Z"
"""The clock has no part in the file: the same parts give the same bytes."""
_STYLES = """CREATE TABLE layer_styles(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
 f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
 f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""


def write_geopackage(parts: Sequence[Path], path: Path) -> None:
    """Put the incidents of all parts into one layer, with the style that QGIS shows it in.

    Parameters
    ----------
    parts
        GeoParquet files of incidents, at least one.
    path
        Where; the file grows in place.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    """
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _NO_TIME})
    try:
        for number, table in enumerate(_batches(parts)):
            pyogrio.write_arrow(
                table, path, layer="incidents", driver="GPKG", geometry_name="geometry",
                geometry_type="Point", crs="EPSG:4326", append=number > 0,
                dataset_options={} if number else {"VERSION": "1.2"},
                layer_options={} if number else {"GEOMETRY_NAME": "geom", "FID": "fid"},
            )  # fmt: skip
        with closing(sqlite3.connect(path)) as connection, connection:
            _write_style(connection)
    except (RuntimeError, sqlite3.Error) as error:
        # pyogrio tells a full disk as a RuntimeError with a statement of SQL in it.
        raise OutputError(
            f"{path.name}: cannot be written; is the disk full, or the place not writable?"
        ) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _batches(parts: Sequence[Path]) -> Iterator[pyarrow.Table]:
    """Read parts, several at a time, as the columns of a GIS file."""
    import pyarrow as pa
    from pyarrow import parquet

    waiting: list[pa.Table] = []
    for path in parts:
        table = parquet.read_table(path)
        for number, field in enumerate(table.schema):
            if pa.types.is_timestamp(field.type):
                column = table.column(number).cast(pa.date32())
                table = table.set_column(number, field.name, column)
        # What Parquet says about itself would be told twice.
        waiting.append(table.drop_columns(["bbox"]).replace_schema_metadata(None))
        if sum(table.num_rows for table in waiting) >= _ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


def _write_style(connection: sqlite3.Connection) -> None:
    connection.execute(_STYLES)
    connection.execute(
        "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES('', '', 'incidents', 'geom', 'incidents', ?, '', 1, '', '', NULL, ?)",
        (document("incidents"), _NO_TIME),
    )
    connection.execute(
        "INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change)"
        " VALUES('layer_styles', 'attributes', 'layer_styles', ?)",
        (_NO_TIME,),
    )
