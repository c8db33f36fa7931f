"""What the encoder says of every word; the stages weigh it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
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

        All zero where no word lies in the span.
        """
        import numpy as np

        first, last = self.reach(span)
        if first >= last:
            return np.zeros(HEADS[head])
        found: NDArray[np.float64] = self.probabilities[head][first:last].mean(axis=0)
        return found

    def reach(self, span: Span) -> tuple[int, int]:
        """First word of a span, and the word after its last."""
        first = bisect_right(self.words, span.start, key=lambda word: word.end)
        return first, bisect_left(self.words, span.end, key=lambda word: word.start)

    def spans(self) -> list[tuple[Span, str]]:
        """Likeliest names with their tag (``LOC`` or ``DEM``), by Viterbi over all words."""
        found: list[tuple[Span, str]] = []
        for index, tag in enumerate(self._path()):
            if tag in (1, 3):
                found.append((self.words[index], "LOC" if tag == 1 else "DEM"))
            elif tag in (2, 4):
                span, label = found[-1]
                found[-1] = (Span(span.start, self.words[index].end), label)
        return found

    def _path(self) -> list[int]:
        import numpy as np

        if not len(self.words):
            return []
        steps = np.zeros((5, 5))
        for inside, begin in ((2, 1), (4, 3)):
            steps[:, inside] = _NEVER
            steps[[begin, inside], inside] = 0.0
            steps[[begin, inside], begin] = _TOUCHING
        best = self.heads["tags"][0].astype(float)
        best[[2, 4]] = _NEVER
        back = []
        for row in self.heads["tags"][1:]:
            options = best[:, None] + steps
            back.append(options.argmax(axis=0))
            best = options.max(axis=0) + row
        path = [int(best.argmax())]
        for pointers in reversed(back):
            path.append(int(pointers[path[-1]]))
        return path[::-1]
