"""Layers of vector files, through GDAL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mapper.errors import OutputError
from mapper.export.frame import arrow_table
from mapper.export.table import Table

__all__ = ["NO_TIME", "write_layer"]

NO_TIME = "2000-01-01T00:00:00.000Z"
"""The time in files: the clock has no part in them, the same analyses give the same bytes."""

_GEOMETRY = "geom"


def write_layer(
    path: Path,
    layer: str,
    table: Table,
    geometry_type: str | None,
    *,
    driver: str,
    dataset_options: Mapping[str, str] | None = None,
    layer_options: Mapping[str, str] | None = None,
) -> None:
    """Write a layer into a new file, or add it to one that is there.

    Parameters
    ----------
    path
        Of the file.
    layer
        Name of the layer.
    table
        Its rows, of which there may be none.
    geometry_type
        ``Point``, ``MultiLineString`` or ``MultiPolygon``; None for a table without shapes.
    driver
        GDAL's name of the format.
    dataset_options, layer_options
        Of GDAL's driver.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    """
    import pyogrio.raw

    rows = arrow_table(table, _GEOMETRY)
    try:
        with _fixed_clock():
            pyogrio.raw.write_arrow(
                rows if geometry_type else rows.drop_columns(_GEOMETRY),
                str(path),
                layer=layer,
                driver=driver,
                geometry_type=geometry_type,
                geometry_name=_GEOMETRY if geometry_type else None,
                crs="EPSG:4326" if geometry_type else None,
                append=False,
                dataset_options=dataset_options or {},
                layer_options=layer_options or {},
            )
    except (RuntimeError, OSError) as error:
        # pyogrio tells a full disk as a RuntimeError with a statement of SQL in it.
        raise OutputError(
            f"{path}: cannot be written; is the disk full, or the place not writable?"
        ) from error


@contextmanager
def _fixed_clock() -> Iterator[None]:
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_TIME})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
