"""Words of reports: which of them count, what means the same, and how rare each is."""

from __future__ import annotations

import re
import tomllib
from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.reports import Ints

__all__ = ["Bag", "WordClasses", "stem", "tfidf", "word_bits", "word_classes", "words_of"]

# What may stand between the parts of one word or number: "north-west", "5.6", "15,000".
_JOINING = "-–.,:"
_WORD = re.compile(rf"\w+(?:[{_JOINING}]+\w+)*")
_ASCII = "".join(
    chr(code).lower() if chr(code).isalnum() or chr(code) in f"_{_JOINING}" else " "
    for code in range(128)
)
_DOUBLED = re.compile(r"(bb|dd|gg|mm|nn|pp|rr|tt)$")
# What is as rare as one word in so many reports counts no more if it is rarer still, so that
# the measure means the same for a hundred reports and for a million.
_RAREST = 500.0
_STEP = 20_000  # reports at a time, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class WordClasses:
    """What `words.toml` says, by stem.

    Parameters
    ----------
    stop
        Stems that do not count.
    forms
        Form -> the word that it stands for.
    topics, means, objects
        Stem -> bits of the classes that it is of.
    same
        Stem -> the first class that it is of, which stands for it when words are compared.
    families
        Bits of the topics of each family, in the order of the file.
    """

    stop: frozenset[str]
    forms: Mapping[str, str]
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
    return [word for piece in _pieces(text) if (word := piece.strip(_JOINING))]


def _pieces(text: str) -> list[str]:
    """Give the words of a text, with what joins words still at their ends, or alone."""
    if text.isascii():
        # The same without searching, in a third of the time.
        return text.translate(_ASCII).split()
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
        forms={form: word for word, line in found["forms"].items() for form in line.split()},
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

    Parameters
    ----------
    weights
        What the words of each part of a report weigh; the part that weighs most comes first. A
        word in several parts weighs what the first of them says, and nothing where that is 0.

    Notes
    -----
    Memory grows by four bytes a word and by one entry a different word.
    """

    def __init__(self, *weights: float) -> None:
        self._weights = weights
        self._numbers = _Numbers()
        self._words = array("i")
        self._ends = array("q", [0])

    def numbers(self, text: str) -> set[int]:
        """Number the words of a text."""
        return set(map(self._numbers.__getitem__, _pieces(text)))

    def whole(self, texts: Iterable[str]) -> set[int]:
        """Number texts that are compared as they are; each has a space in it."""
        return set(map(self._numbers.number, texts))

    def add(self, *parts: Collection[int]) -> None:
        """Add a report with the numbers of the words of its parts."""
        end = self._ends[-1]
        for part in parts:
            self._words.extend(part)
            end += len(part)
            self._ends.append(end)

    def absorb(self, other: Bag) -> None:
        """Take the reports of another bag with the same parts after those that are here."""
        import numpy as np

        here = [self._numbers.number(word) for word in other._numbers.words]
        words = np.array(here or [0], dtype=np.int32)[_view(other._words, np.int32)]
        ends = _view(other._ends, np.int64)[1:] + self._ends[-1]
        self._words.frombytes(words.tobytes())
        self._ends.frombytes(ends.tobytes())

    def matrix(self, order: Ints) -> tuple[csr_matrix, list[str]]:
        """Give TF-IDF rows in the order of reports that is asked for, and the columns' words.

        The words are sorted, so that nothing hangs on the order in which they came.
        """
        import numpy as np
        from scipy.sparse import csr_matrix

        keys = [word if " " in word else _key(word) for word in self._numbers.words]
        vocabulary = sorted(set(keys) - {""})
        place = {word: number for number, word in enumerate(vocabulary)}
        column_of = np.array([place.get(key, -1) for key in keys] or [-1], dtype=np.int64)
        weights = np.array(self._weights, dtype=np.float32)
        cells, data = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        width, parts = max(len(vocabulary), 1), len(weights)
        for begin in range(0, len(order), _STEP):
            row, part, word = self._told(order[begin : begin + _STEP], range(parts))
            column = column_of[word]
            good = column >= 0
            # Of one word in several parts the first stays.
            code = np.sort((((row + begin) * width + column) * parts + part)[good])
            fresh = np.ones(len(code), bool)
            fresh[1:] = code[1:] // parts != code[:-1] // parts
            weight = weights[code[fresh] % parts]
            cells.append(code[fresh][weight > 0] // parts)
            data.append(weight[weight > 0])
        cell = np.concatenate(cells)
        counts = csr_matrix(
            (
                np.concatenate(data),
                (cell % width).astype(np.int32),
                np.searchsorted(cell, np.arange(len(order) + 1) * width),
            ),
            shape=(len(order), len(vocabulary)),
        )
        return tfidf(counts), vocabulary

    def class_bits(self, order: Ints, *groups: Iterable[int]) -> list[Ints]:
        """Give the bits of the topics, means and objects that words of groups of parts name.

        Each group is taken together with those before it; an array of three rows for each.
        """
        import numpy as np

        named = [word_bits(word) for word in self._numbers.words]
        table = np.array(named or [(0, 0, 0)], dtype=np.int64)
        telling = (table != 0).any(axis=1)
        found: list[Ints] = [np.zeros((3, len(order)), dtype=np.int64)]
        for parts in groups:
            found.append(found[-1].copy())
            for begin in range(0, len(order), _STEP):
                row, _, word = self._told(order[begin : begin + _STEP], parts)
                row, word = row[telling[word]], word[telling[word]]
                for bits, column in zip(found[-1], table.T, strict=True):
                    np.bitwise_or.at(bits, row + begin, column[word])
        return found[1:]

    def _told(self, order: Ints, parts: Iterable[int]) -> tuple[Ints, Ints, Ints]:
        """Give all words of parts of some reports: row, part and number of each."""
        import numpy as np

        chosen = np.array(list(parts), dtype=np.int64)
        segment = (order[:, None] * len(self._weights) + chosen).ravel()
        ends = _view(self._ends, np.int64)
        length = ends[segment + 1] - ends[segment]
        owner = np.repeat(np.arange(len(segment)), length)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(length) - length, length)
        return (
            owner // len(chosen),
            chosen[owner % len(chosen)],
            _view(self._words, np.int32)[ends[segment][owner] + within],
        )


class _Numbers(dict[str, int]):
    """Numbers words as they come; the ends of sentences and brackets about them do not count."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __missing__(self, piece: str) -> int:
        word = piece.strip(_JOINING)
        number = self[piece] = len(self.words) if word == piece else self[word]
        if word == piece:
            self.words.append(word)
        return number

    def number(self, text: str) -> int:
        """Number a text as it is."""
        return self[text]


def _view(numbers: array[int], kind: type[np.signedinteger[Any]]) -> Ints:
    import numpy as np

    found: Ints = np.frombuffer(numbers, dtype=kind) if numbers else np.empty(0, kind)
    return found


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


def _stem(word: str, classes: WordClasses) -> str:
    return stem(classes.forms.get(word, word))


def _key(word: str) -> str:
    """What a word is compared by; empty where it does not count."""
    classes = word_classes()
    cut = _stem(word, classes)
    if cut in classes.stop or word in classes.stop or (len(cut) < 2 and not cut.isdigit()):
        return ""
    return classes.same.get(cut, cut)


def word_bits(word: str) -> tuple[int, int, int]:
    """Give the bits of the topics, means and objects that a word names."""
    classes = word_classes()
    cut = _stem(word, classes)
    return (classes.topics.get(cut, 0), classes.means.get(cut, 0), classes.objects.get(cut, 0))
