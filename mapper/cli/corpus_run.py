"""``mapper corpus run``: many articles in, their incidents out, in parts that never get lost."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mapper.cli.options import BUNDLED_ONLY, Number, set_up_logging, settings_of
from mapper.cli.report import counted, plain

if TYPE_CHECKING:
    from mapper.config import Settings
    from mapper.corpus.options import Options, Progress, Summary
    from mapper.corpus.recipe import Recipe

__all__ = ["run_command"]

_TOLD = 20


def _workers() -> int:
    """As many as this process may use at once."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@click.command(
    "run",
    help="Analyse many articles. INPUT is a JSON Lines or Parquet file, a folder of articles, or "
    "a glob of any of these (in quotes). What is finished is never done again: run the same "
    "command again to go on after an interrupt, or when there is more. Writes GeoParquet "
    "(incidents/), the analyses (analyses/), incidents.gpkg for QGIS, map.html, manifest.json.",
)
@click.argument("source", metavar="INPUT")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True,
              metavar="DIR", help="Folder of the run, made if missing.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 1024), metavar="N",
              help="Processes on this machine.  [default: as many as it has cores]")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS",
              help="Use the Dask cluster whose scheduler is at this address instead, such as "
              "tcp://10.0.0.1:8786. Its workers have to see INPUT and DIR.")  # fmt: skip
@click.option("--text-field", default="text", show_default=True, metavar="NAME",
              help="Field or column that holds the text.")  # fmt: skip
@click.option("--published-field", default="published", show_default=True, metavar="NAME",
              help="Field or column that holds the day of publication.")  # fmt: skip
@click.option("--lang", metavar="TAG", help="Language of the articles, such as en.")
@click.option("--gazetteer", "gazetteers", type=click.Path(path_type=Path), multiple=True,
              metavar="FILE", help="Your own places, as TSV, CSV or GeoJSON. Repeatable.",
              )  # fmt: skip
@click.option("--bundled-only", is_flag=True, help=BUNDLED_ONLY)
@click.option("--follow", is_flag=True,
              help="Wait for more articles when all are done, until interrupted.")  # fmt: skip
@click.option("--retry", is_flag=True, help="Try quarantined articles again.")
@click.option("--prune", is_flag=True, help="Drop articles that are no longer in INPUT.")
@click.option("--part-size", type=click.IntRange(1, 100_000), default=50, show_default=True,
              metavar="N", help="Articles that are written, or lost, together.")  # fmt: skip
@click.option("--time-limit", type=Number(0, 86_400, min_open=True), default=300, show_default=True,
              metavar="SECONDS", help="Put an article aside that takes longer.")  # fmt: skip
@click.option("--size-limit", type=click.IntRange(1), default=1_000_000, show_default=True,
              metavar="CHARACTERS", help="Put an article aside that is longer.")  # fmt: skip
@click.option("--map-articles", type=click.IntRange(0), default=1000, show_default=True,
              metavar="N", help="Most articles on the map, the newest; 0 for no map.",
              )  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
@click.pass_context
def run_command(
    ctx: click.Context,
    *,
    source: str,
    out: Path,
    workers: int | None,
    scheduler: str | None,
    text_field: str,
    published_field: str,
    lang: str | None,
    gazetteers: tuple[Path, ...],
    bundled_only: bool,
    follow: bool,
    retry: bool,
    prune: bool,
    part_size: int,
    time_limit: float,
    size_limit: int,
    map_articles: int,
    quiet: bool,
    as_json: bool,
) -> None:
    """Analyse many articles."""
    from mapper.corpus.options import Options

    set_up_logging(quiet=quiet)
    if scheduler is not None and workers is not None:
        raise click.UsageError(
            "--workers and --scheduler: one or the other; a cluster has its own."
        )
    settings = settings_of(
        published=None, title=None, lang=lang, gazetteers=gazetteers, bundled_only=bundled_only
    )
    recipe = _recipe(settings, text_field, published_field, time_limit, size_limit)
    options = Options(
        source=source, out=out, recipe=recipe, workers=workers or _workers(),
        scheduler=scheduler or "", part_size=part_size, follow=follow, retry=retry, prune=prune,
        map_articles=map_articles,
    )  # fmt: skip
    if not _run(options, _Told(out, quiet=quiet, as_json=as_json, follow=follow)):
        ctx.exit(1)


