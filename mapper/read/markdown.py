"""Markdown: the text that a reader sees, and the front matter's title and date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mapper.errors import SourceError
from mapper.read.article import Draft
from mapper.read.dates import parse_date
from mapper.read.tables import table_row

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|published|lang|url|id)\s*:\s*(.+?)\s*$", re.MULTILINE)


def read_markdown(text: str, *, name: str, stem: str) -> Draft:
    """Read a Markdown file.

    Parameters
    ----------
    text
        The file.
    name
        The source as the user knows it.
    stem
        Id of the article.

    Returns
    -------
    Draft
        Plain paragraphs: marks, link targets, pictures and code are gone.

    Raises
    ------
    SourceError
        Nothing but marks in it.
    """
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    fields = {}
    if front is not None:
        fields = {key: value.strip("\"'") for key, value in _FIELD.findall(front[1])}
        text = text[front.end() :]
    title, blocks = _blocks(MarkdownIt("commonmark").enable("table").parse(text))
    body = "\n\n".join(block for block in blocks if block)
    if not body:
        raise SourceError(f"{name}: no text in it; give an article with text")
    return Draft(
        name=name,
        id=fields.get("id") or stem,
        text=body,
        title=fields.get("title", title),
        published=parse_date(fields.get("date") or fields.get("published") or ""),
        url=fields.get("url", ""),
        language=fields.get("lang", ""),
    )


def _blocks(tokens: Iterable[Token]) -> tuple[str, list[str]]:
    """Give the first heading, and every block as a line; a row of a table is one."""
    blocks: list[str] = []
    cells: list[str] | None = None
    title, level = "", ""
    for token in tokens:
        if token.type == "heading_open":
            level = token.tag
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            blocks += table_row(cells or [])
            cells = None
        elif token.type == "inline":
            line = _inline(token)
            if level == "h1" and not title:
                title = line
            level = ""
            (blocks if cells is None else cells).append(line)
    return title, blocks


def _inline(token: Token) -> str:
    pieces = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return " ".join("".join(pieces).split())
