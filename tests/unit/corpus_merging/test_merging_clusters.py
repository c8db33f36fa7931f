"""Average linkage on arrays does what average linkage one by one does, and never chains."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.corpus.merging.clusters import NEVER, average_link, connected, within

SIZE = 9
EDGES = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1]),
    st.integers(-60, 60).map(lambda n: n / 10) | st.just(NEVER),
    max_size=30,
)


def clustered(edges, *, unlinked=-2.0, threshold=0.0, labels=None):
    one = np.array([a for a, _ in edges], dtype=np.int64)
    other = np.array([b for _, b in edges], dtype=np.int64)
    scores = np.array(list(edges.values()), dtype=float)
    start = np.arange(SIZE) if labels is None else np.array(labels)
    return average_link(start, one, other, scores, threshold=threshold, unlinked=unlinked)


def mean(edges, left, right, unlinked):
    return sum(
        edges.get((min(a, b), max(a, b)), unlinked) for a in left for b in right
    ) / (len(left) * len(right))  # fmt: skip


def one_by_one(edges, unlinked):
    """The textbook's way: merge the best pair, again and again."""
    groups = [frozenset([n]) for n in range(SIZE)]
    while True:
        ranked = sorted(
            (
                (-round(mean(edges, a, b, unlinked) / 1e-6), min(a), min(b), a, b)
                for a in groups
                for b in groups
                if min(a) < min(b)
            ),
            key=lambda item: item[:3],
        )
        if not ranked or -ranked[0][0] * 1e-6 <= 1e-9:
            return {frozenset(g) for g in groups}
        *_, a, b = ranked[0]
        groups = [g for g in groups if g not in (a, b)] + [a | b]


def sets(labels):
    return {frozenset(np.flatnonzero(labels == name).tolist()) for name in set(labels.tolist())}


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_the_same_as_one_by_one_where_no_two_means_are_equal(edges):
    # Ties may be broken in another order: no two means are equal here.
    distinct = {
        pair: (NEVER if v == NEVER else v + n * 1.7e-3)
        for n, (pair, v) in enumerate(edges.items())
    }  # fmt: skip
    found = clustered(distinct)
    assert sets(found) == one_by_one(distinct, -2.0)


@settings(max_examples=60, deadline=None)
@given(EDGES)
def test_every_cluster_is_named_by_its_lowest_row_and_never_holds_rivals(edges):
    found = clustered(edges)
    for name in set(found.tolist()):
        assert np.flatnonzero(found == name).min() == name
    assert all(found[a] != found[b] for (a, b), score in edges.items() if score == NEVER)


def test_a_chain_of_good_pairs_does_not_become_one():
    chain = {(n, n + 1): 3.0 for n in range(SIZE - 1)}
    found = clustered(chain)
    assert max(np.bincount(found)) <= 3
    assert max(np.bincount(clustered(chain, unlinked=-4.0))) == 2
    everyone = {(a, b): 3.0 for a in range(SIZE) for b in range(a + 1, SIZE)}
    assert set(clustered(everyone).tolist()) == {0}


def test_clusters_from_the_start_stay_and_count_with_all_their_rows():
    labels = [0, 0, 2, 3, 4, 5, 6, 7, 8]
    assert clustered({(0, 2): 3.0, (1, 2): -2.9}, labels=labels)[2] == 0
    assert clustered({(0, 2): 3.0, (1, 2): -3.1}, labels=labels)[2] == 2
    # A pair that was never compared counts against.
    assert clustered({(0, 2): 3.0}, labels=labels, unlinked=-4.0)[2] == 2


def test_components_and_pairs_within_groups():
    assert connected(5, np.array([3, 1]), np.array([4, 3])).tolist() == [0, 1, 2, 1, 1]
    one, other = within(np.array([7, 8, 7, 7, 9]))
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 2), (0, 3), (2, 3)]
    assert [len(side) for side in within(np.array([], dtype=np.int64))] == [0, 0]