def _recipe(
    settings: Settings, text_field: str, published_field: str, seconds: float, characters: int
) -> Recipe:
    """Make the recipe by which every worker reads and analyses, wherever it runs."""
    from mapper.corpus.recipe import Limits, Recipe

    # A worker may live in another folder.
    places = tuple(path.absolute() for path in settings.gazetteers)
    return Recipe(
        settings=replace(settings, gazetteers=places),
        text_field=text_field,
        published_field=published_field,
        limits=Limits(seconds=seconds, characters=characters),
    )


def _run(options: Options, told: _Told) -> bool:
    """Run it and tell what there is; whether nothing failed."""
    from mapper.corpus.run import run_corpus

    try:
        with _bar(quiet=told.quiet) as report:
            summary = run_corpus(options, report=report, settled=told.tell)
    except KeyboardInterrupt:
        if not options.follow:
            raise
        return True  # that is how following ends
    told.tell(summary)
    return not (summary.failures or summary.quarantined)


class _Told:
    """Tells what there is, and nothing twice."""

    def __init__(self, out: Path, *, quiet: bool, as_json: bool, follow: bool) -> None:
        self._out = out
        self.quiet = quiet
        self._as_json = as_json
        # A program that reads what is told waits for an answer, even for an empty one.
        self._telling_nothing = as_json and not follow
        self._errors: set[str] = set()
        self._last: tuple[int, ...] = ()

    def tell(self, summary: Summary) -> None:
        """Tell it: failures on standard error, the sum on standard output."""
        errors = [*summary.failures, *(one["error"] for one in summary.quarantined)]
        new = [error for error in errors if error not in self._errors]
        self._errors.update(new)
        for error in new[:_TOLD]:
            click.echo(f"mapper: {plain(error)}", err=True)
        if len(new) > _TOLD:
            where = self._out / "quarantine.json"
            click.echo(f"mapper: and {len(new) - _TOLD} more, see {where}", err=True)
        sums = (summary.articles, summary.incidents, summary.parts, len(errors))
        if sums == self._last or not (summary.parts or self._telling_nothing):
            return
        self._last = sums
        if self._as_json:
            click.echo(
                json.dumps({"output": str(self._out), **asdict(summary)}, ensure_ascii=False)
            )
        elif not self.quiet:
            for line in _lines(summary):
                click.echo(f"{self._out}: {line}")


def _lines(summary: Summary) -> Iterator[str]:
    here = f"{counted(summary.articles, 'article')}, {counted(summary.incidents, 'incident')}"
    if summary.analysed:
        rate = summary.analysed / max(summary.seconds, 1e-9)
        yield (
            f"{here}; {summary.analysed:,} analysed now in {_clock(summary.seconds)}, "
            f"{rate:.1f} articles/s"
        )
    else:
        yield f"{here}; nothing new"
    if summary.quarantined:
        yield f"{counted(len(summary.quarantined), 'article')} in quarantine, see quarantine.json"
    if summary.passed_over:
        endings = sorted({Path(name).suffix or name for name in summary.passed_over})
        yield (
            f"{counted(len(summary.passed_over), 'file')} passed over that are no articles "
            f"({', '.join(endings[:8])})"
        )


def _clock(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s"
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


@contextmanager
def _bar(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Show on a terminal how far it is, how fast, and how long it will take."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.completed:,}/{task.total:,} articles"),
        BarColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=0, pace="", visible=False)

        def show(now: Progress) -> None:
            pace = "starting"
            if now.left is not None:
                pace = f"{now.rate:.1f} articles/s, {_clock(now.left)} left"
            bar.update(task, completed=now.done, total=now.total, pace=pace, visible=True)

        yield show
