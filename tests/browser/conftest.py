"""A headless Chromium for the tests of the page, and what they may not do.

Only loopback is reachable (the driver speaks to the browser over it). Every page that a test
opens is checked at the end: no error on the console, no request to any host.
"""

from __future__ import annotations

import base64
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))

SCREENSHOTS = Path(__file__).parents[2] / "output" / "screenshots"
SIZES = {"desktop": (1366, 800), "wide": (1600, 900), "phone": (390, 844)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.fail(
        f"{names[0]} is missing; on Debian: apt-get install -y chromium chromium-driver",
        pytrace=False,
    )


@pytest.fixture
def screenshots() -> Path:
    """Where pictures are kept for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-first-run", "--hide-scrollbars", "--disable-quic",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    service = webdriver.ChromeService(_program("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_script_timeout(60)
    yield driver
    driver.quit()


class Page:
    """One opened page."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def js(self, code: str, *values: object) -> Any:
        return self.driver.execute_script(code, *values)

    def until(self, code: str) -> Any:
        """The first value of an expression that is true in the page's eyes."""
        for _ in range(100):
            if value := self.js(f"return {code}"):
                return value
            time.sleep(0.05)
        raise AssertionError(f"never came true: {code}")

    def click(self, selector: str, number: int = 0) -> None:
        self.js("document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, number)
        self.settle()

    def settle(self) -> None:
        """Let the page finish what it does once a frame."""
        self.driver.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() =>"
            " setTimeout(done, 30)))"
        )

    def count(self, selector: str) -> int:
        return int(self.js("return document.querySelectorAll(arguments[0]).length", selector))

    def text(self, selector: str) -> str:
        return str(
            self.js("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        )

    def popup(self) -> str:
        """Words of the open popup, once an older one has faded away."""
        self.until("document.querySelectorAll('.leaflet-popup').length === 1")
        return self.text(".leaflet-popup")

    def shoot(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def requests(self) -> list[str]:
        """Addresses of other hosts that anything asked for since the last call."""
        entries = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        urls = [
            entry["params"]["request"]["url"]
            for entry in entries
            if entry["method"] == "Network.requestWillBeSent"
        ]
        inside = ("data:", "file:", "blob:", "about:", "chrome:")
        return [url for url in urls if not url.startswith(inside)]

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture
def open_page(chrome: Any, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a map, or a file, in a window of some size; checks the peace afterwards."""
    from mapper.render import save_map

    page = Page(chrome)

    def open_it(what: Any, *, size: str = "desktop", dark: bool = False, link: str = "") -> Page:
        path = what if isinstance(what, Path) else save_map(what, tmp_path / "map.html")
        width, height = SIZES[size]
        phone = size == "phone"
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1}
        chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**metrics, "mobile": phone})
        chrome.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": phone})
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        chrome.get("about:blank")
        page.requests()
        page.complaints()
        chrome.get(path.as_uri() + link)
        page.until("document.documentElement.dataset.ready")
        page.settle()
        return page

    yield open_it
    assert page.complaints() == []
    assert page.requests() == []
    assert page.js("return window.hacked ?? null") is None
