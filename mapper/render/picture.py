"""A picture of the map for a report, taken by a Chromium that is already on the machine.

The browser is driven over two pipes that only this process holds, so no port is opened; it
gets a profile of its own in a folder that goes afterwards, and no name of any host resolves.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mapper.errors import OptionError, OutputError
from mapper.render.whole import write_whole

__all__ = ["BROWSERS", "DEFAULT_SIZE", "check_size", "find_browser", "save_picture"]

BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
"""Programs that can take the picture, the first that is there is used."""

DEFAULT_SIZE = (2400, 1600)
"""Width and height, pixels: a page's width at about 360 dots an inch."""

_LEAST, _MOST = 400, 8000
_LAYOUT = 1000
"""Least width of the layout, CSS pixels: below it, letters would crowd out the map."""

_FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--disable-sync", "--disable-quic", "--disable-breakpad", "--no-first-run",
    "--no-default-browser-check", "--password-store=basic", "--use-mock-keychain",
    "--hide-scrollbars", "--mute-audio",
)  # fmt: skip


def check_size(size: tuple[int, int]) -> tuple[int, int]:
    """The size of a picture, if it makes sense.

    Parameters
    ----------
    size
        Width and height, pixels, each from 400 to 8000.

    Raises
    ------
    OptionError
        If it does not.
    """
    if not all(_LEAST <= side <= _MOST for side in size):
        raise OptionError(
            f"a picture has {_LEAST} to {_MOST} pixels a side, not {size[0]}x{size[1]}"
        )
    return size


