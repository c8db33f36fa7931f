"""How precise a marker is, by what the place is."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from gazetteer import FeatureClass, Place
from mapper.attach.precision import precision_of
from mapper.model import Mention, MentionKind, PlaceRole, Precision, Resolution, Span


def resolved(letter: str, code: str, population: int = 0) -> Resolution:
    place = Place(
        id="t:1",
        name="X",
        latitude=40.0,
        longitude=47.0,
        feature_class=FeatureClass(letter),
        feature_code=code,
        population=population,
    )
    return Resolution(Mention(Span(0, 1), "X", MentionKind.LITERAL), (), place, 0.9)


@pytest.mark.parametrize(
    ("letter", "code", "precision", "where"),
    [
        ("P", "PPL", Precision.SETTLEMENT, 1),
        ("S", "AIRP", Precision.EXACT, 1),
        ("T", "MT", Precision.EXACT, 2),
        ("A", "ADM2", Precision.DISTRICT, 3),
        ("A", "ADM1", Precision.REGION, 4),
        ("A", "PCLI", Precision.COUNTRY, 6),
        ("L", "RGN", Precision.REGION, 5),
        ("R", "RD", Precision.LINE, 5),
        ("H", "LK", Precision.WATER, 7),
        ("H", "STM", Precision.LINE, 7),
        ("H", "SEA", Precision.WATER, 7),
    ],
)
def test_kind_of_spot(letter: str, code: str, precision: Precision, where: int) -> None:
    resolution = resolved(letter, code)
    assert resolution.place is not None
    found = precision_of(resolution, resolution.place, PlaceRole.LOCATION, None)
    assert (found[0], found[2]) == (precision, where)
    assert found[1] > 0


def test_bigger_towns_are_known_less_finely() -> None:
    radii = []
    for population in (100, 5_000, 50_000, 500_000, 5_000_000):
        resolution = resolved("P", "PPL", population)
        assert resolution.place is not None
        radii.append(precision_of(resolution, resolution.place, PlaceRole.LOCATION, None)[1])
    assert radii == sorted(radii)


def test_a_shape_tells_the_radius() -> None:
    resolution = resolved("A", "ADM1")
    assert resolution.place is not None
    shape = box(47.0, 40.0, 47.0 + 0.6, 40.0 + 0.8)
    radius = precision_of(resolution, resolution.place, PlaceRole.LOCATION, shape)[1]
    assert radius == pytest.approx(51, abs=2)
