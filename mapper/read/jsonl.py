"""JSON Lines: one article a line, and a broken line spoils no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from mapper.errors import SourceError
from mapper.read.article import Draft
from mapper.read.dates import parse_date

__all__ = ["read_json", "read_lines"]

_MAX_LINE = 64 * 2**20


def read_lines(stream: BinaryIO, *, name: str, stem: str) -> Iterator[Draft | SourceError]:
    """Read articles one a line; blank lines are passed over.

    Parameters
    ----------
    stream
        UTF-8 bytes, read as they are needed.
    name
        The source as the user knows it.
    stem
        Beginning of the ids of lines that have none.

    Yields
    ------
    Draft or SourceError
        One a line that is not blank; an error names its line.
    """
    number, empty, good = 0, True, False
    while line := stream.readline(_MAX_LINE + 1):
        number += 1
        where = f"{name}, line {number}"
        if len(line) > _MAX_LINE:
            yield SourceError(f"{where}: longer than {_MAX_LINE >> 20} MB; split the text")
            return
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield SourceError(f"{name}: JSON Lines must be UTF-8; save the file as UTF-8")
                return
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        empty = False
        if b"\x00" in line and not good:
            yield SourceError(f"{name}: a binary file, not JSON Lines; check the file")
            return
        try:
            yield _draft(_loads(line, where), where, f"{stem or 'line'}-{number}")
            good = True
        except SourceError as error:
            yield error
    if empty:
        yield SourceError(f"{name}: empty; give one JSON object a line")


def read_json(text: str, *, name: str, stem: str) -> Iterator[Draft | SourceError]:
    """Read a JSON file that holds one article, or a list of them.

    Parameters
    ----------
    text
        The file.
    name, stem
        As in `read_lines`.

    Yields
    ------
    Draft or SourceError
        One an object; an error names its place in the list.
    """
    value = _loads(text.encode("utf-8", "surrogatepass"), name)
    if not isinstance(value, list):
        yield _draft(value, name, stem)
        return
    if not value:
        yield SourceError(f"{name}: an empty list; give objects with a text")
    for number, item in enumerate(value, start=1):
        where = f"{name}, item {number}"
        try:
            yield _draft(item, where, f"{stem or 'item'}-{number}")
        except SourceError as error:
            yield error


def _loads(data: bytes, where: str) -> Any:
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        raise SourceError(f"{where}: not UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{where}: not JSON ({error.msg}, column {error.colno}); write one object a line"
        ) from None
    except (RecursionError, ValueError):
        raise SourceError(f"{where}: not JSON that can be read; write one object a line") from None


def _draft(value: Any, where: str, fallback: str) -> Draft:
    if not isinstance(value, dict):
        raise SourceError(f'{where}: not an object; write {{"text": "..."}}')
    if not isinstance(value.get("text"), str):
        state = "is missing" if "text" not in value else "is no string"
        raise SourceError(f'{where}: "text" {state}; it must hold the article')
    identifier = value.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    elif identifier is not None and not isinstance(identifier, str):
        raise SourceError(f'{where}: "id" must be a string or a whole number')
    return Draft(
        name=where,
        id=(identifier or "").strip() or fallback,
        text=value["text"],
        title=_string(value, "title", where),
        published=_published(value, where),
        url=_string(value, "url", where),
        language=_string(value, "lang", where),
    )


def _string(value: dict[str, Any], key: str, where: str) -> str:
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise SourceError(f'{where}: "{key}" must be a string or null')
    return found


def _published(value: dict[str, Any], where: str) -> date | None:
    text = _string(value, "published", where)
    if not text.strip():
        return None
    day = parse_date(text)
    if day is None:
        raise SourceError(f'{where}: "published" is no date; write it as 2023-05-08')
    return day
