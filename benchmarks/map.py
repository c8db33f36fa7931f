"""How long a map of many incidents takes to open, how big it is, how smoothly it moves.

``python -P benchmarks/map.py [INCIDENTS...]`` (1,000, 20,000 and 100,000 if none are named;
``--keep FOLDER`` leaves the pages there): makes analyses of invented articles, the same each
time, writes the map, opens it in a headless Chromium, and prints by number of incidents the
seconds that Python took, the file's size (and bytes an incident beyond 800 KB), the seconds
until the page was ready, of those the seconds that its main thread worked (which other
programs on the machine do not lengthen), and the milliseconds of a frame while it is dragged,
zoomed and filtered: the median, and the worst that came after the first.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.material.crowd import analyses
from mapper.render import save_map, to_map

SIZES = (1_000, 20_000, 100_000)
RUNS = 3
BASE = 800_000
"""Bytes of program, basemap and styles that a page may have before its incidents count."""
FRAMES = """
const done = arguments[arguments.length - 1], act = arguments[0];
const map = Object.values(window).find((value) => value instanceof L.Map);
const times = [];
let last = 0, step = 0;
const acts = {
  drag: () => map.panBy([step % 40 < 20 ? 24 : -24, 6], { animate: false }),
  zoom: () => map.setZoom(5 + (step % 5), { animate: false }),
  filter: () => {
    const boxes = document.querySelectorAll("[data-category]");
    boxes[step % boxes.length].click();
  },
};
const turn = (now) => {
  if (last) times.push(now - last);
  last = now;
  if (++step > 40) { done(times); return; }
  acts[act]();
  requestAnimationFrame(turn);
};
requestAnimationFrame(turn);
"""


class Browser:
    """A headless Chromium in a window of a desktop's size."""

    def __init__(self) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--no-first-run", "--window-size=1366,800",
        ):  # fmt: skip
            options.add_argument(flag)
        self.driver = webdriver.Chrome(
            options=options, service=webdriver.ChromeService("/usr/bin/chromedriver")
        )
        self.driver.set_script_timeout(120)

    def ready(self, page: Path) -> tuple[float, float]:
        """Seconds until the page said that it was ready, and of those its main thread's work."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Performance.disable", {})
        self.driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        self.driver.get(page.as_uri())
        for _ in range(600):
            if done := self.driver.execute_script("return document.documentElement.dataset.ready"):
                metrics = self.driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
                work = next(m["value"] for m in metrics if m["name"] == "TaskDuration")
                return float(done) / 1000, float(work)
            time.sleep(0.05)
        raise SystemExit(f"{page.name} was never ready")

    def frames(self, act: str) -> tuple[float, float]:
        """Median and worst milliseconds of a frame while something is done."""
        times = self.driver.execute_async_script(FRAMES, act)[1:]
        return statistics.median(times), max(times)


def measure(browser: Browser, incidents: int, folder: Path) -> None:
    """Make, open and move one map, and print a line."""
    articles = list(analyses(incidents))
    start = time.perf_counter()
    page = save_map(to_map(articles), folder / f"map-{incidents}.html")
    took = time.perf_counter() - start
    size = page.stat().st_size
    ready, work = map(
        statistics.median, zip(*(browser.ready(page) for _ in range(RUNS)), strict=True)
    )
    frames = "".join(
        f"  {act} {median:4.0f} ({worst:.0f}) ms"
        for act in ("drag", "zoom", "filter")
        for median, worst in [browser.frames(act)]
    )
    each = (size - BASE) / incidents
    print(  # noqa: T201
        f"{incidents:>7,} incidents in {len(articles):,} articles: python {took:5.1f} s  "
        f"file {size / 1e6:5.1f} MB ({each:4.0f} B each)  "
        f"ready {ready:4.2f} s (work {work:4.2f} s){frames}"
    )


def main() -> None:
    """Measure the sizes of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("incidents", nargs="*", type=int, default=SIZES)
    parser.add_argument("--keep", type=Path, help="folder in which the pages are left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = options.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        browser = Browser()
        try:
            for incidents in options.incidents:
                measure(browser, incidents, keep)
        finally:
            browser.driver.quit()


if __name__ == "__main__":
    main()
