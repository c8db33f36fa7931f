"""Put the curated rows over the stock: GeoNames' rows refined, the project's own added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gazetteer.curated import Row, read_shapes, read_table
from gazetteer.drafts import Draft, Stock
from gazetteer.folding import fold
from gazetteer.ingest.report import Ledger
from gazetteer.model import NameKind
from gazetteer.patterns import bare
from gazetteer.spatial import distance_km

__all__ = ["curate"]

SOURCE = "curated"
# Two points of one namesake this near, in km, are one place.
_REACH_KM = {"H": 60.0, "L": 60.0, "T": 15.0, "S": 5.0}
_ASTRAY_KM = 5.0


def curate(
    stock: Stock, paths: Iterable[Path], ledger: Ledger, *, lenient: bool = False
) -> Mapping[str, str]:
    """Lay curated tables over the stock.

    Parameters
    ----------
    ledger
        Takes what was merged, and where the tables contradict the other sources.
    lenient
        Enter what is wrong with a row in the ledger and leave it out, instead of raising.

    Returns
    -------
    Mapping
        Ids of places that are now part of another one, with its id.
    """
    report = ledger.dropped.append if lenient else None
    rows = [row for path in sorted(paths) for row in read_table(path, report)]
    shapes = read_shapes(rows)
    for row in rows:
        draft = stock.get(row.id)
        if draft is None:
            draft = _new(row)
            stock.put(draft)
        else:
            ledger.conflicts.extend(_contradictions(draft, row))
            if row.latitude is not None and draft.latitude is not None:
                stock.moved.setdefault(draft.id, (draft.latitude, draft.longitude or 0.0))
        _refine(draft, row)
        if row.shape:
            draft.shape = shapes[row.id]
    homes = _merge_doubles(stock, rows, ledger)
    for draft in stock:
        draft.admin1 = homes.get(draft.admin1, draft.admin1)
        draft.admin2 = homes.get(draft.admin2, draft.admin2)
    # Only now are all divisions there, the curated ones too, under the names they keep.
    divisions = _divisions(stock)
    for row in rows:
        draft = stock.drafts[homes.get(row.id, row.id)]
        for told, levels in ((row.admin1, "12"), (row.admin2, "21")):
            if told and not _place_in(draft, told, levels, divisions):
                ledger.conflicts.append(f"{row.where}: no division {told!r} in {draft.country}")
    return homes


def _place_in(
    draft: Draft, told: str, levels: str, divisions: Mapping[tuple[str, str, str], str]
) -> bool:
    """Set the division that a row names, of the first of these orders that has one."""
    for level in levels:
        division = divisions.get((draft.country, level, bare(told)))
        if division is not None:
            if division != draft.id:
                setattr(draft, f"admin{level}", division)
            return True
    return False


def _contradictions(draft: Draft, row: Row) -> Iterator[str]:
    """Say where a row and what the other sources say of the place differ by more than a little."""
    said = f"{row.where}: {draft.id} {draft.name!r}"
    if row.country and draft.country and row.country != draft.country:
        yield f"{said} is in {draft.country}; taken as {row.country}"
    if row.feature_class and row.feature_class != draft.feature_class:
        yield f"{said} is of class {draft.feature_class}; taken as {row.feature_class}"
    if row.latitude is not None and draft.latitude is not None:
        away = distance_km(
            row.latitude, row.longitude or 0.0, draft.latitude, draft.longitude or 0.0
        )
        if away > _ASTRAY_KM and draft.feature_class in "PS":
            yield f"{said} lies {away:.0f} km away; taken at {row.latitude:g}, {row.longitude:g}"


def _new(row: Row) -> Draft:
    return Draft(
        id=row.id,
        name=row.name,
        feature_class=row.feature_class or "P",
        feature_code=row.feature_code or "PPL",
        country=row.country,
        source=row.source or SOURCE,
    )


def _refine(draft: Draft, row: Row) -> None:
    if row.name and row.name != draft.name:
        draft.add(draft.name)
        draft.name = row.name
    if row.latitude is not None:
        draft.latitude, draft.longitude = row.latitude, row.longitude
    draft.country = row.country or draft.country
    draft.feature_class = row.feature_class or draft.feature_class
    draft.feature_code = row.feature_code or draft.feature_code
    draft.population = draft.population if row.population is None else row.population
    draft.disputed = draft.disputed or row.disputed
    if row.source:
        draft.source = row.source
    curated: dict[str, tuple[tuple[str, NameKind], ...]] = {}
    for text, language, kind in row.names:
        curated[text] = (*curated.get(text, ()), (language, kind))
    # The curators' order and kinds come first, and outweigh the sources'.
    draft.names = {**curated, **{t: told for t, told in draft.names.items() if t not in curated}}


def _divisions(stock: Stock) -> dict[tuple[str, str, str], str]:
    """Divisions by country, order and name without its generic word, main names first."""
    found: dict[tuple[str, str, str], str] = {}
    drafts = [draft for draft in stock if draft.feature_code in ("ADM1", "ADM2")]
    names = [(draft, draft.name) for draft in drafts]
    names += [(draft, text) for draft in drafts for text in draft.names]
    for draft, text in names:
        if key := bare(text):
            found.setdefault((draft.country, draft.feature_code[3], key), draft.id)
    return found


def _merge_doubles(stock: Stock, rows: list[Row], ledger: Ledger) -> dict[str, str]:
    """Join a place of our own with one of another source: same name, same class, same spot.

    GeoNames' id outlives ours; ours outlives those of the sources without lasting ids. Returns
    the ids that went, with those that stayed.
    """
    homes: dict[str, str] = {}
    cells: dict[tuple[int, int], list[Draft]] = defaultdict(list)
    regions: list[Draft] = []
    for draft in stock:
        if not draft.id.startswith("im:"):
            for lat, lon in _spots(draft):
                cells[round(lat), round(lon)].append(draft)
            if draft.feature_class == "L" and not draft.country:
                regions.append(draft)
    for row in rows:
        own = stock.get(row.id)
        if own is None or not row.id.startswith("im:"):
            continue
        while (twin := _twin(own, cells, regions, stock)) is not None:
            if twin.id.startswith("gn:"):
                ledger.merged.append(f"{row.where}: {own.id} is {twin.id} {twin.name!r}")
                homes[own.id] = twin.id
                point = twin.latitude, twin.longitude
                _refine(twin, row)
                if twin.feature_class == "L" and not twin.country:
                    # Where the middle of Asia lies is a convention: GeoNames' is the common one.
                    twin.latitude, twin.longitude = point
                twin.shape = own.shape or twin.shape
                del stock.drafts[own.id]
                break
            ledger.merged.append(f"{row.where}: {twin.id} {twin.name!r} is {own.id}")
            homes[twin.id] = own.id
            for text, language, kind in twin.all_names():
                own.add(text, language, kind)
            own.shape = own.shape or twin.shape
            own.weight = max(own.weight, twin.weight)
            del stock.drafts[twin.id]
    return {gone: homes.get(kept, kept) for gone, kept in homes.items()}


def _spots(draft: Draft) -> list[tuple[float, float]]:
    """Where a draft is: its point, else points of its shape."""
    if draft.latitude is not None:
        return [(draft.latitude, draft.longitude or 0.0)]
    if draft.shape is None:
        return []
    import shapely

    corners = shapely.get_coordinates(draft.shape)
    return list(
        {(round(float(y), 1), round(float(x), 1)) for x, y in corners[:: len(corners) // 60 + 1]}
    )


def _twin(
    own: Draft,
    cells: Mapping[tuple[int, int], list[Draft]],
    regions: Iterable[Draft],
    stock: Stock,
) -> Draft | None:
    lat, lon = _spots(own)[0]
    keys = {fold(text) for text in (own.name, *own.names)}
    if own.feature_class == "L" and not own.country:
        # Of the Middle East there is one, wherever a source sees its middle.
        for region in regions:
            if stock.get(region.id) is region and fold(region.name) == fold(own.name):
                return region
    reach = _REACH_KM.get(own.feature_class, 3.0)
    best: tuple[float, str] | None = None
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            for draft in cells.get((round(lat) + i, round(lon) + j), ()):
                if draft.feature_class != own.feature_class or stock.get(draft.id) is not draft:
                    continue
                away = min(distance_km(lat, lon, *spot) for spot in _spots(draft))
                if away <= reach and any(fold(t) in keys for t in (draft.name, *draft.names)):
                    best = min(best or (away, draft.id), (away, draft.id))
    return stock.get(best[1]) if best else None
