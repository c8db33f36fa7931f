"""All incidents in one GeoPackage, streamed: no more than a few thousand rows in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.errors import OutputError
from mapper.export.geopackage import write_styles
from mapper.export.layers import NO_TIME

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_geopackage"]

_ROWS = 20_000


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
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_TIME})
    try:
        for number, table in enumerate(_batches(parts)):
            pyogrio.write_arrow(
                table, path, layer="incidents", driver="GPKG", geometry_name="geometry",
                geometry_type="Point", crs="EPSG:4326", append=number > 0,
                dataset_options={} if number else {"VERSION": "1.2"},
                layer_options={} if number else {"GEOMETRY_NAME": "geom", "FID": "fid"},
            )  # fmt: skip
        with closing(sqlite3.connect(path)) as connection, connection:
            write_styles(connection, ["incidents"])
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
