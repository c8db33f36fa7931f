"""GeoJSON after RFC 7946: incidents as points, and the places with their shapes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mapper.export.files import write_text
from mapper.export.places import place_rows
from mapper.export.qml import document
from mapper.export.record import geometry_record
from mapper.export.rows import Row, incident_rows
from mapper.model import Analysis, Generator

__all__ = ["write_geojson"]


def write_geojson(analyses: Sequence[Analysis], path: Path) -> tuple[Path, ...]:
    """Write the incidents, the places beside them, and a QGIS style for each.

    ``map.geojson`` holds a Feature for every incident and place (points; it is written even if
    there is none), ``map.places.geojson`` every place on the map as point, line or polygon
    (not written if there is none). Both have a ``.qml`` of the same name.

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
    places = list(place_rows(analyses))
    write_text(path, _collection(incident_rows(analyses), analyses))
    written = [path]
    if any(incident.places for analysis in analyses for incident in analysis.incidents):
        style = path.with_suffix(".qml")
        write_text(style, document("incidents"))
        written.append(style)
    if places:
        other = path.with_suffix(".places.geojson")
        write_text(other, _collection(places, analyses))
        write_text(other.with_suffix(".qml"), document("places"))
        written += [other, other.with_suffix(".qml")]
    return tuple(written)


def _collection(rows: Iterable[Row], analyses: Sequence[Analysis]) -> str:
    """One Feature a line: differences between two runs can be read."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    features = ",\n".join(encode(_feature(row)) for row in rows)
    # What made the file is a foreign member, which RFC 7946 lets readers pass over.
    made = json.dumps([_signature(generator) for generator in _generators(analyses)])
    return f'{{"type": "FeatureCollection", "generator": {made}, "features": [\n{features}\n]}}\n'


def _generators(analyses: Sequence[Analysis]) -> dict[Generator, None]:
    return dict.fromkeys(analysis.generator for analysis in analyses)


def _signature(generator: Generator) -> str:
    parts = (f"{generator.name} {generator.version}", f"gazetteer {generator.gazetteer}")
    return ", ".join((*parts, *generator.models))


def _feature(row: Row) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.values["id"],
        "geometry": geometry_record(row.shape),
        "properties": {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in row.values.items()
        },
    }
