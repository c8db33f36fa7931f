"""FlatGeobuf: the incidents in a binary file that many programs stream and index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.frame import frame
from mapper.export.rows import incident_rows
from mapper.model import Analysis

__all__ = ["write_flatgeobuf"]


def write_flatgeobuf(analyses: Sequence[Analysis], path: Path) -> tuple[Path, ...]:
    """Write the incidents as FlatGeobuf, one Feature an incident and place.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        A name in a folder of one's own (see `staged_folder`): the file grows in place.

    Returns
    -------
    tuple of Path
        The file; none where no incident has a place. Its features are in the order of its
        spatial index, and the same analyses give the same bytes.
    """
    table = frame(list(incident_rows(analyses)), INCIDENT_COLUMNS)
    if table.empty:
        return ()
    table.to_file(path, driver="FlatGeobuf", engine="pyogrio", layer="incidents")
    return (path,)
