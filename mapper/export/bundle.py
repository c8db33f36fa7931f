"""The QGIS files of a map together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.export.files import write_bytes
from mapper.export.geopackage import write_geopackage
from mapper.export.project import project_bytes
from mapper.model import Analysis

__all__ = ["write_qgis"]


def write_qgis(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None
) -> tuple[Path, ...]:
    """Write a GeoPackage and a QGIS project that shows it.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the ``.gpkg``, in a folder of one's own (see `staged_folder`); the ``.qgz`` gets the
        same name.
    title
        Of the project; the first article's if None.

    Returns
    -------
    tuple of Path
        The files written.
    """
    layers = write_geopackage(analyses, path)
    project = path.with_suffix(".qgz")
    packed = project_bytes(
        analyses, geopackage=path.name, layers=layers, title=title or _title(analyses)
    )
    write_bytes(project, packed)
    return path, project


def _title(analyses: Sequence[Analysis]) -> str:
    """Make a title: the first article's, and how many more there are."""
    first = analyses[0].article
    more = f" and {len(analyses) - 1} more" if len(analyses) > 1 else ""
    return (first.title or first.id) + more
