"""The stock as one SQLite file: same stock, same bytes."""

from __future__ import annotations

import sqlite3
import struct
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from gazetteer.folding import fold, variants
from gazetteer.ranking import rank
from gazetteer.drafts import PLAIN, Draft, Stock
from gazetteer.layout import FIRST_OWN_NUMBER, POSTING, SCHEMA, SCHEMA_VERSION, cell_of

__all__ = ["write"]



def write(stock: Stock, path: Path, meta: dict[str, str]) -> None:
    """Write the stock to `path`, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(temporary, isolation_level=None)
    try:
        _fill(connection, stock, meta)
    finally:
        connection.close()
    temporary.replace(path)


def _fill(connection: sqlite3.Connection, stock: Stock, meta: dict[str, str]) -> None:
    connection.execute("PRAGMA page_size = 4096")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    numbers = _numbers(stock)
    drafts = sorted(stock, key=lambda draft: numbers[draft.id])
    sources = sorted({draft.source for draft in drafts})
    connection.executemany("INSERT INTO source VALUES (?, ?)", enumerate(sources))
    source_numbers = {source: number for number, source in enumerate(sources)}
    ranks = {numbers[draft.id]: rank(draft) for draft in drafts}
    connection.executemany(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (_row(draft, numbers, ranks, source_numbers) for draft in drafts),
    )
    _names(connection, drafts, numbers, ranks)
    _cells(connection, drafts, numbers)
    _shapes(connection, drafts, numbers)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("VACUUM")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _numbers(stock: Stock) -> dict[str, int]:
    """Row numbers: GeoNames' own id, or a running number for what is not of GeoNames."""
    own = sorted(draft.id for draft in stock if not draft.id.startswith("gn:"))
    numbers = {place_id: FIRST_OWN_NUMBER + index for index, place_id in enumerate(own)}
    for draft in stock:
        if draft.id.startswith("gn:"):
            numbers[draft.id] = int(draft.id[3:])
    return numbers


def _row(
    draft: Draft, numbers: dict[str, int], ranks: dict[int, int], sources: dict[str, int]
) -> tuple[object, ...]:
    number = numbers[draft.id]
    kind = 0 if draft.shape is None else 2 if "Polygon" in draft.shape.geom_type else 1
    return (
        number,
        None if draft.id.startswith("gn:") else draft.id,
        draft.name,
        round(draft.latitude or 0.0, 5),
        round(draft.longitude or 0.0, 5),
        draft.country,
        draft.feature_class,
        draft.feature_code,
        numbers.get(draft.admin1),
        numbers.get(draft.admin2),
        draft.population,
        int(draft.disputed),
        kind,
        ranks[number],
        sources[draft.source],
        "\n".join(
            text if (language, kind) == PLAIN[0] else f"{language}\t{kind}\t{text}"
            for text, language, kind in draft.all_names()
        ),
    )


def _names(
    connection: sqlite3.Connection,
    drafts: Iterable[Draft],
    numbers: dict[str, int],
    ranks: dict[int, int],
) -> None:
    index: dict[str, dict[int, int]] = defaultdict(dict)
    for draft in drafts:
        number = numbers[draft.id]
        names = draft.all_names()
        for position, (text, _, _) in enumerate(names):
            key = fold(text)
            if key:
                index[key].setdefault(number, min(position, 255))
        for position, (text, language, _) in enumerate(names):
            if position == 0 or language == "az":
                for key in variants(text, draft.country):
                    index[key].setdefault(number, min(position, 255))
    connection.executemany(
        "INSERT INTO name VALUES (?, ?)",
        ((key, _pack(index[key], ranks)) for key in sorted(index)),
    )


def _pack(postings: dict[int, int], ranks: dict[int, int]) -> bytes:
    order = sorted(postings, key=lambda number: (-ranks[number], number))
    return b"".join(POSTING.pack(number, postings[number]) for number in order)


def _cells(
    connection: sqlite3.Connection, drafts: Iterable[Draft], numbers: dict[str, int]
) -> None:
    cells: dict[int, list[bytes]] = defaultdict(list)
    for draft in drafts:
        lat, lon = draft.latitude or 0.0, draft.longitude or 0.0
        packed = struct.pack("<Iffc", numbers[draft.id], lat, lon, draft.feature_class.encode())
        cells[cell_of(lat, lon)].append(packed)
    connection.executemany(
        "INSERT INTO cell VALUES (?, ?)", ((cell, b"".join(cells[cell])) for cell in sorted(cells))
    )


def _shapes(
    connection: sqlite3.Connection, drafts: Iterable[Draft], numbers: dict[str, int]
) -> None:
    import shapely

    for draft in drafts:
        if draft.shape is not None:
            slim = shapely.simplify(draft.shape, 0.01)
            connection.execute(
                "INSERT INTO shape VALUES (?, ?)", (numbers[draft.id], shapely.to_wkb(slim))
            )
