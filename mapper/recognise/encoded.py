"""What the encoder says of the names of an article: further candidates, and numbers for each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mapper.model import TAGS, Parsed, Span

__all__ = ["Encoded", "heard_spans"]

_B, _I, _B_DEM, _I_DEM = (TAGS.index(tag) for tag in ("B-LOC", "I-LOC", "B-DEM", "I-DEM"))
# From which probability a word may open a name, and from which others go on with it: each of
# these gives a candidate of its own.
_OPENS = 0.08
_GOES_ON = (0.15, 0.5, 0.85)
_LEAST = -12.0


def heard_spans(parsed: Parsed) -> Iterator[Span]:
    """Stretches that the encoder takes for a name, or would with other thresholds."""
    scores = parsed.encoded
    probability: list[list[float]] = scores.probabilities["tags"].tolist()
    found: set[tuple[int, int]] = set()
    for first in range(len(scores.words)):
        if probability[first][_B] < _OPENS:
            continue
        for least in _GOES_ON:
            last = first + 1
            while last < len(scores.words) and probability[last][_I] >= least:
                last += 1
            found.add((first, last))
    for first, last in sorted(found):
        yield Span(scores.words[first].start, scores.words[last - 1].end)
    for span, label in scores.spans():
        if label == "LOC":
            yield span


class Encoded:
    """Numbers for the candidates of one article.

    Parameters
    ----------
    parsed
        The article with its scores.
    named
        The candidates' spans, each with its name.
    """

    def __init__(self, parsed: Parsed, named: Sequence[tuple[Span, str]]) -> None:
        self._scores = parsed.encoded
        heads = self._scores.heads
        self._tags: list[list[float]] = heads["tags"].astype(float).clip(_LEAST).tolist()
        literal, where = heads["literal"], heads["where"]
        self._literal: list[float] = (literal[:, 1] - literal[:, 0]).astype(float).tolist()
        self._where: list[float] = (where[:, 1] - where[:, 0]).astype(float).tolist()
        self._path = {span for span, label in self._scores.spans() if label == "LOC"}
        self._by_name: dict[str, list[float]] = defaultdict(list)
        for span, name in named:
            self._by_name[name].append(self._whole(*self._scores.reach(span)))

    def _whole(self, first: int, last: int) -> float:
        """Log-probability that a name begins at `first`, goes on, and ends before `last`."""
        if first >= last:
            return _LEAST
        inner = sum(self._tags[i][_I] for i in range(first + 1, last))
        return max(_LEAST, self._tags[first][_B] + inner + self._ends(last))

    def _ends(self, last: int) -> float:
        if last >= len(self._tags):
            return 0.0
        return math.log(max(1e-5, 1.0 - math.exp(self._tags[last][_I])))

    def describe(self, span: Span, name: str) -> dict[str, float]:
        """Numbers for one candidate: of its edges, its inside, and its name elsewhere."""
        first, last = self._scores.reach(span)
        if first >= last:
            first, last = max(0, first - 1), max(1, first)
        tags = self._tags[first:last] or [[_LEAST] * len(TAGS)]
        before = self._tags[first - 1] if 0 < first <= len(self._tags) else None
        alike = self._by_name[name]
        return {
            "e_whole": self._whole(first, last),
            "e_begins": tags[0][_B],
            "e_goes_on": tags[0][_I],
            "e_inside": min((row[_I] for row in tags[1:]), default=0.0),
            "e_ends": self._ends(last),
            "e_outside": max(row[0] for row in tags),
            "e_outside_least": min(row[0] for row in tags),
            "e_demonym": max(max(row[_B_DEM], row[_I_DEM]) for row in tags),
            "e_before": max(before[_B], before[_I]) if before else _LEAST,
            "e_path": float(span in self._path),
            "e_alike_best": max(alike, default=_LEAST),
            "e_alike_mean": sum(alike) / len(alike) if alike else _LEAST,
            "e_literal": self._literal[first] if first < len(self._literal) else 0.0,
            "e_where": max(self._where[first:last], default=_LEAST),
        }
