"""Merged incidents as files: JSON Lines, GeoParquet, GeoJSON."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from mapper.corpus.merging.merged import Merged, figures_in_words
from mapper.export import json_line, staged_folder
from mapper.export.dates import first_day, last_day
from mapper.model import ActorRole

__all__ = ["COLUMNS", "FORMATS", "write_merged"]

FORMATS = {"parquet": "merged.parquet", "jsonl": "merged.jsonl", "geojson": "merged.geojson"}
"""Format -> name of its file."""

COLUMNS: dict[str, type] = {
    "id": str,
    "category": str,
    "event_type": str,
    "acled_type": str,
    "acled_sub_type": str,
    "place": str,
    "place_as_written": str,
    "place_id": str,
    "country": str,
    "precision": str,
    "where_prec": int,
    "uncertainty_km": float,
    "other_places": str,
    "date_start": date,
    "date_end": date,
    "date_precision": str,
    "actors": str,
    "sources": str,
    "targets": str,
    "fatalities_min": int,
    "fatalities_max": int,
    "fatalities_by": str,
    "injuries_min": int,
    "injuries_max": int,
    "injuries_by": str,
    "factuality": str,
    "factualities": str,
    "attributed_to": str,
    "quote": str,
    "reports": int,
    "articles": int,
    "report_ids": str,
    "urls": str,
    "first_published": date,
    "last_published": date,
    "reasons": str,
    "link_score": float,
    "score": float,
}
"""Columns of the GIS files, one row a merged incident; lists are joined with semicolons."""

_SOURCE, _TARGET = ActorRole.SOURCE.value, ActorRole.TARGET.value
_Value = str | int | float | date | None


def write_merged(
    incidents: Iterable[Merged], folder: Path, formats: Collection[str]
) -> dict[str, Path]:
    """Write merged incidents.

    Parameters
    ----------
    incidents
        In the order of the files.
    folder
        Where; the files appear together, when all are whole.
    formats
        Keys of `FORMATS`.

    Returns
    -------
    dict
        Format -> file.

    Raises
    ------
    OutputError
        The folder cannot be written; nothing has changed then.
    """
    chosen = {kind: name for kind, name in FORMATS.items() if kind in formats}
    with staged_folder(folder) as stage:
        table: dict[str, list[_Value]] = {name: [] for name in COLUMNS}
        points: list[tuple[float, float]] = []
        with ExitStack() as stack:
            lines = _opened(stack, stage, chosen.get("jsonl"))
            features = _opened(stack, stage, chosen.get("geojson"))
            if features is not None:
                features.write(b'{"type": "FeatureCollection", "features": [\n')
            for number, incident in enumerate(incidents):
                if lines is not None:
                    lines.write(_line(incident))
                if len(chosen) == 1 and lines is not None:
                    continue
                row = _row(incident)
                if features is not None:
                    features.write((b",\n" if number else b"") + _feature(row, incident))
                if "parquet" in chosen:
                    for name, value in row.items():
                        table[name].append(value)
                    points.append(_point(incident) or (float("nan"), float("nan")))
            if features is not None:
                features.write(b"\n]}\n")
        if "parquet" in chosen:
            _write_parquet(table, points, stage / chosen["parquet"])
    return {kind: folder / name for kind, name in chosen.items()}


def _opened(stack: ExitStack, folder: Path, name: str | None) -> BinaryIO | None:
    return None if name is None else stack.enter_context((folder / name).open("wb"))


def _line(incident: Merged) -> bytes:
    """Write the record with its sources, which are JSON already."""
    head = json_line(incident.record)
    return f'{head[:-1]}, "sources": [{", ".join(incident.sources)}]}}\n'.encode()


def _point(incident: Merged) -> tuple[float, float] | None:
    record = incident.record
    return None if record["lat"] is None else (record["lon"], record["lat"])


def _feature(row: dict[str, _Value], incident: Merged) -> bytes:
    point = _point(incident)
    feature = {
        "type": "Feature",
        "id": row["id"],
        "geometry": None if point is None else {"type": "Point", "coordinates": list(point)},
        "properties": {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()},
    }
    return json.dumps(feature, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _row(incident: Merged) -> dict[str, _Value]:
    record = incident.record
    deaths, injuries = record["fatalities"], record["injuries"]
    actors = record["actors"]
    days = [item["published"] for item in incident.told if item["published"]]
    row: dict[str, _Value] = {
        name: record[name] or ""
        for name in ("id", "category", "event_type", "acled_type", "acled_sub_type",
                     "date_precision", "factuality")
    }  # fmt: skip
    row |= _where(record["places"])
    row |= {
        "date_start": first_day(record["date_start"] or ""),
        "date_end": last_day(record["date_end"] or ""),
        "actors": _joined(actor["name"] for actor in actors),
        "sources": _joined(a["name"] for a in actors if a["role"] == _SOURCE),
        "targets": _joined(a["name"] for a in actors if a["role"] == _TARGET),
        **_toll("fatalities", deaths),
        **_toll("injuries", injuries),
        "factualities": _joined(f"{k} {n}" for k, n in record["factualities"].items()),
        "attributed_to": _joined(record["attributed_to"]),
        "quote": max(incident.told, key=lambda item: item["score"])["quote"],
        "reports": record["reports"],
        "articles": record["articles"],
        "report_ids": _joined(item["id"] for item in incident.told),
        "urls": _joined(item["url"] for item in incident.told),
        "first_published": first_day(min(days, default="")),
        "last_published": first_day(max(days, default="")),
        "reasons": _joined(reason["why"] for reason in record["reasons"]),
        "link_score": record["link_score"],
        "score": record["score"],
    }
    return row if _is_fit(row) else {k: _fit(v) for k, v in row.items()}


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def _is_fit(row: dict[str, _Value]) -> bool:
    return "".join([value for value in row.values() if isinstance(value, str)]).isprintable()


def _fit(value: _Value) -> _Value:
    """Replace lone surrogates, which JSON can escape and no other format holds."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _where(places: list[dict[str, Any]]) -> dict[str, _Value]:
    best = places[0] if places else {}
    return {
        "place": best.get("name", ""),
        "place_as_written": _joined(best.get("as_written", ())),
        "place_id": best.get("id", ""),
        "country": best.get("country") or "",
        "precision": best.get("precision", ""),
        "where_prec": best.get("where_prec"),
        "uncertainty_km": best.get("uncertainty_km"),
        "other_places": _joined(place["name"] for place in places[1:]),
    }


def _toll(name: str, figures: dict[str, Any] | None) -> dict[str, _Value]:
    return {
        f"{name}_min": None if figures is None else figures["min"],
        f"{name}_max": None if figures is None else figures["max"],
        f"{name}_by": figures_in_words(figures),
    }


def _write_parquet(
    table: dict[str, list[_Value]], points: list[tuple[float, float]], path: Path
) -> None:
    """Write GeoParquet 1.1 with the bounds of each row, so that readers can skip."""
    import geopandas
    import numpy as np
    import pandas as pd
    import shapely

    kinds: dict[type, Any] = {
        str: "str", int: "Int64", float: "Float64", date: "datetime64[ms]",
    }  # fmt: skip
    data = {name: pd.Series(table.pop(name), dtype=kinds[kind]) for name, kind in COLUMNS.items()}
    spots = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    known = ~np.isnan(spots[:, 0])
    shapes = np.full(len(spots), None, dtype=object)
    shapes[known] = shapely.points(spots[known])
    frame = geopandas.GeoDataFrame(
        pd.DataFrame(data), geometry=geopandas.GeoSeries(shapes, crs="EPSG:4326")
    )
    frame.to_parquet(
        path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True
    )
