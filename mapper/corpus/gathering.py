"""The places of many articles, a row each, summed up from the tables of a few articles each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapper.export.columns import PLACE_COLUMNS
from mapper.export.table import Table, Value, make_table

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["Places"]

_JOINT = "; "
_MOST = 100  # names and articles of one place that are told
_LISTS = ("as_written", "categories", "articles")
_SUMS = ("incidents", "mentions")
_MOSTS = ("uncertainty_km", "score")


@dataclass(slots=True)
class _Place:
    values: dict[str, Value]
    shape: BaseGeometry
    lists: dict[str, dict[str, None]] = field(default_factory=lambda: {n: {} for n in _LISTS})

    def add(self, values: dict[str, Value], shape: BaseGeometry) -> None:
        """Add what another table says of the place."""
        for name in _SUMS:
            self.values[name] = _number(self.values[name]) + _number(values[name])
        for name in _MOSTS:
            if values[name] is not None:
                self.values[name] = max(_number(self.values[name]), _number(values[name]))
        if self.shape.geom_type == "Point":
            self.shape = shape
        self.list(values)

    def list(self, values: dict[str, Value]) -> None:
        """Note the texts that are joined in a row, each once."""
        for name, told in self.lists.items():
            for text in str(values[name]).split(_JOINT):
                if text and len(told) <= _MOST:
                    told[text] = None


class Places:
    """All places; memory grows with them, not with the articles."""

    def __init__(self) -> None:
        self._found: dict[Value, _Place] = {}

    def add(self, table: Table) -> None:
        """Add the places of some articles, with `PLACE_COLUMNS`."""
        for row, shape in zip(table.rows(), table.shapes, strict=True):
            values = dict(zip(PLACE_COLUMNS, row, strict=True))
            place = self._found.get(values["id"])
            if place is None:
                place = self._found[values["id"]] = _Place(values, shape)
                place.list(values)
            else:
                place.add(values, shape)

    def table(self) -> Table:
        """Give a row for each, in the order in which they came; of long lists the beginning."""
        return make_table(PLACE_COLUMNS, (_row(place) for place in self._found.values()))


def _row(place: _Place) -> tuple[tuple[Value, ...], BaseGeometry]:
    told = {name: _shortened(list(texts)) for name, texts in place.lists.items()}
    return tuple((place.values | told).values()), place.shape


def _shortened(texts: list[str]) -> str:
    return _JOINT.join(texts[:_MOST] + ["…"] * (len(texts) > _MOST))


def _number(value: Value) -> int | float:
    return value if isinstance(value, int | float) else 0
