"""How a query met a name, and how a list of meetings is put in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from gazetteer.folding import fold, script_of
from gazetteer.model import KIND_OF, FeatureClass, Match, MatchKind, Name, NameKind, Place

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

# An enumeration's members are slow to reach by its name.
_EXACT, _FOLDED, _TRANSLITERATED = MatchKind.EXACT, MatchKind.FOLDED, MatchKind.TRANSLITERATED
_ALTERNATE, _ABBREVIATION = NameKind.ALTERNATE, NameKind.ABBREVIATION
_new = object.__new__
_set_text, _set_language, _set_name_kind = (getattr(Name, f.name).__set__ for f in fields(Name))
_set_place, _set_name, _set_kind, _set_likeness = (
    getattr(Match, f.name).__set__ for f in fields(Match)
)

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
    packed = place.packed_names
    own = query == place.name
    if own and packed.startswith(f"{query}\n"):
        name, kind = _plain(query), _EXACT
    else:
        name, kind = _name(query, key, packed, position)
    told = name.kind
    if told is _ABBREVIATION and _letters(query) != _letters(name.text):
        return None
    weight = rank + _KINDS[told] + _MEETINGS[kind]
    if own or name.text == place.name or (position == 0 and kind is _FOLDED):
        weight += _MAIN_NAME
    elif told is _ALTERNATE and not name.language:
        weight += _VARIANT
    return weight, _match(place, name, kind)


def _name(query: str, key: str, packed: str, position: int) -> tuple[Name, MatchKind]:
    """Which of a place's names the query met, and how; see `Place.packed_names`."""
    start = packed.find(query)
    while start >= 0:
        end = start + len(query)
        if end == len(packed) or packed[end] == "\n":
            before = packed[start - 1] if start else "\n"
            if before == "\n":
                return _plain(query), _EXACT
            if before == "\t":
                return _told(packed[packed.rfind("\n", 0, start) + 1 : end]), _EXACT
        start = packed.find(query, start + 1)
    lines = packed.split("\n")
    line = lines[position] if position < len(lines) else lines[0]
    name = _told(line) if "\t" in line else _plain(line)
    if fold(name.text) != key or script_of(name.text) != script_of(query):
        return name, _TRANSLITERATED
    return name, _FOLDED


# Every lookup makes a match and a name. The constructor that a frozen dataclass writes for
# itself takes three times as long as filling its slots.


def _told(line: str) -> Name:
    language, kind, text = line.split("\t")
    return _fill(text, language, KIND_OF[kind])


def _plain(text: str) -> Name:
    return _fill(text, "", _ALTERNATE)


def _fill(text: str, language: str, kind: NameKind) -> Name:
    name = _new(Name)
    _set_text(name, text)
    _set_language(name, language)
    _set_name_kind(name, kind)
    return name


def _match(place: Place, name: Name, kind: MatchKind) -> Match:
    match = _new(Match)
    _set_place(match, place)
    _set_name(match, name)
    _set_kind(match, kind)
    _set_likeness(match, _LIKENESS[kind])
    return match


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
