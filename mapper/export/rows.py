"""Flat tables for GIS programs: of incidents and of mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mapper.export.columns import INCIDENT_COLUMNS, MENTION_COLUMNS
from mapper.export.dates import first_day, last_day
from mapper.export.shapes import spot
from mapper.export.table import Table, Value, joined, make_table
from mapper.model import ActorRole, Analysis, Incident, IncidentPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gazetteer import Place

__all__ = ["incident_table", "mention_table"]

_Row: TypeAlias = "tuple[tuple[Value, ...], BaseGeometry]"
_Points: TypeAlias = "dict[tuple[float, float], BaseGeometry]"
_Told: TypeAlias = tuple[Value, ...]
_NOWHERE: _Told = ("", "", "")
_NOTHING: _Told = ("", "", "", None, "", "", None, None)


def incident_table(
    analyses: Sequence[Analysis], *, placed: bool = True, placeless: bool = False
) -> Table:
    """Make a row for every incident and place of it, a point each.

    Parameters
    ----------
    analyses
        In the order of the map.
    placed
        Whether incidents with places are told.
    placeless
        Whether incidents without any place are told too, with an empty point.

    Returns
    -------
    Table
        With `INCIDENT_COLUMNS`.
    """
    return make_table(INCIDENT_COLUMNS, _incidents(analyses, placed, placeless))


def mention_table(analyses: Sequence[Analysis]) -> Table:
    """Make a row for every mention that was resolved, a point each.

    Parameters
    ----------
    analyses
        In the order of the map.

    Returns
    -------
    Table
        With `MENTION_COLUMNS`; metonyms and demonyms are told by ``kind``.
    """
    return make_table(MENTION_COLUMNS, _mentions(analyses))


def _incidents(analyses: Sequence[Analysis], placed: bool, placeless: bool) -> Iterator[_Row]:
    from shapely.geometry import Point

    points: _Points = {}
    for analysis in analyses:
        article = analysis.article
        source = (article.id, article.title, article.published, article.url)
        for incident in analysis.incidents:
            if not (placed if incident.places else placeless):
                continue
            name = f"{article.id}/{incident.id}"
            kind, when, rest = _what(incident), _when(incident), _who(analysis, incident)
            scores, lacking = _scores(incident), _unlocated(analysis, incident)
            for number, where in enumerate(incident.places, start=1):
                values = (
                    f"{name}/{number}", incident.id, *source, *kind, *_named(analysis, where),
                    lacking, *_placed(where), *when, *rest, where.reason, *scores,
                )  # fmt: skip
                yield values, _point(where.place, points)
            if not incident.places:
                values = (
                    f"{name}/0", incident.id, *source, *kind, *_NOWHERE, lacking, *_NOTHING,
                    *when, *rest, "", *scores,
                )  # fmt: skip
                yield values, Point()


def _what(incident: Incident) -> _Told:
    event = incident.event
    return event.category.value, event.event_type.value, event.acled_type, event.acled_sub_type


def _named(analysis: Analysis, where: IncidentPlace) -> _Told:
    return where.place.name, _written(analysis, where.mention), _written(analysis, where.finer)


def _written(analysis: Analysis, mention: int | None) -> str:
    return "" if mention is None else analysis.resolutions[mention].mention.text


def _unlocated(analysis: Analysis, incident: Incident) -> str:
    if not incident.unlocated:
        return ""
    return joined([_written(analysis, mention) for mention in incident.unlocated])


def _placed(where: IncidentPlace) -> _Told:
    place = where.place
    return (
        place.id,
        place.country,
        place.admin1,
        place.disputed,
        where.role.value,
        where.precision.value,
        where.where_prec,
        round(float(where.uncertainty_km), 3),
    )


def _when(incident: Incident) -> _Told:
    told = incident.event.date
    return first_day(told.start), last_day(told.end), told.precision.value, told.text


def _who(analysis: Analysis, incident: Incident) -> _Told:
    event, text = incident.event, analysis.article.text
    actors, deaths, injuries = event.actors, event.fatalities, event.injuries
    quote, more, trigger = event.quote, event.more_quotes, event.trigger
    return (
        joined([actor.name for actor in actors]) if actors else "",
        joined([a.name for a in actors if a.role is ActorRole.SOURCE]) if actors else "",
        joined([a.name for a in actors if a.role is ActorRole.TARGET]) if actors else "",
        *((None, None, "") if deaths is None else (deaths.minimum, deaths.maximum, deaths.text)),
        *(
            (None, None, "")
            if injuries is None
            else (injuries.minimum, injuries.maximum, injuries.text)
        ),
        event.factuality.value,
        event.attributed_to,
        text[quote.start : quote.end],
        joined([text[q.start : q.end] for q in more]) if more else "",
        text[trigger.start : trigger.end],
    )


def _scores(incident: Incident) -> _Told:
    return (
        round(incident.score, 4),
        round(incident.event.score, 4),
        round(incident.place_score, 4),
        round(incident.link_score, 4),
    )


def _mentions(analyses: Sequence[Analysis]) -> Iterator[_Row]:
    points: _Points = {}
    known: dict[str, str] = {}
    for analysis in analyses:
        article = analysis.article.id
        for number, resolution in enumerate(analysis.resolutions):
            place, mention = resolution.place, resolution.mention
            if place is None:
                continue
            others = [_candidate(c.place, known) for c in resolution.candidates[:5]]
            values = (
                f"{article}/m{number}",
                article,
                mention.span.start,
                mention.span.end,
                mention.text,
                mention.kind.value,
                place.name,
                place.id,
                place.country,
                place.admin1,
                place.feature_code,
                place.disputed,
                joined(others),
                round(mention.score * resolution.score, 4),
            )
            yield values, _point(place, points)


def _point(place: Place, points: _Points) -> BaseGeometry:
    """Make a place's point, once: many rows lie at one place."""
    where = (place.longitude, place.latitude)
    if where not in points:
        from shapely.geometry import Point

        points[where] = Point(spot(*where))
    return points[where]


def _candidate(place: Place, known: dict[str, str]) -> str:
    if place.id not in known:
        around = ", ".join(part for part in (place.admin1, place.country) if part)
        known[place.id] = f"{place.name} ({around})" if around else place.name
    return known[place.id]
