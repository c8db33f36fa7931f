"""The choice of toponyms that do not overlap."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mapper.model import Span
from mapper.recognise.candidates import CandidateSpan
from mapper.recognise.select import best_cover


def candidate(start: int, end: int) -> CandidateSpan:
    return CandidateSpan(Span(start, end), start, end, "x", "")


def test_prefers_the_longer_name_when_it_is_surer() -> None:
    spans = [candidate(0, 10), candidate(0, 4), candidate(5, 10)]
    assert best_cover(spans, [0.99, 0.6, 0.6], 0.5) == [0]
    assert best_cover(spans, [0.6, 0.99, 0.99], 0.5) == [1, 2]


def test_nothing_below_the_threshold_is_kept() -> None:
    assert best_cover([candidate(0, 4)], [0.39], 0.4) == []
    assert best_cover([], [], 0.4) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5), st.floats(0, 1)), max_size=9))
def test_is_the_best_of_all_choices(drawn: list[tuple[int, int, float]]) -> None:
    from math import isclose, log

    spans = [candidate(start, start + length) for start, length, _ in drawn]
    scores = [score for _, _, score in drawn]

    def gain(chosen: tuple[int, ...]) -> float:
        bounded = [min(max(scores[i], 1e-9), 1 - 1e-9) for i in chosen]
        return sum(log(p / (1 - p)) for p in bounded)

    def apart(chosen: tuple[int, ...]) -> bool:
        return not any(spans[a].span.overlaps(spans[b].span) for a, b in combinations(chosen, 2))

    chosen = tuple(best_cover(spans, scores, 0.5))
    assert apart(chosen)
    assert list(chosen) == sorted(chosen, key=lambda i: spans[i].span)
    everything = [
        c for n in range(len(spans) + 1) for c in combinations(range(len(spans)), n) if apart(c)
    ]
    assert isclose(gain(chosen), max(map(gain, everything)), abs_tol=1e-6)
