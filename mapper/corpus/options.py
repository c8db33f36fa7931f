"""What a run is asked for, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mapper.corpus.recipe import Recipe

__all__ = ["Options", "Progress", "Summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user asked for.

    Parameters
    ----------
    source
        The INPUT: a file, a folder or a glob.
    out
        Folder of the run.
    recipe
        How articles are read and analysed.
    workers
        Processes of this machine.
    scheduler
        Of a Dask cluster that is used instead; "" for none.
    part_size
        Most articles of a part.
    follow
        Whether to wait for more articles when all are done.
    settle
        Seconds for which a file must not have changed before it is taken, when following.
    every
        Seconds between two looks at the input, when following.
    retry
        Whether parts with quarantined articles are made again.
    prune
        Whether parts go whose articles are no longer in the input.
    map_articles
        Most articles on the map.
    """

    source: str
    out: Path
    recipe: Recipe = field(default_factory=Recipe)
    workers: int = 1
    scheduler: str = ""
    part_size: int = 50
    follow: bool = False
    settle: float = 2.0
    every: float = 1.0
    retry: bool = False
    prune: bool = False
    map_articles: int = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Parameters
    ----------
    done, total
        Articles, those of earlier runs included.
    analysed, seconds
        Articles of this run, and its time.
    """

    done: int
    total: int
    analysed: int
    seconds: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.analysed / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are left; None where nobody can tell yet."""
        return (self.total - self.done) / self.rate if self.analysed else None


@dataclass(slots=True, kw_only=True)
class Summary:
    """What came of a run.

    Parameters
    ----------
    articles, incidents, rows, parts
        In the output as it is now.
    analysed, seconds
        Articles of this run, and the time that they took.
    quarantined
        Articles that could not be analysed: id, where, kind, error.
    failures
        Sources and parts that could not be read: one line each.
    passed_over
        Files of the folder that are of no kind that is read.
    """

    articles: int = 0
    incidents: int = 0
    rows: int = 0
    parts: int = 0
    analysed: int = 0
    seconds: float = 0.0
    quarantined: list[dict[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
