"""Places for reports that their articles tie to none: only to find what to compare them with.

What other articles of the corpus mean by a name in the sentence stands in, or the town named
nearest to the quote. And where two articles mean different places by one name, each is also
compared where the other has it. The result never says that it was there.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mapper.corpus.merging.lines import Incident, Mention
from mapper.model import MentionKind

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Floats, Ints

__all__ = ["Names", "far", "moved_spots", "nearest", "radius_km", "renumbered"]

_AROUND = 200  # characters from a quote within which a town named stands in
_PROVINCE_KM, _DISTRICT_KM, _TOWN_KM = 150.0, 40.0, 15.0
_NAMES = 4  # of one report that are looked up
_SHARE = 0.8  # of the reports with a name that must mean one place by it
_OTHERS = 2  # places that other articles mean by a name that are tried, too
_WIDTH = 9  # columns of a table of places
_CAPITALS = re.compile(r"[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)*")


def nearest(mentions: Sequence[Mention], item: Incident) -> tuple[Mention, float] | None:
    """Find the town or district named nearest to a quote.

    Returns
    -------
    (Mention, float) or None
        With its radius in km.
    """
    found = _nearest(mentions, item, [radius_km(mention) for mention in mentions])
    return None if found is None or found[2] > _AROUND else found[:2]


def far(mentions: Sequence[Mention], item: Incident) -> tuple[Mention, float] | None:
    """Find what may stand in where nothing better does: further off, or a capital that acts.

    Returns
    -------
    (Mention, float) or None
        With its radius in km.
    """
    found = _nearest(mentions, item, [_most(mention) for mention in mentions])
    return None if found is None else found[:2]


def _nearest(
    mentions: Sequence[Mention], item: Incident, radii: Sequence[float]
) -> tuple[Mention, float, int] | None:
    start, end = item.quote_start, item.quote_end
    near = [
        (max(start - mention.end, mention.start - end, 0), number)
        for number, mention in enumerate(mentions)
        if radii[number]
    ]
    if not near:
        return None
    gap, number = min(near)
    return mentions[number], radii[number], gap


def radius_km(mention: Mention) -> float:
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


def _most(mention: Mention) -> float:
    """How far off an incident may be that is told somewhere in an article with this name."""
    if mention.place is None:
        return 0.0
    near = radius_km(mention)
    if near:
        return _PROVINCE_KM if mention.place.feature_code == "ADM1" else max(near, _DISTRICT_KM)
    acting = mention.kind == MentionKind.METONYMIC and mention.place.feature_class == "P"
    return _DISTRICT_KM if acting else 0.0


def moved_spots(
    spots: array[float], before: int, codes: Sequence[int], names: Sequence[int]
) -> Floats:
    """Give the table of places that others noted, with the numbers that hold here."""
    import numpy as np

    table = np.array(spots, dtype=np.float64).reshape(-1, _WIDTH)
    table[:, 0] += before
    for column, new in ((4, codes), (5, codes), (8, names)):
        table[:, column] = renumbered(table[:, column].astype(np.int64), new)
    return table


def renumbered(old: Ints, new: Sequence[int]) -> Ints:
    """Put new numbers in the place of old ones; -1 stays."""
    import numpy as np

    # The last is what -1 finds.
    return np.array([*new, -1], dtype=np.int64)[old]


class Names:
    """What places the corpus means by the names that it writes."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._wanted = array("q")
        self._told = array("d")
        self._last = array("d")

    def number(self, name: str) -> int:
        """Number a name as it is written; case does not count."""
        return self._numbers.setdefault(name.casefold(), len(self._numbers))

    def want(self, row: int, numbers: Iterable[int], last: Sequence[float]) -> None:
        """Note a report that has no place: the names in it, and what stands in if none helps."""
        for number in numbers:
            self._wanted.extend((row, number))
        if last:
            self._last.extend((row, *last))

    def tell(self, row: int, spot: Sequence[float]) -> None:
        """Note what place the article of a report means by a name, though nothing was there."""
        self._told.extend((row, *spot))

    def absorb(self, other: Names, before: int, codes: Sequence[int]) -> list[int]:
        """Take what others noted, whose rows come after so many.

        Parameters
        ----------
        other, before
            What they noted, and how many rows there are here.
        codes
            New numbers of their places and countries, by the old ones.

        Returns
        -------
        list of int
            New numbers of their names, by the old ones.
        """
        import numpy as np

        names = [self.number(name) for name in other._numbers]
        wanted = np.array(other._wanted, dtype=np.int64).reshape(-1, 2)
        wanted = np.column_stack([wanted[:, 0] + before, renumbered(wanted[:, 1], names)])
        self._wanted.frombytes(wanted.tobytes())
        for mine, theirs in ((self._told, other._told), (self._last, other._last)):
            mine.frombytes(moved_spots(theirs, before, codes, names).tobytes())
        return names

    def in_sentence(
        self, mentions: Sequence[Mention], item: Incident, text: str, sentence: tuple[int, int]
    ) -> list[int]:
        """Number the names in a sentence: those that were read as such first, the quote's first."""
        parts = ((item.quote_start, item.quote_end), sentence)
        known = [
            mention.text
            for start, end in parts
            for mention in mentions
            if mention.kind == MentionKind.LITERAL and mention.start >= start and mention.end <= end
        ]
        written = [name for start, end in parts for name in _CAPITALS.findall(text, start, end)]
        return [self.number(name) for name in list(dict.fromkeys(known + written))[:_NAMES]]

    def places(self, table: Floats, kept: Ints) -> Floats:
        """Give places for the reports that want one, and others for names that mean several.

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

        own = table[(table[:, 7] == 0) & (table[:, 8] >= 0) & np.isin(table[:, 0], kept)]
        told = np.frombuffer(self._told, dtype=np.float64).reshape(-1, _WIDTH)
        meanings = _meanings(np.concatenate([own, told[np.isin(told[:, 0], kept)]]))
        found: dict[int, list[Floats]] = {}
        here = set(kept.tolist())
        for row, name in zip(self._wanted[::2], self._wanted[1::2], strict=True):
            if row in here and row not in found and name in meanings:
                found[row] = [_at(row, spot) for spot in meanings[name][0]]
        last = np.frombuffer(self._last, dtype=np.float64).reshape(-1, _WIDTH)
        for spot in last[np.isin(last[:, 0], kept)]:
            found.setdefault(int(spot[0]), [spot])
        several = [name for name, (_, count) in meanings.items() if count > 1]
        for spot in own[np.isin(own[:, 8], several)]:
            others = [one for one in meanings[int(spot[8])][0] if one[4] != spot[4]]
            found.setdefault(int(spot[0]), []).extend(_at(spot[0], one) for one in others)
        rows = [spot for row in sorted(found) for spot in found[row]]
        return np.array(rows).reshape(-1, _WIDTH)


def _meanings(named: Floats) -> dict[int, tuple[list[Floats], int]]:
    """Give the places that names mean, and how many each means.

    Where nearly all mean one, that alone, else the few that most mean.
    """
    import numpy as np

    # Of one name and place the vaguest stands for all.
    named = named[np.lexsort((named[:, 2], named[:, 1], -named[:, 3]))]
    place = named[:, 4].astype(np.int64)
    key = named[:, 8].astype(np.int64) * (place.max(initial=0) + 1) + place
    _, first, counts = np.unique(key, return_index=True, return_counts=True)
    spots = named[first]
    found: dict[int, list[int]] = {}
    for number in np.lexsort((spots[:, 2], spots[:, 1], -counts)).tolist():
        found.setdefault(int(spots[number, 8]), []).append(number)
    most = {
        name: 1 if counts[numbers[0]] >= _SHARE * counts[numbers].sum() else 1 + _OTHERS
        for name, numbers in found.items()
    }
    return {
        name: ([spots[number] for number in numbers[: most[name]]], len(numbers))
        for name, numbers in found.items()
    }


def _at(row: float, spot: Floats) -> Floats:
    """Put a borrowed place beside a report."""
    import numpy as np

    return np.array([row, *spot[1:3], max(spot[3], _TOWN_KM), *spot[4:6], 0.0, 1.0, spot[8]])
