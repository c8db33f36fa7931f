"""What the encoder says of every word; the stages weigh it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import add
from typing import TYPE_CHECKING

from mapper.model.article import Span
from mapper.model.events import Category, EventType, Factuality

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HEADS", "TAGS", "WordScores"]

TAGS = ("O", "B-LOC", "I-LOC", "B-DEM", "I-DEM")
# What the network answers for every word, and with how many classes. ``event``: outside all
# reports of incidents, or the category of the one that the word belongs to; ``type``: its PLOVER
# type; ``factuality``; ``where``: whether the word names the place of an incident.
HEADS = {
    "tags": len(TAGS),
    "literal": 2,
    "event": 1 + len(Category),
    "type": len(EventType),
    "factuality": len(Factuality),
    "where": 2,
}
_NEVER = -1e4
# Two toponyms that touch without a word between are usually one.
_TOUCHING = -0.5
# What it costs to come to a tag, by the tag before.
_STEPS = (
    (0.0, 0.0, 0.0, 0.0, 0.0),
    (0.0, _TOUCHING, _TOUCHING, 0.0, 0.0),
    (_NEVER, 0.0, 0.0, _NEVER, _NEVER),
    (0.0, 0.0, 0.0, _TOUCHING, _TOUCHING),
    (_NEVER, _NEVER, _NEVER, 0.0, 0.0),
)


@dataclass(frozen=True)
class WordScores:
    """What the encoder says about the words of an article.

    Parameters
    ----------
    words
        Spans in text order.
    heads
        Log-probabilities by head, each of shape (words, classes), see `HEADS`.
    """

    words: tuple[Span, ...]
    heads: dict[str, NDArray[np.float32]]

    @cached_property
    def probabilities(self) -> dict[str, NDArray[np.float64]]:
        """Probabilities by head, each of shape (words, classes)."""
        import numpy as np

        return {name: np.exp(rows.astype(np.float64)) for name, rows in self.heads.items()}

    def mean(self, head: str, span: Span) -> NDArray[np.float64]:
        """Probabilities of a head's classes, averaged over the words of a span, shape (classes,).

        All zero where no word lies in the span. The array is shared: it cannot be written to.
        """
        import numpy as np

        first, last = self.reach(span)
        found = self._means.get((head, first, last))
        if found is None:
            if first < last:
                # What `mean(axis=0)` does, without its checks.
                found = np.add.reduce(self.probabilities[head][first:last], axis=0)
                found /= last - first
            else:
                found = np.zeros(HEADS[head])
            found.flags.writeable = False
            self._means[head, first, last] = found
        return found

    @cached_property
    def _means(self) -> dict[tuple[str, int, int], NDArray[np.float64]]:
        return {}

    def reach(self, span: Span) -> tuple[int, int]:
        """First word of a span, and the word after its last."""
        first = bisect_right(self._ends, span.start)
        return first, bisect_left(self._starts, span.end)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self.words]

    def spans(self) -> list[tuple[Span, str]]:
        """Likeliest names with their tag (``LOC`` or ``DEM``), by Viterbi over all words."""
        return list(self._spans)

    @cached_property
    def _spans(self) -> tuple[tuple[Span, str], ...]:
        found: list[tuple[Span, str]] = []
        for index, tag in enumerate(self._path()):
            if tag in (1, 3):
                found.append((self.words[index], "LOC" if tag == 1 else "DEM"))
            elif tag in (2, 4):
                span, label = found[-1]
                found[-1] = (Span(span.start, self.words[index].end), label)
        return tuple(found)

    def _path(self) -> list[int]:
        """Number of each word's tag. Five numbers a word: plain ones are quicker than arrays."""
        if not len(self.words):
            return []
        first, *rest = self.heads["tags"].tolist()
        best: list[float] = [_NEVER if tag in (2, 4) else score for tag, score in enumerate(first)]
        back: list[list[int]] = []
        for row in rest:
            pointers: list[int] = []
            reached: list[float] = []
            for costs, score in zip(_STEPS, row, strict=True):
                options = list(map(add, best, costs))
                top = max(options)
                pointers.append(options.index(top))
                reached.append(top + score)
            back.append(pointers)
            best = reached
        path = [best.index(max(best))]
        for pointers in reversed(back):
            path.append(pointers[path[-1]])
        return path[::-1]
