"""Lines of a text file that may lie in a zip, whatever may be wrong with either."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gazetteer.errors import SourceError

__all__ = ["cells", "check_zip", "sha256"]

_LONGEST_LINE = 1_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


def cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Return number and tab-separated cells of every line.

    Parameters
    ----------
    path
        A text file, UTF-8, or a zip that holds one of the same name.

    Raises
    ------
    SourceError
        It cannot be read; the message names file and line.
    """
    with _opened(path) as file:
        number = 0
        while raw := file.readline(_LONGEST_LINE):
            number += 1
            if len(raw) == _LONGEST_LINE:
                raise SourceError(f"{path.name}, line {number}: no table; fetch the file again")
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise SourceError(
                    f"{path.name}, line {number}: byte 0x{raw[error.start]:02x} is not UTF-8; "
                    "fetch the file again, or save it as UTF-8"
                ) from None
            yield number, text.rstrip("\r\n").split("\t")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        if path.suffix.lower() != ".zip":
            with path.open("rb") as file:
                yield file
            return
        with zipfile.ZipFile(path) as archive:
            wanted = f"{path.stem}.txt".lower()
            names = [name for name in archive.namelist() if name.lower() == wanted]
            if not names:
                raise SourceError(f"{path.name}: no {path.stem}.txt in it; fetch it again")
            # Reading to the end compares the checksum that the zip carries.
            with archive.open(names[0]) as file:
                yield file
    except _BROKEN as error:
        raise _broken(path, error) from None
    except OSError as error:
        raise _unreadable(path, error) from None


def check_zip(path: Path) -> None:
    """Compare the content of a zip with the checksums in it.

    Raises
    ------
    SourceError
        It is no zip, or damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except _BROKEN as error:
        raise _broken(path, error) from None
    except OSError as error:  # another run may have taken it away
        raise _unreadable(path, error) from None
    if bad is not None:
        raise SourceError(f"{path.name} is damaged (checksum of {bad}); fetch it again")


def _broken(path: Path, error: Exception) -> SourceError:
    return SourceError(f"{path.name} is no whole zip file ({error}); fetch it again")


def _unreadable(path: Path, error: OSError) -> SourceError:
    return SourceError(
        f"{path.name} cannot be read ({(error.strerror or str(error)).lower()}); run it again when "
        "it is there and readable"
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    Raises
    ------
    SourceError
        It cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from None
