"""Fetch a file over HTTP, going on where an earlier attempt broke off."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gazetteer.errors import SourceError

__all__ = ["Download", "Report"]

_CHUNK = 1 << 16
_TIMEOUT_S = 30.0
_ATTEMPTS = 3
_GONE, _RANGE_REFUSED = 404, 416
# Name of the file, bytes so far, bytes in all if the server says so.
Report = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Download:
    """Fetches files into a folder.

    Parameters
    ----------
    base
        Address of the folder to fetch from; ``http`` or ``https``.
    folder
        Where files go. One that is under way has the suffix ``.part``.
    report
        Takes the progress.
    pause_s
        Seconds before another attempt.
    """

    base: str
    folder: Path
    report: Report = lambda _name, _done, _total: None
    pause_s: float = 1.0

    def fetch(self, name: str) -> Path | None:
        """Fetch one file.

        Parameters
        ----------
        name
            Path below the base address.

        Returns
        -------
        Path or None
            The whole file; None if the server has none of this name.

        Raises
        ------
        SourceError
            It cannot be fetched. What has come so far is kept, and the next call goes on there.
        """
        url = f"{self.base.rstrip('/')}/{name}"
        if not _is_address(url):
            raise SourceError(f"{url}: not an address that begins with https://")
        target = self.folder / name
        part = target.with_name(target.name + ".part")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                if not self._attempt(url, part, name):
                    return None
                _move(part, target)
                _tag_of(part).unlink(missing_ok=True)
                return target
            except urllib.error.HTTPError as error:
                reason = f"the server answers {error.code} {error.reason}"
            except (http.client.HTTPException, OSError, _BrokeOff) as error:
                reason = str(getattr(error, "reason", None) or error or type(error).__name__)
            if attempt < _ATTEMPTS:
                time.sleep(self.pause_s)
        kept = _size(part)
        remedy = (
            f"{kept:,} bytes are kept, run it again to go on"
            if kept
            else "check the network, or bring the file yourself and read it with --from"
        )
        raise SourceError(f"{url} cannot be fetched ({reason}); {remedy}")

    def _attempt(self, url: str, part: Path, name: str) -> bool:
        """Fetch what is missing of a file; False if there is no such file."""
        have, tag = _size(part), _read(_tag_of(part))
        headers = {"User-Agent": "incident-mapper", "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
            if tag:  # else the checksums in the zip will tell whether it was still the same file
                headers["If-Range"] = tag
        try:
            request = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
                self._take(answer, part, name, have)
        except urllib.error.HTTPError as error:
            if error.code == _GONE:
                return False
            if error.code == _RANGE_REFUSED:
                part.unlink()  # longer than the file is: begin again
            raise
        return True

    def _take(self, answer: Any, part: Path, name: str, have: int) -> None:
        start = have if answer.status == http.client.PARTIAL_CONTENT else 0
        length = answer.headers.get("Content-Length")
        total = start + int(length) if length and length.isdecimal() else None
        told = answer.headers.get("Content-Range", "")
        if start and not told.startswith(f"bytes {start}-"):
            part.unlink()
            raise _BrokeOff(f"the server goes on at the wrong place: {told!r}")
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        # A weak tag does not promise the same bytes.
        done = start
        with _storing(part.parent):
            part.parent.mkdir(parents=True, exist_ok=True)
            _tag_of(part).write_text("" if tag.startswith("W/") else tag, encoding="latin-1")
            file = part.open("ab" if start else "wb")
        try:
            self.report(name, done, total)
            while chunk := answer.read(_CHUNK):
                with _storing(part.parent):
                    file.write(chunk)
                done += len(chunk)
                self.report(name, done, total)
        finally:
            with _storing(part.parent):
                file.close()
        if total is not None and done < total:
            raise _BrokeOff(f"it broke off after {done:,} of {total:,} bytes")


class _BrokeOff(Exception):
    """The connection ended before the file did."""


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # half a bracket, which begins an address of version 6
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc)


@contextmanager
def _storing(folder: Path) -> Iterator[None]:
    """Tell apart what the disk refuses from what the network does: trying again is no use."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(
            f"{folder}: cannot be written ({reason}); free space or choose another folder"
        ) from None


def _move(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except FileNotFoundError:
        raise SourceError(
            f"{target.name}: another run fetches it at the same time; wait for it, run this again"
        ) from None


def _tag_of(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def _read(path: Path) -> str:
    return path.read_text(encoding="latin-1") if path.is_file() else ""


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
