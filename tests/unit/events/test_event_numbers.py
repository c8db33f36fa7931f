"""Quantities as news writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapper.events.numbers import read_quantity
from mapper.events.toll_patterns import read_tolls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("four servicemen", (4, 4)),
        ("at least 10 people", (10, None)),
        ("no fewer than 7", (7, None)),
        ("twenty-two", (22, 22)),
        ("a hundred and thirty", (130, 130)),
        ("1,200 men", (1200, 1200)),
        ("dozens of men", (24, None)),
        ("scores", (40, None)),
        ("several", (3, None)),
        ("several hundred", (300, None)),
        ("half a dozen", (6, 6)),
        ("two dozen", (24, 24)),
        ("between three and five", (3, 5)),
        ("3 to 5", (3, 5)),
        ("up to fifteen men", (1, 15)),
        ("about 40", (40, 40)),
        ("a 44-year-old man", None),
        ("the men", None),
    ],
)
def test_quantity(text: str, expected: tuple[int, int | None] | None) -> None:
    assert read_quantity(text) == expected


@given(st.integers(0, 10_000_000))
def test_digits_are_read_as_they_stand(number: int) -> None:
    if 1900 <= number <= 2099:
        return
    assert read_quantity(f"{number} people") == (number, number)
    assert read_quantity(f"{number:,} people") == (number, number)


def tolls(text: str) -> list[tuple[bool, tuple[int, int | None]]]:
    return [(f.deaths, f.counted) for f in read_tolls(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One private dead, another hurt.", [(True, (1, 1)), (False, (1, 1))]),
        ("Three soldiers and two gunmen dead.", [(True, (5, 5))]),
        ("The death toll rose from 4 to 9.", [(True, (9, 9))]),
        ("Nobody was hurt.", [(False, (0, 0)), (True, (0, 0))]),
        ("The blast cost a shepherd his life.", [(True, (1, 1))]),
        ("A drone killed a shepherd.", []),
        ("A boy of six died.", []),
    ],
)
def test_tolls_told_by_words(
    text: str, expected: list[tuple[bool, tuple[int, int | None]]]
) -> None:
    assert tolls(text) == expected


@given(st.text(max_size=200))
def test_any_text_has_readable_tolls(text: str) -> None:
    for found in read_tolls(text, 0, len(text)):
        low, high = found.counted
        assert low >= 0
        assert high is None or high >= low
