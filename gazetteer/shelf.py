"""One built file, opened read-only: rows in, places out."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from gazetteer.errors import ArtefactError
from gazetteer.layout import (
    DEGREE,
    DISPUTED,
    LINE,
    POLYGON,
    POSTING,
    SCHEMA_VERSION,
    TOLD,
    inflate,
    unpack_spots,
)
from gazetteer.model import FeatureClass, Place

__all__ = ["Shelf"]

_REMEDY = "install the package again, or build the data with: python -m gazetteer.ingest build"
_CLASSES = {member.value: member for member in FeatureClass}
_PLACE = (
    "SELECT id, name, latitude, longitude, country, feature_class, feature_code, admin1, admin2, "
    "population, flags, source, names, rank FROM place WHERE number = ?"
)


class Shelf:
    """Rows of one built file. Safe to use from several threads, and after a fork.

    Parameters
    ----------
    source
        The file, or an open connection to a database of the same form.
    """

    def __init__(self, source: Path | sqlite3.Connection) -> None:
        self._path = source if isinstance(source, Path) else None
        self._lock = threading.RLock()
        self._connection = _open(source) if isinstance(source, Path) else source
        self._process = os.getpid()
        self._sources = dict(self.rows("SELECT number, text FROM source"))
        self.meta: dict[str, str] = dict(self.rows("SELECT key, value FROM meta"))
        # Bounded: a place with all its names is about a kilobyte.
        self.place = lru_cache(maxsize=4096)(self._place)
        self._division = lru_cache(maxsize=4096)(self._read_division)

    def close(self) -> None:
        """Close the file; the shelf is of no use afterwards."""
        self._connection.close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """All rows of a query."""
        with self._lock:
            try:
                return self._connected().execute(sql, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise self._damaged(error) from None

    def row(self, sql: str, values: Sequence[object]) -> Any:
        """First row of a query, or None."""
        with self._lock:
            try:
                return self._connected().execute(sql, values).fetchone()
            except sqlite3.DatabaseError as error:
                raise self._damaged(error) from None

    def _damaged(self, error: sqlite3.DatabaseError) -> Exception:
        if isinstance(error, sqlite3.ProgrammingError):  # used after close
            return error
        return ArtefactError(f"the gazetteer data at {self._path} is damaged ({error}); {_REMEDY}")

    def _connected(self) -> sqlite3.Connection:
        if self._path is not None and self._process != os.getpid():
            # A forked child must not share the parent's file handle.
            self._connection, self._process = _open(self._path), os.getpid()
        return self._connection

    def bearers(self, key: str) -> Iterator[tuple[int, int]]:
        """Number of each place with a name of this key, likeliest first, and which name it is."""
        row = self.row("SELECT places FROM name WHERE key = ?", (key,))
        return POSTING.iter_unpack(row[0]) if row else iter(())

    def holds(self, key: str) -> bool:
        """Whether some name has this key."""
        return self.row("SELECT 1 FROM name WHERE key = ?", (key,)) is not None

    def country_number(self, code: str) -> int | None:
        """Row number of a country."""
        found = self.meta.get(f"country {code}")
        return int(found) if found else None

    def spots(self, first: int, last: int) -> Iterator[tuple[int, float, float, bytes]]:
        """Number, latitude, longitude and class of every place in a run of grid cells."""
        sql = "SELECT number, places FROM cell WHERE number BETWEEN ? AND ?"
        for cell, packed in self.rows(sql, (first, last)):
            yield from unpack_spots(cell, packed)

    def shape(self, number: int) -> bytes | None:
        """WKB of a place's shape, if it has one."""
        row = self.row("SELECT wkb FROM shape WHERE place = ?", (number,))
        return inflate(row[0]) if row else None

    def border(self, first: str, second: str) -> bytes | None:
        """WKB of the line between two countries, if they touch."""
        pair = sorted((first, second))
        row = self.row("SELECT wkb FROM border WHERE first = ? AND second = ?", pair)
        return inflate(row[0]) if row else None

    def prefixed(self, prefix: str, shortest: int, longest: int) -> list[str]:
        """Keys that begin with a prefix, of a length between two bounds."""
        sql = "SELECT key FROM name WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?"
        rows = self.rows(sql, (prefix, prefix + "\U0010ffff", shortest, longest))
        return [key for (key,) in rows]

    def tailed(self, tail: str) -> list[str]:
        """Keys that end in a tail of `gazetteer.layout.TAIL` letters."""
        row = self.row("SELECT heads FROM tail WHERE tail = ?", (tail[::-1],))
        return [head + tail for head in inflate(row[0]).decode().split("\n")] if row else []

    def ranks(self, numbers: Sequence[int]) -> dict[int, int]:
        """Ranks of places by number."""
        marks = ",".join("?" * len(numbers))
        return dict(self.rows(f"SELECT number, rank FROM place WHERE number IN ({marks})", numbers))  # noqa: S608

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

    def _place(self, number: int) -> tuple[Place, int]:
        """The place of this number, and its rank."""
        row = self.row(_PLACE, (number,))
        admin1_id, admin1 = self._division(row[7])
        admin2_id, admin2 = self._division(row[8])
        name, flags, names = row[1], row[10], row[12]
        if not flags & TOLD:
            names = f"{name}\n{names}" if names else name
        place = Place(
            id=row[0] or f"gn:{number}",
            name=name,
            latitude=row[2] / DEGREE,
            longitude=row[3] / DEGREE,
            country=row[4],
            feature_class=_CLASSES[row[5]],
            feature_code=row[6],
            admin1=admin1,
            admin2=admin2,
            admin1_id=admin1_id,
            admin2_id=admin2_id,
            population=row[9],
            disputed=bool(flags & DISPUTED),
            shape="polygon" if flags & POLYGON else "line" if flags & LINE else "point",
            source=self._sources[row[11]],
            packed_names=names,
        )
        return place, row[13]

    def _read_division(self, reference: int | str | None) -> tuple[str, str]:
        """Id and name of a division: given by number, or as bare text in a user's own file."""
        if reference is None:
            return "", ""
        if isinstance(reference, str):
            return "", reference
        row = self.row("SELECT id, name FROM place WHERE number = ?", (reference,))
        return (row[0] or f"gn:{reference}", row[1]) if row else ("", "")


def _open(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise ArtefactError(f"no gazetteer data at {path}; {_REMEDY}")
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("PRAGMA mmap_size = 268435456")
        if version == SCHEMA_VERSION:
            connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.Error as error:
        raise ArtefactError(
            f"the gazetteer data at {path} is damaged ({error}); {_REMEDY}"
        ) from None
    if version != SCHEMA_VERSION:
        connection.close()
        raise ArtefactError(
            f"the gazetteer data at {path} has form {version}, this program reads form "
            f"{SCHEMA_VERSION}; {_REMEDY}"
        )
    return connection
