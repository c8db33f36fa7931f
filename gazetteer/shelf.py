"""One built file, opened read-only: rows in, places out."""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any
from weakref import WeakSet

from gazetteer.errors import ArtefactError
from gazetteer.folding import fold, loose
from gazetteer.layout import (
    LOOSE,
    POSTING,
    SCHEMA_VERSION,
    inflate,
    loose_bucket,
    tail_number,
    unpack_spots,
)
from gazetteer.model import Place, unpack_name
from gazetteer.rows import BATCH, BEARER, PLACE, PLACES, Kinds, place_of

__all__ = ["Shelf"]

_REMEDY = "install the package again, or, in the source checkout: mapper gazetteer build"
# A place with all its names is about a kilobyte.
_MOST_PLACES = 4096
_MOST_PREFIXES = 300
# SQLite quotes what it cannot read; Python may not be able to read the quotation.
_BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)
# As many are as quickly read one by one.
_FEW = 3


class _Own(threading.local):
    """Each thread's own cursor; SQLite lets one of them in after the other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.cursor = connection.cursor()


class Shelf:
    """Rows of one built file. Safe to use from several threads, and after a fork.

    Parameters
    ----------
    source
        The file, or an open connection to a database of the same form.
    remedy
        What to do if the file is missing or damaged.
    """

    def __init__(self, source: Path | sqlite3.Connection, *, remedy: str = _REMEDY) -> None:
        self._remedy = remedy
        self._path = source if isinstance(source, Path) else None
        self._connection = _open(source, remedy) if isinstance(source, Path) else source
        self._own = _Own(self._connection)
        self._forked = False
        _OPEN.add(self)
        self._kinds = Kinds(self.rows)
        self.meta: dict[str, str] = dict(self.rows("SELECT key, value FROM meta"))
        self._places: dict[int, tuple[Place, int]] = {}

    def close(self) -> None:
        """Close the file; the shelf is of no use afterwards."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query."""
        try:
            if self._forked:
                self._reopen()
            return self._own.cursor.execute(sql, values).fetchall()
        except _BROKEN as error:
            raise self._damaged(error) from None

    def row(self, sql: str, values: Sequence[object]) -> Any:
        """Return the first row of a query, or None."""
        try:
            if self._forked:
                self._reopen()
            return self._own.cursor.execute(sql, values).fetchone()
        except _BROKEN as error:
            raise self._damaged(error) from None

    def _damaged(self, error: Exception) -> Exception:
        if isinstance(error, sqlite3.ProgrammingError):  # used after close
            return error
        return _damage(self._path, error, self._remedy)

    def _reopen(self) -> None:
        """Open the file anew: a forked child must not share its parent's handle."""
        if self._path is not None:
            self._connection = _open(self._path, self._remedy)
            self._own = _Own(self._connection)
        self._forked = False

    def bearers(self, key: str, most: int | None = None) -> list[tuple[Place, int, int]]:
        """Return places with a name of this key, likeliest first: place, rank, which name.

        This is what every lookup waits for: it is one statement where one place bears the name.
        """
        row = self.row(BEARER, (key,))
        if row is None:
            return []
        place, rank = self._places.get(row[13]) or self._keep(row)
        found = [(place, rank, row[14])]
        if row[15]:
            others = list(islice(POSTING.iter_unpack(row[15]), None if most is None else most - 1))
            if len(others) > _FEW:
                self._fetch([number for number, _ in others if number not in self._places])
            found.extend((*self.place(number), position) for number, position in others)
        return found

    def bearers_loosely(self, key: str) -> list[tuple[Place, int, int]]:
        """Like `bearers`, for a key of `gazetteer.folding.loose`."""
        bucket, mark = loose_bucket(key)
        row = self.row("SELECT postings FROM loose WHERE bucket = ?", (bucket,))
        marked = [p[1:] for p in LOOSE.iter_unpack(row[0]) if p[0] == mark] if row else []
        self._fetch([number for number, _ in marked if number not in self._places])
        found = []
        for number, position in marked:
            place, rank = self.place(number)
            name = unpack_name(place.packed_names.split("\n")[position])
            if loose(fold(name.text)) == key:  # the mark of another key may be the same
                found.append((place, rank, position))
        return found

    def _fetch(self, numbers: Sequence[int]) -> None:
        """Read places ahead, several a statement; short runs are filled up with a repeat."""
        for start in range(0, len(numbers), BATCH):
            batch = list(numbers[start : start + BATCH])
            padded = batch + batch[-1:] * (BATCH - len(batch))
            for row in self.rows(PLACES, padded):
                self._keep(row)

    def holds(self, key: str) -> bool:
        """Whether some name has this key."""
        return self.row("SELECT 1 FROM name WHERE key = ?", (key,)) is not None

    def country_number(self, code: str) -> int | None:
        """Row number of a country."""
        found = self.meta.get(f"country {code}")
        return int(found) if found else None

    def spots(self, first: int, last: int) -> Iterator[tuple[int, float, float, bytes]]:
        """Return number, latitude, longitude and class of every place in a run of grid cells."""
        sql = "SELECT number, places FROM cell WHERE number BETWEEN ? AND ?"
        for cell, packed in self.rows(sql, (first, last)):
            yield from unpack_spots(cell, packed)

    def shape(self, number: int) -> bytes | None:
        """Return a place's shape, if it has one, as `gazetteer.forms` packs it."""
        row = self.row("SELECT form FROM shape WHERE place = ?", (number,))
        return row[0] if row else None

    def border(self, first: str, second: str) -> bytes | None:
        """Return the line between two countries, if they touch, as `gazetteer.forms` packs it."""
        pair = sorted((first, second))
        row = self.row("SELECT form FROM border WHERE first = ? AND second = ?", pair)
        return row[0] if row else None

    def before_curation(self, number: int) -> tuple[float, float] | None:
        """Return the point that a place had before a curated row moved it, if one did."""
        row = self.row("SELECT latitude, longitude FROM moved WHERE number = ?", (number,))
        return (row[0], row[1]) if row else None

    def beginnings(self, prefix: str) -> list[tuple[str, tuple[Place, int, int]]]:
        """Return likely places with a name that begins so, each with that name's key."""
        sql = (
            "SELECT key, place, position FROM name JOIN place ON number = place "
            "WHERE key IN (SELECT key FROM name WHERE key > ? AND key < ? LIMIT ?) "
            "ORDER BY rank DESC, key LIMIT 20"
        )
        best = self.rows(sql, (prefix, prefix + "\U0010ffff", _MOST_PREFIXES))
        return [(key, (*self.place(number), position)) for key, number, position in best]

    def prefixed(self, prefix: str, shortest: int, longest: int) -> list[str]:
        """Keys that begin with a prefix, of a length between two bounds."""
        sql = "SELECT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?"
        rows = self.rows(sql, (prefix, prefix + "\U0010ffff", shortest, longest))
        return [key for (key,) in rows]

    def tailed(self, tail: str) -> list[str]:
        """Keys that end in a tail of `gazetteer.layout.TAIL` letters."""
        row = self.row("SELECT heads FROM tail WHERE number = ?", (tail_number(tail),))
        return [head + tail for head in inflate(row[0]).decode().split("\n")] if row else []

    def number_of(self, place_id: str) -> int | None:
        """Row number of a place id; None if the shelf does not hold it."""
        if place_id.startswith("gn:"):
            digits = place_id[3:]
            if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
                return None
            row = self.row(
                "SELECT number FROM place WHERE number = ? AND id IS NULL", (int(digits),)
            )
        else:
            row = self.row("SELECT number FROM place WHERE id = ?", (place_id,))
        return row[0] if row else None

    def place(self, number: int) -> tuple[Place, int]:
        """Return the place of this number, and its rank."""
        return self._places.get(number) or self._keep(self.row(PLACE, (number,)))

    def _keep(self, row: Sequence[Any]) -> tuple[Place, int]:
        """Make a row a place, and remember it for a while."""
        if len(self._places) >= _MOST_PLACES:
            self._places.clear()
        try:
            kept = self._places[row[13]] = place_of(row, self._kinds), row[8]
        except (zlib.error, ValueError, TypeError) as error:  # no row that we wrote
            raise _damage(self._path, error, self._remedy) from None
        return kept


