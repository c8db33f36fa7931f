"""What a person decided: reports that are one incident, and reports that are not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapper.errors import OptionError

if TYPE_CHECKING:
    from mapper.corpus.merging.reports import Ints, Reports

__all__ = ["Decisions", "Rulings", "merged_id", "read_decisions", "rulings"]


def merged_id(report: str) -> str:
    """Name a merged incident after the report that told it first.

    Parameters
    ----------
    report
        ``ARTICLE/INCIDENT``.

    Returns
    -------
    str
        ``m`` and sixteen hexadecimal digits.
    """
    return "m" + sha256(report.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs of ids in the order of the file, with the line that each stands on.

    Of two decisions about one pair the later one holds.
    """

    pairs: Mapping[tuple[str, str], tuple[bool, int]]
    path: Path | None = None

    def __len__(self) -> int:
        return len(self.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Rulings:
    """Decisions as rows of reports.

    Parameters
    ----------
    joined, split
        Two columns of rows each.
    unknown
        How many decisions name a report that is not here.
    """

    joined: Ints
    split: Ints
    unknown: int


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions.

    Parameters
    ----------
    path
        JSON Lines: ``{"join": [ID, ID, ...]}`` says that these are one incident,
        ``{"split": [ID, ID, ...]}`` that no two of them are. An ID is a report's
        (``ARTICLE/INCIDENT``) or a merged incident's, which stands for the report it is named
        after. Other keys, such as who decided and why, are left alone.

    Returns
    -------
    Decisions
        What the file says.

    Raises
    ------
    OptionError
        The file cannot be read, or a line is none of these.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not UTF-8").lower()
        raise OptionError(f"--decisions: {path}: {reason}; check the path") from None
    pairs: dict[tuple[str, str], tuple[bool, int]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        verdict, ids = _decision(line, f"--decisions: {path}, line {number}")
        for place, one in enumerate(ids):
            for other in ids[place + 1 :]:
                key = (min(one, other), max(one, other))
                pairs.pop(key, None)
                pairs[key] = (verdict, number)
    return Decisions(pairs, path)


def _decision(line: str, where: str) -> tuple[bool, list[str]]:
    wanted = 'write {"join": [ID, ID]} or {"split": [ID, ID]}'
    try:
        found: Any = json.loads(line)
    except ValueError:
        raise OptionError(f"{where}: no JSON; {wanted}") from None
    verdicts = [key for key in ("join", "split") if isinstance(found, dict) and key in found]
    if len(verdicts) != 1:
        raise OptionError(f"{where}: no decision; {wanted}")
    ids = found[verdicts[0]]
    if not isinstance(ids, list) or not all(isinstance(one, str) and one for one in ids):
        raise OptionError(f"{where}: ids are texts in a list; {wanted}")
    if len(set(ids)) != len(ids) or len(ids) < 2:
        raise OptionError(f"{where}: two different ids at least are needed; {wanted}")
    return verdicts[0] == "join", ids


def rulings(decisions: Decisions, reports: Reports) -> Rulings:
    """Find the reports that decisions name.

    Parameters
    ----------
    decisions
        As read.
    reports
        Those of this run.

    Raises
    ------
    OptionError
        Joins put two reports together that a split keeps apart.
    """
    import numpy as np

    from mapper.corpus.merging.clusters import connected

    rows: dict[str, int] = {}
    if decisions.pairs:
        rows = {merged_id(name): row for row, name in enumerate(reports.ids)}
        rows |= {name: row for row, name in enumerate(reports.ids)}
    found: dict[tuple[int, int], tuple[bool, int]] = {}
    unknown = 0
    for (one, other), ruling in decisions.pairs.items():
        if one not in rows or other not in rows:
            unknown += 1
        elif rows[one] != rows[other]:
            left, right = sorted((rows[one], rows[other]))
            found[left, right] = ruling
    joined, split = (
        np.array([p for p, (v, _) in found.items() if v is kind], dtype=np.int64).reshape(-1, 2)
        for kind in (True, False)
    )
    together = connected(len(reports), joined[:, 0], joined[:, 1])
    for left, right in split.tolist():
        if together[left] == together[right]:
            line = found[left, right][1]
            raise OptionError(
                f"--decisions: {decisions.path}, line {line}: splits {reports.ids[left]} from "
                f"{reports.ids[right]}, which other lines join; take one of them out"
            )
    return Rulings(joined, split, unknown)
