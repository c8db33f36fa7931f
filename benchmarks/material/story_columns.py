"""The stories of `stories` as columns, as reading their articles would give them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks.material.stories import AREAS, CATEGORIES, KINDS, OBJECTS, START, TOWNS, World
from mapper.corpus.merging.kinds import family_bits
from mapper.corpus.merging.reports import Reports, Spots
from mapper.corpus.merging.wording import tfidf, word_bits
from mapper.model import Category

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Ints

_CODES = ("ASSAULT", "PROTEST", "OTHER", "COERCE", "CONSULT")


def columns(made: World) -> Reports:
    """Give the columns that reading the written articles would give, without writing them."""
    size = len(made.story)
    topics, means, objects = _classes(made)
    right = np.array([CATEGORIES.index(k[0]) for k in KINDS])[made.kind] == made.category
    subs = list(dict.fromkeys(k[2] for k in KINDS))
    sub = np.array([subs.index(k[2]) if k[2] else -1 for k in KINDS])[made.kind]
    first, last, published = _days(made)
    return Reports(
        ids=[str(row) for row in range(size)], sources=[], article=made.article,
        sentence=np.arange(size), twin=np.arange(size), category=made.category,
        topics=topics, means=means, objects=objects,
        topics_about=topics, means_about=means, objects_about=objects,
        event_type=np.array([_CODES.index(k[1]) for k in KINDS])[made.kind],
        sub_type=np.where(right, sub, -1), families=_families(made, topics),
        real=np.ones(size, bool), exact=made.dated == 0, first_day=first, last_day=last,
        published=published, deaths=_figures(made.dead), injuries=_figures(made.hurt),
        words=_words(made), actors=_rows(made.actors, AREAS * 12), vocabulary=[],
        actor_words=[], spots=_spots(made),
    )  # fmt: skip


def _classes(made: World) -> Ints:
    """Bits of the topics, means and objects, a row each."""
    bits = np.array([[word_bits((w := k[3].split())[n % len(w)]) for n in range(4)]
                     for k in KINDS])[made.kind, made.word]  # fmt: skip
    things = np.array([*(word_bits(name) for name in OBJECTS), (0, 0, 0)])[made.thing]
    return (bits | things).T


def _families(made: World, topics: Ints) -> Ints:
    families = np.zeros(len(topics), np.int64)
    for category, topic in {*zip(made.category.tolist(), topics.tolist(), strict=True)}:
        rows = (made.category == category) & (topics == topic)
        families[rows] = family_bits(Category(CATEGORIES[category]), topic)
    return families


def _days(made: World) -> tuple[Floats, Floats, Floats]:
    """First and last day, and that of publication, as days since 1970-01-01."""
    offset = (START - date(1970, 1, 1)).days
    first, last = made.first + offset, made.last + offset
    published = np.zeros(len(made.story))
    np.maximum.at(published, made.article, made.published.astype(float))
    published = published[made.article] + offset
    first = np.where(made.dated == 2, published - 6, first)  # a month's first days are like others
    week = np.where(made.dated == 1, np.minimum(last, published), last)
    return first.astype(float), np.where(made.dated == 2, published, week).astype(float), published


def _words(made: World) -> csr_matrix:
    width = len(made.names)
    kinds = np.array([width + 4 * number for number in range(len(KINDS))])[made.kind]
    thing = np.where(made.thing >= 0, width + 4 * len(KINDS) + made.thing, -1)
    told = np.column_stack([made.words, kinds, thing])
    return _rows(told, width + 4 * len(KINDS) + len(OBJECTS))


def _rows(numbers: Ints, width: int) -> csr_matrix:
    told = numbers >= 0
    ends = np.concatenate([[0], np.cumsum(told.sum(axis=1))])
    ones = np.ones(told.sum(), np.float32)
    found = csr_matrix((ones, numbers[told], ends), shape=(len(numbers), width))
    found.sum_duplicates()
    found.data[:] = 1.0
    return tfidf(found)


def _figures(number: Ints) -> Floats:
    known = np.where(number < 0, np.nan, number.astype(float))
    return np.column_stack([known, known])


def _spots(made: World) -> Spots:
    size, spots = len(made.story), made.spots
    place = np.where(made.where == 1, AREAS * TOWNS + made.area, made.area * TOWNS + made.town)
    return Spots(
        report=np.arange(size), latitude=spots[:, 0].copy(), longitude=spots[:, 1].copy(),
        radius=made.radius, place=place, country=np.full(size, -1), point=made.where == 0,
        borrowed=np.zeros(size, bool),
    )  # fmt: skip
