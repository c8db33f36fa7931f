"""DOCX files, with nothing but the standard library: a zip with one XML file that matters."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from mapper.errors import SourceError
from mapper.read.article import Draft
from mapper.read.xml import Element, parse_xml

__all__ = ["read_docx"]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
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
        One paragraph a paragraph, table cells included; deleted text, notes and comments not.

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
    paragraphs = [_text(node) for node in document.iter(f"{_WORD}p")]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if not text:
        raise SourceError(f"{name}: a document without text; give an article with text")
    title = "" if properties is None else (properties.findtext(_TITLE) or "").strip()
    return Draft(name=name, id=stem, text=text, title=title, url=url)


def _xml(archive: zipfile.ZipFile, member: str, name: str) -> Element:
    if archive.getinfo(member).file_size > _MAX_XML:
        raise SourceError(f"{name}: more than {_MAX_XML >> 20} MB of text; split it")
    data = archive.read(member)
    return parse_xml(data, name=name, problem="a damaged .docx; open it in Word and save again")


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
