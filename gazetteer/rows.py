"""Rows of a built file made places: the columns to ask for, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from string import ascii_letters
from typing import Any

from gazetteer.layout import DEGREE, DISPUTED, LINE, POLYGON, TOLD, inflate
from gazetteer.model import FeatureClass, Place

__all__ = ["BATCH", "BEARER", "PLACE", "PLACES", "Kinds", "place_of"]

# Country, feature class and code, and source.
Kind = tuple[str, FeatureClass, str, str]

_AREA = " LEFT JOIN area a ON a.number = p.area "
_COLUMNS = (
    "p.id", "p.name", "p.latitude", "p.longitude", "p.kind", "p.population", "p.flags", "p.names",
    "p.rank", "a.admin1", "a.admin1_name", "a.admin2", "a.admin2_name",
)  # fmt: skip


def _select(*more: str) -> str:
    """Columns under one-letter names, which take Python the least time to make."""
    columns = enumerate((*_COLUMNS, *more))
    return "SELECT " + ", ".join(f"{name} AS {ascii_letters[i]}" for i, name in columns)


PLACE = f"{_select('p.number')} FROM place p{_AREA}WHERE p.number = ?"
# One statement of one length, so that it is prepared once.
BATCH = 16
PLACES = f"{_select('p.number')} FROM place p{_AREA}WHERE p.number IN ({','.join('?' * BATCH)})"
BEARER = (
    f"{_select('n.place', 'n.position', 'n.more')} "
    f"FROM name n JOIN place p ON p.number = n.place{_AREA}WHERE n.key = ?"
)
_FREQUENT = 400
_CLASSES = {member.value: member for member in FeatureClass}
_new = object.__new__
(
    _id, _name, _latitude, _longitude, _country, _feature_class, _feature_code, _admin1, _admin2,
    _admin1_id, _admin2_id, _population, _disputed, _shape, _source, _packed_names,
) = (getattr(Place, field.name).__set__ for field in fields(Place))  # fmt: skip


class Kinds(dict[int, Kind]):
    """Rows of the table ``kind`` by number, read when they are needed.

    Parameters
    ----------
    ask
        Returns all rows of a query. The most frequent kinds have the smallest numbers; those of
        nine places in ten are read at once.
    """

    def __init__(self, ask: Callable[[str, Sequence[object]], list[Any]]) -> None:
        self._ask = ask
        super().__init__(map(_kind, ask("SELECT * FROM kind WHERE number <= ?", (_FREQUENT,))))

    def __missing__(self, number: int) -> Kind:
        (row,) = self._ask("SELECT * FROM kind WHERE number = ?", (number,))
        self[number] = kind = _kind(row)[1]
        return kind


def _kind(row: Sequence[Any]) -> tuple[int, Kind]:
    number, country, letter, code, source = row
    return number, (country, _CLASSES[letter], code, source)


def place_of(row: Sequence[Any], kinds: Kinds) -> Place:
    """Make a place of a row of `PLACE`, `PLACES` or `BEARER`.

    Its slots are filled one by one: the constructor that a frozen dataclass writes for itself
    takes three times as long, and every lookup waits for this.
    """
    (
        own_id, name, latitude, longitude, kind, population, flags, names, _,
        admin1, admin1_name, admin2, admin2_name, number, *_,
    ) = row  # fmt: skip
    if type(names) is bytes:
        names = inflate(names).decode()
    country, feature_class, feature_code, source = kinds[kind]
    place = _new(Place)
    _id(place, own_id or f"gn:{number}")
    _name(place, name)
    _latitude(place, latitude / DEGREE)
    _longitude(place, longitude / DEGREE)
    _country(place, country)
    _feature_class(place, feature_class)
    _feature_code(place, feature_code)
    _population(place, population)
    _source(place, source)
    _admin1(place, admin1_name or "")
    _admin1_id(place, f"gn:{admin1}" if type(admin1) is int else admin1 or "")
    _admin2(place, admin2_name or "")
    _admin2_id(place, f"gn:{admin2}" if type(admin2) is int else admin2 or "")
    if flags & TOLD:
        _packed_names(place, names)
    else:
        _packed_names(place, f"{name}\n{names}" if names else name)
    _disputed(place, flags & DISPUTED > 0)
    _shape(place, "polygon" if flags & POLYGON else "line" if flags & LINE else "point")
    return place
