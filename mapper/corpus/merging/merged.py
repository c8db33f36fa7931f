"""One merged incident: what its reports agree on, and everything that each of them says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.corpus.merging.decisions import merged_id
from mapper.corpus.merging.reasons import figure, reasons
from mapper.model import Category, EventType, Factuality

if TYPE_CHECKING:
    from mapper.corpus.merging.linking import Clustering
    from mapper.corpus.merging.reports import Reports

__all__ = ["MERGED_VERSION", "Merged", "figures_in_words", "merged_incidents"]

MERGED_VERSION = "1.0"

_Record = dict[str, Any]
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
    quote
        Of the report that is surest.
    urls
        Of the articles, each once.
    published
        First and last day of publication; empty where unknown.
    """

    record: _Record
    sources: list[str]
    quote: str
    urls: list[str]
    published: tuple[str, str]


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

    labels, links = clustering.labels, clustering.links
    day = np.nan_to_num(reports.first_day, nan=np.inf)
    earliest = np.full(len(labels), np.inf)
    np.minimum.at(earliest, labels, day)
    order = np.lexsort((np.arange(len(labels)), labels, earliest[labels]))
    bounds = np.flatnonzero(np.diff(labels[order], prepend=-1, append=-1))
    told = reasons(reports, links)
    why: dict[int, list[int]] = {}
    for number, label in enumerate(labels[links.pairs.first].tolist()):
        why.setdefault(label, []).append(number)
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        rows = order[begin:end].tolist()
        yield _merged(
            [reports.sources[row] for row in rows],
            [
                {
                    "reports": [
                        reports.ids[int(links.pairs.first[n])],
                        reports.ids[int(links.pairs.second[n])],
                    ],
                    "probability": round(float(links.probability[n]), 4),
                    "why": told[n],
                }
                for n in why.get(int(labels[rows[0]]), ())
            ],
        )


def _merged(sources: Sequence[str], links: list[_Record]) -> Merged:
    # The earliest names the incident: later news does not rename it.
    pairs = sorted(
        ((json.loads(source), source) for source in sources),
        key=lambda pair: (pair[0]["published"] or "9999", pair[0]["id"]),
    )
    told = [item for item, _ in pairs]
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
    days = [item["published"] for item in told if item["published"]]
    return Merged(
        record,
        [source for _, source in pairs],
        max(told, key=lambda item: item["score"])["quote"],
        list(dict.fromkeys(item["url"] for item in told if item["url"])),
        (min(days, default=""), max(days, default="")),
    )


def _vote(told: Sequence[_Record], key: Callable[[_Record], Any], order: Sequence[Any]) -> Any:
    """Give what most reports say, each counting by its score; of equals the first in order."""
    votes: dict[Any, float] = {}
    for item in told:
        votes[key(item)] = votes.get(key(item), 0.0) + item["score"] + 0.1
    return min(votes, key=lambda choice: (-round(votes[choice], 6), order.index(choice)))


def _kind(told: Sequence[_Record]) -> _Record:
    """Category and codes, which are chosen among the reports of that category."""
    category = _vote(told, lambda item: item["category"], [c.value for c in Category])
    alike = [item for item in told if item["category"] == category]
    code = _vote(alike, lambda item: item["event_type"], [e.value for e in EventType])
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
    """The date that most reports give, a fine one counting for several vague ones."""
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
    chosen = _vote(told, lambda item: item["factuality"], [f.value for f in Factuality])
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
