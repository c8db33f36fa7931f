"""Workbooks of XLSX, written a column's type at a time.

Tables of millions of cells are what this is for; a library that looks at each cell takes
several times as long. After ECMA-376 (Office Open XML), the transitional part of spreadsheets.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO
from xml.sax.saxutils import escape

from mapper.export.table import Table, Value

__all__ = ["MOST_ROWS", "Sheet", "write_workbook"]

MOST_ROWS = 1_048_576
"""Rows that a sheet holds, the headings' included."""

_LONGEST = 32_767
_EPOCH = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # before it, programs disagree on what a day's number means
_WIDTHS = {
    "quote": 60,
    "more_quotes": 40,
    "reason": 40,
    "article_title": 30,
    "place": 22,
    "text": 120,
}
_HEADING, _DAY, _QUOTED = 1, 2, 3
"""Numbers of the cell formats in `_STYLES`."""
_BATCH = 1000

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
# Plain, bold above a line, a day, and a text that is one even for who edits its cell.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/>'
    "</border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a heading a column, then the rows.

    Parameters
    ----------
    name
        Of the sheet: letters alone.
    table
        Its rows; their shapes have no part in it.
    defused
        Gives back another text where the cell must be marked as text for good.
    """

    name: str
    table: Table
    defused: Callable[[str], str]


class _Texts:
    """The texts of a workbook, each once; a cell tells its number."""

    def __init__(self) -> None:
        self._cells: dict[str, str] = {"": ""}
        self.texts: list[str] = []

    def cell(self, text: str, sheet: Sheet) -> str:
        """Give what follows the cell's address, nothing for an empty text."""
        known = self._cells.get(text)
        if known is None:
            style = f' s="{_QUOTED}"' if sheet.defused(text) != text else ""
            known = f'{style} t="s"><v>{len(self.texts)}</v></c>'
            self._cells[text] = known
            self.texts.append(_cut(text))
        return known

    def heading(self, text: str) -> str:
        """Give what follows a heading's address."""
        self.texts.append(text)
        return f' s="{_HEADING}" t="s"><v>{len(self.texts) - 1}</v></c>'


def write_workbook(stream: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write a workbook.

    Parameters
    ----------
    stream
        Takes the bytes: the same sheets give the same.
    sheets
        In order; each has fewer than `MOST_ROWS` rows.
    """
    texts = _Texts()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _part(archive, "[Content_Types].xml", iter([_content_types(len(sheets))]))
        _part(archive, "_rels/.rels", iter([_ROOT]))
        _part(archive, "xl/workbook.xml", iter([_workbook(sheets)]))
        _part(archive, "xl/_rels/workbook.xml.rels", iter([_relations(len(sheets))]))
        _part(archive, "xl/styles.xml", iter([_STYLES]))
        for number, sheet in enumerate(sheets, start=1):
            _part(archive, f"xl/worksheets/sheet{number}.xml", _sheet(sheet, texts))
        _part(archive, "xl/sharedStrings.xml", _shared(texts.texts))


def _part(archive: zipfile.ZipFile, name: str, content: Iterator[str]) -> None:
    entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as part:
        for text in content:
            part.write(text.encode())


# --- sheets ----------------------------------------------------------------------------


def _sheet(sheet: Sheet, texts: _Texts) -> Iterator[str]:
    table = sheet.table
    widths = "".join(
        f'<col min="{i}" max="{i}" customWidth="1" '
        f'width="{11 if kind is date else _WIDTHS.get(name, 14)}"/>'
        for i, (name, kind) in enumerate(table.kinds.items(), start=1)
    )
    letters = [_letters(i) for i in range(len(table.kinds))]
    headings = zip(letters, table.kinds, strict=True)
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
        f'<row r="1">{"".join(f"""<c r="{a}1"{texts.heading(name)}""" for a, name in headings)}'
        "</row>"
    )
    starts = [f'<c r="{letter}' for letter in letters]
    rows = zip(
        *(
            _cells(values, table.kinds[name], sheet, texts)
            for name, values in table.columns.items()
        ),
        strict=True,
    )
    batch: list[str] = []
    for number, row in enumerate(rows, start=2):
        at = f'{number}"'
        cells = "".join([a + at + cell for a, cell in zip(starts, row, strict=True) if cell])
        batch.append(f'<row r="{number}">{cells}</row>')
        if len(batch) == _BATCH:
            yield "".join(batch)
            batch.clear()
    yield f'{"".join(batch)}</sheetData><autoFilter ref="{_area(sheet)}"/></worksheet>'


def _cells(values: Sequence[Value], kind: type, sheet: Sheet, texts: _Texts) -> Iterator[str]:
    """Give what follows a cell's address, for each value of a column."""
    if kind is str:
        cell = texts.cell
        return (cell(text, sheet) for text in values)  # type: ignore[arg-type]
    # Equal numbers are written alike, so each but once; a truth is no number here.
    known: dict[Value, str] = {}
    for value in values:
        if value not in known:
            known[value] = "" if value is None else _cell(value, sheet, texts)
    return map(known.__getitem__, values)


def _cell(value: Value, sheet: Sheet, texts: _Texts) -> str:
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, date):
        return f"><v>{value!r}</v></c>"
    if value < _FIRST_DAY:
        return texts.cell(value.isoformat(), sheet)
    return f' s="{_DAY}"><v>{(value - _EPOCH).days}</v></c>'


