"""Tables of plain values, a list a column: what every format is written from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Table", "Value", "fit", "joined", "make_table"]

Value: TypeAlias = str | int | float | bool | date | None
# What neither a database nor XML can hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and shapes of the same length.

    Parameters
    ----------
    kinds
        Type by column, in order. A text is empty and anything else None where it is unknown.
    columns
        Values by column, in the same order.
    shapes
        Longitude and latitude, EPSG:4326.
    """

    kinds: Mapping[str, type]
    columns: Mapping[str, Sequence[Value]]
    shapes: Sequence[BaseGeometry]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.shapes)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Values row by row, in the order of the columns."""
        return zip(*self.columns.values(), strict=True)

    def taken(self, wanted: Sequence[int]) -> Table:
        """Some of the rows, by their numbers."""
        columns = {name: [values[i] for i in wanted] for name, values in self.columns.items()}
        return Table(self.kinds, columns, [self.shapes[i] for i in wanted])


def make_table(
    kinds: Mapping[str, type], rows: Iterable[tuple[tuple[Value, ...], BaseGeometry]]
) -> Table:
    """Make a table of rows.

    Parameters
    ----------
    kinds
        Type by column.
    rows
        The values of each row in the order of `kinds`, and its shape.

    Returns
    -------
    Table
        Its texts are such that every format can hold them.
    """
    given = list(rows)
    lists = zip(*(values for values, _ in given), strict=True) if given else [()] * len(kinds)
    columns: dict[str, Sequence[Value]] = {}
    for (name, kind), values in zip(kinds.items(), lists, strict=True):
        columns[name] = _fitted(values) if kind is str else values
    return Table(kinds, columns, [shape for _, shape in given])


def _fitted(texts: Sequence[str]) -> Sequence[str]:
    # All are asked at once: nearly always nothing is amiss.
    whole = "".join(texts)
    return texts if whole.isprintable() or not _UNFIT.search(whole) else [fit(t) for t in texts]


def fit(text: str) -> str:
    """Replace what neither a database nor XML can hold."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def joined(texts: Iterable[str]) -> str:
    """Join texts, each once, in order."""
    told = [text for text in texts if text]
    return "; ".join(dict.fromkeys(told)) if len(told) > 1 else "".join(told)
