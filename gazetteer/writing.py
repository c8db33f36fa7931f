"""The stock as one SQLite file: same stock, same bytes."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.drafts import PLAIN, Draft, Stock, packed
from gazetteer.errors import ArtefactError
from gazetteer.folding import fold, is_latin, loose, variants
from gazetteer.layout import (
    DEGREE,
    DISPUTED,
    FIRST_OWN_NUMBER,
    LINE,
    POLYGON,
    POSTING,
    SCHEMA,
    SCHEMA_VERSION,
    TAIL,
    TOLD,
    cell_of,
    deflate,
    pack_spot,
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
    import shapely

    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    connection.execute("BEGIN")
    numbers = _numbers(stock)
    drafts = sorted(stock, key=lambda draft: numbers[draft.id])
    sources = {text: n for n, text in enumerate(sorted({draft.source for draft in drafts}))}
    ranks = {numbers[draft.id]: rank(draft) for draft in drafts}
    connection.executemany("INSERT INTO source VALUES (?, ?)", ((n, t) for t, n in sources.items()))
    digest = hashlib.sha256(str(SCHEMA_VERSION).encode())
    connection.executemany(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        _digested((_row(draft, numbers, ranks, sources) for draft in drafts), digest),
    )
    connection.execute(
        "INSERT INTO division SELECT number, id, name FROM place WHERE number IN "
        "(SELECT admin1 FROM place UNION SELECT admin2 FROM place)"
    )
    keys = _index(drafts, numbers)
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", _names(keys, ranks))
    connection.executemany("INSERT INTO tail VALUES (?, ?)", _tails(keys))
    connection.executemany("INSERT INTO cell VALUES (?, ?)", _cells(drafts, numbers))
    connection.executemany(
        "INSERT INTO shape VALUES (?, ?)",
        _digested(
            (
                (numbers[draft.id], deflate(shapely.to_wkb(draft.shape)))
                for draft in drafts
                if draft.shape is not None
            ),
            digest,
        ),
    )
    connection.executemany(
        "INSERT INTO border VALUES (?, ?, ?)",
        ((*pair, deflate(shapely.to_wkb(line))) for pair, line in sorted(borders.items())),
    )
    connection.executemany(
        "INSERT INTO moved VALUES (?, ?, ?)",
        ((numbers[i], *point) for i, point in sorted(stock.moved.items()) if i in numbers),
    )
    told = {**_counts(stock, numbers), "digest": digest.hexdigest(), **meta}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(told.items()))
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


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
    numbers: Mapping[str, int],
    ranks: Mapping[int, int],
    sources: Mapping[str, int],
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
    return (
        number,
        None if draft.id.startswith("gn:") else draft.id,
        draft.name,
        round((draft.latitude or 0.0) * DEGREE),
        round((draft.longitude or 0.0) * DEGREE),
        draft.country,
        draft.feature_class,
        draft.feature_code,
        numbers.get(draft.admin1, draft.admin1 or None),
        numbers.get(draft.admin2, draft.admin2 or None),
        draft.population,
        flags,
        ranks[number],
        sources[draft.source],
        packed(names),
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
        if draft.country in _ROMANISED and draft.feature_class in "PA":
            for position, (text, _, _) in enumerate(names[:_LONGEST_LIST]):
                key = loose(fold(text)) if is_latin(text) else ""
                if len(key) > 4:
                    index[f"~{key}"].setdefault(number, position)
    return index


def _names(
    keys: Mapping[str, Mapping[int, int]], ranks: Mapping[int, int]
) -> Iterator[tuple[str, int, int, bytes | None]]:
    """Rows of the names: the likeliest place in columns, the others packed."""
    for key in sorted(keys):
        postings = keys[key]
        first, *others = sorted(postings, key=lambda number: (-ranks[number], number))
        more = b"".join(POSTING.pack(number, postings[number]) for number in others)
        yield key, first, postings[first], more or None


def _tails(keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Keys by their last letters, for spellings whose beginning is wrong."""
    heads: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if len(key) > TAIL and key.isascii() and key[0] != "~":
            heads[key[-TAIL:][::-1]].append(key[:-TAIL])
    for tail in sorted(heads):
        yield tail, deflate("\n".join(sorted(heads[tail])).encode())


def _cells(drafts: Iterable[Draft], numbers: Mapping[str, int]) -> Iterator[tuple[int, bytes]]:
    cells: dict[int, list[bytes]] = defaultdict(list)
    for draft in drafts:
        lat, lon = draft.latitude or 0.0, draft.longitude or 0.0
        spot = pack_spot(numbers[draft.id], lat, lon, draft.feature_class.encode())
        cells[cell_of(lat, lon)].append(spot)
    for cell in sorted(cells):
        yield cell, b"".join(cells[cell])
