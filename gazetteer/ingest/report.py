"""``SOURCES.md``: where the data comes from, written by the build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gazetteer.ingest.packages import manifest

__all__ = ["sources_page"]

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


def sources_page(version: str, places: int, names: int, shapes: int, tables: Iterable[Path]) -> str:
    """Text of ``SOURCES.md``.

    Parameters
    ----------
    tables
        The curated tables, to be listed with their number of rows.
    """
    parts = [_HEAD.format(version=version, places=places, names=names, shapes=shapes)]
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