# Every shelf of this process. To ask for the process at each call would take a tenth of it.
_OPEN: WeakSet[Shelf] = WeakSet()


def _after_fork() -> None:
    for shelf in _OPEN:
        shelf._forked = True


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _open(path: Path, remedy: str) -> sqlite3.Connection:
    """Open a file that is whole, of this form, and will not change."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            whole = _is_whole(head, file.seek(0, 2))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ArtefactError(f"no gazetteer data at {path} ({reason}); {remedy}") from None
    if not whole:
        raise ArtefactError(f"the gazetteer data at {path} is damaged or incomplete; {remedy}")
    version = int.from_bytes(head[60:64], "big")
    if version != SCHEMA_VERSION:
        raise ArtefactError(
            f"the gazetteer data at {path} has form {version}, this program reads form "
            f"{SCHEMA_VERSION}; {remedy}"
        )
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        connection.execute("PRAGMA mmap_size = 268435456")
        connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _damage(path, error, remedy) from None
    return connection


def _damage(path: Path | None, error: Exception, remedy: str) -> ArtefactError:
    return ArtefactError(f"the gazetteer data at {path} is damaged ({error}); {remedy}")


def _is_whole(head: bytes, size: int) -> bool:
    """Whether the first bytes are SQLite's, and tell of as many pages as the file has."""
    page = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    return head[:16] == b"SQLite format 3\0" and (65536 if page == 1 else page) * pages == size
