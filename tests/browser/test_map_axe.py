"""What axe-core says of the page, in every state that a reader can bring it into."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from render_samples import aras, empty, hostile, lacking

from mapper.render import save_map, to_map

Open = Callable[..., Any]
AXE = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_map(to_map(aras()), tmp_path_factory.mktemp("axe") / "one.html")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fmap = to_map([aras(), aras(), hostile("Ghostville"), empty()])
    return save_map(fmap, tmp_path_factory.mktemp("axe") / "several.html")


def violations(page: Any) -> list[str]:
    """A line for each rule that is broken, with where."""
    if not page.js("return Boolean(window.axe)"):
        page.js(AXE)
    found = page.driver.execute_async_script(
        "const done = arguments[0]; axe.run(document).then(r => done(r.violations.map(v =>"
        " `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)))"
    )
    return [str(line) for line in found]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(size: str, dark: bool, open_page: Open, one: Path) -> None:
    page = open_page(one, size=size, dark=dark)
    page.click(".im-list .im-row", 9)
    page.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.settle()
    page.shoot(f"axe-{size}-{'dark' if dark else 'light'}-incident")
    assert violations(page) == []
    page.click(".im-text-button")
    page.click(".im-text .im-m", 3)
    page.shoot(f"axe-{size}-{'dark' if dark else 'light'}-text")
    assert violations(page) == []


def test_axe_finds_nothing_with_several_articles(open_page: Open, several: Path) -> None:
    page = open_page(several)
    page.js("document.querySelector('.im-elsewhere').open = true")
    page.settle()
    page.click(".im-elsewhere .im-row")
    page.js("document.querySelector('.leaflet-control-layers-toggle').click()")
    page.settle()
    assert violations(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_where_the_gazetteer_lacks_a_place(
    size: str, dark: bool, open_page: Open, tmp_path: Path
) -> None:
    page = open_page(save_map(to_map(lacking()), tmp_path / "lacking.html"), size=size, dark=dark)
    for selector in (".im-missing .im-row", ".im-list .im-row"):
        page.click(selector)
        page.js("document.querySelectorAll('.im-placing').forEach(d => d.open = true)")
        page.settle()
        page.shoot(f"lacking-{size}-{'dark' if dark else 'light'}-{page.count('.leaflet-popup')}")
        assert violations(page) == []
    page.click(".im-placing-row button")
    assert violations(page) == []


def test_axe_finds_nothing_without_incidents_or_in_the_figure(
    open_page: Open, one: Path, tmp_path: Path
) -> None:
    page = open_page(save_map(to_map(empty()), tmp_path / "empty.html"))
    assert violations(page) == []
    page = open_page(one, link="#r=1")
    assert violations(page) == []
