"""The QGIS files of a map together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.export.credit import credit
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
    layers = write_geopackage(analyses, path, title=title, ground=True)
    project = path.with_suffix(".qgz")
    packed = project_bytes(
        analyses, geopackage=path.name, layers=layers, credit=credit(analyses, title)
    )
    write_bytes(project, packed)
    return path, project
