"""What a person means who types something: names, patterns, beginnings, near spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from gazetteer.folding import fold
from gazetteer.fuzzy import near_keys
from gazetteer.matching import Found, meet, ordered
from gazetteer.model import FeatureClass, Match, MatchKind, NameKind
from gazetteer.patterns import bare, split_generic
from gazetteer.union import Union

__all__ = ["Searcher"]

_PATTERN_LIKENESS = 0.9
_AROUND_LIKENESS = 0.7


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches over several shelves at once.

    Parameters
    ----------
    union
        The built data, and the user's own.
    bearers
        Finds the places that bear a name.
    """

    union: Union
    bearers: Callable[[str], list[Match]]

    def run(self, query: str, wanted: Callable[[Match], bool], limit: int) -> list[Match]:
        """Return the best matches that are wanted, never more than `limit`."""
        found: dict[str, Match] = {}

        def take(matches: Iterator[Match]) -> bool:
            for match in matches:
                if wanted(match):
                    found.setdefault(match.place.id, match)
            return len(found) >= limit

        key = fold(query)
        if key and not take(iter(self.bearers(query))) and not take(self._patterns(query, key)):
            take(self._beginnings(query, key))
            if not found:
                take(self.near_spellings(query, key))
        return list(islice(found.values(), limit))

    def _patterns(self, query: str, key: str) -> Iterator[Match]:
        if key.startswith("the "):
            yield from self.bearers(key[4:])
        yield from self._within(query)
        parts = split_generic(key)
        if parts is None:
            return
        rest, classes = parts
        matches = self.bearers(rest) or list(self._within(rest))
        fitting = [m for m in matches if m.place.feature_class.value in classes]
        for match in fitting:
            yield _as_pattern(match, _PATTERN_LIKENESS)
        if not fitting:
            for match in matches:
                if match.place.feature_class in (
                    FeatureClass.POPULATED,
                    FeatureClass.ADMINISTRATIVE,
                ):
                    yield _as_pattern(match, _AROUND_LIKENESS)

    def _within(self, query: str) -> Iterator[Match]:
        """``Kapan, Armenia`` and ``Kapan Armenia``: a place, then what it lies in."""
        if "," in query:
            head, *tails = [part.strip() for part in query.split(",")]
            tails = [tail for tail in tails if tail]
        else:
            words = query.split()
            if len(words) < 2 or not self.bearers(words[-1]):
                return
            head, tails = " ".join(words[:-1]), words[-1:]
        if not head or not tails:
            return
        around = [self._around(tail) for tail in tails]
        key = fold(head)
        heads = self.bearers(head)
        parts = split_generic(key)
        if not heads and parts:
            heads = [m for m in self.bearers(parts[0]) if m.place.feature_class.value in parts[1]]
        for match in heads:
            place = match.place
            above = {place.admin1_id, place.admin2_id, f"country {place.country}"}
            above |= {bare(place.admin1), bare(place.admin2)}
            if match.name.kind is not NameKind.DEMONYM and all(above & area for area in around):
                yield _as_pattern(match, _PATTERN_LIKENESS)

    def _around(self, tail: str) -> set[str]:
        """Return what a place must lie in to be in `tail`: ids of divisions, codes of countries."""
        area = {bare(tail)} - {""}
        for match in self.bearers(tail) or self.bearers(bare(tail)):
            if match.name.kind is NameKind.DEMONYM:
                continue
            if match.place.feature_code.startswith("PCL"):
                area.add(f"country {match.place.country}")
            elif match.place.feature_class is FeatureClass.ADMINISTRATIVE:
                area.add(match.place.id)
        return area

    def _beginnings(self, query: str, key: str) -> Iterator[Match]:
        if len(key) < 3:
            return
        found: dict[str, Found] = {}
        for other, (place, rank, position) in self.union.beginnings(key):
            met = meet(other, other, place, rank, position)
            if met is not None and found.get(place.id, met)[0] <= met[0]:
                likeness = round(0.9 * len(key) / len(other), 3)
                match = Match(place, met[1].name, MatchKind.PREFIX, likeness)
                found[place.id] = met[0], match
        yield from ordered(found.values())

    def near_spellings(self, query: str, key: str) -> Iterator[Match]:
        """Places with a name spelt nearly so, the likest first, the likelier among equals."""
        found: dict[str, Found] = {}
        nears = {near for shelf in self.union.shelves for near in near_keys(shelf, key)}
        for near in sorted(nears):
            for place, rank, position in self.union.bearers(near.key, 20):
                met = meet(near.key, near.key, place, rank, position)
                if met is None or met[1].name.kind is NameKind.DEMONYM:
                    continue
                match = Match(place, met[1].name, MatchKind.FUZZY, near.likeness)
                weight = met[0] - 400 * near.distance
                if place.id not in found or found[place.id][0] < weight:
                    found[place.id] = weight, match
        yield from ordered(found.values())


def _as_pattern(match: Match, likeness: float) -> Match:
    return Match(match.place, match.name, MatchKind.PATTERN, round(likeness * match.likeness, 3))
