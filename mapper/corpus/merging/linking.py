"""From reports to clusters: pairs, scores, decisions, and the links that explain a cluster."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.corpus.merging.blocking import Pairs, candidates
from mapper.corpus.merging.clusters import NEVER, average_link, connected, within
from mapper.corpus.merging.evidence import crowding
from mapper.corpus.merging.score import LIMIT, Weights, log_odds, shipped_weights

if TYPE_CHECKING:
    from mapper.corpus.merging.decisions import Rulings
    from mapper.corpus.merging.reports import Bools, Floats, Ints, Reports

__all__ = ["JOINED", "SCORED", "TWIN", "Clustering", "Links", "cluster"]

SCORED, TWIN, JOINED = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The strongest links that hold the clusters together: as few as can be.

    Parameters
    ----------
    pairs
        The two reports of each, and the places in which they come nearest (-1 where they were
        never compared).
    kind
        `SCORED`, `TWIN` (one text twice) or `JOINED` (by a person).
    probability
        That the two are one incident; 1 for what is certain.
    """

    pairs: Pairs
    kind: Ints
    probability: Floats

    def take(self, rows: Ints) -> Links:
        """Give some of the links, in that order."""
        return Links(self.pairs.take(rows), self.kind[rows], self.probability[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """Which reports are one incident.

    Parameters
    ----------
    labels
        The lowest row of the cluster of each row.
    links
        Why.
    compared
        How many pairs were scored.
    """

    labels: Ints
    links: Links
    compared: int


def cluster(
    reports: Reports,
    rulings: Rulings,
    *,
    threshold: float = 0.5,
    weights: Weights | None = None,
) -> Clustering:
    """Find the reports that tell one incident.

    Parameters
    ----------
    reports
        The reports.
    rulings
        What a person decided; it wins over every score.
    threshold
        Probability above which two reports count as one incident.
    weights
        Of the score; those shipped if None.

    Returns
    -------
    Clustering
        The same for the same reports in any order.
    """
    import numpy as np

    chosen = weights or shipped_weights()
    pairs, scores, compared = _scored(reports, chosen)
    # A pair's log-odds count from the threshold on, so that all is about the sign of the mean.
    shift = math.log(threshold / (1.0 - threshold))
    size = len(reports)
    twins = _twins(reports)
    start, torn = _copies(reports, rulings)
    likely = scores > shift
    linked = connected(
        size,
        np.concatenate([pairs.first[likely], twins[:, 0], rulings.joined[:, 0]]),
        np.concatenate([pairs.second[likely], twins[:, 1], rulings.joined[:, 1]]),
    )
    inside = linked[pairs.first] == linked[pairs.second]
    pairs, scores = pairs.take(np.flatnonzero(inside)), scores[inside]
    rivals = _rivals(reports, linked, np.flatnonzero(start == np.arange(size)))
    parts = _parts(reports, rivals)
    apart = rivals[~parts]
    edges = _edges(
        (pairs.first, pairs.second, scores),
        (torn[:, 0], torn[:, 1], LIMIT),
        (rivals[parts, 0], rivals[parts, 1], shift),
        (apart[:, 0], apart[:, 1], NEVER),
        (rulings.split[:, 0], rulings.split[:, 1], NEVER),
    )
    labels = edges.cluster(start, shift, chosen.unlinked)
    labels = _with_joins(labels, edges, rulings, shift, chosen.unlinked)
    return Clustering(labels, _links(labels, pairs, scores, twins, rulings.joined), compared)


def _scored(reports: Reports, weights: Weights) -> tuple[Pairs, Floats, int]:
    """Score all pairs; keep those that count otherwise than pairs that are never compared."""
    import numpy as np

    crowd = crowding(reports)
    kept, scores, compared = [], [np.empty(0)], 0
    for pairs in candidates(reports):
        found = log_odds(reports, pairs, crowd, weights)
        good = found > weights.unlinked
        kept.append(pairs.take(np.flatnonzero(good)))
        scores.append(found[good])
        compared += len(pairs)
    return Pairs.joined(kept), np.concatenate(scores), compared


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    one: Ints
    other: Ints
    score: Floats

    def cluster(self, labels: Ints, threshold: float, unlinked: float) -> Ints:
        return average_link(
            labels, self.one, self.other, self.score, threshold=threshold, unlinked=unlinked
        )

    def take(self, rows: Ints) -> _Edges:
        return _Edges(self.one[rows], self.other[rows], self.score[rows])


def _edges(*parts: tuple[Ints, Ints, Floats | float]) -> _Edges:
    import numpy as np

    one, other, scores = zip(*parts, strict=True)
    return _Edges(
        np.concatenate(one),
        np.concatenate(other),
        np.concatenate([np.broadcast_to(s, np.shape(o)) for s, o in zip(scores, one, strict=True)]),
    )


def _twins(reports: Reports) -> Ints:
    """Link the reports that are one incident in copies of one text, each to the next."""
    import numpy as np

    order = np.argsort(reports.twin, kind="stable")
    same = reports.twin[order[1:]] == reports.twin[order[:-1]]
    pairs: Ints = np.column_stack([order[:-1][same], order[1:][same]])
    return pairs


def _copies(reports: Reports, rulings: Rulings) -> tuple[Ints, Ints]:
    """Give the clusters to begin with, copies together, and pairs of copies that only may be.

    A person may have split copies; then all of that text's are left to the score.
    """
    import numpy as np

    split = rulings.split
    number = reports.twin
    torn = number[split[:, 0]][number[split[:, 0]] == number[split[:, 1]]]
    free = np.isin(number, torn)
    twins = _twins(reports)
    bound = twins[~free[twins[:, 0]]] if len(twins) else twins
    rows = np.flatnonzero(free)
    one, other = within(number[rows])
    return (
        connected(len(reports), bound[:, 0], bound[:, 1]),
        np.column_stack([rows[one], rows[other]]),
    )


def _rivals(reports: Reports, linked: Ints, rows: Ints) -> Ints:
    """Give the pairs of one article that could otherwise meet: they must stay apart."""
    import numpy as np

    group = np.unique(
        np.column_stack([linked[rows], reports.article[rows]]), axis=0, return_inverse=True
    )[1].ravel()
    one, other = within(group)
    one, other = rows[one], rows[other]
    unlike = reports.twin[one] != reports.twin[other]
    pairs: Ints = np.column_stack([one[unlike], other[unlike]])
    return pairs


def _parts(reports: Reports, rivals: Ints) -> Bools:
    """Whether two reports of an article are parts of one sentence, of one day and place.

    One article says in one clause that men were seized and in the next that they were shot;
    where another article tells both as one incident, they are one.
    """
    import numpy as np

    one, other = rivals[:, 0], rivals[:, 1]
    spots = reports.spots
    place = np.full(len(reports), -1, dtype=np.int64)
    place[spots.report[::-1]] = np.where(spots.borrowed, -1, spots.place)[::-1]
    same_day = (reports.first_day[one] == reports.first_day[other]) & (
        reports.last_day[one] == reports.last_day[other]
    )
    same_place = (place[one] == place[other]) | (place[one] < 0) | (place[other] < 0)
    found: Bools = (reports.sentence[one] == reports.sentence[other]) & same_day & same_place
    return found


def _with_joins(
    labels: Ints, edges: _Edges, rulings: Rulings, threshold: float, unlinked: float
) -> Ints:
    """Put the clusters together of which a person joined reports.

    Where that would put reports together that a person keeps apart, only the reports that were
    named are certain, and the others choose between them anew.
    """
    import numpy as np

    size = len(labels)
    rows = np.arange(size)
    joined = rulings.joined
    whole = connected(
        size, np.concatenate([rows, joined[:, 0]]), np.concatenate([labels, joined[:, 1]])
    )
    broken = rulings.split[whole[rulings.split[:, 0]] == whole[rulings.split[:, 1]]]
    if not len(broken):
        return whole
    torn = np.isin(whole, whole[broken.ravel()])
    start = np.where(torn, connected(size, joined[:, 0], joined[:, 1]), whole)
    part = edges.take(np.flatnonzero(torn[edges.one] & torn[edges.other]))
    return part.cluster(start, threshold, unlinked)


def _links(labels: Ints, pairs: Pairs, scores: Floats, twins: Ints, joined: Ints) -> Links:
    """Choose the links that hold each cluster together: those of a person, of copies, the best."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    none = np.full(len(joined) + len(twins), -1, dtype=np.int64)
    certain = np.concatenate([joined, twins])
    one = np.concatenate([certain.min(axis=1), pairs.first])
    other = np.concatenate([certain.max(axis=1), pairs.second])
    every = Pairs(
        one, other, np.concatenate([none, pairs.spot_first]),
        np.concatenate([none, pairs.spot_second]),
    )  # fmt: skip
    kind = np.repeat([JOINED, TWIN, SCORED], [len(joined), len(twins), len(scores)])
    odds = np.concatenate([np.full(len(certain), np.inf), scores])
    rows = np.flatnonzero(labels[one] == labels[other])
    # Of several links between two reports the first stays, in the order above.
    order = rows[np.lexsort((rows, other[rows], one[rows]))]
    fresh = np.ones(len(order), bool)
    fresh[1:] = (one[order][1:] != one[order][:-1]) | (other[order][1:] != other[order][:-1])
    rows = order[fresh]
    # The tree of least cost; every cost is different, so that there is but one.
    rank = np.empty(len(rows))
    rank[np.lexsort((other[rows], one[rows], -odds[rows], -kind[rows]))] = np.arange(
        1, len(rows) + 1
    )
    size = len(labels)
    graph = csr_matrix((rank, (one[rows], other[rows])), shape=(size, size))
    kept = np.sort(minimum_spanning_tree(graph).data.astype(np.int64))
    by_rank = np.empty(len(rows) + 1, dtype=np.int64)
    by_rank[rank.astype(np.int64)] = rows
    chosen = by_rank[kept]
    chosen = chosen[np.lexsort((other[chosen], one[chosen]))]
    with np.errstate(over="ignore"):
        probability = 1.0 / (1.0 + np.exp(-odds[chosen]))
    return Links(every.take(chosen), kind[chosen], probability)
