"""What the gold leaves to the gazetteer: which toponyms are demonyms, countries, or held at all."""

from __future__ import annotations

from dataclasses import replace

from gazetteer import Gazetteer, NameKind, UnknownPlaceError
from mapper.evaluate.gold import Document, GoldToponym
from mapper.evaluate.outcome import distance_km

__all__ = ["annotate"]

# Centroids of one country lie up to half of Russia apart; its namesakes lie further.
_SAME_COUNTRY_KM = 4000.0


def annotate(document: Document, gazetteer: Gazetteer) -> Document:
    """Complete the toponyms of a document.

    Centroids of countries differ between gazetteers by more than any tolerance, so countries
    are also compared by ISO code; and corpora that mix demonyms with names are split, so that
    figures of corpora with and without them mean the same.

    Parameters
    ----------
    document
        As read.
    gazetteer
        Open.

    Returns
    -------
    Document
        Each toponym with `demonym` set (a name that is nothing but a demonym, where the corpus
        does not say) and `country` (of those that are countries); of a verb's places, which are
        names that the gazetteer has.
    """
    if document.link is not None:
        names = (document.text[start:end] for start, end in document.link.places)
        held = tuple(_is_held(name, gazetteer) for name in names)
        document = replace(document, link=replace(document.link, held=held))
    if document.toponyms is None:
        return document
    toponyms = tuple(
        replace(
            toponym,
            demonym=_is_demonym(toponym, gazetteer),
            country=_country(toponym, gazetteer),
        )
        for toponym in document.toponyms
    )
    return replace(document, toponyms=toponyms)


def _is_demonym(toponym: GoldToponym, gazetteer: Gazetteer) -> bool:
    if toponym.demonym is not None:
        return toponym.demonym
    return {m.name.kind for m in gazetteer.lookup(toponym.name)} == {NameKind.DEMONYM}


def _is_held(name: str, gazetteer: Gazetteer) -> bool:
    """Whether some place bears a name, as written; a common noun ("the market") is none."""
    name = " ".join(name.split())
    if not any(letter.isupper() for letter in name):
        return False
    return any(match.name.kind is not NameKind.DEMONYM for match in gazetteer.lookup(name))


def _country(toponym: GoldToponym, gazetteer: Gazetteer) -> str:
    """ISO code of a toponym that is a country; empty for all else."""
    if toponym.lat is None or toponym.lon is None:
        return ""
    if toponym.geonames is not None:
        try:
            place = gazetteer.get(f"gn:{toponym.geonames}")
        except UnknownPlaceError:
            return ""
        return place.country if place.feature_code.startswith("PCL") else ""
    if toponym.kind not in ("", "country"):
        return ""
    for name in (*toponym.titles, toponym.name):
        for match in gazetteer.lookup(name):
            place = match.place
            gap = distance_km(toponym.lat, toponym.lon, place.latitude, place.longitude)
            if place.feature_code.startswith("PCL") and gap < _SAME_COUNTRY_KM:
                return place.country
    return ""
