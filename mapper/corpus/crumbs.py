"""What a worker was busy with when it died: a trail that its successors read.

A worker that is killed can tell nobody which article it died of. So it leaves a file that names
the article it is at; it takes the file away when the part is done. Files that stay are deaths,
and an article with as many deaths as `Limits.tries` is left out by whoever comes next. The files
lie beside the output, so all this works the same for processes and for a cluster.
"""

from __future__ import annotations

import faulthandler
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Deaths", "Trail", "deaths", "trail"]

_WIDTH = 12
OPENING = -1
"""The worker had not come to any article yet."""


class Deaths(Counter[int]):
    """Deaths by the number of the article (`OPENING` before the first); `late` are timeouts."""

    def __init__(self) -> None:
        super().__init__()
        self.late: set[int] = set()


class Trail:
    """Marks where the worker is, and sees to it that no article takes for ever.

    The time limit is kept by a thread of the interpreter's own that needs no lock of Python: it
    ends the process even when that is stuck in a library.
    """

    def __init__(self, handle: int, seconds: float) -> None:
        self._handle = handle
        self._seconds = seconds

    def at(self, number: int) -> None:
        """Come to an article."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, f"{number:{_WIDTH - 1}}\n".encode())
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._handle)

    def rest(self) -> None:
        """Leave it: what follows has all the time that it needs."""
        faulthandler.cancel_dump_traceback_later()


@contextmanager
def trail(key: str, work: Path, seconds: float) -> Iterator[Trail]:
    """Leave a trail while a part is worked on.

    Parameters
    ----------
    key
        Of the part.
    work
        Where the trails are.
    seconds
        Longest time for one article.

    Yields
    ------
    Trail
        The file is gone when the block ends, however it ends short of the process's death.
    """
    path = work / f"{key}.{uuid.uuid4().hex}.trail"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, f"{OPENING:{_WIDTH - 1}}\n".encode())
        yield Trail(handle, seconds)
    finally:
        faulthandler.cancel_dump_traceback_later()
        os.close(handle)
        path.unlink(missing_ok=True)


def deaths(key: str, work: Path) -> Deaths:
    """Read the trails of those who died of a part.

    Parameters
    ----------
    key, work
        As in `trail`.

    Returns
    -------
    Deaths
        So far in this run; one that is being worked on by somebody else just now counts too.
    """
    found = Deaths()
    for path in work.glob(f"{key}.*.trail"):
        try:
            told = path.read_bytes()
            number = int(told[:_WIDTH])
        except (OSError, ValueError):
            continue
        found[number] += 1
        if told[_WIDTH:].startswith(b"Timeout"):
            found.late.add(number)
    return found
