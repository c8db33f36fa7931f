"""One place, one entry: namesakes of one kind on one spot are joined."""

from __future__ import annotations

from collections import defaultdict

from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold
from gazetteer.ingest.report import Ledger
from gazetteer.ranking import rank
from gazetteer.spatial import distance_km

__all__ = ["join_doubles"]

# In km.
_REACH = 1.0
_REACH_DEGREES = 0.01


def join_doubles(stock: Stock, ledger: Ledger) -> None:
    """Join places of one class, country and main name that lie within a kilometre.

    GeoNames has some villages twice, and OurAirports fields that changed their code. Divisions
    are left alone: a city may be one of the first and one of the second order. The likelier
    stays, the older number among equals; it takes over what it lacks.
    """
    groups: dict[tuple[str, str, str], list[Draft]] = defaultdict(list)
    for draft in stock:
        if draft.feature_class != "A" and draft.latitude is not None:
            groups[draft.country, draft.feature_class, fold(draft.name)].append(draft)
    for (_, _, key), drafts in groups.items():
        if not key or len(drafts) < 2:
            continue
        drafts.sort(key=_worth)
        for index, kept in enumerate(drafts):
            for other in drafts[index + 1 :]:
                if stock.get(kept.id) and stock.get(other.id) and _near(kept, other):
                    _absorb(kept, other)
                    del stock.drafts[other.id]
                    ledger.merged.append(f"{other.id} {other.name!r} is {kept.id}")


def _worth(draft: Draft) -> tuple[bool, int, int, str]:
    return draft.id.startswith("ne:"), -rank(draft), len(draft.id), draft.id


def _near(one: Draft, other: Draft) -> bool:
    if abs((one.latitude or 0.0) - (other.latitude or 0.0)) > _REACH_DEGREES:
        return False
    away = distance_km(
        one.latitude or 0.0, one.longitude or 0.0, other.latitude or 0.0, other.longitude or 0.0
    )
    return away <= _REACH


def _absorb(kept: Draft, other: Draft) -> None:
    for text, language, kind in other.all_names():
        kept.add(text, language, kind)
    kept.population = kept.population or other.population
    kept.admin1 = kept.admin1 or other.admin1
    kept.admin2 = kept.admin2 or other.admin2
    kept.shape = kept.shape or other.shape
    kept.disputed = kept.disputed or other.disputed
