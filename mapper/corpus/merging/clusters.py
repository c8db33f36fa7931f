"""From scored pairs to clusters that do not chain.

Average linkage: two clusters become one when the mean of the log-odds over *all* pairs between
them is above the threshold, a pair that was never compared counting as evidence against. The
merges are found in rounds: in each, every cluster names the neighbour that it is most like, and
those that name each other are merged, all at once on arrays. Average linkage is reducible, so
that gives what merging the best pair one by one would give, without a loop over pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Bools, Floats, Ints

__all__ = ["NEVER", "average_link", "connected", "within"]

NEVER = -1e9
"""Log-odds of two reports that must stay apart."""

_GRAIN = 1e-6  # means are compared to this grain, so that the order of sums cannot matter


def connected(size: int, one: Ints, other: Ints) -> Ints:
    """Number the connected components of a graph of so many nodes.

    Returns
    -------
    ndarray
        The lowest member of each node's component.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(one), np.int8), (one, other)), shape=(size, size))
    _, number = connected_components(graph, directed=False)
    lowest = np.full(size, size, dtype=np.int64)
    np.minimum.at(lowest, number, np.arange(size))
    named: Ints = lowest[number]
    return named


def within(groups: Ints) -> tuple[Ints, Ints]:
    """Give all pairs of rows of one group.

    Parameters
    ----------
    groups
        A number for each row.

    Returns
    -------
    first, second : ndarray
        Rows, `first` < `second`, each pair once.
    """
    import numpy as np

    order = np.argsort(groups, kind="stable")
    found: list[tuple[Ints, Ints]] = [(order[:0], order[:0])]
    for shift in range(1, len(order)):
        left, right = order[:-shift], order[shift:]
        same = groups[left] == groups[right]
        if not same.any():
            break
        found.append((left[same], right[same]))
    return tuple(np.concatenate(side) for side in zip(*found, strict=True))  # type: ignore[return-value]


def average_link(
    labels: Ints, one: Ints, other: Ints, scores: Floats, *, threshold: float, unlinked: float
) -> Ints:
    """Merge by average linkage.

    Parameters
    ----------
    labels
        The cluster that each row is in from the start, named by its lowest row.
    one, other, scores
        Pairs of rows with their log-odds, each pair once; `NEVER` keeps two clusters apart for
        good.
    threshold
        Least mean of the log-odds over the pairs between two clusters.
    unlinked
        Log-odds of each pair of rows that is not given.

    Returns
    -------
    ndarray
        The lowest row of the cluster that each row is in.
    """
    import numpy as np

    labels = labels.copy()
    sizes = np.bincount(labels, minlength=len(labels)).astype(np.float64)
    one, other, total, count = _between(labels[one], labels[other], scores, np.ones(len(one)))
    while len(one):
        every = sizes[one] * sizes[other]
        mean = (total + (every - count) * unlinked) / every
        mean = np.round(mean / _GRAIN) * _GRAIN
        left, right = _mutual(one, other, mean, threshold, len(labels))
        if not len(left):
            break
        # The lower name stands for both; nothing is in two pairs, so all are merged at once.
        becomes = np.arange(len(labels))
        becomes[right] = left
        sizes[left] += sizes[right]
        labels = becomes[labels]
        one, other, total, count = _between(becomes[one], becomes[other], total, count)
    return labels


def _between(
    one: Ints, other: Ints, total: Floats, count: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Sum pairs up that lie between the same two clusters; drop those inside one."""
    import numpy as np

    apart = one != other
    one, other, total, count = one[apart], other[apart], total[apart], count[apart]
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((total, high, low))
    low, high, total, count = low[order], high[order], total[order], count[order]
    starts = np.ones(len(low), bool)
    starts[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    begin = np.flatnonzero(starts)
    if not len(begin):
        return low, high, total, count
    return low[begin], high[begin], np.add.reduceat(total, begin), np.add.reduceat(count, begin)


def _mutual(one: Ints, other: Ints, mean: Floats, threshold: float, size: int) -> tuple[Ints, Ints]:
    """Find the pairs of clusters that are each other's best neighbour, and alike enough."""
    import numpy as np

    good = mean > threshold
    if not good.any():
        return one[:0], other[:0]
    low, high, value = one[good], other[good], mean[good]
    # The pairs in one strict order, best first: a cluster's best is the first that holds it.
    order = np.lexsort((high, low, -value))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    best = np.full(size, len(order), dtype=np.int64)
    np.minimum.at(best, low, place)
    np.minimum.at(best, high, place)
    chosen: Bools = (best[low] == place) & (best[high] == place)
    return low[chosen], high[chosen]
