"""The columns that travel to the page, and what each holds.

Columns, not objects: a name of a field stands once, not once an incident, and the page can
filter a hundred thousand rows without building an object for each. Lists inside a row are
tables of their own whose first column names the row that they belong to, in its order.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

__all__ = ["SCHEMA", "Columns", "Kind", "Table"]


class Kind(IntEnum):
    """What a column holds; the number is its scale: how many steps a unit has."""

    TEXT = 0
    WHOLE = 1
    CENTI = 100  # kilometres to ten metres
    MILLI = 1000  # scores
    DEGREE = 100_000  # about a metre


T, W, C, M, D = Kind.TEXT, Kind.WHOLE, Kind.CENTI, Kind.MILLI, Kind.DEGREE

SCHEMA: dict[str, dict[str, Kind]] = {
    "articles": {"id": T, "title": T, "url": T, "published": T, "lang": T, "text": T},
    "bodies": {"article": W, "start": W, "end": W},
    "places": {
        "id": T, "name": T, "written": T, "lat": D, "lon": D, "country": T, "code": T,
        "admin": T, "disputed": W,
    },
    "names": {"place": W, "text": T, "lang": T, "kind": T},
    "shapes": {"kind": T, "path": T},
    "mentions": {
        "article": W, "start": W, "end": W, "kind": T, "place": W, "score": M, "km": C, "shape": W,
    },
    "candidates": {"mention": W, "place": W, "score": M, "why": W},
    "reasons": {"why": W, "text": T},
    "incidents": {
        "id": T, "article": W, "category": W, "type": T, "sub": T, "fact": W, "by": T,
        "start": W, "end": W, "triggerStart": W, "triggerEnd": W, "from": T, "to": T,
        "precision": T, "when": T, "event": M, "placed": M, "link": M, "story": W,
    },
    "quotes": {"incident": W, "start": W, "end": W},
    "actors": {"incident": W, "name": T, "role": T, "country": T},
    "tolls": {"incident": W, "kind": T, "least": W, "most": W, "text": T, "by": T},
    "spots": {
        "incident": W, "place": W, "mention": W, "finer": W, "name": T, "role": T, "precision": T,
        "km": C, "prec": W, "why": T, "shape": W,
    },
    "unlocated": {"incident": W, "mention": W},
}  # fmt: skip
"""Kind by column by table. ``-1`` in a column of row numbers stands for none."""


class Table:
    """One table: rows go in, columns come out.

    Parameters
    ----------
    name
        As the schema calls it.
    """

    def __init__(self, name: str) -> None:
        self.kinds = SCHEMA[name]
        self.columns: dict[str, list[object]] = {column: [] for column in self.kinds}
        self._lists = tuple(self.columns.values())

    def __len__(self) -> int:
        return len(self._lists[0])

    def add(self, *values: object) -> int:
        """Append a row, values in the schema's order; returns its number."""
        for column, value in zip(self._lists, values, strict=True):
            column.append(value)
        return len(self) - 1

    def extend(self, owner: int, rows: Iterable[tuple[object, ...]]) -> None:
        """Append the rows that belong to one row of another table."""
        for row in rows:
            self.add(owner, *row)


class Columns(dict[str, Table]):
    """All tables of a page, empty at first."""

    def __init__(self) -> None:
        super().__init__((name, Table(name)) for name in SCHEMA)

    def plain(self) -> dict[str, dict[str, list[object]]]:
        """The columns as JSON may hold them."""
        return {name: table.columns for name, table in self.items()}
