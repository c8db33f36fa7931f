"""Incidents as articles told them, in columns: what a million of them can be compared by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

    Ints: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
    Floats: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
    Bools: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"

__all__ = ["Reports", "Spots"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Spots:
    """The places of all reports, one row a report and place.

    Parameters
    ----------
    report
        Row of the report; ascending.
    latitude, longitude
        Decimal degrees, EPSG:4326.
    radius
        Uncertainty in km.
    place, country
        Numbers that stand for the gazetteer's ids and for the countries; country -1 for none.
    point
        Whether it is told as a spot or a settlement itself, not as something near it.
    borrowed
        Whether the article ties the report to no place, and this is the town named nearest.
    """

    report: Ints
    latitude: Floats
    longitude: Floats
    radius: Floats
    place: Ints
    country: Ints
    point: Bools
    borrowed: Bools


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reports:
    """Reports (incidents as one article told them), a row each, in the order of their ids.

    Parameters
    ----------
    ids
        ``ARTICLE/INCIDENT``; each once, ascending.
    sources
        Each report as the JSON that goes into the result's ``sources``.
    article
        Number of the article; copies of one text, published on one day, have the same.
    sentence
        Number of the sentence of the article that tells it.
    twin
        Number of text and incident together: rows of one number are one incident in copies.
    category, event_type, sub_type
        Numbers that stand for the codes; `sub_type` -1 where there is none.
    families
        Bits of the families (see `mapper.corpus.merging.kinds`) that the category is of.
    real
        Whether it happened or is said to have; False for what is planned, threatened, foiled.
    first_day, last_day
        Days since 1970-01-01 within which it was, NaN where nothing is known.
    exact
        Whether the article dates it to the day.
    published
        Days since 1970-01-01, NaN where unknown.
    deaths, injuries
        Least and greatest number, two columns; NaN where not told, infinite where open.
    topics, means, objects
        Bits of the word classes of `words.toml` in its quotes.
    topics_about, means_about, objects_about
        The same of the whole sentence.
    words, actors
        TF-IDF rows of unit length (empty rows are zero).
    vocabulary, actor_words
        The words of the columns of `words` and `actors`.
    spots
        Where it was.
    """

    ids: list[str]
    sources: list[bytes]
    article: Ints
    sentence: Ints
    twin: Ints
    category: Ints
    event_type: Ints
    sub_type: Ints
    families: Ints
    real: Bools
    first_day: Floats
    last_day: Floats
    exact: Bools
    published: Floats
    deaths: Floats
    injuries: Floats
    topics: Ints
    means: Ints
    objects: Ints
    topics_about: Ints
    means_about: Ints
    objects_about: Ints
    words: csr_matrix
    actors: csr_matrix
    vocabulary: list[str]
    actor_words: list[str]
    spots: Spots

    def __len__(self) -> int:
        return len(self.ids)
