"""Which files hold analyses."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from mapper.errors import SourceError

__all__ = ["find_files", "opened"]

_ENDINGS = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")


def find_files(sources: Sequence[Path], *, leave_out: Collection[Path]) -> list[Path]:
    """Find the files of analyses.

    Parameters
    ----------
    sources
        Files, and folders, which are searched to their bottom for JSONL, packed or not; hidden
        files and folders are no one's analyses.
    leave_out
        Files and folders in those folders that are no sources: results, decisions.

    Returns
    -------
    list of Path
        Each file once, in order.

    Raises
    ------
    SourceError
        There is no such file, or a folder holds none.
    """
    found: dict[Path, Path] = {}
    for source in sources:
        if not source.exists():
            raise SourceError(f"{source}: no such file or folder; check the path")
        inside = [source] if not source.is_dir() else list(_below(source, leave_out))
        if not inside:
            raise SourceError(
                f"{source}: no .jsonl or .jsonl.gz file in it; make them with mapper parse -o "
                "or mapper corpus run"
            )
        for path in inside:
            found.setdefault(path.resolve(), path)
    return sorted(found.values())


def _below(folder: Path, leave_out: Collection[Path]) -> Iterator[Path]:
    inside = folder.resolve()
    apart = {path.resolve() for path in leave_out if inside in path.resolve().parents}
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        whole = path.resolve()
        ours = path.name == "merged.jsonl" or not apart.isdisjoint([whole, *whole.parents])
        if hidden or ours or not path.name.endswith(_ENDINGS):
            continue
        if path.is_file():
            yield path


def opened(path: Path) -> Any:
    """Open a file of analyses for reading bytes, packed or not."""
    return gzip.open(path) if path.name.endswith(".gz") else path.open("rb")
