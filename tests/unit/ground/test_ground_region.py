from hypothesis import given
from hypothesis import strategies as st

from mapper.ground import WORLD, Box, heart, hull, regions

POINTS = st.builds(
    lambda x, y: Box(x, y, x, y), st.floats(-180, 180, width=32), st.floats(-84, 84, width=32)
)


def test_near_places_share_a_region_and_far_ones_do_not() -> None:
    baku, yerevan, paris = Box(50, 40, 50, 40), Box(44.5, 40, 44.5, 40), Box(2.3, 49, 2.3, 49)
    found = regions([baku, yerevan, paris])
    assert len(found) == 2
    assert [box.holds(49, 2.3) for box in found] == [True, False]
    assert found[1].holds(40, 50) and found[1].holds(40, 44.5)


def test_a_single_town_has_land_around_it() -> None:
    (box,) = regions([Box(45, 40, 45, 40)])
    assert box.span >= 4


@given(st.lists(POINTS, max_size=12))
def test_regions_never_overlap_nor_depend_on_order(points: list[Box]) -> None:
    found = regions(points)
    assert not any(a.meets(b) for i, a in enumerate(found) for b in found[:i])
    assert regions(points[::-1]) == found
    assert bool(found) == bool(points)


@given(st.lists(POINTS, min_size=1, max_size=8))
def test_hull_holds_all(points: list[Box]) -> None:
    whole = hull(points)
    assert whole is not None
    assert all(whole.holds(p.south, p.west) for p in points)


def test_grown_boxes_stay_on_the_map() -> None:
    assert Box(-179, -80, 179, 80).grown(0.5) == WORLD
    assert hull([]) is None


def spot(latitude: float, longitude: float) -> Box:
    return Box(longitude, latitude, longitude, latitude)


def test_a_stray_at_the_end_of_the_world_does_not_widen_the_first_view() -> None:
    near = [spot(39.0 + i / 10, 46.0) for i in range(9)]
    assert heart([*near, spot(52.0, -80.0)]) == hull(near)


def test_two_regions_of_equal_weight_are_both_in_the_first_view() -> None:
    both = [spot(39.0, 46.0), spot(39.5, 46.5), spot(16.0, 0.0), spot(14.5, -1.0)]
    assert heart(both) == hull(both)


def test_a_stray_that_is_near_enough_stays_in_the_first_view() -> None:
    spots = [spot(35.0 + i, 46.0) for i in range(9)] + [spot(35.0, 60.0)]
    assert heart(spots) == hull(spots)
