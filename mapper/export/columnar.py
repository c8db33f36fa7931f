"""FlatGeobuf and GeoParquet: the incidents in binary files that programs stream and query."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from mapper.export.credit import LICENCE_URL, credit
from mapper.export.files import whole_file
from mapper.export.frame import arrow_table
from mapper.export.layers import write_layer
from mapper.export.rows import incident_table
from mapper.export.table import Table
from mapper.model import Analysis

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_flatgeobuf", "write_parquet", "write_table"]


def write_flatgeobuf(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None
) -> tuple[Path, ...]:
    """Write the incidents as FlatGeobuf, one Feature an incident and place.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        A name in a folder of one's own (see `staged_folder`): the file grows in place.
    title
        Of the map; the first article's if None.

    Returns
    -------
    tuple of Path
        The file; the same analyses give the same bytes. Its features are in the order of its
        spatial index.

    Raises
    ------
    OutputError
        It cannot be written there, as on a full disk.
    """
    table = incident_table(analyses)
    told = credit(analyses, title)
    options = {
        "SPATIAL_INDEX": "YES" if len(table) else "NO",  # an index of nothing is no index
        "TITLE": told.title,
        "DESCRIPTION": told.text(),
    }
    write_layer(path, "incidents", table, "Point", driver="FlatGeobuf", layer_options=options)
    return (path,)


def write_parquet(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None
) -> tuple[Path, ...]:
    """Write the incidents as GeoParquet 1.1, one row an incident and place.

    Incidents without a place are in it, too, with no geometry.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the file.
    title
        Of the map; the first article's if None.

    Returns
    -------
    tuple of Path
        The file; the same analyses give the same bytes.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    told = credit(analyses, title)
    about = {"title": told.title, "description": told.text(), "license": LICENCE_URL}
    with whole_file(path) as stream:
        write_table(incident_table(analyses, placeless=True), stream, about)
    return (path,)


def write_table(table: Table, stream: IO[bytes], about: Mapping[str, str]) -> None:
    """Write a table of points as GeoParquet 1.1, with the bounds of each row.

    Parameters
    ----------
    table
        The rows; an empty shape is no geometry.
    stream
        Where.
    about
        What the file says about itself.
    """
    import pyarrow.parquet as parquet

    packed = _with_boxes(arrow_table(table), table)
    packed = packed.replace_schema_metadata({"geo": json.dumps(_geo(table)), **about})
    parquet.write_table(packed, stream, compression="zstd")


def _with_boxes(packed: pyarrow.Table, table: Table) -> pyarrow.Table:
    """Add the bounds of each shape, by which readers skip what they need not."""
    import numpy as np
    import pyarrow as pa
    import shapely

    bounds = shapely.bounds(np.array(table.shapes, dtype=object)).reshape(-1, 4)
    empty = np.isnan(bounds[:, 0])
    sides = [pa.array(bounds[:, i], type=pa.float64()) for i in range(4)]
    boxes = pa.StructArray.from_arrays(
        sides, names=["xmin", "ymin", "xmax", "ymax"], mask=pa.array(empty)
    )
    return packed.append_column("bbox", boxes)


def _geo(table: Table) -> dict[str, object]:
    """Describe the geometry as GeoParquet 1.1 asks."""
    import shapely
    from pyproj import CRS

    crs = CRS.from_epsg(4326).to_json_dict()
    for member in crs["datum_ensemble"]["members"]:
        member.pop("id", None)  # which the schema of PROJJSON does not know everywhere
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "crs": crs,
        "edges": "planar",
        "covering": {
            "bbox": {side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")},
        },
    }
    shapes = [shape for shape in table.shapes if not shape.is_empty]
    if shapes:
        column["bbox"] = shapely.total_bounds(shapes).tolist()
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
