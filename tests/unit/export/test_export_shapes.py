"""Shapes that every GIS takes: valid, flat, six decimals, cut at the antimeridian."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from mapper.export.shapes import fit_shape, spot

longitudes = st.floats(-179.5, 179.5, allow_nan=False)
latitudes = st.floats(-89, 89, allow_nan=False)
rings = st.lists(st.tuples(longitudes, latitudes), min_size=3, max_size=9)


@given(rings)
def test_any_ring_becomes_a_valid_shape_on_the_map(points):
    made = fit_shape(Polygon([(x, y, 7.0) for x, y in points]))
    assert made.is_valid
    assert not made.is_empty
    assert not made.has_z
    west, south, east, north = made.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    for x, y in shapely.get_coordinates(made):
        assert (x, y) == (round(x, 6), round(y, 6))
    for part in shapely.get_parts(made):
        if part.geom_type == "Polygon":
            assert shapely.is_ccw(part.exterior)
            assert not any(shapely.is_ccw(hole) for hole in part.interiors)


@given(rings)
def test_what_is_fit_stays_as_it_is(points):
    made = fit_shape(shapely.MultiPoint(points).convex_hull)
    assert fit_shape(made).symmetric_difference(made).length < 1e-4


def test_a_line_over_the_antimeridian_is_cut_there():
    made = fit_shape(LineString([(178.0, 10.0), (-178.0, 12.0)]))
    west, east = sorted(made.geoms, key=lambda part: part.bounds[0])
    assert (west.bounds, east.bounds) == ((-180, 11, -178, 12), (178, 10, 180, 11))


@pytest.mark.parametrize(
    "area",
    [
        Polygon([(178, 0), (-178, 0), (-178, 4), (178, 4)]),
        box(178, 0, 182, 4),
        box(-182, 0, -178, 4),
    ],
    ids=["jumping", "beyond the east", "beyond the west"],
)
def test_an_area_over_the_antimeridian_is_two(area):
    made = fit_shape(area)
    assert made.equals(MultiPolygon([box(178, 0, 180, 4), box(-180, 0, -178, 4)]))
    assert shapely.is_ccw(made.geoms[0].exterior)


def test_a_country_on_both_ends_and_a_cap_around_the_pole_stay_whole():
    both = MultiPolygon([box(170, 60, 180, 70), box(-180, 60, -170, 70)])
    cap = Polygon([(-180, -90), (180, -90), (180, -70), (0, -65), (-180, -70)])
    assert fit_shape(both).equals(both)
    assert fit_shape(cap).equals(cap)


def test_a_bow_tie_is_mended_and_what_is_too_small_is_a_point():
    assert fit_shape(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])).area == pytest.approx(2)
    assert fit_shape(box(1, 1, 1 + 1e-9, 1 + 1e-9)) == Point(1, 1)


def test_points_are_rounded_and_wrapped():
    assert fit_shape(Point(200.12345678, -0.0000001, 3)) == Point(-159.876543, 0)
    assert spot(-0.00000001, 45.1234567) == (0.0, 45.123457)


def test_of_a_mixture_the_areas_stay_and_a_ring_is_a_line():
    mixed = shapely.GeometryCollection([Point(9, 9), box(0, 0, 1, 1), LineString([(5, 5), (6, 6)])])
    assert fit_shape(mixed).equals(box(0, 0, 1, 1))
    ring = fit_shape(shapely.LinearRing([(0, 0), (1, 0), (1, 1)]))
    assert (ring.geom_type, ring.length) == ("LineString", pytest.approx(2 + 2**0.5))
