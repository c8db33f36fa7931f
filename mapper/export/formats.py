"""The formats by name: what a map can be written as, besides the page itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from mapper.errors import OptionError
from mapper.export.bundle import write_qgis
from mapper.export.columnar import write_flatgeobuf, write_parquet
from mapper.export.geojson import write_geojson
from mapper.export.geopackage import write_geopackage
from mapper.export.kml import write_kml
from mapper.export.tables import write_csv, write_xlsx
from mapper.model import Analysis

__all__ = ["ENDINGS", "write_formats"]

ENDINGS: dict[str, tuple[str, ...]] = {
    "geojson": (".geojson", ".qml", ".places.geojson", ".places.qml"),
    "gpkg": (".gpkg",),
    "qgz": (".gpkg", ".qgz"),
    "kml": (".kml",),
    "csv": (".csv",),
    "xlsx": (".xlsx",),
    "fgb": (".fgb",),
    "parquet": (".parquet",),
}
"""Endings of the files that a format may write; a project comes with its GeoPackage."""


def write_formats(
    analyses: Sequence[Analysis],
    folder: Path,
    name: str,
    formats: Collection[str],
    *,
    title: str | None = None,
) -> tuple[Path, ...]:
    """Write a map in several formats.

    Parameters
    ----------
    analyses
        What goes on one map.
    folder
        An empty folder of one's own (see `staged_folder`).
    name
        Of the files, without an ending.
    formats
        Keys of `ENDINGS`.
    title
        Of the map; the first article's if None.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OptionError
        There is no such format.
    OutputError
        A file cannot be written.
    """
    for unknown in set(formats) - set(ENDINGS):
        raise OptionError(f"{unknown!r} is no format; choose of {', '.join(ENDINGS)}")
    files: list[Path] = []
    for kind in ENDINGS:
        if kind not in formats or (kind == "gpkg" and "qgz" in formats):
            continue
        files += _write(analyses, folder / f"{name}.{kind}", title)
    return tuple(files)


def _write(analyses: Sequence[Analysis], path: Path, title: str | None) -> tuple[Path, ...]:
    if path.suffix == ".gpkg":
        write_geopackage(analyses, path, title=title)
        return (path,)
    if path.suffix == ".qgz":
        return write_qgis(analyses, path.with_suffix(".gpkg"), title=title)
    if path.suffix == ".geojson":
        return write_geojson(analyses, path)
    if path.suffix == ".csv":
        return write_csv(analyses, path)
    titled = {
        ".kml": write_kml,
        ".xlsx": write_xlsx,
        ".fgb": write_flatgeobuf,
        ".parquet": write_parquet,
    }
    return titled[path.suffix](analyses, path, title=title)
