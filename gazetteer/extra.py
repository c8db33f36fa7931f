"""A user's own places: TSV of the project's form, CSV, GeoJSON, or a built data file."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gazetteer.curated import parse_names, read_shapes, read_table
from gazetteer.drafts import Draft, Stock
from gazetteer.errors import SourceError
from gazetteer.folding import fold
from gazetteer.model import FeatureClass
from gazetteer.shelf import Shelf
from gazetteer.writing import fill

__all__ = ["open_extra", "read_extra"]

_TOLD_NAME = re.compile(r"[A-Za-z-]*/[a-z]+:.+")
_CLASSES = {member.value for member in FeatureClass}


def open_extra(paths: Sequence[Path]) -> Iterator[Shelf]:
    """One shelf a file; a built file is opened, others are read into memory.

    Raises
    ------
    SourceError
        A file cannot be read as places; the message names the file and the row.
    """
    for path in paths:
        if path.suffix.lower() == ".sqlite":
            yield Shelf(path)
            continue
        stock = Stock()
        for draft in read_extra(path):
            if stock.get(draft.id) is not None:
                raise SourceError(f"{path.name}: two places have the id {draft.id}")
            stock.put(draft)
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(connection, stock, {"version": path.name}, {})
        yield Shelf(connection)


def read_extra(path: Path) -> Iterator[Draft]:
    """Return the places of a user's file, told apart by its suffix.

    Parameters
    ----------
    path
        ``.tsv``, ``.csv``, ``.geojson`` or ``.json``, UTF-8. A CSV has the columns
        ``name,lat,lon`` and may have ``id,country,feature_class,feature_code,admin1,admin2,
        population,names``, the names parted by ``;``; a GeoJSON feature has them as properties.
    """
    readers = {
        ".tsv": _from_tsv,
        ".csv": _from_csv,
        ".geojson": _from_geojson,
        ".json": _from_geojson,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name}: places are read from .tsv, .csv, .geojson and .sqlite")
    try:
        yield from reader(path)
    except (OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from None


def _from_tsv(path: Path) -> Iterator[Draft]:
    rows = read_table(path)
    shapes = read_shapes(rows)
    for row in rows:
        if row.latitude is None or not row.name:
            raise SourceError(f"{row.where}: a place of one's own needs a name, lat and lon")
        draft = Draft(
            id="user:" + row.id.removeprefix("im:").replace(":", "-"),
            name=row.name,
            latitude=row.latitude,
            longitude=row.longitude,
            country=row.country,
            feature_class=row.feature_class or "P",
            feature_code=row.feature_code or "PPL",
            admin1=row.admin1,
            admin2=row.admin2,
            population=row.population or 0,
            disputed=row.disputed,
            source=row.source or path.name,
            shape=shapes.get(row.id),
        )
        for text, language, kind in row.names:
            draft.add(text, language, kind)
        yield draft


def _from_csv(path: Path) -> Iterator[Draft]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"name", "lat", "lon"} - set(reader.fieldnames or ())
        if missing:
            raise SourceError(f"{path.name}: the columns {', '.join(sorted(missing))} are missing")
        for row in reader:
            where = f"{path.name}, row {reader.line_num}"
            try:
                point = float(row["lat"] or ""), float(row["lon"] or "")
            except ValueError:
                raise SourceError(f"{where}: lat and lon must be numbers") from None
            yield _draft(path, where, reader.line_num, row, point)


def _from_geojson(path: Path) -> Iterator[Draft]:
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    content = json.loads(path.read_text(encoding="utf-8"))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise SourceError(f"{path.name}: no FeatureCollection")
    for number, feature in enumerate(features, 1):
        where = f"{path.name}, feature {number}"
        try:
            geometry = shape(feature["geometry"])
            told = {key: str(v) for key, v in feature["properties"].items() if v is not None}
        except (KeyError, TypeError, AttributeError, ValueError, ShapelyError):
            raise SourceError(f"{where}: it lacks a geometry or properties") from None
        if geometry.is_empty or not geometry.is_valid:
            raise SourceError(f"{where}: the geometry is empty or not valid")
        middle = geometry.representative_point()
        draft = _draft(path, where, number, told, (middle.y, middle.x))
        draft.shape = None if geometry.geom_type == "Point" else geometry
        yield draft


def _draft(
    path: Path, where: str, number: int, told: Mapping[str, Any], point: tuple[float, float]
) -> Draft:
    def cell(column: str) -> str:
        return str(told.get(column) or "").strip()

    if not fold(cell("name")):
        raise SourceError(f"{where}: the name is empty")
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise SourceError(f"{where}: lat {point[0]}, lon {point[1]} is no point on Earth")
    if cell("feature_class") and cell("feature_class") not in _CLASSES:
        raise SourceError(f"{where}: feature_class must be one of {', '.join(sorted(_CLASSES))}")
    if cell("population") and not cell("population").isdecimal():
        raise SourceError(f"{where}: population must be a whole number")
    slug = "-".join(fold(cell("id")).split()) or f"{'-'.join(fold(path.stem).split())}-{number}"
    letter = cell("feature_class") or "P"
    draft = Draft(
        id=f"user:{slug}",
        name=cell("name"),
        latitude=point[0],
        longitude=point[1],
        country=cell("country").upper(),
        feature_class=letter,
        feature_code=cell("feature_code") or ("PPL" if letter == "P" else ""),
        admin1=cell("admin1"),
        admin2=cell("admin2"),
        population=int(cell("population") or 0),
        source=path.name,
    )
    for text in re.split(r"\s*[;|]\s*", cell("names")):
        if _TOLD_NAME.fullmatch(text):
            try:
                draft.add(*parse_names(text)[0])
            except ValueError as error:
                raise SourceError(f"{where}: {error}") from None
        else:
            draft.add(text)
    return draft
