"""Event and resolution to incident."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from mapper.attach.link import Link, Linker
from mapper.attach.precision import precision_of
from mapper.attach.sites import Site, find_sites, glued, is_area, is_country
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
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["attach"]

_ENOUGH = 0.5
_CARRIED = 0.55
_MOVES = frozenset(
    "go come travel fly drive march move cross advance flee arrive head return bring take carry "
    "transfer send transport evacuate deport lead ship deliver dispatch relocate sail walk withdraw "
    "retreat pull push hand repatriate airlift escort convoy deploy enter land displace movement "
    "relocation transfer evacuation deportation withdrawal deployment fire shoot launch".split()
)


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
        One an event, in text order; an event whose place the text does not tell keeps none.
    """
    grammar = Grammar(parsed)
    sites = find_sites(grammar, resolutions)
    linker = Linker(grammar, events, sites)
    incidents: list[Incident] = []
    for number, event in enumerate(events):
        links = _choose(grammar, linker.direct(number))
        if not links:
            links = _carry(grammar, linker, number, sites)
        places = tuple(
            _incident_place(link, _role(linker, number, link.site), geometry) for link in links
        )
        incidents.append(
            Incident(
                id=_identity(parsed, event),
                event=replace(event, actors=_with_countries(event.actors, resolutions)),
                places=places,
                place_score=min((link.site.resolution.score for link in links), default=0.0),
                link_score=round(max((link.score for link in links), default=0.0), 3),
            )
        )
    return tuple(incidents)


def _choose(grammar: Grammar, links: Sequence[Link]) -> list[Link]:
    """The ties that are likely enough, without what only says where another lies."""
    good = [link for link in links if link.score >= _ENOUGH]
    if not good and links:
        best = max(links, key=lambda link: link.score)
        good = [best] if best.score >= 0.4 else []
    kept: list[Link] = []
    for link in good:
        if any(other is not link and _contains(grammar, link.site, other.site) for other in good):
            continue
        kept.append(link)
    if any(not is_country(link.site.place) for link in kept):
        kept = [link for link in kept if not is_country(link.site.place)]
    seen: set[str] = set()
    unique = []
    for link in sorted(kept, key=lambda one: (-one.score, one.site.index)):
        if link.site.place.id not in seen:
            seen.add(link.site.place.id)
            unique.append(link)
    return sorted(unique, key=lambda one: one.site.index)


def _contains(grammar: Grammar, outer: Site, inner: Site) -> bool:
    """Whether the outer place is only there to say where the inner one lies."""
    big, small = outer.place, inner.place
    if big.id == small.id:
        return False
    if big.id in (small.admin1_id, small.admin2_id) and big.id:
        return True
    if is_country(big) and not is_country(small):
        return big.country == small.country or not big.country
    if not is_area(big) or is_area(small):
        return False
    first, second = sorted((outer, inner), key=lambda s: s.span.start)
    return glued(grammar, first, second)


def _carry(grammar: Grammar, linker: Linker, number: int, sites: Sequence[Site]) -> list[Link]:
    """Places of the sentences before: "there", "the village", or simply the same story."""
    trigger = linker.trigger(number)
    if trigger is None:
        return []
    anaphor = linker.anaphor(number)
    paragraph = grammar.paragraph(trigger)
    reach = 4 if anaphor else 2
    near = [
        s
        for s in sites
        if s.head.index < trigger.index
        and trigger.sentence - s.head.sentence <= reach
        and (anaphor or s.span.start >= paragraph)
        and not is_country(s.place)
    ]
    if not near:
        return []
    last = near[-1].head.sentence
    group = [s for s in near if s.head.sentence == last and s.near == near[-1].near][-1:]
    why = (
        f"“{anaphor}” points back to “{group[-1].resolution.mention.text}”"
        if anaphor
        else f"carried over from “{group[-1].resolution.mention.text}” in the sentence before"
    )
    return [Link(s, _CARRIED + 0.1 * bool(anaphor), why) for s in group]


def _role(linker: Linker, number: int, site: Site) -> PlaceRole:
    word = linker.lemma(number)
    if site.preposition == "from":
        return PlaceRole.ORIGIN
    if site.preposition in ("to", "into", "towards", "toward") and word in _MOVES:
        return PlaceRole.DESTINATION
    return site.role()


def _incident_place(
    link: Link, role: PlaceRole, geometry: Callable[[Place], BaseGeometry | None]
) -> IncidentPlace:
    site = link.site
    shape = site.resolution.geometry
    if shape is None and (site.place.shape != "point"):
        shape = geometry(site.place)
    precision, radius, where = precision_of(site.resolution, site.place, role, shape)
    return IncidentPlace(
        place=site.place,
        mention=site.index,
        role=role,
        precision=precision,
        uncertainty_km=radius,
        where_prec=where,
        reason=link.reason,
        geometry=shape,
    )


def _with_countries(
    actors: tuple[Actor, ...], resolutions: Sequence[Resolution]
) -> tuple[Actor, ...]:
    """Actors with the country of a name or demonym that their words hold."""
    done = []
    for actor in actors:
        country = actor.country
        for resolution in resolutions if actor.span is not None and not country else ():
            if resolution.place is None or actor.span is None:
                continue
            if not actor.span.overlaps(resolution.mention.span):
                continue
            if resolution.mention.kind in (
                MentionKind.METONYMIC,
                MentionKind.DEMONYM,
            ) or is_country(resolution.place):
                country = resolution.place.country
                break
        done.append(replace(actor, country=country))
    return tuple(done)


def _identity(parsed: Parsed, event: Event) -> str:
    key = f"{parsed.article.sha256}:{event.trigger.start}:{event.quote.start}:{event.category}"
    return "i" + sha256(key.encode()).hexdigest()[:12]
