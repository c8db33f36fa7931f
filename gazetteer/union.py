"""Several built files searched as one: the bundled one, the user's parts, files of a single run.

A place that stands in several (the same id) is one place: the first file says what and where it
is, the others add the names that it lacks, and a shape if it has none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from gazetteer.drafts import Draft, packed
from gazetteer.model import Nearby, Place
from gazetteer.shelf import Shelf
from gazetteer.spatial import nearest

__all__ = ["Union"]

_MOST_PLACES = 4096
# A place, its rank, and which of its names was met.
Bearer = tuple[Place, int, int]


class Union:
    """Places of several shelves.

    Parameters
    ----------
    shelves
        The one that is believed first comes first; one is enough, and costs nothing more.
    """

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        self.shelves = shelves
        self._single = shelves[0] if len(shelves) == 1 else None
        # Places with a name of this key, those of a shelf the likeliest first.
        self.bearers: Callable[[str, int | None], list[Bearer]] = (
            shelves[0].bearers if len(shelves) == 1 else self._bearers
        )
        self._wholes: dict[str, tuple[Place, int]] = {}

    def _bearers(self, key: str, most: int | None = None) -> list[Bearer]:
        found: dict[str, Bearer] = {}
        for shelf in self.shelves:
            for place, rank, position in shelf.bearers(key, most):
                if place.id not in found:
                    found[place.id] = self._placed(place, rank, position)
        return list(found.values())

    def bearers_loosely(self, key: str) -> list[Bearer]:
        """Like `bearers`, for a key of `gazetteer.folding.loose`."""
        if self._single is not None:
            return self._single.bearers_loosely(key)
        found: dict[str, Bearer] = {}
        for shelf in self.shelves:
            for place, rank, position in shelf.bearers_loosely(key):
                if place.id not in found:
                    found[place.id] = self._placed(place, rank, position)
        return list(found.values())

    def beginnings(self, prefix: str) -> Iterator[tuple[str, Bearer]]:
        """Return likely places with a name that begins so, each with that name's key."""
        for shelf in self.shelves:
            for key, bearer in shelf.beginnings(prefix):
                yield key, bearer if self._single is not None else self._placed(*bearer)

    def holds(self, key: str) -> bool:
        """Whether some name has this key."""
        return any(shelf.holds(key) for shelf in self.shelves)

    def get(self, place_id: str) -> Place | None:
        """Return the place with this id."""
        for shelf in self.shelves:
            number = shelf.number_of(place_id)
            if number is not None:
                place, rank = shelf.place(number)
                return place if self._single is not None else self._whole(place, rank)[0]
        return None

    def shape(self, place_id: str) -> bytes | None:
        """Return a place's packed shape, from the first shelf that has one."""
        for shelf in self.shelves:
            number = shelf.number_of(place_id)
            if number is not None and (form := shelf.shape(number)) is not None:
                return form
        return None

    def near(
        self,
        latitude: float,
        longitude: float,
        *,
        limit: int,
        radius_km: float,
        classes: Collection[bytes] | None,
    ) -> list[Nearby]:
        """Return the nearest places, nearest first; a place lies where its first shelf says."""
        found: dict[str, Nearby] = {}
        for index, shelf in enumerate(self.shelves):
            for away, number in nearest(
                shelf, latitude, longitude, limit=limit, radius_km=radius_km, classes=classes
            ):
                place, rank = shelf.place(number)
                if any(earlier.number_of(place.id) for earlier in self.shelves[:index]):
                    continue
                if self._single is None:
                    place = self._whole(place, rank)[0]
                found[place.id] = Nearby(place, away)
        return sorted(found.values(), key=lambda near: near.distance_km)[:limit]

    def _placed(self, place: Place, rank: int, position: int) -> Bearer:
        """Return what all shelves together know of a place that one of them found."""
        whole, whole_rank = self._whole(place, rank)
        if whole.packed_names != place.packed_names:
            text = " ".join(place.names[position].text.split())
            position = [" ".join(name.text.split()) for name in whole.names].index(text)
        return whole, whole_rank, position

    def _whole(self, place: Place, rank: int) -> tuple[Place, int]:
        known = self._wholes.get(place.id)
        if known is None:
            known = self._joined(place, rank)
            if len(self._wholes) >= _MOST_PLACES:
                self._wholes.clear()
            self._wholes[place.id] = known
        return known

    def _joined(self, place: Place, rank: int) -> tuple[Place, int]:
        numbers = ((shelf, shelf.number_of(place.id)) for shelf in self.shelves)
        versions = [shelf.place(number) for shelf, number in numbers if number is not None]
        if len(versions) < 2:  # none: an index that is damaged
            return place, rank
        (first, first_rank), *others = versions
        draft = Draft(id=first.id, name=first.name, feature_class="", feature_code="")
        for version in (first, *(other for other, _ in others)):
            for name in version.names:
                draft.add(name.text, name.language, name.kind)
        names = packed(draft.all_names())
        shape = next((v.shape for v, _ in versions if v.shape != "point"), first.shape)
        return replace(first, packed_names=names, shape=shape), first_rank
