"""Shapes packed and unpacked."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from gazetteer.forms import GRID, pack_shape, unpack_shape
from gazetteer.layout import loose_bucket, tail_number

ON_GRID = st.tuples(st.integers(-1474560, 1474560), st.integers(-737280, 737280)).map(
    lambda steps: (steps[0] * GRID, steps[1] * GRID)
)
FRAME = shapely.box(-10, -10, 10, 10)


def same(shape: BaseGeometry) -> bool:
    return shapely.to_wkb(unpack_shape(pack_shape(shape))) == shapely.to_wkb(shape)


@given(st.lists(ON_GRID, min_size=2, max_size=30))
def test_a_line_on_the_grid_comes_back_corner_by_corner(corners: list[tuple[float, float]]) -> None:
    assert same(shapely.LineString(corners))


@given(st.lists(st.lists(ON_GRID, min_size=2, max_size=5), min_size=1, max_size=5))
def test_several_lines_come_back(lines: list[list[tuple[float, float]]]) -> None:
    assert same(shapely.MultiLineString(lines))


@pytest.mark.parametrize(
    "shape",
    [
        FRAME,
        FRAME.difference(shapely.box(-1, -1, 1, 1)),
        shapely.MultiPolygon([FRAME - shapely.box(2, 2, 3, 3), shapely.box(20, 0, 21, 1)]),
        shapely.LineString([(44.123456789, 40.1), (46.7, 39.8)]),
        shapely.GeometryCollection([shapely.Point(1, 2), FRAME]),
    ],
    ids=["box", "hole", "several", "off the grid", "mixed"],
)
def test_every_kind_comes_back(shape: BaseGeometry) -> None:
    assert same(shape)


def test_a_shape_on_the_grid_takes_few_bytes() -> None:
    steps = [(44 + n * 3 * GRID, 40 + (n * 37 % 11) * GRID) for n in range(1000)]
    line = shapely.LineString(steps)
    assert len(pack_shape(line)) < len(shapely.to_wkb(line)) / 8


def test_keys_are_spread_over_the_rows() -> None:
    rows = {loose_bucket(f"village{n}")[0] for n in range(2000)}
    assert len(rows) > 1000
    assert tail_number("abc") != tail_number("abd")
