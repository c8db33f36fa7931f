"""Columns that grow by a report at a time, and by all that another process has read."""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mapper.corpus.merging.borrowing import Names, moved_spots, renumbered
from mapper.corpus.merging.kinds import families_of
from mapper.corpus.merging.reports import Reports, Spots
from mapper.corpus.merging.wording import Bag

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Ints

__all__ = ["Columns", "Row"]

_T = TypeVar("_T", bound=Hashable)


class Row(NamedTuple):
    """A report before it is put into columns."""

    id: str
    source: bytes
    numbers: tuple[int, ...]
    times: tuple[float, ...]
    words: tuple[set[int], ...]
    actors: tuple[set[int], ...]
    spots: list[tuple[float, ...]]
    wanted: Sequence[int]
    last: Sequence[float]
    named: Sequence[tuple[float, ...]]


class Columns:
    """What is known of reports, a row each in the order in which they came.

    Attributes
    ----------
    ids, sources
        As in `Reports`.
    words, actors, names
        Where those of a report are numbered.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.sources: list[bytes] = []
        self.words = Bag(1.0, 0.5, 0.0, 0.0)
        self.actors = Bag(1.0, 0.7)
        self.names = Names()
        self._texts: dict[str, int] = {}
        self._twins: dict[tuple[int, str], int] = {}
        self._codes: dict[str, int] = {}
        self._numbers = array("q")
        self._times = array("d")
        self._spots = array("d")

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, text: str) -> int:
        """Number the text of an article."""
        return self._texts.setdefault(text, len(self._texts))

    def twin(self, article: int, incident: str) -> int:
        """Number an incident of a text."""
        return self._twins.setdefault((article, incident), len(self._twins))

    def code(self, text: str | None) -> int:
        """Number a code, or the id of a place; -1 for none."""
        return self._codes.setdefault(text, len(self._codes)) if text else -1

    def add(self, row: Row) -> None:
        """Take a report."""
        number = len(self.ids)
        self.ids.append(row.id)
        self.sources.append(row.source)
        for spot in row.spots:
            self._spots.extend((number, *spot))
        self.names.want(number, row.wanted, row.last)
        for spot in row.named:
            self.names.tell(number, spot)
        self._numbers.extend(row.numbers)
        self._times.extend(row.times)
        self.words.add(*row.words)
        self.actors.add(*row.actors)

    def absorb(self, other: Columns) -> None:
        """Take all rows of others after those that are here."""
        import numpy as np

        before = len(self.ids)
        texts = [self.text(text) for text in other._texts]
        twins = [self.twin(texts[article], incident) for article, incident in other._twins]
        codes = [self.code(code) for code in other._codes]
        names = self.names.absorb(other.names, before, codes)
        numbers = np.array(other._numbers, dtype=np.int64).reshape(-1, 8)
        for column, new in ((0, texts), (2, twins), (5, codes)):
            numbers[:, column] = renumbered(numbers[:, column], new)
        self._numbers.frombytes(numbers.tobytes())
        self._spots.frombytes(moved_spots(other._spots, before, codes, names).tobytes())
        self._times.extend(other._times)
        self.ids += other.ids
        self.sources += other.sources
        self.words.absorb(other.words)
        self.actors.absorb(other.actors)

    def reports(self, rows: Sequence[int]) -> Reports:
        """Give some of the rows, in the order of their reports' ids."""
        import numpy as np

        order = np.array(sorted(rows, key=lambda row: (self.ids[row], self.sources[row])), int)
        numbers = np.frombuffer(self._numbers, dtype=np.int64).reshape(-1, 8)[order]
        times = np.frombuffer(self._times, dtype=np.float64).reshape(-1, 7)[order]
        words, vocabulary = self.words.matrix(order)
        actors, actor_words = self.actors.matrix(order)
        classes, about = self.words.class_bits(order, (0, 2), (3,))
        article, sentence, twin, category, kind, sub, real, exact = np.ascontiguousarray(numbers.T)
        return Reports(
            ids=[self.ids[row] for row in order],
            sources=[self.sources[row] for row in order],
            article=article, sentence=sentence, twin=twin,
            category=category, event_type=kind, sub_type=sub,
            families=families_of(category, classes[0]),
            real=real.astype(bool), exact=exact.astype(bool),
            topics=classes[0], means=classes[1], objects=classes[2],
            topics_about=about[0], means_about=about[1], objects_about=about[2],
            first_day=times[:, 0].copy(), last_day=times[:, 1].copy(),
            published=times[:, 2].copy(),
            deaths=times[:, 3:5].copy(), injuries=times[:, 5:7].copy(),
            words=words, actors=actors, vocabulary=vocabulary, actor_words=actor_words,
            spots=self._placed(order),
        )  # fmt: skip

    def _placed(self, order: Ints) -> Spots:
        import numpy as np

        table = np.frombuffer(self._spots, dtype=np.float64).reshape(-1, 9)
        table = np.concatenate([table, self.names.places(table, order)])
        new = np.full(len(self.ids), -1, dtype=np.int64)
        new[order] = np.arange(len(order))
        report = new[table[:, 0].astype(np.int64)]
        kept = np.flatnonzero(report >= 0)
        kept = kept[np.argsort(report[kept], kind="stable")]
        table = table[kept]
        return Spots(
            report=report[kept],
            latitude=table[:, 1].copy(),
            longitude=table[:, 2].copy(),
            radius=table[:, 3].copy(),
            place=table[:, 4].astype(np.int64),
            country=table[:, 5].astype(np.int64),
            point=table[:, 6].astype(bool),
            borrowed=table[:, 7].astype(bool),
        )
