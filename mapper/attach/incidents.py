"""Event and resolution to incident."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from mapper.attach.choice import Link, choose
from mapper.attach.features import features, likelihoods
from mapper.attach.link import Linker
from mapper.attach.merge import merge
from mapper.attach.precision import precision_of
from mapper.attach.sites import Site, find_sites, is_country
from mapper.grammar import Grammar
from mapper.model import (
    Actor,
    Event,
    Incident,
    IncidentPlace,
    MentionKind,
    Parsed,
    PlaceRole,
    Resolution,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["attach"]

_MOVES = frozenset(
    ["go", "come", "travel", "fly", "drive", "march", "move", "cross", "advance", "flee",
     "arrive", "head", "return", "bring", "take", "carry", "transfer", "send", "transport",
     "evacuate", "deport", "lead", "ship", "deliver", "dispatch", "relocate", "sail", "walk",
     "withdraw", "retreat", "pull", "push", "hand", "repatriate", "airlift", "escort", "convoy",
     "deploy", "enter", "land", "displace", "movement", "relocation", "transfer", "evacuation",
     "deportation", "withdrawal", "deployment", "fire", "shoot", "launch"]
)  # fmt: skip


def attach(
    parsed: Parsed,
    events: tuple[Event, ...],
    resolutions: tuple[Resolution, ...],
    *,
    geometry: Callable[[Place], BaseGeometry | None],
) -> tuple[Incident, ...]:
    """Tie events to places.

    Parameters
    ----------
    parsed
        The article with its dependency trees.
    events
        What it reports, in text order.
    resolutions
        Every mention with its choice, in text order; `IncidentPlace.mention` counts in them.
    geometry
        Shape of a place (EPSG:4326), None where only its point is known; asked for lines and
        areas that an incident uses.

    Returns
    -------
    tuple of Incident
        One an event, in text order, repeats merged; an event whose place the text does not tell
        keeps none.
    """
    grammar = Grammar(parsed)
    sites = find_sites(grammar, resolutions)
    linker = Linker(grammar, events, sites)
    links = _links(grammar, linker)
    countries = _Countries(resolutions)
    incidents: list[Incident] = []
    for number, event in enumerate(events):
        chosen = choose(grammar, event, linker.trigger(number), links[number])
        places = tuple(
            _incident_place(linker, number, link, geometry) for link in chosen if link.site.located
        )
        incidents.append(
            Incident(
                id=_identity(parsed, event),
                event=replace(event, actors=countries.of(event.actors)),
                places=places,
                unlocated=tuple(link.site.index for link in chosen if not link.site.located),
                place_score=min(
                    (link.site.resolution.score for link in chosen if link.site.located),
                    default=0.0,
                ),
                link_score=_link_score(event, chosen),
            )
        )
    return merge(grammar, incidents, [linker.trigger(n) for n in range(linker.count)])


def _links(grammar: Grammar, linker: Linker) -> list[list[Link]]:
    """For each event its candidate sites with their probabilities."""
    pairs = [(number, site) for number in range(linker.count) for site in linker.candidates(number)]
    scores = likelihoods([features(grammar, linker, n, site) for n, site in pairs])
    found: list[list[Link]] = [[] for _ in range(linker.count)]
    for (number, site), score in zip(pairs, scores, strict=True):
        trigger = linker.trigger(number)
        direct = trigger is not None and trigger.sentence == site.head.sentence
        found[number].append(Link(site, score, direct))
    return found


def _link_score(event: Event, links: Sequence[Link]) -> float:
    """Give the tie given the event: the model scores both at once."""
    best = max((link.score for link in links), default=0.0)
    return round(min(1.0, best / max(event.score, best, 0.01)), 3)


def _role(linker: Linker, number: int, site: Site) -> PlaceRole:
    word = linker.lemma(number)
    if site.preposition == "from":
        return PlaceRole.ORIGIN
    if site.preposition in ("to", "into", "towards", "toward") and word in _MOVES:
        return PlaceRole.DESTINATION
    return site.role()


def _incident_place(
    linker: Linker,
    number: int,
    link: Link,
    geometry: Callable[[Place], BaseGeometry | None],
) -> IncidentPlace:
    site = link.site
    role = _role(linker, number, link.finer or site)
    if site.near:
        role = PlaceRole.NEAR
    shape = site.resolution.geometry
    if shape is None and (site.place.shape != "point"):
        shape = geometry(site.place)
    precision, radius, where = precision_of(site.resolution, site.place, role, shape)
    return IncidentPlace(
        place=site.place,
        mention=site.index,
        finer=None if link.finer is None else link.finer.index,
        role=role,
        precision=precision,
        uncertainty_km=radius,
        where_prec=where,
        reason=linker.reason(number, link.finer or site)
        + ("" if link.finer is None else _within(link.finer, site)),
        geometry=shape,
    )


def _within(finer: Site, site: Site) -> str:
    name, around = finer.resolution.mention.text, site.resolution.mention.text
    return f"; the gazetteer has no “{name}”: shown where the text puts it, at “{around}”"


class _Countries:
    """Countries of actors: of the name or demonym that their words hold."""

    def __init__(self, resolutions: Sequence[Resolution]) -> None:
        self._resolutions = resolutions
        spans = [r.mention.span for r in resolutions]
        self._starts = [span.start for span in spans]
        self._longest = max((span.end - span.start for span in spans), default=0)

    def of(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Give the actors with their countries."""
        return tuple(replace(a, country=a.country or self._country(a.span)) for a in actors)

    def _country(self, span: Span | None) -> str:
        if span is None:
            return ""
        first = bisect_left(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        for resolution in self._resolutions[first:last]:
            place, mention = resolution.place, resolution.mention
            if place is None or not span.overlaps(mention.span):
                continue
            if mention.kind in (MentionKind.METONYMIC, MentionKind.DEMONYM) or is_country(place):
                return place.country
        return ""


def _identity(parsed: Parsed, event: Event) -> str:
    key = f"{parsed.article.sha256}:{event.trigger.start}:{event.quote.start}:{event.category}"
    return "i" + sha256(key.encode()).hexdigest()[:12]
