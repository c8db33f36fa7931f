"""``mapper corpus run``: many articles in, their incidents out, in parts that never get lost."""

from __future__ import annotations

import click

__all__ = ["run_command"]


@click.command("run", help="Analyse many articles.")
def run_command() -> None:
    """Analyse many articles."""
    raise click.UsageError("this command is not finished yet.")
