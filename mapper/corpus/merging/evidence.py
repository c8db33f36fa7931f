"""What speaks for and against two reports telling one incident, as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.corpus.merging.blocking import Pairs, distance_km

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.reports import Bools, Floats, Ints, Reports

__all__ = ["EVIDENCE", "crowding", "evidence", "likeness"]

EVIDENCE: dict[str, str] = {
    "same_place": "both name one place, no vaguer than a district",
    "same_vague_place": "both name one place that is vaguer",
    "place_gap": "distance in units of the places' uncertainty, at most 2",
    "vague_place": "logarithm of the vaguer radius, 0 for 1 km, 1 for 150 km",
    "borrowed_place": "one is tied to no place; a town named near it stands in",
    "other_town": "two different towns or spots, more than 2 km apart",
    "same_day": "both date it to the same day",
    "next_day": "both date it to a day, one apart",
    "days_apart": "days between the periods, at most 3",
    "vague_date": "length of the longer period, 1 for a month",
    "published_apart": "weeks between publication, at most 2",
    "same_category": "the same category",
    "same_event_type": "the same PLOVER code",
    "same_sub_type": "the same ACLED sub-type",
    "other_sub_type": "different ACLED sub-types",
    "same_topic": "words for the same kind of happening",
    "other_topic": "words for happenings, none of one kind",
    "other_means": "words for means, none of one kind",
    "same_object": "words for what was struck, of one kind",
    "other_object": "words for what was struck, none of one kind",
    "same_actors": "likeness of the actors' names and countries, 0 to 1",
    "other_actors": "both name actors, none alike",
    "same_deaths": "the same number of dead; the higher the more, 1 for about 20",
    "more_deaths_later": "the later report has more dead: logarithm of the ratio",
    "fewer_deaths_later": "the later report has fewer: logarithm of the ratio",
    "same_injuries": "as same_deaths, of the injured",
    "other_injuries": "numbers of injured that do not meet: logarithm of the ratio",
    "same_words": "likeness of the wording, 0 to 1",
    "only_planned": "one tells it as done, the other as planned, threatened or foiled",
    "crowded": "logarithm of how many other reports of such kind that place has in such a time",
}
"""Name of each piece of evidence -> what it measures, in the order of the columns."""


def evidence(reports: Reports, pairs: Pairs, crowd: Floats) -> Floats:
    """Measure pairs.

    Parameters
    ----------
    reports
        The reports.
    pairs
        Which of them; memory is about a kilobyte a pair.
    crowd
        Of `crowding`.

    Returns
    -------
    ndarray
        A row a pair, a column a piece of `EVIDENCE`.
    """
    import numpy as np

    one, other = pairs.first, pairs.second
    columns = {
        **_places(reports, pairs),
        **_dates(reports, one, other),
        **_kinds(reports, one, other),
        **_actors(reports, one, other),
        **_tolls(reports, one, other),
        "same_words": likeness(reports.words, one, other),
        "only_planned": reports.real[one] != reports.real[other],
    }
    columns["crowded"] = np.maximum(crowd[one], crowd[other])
    return np.column_stack([columns[name] for name in EVIDENCE]).astype(np.float64)


def crowding(reports: Reports) -> Floats:
    """Measure how much happens about the place of each report, of its kind, in a day.

    Parameters
    ----------
    reports
        The reports.

    Returns
    -------
    ndarray
        ``log(1 + n)``, n being how many reports of the family, from the half degree about its
        first place and the four weeks about its date, would fall into its own period. Where
        much happens, the same place and day say little.
    """
    import numpy as np

    spots = reports.spots
    crowd = np.zeros(len(reports))
    fresh = np.ones(len(spots.report), bool)
    fresh[1:] = spots.report[1:] != spots.report[:-1]
    rows = np.flatnonzero(fresh & ~np.isnan(reports.first_day[spots.report]))
    if not len(rows):
        return crowd
    who = spots.report[rows]
    middle = (reports.first_day[who] + reports.last_day[who]) / 2
    cell = np.column_stack(
        [
            np.floor(spots.latitude[rows] * 2),
            np.floor(spots.longitude[rows] * 2),
            np.floor(middle / 28),
            reports.families[who],
        ]
    ).astype(np.int64)
    _, number, counts = np.unique(cell, axis=0, return_inverse=True, return_counts=True)
    days = reports.last_day[who] - reports.first_day[who] + 1.0
    crowd[who] = np.log1p(counts[number.ravel()] / 28.0 * days)
    return crowd


def likeness(rows: csr_matrix, one: Ints, other: Ints) -> Floats:
    """Give the cosine of pairs of rows of unit length."""
    import numpy as np

    alike = np.empty(len(one))
    step = 1 << 16
    for begin in range(0, len(one), step):
        part = slice(begin, begin + step)
        product = rows[one[part]].multiply(rows[other[part]])
        alike[part] = np.asarray(product.sum(axis=1)).ravel()
    return np.clip(alike, 0.0, 1.0)


def _places(reports: Reports, pairs: Pairs) -> dict[str, Floats | Bools]:
    import numpy as np

    spots, left, right = reports.spots, pairs.spot_first, pairs.spot_second
    same = spots.place[left] == spots.place[right]
    radius = np.maximum(spots.radius[left], spots.radius[right])
    km = distance_km(spots, left, right)
    reach = spots.radius[left] + spots.radius[right] + 1.0
    points = spots.point[left] & spots.point[right]
    return {
        "same_place": same & (radius <= 40.0),
        "same_vague_place": same & (radius > 40.0),
        "place_gap": np.minimum(km / reach, 2.0),
        "vague_place": np.log(np.maximum(radius, 1.0)) / np.log(150.0),
        "borrowed_place": spots.borrowed[left] | spots.borrowed[right],
        "other_town": points & ~same & (km > 2.0),
    }


def _dates(reports: Reports, one: Ints, other: Ints) -> dict[str, Floats | Bools]:
    import numpy as np

    first, last = reports.first_day, reports.last_day
    exact = reports.exact[one] & reports.exact[other]
    apart = np.maximum(first[one], first[other]) - np.minimum(last[one], last[other])
    length = np.maximum(last[one] - first[one], last[other] - first[other])
    published = np.abs(reports.published[one] - reports.published[other]) / 7.0
    return {
        "same_day": exact & (apart == 0),
        "next_day": exact & (apart == 1),
        "days_apart": np.clip(apart, 0.0, 3.0),
        "vague_date": np.minimum(length / 30.0, 1.0),
        "published_apart": np.minimum(np.nan_to_num(published, nan=0.5), 2.0),
    }


def _kinds(reports: Reports, one: Ints, other: Ints) -> dict[str, Floats | Bools]:
    sub_one, sub_other = reports.sub_type[one], reports.sub_type[other]
    both = (sub_one >= 0) & (sub_other >= 0)
    topic = _classes(reports.topics, reports.topics_about, one, other)
    means = _classes(reports.means, reports.means_about, one, other)
    thing = _classes(reports.objects, reports.objects_about, one, other)
    return {
        "same_category": reports.category[one] == reports.category[other],
        "same_event_type": reports.event_type[one] == reports.event_type[other],
        "same_sub_type": both & (sub_one == sub_other),
        "other_sub_type": both & (sub_one != sub_other),
        "same_topic": topic[0],
        "other_topic": topic[1],
        "other_means": means[1],
        "same_object": thing[0],
        "other_object": thing[1],
    }


def _classes(bits: Ints, about: Ints, one: Ints, other: Ints) -> tuple[Bools, Bools]:
    """Whether reports share a class, and whether both name some in their quotes but share none.

    A class is shared that one names in its quote, the other in its quote or its sentence.
    """
    left, right = bits[one], bits[other]
    shared = ((left & about[other]) | (right & about[one])) != 0
    return shared, ~shared & (left != 0) & (right != 0)


def _actors(reports: Reports, one: Ints, other: Ints) -> dict[str, Floats | Bools]:
    import numpy as np

    alike = likeness(reports.actors, one, other)
    named = np.diff(reports.actors.indptr) > 0
    return {
        "same_actors": alike,
        "other_actors": named[one] & named[other] & (alike < 0.05),
    }


def _tolls(reports: Reports, one: Ints, other: Ints) -> dict[str, Floats | Bools]:
    import numpy as np

    same_dead, apart_dead = _figures(reports.deaths, one, other)
    same_hurt, apart_hurt = _figures(reports.injuries, one, other)
    later = np.nan_to_num(reports.published[other] - reports.published[one])
    # Within a day either may be the later one.
    rising = np.where(later < 0, -apart_dead, apart_dead)
    rising = np.where(later == 0, np.abs(apart_dead), rising)
    return {
        "same_deaths": same_dead,
        "more_deaths_later": np.clip(rising, 0.0, 2.0),
        "fewer_deaths_later": np.maximum(-rising, 0.0),
        "same_injuries": same_hurt,
        "other_injuries": np.abs(apart_hurt),
    }


def _figures(figures: Floats, one: Ints, other: Ints) -> tuple[Floats, Floats]:
    """How telling a shared number is, and the logarithm of second to first where none is shared."""
    import numpy as np

    low_one, low_other = figures[one, 0], figures[other, 0]
    high_one, high_other = figures[one, 1], figures[other, 1]
    told = ~np.isnan(low_one) & ~np.isnan(low_other)
    meet = told & (low_one <= high_other) & (low_other <= high_one)
    exact = meet & (low_one == low_other)
    size = np.log1p(np.nan_to_num(np.minimum(low_one, low_other))) / 3.0
    same = np.where(exact, np.minimum(size, 1.5), np.where(meet, 0.3 * np.minimum(size, 1.5), 0.0))
    # The ends of the two ranges that face each other.
    here = np.where(low_other > high_one, high_one, low_one)
    there = np.where(low_other > high_one, low_other, high_other)
    ratio = np.log1p(np.nan_to_num(there)) - np.log1p(np.nan_to_num(here))
    return same, np.where(told & ~meet, np.clip(ratio, -2.0, 2.0), 0.0)
