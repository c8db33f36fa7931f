"""The project's own form of a table of places: tab-separated, one place a row, every cell checked.

Columns: ``id name lat lon country feature_class feature_code admin1 admin2 population disputed
names shape source note``. Lines that begin with ``#`` are comments. ``names`` holds
``language/kind:text`` parted by `` | ``; the language may be empty. ``shape`` is empty, ``line`` or
``polygon``: the geometry then stands in a GeoJSON file of the same name, under the property
``id``. A row whose id is ``gn:...`` refines that place of GeoNames: its empty cells change
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import SourceError
from gazetteer.model import FeatureClass, NameKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["COLUMNS", "Row", "parse_names", "read_shapes", "read_table"]

COLUMNS = (
    "id", "name", "lat", "lon", "country", "feature_class", "feature_code", "admin1", "admin2",
    "population", "disputed", "names", "shape", "source", "note",
)  # fmt: skip
_ID = re.compile(r"gn:[1-9]\d{0,9}|im:[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_CLASSES = {member.value for member in FeatureClass}
_KINDS = {member.value for member in NameKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One checked row; what its cell leaves out is None or empty."""

    file: Path
    line: int
    id: str
    name: str
    latitude: float | None
    longitude: float | None
    country: str
    feature_class: str
    feature_code: str
    admin1: str
    admin2: str
    population: int | None
    disputed: bool
    names: tuple[tuple[str, str, NameKind], ...]
    shape: str
    source: str

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file.name}, row {self.line}"


def read_table(path: Path, report: Callable[[str], None] | None = None) -> list[Row]:
    """Read a table of places.

    Parameters
    ----------
    path
        The TSV file, UTF-8.
    report
        Takes the message of each bad row, which is then left out; without it the first bad
        row raises.

    Raises
    ------
    SourceError
        The file cannot be read, or a row is wrong; the message names file and row.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path.name} cannot be read: {error}") from None
    body = [(n, text) for n, text in enumerate(lines, 1) if text.strip() and text[0] != "#"]
    if not body or tuple(body[0][1].split("\t")) != COLUMNS:
        raise SourceError(f"{path.name}: the first row must name the columns {' '.join(COLUMNS)}")
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for number, text in body[1:]:
        try:
            row = _row(path, number, text.split("\t"))
            if row.id in seen:
                raise ValueError(f"id {row.id} stands in row {seen[row.id]} already")
        except ValueError as error:
            message = f"{path.name}, row {number}: {error}"
            if report is None:
                raise SourceError(message) from None
            report(message)
            continue
        seen[row.id] = number
        rows.append(row)
    return rows


def _row(path: Path, number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} cells where {len(COLUMNS)} are due")
    cell = dict(zip(COLUMNS, (text.strip() for text in cells), strict=True))
    if not _ID.fullmatch(cell["id"]):
        raise ValueError(f"id {cell['id']!r} is neither gn:NUMBER nor im:words-and-hyphens")
    refines = cell["id"].startswith("gn:")
    for column in () if refines else ("name", "lat", "lon", "feature_class", "feature_code"):
        if not cell[column]:
            raise ValueError(f"{column} is empty")
    _match(cell, "country", _COUNTRY.fullmatch, "two capital letters")
    _match(cell, "feature_class", _CLASSES.__contains__, "one of GeoNames' nine letters")
    _match(cell, "feature_code", _CODE.fullmatch, "a GeoNames feature code")
    _match(cell, "shape", {"line", "polygon"}.__contains__, "line, polygon or empty")
    _match(cell, "disputed", {"1"}.__contains__, "1 or empty")
    _match(cell, "population", str.isdecimal, "a whole number")
    if bool(cell["lat"]) != bool(cell["lon"]):
        raise ValueError("lat without lon, or lon without lat")
    return Row(
        file=path,
        line=number,
        id=cell["id"],
        name=cell["name"],
        latitude=_degrees(cell["lat"], "lat", 90.0),
        longitude=_degrees(cell["lon"], "lon", 180.0),
        country=cell["country"],
        feature_class=cell["feature_class"],
        feature_code=cell["feature_code"],
        admin1=cell["admin1"],
        admin2=cell["admin2"],
        population=int(cell["population"]) if cell["population"] else None,
        disputed=bool(cell["disputed"]),
        names=parse_names(cell["names"]),
        shape=cell["shape"],
        source=cell["source"],
    )


def _match(cell: dict[str, str], column: str, good: Callable[[str], object], what: str) -> None:
    if cell[column] and not good(cell[column]):
        raise ValueError(f"{column} {cell[column]!r} is not {what}")


def _degrees(text: str, column: str, most: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} {text!r} is not a number") from None
    if not -most <= value <= most:
        raise ValueError(f"{column} {text} is beyond {most:g} degrees")
    return value


def parse_names(text: str) -> tuple[tuple[str, str, NameKind], ...]:
    """Take a ``names`` cell apart into text, language and kind.

    Raises
    ------
    ValueError
        A name is not of the form ``language/kind:text``.
    """
    found = []
    for part in text.split(" | ") if text else ():
        told, colon, name = part.strip().partition(":")
        language, slash, kind = told.partition("/")
        if not (colon and slash and name.strip()):
            raise ValueError(f"name {part.strip()!r} is not of the form language/kind:text")
        if language and not _LANGUAGE.fullmatch(language):
            raise ValueError(f"name {part.strip()!r}: {language!r} is no language tag")
        if kind not in _KINDS:
            raise ValueError(f"name {part.strip()!r}: kind must be one of {', '.join(_KINDS)}")
        found.append((" ".join(name.split()), language, NameKind(kind)))
    return tuple(found)


def read_shapes(rows: list[Row]) -> dict[str, BaseGeometry]:
    """Geometries of the rows that have a shape, by id, from the GeoJSON beside their table.

    Raises
    ------
    SourceError
        The GeoJSON is missing or broken, or lacks a row's geometry.
    """
    from shapely.geometry import shape

    found: dict[str, BaseGeometry] = {}
    for table in sorted({row.file for row in rows if row.shape}):
        path = table.with_suffix(".geojson")
        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            for feature in features:
                found[feature["properties"]["id"]] = shape(feature["geometry"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SourceError(f"{path.name} cannot be read as GeoJSON: {error!r}") from None
    for row in rows:
        if row.shape:
            geometry = found.get(row.id)
            wanted = "LineString" if row.shape == "line" else "Polygon"
            if geometry is None or not geometry.geom_type.endswith(wanted):
                raise SourceError(f"{row.where}: no {row.shape} of {row.id} in the GeoJSON")
            if not geometry.is_valid or geometry.is_empty:
                raise SourceError(f"{row.where}: the {row.shape} of {row.id} is not valid")
    return found
