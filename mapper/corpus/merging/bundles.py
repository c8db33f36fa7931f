"""Clusters as bundles of what their incidents are made of, so that any process can make them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from mapper.corpus.merging.reasons import Ground, Reasons

if TYPE_CHECKING:
    from mapper.corpus.merging.linking import Clustering
    from mapper.corpus.merging.reports import Reports

__all__ = ["Bundle", "Link", "bundles"]


class Link(NamedTuple):
    """Why two reports of a bundle are one incident."""

    one: int
    other: int
    probability: float
    ground: Ground


class Bundle(NamedTuple):
    """The JSON of a cluster's reports, and the links that hold it together."""

    sources: list[bytes]
    links: list[Link]


def bundles(reports: Reports, clustering: Clustering) -> Iterator[Bundle]:
    """Bundle the reports of each incident, in the order of the incidents' dates.

    Parameters
    ----------
    reports
        The reports.
    clustering
        Which of them are one incident.

    Yields
    ------
    Bundle
        Those without a date come last.
    """
    import numpy as np

    labels = clustering.labels
    day = np.nan_to_num(reports.first_day, nan=np.inf)
    earliest = np.full(len(labels), np.inf)
    np.minimum.at(earliest, labels, day)
    order = np.lexsort((np.arange(len(labels)), labels, earliest[labels]))
    bounds = np.flatnonzero(np.diff(labels[order], prepend=-1, append=-1))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    # The links in the order in which they are told: they are measured a stretch at a time.
    links = clustering.links.take(np.argsort(place[clustering.links.pairs.first], kind="stable"))
    one, other = place[links.pairs.first], place[links.pairs.second]
    ends = zip(one.tolist(), other.tolist(), links.probability.tolist(), strict=True)
    starts = np.searchsorted(one, bounds).tolist()
    reasons, rows = Reasons(reports, links), order.tolist()
    number = 0
    for begin, end, until in zip(
        bounds[:-1].tolist(), bounds[1:].tolist(), starts[1:], strict=True
    ):
        told = []
        while number < until:
            left, right, probability = next(ends)
            told.append(
                Link(left - begin, right - begin, round(probability, 4), reasons.ground(number))
            )
            number += 1
        yield Bundle([reports.sources[row] for row in rows[begin:end]], told)
