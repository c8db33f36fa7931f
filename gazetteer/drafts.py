"""What the sources fill and the writer empties: places that can still change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazetteer.model import Name, NameKind, pack_name

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["PLAIN", "Draft", "Stock", "packed"]


PLAIN = (("", NameKind.ALTERNATE),)


@dataclass(slots=True, kw_only=True)
class Draft:
    """A place in the making; the fields are those of `gazetteer.model.Place`.

    `names` maps a text to the languages and kinds in which it is the place's name, in the
    order in which sources gave them. `weight` stands in for a population that is not stated
    (a division's towns together); `bias` is added to the rank that follows from both. `admin1`
    and `admin2` hold a place id, a source's code or, in a user's own file, a bare name.
    """

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""
    feature_class: str
    feature_code: str
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    disputed: bool = False
    source: str = ""
    weight: int = 0
    bias: int = 0
    names: dict[str, tuple[tuple[str, NameKind], ...]] = field(default_factory=dict)
    shape: BaseGeometry | None = None

    def add(self, text: object, language: str = "", kind: NameKind = NameKind.ALTERNATE) -> None:
        """Add a name (nothing, if `text` is none); what an earlier source said of it stands."""
        if not isinstance(text, str):  # a missing cell
            return
        text = " ".join(text.split())
        if not text:
            return
        told = self.names.get(text, PLAIN)
        if told == PLAIN:
            self.names[text] = ((language, kind),) if (language, kind) != PLAIN[0] else PLAIN
        elif language and all(language != known for known, _ in told):
            self.names[text] = (*told, (language, kind))

    def all_names(self) -> list[tuple[str, str, NameKind]]:
        """Text, language and kind of every name, the main one first."""
        order = [self.name, *(text for text in self.names if text != self.name)]
        return [(text, *told) for text in order for told in self.names.get(text, PLAIN)]


def packed(names: Iterable[tuple[str, str, NameKind]]) -> str:
    """Return names in the form of `Place.packed_names`."""
    return "\n".join(pack_name(Name(*name)) for name in names)


class Stock:
    """All drafts by id, and the codes by which sources refer to countries and divisions.

    `countries` and `divisions` lead from ISO and GeoNames codes to ids, `fips` from a country's
    FIPS code to its ISO code, `continents` from an id to the ISO codes of its countries.
    `unclaimed` are polygons of countries that have no ISO code. `moved` keeps the points of
    places before a curated row moved them.
    """

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.countries: dict[str, str] = {}
        self.divisions: dict[str, str] = {}
        self.fips: dict[str, str] = {}
        self.continents: dict[str, list[str]] = {}
        self.unclaimed: list[BaseGeometry] = []
        self.moved: dict[str, tuple[float, float]] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self.drafts.values())

    def __len__(self) -> int:
        return len(self.drafts)

    def get(self, place_id: str) -> Draft | None:
        """Return the draft with this id, if there is one."""
        return self.drafts.get(place_id)

    def put(self, draft: Draft) -> Draft:
        """Take the draft in, unless its id is known: then return the known one, names added."""
        known = self.drafts.get(draft.id)
        if known is None:
            self.drafts[draft.id] = draft
            return draft
        for text, language, kind in draft.all_names():
            known.add(text, language, kind)
        return known

    def country_shapes(self) -> dict[str, BaseGeometry]:
        """Polygons of the countries by ISO code, in the order of the codes."""
        found = {}
        for code, place_id in sorted(self.countries.items()):
            draft = self.get(place_id)
            if draft is not None and draft.shape is not None:
                found[code] = draft.shape
        return found
