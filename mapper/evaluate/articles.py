"""Articles with places and events: whether what reaches the map is right.

A mention meets a gold toponym, and an incident a gold event, when their spans share a character.
Places are right within a distance that grows with what the place is; an incident is right when it
also stands within 25 km, or that distance if larger, of a place of the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapper.evaluate.answer import Answer, FoundIncident, FoundMention
from mapper.evaluate.gold import Document, GoldEvent, GoldPlace, GoldToponym
from mapper.evaluate.outcome import Outcome, distance_km

__all__ = ["judge_incidents", "judge_literals"]

_TOLERANCE_KM = {
    "city": 15.0,
    "town": 15.0,
    "village": 15.0,
    "facility": 15.0,
    "route": 60.0,
    "other": 60.0,
    "region": 120.0,
    "water": 300.0,
    "country": 700.0,
}
_SLACK_KM = 25.0
_DID_NOT_HAPPEN = {"planned", "foiled", "threatened", "denied"}


def _tolerance(kind: str) -> float:
    return _TOLERANCE_KM.get(kind or "city", 15.0)


def _shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


# --- places ----------------------------------------------------------------------------


def judge_literals(document: Document, answer: Answer) -> list[Outcome]:
    """Places on the map: found, kept literal, put in the right spot; governments kept off it.

    Tasks: ``literal-found`` (recall), ``literal-right`` (precision, of literal mentions with a
    place), ``literal-kind``, ``literal-placed`` (of the found), ``literal-placed-25`` (of all,
    25 km or more allowed), ``metonymy-off`` and ``demonym-off`` (no literal mention there), and
    ``mention-right``: mentions of any kind but relative with a place, whether kind and place are
    those of a toponym there (what their score claims).
    """
    outcomes: list[Outcome] = []
    found = answer.mentions or ()
    toponyms = document.toponyms or ()
    for toponym in toponyms:
        hits = [m for m in found if _shared(_span(toponym), _span(m)) > 0]
        if toponym.literal:
            verdicts = _literal(toponym, hits)
        else:
            task = "demonym-off" if toponym.demonym else "metonymy-off"
            verdicts = {task: all(m.kind != "literal" for m in hits)}
        outcomes += [
            Outcome(
                task=task,
                doc=document.id,
                start=toponym.start,
                end=toponym.end,
                right=right,
                gold=_told_gold(toponym),
                said="; ".join(map(_told, hits)),
            )
            for task, right in verdicts.items()
        ]
    for mention in found:
        if mention.place is not None and mention.kind != "relative":
            there = [t for t in toponyms if _shared(_span(t), _span(mention)) > 0]
            verdicts = {"mention-right": any(_same_place(t, mention) for t in there)}
            if mention.kind == "literal":
                verdicts["literal-right"] = any(t.literal for t in there)
            outcomes += [
                Outcome(
                    task=task,
                    doc=document.id,
                    start=mention.start,
                    end=mention.end,
                    right=right,
                    gold="; ".join(map(_told_gold, there)),
                    said=_told(mention),
                    score=mention.score,
                )
                for task, right in verdicts.items()
            ]
    return outcomes


def _same_place(toponym: GoldToponym, mention: FoundMention) -> bool:
    """Whether a mention's kind and place are the toponym's (its kind alone if that is nowhere)."""
    if _use(toponym) != mention.kind or mention.place is None:
        return False
    if toponym.lat is None or toponym.lon is None:
        return True
    error = distance_km(toponym.lat, toponym.lon, mention.place.lat, mention.place.lon)
    return error <= max(_SLACK_KM, _tolerance(toponym.kind))


def _use(toponym: GoldToponym) -> str:
    return "literal" if toponym.literal else "demonym" if toponym.demonym else "metonymic"


def _literal(toponym: GoldToponym, hits: Sequence[FoundMention]) -> dict[str, bool]:
    if not hits:
        return {"literal-found": False, "literal-placed-25": False}
    best = max(hits, key=lambda m: _shared(_span(toponym), _span(m)))
    placed = close = toponym.lat is None  # the gold does not know either
    if toponym.lat is not None and toponym.lon is not None and best.place is not None:
        error = distance_km(toponym.lat, toponym.lon, best.place.lat, best.place.lon)
        allowed = _tolerance(toponym.kind)
        placed, close = error <= allowed, error <= max(_SLACK_KM, allowed)
    return {
        "literal-found": True,
        "literal-kind": best.kind == "literal",
        "literal-placed": placed,
        "literal-placed-25": close,
    }


def _span(item: GoldToponym | FoundMention | GoldEvent | FoundIncident) -> tuple[int, int]:
    return item.start, item.end


def _told(mention: FoundMention) -> str:
    place = mention.place
    where = f"{place.name} [{place.country} {place.code}, {place.id}]" if place else "nothing"
    return f"{mention.text} ({mention.kind}): {where}"


def _told_gold(toponym: GoldToponym) -> str:
    where = "" if toponym.lat is None else f", {toponym.lat:.2f} {toponym.lon:.2f}"
    return f"{toponym.name} ({toponym.kind}, {_use(toponym)}{where})"


# --- incidents -------------------------------------------------------------------------


def judge_incidents(document: Document, answer: Answer) -> list[Outcome]:
    """Incidents on the map, and what is said about those that are right.

    Tasks: ``incident-found`` and ``incident-found-strict`` (recall, over the places of events that
    must be mapped, origins aside; strict: without the 25 km of slack), ``incident-right``
    (precision), and over the events met in the right place ``category``, ``event-type``,
    ``date``, ``fatalities``, ``injuries``, ``factuality``, ``not-occurred``, ``attribution``,
    ``actors`` (over gold actors). Any of the incidents there may be the right one.
    """
    found = [incident for incident in answer.incidents or () if incident.places]
    events = document.events or ()
    outcomes: list[Outcome] = []
    for event in events:
        meeting = [i for i in found if _shared(_span(event), _span(i)) > 0]
        if event.must_map:
            outcomes += _wanted(document.id, event, meeting)
        best = [i for i in meeting if _near([*event.places, *event.places_alt], i, _SLACK_KM)]
        if best:
            outcomes += _details(document.id, event, best)
    for incident in found:
        outcomes.append(_judged(document.id, incident, events))
    return outcomes


def _near(places: Iterable[GoldPlace], incident: FoundIncident, slack_km: float) -> bool:
    return any(
        distance_km(gold.lat, gold.lon, said.lat, said.lon)
        <= max(slack_km, gold.tolerance_km or _tolerance(gold.kind))
        for gold in places
        if gold.lat is not None and gold.lon is not None
        for said in incident.places
    )


def _wanted(doc: str, event: GoldEvent, meeting: Sequence[FoundIncident]) -> Iterable[Outcome]:
    for place in event.places:
        if place.role == "origin":
            continue
        places = [place, *event.places_alt]
        strict = any(_near(places, incident, 0.0) for incident in meeting)
        lenient = strict or any(_near(places, incident, _SLACK_KM) for incident in meeting)
        for task, right in (("incident-found-strict", strict), ("incident-found", lenient)):
            yield Outcome(
                task=task,
                doc=doc,
                start=event.start,
                end=event.end,
                right=right,
                gold=f"{event.categories[0] if event.categories else event.event_type}"
                f" at {place.name} ({place.role})",
                said="; ".join(map(_told_incident, meeting)),
            )


def _judged(doc: str, incident: FoundIncident, events: Sequence[GoldEvent]) -> Outcome:
    meeting = [event for event in events if _shared(_span(event), _span(incident)) > 0]
    right = any(
        _near([*event.places, *event.places_alt], incident, _SLACK_KM)
        or all(place.lat is None for place in event.places)
        for event in meeting
    )
    return Outcome(
        task="incident-right",
        doc=doc,
        start=incident.start,
        end=incident.end,
        right=right,
        gold="; ".join(
            f"{e.categories[0] if e.categories else e.event_type} at"
            f" {', '.join(p.name for p in e.places) or 'no place'}"
            for e in meeting
        ),
        said=_told_incident(incident),
        score=incident.score,
    )


def _told_incident(incident: FoundIncident) -> str:
    places = ", ".join(place.name for place in incident.places)
    return f"{incident.category} ({incident.trigger}) at {places}"


def _details(doc: str, event: GoldEvent, best: Sequence[FoundIncident]) -> Iterable[Outcome]:
    """Judge the event's details against those of the incidents at its place; any may be right."""
    checks: list[tuple[str, str, Sequence[str], bool]] = []

    def add(task: str, gold: object, said: Sequence[object], right: bool) -> None:
        checks.append((task, str(gold), [str(value) for value in said], right))

    if event.categories:
        said = [i.category for i in best]
        add("category", "/".join(event.categories), said, bool({*said} & {*event.categories}))
    if event.event_type:
        types = [i.event_type for i in best]
        add("event-type", event.event_type, types, event.event_type in types)
    if event.dates:
        days = [i.date_start for i in best]
        add("date", "/".join(event.dates), days, any(_same_date(d, event.dates) for d in days))
    if event.factuality:
        ways = [i.factuality for i in best]
        same = any(_same_factuality(way, event.factuality) for way in ways)
        add("factuality", event.factuality, ways, same)
        if event.factuality in _DID_NOT_HAPPEN:
            add("not-occurred", event.factuality, ways, bool({*ways} & _DID_NOT_HAPPEN))
    if event.attributed_to:
        who = [i.attributed_to for i in best]
        right = any(_contains(name, event.attributed_to) for name in who)
        add("attribution", event.attributed_to, who, right)
    if event.injuries:
        hurt = [i.injuries for i in best]
        add("injuries", event.injuries, hurt, event.injuries in hurt)
    if event.fatalities:
        dead = [i.fatalities for i in best]
        add("fatalities", event.fatalities, dead, event.fatalities in dead)
    names = [name for i in best for name in i.actors]
    for actor in event.actors:
        add("actors", actor, names, any(_contains(name, actor) for name in names))
    for task, gold, told, right in checks:
        yield Outcome(
            task=task,
            doc=doc,
            start=event.start,
            end=event.end,
            right=right,
            gold=gold,
            said="; ".join(told),
        )


def _same_date(said: str, gold: Sequence[str]) -> bool:
    return bool(said) and any(said.startswith(day) or day.startswith(said) for day in gold)


def _same_factuality(said: str, gold: str) -> bool:
    both = {said, gold}
    return said == gold or both <= {"occurred", "ongoing"} or both <= {"occurred", "alleged"}


def _contains(said: str, gold: str) -> bool:
    """Whether one of the two names stands in the other, whatever their case."""
    said, gold = said.lower(), gold.lower()
    return bool(said) and (said in gold or gold in said)
