"""Which reports are compared at all: near each other, about the same days, of kindred kinds.

Comparing all with all grows with the square of a corpus. A k-d tree over the sphere and time
finds those that are near enough; how near is enough hangs on how vaguely both tell their place
and date, so reports are put in classes of vagueness, and each pair of classes has its radius.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from mapper.corpus.merging.kinds import FAMILY_COUNT

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Bools, Floats, Ints, Reports, Spots

__all__ = ["EARTH_KM", "SLACK_DAYS", "SLACK_KM", "Pairs", "candidates", "distance_km"]

EARTH_KM = 6371.0
SLACK_KM = 5.0  # how much further than their radii allow two places may lie apart
SLACK_DAYS = 1.0  # as much in time: nights, time zones, "on Tuesday" for Monday night
# Bounds of the classes: radius in km, and half the period in days.
_RADII = (3.0, 12.0, 40.0, 150.0, 450.0)
_FINE = 4  # classes of radius; the next is compared to the day only, and what is vaguer by number
_PERIODS = (0.5, 4.0, 16.0)
_STRETCH = 150_000  # places whose pairs are in memory at one time


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of reports, `first` < `second`, each once, in order.

    Parameters
    ----------
    first, second
        Rows of the reports.
    spot_first, spot_second
        Rows of the places in which the two come nearest.
    """

    first: Ints
    second: Ints
    spot_first: Ints
    spot_second: Ints

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def joined(cls, parts: Sequence[Pairs]) -> Pairs:
        """Put stretches together."""
        import numpy as np

        columns = zip(
            *((p.first, p.second, p.spot_first, p.spot_second) for p in parts), strict=True
        )
        empty = np.empty(0, np.int64)
        return cls(*map(np.concatenate, columns)) if parts else cls(empty, empty, empty, empty)

    def take(self, rows: Ints | slice) -> Pairs:
        """Give some of the pairs."""
        return Pairs(
            self.first[rows], self.second[rows], self.spot_first[rows], self.spot_second[rows]
        )


def candidates(reports: Reports) -> Iterator[Pairs]:
    """Find the pairs that may be one incident, a stretch of time after the other.

    Parameters
    ----------
    reports
        The reports.

    Yields
    ------
    Pairs
        Of different articles; each pair once in all. Reports without a place or a date are in
        none. A stretch is as long as `_STRETCH` reports' places fill, which bounds the memory.
    """
    import numpy as np

    spots = reports.spots
    first, last = reports.first_day[spots.report], reports.last_day[spots.report]
    middle, half = (first + last) / 2, (last - first) / 2
    reach = 2 * _PERIODS[-1] + SLACK_DAYS + 1.0
    rows = np.flatnonzero(half <= _PERIODS[-1])
    rows = rows[np.argsort(middle[rows], kind="stable")]
    points = _sphere(spots)
    begin = 0
    while begin < len(rows):
        # All places of one day are in one stretch, and with them those that it reaches to.
        until = middle[rows[min(begin + _STRETCH, len(rows)) - 1]]
        end = int(np.searchsorted(middle[rows], until, side="right"))
        over = int(np.searchsorted(middle[rows], until + reach, side="right"))
        yield _stretch(reports, points, middle, half, np.sort(rows[begin:over]), until)
        begin = end


def _stretch(
    reports: Reports, points: Floats, middle: Floats, half: Floats, rows: Ints, until: float
) -> Pairs:
    """Give the pairs among places of which the earlier lies in a stretch of time."""
    import numpy as np

    spots = reports.spots
    spatial = np.searchsorted(_RADII, spots.radius)
    temporal = np.searchsorted(_PERIODS, half)
    found: list[tuple[Ints, Ints]] = []
    for family in range(FAMILY_COUNT):
        member = rows[(reports.families[spots.report[rows]] >> family & 1).astype(bool)]
        placed = spatial[member] < len(_RADII)
        found += _near(points, middle, spatial, temporal, member[placed])
        found += _vague(reports, middle, member[spatial[member] >= _FINE], member)
    one = np.concatenate([pair[0] for pair in found])
    other = np.concatenate([pair[1] for pair in found])
    here = np.minimum(middle[one], middle[other]) <= until
    return _nearest(reports, one[here], other[here])


def distance_km(spots: Spots, one: Ints, other: Ints) -> Floats:
    """Measure the distance between places, over the sphere."""
    import numpy as np

    lat_one, lat_other = np.radians(spots.latitude[one]), np.radians(spots.latitude[other])
    across = np.radians(spots.longitude[one] - spots.longitude[other])
    half = (
        np.sin((lat_one - lat_other) / 2) ** 2
        + np.cos(lat_one) * np.cos(lat_other) * np.sin(across / 2) ** 2
    )
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return km


def _sphere(spots: Spots) -> Floats:
    """Put places on a sphere of the earth's radius, in km."""
    import numpy as np

    lat, lon = np.radians(spots.latitude), np.radians(spots.longitude)
    flat = np.cos(lat)
    return EARTH_KM * np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])


