"""The places and shapes of a page: each travels once, however often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.ground import Box
from mapper.model import Precision
from mapper.render.columns import Columns
from mapper.render.encode import encode_paths

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["Tables", "other_names"]

_SHAPE_DECIMALS = 4
_MOST_NAMES = 14
_WIDE = 45.0
"""Degrees: a shape wider than this (a continent-sized country) does not set the view."""


class Tables:
    """Rows of places and shapes, and the boxes of what the page shows.

    Parameters
    ----------
    columns
        Where the rows go.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.spot_boxes: list[Box] = []
        self.named_boxes: list[Box] = []
        self.wide_boxes: list[Box] = []
        self._place_index: dict[str, int] = {}
        self._named: dict[int, tuple[Place, str]] = {}
        self._shape_index: dict[bytes, int] = {}
        self._shape_boxes: list[Box] = []

    def place(self, place: Place, *, written: str | None = None) -> int:
        """Row of a place; where the map shows it, its other names and what the text calls it.

        Parameters
        ----------
        place
            The place.
        written
            The name in the text, perhaps empty; None for a mere candidate.
        """
        index = self._place_index.get(place.id)
        if index is None:
            index = self._place_index[place.id] = self._columns["places"].add(*_place_row(place))
        if written is not None and not self._named.get(index, (place, ""))[1]:
            self._named[index] = (place, written)
        return index

    def finish(self) -> None:
        """Add the names, once every place is known."""
        written = self._columns["places"].columns["written"]
        for index, (place, name) in sorted(self._named.items(), key=lambda item: item[0]):
            written[index] = name
            self._columns["names"].extend(index, other_names(place))

    def shape(self, geometry: BaseGeometry | None) -> int:
        """Row of a line or area; -1 for a point or none."""
        if geometry is None or geometry.is_empty or geometry.geom_type.endswith("Point"):
            return -1
        key = geometry.wkb
        index = self._shape_index.get(key)
        if index is None:
            row = _shape_row(geometry)
            if row is None:
                return -1
            index = self._shape_index[key] = self._columns["shapes"].add(*row)
            self._shape_boxes.append(Box(*geometry.bounds))
        return index

    def look(self, place: Place, shape: int, precision: Precision | None = None) -> None:
        """Count a place as shown; `precision` where it is an incident's."""
        box = self._shape_boxes[shape] if shape >= 0 else None
        point = Box(place.longitude, place.latitude, place.longitude, place.latitude)
        if box is None or box.span > _WIDE:
            box = point
        if precision is None:
            self.named_boxes.append(box)
        elif precision is Precision.COUNTRY:
            self.wide_boxes.append(box)
        else:
            self.spot_boxes.append(box)

    def boxes(self) -> list[Box]:
        """What the map shows first: the incidents; a whole country only if nothing is finer."""
        return self.spot_boxes or self.wide_boxes or self.named_boxes


def _place_row(place: Place) -> tuple[object, ...]:
    return (
        place.id,
        place.name,
        "",
        round(place.latitude, 5),
        round(place.longitude, 5),
        place.country,
        f"{place.feature_class}.{place.feature_code}",
        ", ".join(part for part in (place.admin2, place.admin1) if part),
        int(place.disputed),
    )


def other_names(place: Place) -> list[tuple[str, str, str]]:
    """Other names, each text once, the official and disputed ones before the rest."""
    first = {"official": 0, "disputed": 1, "historical": 2, "short": 3}
    kinds = {"demonym", "abbreviation"}
    rows = [n for n in place.names if n.kind.value not in kinds and n.text != place.name]
    rows.sort(key=lambda n: first.get(n.kind.value, 4))
    seen: dict[str, tuple[str, str, str]] = {}
    for name in rows:
        seen.setdefault(name.text, (name.text, name.language, name.kind.value))
    return list(seen.values())[:_MOST_NAMES]


def _shape_row(geometry: BaseGeometry) -> tuple[str, str] | None:
    import shapely

    west, south, east, north = geometry.bounds
    tolerance = max(east - west, north - south) / 500
    simple = shapely.simplify(geometry, tolerance)
    parts = shapely.get_parts(simple, return_index=False)
    areas = parts[shapely.get_type_id(parts) == 3]
    lines = parts[shapely.get_dimensions(parts) == 1]
    kind = "area" if len(areas) else "line"
    paths = shapely.get_rings(areas) if len(areas) else lines
    text = encode_paths((shapely.get_coordinates(p) for p in paths), _SHAPE_DECIMALS)
    return (kind, text) if text else None
