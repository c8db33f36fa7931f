"""``mapper parse``: articles in, their analyses as JSON Lines out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mapper.cli.options import article_options
from mapper.cli.report import counted
from mapper.cli.walk import Walk
from mapper.config import Settings
from mapper.errors import OutputError

__all__ = ["parse_command"]


@click.command(
    "parse",
    help="Write the analysis of articles as JSON Lines, one object an article, to standard output "
    "or to a file.",
)
@article_options
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE", help="File to write; it appears when all is done.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="With -o: print a summary as JSON.")
@click.pass_context
def parse_command(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    settings: Settings,
    target: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Write the analysis of articles as JSON Lines."""
    from mapper.export import analysis_record, json_line, whole_file

    walk = Walk(sources, settings, quiet=quiet)
    incidents = 0
    if target is None or str(target) == "-":
        if sys.stdout is None:
            raise OutputError("standard output is closed; name a file with -o")
        stream = sys.stdout.buffer
        for analysis in walk.analyses():
            stream.write(json_line(analysis_record(analysis)).encode() + b"\n")
            stream.flush()
    else:
        with whole_file(target) as file:
            for analysis in walk.analyses():
                incidents += len(analysis.incidents)
                file.write(json_line(analysis_record(analysis)).encode() + b"\n")
        made = {"jsonl": str(target)} if walk.done else {}
        if as_json:
            told = {
                "articles": walk.done,
                "incidents": incidents,
                "files": made,
                "failures": walk.failures,
            }
            click.echo(json.dumps(told, ensure_ascii=False))
        elif made and not quiet:
            counts = f"{counted(walk.done, 'article')}, {counted(incidents, 'incident')}"
            click.echo(f"{target}: {counts}")
    if walk.failures:
        ctx.exit(1)
