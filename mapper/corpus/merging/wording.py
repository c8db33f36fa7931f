"""Words of reports: which of them count, what means the same, and how rare each is."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.reports import Ints

__all__ = ["Bag", "WordClasses", "class_bits", "stem", "tfidf", "weigh", "word_classes", "words_of"]

_WORD = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*|\d+(?:[:.,]\d+)*")
_DOUBLED = re.compile(r"(bb|dd|gg|mm|nn|pp|rr|tt)$")
# What is as rare as one word in so many reports counts no more if it is rarer still, so that
# the measure means the same for a hundred reports and for a million.
_RAREST = 500.0


@dataclass(frozen=True, slots=True)
class WordClasses:
    """What `words.toml` says, by stem.

    Parameters
    ----------
    stop
        Stems that do not count.
    topics, means, objects
        Stem -> bits of the classes that it is of.
    same
        Stem -> the first class that it is of, which stands for it when words are compared.
    families
        Bits of the topics of each family, in the order of the file.
    """

    stop: frozenset[str]
    topics: Mapping[str, int]
    means: Mapping[str, int]
    objects: Mapping[str, int]
    same: Mapping[str, str]
    families: tuple[int, ...]


def stem(word: str) -> str:
    """Cut the endings of English inflection off a lower-case word; crude, but the same for all."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, least in (("ing", 6), ("ed", 5)):
        if len(word) >= least and word.endswith(ending):
            word = word[: -len(ending)]
            return word[:-1] if _DOUBLED.search(word) else word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def words_of(text: str) -> list[str]:
    """Split a text into lower-case words and numbers."""
    return _WORD.findall(text.casefold())


@cache
def word_classes() -> WordClasses:
    """Read `words.toml`, once."""
    found = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    bits: dict[str, dict[str, int]] = {}
    same: dict[str, str] = {}
    for kind in ("topics", "means", "objects"):
        bits[kind] = {}
        for number, (name, line) in enumerate(found[kind].items()):
            for word in map(stem, line.split()):
                bits[kind][word] = bits[kind].get(word, 0) | 1 << number
                same.setdefault(word, f"@{name}")
    return WordClasses(
        stop=frozenset(stem(word) for line in found["stop"].values() for word in line.split()),
        topics=bits["topics"],
        means=bits["means"],
        objects=bits["objects"],
        same=same,
        families=tuple(
            sum(1 << list(found["topics"]).index(topic) for topic in line.split())
            for line in found["families"].values()
        ),
    )


class Bag:
    """Words of many reports, gathered one report after the other.

    Memory grows by eight bytes a word and by one entry a different word.
    """

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._columns = array("i")
        self._weights = array("f")
        self._ends = array("q", [0])

    def add(self, weights: Mapping[str, float]) -> None:
        """Add a report with its words."""
        self._columns.extend(map(self._numbers.__getitem__, weights))
        self._weights.extend(weights.values())
        self._ends.append(len(self._columns))

    def matrix(self, order: Ints) -> tuple[csr_matrix, list[str]]:
        """Give TF-IDF rows in the order of reports that is asked for, and the columns' words.

        The words are sorted, so that nothing hangs on the order in which they came.
        """
        import numpy as np
        from scipy.sparse import csr_matrix

        vocabulary = sorted(self._numbers)
        rank = np.empty(len(vocabulary), dtype=np.int32)
        rank[[self._numbers[word] for word in vocabulary]] = np.arange(len(vocabulary))
        columns = np.frombuffer(self._columns, dtype=np.int32)
        counts = csr_matrix(
            (
                np.frombuffer(self._weights, dtype=np.float32),
                rank[columns] if len(columns) else columns,
                np.frombuffer(self._ends, dtype=np.int64),
            ),
            shape=(len(self._ends) - 1, len(vocabulary)),
        )[order]
        counts.sort_indices()
        return tfidf(counts), vocabulary


def tfidf(counts: csr_matrix) -> csr_matrix:
    """Weigh words by how rare they are, and bring each row to unit length.

    Parameters
    ----------
    counts
        A row a report, a column a word; changed in place.

    Returns
    -------
    csr_matrix
        The same matrix.
    """
    import numpy as np

    rows = max(counts.shape[0], 1)
    share = np.bincount(counts.indices, minlength=counts.shape[1]) / rows
    rarity = (1.0 - np.log(share + 1.0 / _RAREST)).astype(np.float32)
    counts.data = counts.data * np.maximum(rarity, 0.1)[counts.indices]
    squares = np.add.reduceat(
        np.append(counts.data, 0.0) ** 2, np.minimum(counts.indptr[:-1], len(counts.data))
    )
    lengths = np.diff(counts.indptr)
    norm = np.sqrt(np.where(lengths > 0, squares, 1.0)).astype(np.float32)
    counts.data /= np.repeat(norm, lengths)
    return counts


def weigh(parts: Iterable[tuple[Iterable[str], float]], leave_out: Set[str]) -> dict[str, float]:
    """Weigh the words of a report.

    Parameters
    ----------
    parts
        Words (see `words_of`) and what each of them weighs; the last that has a word counts.
    leave_out
        Words, such as the names of places, that all reports near here share.

    Returns
    -------
    dict
        Stem, or the class that stands for it -> weight.
    """
    weights: dict[str, float] = {}
    for words, weight in parts:
        for word in set(words) - leave_out:
            key = _key(word)
            if key:
                weights[key] = weight
    return weights


def class_bits(words: Iterable[str]) -> tuple[int, int, int]:
    """Give the bits of the topics, means and objects that words name."""
    topics = means = objects = 0
    for topic, mean, thing in set(map(_bits, words)):
        topics, means, objects = topics | topic, means | mean, objects | thing
    return topics, means, objects


@lru_cache(maxsize=1 << 17)
def _key(word: str) -> str:
    """What a word is compared by; empty where it does not count."""
    classes, cut = word_classes(), stem(word)
    if cut in classes.stop or word in classes.stop or (len(cut) < 2 and not cut.isdigit()):
        return ""
    return classes.same.get(cut, cut)


@lru_cache(maxsize=1 << 17)
def _bits(word: str) -> tuple[int, int, int]:
    classes, cut = word_classes(), stem(word)
    return (classes.topics.get(cut, 0), classes.means.get(cut, 0), classes.objects.get(cut, 0))
