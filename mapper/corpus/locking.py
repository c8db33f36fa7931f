"""One run at a time in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mapper.corpus.layout import unwritable
from mapper.errors import OptionError

__all__ = ["locked"]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder; it is free again when the block, or the process, ends.

    Parameters
    ----------
    folder
        Of a run.

    Raises
    ------
    OptionError
        Another run holds it.
    """
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        if not _hold(handle):
            raise OptionError(f"{folder}: another run is at work there; wait for it, or stop it")
        yield
    finally:
        os.close(handle)


def _hold(handle: int) -> bool:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
