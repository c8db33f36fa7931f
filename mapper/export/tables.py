"""CSV and XLSX: tables for people without a GIS, in which no word of an article runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from mapper.errors import OutputError
from mapper.export.columns import INCIDENT_COLUMNS
from mapper.export.credit import Credit, credit
from mapper.export.files import whole_file
from mapper.export.places import place_table
from mapper.export.rows import incident_table, mention_table
from mapper.export.table import Table, Value, make_table
from mapper.export.workbook import MOST_ROWS, Sheet, write_workbook
from mapper.model import Analysis

__all__ = ["TABLE_COLUMNS", "defused", "write_csv", "write_xlsx"]

_WHERE: dict[str, type] = {"longitude": float, "latitude": float}
TABLE_COLUMNS: dict[str, type] = {**INCIDENT_COLUMNS, **_WHERE}
"""Columns of the incidents' table: those of the GIS files and the coordinates."""

# What a spreadsheet may take for a formula or a command, wide forms included.
_RUNS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def write_csv(analyses: Sequence[Analysis], path: Path) -> tuple[Path, ...]:
    """Write the incidents as CSV, one row an incident and place.

    UTF-8 with a byte order mark, by which Excel knows it; a text that a spreadsheet would run
    has an apostrophe before it (see `defused`). Incidents without a place are in it, too.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the file.

    Returns
    -------
    tuple of Path
        The file.

    Raises
    ------
    OutputError
        It cannot be written.
    """
    table = _located(incident_table(analyses, placeless=True))
    columns = [_plain(values, table.kinds[name]) for name, values in table.columns.items()]
    with whole_file(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
        writer = csv.writer(text)
        writer.writerow(table.columns)
        writer.writerows(zip(*columns, strict=True))
        text.detach()
    return (path,)


def write_xlsx(
    analyses: Sequence[Analysis], path: Path, *, title: str | None = None
) -> tuple[Path, ...]:
    """Write incidents, places and mentions as the sheets of a workbook, and what it is made of.

    Dates, numbers and truths are of these types; every text is a cell of text, never a formula
    or a link. A text longer than the 32,767 characters of a cell is cut, and ends in ``…``.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the file.
    title
        Of the map; the first article's if None.

    Returns
    -------
    tuple of Path
        The file; the same analyses give the same bytes.

    Raises
    ------
    OutputError
        It cannot be written, or has more rows than a sheet holds.
    """
    tables = {
        "Incidents": incident_table(analyses, placeless=True),
        "Places": place_table(analyses),
        "Mentions": mention_table(analyses),
    }
    for table in tables.values():
        if len(table) >= MOST_ROWS:
            raise OutputError(
                f"{path}: more rows than a sheet of XLSX holds ({MOST_ROWS}); write csv or gpkg"
            )
    sheets = [Sheet(name, _located(table), defused) for name, table in tables.items()]
    sheets.append(Sheet("About", _about(credit(analyses, title)), defused))
    with whole_file(path) as stream:
        write_workbook(stream, sheets)
    return (path,)


def defused(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula.

    Parameters
    ----------
    text
        Of a cell.

    Returns
    -------
    str
        The text itself where it is harmless. Taking one apostrophe away from a text that
        matches after it gives the old text again: two texts never become one.
    """
    return "'" + text if _RUNS.match(text) else text


def _located(table: Table) -> Table:
    """Add the coordinates: of a line or an area, of a point in it."""
    spots = [
        None if shape.is_empty else shape.coords[0] if shape.geom_type == "Point"
        else shape.representative_point().coords[0]
        for shape in table.shapes
    ]  # fmt: skip
    where = {
        name: [None if spot is None else round(spot[i], 6) + 0.0 for spot in spots]
        for i, name in enumerate(_WHERE)
    }
    return Table({**table.kinds, **_WHERE}, {**table.columns, **where}, table.shapes)


def _about(told: Credit) -> Table:
    from shapely.geometry import Point

    lines = [("Title", told.title), ("How made", told.made)]
    lines += [("Article", source) for source in told.sources]
    lines.append(("Rights", told.rights))
    return make_table({"what": str, "text": str}, ((line, Point()) for line in lines))


def _plain(values: Sequence[Value], kind: type) -> Iterable[object]:
    """Write a column's values as CSV has them."""
    if kind is str:
        return map(defused, values)  # type: ignore[arg-type]
    if kind is bool:
        return [{True: "true", False: "false", None: None}[value] for value in values]  # type: ignore[index]
    return values
