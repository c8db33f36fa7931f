"""The report for people: tables, misses and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mapper.evaluate.figures import denominator, grouped
from mapper.evaluate.misses import MISSES, misses
from mapper.evaluate.report import flips, moved
from mapper.evaluate.runner import Judged

__all__ = ["show_changes", "show_figures", "show_misses"]

_CALLED = {None: "absent", True: "right", False: "wrong"}


def show_figures(console: Console, entry: Mapping[str, Any]) -> None:
    """Print the figures of one corpus (an entry of ``corpora``), by region where it has some."""
    regions = entry["regions"]
    table = Table(
        title=escape(f"{entry['name']} ({entry['format']}, {entry['documents']} documents)"),
        title_justify="left",
    )
    table.add_column("figure")
    table.add_column("all", justify="right")
    table.add_column("of", justify="right")
    for region in regions:
        table.add_column(escape(region), justify="right")
    figures = entry["figures"]
    for heading, names in grouped(figures).items():
        table.add_section()
        table.add_row(f"[bold]{heading}[/bold]")
        for name in names:
            total = denominator(name, entry["counts"])
            parts = [_number(regions[region].get(name)) for region in regions]
            told = "" if total is None else f"{total:,}"
            table.add_row(f"  {name.replace('_', ' ')}", _number(figures[name]), told, *parts)
    console.print(table)
    for name, bins in entry["calibration"].items():
        table = Table(title=f"Calibration: {name}", title_justify="left")
        for heading in ("score", "how many", "mean score", "share right"):
            table.add_column(heading, justify="right")
        for row in bins:
            low = row["low"]
            shares = (f"{row['score']:.3f}", f"{row['right']:.3f}")
            table.add_row(f"{low:.1f}-{low + 0.1:.1f}", str(row["count"]), *shares)
        console.print(table)


def show_misses(console: Console, judged: Judged, tasks: Iterable[str]) -> None:
    """Print what was judged wrong, task by task, each with the words around it."""
    heading = ""
    for outcome, around in misses(judged, tasks):
        if outcome.task != heading:
            heading = outcome.task
            wrong = [o for o in judged.outcomes if o.task == heading and not o.right]
            _line(console, f"\n== {heading}: {MISSES.get(heading, 'wrong')} ({len(wrong)})")
        error = "" if outcome.error_km is None else f" | {outcome.error_km:.0f} km"
        said = f" | said: {outcome.said or 'nothing'}"
        where = f"{outcome.doc}:{outcome.start}"
        _line(console, f"{where} | gold: {outcome.gold or 'nothing'}{said}{error}\n    {around}")


def show_changes(console: Console, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Print which figures moved and what flipped between two reports of one corpus."""
    if old["digest"] != new["digest"] or old["documents"] != new["documents"]:
        _line(console, "note: the corpus, or the part of it that was asked about, is another one")
    table = Table(title=escape(f"{new['name']}: changes"), title_justify="left")
    for heading in ("figure", "before", "now", "change"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    for name, before, now in moved(old, new):
        change = "" if before is None or now is None else f"{now - before:+.3f}"
        table.add_row(name.replace("_", " "), _number(before), _number(now), change)
    console.print(table)
    for flip in flips(old, new):
        verdicts = f"{_CALLED[flip.was]} -> {_CALLED[flip.now]}"
        said = flip.said if flip.said == flip.said_before else f"{flip.said_before} -> {flip.said}"
        place = f"{flip.doc}:{flip.start}"
        _line(console, f"{verdicts} | {flip.task} | {place} | gold: {flip.gold} | said: {said}")


def _number(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"


def _line(console: Console, text: str) -> None:
    """Print words of articles as they are: no markup, no wrapping."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)
