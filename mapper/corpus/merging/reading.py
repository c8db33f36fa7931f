"""Analyses in, columns of reports out."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mapper.corpus.hand import Hands
from mapper.corpus.merging.columns import Columns
from mapper.corpus.merging.finding import opened
from mapper.corpus.merging.lines import read_line
from mapper.corpus.merging.reports import Reports
from mapper.corpus.merging.telling import digest_of, rows_of
from mapper.errors import SourceError

__all__ = ["Intake", "available", "read_all", "shared_out"]

_WRONG = 5  # lines of one file that are told one by one
_WORTH = 30_000_000  # bytes that take longer to read than a process to start
_PACKED = 8  # how much more there is in a packed file


@dataclass(slots=True)
class _Kept:
    """Which rows an article's analysis filled, and what it is chosen by if there are two."""

    rank: tuple[tuple[str, ...], bytes]
    first: int
    last: int


@dataclass(slots=True)
class Intake:
    """Takes analyses line by line and gives the columns of what they report.

    Attributes
    ----------
    articles
        How many different ones were read.
    repeated
        How many analyses were left out, as the same article came again.
    failures
        One line for each file or line that could not be read.
    """

    failures: list[str] = field(default_factory=list)
    repeated: int = 0
    _kept: dict[tuple[str, str], _Kept] = field(default_factory=dict)
    _columns: Columns = field(default_factory=Columns)

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return len(self._kept)

    def read(self, path: Path) -> None:
        """Read a file; what cannot be read is told in `failures`, the rest is kept."""
        wrong = 0
        try:
            with opened(path) as stream:
                for number, line in enumerate(stream, start=1):
                    try:
                        self.add(line)
                    except SourceError as error:
                        wrong += 1
                        if wrong <= _WRONG:
                            self.failures.append(f"{path}, line {number}: {error}")
        except (OSError, EOFError, zlib.error) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            self.failures.append(f"{path}: cannot be read ({reason}); check the file")
        if wrong > _WRONG:
            self.failures.append(f"{path}: {wrong - _WRONG} more lines like these")

    def add(self, line: bytes) -> None:
        """Take one analysis.

        Parameters
        ----------
        line
            As `mapper parse` writes it.

        Raises
        ------
        SourceError
            It is none; nothing of it is kept.
        """
        line = line.strip()
        read = read_line(line)
        if read is None:
            return
        try:
            rows = rows_of(read, self._columns)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise SourceError(
                f"no analysis as mapper parse writes it ({type(error).__name__}: {error})"
            ) from None
        # Of two analyses of one article the newer stays, however they come.
        rank = (read.signature, hashlib.sha256(line).digest())
        first = len(self._columns)
        key = (read.article.id, digest_of(read.article))
        if self._keep(key, _Kept(rank, first, first + len(rows))):
            for row in rows:
                self._columns.add(row)

    def absorb(self, other: Intake) -> None:
        """Take all that another has read, and leave that one useless."""
        if not self._kept and not len(self._columns):
            self._kept, self._columns = other._kept, other._columns
            self.repeated += other.repeated
            self.failures += other.failures
            return
        before = len(self._columns)
        self._columns.absorb(other._columns)
        for key, kept in other._kept.items():
            self._keep(key, _Kept(kept.rank, kept.first + before, kept.last + before))
        self.repeated += other.repeated
        self.failures += other.failures

    def _keep(self, key: tuple[str, str], new: _Kept) -> bool:
        """Whether an analysis stays, at least until there is a newer one of its article."""
        old = self._kept.get(key)
        if old is not None:
            self.repeated += 1
            if old.rank >= new.rank:
                return False
        self._kept[key] = new
        return True

    def reports(self) -> Reports:
        """Give the columns, in the order of the reports' ids."""
        kept = self._kept.values()
        return self._columns.reports([row for one in kept for row in range(one.first, one.last)])


def read_all(
    shares: Sequence[Sequence[Path]], progress: Callable[[str], object], hands: Hands
) -> Intake:
    """Read files.

    Parameters
    ----------
    shares
        Of `shared_out`; one for each process.
    progress
        Told what is being done.
    hands
        The other processes.

    Returns
    -------
    Intake
        Of all files; what could not be read is told in it.
    """
    intake = Intake()
    for other in hands.each(_read, shares, lambda share: _read(share, progress)):
        intake.absorb(other)
    return intake


def _read(paths: Sequence[Path], progress: Callable[[str], object] = lambda _text: None) -> Intake:
    intake = Intake()
    for number, path in enumerate(paths, start=1):
        progress(f"Reading {path.name} ({number} of {len(paths)})")
        intake.read(path)
    return intake


def shared_out(paths: Sequence[Path], workers: int) -> list[list[Path]]:
    """Part files among processes, by their sizes, in their order.

    Parameters
    ----------
    paths
        The files.
    workers
        Processes at most; fewer where there is too little for them.
    """
    sizes = [_size(path) for path in paths]
    count = max(1, min(workers, len(paths), sum(sizes) // _WORTH))
    shares: list[list[Path]] = [[] for _ in range(count)]
    done = 0
    for path, size in zip(paths, sizes, strict=True):
        shares[min(count - 1, count * (2 * done + size) // (2 * max(1, sum(sizes))))].append(path)
        done += size
    return [share for share in shares if share]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size * (_PACKED if path.suffix == ".gz" else 1)
    except OSError:  # which reading it will tell
        return 0


def available() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
