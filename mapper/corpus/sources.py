"""The INPUT of a run: which files it means, and of what kind each is."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mapper.corpus.parts import Kind
from mapper.errors import OptionError

__all__ = ["Source", "find_sources", "fixed_part"]

_LINES = (".jsonl", ".ndjson", ".jsonlines")
_ROWS = (".parquet", ".pq")
_DOCUMENTS = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".pdf", ".docx", ".json",
    ".xml", ".rss", ".atom",
)  # fmt: skip
_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file with articles: its name relative to the input, where it is, and its kind."""

    name: str
    path: Path
    kind: Kind


def find_sources(given: str, output: Path) -> tuple[list[Source], list[str]]:
    """List the files that the INPUT means.

    Parameters
    ----------
    given
        A file (JSON Lines, Parquet, one article), a folder, or a glob (``**`` for any depth).
    output
        Folder of the run, which is no input even where it lies in it.

    Returns
    -------
    tuple of list of Source, list of str
        The sources by name, and the names of files of a folder that are passed over because
        nothing that is read has their ending.

    Raises
    ------
    OptionError
        There is no such file, or nothing to read in it.
    """
    path = Path(given)
    if "://" in given or given == "-":
        raise OptionError(f"{given}: INPUT is a file, a folder or a glob; save the articles first")
    if path.is_dir():
        return _in_folder(path, output)
    if path.is_file():
        if path.suffix.lower() == ".gz":
            raise OptionError(f"{given}: compressed; unpack it, so that it can be cut into parts")
        return [Source(path.name, path.absolute(), _kind(path) or Kind.DOCUMENT)], []
    if _MAGIC & set(given):
        return _matching(given, output), []
    raise OptionError(f"{given}: no such file or folder; check the path")


def fixed_part(given: str) -> Path:
    """Give the folder in which a glob begins to look."""
    steps: list[str] = []
    for step in Path(given).parts[:-1]:
        if _MAGIC & set(step):
            break
        steps.append(step)
    return Path(*steps)


def _kind(path: Path) -> Kind | None:
    ending = path.suffix.lower()
    if ending in _LINES:
        return Kind.LINES
    if ending in _ROWS:
        return Kind.ROWS
    return Kind.DOCUMENT if ending in _DOCUMENTS else None


def _in_folder(root: Path, output: Path) -> tuple[list[Source], list[str]]:
    found, others = [], []
    home = output.absolute()
    for path in _walk(root.absolute(), home):
        kind, name = _kind(path), path.relative_to(root.absolute()).as_posix()
        if kind is None:
            others.append(name)
        else:
            found.append(Source(name, path, kind))
    return sorted(found), sorted(others)


def _walk(folder: Path, output: Path) -> Iterator[Path]:
    """Every file below a folder that is not hidden and not ours."""
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OptionError(f"{folder}: cannot be read ({reason}); check its permissions") from None
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or path == output:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, output)
        elif entry.is_file():
            yield path


def _matching(given: str, output: Path) -> list[Source]:
    root = fixed_part(given).absolute()
    home = output.absolute()
    found = []
    for match in glob.iglob(given, recursive=True):  # noqa: PTH207 - a path may be absolute
        path = Path(match).absolute()
        if path.is_file() and home not in path.parents:
            name = path.relative_to(root).as_posix()
            found.append(Source(name, path, _kind(path) or Kind.DOCUMENT))
    return sorted(found)
