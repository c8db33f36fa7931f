"""Check curated tables before they are built in: what is wrong, and what looks odd."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gazetteer.curated import Row, read_shapes, read_table
from gazetteer.errors import SourceError, UnknownPlaceError
from gazetteer.folding import fold
from gazetteer.model import FeatureClass, Place
from gazetteer.spatial import distance_km
from gazetteer.store import Gazetteer

__all__ = ["check"]

# How far, in km, a refined point may lie from GeoNames' before it is a different place.
_FAR_KM = {"A": 150.0, "H": 150.0, "L": 300.0, "T": 50.0}


def check(paths: Sequence[Path], gazetteer: Gazetteer, say: Callable[[str], None]) -> int:
    """Check tables against themselves, each other and the built data.

    Returns
    -------
    int
        The number of errors; oddities (``odd: ...``) are said but not counted.
    """
    errors = 0

    def wrong(message: str) -> None:
        nonlocal errors
        errors += 1
        say(f"error: {message}")

    seen: dict[str, Row] = {}
    for path in paths:
        try:
            rows = read_table(path, report=wrong)
            read_shapes(rows)
        except SourceError as error:
            wrong(str(error))
            continue
        for row in rows:
            if row.id in seen:
                wrong(f"{row.where}: {row.id} stands in {seen[row.id].where} too")
            seen[row.id] = row
            for message in _against(row, gazetteer):
                if message.startswith("!"):
                    wrong(message[1:])
                else:
                    say(f"odd: {message}")
    _doubles(list(seen.values()), say)
    return errors


def _against(row: Row, gazetteer: Gazetteer) -> list[str]:
    if row.id.startswith("gn:"):
        try:
            place = gazetteer.get(row.id)
        except UnknownPlaceError:
            complete = row.name and row.latitude is not None and row.feature_code and row.country
            if complete:
                return [f"{row.where}: {row.id} is not in the sources; taken as a place of its own"]
            return [f"!{row.where}: {row.id} is not in the sources and the row is not complete"]
        return _refined(row, place, _original_point(place, gazetteer))
    if row.latitude is None or row.longitude is None:
        return []
    odd = []
    keys = {fold(text) for text in (row.name, *(text for text, _, _ in row.names))}
    near = gazetteer.near(
        row.latitude,
        row.longitude,
        radius_km=3.0,
        limit=50,
        feature_classes=[FeatureClass(row.feature_class)],
    )
    for found in near:
        place = found.place
        if place.id != row.id and any(fold(name.text) in keys for name in place.names):
            odd.append(
                f"{row.where}: {row.id} {row.name!r} looks like {place.id} {place.name!r}, "
                f"{found.distance_km:.1f} km away"
            )
    return odd


def _original_point(place: Place, gazetteer: Gazetteer) -> tuple[float, float]:
    """Return GeoNames' point, which the built data may already have moved."""
    before = gazetteer._shelf.before_curation(int(place.id.removeprefix("gn:")))
    return before or (place.latitude, place.longitude)


def _refined(row: Row, place: Place, point: tuple[float, float]) -> list[str]:
    odd = []
    if row.latitude is not None and row.longitude is not None:
        away = distance_km(row.latitude, row.longitude, *point)
        if away > _FAR_KM.get(place.feature_class, 15.0):
            odd.append(f"{row.where}: {row.id} is {away:.0f} km from GeoNames' {place.name!r}")
    if row.country and place.country and row.country != place.country:
        odd.append(f"{row.where}: {row.id} is {place.country} in GeoNames, {row.country} here")
    if row.feature_class and row.feature_class != place.feature_class:
        odd.append(f"{row.where}: {row.id} is class {place.feature_class} in GeoNames")
    keys = {fold(name.text) for name in place.names}
    if (
        row.name
        and fold(row.name) not in keys
        and not any(fold(t) in keys for t, _, _ in row.names)
    ):
        odd.append(f"{row.where}: {row.id} is {place.name!r} in GeoNames: no name in common")
    return odd


def _doubles(rows: list[Row], say: Callable[[str], None]) -> None:
    """Rows of the tables themselves that look like one place."""
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.latitude is not None and row.name:
            by_name.setdefault((fold(row.name), row.feature_class), []).append(row)
    for group in by_name.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                away = distance_km(
                    one.latitude or 0, one.longitude or 0, other.latitude or 0, other.longitude or 0
                )
                if away <= 1.0:
                    say(f"odd: {one.where} and {other.where}: {one.name!r} twice, {away:.1f} km")
