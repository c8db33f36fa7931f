"""The report of an evaluation as JSON, and the comparison of two reports."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mapper.errors import SourceError
from mapper.evaluate.figures import Figure, calibration_tables, count, figures
from mapper.evaluate.outcome import Outcome
from mapper.evaluate.runner import Judged

__all__ = ["SCHEMA", "Flip", "by_region", "flips", "load_report", "make_report", "moved"]

SCHEMA = "evaluation/1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """Something judged differently in two runs.

    Parameters
    ----------
    task, doc, start, end
        What and where.
    was, now
        The verdicts; None where it did not exist in that run (a spurious mention, say).
    gold, said, said_before
        In words.
    """

    task: str
    doc: str
    start: int
    end: int
    was: bool | None
    now: bool | None
    gold: str = ""
    said: str = ""
    said_before: str = ""


def make_report(judged: Iterable[Judged], settings: Mapping[str, object]) -> dict[str, Any]:
    """Make the report: figures, counts, calibration and every outcome, by corpus.

    Parameters
    ----------
    judged
        Corpora and their outcomes.
    settings
        What was asked and of which program; must be JSON.

    Returns
    -------
    dict
        JSON object of schema `SCHEMA`. The same input gives the same report.
    """
    return {
        "schema_version": SCHEMA,
        "generator": {"name": "incident-mapper", "version": version("incident-mapper")},
        "settings": dict(settings),
        "corpora": [_corpus(item) for item in judged],
    }


def _corpus(judged: Judged) -> dict[str, Any]:
    corpus, outcomes = judged.corpus, judged.outcomes
    tables = calibration_tables(outcomes)
    return {
        "name": corpus.name,
        "format": corpus.format.value,
        "digest": corpus.digest,
        "documents": len(corpus.documents),
        "figures": figures(outcomes),
        "regions": by_region(judged),
        "counts": count(outcomes),
        "calibration": {name: [asdict(b) for b in bins] for name, bins in tables.items()},
        "outcomes": _grouped(outcomes),
    }


def by_region(judged: Judged) -> dict[str, dict[str, Figure]]:
    """Count the figures of each region that the corpus tells apart; empty if it does not."""
    regions = {document.id: document.region for document in judged.corpus.documents}
    names = sorted({region for region in regions.values() if region})
    return {name: figures([o for o in judged.outcomes if regions[o.doc] == name]) for name in names}


def _grouped(outcomes: Sequence[Outcome]) -> dict[str, dict[str, list[list[object]]]]:
    """Group the outcomes by task and document, each as start, end, right, gold, said."""
    groups: dict[str, dict[str, list[list[object]]]] = {}
    for o in outcomes:
        row = [o.start, o.end, int(o.right), o.gold, o.said]
        groups.setdefault(o.task, {}).setdefault(o.doc, []).append(row)
    return groups


def load_report(path: Path) -> dict[str, Any]:
    """Read an earlier report.

    Raises
    ------
    SourceError
        If the file is no report of this schema.
    """
    try:
        report = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read as a report of an evaluation") from error
    if not isinstance(report, dict) or report.get("schema_version") != SCHEMA:
        raise SourceError(f"{path}: is not a report of schema {SCHEMA}; make it anew with --json")
    return report


def moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Figure, Figure]]:
    """Go through the figures of a corpus that differ: name, then, now."""
    for name, value in new["figures"].items():
        before = old["figures"].get(name)
        if before != value:
            yield name, before, value


def flips(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Flip]:
    """Go through what two reports of one corpus judge differently, the losses first.

    Parameters
    ----------
    old, new
        Entries of ``corpora`` in two reports.

    Yields
    ------
    Flip
        Only tasks that both runs judged.
    """
    found = []
    for task, documents in new["outcomes"].items():
        before = old["outcomes"].get(task)
        if before is None:
            continue
        now, was = _keyed(documents), _keyed(before)
        for key in now.keys() | was.keys():
            a, b = was.get(key), now.get(key)
            verdicts = (a and bool(a[0]), b and bool(b[0]))
            if (a is None or b is None or a[0] != b[0]) and verdicts not in _UNTOLD:
                found.append(_flip(task, key, a, b))
    order = list(new["outcomes"])
    yield from sorted(
        found, key=lambda f: (_gain(f), order.index(f.task), f.doc, f.start, f.end, f.gold)
    )


# A right thing that came or went tells nothing: the gold that it met is listed by another task.
_UNTOLD = {(None, True), (True, None)}
_Key = tuple[str, int, int, str, int]


def _keyed(documents: Mapping[str, Any]) -> dict[_Key, tuple[int, str, str]]:
    keyed: dict[_Key, tuple[int, str, str]] = {}
    for doc, rows in documents.items():
        for start, end, right, gold, said in rows:
            ordinal = 0
            while (key := (doc, start, end, gold, ordinal)) in keyed:
                ordinal += 1
            keyed[key] = (right, gold, said)
    return keyed


def _flip(
    task: str, key: _Key, was: tuple[int, str, str] | None, now: tuple[int, str, str] | None
) -> Flip:
    return Flip(
        task=task,
        doc=key[0],
        start=key[1],
        end=key[2],
        was=None if was is None else bool(was[0]),
        now=None if now is None else bool(now[0]),
        gold=key[3],
        said=now[2] if now else "",
        said_before=was[2] if was else "",
    )


def _gain(flip: Flip) -> int:
    """0 for a loss (right to wrong, or a new wrong thing), 1 for a gain."""
    return 0 if flip.now is False else 1
