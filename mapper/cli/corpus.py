"""``mapper corpus``: many articles at once."""

from __future__ import annotations

import click

from mapper.cli.root import LazyGroup

__all__ = ["COMMANDS", "corpus"]

COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("mapper.cli.corpus_run:run_command", "Analyse many articles; run again to go on."),
    "merge": (
        "mapper.cli.corpus_merge:merge_command",
        "Merge the incidents that several articles tell.",
    ),
}
"""As `mapper.cli.root.COMMANDS`."""


@click.group(
    "corpus",
    cls=LazyGroup,
    table=COMMANDS,
    help="Analyse many articles, on one machine or on a cluster.",
)
def corpus() -> None:
    """Many articles."""
