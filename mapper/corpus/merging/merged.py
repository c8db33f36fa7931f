"""One merged incident: what its reports agree on, and everything that each of them says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.corpus.merging.decisions import merged_id
from mapper.corpus.merging.reasons import Reasons, figure
from mapper.model import Category, EventType, Factuality

if TYPE_CHECKING:
    from mapper.corpus.merging.linking import Clustering
    from mapper.corpus.merging.reports import Reports

__all__ = ["MERGED_VERSION", "Merged", "figures_in_words", "merged_incidents"]

MERGED_VERSION = "1.0"

_Record = dict[str, Any]
_CATEGORIES = [category.value for category in Category]
_TYPES = [kind.value for kind in EventType]
_FACTUALITIES = [factuality.value for factuality in Factuality]
# What a report's date counts when they vote: a fine one for several vague ones.
_FINENESS = {"day": 3.0, "week": 1.0, "month": 0.5, "year": 0.1, "none": 0.01}


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged incident.

    Parameters
    ----------
    record
        The JSON object without its sources.
    sources
        The JSON text of each report, earliest published first.
    told
        The same as objects.
    """

    record: _Record
    sources: list[str]
    told: list[_Record]


def merged_incidents(reports: Reports, clustering: Clustering) -> Iterator[Merged]:
    """Make the merged incidents, in the order of their dates.

    Parameters
    ----------
    reports
        The reports.
    clustering
        Which of them are one incident.

    Yields
    ------
    Merged
        Those without a date come last.
    """
    import numpy as np

    labels = clustering.labels
    day = np.nan_to_num(reports.first_day, nan=np.inf)
    earliest = np.full(len(labels), np.inf)
    np.minimum.at(earliest, labels, day)
    order = np.lexsort((np.arange(len(labels)), labels, earliest[labels]))
    bounds = np.flatnonzero(np.diff(labels[order], prepend=-1, append=-1))
    # The links in the order in which they are told: they are measured a stretch at a time.
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    links = clustering.links.take(np.argsort(place[clustering.links.pairs.first], kind="stable"))
    reasons = Reasons(reports, links)
    why: dict[int, list[int]] = {}
    for number, label in enumerate(labels[links.pairs.first].tolist()):
        why.setdefault(label, []).append(number)
    ends = links.pairs.first.tolist(), links.pairs.second.tolist()
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = order[begin:end].tolist()
        told = {row: json.loads(reports.sources[row]) for row in rows}
        yield _merged(
            told,
            reports.sources,
            [
                {
                    "reports": [told[ends[0][n]]["id"], told[ends[1][n]]["id"]],
                    "probability": round(float(links.probability[n]), 4),
                    "why": reasons.why(n, told[ends[0][n]], told[ends[1][n]]),
                }
                for n in why.get(rows[0], ())
            ],
        )


def _merged(by_row: Mapping[int, _Record], sources: Sequence[str], links: list[_Record]) -> Merged:
    # The earliest names the incident: later news does not rename it.
    rows = sorted(by_row, key=lambda row: (by_row[row]["published"] or "9999", by_row[row]["id"]))
    told = [by_row[row] for row in rows]
    kind = _kind(told)
    places = _places(told)
    best = places[0] if places else None
    start, end, precision = _date(told)
    record = {
        "schema_version": MERGED_VERSION,
        "id": merged_id(told[0]["id"]),
        **kind,
        "date_start": start,
        "date_end": end,
        "date_precision": precision,
        "lat": best["lat"] if best else None,
        "lon": best["lon"] if best else None,
        "places": places,
        "actors": _actors(told),
        "fatalities": _figures(told, "fatalities"),
        "injuries": _figures(told, "injuries"),
        **_factuality(told),
        "score": max(item["score"] for item in told),
        "link_score": min((link["probability"] for link in links), default=1.0),
        "reasons": links,
        "reports": len(told),
        "articles": len({item["article"] for item in told}),
    }
    return Merged(record, [sources[row] for row in rows], told)


def _vote(told: Sequence[_Record], key: Callable[[_Record], Any], order: Sequence[Any]) -> Any:
    """Give what most reports say, each counting by its score; of equals the first in order."""
    if len(told) == 1:
        return key(told[0])
    votes: dict[Any, float] = {}
    for item in told:
        votes[key(item)] = votes.get(key(item), 0.0) + item["score"] + 0.1
    return min(votes, key=lambda choice: (-round(votes[choice], 6), order.index(choice)))