def _letters(column: int) -> str:
    """Name a column: A to Z, AA to AZ and so on."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _area(sheet: Sheet, fixed: str = "") -> str:
    """Name the cells of a sheet: the headings and all rows."""
    corner = _letters(len(sheet.table.kinds) - 1)
    return f"{fixed}A{fixed}1:{fixed}{corner}{fixed}{len(sheet.table) + 1}"


# --- the other parts -------------------------------------------------------------------


_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _shared(texts: Sequence[str]) -> Iterator[str]:
    count = len(texts)
    yield f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{count}">'
    for start in range(0, count, _BATCH):
        yield "".join(map(_item, texts[start : start + _BATCH]))
    yield "</sst>"


def _item(text: str) -> str:
    # `_x000D_` is how a carriage return is written, which a text that says so must not become.
    told = _ESCAPED.sub("_x005F_", text) if "_x" in text else text
    return f'<si><t xml:space="preserve">{escape(told, {chr(13): "_x000D_"})}</t></si>'


def _cut(text: str) -> str:
    """Shorten to what a cell holds, counted in UTF-16 as Excel does."""
    if 2 * len(text) <= _LONGEST:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _content_types(sheets: int) -> str:
    parts = {
        "xl/workbook": "sheet.main",
        "xl/styles": "styles",
        "xl/sharedStrings": "sharedStrings",
        **{f"xl/worksheets/sheet{i}": "worksheet" for i in range(1, sheets + 1)},
    }
    told = "".join(
        f'<Override PartName="/{name}.xml" ContentType="{_SHEETML}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _workbook(sheets: Sequence[Sheet]) -> str:
    told = "".join(
        f'<sheet name="{sheet.name}" sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, start=1)
    )
    # The names by which Excel itself keeps what is filtered.
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{i}" hidden="1">'
        f"{sheet.name}!{_area(sheet, '$')}</definedName>"
        for i, sheet in enumerate(sheets)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{told}</sheets>'
        f"<definedNames>{filters}</definedNames></workbook>"
    )


def _relations(sheets: int) -> str:
    targets = [f"worksheets/sheet{i}.xml" for i in range(1, sheets + 1)]
    kinds = ["worksheet"] * sheets
    told = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(
            zip(
                [*kinds, "styles", "sharedStrings"],
                [*targets, "styles.xml", "sharedStrings.xml"],
                strict=True,
            ),
            start=1,
        )
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
