"""Tables for people without a GIS: CSV and XLSX, in which nothing that an article says runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from mapper.errors import OutputError
from mapper.export.columns import INCIDENT_COLUMNS, MENTION_COLUMNS, PLACE_COLUMNS
from mapper.export.files import whole_file
from mapper.export.places import place_rows
from mapper.export.rows import Row, Value, incident_rows, mention_rows
from mapper.model import Analysis

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["TABLE_COLUMNS", "defused", "write_csv", "write_xlsx"]

_WHERE: dict[str, type] = {"longitude": float, "latitude": float}
TABLE_COLUMNS: dict[str, type] = {**INCIDENT_COLUMNS, **_WHERE}
"""Columns of the incidents' table: those of the GIS files and the coordinates."""

# What a spreadsheet may take for a formula or a command, wide forms included.
_RUNS = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# Limits of the XLSX format.
_LONGEST, _MOST_ROWS = 32_767, 1_048_576
_EPOCH = date(1900, 3, 1)  # before it, programs disagree on what a day's number means
_WIDTHS = {"quote": 60, "more_quotes": 40, "reason": 40, "article_title": 30, "place": 22}


class _Sheet(Protocol):
    """What a worksheet is asked for."""

    def write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> Any: ...
    def write_number(self, row: int, col: int, number: float, cell_format: Any = None) -> Any: ...
    def write_boolean(self, row: int, col: int, boolean: bool, cell_format: Any = None) -> Any: ...
    def write_datetime(self, row: int, col: int, date: Any, cell_format: Any = None) -> Any: ...


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
    with whole_file(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
        writer = csv.writer(text)
        writer.writerow(TABLE_COLUMNS)
        for row in incident_rows(analyses, placeless=True):
            writer.writerow([_plain(value) for value in _values(row)])
        text.detach()
    return (path,)


def write_xlsx(analyses: Sequence[Analysis], path: Path) -> tuple[Path, ...]:
    """Write incidents, places and mentions as the sheets of a workbook.

    Dates, numbers and truths are of these types; every text is a cell of text, never a formula
    or a link. A text longer than the 32,767 characters of a cell is cut, and ends in ``…``.

    Parameters
    ----------
    analyses
        What goes on one map.
    path
        Of the file.

    Returns
    -------
    tuple of Path
        The file; the same analyses give the same bytes.

    Raises
    ------
    OutputError
        It cannot be written, or has more rows than a sheet holds.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    sheets = (
        ("Incidents", TABLE_COLUMNS, incident_rows(analyses, placeless=True)),
        ("Places", {**PLACE_COLUMNS, **_WHERE}, place_rows(analyses)),
        ("Mentions", {**MENTION_COLUMNS, **_WHERE}, mention_rows(analyses)),
    )
    with whole_file(path) as stream:
        book = Workbook(stream, {"constant_memory": True})
        # The clock has no part in the file.
        book.set_properties({"created": datetime(2000, 1, 1)})
        try:
            for name, columns, rows in sheets:
                _write_sheet(book, name, columns, rows, path)
        except BaseException:
            with suppress(FileCreateError):
                book.close()  # which gives its temporary files back
            raise
        try:
            book.close()
        except FileCreateError as error:
            raise OutputError(f"{path}: cannot be written ({error})") from None
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


def _values(row: Row) -> Iterator[Value]:
    yield from row.values.values()
    spot = row.shape if row.shape.geom_type == "Point" else row.shape.representative_point()
    for longitude, latitude in spot.coords or [(None, None)]:
        yield None if longitude is None else round(longitude, 6) + 0.0
        yield None if latitude is None else round(latitude, 6) + 0.0


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _write_sheet(
    book: Workbook, name: str, columns: Mapping[str, type], rows: Iterator[Row], path: Path
) -> None:
    heading = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    # Shown as it is; whoever edits the cell still has a text.
    quoted = book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, (title, kind) in enumerate(columns.items()):
        sheet.set_column(column, column, 11 if kind is date else _WIDTHS.get(title, 14))
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, heading)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last >= _MOST_ROWS:
            raise OutputError(
                f"{path}: more rows than a sheet of XLSX holds ({_MOST_ROWS}); write csv or gpkg"
            )
        for column, value in enumerate(_values(row)):
            _write_cell(sheet, last, column, value, day, quoted)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write_cell(
    sheet: _Sheet, row: int, column: int, value: Value, day: object, quoted: object
) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, _cut(value), quoted if _RUNS.match(value) else None)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        if value < _EPOCH:
            sheet.write_string(row, column, value.isoformat())
        else:
            sheet.write_datetime(row, column, value, day)
    elif value is not None:
        sheet.write_number(row, column, value)


def _cut(text: str) -> str:
    """Shorten to what a cell holds, counted in UTF-16 as Excel does."""
    if 2 * len(text) <= _LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