def _kind(told: Sequence[_Record]) -> _Record:
    """Category and codes, which are chosen among the reports of that category."""
    category = _vote(told, lambda item: item["category"], _CATEGORIES)
    alike = [item for item in told if item["category"] == category]
    code = _vote(alike, lambda item: item["event_type"], _TYPES)
    types = [(item["acled_type"] or "", item["acled_sub_type"] or "") for item in alike]
    acled = _vote(
        alike,
        lambda item: (item["acled_type"] or "", item["acled_sub_type"] or ""),
        # A type is better than none.
        sorted(set(types), key=lambda pair: (not pair[0], not pair[1], pair)),
    )
    return {
        "category": category,
        "event_type": code,
        "acled_type": acled[0] or None,
        "acled_sub_type": acled[1] or None,
    }


def _date(told: Sequence[_Record]) -> tuple[str | None, str | None, str]:
    """The date that most reports give."""
    votes: dict[tuple[str, str, str], float] = {}
    for item in told:
        key = (item["date_start"] or "", item["date_end"] or "", item["date_precision"])
        votes[key] = votes.get(key, 0.0) + _FINENESS[key[2]] * (item["score"] + 0.1)
    start, end, precision = min(votes, key=lambda key: (-round(votes[key], 6), key))
    return start or None, end or None, precision


def _places(told: Sequence[_Record]) -> list[_Record]:
    """Every place that a report gives, best first: what many say, and say finely."""
    found: dict[str, _Record] = {}
    weight: dict[str, float] = {}
    for item in told:
        for place in item["places"]:
            one = found.setdefault(
                place["id"],
                {k: v for k, v in place.items() if k != "as_written"}
                | {"as_written": [], "reports": 0},
            )
            one["reports"] += 1
            if place["as_written"] and place["as_written"] not in one["as_written"]:
                one["as_written"].append(place["as_written"])
            share = (item["score"] + 0.1) / (1.0 + place["uncertainty_km"] / 25.0)
            weight[place["id"]] = weight.get(place["id"], 0.0) + share
    return sorted(found.values(), key=lambda place: (-round(weight[place["id"]], 6), place["id"]))


def _actors(told: Sequence[_Record]) -> list[_Record]:
    found: dict[tuple[str, str], _Record] = {}
    for item in told:
        for actor in item["actors"]:
            key = (actor["name"].casefold(), actor["role"])
            one = found.setdefault(key, dict(actor) | {"reports": 0})
            one["reports"] += 1
    return sorted(found.values(), key=lambda actor: -actor["reports"])


def _figures(told: Sequence[_Record], key: str) -> _Record | None:
    """The range over all reports, and each figure with who gave it; None where none does."""
    given = [
        {
            "min": item[key]["min"],
            "max": item[key]["max"],
            "text": item[key]["text"],
            "attributed_to": item[key].get("attributed_to") or item["attributed_to"],
            "report": item["id"],
            "published": item["published"],
        }
        for item in told
        if item[key] is not None
    ]
    if not given:
        return None
    known = [one["max"] for one in given if one["max"] is not None]
    least_open = max((one["min"] for one in given if one["max"] is None), default=None)
    # "At least three" is no upper bound, but where another counts seven, seven is what is told.
    is_open = least_open is not None and least_open >= max(known, default=0)
    return {
        "min": min(one["min"] for one in given),
        "max": None if is_open else max(known),
        "figures": given,
    }


def _factuality(told: Sequence[_Record]) -> _Record:
    counts: dict[str, int] = {}
    for item in told:
        counts[item["factuality"]] = counts.get(item["factuality"], 0) + 1
    chosen = _vote(told, lambda item: item["factuality"], _FACTUALITIES)
    return {
        "factuality": chosen,
        "factualities": dict(sorted(counts.items())),
        "attributed_to": list(
            dict.fromkeys(item["attributed_to"] for item in told if item["attributed_to"])
        ),
    }


def figures_in_words(figures: _Record | None) -> str:
    """Write figures in one line: ``3 (the police, 2024-05-01); 7 (...)``; empty for none.

    Parameters
    ----------
    figures
        ``fatalities`` or ``injuries`` of a merged incident.
    """
    if figures is None:
        return ""
    told: Iterable[str] = (
        f"{figure(one)} ({', '.join(filter(None, _giver(one)))})" for one in figures["figures"]
    )
    return "; ".join(dict.fromkeys(told))


def _giver(one: _Record) -> tuple[str, str]:
    who = one["attributed_to"] or f"article {one['report'].rpartition('/')[0]}"
    return who, one["published"] or ""
