"""What lies where in the folder of a run.

::

    DIR/
    ├── manifest.json       what is here, derived from the records of the parts
    ├── parts/KEY.json      the record of a part: what it holds; it is there when the part is whole
    ├── incidents/KEY.parquet   GeoParquet, one row an incident and place (canonical)
    ├── analyses/KEY.jsonl.gz   one analysis a line, as ``mapper parse`` writes it
    ├── incidents.gpkg      all incidents for QGIS
    ├── map.html            the newest articles on one map
    ├── quarantine.jsonl    what could not be analysed, and why
    └── .work/              files being written; of no interest when no run is going on
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapper.errors import OutputError

__all__ = ["Layout", "canonical", "put_file", "unwritable"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one run's folder."""

    root: Path

    @property
    def manifest(self) -> Path:
        """Where all is summed up."""
        return self.root / "manifest.json"

    @property
    def geopackage(self) -> Path:
        """Where QGIS finds all incidents."""
        return self.root / "incidents.gpkg"

    @property
    def map(self) -> Path:
        """Where the page with the map is."""
        return self.root / "map.html"

    @property
    def quarantine(self) -> Path:
        """Where the articles are listed that could not be analysed."""
        return self.root / "quarantine.json"

    @property
    def work(self) -> Path:
        """Where files grow before they are moved to their place."""
        return self.root / ".work"

    def incidents(self, key: str) -> Path:
        """Where a part's incidents are."""
        return self.root / "incidents" / f"{key}.parquet"

    def analyses(self, key: str) -> Path:
        """Where a part's analyses are."""
        return self.root / "analyses" / f"{key}.jsonl.gz"

    def record(self, key: str) -> Path:
        """Where the record of a part is."""
        return self.root / "parts" / f"{key}.json"

    def files(self, key: str) -> tuple[Path, Path, Path]:
        """Give the files of a part; the record is first to go and last to come."""
        return self.record(key), self.analyses(key), self.incidents(key)

    def make(self) -> None:
        """Make the folders.

        Raises
        ------
        OutputError
            They cannot be made there.
        """
        try:
            for folder in ("incidents", "analyses", "parts"):
                (self.root / folder).mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise OutputError(
                f"{self.root}: a file, not a folder; choose another with -o"
            ) from None
        except OSError as error:
            raise unwritable(self.root, error) from None

    def read(self, key: str) -> dict[str, Any] | None:
        """Read the record of a part; None where the part is not there, or not whole."""
        try:
            record = json.loads(self.record(key).read_bytes())
        except (OSError, ValueError):
            return None
        whole = isinstance(record, dict) and record.get("key") == key
        return record if whole and all(path.is_file() for path in self.files(key)) else None

    def records(self) -> Iterator[dict[str, Any]]:
        """Read the records of all finished parts, in the order of their keys.

        A record that cannot be read, or whose part lacks a file, counts for nothing: that part
        is made again.
        """
        for path in sorted((self.root / "parts").glob("*.json")):
            record = self.read(path.stem)
            if record is not None:
                yield record

    def remove(self, key: str) -> None:
        """Take a part away."""
        for path in self.files(key):
            path.unlink(missing_ok=True)

    def drop_orphans(self) -> None:
        """Take away files of parts that never became whole and that nobody waits for."""
        whole = {path.stem for path in (self.root / "parts").glob("*.json")}
        for folder, ending in (("incidents", ".parquet"), ("analyses", ".jsonl.gz")):
            for path in (self.root / folder).glob(f"*{ending}"):
                if path.name.removesuffix(ending) not in whole:
                    path.unlink(missing_ok=True)

    def drop_empty(self) -> None:
        """Leave no folders behind in which nothing came to be."""
        with suppress(OSError):
            for name in ("incidents", "analyses", "parts"):
                (self.root / name).rmdir()
            (self.root / ".lock").unlink(missing_ok=True)
            self.root.rmdir()


def put_file(target: Path, data: bytes, work: Path) -> None:
    """Write a file so that it is there whole or not at all, whatever happens.

    Parameters
    ----------
    target
        Where; a file of this name is replaced.
    data
        What.
    work
        Folder on the same disk in which it grows, under a name of its own.

    Raises
    ------
    OSError
        It cannot be written; nothing has changed then.
    """
    temporary = work / f"{target.name}.{uuid.uuid4().hex}"
    try:
        with temporary.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def canonical(record: Mapping[str, Any]) -> bytes:
    """Write a record as JSON: the same record gives the same bytes."""
    return (
        json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1).encode(
            "utf-8", "backslashreplace"
        )
        + b"\n"
    )


def unwritable(path: Path, error: OSError) -> OutputError:
    """Say in one line that the output cannot be written."""
    reason = (error.strerror or str(error)).lower()
    return OutputError(
        f"{path}: cannot be written ({reason}); free space or choose another with -o"
    )
