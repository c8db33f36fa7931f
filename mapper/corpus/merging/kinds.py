"""Categories that two articles may choose between for one and the same incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.corpus.merging.wording import word_classes
from mapper.model import Category, Factuality

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Ints

__all__ = ["FAMILIES", "FAMILY_COUNT", "UNREAL", "families_of", "family_bits"]

# A gas explosion is a disaster to one article and an explosion to the next; a rally that is
# dispersed is a protest or a riot; a visit ends in an agreement; what a minister says of an
# attack is a statement.
FAMILIES: tuple[frozenset[Category], ...] = (
    frozenset(
        [
            Category.BATTLE,
            Category.EXPLOSION,
            Category.CIVILIANS,
            Category.RIOT,
            Category.DISASTER,
            Category.STRATEGIC,
            Category.DIPLOMACY,
            Category.OTHER,
        ]
    ),
    frozenset(
        [
            Category.PROTEST,
            Category.RIOT,
            Category.CIVILIANS,
            Category.STRATEGIC,
            Category.DIPLOMACY,
            Category.OTHER,
        ]
    ),
    frozenset([Category.DIPLOMACY, Category.AGREEMENT, Category.STRATEGIC, Category.OTHER]),
)
"""Only incidents that share a family are ever compared; in the order of `words.toml`."""

FAMILY_COUNT = len(FAMILIES)

_OF = {c: sum(1 << n for n, family in enumerate(FAMILIES) if c in family) for c in Category}

UNREAL = frozenset([Factuality.PLANNED, Factuality.THREATENED, Factuality.FOILED])
"""What did not happen; a denied or alleged incident may be another article's fact."""


def family_bits(category: Category, topics: int) -> int:
    """Give the families of a report as bits.

    Parameters
    ----------
    category
        As the article's analysis has it.
    topics
        Bits of the topics that its quotes name: a statement about an attack is of the attack's
        family too.
    """
    bits = _OF[category]
    for number, named in enumerate(word_classes().families):
        if topics & named:
            bits |= 1 << number
    return bits


def families_of(category: Ints, topics: Ints) -> Ints:
    """Give the families of many reports, by numbers of categories and bits of topics."""
    import numpy as np

    kinds = list(Category)
    both, number = np.unique(np.column_stack([category, topics]), axis=0, return_inverse=True)
    found = [family_bits(kinds[kind], topic) for kind, topic in both.tolist()]
    return np.array(found, dtype=np.int64)[number.ravel()]
