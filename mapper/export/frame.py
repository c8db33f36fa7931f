"""The incidents as a GeoDataFrame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.rows import Row, incident_rows
from mapper.model import Analysis

if TYPE_CHECKING:
    import geopandas

__all__ = ["frame", "to_geodataframe"]


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
    several = [analyses] if isinstance(analyses, Analysis) else list(analyses)
    return frame(list(incident_rows(several)), INCIDENT_COLUMNS).set_index("id")


def frame(rows: Sequence[Row], columns: Mapping[str, type]) -> geopandas.GeoDataFrame:
    """Make a GeoDataFrame of rows, each column of its own type even where all is missing.

    Parameters
    ----------
    rows
        The rows.
    columns
        Types by column.

    Returns
    -------
    geopandas.GeoDataFrame
        In EPSG:4326.
    """
    import geopandas
    import pandas as pd

    kinds = {str: "str", int: "Int64", float: "Float64", bool: "bool", date: "datetime64[ms]"}
    data = {
        column: pd.Series([row.values[column] for row in rows], dtype=kinds[kind])
        for column, kind in columns.items()
    }
    return geopandas.GeoDataFrame(
        pd.DataFrame(data), geometry=[row.shape for row in rows], crs="EPSG:4326"
    )
