"""RSS and Atom feeds: one article an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

from mapper.errors import SourceError
from mapper.read.article import Draft, slug
from mapper.read.dates import parse_date
from mapper.read.xml import Element, inner_markup, parse_xml, tag

__all__ = ["read_feed"]

_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
_TEXTS = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "updated")


def read_feed(text: str, *, name: str, stem: str) -> Iterator[Draft | SourceError]:
    """Read the entries of a feed, with what text the feed itself gives of each.

    Parameters
    ----------
    text
        RSS 2.0, RSS 1.0 or Atom.
    name
        The source as the user knows it.
    stem
        Beginning of the ids of entries without a title.

    Yields
    ------
    Draft or SourceError
        One an entry.

    Raises
    ------
    SourceError
        Not a feed.
    """
    # The text was decoded before; what the file states of its encoding is true no more.
    stated = _DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"))
    root = parse_xml(
        stated.encode("utf-8", "replace"),
        name=name,
        problem="neither a page nor a feed; save the article as text",
        recover=True,
    )
    entries = [node for node in root.iter() if tag(node) in ("item", "entry")]
    if not entries:
        raise SourceError(f"{name}: no entries in it; give a page or a feed (RSS, Atom)")
    for number, entry in enumerate(entries, start=1):
        yield _draft(entry, f"{name}, entry {number}", f"{stem or 'entry'}-{number}")


def _draft(entry: Element, where: str, fallback: str) -> Draft:
    from mapper.read.html import text_of

    fields = {tag(node): node for node in reversed(list(entry))}
    title = text_of(_content(fields.get("title")))
    texts = [text_of(_content(fields[key])) for key in _TEXTS if key in fields]
    text = max(texts, key=len, default="") or title
    published = next(
        (day for key in _DATES if key in fields and (day := _date(_content(fields[key])))), None
    )
    link = fields.get("link")
    url = "" if link is None else (link.get("href") or link.text or "").strip()
    return Draft(
        name=where,
        id=slug(title) or fallback,
        text=text,
        title=title,
        published=published,
        url=url if url.startswith(("http://", "https://")) else "",
    )


def _content(node: Element | None) -> str:
    if node is None:
        return ""
    return "".join(node.itertext()) if not len(node) else inner_markup(node)


def _date(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError):
        return parse_date(text)
