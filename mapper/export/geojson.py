"""GeoJSON after RFC 7946: incidents as points, and the places with their shapes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mapper.export.credit import LICENCE_URL, credit
from mapper.export.files import write_text
from mapper.export.places import place_table
from mapper.export.qml import document
from mapper.export.record import geometry_record
from mapper.export.rows import incident_table
from mapper.export.table import Table
from mapper.model import Analysis

__all__ = ["write_geojson"]


def write_geojson(analyses: Sequence[Analysis], path: Path) -> tuple[Path, ...]:
    """Write the incidents, the places beside them, and a QGIS style for each.

    ``map.geojson`` holds a Feature for every incident and place (points), ``map.places.geojson``
    every place on the map as point, line or polygon. Both have a ``.qml`` of the same name, and
    are written even if there is nothing to put into them.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the incidents' file; the others are named after it.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    OutputError
        A file cannot be written.
    """
    other = path.with_suffix(".places.geojson")
    write_text(path, _collection(incident_table(analyses), analyses))
    write_text(path.with_suffix(".qml"), document("incidents"))
    write_text(other, _collection(place_table(analyses), analyses))
    write_text(other.with_suffix(".qml"), document("places"))
    return path, path.with_suffix(".qml"), other, other.with_suffix(".qml")


def _collection(table: Table, analyses: Sequence[Analysis]) -> str:
    """One Feature a line: differences between two runs can be read."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    features = ",\n".join(encode(feature) for feature in _features(table))
    # What the file says of itself are foreign members, which RFC 7946 lets readers pass over.
    told = credit(analyses)
    members = {
        "generator": list(told.makers),
        "sources": list(told.sources),
        "attribution": told.rights,
        "license": LICENCE_URL,
    }
    about = ", ".join(f'"{name}": {encode(value)}' for name, value in members.items())
    return f'{{"type": "FeatureCollection", {about}, "features": [\n{features}\n]}}\n'


def _features(table: Table) -> Iterator[dict[str, Any]]:
    names = list(table.columns)
    columns = [
        [None if day is None else day.isoformat() for day in values]  # type: ignore[union-attr]
        if table.kinds[name] is date
        else values
        for name, values in table.columns.items()
    ]
    for values, shape in zip(zip(*columns, strict=True), table.shapes, strict=True):
        yield {
            "type": "Feature",
            "id": values[0],
            "geometry": geometry_record(shape),
            "properties": dict(zip(names, values, strict=True)),
        }
