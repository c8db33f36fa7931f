"""Tables as GeoDataFrames and as Arrow's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mapper.export.rows import incident_table
from mapper.export.table import Table
from mapper.model import Analysis

if TYPE_CHECKING:
    import geopandas
    import pyarrow

__all__ = ["arrow_table", "to_geodataframe"]


def to_geodataframe(analyses: Analysis | Sequence[Analysis]) -> geopandas.GeoDataFrame:
    """Make a table of the incidents, one row an incident and place.

    Parameters
    ----------
    analyses
        One analysis, or several.

    Returns
    -------
    geopandas.GeoDataFrame
        Points in EPSG:4326, indexed by ``id``; the columns of the GeoJSON file, dates as
        ``datetime64``, counts as nullable integers; the columns are the same if it is empty.
    """
    import geopandas
    import pandas as pd

    several = [analyses] if isinstance(analyses, Analysis) else list(analyses)
    table = incident_table(several)
    types = {str: "str", int: "Int64", float: "Float64", bool: "bool", date: "datetime64[ms]"}
    data = {
        name: pd.Series(list(values), dtype=types[table.kinds[name]])
        for name, values in table.columns.items()
    }
    return geopandas.GeoDataFrame(
        pd.DataFrame(data), geometry=list(table.shapes), crs="EPSG:4326"
    ).set_index("id")


def arrow_table(table: Table, geometry: str = "geometry") -> pyarrow.Table:
    """Make an Arrow table, each column of its own type even where all is missing.

    Parameters
    ----------
    table
        The rows.
    geometry
        Name of the column of shapes.

    Returns
    -------
    pyarrow.Table
        Shapes last, as WKB; null where a shape is empty.
    """
    import numpy as np
    import pyarrow as pa
    import shapely

    types = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        date: pa.date32(),
    }
    arrays = [
        pa.array(values, type=types[table.kinds[name]]) for name, values in table.columns.items()
    ]
    shapes = np.array(table.shapes, dtype=object)
    packed = pa.array(
        shapely.to_wkb(shapes), type=pa.binary(), mask=shapely.is_empty(shapes).astype(bool)
    )
    return pa.table([*arrays, packed], names=[*table.columns, geometry])
