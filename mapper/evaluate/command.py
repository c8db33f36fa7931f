"""The command ``mapper evaluate``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mapper.errors import OptionError

if TYPE_CHECKING:
    from mapper.evaluate.gold import Corpus
    from mapper.evaluate.program import Part
    from mapper.evaluate.runner import Judged

__all__ = ["evaluate"]

_PARTS = ("recognition", "resolution", "events")


@click.command()
@click.argument(
    "corpora", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the JSON report here as well.",
)
@click.option(
    "--compare",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An earlier JSON report: show which figures moved and what flipped.",
)
@click.option("--only", help=f"Parts to measure, with commas between: {', '.join(_PARTS)}.")
@click.option("--limit", type=click.IntRange(min=1), help="So many documents of each corpus.")
@click.option("--sample", help="With --limit: a word that chooses which; the first ones if absent.")
@click.option(
    "--misses",
    is_flag=False,
    flag_value="all",
    help="List what went wrong, with context; a value chooses tasks, with commas between.",
)
@click.option(
    "--records",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge this output of `mapper parse` instead of running the program.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@click.option("--quiet", is_flag=True, help="No progress on stderr.")
def evaluate(
    corpora: tuple[Path, ...],
    *,
    as_json: bool,
    output: Path | None,
    compare: Path | None,
    only: str | None,
    limit: int | None,
    sample: str | None,
    misses: str | None,
    records: Path | None,
    jobs: int,
    quiet: bool,
) -> None:
    """Measure accuracy on CORPORA: annotated texts, their format told by content."""
    from mapper.evaluate.readers import read_corpus
    from mapper.evaluate.report import load_report, make_report
    from mapper.evaluate.runner import choose, judge_records

    parts = _parts(only)
    if sample is not None and limit is None:
        raise OptionError("--sample needs --limit: how many documents to choose")
    old = load_report(compare) if compare else None
    chosen = [choose(read_corpus(path), limit, sample) for path in corpora]
    judged = [
        judge_records(corpus, records) if records else _run(corpus, parts, jobs=jobs, quiet=quiet)
        for corpus in chosen
    ]
    settings = {"parts": [p.value for p in parts], "limit": limit, "sample": sample}
    report = make_report(judged, settings)
    text = json.dumps(report, ensure_ascii=False, separators=(",", ":"))
    if output:
        output.write_text(text + "\n", "utf-8")
    if as_json:
        click.echo(text)
        return
    _show(judged, report, old, misses)


def _run(corpus: Corpus, parts: Sequence[Part], *, jobs: int, quiet: bool) -> Judged:
    """Run the program over a corpus; tell how far it is, and how fast it was."""
    from mapper.evaluate.runner import run

    began = time.monotonic()
    total = len(corpus.documents)

    def progress(done: int) -> None:
        if not quiet and (done == total or done % max(1, total // 20) == 0):
            end = "\n" if done == total or not sys.stderr.isatty() else "\r"
            click.echo(f"{corpus.name}: {done} of {total}{end}", nl=False, err=True)

    judged = run(corpus, parts, jobs=jobs, progress=progress)
    if not quiet:
        seconds = time.monotonic() - began
        click.echo(f"{corpus.name}: {total / seconds:.1f} documents a second", err=True)
    return judged


def _show(
    judged: Sequence[Judged],
    report: dict[str, Any],
    old: dict[str, Any] | None,
    misses: str | None,
) -> None:
    """Print the figures, what went wrong where it was asked for, and what has changed."""
    from rich.console import Console

    from mapper.evaluate.show import show_changes, show_figures, show_misses

    console = Console(width=None if sys.stdout.isatty() else 160, file=sys.stdout)
    for item, entry in zip(judged, report["corpora"], strict=True):
        show_figures(console, entry)
        if misses is not None:
            tasks = [] if misses == "all" else [task.strip() for task in misses.split(",")]
            show_misses(console, item, tasks)
    before = {entry["name"]: entry for entry in old["corpora"]} if old else {}
    for entry in report["corpora"]:
        if entry["name"] in before:
            show_changes(console, before[entry["name"]], entry)


def _parts(only: str | None) -> list[Part]:
    from mapper.evaluate.program import Part

    names = [name.strip() for name in only.split(",")] if only else list(_PARTS)
    unknown = [name for name in names if name not in _PARTS]
    if unknown:
        raise OptionError(f"--only: no such part: {', '.join(unknown)}; {', '.join(_PARTS)} are")
    return [part for part in Part if part.value in names]
