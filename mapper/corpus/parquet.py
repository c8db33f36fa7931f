"""Parquet as a source of articles: a row group at a time, a batch of rows at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import SourceError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

__all__ = ["group_digest", "open_parquet", "read_rows", "row_ids"]

_CHUNK = 2**20
_BATCH = 64
_COLUMNS = ("id", "title", "url", "lang")


def open_parquet(path: Path, name: str) -> ParquetFile:
    """Open a Parquet file.

    Raises
    ------
    SourceError
        It is none, or cannot be read.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path)
    except FileNotFoundError:
        raise SourceError(f"{name}: no such file any more") from None
    except (OSError, pyarrow.ArrowException) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{name}: not Parquet that can be read ({reason})") from None


def group_digest(path: Path, name: str, table: ParquetFile, group: int) -> str:
    """Sum up the bytes of a row group as they lie in the file."""
    columns = table.metadata.row_group(group)
    total = hashlib.sha256(str(columns.num_rows).encode())
    try:
        with path.open("rb") as stream:
            for number in range(columns.num_columns):
                column = columns.column(number)
                start = column.data_page_offset
                if column.has_dictionary_page and column.dictionary_page_offset:
                    start = min(start, column.dictionary_page_offset)
                total.update(column.path_in_schema.encode() + b"\0")
                stream.seek(start)
                left = column.total_compressed_size
                while left > 0 and (data := stream.read(min(left, _CHUNK))):
                    total.update(data)
                    left -= len(data)
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror or error})") from None
    return total.hexdigest()


def row_ids(table: ParquetFile, group: int, first: int, stem: str) -> list[str]:
    """Give the ids of the rows of a group, made of the row's number where there is none."""
    count = table.metadata.row_group(group).num_rows
    own: list[Any] = [None] * count
    if "id" in table.schema_arrow.names:
        own = table.read_row_group(group, columns=["id"]).column(0).to_pylist()
    return [
        (str(value).strip() if isinstance(value, str | int) else "") or f"{stem}-{first + row + 1}"
        for row, value in enumerate(own)
    ]


def read_rows(
    path: Path, name: str, group: int, start: int, end: int, fields: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    """Read some rows of a group, a few at a time.

    Parameters
    ----------
    path, name
        The file, and its name for messages.
    group, start, end
        Which rows.
    fields
        Columns of the text and of the day of publication.

    Yields
    ------
    dict
        The columns that an article may have.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    import pyarrow

    table = open_parquet(path, name)
    wanted = [c for c in dict.fromkeys((*_COLUMNS, *fields)) if c in table.schema_arrow.names]
    position = 0
    try:
        for batch in table.iter_batches(_BATCH, row_groups=[group], columns=wanted):
            if position + batch.num_rows > start:
                low, high = max(start - position, 0), min(end - position, batch.num_rows)
                yield from batch.slice(low, high - low).to_pylist()
            position += batch.num_rows
            if position >= end:
                return
    except (OSError, pyarrow.ArrowException) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{name}: cannot be read ({reason})") from None
