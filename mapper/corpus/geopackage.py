"""All articles in one GeoPackage, streamed: no more than a few thousand rows in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mapper.corpus.gathering import Places
from mapper.errors import OutputError
from mapper.export.credit import Credit, credit
from mapper.export.frame import arrow_table
from mapper.export.geopackage import (
    GEOMETRY,
    LAYERS,
    layer_options,
    places_by_shape,
    write_styles,
)
from mapper.export.layers import NO_TIME
from mapper.export.metadata import write_metadata
from mapper.export.places import place_table
from mapper.export.rows import incident_table, mention_table
from mapper.export.table import Table
from mapper.model import Analysis, Generator

if TYPE_CHECKING:
    import pyarrow

__all__ = ["write_geopackage"]

_ROWS = 20_000
_SHAPE = "geometry"
_SOURCES = 100  # articles that the metadata name


def write_geopackage(
    incidents: Sequence[Path],
    analyses: Callable[[], Iterator[Sequence[Analysis]]],
    path: Path,
) -> None:
    """Write the layers of a single article's GeoPackage for all articles, with their styles.

    Parameters
    ----------
    incidents
        GeoParquet files of incidents, at least one.
    analyses
        Gives the analyses of all articles, in order, some at a time.
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
        layers = {layer: _Layer(path, layer) for layer in LAYERS}
        for part in incidents:
            layers["incidents"].add(_read(part))
        layers["incidents"].flush()
        places, about = Places(), _About()
        for some in analyses():
            about.add(some)
            places.add(place_table(some))
            layers["mentions"].add(arrow_table(mention_table(some), _SHAPE))
            unplaced = incident_table(some, placed=False, placeless=True)
            layers["incidents_unplaced"].add(arrow_table(unplaced, _SHAPE))
        _write_places(layers, places.table())
        for layer in layers.values():
            layer.flush()
        with closing(sqlite3.connect(path)) as connection, connection:
            write_metadata(connection, LAYERS, about.credit())
            write_styles(connection, LAYERS)
    except (RuntimeError, sqlite3.Error) as error:
        # pyogrio tells a full disk as a RuntimeError with a statement of SQL in it.
        raise OutputError(
            f"{path.name}: cannot be written; is the disk full, or the place not writable?"
        ) from error
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_places(layers: dict[str, _Layer], places: Table) -> None:
    for layer, table in places_by_shape(places).items():
        layers[layer].add(arrow_table(table, _SHAPE))
        layers[layer].flush()


def _read(path: Path) -> pyarrow.Table:
    """Read a part's incidents as the columns of a GIS file."""
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    for number, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            column = table.column(number).cast(pa.date32())
            table = table.set_column(number, field.name, column)
    # What Parquet says about itself would be told twice.
    return table.drop_columns(["bbox"]).replace_schema_metadata(None)


class _Layer:
    """A layer that grows by a few thousand rows at a time; made even if it stays empty."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        self._waiting: list[pyarrow.Table] = []
        self._there = False

    def add(self, table: pyarrow.Table) -> None:
        """Take rows."""
        self._waiting.append(table if GEOMETRY[self._name] else table.drop_columns(_SHAPE))
        if sum(table.num_rows for table in self._waiting) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        import pyarrow as pa
        import pyogrio

        if not self._waiting:
            return
        kind = GEOMETRY[self._name]
        pyogrio.write_arrow(
            pa.concat_tables(self._waiting), self._path, layer=self._name, driver="GPKG",
            geometry_name=_SHAPE if kind else None, geometry_type=kind,
            crs="EPSG:4326" if kind else None, append=self._there,
            dataset_options={} if self._path.exists() else {"VERSION": "1.2"},
            layer_options={} if self._there else layer_options(self._name),
        )  # fmt: skip
        self._waiting, self._there = [], True


class _About:
    """What the file says of itself: the first articles, and all that made them."""

    def __init__(self) -> None:
        self._first: list[Analysis] = []
        self._makers: dict[Generator, Analysis] = {}
        self._count = 0

    def add(self, analyses: Sequence[Analysis]) -> None:
        self._first += analyses[: _SOURCES - len(self._first)]
        self._count += len(analyses)
        for analysis in analyses:
            self._makers.setdefault(analysis.generator, analysis)

    def credit(self) -> Credit:
        more = self._count - len(self._first)
        sources = credit(self._first).sources + ((f"{more} more",) if more else ())
        title = f"Incidents of {self._count:,} articles"
        return replace(credit(list(self._makers.values()), title), sources=sources)
