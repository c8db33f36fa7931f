"""What the commands tell on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mapper.model import Analysis

__all__ = ["counted", "plain", "print_table", "summary"]

_ROWS = 40
_NAMES = 8


def plain(text: str, limit: int = 10_000) -> str:
    """Make an article's words fit for a terminal: one line, no control characters, shortened."""
    line = "".join(c for c in " ".join(text.split()) if c.isprintable())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def counted(number: int, thing: str) -> str:
    """Count things in words: ``1 article``, ``2 articles``."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def summary(
    analyses: Sequence[Analysis], written: Mapping[str, Path], failures: Sequence[str]
) -> dict[str, Any]:
    """Sum a run up for a program.

    Parameters
    ----------
    analyses
        What was mapped.
    written
        The files, by kind (``html``, ``geojson``, ``places.geojson``, ...).
    failures
        One line each.

    Returns
    -------
    dict
        Fit for JSON.
    """
    rows = list(_rows(analyses))
    return {
        "articles": len(analyses),
        "incidents": sum(len(analysis.incidents) for analysis in analyses),
        "places": len({row["place_id"] for row in rows if row["place_id"]}),
        "files": {kind: str(path) for kind, path in written.items()},
        "failures": list(failures),
        "rows": rows,
    }


def print_table(analyses: Sequence[Analysis], files: Iterable[Path]) -> None:
    """Print a short table of the incidents, and where the files are.

    Parameters
    ----------
    analyses
        What was mapped.
    files
        What was written.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    rows = list(_rows(analyses))
    placed = [row for row in rows if row["place"]]
    if placed:
        table = Table(box=None, pad_edge=False)
        for heading in ("Date", "Category", "Place", "Factuality", "Quote"):
            table.add_column(heading, no_wrap=True, overflow="ellipsis")
        # Cut here and not by the table, which on a narrow terminal would drop whole columns.
        cell = 32 if console.width >= 120 else 16
        quote = max(10, min(70, console.width - 2 * cell - 28))
        for row in placed[:_ROWS]:
            place = f"{row['place']} ({row['finer']})" if row["finer"] else row["place"]
            cells = (row["date"] or "-", row["category"], place, row["factuality"])
            table.add_row(
                *(Text(plain(text, cell)) for text in cells), Text(plain(row["quote"], quote))
            )
        console.print(table)
    for line in _counts(rows, placed):
        console.print(Text(line), soft_wrap=True)
    console.print()
    for path in files:
        if path.suffix != ".qml":
            console.print(Text(str(path)), soft_wrap=True)


def _counts(
    rows: Sequence[Mapping[str, Any]], placed: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """Tell what the table leaves out, and what the gazetteer lacks."""
    if len(placed) > _ROWS:
        yield f"... and {len(placed) - _ROWS} more; the files have them all."
    if not placed:
        yield "No incident at a place was found."
    if others := len(rows) - len(placed):
        yield f"{others} more without a place on the map."
    lacking = [*(n for row in rows for n in row["unlocated"]), *(r["finer"] for r in rows)]
    names = [plain(name, 60) for name in dict.fromkeys(lacking) if name]
    if names:
        told = ", ".join(names[:_NAMES])
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        yield f"Not in the gazetteer: {told}{more}; --gazetteer FILE adds them."


def _rows(analyses: Sequence[Analysis]) -> Iterator[dict[str, Any]]:
    for analysis in analyses:
        text = analysis.article.text
        named = [" ".join(r.mention.text.split()) for r in analysis.resolutions]
        for incident in analysis.incidents:
            event = incident.event
            lacking = [named[mention] for mention in incident.unlocated]
            for where in incident.places or (None,):
                yield {
                    "article": analysis.article.id,
                    "incident": incident.id,
                    "date": event.date.start or event.date.end,
                    "category": event.category.value,
                    "place": where.place.name if where else "",
                    "place_id": where.place.id if where else "",
                    "finer": named[where.finer] if where and where.finer is not None else "",
                    "unlocated": lacking,
                    "factuality": event.factuality.value,
                    "quote": text[event.quote.start : event.quote.end],
                    "score": round(incident.score, 4),
                }