def find_browser() -> str | None:
    """Path of the first browser on this machine that can take a picture."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def save_picture(
    page: str,
    path: str | os.PathLike[str],
    *,
    size: tuple[int, int] | None = None,
    timeout: float = 60.0,
) -> Path:
    """Write a picture of a map's page, laid out for a report.

    Title, date, map, legend and where the map comes from; no buttons. The file appears whole
    or not at all.

    Parameters
    ----------
    page
        The page, as `mapper.render.map_html` gives it.
    path
        Where; an existing file is replaced.
    size
        Width and height of the picture, pixels; `DEFAULT_SIZE` if not given.
    timeout
        Seconds that the browser has for all of it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OptionError
        If the size is none.
    OutputError
        If there is no browser, it fails or takes too long, or the file cannot be written.
    """
    size = check_size(size or DEFAULT_SIZE)
    program = find_browser()
    if program is None:
        raise OutputError(
            "no picture: neither Chromium nor Chrome is on this machine; install one, on Debian "
            "and Ubuntu: apt-get install chromium"
        )
    if not hasattr(os, "posix_spawn"):
        raise OutputError("no picture: it can be taken on Linux and macOS only")
    target = Path(path)
    if not target.parent.is_dir():
        raise OutputError(f"cannot write the picture {target}: no such folder")
    with tempfile.TemporaryDirectory(
        prefix="incident-mapper-", ignore_cleanup_errors=True
    ) as folder:
        source = Path(folder) / "map.html"
        try:
            source.write_text(page, encoding="utf-8")
        except OSError as error:
            raise OutputError(f"no picture: {source} cannot be written: {error}") from error
        picture = _taken(program, source, size, time.monotonic() + timeout)
    write_whole(target, picture, "picture")
    return target


def _taken(program: str, source: Path, size: tuple[int, int], deadline: float) -> bytes:
    """Open the page in the browser, wait until it says that it is ready, and look."""
    scale = _scale(size)
    width, height = (side // scale for side in size)
    with _browser(program, source.parent / "profile", deadline) as browser:
        page = browser.new_page()
        browser.call(
            "Emulation.setDeviceMetricsOverride", page,
            width=width, height=height, deviceScaleFactor=scale, mobile=False,
        )  # fmt: skip
        light = [{"name": "prefers-color-scheme", "value": "light"}]
        browser.call("Emulation.setEmulatedMedia", page, features=light)
        browser.call("Page.navigate", page, url=f"{source.as_uri()}#r=1")
        while not browser.value("document.documentElement.dataset.ready", page):
            time.sleep(0.05)
        browser.value("document.fonts.ready.then(() => new Promise(requestAnimationFrame))", page)
        shot = browser.call("Page.captureScreenshot", page, format="png")
        return base64.b64decode(shot["data"])


def _scale(size: tuple[int, int]) -> int:
    """Pixels of the picture a pixel of the layout; a whole number, so that the size is met."""
    return next(
        scale
        for scale in (4, 3, 2, 1)
        if scale == 1
        or (size[0] >= scale * _LAYOUT and not size[0] % scale and not size[1] % scale)
    )


class _Browser:
    """Speaks the browser's debugging protocol: JSON messages, each ended by a zero byte."""

    def __init__(self, to: int, from_: int, log: Path, deadline: float) -> None:
        self._to, self._from, self._log, self._deadline = to, from_, log, deadline
        self._number = 0
        self._rest = b""

    def call(self, method: str, session: str = "", /, **params: object) -> dict[str, Any]:
        """Ask for something and wait for the answer."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        try:
            os.write(self._to, json.dumps(message).encode() + b"\0")
        except OSError as error:
            raise OutputError(self._gone()) from error
        while (answer := self._message()).get("id") != self._number:
            pass
        if "error" in answer or "errorText" in answer.get("result", {}):
            reason = answer.get("error", {}).get("message") or answer["result"]["errorText"]
            raise OutputError(f"no picture: the browser says {reason!r} to {method}")
        result: dict[str, Any] = answer["result"]
        return result

    def new_page(self) -> str:
        """Open an empty page; gives its session."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session: str = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        return session

    def value(self, code: str, session: str) -> object:
        """Value of an expression in the page; promises are waited for."""
        answer = self.call("Runtime.evaluate", session, expression=code, awaitPromise=True)
        value: object = answer["result"].get("value")
        return value

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            left = self._deadline - time.monotonic()
            if left <= 0 or not select.select([self._from], [], [], left)[0]:
                raise OutputError("no picture: the browser took too long")
            part = os.read(self._from, 1 << 20)
            if not part:
                raise OutputError(self._gone())
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message

    def _gone(self) -> str:
        said = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
        last = next((line.strip() for line in reversed(said) if line.strip()), "it says nothing")
        return f"no picture: the browser ended before its work was done ({last[:200]})"


@contextmanager
def _browser(program: str, profile: Path, deadline: float) -> Iterator[_Browser]:
    """Start a browser and end it again, whatever happens."""
    flags = [*_FLAGS, f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to run as root with it
    ours, theirs = _pipes()
    log = profile.with_name("browser.log")
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(log), os.O_WRONLY | os.O_CREAT, 0o600),
        *((os.POSIX_SPAWN_DUP2, end, 3 + i) for i, end in enumerate(theirs)),
    ]
    try:
        try:
            pid = os.posix_spawn(
                program, [program, *flags, "about:blank"], os.environ,
                file_actions=actions, setpgroup=0, setsigdef=[signal.SIGPIPE],
            )  # fmt: skip
        except OSError as error:
            raise OutputError(f"no picture: {program} does not start: {error.strerror}") from error
        finally:
            for end in theirs:
                os.close(end)
        try:
            yield _Browser(*ours, log, deadline)
        finally:
            _end(pid)
    finally:
        for end in ours:
            os.close(end)


def _pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Our ends (to write, to read) and the browser's (to read, to write)."""
    import fcntl

    read, to = os.pipe()
    from_, write = os.pipe()
    high = []
    for end in (read, write):
        # Out of the way of the numbers that they will have in the browser.
        high.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(end)
    return (to, from_), (high[0], high[1])


def _end(pid: int) -> None:
    """Kill the browser with all its helpers, and wait until it is gone."""
    # macOS says PermissionError of a group that has ended.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
