"""What no single source knows: codes become ids, areas get points, waters get their country."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from gazetteer.drafts import Draft, Stock

if TYPE_CHECKING:
    from shapely import Point
    from shapely.geometry.base import BaseGeometry

__all__ = ["assemble"]


def assemble(stock: Stock) -> None:
    """Finish the stock in place; drafts that nobody can locate are dropped."""
    _resolve_divisions(stock)
    members = _members(stock)
    _join_shapes(stock)
    for draft in stock:
        inside = members.get(draft.id, [])
        draft.weight = sum(member.population for member in inside)
        _locate(draft, inside)
    for place_id in [draft.id for draft in stock if draft.latitude is None]:
        del stock.drafts[place_id]
    _resolve_divisions(stock)
    _find_countries(stock)


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


def _members(stock: Stock) -> dict[str, list[Draft]]:
    """The towns of each division."""
    members: dict[str, list[Draft]] = defaultdict(list)
    for draft in stock:
        if draft.feature_class == "P" and draft.latitude is not None:
            for division in {draft.admin1, draft.admin2} - {""}:
                members[division].append(draft)
    return members


def _join_shapes(stock: Stock) -> None:
    """Make up a first order division from the polygons of its second order divisions.

    Natural Earth draws the departments of France and the counties of England, not the regions
    above them.
    """
    import shapely

    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for draft in stock:
        if draft.feature_code == "ADM2" and draft.shape is not None and draft.country != "US":
            parts[draft.admin1].append(draft.shape)
    for division_id, shapes in parts.items():
        division = stock.get(division_id)
        if division is not None and division.shape is None:
            division.shape = shapely.union_all(shapes)


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
    shapely.prepare(shape)
    if draft.latitude is None and draft.feature_class == "A" and not shape.is_empty:
        draft.latitude, draft.longitude = shape.centroid.y, shape.centroid.x
    point = shapely.Point(draft.longitude or 0.0, draft.latitude or 0.0)
    if draft.latitude is None or not shape.contains(point):
        middle = _inside(shape, None if draft.latitude is None else point)
        draft.latitude, draft.longitude = middle.y, middle.x


def _inside(shape: BaseGeometry, point: Point | None) -> Point:
    """The spot of the shape nearest to a point, or amidst its largest part."""
    import shapely
    import shapely.ops

    largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    if point is not None:
        shrunk = shape.buffer(-0.03)
        if not shrunk.is_empty:
            return shapely.ops.nearest_points(shrunk, point)[0]
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.02)
    return shapely.Point(circle.coords[0])


def _middle(places: list[Draft]) -> tuple[float, float]:
    """The member nearest to the mean of all, so that the point is on land and inside."""
    lat = math.fsum(p.latitude or 0.0 for p in places) / len(places)
    lon = math.fsum(p.longitude or 0.0 for p in places) / len(places)

    def away(p: Draft) -> tuple[float, str]:
        return ((p.latitude or 0.0) - lat) ** 2 + ((p.longitude or 0.0) - lon) ** 2, p.id

    best = min(places, key=away)
    return best.latitude or 0.0, best.longitude or 0.0


def _find_countries(stock: Stock) -> None:
    """Give waters and other shapes of Natural Earth the country they lie in, if it is one."""
    import shapely

    codes = sorted(c for c, i in stock.countries.items() if (d := stock.get(i)) and d.shape)
    shapes = [stock.drafts[stock.countries[code]].shape for code in codes]
    tree = shapely.STRtree(shapes)
    for draft in stock:
        if draft.shape is not None and not draft.country and draft.feature_class != "L":
            hits = {codes[i] for i in tree.query(draft.shape, predicate="intersects")}
            if len(hits) == 1:
                draft.country = hits.pop()
