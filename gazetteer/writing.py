"""The stock as one SQLite file: same stock, same bytes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gazetteer.drafts import PLAIN, Draft, Stock, packed
from gazetteer.errors import ArtefactError
from gazetteer.forms import pack_shape
from gazetteer.indexing import cell_rows, index, loose_rows, name_rows, tail_rows
from gazetteer.layout import (
    DEGREE,
    DISPUTED,
    FIRST_OWN_NUMBER,
    LINE,
    LONG_NAMES,
    PAGE,
    POLYGON,
    SCHEMA,
    SCHEMA_VERSION,
    TOLD,
    deflate,
)
from gazetteer.ranking import rank

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["fill", "write"]

_Thing = TypeVar("_Thing", bound=Hashable)


def write(
    stock: Stock,
    path: Path,
    meta: Mapping[str, str],
    borders: Mapping[tuple[str, str], BaseGeometry] | None = None,
) -> None:
    """Write the stock to `path`, whole or not at all.

    Parameters
    ----------
    meta
        What the file says of itself; ``version`` is a must.
    borders
        Lines by pairs of ISO codes in alphabetical order.

    Raises
    ------
    ArtefactError
        There is no room, or no leave to write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            fill(connection, stock, meta, borders or {})
            connection.execute("VACUUM")
        finally:
            connection.close()
        temporary.replace(path)
    except sqlite3.OperationalError as error:  # what SQLite makes of a full disk
        raise ArtefactError(
            f"{path} cannot be written ({error}); free space or choose another folder"
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def fill(
    connection: sqlite3.Connection,
    stock: Stock,
    meta: Mapping[str, str],
    borders: Mapping[tuple[str, str], BaseGeometry],
) -> None:
    """Fill an empty database with the stock."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    connection.execute("BEGIN")

    def insert(table: str, rows: Iterable[tuple[object, ...]]) -> None:
        width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows)  # noqa: S608

    numbers = _numbers(stock)
    drafts = sorted(stock, key=lambda draft: numbers[draft.id])
    ranks = {numbers[draft.id]: rank(draft) for draft in drafts}
    kinds = _numbered(_kind(draft) for draft in drafts)
    areas = _numbered(area for draft in drafts if (area := _area(draft, stock)) is not None)
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    insert("kind", _digested(((number, *kind) for kind, number in kinds.items()), digest))
    insert("area", _digested(((number, *area) for area, number in areas.items()), digest))
    rows = (_row(draft, stock, numbers, ranks, kinds, areas) for draft in drafts)
    insert("place", _digested(rows, digest))
    keys = index(drafts, numbers)
    insert("name", name_rows(keys, ranks))
    insert("loose", loose_rows(drafts, numbers, ranks))
    insert("tail", tail_rows(keys))
    insert("cell", cell_rows(drafts, numbers))
    forms = ((numbers[d.id], pack_shape(d.shape)) for d in drafts if d.shape is not None)
    insert("shape", _digested(forms, digest))
    insert("border", ((*pair, pack_shape(line)) for pair, line in sorted(borders.items())))
    insert(
        "moved",
        ((numbers[i], *point) for i, point in sorted(stock.moved.items()) if i in numbers),
    )
    told = {**_counts(stock, numbers), "digest": digest.hexdigest(), **meta}
    insert("meta", sorted(told.items()))
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _numbered(things: Iterable[_Thing]) -> dict[_Thing, int]:
    """Numbers from 1 for what many places share, the most frequent first: they take less room."""
    counts = Counter(things)
    return {
        thing: number
        for number, (thing, _) in enumerate(
            sorted(counts.items(), key=lambda one: (-one[1], str(one[0]))), 1
        )
    }


def _kind(draft: Draft) -> tuple[str, str, str, str]:
    return draft.country, draft.feature_class, draft.feature_code, draft.source


def _area(draft: Draft, stock: Stock) -> tuple[int | str, str, int | str, str] | None:
    """Return reference and name of both divisions; a bare name of a user's own has no reference."""
    if not (draft.admin1 or draft.admin2):
        return None
    return (*_division(draft.admin1, stock), *_division(draft.admin2, stock))


def _division(told: str, stock: Stock) -> tuple[int | str, str]:
    division = stock.get(told)
    if division is None:
        return "", told
    return int(told[3:]) if told.startswith("gn:") else told, division.name


def _digested(
    rows: Iterable[tuple[object, ...]], digest: hashlib._Hash
) -> Iterator[tuple[object, ...]]:
    """Pass rows on; what is the same data has the same digest, whenever it was built."""
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
        yield row


def _counts(stock: Stock, numbers: Mapping[str, int]) -> dict[str, str]:
    """Return what the file says of itself: how much it holds, and where the countries are."""
    return {
        "places": str(len(stock)),
        "names": str(sum(len(draft.all_names()) for draft in stock)),
        "shapes": str(sum(draft.shape is not None for draft in stock)),
        **{f"country {c}": str(numbers[i]) for c, i in stock.countries.items() if i in numbers},
    }


def _numbers(stock: Stock) -> dict[str, int]:
    """Row numbers: GeoNames' own id, or a running number for what is not of GeoNames."""
    own = sorted(draft.id for draft in stock if not draft.id.startswith("gn:"))
    numbers = {place_id: FIRST_OWN_NUMBER + index for index, place_id in enumerate(own)}
    for draft in stock:
        if draft.id.startswith("gn:"):
            numbers[draft.id] = int(draft.id[3:])
    return numbers


def _row(
    draft: Draft,
    stock: Stock,
    numbers: Mapping[str, int],
    ranks: Mapping[int, int],
    kinds: Mapping[tuple[str, str, str, str], int],
    areas: Mapping[tuple[int | str, str, int | str, str], int],
) -> tuple[object, ...]:
    number = numbers[draft.id]
    flags = DISPUTED if draft.disputed else 0
    if draft.shape is not None:
        flags |= POLYGON if "Polygon" in draft.shape.geom_type else LINE
    names = draft.all_names()
    if names[0][1:] == PLAIN[0]:
        names = names[1:]  # it says no more than the column `name`
    else:
        flags |= TOLD
    text = packed(names)
    content = text.encode()
    area = _area(draft, stock)
    return (
        number,
        None if draft.id.startswith("gn:") else draft.id,
        draft.name,
        round((draft.latitude or 0.0) * DEGREE),
        round((draft.longitude or 0.0) * DEGREE),
        kinds[_kind(draft)],
        None if area is None else areas[area],
        draft.population,
        ranks[number],
        flags,
        deflate(content) if len(content) > LONG_NAMES else text,
    )
