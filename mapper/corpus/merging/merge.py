"""The whole of it: files of analyses in, files of merged incidents out."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from mapper.corpus.hand import Hands
from mapper.corpus.merging.bundles import Bundle, bundles
from mapper.corpus.merging.decisions import Decisions, read_decisions, rulings
from mapper.corpus.merging.finding import find_files
from mapper.corpus.merging.linking import cluster
from mapper.corpus.merging.reading import available, read_all, shared_out
from mapper.corpus.merging.writing import FORMATS, Page, page_of, write_merged
from mapper.errors import OptionError, SourceError

__all__ = ["Summary", "merge"]

_PAGE = 1000  # incidents that are made at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did.

    Parameters
    ----------
    files_read, articles, reports
        What came in; a report is an incident as one article told it.
    repeated
        Analyses left out because the same article came again.
    incidents
        What came out.
    several
        How many of them several reports tell.
    largest
        Reports of the incident that most tell.
    ranges
        How many incidents have reports that differ over the number of dead.
    placeless, dateless
        Reports without a place, and without a date finer than a year: never merged by score.
    compared
        Pairs of reports that were scored.
    decisions, unknown
        Pairs that a person decided on, and how many of them name a report that is not here.
    files
        Format -> file written.
    failures
        One line each.
    """

    files_read: int
    articles: int
    reports: int
    repeated: int
    incidents: int
    several: int
    largest: int
    ranges: int
    placeless: int
    dateless: int
    compared: int
    decisions: int
    unknown: int
    files: dict[str, Path]
    failures: list[str]


def merge(
    sources: Sequence[Path],
    folder: Path,
    *,
    decisions: Path | None = None,
    threshold: float = 0.5,
    formats: Collection[str] = tuple(FORMATS),
    progress: Callable[[str], object] = lambda _text: None,
) -> Summary:
    """Merge the incidents that several articles tell.

    Parameters
    ----------
    sources
        Files of analyses as `mapper parse` or `mapper corpus run` writes them (``.jsonl``,
        ``.jsonl.gz``), and folders of such.
    folder
        Where the files go; made if it is missing.
    decisions
        A file of a person's joins and splits, which win over every score.
    threshold
        Probability above which two reports count as one incident.
    formats
        Keys of `FORMATS`.
    progress
        Told what is being done.

    Returns
    -------
    Summary
        The files are the same for the same analyses in any order.

    Raises
    ------
    SourceError
        There is nothing to read.
    OptionError
        An option makes no sense, or the decisions contradict themselves.
    OutputError
        The files cannot be written; nothing has changed then.
    """
    if not 0.0 < threshold < 1.0:
        raise OptionError(f"--threshold: {threshold:g} is not between 0 and 1; try 0.5")
    for unknown in sorted(set(formats) - set(FORMATS)):
        raise OptionError(f"{unknown!r} is no format; choose of {', '.join(FORMATS)}")
    decided = Decisions({}) if decisions is None else read_decisions(decisions)
    paths = find_files(sources, leave_out=[folder, *([decisions] if decisions else [])])
    with _collector_off():
        return _merged(paths, decided, folder, threshold, formats, progress)


def _merged(
    paths: Sequence[Path],
    decided: Decisions,
    folder: Path,
    threshold: float,
    formats: Collection[str],
    progress: Callable[[str], object],
) -> Summary:
    import numpy as np

    shares = shared_out(paths, available())
    with Hands(len(shares) - 1) as hands:
        intake = read_all(shares, progress, hands)
        if not intake.articles:
            raise SourceError(
                "; ".join(intake.failures[:1]) or f"{paths[0]}: no analysis in it; make it again"
            )
        reports = intake.reports()
        progress(f"Comparing {len(reports):,} reports")
        ruled = rulings(decided, reports)
        clustering = cluster(reports, ruled, threshold=threshold)
        progress("Writing")
        counts: Counter[str] = Counter()
        pages = hands.each(
            partial(page_of, formats=tuple(formats)), _some(bundles(reports, clustering))
        )
        files = write_merged(_counted(pages, counts), folder, formats)
    sizes = np.bincount(clustering.labels, minlength=1)
    return Summary(
        files_read=len(paths),
        articles=intake.articles,
        reports=len(reports),
        repeated=intake.repeated,
        incidents=int((sizes > 0).sum()),
        several=int((sizes > 1).sum()),
        largest=int(sizes.max()),
        ranges=counts["ranges"],
        placeless=len(reports) - len(np.unique(reports.spots.report)),
        dateless=int(np.isnan(reports.first_day).sum()),
        compared=clustering.compared,
        decisions=len(decided),
        unknown=ruled.unknown,
        files=files,
        failures=intake.failures,
    )


@contextmanager
def _collector_off() -> Iterator[None]:
    """Hold the collector of cycles: nothing here makes any, and it would walk all that is read."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _some(of: Iterator[Bundle]) -> Iterator[list[Bundle]]:
    """Give bundles by the thousand, which is worth another process's while."""
    while some := list(islice(of, _PAGE)):
        yield some


def _counted(pages: Iterable[Page], counts: Counter[str]) -> Iterator[Page]:
    for page in pages:
        counts["ranges"] += page.ranges
        yield page
