"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mapper.errors import OutputError

__all__ = ["write_whole"]


def write_whole(target: Path, data: bytes, what: str) -> None:
    """Write a file in one step.

    Parameters
    ----------
    target
        Where; an existing file is replaced.
    data
        All of it.
    what
        What it is, for the message.

    Raises
    ------
    OutputError
        If it cannot be written there.
    """
    handle = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".part", delete=False
        ) as handle:
            handle.write(data)
        Path(handle.name).chmod(0o666 & ~_umask())
        Path(handle.name).replace(target)
    except OSError as error:
        if handle is not None:
            Path(handle.name).unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"cannot write the {what} {target} ({reason}); free space or choose another place"
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
