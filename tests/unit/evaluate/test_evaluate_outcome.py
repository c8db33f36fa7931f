import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.evaluate.outcome import Outcome, area_under_curve, distance_km, f1, share

LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 180)


def judged(*verdicts: bool) -> list[Outcome]:
    return [Outcome(task="t", doc="d", start=0, end=1, right=right) for right in verdicts]


def test_a_degree_of_the_equator_is_111_km() -> None:
    assert distance_km(0, 0, 0, 1) == pytest.approx(111.19, abs=0.01)


def test_antipodes_are_half_the_circumference_apart() -> None:
    assert distance_km(0, 0, 0, 180) == pytest.approx(6371 * math.pi, abs=1)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_is_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = distance_km(a, b, c, d), distance_km(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 20_039


def test_share_is_rounded_to_three_digits_and_none_of_nothing() -> None:
    assert share(judged(True, False, False)) == 0.333
    assert share([]) is None


def test_f1_is_that_of_the_rounded_shares() -> None:
    assert f1(0.5, 1.0) == 0.667
    assert f1(None, 1.0) == 0.0
    assert f1(0.0, 1.0) == 0.0


def test_area_is_nothing_for_perfect_and_one_for_unresolved_answers() -> None:
    assert area_under_curve([0.0, 0.0, 0.0]) == 0.0
    assert area_under_curve([20_038.0] * 4) == pytest.approx(1.0)
    assert area_under_curve([5.0]) is None


def test_area_of_a_worked_example() -> None:
    # Errors e-1 and e^3-1 km have logs 1 and 3: one trapezium of height 2 over ln(20039).
    errors = [math.e**3 - 1, math.e - 1]
    assert area_under_curve(errors) == pytest.approx(2 / math.log(20_039))
