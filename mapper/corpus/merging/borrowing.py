"""Places for reports that their articles tie to none: only to find what to compare them with.

The town named nearest to the quote stands in; failing that, a name in the quote that other
articles of the corpus use for a place. The result never says that it was there.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapper.corpus.merging.lines import Incident, Mention
from mapper.model import MentionKind

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Ints

__all__ = ["Names", "nearest"]

_AROUND = 200  # characters from a quote within which a town named stands in
_DISTRICT_KM, _TOWN_KM = 40.0, 15.0
_NAMES = 4  # of one report that are looked up
_SHARE = 0.8  # of the reports with a name that must mean one place by it
_CAPITALS = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")


def nearest(mentions: Sequence[Mention], item: Incident) -> tuple[Mention, float] | None:
    """Find the town or district named nearest to a quote.

    Returns
    -------
    (Mention, float) or None
        With its radius in km.
    """
    start, end = item.quote_start, item.quote_end
    near = [
        (max(start - mention.end, mention.start - end, 0), number)
        for number, mention in enumerate(mentions)
        if _radius(mention)
    ]
    if not near or min(near)[0] > _AROUND:
        return None
    found = mentions[min(near)[1]]
    return found, _radius(found)


def _radius(mention: Mention) -> float:
    """How near to a place's middle an incident named beside it may be, in km; 0 for no place.

    A town that does something ("Kherson buried its dead") is where it does; a capital may be its
    government, and a country says nothing.
    """
    if mention.place is None:
        return 0.0
    letter, code = mention.place.feature_class, mention.place.feature_code
    literal = mention.kind == MentionKind.LITERAL
    if literal and letter == "A" and code.startswith("ADM"):
        return _DISTRICT_KM
    town = letter in ("P", "S") and literal
    doing = mention.kind == MentionKind.METONYMIC and letter == "P" and code != "PPLC"
    return _TOWN_KM if town or doing else 0.0


class Names:
    """What places the corpus means by the names that it writes."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._wanted = array("q")

    def number(self, name: str) -> int:
        """Number a name as it is written; case does not count."""
        return self._numbers.setdefault(name.casefold(), len(self._numbers))

    def want(self, row: int, numbers: Sequence[int]) -> None:
        """Note the names in a report that has no place."""
        for number in numbers[:_NAMES]:
            self._wanted.extend((row, number))

    def absorb(self, other: Names, before: int) -> list[int]:
        """Take the names of others, whose rows come after so many; give their new numbers."""
        numbers = [self.number(name) for name in other._numbers]
        wanted = other._wanted
        for row, number in zip(wanted[::2], wanted[1::2], strict=True):
            self._wanted.extend((row + before, numbers[number]))
        return numbers

    def in_quote(self, mentions: Sequence[Mention], item: Incident) -> list[int]:
        """Number the names in a quote: those that were read as such first, then all capitals."""
        known = [
            mention.text
            for mention in mentions
            if mention.kind == MentionKind.LITERAL
            and mention.start >= item.quote_start
            and mention.end <= item.quote_end
        ]
        return [self.number(name) for name in dict.fromkeys(known + _CAPITALS.findall(item.quote))]

    def places(self, table: Floats, kept: Ints) -> Floats:
        """Give places for the reports that want one.

        Parameters
        ----------
        table
            Places of all reports: row of the report, latitude, longitude, radius, numbers of
            place and country, whether it is a point, whether it is borrowed, number of the name.
        kept
            Which of the reports count.

        Returns
        -------
        ndarray
            Rows like those of `table`, in the order of the reports' rows.
        """
        import numpy as np

        named = table[(table[:, 7] == 0) & (table[:, 8] >= 0) & np.isin(table[:, 0], kept)]
        votes: dict[int, dict[tuple[float, ...], int]] = {}
        for row in named[:, [8, 4, 1, 2, 3, 5]].tolist():
            told = votes.setdefault(int(row[0]), {})
            told[tuple(row[1:])] = told.get(tuple(row[1:]), 0) + 1
        found: dict[int, list[float]] = {}
        here = set(kept.tolist())
        for row, name in zip(self._wanted[::2], self._wanted[1::2], strict=True):
            told = votes.get(name, {})
            if row in found or row not in here or not told:
                continue
            (place, lat, lon, radius, country), count = max(
                told.items(), key=lambda item: (item[1], item[0][1:4])
            )
            if count >= _SHARE * sum(told.values()):
                radius = max(radius, _TOWN_KM)
                found[row] = [row, lat, lon, radius, place, country, 0.0, 1.0, name]
        return np.array([found[row] for row in sorted(found)]).reshape(-1, 9)
