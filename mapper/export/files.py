"""Files appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mapper.errors import MapperError, OutputError

__all__ = ["staged_folder", "whole_file", "write_bytes", "write_text"]


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Collect files in a hidden folder and move them to their place together.

    Parameters
    ----------
    folder
        Where the files are to appear; made if it is missing.

    Yields
    ------
    Path
        An empty folder on the same disk. When the block ends well, every file in it replaces
        its namesake in `folder`; when it does not, `folder` is as it was before.

    Raises
    ------
    OutputError
        The folder cannot be made or written.
    """
    with _folder(folder):
        try:
            stage = Path(tempfile.mkdtemp(prefix=".mapper-", dir=folder))
        except OSError as error:
            raise _output_error(folder, error) from None
        try:
            yield stage
            try:
                for path in sorted(stage.iterdir()):
                    # Nothing moves until it is known that all can.
                    if (folder / path.name).is_dir():
                        raise OutputError(
                            f"{folder / path.name}: a folder is in the way; choose another "
                            "place with -o"
                        )
                for path in sorted(stage.iterdir()):
                    path.chmod(0o666 & ~_umask())
                    path.replace(folder / path.name)
            except OSError as error:
                raise _output_error(folder / path.name, error) from None
        except OutputError as error:
            # The user knows the folder, not the hidden one in it.
            raise OutputError(str(error).replace(str(stage), str(folder))) from None
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a file of UTF-8 text.

    Parameters
    ----------
    path
        Where.
    text
        What; lone surrogates become replacement characters.

    Raises
    ------
    OutputError
        It cannot be written there; nothing has changed then.
    """
    write_bytes(path, text.encode("utf-8", "replace"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file.

    Parameters
    ----------
    path, data
        Where, and what.

    Raises
    ------
    OutputError
        It cannot be written there; nothing has changed then.
    """
    with whole_file(path) as stream:
        stream.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Write a file that appears when the block ends well, if anything was written.

    Parameters
    ----------
    path
        Where; a file of this name is replaced, a link keeps pointing where it points. What is
        no file, such as ``/dev/stdout`` or a named pipe, is written to as it is.

    Yields
    ------
    BinaryIO
        Takes the bytes.

    Raises
    ------
    OutputError
        It cannot be written there; nothing has changed then.
    """
    try:
        if path.is_dir():
            raise OutputError(f"{path}: a folder; name a file")
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
            return
        target = path.resolve() if path.is_symlink() else path
        with _folder(target.parent), _temporary(target.parent) as temporary:
            with temporary.open("wb") as stream:
                yield stream
                written = stream.tell()
            if written:
                temporary.chmod(0o666 & ~_umask())
                temporary.replace(target)
    except OSError as error:
        raise _output_error(path, error) from None


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=".mapper-", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Make a folder; whatever of it is new and still empty at the end goes again."""
    new: list[Path] = []
    try:
        try:
            new += (place for place in (folder, *folder.parents) if not place.exists())
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise OutputError(f"{folder}: a file, not a folder; choose another with -o") from None
        except OSError as error:
            raise _output_error(folder, error) from None
        yield
    finally:
        for place in new:
            with suppress(OSError):
                place.rmdir()


def _umask() -> int:
    """Read the process's umask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _output_error(path: Path, error: OSError) -> MapperError:
    if isinstance(error, MapperError):
        return error  # one of our own, on its way through
    reason = (error.strerror or str(error)).lower()
    return OutputError(f"{path}: cannot be written ({reason}); choose another place with -o")
