"""Which incidents of several articles are one and the same, told more than once.

Careful on purpose: a report is joined to another only where both name one place, one day,
one kind of incident and one kind of factuality, where neither contradicts the other's tolls,
and something else about them agrees. What is joined is shown as such and can be read apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from mapper.model import (
    Analysis,
    DatePrecision,
    Event,
    Factuality,
    Incident,
    PlaceRole,
    Precision,
    Quantity,
)

__all__ = ["stories"]

_DONE = {Factuality.OCCURRED, Factuality.ONGOING, Factuality.ALLEGED}
_TOO_WIDE = {Precision.COUNTRY, Precision.REGION}


def stories(analyses: Sequence[Analysis]) -> list[int]:
    """A number for every incident that several articles tell; -1 for all others.

    Parameters
    ----------
    analyses
        In the order in which they are listed.

    Returns
    -------
    list
        One entry an incident, in order; equal numbers are one story, at most one incident
        of an article in each.
    """
    if len(analyses) < 2:
        return [-1] * sum(len(analysis.incidents) for analysis in analyses)
    buckets: dict[Hashable, list[list[tuple[int, int, Incident]]]] = {}
    count = 0
    for number, analysis in enumerate(analyses):
        for incident in analysis.incidents:
            key = _key(incident)
            if key is not None:
                _place(buckets.setdefault(key, []), (number, count, incident))
            count += 1
    found = [-1] * count
    told = [story for bucket in buckets.values() for story in bucket if len(story) > 1]
    for name, story in enumerate(sorted(told, key=lambda story: story[0][1])):
        for _, index, _ in story:
            found[index] = name
    return found


def _key(incident: Incident) -> Hashable | None:
    """What must be the same; None for what is too vague to be told apart."""
    event = incident.event
    where = next(
        (p for p in incident.places if p.role in {PlaceRole.LOCATION, PlaceRole.NEAR}), None
    )
    if (
        where is None
        or where.precision in _TOO_WIDE
        or event.date.precision is not DatePrecision.DAY
    ):
        return None
    fact = "done" if event.factuality in _DONE else event.factuality.value
    return (event.category, where.place.id, event.date.start, event.date.end, fact)


def _place(bucket: list[list[tuple[int, int, Incident]]], entry: tuple[int, int, Incident]) -> None:
    """Into the story that it resembles most and that this article has not told yet."""
    number, _, incident = entry
    best, most = None, 0
    for story in bucket:
        first = story[0][2].event
        if story[-1][0] != number and _agree(first, incident.event):
            alike = _alike(first, incident.event)
            if alike > most:
                best, most = story, alike
    if best is None:
        bucket.append([entry])
    else:
        best.append(entry)


def _agree(one: Event, other: Event) -> bool:
    return _meet(one.fatalities, other.fatalities) and _meet(one.injuries, other.injuries)


def _meet(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two tolls can both be true."""
    if one is None or other is None:
        return True
    low = max(one.minimum, other.minimum)
    return all(q.maximum is None or q.maximum >= low for q in (one, other))


def _alike(one: Event, other: Event) -> int:
    """How much two reports of one kind, place and day agree."""
    actors = {actor.name.casefold() for actor in one.actors}
    shared = any(actor.name.casefold() in actors for actor in other.actors)
    toll = one.fatalities is not None and other.fatalities is not None
    return 2 * shared + 2 * toll + (one.event_type is other.event_type)
