"""Which reader a source needs: told by its content first, by its name second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from mapper.config import Settings
from mapper.errors import SourceError
from mapper.model import Article
from mapper.read.article import Draft, finish, slug
from mapper.read.decode import decode

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 64 * 2**20
"""Largest single document, in bytes; JSON Lines may be of any length."""

_HTML = {".html", ".htm", ".xhtml", ".shtml"}
_MARKDOWN = {".md", ".markdown"}
_LINES = {".jsonl", ".ndjson", ".jsonlines"}
_FEED = {".xml", ".rss", ".atom"}
_UNREADABLE = {
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx or .txt",
    ".odt": "save it as .docx or .txt",
    ".epub": "save it as .html or .txt",
    ".xlsx": "put the texts into a .jsonl, one object a line",
    ".xls": "put the texts into a .jsonl, one object a line",
    ".pptx": "save it as .pdf",
}


def read(
    source: str | Path, settings: Settings | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Article | SourceError]:
    """Read every article that a source holds.

    A failure is given in the place of the article, so that the others still come.

    Parameters
    ----------
    source
        A path, an ``http`` or ``https`` address, or ``-`` for standard input.
    settings
        Options that override what the source says.
    stdin
        What ``-`` reads; the process's own standard input if None.

    Yields
    ------
    Article or SourceError
        In the order of the source. The network is used for addresses only.
    """
    settings = settings or Settings()
    name = str(source)
    if not name:
        yield SourceError("an empty name; give a path, an address, or - for standard input")
        return
    try:
        for draft in _drafts(name, stdin, allow_local=settings.allow_local):
            if isinstance(draft, SourceError):
                yield draft
                continue
            try:
                yield finish(draft, settings)
            except SourceError as error:
                yield error
    except SourceError as error:
        yield error


def _drafts(
    name: str, stdin: BinaryIO | None, *, allow_local: bool
) -> Iterator[Draft | SourceError]:
    if name == "-":
        if stdin is None and sys.stdin is None:
            raise SourceError("standard input: closed; pipe a text in, or name a file")
        stream = stdin or sys.stdin.buffer
        yield from _parse(_limited(stream, "standard input"), "standard input", "", "")
    elif name.lower().startswith(("http://", "https://")):
        from mapper.read.web import fetch

        page = fetch(name, limit=MAX_BYTES, allow_local=allow_local)
        path = urlsplit(page.url).path
        stem = slug(unquote(Path(path).stem)) or slug(urlsplit(page.url).hostname or "")
        suffix = page.suffix or Path(path).suffix.lower()
        yield from _parse(page.data, name, stem, suffix, url=page.url, charset=page.charset)
    elif "://" in name:
        raise SourceError(f"{name}: only http and https addresses can be read")
    else:
        yield from _file(Path(name))


def _file(path: Path) -> Iterator[Draft | SourceError]:
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            raise IsADirectoryError
        if suffix in _LINES:
            from mapper.read.jsonl import read_lines

            with path.open("rb") as stream:
                yield from read_lines(stream, name=str(path), stem=path.stem)
            return
        with path.open("rb") as stream:
            data = _limited(stream, str(path))
    except SourceError:
        raise
    except IsADirectoryError:
        raise SourceError(
            f"{path}: a folder; name the files in it, such as {path / '*.txt'}"
        ) from None
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the path") from None
    except PermissionError:
        raise SourceError(f"{path}: not allowed to read it; check its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"{path}: cannot be read ({reason})") from None
    yield from _parse(data, str(path), path.stem, suffix)


def _limited(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name}: larger than {MAX_BYTES >> 20} MB; split it, or make it a .jsonl"
        )
    if not data.strip():
        raise SourceError(f"{name}: empty; give an article with text")
    return data


def _parse(
    data: bytes, name: str, stem: str, suffix: str, *, url: str = "", charset: str | None = None
) -> Iterator[Draft | SourceError]:
    """Send the bytes to the reader that knows them."""
    if data[:1024].lstrip().startswith(b"%PDF-") or suffix == ".pdf":
        from mapper.read.pdf import read_pdf

        yield read_pdf(data, name=name, stem=stem, url=url)
        return
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        from mapper.read.docx import read_docx

        yield read_docx(data, name=name, stem=stem, url=url)
        return
    if suffix in _UNREADABLE:
        raise SourceError(f"{name}: {suffix} cannot be read; {_UNREADABLE[suffix]}")
    from mapper.read.html import declared_charset

    stated = charset or declared_charset(data)
    text = decode(data, name=name, declared=stated)
    if not text.strip():
        raise SourceError(f"{name}: empty; give an article with text")
    yield from _parse_text(text, name, stem, suffix, url)


def _parse_text(
    text: str, name: str, stem: str, suffix: str, url: str
) -> Iterator[Draft | SourceError]:
    kind = _sniff(text, suffix)
    if kind == "html":
        from mapper.read.html import read_html

        yield read_html(text, name=name, stem=stem, url=url)
    elif kind == "feed":
        from mapper.read.feed import read_feed

        yield from read_feed(text, name=name, stem=stem)
    elif kind == "markdown":
        from mapper.read.markdown import read_markdown

        yield read_markdown(text, name=name, stem=stem)
    elif kind == "jsonl":
        from io import BytesIO

        from mapper.read.jsonl import read_lines

        stream = BytesIO(text.encode("utf-8", "surrogatepass"))
        yield from read_lines(stream, name=name, stem=stem)
    elif kind == "json":
        from mapper.read.jsonl import read_json

        yield from read_json(text, name=name, stem=stem)
    else:
        yield Draft(name=name, id=stem, text=text, url=url)


def _sniff(text: str, suffix: str) -> str:
    """Kind of a text: its first characters decide, then the name's ending."""
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if suffix in _MARKDOWN:
        return "markdown"
    if head.startswith("<"):
        if "<rss" in head or "<feed" in head or "<rdf:rdf" in head:
            return "feed"
        if suffix in _HTML or any(mark in head for mark in ("<!doctype html", "<html", "<body")):
            return "html"
    if suffix in _HTML:
        return "html"
    if suffix in _FEED:
        return "feed"
    if suffix == ".json":
        return "json"
    # A pipe has no name: JSON Lines begin with an object that has a text.
    if not suffix and head.startswith("{") and '"text"' in text.partition("\n")[0]:
        return "jsonl"
    return "plain"
