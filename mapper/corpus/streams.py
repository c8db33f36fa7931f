"""Files read in stretches: line by line, or summed up."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mapper.errors import SourceError

__all__ = ["LONGEST_LINE", "at_line_end", "each_line", "opened", "sum_up"]

LONGEST_LINE = 64 * 2**20
"""Bytes; a longer line is no article."""
_CHUNK = 2**20


def opened(path: Path, name: str) -> BinaryIO:
    """Open a source.

    Raises
    ------
    SourceError
        It cannot be opened.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise SourceError(f"{name}: no such file any more") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(f"{name}: cannot be read ({reason}); check its permissions") from None


def each_line(stream: BinaryIO, first: int, name: str) -> Iterator[tuple[bytes | None, int]]:
    """Read lines, and never more of one than an article may have.

    Parameters
    ----------
    stream
        At the beginning of a line.
    first
        Number of that line.
    name
        Of the source, for messages.

    Yields
    ------
    tuple of bytes or None, int
        The line without a byte-order mark (None where it is too long), and its length in the
        file.

    Raises
    ------
    SourceError
        The file is not JSON Lines at all.
    """
    number = first
    while line := stream.readline(LONGEST_LINE):
        if number == 1:
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise SourceError(f"{name}: JSON Lines must be UTF-8; save the file as UTF-8")
            if b"\x00" in line:
                raise SourceError(f"{name}: a binary file, not JSON Lines; check the file")
        length, whole = len(line), line
        while len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
            length += len(line)
        if length > LONGEST_LINE:
            yield None, length
        else:
            yield (whole.removeprefix(b"\xef\xbb\xbf") if number == 1 else whole), length
        number += 1


def sum_up(stream: BinaryIO, length: int | None) -> tuple[str, int]:
    """Sum up what comes next in a stream.

    Parameters
    ----------
    stream
        Where it is.
    length
        Bytes; None for all that is left.

    Returns
    -------
    tuple of str, int
        SHA-256, and how many bytes there were.
    """
    total, read = hashlib.sha256(), 0
    while length is None or read < length:
        data = stream.read(_CHUNK if length is None else min(_CHUNK, length - read))
        if not data:
            break
        total.update(data)
        read += len(data)
    return total.hexdigest(), read


def at_line_end(stream: BinaryIO) -> bool:
    """Whether a line ends where the stream is: what was its end may have been half a line."""
    stream.seek(-1, os.SEEK_CUR)
    return stream.read(1) == b"\n" or not stream.read(1)
