"""The stock as one SQLite file: same stock, same bytes."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gazetteer.drafts import PLAIN, Draft, Stock, packed
from gazetteer.errors import ArtefactError
from gazetteer.folding import fold, is_latin, loose, variants
from gazetteer.forms import pack_shape
from gazetteer.layout import (
    DEGREE,
    DISPUTED,
    FIRST_OWN_NUMBER,
    LINE,
    LONG_NAMES,
    LOOSE,
    PAGE,
    POLYGON,
    POSTING,
    SCHEMA,
    SCHEMA_VERSION,
    TAIL,
    TOLD,
    cell_of,
    deflate,
    loose_bucket,
    pack_spot,
    tail_number,
)
from gazetteer.ranking import rank

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["fill", "write"]

# Where names reach the Latin alphabet by way of a romanisation, and so in several spellings.
_ROMANISED = frozenset(
    re.findall(
        "..",
        "AEAFAMAZBDBGBHBYCNCYDJDZEGEHERETGEGRILINIQIRJOKGKMKWKZLBLKLYMAMDMEMKMLMMMNMRNENPOMPKPSQARSRU"
        "SASDSOSSSYTDTHTJTMTNTRUAUZXKYE",
    )
)
_LONGEST_LIST = 255
_SHORTEST_LOOSE = 4
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
    keys = _index(drafts, numbers)
    insert("name", _names(keys, ranks))
    insert("loose", _loose(drafts, numbers, ranks))
    insert("tail", _tails(keys))
    insert("cell", _cells(drafts, numbers))
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


def _index(drafts: Iterable[Draft], numbers: Mapping[str, int]) -> dict[str, dict[int, int]]:
    """Places by key, each with the position of the name among its names."""
    index: dict[str, dict[int, int]] = defaultdict(dict)
    for draft in drafts:
        number = numbers[draft.id]
        names = draft.all_names()
        # Of two names with one key, the one in Latin letters is the one that is shown.
        for position, (text, _, _) in sorted(enumerate(names), key=lambda n: not is_latin(n[1][0])):
            if key := fold(text):
                index[key].setdefault(number, min(position, _LONGEST_LIST))
        for position, (text, language, _) in enumerate(names):
            if position == 0 or language == "az":
                for key in variants(text, draft.country):
                    index[key].setdefault(number, min(position, _LONGEST_LIST))
    return index


def _loose(
    drafts: Iterable[Draft], numbers: Mapping[str, int], ranks: Mapping[int, int]
) -> Iterator[tuple[int, bytes]]:
    """Rows of the loose keys; of one key, the likeliest place comes first."""
    buckets: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for draft in drafts:
        if draft.country not in _ROMANISED or draft.feature_class not in "PA":
            continue
        number = numbers[draft.id]
        positions: dict[str, int] = {}
        for position, (text, _, _) in enumerate(draft.all_names()[:_LONGEST_LIST]):
            key = loose(fold(text)) if is_latin(text) else ""
            if len(key) > _SHORTEST_LOOSE:
                positions.setdefault(key, position)
        for key, position in positions.items():
            bucket, mark = loose_bucket(key)
            buckets[bucket].append((mark, -ranks[number], number, position))
    for bucket in sorted(buckets):
        yield (
            bucket,
            b"".join(
                LOOSE.pack(mark, number, position)
                for mark, _, number, position in sorted(buckets[bucket])
            ),
        )


def _names(
    keys: Mapping[str, Mapping[int, int]], ranks: Mapping[int, int]
) -> Iterator[tuple[str, int, int, bytes | None]]:
    """Rows of the names: the likeliest place in columns, the others packed."""
    for key in sorted(keys):
        postings = keys[key]
        first, *others = sorted(postings, key=lambda number: (-ranks[number], number))
        more = b"".join(POSTING.pack(number, postings[number]) for number in others)
        yield key, first, postings[first], more or None


def _tails(keys: Iterable[str]) -> Iterator[tuple[int, bytes]]:
    """Keys by their last letters, for spellings whose beginning is wrong."""
    heads: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if len(key) > TAIL and key.isascii():
            heads[key[-TAIL:]].append(key[:-TAIL])
    for tail in sorted(heads):
        yield tail_number(tail), deflate("\n".join(sorted(heads[tail])).encode())


def _cells(drafts: Iterable[Draft], numbers: Mapping[str, int]) -> Iterator[tuple[int, bytes]]:
    cells: dict[int, list[bytes]] = defaultdict(list)
    for draft in drafts:
        lat, lon = draft.latitude or 0.0, draft.longitude or 0.0
        spot = pack_spot(numbers[draft.id], lat, lon, draft.feature_class.encode())
        cells[cell_of(lat, lon)].append(spot)
    for cell in sorted(cells):
        yield cell, b"".join(cells[cell])
