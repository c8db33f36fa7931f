import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.render.encode import encode_paths

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

POINT = st.tuples(st.floats(-180, 180), st.floats(-85, 85))
PATHS = st.lists(st.lists(POINT, min_size=2, max_size=12), max_size=4)


def decode(text: str, decimals: int) -> list[list[tuple[float, float]]]:
    """What the page's script does, in Python."""
    paths = []
    for word in text.split():
        numbers, value, shift = [], 0, 0
        for char in word:
            digit = ALPHABET.index(char)
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(-(value >> 1) if value & 1 else value >> 1)
                value = shift = 0
        steps = np.array(numbers, dtype=int).reshape(-1, 2)
        paths.append([tuple(p) for p in np.cumsum(steps, axis=0) / 10**decimals])
    return paths


@given(PATHS, st.integers(1, 5))
def test_a_round_trip_moves_no_point_by_more_than_half_a_unit(
    paths: list[list[tuple[float, float]]], decimals: int
) -> None:
    rounded = []
    for path in paths:
        kept: list[tuple[float, float]] = []
        for x, y in path:
            point = (round(x * 10**decimals), round(y * 10**decimals))
            if not kept or kept[-1] != point:
                kept.append(point)
        if len(kept) > 1:
            rounded.append(kept)
    found = decode(encode_paths([np.array(p) for p in paths], decimals), decimals)
    assert [[(round(x * 10**decimals), round(y * 10**decimals)) for x, y in p] for p in found] == (
        rounded
    )


def test_a_path_that_shrinks_to_a_point_is_left_out() -> None:
    assert encode_paths([np.array([(1.001, 2.001), (1.002, 2.002)])], 1) == ""


@pytest.mark.parametrize("count", [0, 1, 3])
def test_paths_are_parted_by_spaces(count: int) -> None:
    text = encode_paths([np.array([(0, 0), (1, 1)])] * count, 2)
    assert len(text.split()) == count
