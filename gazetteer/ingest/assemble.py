"""What no single source knows: codes become ids, areas get points, places get their rank."""

from __future__ import annotations

import math
from collections import defaultdict

from gazetteer.drafts import Draft, Stock

__all__ = ["assemble"]


def assemble(stock: Stock) -> None:
    """Finish the stock in place; drafts that nobody can locate are dropped."""
    _resolve_divisions(stock)
    _place_divisions(stock)
    for place_id in [draft.id for draft in stock if draft.latitude is None]:
        del stock.drafts[place_id]
    _resolve_divisions(stock)


def _resolve_divisions(stock: Stock) -> None:
    for draft in stock:
        for level in ("admin1", "admin2"):
            value = getattr(draft, level)
            if value and value not in stock.drafts:
                value = stock.divisions.get(value, "")
                setattr(draft, level, value if value in stock.drafts else "")
        second = stock.get(draft.admin2)
        if second is not None and not draft.admin1:
            draft.admin1 = second.admin1


def _place_divisions(stock: Stock) -> None:
    members: dict[str, list[Draft]] = defaultdict(list)
    for draft in stock:
        if draft.feature_class == "P" and draft.latitude is not None:
            for division in (draft.admin1, draft.admin2):
                members[division].append(draft)
    for division_id, inside in members.items():
        division = stock.get(division_id)
        if division is None:
            continue
        division.weight = sum(draft.population for draft in inside)
        if division.latitude is None:
            division.latitude, division.longitude = _middle(inside)


def _middle(places: list[Draft]) -> tuple[float, float]:
    """The member nearest to the mean of all, so that the point is on land and inside."""
    lat = math.fsum(p.latitude or 0.0 for p in places) / len(places)
    lon = math.fsum(p.longitude or 0.0 for p in places) / len(places)

    def away(p: Draft) -> tuple[float, str]:
        return ((p.latitude or 0.0) - lat) ** 2 + ((p.longitude or 0.0) - lon) ** 2, p.id

    best = min(places, key=away)
    return best.latitude or 0.0, best.longitude or 0.0