def _near(
    points: Floats, middle: Floats, spatial: Ints, temporal: Ints, rows: Ints
) -> list[tuple[Ints, Ints]]:
    """Pairs of places within the radius of their classes, in space and time."""
    import numpy as np
    from scipy.spatial import cKDTree

    classes = spatial[rows] * len(_PERIODS) + temporal[rows]
    groups = {int(c): rows[classes == c] for c in np.unique(classes)}
    found = []
    for one, other in combinations_with_replacement(sorted(groups), 2):
        vague = max(one, other) >= _FINE * len(_PERIODS)
        if vague and (one % len(_PERIODS) or other % len(_PERIODS)):
            continue
        radii = [_RADII[c // len(_PERIODS)] for c in (one, other)]
        periods = [_PERIODS[c % len(_PERIODS)] for c in (one, other)]
        km, days = sum(radii) + SLACK_KM, sum(periods) + SLACK_DAYS

        def tree(group: Ints, stretch: float = km / days) -> cKDTree:
            spread = np.column_stack([points[group], middle[group] * stretch])
            return cKDTree(spread, balanced_tree=False, compact_nodes=False)

        here = groups[one]
        if one == other:
            # The cube about a point holds its ball: what is too far is dropped later.
            pairs = tree(here).query_pairs(km, p=np.inf, output_type="ndarray")
            found.append((here[pairs[:, 0]], here[pairs[:, 1]]))
            continue
        there = groups[other]
        near = tree(here).sparse_distance_matrix(tree(there), km, p=np.inf, output_type="ndarray")
        found.append((here[near["i"]], there[near["j"]]))
    return found


def _vague(reports: Reports, middle: Floats, vague: Ints, finer: Ints) -> list[tuple[Ints, Ints]]:
    """Pairs of which one is placed no finer than a country or a sea.

    With another such report it must share place and week, with a finer one country, day and a
    number of dead or injured: anything less would pair a country's whole news.
    """
    import numpy as np

    spots = reports.spots
    week = np.floor(middle[vague] / 7).astype(np.int64)
    keys = np.column_stack([spots.place[vague], week])
    shifted = keys + np.array([0, 1])
    found = [_joined(vague, keys, vague, keys), _joined(vague, shifted, vague, keys)]
    for figures in (reports.deaths, reports.injuries):
        least = np.nan_to_num(figures[:, 0][spots.report], nan=-1.0).astype(np.int64)

        def key(rows: Ints, shift: int, least: Ints = least) -> Ints:
            day = np.floor(middle[rows]).astype(np.int64) + shift
            return np.column_stack([spots.country[rows], day, least[rows]])

        told = [rows[(least[rows] >= 2) & (spots.country[rows] >= 0)] for rows in (vague, finer)]
        for shift in (-1, 0, 1):
            found.append(_joined(told[0], key(told[0], shift), told[1], key(told[1], 0)))
    return found


def _joined(one: Ints, keys_one: Ints, other: Ints, keys_other: Ints) -> tuple[Ints, Ints]:
    """Pairs of rows whose keys are equal, as a database joins tables."""
    import numpy as np

    both, number = np.unique(np.concatenate([keys_one, keys_other]), axis=0, return_inverse=True)
    number = number.ravel()
    left, right = number[: len(one)], number[len(one) :]
    order = np.argsort(right, kind="stable")
    starts = np.searchsorted(right[order], np.arange(len(both) + 1))
    counts = np.diff(starts)[left]
    rows = np.repeat(np.arange(len(one)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return one[rows], other[order[starts[left[rows]] + within]]


def _nearest(reports: Reports, one: Ints, other: Ints) -> Pairs:
    """Drop what is too far or of one article; keep each pair of reports where it is nearest."""
    import numpy as np

    spots = reports.spots
    kept: list[tuple[Ints, Ints, Ints, Ints, Floats]] = []
    step = 1 << 21  # bounds the memory of what is only needed here
    for begin in range(0, len(one), step):
        left, right = one[begin : begin + step], other[begin : begin + step]
        swap = spots.report[left] > spots.report[right]
        left, right = np.where(swap, right, left), np.where(swap, left, right)
        first, second = spots.report[left], spots.report[right]
        good = (reports.article[first] != reports.article[second]) & _overlap(
            reports, first, second
        )
        left, right = left[good], right[good]
        gap = distance_km(spots, left, right) - spots.radius[left] - spots.radius[right]
        # A country's radius about its middle need not reach all its towns.
        vague = np.maximum(spots.radius[left], spots.radius[right]) > _RADII[-1]
        inside = vague & (spots.country[left] == spots.country[right]) & (spots.country[left] >= 0)
        near = inside | (gap <= SLACK_KM)
        left, right = left[near], right[near]
        kept.append((spots.report[left], spots.report[right], left, right, gap[near]))
    if not kept:
        empty = np.empty(0, np.int64)
        return Pairs(empty, empty, empty, empty)
    first, second, left, right, gap = (np.concatenate(column) for column in zip(*kept, strict=True))
    # The pair of places that says most: near for how finely they are told, fine, the same.
    vague = spots.radius[left] + spots.radius[right] + 1.0
    cost = np.maximum(gap, 0.0) / vague + np.log(vague) / 3
    cost += np.where(spots.place[left] == spots.place[right], 0.0, 0.5)
    order = np.lexsort((right, left, cost, second, first))
    first, second = first[order], second[order]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    order = order[fresh]
    return Pairs(first[fresh], second[fresh], left[order], right[order])


def _overlap(reports: Reports, first: Ints, second: Ints) -> Bools:
    """Whether the periods of two reports lie within a day or so of each other."""
    import numpy as np

    apart = np.maximum(reports.first_day[first], reports.first_day[second]) - np.minimum(
        reports.last_day[first], reports.last_day[second]
    )
    near: Bools = apart <= SLACK_DAYS + 1.0
    return near
