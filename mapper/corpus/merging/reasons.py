"""Why two reports were taken for one incident, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mapper.corpus.merging.blocking import Pairs, distance_km
from mapper.corpus.merging.evidence import EVIDENCE, crowding, evidence
from mapper.corpus.merging.lines import Quantity
from mapper.corpus.merging.linking import JOINED, TWIN, Links
from mapper.corpus.merging.source import Source, SourcePlace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.reports import Reports

__all__ = ["Ground", "Reasons", "figure", "why"]

_STEP = 1 << 14
_AT = {name: number for number, name in enumerate(EVIDENCE)}
_AGAINST = {
    "other_town": "the towns differ",
    "next_day": "the days are one apart",
    "other_sub_type": "the kinds differ",
    "other_object": "what was struck differs",
    "other_means": "the means differ",
    "other_actors": "the actors differ",
    "other_injuries": "the numbers of injured differ",
    "only_planned": "one tells it as done, the other as planned, threatened or foiled",
}


class Reasons:
    """What links hang on.

    Parameters
    ----------
    reports
        The reports.
    links
        Which of them, and how they were linked; measured a stretch at a time.
    """

    def __init__(self, reports: Reports, links: Links) -> None:
        self._reports = reports
        self._links = links
        self._crowd = crowding(reports)
        self._begin = -1
        self._stretch: list[Measured] = []

    def ground(self, link: int) -> Ground:
        """Give what is known of a link by its number; in ascending order, or else slowly."""
        kind = int(self._links.kind[link])
        if kind == TWIN:
            return "the same text"
        if kind == JOINED:
            return "a person joined them"
        begin = link - link % _STEP
        if begin != self._begin:
            self._begin, self._stretch = begin, self._measured(begin)
        return self._stretch[link - begin]

    def _measured(self, begin: int) -> list[Measured]:
        reports = self._reports
        pairs = self._links.pairs.take(slice(begin, begin + _STEP))
        spots = reports.spots
        nth = (
            pairs.spot_first - spots.report.searchsorted(pairs.first),
            pairs.spot_second - spots.report.searchsorted(pairs.second),
        )
        columns = zip(
            evidence(reports, pairs, self._crowd).tolist(),
            nth[0].tolist(),
            nth[1].tolist(),
            distance_km(spots, pairs.spot_first, pairs.spot_second).tolist(),
            _shared(reports.words, reports.vocabulary, pairs, 4),
            _shared(reports.actors, reports.actor_words, pairs, 3),
            strict=True,
        )
        return [Measured(*row) for row in columns]


class Measured(NamedTuple):
    """What is known of a link: evidence, which of its places each names, what both have."""

    found: list[float]
    place_one: int
    place_other: int
    km: float
    words: list[str]
    actors: list[str]


Ground: TypeAlias = "str | Measured"
"""Why two reports were linked: in words, or measured."""


def why(link: Ground, one: Source, other: Source) -> str:
    """Say why two reports were linked, in a line.

    Parameters
    ----------
    link
        What is known of it.
    one, other
        The sources of the two.
    """
    if isinstance(link, str):
        return link
    found = link.found
    # A report that is tied to no place has none, though a town near it stood in.
    here, there = _nth(one.places, link.place_one), _nth(other.places, link.place_other)
    told = [
        _place(here, there, link.km) if here and there else _borrowed(one.places, other.places),
        _date(found, one, other),
        _kind(found, one, other),
        *_tolls(found, one, other),
    ]
    if found[_AT["same_actors"]] > 0.2 and link.actors:
        told.append(f"actors in common ({', '.join(link.actors)})")
    if found[_AT["same_words"]] > 0.15 and link.words:
        told.append(f"wording alike ({', '.join(link.words)})")
    against = [text for name, text in _AGAINST.items() if found[_AT[name]]]
    return "; ".join(told) + (f"; although {' and '.join(against)}" if against else "")


def _nth(places: list[SourcePlace], number: int) -> SourcePlace | None:
    return places[number] if number < len(places) else None


def _borrowed(one: list[SourcePlace], other: list[SourcePlace]) -> str:
    if one and other:
        return f"one name, taken for two places ({one[0].name}, {other[0].name})"
    name = f"; the other says {(one or other)[0].name}" if one or other else ""
    return f"a town near by, named beside an incident that is tied to no place{name}"


def _place(one: SourcePlace, other: SourcePlace, km: float) -> str:
    if one.id == other.id:
        names = dict.fromkeys(p.as_written or p.name for p in (one, other))
        return f"one place ({', also written '.join(names)})"
    gap = f"{km:.0f} km" if km >= 1 else "less than 1 km"
    return f"places {gap} apart ({one.name}, {other.name})"


def _date(found: list[float], one: Source, other: Source) -> str:
    if found[_AT["same_day"]]:
        return f"one day ({one.date_start})"
    days = [
        item.date_start or "" if item.date_start == item.date_end
        else f"{item.date_start or ''} to {item.date_end or ''}".strip()
        for item in (one, other)
    ]  # fmt: skip
    if found[_AT["days_apart"]] > 0:
        return f"days close to each other ({', '.join(days)})"
    return f"dates that go together ({', '.join(dict.fromkeys(days))})"


def _kind(found: list[float], one: Source, other: Source) -> str:
    if found[_AT["same_category"]]:
        return f"one kind ({one.category})"
    return f"kinds that go together ({one.category}, {other.category})"


def _tolls(found: list[float], one: Source, other: Source) -> list[str]:
    dead = _figures(one.fatalities, other.fatalities)
    told = []
    if found[_AT["same_deaths"]]:
        told.append(f"dead alike ({dead})")
    if found[_AT["more_deaths_later"]]:
        told.append(f"the later tells of more dead ({dead})")
    if found[_AT["fewer_deaths_later"]]:
        told.append(f"the later tells of fewer dead ({dead})")
    if found[_AT["same_injuries"]]:
        told.append(f"injured alike ({_figures(one.injuries, other.injuries)})")
    return told


def _figures(*told: Quantity | None) -> str:
    return " and ".join(dict.fromkeys(figure(one.min, one.max) for one in told if one))


def figure(least: int, most: int | None) -> str:
    """Write a number or a range: ``3``, ``3 to 7``, ``at least 3``."""
    if most is None:
        return f"at least {least}"
    return str(least) if least == most else f"{least} to {most}"


def _shared(rows: csr_matrix, names: Sequence[str], pairs: Pairs, most: int) -> list[list[str]]:
    """Give the words that weigh most in what two rows share."""
    import numpy as np

    product = rows[pairs.first].multiply(rows[pairs.second]).tocsr()
    owner = np.repeat(np.arange(len(pairs)), np.diff(product.indptr))
    order = np.lexsort((product.indices, -product.data, owner))
    found: list[list[str]] = [[] for _ in range(len(pairs))]
    order = order[np.arange(len(order)) - product.indptr[owner[order]] < most]
    for row, word in zip(owner[order].tolist(), product.indices[order].tolist(), strict=True):
        found[row].append(names[word].removeprefix("@").removeprefix("country "))
    return found
