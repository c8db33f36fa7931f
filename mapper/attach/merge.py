"""One incident, one object: what an article tells twice is merged, with every quote kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mapper.attach.digest import in_digest, told_again
from mapper.attach.retold import foils, is_part, is_retold
from mapper.attach.sites import is_country
from mapper.grammar import lemma
from mapper.model import DatePrecision, Factuality, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mapper.grammar import Grammar
    from mapper.model import Actor, Event, EventDate, Incident, Quantity, Token

__all__ = ["merge"]

_LONGEST = 220  # characters of a quote
_APART = 40  # characters between clauses that are quoted as one


def merge(
    grammar: Grammar, incidents: Sequence[Incident], triggers: Sequence[Token | None]
) -> tuple[Incident, ...]:
    """Join incidents that are surely the same.

    Either kind, word, day, place and numbers agree, or they are clauses of one sentence of which
    one only says more of what the other tells, at the same place, or
    one is of the headline or the key points, and the other of the text that tells it in full.

    Parameters
    ----------
    grammar
        The parsed article.
    incidents
        In text order.
    triggers
        The trigger of each.

    Returns
    -------
    tuple of Incident
        In text order; a merged one stands where it was told first.
    """
    kept: list[Incident] = []
    alike: dict[tuple[str, ...], list[int]] = {}
    within = _without_digest(grammar, _within_sentences(grammar, incidents, triggers))
    for incident, trigger in within:
        word = lemma(trigger) if trigger else ""
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


def _within_sentences(
    grammar: Grammar, incidents: Sequence[Incident], triggers: Sequence[Token | None]
) -> list[tuple[Incident, Token | None]]:
    """Join clauses of one sentence that tell of one incident; give each with its trigger."""
    kept: list[tuple[Incident, Token | None]] = []
    for incident, trigger in zip(incidents, triggers, strict=True):
        twin = _twin(grammar, kept, incident, trigger)
        if twin is None or trigger is None:
            kept.append((incident, trigger))
            continue
        other, told = kept[twin]
        foiled = incident.event.factuality is Factuality.FOILED
        if told is not None and foiled and foils(grammar, told, trigger):
            kept[twin] = _foiled(other, incident), told
        elif told is not None and is_part(grammar, told, trigger):
            kept[twin] = (
                _joined(incident, other, beside=True),
                trigger,
            )  # what was told first only led to it
        else:
            kept[twin] = _joined(other, incident, beside=True), told
    return kept


def _without_digest(
    grammar: Grammar, found: list[tuple[Incident, Token | None]]
) -> list[tuple[Incident, Token | None]]:
    """Join what a headline or the key points told to what tells it in full."""
    early = [in_digest(grammar, incident.event.trigger.start) for incident, _ in found]
    kept = list(found)
    gone: set[int] = set()
    for number, short in enumerate(found):
        if not early[number]:
            continue
        best, words = -1, 0
        for other in range(number + 1, len(found)):
            if not early[other] and _may_be(short[0], kept[other][0]):
                shared = told_again(grammar, short, kept[other])
                if shared > words:
                    best, words = other, shared
        if best >= 0:
            kept[best] = _told_in_full(kept[best][0], short[0]), kept[best][1]
            gone.add(number)
    return [pair for number, pair in enumerate(kept) if number not in gone]


def _may_be(short: Incident, full: Incident) -> bool:
    """Whether kind, reality, day and numbers let two tellings be of one incident."""
    first, second = short.event, full.event
    if first.category is not second.category or first.factuality is not second.factuality:
        return False
    if first.date.text and second.date.text and first.date.start != second.date.start:
        return False
    return _agree(first.fatalities, second.fatalities) and _agree(first.injuries, second.injuries)


def _told_in_full(full: Incident, short: Incident) -> Incident:
    """Keep what the text tells, with the quote of the headline, and its places if it has none."""
    both = _joined(full, short)
    return replace(
        both,
        places=full.places or short.places,
        place_score=full.place_score if full.places else short.place_score,
        event=replace(
            both.event,
            category=full.event.category,
            event_type=full.event.event_type,
            acled_type=full.event.acled_type,
            acled_sub_type=full.event.acled_sub_type,
        ),
    )


def _foiled(outer: Incident, plot: Incident) -> Incident:
    """Join what was prevented to its prevention: foiled, of the kind that it would have been."""
    both = _joined(outer, plot, beside=True)
    event = plot.event
    return replace(
        both,
        event=replace(
            both.event,
            category=event.category,
            event_type=event.event_type,
            acled_type=event.acled_type,
            acled_sub_type=event.acled_sub_type,
            factuality=Factuality.FOILED,
        ),
    )


def _twin(
    grammar: Grammar,
    kept: Sequence[tuple[Incident, Token | None]],
    incident: Incident,
    trigger: Token | None,
) -> int | None:
    """Give the number of an incident of the same sentence that is the same one."""
    for number in range(len(kept) - 1, -1, -1):
        other, told = kept[number]
        if trigger is None or told is None or told.sentence != trigger.sentence:
            return None
        if (
            incident.event.factuality is Factuality.FOILED
            and foils(grammar, told, trigger)
            and _at_one_place(other, incident)
        ):
            return number
        if _fits(other, incident) and (
            is_part(grammar, told, trigger)
            or is_part(grammar, trigger, told)
            or is_retold(grammar, trigger, told)
        ):
            return number
    return None


def _fits(one: Incident, other: Incident) -> bool:
    """Whether two clauses may tell of one incident: places, days, numbers and reality agree."""
    first, second = one.event, other.event
    if not one.places or not other.places or not _at_one_place(one, other):
        return False
    if first.factuality is not second.factuality:
        return False
    dated = first.date.text and second.date.text
    if dated and first.date.start != second.date.start:
        return False
    return _agree(first.fatalities, second.fatalities) and _agree(first.injuries, second.injuries)


def _at_one_place(one: Incident, other: Incident) -> bool:
    here, there = {p.place.id for p in one.places}, {p.place.id for p in other.places}
    return here <= there or there <= here


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


def _joined(one: Incident, other: Incident, *, beside: bool = False) -> Incident:
    """Join two incidents; `beside`: told by clauses of one sentence."""
    first, second = one.event, other.event
    quote = _united(first.quote, second.quote) if beside else first.quote
    quotes = [*first.more_quotes, second.quote, *second.more_quotes]
    kind = max((first, second), key=lambda e: e.score)  # the surer one tells the kind
    event: Event = replace(
        first,
        category=kind.category,
        event_type=kind.event_type,
        acled_type=kind.acled_type,
        acled_sub_type=kind.acled_sub_type,
        quote=quote,
        more_quotes=tuple(q for q in dict.fromkeys(quotes) if not quote.contains(q)),
        actors=_actors(first.actors, second.actors),
        fatalities=first.fatalities or second.fatalities,
        injuries=first.injuries or second.injuries,
        date=first.date if first.date.text else max(first.date, second.date, key=_told),
        attributed_to=first.attributed_to or second.attributed_to,
        score=max(first.score, second.score),
    )
    known = {p.place.id for p in one.places}
    places = (*one.places, *(p for p in other.places if p.place.id not in known))
    return replace(
        one,
        event=event,
        places=places,
        unlocated=tuple(dict.fromkeys((*one.unlocated, *other.unlocated))),
        place_score=min(one.place_score, other.place_score),
        link_score=max(one.link_score, other.link_score),
    )


def _united(first: Span, second: Span) -> Span:
    """Give one quote for two that stand side by side, where it stays short."""
    start, end = min(first.start, second.start), max(first.end, second.end)
    gap = max(first.start, second.start) - min(first.end, second.end)
    return Span(start, end) if end - start <= _LONGEST and gap <= _APART else first


def _told(date: EventDate) -> tuple[bool, int]:
    """Rank of a date: one that its own words tell, then the finer one."""
    return bool(date.text), len(date.start)


def _actors(first: Sequence[Actor], second: Sequence[Actor]) -> tuple[Actor, ...]:
    names = {actor.name.casefold() for actor in first}
    return (*first, *(a for a in second if a.name.casefold() not in names))
