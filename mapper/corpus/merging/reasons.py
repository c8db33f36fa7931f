"""Why two reports were taken for one incident, in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapper.corpus.merging.blocking import Pairs, distance_km
from mapper.corpus.merging.evidence import EVIDENCE, crowding, evidence
from mapper.corpus.merging.linking import JOINED, TWIN, Links

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from mapper.corpus.merging.reports import Floats, Ints, Reports

__all__ = ["reasons"]

_STEP = 1 << 15
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


def reasons(reports: Reports, links: Links) -> list[str]:
    """Say why.

    Parameters
    ----------
    reports
        The reports.
    links
        Which of them, and how they were linked.

    Returns
    -------
    list of str
        One line a link.
    """
    import numpy as np

    told = ["the same text" if kind == TWIN else "a person joined them" for kind in links.kind]
    rows = np.flatnonzero((links.kind != TWIN) & (links.kind != JOINED))
    crowd = crowding(reports)
    for begin in range(0, len(rows), _STEP):
        part = rows[begin : begin + _STEP]
        for row, text in zip(part, _scored(reports, links.pairs.take(part), crowd), strict=True):
            told[row] = text
    return told


def _scored(reports: Reports, pairs: Pairs, crowd: Floats) -> list[str]:
    columns = evidence(reports, pairs, crowd)
    words = _shared(reports.words, reports.vocabulary, pairs.first, pairs.second, 4)
    actors = _shared(reports.actors, reports.actor_words, pairs.first, pairs.second, 3)
    spots = reports.spots
    km = distance_km(spots, pairs.spot_first, pairs.spot_second)
    begin = [spots.report.searchsorted(rows) for rows in (pairs.first, pairs.second)]
    told = []
    for row in range(len(pairs)):
        one, other = (json.loads(reports.sources[int(s[row])]) for s in (pairs.first, pairs.second))
        # A report that is tied to no place has none here, though a town near it stood in.
        here = _nth(one["places"], int(pairs.spot_first[row] - begin[0][row]))
        there = _nth(other["places"], int(pairs.spot_second[row] - begin[1][row]))
        found = dict(zip(EVIDENCE, columns[row].tolist(), strict=True))
        reason = [
            _place(here, there, float(km[row])),
            _date(found, one, other),
            _kind(found, one, other),
            *_tolls(found, one, other),
        ]
        if found["same_actors"] > 0.2 and actors[row]:
            reason.append(f"actors in common ({', '.join(actors[row])})")
        if found["same_words"] > 0.15 and words[row]:
            reason.append(f"wording alike ({', '.join(words[row])})")
        against = [text for name, text in _AGAINST.items() if found[name]]
        told.append("; ".join(reason) + (f"; although {' and '.join(against)}" if against else ""))
    return told


def _nth(places: list[dict[str, Any]], number: int) -> dict[str, Any] | None:
    return places[number] if places else None


def _place(one: dict[str, Any] | None, other: dict[str, Any] | None, km: float) -> str:
    if one is None or other is None:
        told = one or other
        name = f"; the other says {told['name']}" if told else ""
        return f"a town near by, named beside an incident that is tied to no place{name}"
    if one["id"] == other["id"]:
        names = dict.fromkeys(p["as_written"] or p["name"] for p in (one, other))
        return f"one place ({', also written '.join(names)})"
    gap = f"{km:.0f} km" if km >= 1 else "less than 1 km"
    return f"places {gap} apart ({one['name']}, {other['name']})"


def _date(found: dict[str, float], one: dict[str, Any], other: dict[str, Any]) -> str:
    if found["same_day"]:
        return f"one day ({one['date_start']})"
    days = [
        item["date_start"] if item["date_start"] == item["date_end"]
        else f"{item['date_start'] or ''} to {item['date_end'] or ''}".strip()
        for item in (one, other)
    ]  # fmt: skip
    if found["days_apart"] > 0:
        return f"days close to each other ({', '.join(days)})"
    return f"dates that go together ({', '.join(dict.fromkeys(days))})"


def _kind(found: dict[str, float], one: dict[str, Any], other: dict[str, Any]) -> str:
    if found["same_category"]:
        return f"one kind ({one['category']})"
    return f"kinds that go together ({one['category']}, {other['category']})"


def _tolls(found: dict[str, float], one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    told = []
    if found["same_deaths"]:
        told.append(f"dead alike ({_figures('fatalities', one, other)})")
    if found["more_deaths_later"]:
        told.append(f"the later tells of more dead ({_figures('fatalities', one, other)})")
    if found["fewer_deaths_later"]:
        told.append(f"the later tells of fewer dead ({_figures('fatalities', one, other)})")
    if found["same_injuries"]:
        told.append(f"injured alike ({_figures('injuries', one, other)})")
    return told


def _figures(key: str, one: dict[str, Any], other: dict[str, Any]) -> str:
    return " and ".join(dict.fromkeys(figure(item[key]) for item in (one, other)))


def figure(quantity: dict[str, Any]) -> str:
    """Write a number or a range: ``3``, ``3 to 7``, ``at least 3``."""
    least, most = quantity["min"], quantity["max"]
    if most is None:
        return f"at least {least}"
    return str(least) if least == most else f"{least} to {most}"


def _shared(
    rows: csr_matrix, names: Sequence[str], one: Ints, other: Ints, most: int
) -> list[list[str]]:
    """Give the words that weigh most in what two rows share."""
    import numpy as np

    product = rows[one].multiply(rows[other]).tocsr()
    owner = np.repeat(np.arange(len(one)), np.diff(product.indptr))
    order = np.lexsort((product.indices, -product.data, owner))
    found: list[list[str]] = [[] for _ in range(len(one))]
    place = np.arange(len(order)) - product.indptr[owner[order]]
    for number in order[place < most]:
        word = names[product.indices[number]]
        found[owner[number]].append(word.removeprefix("@").removeprefix("country "))
    return found
