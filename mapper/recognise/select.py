"""From scored candidates to toponyms that do not overlap."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from mapper.recognise.candidates import CandidateSpan

__all__ = ["best_cover"]

_TINY = 1e-9


def best_cover(
    candidates: Sequence[CandidateSpan], scores: Sequence[float], threshold: float
) -> list[int]:
    """Choose the set of candidates without overlap that is the most probable as a whole.

    Parameters
    ----------
    candidates
        Any order.
    scores
        Probability of each to be a toponym, 0 to 1.
    threshold
        Where a candidate becomes worth keeping, 0 to 1.

    Returns
    -------
    list[int]
        Indices into `candidates`, in text order.
    """
    bar = _log_odds(threshold)
    worth = [
        (candidates[i].span.end, candidates[i].span.start, i, gain)
        for i, score in enumerate(scores)
        if (gain := _log_odds(score) - bar) > 0
    ]
    worth.sort()
    ends = [row[0] for row in worth]
    best = [0.0]
    taken: list[tuple[int, int] | None] = []
    for number, (_, start, index, gain) in enumerate(worth):
        before = bisect_right(ends, start, 0, number)
        with_it = best[before] + gain
        if with_it > best[number]:
            best.append(with_it)
            taken.append((index, before))
        else:
            best.append(best[number])
            taken.append(None)
    chosen: list[int] = []
    number = len(worth)
    while number:
        step = taken[number - 1]
        if step is None:
            number -= 1
        else:
            chosen.append(step[0])
            number = step[1]
    return chosen[::-1]


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, _TINY), 1 - _TINY)
    return math.log(bounded / (1 - bounded))
