"""One incident, one object: what an article tells twice is merged, with every quote kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.attach.sites import is_country
from mapper.model import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.model import Actor, Event, Incident, Quantity

__all__ = ["merge"]


def merge(incidents: Sequence[Incident], lemmas: Sequence[str]) -> tuple[Incident, ...]:
    """Join incidents that are surely the same: kind, word, day, place and numbers agree.

    Parameters
    ----------
    incidents
        In text order.
    lemmas
        The trigger's lemma of each.

    Returns
    -------
    tuple of Incident
        In text order; a merged one stands where it was told first.
    """
    kept: list[Incident] = []
    alike: dict[tuple[str, ...], list[int]] = {}
    for incident, word in zip(incidents, lemmas, strict=True):
        event = incident.event
        key = word, event.category, event.factuality, event.date.start, event.date.end
        others = alike.setdefault(key, [])
        twin = next((n for n in others if _same(kept[n], incident)), None)
        if twin is None:
            others.append(len(kept))
            kept.append(incident)
        else:
            kept[twin] = _joined(kept[twin], incident)
    return tuple(kept)


def _same(one: Incident, other: Incident) -> bool:
    first, second = one.event, other.event
    if first.date.precision is not DatePrecision.DAY or first.date != replace(
        second.date, text=first.date.text
    ):
        return False
    if not (
        _agree(first.fatalities, second.fatalities) and _agree(first.injuries, second.injuries)
    ):
        return False
    here = {p.place.id for p in one.places if not is_country(p.place)}
    there = {p.place.id for p in other.places if not is_country(p.place)}
    return bool(here & there)


def _agree(one: Quantity | None, other: Quantity | None) -> bool:
    if one is None or other is None:
        return True
    return (one.minimum, one.maximum) == (other.minimum, other.maximum)


def _joined(one: Incident, other: Incident) -> Incident:
    first, second = one.event, other.event
    quotes = [*first.more_quotes, second.quote, *second.more_quotes]
    event: Event = replace(
        first,
        more_quotes=tuple(q for q in dict.fromkeys(quotes) if not first.quote.contains(q)),
        actors=_actors(first.actors, second.actors),
        fatalities=first.fatalities or second.fatalities,
        injuries=first.injuries or second.injuries,
        attributed_to=first.attributed_to or second.attributed_to,
        score=max(first.score, second.score),
    )
    known = {p.place.id for p in one.places}
    places = (*one.places, *(p for p in other.places if p.place.id not in known))
    return replace(
        one,
        event=event,
        places=places,
        place_score=min(one.place_score, other.place_score),
        link_score=max(one.link_score, other.link_score),
    )


def _actors(first: Sequence[Actor], second: Sequence[Actor]) -> tuple[Actor, ...]:
    names = {actor.name.casefold() for actor in first}
    return (*first, *(a for a in second if a.name.casefold() not in names))
