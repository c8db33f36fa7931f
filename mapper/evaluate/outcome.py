"""One judged thing: what every figure is counted from.

A scorer turns gold and answer into outcomes; a figure is a share of them. So the figures, the
list of misses, the break-down by region and the comparison of two runs all rest on the same list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["UNRESOLVED_KM", "Outcome", "area_under_curve", "distance_km", "f1", "of_task", "share"]

UNRESOLVED_KM = 20_039.0
"""Error of a place that was not resolved: half the Earth's circumference, as the field has it."""

_DIAMETER_KM = 12_742.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A thing that was judged, and how.

    Parameters
    ----------
    task
        What was judged, such as ``literal-found``; see ``docs/evaluation.md``.
    doc, start, end
        Where it stands.
    right
        The verdict.
    gold, said
        What the corpus has and what the program said, in a few words.
    error_km
        Distance to the gold point, km, where the task is about places.
    score
        The program's own belief, 0 to 1, where it gave one.
    """

    task: str
    doc: str
    start: int
    end: int
    right: bool
    gold: str = ""
    said: str = ""
    error_km: float | None = None
    score: float | None = None


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Measure the great-circle distance in km between two points in decimal degrees (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return _DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))


def of_task(outcomes: Iterable[Outcome], task: str) -> list[Outcome]:
    """Select the outcomes of one task."""
    return [outcome for outcome in outcomes if outcome.task == task]


def share(outcomes: Sequence[Outcome]) -> float | None:
    """Count the share of right ones, to three digits; None where nothing is there."""
    if not outcomes:
        return None
    return round(sum(outcome.right for outcome in outcomes) / len(outcomes), 3)


def f1(precision: float | None, recall: float | None) -> float:
    """Take the harmonic mean of two rounded shares, to three digits; 0 where one is missing."""
    if not precision or not recall:
        return 0.0
    return round(2 * precision * recall / (precision + recall), 3)


def area_under_curve(errors_km: Iterable[float]) -> float | None:
    """Measure the area under the sorted normalised log errors (0 is best, 1 worst); None below two.

    Parameters
    ----------
    errors_km
        One error a toponym, km.
    """
    logs = sorted(math.log(error + 1) for error in errors_km)
    if len(logs) < 2:
        return None
    area = sum((low + high) / 2 for low, high in pairwise(logs))
    return area / (math.log(UNRESOLVED_KM) * (len(logs) - 1))
