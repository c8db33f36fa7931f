"""What is made of all parts together: manifest, GeoPackage, map, list of what failed.

None of it is the truth: all of it can be made again from the parts.
"""

from __future__ import annotations

import gzip
import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer
from mapper.config import Settings
from mapper.corpus.geopackage import write_geopackage
from mapper.corpus.layout import Layout, canonical, put_file
from mapper.corpus.lean import Shapes, restored
from mapper.model import Analysis

__all__ = ["in_order", "make_products", "manifest_of"]


def in_order(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the records of parts in the order of the input."""

    def place(record: dict[str, Any]) -> tuple[str, int, int, str]:
        first = record["members"][0]
        return first["name"], first["group"], first["start"], record["key"]

    return sorted(records, key=place)


def manifest_of(records: Sequence[dict[str, Any]], map_articles: int) -> dict[str, Any]:
    """Sum the parts up.

    Parameters
    ----------
    records
        In the order of the input.
    map_articles
        How many articles go on the map at most.

    Returns
    -------
    dict
        Totals, and the parts in order.
    """
    parts = [
        {
            "key": record["key"],
            "sources": sorted({member["name"] for member in record["members"]}),
            "quarantined": len(record["quarantined"]),
            **{name: record[name] for name in ("articles", "incidents", "rows", "characters")},
        }
        for record in records
    ]
    names = ("articles", "incidents", "rows", "characters", "quarantined")
    return {
        "fingerprints": sorted({record["fingerprint"] for record in records}),
        "map_articles": map_articles,
        "parts": parts,
        **{name: sum(part[name] for part in parts) for name in names},
    }


def make_products(
    layout: Layout,
    records: Sequence[dict[str, Any]],
    settings: Settings,
    map_articles: int,
    run: str,
) -> None:
    """Make whatever is not up to date, the manifest last.

    Parameters
    ----------
    layout
        The folder.
    records
        Of all parts that count, in the order of the input.
    settings
        Of the run: the map takes the shapes of places from its gazetteer.
    map_articles
        Most articles on the map, the newest of those with incidents; 0 for no map.
    run
        Name of the run.

    Raises
    ------
    OSError
        A file cannot be written; the earlier ones stay.
    """
    if not records and not layout.manifest.is_file():
        return
    told = canonical(manifest_of(records, map_articles))
    rows = any(record["rows"] for record in records)
    wanted = [layout.geopackage] * rows + [layout.map] * bool(rows and map_articles)
    there = all(path.is_file() for path in (layout.manifest, *wanted))
    if there and layout.manifest.read_bytes() == told:
        return
    work = layout.work / run
    work.mkdir(parents=True, exist_ok=True)
    aside = [one for record in records for one in record["quarantined"]]
    _put(layout.quarantine, canonical({"quarantined": aside}) if aside else None, work)
    keys = [record["key"] for record in records if record["rows"]]
    every = [record["key"] for record in records if record["articles"]]
    with Gazetteer(extra=settings.gazetteers, user=settings.user_gazetteer) as places:
        shapes = Shapes(places)
        _write_geopackage(layout, keys, every, shapes, work)
        _write_map(layout, keys, shapes, map_articles, work)
    put_file(layout.manifest, told, work)


def _put(path: Path, data: bytes | None, work: Path) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        put_file(path, data, work)


def _write_geopackage(
    layout: Layout, keys: list[str], every: list[str], shapes: Shapes, work: Path
) -> None:
    if not keys:
        layout.geopackage.unlink(missing_ok=True)
        return

    def analyses() -> Iterator[list[Analysis]]:
        for key in every:
            yield list(_analyses(layout, {key: None}, shapes))

    grown = work / layout.geopackage.name
    grown.unlink(missing_ok=True)
    write_geopackage([layout.incidents(key) for key in keys], analyses, grown)
    grown.replace(layout.geopackage)


def _write_map(layout: Layout, keys: list[str], shapes: Shapes, most: int, work: Path) -> None:
    from mapper.render import save_map, to_map

    chosen = _newest(layout, keys, most) if most else {}
    if not chosen:
        layout.map.unlink(missing_ok=True)
        return
    analyses = list(_analyses(layout, chosen, shapes))
    grown = work / layout.map.name
    save_map(to_map(analyses, title=None), grown)
    grown.replace(layout.map)


def _newest(layout: Layout, keys: Sequence[str], most: int) -> dict[str, set[str]]:
    """Choose the articles for the map, by part; those without a date come last."""
    from pyarrow import parquet

    found: list[tuple[date, str, str]] = []
    for key in keys:
        table = parquet.read_table(layout.incidents(key), columns=["article", "published"])
        rows = table.group_by("article").aggregate([("published", "min")])
        for name, day in zip(
            rows["article"].to_pylist(), rows["published_min"].to_pylist(), strict=True
        ):
            found.append((day.date() if day else date.min, name, key))
        if len(found) > 4 * most:
            found = heapq.nlargest(most, found)
    chosen: dict[str, set[str]] = {}
    for _, name, key in heapq.nlargest(most, found):
        chosen.setdefault(key, set()).add(name)
    return {key: chosen[key] for key in keys if key in chosen}


def _analyses(
    layout: Layout, chosen: Mapping[str, set[str] | None], shapes: Shapes
) -> Iterator[Analysis]:
    """Read the analyses of parts: those of the articles named, or all."""
    for key, names in chosen.items():
        with gzip.open(layout.analyses(key), "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                record = json.loads(line)
                if names is None or record["article"]["id"] in names:
                    yield restored(record, shapes)
