"""Judging the corpora of sentences, headlines, stories and single cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from mapper.evaluate.answer import Answer, FoundIncident
from mapper.evaluate.gold import Deaths, Document, Link
from mapper.evaluate.outcome import Outcome, distance_km
from mapper.evaluate.toponyms import RIGHT_KM

__all__ = ["judge_cases", "judge_coded", "judge_conflict", "judge_link"]

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def judge_link(document: Document, answer: Answer) -> list[Outcome]:
    """Judge where a verb's event happened.

    The incidents of a verb are those whose trigger overlaps it or, if there is none, whose quote
    has it; their places that stand in the text, by the finest name, are the answer, also those that
    nobody can locate. Tasks: ``link-recall`` over gold
    places, ``link-precision`` over the answer (both by overlap), ``link-none`` over verbs without
    a place (right if none was given), ``link-event`` over all verbs (an incident or event met).
    ``tie-recall`` and ``tie-precision`` count the same over the verbs whose places are all names
    that the gazetteer has, or that have no place: a verb with another place is left out whole, and
    so is one without a place in a source where nobody seems to have looked for places.
    """
    link = document.link
    if link is None:
        return []
    verb = document.text[slice(*link.verb)]
    met = [i for i in answer.incidents or () if _meets(_trigger(i), link.verb)]
    met = met or [i for i in answer.incidents or () if _meets((i.start, i.end), link.verb)]
    events = [e for e in answer.events or () if _meets(_trigger(e), link.verb)]
    places = {p.span for i in met for p in i.places if p.span and p.role != "origin"}
    said = sorted(places.union(*(i.unlocated for i in met)))
    words = "; ".join(document.text[start:end] for start, end in said)

    def outcome(task: str, span: tuple[int, int], right: bool, gold: str = "") -> Outcome:
        return Outcome(
            task=task,
            doc=document.id,
            start=span[0],
            end=span[1],
            right=right,
            gold=gold,
            said=words,
        )

    outcomes = [
        outcome("link-recall", g, any(_meets(s, g) for s in said), f"{verb} at {_cut(document, g)}")
        for g in link.places
    ]
    outcomes += [
        outcome("link-precision", s, any(_meets(s, g) for g in link.places), _gold(document, link))
        for s in said
    ]
    if link.sought and link.held is not None and all(link.held):
        outcomes += [replace(o, task=o.task.replace("link", "tie")) for o in outcomes]
    if not link.places:
        outcomes.append(outcome("link-none", link.verb, not said, f"{verb} at no place"))
    outcomes.append(outcome("link-event", link.verb, bool(events), verb))
    return outcomes


def _gold(document: Document, link: Link) -> str:
    places = "; ".join(_cut(document, span) for span in link.places) or "no place"
    return f"{_cut(document, link.verb)} at {places}"


def _cut(document: Document, span: tuple[int, int]) -> str:
    return document.text[slice(*span)]


def _meets(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _trigger(incident: FoundIncident) -> tuple[int, int]:
    at = incident.quote.find(incident.trigger) if incident.trigger else -1
    if at < 0:
        return (0, 0)
    return incident.start + at, incident.start + at + len(incident.trigger)


def judge_conflict(document: Document, answer: Answer) -> list[Outcome]:
    """Judge deaths and place of a headline.

    Tasks, over headlines that state the event's number of deaths: ``deaths`` (some event of the
    text has exactly it), ``deaths-read`` (some event has any number), ``deaths-numbered`` and
    ``deaths-single`` (as ``deaths``, over those that state it by a number, or by one victim).
    ``deaths-mentioned``, over headlines in which the number stands, whatever it counts there: some
    event has exactly it. ``headline-place``, over headlines that name the event's place: some
    mention was put within 161 km of the event.
    """
    deaths = document.deaths
    if deaths is None:
        return []
    said = [e.fatalities for e in answer.events or () if e.fatalities is not None]
    verdicts: list[tuple[str, bool, str, str]] = []
    if answer.events is not None:
        told = "; ".join(map(str, said))
        right = deaths.best in said
        part = "deaths-single" if deaths.single else "deaths-numbered"
        rows = {"deaths": right, "deaths-read": bool(said), part: right} if deaths.stated else {}
        rows |= {"deaths-mentioned": right} if deaths.mentioned else {}
        verdicts += [(task, verdict, str(deaths.best), told) for task, verdict in rows.items()]
    if answer.mentions is not None and _names(document.text, deaths):
        spots = [m.place for m in answer.mentions if m.place]
        near = any(distance_km(deaths.lat, deaths.lon, s.lat, s.lon) < RIGHT_KM for s in spots)
        verdicts.append(("headline-place", near, deaths.place, "; ".join(s.name for s in spots)))
    return [
        Outcome(
            task=task,
            doc=document.id,
            start=0,
            end=len(document.text),
            right=right,
            gold=gold,
            said=told,
        )
        for task, right, gold, told in verdicts
    ]


def _names(text: str, deaths: Deaths) -> bool:
    """Whether the text has the capitalised words with which the place's name begins."""
    name = []
    for word in _WORD.findall(deaths.place):
        if not word[0].isupper():
            break
        name.append(word)
    return bool(name) and re.search(rf"\b{re.escape(' '.join(name))}\b", text) is not None


def judge_coded(document: Document, answer: Answer) -> list[Outcome]:
    """Judge event types of a text.

    Tasks over texts with an event: ``type`` (the event with the best score is of a right type),
    ``type-any`` (some event is), ``type-found`` (there is an event at all); over texts without
    one: ``type-none``.
    """
    events = answer.events or ()
    best = max(events, key=lambda event: event.score or 0.0, default=None)
    codes = document.codes or ()
    if codes:
        verdicts = {
            "type": best is not None and best.event_type in codes,
            "type-any": any(event.event_type in codes for event in events),
            "type-found": bool(events),
        }
    else:
        verdicts = {"type-none": not events}
    return [
        Outcome(
            task=task,
            doc=document.id,
            start=0,
            end=len(document.text),
            right=right,
            gold="/".join(codes) or "no event",
            said="; ".join(f"{event.event_type} ({event.trigger})" for event in events),
        )
        for task, right in verdicts.items()
    ]


def judge_cases(document: Document, answer: Answer) -> Iterable[Outcome]:
    """Judge single expectations, as the runner found them met or not; one task: ``case``."""
    for check, right in zip(document.checks, answer.checked or (), strict=True):
        yield Outcome(
            task="case",
            doc=document.id,
            start=0,
            end=len(document.text),
            right=right,
            gold=f"{check.query or document.text[:60]!r}: {check.field} {check.value}".strip(),
        )
