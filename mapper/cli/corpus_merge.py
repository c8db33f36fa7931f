"""``mapper corpus merge``: the incidents that several articles tell, each once."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.cli.options import Number, set_up_logging
from mapper.cli.report import counted, plain

if TYPE_CHECKING:
    from mapper.corpus.merging import Summary

__all__ = ["merge_command"]

_FORMATS = ("parquet", "jsonl", "geojson")


def _formats(
    _ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    names = [name.strip().lower().lstrip(".") for text in given for name in text.split(",")]
    for name in names:
        if name not in _FORMATS:
            raise click.BadParameter(f"{name!r} is no format; choose of {', '.join(_FORMATS)}")
    return tuple(dict.fromkeys(names)) or _FORMATS


@click.command(
    "merge",
    help="Merge the incidents that several articles tell. SOURCE is a file of analyses (.jsonl, "
    ".jsonl.gz) as mapper parse writes it, or a folder of such, as mapper corpus run makes it. "
    "Writes merged.parquet (GeoParquet), merged.jsonl and merged.geojson, each incident with all "
    "its sources, every figure with who gave it, and why it was merged.",
)
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), metavar="DIR",
    help="Folder for the files, made if missing.  [default: merged, in SOURCE if that is one "
    "folder, else here]",
)  # fmt: skip
@click.option(
    "--decisions", type=click.Path(path_type=Path), metavar="FILE",
    help='What a person decided, one a line: {"join": [ID, ID]} or {"split": [ID, ID]}. It wins '
    "over every score. IDs are those of reports (ARTICLE/INCIDENT) or of merged incidents.",
)  # fmt: skip
@click.option(
    "--threshold", type=Number(0, 1, min_open=True, max_open=True), default=0.5,
    show_default=True, metavar="P",
    help="Probability above which two reports count as one incident.",
)  # fmt: skip
@click.option(
    "-f", "--format", "formats", multiple=True, callback=_formats, metavar="FORMAT",
    help=f"What to write: {', '.join(_FORMATS)}. Repeatable, or several with commas between.  "
    "[default: all]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@click.pass_context
def merge_command(
    ctx: click.Context,
    *,
    sources: tuple[Path, ...],
    folder: Path | None,
    decisions: Path | None,
    threshold: float,
    formats: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Merge the incidents that several articles tell."""
    from mapper.corpus.merging import merge

    set_up_logging(quiet=quiet)
    with _progress(quiet or as_json) as progress:
        done = merge(
            sources,
            folder or _home(sources),
            decisions=decisions,
            threshold=threshold,
            formats=formats,
            progress=progress,
        )
    for failure in done.failures:
        click.echo(f"mapper: {plain(failure)}", err=True)
    if as_json:
        told = asdict(done) | {"files": {kind: str(path) for kind, path in done.files.items()}}
        click.echo(json.dumps(told, ensure_ascii=False))
    elif not quiet:
        for line in _lines(done):
            click.echo(line)
    if done.failures:
        ctx.exit(1)


def _home(sources: tuple[Path, ...]) -> Path:
    return sources[0] / "merged" if len(sources) == 1 and sources[0].is_dir() else Path("merged")


def _lines(done: Summary) -> Iterator[str]:
    """Sum up in words."""
    yield (
        f"{counted(done.articles, 'article')}, {counted(done.reports, 'report')} of "
        f"{counted(done.incidents, 'incident')}"
    )
    if done.several:
        ranges = f"; {done.ranges:,} with different numbers of dead" if done.ranges else ""
        yield (
            f"{counted(done.several, 'incident')} told by several reports, the most by "
            f"{done.largest:,}{ranges}"
        )
    if done.placeless or done.dateless:
        yield (
            f"never compared: {counted(done.placeless, 'report')} without a place, "
            f"{done.dateless:,} without a date"
        )
    if done.repeated:
        yield f"left out: articles that came again, {done.repeated:,} times"
    if done.decisions:
        unknown = f", {done.unknown:,} about reports that are not here" if done.unknown else ""
        yield f"{counted(done.decisions, 'decision')} of a person{unknown}"
    yield ""
    for path in done.files.values():
        yield str(path)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], object]]:
    """Show on a terminal what is being done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _text: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("Reading ...") as status:
        yield lambda text: status.update(f"{escape(plain(text, 80))} ...")
