"""Merged incidents as files: JSON Lines, GeoParquet, GeoJSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mapper.corpus.merging.bundles import Bundle
from mapper.corpus.merging.merged import Figure, Figures, Incident, Merged, Place, merged_of
from mapper.corpus.merging.reasons import figure
from mapper.corpus.merging.source import packed
from mapper.export import staged_folder
from mapper.export.columnar import write_table
from mapper.export.dates import first_day, last_day
from mapper.export.table import Value, joined, make_table
from mapper.model import ActorRole

__all__ = ["COLUMNS", "FORMATS", "Page", "page_of", "write_merged"]

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


class Page(NamedTuple):
    """Some of the incidents, ready to be written.

    Attributes
    ----------
    lines, features
        As JSON Lines, and as GeoJSON with commas between.
    rows, points
        Of the table: the values, longitude and latitude.
    ranges
        How many incidents have reports that differ over the number of dead.
    """

    lines: bytes
    features: bytes
    rows: list[tuple[Value, ...]]
    points: list[tuple[float, float] | None]
    ranges: int


def page_of(of: Sequence[Bundle], formats: Collection[str]) -> Page:
    """Make a page of some incidents, with what these formats need."""
    incidents = [merged_of(bundle) for bundle in of]
    gis = "geojson" in formats or "parquet" in formats
    rows = [_row(incident) for incident in incidents] if gis else []
    features = [
        _feature(row, incident.record)
        for row, incident in zip(rows, incidents, strict=False)
        if "geojson" in formats
    ]
    tolls = [incident.record.fatalities for incident in incidents]
    return Page(
        b"".join([_line(incident) for incident in incidents if "jsonl" in formats]),
        b",\n".join(features),
        [tuple(row.values()) for row in rows if "parquet" in formats],
        [_point(incident.record) for incident in incidents if "parquet" in formats],
        sum(toll is not None and toll.min != toll.max for toll in tolls),
    )


def write_merged(pages: Iterable[Page], folder: Path, formats: Collection[str]) -> dict[str, Path]:
    """Write merged incidents.

    Parameters
    ----------
    pages
        All incidents, in the order of the files.
    folder
        Where; the files appear together, when all are whole.
    formats
        Keys of `FORMATS`; those of the pages.

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
        rows: list[tuple[Value, ...]] = []
        points: list[tuple[float, float] | None] = []
        with ExitStack() as stack:
            lines = _opened(stack, stage, chosen.get("jsonl"))
            features = _opened(stack, stage, chosen.get("geojson"))
            between = b'{"type": "FeatureCollection", "features": [\n'
            for page in pages:
                if lines is not None:
                    lines.write(page.lines)
                if features is not None:
                    features.write(between + page.features)
                    between = b",\n"
                rows += page.rows
                points += page.points
            if features is not None:
                features.write((b"" if between == b",\n" else between) + b"\n]}\n")
        if "parquet" in chosen:
            _write_parquet(rows, points, stage / chosen["parquet"])
    return {kind: folder / name for kind, name in chosen.items()}


def _opened(stack: ExitStack, folder: Path, name: str | None) -> BinaryIO | None:
    return None if name is None else stack.enter_context((folder / name).open("wb"))


def _line(incident: Merged) -> bytes:
    """Write the record with its sources, which are JSON already."""
    head = packed(incident.record)[:-1]
    return b"".join([head, b',"sources":[', b",".join(incident.sources), b"]}\n"])


def _point(record: Incident) -> tuple[float, float] | None:
    return None if record.lat is None or record.lon is None else (record.lon, record.lat)


def _feature(row: dict[str, Value], record: Incident) -> bytes:
    point = _point(record)
    shape = None if point is None else {"type": "Point", "coordinates": point}
    return packed({"type": "Feature", "id": record.id, "geometry": shape, "properties": row})


def _row(incident: Merged) -> dict[str, Value]:
    """Give the values of `COLUMNS`, in their order."""
    record, told = incident.record, incident.told
    days = [item.published for item in told if item.published]
    return {
        "id": record.id,
        "category": record.category,
        "event_type": record.event_type,
        "acled_type": record.acled_type or "",
        "acled_sub_type": record.acled_sub_type or "",
        **_where(record.places),
        "date_start": first_day(record.date_start or ""),
        "date_end": last_day(record.date_end or ""),
        "date_precision": record.date_precision,
        "actors": joined([actor.name for actor in record.actors]),
        "sources": joined([a.name for a in record.actors if a.role == _SOURCE]),
        "targets": joined([a.name for a in record.actors if a.role == _TARGET]),
        **_toll("fatalities", record.fatalities),
        **_toll("injuries", record.injuries),
        "factuality": record.factuality,
        "factualities": joined([f"{kind} {n}" for kind, n in record.factualities.items()]),
        "attributed_to": joined(record.attributed_to),
        "quote": max(told, key=lambda item: item.score).quote,
        "reports": record.reports,
        "articles": record.articles,
        "report_ids": joined([item.id for item in told]),
        "urls": joined([item.url for item in told]),
        "first_published": first_day(min(days, default="")),
        "last_published": first_day(max(days, default="")),
        "reasons": joined([reason.why for reason in record.reasons]),
        "link_score": record.link_score,
        "score": record.score,
    }


def _where(places: list[Place]) -> dict[str, Value]:
    best = places[0] if places else None
    return {
        "place": best.name if best else "",
        "place_as_written": joined(best.as_written) if best else "",
        "place_id": best.id if best else "",
        "country": best.country if best else "",
        "precision": best.precision if best else "",
        "where_prec": best.where_prec if best else None,
        "uncertainty_km": best.uncertainty_km if best else None,
        "other_places": joined([place.name for place in places[1:]]),
    }


def _toll(name: str, figures: Figures | None) -> dict[str, Value]:
    return {
        f"{name}_min": None if figures is None else figures.min,
        f"{name}_max": None if figures is None else figures.max,
        f"{name}_by": "" if figures is None else joined(map(_figure, figures.figures)),
    }


def _figure(one: Figure) -> str:
    """Write a figure in words: ``3 (the police, 2024-05-01)``."""
    who = one.attributed_to or f"article {one.report.rpartition('/')[0]}"
    when = f", {one.published}" if one.published else ""
    return f"{figure(one.min, one.max)} ({who}{when})"


def _write_parquet(
    rows: list[tuple[Value, ...]], points: list[tuple[float, float] | None], path: Path
) -> None:
    import shapely

    known = [point for point in points if point is not None]
    shapes = iter(shapely.points(known).tolist() if known else ())
    nowhere = shapely.Point()
    placed = [nowhere if point is None else next(shapes) for point in points]
    with path.open("wb") as stream:
        write_table(make_table(COLUMNS, zip(rows, placed, strict=True)), stream, {})
