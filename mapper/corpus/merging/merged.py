"""One merged incident: what its reports agree on, and everything that each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from msgspec import Struct

from mapper.corpus.merging.bundles import Bundle
from mapper.corpus.merging.decisions import merged_id
from mapper.corpus.merging.lines import Quantity
from mapper.corpus.merging.reasons import why
from mapper.corpus.merging.source import Source, unpacked
from mapper.model import Category, EventType, Factuality

__all__ = ["MERGED_VERSION", "Figure", "Figures", "Incident", "Merged", "merged_of"]

MERGED_VERSION = "1.0"

_T = TypeVar("_T")
_CATEGORIES = [category.value for category in Category]
_TYPES = [kind.value for kind in EventType]
_FACTUALITIES = [factuality.value for factuality in Factuality]
# What a report's date counts when they vote: a fine one for several vague ones.
_FINENESS = {"day": 3.0, "week": 1.0, "month": 0.5, "year": 0.1, "none": 0.01}


class Place(Struct, gc=False):
    """A place that reports give: decimal degrees (EPSG:4326), a radius in km, how many say it."""

    id: str
    name: str
    as_written: list[str]
    lat: float
    lon: float
    country: str
    role: str
    precision: str
    uncertainty_km: float
    where_prec: int
    reports: int


class Actor(Struct, gc=False):
    """Who took part, and how many say so."""

    name: str
    role: str
    country: str
    reports: int


class Figure(Struct, gc=False):
    """A number of people, and who gave it."""

    min: int
    max: int | None
    text: str
    attributed_to: str | None
    report: str
    published: str | None


class Figures(Struct, gc=False):
    """The range over all reports; `max` None where it is open."""

    min: int
    max: int | None
    figures: list[Figure]


class Reason(Struct, gc=False):
    """Why two reports were taken for one incident."""

    reports: list[str]
    probability: float
    why: str


class Incident(Struct, gc=False):
    """A merged incident as its record says it, without the sources."""

    schema_version: str
    id: str
    category: str
    event_type: str
    acled_type: str | None
    acled_sub_type: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str
    lat: float | None
    lon: float | None
    places: list[Place]
    actors: list[Actor]
    fatalities: Figures | None
    injuries: Figures | None
    factuality: str
    factualities: dict[str, int]
    attributed_to: list[str]
    score: float
    link_score: float
    reasons: list[Reason]
    reports: int
    articles: int


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged incident.

    Parameters
    ----------
    record
        All but its sources.
    sources
        The JSON of each report, earliest published first.
    told
        The same as objects.
    """

    record: Incident
    sources: list[bytes]
    told: list[Source]


def merged_of(bundle: Bundle) -> Merged:
    """Make the merged incident of a cluster's reports."""
    by_row = [unpacked(source) for source in bundle.sources]
    links = [
        Reason(
            [by_row[link.one].id, by_row[link.other].id],
            link.probability,
            why(link.ground, by_row[link.one], by_row[link.other]),
        )
        for link in bundle.links
    ]
    # The earliest names the incident: later news does not rename it.
    rows = sorted(
        range(len(by_row)), key=lambda row: (by_row[row].published or "9999", by_row[row].id)
    )
    told = [by_row[row] for row in rows]
    category, code, acled_type, acled_sub_type = _kind(told)
    places = _places(told)
    best = places[0] if places else None
    start, end, precision = _date(told)
    counts: dict[str, int] = {}
    for item in told:
        counts[item.factuality] = counts.get(item.factuality, 0) + 1
    record = Incident(
        schema_version=MERGED_VERSION, id=merged_id(told[0].id),
        category=category, event_type=code, acled_type=acled_type, acled_sub_type=acled_sub_type,
        date_start=start, date_end=end, date_precision=precision,
        lat=best.lat if best else None, lon=best.lon if best else None,
        places=places, actors=_actors(told),
        fatalities=_figures([(item.fatalities, item) for item in told]),
        injuries=_figures([(item.injuries, item) for item in told]),
        factuality=_vote(told, [item.factuality for item in told], _FACTUALITIES),
        factualities=dict(sorted(counts.items())),
        attributed_to=list(dict.fromkeys(i.attributed_to for i in told if i.attributed_to)),
        score=max(item.score for item in told),
        link_score=min((link.probability for link in links), default=1.0),
        reasons=links, reports=len(told), articles=len({item.article for item in told}),
    )  # fmt: skip
    return Merged(record, [bundle.sources[row] for row in rows], told)


