"""The articles of a part, read where it is analysed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from mapper.corpus.parquet import read_rows
from mapper.corpus.parts import Kind, Member, Part
from mapper.corpus.recipe import Recipe
from mapper.corpus.streams import LONGEST_LINE, each_line, opened
from mapper.errors import SourceError
from mapper.model import Article
from mapper.read import from_text, parse_date, read

__all__ = ["Found", "Item", "items"]


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it was read, or why it could not be; and where it stands."""

    id: str
    where: str
    article: Article | SourceError


@dataclass(frozen=True, slots=True)
class Item:
    """Something to read: a line, a row, a document, which may hold several articles.

    `load` reads it; it raises `SourceError` where it cannot be read at all.
    """

    id: str
    where: str
    load: Callable[[], list[Found]]


def items(part: Part, recipe: Recipe) -> Iterator[Item]:
    """Go through the articles of a part.

    Parameters
    ----------
    part
        Whose sources have been checked to be those that were planned.
    recipe
        Where text and day of publication are, and what overrides them.

    Yields
    ------
    Item
        In order.

    Raises
    ------
    SourceError
        A source cannot be read at all.
    """
    with _warnings_held():
        for member in part.members:
            if member.kind is Kind.LINES:
                yield from _lines(member, recipe)
            elif member.kind is Kind.ROWS:
                yield from _rows(member, recipe)
            else:
                yield from _document(member, recipe)


@contextmanager
def _warnings_held() -> Iterator[None]:
    """Hold back what reading warns of: among thousands of articles it would hide the progress."""
    reading = logging.getLogger("mapper.read")
    before = reading.level
    reading.setLevel(logging.ERROR)
    try:
        yield
    finally:
        reading.setLevel(before)


def _lines(member: Member, recipe: Recipe) -> Iterator[Item]:
    with opened(member.path, member.name) as stream:
        stream.seek(member.start)
        ids = iter(member.ids)
        position, number = member.start, member.first
        for line, length in each_line(stream, member.first, member.name):
            if line is None or line.strip():
                where, own = f"{member.name}, line {number}", next(ids)
                yield Item(own, where, _line_loader(line, where, own, recipe))
            position, number = position + length, number + 1
            if position >= member.end:
                return


def _line_loader(
    line: bytes | None, where: str, own: str, recipe: Recipe
) -> Callable[[], list[Found]]:
    return lambda: [Found(own, where, _article(_loaded(line, where), where, own, recipe))]


def _loaded(line: bytes | None, where: str) -> Mapping[str, Any]:
    if line is None:
        raise SourceError(f"{where}: longer than {LONGEST_LINE >> 20} MB; split the text")
    try:
        value = json.loads(line.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        raise SourceError(f"{where}: not UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{where}: not JSON ({error.msg}, column {error.colno}); write one object a line"
        ) from None
    except (RecursionError, ValueError):
        raise SourceError(f"{where}: not JSON that can be read; write one object a line") from None
    if not isinstance(value, dict):
        raise SourceError(f"{where}: not an object; write one object a line")
    return value


def _rows(member: Member, recipe: Recipe) -> Iterator[Item]:
    fields = (recipe.text_field, recipe.published_field)
    rows = read_rows(member.path, member.name, member.group, member.start, member.end, fields)
    first = member.first + member.start + 1
    for number, (own, row) in enumerate(zip(member.ids, rows, strict=True), start=first):
        where = f"{member.name}, row {number}"
        yield Item(own, where, _row_loader(row, where, own, recipe))


def _row_loader(
    row: Mapping[str, Any], where: str, own: str, recipe: Recipe
) -> Callable[[], list[Found]]:
    return lambda: [Found(own, where, _article(row, where, own, recipe))]


def _document(member: Member, recipe: Recipe) -> Iterator[Item]:
    own = member.ids[0]
    yield Item(own, member.name, lambda: _entries(member, own, recipe))


def _entries(member: Member, own: str, recipe: Recipe) -> list[Found]:
    """Read a document: one article, or the several of a feed, which are named after it."""
    articles = list(read(member.path, recipe.settings))
    if len(articles) == 1:
        return [_found(articles[0], own, member.name, member)]
    found: dict[str, Found] = {}
    for number, article in enumerate(articles, start=1):
        name = f"{own}/{article.id if isinstance(article, Article) else number}"
        name = name if name not in found else f"{name}-{number}"
        found[name] = _found(article, name, f"{member.name}, entry {number}", member)
    return list(found.values())


def _found(article: Article | SourceError, own: str, where: str, member: Member) -> Found:
    if isinstance(article, Article):
        return Found(own, where, replace(article, id=own))
    # The folder in which a source happens to lie is no part of the result.
    return Found(own, where, SourceError(str(article).replace(str(member.path), member.name)))


def _article(value: Mapping[str, Any], where: str, own: str, recipe: Recipe) -> Article:
    """Make an article of an object of JSON Lines or a row of Parquet."""
    text = value.get(recipe.text_field)
    if not isinstance(text, str) or not text.strip():
        state = "is missing" if text is None else "is empty" if text == "" else "is no text"
        raise SourceError(f'{where}: "{recipe.text_field}" {state}; it must hold the article')
    settings = recipe.settings
    try:
        return from_text(
            text,
            id=own,
            title=_string(value, "title", where),
            published=settings.published or _day(value.get(recipe.published_field), where, recipe),
            url=_string(value, "url", where),
            language=settings.language or _string(value, "lang", where) or "en",
        )
    except SourceError as error:
        raise SourceError(f"{where}: {error}") from None


def _string(value: Mapping[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise SourceError(f'{where}: "{key}" must be a string or null')
    return found


def _day(value: Any, where: str, recipe: Recipe) -> date | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    day = parse_date(value) if isinstance(value, str) else None
    if day is None:
        raise SourceError(f'{where}: "{recipe.published_field}" is no date; write it as 2023-05-08')
    return day
