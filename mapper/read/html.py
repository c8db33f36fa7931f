"""HTML pages: trafilatura finds the text, the title and the day of publication."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from mapper.errors import SourceError
from mapper.read.article import Draft
from mapper.read.dates import parse_date
from mapper.read.tables import table_row
from mapper.read.xml import parse_html

__all__ = ["declared_charset", "read_html", "text_of"]

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)""")
_BLOCKS = re.compile(
    "p|div|br|li|h[1-6]|blockquote|tr|section|article|header|pre|dt|dd|figcaption|main"
)
_RULE = re.compile(r"[|\s:-]+")  # between a table's head and its rows
# Shorter than this the extractor gives up and takes the whole page.
_SHORT = 300
_LANGUAGE = re.compile(r"""<html[^>]{0,500}\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z]+)?)""")


def declared_charset(data: bytes) -> str | None:
    """Find the encoding that a page's or feed's own first lines state.

    Parameters
    ----------
    data
        The page.

    Returns
    -------
    str or None
        None where nothing is stated.
    """
    head = data[:4096]
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    match = _XML.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii") if match else None


def read_html(text: str, *, name: str, stem: str, url: str = "") -> Draft:
    """Read the article of a page.

    Parameters
    ----------
    text
        The page.
    name
        The source as the user knows it.
    stem
        Id of the article.
    url
        Where the page came from; what it says of itself is used if empty.

    Returns
    -------
    Draft
        Paragraphs are parted by blank lines; menus, comments and boxes are gone.

    Raises
    ------
    SourceError
        The page holds no text.
    """
    import trafilatura

    found: Any = None  # a Document where the page has a body
    try:
        found = trafilatura.bare_extraction(
            text,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, RecursionError):
        found = None
    body = _paragraphs(found.text or "") if found is not None else ""
    if len(body) < _SHORT:
        # A short notice, or a page of an unusual build; `mark_body` sees to the rest.
        body = text_of(text) or body
    if not body:
        raise SourceError(f"{name}: no text in this page; is it drawn by a script?")
    language = _LANGUAGE.search(text[:4096])
    canonical = (found.url or "") if found is not None else ""
    address = url or canonical
    return Draft(
        name=name,
        id=stem or PurePosixPath(urlsplit(address).path).stem,
        text=body,
        title=(found.title or "") if found is not None else "",
        published=parse_date(found.date) if found is not None and found.date else None,
        url=address if address.startswith(("http://", "https://")) else "",
        language=language[1] if language else "",
    )


def text_of(markup: str) -> str:
    """Take the visible text of a piece of HTML, such as a feed's entry.

    Parameters
    ----------
    markup
        HTML, or text without any.

    Returns
    -------
    str
        Its text, block elements parted by blank lines.
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    root = parse_html(markup)
    if root is None:
        return ""
    main = next(iter(root.xpath("//article|//main|//*[@role='main']")), root)
    for node in main.iter():
        if isinstance(node.tag, str) and _BLOCKS.fullmatch(node.tag):
            node.text = "\n" + (node.text or "")
            node.tail = "\n" + (node.tail or "")
    return _paragraphs(main.text_content())


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n\n".join(told for line in lines if line for told in _rows(line))


def _rows(line: str) -> list[str]:
    """Take a row of a table, which the extractor writes between bars, for what it says."""
    if not (line.startswith("|") and line.endswith("|")):
        return [line]
    if _RULE.fullmatch(line):
        return []
    return table_row(cell.strip() for cell in line.strip("|").split("|"))