def _vote(told: Sequence[Source], choices: Sequence[_T], order: Sequence[_T]) -> _T:
    """Give what most reports say, each counting by its score; of equals the first in order."""
    if choices.count(choices[0]) == len(choices):
        return choices[0]
    votes: dict[_T, float] = {}
    for item, choice in zip(told, choices, strict=True):
        votes[choice] = votes.get(choice, 0.0) + item.score + 0.1
    return min(votes, key=lambda choice: (-round(votes[choice], 6), order.index(choice)))


def _kind(told: Sequence[Source]) -> tuple[str, str, str | None, str | None]:
    """Category and codes, which are chosen among the reports of that category."""
    category = _vote(told, [item.category for item in told], _CATEGORIES)
    alike = [item for item in told if item.category == category]
    code = _vote(alike, [item.event_type for item in alike], _TYPES)
    types = [(item.acled_type or "", item.acled_sub_type or "") for item in alike]
    # A type is better than none.
    kind, sub_type = _vote(
        alike, types, sorted(set(types), key=lambda pair: (not pair[0], not pair[1], pair))
    )
    return category, code, kind or None, sub_type or None


def _date(told: Sequence[Source]) -> tuple[str | None, str | None, str]:
    """The date that most reports give."""
    votes: dict[tuple[str, str, str], float] = {}
    for item in told:
        key = (item.date_start or "", item.date_end or "", item.date_precision)
        votes[key] = votes.get(key, 0.0) + _FINENESS[key[2]] * (item.score + 0.1)
    start, end, precision = min(votes, key=lambda key: (-round(votes[key], 6), key))
    return start or None, end or None, precision


def _places(told: Sequence[Source]) -> list[Place]:
    """Every place that a report gives, best first: what many say, and say finely."""
    found: dict[str, Place] = {}
    weight: dict[str, float] = {}
    for item in told:
        for place in item.places:
            one = found.get(place.id)
            if one is None:
                one = found[place.id] = Place(
                    place.id, place.name, [], place.lat, place.lon, place.country, place.role,
                    place.precision, place.uncertainty_km, place.where_prec, 0,
                )  # fmt: skip
            one.reports += 1
            if place.as_written and place.as_written not in one.as_written:
                one.as_written.append(place.as_written)
            share = (item.score + 0.1) / (1.0 + place.uncertainty_km / 25.0)
            weight[place.id] = weight.get(place.id, 0.0) + share
    return sorted(found.values(), key=lambda place: (-round(weight[place.id], 6), place.id))


def _actors(told: Sequence[Source]) -> list[Actor]:
    found: dict[tuple[str, str], Actor] = {}
    for item in told:
        for actor in item.actors:
            key = (actor.name.casefold(), actor.role)
            if key not in found:
                found[key] = Actor(actor.name, actor.role, actor.country, 0)
            found[key].reports += 1
    return sorted(found.values(), key=lambda actor: -actor.reports)


def _figures(told: Sequence[tuple[Quantity | None, Source]]) -> Figures | None:
    """The range over all reports, and each figure with who gave it; None where none does."""
    given = [
        Figure(
            one.min, one.max, one.text, one.attributed_to or item.attributed_to, item.id,
            item.published,
        )
        for one, item in told
        if one is not None
    ]  # fmt: skip
    if not given:
        return None
    known = [one.max for one in given if one.max is not None]
    least_open = max((one.min for one in given if one.max is None), default=None)
    # "At least three" is no upper bound, but where another counts seven, seven is what is told.
    is_open = least_open is not None and least_open >= max(known, default=0)
    return Figures(min(one.min for one in given), None if is_open else max(known), given)
