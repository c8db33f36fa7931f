"""Rows of a built file made places: the columns to ask for, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from string import ascii_letters
from typing import Any

from gazetteer.layout import DEGREE, DISPUTED, LINE, POLYGON, TOLD
from gazetteer.model import FeatureClass, Place

__all__ = ["BATCH", "BEARER", "PLACE", "PLACES", "place_of"]

_DIVISIONS = (
    " LEFT JOIN division a ON a.number = p.admin1 LEFT JOIN division b ON b.number = p.admin2 "
)
# A division that is only a bare name in a user's own file is no number and joins nothing.
_COLUMNS = (
    "p.id", "p.name", "p.latitude", "p.longitude", "p.country", "p.feature_class",
    "p.feature_code", "p.admin1", "p.admin2", "p.population", "p.flags", "p.source", "p.names",
    "p.rank", "a.id", "a.name", "b.id", "b.name",
)  # fmt: skip


def _select(*more: str) -> str:
    """Columns under one-letter names, which take Python the least time to make."""
    columns = enumerate((*_COLUMNS, *more))
    return "SELECT " + ", ".join(f"{name} AS {ascii_letters[i]}" for i, name in columns)


PLACE = f"{_select('p.number')} FROM place p{_DIVISIONS}WHERE p.number = ?"
# One statement of one length, so that it is prepared once.
BATCH = 16
PLACES = (
    f"{_select('p.number')} FROM place p{_DIVISIONS}WHERE p.number IN ({','.join('?' * BATCH)})"
)
BEARER = (
    f"{_select('n.place', 'n.position', 'n.more')} "
    f"FROM name n JOIN place p ON p.number = n.place{_DIVISIONS}WHERE n.key = ?"
)
_new = object.__new__
_CLASSES = {member.value: member for member in FeatureClass}
(
    _id, _name, _latitude, _longitude, _country, _feature_class, _feature_code, _admin1, _admin2,
    _admin1_id, _admin2_id, _population, _disputed, _shape, _source, _packed_names,
) = (getattr(Place, field.name).__set__ for field in fields(Place))  # fmt: skip


def place_of(row: Sequence[Any], sources: Mapping[int, str]) -> Place:
    """Make a place of a row of `PLACE`, `PLACES` or `BEARER`.

    Its slots are filled one by one: the constructor that a frozen dataclass writes for itself
    takes three times as long, and every lookup waits for this.

    Parameters
    ----------
    sources
        Texts of the file's sources by number.
    """
    (
        own_id, name, latitude, longitude, country, feature_class, feature_code, admin1, admin2,
        population, flags, source, names, _, id1, name1, id2, name2, number, *_,
    ) = row  # fmt: skip
    place = _new(Place)
    _id(place, own_id or f"gn:{number}")
    _name(place, name)
    _latitude(place, latitude / DEGREE)
    _longitude(place, longitude / DEGREE)
    _country(place, country)
    _feature_class(place, _CLASSES[feature_class])
    _feature_code(place, feature_code)
    _population(place, population)
    _source(place, sources[source])
    if name1 is None:  # no division, or no more of it than a name
        _admin1(place, "" if admin1 is None else str(admin1))
        _admin1_id(place, "")
    else:
        _admin1(place, name1)
        _admin1_id(place, id1 or f"gn:{admin1}")
    if name2 is None:
        _admin2(place, "" if admin2 is None else str(admin2))
        _admin2_id(place, "")
    else:
        _admin2(place, name2)
        _admin2_id(place, id2 or f"gn:{admin2}")
    if flags & TOLD:
        _packed_names(place, names)
    else:
        _packed_names(place, f"{name}\n{names}" if names else name)
    _disputed(place, bool(flags & DISPUTED))
    _shape(place, "polygon" if flags & POLYGON else "line" if flags & LINE else "point")
    return place
