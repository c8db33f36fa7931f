"""A user's own places: TSV of the project's form, CSV, GeoJSON, or a built data file."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.curated import parse_names, read_shapes, read_table
from gazetteer.drafts import Draft, Stock
from gazetteer.errors import SourceError
from gazetteer.folding import fold
from gazetteer.model import FeatureClass
from gazetteer.shelf import Shelf
from gazetteer.writing import fill

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["open_extra", "read_extra"]

_TOLD_NAME = re.compile(r"[A-Za-z-]*/[a-z]+:.+")
_CLASSES = {member.value for member in FeatureClass}
_MOST_PEOPLE = 10_000_000_000
# What other programs call the columns that we need.
_ALIASES = {
    "latitude": "lat", "y": "lat", "longitude": "lon", "lng": "lon", "long": "lon", "x": "lon",
}  # fmt: skip
_COLUMNS = (
    "name", "id", "country", "feature_class", "feature_code", "admin1", "admin2", "population",
    "names",
)  # fmt: skip
_GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
}  # fmt: skip


def open_extra(paths: Sequence[Path]) -> Iterator[Shelf]:
    """One shelf a file; a built file is opened, others are read into memory.

    Raises
    ------
    SourceError
        A file cannot be read as places; the message names the file and the row.
    """
    for path in paths:
        if path.suffix.lower() == ".sqlite":
            yield Shelf(path, remedy="make it again")
            continue
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        fill(connection, read_extra(path), {"version": path.name}, {})
        yield Shelf(connection)


def read_extra(path: Path) -> Stock:
    """Return the places of a user's file, told apart by its suffix.

    Parameters
    ----------
    path
        ``.tsv``, ``.csv``, ``.geojson`` or ``.json``, UTF-8. A CSV has the columns
        ``name,lat,lon`` and may have ``id,country,feature_class,feature_code,admin1,admin2,
        population,names``, the names parted by ``;``; a GeoJSON feature has them as properties.

    Raises
    ------
    SourceError
        It cannot be read as places; the message names the file and the row.
    """
    readers = {
        ".tsv": _from_tsv,
        ".csv": _from_csv,
        ".geojson": _from_geojson,
        ".json": _from_geojson,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name}: places are read from {', '.join(readers)}")
    stock = Stock()
    try:
        for draft in reader(path):
            if stock.get(draft.id) is not None:
                raise SourceError(f"{path.name}: two places have the id {draft.id}")
            stock.put(draft)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror or error}") from None
    except csv.Error as error:
        raise SourceError(
            f"{path.name} cannot be read: {error}; is there a quotation mark that is not closed?"
        ) from None
    if not len(stock):
        raise SourceError(f"{path.name}: no place in it; write one a row, or one a feature")
    return stock


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{path.name}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8; "
            "save the file as UTF-8"
        ) from None


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
    text = _text(path)
    # What a spreadsheet writes depends on the country of its user.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads = [" ".join(name.split()).lower() for name in reader.fieldnames or ()]
    # Beside lat and lon, x and y are metres of some grid.
    reader.fieldnames = [
        name if _ALIASES.get(name) in heads else _ALIASES.get(name, name) for name in heads
    ]
    for name in ("name", "lat", "lon"):
        if reader.fieldnames.count(name) > 1:
            raise SourceError(f"{path.name}: two columns hold {name}; take one of them out")
    missing = [name for name in ("name", "lat", "lon") if name not in reader.fieldnames]
    if missing:
        raise SourceError(
            f"{path.name}: the columns {', '.join(missing)} are missing; "
            "the first row must name the columns, at least name,lat,lon"
        )
    for row in reader:
        where = f"{path.name}, row {reader.line_num}"
        if any(cell.strip() for cell in row.pop(None, ())):
            raise SourceError(
                f"{where}: more cells than columns; put a name that has a comma in quotes"
            )
        try:
            point = _number(row["lat"], delimiter), _number(row["lon"], delimiter)
        except ValueError:
            raise SourceError(f"{where}: lat and lon must be numbers, such as 40.5") from None
        yield _draft(path, where, reader.line_num, row, point)


def _number(text: str | None, delimiter: str) -> float:
    """Read a number, with a decimal comma where the comma does not part the cells."""
    told = text or ""
    return float(told if delimiter == "," else told.replace(",", "."))


def _from_geojson(path: Path) -> Iterator[Draft]:
    try:
        content = json.loads(_text(path))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, too
        raise SourceError(
            f"{path.name} is no JSON ({error}); save the layer as GeoJSON again"
        ) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise SourceError(f"{path.name}: no FeatureCollection; save the layer as GeoJSON")
    for number, feature in enumerate(features, 1):
        where = f"{path.name}, feature {number}"
        try:
            geometry = _geometry(where, feature["geometry"])
            told = _properties(where, feature["properties"])
        except (KeyError, TypeError, AttributeError):
            raise SourceError(f"{where}: it lacks a geometry or properties") from None
        middle = geometry.representative_point()
        draft = _draft(path, where, number, told, (middle.y, middle.x))
        draft.shape = None if geometry.geom_type.endswith("Point") else geometry
        yield draft


def _properties(where: str, told: Mapping[str, Any]) -> dict[str, str]:
    """Return properties as texts; the Python form of a list or an object is no name."""
    for column in _COLUMNS:
        if isinstance(told.get(column), list | dict):
            raise SourceError(f"{where}: {column} must be a text; part several names by ;")
    return {key: str(value) for key, value in told.items() if value is not None}


def _geometry(where: str, told: dict[str, Any]) -> BaseGeometry:
    """Return a shape that lies on Earth and is what its type promises."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    if told["type"] not in _GEOMETRIES:
        raise SourceError(f"{where}: the geometry must be a point, line or polygon")
    try:
        geometry = shape(told)
    except (ValueError, TypeError, IndexError, OverflowError, ShapelyError):
        raise SourceError(f"{where}: the geometry is broken; save the layer again") from None
    if geometry.is_empty or not geometry.is_valid:
        raise SourceError(
            f"{where}: the geometry is empty or not valid; fix the geometries (QGIS does)"
        )
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise SourceError(
            f"{where}: lat {south:g} to {north:g}, lon {west:g} to {east:g} is not on Earth; "
            "write longitude, then latitude, in degrees (EPSG:4326)"
        )
    return geometry


def _draft(
    path: Path, where: str, number: int, told: Mapping[str, Any], point: tuple[float, float]
) -> Draft:
    def cell(column: str) -> str:
        text = told.get(column)
        return " ".join(text.split()) if isinstance(text, str) else ""

    if not fold(cell("name")):
        raise SourceError(f"{where}: the name is empty")
    if re.search("[\ud800-\udfff]", "".join(map(str, told.values()))):
        raise SourceError(f"{where}: half a character (a surrogate) in it; write it again")
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise SourceError(f"{where}: lat {point[0]}, lon {point[1]} is no point on Earth")
    if cell("country") and not re.fullmatch("[A-Za-z]{2}", cell("country")):
        raise SourceError(f"{where}: country must be an ISO code of two letters, such as AZ")
    if cell("feature_class") and cell("feature_class") not in _CLASSES:
        raise SourceError(f"{where}: feature_class must be one of {', '.join(sorted(_CLASSES))}")
    people = cell("population") or "0"
    if not (people.isdecimal() and len(people) < 12 and int(people) <= _MOST_PEOPLE):
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
        population=int(people),
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
