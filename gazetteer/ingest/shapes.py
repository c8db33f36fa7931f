"""Shapes made small: fewer corners, on a grid, borders kept common; and the borders themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from gazetteer.drafts import Draft, Stock
from gazetteer.forms import GRID

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

__all__ = ["borders", "continents", "join", "settle", "simplify"]

_TOLERANCE = 0.015
# Where borders are drawn village by village, and read closely.
_FINE = {"AM": 0.003, "AZ": 0.003, "GE": 0.003}


def settle(stock: Stock) -> None:
    """Give each piece of land to the country that GeoNames counts its towns to.

    Natural Earth draws what a state holds, and draws no country where the United Nations see
    none; GeoNames follows the ISO codes. One map must not use both. A division moves when nine
    in ten of its towns, and at least two, belong to another country.
    """
    import shapely

    towns = [d for d in stock if d.feature_class == "P" and d.latitude is not None]
    tree = shapely.STRtree([shapely.Point(d.longitude or 0.0, d.latitude or 0.0) for d in towns])
    countries = stock.country_shapes()
    codes = list(countries)
    lands = shapely.STRtree(list(countries.values()))
    pieces: list[tuple[str, BaseGeometry, Draft | None]] = []
    for division in stock:
        if division.feature_code in ("ADM1", "ADM2") and division.shape is not None:
            middle = shapely.point_on_surface(division.shape)
            holders = lands.query(middle, predicate="within")
            holder = codes[holders[0]] if len(holders) else ""
            pieces.append((holder, division.shape, division))
    pieces += [("", shape, None) for shape in stock.unclaimed]
    gains: dict[str, list[BaseGeometry]] = defaultdict(list)
    losses: dict[str, list[BaseGeometry]] = defaultdict(list)
    for holder, piece, draft in pieces:
        inside = [towns[i].country for i in tree.query(piece, predicate="contains")]
        for owner, count in Counter(inside).most_common(1):
            if owner != holder and count >= max(2, 0.9 * len(inside)) and owner in stock.countries:
                gains[owner].append(piece)
                losses[holder].append(piece)
                if draft is not None:
                    draft.country = owner
    for code, lost in sorted(losses.items()):
        loser = stock.get(stock.countries.get(code, ""))
        if loser is not None and loser.shape is not None:
            loser.shape = shapely.difference(loser.shape, shapely.union_all(lost))
    for code, won in sorted(gains.items()):
        winner = stock.drafts[stock.countries[code]]
        winner.shape = shapely.union_all([*won, *([winner.shape] if winner.shape else [])])


def borders(stock: Stock) -> dict[tuple[str, str], BaseGeometry]:
    """Return the lines that countries share, by pairs of ISO codes in alphabetical order.

    To be taken from the polygons as the source draws them: neighbours share their corners.
    """
    import shapely

    countries = stock.country_shapes()
    codes = list(countries)
    edges = [shape.boundary for shape in countries.values()]
    tree = shapely.STRtree(edges)
    found = {}
    for one, other in sorted(
        zip(*map(list, tree.query(edges, predicate="intersects")), strict=True)
    ):
        if one < other:
            shared = shapely.intersection(edges[one], edges[other])
            lines = [p for p in getattr(shared, "geoms", [shared]) if p.geom_type == "LineString"]
            if lines:
                line = shapely.line_merge(shapely.MultiLineString(lines))
                found[codes[one], codes[other]] = _on_grid(shapely.simplify(line, 0.002))
    return found


def join(stock: Stock) -> None:
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


def continents(stock: Stock) -> None:
    """Make up the continents from their countries, coarsely."""
    import shapely

    countries = stock.country_shapes()
    for place_id, codes in stock.continents.items():
        draft = stock.get(place_id)
        parts = [countries[code] for code in codes if code in countries]
        if draft is not None and draft.shape is None and parts:
            whole = shapely.union_all([shapely.simplify(part, 0.05) for part in parts])
            draft.shape = shapely.simplify(whole.buffer(0.05), 0.1)


def simplify(stock: Stock) -> None:
    """Simplify every shape; those that tile a country together, so that no gaps open."""
    import shapely

    tiles: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in stock:
        if draft.shape is None:
            continue
        if draft.feature_class == "A" and "Polygon" in draft.shape.geom_type:
            layer = "" if draft.feature_code.startswith("PCL") else draft.feature_code
            tiles["" if not layer else draft.country, layer].append(draft)
        elif not draft.id.startswith("im:"):  # curated shapes are drawn as they shall be
            slimmed = shapely.simplify(draft.shape, _TOLERANCE)
            if draft.feature_code == "CONT":
                slimmed = _without_specks(slimmed)
            draft.shape = _on_grid(slimmed)
    for (country, _), drafts in sorted(tiles.items()):
        whole = [draft.shape for draft in drafts if draft.shape is not None]
        slim = shapely.coverage_simplify(whole, _FINE.get(country, _TOLERANCE))
        for draft, before, after in zip(drafts, whole, slim, strict=True):
            draft.shape = _on_grid(_without_specks(before if after.is_empty else after))


def _without_specks(shape: BaseGeometry) -> BaseGeometry:
    """Leave out islets that no map of a country shows, but never all of a shape."""
    import shapely

    parts = list(getattr(shape, "geoms", [shape]))
    largest = max(part.area for part in parts)
    kept = [part for part in parts if part.area > min(2e-4, largest / 50)]
    return shapely.MultiPolygon(kept) if len(kept) > 1 else kept[0]


def _on_grid(shape: BaseGeometry) -> BaseGeometry:
    import shapely

    snapped = shapely.set_precision(shape, GRID)
    return shape if snapped.is_empty else snapped
