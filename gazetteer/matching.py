"""How a query met a name, and how a list of meetings is put in order."""

from __future__ import annotations

from collections.abc import Iterable

from gazetteer.folding import fold, script_of
from gazetteer.model import FeatureClass, Match, MatchKind, Name, NameKind, Place, unpack_name

__all__ = ["Found", "meet", "ordered"]

# In hundredths of a decimal logarithm of inhabitants, like a place's rank: 30 is a town twice
# as big.
_KINDS = {
    NameKind.OFFICIAL: 50, NameKind.SHORT: 50, NameKind.ALTERNATE: 0, NameKind.DISPUTED: 0,
    NameKind.COLLOQUIAL: -30, NameKind.ABBREVIATION: -50, NameKind.HISTORICAL: -100,
    NameKind.DEMONYM: -2000,
}  # fmt: skip
_MEETINGS = {MatchKind.EXACT: 30, MatchKind.FOLDED: 0, MatchKind.TRANSLITERATED: -60}
_LIKENESS = {MatchKind.EXACT: 1.0, MatchKind.FOLDED: 0.97, MatchKind.TRANSLITERATED: 0.93}
_MAIN_NAME = 60
# GeoNames' unsorted variants ("Goris" for Gori, "Poti" for Teresina) against a place whose own
# name it is: a place must be some fifty times bigger to be meant by one.
_VARIANT = -170


# A match and its weight in the order.
Found = tuple[float, Match]


def meet(query: str, key: str, place: Place, rank: int, position: int) -> Found | None:
    """Say how a query met a place's name.

    Parameters
    ----------
    query, key
        The query as typed, and folded.
    position
        Which of the place's names the index says it met.

    Returns
    -------
    Found or None
        None when the name is an abbreviation that the query does not write as one: ``us``
        is no country.
    """
    name, kind = _name(query, key, place, position)
    if name.kind is NameKind.ABBREVIATION and _letters(query) != _letters(name.text):
        return None
    weight = rank + _KINDS[name.kind] + _MEETINGS[kind]
    if name.text == place.name or (position == 0 and kind is MatchKind.FOLDED):
        weight += _MAIN_NAME
    elif name.kind is NameKind.ALTERNATE and not name.language:
        weight += _VARIANT
    return weight, Match(place, name, kind, _LIKENESS[kind])


def _name(query: str, key: str, place: Place, position: int) -> tuple[Name, MatchKind]:
    packed = place.packed_names
    if query == place.name and packed.startswith(f"{query}\n"):
        return Name(query), MatchKind.EXACT
    if query in packed:
        framed = f"\n{packed}\n"
        if f"\n{query}\n" in framed:
            return Name(query), MatchKind.EXACT
        end = framed.find(f"\t{query}\n")
        if end >= 0:
            line = framed[framed.rfind("\n", 0, end) + 1 : end + 1 + len(query)]
            return unpack_name(line), MatchKind.EXACT
    lines = packed.split("\n")
    name = unpack_name(lines[position] if position < len(lines) else lines[0])
    if fold(name.text) != key:
        return name, MatchKind.TRANSLITERATED
    if script_of(name.text) != script_of(query):
        return name, MatchKind.TRANSLITERATED
    return name, MatchKind.FOLDED


def _letters(text: str) -> str:
    return text.replace(".", "").replace(" ", "")


def ordered(found: Iterable[Found]) -> list[Match]:
    """Return matches, best first; a town comes before the division that is named after it."""
    ranked = sorted(found, key=lambda one: (-one[0], one[1].place.id))
    matches = [match for _, match in ranked]
    for index, match in enumerate(matches):
        place = match.place
        if place.feature_class is not FeatureClass.ADMINISTRATIVE or not _is_order(place):
            continue
        for later in range(index + 1, min(len(matches), index + 8)):
            town = matches[later].place
            if (
                town.feature_class is FeatureClass.POPULATED
                and place.id in (town.admin1_id, town.admin2_id)
                and (town.feature_code in ("PPLC", "PPLA", "PPLA2") or town.population > 300_000)
                and matches[later].name.kind is not NameKind.DEMONYM
            ):
                matches.insert(index, matches.pop(later))
                break
    return matches


def _is_order(place: Place) -> bool:
    return place.feature_code.startswith("ADM")
