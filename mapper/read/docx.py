"""DOCX files, with nothing but the standard library: a zip with one XML file that matters."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

from mapper.errors import SourceError
from mapper.read.article import Draft
from mapper.read.tables import table_row
from mapper.read.xml import Element, parse_xml

__all__ = ["read_docx"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST_IN_ROW = 80
"""Words; what is longer is no row of facts but paragraphs side by side."""
_MAX_XML = 64 * 2**20


def read_docx(data: bytes, *, name: str, stem: str, url: str = "") -> Draft:
    """Read a Word document's text.

    Parameters
    ----------
    data
        The file.
    name
        The source as the user knows it.
    stem
        Id of the article.
    url
        Where it came from.

    Returns
    -------
    Draft
        One paragraph a paragraph, a row of a table in one (see `mapper.read.tables`); deleted
        text, notes and comments not.

    Raises
    ------
    SourceError
        Not a Word document, or an encrypted or damaged one.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceError(f"{name}: an old or encrypted Word file; save it as .docx, no password")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise SourceError(f"{name}: no Word document; check the file")
            document = _xml(archive, "word/document.xml", name)
            core = "docProps/core.xml"
            properties = _xml(archive, core, name) if core in archive.namelist() else None
    except SourceError:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError):
        raise SourceError(f"{name}: no readable .docx; open it in Word and save again") from None
    text = "\n\n".join(_blocks(document))
    if not text:
        raise SourceError(f"{name}: a document without text; give an article with text")
    title = "" if properties is None else (properties.findtext(_TITLE) or "").strip()
    return Draft(name=name, id=stem, text=text, title=title, url=url)


def _xml(archive: zipfile.ZipFile, member: str, name: str) -> Element:
    if archive.getinfo(member).file_size > _MAX_XML:
        raise SourceError(f"{name}: more than {_MAX_XML >> 20} MB of text; split it")
    data = archive.read(member)
    return parse_xml(data, name=name, problem="a damaged .docx; open it in Word and save again")


def _blocks(document: Element) -> Iterator[str]:
    """Give paragraphs, and the rows of tables that are not inside another table."""
    row: Element | None = None
    cells: dict[Element, list[str]] = {}
    for node in document.iter(f"{_WORD}p"):
        around = [*node.iterancestors(f"{_WORD}tr")]
        outer = around[-1] if around else None
        if outer is not row:
            yield from _row(cells.values())
            row, cells = outer, {}
        text = _text(node)
        if row is None:
            yield from [text] if text else []
        elif text:
            cells.setdefault([*node.iterancestors(f"{_WORD}tc")][-1], []).append(text)
    yield from _row(cells.values())


def _row(cells: Iterable[list[str]]) -> list[str]:
    """Make the lines of a row: one, unless the table only lays a page out."""
    found = list(cells)
    if sum(len(text.split()) for cell in found for text in cell) > _MOST_IN_ROW:
        return [text for cell in found for text in cell]
    return table_row(" ".join(cell) for cell in found)


def _text(paragraph: Element) -> str:
    """Take the paragraph's own runs; text boxes inside it are paragraphs of their own."""
    pieces: list[str] = []
    for node in paragraph.iter():
        if node is not paragraph and _nearest_paragraph(node) is not paragraph:
            continue
        if node.tag == f"{_WORD}t":
            pieces.append(node.text or "")
        elif node.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            pieces.append(" ")
        elif node.tag == f"{_WORD}noBreakHyphen":
            pieces.append("-")
    return " ".join("".join(pieces).split())


def _nearest_paragraph(node: Element) -> Element | None:
    return next(node.iterancestors(f"{_WORD}p"), None)
