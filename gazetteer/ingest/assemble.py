"""What no single source knows: codes become ids, areas get points, waters get their country."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gazetteer.drafts import PLAIN, Draft, Stock
from gazetteer.folding import fold, script_of
from gazetteer.ingest import shapes
from gazetteer.ingest.doubles import join_doubles
from gazetteer.ingest.report import Ledger

if TYPE_CHECKING:
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

__all__ = ["assemble"]

_EVERYWHERE = frozenset(
    {"", "LATIN", "CYRILLIC", "ARABIC", "ARMENIAN", "GEORGIAN", "GREEK", "HEBREW"}
)
# Where a small place's names in a script are of use; elsewhere they are a robot's.
_AT_HOME: dict[str, frozenset[str]] = {
    script: frozenset(re.findall("..", codes))
    for script, codes in {
        "CYRILLIC": "AMAZBABGBYEEGEIRKGKZLTLVMDMEMKMNRSRUTJTMTRUAUZXK",
        "ARABIC": "AEAFAMAZBHDJDZEGEHERGEILINIQIRJOKMKWKZLBLYMAMROMPKPSQASASDSOSSSYTDTJTMTNTRUZYE",
        "ARMENIAN": "AMAZGEIRTR",
        "GEORGIAN": "AMAZGEIRTR",
        "GREEK": "ALCYGRTR",
        "HEBREW": "EGILJOLBPSSY",
    }.items()
}
_KNOWN_EVERYWHERE = 20_000
_KNOWN_TO_ALL = 100_000


def assemble(stock: Stock, ledger: Ledger) -> dict[tuple[str, str], BaseGeometry]:
    """Finish the stock in place; drafts that nobody can locate are dropped.

    Parameters
    ----------
    ledger
        Takes what was dropped or merged.

    Returns
    -------
    dict
        Borders by pairs of ISO codes.
    """
    _resolve_divisions(stock)
    members = _members(stock)
    shapes.settle(stock)
    lines = shapes.borders(stock)
    shapes.join(stock)
    shapes.continents(stock)
    shapes.simplify(stock)
    for draft in stock:
        inside = members.get(draft.id, [])
        draft.weight = draft.weight or sum(member.population for member in inside)
        _locate(draft, inside)
        _thin_names(draft)
    for draft in list(stock):
        if draft.latitude is None:
            ledger.dropped.append(f"{draft.id} {draft.name!r} ({draft.source}): no position")
            del stock.drafts[draft.id]
        elif _is_country_again(stock, draft):
            country = stock.countries[draft.country]
            ledger.merged.append(f"{draft.id} {draft.name!r} is the country {country}")
            del stock.drafts[draft.id]
    join_doubles(stock, ledger)
    _resolve_divisions(stock)
    _find_countries(stock)
    return lines


def _resolve_divisions(stock: Stock) -> None:
    """Turn the codes of divisions into ids; forget those that are not in the stock."""
    for draft in stock:
        for level in ("admin1", "admin2"):
            value = getattr(draft, level)
            if value and value not in stock.drafts:
                value = stock.divisions.get(value, "")
                setattr(draft, level, value if value in stock.drafts else "")
        second = stock.get(draft.admin2)
        if second is not None and not draft.admin1:
            draft.admin1 = second.admin1


def _is_country_again(stock: Stock, draft: Draft) -> bool:
    """Whether a division of Natural Earth's is an island that has a country code of its own."""
    country = stock.get(stock.countries.get(draft.country, ""))
    if country is None or not draft.id.startswith("ne:") or draft.feature_code != "ADM1":
        return False
    keys = {fold(text) for text in (country.name, *country.names)}
    return any(fold(text) in keys for text in (draft.name, *draft.names))


def _members(stock: Stock) -> Mapping[str, list[Draft]]:
    """Return the towns of each division."""
    members: dict[str, list[Draft]] = defaultdict(list)
    for draft in stock:
        if draft.feature_class == "P" and draft.latitude is not None:
            for division in {draft.admin1, draft.admin2} - {""}:
                members[division].append(draft)
    return members


def _locate(draft: Draft, inside: list[Draft]) -> None:
    """Give the draft a point: its own if that lies in its shape, else the best to be had."""
    import shapely

    shape = draft.shape
    if shape is None:
        if draft.latitude is None and inside:
            draft.latitude, draft.longitude = _middle(inside)
        return
    if "Line" in shape.geom_type:
        if draft.latitude is None:
            longest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.length)
            middle = longest.interpolate(0.5, normalized=True)
            draft.latitude, draft.longitude = middle.y, middle.x
        return
    if draft.latitude is None and draft.feature_class == "A":
        draft.latitude, draft.longitude = shape.centroid.y, shape.centroid.x
    point = None
    if draft.latitude is not None and draft.longitude is not None:
        point = shapely.Point(draft.longitude, draft.latitude)
    if point is None or not shapely.contains(shape, point):
        middle = _inside(shape, point)
        draft.latitude, draft.longitude = middle.y, middle.x


def _inside(shape: BaseGeometry, point: Point | None) -> Point:
    """Return the spot of the shape nearest to a point, or amidst its largest part."""
    import shapely
    import shapely.ops

    if point is not None:
        shrunk = shape.buffer(-0.03)
        if not shrunk.is_empty:
            nearest: Point = shapely.ops.nearest_points(shrunk, point)[0]
            return nearest
    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.005)
    return shapely.Point(circle.coords[0])


def _middle(places: list[Draft]) -> tuple[float, float]:
    """Return the member nearest to the mean of all, so that the point is on land and inside."""
    lat = math.fsum(p.latitude or 0.0 for p in places) / len(places)
    lon = math.fsum(p.longitude or 0.0 for p in places) / len(places)

    def away(p: Draft) -> tuple[float, str]:
        return ((p.latitude or 0.0) - lat) ** 2 + ((p.longitude or 0.0) - lon) ** 2, p.id

    best = min(places, key=away)
    return best.latitude or 0.0, best.longitude or 0.0


def _thin_names(draft: Draft) -> None:
    """Drop names of small places in scripts that neither their country nor its visitors write."""
    people = max(draft.population, draft.weight)
    if people >= _KNOWN_TO_ALL or draft.feature_code.startswith("PCL") or draft.source == "curated":
        return
    keys = {fold(draft.name)}
    for text, told in list(draft.names.items()):
        key = fold(text)
        if told == PLAIN and key in keys and text != draft.name:
            del draft.names[text]  # the same name, with or without its accents
        keys.add(key)
    for text in [text for text in draft.names if not text.isascii()]:
        script = script_of(text)
        if script in ("", "LATIN") or text == draft.name:
            continue
        told = draft.names[text]
        if any(language for language, _ in told):
            continue  # a source that tells the language was made by people
        home = draft.country in _AT_HOME.get(script, ())
        if not home and (script not in _EVERYWHERE or people < _KNOWN_EVERYWHERE):
            del draft.names[text]


def _find_countries(stock: Stock) -> None:
    """Give waters and other shapes of Natural Earth the country they lie in, if it is one."""
    import shapely

    countries = stock.country_shapes()
    codes = list(countries)
    tree = shapely.STRtree(list(countries.values()))
    for draft in stock:
        if draft.shape is not None and not draft.country and draft.feature_class != "L":
            hits = {codes[i] for i in tree.query(draft.shape, predicate="intersects")}
            if len(hits) == 1:
                draft.country = hits.pop()
