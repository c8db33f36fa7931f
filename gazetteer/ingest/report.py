"""What a build tells of itself: counts, what it merged and dropped, and ``SOURCES.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gazetteer.drafts import Stock
from gazetteer.ingest.packages import manifest

__all__ = ["Ledger", "Report", "report_of", "sources_page"]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What happens to places on the way, a line each; the build writes into it.

    Parameters
    ----------
    merged
        Two places of the sources that were one.
    dropped
        Places left out, and why.
    conflicts
        What one source says against another, and which was believed.
    """

    merged: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was built.

    Parameters
    ----------
    version
        Version of the data.
    size
        Of the file, in bytes.
    places, names, shapes, borders
        How many.
    sources, classes, countries
        Places by source, by GeoNames' feature class and by ISO code (empty: of none or several),
        the most first.
    merged, dropped, conflicts
        As in `Ledger`.
    """

    version: str
    size: int
    places: int
    names: int
    shapes: int
    borders: int
    sources: Mapping[str, int]
    classes: Mapping[str, int]
    countries: Mapping[str, int]
    merged: tuple[str, ...]
    dropped: tuple[str, ...]
    conflicts: tuple[str, ...]


def report_of(stock: Stock, ledger: Ledger, *, version: str, size: int, borders: int) -> Report:
    """Count what the stock holds."""
    return Report(
        version=version,
        size=size,
        places=len(stock),
        names=sum(len(draft.all_names()) for draft in stock),
        shapes=sum(draft.shape is not None for draft in stock),
        borders=borders,
        sources=_counted(draft.source for draft in stock),
        classes=_counted(draft.feature_class for draft in stock),
        countries=_counted(draft.country for draft in stock),
        merged=tuple(ledger.merged),
        dropped=tuple(ledger.dropped),
        conflicts=tuple(ledger.conflicts),
    )


def _counted(told: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(told).items(), key=lambda one: (-one[1], one[0])))


_HEAD = """# Sources of the gazetteer

Written by `python -m gazetteer.ingest build`; do not edit.

`gazetteer.sqlite` (version {version}: {places:,} places, {names:,} names, {shapes:,} shapes) is
built from the packages below, each fetched by its own client and checked against its sha256,
and from the curated tables in `gazetteer/ingest/curated`, whose rows name their sources one by
one. The same input gives the same bytes. To build it again:

    python -m gazetteer.ingest build --cache FOLDER

Needed beside Python: `npm` and, on Debian or Ubuntu, `apt-get`, to fetch the packages; about
1.5 GB in FOLDER and two minutes. The licences of the data stand in `LICENCE`.
"""


def sources_page(report: Report, tables: Iterable[Path]) -> str:
    """Text of ``SOURCES.md``.

    Parameters
    ----------
    report
        What was built.
    tables
        The curated tables, to be listed with their number of rows.
    """
    counts = {name: getattr(report, name) for name in ("version", "places", "names", "shapes")}
    parts = [_HEAD.format(**counts)]
    parts.append("## Packages\n")
    for package in sorted(manifest(), key=lambda one: one.name.lower()):
        parts.append(
            f"### {package.name} {package.version}\n\n"
            f"- origin: {package.origin}\n"
            f"- taken: {package.takes}\n"
            f"- licence: {package.licence}\n"
            f"- fetched with {package.client} as `{package.file}`\n"
            f"- sha256 `{package.sha256}`\n"
        )
    parts.append("## Curated tables\n")
    for path in sorted(tables):
        rows = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()[1:]
            if line and not line.startswith(("#", "id\t"))
        ]
        parts.append(f"- `{path.name}`: {len(rows):,} rows")
    return "\n".join(parts).rstrip() + "\n"
